"""Entries -> SKG-IF, the interoperability framework of scientific knowledge graphs. Reads: Entry. Emits: JSON-LD.

Terms are those of the context `https://w3id.org/skg-if/context/1.1.0/skg-if.json`, entities refer to each other by
`local_identifier` and stand in one graph. Parts that the framework leaves without identifier (identifiers,
contributions, manifestations) get one here under that of their owner, so that nothing is a blank node and, since
`datacite:hasIdentifier` is inverse-functional, no identifier node is shared.
"""

from collections.abc import Iterable, Iterator
from typing import IO
from urllib.parse import quote

from kg.profiles.addresses import agent_address, paper_address
from kg.profiles.entry import Agent, Entry, Identifiers, Venue, Version
from kg.profiles.profile import Omission, Profile, fields
from kg.profiles.streams import Json, Told, write_array
from kg.profiles.texts import by_iri, date_parts, language, page_range, part_iri

CONTEXT = "https://w3id.org/skg-if/context/1.1.0/skg-if.json"
_FABIO = "http://purl.org/spar/fabio"
_PRODUCTS = {"dataset": "research data", "software": "research software"}
_MANIFESTATIONS = {
    "article": ("JournalArticle", "journal article"),
    "proceedings-paper": ("ProceedingsPaper", "proceedings paper"),
    "preprint": ("Preprint", "preprint"),
    "book": ("Book", "book"),
    "chapter": ("BookChapter", "book chapter"),
    "thesis": ("Thesis", "thesis"),
    "report": ("ReportDocument", "report document"),
    "software": ("ComputerProgram", "computer program"),
    "review": ("ReviewArticle", "review article"),
    "editorial": ("Editorial", "editorial"),
}
_SCHEMES = frozenset({"doi", "arxiv", "pmid", "pmcid", "isbn", "issn", "openalex", "orcid", "ror"})
"""Those of the context that the graph has."""


def skg_if_entities(entry: Entry) -> Iterator[Json]:
    """Yield the product and the agents, venue and topics that it refers to."""
    yield _product(entry)
    agents = [author.agent for author in entry.authors] + [*entry.editors]
    agents += [place for author in entry.authors for place in author.affiliations]
    if entry.venue is not None:
        agents += [entry.venue.publisher] if entry.venue.publisher else []
    yield from map(_agent, agents)
    if entry.venue is not None:
        yield _venue(entry, entry.venue)
    for category in by_iri(entry):
        labels = {"none": [category.label]}
        yield {"local_identifier": category.iri, "entity_type": "topic", "labels": labels}


def _product(entry: Entry) -> Json:
    code = language(entry, "none")
    titles = {code: [entry.title]} if entry.title is not None else {}
    for tag, title in entry.translated_titles:
        titles.setdefault(tag.split("-")[0].lower(), []).append(title)
    return _present(
        {
            "local_identifier": entry.iri,
            "entity_type": "product",
            "product_type": _PRODUCTS.get(entry.publication_type or "", "literature"),
            "identifiers": _identifiers(entry.iri, entry.identifiers),
            "titles": titles,
            "abstracts": {code: [entry.abstract]} if entry.abstract is not None else {},
            "topics": [
                {"local_identifier": part_iri(entry.iri, f"topic-{place}"), "term": category.iri}
                for place, category in enumerate(by_iri(entry), 1)
            ],
            "contributions": [*_contributions(entry)],
            "manifestations": [_manifestation(entry), *map(_version, entry.versions)],
            "related_products": {"cites": [*entry.cites, *entry.cites_external]} if _cited(entry) else {},
        }
    )


def _present(known: Json) -> Json:
    return {name: value for name, value in known.items() if value not in (None, "", [], {})}


def _cited(entry: Entry) -> bool:
    return bool(entry.cites or entry.cites_external)


def _contributions(entry: Entry) -> Iterator[Json]:
    for author in entry.authors:
        yield _present(
            {
                "local_identifier": author.role,
                "by": author.agent.iri,
                "role": "author",
                "rank": author.position,
                "declared_affiliations": [place.iri for place in author.affiliations],
            }
        )
    for place, editor in enumerate(entry.editors, 1):
        yield {"local_identifier": part_iri(entry.iri, f"editor-{place}"), "by": editor.iri, "role": "editor"}


