"""Identifiers that papers kept apart share."""

import itertools

from kg.model import Identifier
from tests.resolve.conftest import MakeRecord, Resolve

DOI, ISBN = Identifier("doi", "10.1000/x"), Identifier("isbn", "9780306406157")


def test_it_stays_with_whom_the_publisher_gives_it(make: MakeRecord, resolve: Resolve) -> None:
    """The paper of the source nearest to the publisher keeps the identifier, the other one loses it; all is told."""
    records = [
        make("a-1", "Of cabbages", "King Lear", format="bibtex", identifiers=(DOI, Identifier("pmid", "5"))),
        make("b-1", "Counting owls in northern woods", "Ann Poe", format="crossref", identifiers=(DOI,)),
    ]
    for order in itertools.permutations(records):
        found = resolve(order)
        assert {paper.title: paper.identifiers for paper in found.papers} == {
            "Of cabbages": (Identifier("pmid", "5"),),
            "Counting owls in northern woods": (DOI,),
        }
        assert {paper.key for paper in found.papers} == {"doi-10.1000__x", "pmid-5"}
        (told,) = [finding for finding in found.findings if finding.rule == "contested-identifier"]
        assert "it stays with that of b.txt" in told.message
        assert "Of cabbages" in told.message


def test_of_equals_it_is_nobodys(make: MakeRecord, resolve: Resolve) -> None:
    """Papers of equally good sources all lose the identifier; a finding names three of them."""
    titles = ["Of cabbages", "Of kings", "Of ships", "Of sealing wax"]
    people = ["King Lear", "Tom Fool", "Ann Poe", "Bo Roe"]
    records = [
        make(f"{page}-1", title, who, format="bibtex", identifiers=(DOI,))
        for page, title, who in zip("abcd", titles, people, strict=True)
    ]
    found = resolve(records)
    assert [paper.identifiers for paper in found.papers] == [()] * 4
    (told,) = [finding for finding in found.findings if finding.rule == "contested-identifier"]
    assert "and 1 more" in told.message
    assert "none of them" in told.message


def test_volumes_of_one_work_share_its_isbn(make: MakeRecord, resolve: Resolve) -> None:
    """The ISBN of a work in volumes stays with all of them."""
    records = [
        make("a-1", "Birds", "Ann Poe", format="bibtex", publication_type="book", identifiers=(ISBN,)),
        make("b-1", "Beasts", "Bo Roe", format="bibtex", publication_type="book", identifiers=(ISBN,)),
    ]
    found = resolve(records)
    assert [paper.identifiers for paper in found.papers] == [(ISBN,)] * 2
    assert "contested-identifier" not in found.rules()
