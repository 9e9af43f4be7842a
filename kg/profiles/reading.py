"""Graph -> entries. Reads: an indexed store, its default graph. Emits: Entry, one paper after the other by IRI."""

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.profiles.addresses import SCHEMES
from kg.profiles.entry import Agent, Author, Category, Entry, Identifiers, Venue, Version
from kg.vocab import KG, RDF, SKOS

_AGENTS_KEPT = 1 << 16
_DEFAULT = DefaultGraph()
_PAPER_SCHEMES = {
    "doi": KG.doi,
    "arxiv": KG.arxivId,
    "pmid": KG.pmid,
    "pmcid": KG.pmcid,
    "acl": KG.aclId,
    "dblp": KG.dblpKey,
    "openalex": KG.openAlexId,
    "s2": KG.semanticScholarId,
    "wikidata": KG.wikidataId,
    "isbn": KG.isbn,
}
_AGENT_SCHEMES = {
    "orcid": KG.orcid,
    "ror": KG.ror,
    "dblp": KG.dblpPid,
    "openalex": KG.openAlexId,
    "acl": KG.aclId,
}
_NOWHERE = 1 << 30  # behind all authors with a place
_PREPRINT_DOI = "10.48550/"


def entries(store: Store) -> Iterator[Entry]:
    """Yield every paper of the default graph, sorted by IRI. Only the IRIs of the papers are held in memory."""
    typed = store.quads_for_pattern(None, _node(RDF.type), _node(KG.Paper), _DEFAULT)
    papers = sorted(quad.subject.value for quad in typed if isinstance(quad.subject, NamedNode))
    reader = _Reader(store)
    return map(reader.entry, papers)


class _Thing:
    """The statements about one subject, read once."""

    def __init__(self, store: Store, iri: str) -> None:
        self.iri = iri
        self._values: dict[str, list[Literal | NamedNode]] = {}
        for quad in store.quads_for_pattern(NamedNode(iri), None, None, _DEFAULT):
            if isinstance(quad.object, Literal | NamedNode):
                self._values.setdefault(f"<{quad.predicate.value}>", []).append(quad.object)

    def all(self, predicate: str) -> tuple[str, ...]:
        """Return the values of a predicate, sorted."""
        return tuple(sorted(value.value for value in self._values.get(predicate, ())))

    def one(self, predicate: str) -> str | None:
        """Return the first value of a predicate, None if there is none."""
        return next(iter(self.all(predicate)), None)

    def flag(self, predicate: str) -> bool | None:
        """Return a truth value, None if there is none."""
        value = self.one(predicate)
        return None if value is None else value in {"true", "1"}

    def tagged(self, predicate: str) -> tuple[tuple[str, str], ...]:
        """Return language tag and text of the values of a predicate, sorted."""
        values = self._values.get(predicate, ())
        return tuple(sorted((v.language or "und", v.value) for v in values if isinstance(v, Literal)))

    def identifiers(self, schemes: dict[str, str]) -> Identifiers:
        """Return the identifiers, the publisher's DOI before that of a preprint."""
        order = {scheme: place for place, scheme in enumerate(SCHEMES)}
        found = [(scheme, value) for scheme, term in schemes.items() for value in self.all(term)]
        return tuple(sorted(found, key=lambda one: (order[one[0]], one[1].startswith(_PREPRINT_DOI), one[1])))


