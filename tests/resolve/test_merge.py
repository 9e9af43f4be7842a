"""Tests of `kg.resolve.merge`: preferred values, conflicts, author lists."""

import pytest

from kg.mappers.fields import FIELDS
from kg.model import Inference, Name
from kg.resolve.dating import agree
from kg.resolve.merge import draft
from tests.resolve.conftest import MakeRecord

TITLE = "Counting owls in northern woods"


def test_one_record_gives_its_own_values(make: MakeRecord) -> None:
    """A paper of one record has its values in NFC and no conflict."""
    record = make(
        "a-1",
        "Cafe\u0301 owls",
        "Anna Berg",
        date="2020-02-03",
        category="LG",
        has_code=True,
        code_urls=("https://b", "https://a"),
    )
    paper = draft([record]).paper
    assert (paper.title, paper.published_on, paper.category) == ("Café owls", "2020-02-03", "LG")
    assert paper.code_urls == ("https://a", "https://b")
    assert paper.code_reported
    assert not paper.conflicts
    assert not paper.inferences
    assert paper.records == (record,)


def test_days_and_categories_that_differ_are_conflicts(make: MakeRecord) -> None:
    """The record with the complete author list wins; the other value, its record and the rule are kept."""
    cut = make("a-1", TITLE, "Anna Berg et al.", date="2020-02-03", category="LG")
    whole = make("b-1", TITLE, "Anna Berg; Bo Lind", date="2020-02-05", category="ML")
    day, category = draft([cut, whole]).paper.conflicts
    assert (day.field, day.kept_value, day.kept_record) == ("published_on", "2020-02-05", "b-1")
    assert (day.other_value, day.other_record, day.rule) == ("2020-02-03", "a-1", "complete-author-list")
    assert (category.field, category.kept_value, category.other_value) == ("category", "ML", "LG")


def test_the_same_other_value_is_one_conflict(make: MakeRecord) -> None:
    """Ten pages that print one other day are one overruled value, shown on the first of them."""
    records = [make(f"{page}-1", TITLE, "Anna Berg", date="2020-02-05") for page in "bc"]
    whole = make("z-1", TITLE, "Anna Berg", date="2020-02-03", category="LG", abstract="Owls.")
    (conflict,) = draft([*records, whole]).paper.conflicts
    assert (conflict.kept_value, conflict.other_record, conflict.rule) == ("2020-02-03", "b-1", "most-fields")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("2020-02-03", "2020-02-03", True),
        ("2020-02", "2020-02-03", True),
        ("2020", "2020-02-03", True),
        ("--02-03", "2020-02-03", True),
        ("--02-03", "2020-02", True),
        ("--02-03", "2020", True),
        ("--02-03", "--02-03", True),
        ("--02-03", "--02-04", False),
        ("--02-03", "2020-02-04", False),
        ("--02-03", "2020-03", False),
        ("2020", "2021", False),
    ],
)
def test_dates_agree_when_one_is_less_precise(left: str, right: str, *, expected: bool) -> None:
    """A year, a month, or a day without year agrees with the full date that has it."""
    assert agree(left, right) is agree(right, left) is expected


def test_a_full_date_wins_over_one_without_year(make: MakeRecord) -> None:
    """The year of another record completes a day without year, without a conflict and without an inference."""
    yearless = make("a-1", TITLE, "Anna Berg; Bo Lind", date="--04-06", abstract="Owls.", category="LG")
    full = make("b-1", TITLE, "Anna Berg et al.", date="2024-04-06")
    guess = Inference(
        field="published_on", inferred_value="2026-04-06", in_record="a-1", rule="r", reason="r", confidence=0.9
    )
    paper = draft([yearless, full], [guess]).paper
    assert (paper.published_on, paper.conflicts, paper.inferences) == ("2024-04-06", (), ())
    alone = draft([yearless], [guess, guess]).paper
    assert (alone.published_on, alone.inferences) == ("--04-06", (guess,))


