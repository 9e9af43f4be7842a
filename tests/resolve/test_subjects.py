"""Terms of vocabularies."""

from kg.model import Subject
from kg.resolve.subjects import stated_subjects
from tests.resolve.conftest import MakeRecord, Resolve


def test_a_label_is_the_code_that_bears_it(make: MakeRecord, resolve: Resolve) -> None:
    """A label without a code joins the one term of its vocabulary with this label; else it stands by itself."""
    owls, wrong = (
        Subject(scheme="mesh", notation="D1", label="Owls"),
        Subject(scheme="mesh", notation="D1", label="Owl"),
    )
    records = [
        make("a-1", "One", "Ann Poe", format="pubmed", subjects=(owls, Subject(scheme="mesh", label="OWLS"))),
        make("b-1", "Two", "Bo Roe", format="pubmed", subjects=(wrong, Subject(scheme="lcsh", label="Owls"))),
        make("c-1", "Three", "Cy Doe", format="pubmed", subjects=(owls,)),
        make("d-1", "Four", "Di Coe", format="pubmed", subjects=(Subject(scheme="ddc", notation="598.9"),)),
    ]
    found = resolve(records)
    assert found.subjects == [
        Subject(scheme="ddc", notation="598.9"),
        Subject(scheme="lcsh", label="Owls"),
        owls,
    ]
    assert [len(found.paper(title).subjects) for title in ("One", "Two", "Three")] == [1, 2, 1]


def test_a_label_of_two_codes_stays_a_label(make: MakeRecord, resolve: Resolve) -> None:
    """A label that two codes bear tells neither."""
    two = tuple(Subject(scheme="x", notation=code, label="Owls") for code in "12")
    records = [
        make("a-1", "One", "Ann Poe", format="pubmed", subjects=two),
        make("b-1", "Two", "Bo Roe", format="pubmed", subjects=(Subject(scheme="x", label="Owls"),)),
    ]
    assert resolve(records).paper("Two").subjects == (Subject(scheme="x", label="Owls"),)


def test_subjects_are_single_lines() -> None:
    """Blanks are folded, empty terms and schemes say nothing, equal ones are one."""
    stated = (
        Subject(scheme=" MeSH", notation=" D1\n", label="  "),
        Subject(scheme="mesh", notation="D1"),
        Subject(scheme="mesh"),
        Subject(scheme=" ", label="x"),
    )
    assert stated_subjects(stated) == (Subject(scheme="mesh", notation="D1"),)


def test_several_categories_and_the_first(make: MakeRecord, resolve: Resolve) -> None:
    """A record that lists arXiv's categories beside the first one tells which is primary; a page's code does not."""
    also = (Subject(scheme="arxiv", notation="stat.ML"),)
    records = [
        make("a-1", "One", "Ann Poe", format="arxiv", category="cs.LG", subjects=also),
        make("b-1", "Two", "Bo Roe", category="LG"),
    ]
    found = resolve(records)
    assert found.paper("One").primary_category
    assert not found.paper("Two").primary_category
