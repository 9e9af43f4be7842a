"""Groups -> Turtle. Reads: groups in publishing order. Emits: Turtle 1.1 for people to read, as a stream.

Prefixes first, one comment a section, one blank line between subjects, one predicate a line. Terms are abbreviated
only where rdflib and pyoxigraph both read the short form back as the same term.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from kg.store import SECTIONS, Group, kind_of
from kg.terms import Term
from kg.vocab import PREFIXES, RDF

LINE_WIDTH = 120
# The part of PN_LOCAL (Turtle 1.1, 6.5) that all parsers agree on: ASCII, no escapes, no colon, no dot at an end.
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# Canonical forms only: rdflib rewrites any other number or boolean when it reads it. Digits are bounded because
# Python refuses to read integers of more than 4,300 of them.
_SHORT = re.compile(
    r'"(?:(0|-?[1-9][0-9]{0,17})"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>'
    r'|(-?(?:0|[1-9][0-9]{0,17})\.(?:0|[0-9]{0,17}[1-9]))"\^\^<http://www\.w3\.org/2001/XMLSchema#decimal>'
    r'|(true|false)"\^\^<http://www\.w3\.org/2001/XMLSchema#boolean>)'
)
_STRING_TYPE = '"^^<http://www.w3.org/2001/XMLSchema#string>'
# What an editor shows as nothing, as a line break, or as text in another order: C1 controls, line and paragraph
# separators, directional controls, byte order mark, noncharacters (Unicode TR 36, 2.10).
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")
_CACHE_LIMIT = 1 << 16
_CHUNK = 1 << 16


def prefix_table(namespaces: Iterable[str], base: str) -> dict[str, str]:
    """Return prefix -> namespace for those of `namespaces` that have one, sorted: the project's, then the kinds'."""
    used = set(namespaces)
    kinds = {kind: f"{base}id/{kind}/" for kind in SECTIONS}
    fixed = {prefix: space for prefix, space in sorted(PREFIXES.items()) if space in used}
    return fixed | {kind: space for kind, space in sorted(kinds.items()) if space in used and kind not in fixed}


def write_turtle(groups: Iterable[Group], out: BinaryIO, *, namespaces: Iterable[str], base: str) -> None:
    """Write a graph as UTF-8 Turtle.

    `namespaces` are those that the graph uses (`GraphCounts.namespaces`): a prefix is declared only for them, and the
    terms of any other namespace are written out.
    """
    buffer: list[str] = []
    size = 0
    for part in turtle_text(groups, namespaces=namespaces, base=base):
        buffer.append(part)
        size += len(part)
        if size > _CHUNK:
            out.write("".join(buffer).encode())
            buffer.clear()
            size = 0
    out.write("".join(buffer).encode())


def turtle_text(groups: Iterable[Group], *, namespaces: Iterable[str], base: str) -> Iterator[str]:
    """Yield the prefix block, then one text for each subject with its section's comment."""
    prefixes = prefix_table(namespaces, base)
    yield "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in prefixes.items())
    short = shortener(prefixes)
    section: str | None = ""
    gap = "\n" if prefixes else ""
    for subject, pairs in groups:
        kind = kind_of(subject)
        if kind != section:
            section = kind
            yield f"{gap}# {SECTIONS[kind] if kind else 'Others'}\n"
            gap = "\n"
        yield gap + _subject_text(short(subject), pairs, short)


def _subject_text(subject: str, pairs: list[tuple[Term, Term]], short: Callable[[Term], str]) -> str:
    lines: list[str] = []
    values: list[str] = []
    last = pairs[0][0]
    for predicate, value in pairs:
        if predicate != last:
            lines.append(_predicate_line(last, values, short))
            last, values = predicate, []
        values.append(short(value))
    lines.append(_predicate_line(last, values, short))
    gap = " " if pairs[0][0] == RDF.type else "\n    "
    return subject + gap + " ;\n    ".join(lines) + " .\n"


def _predicate_line(predicate: Term, values: list[str], short: Callable[[Term], str]) -> str:
    name = "a" if predicate == RDF.type else short(predicate)
    if len(values) == 1:
        return f"{name} {values[0]}"
    line = f"{name} {', '.join(values)}"
    if len(line) + 6 <= LINE_WIDTH:
        return line
    return f"{name}\n        " + " ,\n        ".join(values)


def shortener(prefixes: dict[str, str]) -> Callable[[Term], str]:
    """Return the function from a term to its shortest safe Turtle form under these prefixes."""
    names = {space: prefix for prefix, space in prefixes.items()}
    seen: dict[Term, str] = {}

    def short(term: Term) -> str:
        known = seen.get(term)
        if known is not None:
            return known
        if term[0] == "<":
            cut = max(term.rfind("/"), term.rfind("#")) + 1
            prefix, local = names.get(term[1:cut]), term[cut:-1]
            known = f"{prefix}:{local}" if prefix is not None and _LOCAL_NAME.fullmatch(local) else _visible(term)
        elif term[-1] == '"':
            return _visible(term)
        elif term[0] == "_":  # a blank node of somebody else's graph
            return term
        else:
            known = _typed(term, short)
        if len(seen) >= _CACHE_LIMIT:
            seen.clear()
        seen[term] = known
        return known

    return short


def _typed(term: Term, short: Callable[[Term], str]) -> str:
    """Return the Turtle form of a literal with a datatype or a language tag."""
    match = _SHORT.fullmatch(term)
    if match is not None:
        return match[match.lastindex or 0]
    if term.endswith(_STRING_TYPE):
        return _visible(term[: 1 - len(_STRING_TYPE)])
    end = term.rindex('"') + 1
    tail = term[end:]
    return _visible(term[:end]) + (f"^^{short(tail[2:])}" if tail.startswith("^^") else tail)


def _visible(term: Term) -> str:
    """Return a term with the characters escaped that nobody sees."""
    return term if term.isascii() and "\x7f" not in term else _UNSEEN.sub(_escaped, term)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04X}"
