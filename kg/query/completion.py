"""A question that is being typed -> what may come next. Reads: the text before the cursor. Emits: Completion.

Pure functions; the terminal is the business of `kg.query.prompt`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from kg import vocab
from kg.query.named import NamedQuery, library
from kg.query.syntax import declared_prefixes, tokens

_WORDS = (
    "ASK BIND CONSTRUCT COUNT DESCRIBE DISTINCT FILTER GROUP_CONCAT HAVING LIMIT MINUS OFFSET OPTIONAL PREFIX SELECT "
    "UNION VALUES WHERE"
)
COMMANDS = {
    ".format": "of the answers: table, json, csv, tsv, xml, ttl, nt, jsonld",
    ".help": "what can be typed",
    ".limit": "rows after which an answer ends, or off",
    ".list": "the named queries",
    ".quit": "leave; so does Ctrl-D",
    ".timeout": "seconds after which a query is ended, or off",
}
_LAST = re.compile(r"(?P<variable>[?$]\w*)$|(?P<prefix>[\w.-]*):(?P<local>[\w.-]*)$|(?P<word>\w+)$")
_CALL = re.compile(r"\s*([\w-]+)\s(.*)", re.DOTALL)
_FORM = re.compile(r"\s*(?:BASE|PREFIX|SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


class Completion(NamedTuple):
    """A text that may stand in place of the last `length` characters, and what it means."""

    text: str
    length: int
    meaning: str = ""


def is_sparql(text: str) -> bool:
    """Return whether a text is SPARQL rather than the name of a query."""
    return "{" in text or _FORM.match(text) is not None


def is_finished(text: str) -> bool:
    """Return whether Enter sends a text: a command, a name, or SPARQL whose brackets are closed.

    A blank last line sends everything.
    """
    if not is_sparql(text) or text.endswith("\n"):
        return True
    signs = [token.text for token in tokens(text) if token.kind == "sign"]
    opened = all(signs.count(left) <= signs.count(right) for left, right in ("{}", "()", "[]"))
    return opened and "{" in signs


def completions(before: str, prefixes: Mapping[str, str]) -> Iterator[Completion]:
    """Yield what may follow the text before the cursor.

    Args:
        before: the text from the beginning of the question.
        prefixes: those of the graph; the question's own are read from its text.
    """
    if before.startswith("."):
        yield from _starting(before, COMMANDS.items())
    elif is_sparql(before):
        yield from _sparql(before, prefixes)
    elif call := _CALL.match(before):
        yield from _parameters(call[1], call[2])
    else:
        yield from _starting(before.lstrip(), ((query.name, query.title) for query in library()))
        yield from _keywords(before.lstrip())


def _starting(beginning: str, words: Iterable[tuple[str, str]]) -> Iterator[Completion]:
    for word, meaning in words:
        if word.startswith(beginning):
            yield Completion(word, len(beginning), meaning)


def _keywords(beginning: str) -> Iterator[Completion]:
    return _starting(beginning.upper(), ((word, "") for word in _WORDS.split())) if beginning else iter(())


def _parameters(name: str, after: str) -> Iterator[Completion]:
    query: NamedQuery | None = next((query for query in library() if query.name == name), None)
    last = re.search(r"[\w-]*$", after)
    if query is None or last is None or after[: last.start()].endswith("=") or after.count('"') % 2:
        return
    given = set(re.findall(r"([\w-]+)=", after))
    words = [(f"{each.name}=", str(each).partition(" ")[2]) for each in query.parameters if each.name not in given]
    yield from _starting(last[0], words)


def _sparql(before: str, prefixes: Mapping[str, str]) -> Iterator[Completion]:
    found = tokens(before)
    last = _LAST.search(before)
    if last is None or (found and found[-1].kind in {"string", "iri"}) or _in_string(before):
        return
    known = {**prefixes, **declared_prefixes(found)}
    if last["variable"]:
        names = {token.text for token in found if token.kind == "variable"} - {last["variable"]}
        yield from _starting(last["variable"], ((name, "") for name in sorted(names)))
    elif last["word"]:
        yield from _starting(last["word"], ((f"{prefix}:", known[prefix]) for prefix in sorted(known)))
        yield from _keywords(last["word"])
    elif last["prefix"] in known:
        local = ((name, "") for name in terms().get(known[last["prefix"]], ()))
        yield from _starting(last["local"], local)


def _in_string(before: str) -> bool:
    line = before.rpartition("\n")[2]
    return any(token.kind == "sign" and token.text in "'\"" for token in tokens(line))


@cache
def terms() -> dict[str, tuple[str, ...]]:
    """Return the local names of the closed vocabulary, sorted, by namespace."""
    found = {}
    for prefix, namespace in vocab.PREFIXES.items():
        members = vars(getattr(vocab, prefix.upper(), object)).values()
        start = f"<{namespace}"
        locals_ = (each[len(start) : -1] for each in members if isinstance(each, str) and each.startswith(start))
        found[namespace] = tuple(sorted(locals_))
    return found
