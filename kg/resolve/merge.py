"""The records of one paper -> one paper. Reads: model.Record. Emits: model.Paper without keys, author spellings.

A pure function of the cluster. Preferred value (DESIGN): the complete author list before the cut one, then the
record with most fields, the longer value, the source's digest. Every other value is a Conflict, unless it says the
same: another precision of the date, another spelling of the title, initials of a name, a wording of the abstract.
"""

from collections.abc import Callable, Sequence
from itertools import zip_longest

from msgspec import Struct

from kg.match.authors import AuthorList, fit
from kg.match.names import ABBREVIATED, agreement, is_full_name, name_tokens
from kg.match.titles import title_match_key
from kg.model import Authorship, Conflict, Inference, Name, Paper, Record
from kg.resolve.dating import agree
from kg.text import nfc

Rank = tuple[tuple[str, object], ...]


class Draft(Struct, frozen=True):
    """A merged paper before keys are given, and for each position the names that its records print there."""

    paper: Paper
    spellings: tuple[tuple[Name, ...], ...]


def draft(records: Sequence[Record], inferences: Sequence[Inference] = ()) -> Draft:
    """Return the merged paper of records in the order of source digest and index."""
    title, conflicts = _preferred(records, "title", lambda a, b: title_match_key(a) == title_match_key(b))
    abstract, _ = _preferred(records, "abstract", lambda _a, _b: True)
    day, day_conflicts = _preferred(records, "published_on", agree)
    category, category_conflicts = _preferred(records, "category", lambda a, b: a == b)
    authorships, spellings, complete, author_conflicts = _authors(records)
    names = ", ".join(authorship.name.display for authorship in authorships)
    return Draft(
        Paper(
            key="",
            records=tuple(records),
            title=title,
            abstract=abstract,
            published_on=day,
            category=category,
            authorships=authorships,
            author_line=nfc(names if complete else f"{names} et al.") if names else None,
            authors_complete=complete,
            code_urls=tuple(sorted({url for record in records for url in record.code_urls})),
            code_reported=any(record.has_code for record in records),
            conflicts=(*conflicts, *day_conflicts, *category_conflicts, *author_conflicts),
            inferences=_best_inferences(inferences) if day is None or day.startswith("--") else (),
        ),
        spellings,
    )


def _best_inferences(inferences: Sequence[Inference]) -> tuple[Inference, ...]:
    """Return one inference for each value, the surest, then the first."""
    best: dict[str, Inference] = {}
    for inference in inferences:
        known = best.get(inference.inferred_value)
        if known is None or inference.confidence > known.confidence:
            best[inference.inferred_value] = inference
    return tuple(best[value] for value in sorted(best))


def _rank(record: Record, field: str, value: str) -> Rank:
    """Return what speaks for a record's value, most important first; the smallest rank is preferred."""
    fields = (record.title, record.names, record.date, record.category, record.abstract, record.code_urls, record.score)
    doubtful = field == "title" and any(doubt.field in {"title", "byline"} for doubt in record.doubts)
    return (
        ("certain-reading", doubtful),
        ("full-date", field == "published_on" and (value.startswith("--"), -len(value))),
        ("complete-author-list", not (record.authors_complete and record.names)),
        ("most-fields", -sum(map(bool, fields))),
        ("longer-value", -len(value)),
        ("source-digest", (record.source_key, record.index)),
    )


def _preferred(
    records: Sequence[Record], field: str, same: Callable[[str, str], bool]
) -> tuple[str | None, list[Conflict]]:
    """Return the preferred value of a field, and a conflict for each other value that does not say the same."""
    column = "date" if field == "published_on" else field
    stated = [(record, nfc(value)) for record in records if (value := getattr(record, column)) is not None]
    ranked = sorted(stated, key=lambda pair: [part for _, part in _rank(pair[0], field, pair[1])])
    if not ranked:
        return None, []
    kept_record, kept = ranked[0]
    conflicts: dict[str, Conflict] = {}
    for record, value in stated:
        if value not in conflicts and value != kept and not same(kept, value):
            rule = _decided_by(_rank(kept_record, field, kept), _rank(record, field, value))
            conflicts[value] = _conflict(field, (kept, kept_record), (value, record), rule)
    return kept, list(conflicts.values())


