"""JSON sources -> the bytes of the records in them, one after the other. Reads: a source. Emits: Piece.

A source is one value, an array, JSON Lines, values behind each other, or result pages: objects that hold their records
in an array (`results` of OpenAlex, `message.items` of Crossref, `items` of its dumps).
Only one record is in memory. A scanner of brackets cuts records out, so that a record with an error inside costs that
record only, where an incremental parser ends at its first error. If brackets do not close, reading goes on at the next
line that begins like a record.
"""

import re
from collections.abc import Callable, Iterator

import msgspec
from msgspec.structs import replace

from kg.readers.source import Source
from kg.readers.syntax.json_window import BLANKS, BLOCK, MOST_BYTES, Window, json_bytes

DEEPEST = 200
"""Brackets in brackets. Records of OpenAlex and Crossref have less than ten."""
_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_LEAF = rb'(?:[^"\[\]{}]++|' + _STRING + rb")*+"
_BRACKET = re.compile(
    rb"(?:[^\"\[\]{}]++|" + _STRING + rb"|\{" + _LEAF + rb"\}|\[" + _LEAF + rb"\])*+([\[\]{}])", re.DOTALL
)
_KEY = re.compile(rb"[\s,]*+(" + _STRING + rb")\s*+:\s*+(?=(.))", re.DOTALL)
_SCALAR = re.compile(_STRING + rb"|[^\s,\[\]{}]++", re.DOTALL)
_SKIPPING = msgspec.json.Decoder(msgspec.Raw)
_BEFORE, _BEHIND = b" \t\r\n\f\v,\x1e", b" \t\r\n,"
_PAGE = re.compile(
    rb'\{\s*"(?:meta|results|status|message[a-z-]*|facets|group_by|items|data|total|offset|next|last|token|page|pageSize'
    rb'|timestamp|query)"'
)
LISTS = frozenset({b"results", b"items"})
"""Names of the arrays in which result pages of OpenAlex and Crossref hold their records."""
WRAPPER = b"message"
"""The object in which Crossref holds its list, or its one record."""


class Piece(msgspec.Struct, frozen=True, gc=False):
    """One record as it stands in the source. `fault` says why it cannot be cut out whole."""

    raw: bytes
    pointer: str | None
    """JSON pointer (RFC 6901); None for a line or for the whole of a file."""
    layout: str
    start_line: int
    end_line: int
    fault: str | None = None
    value: object = None
    """The piece as it was decoded to find its end, if it was."""


class _Unclosed(Exception):  # noqa: N818 - a state of the scanner
    """Brackets that do not close within the file, or within what one record may have."""


def pieces(
    source: Source,
    decode: Callable[[bytes], object] = _SKIPPING.decode,
    *,
    lists: frozenset[bytes] = LISTS,
    wrapper: bytes = WRAPPER,
) -> Iterator[Piece]:
    """Yield the records of a source in their order, with what is none. `lists` names the arrays of a page."""
    with json_bytes(source) as stream:
        if source.part is not None:
            yield from _Cutter(Window(stream, source.part.first_line), decode, lists, wrapper).lines()
        else:
            yield from _Cutter(Window(stream), decode, lists, wrapper).values()


def stands_by_lines(source: Source) -> bool:
    """Return whether each line of a source is a value."""
    with json_bytes(source) as stream:
        return _Cutter(Window(stream), _SKIPPING.decode, LISTS, WRAPPER).stands_by_lines()


