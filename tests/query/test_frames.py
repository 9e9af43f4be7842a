"""Rows as frames of pandas and polars: types, what is unbound, exact decimals, missing libraries."""

import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from pyoxigraph import Literal, NamedNode

from kg.errors import UsageError
from kg.query import Graph, Rows, open_graph
from kg.vocab import PREFIXES

TEN = Path(__file__).parent / "graphs" / "ten.ttl"
XSD = PREFIXES["xsd"]


def literal(form: str, kind: str) -> Literal:
    """Return a typed literal."""
    return Literal(form, datatype=NamedNode(XSD + kind))


COLUMNS = {
    "whole": (literal("7", "integer"), literal("-1", "integer"), None),
    "truth": (literal("true", "boolean"), None, literal("0", "boolean")),
    "real": (literal("1.5e0", "double"), None, literal("2", "double")),
    "words": (Literal("a"), Literal("b", language="fr"), None),
    "thing": (NamedNode("urn:a"), None, NamedNode("urn:b")),
    "day": (literal("2020-02-29", "date"), None, literal("1000-01-01", "date")),
    "moment": (literal("2020-02-29T10:00:00", "dateTime"), None, None),
    "exact": (literal("0.1", "decimal"), literal("2.25", "decimal"), None),
    "mixed": (literal("2020", "gYear"), literal("2021-01-01", "date"), literal("1", "integer")),
    "huge": (literal("123456789012345678901", "integer"), literal("1", "integer"), None),
    "empty": (None, None, None),
}
ROWS = Rows(tuple(COLUMNS), list(zip(*COLUMNS.values(), strict=True)))


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Return the ten invented papers."""
    return open_graph(TEN)


def test_a_pandas_frame_has_the_types_of_the_columns() -> None:
    """Nullable numbers, truths and texts; days before 1677 and decimals stay what they are."""
    frame = ROWS.to_pandas()
    assert list(frame.columns) == list(COLUMNS)
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert (kinds["whole"], kinds["truth"], kinds["real"], kinds["words"]) == ("Int64", "boolean", "Float64", "string")
    assert frame["whole"][:2].tolist() == [7, -1]
    assert frame["whole"].isna().tolist() == [False, False, True]
    assert frame["day"].tolist() == [date(2020, 2, 29), None, date(1000, 1, 1)]
    assert frame["exact"].tolist() == [Decimal("0.1"), Decimal("2.25"), None]
    assert frame["mixed"].tolist() == ["2020", "2021-01-01", "1"]
    assert frame["huge"][0] == "123456789012345678901"
    assert frame["empty"].isna().all()


def test_a_polars_frame_has_the_types_of_the_columns() -> None:
    """Numbers, truths, texts, days and times are those of polars, unbound is null."""
    frame = ROWS.to_polars()
    assert frame.columns == list(COLUMNS)
    kinds = dict(zip(frame.columns, frame.dtypes, strict=True))
    assert [kinds[n] for n in ("whole", "truth", "real", "words", "thing", "day")] == [
        pl.Int64,
        pl.Boolean,
        pl.Float64,
        pl.String,
        pl.String,
        pl.Date,
    ]
    assert frame["whole"].to_list() == [7, -1, None]
    assert frame["thing"].to_list() == ["urn:a", None, "urn:b"]
    assert frame["moment"].to_list() == [datetime(2020, 2, 29, 10), None, None]  # noqa: DTZ001 - the literal has no zone
    assert frame["exact"].to_list() == [Decimal("0.10"), Decimal("2.25"), None]
    assert frame["mixed"].to_list() == ["2020", "2021-01-01", "1"]
    assert frame["empty"].null_count() == 3


def test_frames_count_what_rows_count(graph: Graph) -> None:
    """A named query as a frame can be summed; a query without rows is a frame without rows."""
    rows = graph.select("papers-by-year")
    assert rows.to_pandas()["papers"].sum() == rows.to_polars()["papers"].sum() == 10
    nothing = graph.select("SELECT ?x WHERE { ?x kg:title 'no such' }")
    assert (nothing.to_pandas().shape, nothing.to_polars().shape) == ((0, 1), (0, 1))
    assert isinstance(rows.to_pandas(), pd.DataFrame)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_named_with_its_extra(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is the command that installs it."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=rf"pip install 'scholarkg\[{library}\]'"):
        getattr(ROWS, f"to_{library}")()
