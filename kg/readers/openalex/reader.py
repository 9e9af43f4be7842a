"""OpenAlex works -> records. Reads: JSON objects, JSON Lines, result pages, snapshot parts. Emits: Record, Reject.

Read: title, authorships (name as printed, person, ORCID, institutions with ROR, affiliations as printed,
corresponding), date, type, identifiers, venue, volume, issue, pages, language, licence, addresses, retraction,
keywords, topics, concepts and MeSH headings (as subjects), grants, awards and funders, other versions, related works,
referenced works, the abstract from its inverted index. An author, institution, source, topic or other object that is
no work is a reject that says so.

Left out (`kg read --unknown` counts them): counts (`cited_by_count`, `counts_by_year`, `fwci`, percentiles), `ids.mag`,
charges (`apc_*`), `sustainable_development_goals`, `countries`, `lineage` and types of institutions, scores of
keywords, topics and concepts, the fields above a topic, names, addresses and amounts of awards, which headings of MeSH
are major ones, `is_oa` and `oa_status`, other locations than the first, the best open one and those on arXiv, the host
of a work without venue, stamps of the index.
"""

import re
from collections.abc import Iterator
from itertools import chain

import msgspec

from kg.dates import is_day
from kg.identifiers import parse
from kg.model import Identifier, Record, RecordFields, Reject, Venue
from kg.readers.listing.code_urls import code_urls
from kg.readers.openalex.authors import is_complete, names
from kg.readers.openalex.context import NO_WORK, fundings, keywords, references, relations, subjects
from kg.readers.openalex.works import Ids, Location, Work
from kg.readers.source import Source
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found, UnreadableError, read_records

_KINDS = {"A": "an author", "I": "an institution", "S": "a source", "V": "a venue", "P": "a publisher", "F": "a funder",
          "C": "a concept", "T": "a topic", "G": "a group", "K": "a keyword"}  # fmt: skip
