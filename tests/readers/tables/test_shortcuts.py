"""What is known of tables at a glance is what the long way says."""

import csv
import re
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from kg.identifiers import parse
from kg.names import names_end
from kg.readers.source import Place, open_source
from kg.readers.tables.opencitations import _ONE_DOI
from kg.readers.tables.people import names_without_et_al
from kg.readers.tables.rows import Layout, Row, rows

_PIECES = [
    "et",
    " al",
    ".",
    " ",
    "and ",
    "others",
    "3 more",
    "u. a.",
    "…",
    "等",
    "+ 5",
    ", ",
    "Lee",
    "Petal",
    "coworkers",
]


@given(st.from_regex(_ONE_DOI, fullmatch=True))
def test_a_doi_at_a_glance(cell: str) -> None:
    """A cell that is known to be a DOI is the one that it is for `kg.identifiers`."""
    match = _ONE_DOI.fullmatch(cell)
    assert match is not None
    known = parse("doi", match[1])
    assert known is not None
    assert known.value == match[1]


@given(st.lists(st.sampled_from(_PIECES), max_size=6).map("".join))
@example("Lee, Ann et al.")
def test_names_without_et_al(text: str) -> None:
    """The short look at a list of names misses no cut one."""
    end, complete = names_end(text)
    assert names_without_et_al(text) == (text if complete else text[:end])


_CELL = st.text(st.sampled_from('ab ",;é'), max_size=4)


@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=5), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_plain_rows_are_those_of_csv(tmp_path_factory: object, cells: list[tuple[str, str]], quoting: int) -> None:
    """Rows that are parted at a glance are those of csv.reader."""
    folder = Path(str(tmp_path_factory.getbasetemp()))  # type: ignore[attr-defined]
    path = folder / "plain.csv"
    written = [("title", "doi"), *cells]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=quoting, lineterminator="\n").writerows(written)  # type: ignore[arg-type]
    source = open_source(Place(str(path), by_hand=True), path.name, folder)
    with path.open(encoding="utf-8", newline="") as file:
        wanted = [row for row in list(csv.reader(file, skipinitialspace=True))[1:] if any(map(str.strip, row))]
    found = [row.cells for row in rows(source, Layout(",", ("title", "doi"), 1)) if isinstance(row, Row)]
    assert [[re.sub(r"^ +", "", one) for one in row] for row in found] == [
        [re.sub(r"^ +", "", one) for one in row] for row in wanted
    ]
