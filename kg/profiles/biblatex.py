"""Entries -> BibLaTeX as biber reads it. Reads: Entry. Emits: a .bib file, UTF-8."""

from collections.abc import Iterable, Iterator
from typing import IO

from kg.profiles import latex
from kg.profiles.bibliography import FIRST_ONLY, SHARED, Fields, numbered, shared_fields, stream
from kg.profiles.entry import Entry
from kg.profiles.profile import Omission, Profile
from kg.profiles.texts import date_parts

_TYPES = {
    "article": "article",
    "review": "article",
    "editorial": "article",
    "erratum": "article",
    "proceedings-paper": "inproceedings",
    "preprint": "online",
    "book": "book",
    "chapter": "incollection",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
}
_CONTAINERS = {"article": "journaltitle", "inproceedings": "booktitle", "incollection": "booktitle", "book": "series"}
_SUBTYPES = frozenset({"review", "editorial", "erratum", "preprint", "other"})


def biblatex_entry(entry: Entry) -> tuple[str, Fields]:
    """Return entry type and fields."""
    kind = _TYPES.get(entry.publication_type or "", "misc")
    fields = dict(shared_fields(entry))
    bare = entry.publication_type == "article" and entry.venue is None
    if entry.publication_type is not None and (bare or entry.publication_type in _SUBTYPES):
        fields["entrysubtype"] = entry.publication_type
    if entry.translated_titles:
        fields["addendum"] = "; ".join(latex.escaped(text) for _, text in entry.translated_titles)
    if entry.venue is not None:
        place = _CONTAINERS.get(kind, "organization" if kind == "online" else "howpublished")
        fields[place] = fields.setdefault("journaltitle", latex.escaped(entry.venue.name))
    fields |= _date(entry)
    if (arxiv := entry.identifier("arxiv")) is not None:
        fields |= {"eprint": latex.verbatim(arxiv), "eprinttype": "arxiv"}
        primary = next((one.notation for one in entry.categories if one.iri == entry.primary_category), None)
        if primary:
            fields["eprintclass"] = latex.verbatim(primary)
    return kind, numbered(entry, fields)


def _date(entry: Entry) -> Fields:
    """Return `date` (a day, month, year or range); month and day alone where no year is known."""
    if entry.date_range is not None:
        return {"date": "/".join(entry.date_range)}
    year, month, day = date_parts(entry.date)
    if year is None:
        return {} if month is None else {"month": str(month), "day": str(day)}
    return {"date": entry.date or ""}


def _stream(papers: Iterable[Entry], out: IO[bytes]) -> Iterator[Omission]:
    return stream(papers, out, biblatex_entry)


PROFILE = Profile(
    name="biblatex",
    suffix=".bib",
    media_type="application/x-bibtex",
    description="BibLaTeX for LaTeX with biber, UTF-8",
    carries=SHARED | {"date_range", "translated_titles"},
    first_only=FIRST_ONLY,
    remarks=(
        "Names and cut lists as in bibtex.",
        "Titles in other languages are an addendum.",
        "A venue that the type of entry has no field for stands in `journaltitle` too, which programs read.",
        "A PDF is given where there is no landing page.",
    ),
    stream=_stream,
)
