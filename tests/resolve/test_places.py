"""Venues: by ISSN, else by name."""

import itertools

from kg.model import Identifier, Venue
from tests.resolve.conftest import MakeRecord, Resolve

ISSN, ELECTRONIC, OTHER = "0378-5955", "2434-561X", "0317-8471"


def test_a_name_is_the_venue_of_that_name(make: MakeRecord, resolve: Resolve) -> None:
    """A venue named without ISSN is the one with ISSNs of this name, if the graph knows one such."""
    venues = [
        Venue(name="Journal of Owls", issns=(ISSN,), publisher="Owl Press"),
        Venue(name="Journal of owls", issns=(ISSN, ELECTRONIC)),
        Venue(name="JOURNAL OF OWLS"),
    ]
    records = [
        make(f"{page}-1", page, "Ann Poe", format="bibtex", venue=venue)
        for page, venue in zip("abc", venues, strict=True)
    ]
    for order in itertools.permutations(records):
        found = resolve(order)
        assert [(one.issns, one.publisher) for one in found.venues] == [((ISSN, ELECTRONIC), "Owl Press")]
        assert {paper.venue.issns[0] for paper in found.papers if paper.venue} == {ISSN}


def test_a_name_of_two_venues_is_neither(make: MakeRecord, resolve: Resolve) -> None:
    """A name that two venues with ISSNs bear, or that series everywhere bear, stays by itself."""
    venues = [
        Venue(name="Owl Notes", issns=(ISSN,)),
        Venue(name="Owl Notes", issns=(OTHER,)),
        Venue(name="Owl Notes"),
        Venue(name="Proceedings", issns=(ELECTRONIC,)),
        Venue(name="Proceedings"),
        Venue(name=" "),
    ]
    records = [
        make(f"{page}-1", page, "Ann Poe", format="bibtex", venue=venue)
        for page, venue in zip("abcdef", venues, strict=True)
    ]
    assert sorted((one.name, one.issns) for one in resolve(records).venues) == [
        ("Owl Notes", ()),
        ("Owl Notes", (OTHER,)),
        ("Owl Notes", (ISSN,)),
        ("Proceedings", ()),
        ("Proceedings", (ELECTRONIC,)),
    ]


def test_seasons_stay_beside_the_year(make: MakeRecord, resolve: Resolve) -> None:
    """A printed season is kept where only the year is known, of a version too; a known month says more."""
    doi, arxiv = Identifier("doi", "10.1000/x"), Identifier("arxiv", "2101.00001")
    records = [
        make(
            "a-1",
            "A season of counting owls",
            "Ann Poe",
            format="jats",
            date="2003",
            date_text="Spring 2003",
            identifiers=(doi,),
        ),
        make("b-1", "A season of counting owls", "Ann Poe", format="arxiv", date="2002-11", identifiers=(arxiv,)),
        make("c-1", "Two", "Bo Roe", format="jats", date="2003", date_text="Spring 2003"),
        make("d-1", "Two", "Bo Roe", format="crossref", date="2003-04"),
        make("e-1", "Three", "Cy Doe", format="jats", date_text="Easter"),
    ]
    found = resolve(records)
    assert {paper.title: paper.date_text for paper in found.papers} == {
        "A season of counting owls": "Spring 2003", "Two": None, "Three": "Easter",
    }  # fmt: skip
    assert [(one.kind, one.date_text) for one in found.paper("A season of counting owls").versions] == [
        ("article", "Spring 2003"), ("preprint", None),
    ]  # fmt: skip