def _manifestation(entry: Entry) -> Json:
    """Return the form that the paper's own type, date and venue describe; access rights are not known, so not told."""
    iri = part_iri(entry.iri, "manifestation")
    ends = page_range(entry.pages) if entry.pages else None
    first = ends[0] if ends else entry.pages
    pages = {"local_identifier": f"{iri}-pages", "first": first, "last": ends[1] if ends else first}
    biblio: Json = {
        "volume": entry.volume,
        "issue": entry.issue,
        "pages": pages if first else None,
        "in": (entry.venue.iri or part_iri(entry.iri, "venue")) if entry.venue else None,
    }
    return _present(
        {
            "local_identifier": iri,
            "type": _type(entry.publication_type),
            "dates": _dates(entry.date),
            "identifiers": _addresses(iri, (*entry.landing_pages, *entry.pdfs)),
            "license": entry.licenses[0] if entry.licenses else None,
            "biblio": _present(biblio),
        }
    )


def _version(version: Version) -> Json:
    addresses = _addresses(version.iri, (*version.landing_pages, *version.pdfs))
    return _present(
        {
            "local_identifier": version.iri,
            "type": _type(version.kind),
            "dates": _dates(version.date),
            "identifiers": _identifiers(version.iri, version.identifiers) + addresses,
            "license": version.licenses[0] if version.licenses else None,
            "version": version.number,
        }
    )


def _type(kind: str | None) -> Json:
    name, label = _MANIFESTATIONS.get(kind or "", ("Expression", "expression"))
    return {"class": f"{_FABIO}/{name}", "labels": {"en": label}, "defined_in": _FABIO}


def _dates(date: str | None) -> Json:
    return {"publication": date} if date_parts(date).year is not None else {}


def _identifiers(owner: str, identifiers: Identifiers) -> list[Json]:
    """Return identifier objects; what the framework has no scheme for is a URL."""
    known = [(scheme, value) for scheme, value in identifiers if scheme in _SCHEMES]
    others = (paper_address(scheme, value) for scheme, value in identifiers if scheme not in _SCHEMES)
    objects: list[Json] = [
        {"local_identifier": part_iri(owner, f"{scheme}-{quote(value, safe='')}"), "scheme": scheme, "value": value}
        for scheme, value in known
    ]
    return objects + _addresses(owner, tuple(address for address in others if address))


def _addresses(owner: str, addresses: tuple[str, ...]) -> list[Json]:
    return [
        {"local_identifier": part_iri(owner, f"url-{quote(address, safe='')}"), "scheme": "url", "value": address}
        for address in addresses
    ]


def _agent(agent: Agent) -> Json:
    known = tuple((scheme, value) for scheme, value in agent.identifiers if scheme in _SCHEMES)
    others = tuple(agent_address(scheme, value) for scheme, value in agent.identifiers if scheme not in _SCHEMES)
    return _present(
        {
            "local_identifier": agent.iri,
            "entity_type": "organisation" if agent.collective else "person",
            "name": agent.name,
            "given_name": agent.given,
            "family_name": agent.family,
            "identifiers": _identifiers(agent.iri, known) + _addresses(agent.iri, others),
        }
    )


def _venue(entry: Entry, venue: Venue) -> Json:
    iri = venue.iri or part_iri(entry.iri, "venue")
    publisher: list[Json] = (
        [{"local_identifier": part_iri(iri, "publisher"), "by": venue.publisher.iri, "role": "publisher"}]
        if venue.publisher
        else []
    )
    issns = tuple(("issn", issn) for issn in venue.issns)
    return _present(
        {
            "local_identifier": iri,
            "entity_type": "venue",
            "title": venue.name,
            "identifiers": _identifiers(iri, issns),
            "contributions": publisher,
        }
    )


def _stream(papers: Iterable[Entry], out: IO[bytes]) -> Iterator[Omission]:
    told = Told()

    def once() -> Iterator[Json]:
        for entry in papers:
            product, *others = skg_if_entities(entry)
            yield product
            yield from (one for one in others if told.first(str(one["local_identifier"])))

    write_array(once(), out, head=f'{{"@context": "{CONTEXT}", "@graph": [', tail="]}\n")
    return iter(())


PROFILE = Profile(
    name="skg-if",
    suffix=".jsonld",
    media_type="application/ld+json",
    description="SKG-IF JSON-LD (products, agents, venues, topics), context 1.1.0",
    carries=fields(
        """
        iri title translated_titles abstract authors author_order name_parts collective author_identifiers affiliations
        editors date publication_type language doi arxiv pmid pmcid isbn acl dblp openalex s2 wikidata venue_name issn
        publisher volume issue pages categories cites cites_external licenses landing_pages pdfs
        versions """
    ),
    first_only=frozenset({"licenses"}),
    remarks=(
        "Identifiers without a scheme there are URLs; access rights are not known and not told.",
        "A date is as precise as it is known (`2021-03`), though the context calls all dates xsd:dateTime.",
        "Dates without year, cut author lists, keywords and code have no place.",
    ),
    stream=_stream,
)
