"""Entries -> BibTeX as the classic styles read it. Reads: Entry. Emits: a .bib file, UTF-8."""

from collections.abc import Iterable, Iterator
from typing import IO

from kg.profiles import latex
from kg.profiles.bibliography import FIRST_ONLY, SHARED, Fields, numbered, shared_fields, stream
from kg.profiles.entry import Entry
from kg.profiles.profile import Omission, Profile
from kg.profiles.texts import date_parts

_NAMES = "January February March April May June July August September October November December"
_MONTHS = dict(enumerate(_NAMES.split(), 1))
_TYPES = {
    "article": "article",
    "review": "article",
    "editorial": "article",
    "erratum": "article",
    "proceedings-paper": "inproceedings",
    "book": "book",
    "chapter": "incollection",
    "report": "techreport",
}
_TOLD = frozenset({"review", "editorial", "erratum"})
"""Types that are `article` here. Styles pass over `entrysubtype`, programs that know BibLaTeX read it."""
_CONTAINERS = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle", "book": "series"}


def bibtex_entry(entry: Entry) -> tuple[str, Fields]:
    """Return entry type and fields. What BibTeX has no type for is `misc` and says what it is in `howpublished`."""
    kind = _TYPES.get(entry.publication_type or "", "misc")
    if kind == "article" and entry.venue is None:
        kind = "misc"  # an article without its journal makes every style complain
    fields = dict(shared_fields(entry))
    fields |= _outlet(entry, kind)
    if entry.publication_type is not None and (kind == "misc" or entry.publication_type in _TOLD):
        fields["entrysubtype"] = entry.publication_type
    year, month, day = date_parts(entry.date)
    if entry.date_range and entry.date_range[0][:4] == entry.date_range[1][:4]:
        year = date_parts(entry.date_range[0]).year
    for name, part in (("year", year and f"{year:04}"), ("month", month and _MONTHS[month]), ("day", day)):
        if part:
            fields[name] = str(part)
    if (arxiv := entry.identifier("arxiv")) is not None:
        fields |= {"eprint": latex.verbatim(arxiv), "archiveprefix": "arXiv"}
        primary = next((one.notation for one in entry.categories if one.iri == entry.primary_category), None)
        if primary:
            fields["primaryclass"] = latex.verbatim(primary)
    return kind, numbered(entry, fields)


def _outlet(entry: Entry, kind: str) -> Fields:
    """Return where a paper appeared; of `misc` also what it is, which styles print."""
    venue = None if entry.venue is None else latex.escaped(entry.venue.name)
    if kind in _CONTAINERS:
        return {} if venue is None else {_CONTAINERS[kind]: venue}
    said = entry.publication_type if kind == "misc" else None
    printed = [said.capitalize()] if said is not None else []
    fields = {"howpublished": ", ".join([*printed, *([venue] if venue is not None else [])])}
    return {name: text for name, text in (*fields.items(), ("journal", venue)) if text}


def _stream(papers: Iterable[Entry], out: IO[bytes]) -> Iterator[Omission]:
    return stream(papers, out, bibtex_entry)


PROFILE = Profile(
    name="bibtex",
    suffix=".bib",
    media_type="application/x-bibtex",
    description="BibTeX for LaTeX with the classic styles, UTF-8",
    carries=SHARED,
    first_only=FIRST_ONLY,
    remarks=(
        "Names without parts stand as they are where BibTeX splits them rightly, else in braces.",
        "A cut author list ends with `and others`.",
        "Review, editorial and erratum are `article`; what has no entry type is `misc`; `entrysubtype` tells the type.",
        "A venue that the entry has no field for stands in `howpublished` for styles, and in `journal` for programs.",
        "Of a range of days within one year the year is told.",
    ),
    stream=_stream,
)
