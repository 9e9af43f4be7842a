"""Sources of tagged lines (RIS, MEDLINE) -> their records. Reads: a source, line by line. Emits: Tagged.

A line is a tag, a mark and a value; a line without a tag goes on with the value before it. One record at a time is in
memory. Lines outside of any record are handed on, except blank ones and those that services print between records.

Own code, after rispy 0.10 was run on the samples and on small files of each dialect: it holds all records at once, has
no line numbers, loses a record whose last line is missing and a second title, reads nothing of a file with one blank
before the dash, with small letters or with blanks before tags, and cuts a letter off a value without blank before it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.model import Record, Reject
from kg.readers.source import Line, Source, lines
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found, UnreadableError, reject_of
from kg.readers.unread import noted

MOST_CHARACTERS = 1 << 24
"""Of one record. A record with thousands of authors has less than one million."""


class Field(NamedTuple):
    """A tag in capitals, and the lines of its value as printed, the first one without the tag."""

    tag: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The value on one line."""
        return " ".join(self.parts)

    @property
    def parts(self) -> tuple[str, ...]:
        """The lines that are not blank, without blanks at their edges."""
        return tuple(filter(None, (one.strip() for one in self.lines)))


class Tagged(NamedTuple):
    """A record; `piece` says where it stood and what it was. `closed` is False if its last line is missing."""

    fields: tuple[Field, ...]
    piece: Piece
    closed: bool


class Form(NamedTuple):
    """How a format writes tagged lines."""

    tagged: tuple[re.Pattern[str], ...]
    """With the groups `tag` and `value`. The first one that matches the first line of a record reads all of it."""
    begins: re.Pattern[str]
    """The line with which a record should begin, with the same groups."""
    opens: re.Pattern[str]
    """A line with which one may begin where none is open."""
    ends: str | None
    """The tag of the last line; None where a blank line is the end."""
    noise: re.Pattern[str]
    """What a line outside of a record may be without anybody missing it."""


def tagged_records(source: Source, form: Form) -> Iterator[Tagged]:
    """Yield the records of a source in its order; what is none is a piece with a fault."""
    yield from _Reader(form).read(lines(source))


