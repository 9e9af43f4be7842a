"""Keys of earlier builds. Reads: ids.tsv. Emits: its rows, checked.

One row for each key under which a paper was ever found, with the key of its IRI and the number of the build in which
that IRI was minted, from 1. A paper found under any of its keys keeps its IRI; a merge keeps the older one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Self

from kg.errors import InputError

HEADER = "key\tiri-key\tgeneration"


class LedgerRow(NamedTuple):
    """A key, the key of the IRI of the thing that had it, and the build that minted that IRI."""

    key: str
    iri_key: str
    generation: int

    @property
    def line(self) -> str:
        """The row as a line of ids.tsv, without its end."""
        return f"{self.key}\t{self.iri_key}\t{self.generation}"


class Ledger:
    """The rows of an ids.tsv, read when they are needed."""

    def __init__(self, path: Path) -> None:
        """Take the path of a ledger that `read` has checked."""
        self.path = path

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the ledger of a file.

        Raises:
            InputError: the file cannot be opened, or is no ledger.
        """
        ledger = cls(path)
        for _ in ledger.rows():
            break
        return ledger

    def rows(self) -> Iterator[LedgerRow]:
        """Yield the rows in the order of the file.

        Raises:
            InputError: the file cannot be opened, or a line is no row.
        """
        try:
            with self.path.open(encoding="utf-8") as lines:
                header = lines.readline().rstrip("\n")
                if header != HEADER:
                    message = (
                        f"{self.path} is no ledger: its first line is not {HEADER!r}. Give the ids.tsv of a build."
                    )
                    raise InputError(message, source=str(self.path), line=1)
                for number, line in enumerate(lines, 2):
                    yield self._row(line, number)
        except (OSError, UnicodeDecodeError) as error:
            message = f"The ledger {self.path} cannot be read: {error}. Give the folder of an earlier build."
            raise InputError(message, source=str(self.path)) from error

    def _row(self, line: str, number: int) -> LedgerRow:
        cells = line.rstrip("\n").split("\t")
        if len(cells) != 3 or not all(cells) or not cells[2].isdecimal():
            message = f"{self.path}, line {number}: expected a key, an IRI key and a number, parted by tabs."
            raise InputError(message, source=str(self.path), line=number)
        return LedgerRow(cells[0], cells[1], int(cells[2]))
