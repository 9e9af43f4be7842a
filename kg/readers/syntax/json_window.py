"""A source of JSON -> the part of its bytes that is looked at. Reads: a source. Emits: UTF-8."""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from kg.readers.source import Part, Source
from kg.readers.syntax.packed import open_bytes

MOST_BYTES = 1 << 25
"""Of one record. With some thousand authors and all their affiliations it has a few million."""
BLOCK = 1 << 20
"""Bytes that are read at once."""
_STRETCH = 1 << 14
"""Bytes that are cut into lines at once, if several lines stand there."""
_DEEPEST_INDENT = 200
BLANKS = re.compile(rb"[\s,\x1e]*+")


class _Bytes(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, as many or fewer; none at the end."""
        ...


class Window:
    """The part of a stream that is looked at. Offsets count from `at`, which only `take` moves."""

    def __init__(self, stream: _Bytes, line: int = 1) -> None:
        self._stream = stream
        self.held = b""
        self.at = 0
        self.line = line

    def grow(self) -> bool:
        """Read on. Return whether there was more."""
        block = self._stream.read(max(BLOCK, len(self.held) - self.at))
        if block:
            kept = min(self.at, _DEEPEST_INDENT)
            self.held = self.held[self.at - kept :] + block
            self.at = kept
        return bool(block)

    def take(self, length: int) -> bytes:
        """Return the next bytes and go behind them."""
        taken = self.held[self.at : self.at + length]
        self.at += length
        self.line += taken.count(b"\n")
        return taken

    def whole_lines(self) -> list[bytes]:
        """Return the next lines without their ends and go behind them: some of those that are held, if one is."""
        end = self.held.find(b"\n", self.at)
        if end < 0:
            return []
        if end - self.at > _STRETCH // 8:
            lines = [self.held[self.at : end]]
        else:
            lines = self.held[self.at : self.at + _STRETCH].split(b"\n")
            del lines[-1]
        self.at += sum(map(len, lines)) + len(lines)
        self.line += len(lines)
        return lines

    def next_sign(self) -> bytes:
        """Go over blanks and commas; return the byte that follows, `b""` at the end."""
        while True:
            match = BLANKS.match(self.held, self.at)
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
        begins = self.held.rfind(b"\n", max(0, self.at - _DEEPEST_INDENT), self.at) + 1
        before = self.held[begins : self.at] if begins or self.at < _DEEPEST_INDENT else b""
        return before if not before.strip() else b""


@contextmanager
def json_bytes(source: Source) -> Iterator[_Bytes]:
    """Open the source, or the part of it that is read, as UTF-8 without byte order mark, whatever its encoding."""
    with open_bytes(Path(source.path)) as file:
        part, encoding, stream = source.part, source.encoding, file
        if part is not None:
            stream = io.BufferedReader(_Within(file, part), BLOCK)
            encoding = encoding if part.start == 0 else encoding.removesuffix("-sig")
        if encoding.startswith("utf-8") and not source.stray_bytes:
            head = stream.read(3)
            marked = head == codecs.BOM_UTF8 and (part is None or part.start == 0)
            yield _Behind(b"" if marked else head, stream)
        else:
            errors = "windows-1252" if encoding.startswith("utf-8") else "replace"
            yield _Encoded(io.TextIOWrapper(stream, encoding, errors, newline=""))


class _Within(io.RawIOBase):
    """A part of a file."""

    def __init__(self, file: IO[bytes], part: Part) -> None:
        super().__init__()
        self._file, self._left = file, part.end - part.start
        file.seek(part.start)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        chunk = self._file.read(min(len(buffer), self._left))
        self._left -= len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)


class _Behind:
    """A stream behind bytes that were read from it already."""

    def __init__(self, head: bytes, stream: _Bytes) -> None:
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
