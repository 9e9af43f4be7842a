"""A source -> the rows of its table. Reads: CSV and TSV as spreadsheets and databases write them. Emits: Row, Fault.

RFC 4180 with what programs do beside it: semicolon, tabulator or bar as separator, a first line `sep=;`, a byte order
mark, UTF-16, line breaks in quotes, any line end. A quote that is not closed costs its line only: when a row has
swallowed others, reading goes on behind its first line.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from msgspec import Struct

from kg.readers.source import Source
from kg.readers.syntax.packed import open_bytes
from kg.readers.tables.columns import Columns

SEPARATORS = ",;\t|"
MOST_CHARACTERS = 1 << 20
"""Of one row. The references of a long review have some hundred thousand."""
_MOST_COLUMNS = 2000
_LONGEST_NAME = 100
_MOST_BEFORE = 6
"""Lines from the first one to the header."""
_BARE = f" {SEPARATORS}\n"
_LOOKED_AT = 30
_MOST_ODD = 0.4
_MARK = "sep="
_QUOTED = re.compile(r'"(?:[^"]|"")*+"')
csv.field_size_limit(MOST_CHARACTERS)  # of the library 131,072, which lists of references exceed


class Row(Struct, frozen=True, gc=False):
    """A row with as many cells as the header has names."""

    cells: list[str]
    start_line: int
    end_line: int


class Fault(NamedTuple):
    """Lines that are no row, and why."""

    start_line: int
    end_line: int
    reason: str
    raw: str


class Layout(NamedTuple):
    """How a table is printed: the sign between cells, the number of the line behind the header, and the header."""

    separator: str
    header: tuple[str, ...]
    header_line: int


def table_layout(beginning: str, told: Sequence[tuple[str, str]] = ()) -> Layout | None:
    """Return how the table of a source is printed, None if it does not begin with the header of papers.

    `told` are the columns that the user names: with them any header will do that has one of those.
    """
    lines = io.StringIO(beginning.lstrip("\ufeff"), newline=None)
    skipped, first = 0, lines.readline()
    while first and not first.strip():
        skipped, first = skipped + 1, lines.readline()
    separators = SEPARATORS
    if first.lower().startswith(_MARK) and len(first.strip("\r\n")) == len(_MARK) + 1:
        separators, skipped, first = first[len(_MARK)], skipped + 1, lines.readline()
    rest = first + lines.read()
    for _ in range(_MOST_BEFORE):
        if len(first) > _MOST_COLUMNS * _LONGEST_NAME or not first.strip(_BARE):
            return None
        found = [layout for sign in separators if (layout := _with(sign, rest, skipped, told)) is not None]
        if found:
            return max(found, key=lambda one: len(one.header))
        if not _is_one_cell(first):
            return None
        below = rest[len(first) :].lstrip("\n")
        skipped += rest[: len(rest) - len(below)].count("\n")
        rest, first = below, below.partition("\n")[0]
    return None


def _is_one_cell(line: str) -> bool:
    """Return whether a line is a title above the header: one cell with a text, as Dimensions writes it."""
    bare = line.strip().rstrip(SEPARATORS)
    quoted = _QUOTED.fullmatch(bare) is not None
    return quoted or (bool(bare) and not any(sign in bare for sign in SEPARATORS))


def _with(separator: str, text: str, skipped: int, told: Sequence[tuple[str, str]]) -> Layout | None:
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=separator, skipinitialspace=True)
    try:
        header = tuple(name.strip() for name in next(reader))
        header_line = reader.line_num
        widths = [len(row) for row, _ in zip(reader, range(_LOOKED_AT), strict=False) if row]
    except (csv.Error, StopIteration):
        return None
    if not 1 < len(header) <= _MOST_COLUMNS or any(len(name) > _LONGEST_NAME for name in header):
        return None
    columns = Columns(header, told)
    mapped = bool(told) and len(columns.absent) < len(told)
    if not (columns.of_papers or mapped):
        return None
    # A header of known names only is one, however damaged the rows are.
    if len(columns.places) > 2 and not columns.unread:
        return Layout(separator, header, skipped + header_line)
    odd = sum(width != len(header) for width in widths[:-1])  # the last one may be cut
    return None if odd > _MOST_ODD * max(len(widths) - 1, 1) else Layout(separator, header, skipped + header_line)


def rows(source: Source, layout: Layout) -> Iterator[Row | Fault]:
    """Yield the rows behind the header, and what is none."""
    with _text(source) as stream:
        yield from _Cutter(stream, layout).rows()


@contextmanager
def _text(source: Source) -> Iterator[IO[str]]:
    errors = "windows-1252" if source.encoding.startswith("utf-8") else "replace"
    with io.TextIOWrapper(open_bytes(Path(source.path)), source.encoding, errors, newline=None) as stream:
        yield stream


class _TooLong(Exception):  # noqa: N818 - a state of the cutter
    """A row that does not end."""


class _Cutter:
    """Cuts rows out of lines. `_taken` are the lines of the row that is read, `_again` those to be read once more."""

    def __init__(self, stream: IO[str], layout: Layout) -> None:
        self._stream, self._layout = stream, layout
        self._taken: list[str] = []
        self._again: list[str] = []
        self._size = 0
        self._line = 0
        self._ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """Return the next line."""
        line = self._again.pop() if self._again else self._stream.readline(MOST_CHARACTERS + 1)
        if not line:
            self._ended = True
            raise StopIteration
        self._taken.append(line)
        self._size += len(line)
        if self._size > MOST_CHARACTERS:
            raise _TooLong
        return line

    def rows(self) -> Iterator[Row | Fault]:
        """Yield all rows."""
        for _ in range(self._layout.header_line):
            self._line += self._stream.readline().endswith("\n")
        width, reader = len(self._layout.header), self._reader()
        while True:
            yield from self._plain_rows(width)
            self._taken, self._size = [], 0
            try:
                cells, fault = next(reader), ""
            except StopIteration:
                return
            except (_TooLong, csv.Error):
                cells, fault = [], "it does not end: a quote is not closed, or the row is too long"
            if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
                del cells[width:]
            if not fault and not any(map(str.strip, cells)):
                self._line += self._ends()
                continue
            found = self._row(cells, fault)
            if self._again:
                reader = self._reader()
            yield found

    def _plain_rows(self, width: int) -> Iterator[Row]:
        """Yield rows as long as each is a line in which no cell is quoted, or each is and has no quote in it.

        What csv.reader would make of them is what parting makes of them, in a quarter of the time.
        """
        separator, quoted = self._layout.separator, f'"{self._layout.separator}"'
        skips, readline, again = separator != "\t", self._stream.readline, self._again
        while not again:
            line = readline(MOST_CHARACTERS + 1)
            marks = line.count('"')
            if marks == 0 and not (skips and (f"{separator} " in line or line[:1] == " ")):
                cells = line[:-1].split(separator)
            elif marks == 2 * width and line[:1] == '"' == line[-2:-1]:
                cells = line[1:-2].split(quoted)
            else:
                cells = []
            is_row = len(cells) == width and line[-1:] == "\n"
            if not is_row or not (cells[0].strip() or any(map(str.strip, cells))):
                if line:
                    again.append(line)
                return
            self._line += 1
            yield Row(cells, self._line, self._line)

    def _row(self, cells: list[str], fault: str) -> Row | Fault:
        """Return what was read as a row, or as none; lines that a quote has swallowed are read again."""
        width, start = len(self._layout.header), self._line + 1
        alone = bool(fault)
        if not fault and self._is_open():
            fault, alone = "a quote is not closed", True
        elif not fault and len(cells) != width:
            fault, alone = f"{len(cells)} cells where the header has {width}", self._swallowed()
        bare = self._bare() if fault or len(self._taken) == 1 else None
        if alone or (fault and bare is not None):
            self._again += reversed(self._taken[1:])
            self._ended = self._ended and len(self._taken) == 1
            del self._taken[1:]
        self._line += self._ends()
        end = max(start, self._line)
        if fault and bare is None:
            return Fault(start, end, fault, "".join(self._taken))
        return Row(cells if bare is None else bare, start, end)

    def _ends(self) -> int:
        return sum(line.endswith("\n") for line in self._taken)

    def _bare(self) -> list[str] | None:
        """Return the cells of the first line as they are printed, where its quotes are no quotes of CSV.

        Programs that write tabulators quote nothing, so that a cell may begin with a quotation mark.
        """
        line = self._taken[0]
        if '"' not in line:
            return None
        cells = line.rstrip("\n").split(self._layout.separator)
        if len(cells) != len(self._layout.header):
            return None
        quoted = [cell.strip() for cell in cells if cell.lstrip().startswith('"')]
        return cells if not all(map(_QUOTED.fullmatch, quoted)) else None

    def _is_open(self) -> bool:
        """Return whether the file ended inside of a quote, which would make one cell of all that is behind it."""
        return len(self._taken) > 1 and self._ended and sum(line.count('"') for line in self._taken) % 2 == 1

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self, delimiter=self._layout.separator, skipinitialspace=self._layout.separator != "\t")

    def _swallowed(self) -> bool:
        """Return whether the second line of a row is a row itself."""
        if len(self._taken) < 2:
            return False
        try:
            second = next(csv.reader(self._taken[1:2], delimiter=self._layout.separator))
        except csv.Error:
            return False
        return len(second) == len(self._layout.header)
