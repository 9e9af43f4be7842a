"""Rows -> data frames. Reads: Rows. Emits: a pandas or polars frame, each library an extra of this package.

A column has one type: the Python type that all its values have. Whole numbers, truths, texts, floats and days are
those of the library, with its own mark for what is unbound; decimals stay exact. A column of several types is text,
in the lexical forms.
"""

from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from kg.query.rows import Rows, Value

_LONGEST = 2**63  # whole numbers of both libraries have 64 bits
_PANDAS: Final = {int: "Int64", bool: "boolean", float: "Float64", str: "string"}
_POLARS: Final = {int: "Int64", bool: "Boolean", float: "Float64", str: "String", date: "Date"}


def pandas_frame(rows: "Rows") -> "pd.DataFrame":
    """Return rows as a pandas frame with nullable types; days, times and decimals are Python objects.

    Raises:
        UsageError: pandas is not installed.
    """
    library: Any = _library("pandas")
    series = {}
    for name in rows.columns:
        kind, values = column_type(rows, name)
        series[name] = library.Series(values, dtype=_PANDAS.get(kind, "object"))
    return library.DataFrame(series, columns=list(rows.columns))


def polars_frame(rows: "Rows") -> "pl.DataFrame":
    """Return rows as a polars frame.

    Raises:
        UsageError: polars is not installed.
    """
    library: Any = _library("polars")
    series = []
    for name in rows.columns:
        kind, values = column_type(rows, name)
        known = getattr(library, _POLARS[kind]) if kind in _POLARS else None
        series.append(library.Series(name, values, dtype=known))
    return library.DataFrame(series)  # type: ignore[no-any-return]


def column_type(rows: "Rows", name: str) -> tuple[type, list["Value"]]:
    """Return the type of a column's values, and the values, as text where they have several types."""
    values = [str(value) if isinstance(value, str) else value for value in rows.column(name)]
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int} and any(isinstance(value, int) and not -_LONGEST <= value < _LONGEST for value in values):
        kinds = {int, str}
    if len(kinds) == 1 and (kind := kinds.pop()) in {int, bool, float, str, date, datetime, Decimal}:
        return kind, values
    at = rows.columns.index(name)
    return str, [None if term is None else term.value for term in (row[at] for row in rows.terms)]


def _library(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(f"{name} is not installed: pip install 'scholarkg[{name}]'") from error
