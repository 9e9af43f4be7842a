"""XML sources -> the bytes of the records in them, one after the other. Reads: a source. Emits: Piece.

Each record is cut out by its tags, so that one that is not well-formed costs that record only and one record at a time
is in memory. What stands in comments, CDATA and declarations is no tag. The names of HTML's entities are read as the
signs that they mean; other ones stay as they are printed. What is longer than `MOST_CHARACTERS` is refused.
"""

import codecs
import html
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from kg.readers.source import Source
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.packed import open_bytes

MOST_CHARACTERS = 1 << 25
"""Of one record, as bytes of UTF-8. A long article with its body has some million."""
_BLOCK = 1 << 18
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_PREFIX = re.compile(rb"\sxmlns:([\w.-]{1,60})\s*=\s*(\"[^\"<]{0,300}\"|'[^'<]{0,300}')")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_TAG = re.compile(rb"<[A-Za-z_]")
_HIDING = re.compile(rb"<[!?]")
_NAME = re.compile(rb"<[^\s/>]+")
_DOCTYPE = re.compile(rb"[^>\[]*+(?:\[(?:[^\]\"']|\"[^\"]*+\"|'[^']*+')*+\]\s*)?>")
_LONGEST_NAME = 160
_FOREIGN = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;|#)")
_ENTITY = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&(?!amp;|lt;|gt;|quot;|apos;|#)([\w.-]{0,60}+;)?", re.DOTALL)
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_KNOWN_PREFIXES = {
    b"ali": b'"http://www.niso.org/schemas/ali/1.0/"',
    b"mml": b'"http://www.w3.org/1998/Math/MathML"',
    b"xlink": b'"http://www.w3.org/1999/xlink"',
    b"xsi": b'"http://www.w3.org/2001/XMLSchema-instance"',
}


def xml_pieces(source: Source, *tags: str, heads: tuple[str, ...] = ()) -> Iterator[Piece]:
    """Yield the elements `tags` of a source in their order, with what is none; they do not stand in each other.

    Of the elements `heads`, which stand around them, the start tags with attributes are yielded, as empty elements.
    """
    with open_bytes(Path(source.path)) as stream:
        head = stream.read(_BLOCK)
        encoding, errors = _encoding(head, source)
        if encoding.startswith("utf-8") and not source.stray_bytes:
            lines: _Lines | _Recoded = _Lines(head.removeprefix(codecs.BOM_UTF8), stream)
        else:
            decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(errors), translate=True)
            lines = _Recoded(head, stream, decoder)
        yield from _Cutter(lines, tags, heads).pieces()


def _encoding(head: bytes, source: Source) -> tuple[str, str]:
    """Return the encoding that the mark or the declaration names, and what to do with bytes that are none of it."""
    declared = _DECLARED.match(head)
    if source.encoding == "utf-8" and declared is not None:
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            "".encode(name)
        except LookupError:  # unknown, or no encoding of text
            name = "utf-8"
        if not name.startswith(("utf-", "utf_")):  # it was read as bytes of one each: it is not UTF-16
            return name, "replace"
    return source.encoding, "windows-1252" if source.encoding.startswith("utf-8") else "replace"


