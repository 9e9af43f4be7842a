"""Answers -> Python values. Reads: pyoxigraph terms. Emits: Rows, Triples, and the value of one term."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from pyoxigraph import Triple

Term = NamedNode | BlankNode | Literal
Row = tuple[Term | None, ...]
Value = str | int | float | bool | Decimal | date | datetime | None

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = (
    "integer long int short byte nonNegativeInteger positiveInteger negativeInteger nonPositiveInteger "
    "unsignedLong unsignedInt unsignedShort unsignedByte"
)
_READ: dict[str, Callable[[str], Value]] = {
    f"{_XSD}boolean": lambda form: {"true": True, "1": True, "false": False, "0": False}[form],
    f"{_XSD}decimal": Decimal,
    f"{_XSD}double": float,
    f"{_XSD}float": float,
    f"{_XSD}date": date.fromisoformat,
    f"{_XSD}dateTime": datetime.fromisoformat,
    **{f"{_XSD}{name}": int for name in _WHOLE.split()},
}


class Iri(str):
    """A text that is an IRI: a value of a row that names a thing."""

    __slots__ = ()


def python_value(term: Term | None) -> Value:
    """Return the Python value of a term: None if unbound, an Iri for a thing, text where Python has no such type.

    Dates of less precision than a day, and literals that are not in their datatype, stay text.
    """
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return Iri(term.value)
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    read = _READ.get(term.datatype.value)
    try:
        return read(term.value) if read else term.value
    except (ValueError, KeyError, ArithmeticError):
        return term.value


def _plain(term: Term | None) -> str | None:
    """Return the text of a literal, or the name of a blank node; None if unbound."""
    return f"_:{term.value}" if isinstance(term, BlankNode) else None if term is None else term.value


class Rows:
    """The answer of a SELECT: a sequence of dictionaries from column to Python value.

    `columns` are in the order of the query; `terms` are the rows as RDF terms (None where unbound); `notes` say how
    the question was understood and what looks wrong in it.
    """

    def __init__(
        self,
        columns: tuple[str, ...],
        terms: list[Row],
        *,
        prefixes: Mapping[str, str] | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        """Keep the terms; values are made when they are asked for."""
        self.columns = columns
        self.terms = terms
        self.prefixes = dict(prefixes or {})
        self.notes = notes

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, map(python_value, row), strict=True)) for row in self.terms)

    def __getitem__(self, position: int) -> dict[str, Value]:
        return dict(zip(self.columns, map(python_value, self.terms[position]), strict=True))

    def tuples(self) -> list[tuple[Value, ...]]:
        """Return the rows as tuples in the order of `columns`."""
        return [tuple(map(python_value, row)) for row in self.terms]

    def column(self, name: str) -> list[Value]:
        """Return the values of one column."""
        at = self.columns.index(name)
        return [python_value(row[at]) for row in self.terms]

    def _both_forms(self) -> dict[str, tuple[list[object], list[str | None]]]:
        """Return each column as Python values and as lexical forms."""
        forms = {
            name: [None if term is None else term.value for term in (row[at] for row in self.terms)]
            for at, name in enumerate(self.columns)
        }
        return {name: (list(self.column(name)), forms[name]) for name in self.columns}

    def _repr_html_(self) -> str:
        """Return the rows as a table for notebooks: names of things are links, long answers are cut and counted."""
        from kg.notebook import SHOWN, Link, table  # noqa: PLC0415 - notebooks are for those who have one

        first = [
            [Link(term.value) if isinstance(term, NamedNode) else _plain(term) for term in row]
            for row in self.terms[:SHOWN]
        ]
        return table(self.columns, first, total=len(self.terms), prefixes=self.prefixes)

    def to_pandas(self) -> "pd.DataFrame":
        """Return the rows as a pandas frame; needs the extra `pandas`."""
        from kg.query.frames import pandas_frame  # noqa: PLC0415 - frames are for those who ask

        return pandas_frame(self._both_forms())

    def to_polars(self) -> "pl.DataFrame":
        """Return the rows as a polars frame; needs the extra `polars`."""
        from kg.query.frames import polars_frame  # noqa: PLC0415 - see `to_pandas`

        return polars_frame(self._both_forms())


class RowStream:
    """The answer of a SELECT as it is found: its rows can be read once, and are never all in memory.

    `columns`, `prefixes` and `notes` are those of `Rows`; `count` is the number of rows read so far.
    """

    def __init__(
        self,
        columns: tuple[str, ...],
        terms: Iterable[Row],
        *,
        prefixes: Mapping[str, str] | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        """Take rows that are not there yet."""
        self.columns = columns
        self.prefixes = dict(prefixes or {})
        self.notes = notes
        self.count = 0
        self._rows = iter(terms)
        self.terms = self._counted()

    def _counted(self) -> Generator[Row, None, None]:
        for row in self._rows:
            self.count += 1
            yield row

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, map(python_value, row), strict=True)) for row in self.terms)

    def close(self) -> None:
        """End the work on rows that nobody will read."""
        self.terms.close()
        close = getattr(self._rows, "close", None)
        if close is not None:
            close()

    def rows(self) -> Rows:
        """Return the rows that are still to come."""
        return Rows(self.columns, list(self.terms), prefixes=self.prefixes, notes=self.notes)


class Triples:
    """The answer of a CONSTRUCT or DESCRIBE: triples, each once, sorted by their N-Triples form."""

    def __init__(
        self, triples: list["Triple"], *, prefixes: Mapping[str, str] | None = None, notes: tuple[str, ...] = ()
    ) -> None:
        """Sort the triples."""
        self.triples = sorted(set(triples), key=str)
        self.prefixes = dict(prefixes or {})
        self.notes = notes

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator["Triple"]:
        return iter(self.triples)