class _Cutter:
    """Cuts records out of a window."""

    def __init__(
        self, window: Window, decode: Callable[[bytes], object], lists: frozenset[bytes], wrapper: bytes
    ) -> None:
        self._window, self._decode, self._lists, self._wrapper = window, decode, lists, wrapper
        self._value: object = None
        self._opening = b""

    def values(self) -> Iterator[Piece]:
        """Yield the records of all values of the source."""
        window = self._window
        if self.stands_by_lines():
            yield from self.lines()
        while sign := window.next_sign():
            if sign == b"[":
                window.take(1)
                yield from self._elements("", "array")
            elif sign == b"{":
                yield from self._object()
            else:
                yield self._piece(window.line_length(), None, "object", "neither a JSON object nor an array")

    def stands_by_lines(self) -> bool:
        """Return whether each line is a value: the first one ends with its line, not the file, or the next begins."""
        window = self._window
        if window.next_sign() != b"{":
            return False
        if _PAGE.match(window.held, window.at) or (end := window.line_length()) > MOST_BYTES:
            return False
        first = window.held[window.at : window.at + end].rstrip()
        if len(window.held) - window.at == end:
            window.grow()
        rest = window.held[window.at + end : window.at + end + 1000].lstrip()
        return rest.startswith(b'{"') or (first.endswith(b"}") and rest != b"")

    def lines(self) -> Iterator[Piece]:
        """Yield the lines as records, whatever they begin with."""
        window = self._window
        while True:
            while lines := window.whole_lines():
                for number, line in enumerate(lines, window.line - len(lines)):
                    if line.startswith(b"{") and line.endswith(b"}"):
                        yield Piece(line, None, "lines", number, number)
                    elif raw := line.lstrip(_BEFORE).rstrip(_BEHIND):
                        yield Piece(raw, None, "lines", number, number)
            if not window.next_sign():
                return
            length = window.line_length()
            if length > MOST_BYTES:
                yield self._too_long(None, "lines")
                continue
            yield self._piece(length, None, "lines")

    def _too_long(self, pointer: str | None, layout: str) -> Piece:
        """Return the beginning of what is too long; go behind its line."""
        window = self._window
        start, raw = window.line, window.take(2 * BLOCK)
        while (length := window.line_length(BLOCK)) and not window.take(length).endswith(b"\n"):
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
        indent, self._value = window.indent(), None
        try:
            length = self._span_to_the_next() or self._span(0)
            if window.held.find(b"\n" + indent + b"{", window.at, window.at + length) >= 0:
                self._check(length)
        except _Unclosed as error:
            return self._up_to_the_next(indent, pointer, layout, str(error))
        if sign == b"[":
            return self._piece(length, pointer, layout, "an array where a record belongs")
        return replace(self._piece(length, pointer, layout), value=self._value)

    def _check(self, length: int) -> None:
        """Raise _Unclosed where a quote or bracket that does not close has swallowed the beginning of the next one."""
        window = self._window
        try:
            _SKIPPING.decode(window.held[window.at : window.at + length])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise _Unclosed("its quotes or brackets do not close") from None

    def _up_to_the_next(self, indent: bytes, pointer: str | None, layout: str, fault: str) -> Piece:
        """Return the lines before the next one that begins like a record; all that is left if there is none."""
        window = self._window
        start, taken = window.line, bytearray()
        while length := window.line_length(BLOCK):
            if taken and window.held[window.at : window.at + length].startswith((indent + b"{", indent + b"]")):
                break
            line = window.take(length)
            taken += line[: max(0, MOST_BYTES - len(taken))]
        ends = window.line - (1 if taken.endswith(b"\n") else 0)
        return Piece(bytes(taken), pointer, layout, start, ends, fault)

    def _span_to_the_next(self) -> int:
        """Return the length of the element if the next one begins as the last ones did; 0 if that does not tell it.

        A part of a JSON object is never one itself: what decodes is the whole element.
        """
        window = self._window
        held, at = window.held, window.at
        opening = self._opening
        if not opening or not held.startswith(opening, at):
            begins = held[at : at + 64]
            opening = self._opening = _shared_beginning(opening or begins, begins)
        place = held.find(opening, at + 1) if len(opening) > 3 else -1
        before = held[max(at, place - 256) : max(at, place)].rstrip()
        if place < 0 or not before.endswith(b","):
            return 0
        element = held[at : place - 256] + before[:-1] if place - 256 > at else before[:-1]
        try:
            self._value = self._decode(element)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return 0
        return len(element)

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
            blank = BLANKS.match(window.held, window.at + offset)
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
            elif len(window.held) - window.at > MOST_BYTES or not window.grow():
                break
        if depth > 0:
            rest = len(window.held) - window.at
            yield self._piece(rest, None, "page", "the file ends before its brackets close")

    def _piece(self, length: int, pointer: str | None, layout: str, fault: str | None = None) -> Piece:
        window = self._window
        start = window.line
        raw = window.take(length)
        ends = window.line - (1 if raw.endswith(b"\n") else 0)
        return Piece(raw.rstrip(_BEHIND), pointer, layout, start, ends, fault)


def _shared_beginning(one: bytes, other: bytes) -> bytes:
    differs = (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right)
    return other[: next(differs, min(len(one), len(other)))]