_TYPES = {
    "article": "article", "journal-article": "article", "letter": "article", "proceedings-article": "proceedings-paper",
    "conference-paper": "proceedings-paper", "preprint": "preprint", "posted-content": "preprint", "book": "book",
    "monograph": "book", "edited-book": "book", "reference-book": "book", "proceedings": "book",
    "book-chapter": "chapter", "book-section": "chapter", "book-part": "chapter", "reference-entry": "chapter",
    "dissertation": "thesis", "report": "report", "dataset": "dataset", "database": "dataset", "software": "software",
    "review": "review", "editorial": "editorial", "erratum": "erratum",
}  # fmt: skip
_ID = re.compile(r"https?://(?:api\.)?openalex\.org/(?:\w+/)?([A-Za-z])\d+", re.IGNORECASE)
_MARK = re.compile(
    r'"id"\s*:\s*"https?:\\?/\\?/openalex\.org\\?/|"db_response_time_ms"\s*:|"abstract_inverted_index"\s*:'
    r'|"author_position"\s*:'
)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_INDEX = msgspec.json.Decoder(dict[str, list[int]])
_DECODER = msgspec.json.Decoder(Work)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as JSON of OpenAlex."""
    return beginning.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") and _MARK.search(beginning) is not None


def read_openalex(source: Source) -> Iterator[Record | Reject]:
    """Yield the works of a source in its order."""
    return read_records(source, _DECODER, _record)


def _record(work: Work, found: Found) -> Record:
    _refuse_others(work)
    title = plain_title(work.title or work.display_name or "") or None
    authors = names(work, found)
    abstract = _abstract(work, found)
    places = _places(work)
    identifiers = _identifiers(work, places, found)
    if title is None and not identifiers and not authors:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    fields: RecordFields = {
        "title": title, "names": authors, "authors_complete": is_complete(work, authors, found),
        "identifiers": identifiers, "date": _date(work, found), "publication_type": _type(work),
        "retracted": work.is_retracted is True, "venue": _venue(work, found),
    }  # fmt: skip
    if abstract is not None:
        fields["abstract"], fields["code_urls"] = abstract, code_urls(abstract)
    _add_place(fields, work, places, found)
    _add_ties(fields, work, found)
    return found.record("openalex", fields)


def _add_place(fields: RecordFields, work: Work, places: tuple[Location, ...], found: Found) -> None:
    """Add where in its outlet a work stands, and where it is found."""
    biblio = work.biblio
    if biblio is not None:
        fields["volume"], fields["issue"] = biblio.volume or None, biblio.issue or None
        fields["pages"] = _pages(biblio.first_page, biblio.last_page)
    if work.language:
        fields["language"] = found.language(work.language)
    if places:
        fields["license"] = found.first_iri([_license(place) for place in places], "license")
        fields["landing_page"] = found.first_iri([place.landing_page_url for place in places], "landing_page")
        fields["pdf"] = found.first_iri([place.pdf_url for place in places], "pdf")


def _add_ties(fields: RecordFields, work: Work, found: Found) -> None:
    """Add what a work is about, who paid for it, the works that it is tied to."""
    if work.keywords:
        fields["keywords"] = keywords(work)
    if work.topics or work.concepts or work.mesh:
        fields["subjects"] = subjects(work)
    if work.grants or work.awards or work.funders:
        fields["fundings"] = fundings(work, found)
    if work.versions or work.related_works:
        fields["relations"] = relations(work, found)
    if work.referenced_works:
        fields["references"] = references(work, found)


def _refuse_others(work: Work) -> None:
    """Raise UnreadableError where the object is something else than a work."""
    match = _ID.match(work.id or "")
    letter = match[1].upper() if match else "W"
    if letter != "W":
        kind = _KINDS.get(letter, "another object")
        raise UnreadableError(f"no work but {kind} of OpenAlex: {work.display_name or work.id}", "leave it out")
    if match is None and work.id and "openalex.org/" in work.id:
        raise UnreadableError(f"no work: {work.id[:100]}", "leave it out")
    if (work.id or "").rpartition("/")[2] in NO_WORK:
        raise UnreadableError("no work: what OpenAlex puts in the place of a deleted one", "leave it out")


def _abstract(work: Work, found: Found) -> str | None:
    """Return the words of the inverted index in their order, None if there is none."""
    raw = bytes(work.abstract_inverted_index)
    if raw == b"null":
        return None
    try:
        index = _inverted(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        found.doubt("abstract", f"the inverted index cannot be read ({error}); left out")
        return None
    count = sum(map(len, index.values()))
    words: list[str | None] = [None] * count
    try:
        for word, places in index.items():
            for at in places:
                words[at] = word
    except IndexError:
        words = [None]
    if None in words or sum(chain.from_iterable(index.values())) != count * (count - 1) // 2:
        found.doubt("abstract", "the inverted index lacks places, or holds one twice", confidence=0.5)
        placed = sorted((at, word) for word, places in index.items() for at in places)
        return plain_abstract(" ".join(word for _, word in placed)) or None
    return plain_abstract(" ".join(words)) or None  # type: ignore[arg-type]


def _inverted(raw: bytes) -> dict[str, list[int]]:
    """Return the inverted index; early parts of the snapshot hold it as a string, inside an object of its own."""
    try:
        return _INDEX.decode(raw)
    except msgspec.ValidationError:
        value = msgspec.json.decode(raw)
        value = msgspec.json.decode(value) if isinstance(value, str) else value
        return msgspec.convert(value.get("InvertedIndex", value) if isinstance(value, dict) else value, _INDEX.type)


def _places(work: Work) -> tuple[Location, ...]:
    """Return the locations, the primary one first, then the best open one."""
    places = [place for place in (work.primary_location, work.best_oa_location, *(work.locations or ())) if place]
    if work.open_access is not None and work.open_access.oa_url:
        url = work.open_access.oa_url
        is_pdf = url.lower().split("?")[0].endswith(".pdf")
        places.append(Location(pdf_url=url) if is_pdf else Location(landing_page_url=url))
    return tuple(places)


def _identifiers(work: Work, places: tuple[Location, ...], found: Found) -> tuple[Identifier, ...]:
    ids = work.ids or Ids()
    printed = {
        "openalex": (work.id, ids.openalex), "doi": (work.doi, ids.doi), "pmid": (ids.pmid,), "pmcid": (ids.pmcid,),
        "arxiv": (ids.arxiv,),
    }  # fmt: skip
    kept = {
        one for scheme, values in printed.items() for value in dict.fromkeys(values)
        if (one := found.identifier(scheme, value)) is not None
    }  # fmt: skip
    urls = [url for place in places for url in (place.landing_page_url, place.pdf_url) if url]
    kept.update(one for url in urls if "arxiv" in url.lower() and (one := parse("arxiv", url)) is not None)
    dois = [doi for doi in kept if doi.scheme == "doi" and "arxiv" in doi.value]
    kept.update(one for doi in dois if (one := parse("arxiv", doi.value)) is not None)
    return tuple(sorted(kept))


def _date(work: Work, found: Found) -> str | None:
    """Return the day, else the year. A day outside the year of the work is doubted, not corrected."""
    year = work.publication_year if work.publication_year and 0 < work.publication_year < 10_000 else None
    printed = (work.publication_date or "").strip()
    match = _DAY.fullmatch(printed)
    if match is not None and is_day(int(match[1]), int(match[2]), int(match[3])):
        if year is not None and year != int(match[1]):
            found.doubt("date", "day and year of the work differ", str(year), confidence=0.7)
        return printed
    if printed:
        found.doubt("date", f"{printed[:100]!r} is no day of the calendar; not used")
    return None if year is None else f"{year:04}"


def _type(work: Work) -> str | None:
    """Return the type; what OpenAlex calls an article may be more exactly known by Crossref's word or the outlet."""
    if work.type is None:
        return None
    known = _TYPES.get(work.type, "other")
    if known != "article":
        return known
    primary = work.primary_location
    exact = _TYPES.get(work.type_crossref or (primary and primary.raw_type) or "", known)
    if exact in ("proceedings-paper", "preprint"):
        return exact
    at_conference = primary is not None and primary.source is not None and primary.source.type == "conference"
    return "proceedings-paper" if at_conference else known


def _venue(work: Work, found: Found) -> Venue | None:
    outlet = (work.primary_location.source if work.primary_location else None) or work.host_venue
    name = plain_title((outlet and outlet.display_name) or "")
    if outlet is None or not name:
        return None
    issns = [outlet.issn] if isinstance(outlet.issn, str) else outlet.issn or []
    printed = dict.fromkeys([*issns, *([outlet.issn_l] if outlet.issn_l else [])])
    checked = dict.fromkeys(one.value for issn in printed if (one := found.identifier("issn", issn)) is not None)
    publisher = plain_title(outlet.host_organization_name or outlet.publisher or "") or None
    return Venue(name=name, issns=tuple(checked), publisher=publisher)


def _pages(first: str | None, last: str | None) -> str | None:
    return f"{first}-{last}" if first and last and first != last else first or last or None


def _license(place: Location) -> str | None:
    """Return the IRI of a licence. `cc-by` names no version, so OpenAlex's own IRI stands for it."""
    if place.license_id or not place.license:
        return place.license_id
    return place.license if "://" in place.license else f"https://openalex.org/licenses/{place.license}"
