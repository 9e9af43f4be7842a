"""JSON sources -> the bytes of the records in them, one after the other. Reads: a source. Emits: Piece.

A source is one value, an array, JSON Lines, values behind each other, or result pages: objects that hold their records
in an array (`results` of OpenAlex, `message.items` of Crossref, `items` of its dumps).
Only one record is in memory. A scanner of brackets cuts records out, so that a record with an error inside costs that
record only, where an incremental parser ends at its first error. If brackets do not close, reading goes on at the next
line that begins like a record.
"""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple, Protocol

from kg.readers.packed import open_bytes
from kg.readers.source import Source

MOST_BYTES = 1 << 25
"""Of one record. With some thousand authors and all their affiliations it has a few million."""
DEEPEST = 200
"""Brackets in brackets. Records of OpenAlex and Crossref have less than ten."""
_BLOCK = 1 << 18
_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_LEAF = rb'(?:[^"\[\]{}]++|' + _STRING + rb")*+"
_BRACKET = re.compile(
    rb"(?:[^\"\[\]{}]++|" + _STRING + rb"|\{" + _LEAF + rb"\}|\[" + _LEAF + rb"\])*+([\[\]{}])", re.DOTALL
)
_KEY = re.compile(rb"[\s,]*+(" + _STRING + rb")\s*+:\s*+(?=(.))", re.DOTALL)
_SCALAR = re.compile(_STRING + rb"|[^\s,\[\]{}]++", re.DOTALL)
_BLANK = re.compile(rb"[\s,\x1e]*+")
_PAGE = re.compile(rb'\{\s*"(?:meta|results|status|message[a-z-]*|facets|group_by|items)"')


