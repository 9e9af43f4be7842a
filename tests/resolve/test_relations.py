"""How works stand to each other: notices, parts, other forms."""

import itertools

import pytest

from kg.model import Identifier, Relation, RelationKind
from tests.resolve.conftest import MakeRecord, Resolve

TITLE = "Counting owls in northern woods"
AUTHORS = "Ann Poe; Bo Roe"
DOI, NOTICE = Identifier("doi", "10.1000/owls"), Identifier("doi", "10.1000/owls-note")
OUTSIDE = Identifier("doi", "10.1000/elsewhere")


@pytest.mark.parametrize("kind", ["corrects", "retracts", "comments-on", "reviews", "part-of", "supplement-of"])
def test_a_notice_is_never_the_paper_it_is_about(make: MakeRecord, resolve: Resolve, kind: RelationKind) -> None:
    """A record that says of a paper that it is another work is related to it, whatever title and authors say."""
    records = [
        make("a-1", TITLE, AUTHORS, format="crossref", identifiers=(DOI,)),
        make("b-1", TITLE, AUTHORS, format="pubmed", relations=(Relation(kind=kind, identifiers=(DOI,)),)),
    ]
    found = resolve(records)
    assert len(found.papers) == 2
    ((related,), ()) = (paper.related for paper in sorted(found.papers, key=lambda paper: not paper.related))
    assert related == (kind, "doi-10.1000__owls")
    assert [paper.retracted for paper in found.papers if paper.key == related[1]] == [kind == "retracts"]


def test_an_own_identifier_is_no_other_work(make: MakeRecord, resolve: Resolve) -> None:
    """A record that names its own identifier as another work's is still joined by it; the relation to itself goes."""
    records = [
        make("a-1", TITLE, AUTHORS, format="crossref", identifiers=(DOI,)),
        make(
            "b-1", TITLE, AUTHORS, format="pubmed", identifiers=(DOI,),
            relations=(Relation(kind="corrects", identifiers=(DOI,)), Relation(kind="related", identifiers=(OUTSIDE,))),
        ),
    ]  # fmt: skip
    (paper,) = resolve(records).papers
    assert paper.related == ()
    assert [one.identifiers for one in paper.relations] == [(OUTSIDE,)]


@pytest.mark.parametrize("order", [1, -1])
def test_who_retracts_is_told_of_both(make: MakeRecord, resolve: Resolve, order: int) -> None:
    """A paper is retracted by its own record, by a notice in the graph, or by one outside."""
    records = [
        make("a-1", TITLE, AUTHORS, format="crossref", identifiers=(DOI,)),
        make("b-1", f"Retraction: {TITLE}", "", format="crossref", identifiers=(NOTICE,),
             relations=(Relation(kind="retracts", identifiers=(Identifier("pmid", "9"), DOI)),)),
        make("c-1", "Bats by day", "Cy Doe", format="pubmed",
             relations=(Relation(kind="retracted-by", text="J Bats 2001;3:4"),)),
        make("d-1", "Moths", "Di Coe", format="pubmed",
             relations=(Relation(kind="retracts", identifiers=(OUTSIDE,)),)),
    ]  # fmt: skip
    found = resolve(records[::order])
    retracted = {paper.title: paper.retracted for paper in found.papers}
    assert retracted == {TITLE: True, f"Retraction: {TITLE}": False, "Bats by day": True, "Moths": False}


def test_relations_of_records_are_one_each(make: MakeRecord, resolve: Resolve) -> None:
    """Relations of one kind that share an identifier or the words are one; empty ones say nothing."""
    pmid = Identifier("pmid", "7")
    said = [
        (Relation(kind="corrected-by", identifiers=(OUTSIDE,), text="J 1"), Relation(kind="related")),
        (Relation(kind="corrected-by", identifiers=(OUTSIDE, pmid)), Relation(kind="corrected-by", text="j. 1")),
        (Relation(kind="reviews", identifiers=(OUTSIDE,)),),
    ]
    records = [
        make(f"{page}-1", TITLE, AUTHORS, format="crossref", identifiers=(DOI,), relations=relations)
        for page, relations in zip("abc", said, strict=True)
    ]
    (paper,) = resolve(records).papers
    assert paper.relations == (
        Relation(kind="corrected-by", identifiers=(OUTSIDE, pmid), text="J 1"),
        Relation(kind="reviews", identifiers=(OUTSIDE,)),
    )


@pytest.mark.parametrize("kind", ["chapter", "proceedings-paper", "article"])
def test_the_isbn_of_a_part_is_that_of_its_book(make: MakeRecord, resolve: Resolve, kind: str) -> None:
    """A chapter has no ISBN of its own: it is part of the book, which may be a paper of the graph."""
    isbn, other = Identifier("isbn", "9780306406157"), Identifier("isbn", "9783161484100")
    records = [
        make("a-1", "Owls of the world", "Ed Itor", format="bibtex", publication_type="book", identifiers=(isbn,)),
        make("b-1", TITLE, AUTHORS, format="bibtex", publication_type=kind, identifiers=(isbn, other)),
    ]
    found = resolve(records)
    chapter, book = found.paper(TITLE), found.paper("Owls of the world")
    assert chapter.identifiers == ()
    assert chapter.related == (("part-of", book.key),)
    assert chapter.relations == (Relation(kind="part-of", identifiers=(other,)),)
    assert book.identifiers == (isbn,)


def test_a_stated_form_joins(make: MakeRecord, resolve: Resolve) -> None:
    """A preprint whose record names its article is one paper with it under any title; the authors may not differ."""
    arxiv = Identifier("arxiv", "2101.00001")
    tie = (Relation(kind="version-of", identifiers=(DOI,)),)
    records = [
        make("a-1", TITLE, AUTHORS, format="crossref", publication_type="article", identifiers=(DOI,), date="2024"),
        make("b-1", "Of owls", AUTHORS, format="arxiv", identifiers=(arxiv,), relations=tie, date="2015"),
        make("c-1", "Of cabbages", "Di Coe", format="datacite", publication_type="preprint", relations=tie),
    ]
    for order in itertools.permutations(records):
        found = resolve(order)
        assert found.clusters() == {frozenset({"a-1", "b-1"}), frozenset({"c-1"})}
        assert found.paper(TITLE).related == ()
        assert found.paper("Of cabbages").related == (("version-of", "doi-10.1000__owls"),)
        assert len(found.paper(TITLE).versions) == 2
