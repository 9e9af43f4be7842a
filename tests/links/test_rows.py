"""Rows of tables that people filled in: quotes, ends of lines, and what is wrong."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.links.decisions.rows import Wrong, head_cells, separator, table_rows


def rows(text: str, *, between: str = "\t", columns: int = 2) -> list[tuple[int, list[str]] | Wrong]:
    """Return the rows of a text."""
    return list(table_rows(StringIO(text, newline=""), between=between, columns=columns))


_CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=2), max_size=8), st.sampled_from("\t,;"))
def test_what_tables_hold(table: list[list[str]], between: str) -> None:
    """Every table that the csv module writes is read as it was written, but for rows of blanks."""
    out = StringIO()
    csv.writer(out, delimiter=between, quoting=csv.QUOTE_ALL).writerows(table)
    found = [row[1] for row in rows(out.getvalue(), between=between)]
    assert found == [row for row in table if any(cell.strip() for cell in row)]


def test_lines() -> None:
    """A row has the number of its first line, whatever ends lines and however many its cells take."""
    assert rows('a\tb\r\n\r\n"c\n\nd"\te\nf\tg') == [(1, ["a", "b"]), (3, ["c\n\nd", "e"]), (6, ["f", "g"])]


@pytest.mark.parametrize(
    "wrong", ['"a\tb', 'a\t"b', '"a" b\tc', '"a\t"b\tc"\td'], ids=["all", "last", "inside", "mixed"]
)
def test_open_quotes(wrong: str) -> None:
    """A quote that is not closed costs its own row: those before and after are read."""
    found = rows(f'1\t2\n{wrong}\n3\t"4"\n' + "5\t6\n" * 80)
    taken = [row for row in found if not isinstance(row, Wrong)]
    assert taken[:2] == [(1, ["1", "2"]), (3, ["3", "4"])]
    assert len(taken) == 82
    assert {row.line for row in found if isinstance(row, Wrong)} == {2}


def test_long_rows() -> None:
    """A row of more than a million characters is told, in one line or in many, and the next one read."""
    long = "x" * 600_000
    assert [row[0] for row in rows(f"{long}{long}\ty\n1\t2\n")] == [1, 2]
    found = rows(f'"{long}\n{long}"\ty\n1\t2\n')
    assert isinstance(found[0], Wrong)
    assert found[-1] == (3, ["1", "2"])


def test_heads() -> None:
    """What stands between cells is what the head says; a tab before anything else."""
    assert [separator(head) for head in ("a\tb,c", "a,b;c,d", "a;b", "a")] == ["\t", ",", ";", ","]
    assert head_cells('"a",b\n') == ["a", "b"]
    assert head_cells('"a\n') == []