class _Reader:
    """Makes entries of a store; agents that come again are kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._agent = lru_cache(_AGENTS_KEPT)(self._read_agent)

    def entry(self, iri: str) -> Entry:
        """Return the entry of the paper."""
        paper = self._thing(iri)
        primary = paper.one(KG.primaryCategory)
        categories = {*paper.all(KG.category), *([primary] if primary else [])}
        return Entry(
            iri=iri,
            title=paper.one(KG.title),
            translated_titles=paper.tagged(KG.translatedTitle),
            abstract=paper.one(KG.abstract),
            authors=self._authors(paper),
            complete=paper.flag(KG.authorListComplete) is not False,
            editors=tuple(map(self._agent, paper.all(KG.editor))),
            date=paper.one(KG.publishedOn) or _year(paper),
            date_range=_range(paper),
            date_text=paper.one(KG.dateText),
            publication_type=paper.one(KG.publicationType),
            language=paper.one(KG.language),
            identifiers=paper.identifiers(_PAPER_SCHEMES),
            venue=self._venue(paper),
            volume=paper.one(KG.volume),
            issue=paper.one(KG.issue),
            pages=paper.one(KG.pages),
            categories=tuple(map(self._category, sorted(categories, key=lambda one: (one != primary, one)))),
            primary_category=primary,
            keywords=paper.all(KG.keyword),
            cites=paper.all(KG.cites),
            cites_external=paper.all(KG.citesExternal),
            references=paper.all(KG.referenceText),
            code=tuple(self._repositories(paper)),
            code_reported=paper.flag(KG.codeReported),
            retracted=paper.flag(KG.retracted),
            licenses=paper.all(KG.license),
            landing_pages=paper.all(KG.landingPage),
            pdfs=paper.all(KG.pdf),
            versions=tuple(map(self._version, paper.all(KG.hasVersion))),
        )

    def _thing(self, iri: str) -> _Thing:
        return _Thing(self._store, iri)

    def _read_agent(self, iri: str) -> Agent:
        agent = self._thing(iri)
        given, family = agent.one(KG.givenName), agent.one(KG.familyName)
        whole = given is not None and family is not None
        return Agent(
            iri=iri,
            name=agent.one(KG.name) or iri,
            given=given if whole else None,
            family=family if whole else None,
            collective=KG.Organization[1:-1] in agent.all(RDF.type),
            identifiers=agent.identifiers(_AGENT_SCHEMES),
        )

    def _authors(self, paper: _Thing) -> tuple[Author, ...]:
        places = [self._thing(iri) for iri in paper.all(KG.hasAuthorship)]
        found = [
            Author(
                role=place.iri,
                position=_number(place.one(KG.position)) or _NOWHERE,
                agent=self._agent(agent),
                affiliations=tuple(map(self._agent, place.all(KG.affiliation))),
            )
            for place in places
            if (agent := place.one(KG.agent)) is not None
        ]
        return tuple(sorted(found, key=lambda author: (author.position, author.role)))

    def _venue(self, paper: _Thing) -> Venue | None:
        iri, printed = paper.one(KG.venue), paper.one(KG.venueName)
        if iri is None:
            return None if printed is None else Venue(name=printed)
        venue = self._thing(iri)
        publisher = venue.one(KG.publisher)
        return Venue(
            name=venue.one(KG.name) or printed or iri,
            iri=iri,
            issns=venue.all(KG.issn),
            publisher=None if publisher is None else self._agent(publisher),
        )

    def _category(self, iri: str) -> Category:
        category = self._thing(iri)
        notation = category.one(SKOS.notation)
        return Category(iri=iri, name=category.one(KG.name) or notation or iri, notation=notation)

    def _repositories(self, paper: _Thing) -> Iterator[tuple[str, str]]:
        for iri in paper.all(KG.code):
            for address in self._thing(iri).all(KG.codeRepository):
                yield iri, address

    def _version(self, iri: str) -> Version:
        version = self._thing(iri)
        return Version(
            iri=iri,
            kind=version.one(KG.versionKind),
            number=version.one(KG.versionNumber),
            date=version.one(KG.publishedOn) or _year(version),
            identifiers=version.identifiers(_PAPER_SCHEMES),
            licenses=version.all(KG.license),
            landing_pages=version.all(KG.landingPage),
            pdfs=version.all(KG.pdf),
        )


def _number(text: str | None) -> int | None:
    """Return a whole number above 0; None of anything else that a graph may have in its place."""
    return int(text) if text is not None and text.isdecimal() and int(text) else None


def _node(term: str) -> NamedNode:
    return NamedNode(term[1:-1])


def _year(thing: _Thing) -> str | None:
    """Return the year alone, where the graph has neither a date that is more precise nor a narrower range."""
    year, first = _number(thing.one(KG.publicationYear)), thing.one(KG.publishedFrom)
    if thing.one(KG.publishedOn) is not None or _range(thing) is not None:
        return None
    return f"{year:04}" if year else first[:4] if first and thing.one(KG.publishedUntil) else None


def _range(paper: _Thing) -> tuple[str, str] | None:
    """Return the first and last possible day of a paper without a single date, None for a whole year."""
    first, last = paper.one(KG.publishedFrom), paper.one(KG.publishedUntil)
    if first is None or last is None or paper.one(KG.publishedOn) is not None:
        return None
    whole_year = first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31")
    return None if whole_year else (first, last)
