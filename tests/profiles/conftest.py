"""Entries that tests of profiles share: one with every field, and nasty ones; the graph of the examples."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.profiles import Entry, Profile, entries
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
