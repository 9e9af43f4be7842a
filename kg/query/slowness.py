"""A query that took too long -> what is heavy in it. Reads: query text, a way to count matches. Emits: a clause.

Each triple pattern is counted alone, as long as the budget lasts. The one with most matches is named with its line;
patterns that share no variable are named too, because then each match of one is combined with each of the other.
"""

import re
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from kg.query.patterns import NotUnderstoodError, Part, where_parts
from kg.query.syntax import place, tokens

Count = Callable[[str, float], int | None]
"""SELECT text of one number, seconds -> the number, None where it is not there in time."""
_BUDGET = 2.0  # seconds: the user has waited long enough
_MOST = 1_000_000  # matches; more are not counted
_VARIABLE = re.compile(r"[?$](\w+)")
_REPAIR = "\nask for less (a parameter, a narrower pattern), or give it a longer time limit"
_NO_JOIN = frozenset({"FILTER", "MINUS"})


class _Pattern(NamedTuple):
    line: int
    text: str

    def __str__(self) -> str:
        return f"`{' '.join(self.text.split())}` (line {self.line})"


def explain_slow(text: str, count: Count) -> str:
    """Return what makes a query slow, to be put behind "the query was not done after 5 seconds".

    Args:
        text: a query that the engine accepts.
        count: asks the graph for a number.
    """
    try:
        prologue, parts = where_parts(text)
        patterns = list(_patterns(text, parts))
        apart = _apart(text, parts)
    except NotUnderstoodError:
        return _REPAIR
    heaviest = _heaviest(prologue, patterns, count)
    found = f"\n  its heaviest pattern is {heaviest[0]} with {heaviest[1]} matches" if heaviest else ""
    if apart is not None:
        found += (
            f"\n  {apart[0]} and {apart[1]} share no variable: each match of one is combined with each of the other"
        )
    return found + _REPAIR


def _heaviest(prologue: str, patterns: list[_Pattern], count: Count) -> tuple[_Pattern, str] | None:
    until = time.monotonic() + _BUDGET
    counts: list[tuple[int, _Pattern]] = []
    for pattern in patterns:
        left = until - time.monotonic()
        if left <= 0:
            break
        inner = f"SELECT * WHERE {{ {pattern.text} }} LIMIT {_MOST}"
        found = count(f"{prologue}SELECT (COUNT(*) AS ?matches) WHERE {{ {{ {inner} }} }}", left)
        counts.append((_MOST if found is None else found, pattern))
    if not counts:
        return None
    most, pattern = max(counts, key=lambda pair: pair[0])
    return pattern, f"{_MOST:,} or more" if most >= _MOST else f"{most:,}"


def _patterns(text: str, parts: list[Part] | tuple[Part, ...]) -> Iterator[_Pattern]:
    """Yield all triple patterns, also those of nested groups."""
    for part in parts:
        if part.kind == "triple":
            yield _Pattern(place(text, part.start)[0], part.text)
        else:
            yield from _patterns(text, list(_nested(part)))


def _nested(part: Part) -> Iterator[Part]:
    """Yield the parts of the groups inside a clause."""
    if part.parts:
        yield from part.parts
        return
    if part.kind in {"FILTER", "BIND", "VALUES"}:
        return
    depth = 0
    for token in tokens(part.text):
        if token.text == "{" and depth == 0:
            yield from _moved_parts(part, token.start)
        depth += {"{": 1, "}": -1}.get(token.text, 0)


def _moved_parts(part: Part, opening: int) -> Iterator[Part]:
    head = "SELECT * "
    for inner in where_parts(head + part.text[opening:])[1]:
        yield inner._replace(start=inner.start - len(head) + opening + part.start)


def _apart(text: str, parts: list[Part]) -> tuple[_Pattern, _Pattern] | None:
    """Return two patterns of the outermost group that nothing joins, None where all hang together."""
    islands: list[tuple[set[str], list[Part]]] = []
    for part in parts:
        names = set(_VARIABLE.findall(part.text))
        if part.kind in _NO_JOIN or not names:
            continue
        touching = [island for island in islands if island[0] & names]
        islands = [island for island in islands if island not in touching]
        islands.append((names.union(*(t[0] for t in touching)), [p for t in touching for p in t[1]] + [part]))
    firsts = [next((part for part in island[1] if part.kind == "triple"), None) for island in islands]
    found = [_Pattern(place(text, part.start)[0], part.text) for part in firsts if part is not None]
    return (found[0], found[1]) if len(found) > 1 else None