class _Reader:
    """Reads line after line; `_held` are the lines of the record, or of what is none, that is being read."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._held: list[Line] = []
        self._size = 0
        self._inside = False
        self._tagged = form.tagged[0]

    def read(self, printed: Iterable[Line]) -> Iterator[Tagged]:
        """Yield all records."""
        form = self._form
        for line in printed:
            if self._begins(line.text):
                yield from self._end(closed=form.ends is None)
                self._inside = True
                self._tagged = next((one for one in form.tagged if one.match(line.text)), form.tagged[-1])
                self._hold(line)
                continue
            if line.blank and (form.ends is None or not self._inside):
                yield from self._end(closed=form.ends is None)
                continue
            if not self._inside and form.noise.fullmatch(line.text.strip("\ufeff \t")):
                continue
            self._hold(line)
            if self._size > MOST_CHARACTERS:
                yield from self._end(closed=False, fault=f"longer than {MOST_CHARACTERS:,} characters")
            elif self._inside and form.ends is not None:
                match = self._tagged.match(line.text)
                if match is not None and match["tag"].upper() == form.ends:
                    yield from self._end(closed=True)
        yield from self._end(closed=form.ends is None)

    def _begins(self, text: str) -> bool:
        begins = self._form.begins
        if not self._inside:
            return self._form.opens.match(text) is not None
        return begins.match(text) is not None and begins.match(self._held[0].text) is not None

    def _hold(self, line: Line) -> None:
        self._held.append(line)
        self._size += len(line.text)

    def _end(self, *, closed: bool, fault: str | None = None) -> Iterator[Tagged]:
        held, inside = self._held, self._inside
        self._held, self._size, self._inside = [], 0, False
        while held and (held[-1].blank or (inside and not closed and self._is_noise(held))):
            held.pop()
        if not held:
            return
        cut = next((line for line in held if line.sha256 is not None), None)
        if fault is None and not inside:
            fault = "outside of any record"
        if fault is None and cut is not None:
            fault = f"line {cut.number} has {cut.length:,} characters"
        raw = "\n".join(line.text for line in held).encode(errors="replace")
        piece = Piece(raw, None, "set", held[0].number, held[-1].number, fault)
        yield Tagged(tuple(self._fields(held)) if inside and fault is None else (), piece, closed)

    def _is_noise(self, held: list[Line]) -> bool:
        """Return whether the last line, behind a blank one, is what services print before the next record."""
        before = next((line for line in reversed(held[:-1]) if not self._form.noise.fullmatch(line.text.strip())), None)
        return before is not None and before.blank and self._form.noise.fullmatch(held[-1].text.strip()) is not None

    def _fields(self, held: list[Line]) -> Iterator[Field]:
        tag, values = "", [""]
        for line in held:
            match = self._tagged.match(line.text) or (self._form.opens.match(line.text) if line is held[0] else None)
            if match is None:
                values.append(line.text)
                continue
            if tag:
                yield Field(tag, _trimmed(values))
            tag, values = match["tag"].upper(), [match["value"]]
        yield Field(tag, _trimmed(values))


def _trimmed(values: list[str]) -> tuple[str, ...]:
    while len(values) > 1 and not values[-1].strip():
        values.pop()
    return tuple(values)


def paragraphs(printed: Iterable[str], width: int = 110) -> str:
    """Return lines as paragraphs: blank lines part them; lines that all are short were broken to fit a width."""
    blocks: list[list[str]] = [[]]
    for one in printed:
        if one.strip():
            blocks[-1].append(one.strip())
        elif blocks[-1]:
            blocks.append([])
    joined = []
    for block in filter(None, blocks):
        wrapped = len(block) > 1 and all(len(one) <= width for one in block[:-1])
        joined.append((" " if wrapped else "\n").join(block))
    return "\n".join(joined)


class Values:
    """The fields of a record by their tags, in the order in which they stand there."""

    def __init__(self, fields: Mapping[str, list[Field]]) -> None:
        self._fields = fields

    def fields(self, *tags: str) -> list[Field]:
        """Return the fields of these tags, tag after tag."""
        return [field for tag in tags for field in self._fields.get(tag) or ()]

    def texts(self, *tags: str) -> list[str]:
        """Return the values that are not empty, each on one line."""
        return [text for field in self.fields(*tags) if (text := field.text)]

    def first(self, *tags: str) -> str | None:
        """Return the first value that is not empty, in the order of the tags."""
        return next(iter(self.texts(*tags)), None)


Build = Callable[[Values, Tagged, Found], Record]


def read_tagged(source: Source, form: Form, *, key: str, repair: str, build: Build) -> Iterator[Record | Reject]:
    """Yield what stands in a source: `build` makes a record, or raises UnreadableError.

    `key` is the tag of the value that names a record in findings.
    """
    index, empty = 0, True
    for tagged in tagged_records(source, form):
        empty = False
        fields: dict[str, list[Field]] = {}
        for field in tagged.fields:
            fields.setdefault(field.tag, []).append(field)
        piece = tagged.piece._replace(pointer=Values(fields).first(key))
        if piece.fault is not None:
            yield reject_of(source, piece, UnreadableError(piece.fault, repair))
            continue
        found = Found(source, index + 1, piece, [])
        try:
            with noted(fields, f"line {piece.start_line}") as asked:
                record = build(Values(asked), tagged, found)
        except UnreadableError as error:
            yield reject_of(source, piece, error)
        else:
            index += 1
            yield record
    if empty:
        yield reject_of(source, Piece(b"", None, "set", 1, 1), UnreadableError("there is no record in it", repair))
