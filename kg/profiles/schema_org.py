"""Entries -> schema.org as search engines read it. Reads: Entry. Emits: JSON-LD, one graph, every node with an IRI."""

from collections.abc import Iterable, Iterator
from typing import IO

from kg.profiles.addresses import agent_address
from kg.profiles.entry import Agent, Author, Entry, Identifiers
from kg.profiles.profile import Omission, Profile, fields
from kg.profiles.streams import Json, write_array
from kg.profiles.texts import by_iri, date_parts, page_range, part_iri, web_addresses

_TYPES = {
    "book": "Book",
    "chapter": "Chapter",
    "thesis": "Thesis",
    "report": "Report",
    "dataset": "Dataset",
    "software": "SoftwareSourceCode",
}
_PUBLISHER: Json = {"@id": "https://w3id.org/scholarkg/", "@type": "Organization", "name": "ScholarKG"}
"""Who made the description: its texts stand as they are, without markup, which our own reader honours."""
_NAMES = {"doi": "doi", "arxiv": "arXiv", "pmid": "pmid", "pmcid": "pmcid", "acl": "acl", "dblp": "dblp", "s2": "s2"}


def schema_object(entry: Entry) -> Json:
    """Return the node of a paper with the nodes that belong to it inside."""
    ends = page_range(entry.pages) if entry.pages else None
    venue = entry.venue
    return _present(
        {
            "@id": entry.iri,
            "@type": _TYPES.get(entry.publication_type or "", "ScholarlyArticle"),
            "headline": entry.title,
            "name": entry.title,
            "alternateName": [{"@value": text, "@language": language} for language, text in entry.translated_titles],
            "abstract": entry.abstract,
            "author": [_author(author) for author in entry.authors],
            "creditText": _credit(entry),
            "editor": [_agent(editor) for editor in entry.editors],
            "publisher": _agent(venue.publisher) if venue and venue.publisher else None,
            "datePublished": entry.date if date_parts(entry.date).year is not None else None,
            "inLanguage": entry.language,
            "identifier": _identifiers(entry),
            "isbn": list(entry.all_of("isbn")),
            "sameAs": list(web_addresses(entry)[len(entry.landing_pages) :]),
            "url": list(entry.landing_pages),
            "encoding": [
                {"@id": address, "@type": "MediaObject", "contentUrl": address, "encodingFormat": "application/pdf"}
                for address in entry.pdfs
            ],
            "isPartOf": _container(entry),
            "pageStart": ends[0] if ends else None,
            "pageEnd": ends[1] if ends else None,
            "pagination": entry.pages,
            "about": [
                _present({"@id": one.iri, "@type": "DefinedTerm", "name": one.name, "termCode": one.notation})
                for one in by_iri(entry)
            ],
            "keywords": list(entry.keywords),
            "citation": [{"@id": address} for address in (*entry.cites, *entry.cites_external)]
            + list(entry.references),
            "license": list(entry.licenses),
            "mentions": [
                {"@id": iri, "@type": "SoftwareSourceCode", "codeRepository": address} for iri, address in entry.code
            ],
            "creativeWorkStatus": "Retracted" if entry.retracted else None,
            "sdPublisher": _PUBLISHER,
            "workExample": [
                _present(
                    {
                        "@id": version.iri,
                        "@type": "CreativeWork",
                        "version": version.number,
                        "datePublished": version.date if date_parts(version.date).year is not None else None,
                        "identifier": [_identifier(*one) for one in version.identifiers],
                        "sameAs": list(web_addresses(version)),
                    }
                )
                for version in entry.versions
            ],
        }
    )


def _present(known: Json) -> Json:
    """Return the object without absent values; a list of one value is the value, as people write it."""
    kept = {name: value for name, value in known.items() if value not in (None, "", [], {})}
    return {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in kept.items()}


def _agent(agent: Agent) -> Json:
    return _present(
        {
            "@id": agent.iri,
            "@type": "Organization" if agent.collective else "Person",
            "name": agent.name,
            "givenName": agent.given,
            "familyName": agent.family,
            "sameAs": _web(agent.identifiers),
        }
    )


def _web(identifiers: Identifiers) -> list[str]:
    return [agent_address(scheme, value) for scheme, value in identifiers]


def _author(author: Author) -> Json:
    places = [_agent(place) for place in author.affiliations]
    return _agent(author.agent) | ({"affiliation": places if len(places) > 1 else places[0]} if places else {})


def _credit(entry: Entry) -> str | None:
    """Return the author line of a cut list, the one place where `et al.` can stand; None for a whole list."""
    names = ", ".join(author.agent.name for author in entry.authors)
    return None if entry.complete or not names else f"{names} et al."


def _identifier(scheme: str, value: str) -> str:
    return f"{_NAMES.get(scheme, scheme)}:{value}"


def _identifiers(entry: Entry) -> list[str]:
    return [_identifier(scheme, value) for scheme, value in entry.identifiers if scheme != "isbn"]


def _container(entry: Entry) -> Json | None:
    """Return issue in volume in venue, as far as they are known, each with an IRI under that of the paper."""
    inner: Json | None = None
    if entry.venue is not None:
        iri = entry.venue.iri or part_iri(entry.iri, "venue")
        kind = "Periodical" if entry.venue.issns else "CreativeWorkSeries"
        inner = _present({"@id": iri, "@type": kind, "name": entry.venue.name, "issn": list(entry.venue.issns)})
    for kind, name, number in (
        ("PublicationVolume", "volumeNumber", entry.volume),
        ("PublicationIssue", "issueNumber", entry.issue),
    ):
        if number is not None:
            node: Json = {"@id": part_iri(entry.iri, name.removesuffix("Number")), "@type": kind, name: number}
            inner = node | ({"isPartOf": inner} if inner else {})
    return inner


def _stream(papers: Iterable[Entry], out: IO[bytes]) -> Iterator[Omission]:
    untitled: list[Omission] = []

    def titled() -> Iterator[Json]:
        for entry in papers:
            if entry.title is None:
                untitled.append(Omission(iri=entry.iri, reason="no title: search engines ask for a headline"))
            else:
                yield schema_object(entry)

    write_array(titled(), out, head='{"@context": "https://schema.org", "@graph": [', tail="]}\n")
    return iter(untitled)


PROFILE = Profile(
    name="schema-org",
    suffix=".jsonld",
    media_type="application/ld+json",
    description="schema.org JSON-LD (ScholarlyArticle and its kin) for search engines",
    carries=fields(
        """
        iri title translated_titles abstract authors author_order name_parts collective complete author_identifiers
        affiliations editors date publication_type language doi arxiv pmid pmcid isbn acl dblp openalex s2 wikidata
        venue_name issn publisher volume issue pages categories keywords cites cites_external
        references code retracted licenses landing_pages pdfs versions
        """
    ),
    remarks=(
        "The order of authors is that of the JSON array, which search engines keep and RDF does not.",
        "A cut author list shows in `creditText` (`A, B et al.`).",
        "`sdPublisher` names ScholarKG: texts stand as they are, and our reader takes no sign in them for markup.",
        "A date without year is left out: it is no ISO 8601 date.",
        "Papers without title are left out and told.",
    ),
    stream=_stream,
)
