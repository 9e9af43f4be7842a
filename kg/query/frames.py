"""Columns -> data frames. Reads: Python values, lexical forms. Emits: a frame of pandas or polars, each an extra.

A column has one type: the Python type that all its values have. Whole numbers, truths, texts, floats and days are
those of the library, with its own mark for what is unbound; decimals stay exact. A column of several types is text,
in the lexical forms.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Columns = Mapping[str, tuple[list[object], list[str | None]]]
"""Name -> the column as Python values, and as lexical forms; None where a variable is unbound."""
_LONGEST = 2**63  # whole numbers of both libraries have 64 bits
_PANDAS: Final = {int: "Int64", bool: "boolean", float: "Float64", str: "string"}
_POLARS: Final = {int: "Int64", bool: "Boolean", float: "Float64", str: "String", date: "Date"}


def pandas_frame(columns: Columns) -> "pd.DataFrame":
    """Return columns as a pandas frame with nullable types; days, times and decimals are Python objects.

    Raises:
        UsageError: pandas is not installed.
    """
    library: Any = _library("pandas")
    series = {}
    for name, (found, forms) in columns.items():
        kind, values = column_type(found, forms)
        series[name] = library.Series(values, dtype=_PANDAS.get(kind, "object"))
    return library.DataFrame(series, columns=list(columns))


def polars_frame(columns: Columns) -> "pl.DataFrame":
    """Return columns as a polars frame.

    Raises:
        UsageError: polars is not installed.
    """
    library: Any = _library("polars")
    series = []
    for name, (found, forms) in columns.items():
        kind, values = column_type(found, forms)
        known = getattr(library, _POLARS[kind]) if kind in _POLARS else None
        series.append(library.Series(name, values, dtype=known))
    return library.DataFrame(series)  # type: ignore[no-any-return]


def column_type(found: list[object], forms: list[str | None]) -> tuple[type, list[object]]:
    """Return the type of a column's values, and the values: the lexical forms where they have several types."""
    values = [str(value) if isinstance(value, str) else value for value in found]
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int} and any(isinstance(value, int) and not -_LONGEST <= value < _LONGEST for value in values):
        kinds = {int, str}
    if len(kinds) == 1 and (kind := kinds.pop()) in {int, bool, float, str, date, datetime, Decimal}:
        return kind, values
    return str, list(forms)


def _library(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(f"{name} is not installed: pip install 'scholarkg[{name}]'") from error
