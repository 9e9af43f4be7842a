"""XML sources -> the elements of their records, one after the other. Reads: a source. Emits: Piece, elements, Reject.

Each record is cut out by its tags and parsed alone, so that one that is not well-formed costs that record only and one
record at a time is in memory. No document type declaration ever reaches the parser (lxml): there are no external
entities, no entity bombs and no network. The names of HTML's entities are read as the signs that they mean; other ones
stay as they are printed. What stands deeper than 256 elements, or is longer than `MOST_CHARACTERS`, is refused.
"""

import codecs
import html
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from kg.model import Record, Reject
from kg.readers.source import Source
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found, UnreadableError, reject_of
from kg.readers.syntax.packed import open_bytes
from kg.readers.syntax.watched_xml import WatchedElement, noted_elements
from kg.readers.unread import is_watched

MOST_CHARACTERS = 1 << 25
"""Of one record. A long article with its body has some million."""
_BLOCK = 1 << 18
_REPAIR = "check the file with an XML parser (xmllint), or fetch it again"
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_PREFIX = re.compile(r"\sxmlns:([\w.-]{1,60})\s*=\s*(\"[^\"<]{0,300}\"|'[^'<]{0,300}')")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ERROR_LINE = re.compile(r"\bline (\d+)")
_TAG = re.compile(r"<[A-Za-z_]")
_BEGIN = re.compile(r"(<[\w:.-]+)[^>]*")
_DOCTYPE = re.compile(r"[^>\[]*+(?:\[(?:[^\]\"']|\"[^\"]*+\"|'[^']*+')*+\]\s*)?>")
_LONGEST_NAME = 160
_ENTITY = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&(?!(?:amp|lt|gt|quot|apos);|#)([\w.-]{0,60}+;)?", re.DOTALL)
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_KNOWN_PREFIXES = {
    "ali": '"http://www.niso.org/schemas/ali/1.0/"',
    "mml": '"http://www.w3.org/1998/Math/MathML"',
    "xlink": '"http://www.w3.org/1999/xlink"',
    "xsi": '"http://www.w3.org/2001/XMLSchema-instance"',
}

Build = Callable[[Element, Found], Record]


def read_xml(source: Source, tags: str | tuple[str, ...], build: Build) -> Iterator[Record | Reject]:
    """Yield what stands in a source: `build` makes a record of an element of `tags`, or raises UnreadableError."""
    index, empty = 0, True
    tags = (tags,) if isinstance(tags, str) else tags
    for piece in xml_pieces(source, *tags):
        empty = False
        found = Found(source, index + 1, piece, [])
        try:
            root = parsed(piece)
            with noted_elements(root, piece):
                record = build(root, found)
        except UnreadableError as error:
            yield reject_of(source, piece, error)
        else:
            index += 1
            yield record
    if empty:
        nothing = Piece(b"", None, "single", 1, 1)
        yield reject_of(source, nothing, UnreadableError(f"there is no element `{'`, `'.join(tags)}` in it", _REPAIR))


def parsed(piece: Piece) -> Element:
    """Return the element of a piece, its own namespace taken off.

    Raises:
        UnreadableError: it is not well-formed, or too deep.
    """
    if piece.fault is not None:
        raise UnreadableError(piece.fault, _REPAIR)
    try:
        root = etree.fromstring(piece.raw, _parser(watched=is_watched()))
    except etree.XMLSyntaxError as error:
        where = _ERROR_LINE.sub(lambda match: f"line {int(match[1]) + piece.start_line - 1}", str(error.msg))
        raise UnreadableError(f"not well-formed XML: {where}"[:400], _REPAIR) from None
    return _without_namespace(root)


@lru_cache
def _parser(*, watched: bool) -> etree.XMLParser:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        attribute_defaults=False, huge_tree=False, recover=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    if watched:
        parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=WatchedElement))
    return parser


def _without_namespace(root: Element) -> Element:
    own, brace, _ = root.tag.rpartition("}")
    if brace:
        for element in root.iter(f"{own}}}*"):
            element.tag = element.tag[len(own) + 1 :]
    return root


def xml_pieces(source: Source, *tags: str, heads: tuple[str, ...] = ()) -> Iterator[Piece]:
    """Yield the elements `tags` of a source in their order, with what is none; they do not stand in each other.

    Of the elements `heads`, which stand around them, the start tags with attributes are yielded, as empty elements.
    """
    with open_bytes(Path(source.path)) as stream:
        head = stream.read(_BLOCK)
        encoding, errors = _encoding(head, source)
        decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(errors), translate=True)
        yield from _Cutter(_Text(head, stream, decoder), tags, heads).pieces()


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


class _Text:
    """A stream of characters, its line ends read as line feeds."""

    def __init__(self, head: bytes, stream: IO[bytes], decoder: io.IncrementalNewlineDecoder) -> None:
        self._head, self._stream, self._decoder = head, stream, decoder
        self._ended = False

    def read(self, size: int) -> str:
        """Return the next characters, about as many; none at the end."""
        while not self._ended:
            block, self._head = self._head or self._stream.read(size), b""
            self._ended = not block
            if text := self._decoder.decode(block, final=not block):
                return text
        return ""


