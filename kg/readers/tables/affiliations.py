"""Cells that say who is from where -> names with affiliations. Reads: names, a cell. Emits: Name.

Four forms, told apart by the cell alone:

Web of Science  `[Lee, Ann; Roe, Bo] Univ A, Oslo; [Roe, Bo] Inst B`
Dimensions      `Lee, Ann (Univ A, Oslo); Roe, Bo (Univ A; Inst B)`
Scopus          `Lee A., Univ A, Oslo; Roe B., Univ A, Inst B`: what is one author's is one text
IEEE Xplore     `Univ A, Oslo; Inst B`: one for each author, in their order
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from kg.model import Affiliation, Name
from kg.text import fold

_NAMED = re.compile(r"\[([^\[\]]*)\]\s*([^\[]+)")
_INITIALS = re.compile(r"[\s,]*(?:[^\W\d_]{1,2}\.[\s-]*)+(?:,|\Z)\s*")
_NOWHERE = frozenset({"", "na", "n/a", "none", "-"})
Places = tuple[str, ...]


def with_affiliations(names: tuple[Name, ...], printed: str) -> tuple[Name, ...] | None:
    """Return the names with their affiliations, None where the cell does not tell which author each is of."""
    for form in (_before_brackets, _behind_names, _behind_short_names, _in_order):
        places = form(names, printed)
        if places is not None:
            return tuple(_at(name, own) for name, own in zip(names, places, strict=True))
    return None


def _at(name: Name, places: Places) -> Name:
    known = dict.fromkeys(text for one in places if fold(text := " ".join(one.strip(" ;,").split())) not in _NOWHERE)
    return replace(name, affiliations=tuple(Affiliation(raw=one) for one in known)) if known else name


def _before_brackets(names: Sequence[Name], printed: str) -> list[Places] | None:
    if not printed.lstrip().startswith("["):
        return None
    found = [(frozenset(fold(one) for one in who.split(";")), place) for who, place in _NAMED.findall(printed)]
    return [tuple(place for who, place in found if fold(name.printed) in who) for name in names]


def _behind_names(names: Sequence[Name], printed: str) -> list[Places] | None:
    """Return what stands in brackets behind each name; brackets may hold others."""
    at, places = 0, list[Places]()
    for name in names:
        start = printed.find(f"{name.printed} (", at)
        if start < 0:
            return None
        opened = start + len(name.printed) + 1
        at = _closing(printed, opened)
        places.append(tuple(printed[opened + 1 : at].split(";")))
    return places or None


def _closing(printed: str, opened: int) -> int:
    """Return where the bracket that opens at a place is closed; the end where it is not."""
    depth = 0
    for at in range(opened, len(printed)):
        depth += (printed[at] == "(") - (printed[at] == ")")
        if not depth:
            return at
    return len(printed)


def _behind_short_names(names: Sequence[Name], printed: str) -> list[Places] | None:
    parts = [part.strip() for part in printed.split(";") if part.strip()]
    if len(parts) != len(names):
        return None
    places: list[Places] = []
    for name, part in zip(names, parts, strict=True):
        family = name.family or name.printed.partition(",")[0].strip()
        whole = next((one for one in (name.printed, f"{family}, {name.given}") if part.startswith(f"{one},")), None)
        if whole is not None:
            places.append((part[len(whole) + 1 :],))
            continue
        initials = _INITIALS.match(part, len(family)) if part.startswith(family) else None
        if initials is None:
            return None
        places.append((part[initials.end() :],))
    return places or None


def _in_order(names: Sequence[Name], printed: str) -> list[Places] | None:
    parts = [part.strip() for part in printed.split(";") if part.strip()]
    if len(parts) == len(names):
        return [(part,) for part in parts]
    return [tuple(parts)] * len(names) if 1 in (len(parts), len(names)) else None
