"""Entries -> SPAR: FaBiO, PRO, CiTO, DataCite. Reads: Entry. Emits: Turtle in exactly their published terms.

The paper is the FRBR work, as in this graph; a form of it (its type, venue, volume, pages) is the expression that
realizes it. `datacite:hasIdentifier` is inverse-functional, so every identifier node belongs to one thing: its IRI lies
under that of the thing, and an identifier of a version is not repeated on the paper. `datacite:doi` and its kin are
individuals. `prism:doi` and `fabio:hasPubMedId` are functional, a work may have two: they are not used.
"""

from collections.abc import Iterable, Iterator
from typing import IO
from urllib.parse import quote

from kg import terms
from kg.profiles.addresses import agent_address, paper_address
from kg.profiles.entry import Agent, Entry, Identifiers, Venue, Version
from kg.profiles.profile import Omission, Profile, fields
from kg.profiles.streams import Told, iris, tagged, write_turtle
from kg.profiles.texts import date_parts, page_range, part_iri
from kg.terms import Triple, iri, text, typed
from kg.vocab import CITO, DCTERMS, FABIO, FOAF, PREFIXES, RDF, SKOS, XSD

_DATACITE = "http://purl.org/spar/datacite/"
_PRO = "http://purl.org/spar/pro/"
_PRISM = "http://prismstandard.org/namespaces/basic/2.0/"
_FRBR = "http://purl.org/vocab/frbr/core#"
_CO = "http://purl.org/co/"
_LITERAL = "http://www.essepuntato.it/2010/06/literalreification/"
_PREFIXES = {
    **{prefix: PREFIXES[prefix] for prefix in ("cito", "dcterms", "fabio", "foaf", "skos", "xsd")},
    "co": _CO,
    "datacite": _DATACITE,
    "frbr": _FRBR,
    "literal": _LITERAL,
    "prism": _PRISM,
    "pro": _PRO,
}
_WORKS = {
    "article": FABIO.ResearchPaper,
    "proceedings-paper": FABIO.ResearchPaper,
    "report": FABIO.Report,
    "dataset": FABIO.Dataset,
    "review": FABIO.ReviewPaper,
    "erratum": FABIO.Correction,
}
_EXPRESSIONS = {
    "article": FABIO.JournalArticle,
    "proceedings-paper": FABIO.ProceedingsPaper,
    "preprint": FABIO.Preprint,
    "book": FABIO.Book,
    "chapter": FABIO.BookChapter,
    "thesis": FABIO.Thesis,
    "report": FABIO.ReportDocument,
    "software": FABIO.ComputerProgram,
    "review": FABIO.ReviewArticle,
    "editorial": FABIO.Editorial,
}
_SCHEMES = {"doi", "arxiv", "pmid", "pmcid", "isbn", "openalex", "wikidata", "orcid", "ror"}
"""Those that the DataCite ontology has an individual of the same name for."""


def spar_triples(entry: Entry, told: Told) -> Iterator[Triple]:
    """Yield the triples of a paper, and of what belongs to it unless it was told before, grouped by subject."""
    work = iri(entry.iri)
    agents = {author.agent.iri: author.agent for author in entry.authors} | {one.iri: one for one in entry.editors}
    places = {place.iri: place for author in entry.authors for place in author.affiliations}
    expression = iri(part_iri(entry.iri, "expression")) if _has_expression(entry) else None
    yield from _work_triples(entry, work, expression)
    if expression is not None:
        yield from _expression_triples(entry, expression)
    for version in entry.versions:
        yield from _version_triples(version)
    yield from _role_triples(entry)
    if entry.venue is not None and entry.venue.publisher is not None:
        agents[entry.venue.publisher.iri] = entry.venue.publisher
    for agent in (agents | places).values():
        if told.first(agent.iri):
            yield from _agent_triples(agent)
    if entry.venue is not None and told.first(entry.venue.iri or entry.iri):
        yield from _venue_triples(entry, entry.venue)
    for category in filter(lambda one: told.first(one.iri), entry.categories):
        subject = iri(category.iri)
        yield subject, RDF.type, FABIO.SubjectTerm
        yield subject, SKOS.prefLabel, text(category.name)
        if category.notation is not None:
            yield subject, SKOS.notation, text(category.notation)


