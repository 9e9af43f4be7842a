"""Entries say what the graph says: by a graph of every property, and by independent queries over the examples."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store

from kg.profiles import Entry, entries
from kg.profiles.entry import Agent, Category, Venue, Version
from kg.profiles.texts import date_parts, one_line, page_range

GRAPH = Path(__file__).parents[2] / "output" / "graph.ttl"
ID = "https://example.org/id/"
PREFIXES = """
@prefix kg: <https://w3id.org/scholarkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/id/> .
"""
WHOLE = """
:p a kg:Paper ; kg:title "T" ; kg:translatedTitle "Ü"@de, "X"@fr ; kg:abstract "A" ; kg:hasAuthorship :b, :a ;
    kg:author :x, :o ; kg:authorListComplete false ; kg:editor :x ; kg:publishedOn "2020-01-02"^^xsd:date ;
    kg:publishedFrom "2020-01-02"^^xsd:date ; kg:publishedUntil "2020-01-02"^^xsd:date ; kg:publicationYear 2020 ;
    kg:dateText "d" ; kg:publicationType "article" ; kg:language "en" ; kg:doi "10.48550/arxiv.1", "10.9/z", "10.9/a" ;
    kg:arxivId "2001.00001" ; kg:pmid "1" ; kg:pmcid "PMC1" ; kg:openAlexId "W1" ; kg:dblpKey "conf/a/b" ;
    kg:aclId "P18-1001" ; kg:semanticScholarId "7" ; kg:wikidataId "Q1" ; kg:isbn "9783161484100" ; kg:venue :v ;
    kg:venueName "printed" ; kg:volume "1" ; kg:issue "2" ; kg:pages "3-4" ; kg:category :c1, :c2 ;
    kg:primaryCategory :c2 ; kg:keyword "k2", "k1" ; kg:cites :q ; kg:citesExternal <https://example.com/x> ;
    kg:referenceText "R" ; kg:code :r ; kg:codeReported true ; kg:retracted false ; kg:license <https://example.com/l> ;
    kg:landingPage <https://example.com/p> ; kg:pdf <https://example.com/p.pdf> ; kg:hasVersion :w .
:a a kg:Authorship ; kg:position 2 ; kg:agent :o .
:b a kg:Authorship ; kg:position 1 ; kg:agent :x ; kg:affiliation :o .
:x a kg:Person ; kg:name "G F" ; kg:givenName "G" ; kg:familyName "F" ; kg:orcid "0000-0002-1825-0097" ;
    kg:dblpPid "1/2" ; kg:openAlexId "A1" ; kg:aclId "gf" .
:o a kg:Organization ; kg:name "O" ; kg:ror "04wxnsj81" .
:v a kg:Venue ; kg:name "V" ; kg:issn "2049-3630" ; kg:publisher :o .
:c1 a kg:Category ; kg:name "One" ; skos:notation "a.A" .
:c2 a kg:Category ; skos:notation "b.B" .
:r a kg:Repository ; kg:codeRepository <https://github.com/a/b> .
:w a kg:Version ; kg:versionKind "preprint" ; kg:versionNumber "2" ; kg:publicationYear 2019 ; kg:arxivId "2001.00001" ;
    kg:license <https://example.com/m> ; kg:landingPage <https://example.com/q> ; kg:pdf <https://example.com/q.pdf> .