def _decided_by(kept: Rank, other: Rank) -> str:
    """Return the name of the first criterion in which two ranks differ."""
    return next(name for (name, ours), (_, theirs) in zip(kept, other, strict=True) if ours != theirs)


def _conflict(field: str, kept: tuple[str, Record], other: tuple[str, Record], rule: str) -> Conflict:
    return Conflict(
        field=field,
        kept_value=kept[0],
        kept_record=kept[1].key,
        other_value=other[0],
        other_record=other[1].key,
        rule=rule,
    )


def _author_rank(record: Record) -> Rank:
    return (
        ("complete-author-list", not record.authors_complete),
        ("more-authors", -len(record.names)),
        *_rank(record, "author", record.authors_raw or "")[3:],
    )


def _authors(
    records: Sequence[Record],
) -> tuple[tuple[Authorship, ...], tuple[tuple[Name, ...], ...], bool, list[Conflict]]:
    """Return the authorships, all spellings by position, whether the list is whole, and the overruled names."""
    naming = [record for record in records if record.names]
    if not naming:
        return (), (), False, []
    kept = min(naming, key=lambda record: [part for _, part in _author_rank(record)])
    spellings = [[name] for name in kept.names]
    conflicts: dict[tuple[str, str], Conflict] = {}
    for record in naming:
        if record is kept:
            continue
        rule = _decided_by(_author_rank(kept), _author_rank(record))
        if _is_other_list(kept, record):
            pair = ("; ".join(kept.authors), kept), ("; ".join(record.authors), record)
            conflicts.setdefault(("author_line", nfc(pair[1][0])), _conflict("author_line", *pair, rule))
            continue
        for position, name in enumerate(record.names):
            agreed = agreement(_tokens(kept.names[position]), _tokens(name))
            if agreed >= ABBREVIATED:
                spellings[position].append(name)
            else:
                pair = (kept.names[position].display, kept), (name.display, record)
                conflicts.setdefault((f"author {position}", nfc(name.display)), _conflict("authors", *pair, rule))
    authorships = tuple(_authorship(i, position) for i, position in enumerate(spellings, 1))
    return authorships, tuple(map(tuple, spellings)), kept.authors_complete, list(conflicts.values())


def _tokens(name: Name) -> tuple[str, ...]:
    return name_tokens(name.display)


def _is_other_list(kept: Record, other: Record) -> bool:
    """Return whether two lists differ in number or order, so that positions do not correspond."""
    if len(other.names) > len(kept.names) or (other.authors_complete and len(other.names) != len(kept.names)):
        return True
    pairs = zip_longest(kept.names[: len(other.names)], other.names)
    wrong = sum(1 for a, b in pairs if a is None or b is None or agreement(_tokens(a), _tokens(b)) == 0)
    return wrong > 1 or (wrong == 1 and fit(_list(kept), _list(other)) == 0)


def _list(record: Record) -> AuthorList:
    return AuthorList(tuple(map(_tokens, record.names)), record.authors_complete)


def _authorship(position: int, spellings: Sequence[Name]) -> Authorship:
    """Return the authorship with the fullest name; the printed string is that of the preferred record."""
    first = spellings[0]
    full = [name for name in spellings if is_full_name(name)]
    parted = [name for name in full if name.given and name.family and _tokens(name) == _tokens(first)]
    name = first if is_full_name(first) or not full else min(full, key=lambda name: (-len(name.display), name.display))
    if parted and not name.given:
        name = parted[0]
    return Authorship(position=position, agent="", kind="person", raw_name=first.printed, name=name)
