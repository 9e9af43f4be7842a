"""Tagged lines: records, their places, what is between them, what is broken."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.readers import Place, Source, open_source
from kg.readers.source import LONGEST_LINE, Line
from kg.readers.syntax import tagged_lines
from kg.readers.syntax.inverted_names import inverted_name, is_cut, without_cut
from kg.readers.syntax.tagged_lines import Form, field_of, paragraphs, tagged_records

LINE = re.compile(r"(?P<tag>[A-Z][A-Z0-9]) {2}- ?(?P<value>.*)")
BEGIN = re.compile(r"(?P<tag>TY) {2}- ?(?P<value>.*)")
FORM = Form(tagged=(LINE,), begins=BEGIN, opens=BEGIN, ends="ER", noise=re.compile(r"\d+\."))


def source(text: str, folder: Path) -> Source:
    """Return a source of a text."""
    path = folder / "source.txt"
    path.write_text(text, encoding="utf-8", newline="\n")
    return open_source(Place(str(path), by_hand=True), path.name, folder)


def test_a_record_has_its_fields_and_lines(tmp_path: Path) -> None:
    """Tags, values over several lines, the first and the last line, and whether its end was printed."""
    text = "1.\n\nTY  - A\nTI  - one\n  two\n\nER  - \n\n2.\nTY  - B\n\n3.\n"
    first, second = tagged_records(source(text, tmp_path), FORM)
    assert first.fields == (
        field_of("TY", ["A"]),
        field_of("TI", ["one", "  two", ""]),
        field_of("ER", [""]),
    )
    assert (first.piece.start_line, first.piece.end_line, first.closed) == (3, 7, True)
    assert (second.fields, second.piece.end_line, second.closed) == ((field_of("TY", ["B"]),), 10, False)
    assert first.fields[1].text == "one two"


def test_what_is_outside_of_records_is_told(tmp_path: Path) -> None:
    """Lines that belong to no record are pieces of their own, one for each run."""
    found = list(tagged_records(source("AU  - A\nstray\n\nmore\nTY  - A\nER  - \nlast", tmp_path), FORM))
    assert [(one.piece.raw.decode(), one.piece.fault is None) for one in found] == [
        ("AU  - A\nstray", False),
        ("more", False),
        ("TY  - A\nER  - ", True),
        ("last", False),
    ]


def test_a_line_without_end_costs_its_record_only(tmp_path: Path) -> None:
    """A line that is too long is no value; the next record is read."""
    text = "TY  - A\nTI  - " + "x" * (LONGEST_LINE + 10) + "\nER  - \nTY  - B\nER  - \n"
    first, second = tagged_records(source(text, tmp_path), FORM)
    assert first.piece.fault == f"line 2 has {LONGEST_LINE + 16:,} characters"
    assert (first.fields, second.piece.fault) == ((), None)


def test_a_record_without_end_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that is longer than any is given up, so that memory is bounded."""
    monkeypatch.setattr(tagged_lines, "MOST_CHARACTERS", 50)
    found = list(tagged_records(source("TY  - A\n" + "AB  - text\n" * 20 + "TY  - B\nER  - ", tmp_path), FORM))
    assert found[0].piece.fault == "longer than 50 characters"
    assert found[-1].piece.fault is None


@given(st.text("TYERAB12 -.\nx\r", max_size=200))
def test_every_line_is_in_a_piece_or_noise(text: str) -> None:
    """No line is lost: each is blank, noise, or in exactly one piece, in order."""
    lines = [Line(number, line) for number, line in enumerate(re.split("\r\n|\r|\n", text), 1)]
    pieces = [one.piece for one in tagged_lines._Reader(FORM).read(lines)]
    held = [line for piece in pieces for line in piece.raw.decode().split("\n")]
    kept = [line.text for line in lines if line.text.strip() and not FORM.noise.fullmatch(line.text.strip())]
    assert [line for line in held if line.strip() and not FORM.noise.fullmatch(line.strip())] == kept
    places = [place for piece in pieces for place in (piece.start_line, piece.end_line)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["one", "two"], "one two"),
        (["one", "", "two"], "one\ntwo"),
        (["x" * 200, "y"], "x" * 200 + "\ny"),
        (["", "one"], "one"),
        ([""], ""),
    ],
)
def test_lines_that_were_broken_at_a_width_are_one_paragraph(lines: list[str], text: str) -> None:
    """Short lines go on; blank lines and long lines part paragraphs."""
    assert paragraphs(lines) == text


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("Shannon,Claude E.", ("Claude E.", "Shannon", None, False)),
        ("Karnaukhov, V. N.", ("V. N.", "Karnaukhov", None, False)),
        ("Karnaukhov, V.", ("V.", "Karnaukhov", None, False)),
        ("King, Martin, Jr.", ("Martin", "King", "Jr.", False)),
        ("King, Jr., Martin", ("Martin", "King", "Jr.", False)),
        ("King, Martin, PhD", ("Martin", "King", None, False)),
        ("A, B, C, D", (None, None, None, False)),
        (", Martin", (None, None, None, False)),
        ("World Health Organization,", (None, None, None, True)),
        ("Department of Bees, Hives and Honey", (None, None, None, False)),
        ("Plato", (None, None, None, False)),
        ("李, 明", ("明", "李", None, False)),
    ],
)
def test_inverted_names_have_their_parts(printed: str, parts: tuple[str | None, str | None, str | None, bool]) -> None:
    """Commas part family and given name and suffix; nothing behind the comma is a group."""
    name = inverted_name(printed)
    assert name is not None
    assert (name.given, name.family, name.suffix, name.collective) == parts
    assert name.printed == printed.rstrip(",")


def test_et_al_is_no_name() -> None:
    """What says that names are left out is no name, and signs are none."""
    assert all(map(is_cut, ["et al.", "et. al", "and others", "3 others", "...", "[et al.]", "and 12 more"]))
    assert not any(map(is_cut, ["Al, E.", "Others, An", "Etalon"]))
    assert without_cut("Smith, J., et al.") == ("Smith, J.", True)
    assert without_cut("Smith, J.") == ("Smith, J.", False)
    assert inverted_name(" ;.") is None