def _work_triples(entry: Entry, work: str, expression: str | None) -> Iterator[Triple]:
    yield work, RDF.type, _WORKS.get(entry.publication_type or "", FABIO.ScholarlyWork)
    yield from _texts(work, (DCTERMS.title, entry.title), (DCTERMS.abstract, entry.abstract))
    yield from ((work, FABIO.hasTranslatedTitle, tagged(title, tag)) for tag, title in entry.translated_titles)
    yield from _date_triples(work, entry.date)
    yield from ((work, DCTERMS.creator, iri(author.agent.iri)) for author in entry.authors)
    yield from ((work, _term(_PRO, "isDocumentContextFor"), iri(author.role)) for author in entry.authors)
    yield from ((work, _term(_PRO, "isDocumentContextFor"), role) for role, _ in _editor_roles(entry))
    yield from ((work, FABIO.hasSubjectTerm, iri(category.iri)) for category in entry.categories)
    if entry.primary_category is not None:
        yield work, FABIO.hasPrimarySubjectTerm, iri(entry.primary_category)
    yield from ((work, _term(_PRISM, "keyword"), text(word)) for word in entry.keywords)
    yield from ((work, CITO.cites, cited) for cited in iris((*entry.cites, *entry.cites_external)))
    yield from ((work, DCTERMS.license, address) for address in iris(entry.licenses))
    yield from ((work, FABIO.hasURL, typed(address, XSD.anyURI)) for address in entry.landing_pages)
    yield from ((work, FABIO.hasManifestation, address) for address in iris(entry.pdfs))
    realizations = [*([expression] if expression else []), *(iri(version.iri) for version in entry.versions)]
    yield from ((work, _term(_FRBR, "realization"), realization) for realization in realizations)
    of_versions = {identifier for version in entry.versions for identifier in version.identifiers}
    own = tuple(identifier for identifier in entry.identifiers if identifier not in of_versions)
    yield from ((work, FABIO.hasArXivId, text(value)) for scheme, value in own if scheme == "arxiv")
    yield from _identifier_triples(entry.iri, own, "ResourceIdentifier")
    yield from ((address, RDF.type, FABIO.DigitalManifestation) for address in iris(entry.pdfs))


def _has_expression(entry: Entry) -> bool:
    return entry.publication_type in _EXPRESSIONS or any((entry.venue, entry.volume, entry.issue, entry.pages))


def _expression_triples(entry: Entry, expression: str) -> Iterator[Triple]:
    yield expression, RDF.type, _EXPRESSIONS.get(entry.publication_type or "", FABIO.Expression)
    if entry.venue is not None:
        yield expression, _term(_FRBR, "partOf"), iri(entry.venue.iri or part_iri(entry.iri, "venue"))
    ends = page_range(entry.pages) if entry.pages else None
    yield from _texts(
        expression,
        (_term(_PRISM, "volume"), entry.volume),
        (_term(_PRISM, "issueIdentifier"), entry.issue),
        (_term(_PRISM, "pageRange"), entry.pages),
        (_term(_PRISM, "startingPage"), ends[0] if ends else None),
        (_term(_PRISM, "endingPage"), ends[1] if ends else None),
    )


def _version_triples(version: Version) -> Iterator[Triple]:
    subject = iri(version.iri)
    yield subject, RDF.type, _EXPRESSIONS.get(version.kind or "", FABIO.Expression)
    yield from _texts(subject, (_term(_PRISM, "versionIdentifier"), version.number))
    yield from _date_triples(subject, version.date)
    yield from ((subject, DCTERMS.license, address) for address in iris(version.licenses))
    yield from ((subject, FABIO.hasURL, typed(address, XSD.anyURI)) for address in version.landing_pages)
    yield from ((subject, _term(_FRBR, "embodiment"), address) for address in iris(version.pdfs))
    yield from _identifier_triples(version.iri, version.identifiers, "ResourceIdentifier")


def _role_triples(entry: Entry) -> Iterator[Triple]:
    """Yield the roles; `co:index` keeps the order, as SKG-IF does."""
    for author in entry.authors:
        role = iri(author.role)
        yield role, RDF.type, _term(_PRO, "RoleInTime")
        yield role, _term(_PRO, "withRole"), _term(_PRO, "author")
        yield role, _term(_PRO, "isHeldBy"), iri(author.agent.iri)
        yield role, _term(_CO, "index"), typed(str(author.position), XSD.positiveInteger)
        yield from ((role, _term(_PRO, "relatesToOrganization"), iri(place.iri)) for place in author.affiliations)
    for role, editor in _editor_roles(entry):
        yield role, RDF.type, _term(_PRO, "RoleInTime")
        yield role, _term(_PRO, "withRole"), _term(_PRO, "editor")
        yield role, _term(_PRO, "isHeldBy"), iri(editor.iri)


