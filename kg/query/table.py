"""Cells -> a table of text. Reads: strings. Emits: lines no wider than a terminal, nothing left out.

Long cells are wrapped, never cut. Widths are those of the characters on a terminal (UAX 11: wide letters and emoji take
two columns, marks none). Control characters are shown as escapes, so that no title can move the cursor.
"""

import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

LOOK_AHEAD = 1_000
"""Rows that decide on the widths of columns; a table of a million rows is not held for its last one."""
_GROWTH = 4  # columns that later numbers may have more than those looked at
_GAP = 2
_NARROWEST = 6
_PIPE_WIDTH = 120  # columns, where no terminal says how many there are
_JOINED = frozenset({"\u200d"})  # joins two emoji into one
_SHOWN = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# What Unicode lets a text do to the direction of the text after it.
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def terminal_width() -> int:
    """Return the columns of the terminal (or of COLUMNS), and 120 where there is none."""
    return shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns


def character_width(character: str) -> int:
    """Return how many columns of a terminal a character takes: 0, 1 or 2."""
    if character.isascii():
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """Return how many columns of a terminal a line of text takes."""
    if text.isascii():
        return len(text)
    return sum(character_width(character) for character in text)


def visible(text: str) -> str:
    """Return text on one line, with control and direction characters as escapes."""
    if text.isprintable() and not _DIRECTION & set(text):
        return text
    return "".join(_visible_character(character) for character in text)


def _visible_character(character: str) -> str:
    if character in _SHOWN:
        return _SHOWN[character]
    unsafe = unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in _DIRECTION
    if not unsafe:
        return character
    point = ord(character)
    return f"\\x{point:02x}" if point <= 0xFF else f"\\u{point:04x}"


def table_lines(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, numeric: Sequence[bool], limit: int
) -> Iterator[str]:
    """Yield the lines of a table: a head, a rule, then the rows.

    Args:
        columns: headings.
        rows: cells, one for each column; the first `LOOK_AHEAD` rows decide on the widths, longer cells are wrapped.
        numeric: which columns are set to the right.
        limit: columns of the terminal.
    """
    cells = ([visible(cell) for cell in row] for row in rows)
    first = list(islice(cells, LOOK_AHEAD))
    widest = [max([width(name), *(width(row[at]) for row in first)]) for at, name in enumerate(columns)]
    if len(first) == LOOK_AHEAD:
        widest = [each + _GROWTH for each in widest]
    widths = _fitted(widest, limit - _GAP * (len(columns) - 1))
    yield from _row_lines(columns, widths, numeric)
    yield (" " * _GAP).join("-" * each for each in widths)
    for row in chain(first, cells):
        yield from _row_lines(row, widths, numeric)


def _row_lines(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> Iterator[str]:
    wrapped = [list(_wrapped(cell, each)) for cell, each in zip(row, widths, strict=True)]
    for number in range(max(map(len, wrapped), default=0)):
        yield _line([lines[number] if number < len(lines) else "" for lines in wrapped], widths, numeric)


def _fitted(widest: list[int], room: int) -> list[int]:
    """Return widths of at most `room` together: the widest columns give way first."""
    widths = list(widest)
    while sum(widths) > room:
        most = max(widths)
        if most <= _NARROWEST:
            break
        second = max([each for each in widths if each < most], default=_NARROWEST)
        giving = [at for at, each in enumerate(widths) if each == most]
        step = max(1, min(most - second, (sum(widths) - room) // len(giving)))
        for at in giving:
            widths[at] = max(_NARROWEST, widths[at] - step)
    return widths


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    parts = []
    for cell, each, right in zip(cells, widths, numeric, strict=True):
        blanks = " " * max(0, each - width(cell))
        parts.append(blanks + cell if right else cell + blanks)
    return (" " * _GAP).join(parts).rstrip()


def _wrapped(cell: str, room: int) -> Iterator[str]:
    """Yield the lines of a cell, broken at blanks, and inside words that are longer than a line."""
    line = ""
    for word in cell.split(" "):
        candidate = f"{line} {word}" if line else word
        if width(candidate) <= room:
            line = candidate
            continue
        if line:
            yield line
        *full, line = _broken(word, room)
        yield from full
    yield line


def _broken(word: str, room: int) -> Iterator[str]:
    start = used = 0
    for at, character in enumerate(word):
        wide = 0 if word[at - 1 : at] in _JOINED and at else character_width(character)
        if used + wide > room and at > start:
            yield word[start:at]
            start, used = at, 0
        used += wide
    yield word[start:]
