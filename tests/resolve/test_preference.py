"""Which value of differing records is kept, and what the forms of a work have of their own."""

from collections.abc import Mapping

import pytest

from kg.match.forms import form_of, identifier_form, notice_of
from kg.model import Identifier, Reference, Venue
from tests.resolve.conftest import MakeRecord, Resolve

DOI = (Identifier("doi", "10.1000/x"),)
AUTHORS = "Jane Doe; Max Roe"


def test_publisher_before_aggregator_before_file_before_page(make: MakeRecord, resolve: Resolve) -> None:
    """The publisher's title and pages are kept; every other value is a conflict with the rule that decided."""
    formats = ("listing", "bibtex", "openalex", "crossref")
    records = [
        make(f"{form}-1", f"Title of {form}", AUTHORS, format=form, date="2020", pages=f"{place}0-99", identifiers=DOI)
        for place, form in enumerate(formats, 1)
    ]
    (paper,) = resolve(records).papers
    assert (paper.title, paper.pages) == ("Title of crossref", "40-99")
    pages = {one.other_value: (one.kept_value, one.rule) for one in paper.conflicts if one.field == "pages"}
    assert pages == {f"{place}0-99": ("40-99", "publisher-side") for place in (1, 2, 3)}


def test_record_with_identifier_first(make: MakeRecord, resolve: Resolve) -> None:
    """A record with an identifier is preferred to a longer one without."""
    (paper,) = resolve(
        [
            make("a-1", "A title of some length", AUTHORS, format="bibtex", volume="1", identifiers=DOI),
            make("b-1", "A title of some length", AUTHORS, format="bibtex", volume="2", issue="3", language="en"),
        ]
    ).papers
    (conflict,) = paper.conflicts
    assert (paper.volume, conflict.rule) == ("1", "identified-record")


@pytest.mark.parametrize(
    ("field", "left", "right"),
    [
        ("pages", "1--10", "1–10"), ("pages", "1", "1-10"), ("volume", "IV", "iv"), ("language", "en", "en-US"),
        ("license", "http://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by/4.0/legalcode"),
        ("date", "2020", "2020-03"), ("landing_page", "https://a.example/x", "https://b.example/y"),
        ("venue", Venue(name="J. of X", issns=("0378-5955",)), Venue(name="Journal of X", issns=("0378-5955",))),
        ("venue", Venue(name="Journal of X"), Venue(name="JOURNAL  OF X")),
        ("venue", Venue(name="Phys. Rev. Lett."), Venue(name="The Physical Review Letters")),
    ],
)  # fmt: skip
def test_equal_values_are_no_conflict(
    make: MakeRecord, resolve: Resolve, field: str, left: object, right: object
) -> None:
    """Two spellings of one value are no conflict."""
    records = [
        make(f"{page}-1", "A title", AUTHORS, format="bibtex", identifiers=DOI, **{field: value})
        for page, value in (("a", left), ("b", right))
    ]
    (paper,) = resolve(records).papers
    assert paper.conflicts == ()


def test_more_precise_day_of_the_same_form(make: MakeRecord, resolve: Resolve) -> None:
    """The year of the publisher is kept with the day that an aggregator adds to it."""
    (paper,) = resolve(
        [
            make("a-1", "A title", AUTHORS, format="crossref", date="2020", identifiers=DOI),
            make("b-1", "A title", AUTHORS, format="openalex", date="2020-06-01", identifiers=DOI),
        ]
    ).papers
    assert paper.published_on == "2020-06-01"
    assert paper.conflicts == ()


def test_unions(make: MakeRecord, resolve: Resolve) -> None:
    """Keywords and references of all records are put together, each once; retracted is what any record says."""
    bats, text = Reference(identifiers=(Identifier("doi", "10.1000/b"),)), Reference(text="A. Bat (1999)")
    twice = Reference(identifiers=(Identifier("doi", "10.1000/b"), Identifier("pmid", "5")), text="Bat, 1999")
    (paper,) = resolve(
        [
            make("a-1", "A title", AUTHORS, format="bibtex", identifiers=DOI, keywords=("owl", "bat"),
                 references=(bats,)),
            make("b-1", "A title", AUTHORS, format="bibtex", identifiers=DOI, keywords=("Owl", "cat"), retracted=True,
                 references=(twice, text, Reference(text="a bat 1999"), Reference())),
        ]
    ).papers  # fmt: skip
    assert paper.keywords == ("Owl", "bat", "cat")
    assert paper.retracted
    assert [reference.identifiers for reference in paper.references] == [twice.identifiers, ()]


