"""Entries that tests of profiles share: one with every field, and nasty ones; the graph of the examples."""

import io
import json
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import Graph

from kg.profiles import PROFILES, Entry, Profile, entries
from kg.profiles.entry import Agent, Author, Category, Venue, Version

ROOT = Path(__file__).parents[2]
BASE = "https://example.org/id/"
HOEVEN = Agent(
    iri=f"{BASE}person/orcid-0000-0002-1825-0097",
    name="Joris van der Hoeven",
    given="Joris",
    family="van der Hoeven",
    identifiers=(
        ("dblp", "v/JorisvanderHoeven"),
        ("openalex", "A1"),
        ("acl", "joris"),
        ("orcid", "0000-0002-1825-0097"),
    ),
)
LIGO = Agent(iri=f"{BASE}organization/name-ligo", name="LIGO and Virgo, Collaboration", collective=True)
CHIJIWA = Agent(iri=f"{BASE}person/name-chijiwa", name="Daiki Chijiwa")
PRESS = Agent(iri=f"{BASE}organization/name-press", name="Press & Sons", collective=True)
PLACE = Agent(
    iri=f"{BASE}organization/ror-04wxnsj81", name="DataCite", collective=True, identifiers=(("ror", "04wxnsj81"),)
)
LEARNING = Category(iri=f"{BASE}category/arxiv-cs._4c_47", name="Machine Learning", notation="cs.LG")
VISION = Category(iri=f"{BASE}category/arxiv-cs._43_56", name="Computer Vision", notation="cs.CV")
RICH = Entry(
    iri=f"{BASE}paper/rich",
    title="Learning 100% of R&D with $L_\\infty$ norms: the BERT_base # case, by Bayes",
    translated_titles=(("de", "Lernen"), ("fr", "Apprendre")),
    abstract="First line {of} text~\\ with $5 and $6,\nsecond ^line.",
    authors=tuple(
        Author(role=f"{BASE}authorship/rich-{place}", position=place, agent=agent, affiliations=places)
        for place, agent, places in ((1, HOEVEN, (PLACE,)), (2, LIGO, ()), (3, CHIJIWA, ()))
    ),
    complete=False,
    editors=(Agent(iri=f"{BASE}person/name-ed", name="Ed Itor", given="Ed", family="Itor"),),
    date="2021-03-04",
    publication_type="article",
    language="en-GB",
    identifiers=(
        ("doi", "10.1000/a_b(c)"),
        ("arxiv", "2103.00001"),
        ("pmid", "123"),
        ("pmcid", "PMC456"),
        ("acl", "P18-1001"),
        ("dblp", "conf/x/Y21"),
        ("openalex", "W1"),
        ("s2", "0" * 40),
        ("isbn", "9783161484100"),
    ),
    venue=Venue(name="Journal of R&D", iri=f"{BASE}venue/issn-2049-3630", issns=("2049-3630",), publisher=PRESS),
    volume="12",
    issue="3",
    pages="101–110",
    categories=(LEARNING, VISION),
    primary_category=LEARNING.iri,
    keywords=("50% off, always", "graphs"),
    cites=(f"{BASE}paper/cited",),
    cites_external=("https://doi.org/10.1000/other",),
    references=("A. Author. A Book. 1999.",),
    code=((f"{BASE}repository/github.com__a__b", "https://github.com/a/b"),),
    code_reported=True,
    retracted=True,
    licenses=("https://creativecommons.org/licenses/by/4.0/",),
    landing_pages=("https://example.com/100%25/page_1#top",),
    pdfs=("https://example.com/paper.pdf",),
    versions=(
        Version(
            iri=f"{BASE}version/arxiv-2103.00001",
            kind="preprint",
            number="2",
            date="2021-01",
            identifiers=(("arxiv", "2103.00001"),),
            licenses=("https://creativecommons.org/licenses/by-nc/4.0/",),
            landing_pages=("https://arxiv.org/abs/2103.00001",),
            pdfs=("https://arxiv.org/pdf/2103.00001",),
        ),
    ),
)
BARE = Entry(iri=f"{BASE}paper/bare")