def test_other_wordings_of_the_abstract_are_no_conflict(make: MakeRecord) -> None:
    """The preferred record's wording is the paper's; the others stay on their records."""
    short = make("a-1", TITLE, "Anna Berg", abstract="Owls.")
    long = make("b-1", TITLE, "Anna Berg", abstract="Owls and more owls.", category="LG")
    paper = draft([short, long]).paper
    assert paper.abstract == "Owls and more owls."
    assert paper.conflicts == ()


def test_the_fuller_form_of_a_name_is_used(make: MakeRecord) -> None:
    """Initials on the preferred list become the full name that another record has at the same position."""
    initials = make("a-1", TITLE, "M. Yamada; B. Lind", abstract="Owls.")
    full = make("b-1", TITLE, "Masanori Yamada; Bo Lind et al.")
    merged = draft([initials, full])
    assert [authorship.name.display for authorship in merged.paper.authorships] == ["Masanori Yamada", "Bo Lind"]
    assert [authorship.raw_name for authorship in merged.paper.authorships] == ["M. Yamada", "B. Lind"]
    assert merged.spellings[0] == (Name(printed="M. Yamada"), Name(printed="Masanori Yamada"))
    assert merged.paper.conflicts == ()


def test_parts_that_a_source_tells_apart_are_used(make: MakeRecord) -> None:
    """Of two equal names the one with given and family name apart is used; the printed string stays."""
    plain = make("a-1", TITLE, "Takashi Shibata", abstract="Owls.", category="LG")
    parted = make("b-1", TITLE, "Shibata, Takashi")
    (authorship,) = draft([plain, parted]).paper.authorships
    assert (authorship.raw_name, authorship.name.family) == ("Takashi Shibata", "Shibata")


def test_names_that_differ_in_a_position_are_conflicts(make: MakeRecord) -> None:
    """A misprinted name is overruled and kept as a conflict; it is no spelling of the person."""
    right = make("a-1", TITLE, "Masanori Yamada; Bo Lind", abstract="Owls.")
    wrong = make("b-1", TITLE, "Masanori Yamda; Bo Lind")
    merged = draft([right, wrong])
    (conflict,) = merged.paper.conflicts
    assert conflict.field == "authors"
    assert (conflict.kept_value, conflict.other_value) == ("Masanori Yamada", "Masanori Yamda")
    assert merged.spellings[0] == (Name(printed="Masanori Yamada"),)


def test_lists_of_other_length_or_order_are_one_conflict(make: MakeRecord) -> None:
    """Where positions do not correspond the lists as wholes are in conflict."""
    kept = make("a-1", TITLE, "Anna Berg; Bo Lind; Carl Ek", abstract="Owls.")
    shorter = make("b-1", TITLE, "Anna Berg; Carl Ek")
    turned = make("c-1", TITLE, "Bo Lind; Anna Berg; Carl Ek")
    conflicts = draft([kept, shorter, turned]).paper.conflicts
    assert [conflict.field for conflict in conflicts] == ["author_line", "author_line"]
    assert conflicts[0].other_value == "Anna Berg; Carl Ek"
    assert conflicts[0].rule == "more-authors"


def test_a_cut_list_stays_cut(make: MakeRecord) -> None:
    """Where no record is whole the longest list is used, and the line says that it is cut."""
    paper = draft([make("a-1", TITLE, "Anna Berg et al."), make("b-1", TITLE, "Anna Berg; Bo Lind et al.")]).paper
    assert paper.author_line == "Anna Berg, Bo Lind et al."
    assert not paper.authors_complete


def test_every_field_of_a_conflict_has_a_property(make: MakeRecord) -> None:
    """What merging calls a field is what the mappers know."""
    records = [
        make("a-1", TITLE, "Anna Berg; Bo Lind; Carl Ek", date="2020-01-01", category="LG", abstract="Owls."),
        make("b-1", "Owls", "Anna Berg; Bo Linde", date="2021-01-01", category="CL"),
        make("c-1", TITLE, "Anna Berg; Bo Lind; Carla Eck et al."),
        make("d-1", TITLE, "Anna Bergs; Bo Lind et al."),
    ]
    fields = {conflict.field for conflict in draft(records).paper.conflicts}
    assert fields == {"title", "published_on", "category", "author_line", "authors"}
    assert fields <= FIELDS.keys()
