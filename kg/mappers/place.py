"""What papers and their versions have in common -> triples. Reads: model.Paper, model.Version. Emits: triples.

Identifiers, dates, and the place of publication. An address that is no valid IRI yields nothing: it is a finding.
"""

from collections.abc import Iterable, Iterator

from kg.dates import bounds, printed_span, xsd_type, year_of
from kg.iris import Minter, venue_key
from kg.model import Identifier, Paper, Version
from kg.terms import Term, Triple, integer, iri, is_iri, text, typed
from kg.vocab import KG, XSD

_DATATYPES = {"date": XSD.date, "gYearMonth": XSD.gYearMonth, "gYear": XSD.gYear, "gMonthDay": XSD.gMonthDay}
_PROPERTIES = {
    "doi": KG.doi,
    "arxiv": KG.arxivId,
    "pmid": KG.pmid,
    "pmcid": KG.pmcid,
    "openalex": KG.openAlexId,
    "dblp": KG.dblpKey,
    "acl": KG.aclId,
    "s2": KG.semanticScholarId,
    "wikidata": KG.wikidataId,
    "isbn": KG.isbn,
}


def identifier_triples(subject: Term, identifiers: Iterable[Identifier]) -> Iterator[Triple]:
    """Yield the identifiers of a paper or a version, each under the property of its scheme."""
    for identifier in identifiers:
        if identifier.scheme in _PROPERTIES:
            yield subject, _PROPERTIES[identifier.scheme], text(identifier.value)


def date_triples(subject: Term, iso_date: str | None, printed: str | None = None) -> Iterator[Triple]:
    """Yield a date as precise as known for display, and the year and the days at its ends for queries.

    A range that is printed has ends of its own: narrower ones than those of the date, or the only ones, where it lies
    in several years.
    """
    year, ends = None, None
    if iso_date is not None:
        yield subject, KG.publishedOn, typed(iso_date, _DATATYPES[xsd_type(iso_date)])
        year, ends = year_of(iso_date), bounds(iso_date)
    if year is not None:
        yield subject, KG.publicationYear, integer(year)
    span = printed_span(printed) if printed is not None else None
    if span is not None and (iso_date is None or (ends is not None and ends[0] <= span[0] and span[1] <= ends[1])):
        ends = span
    if ends is not None:
        yield subject, KG.publishedFrom, typed(ends[0], XSD.date)
        yield subject, KG.publishedUntil, typed(ends[1], XSD.date)


def place_triples(subject: Term, placed: Paper | Version, mint: Minter) -> Iterator[Triple]:
    """Yield where a paper or a version was published, and the addresses at which it is found."""
    if placed.venue is not None:
        issn = placed.venue.issns[0] if placed.venue.issns else None
        yield subject, KG.venue, mint("venue", venue_key(placed.venue.name, issn))
        yield subject, KG.venueName, text(placed.venue.name)
    for predicate, value in ((KG.volume, placed.volume), (KG.issue, placed.issue), (KG.pages, placed.pages)):
        if value is not None:
            yield subject, predicate, text(value)
    for predicate, address in (
        (KG.license, placed.license),
        (KG.landingPage, placed.landing_page),
        (KG.pdf, placed.pdf),
    ):
        if address is not None:
            yield from address_triples(subject, predicate, address)


def address_triples(subject: Term, predicate: Term, address: str) -> Iterator[Triple]:
    """Yield an address of the web; nothing for a text that is none."""
    if is_iri(address) and address.startswith(("http://", "https://")):
        yield subject, predicate, iri(address)