def plain(name: str, number: int, **values: object) -> Entry:
    """Return an entry of one author without name parts, and of the values given."""
    agent = Agent(iri=f"{BASE}person/{number}", name=name)
    author = Author(role=f"{BASE}authorship/{number}-1", position=1, agent=agent)
    return Entry(iri=f"{BASE}paper/{number}", authors=(author,), **values)  # type: ignore[arg-type]


NASTY = [
    plain("山田 太郎", 1, title="深い学習 と 🦜 {curly} \"quoted\" 'single' \\ back", date="2020"),
    plain("Zhang Y.", 2, title="\\emph{Not} markup & a | pipe, a\ttab\nand a line", date="--02-29"),
    plain("Robert Downey Jr.", 3, title="$x_{1}$ and $ alone, 5$ or {unbalanced", date="1999-12"),
    plain("bell hooks", 4, title="مرحبا بالعالم", date_range=("2001-06-01", "2001-08-31"), language="ar"),
    plain("Plato", 5, title="The and others of ANDs", date_text="c. 380 BC"),
    plain("O'Brien-Smith, of and", 6, title="A title ending in a backslash\\", pages="e12345"),
    plain("Ludwig van Beethoven", 7, title="control\x07 and \x1b escape", volume="1{", issue="2}"),
    plain("Ludwig van Beethoven", 8, title="control characters", keywords=("a;b", "c,d"), pages="1, 5–9"),
]


@pytest.fixture(scope="session")
def rich() -> Entry:
    """Return the entry with every field."""
    return RICH


@pytest.fixture(scope="session")
def bare() -> Entry:
    """Return the entry of which nothing is known."""
    return BARE


@pytest.fixture(scope="session")
def examples() -> list[Entry]:
    """Return the entries of the published example graph."""
    store = Store()
    store.bulk_load(path=str(ROOT / "output" / "graph.ttl"), format=RdfFormat.TURTLE)
    return list(entries(store))


@pytest.fixture(scope="session")
def everything(examples: list[Entry]) -> list[Entry]:
    """Return all entries: of the examples, the rich, the bare and the nasty ones."""
    return [*examples, RICH, BARE, *NASTY]


@pytest.fixture(scope="session")
def written() -> Callable[..., bytes]:
    """Return a function that gives the bytes that a profile writes of some entries."""

    def write(profile: Profile, *papers: Entry) -> bytes:
        out = io.BytesIO()
        profile.write(papers, out)
        return out.getvalue()

    return write