def test_references_become_citations(make: MakeRecord, resolve: Resolve) -> None:
    """A reference to a paper of the graph by any of its identifiers is a citation; one of itself is dropped."""
    own = Reference(identifiers=DOI)
    other = Reference(identifiers=(Identifier("doi", "10.9999/unknown"), Identifier("pmid", "7")))
    found = resolve(
        [
            make("a-1", "A title", AUTHORS, format="bibtex", identifiers=DOI, references=(own, other)),
            make("b-1", "Another one", "Al Moe", format="bibtex",
                 identifiers=(Identifier("arxiv", "2101.00001"), Identifier("pmid", "7"))),
        ]
    )  # fmt: skip
    citing = next(paper for paper in found.papers if paper.title == "A title")
    assert citing.cites == ("arxiv-2101.00001",)
    assert citing.references == ()


def test_editors(make: MakeRecord, resolve: Resolve) -> None:
    """Editors are merged as authors are; another one at a position is a conflict."""
    names = {page: make(f"{page}-9", "x", authors).names for page, authors in (("a", "Ed Itor"), ("b", "Otto Ther"))}
    (paper,) = resolve(
        [
            make(f"{page}-1", "A title", AUTHORS, format="bibtex", identifiers=DOI, editors=editors)
            for page, editors in names.items()
        ]
    ).papers
    assert [one.agent for one in paper.editors] == ["name-ed-itor"]
    assert [(one.field, one.other_value) for one in paper.conflicts] == [("editors", "Otto Ther")]


@pytest.mark.parametrize(
    ("fields", "form"),
    [
        ({"publication_type": "chapter"}, "chapter"),
        ({"publication_type": "review"}, "article"),
        ({"publication_type": "article", "identifiers": (Identifier("arxiv", "2101.00001"),)}, "preprint"),
        ({"publication_type": "article", "venue": Venue(name="CoRR")}, "preprint"),
        ({"venue": Venue(name="arXiv preprint arXiv:2101.00001")}, "preprint"),
        ({"venue": Venue(name="Proceedings of the 3rd Workshop on Owls")}, "proceedings-paper"),
        ({"venue": Venue(name="Journal of Owls")}, "article"),
        ({"identifiers": DOI}, "article"),
        ({"identifiers": (Identifier("doi", "10.1101/2020.01.01.123456"),)}, "preprint"),
        ({"identifiers": (Identifier("doi", "10.1101/gr.123456.111"),)}, "article"),
        ({"identifiers": (Identifier("doi", "10.2139/ssrn.123"),)}, "preprint"),
        ({"identifiers": (Identifier("acl", "P19-1001"),)}, "proceedings-paper"),
        ({"identifiers": (Identifier("acl", "2020.tacl-1.1"),)}, "article"),
        ({"identifiers": (Identifier("dblp", "conf/x/Y"),)}, "proceedings-paper"),
        ({"publication_type": "preprint", "identifiers": DOI}, "preprint"),
        ({"publication_type": "other"}, "other"),
        ({}, None),
    ],
)
def test_form(make: MakeRecord, fields: Mapping[str, object], form: str | None) -> None:
    """The form of a record is told by its type, its identifiers and its venue."""
    assert form_of(make("a-1", "A title", AUTHORS, format="bibtex", **fields)) == form


def test_form_of_identifiers(make: MakeRecord) -> None:
    """A DOI in the record of an arXiv preprint is that of the article; that of another server's is its own."""
    arxiv = Identifier("arxiv", "2101.00001")
    beside = make("a-1", "A title", format="openalex", publication_type="preprint", identifiers=(arxiv, *DOI))
    alone = make("a-1", "A title", format="openalex", publication_type="preprint", identifiers=DOI)
    assert identifier_form(DOI[0], beside) == "article"
    assert identifier_form(DOI[0], alone) == "preprint"
    assert identifier_form(arxiv, beside) == "preprint"
    assert identifier_form(Identifier("openalex", "W1"), beside) is None


@pytest.mark.parametrize(
    ("title", "notice"),
    [
        ("Erratum to: Owls", "erratum"), ("Corrigendum", "erratum"), ("Correction: Owls", "erratum"),
        ("Retraction notice to Owls", "retraction"), ("Comment on “Owls”", "comment"), ("Reply to Roe", "reply"),
        ("“Comment on Owls”", "comment"), ("RETRACTED: Owls", None), ("Corrections in owls", None),
        ("Error correction by owls", None), (None, None),
    ],
)  # fmt: skip
def test_notices(make: MakeRecord, title: str | None, notice: str | None) -> None:
    """A title tells a notice about a paper; a retracted paper is no notice."""
    assert notice_of(make("a-1", title, format="bibtex")) == notice
