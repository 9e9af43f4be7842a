"""The forms of a paper."""

from kg.model import Identifier
from tests.resolve.conftest import MakeRecord, Resolve

DOI, ARXIV = Identifier("doi", "10.1000/x"), Identifier("arxiv", "2101.00001")
TITLE, AUTHORS = "A study of many things", "Jane Doe; Max Roe"


def test_one_identifier_is_of_one_form(make: MakeRecord, resolve: Resolve) -> None:
    """Where sources call one DOI by two types, it is of the form that the publisher says, and no version is minted."""
    records = [
        make("a-1", TITLE, AUTHORS, format="crossref", publication_type="proceedings-paper", identifiers=(DOI,)),
        make("b-1", TITLE, AUTHORS, format="openalex", publication_type="preprint", identifiers=(DOI,)),
        make("c-1", TITLE, AUTHORS, format="bibtex", publication_type="article", identifiers=(DOI,)),
    ]
    (paper,) = resolve(records).papers
    assert paper.versions == ()
    (paper,) = resolve([*records, make("d-1", TITLE, AUTHORS, format="bibtex", identifiers=(ARXIV,))]).papers
    assert [(one.kind, one.key) for one in paper.versions] == [
        ("preprint", "arxiv-2101.00001"),
        ("proceedings-paper", "doi-10.1000__x"),
    ]


def test_form_known_by_an_identifier_alone(make: MakeRecord, resolve: Resolve) -> None:
    """An article whose record names its arXiv id has a preprint, of which only the identifier is known."""
    record = make(
        "a-1", TITLE, AUTHORS, format="crossref", publication_type="article", date="2021", identifiers=(ARXIV, DOI)
    )
    (paper,) = resolve([record]).papers
    preprint = next(one for one in paper.versions if one.kind == "preprint")
    assert (preprint.identifiers, preprint.published_on) == ((ARXIV,), None)


def test_latest_version_number(make: MakeRecord, resolve: Resolve) -> None:
    """Of several version numbers of a form the latest counts; a form without identifier has a key of the paper's."""
    records = [
        make(f"{page}-1", TITLE, AUTHORS, format="openalex", publication_type="preprint", version_number=number)
        for page, number in (("a", "9"), ("b", "10"), ("c", None))
    ]
    (paper,) = resolve(
        [*records, make("d-1", TITLE, AUTHORS, format="crossref", publication_type="article", identifiers=(DOI,))]
    ).papers
    preprint = next(one for one in paper.versions if one.kind == "preprint")
    assert (preprint.number, preprint.key) == ("10", "doi-10.1000__x-preprint")


def test_contested_identifier_names_no_version(make: MakeRecord, resolve: Resolve) -> None:
    """Two papers that claim one identifier do not share a version; what nothing else proves is no version."""
    records = [
        make("a-1", TITLE, AUTHORS, format="bibtex", identifiers=(ARXIV, DOI)),
        make("b-1", "Of cabbages", "King Lear; Lady Macbeth", format="bibtex", identifiers=(ARXIV,)),
        make("c-1", "Of cabbages", "King Lear; Lady Macbeth", format="crossref", publication_type="article"),
    ]
    papers = resolve(records).papers
    keys = [version.key for paper in papers for version in paper.versions]
    assert len(papers) == 2
    assert len(keys) == len(set(keys)) == 2
    assert "arxiv-2101.00001" not in keys


def test_careless_type_parts_no_work(make: MakeRecord, resolve: Resolve) -> None:
    """A DOI that one source calls a preprint's and the publisher an article's leaves room for the real preprint."""
    preprint = Identifier("doi", "10.31234/osf.io/abcde")
    records = [
        make("a-1", TITLE, AUTHORS, format="crossref", publication_type="article", identifiers=(DOI,)),
        make("b-1", TITLE, AUTHORS, format="openalex", publication_type="preprint", identifiers=(DOI,)),
        make("c-1", TITLE, AUTHORS, format="openalex", publication_type="preprint", identifiers=(preprint,)),
    ]
    (paper,) = resolve(records).papers
    assert [(one.kind, one.identifiers) for one in paper.versions] == [("article", (DOI,)), ("preprint", (preprint,))]