"""
ORGANIZATION = Agent(iri=f"{ID}o", name="O", collective=True, identifiers=(("ror", "04wxnsj81"),))
PERSON = Agent(
    iri=f"{ID}x",
    name="G F",
    given="G",
    family="F",
    identifiers=(("acl", "gf"), ("dblp", "1/2"), ("openalex", "A1"), ("orcid", "0000-0002-1825-0097")),
)


def read(turtle: str) -> list[Entry]:
    """Return the entries of a graph."""
    store = Store()
    store.load(input=(PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)
    return list(entries(store))


def test_every_property() -> None:
    """Each bibliographic property of the ontology arrives in its field."""
    (entry,) = read(WHOLE)
    assert entry.iri == f"{ID}p"
    assert (entry.title, entry.abstract, entry.language) == ("T", "A", "en")
    assert entry.translated_titles == (("de", "Ü"), ("fr", "X"))
    assert [(one.position, one.agent, one.role) for one in entry.authors] == [
        (1, PERSON, f"{ID}b"),
        (2, ORGANIZATION, f"{ID}a"),
    ]
    assert entry.authors[0].affiliations == (ORGANIZATION,)
    assert entry.editors == (PERSON,)
    assert (entry.complete, entry.code_reported, entry.retracted) == (False, True, False)
    assert (entry.date, entry.date_range, entry.date_text) == ("2020-01-02", None, "d")
    assert entry.publication_type == "article"
    assert entry.all_of("doi") == ("10.9/a", "10.9/z", "10.48550/arxiv.1")
    assert [scheme for scheme, _ in entry.identifiers[3:]] == [
        "arxiv",
        "pmid",
        "pmcid",
        "acl",
        "dblp",
        "openalex",
        "s2",
        "wikidata",
        "isbn",
    ]
    assert entry.venue == Venue(name="V", iri=f"{ID}v", issns=("2049-3630",), publisher=ORGANIZATION)
    assert (entry.volume, entry.issue, entry.pages) == ("1", "2", "3-4")
    assert entry.categories == (
        Category(iri=f"{ID}c2", name="b.B", notation="b.B"),
        Category(iri=f"{ID}c1", name="One", notation="a.A"),
    )
    assert [category.label for category in entry.categories] == ["b.B", "One (a.A)"]
    assert entry.keywords == ("k1", "k2")
    assert (entry.cites, entry.cites_external, entry.references) == ((f"{ID}q",), ("https://example.com/x",), ("R",))
    assert entry.code == ((f"{ID}r", "https://github.com/a/b"),)
    assert (entry.licenses, entry.landing_pages) == (("https://example.com/l",), ("https://example.com/p",))
    assert entry.pdfs == ("https://example.com/p.pdf",)
    assert entry.versions == (
        Version(
            iri=f"{ID}w",
            kind="preprint",
            number="2",
            date="2019",
            identifiers=(("arxiv", "2001.00001"),),
            licenses=("https://example.com/m",),
            landing_pages=("https://example.com/q",),
            pdfs=("https://example.com/q.pdf",),
        ),
    )


@pytest.mark.parametrize(
    ("statements", "date", "days"),
    [
        ("kg:publicationYear 2001", "2001", None),
        ("kg:publishedFrom '2001-06-01'^^xsd:date ; kg:publishedUntil '2001-08-31'^^xsd:date", None, True),
        ("kg:publishedFrom '2001-01-01'^^xsd:date ; kg:publishedUntil '2001-12-31'^^xsd:date", "2001", None),
        ("kg:publishedOn '--02-29'^^xsd:gMonthDay", "--02-29", None),
        ("kg:publishedFrom '2001-06-01'^^xsd:date", None, None),
    ],
)
def test_dates(statements: str, date: str | None, days: object) -> None:
    """A year alone and a range are kept as what they are; a whole year is a year; half a range says nothing."""
    (entry,) = read(f":p a kg:Paper ; {statements} .")
    assert entry.date == date
    assert entry.date_range == (("2001-06-01", "2001-08-31") if days else None)


def test_half_known() -> None:
    """Names with one part only, venues without a name, authorships without agent, blank nodes do not stop it."""
    first, second = read("""
        :q a kg:Paper ; kg:venueName "Printed" .
        :p a kg:Paper ; kg:hasAuthorship :a, :b, [ kg:agent :x ] ; kg:venue :v .
        [] a kg:Paper ; kg:title "blank" .
        :a kg:agent :x . :b kg:position 1 . :x a kg:Person ; kg:name "Mono Nym" ; kg:familyName "Nym" .
    """)
    assert [author.agent for author in first.authors] == [Agent(iri=f"{ID}x", name="Mono Nym")]
    assert first.venue == Venue(name=f"{ID}v", iri=f"{ID}v")
    assert second.venue == Venue(name="Printed")


def test_wrong_numbers() -> None:
    """What stands for a number and is none does not stop it: such an author comes last, such a year is unknown."""
    (entry,) = read("""
        :p a kg:Paper ; kg:publicationYear "soon" ; kg:hasAuthorship :a, :b .
        :a kg:agent :x ; kg:position "first" . :b kg:agent :y ; kg:position 7 .
    """)
    assert [author.agent.iri for author in entry.authors] == [f"{ID}y", f"{ID}x"]
    assert entry.date is None


def test_examples(examples: list[Entry]) -> None:
    """Titles, author order and dates of the example graph are those that SPARQL finds."""
    store = Store()
    store.bulk_load(path=str(GRAPH), format=RdfFormat.TURTLE)
    prefix = "PREFIX kg: <https://w3id.org/scholarkg/ontology#> "
    rows = store.query(
        prefix + "SELECT ?p ?t ?d { ?p a kg:Paper OPTIONAL {?p kg:title ?t} OPTIONAL {?p kg:publishedOn ?d} }"
    )
    assert isinstance(rows, QuerySolutions)
    expected = {text(row["p"]): (text(row["t"]), text(row["d"])) for row in rows}
    assert {entry.iri: (entry.title, entry.date) for entry in examples} == expected
    assert [entry.iri for entry in examples] == sorted(map(str, expected))
    rows = store.query(
        prefix + "SELECT ?p ?n { ?p kg:hasAuthorship ?a . ?a kg:position ?i ; kg:agent/kg:name ?n } ORDER BY ?p ?i"
    )
    assert isinstance(rows, QuerySolutions)
    order: dict[str | None, list[str | None]] = {}
    for row in rows:
        order.setdefault(text(row["p"]), []).append(text(row["n"]))
    assert {entry.iri: [author.agent.name for author in entry.authors] for entry in examples if entry.authors} == order


def text(term: object) -> str | None:
    """Return the text of a term."""
    return term.value if isinstance(term, Literal | NamedNode) else None


@pytest.mark.parametrize(
    ("pages", "ends"),
    [
        ("1-2", ("1", "2")),
        ("1 – 2", ("1", "2")),
        ("A1--A9", ("A1", "A9")),
        ("12", None),
        ("e12", None),
        ("1-2-3", None),
        ("1, 5-9", None),
    ],
)
def test_pages(pages: str, ends: tuple[str, str] | None) -> None:
    """Two ends are told apart where there are exactly two."""
    assert page_range(pages) == ends


def test_texts() -> None:
    """A line has no breaks, tabs or controls; blanks inside stay; what is no date has no parts."""
    assert one_line("a\r\n  b\tc\x00d  e\u2028f") == "a b cd  e f"
    assert tuple(date_parts("next year")) == (None, None, None)
