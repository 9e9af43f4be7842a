"""The author lists of one paper -> one list. Reads: model.Record. Emits: authorships, spellings, overruled names.

What several records say of the author at one position is put together: identifiers, affiliations, other scripts.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from msgspec.structs import replace

from kg.match.authors import AuthorList, fit
from kg.match.forms import is_ordered
from kg.match.names import ABBREVIATED, agreement, is_full_name, name_tokens
from kg.model import Affiliation, Authorship, Conflict, Name, Record
from kg.resolve.preference import Rank, conflict, decided_by, order, rank, tail
from kg.text import nfc

NamesOf = Callable[[Record], tuple[Name, ...]]


class SignedList(NamedTuple):
    """The merged list: for each position the names that records print there, and what was overruled."""

    authorships: tuple[Authorship, ...] = ()
    spellings: tuple[tuple[Name, ...], ...] = ()
    complete: bool = False
    conflicts: tuple[Conflict, ...] = ()


def merged_authors(records: Sequence[Record]) -> SignedList:
    """Return the authors of a paper: the complete list before the cut one."""
    return _merged(records, lambda record: record.names, ("authors", "author_line"))


def merged_editors(records: Sequence[Record]) -> SignedList:
    """Return the editors of a paper; positions count the editors."""
    return _merged(records, lambda record: record.editors, ("editors", "editors"))


def _author_rank(record: Record, names: NamesOf) -> Rank:
    return (
        ("complete-author-list", not record.authors_complete),
        ("list-in-order", not is_ordered(record)),
        ("more-authors", -len(names(record))),
        *rank(record, "author", record.authors_raw or "")[1:4],
        *tail(record, record.authors_raw or ""),
    )


def _merged(records: Sequence[Record], names: NamesOf, fields: tuple[str, str]) -> SignedList:
    naming = sorted((record for record in records if names(record)), key=lambda r: order(_author_rank(r, names)))
    if not naming:
        return SignedList()
    kept = naming[0]
    printed = names(kept)
    spellings = [[name] for name in printed]
    tellers = [[kept] for _ in printed]
    conflicts: dict[tuple[str, str], Conflict] = {}
    for record in sorted(naming[1:], key=records.index):
        rule = decided_by(_author_rank(kept, names), _author_rank(record, names))
        if not is_ordered(record):
            _find_places(printed, record, names, spellings, tellers)
            continue
        if _is_other_list(_list(kept, names), _list(record, names)):
            pair = (_line(printed), kept), (_line(names(record)), record)
            conflicts.setdefault((fields[1], nfc(pair[1][0])), conflict(fields[1], *pair, rule))
            continue
        for position, name in enumerate(names(record)):
            if agreement(_tokens(printed[position]), _tokens(name)) >= ABBREVIATED:
                spellings[position].append(name)
                tellers[position].append(record)
            else:
                pair = (printed[position].display, kept), (name.display, record)
                conflicts.setdefault((f"{position}", nfc(name.display)), conflict(fields[0], *pair, rule))
    rivals = [found for pair in zip(spellings, tellers, strict=True) for found in _other_orcids(*pair)]
    conflicts |= {("orcid", found.other_value): found for found in rivals}
    authorships = tuple(_authorship(position, found) for position, found in enumerate(spellings, 1))
    return SignedList(authorships, tuple(map(tuple, spellings)), kept.authors_complete, tuple(conflicts.values()))


def _find_places(
    printed: Sequence[Name], record: Record, names: NamesOf, spellings: list[list[Name]], tellers: list[list[Record]]
) -> None:
    """Add the names of a list without order where exactly one author has such a name."""
    for name in names(record):
        fitting = [at for at, one in enumerate(printed) if agreement(_tokens(one), _tokens(name)) >= ABBREVIATED]
        if len(fitting) == 1:
            spellings[fitting[0]].append(name)
            tellers[fitting[0]].append(record)


def _line(names: Iterable[Name]) -> str:
    return "; ".join(name.display for name in names)


def _tokens(name: Name) -> tuple[str, ...]:
    return name_tokens(name.display)


def _is_other_list(kept: AuthorList, other: AuthorList) -> bool:
    """Return whether two lists differ in number or order, so that positions do not correspond."""
    if len(other.names) > len(kept.names) or (other.complete and len(other.names) != len(kept.names)):
        return True
    pairs = zip_longest(kept.names[: len(other.names)], other.names)
    wrong = sum(1 for a, b in pairs if a is None or b is None or agreement(a, b) == 0)
    return wrong > 1 or (wrong == 1 and fit(kept, other) == 0)


def _list(record: Record, names: NamesOf) -> AuthorList:
    return AuthorList(tuple(map(_tokens, names(record))), record.authors_complete)


def _orcids(name: Name) -> list[str]:
    return [one.value for one in name.identifiers if one.scheme == "orcid"]


def _other_orcids(names: Sequence[Name], records: Sequence[Record]) -> Iterable[Conflict]:
    """Yield a conflict for each ORCID iD of a position that is not that of the first record which gives one."""
    told = [(value, record) for name, record in zip(names, records, strict=True) for value in _orcids(name)]
    for value, record in told:
        if value != told[0][0]:
            yield conflict("orcid", told[0], (value, record), "first-record-with-orcid")


def _authorship(position: int, spellings: Sequence[Name]) -> Authorship:
    """Return the authorship with the fullest name; the printed string is that of the preferred record."""
    first = spellings[0]
    full = [name for name in spellings if is_full_name(name)]
    parted = [name for name in full if name.given and name.family and _tokens(name) == _tokens(first)]
    name = first if is_full_name(first) or not full else min(full, key=lambda name: (-len(name.display), name.display))
    if parted and not name.given:
        name = parted[0]
    orcid = next((value for one in spellings for value in _orcids(one)), None)
    known = {one for spelling in spellings for one in spelling.identifiers}
    together = replace(
        name,
        collective=any(one.collective for one in spellings),
        corresponding=any(one.corresponding for one in spellings),
        identifiers=tuple(sorted(one for one in known if one.scheme != "orcid" or one.value == orcid)),
        affiliations=_affiliations(spellings),
        variants=tuple(sorted({variant for one in spellings for variant in one.variants})),
    )
    return Authorship(position=position, agent="", kind="person", raw_name=first.printed, name=together)


def _affiliations(spellings: Sequence[Name]) -> tuple[Affiliation, ...]:
    """Return the affiliations that records print at one position, each once, in the order of the records."""
    found: dict[tuple[str, str | None, str | None], Affiliation] = {}
    for name in spellings:
        for affiliation in name.affiliations:
            found.setdefault((affiliation.raw, affiliation.name, affiliation.ror), affiliation)
    return tuple(found.values())
