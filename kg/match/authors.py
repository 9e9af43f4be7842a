"""Two author lists -> whether they may be lists of one paper. Reads: names as tokens. Emits: a fit from 0 to 1."""

from typing import NamedTuple

from kg.match.names import MISSPELT, Tokens, agreement

STRONG_OVERLAP = 2 / 3
"""The part of the longer of two whole lists that has to agree: three authors of four, not one of two."""


class AuthorList(NamedTuple):
    """The names of a record in order, as tokens; `complete` is False for a list that ends in `et al.`.

    A list that is not `ordered` names some authors, whatever their places: a person's own list of works names one.
    """

    names: tuple[Tokens, ...]
    complete: bool
    ordered: bool = True


def fit(left: AuthorList, right: AuthorList) -> float:
    """Return how well two lists of named authors agree; 0 if they cannot be lists of one paper.

    1 is equal names in equal order. A cut list has to be a prefix of the other one; whole lists have to overlap by
    `STRONG_OVERLAP`. A list without any name fits nothing: it is no evidence.
    """
    if not left.names or not right.names:
        return 0.0
    if not (left.ordered and right.ordered):
        return _containment(left, right)
    if left.names == right.names:
        return 1.0 if left.complete == right.complete else 0.99
    ordered = _prefix_fit(left, right)
    return ordered or _overlap(left, right)


def _containment(left: AuthorList, right: AuthorList) -> float:
    """Return how surely the names of a list without order stand in the other one; 0 if one of them does not."""
    some, others = (left, right) if not left.ordered else (right, left)
    best = [max(agreement(name, other) for other in others.names) for name in some.names]
    return min(best) * 0.9 if min(best) >= MISSPELT else 0.0


def _prefix_fit(left: AuthorList, right: AuthorList) -> float:
    """Return the mean agreement of equal positions, if each agrees and only a cut list is the shorter one."""
    short, long = (left, right) if len(left.names) <= len(right.names) else (right, left)
    if len(short.names) < len(long.names) and short.complete:
        return 0.0
    agreements = [agreement(a, b) for a, b in zip(short.names, long.names, strict=False)]
    return sum(agreements) / len(agreements) * 0.98 if min(agreements) >= MISSPELT else 0.0


def _overlap(left: AuthorList, right: AuthorList) -> float:
    """Return the part of the names, in any order, that have a partner in the other list, if it is large."""
    if left.complete and right.complete:
        size = max(len(left.names), len(right.names))
    elif left.complete != right.complete:
        size = len((right if left.complete else left).names)  # all names of the cut list have to be in the whole one
    else:
        size = min(len(left.names), len(right.names))
    free = list(right.names)
    matched = 0
    for name in left.names:
        if name in free:
            matched += 1
            free.remove(name)
            continue
        best = max(range(len(free)), key=lambda place: agreement(name, free[place]), default=None)
        if best is not None and agreement(name, free[best]) >= MISSPELT:
            matched += 1
            del free[best]
    overlap = matched / size
    return min(0.9, overlap * 0.9) if overlap >= STRONG_OVERLAP and matched > 1 else 0.0
