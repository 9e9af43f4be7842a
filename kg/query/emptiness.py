"""A query without an answer -> the reason. Reads: query text, a way to probe the graph. Emits: one paragraph.

First each triple pattern alone, then the parts of the WHERE together, one more each time, filters last: the first that
has no match is named with its line.
"""

from collections.abc import Callable, Iterator, Mapping

from kg.query.patterns import NotUnderstoodError, Part, where_parts
from kg.query.spelling import unknown_terms
from kg.query.syntax import place, tokens

Probe = Callable[[str], bool]
"""SELECT text -> whether it has a row."""
Example = Callable[[str], str | None]
"""SELECT text -> the first term of its first row."""
_LAST = ("FILTER", "MINUS")


def explain_empty(text: str, matches: Probe, example: Example, prefixes: Mapping[str, str]) -> str:
    """Return why a query that was asked has no answer.

    Args:
        text: a query that the engine accepts, its parameters filled in.
        matches: probes the graph.
        example: asks the graph for one term.
        prefixes: known without declaration.
    """
    try:
        prologue, parts = where_parts(text)
    except NotUnderstoodError:
        return "The query has no answer, and its form is beyond the explanation: leave patterns out, one at a time."
    for pattern in _triple_patterns(parts):
        if not matches(_probe(prologue, [pattern])):
            reason = _hint(prologue, pattern, example, prefixes)
            return f"line {_line(text, pattern)}: no triple matches `{_flat(pattern.text)}`{reason}"
    return _together(text, prologue, parts, matches)


def _together(text: str, prologue: str, parts: list[Part], matches: Probe) -> str:
    ordered = [part for part in parts if part.kind not in _LAST] + [part for part in parts if part.kind in _LAST]
    for count in range(1, len(ordered) + 1):
        if matches(_probe(prologue, ordered[:count])):
            continue
        part = ordered[count - 1]
        shown = f"`{_flat(part.text)}`"
        if part.kind in _LAST:
            return f"line {_line(text, part)}: the patterns match, but {shown} leaves nothing of the matches"
        if count == 1:
            return f"line {_line(text, part)}: nothing matches {shown}"
        return f"line {_line(text, part)}: {shown} has matches, but none together with the patterns above it"
    return "Its patterns do match; the answer is emptied by what follows them (GROUP BY, HAVING, LIMIT or OFFSET)."


def _triple_patterns(parts: list[Part] | tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        if part.kind == "triple":
            yield part
        yield from _triple_patterns(part.parts)


def _probe(prologue: str, parts: list[Part]) -> str:
    body = "\n".join(f"{part.text} ." if part.kind == "triple" else part.text for part in parts)
    return f"{prologue}SELECT (1 AS ?found) WHERE {{\n{body}\n}} LIMIT 1"


def _line(text: str, part: Part) -> int:
    return place(text, part.start)[0]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _hint(prologue: str, pattern: Part, example: Example, prefixes: Mapping[str, str]) -> str:
    """Return what would match instead: a known term, or another value of the property."""
    misspelt = unknown_terms(prologue + pattern.text, prefixes)
    if misspelt:
        return f": {misspelt[0].partition(': ')[2]}"
    found = tokens(pattern.text)
    if len(found) < 3 or found[1].kind not in {"name", "iri"} or found[2].kind == "variable":
        return ""
    verb = found[1].text
    other = example(f"{prologue}SELECT ?value WHERE {{ ?thing {verb} ?value }} LIMIT 1")
    if other is None:
        return f": no triple has {verb}"
    return f": {verb} has other values, such as {other}"