class _Bytes(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, as many or fewer; none at the end."""
        ...


class Piece(NamedTuple):
    """One record as it stands in the source. `fault` says why it cannot be cut out whole."""

    raw: bytes
    pointer: str | None
    """JSON pointer (RFC 6901); None for a line or for the whole of a file."""
    layout: str
    start_line: int
    end_line: int
    fault: str | None = None


class _Window:
    """The part of a stream that is looked at. Offsets count from `at`, which only `take` moves."""

    def __init__(self, stream: _Bytes) -> None:
        self._stream = stream
        self.held = b""
        self.at = 0
        self.line = 1

    def grow(self) -> bool:
        """Read on. Return whether there was more."""
        block = self._stream.read(max(_BLOCK, len(self.held) - self.at))
        if block:
            self.held = self.held[self.at :] + block
            self.at = 0
        return bool(block)

    def take(self, length: int) -> bytes:
        """Return the next bytes and go behind them."""
        taken = self.held[self.at : self.at + length]
        self.at += length
        self.line += taken.count(b"\n")
        return taken

    def next_sign(self) -> bytes:
        """Go over blanks and commas; return the byte that follows, `b""` at the end."""
        while True:
            match = _BLANK.match(self.held, self.at)
            self.take((match.end() if match else self.at) - self.at)
            if self.at < len(self.held):
                return self.held[self.at : self.at + 1]
            if not self.grow():
                return b""

    def line_length(self, limit: int = MOST_BYTES) -> int:
        """Return the length of the line with its end, or of its part up to the limit."""
        looked = 0
        while True:
            end = self.held.find(b"\n", self.at + looked)
            if end >= 0:
                return end + 1 - self.at
            looked = len(self.held) - self.at
            if looked > limit or not self.grow():
                return looked

    def indent(self) -> bytes:
        """Return what stands before `at` in its line, if those are blanks only and it is known."""
        before = self.held[: self.at].rpartition(b"\n")[2]
        return before if not before.strip() else b""


class _Unclosed(Exception):  # noqa: N818 - a state of the scanner
    """Brackets that do not close within the file, or within what one record may have."""


def pieces(
    source: Source, *, lists: frozenset[bytes] = frozenset({b"results", b"items"}), wrapper: bytes = b"message"
) -> Iterator[Piece]:
    """Yield the records of a source in their order, with what is none. `lists` names the arrays of a page."""
    with _json_bytes(source) as stream:
        yield from _Cutter(_Window(stream), lists, wrapper).values()


class _Cutter:
    """Cuts records out of a window."""

    def __init__(self, window: _Window, lists: frozenset[bytes], wrapper: bytes) -> None:
        self._window, self._lists, self._wrapper = window, lists, wrapper

    def values(self) -> Iterator[Piece]:
        """Yield the records of all values of the source."""
        window = self._window
        if self._stands_by_lines():
            yield from self._lines()
        while sign := window.next_sign():
            if sign == b"[":
                window.take(1)
                yield from self._elements("", "array")
            elif sign == b"{":
                yield from self._object()
            else:
                yield self._piece(window.line_length(), None, "object", "neither a JSON object nor an array")

    def _stands_by_lines(self) -> bool:
        """Return whether each line is a value: the first one begins and ends, or the next one begins, at its edges."""
        window = self._window
        if window.next_sign() != b"{":
            return False
        if _PAGE.match(window.held, window.at) or (end := window.line_length()) > MOST_BYTES:
            return False
        first = window.held[window.at : window.at + end].rstrip(b" \t\r\n,")
        if len(window.held) - window.at == end:
            window.grow()
        return first.endswith(b"}") or window.held[window.at + end : window.at + end + 2] == b'{"'

    def _lines(self) -> Iterator[Piece]:
        window = self._window
        while window.next_sign():
            length = window.line_length()
            if length > MOST_BYTES:
                yield self._too_long(None, "lines")
                continue
            yield self._piece(length, None, "lines")

    def _too_long(self, pointer: str | None, layout: str) -> Piece:
        """Return the beginning of what is too long; go behind its line."""
        window = self._window
        start, raw = window.line, window.take(2 * _BLOCK)
        while (length := window.line_length(_BLOCK)) and not window.take(length).endswith(b"\n"):
            pass
        return Piece(raw, pointer, layout, start, window.line, f"longer than {MOST_BYTES:,} bytes")

    def _elements(self, pointer: str, layout: str) -> Iterator[Piece]:
        """Yield the elements of an array, and go behind it."""
        window, index = self._window, 0
        while sign := window.next_sign():
            if sign in b"]}":
                window.take(1)
                if sign == b"]":
                    return
                continue
            yield self._element(f"{pointer}/{index}", layout)
            index += 1
        yield Piece(b"", pointer or None, layout, window.line, window.line, "the file ends inside the list of records")

    def _element(self, pointer: str | None, layout: str) -> Piece:
        """Return the value that begins here."""
        window = self._window
        if (sign := window.held[window.at : window.at + 1]) not in b"[{":
            match = _SCALAR.match(window.held, window.at)
            length = match.end() - window.at if match else 1
            return self._piece(length, pointer, layout, "no JSON object")
        indent = window.indent()
        try:
            length = self._span(0)
        except _Unclosed as error:
            return self._up_to_the_next(indent, pointer, layout, str(error))
        return self._piece(length, pointer, layout, None if sign == b"{" else "an array where a record belongs")

    def _up_to_the_next(self, indent: bytes, pointer: str | None, layout: str, fault: str) -> Piece:
        """Return the lines before the next one that begins like a record; all that is left if there is none."""
        window = self._window
        start, taken = window.line, bytearray()
        while length := window.line_length(_BLOCK):
            if taken and window.held[window.at : window.at + length].startswith((indent + b"{", indent + b"]")):
                break
            line = window.take(length)
            taken += line[: max(0, MOST_BYTES - len(taken))]
        ends = window.line - (1 if taken.endswith(b"\n") else 0)
        return Piece(bytes(taken), pointer, layout, start, ends, fault)

    def _span(self, offset: int) -> int:
        """Return the offset behind the bracket that closes the one at `offset`.

        Raises:
            _Unclosed: it does not close, or not soon enough.
        """
        window, depth, offset = self._window, 1, offset + 1
        while True:
            match = _BRACKET.match(window.held, window.at + offset)
            if match is None:
                if len(window.held) - window.at > MOST_BYTES:
                    raise _Unclosed(f"longer than {MOST_BYTES:,} bytes, or its quotes or brackets do not close")
                if not window.grow():
                    raise _Unclosed("its quotes or brackets do not close")
                continue
            depth += 1 if match[1] in b"[{" else -1
            offset = match.end() - window.at
            if depth <= 0:
                return offset
            if depth > DEEPEST:
                raise _Unclosed(f"more than {DEEPEST} brackets in brackets")

    def _object(self) -> Iterator[Piece]:
        """Yield the object that begins here, or the records of the page that it is."""
        window, offset, pointer, begun = self._window, 1, "", 0
        try:
            while (match := self._member(offset)) is not None:
                name, sign = match[1][1:-1], match[2]
                offset = match.end() - window.at
                if name in self._lists and sign == b"[":
                    window.take(offset + 1)
                    yield from self._elements(f"{pointer}/{name.decode()}", "page")
                    yield from self._rest_of_page(2 if pointer else 1)
                    return
                if name == self._wrapper and sign == b"{" and not pointer:
                    pointer, begun, offset = f"/{name.decode()}", offset, offset + 1
                else:
                    offset = self._behind_value(offset, sign)
        except _Unclosed:
            yield self._element(None, "object")
            return
        if pointer:
            window.take(begun)
        yield self._element(pointer or None, "object")
        if pointer:
            yield from self._rest_of_page(1)

    def _member(self, offset: int) -> re.Match[bytes] | None:
        """Return the name of the member that begins at `offset`, None where the object ends."""
        window = self._window
        while (match := _KEY.match(window.held, window.at + offset)) is None:
            blank = _BLANK.match(window.held, window.at + offset)
            if blank is not None and window.held[blank.end() : blank.end() + 1] not in (b"", b'"'):
                return None
            if len(window.held) - window.at > MOST_BYTES or not window.grow():
                return None
        return match

    def _behind_value(self, offset: int, sign: bytes) -> int:
        if sign in b"[{":
            return self._span(offset)
        window = self._window
        while True:
            match = _SCALAR.match(window.held, window.at + offset)
            if match is not None and match.end() < len(window.held):
                return match.end() - window.at
            if not window.grow():
                raise _Unclosed("its quotes or brackets do not close")

    def _rest_of_page(self, depth: int) -> Iterator[Piece]:
        """Go behind the object that the list of records stands in."""
        window = self._window
        while depth and window.next_sign():
            match = _BRACKET.match(window.held, window.at)
            if match is not None:
                depth += 1 if match[1] in b"[{" else -1
                window.take(match.end() - window.at)
            elif not window.grow():
                yield self._piece(len(window.held) - window.at, None, "page", "brackets behind it do not close")

    def _piece(self, length: int, pointer: str | None, layout: str, fault: str | None = None) -> Piece:
        window = self._window
        start = window.line
        raw = window.take(length)
        ends = window.line - (1 if raw.endswith(b"\n") else 0)
        return Piece(raw.rstrip(b" \t\r\n,"), pointer, layout, start, ends, fault)


@contextmanager
def _json_bytes(source: Source) -> Iterator[_Bytes]:
    """Open the source as UTF-8 without byte order mark, whatever its encoding."""
    with open_bytes(Path(source.path)) as stream:
        if source.encoding.startswith("utf-8") and not source.stray_bytes:
            head = stream.read(3)
            yield _Behind(b"" if head == codecs.BOM_UTF8 else head, stream)
        else:
            errors = "windows-1252" if source.encoding.startswith("utf-8") else "replace"
            yield _Encoded(io.TextIOWrapper(stream, source.encoding, errors, newline=""))


class _Behind:
    """A stream behind bytes that were read from it already."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head, self._stream = head, stream

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        head, self._head = self._head, b""
        return head + self._stream.read(size)


class _Encoded:
    """Text as a stream of UTF-8."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def read(self, size: int, /) -> bytes:
        """Return the next characters as UTF-8."""
        return self._text.read(size).encode(errors="replace")
