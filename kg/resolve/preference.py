"""Records that differ -> the value that is kept. Reads: model.Record. Emits: values, model.Conflict for the others.

DESIGN's rule: a record with an identifier before one without; what was published before its preprint; publisher-side
sources before aggregators, those before personal files, those before pages; the more precise date; the complete author
list; the record with most fields; the longer value; the source's digest.
"""

from collections.abc import Callable, Sequence
from typing import Any

from kg.match.forms import form_of
from kg.model import Conflict, Record
from kg.text import nfc

Rank = tuple[tuple[str, object], ...]

_PUBLISHER_SIDE = frozenset({"acl", "crossref", "datacite", "datacite-xml", "jats"})
_PERSONAL = frozenset(
    {
        "bibtex",
        "biblatex",
        "ris",
        "endnote",
        "endnote-xml",
        "refworks",
        "csl",
        "csl-json",
        "csl-yaml",
        "csv",
        "tsv",
        "table",
    }
)
_PAGES = frozenset({"feed", "listing", "html", "orcid", "references", "s2orc", "tei"})
_COUNTED = (
    "title", "names", "date", "category", "abstract", "code_urls", "score", "publication_type", "identifiers",
    "editors", "venue", "publisher", "subjects", "fundings", "relations", "dataset_urls",
    "volume", "issue", "pages", "language", "license",
    "landing_page", "pdf", "keywords", "references",
    "translated_titles",
)  # fmt: skip
_UNTIERED = frozenset({"abstract", "category", "author"})


def tier(record: Record) -> int:
    """Return how near to the publisher a record's source is: 0 publisher-side, 1 aggregator, 2 personal, 3 page."""
    if record.format in _PUBLISHER_SIDE:
        return 0
    return 3 if record.format in _PAGES else 2 if record.format in _PERSONAL else 1


def rank(record: Record, field: str, value: str) -> Rank:
    """Return what speaks for a record's value, most important first; the smallest rank is preferred."""
    doubtful = field == "title" and any(doubt.field in {"title", "byline"} for doubt in record.doubts)
    return (
        ("certain-reading", doubtful),
        ("identified-record", not record.identifiers),
        ("published-form", form_of(record) == "preprint"),
        ("publisher-side", 0 if field in _UNTIERED else tier(record)),
        ("full-date", field == "published_on" and (value.startswith("--"), -len(value))),
        ("complete-author-list", not (record.authors_complete and record.names)),
        *tail(record, value),
    )


def tail(record: Record, value: str) -> Rank:
    """Return the criteria that decide between equals."""
    return (
        ("most-fields", -sum(bool(getattr(record, name)) for name in _COUNTED)),
        ("longer-value", -len(value)),
        ("source-digest", (record.source_key, record.index)),
    )


def order(ranks: Rank) -> list[object]:
    """Return the criteria of a rank without their names, for comparison."""
    return [part for _, part in ranks]


def decided_by(kept: Rank, other: Rank) -> str:
    """Return the name of the first criterion in which two ranks differ."""
    return next(name for (name, ours), (_, theirs) in zip(kept, other, strict=True) if ours != theirs)


def conflict(field: str, kept: tuple[str, Record], other: tuple[str, Record], rule: str) -> Conflict:
    """Return the conflict of two values, each with the record that states it."""
    return Conflict(
        field=field,
        kept_value=kept[0],
        kept_record=kept[1].key,
        other_value=other[0],
        other_record=other[1].key,
        rule=rule,
    )


def preferred(
    records: Sequence[Record],
    field: str,
    same: Callable[[str, str], bool],
    *,
    told: Callable[[Record], Any] | None = None,
) -> tuple[str | None, Record | None, list[Conflict]]:
    """Return the preferred value of a field, its record, and a conflict for each other value that says another thing.

    `told` returns the text of the field in a record; without it, its column is read.
    """
    column = "date" if field == "published_on" else field
    read = told or (lambda record: getattr(record, column))
    stated = [(record, nfc(value)) for record in records if (value := read(record))]
    ranked = sorted(stated, key=lambda pair: order(rank(pair[0], field, pair[1])))
    if not ranked:
        return None, None, []
    kept_record, kept = ranked[0]
    conflicts: dict[str, Conflict] = {}
    for record, value in stated:
        if value not in conflicts and value != kept and not same(kept, value):
            rule = decided_by(rank(kept_record, field, kept), rank(record, field, value))
            conflicts[value] = conflict(field, (kept, kept_record), (value, record), rule)
    return kept, kept_record, list(conflicts.values())
