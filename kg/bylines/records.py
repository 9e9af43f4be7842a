"""Records with bylines -> records with titles and authors. Reads: model.Record. Emits: model.Record.

Two passes over the records of the whole input: `evidence_of` looks at all of them, `with_byline_split` at one.
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from kg.bylines.evidence import Evidence
from kg.bylines.reading import Reading, split
from kg.model import Doubt, Name, PageFacts, Record

_MOST_ALTERNATIVES = 3


def evidence_of(pages: Iterable[tuple[PageFacts, Callable[[], Iterator[Record]]]]) -> Evidence:
    """Return what all pages know of titles, names and words; the outcome does not depend on their order."""
    evidence = Evidence()
    for facts, read_records in pages:
        if facts.profile_name is not None:
            evidence.add_owner(facts.profile_name)
        for record in read_records():
            _add(evidence, record)
    return evidence


def _add(evidence: Evidence, record: Record) -> None:
    if record.byline is not None:
        evidence.add_compact(record.byline, record.source_key, record.abstract or "")
        return
    if record.title is not None:
        evidence.add_title(record.title)
    if record.names:
        evidence.add_authors(record.authors)
    if record.abstract is not None:
        evidence.add_text(record.abstract)


def with_byline_split(record: Record, evidence: Evidence) -> Record:
    """Return the record with the title and the authors that its byline most likely holds, and the doubt about it.

    A line of `kg read` says already how its byline was split.
    """
    if record.byline is None or record.title is not None or any(doubt.field == "byline" for doubt in record.doubts):
        return record
    reading = split(record.byline, evidence, record.source_key)
    return replace(
        record,
        title=reading.title or None,
        names=tuple(Name(printed=name) for name in reading.authors),
        authors_raw=reading.authors_raw or None,
        authors_complete=reading.complete and bool(reading.authors),
        doubts=record.doubts + (_doubts(reading) if reading.doubtful else ()),
    )


def _doubts(reading: Reading) -> tuple[Doubt, ...]:
    where = f"title and authors run together; the split before {reading.authors_raw[:40]!r} is a guess"
    if not reading.authors:
        where = "title and authors run together; no place where authors begin was found"
    alternatives = tuple(f"{other.title} | {other.first_author}" for other in reading.alternatives[:_MOST_ALTERNATIVES])
    return (Doubt(field="byline", reason=where, confidence=reading.confidence, alternatives=alternatives),)
