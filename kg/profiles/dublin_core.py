"""Entries -> Dublin Core. Reads: Entry. Emits: Turtle in DCMI Metadata Terms.

The RDF form and not `oai_dc` XML: that one exists inside an OAI-PMH answer only and has fifteen elements without
datatypes, while repositories that read RDF read these terms, with dates, licences and links as what they are.
Creators have no order in RDF: `dcterms:bibliographicCitation` says it in words.
"""

from collections.abc import Iterable, Iterator
from typing import IO

from kg.profiles.entry import Agent, Entry
from kg.profiles.profile import Omission, Profile, fields
from kg.profiles.streams import Told, iris, tagged, write_turtle
from kg.profiles.texts import by_iri, date_parts, web_addresses
from kg.terms import Term, Triple, iri, text, typed
from kg.vocab import DCTERMS, FOAF, PREFIXES, RDF, SKOS, XSD

_TYPES = {"dataset": "Dataset", "software": "Software"}
_DCMITYPE = "http://purl.org/dc/dcmitype/"
_PREFIXES = {prefix: PREFIXES[prefix] for prefix in ("dcterms", "foaf", "skos", "xsd")} | {"dcmitype": _DCMITYPE}


def dublin_core_triples(entry: Entry, told: Told) -> Iterator[Triple]:
    """Yield the triples of a paper, and of what it names unless it was told before, grouped by subject."""
    paper = iri(entry.iri)
    agents = {author.agent.iri: author.agent for author in entry.authors} | {one.iri: one for one in entry.editors}
    if entry.venue is not None and entry.venue.publisher is not None:
        agents[entry.venue.publisher.iri] = entry.venue.publisher
    yield from ((paper, predicate, value) for predicate, value in _statements(entry))
    for agent in filter(lambda one: told.first(one.iri), agents.values()):
        yield from _agent_triples(agent)
    if entry.venue is not None and entry.venue.iri is not None and told.first(entry.venue.iri):
        yield iri(entry.venue.iri), DCTERMS.title, text(entry.venue.name)
        yield from ((iri(entry.venue.iri), DCTERMS.identifier, text(f"issn:{one}")) for one in entry.venue.issns)
    for category in filter(lambda one: told.first(one.iri), by_iri(entry)):
        yield iri(category.iri), SKOS.prefLabel, text(category.name)
        if category.notation is not None:
            yield iri(category.iri), SKOS.notation, text(category.notation)


def citation(entry: Entry) -> str:
    """Return the paper in one line: authors in their order (`et al.` where cut), year, title, venue, volume, pages."""
    names = ", ".join(author.agent.name for author in entry.authors)
    people = names if entry.complete or not names else f"{names} et al."
    year = date_parts(entry.date).year
    number = (entry.volume or "") + (f"({entry.issue})" if entry.issue else "")
    place = ", ".join(part for part in (entry.venue.name if entry.venue else "", number, entry.pages or "") if part)
    parts = (people, "" if year is None else f"({year:04})", entry.title or "", place)
    return ". ".join(part.removesuffix(".") for part in parts if part) + "."


def _statements(entry: Entry) -> Iterator[tuple[Term, Term]]:
    kind = _TYPES.get(entry.publication_type or "", "Text")
    yield DCTERMS.type, iri(_DCMITYPE + kind)
    if entry.publication_type is not None:
        yield DCTERMS.type, text(entry.publication_type)
    texts = (
        (DCTERMS.title, entry.title),
        (DCTERMS.abstract, entry.abstract),
        (DCTERMS.language, entry.language),
        (DCTERMS.date, entry.date_text),
        (DCTERMS.bibliographicCitation, citation(entry) if entry.title or entry.authors else None),
    )
    yield from ((predicate, text(value)) for predicate, value in texts if value is not None)
    yield from ((DCTERMS.alternative, tagged(title, tag)) for tag, title in entry.translated_titles)
    yield from ((DCTERMS.creator, iri(author.agent.iri)) for author in entry.authors)
    yield from ((DCTERMS.contributor, iri(editor.iri)) for editor in entry.editors)
    yield from _dates(entry)
    yield from ((DCTERMS.identifier, text(f"{scheme}:{value}")) for scheme, value in entry.identifiers)
    yield from ((DCTERMS.identifier, typed(address, XSD.anyURI)) for address in web_addresses(entry))
    if entry.venue is not None:
        yield DCTERMS.isPartOf, text(entry.venue.name) if entry.venue.iri is None else iri(entry.venue.iri)
        if entry.venue.publisher is not None:
            yield DCTERMS.publisher, iri(entry.venue.publisher.iri)
    yield from ((DCTERMS.subject, iri(category.iri)) for category in by_iri(entry))
    yield from ((DCTERMS.subject, text(word)) for word in entry.keywords)
    yield from ((DCTERMS.references, cited) for cited in iris((*entry.cites, *entry.cites_external)))
    yield from ((DCTERMS.references, text(printed)) for printed in entry.references)
    yield from ((DCTERMS.license, address) for address in iris(entry.licenses))
    yield from ((DCTERMS.hasFormat, address) for address in iris(entry.pdfs))
    yield from ((DCTERMS.hasVersion, iri(version.iri)) for version in entry.versions)
    yield from ((DCTERMS.relation, address) for address in iris(address for _, address in entry.code))


def _dates(entry: Entry) -> Iterator[tuple[Term, Term]]:
    """Yield the date in the datatype of its precision (DCMI's W3CDTF takes those with a year), or the range."""
    parts = date_parts(entry.date)
    if entry.date is not None and parts.year is not None:
        yield DCTERMS.issued, typed(entry.date, XSD.date if parts.day else XSD.gYearMonth if parts.month else XSD.gYear)
    elif entry.date is not None:
        yield DCTERMS.date, typed(entry.date, XSD.gMonthDay)
    if entry.date_range is not None:
        yield DCTERMS.issued, text("/".join(entry.date_range))


def _agent_triples(agent: Agent) -> Iterator[Triple]:
    subject = iri(agent.iri)
    yield subject, RDF.type, FOAF.Organization if agent.collective else FOAF.Person
    names = ((FOAF.name, agent.name), (FOAF.givenName, agent.given), (FOAF.familyName, agent.family))
    yield from ((subject, predicate, text(value)) for predicate, value in names if value is not None)
    yield from ((subject, DCTERMS.identifier, text(f"{scheme}:{value}")) for scheme, value in agent.identifiers)


def _stream(papers: Iterable[Entry], out: IO[bytes]) -> Iterator[Omission]:
    told = Told()
    write_turtle((triple for entry in papers for triple in dublin_core_triples(entry, told)), out, _PREFIXES)
    return iter(())


PROFILE = Profile(
    name="dublin-core",
    suffix=".ttl",
    media_type="text/turtle",
    description="Dublin Core (DCMI Metadata Terms) as Turtle",
    carries=fields(
        """
        iri title translated_titles abstract authors author_order name_parts collective complete author_identifiers
        editors date date_range date_text publication_type language doi arxiv pmid pmcid isbn acl dblp openalex s2
        wikidata venue_name issn publisher volume issue pages categories keywords cites cites_external references code
        licenses landing_pages pdfs versions
        """
    ),
    remarks=(
        "Order of authors, a cut list, volume, issue and pages stand in `dcterms:bibliographicCitation`.",
        "Names are FOAF's, which Dublin Core has none for. Of versions only the IRI is told.",
    ),
    stream=_stream,
)
