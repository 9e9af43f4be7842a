"""A printed reference -> a record with the doubts of its reading. Reads: Marked. Emits: Record, None."""

import re
from typing import NamedTuple

from kg.identifiers import recognized
from kg.model import Doubt, Record, Venue
from kg.readers.listing.code_urls import code_urls
from kg.readers.references.marked import Marked
from kg.readers.references.reading import Reading, read_reference
from kg.readers.references.venues import container_of
from kg.readers.source import Source
from kg.terms import is_iri

SURE = 0.75
"""A reading with less confidence is a doubt."""
_LEAST_SCORE = 1.0
_OF_PAPERS = frozenset({"doi", "arxiv", "pmid", "pmcid", "acl", "dblp", "openalex", "s2", "wikidata"})
_BRACKETED_KIND = re.compile(
    r"\s*[\[(][^()\[\]]*\b(?P<kind>thesis|dissertation|report|preprint|data ?set|software)\b[^()\[\]]*[\])]\Z",
    re.IGNORECASE,
)
_LABEL_PDF = re.compile(r"\.pdf(?:[?#]|\Z)|/pdf/", re.IGNORECASE)


class Entry(NamedTuple):
    """One entry of a list: its text, its lines, the label before it, and the year of the heading above it."""

    marked: Marked
    start_line: int
    end_line: int
    label: str | None = None
    heading_year: str | None = None


def reference_record(entry: Entry, source: Source, index: int, *, form: str = "references") -> Record | None:
    """Return the record of an entry, None where it does not read like a reference."""
    reading = read_reference(entry.marked)
    if reading is None or not is_reference(reading, entry):
        return None
    arxiv = any(one.scheme == "arxiv" for one in reading.numbers.identifiers)
    held = container_of(reading.place, reading.place_start, entry.marked, arxiv=arxiv)
    title, kind = _kind_printed(reading.title)
    links = [one for one in (*entry.marked.links, *reading.numbers.urls) if is_iri(one) and one.startswith("http")]
    linked = {known for one in links if (known := recognized(one)) is not None and known.scheme in _OF_PAPERS}
    links = [one for one in links if recognized(one) is None]
    pdf = next((one for one in links if _LABEL_PDF.search(one)), None)
    date = reading.year.date if reading.year else entry.heading_year
    venue = None
    if held.venue is not None:
        venue = Venue(name=held.venue, issns=reading.numbers.issns, publisher=held.publisher)
    return Record(
        source=source.name, source_key=source.sha256[:16], index=index, format=form, layout="references",
        title=title, names=() if reading.names.editors else reading.names.names,
        editors=reading.names.names if reading.names.editors else held.editors, authors_raw=reading.authors_raw or None,
        authors_complete=bool(reading.names.names) and reading.names.complete, date=date,
        code_urls=code_urls(" ".join(links)), publication_type=kind or held.kind,
        identifiers=tuple(sorted({*linked, *reading.numbers.identifiers})),
        venue=venue, publisher=held.publisher if venue is None else None, volume=held.place.volume,
        issue=held.place.issue, pages=held.place.pages, pdf=pdf,
        landing_page=next((one for one in links if one != pdf and not code_urls(one)), None), pointer=entry.label,
        start_line=entry.start_line, end_line=entry.end_line, doubts=tuple(_doubts(reading, entry)),
    )  # fmt: skip


def _kind_printed(title: str) -> tuple[str, str | None]:
    """Return a title without the kind of work in brackets behind it (APA), and that kind."""
    found = _BRACKETED_KIND.search(title)
    if found is None:
        return title, None
    kinds = {"thesis": "thesis", "dissertation": "thesis", "report": "report", "preprint": "preprint"}
    word = found["kind"].lower()
    return title[: found.start()].rstrip(), kinds.get(word, "dataset" if word.startswith("data") else "software")


def is_reference(reading: Reading, entry: Entry) -> bool:
    """Return whether a reading says enough: a title, a year or a numbered place, names or an identifier."""
    dated = reading.year is not None or entry.heading_year is not None
    known = bool(reading.numbers.identifiers) or any(recognized(one) for one in entry.marked.links)
    signed = bool(reading.names.names) and reading.names.score > 0
    return (
        reading.score >= _LEAST_SCORE
        and len(reading.title) > 2
        and ((signed and (dated or known)) or (known and dated))
    )


def _doubts(reading: Reading, entry: Entry) -> list[Doubt]:
    doubts = [
        Doubt(
            field="identifiers", reason=f"{one} is no right identifier (form or check digit); not used", confidence=0.0
        )
        for one in reading.numbers.wrong
    ]
    if reading.confidence < SURE:
        why = f"printed as a reference; the title {reading.title[:60]!r} is a guess"
        doubts.append(
            Doubt(field="title", reason=why, confidence=reading.confidence, alternatives=reading.alternatives)
        )
    if not reading.names.names:
        doubts.append(Doubt(field="authors", reason="no names were found before or behind the title", confidence=0.5))
    if reading.year is None and entry.heading_year:
        why = f"the year {entry.heading_year} is that of the heading above"
        doubts.append(Doubt(field="date", reason=why, confidence=0.8))
    return doubts