def _editor_roles(entry: Entry) -> list[tuple[str, Agent]]:
    return [(iri(part_iri(entry.iri, f"editor-{place}")), editor) for place, editor in enumerate(entry.editors, 1)]


def _agent_triples(agent: Agent) -> Iterator[Triple]:
    subject = iri(agent.iri)
    yield subject, RDF.type, FOAF.Organization if agent.collective else FOAF.Person
    yield from _texts(subject, (FOAF.name, agent.name), (FOAF.givenName, agent.given), (FOAF.familyName, agent.family))
    yield from _identifier_triples(
        agent.iri, agent.identifiers, "OrganizationIdentifier" if agent.collective else "PersonalIdentifier"
    )


def _venue_triples(entry: Entry, venue: Venue) -> Iterator[Triple]:
    iri_text = venue.iri or part_iri(entry.iri, "venue")
    subject = iri(iri_text)
    yield subject, RDF.type, FABIO.ExpressionCollection
    yield subject, DCTERMS.title, text(venue.name)
    if venue.publisher is not None:
        yield subject, DCTERMS.publisher, iri(venue.publisher.iri)
    issns = tuple(("issn", issn) for issn in venue.issns)
    yield from _identifier_triples(iri_text, issns, "ResourceIdentifier", schemes=frozenset({"issn"}))


def _identifier_triples(
    owner: str, identifiers: Identifiers, kind: str, *, schemes: Iterable[str] = frozenset(_SCHEMES)
) -> Iterator[Triple]:
    """Yield identifier nodes under the IRI of the one thing that they identify."""
    nodes = []
    for scheme, value in identifiers:
        person = kind != "ResourceIdentifier"
        named = "dblp" if scheme == "dblp" and person else "dblp-record" if scheme == "dblp" else scheme
        if scheme not in schemes and scheme != "dblp":
            address = agent_address(scheme, value) if person else paper_address(scheme, value)
            named, value = "url", address or value  # noqa: PLW2901 - no such scheme there: the address identifies
        nodes.append((iri(part_iri(owner, f"{scheme}-{quote(value, safe='')}")), named, value))
    yield from ((iri(owner), _term(_DATACITE, "hasIdentifier"), node) for node, _, _ in nodes)
    for node, named, value in nodes:
        yield node, RDF.type, _term(_DATACITE, kind)
        yield node, _term(_DATACITE, "usesIdentifierScheme"), _term(_DATACITE, named)
        yield node, _term(_LITERAL, "hasLiteralValue"), text(value)


def _date_triples(subject: str, date: str | None) -> Iterator[Triple]:
    """Yield the date as day, month or year; PRISM has no dates without year."""
    parts = date_parts(date)
    if date is None or parts.year is None:
        return
    datatype = XSD.date if parts.day else XSD.gYearMonth if parts.month else XSD.gYear
    yield subject, _term(_PRISM, "publicationDate"), typed(date, datatype)
    yield subject, FABIO.hasPublicationYear, typed(date[:4], XSD.gYear)


def _texts(subject: str, *values: tuple[str, str | None]) -> Iterator[Triple]:
    return ((subject, predicate, text(value)) for predicate, value in values if value is not None)


def _term(namespace: str, name: str) -> terms.Term:
    return f"<{namespace}{name}>"


def _stream(papers: Iterable[Entry], out: IO[bytes]) -> Iterator[Omission]:
    told = Told()
    write_turtle((triple for entry in papers for triple in spar_triples(entry, told)), out, _PREFIXES)
    return iter(())


PROFILE = Profile(
    name="spar",
    suffix=".ttl",
    media_type="text/turtle",
    description="SPAR ontologies (FaBiO, PRO, CiTO, DataCite) as Turtle",
    carries=fields(
        """
        iri title translated_titles abstract authors author_order name_parts collective author_identifiers affiliations
        editors date publication_type doi arxiv pmid pmcid isbn acl dblp openalex s2 wikidata venue_name issn publisher
        volume issue pages categories primary_category keywords cites cites_external licenses landing_pages pdfs
        versions """
    ),
    remarks=(
        "The paper is the work, `#expression` its published form; the place of an author is `co:index` of the role.",
        "Dates without year, cut author lists and code have no published term there.",
    ),
    stream=_stream,
)
