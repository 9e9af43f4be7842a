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

from msgspec.structs import replace

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
    text: str
    """The value on one line, without blanks at its edges."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The lines that are not blank, without blanks at their edges."""
        return tuple(filter(None, (one.strip() for one in self.lines)))


def field_of(tag: str, lines: Iterable[str]) -> Field:
    """Return the field of a value that stands on these lines; blank ones at its end are let go."""
    kept = tuple(lines)
    while len(kept) > 1 and not kept[-1].strip():
        kept = kept[:-1]
    text = kept[0].strip() if len(kept) == 1 else " ".join(filter(None, (one.strip() for one in kept)))
    return Field(tag, kept, text)


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
    """Reads line after line. `_held` are the lines of the record, or of what is none; `_values` its tags and values."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._held: list[Line] = []
        self._values: list[tuple[str, list[str]]] = []
        self._size = 0
        self._inside = False
        self._tagged = form.tagged[0]

    def read(self, printed: Iterable[Line]) -> Iterator[Tagged]:
        """Yield all records."""
        by_blank = self._form.ends is None
        for line in printed:
            text = line.text
            match = self._tagged.match(text) if self._inside else None
            tag = match["tag"].upper() if match is not None else ""
            if self._begins(text, tag):
                yield from self._end(closed=by_blank)
                self._begin(line)
            elif (by_blank or not self._inside) and line.blank:
                yield from self._end(closed=by_blank)
            elif self._inside or not self._form.noise.fullmatch(text.strip("\ufeff \t")):
                self._held.append(line)
                self._size += len(text)
                if match is not None:
                    self._values.append((tag, [match["value"]]))
                elif self._inside:
                    self._values[-1][1].append(text)
                if self._size > MOST_CHARACTERS:
                    yield from self._end(closed=False, fault=f"longer than {MOST_CHARACTERS:,} characters")
                elif tag and tag == self._form.ends:
                    yield from self._end(closed=True)
        yield from self._end(closed=by_blank)

    def _begins(self, text: str, tag: str) -> bool:
        if not self._inside:
            return self._form.opens.match(text) is not None
        if tag and tag != self._values[0][0]:
            return False
        begins = self._form.begins
        return begins.match(text) is not None and begins.match(self._held[0].text) is not None

    def _begin(self, line: Line) -> None:
        form = self._form
        self._tagged = next((one for one in form.tagged if one.match(line.text)), form.tagged[-1])
        match = self._tagged.match(line.text) or form.begins.match(line.text) or form.opens.match(line.text)
        self._values = [(match["tag"].upper(), [match["value"]])] if match is not None else []
        self._held, self._size, self._inside = [line], len(line.text), True

    def _end(self, *, closed: bool, fault: str | None = None) -> Iterator[Tagged]:
        held, values, inside = self._held, self._values, self._inside
        self._held, self._values, self._size, self._inside = [], [], 0, False
        if not closed or not inside:
            while held and (not inside or len(values[-1][1]) > 1) and (held[-1].blank or self._is_noise(held)):
                held.pop()
                if inside:
                    values[-1][1].pop()
        if not held:
            return
        cut = next((line for line in held if line.sha256 is not None), None)
        if fault is None and not inside:
            fault = "outside of any record"
        if fault is None and cut is not None:
            fault = f"line {cut.number} has {cut.length:,} characters"
        raw = "\n".join([line.text for line in held]).encode(errors="replace")
        piece = Piece(raw, None, "set", held[0].number, held[-1].number, fault)
        fields = tuple([field_of(tag, printed) for tag, printed in values]) if inside and fault is None else ()
        yield Tagged(fields, piece, closed)

    def _is_noise(self, held: list[Line]) -> bool:
        """Return whether the last line, behind a blank one, is what services print before the next record."""
        noise = self._form.noise
        if not noise.fullmatch(held[-1].text.strip()):
            return False
        before = next((line for line in reversed(held[:-1]) if not noise.fullmatch(line.text.strip())), None)
        return before is not None and before.blank


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

    def renamed(self, tags: Mapping[str, str]) -> "Values":
        """Return the same fields under the tags of another format: `tags` says which tag here is meant by one there."""
        return _Renamed(self._fields, tags)

    def fields(self, *tags: str) -> list[Field]:
        """Return the fields of these tags, tag after tag."""
        found: list[Field] = []
        for tag in tags:
            if held := self._fields.get(tag):
                found += held
        return found

    def texts(self, *tags: str) -> list[str]:
        """Return the values that are not empty, each on one line."""
        return [field.text for tag in tags for field in self._fields.get(tag) or () if field.text]

    def first(self, *tags: str) -> str | None:
        """Return the first value that is not empty, in the order of the tags."""
        for tag in tags:
            for field in self._fields.get(tag) or ():
                if field.text:
                    return field.text
        return None


class _Renamed(Values):
    """Fields that are asked for by the tags of another format."""

    def __init__(self, fields: Mapping[str, list[Field]], tags: Mapping[str, str]) -> None:
        super().__init__(fields)
        self._tags = tags

    def fields(self, *tags: str) -> list[Field]:
        return super().fields(*self._own(tags))

    def texts(self, *tags: str) -> list[str]:
        return super().texts(*self._own(tags))

    def first(self, *tags: str) -> str | None:
        return super().first(*self._own(tags))

    def _own(self, tags: Iterable[str]) -> list[str]:
        return [self._tags[tag] for tag in tags if tag in self._tags]


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
            if field.tag != form.ends:
                fields.setdefault(field.tag, []).append(field)
        piece = replace(tagged.piece, pointer=Values(fields).first(key))
        if piece.fault is not None:
            yield reject_of(source, piece, UnreadableError(piece.fault, repair))
            continue
        found = Found(source, index + 1, piece, [])
        try:
            with noted(fields, f"line {piece.start_line}", besides={key}) as asked:
                record = build(Values(asked), tagged, found)
        except UnreadableError as error:
            yield reject_of(source, piece, error)
        else:
            index += 1
            yield record
    if empty:
        yield reject_of(source, Piece(b"", None, "set", 1, 1), UnreadableError("there is no record in it", repair))