class _Lines:
    """A stream of UTF-8, its line ends read as line feeds."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head, self._stream = head, stream

    def read(self, size: int) -> bytes:
        """Return the next bytes, about as many; none at the end."""
        block, self._head = self._head or self._stream.read(size), b""
        if b"\r" not in block:
            return block
        while block.endswith(b"\r") and (more := self._stream.read(1)):
            block += more
        return block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


class _Recoded:
    """A stream of another encoding as UTF-8, its line ends read as line feeds."""

    def __init__(self, head: bytes, stream: IO[bytes], decoder: io.IncrementalNewlineDecoder) -> None:
        self._head, self._stream, self._decoder = head, stream, decoder
        self._ended = False

    def read(self, size: int) -> bytes:
        """Return the next bytes, about as many; none at the end."""
        while not self._ended:
            block, self._head = self._head or self._stream.read(size), b""
            self._ended = not block
            if text := self._decoder.decode(block, final=not block):
                return text.encode(errors="replace")
        return b""


class _Mark(NamedTuple):
    """A tag of a record, or what hides tags."""

    start: int
    end: int
    kind: str
    """`<` a start, `</` an end, `/>` an empty element; `head` the start of one around records."""
    name: bytes


class _Cutter:
    """Cuts elements out of a stream.

    Of `_held` the part before `_begin` is done with, the part from `_at` was not yet looked at.
    """

    def __init__(self, stream: _Lines | _Recoded, tags: tuple[str, ...], heads: tuple[str, ...]) -> None:
        self._stream = stream
        self._tag = tags[0].encode()
        names = b"|".join(re.escape(tag.encode()) for tag in tags)
        name = rb"(?:[A-Za-z_][\w.-]{0,60}:)?(?P<name>" + names + rb")(?=[\s/>])"
        outer = b"|".join(re.escape(tag.encode()) for tag in heads) or b"(?!)"
        around = rb"|(?P<head>" + outer + rb")(?=\s)"
        self._mark = re.compile(rb"<(?:!--|!\[CDATA\[|\?|!DOCTYPE\b|(?P<end>/?)" + name + around + rb")")
        self._other = re.compile(rb"<(?:" + name + around + rb")")
        self._openings = {
            sign: re.compile(sign + b"(?:" + names + b"|" + outer + rb")(?=[\s/>])") for sign in (b"<", b":")
        }
        """What looks like the beginning of a record, without a prefix and with one."""
        self._held, self._begin, self._at, self._line = b"", 0, 0, 1
        self._prefixes: dict[bytes, bytes] = dict(_KNOWN_PREFIXES)
        self._near: list[tuple[bytes, bytes]] | None = None
        """Those of them that stand anywhere in `_held`, with their colons: they are looked for once a block."""
        self._places: dict[bytes, int] = {}
        self._counts: Counter[bytes] = Counter()
        self._alone = True

    def pieces(self) -> Iterator[Piece]:
        """Yield all records. Inside of one, it begins at `_begin`."""
        inside = False
        while True:
            mark = (self._near_end() if inside else None) or self._next(inside=inside)
            if mark is None:
                if not inside:
                    return
                long = len(self._held) - self._begin > MOST_CHARACTERS
                fault = f"longer than {MOST_CHARACTERS:,} characters" if long else "the file ends inside of it"
                yield self._cut(len(self._held), fault)
                inside = False
                continue
            if mark.kind == "</":
                self._tag = self._tag if inside else mark.name
                yield self._cut(mark.end, None if inside else f"an end of `{mark.name.decode()}` without a beginning")
                inside = False
                continue
            if inside:
                yield self._cut(mark.start, f"it is not closed before the next `{mark.name.decode()}`")
            else:
                self._let_go(mark.start)
            self._tag = mark.name
            self._at = mark.end
            inside = mark.kind == "<"
            if not inside:
                yield self._cut(mark.end, closed=mark.kind == "/>")

    def _near_end(self) -> _Mark | None:
        """Return the end of the record where that is sure at a glance: nothing hides it, or begins another one."""
        tag, looked = b"</" + self._tag + b">", self._at
        while True:
            place, whole = self._place(tag, looked), len(self._held)
            if self._has_other(looked, place) or self._hides(looked, place):
                return None
            if place < whole:
                return _Mark(place, place + len(tag), "</", self._tag)
            looked = max(looked, whole - _LONGEST_NAME) - self._begin
            if not self._grow(inside=True):
                return None

    def _place(self, sign: bytes, at: int) -> int:
        """Return where `sign` stands next in `_held`, the length of that if nowhere.

        What is asked for one sign never goes back, so that each byte is looked at once, whether records close or not.
        """
        place = self._places.get(sign, -1)
        if place < at:
            pattern = self._openings.get(sign)
            match = pattern.search(self._held, at) if pattern is not None else None
            place = match.start() if match is not None else -1 if pattern is not None else self._held.find(sign, at)
            self._places[sign] = place = place if place >= 0 else len(self._held)
        return place

    def _has_other(self, at: int, end: int) -> bool:
        """Return whether the beginning of a record stands between two places."""
        if self._place(b"<", at) < end:
            return True
        return self._place(b":", at) < end and self._other.search(self._held, at, end) is not None

    def _hides(self, at: int, end: int) -> bool:
        """Return whether a comment or the like begins between two places. Single bytes are found in no time."""
        if self._held.find(b"!", at, end) < 0 and self._held.find(b"?", at, end) < 0:
            return False
        return _HIDING.search(self._held, at, end) is not None

    def _next(self, *, inside: bool) -> _Mark | None:
        """Return the next tag of a record. What stands in comments and the like is no tag."""
        while True:
            match = self._mark.search(self._held, self._at)
            end = self._end_of(match) if match is not None else -1
            if match is None or end < 0:
                self._at = match.start() if match is not None else max(self._at, len(self._held) - _LONGEST_NAME)
                if self._grow(inside=inside):
                    continue
                if match is None or match["end"] is not None or match["head"]:
                    return None
                end = self._at + len(match[0])  # a comment that nothing ends: what is in it is read
            if match["head"]:
                return _Mark(match.start(), end, "head", match["head"])
            if match["end"] is None:
                self._at = end
                continue
            closed = self._held[end - 2 : end - 1] == b"/"
            return _Mark(match.start(), end, "</" if match["end"] else "/>" if closed else "<", match["name"])

    def _end_of(self, match: re.Match[bytes]) -> int:
        if match[0] == b"<!DOCTYPE":
            inner = _DOCTYPE.match(self._held, match.end())
            return inner.end() if inner else -1
        ends = _ENDS.get(match[0], b">")
        at = self._held.find(ends, match.end())
        return at + len(ends) if at >= 0 else -1

    def _grow(self, *, inside: bool) -> bool:
        """Read on; what stands outside of records is let go. Return whether there was more, and room for it."""
        if not inside:
            self._let_go(self._at)
        held = len(self._held) - self._begin
        if held > MOST_CHARACTERS:
            return False
        block = self._stream.read(max(_BLOCK, held))
        self._held = self._held[self._begin :] + block
        self._at -= self._begin
        self._begin, self._near = 0, None
        self._places.clear()
        return bool(block)

    def _let_go(self, end: int) -> None:
        """Be done with what stands before `end`."""
        if not self._counts and end > self._begin:
            before = self._held[self._begin : end]
            self._prefixes.update(_PREFIX.findall(before))
            self._near = None
            self._alone = self._alone and not _TAG.search(_COMMENT.sub(b"", before))
        self._line += self._held.count(b"\n", self._begin, end)
        self._begin = end
        self._at = max(self._at, end)

    def _cut(self, end: int, fault: str | None = None, *, closed: bool = True) -> Piece:
        """Return the piece up to `end`. One that is not closed is the start tag of an element around records."""
        begin, line = self._begin, self._line
        text = self._held[begin:end]
        used = self._prefixes_in(begin, end)
        self._alone = self._alone and closed
        self._counts[self._tag] += 1
        self._let_go(end)
        name = self._tag.decode()
        pointer = f"/{name}" if self._alone else f"(//{name})[{self._counts[self._tag]}]"
        raw = text if fault is not None else _entities_read(self._with_prefixes(text, used) if used else text)
        raw = raw if closed else raw.removesuffix(b">").removesuffix(b"/") + b"/>"
        return Piece(raw, pointer, "single" if self._alone else "set", line, self._line, fault)

    def _prefixes_in(self, begin: int, end: int) -> list[bytes]:
        """Return the prefixes, declared outside of records, that stand in one."""
        if self._near is None:
            self._near = [(name, name + b":") for name in _prefixes_of(self._held, self._prefixes)]
        return [name for name, sign in self._near if self._place(sign, begin) < end]

    def _with_prefixes(self, text: bytes, used: list[bytes]) -> bytes:
        """Return an element with the declarations of prefixes that stand outside of it."""
        told = {name for name, _ in _PREFIX.findall(text, 0, text.find(b">"))}
        added = b"".join(b" xmlns:" + name + b"=" + self._prefixes[name] for name in used if name not in told)
        return _NAME.sub(lambda name: name[0] + added, text, count=1) if added else text


def _prefixes_of(text: bytes, names: Collection[bytes]) -> list[bytes]:
    """Return those of the names that stand in front of a colon. All are looked for in one go."""
    left, at = list(names), 0
    while left and (colon := _before_colon(tuple(left)).search(text, at)) is not None:
        left = [name for name in left if not text.endswith(name, 0, colon.start())]
        at = colon.end()
    return [name for name in names if name not in left]


@lru_cache
def _before_colon(names: tuple[bytes, ...]) -> re.Pattern[bytes]:
    """Return a pattern of the colon behind a name. The last letter is asked first: that of another name fails there."""
    last = b"".join(re.escape(name[-1:]) for name in names)
    return re.compile(b":(?<=[" + last + b"]:)(?:" + b"|".join(b"(?<=%b:)" % re.escape(name) for name in names) + b")")


def _entities_read(text: bytes) -> bytes:
    """Return XML in which no entity stands but the five of XML: a name of HTML is its sign, another one is text."""
    return _ENTITY.sub(_sign, text) if b"&" in text and _FOREIGN.search(text) is not None else text


def _sign(match: re.Match[bytes]) -> bytes:
    if match[0].startswith(b"<"):
        return match[0]
    sign = html.unescape(match[0].decode()) if match[1] else match[0].decode()
    return sign.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