SKG_IF_TERMS = {
    "identifiers": ("http://purl.org/spar/datacite/hasIdentifier", "@vocab"),
    "scheme": ("http://purl.org/spar/datacite/usesIdentifierScheme", "@vocab"),
    "value": ("http://www.essepuntato.it/2010/06/literalreification/hasLiteralValue", None),
    "topics": ("http://purl.org/spar/bido/holdsBibliometricDataInTime", "@vocab"),
    "term": ("http://purl.org/spar/bido/withBibliometricData", "@vocab"),
    "contributions": ("http://purl.org/spar/pro/isRelatedToRoleInTime", "@vocab"),
    "by": ("http://purl.org/spar/pro/isHeldBy", "@vocab"),
    "declared_affiliations": ("http://purl.org/spar/pro/relatesToOrganization", "@vocab"),
    "rank": ("http://purl.org/co/index", "http://www.w3.org/2001/XMLSchema#positiveInteger"),
    "role": ("http://purl.org/spar/pro/withRole", "@vocab"),
    "manifestations": ("http://purl.org/vocab/frbr/core#realization", "@vocab"),
    "type": ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "@vocab"),
    "defined_in": ("http://www.w3.org/2004/02/skos/core#inScheme", "@vocab"),
    "publication": ("http://purl.org/dc/terms/issued", "http://www.w3.org/2001/XMLSchema#dateTime"),
    "license": ("http://purl.org/dc/terms/license", "@vocab"),
    "version": ("http://prismstandard.org/namespaces/basic/2.0/versionIdentifier", None),
    "issue": ("http://prismstandard.org/namespaces/basic/2.0/issueIdentifier", None),
    "volume": ("http://prismstandard.org/namespaces/basic/2.0/volume", None),
    "pages": ("http://purl.org/vocab/frbr/core#embodiment", "@vocab"),
    "first": ("http://prismstandard.org/namespaces/basic/2.0/startingPage", None),
    "last": ("http://prismstandard.org/namespaces/basic/2.0/endingPage", None),
    "in": ("http://purl.org/vocab/frbr/core#partOf", "@vocab"),
    "cites": ("http://purl.org/spar/cito/cites", "@vocab"),
    "name": ("http://xmlns.com/foaf/0.1/name", None),
    "given_name": ("http://xmlns.com/foaf/0.1/givenName", None),
    "family_name": ("http://xmlns.com/foaf/0.1/familyName", None),
    "title": ("http://purl.org/dc/terms/title", None),
}
"""What the published context of SKG-IF 1.1.0 makes of the terms that are used here."""
SKG_IF_WORDS = {
    "none": "@none",
    "local_identifier": "@id",
    "class": "@id",
    "dates": "@nest",
    "biblio": "@nest",
    "related_products": "@nest",
    "entity_type": {"@id": "@type", "@type": "@vocab"},
    "product_type": {"@id": "@type", "@type": "@vocab"},
    "titles": {"@id": "http://purl.org/dc/terms/title", "@container": "@language"},
    "abstracts": {"@id": "http://purl.org/dc/terms/abstract", "@container": "@language"},
    "labels": {"@id": "http://www.w3.org/2004/02/skos/core#prefLabel", "@container": "@language"},
    "product": "http://purl.org/spar/fabio/Work",
    "literature": "http://purl.org/spar/fabio/ScholarlyWork",
    "person": "http://xmlns.com/foaf/0.1/Person",
    "organisation": "http://xmlns.com/foaf/0.1/Organization",
    "venue": "http://purl.org/spar/fabio/ExpressionCollection",
    "topic": "http://purl.org/spar/fabio/SubjectTerm",
    **{role: f"http://purl.org/spar/pro/{role}" for role in ("author", "editor", "publisher")},
    **{
        scheme: f"http://purl.org/spar/datacite/{scheme}"
        for scheme in ("arxiv", "doi", "isbn", "issn", "openalex", "orcid", "pmcid", "pmid", "ror", "url")
    },
}
SCHEMA_ORG_IRIS = ("sameAs", "url", "contentUrl", "license", "codeRepository")
"""Terms that the published context of schema.org takes as IRIs."""


def contexts() -> dict[str, object]:
    """Return the contexts by the name of the profile, so that no test asks the web for them."""
    terms = {term: {"@id": iri, "@type": kind} if kind else {"@id": iri} for term, (iri, kind) in SKG_IF_TERMS.items()}
    typed = {term: {"@type": "@id"} for term in SCHEMA_ORG_IRIS}
    return {
        "skg-if": {"@version": 1.1, **terms, **SKG_IF_WORDS},
        "schema-org": {"@vocab": "https://schema.org/", **typed},
    }


@pytest.fixture(scope="session")
def graph_of(written: Callable[..., bytes]) -> Callable[..., Graph]:
    """Return a function that gives, as rdflib reads it, what an RDF profile writes of some entries."""

    def read(name: str, *papers: Entry) -> Graph:
        exported = written(PROFILES[name], *papers)
        if PROFILES[name].suffix == ".ttl":
            return Graph().parse(data=exported, format="turtle")
        document = json.loads(exported)
        document["@context"] = contexts()[name]
        with warnings.catch_warnings():
            # rdflib 7.6 warns about a class that its own parser makes.
            warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
            return Graph().parse(data=json.dumps(document), format="json-ld")

    return read