class _Mark(NamedTuple):
    """A tag of a record, or what hides tags."""

    start: int
    end: int
    kind: str
    """`<` a start, `</` an end, `/>` an empty element; `head` the start of one around records."""
    name: str


class _Cutter:
    """Cuts elements out of a stream. `_held[_at:]` is what was not yet looked at."""

    def __init__(self, stream: _Text, tags: tuple[str, ...], heads: tuple[str, ...]) -> None:
        self._stream = stream
        self._tag = tags[0]
        name = rf"(?:[A-Za-z_][\w.-]{{0,60}}:)?(?P<name>{'|'.join(map(re.escape, tags))})(?=[\s/>])"
        around = rf"|<(?P<head>{'|'.join(map(re.escape, heads))})(?=\s)" if heads else "(?P<head>(?!))?"
        self._mark = re.compile(rf"<!--|<!\[CDATA\[|<\?|<!DOCTYPE\b|<(?P<end>/?){name}{around}")
        self._held, self._at, self._line = "", 0, 1
        self._prefixes: dict[str, str] = dict(_KNOWN_PREFIXES)
        self._counts: Counter[str] = Counter()
        self._alone = True

    def pieces(self) -> Iterator[Piece]:
        """Yield all records. Inside of one, it begins where what is held begins."""
        inside = False
        while True:
            mark = self._next(inside=inside)
            if mark is None:
                if not inside:
                    return
                long = len(self._held) > MOST_CHARACTERS
                yield self._cut(
                    0, f"longer than {MOST_CHARACTERS:,} characters" if long else "the file ends inside of it"
                )
                inside = False
                continue
            if mark.kind == "</":
                self._tag = self._tag if inside else mark.name
                yield self._cut(mark.end, None if inside else f"an end of `{mark.name}` without a beginning")
                inside = False
                continue
            if inside:
                yield self._cut(mark.start, f"it is not closed before the next `{mark.name}`")
            else:
                self._let_go(mark.start)
            self._tag = mark.name
            self._at = mark.end - mark.start
            inside = mark.kind == "<"
            if not inside:
                yield self._cut(self._at, closed=mark.kind == "/>")

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
            closed = self._held[end - 2] == "/"
            return _Mark(match.start(), end, "</" if match["end"] else "/>" if closed else "<", match["name"])

    def _end_of(self, match: re.Match[str]) -> int:
        if match[0] == "<!DOCTYPE":
            inner = _DOCTYPE.match(self._held, match.end())
            return inner.end() if inner else -1
        ends = _ENDS.get(match[0], ">")
        at = self._held.find(ends, match.end())
        return at + len(ends) if at >= 0 else -1

    def _grow(self, *, inside: bool) -> bool:
        """Read on; what stands outside of records is let go. Return whether there was more, and room for it."""
        if not inside:
            self._let_go(self._at)
        if len(self._held) > MOST_CHARACTERS:
            return False
        block = self._stream.read(max(_BLOCK, len(self._held)))
        self._held += block
        return bool(block)

    def _let_go(self, length: int) -> None:
        before = self._held[:length]
        if not self._counts and before:
            self._prefixes.update(_PREFIX.findall(before))
            self._alone = self._alone and not _TAG.search(_COMMENT.sub("", before))
        self._line += before.count("\n")
        self._held = self._held[length:]
        self._at = max(0, self._at - length)

    def _cut(self, length: int, fault: str | None = None, *, closed: bool = True) -> Piece:
        """Return a piece from where what is held begins; without a length all of it.

        One that is not closed is the start tag of an element around records.
        """
        text, line = self._held[: length or len(self._held)], self._line
        self._alone = self._alone and closed
        self._counts[self._tag] += 1
        self._let_go(len(text))
        pointer = f"/{self._tag}" if self._alone else f"(//{self._tag})[{self._counts[self._tag]}]"
        raw = text if fault is not None else _entities_read(self._with_prefixes(text))
        raw = raw if closed else raw.removesuffix(">").removesuffix("/") + "/>"
        return Piece(raw.encode(errors="replace"), pointer, "single" if self._alone else "set", line, self._line, fault)

    def _with_prefixes(self, text: str) -> str:
        """Return an element with the declarations of prefixes that stand outside of it."""
        begin = _BEGIN.match(text)
        told = {name for name, _ in _PREFIX.findall(begin[0])} if begin else set()
        added = [f" xmlns:{n}={iri}" for n, iri in self._prefixes.items() if n not in told and f"{n}:" in text]
        return f"{begin[1]}{''.join(added)}{text[begin.end(1) :]}" if begin and added else text


def _entities_read(text: str) -> str:
    """Return XML in which no entity stands but the five of XML: a name of HTML is its sign, another one is text."""
    return _ENTITY.sub(_sign, text) if "&" in text else text


def _sign(match: re.Match[str]) -> str:
    if match[0][0] == "<":
        return match[0]
    sign = html.unescape(match[0]) if match[1] else match[0]
    return sign.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
