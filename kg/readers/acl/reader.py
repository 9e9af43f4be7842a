"""XML of the ACL Anthology -> records. Reads: collections of volumes of papers. Emits: Record, Reject.

Read: of papers identifiers (the Anthology's, DOI), title, authors and editors with the Anthology's explicit ids, ORCID
iDs, affiliations and names in other scripts, abstract, pages, date, venue with publisher, volume and issue of journals,
language, PDF, software and code, data sets, errata, the number of the last revision, retraction. The front matter is
the record of the volume, with its editors, ISBN and DOI; each paper is part of it. Where there is no front matter, the
`meta` of a volume is that record if it names editors or identifiers, or if there is no paper. The files of 2018 and
before, in which a volume is the outermost element, too. Each paper is cut out by itself; what stands around it comes
from the start tags of `collection` and `volume` and from `meta`.

Left out: awards, videos, posters, slides, notes and supplements, notes on revisions, why and when a paper was
retracted, citation keys, checksums, days of ingestion, the address of a meeting, short titles, the venues' names within
the Anthology, events and their talks, persons' pages at other services.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext

from lxml.etree import _Element as Element

from kg.model import Record, Reject
from kg.readers.acl.ids import is_front
from kg.readers.acl.papers import front_record, paper_record
from kg.readers.acl.text import parts_of
from kg.readers.acl.volume import Volume
from kg.readers.source import Source
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found, UnreadableError, reject_of
from kg.readers.syntax.watched_xml import noted_elements
from kg.readers.syntax.xml_pieces import xml_pieces
from kg.readers.syntax.xml_records import parsed
from kg.readers.unread import is_watched

_HEADS = ("collection", "volume", "event")
_PARTS = ("meta", "frontmatter", "paper")
_COLLECTION = re.compile(
    r"<collection\s[^<>]*\bid\s*=[^<>]*>\s*(?:<!--.*?-->\s*)*(?:<(?:volume|event)\s|</|\Z)", re.DOTALL
)
_OLD_VOLUME = re.compile(r"<volume\s[^<>]*\bid\s*=\s*[\"'][A-Z]\d\d[\"'][^<>]*>\s*<paper\s", re.ASCII)
_HEAD_INSIDE = re.compile(r"<(collection|volume|event)\s[^<>]*>")
_ID = re.compile(r"\bid\s*=\s*[\"']([^\"'<>]{1,100})[\"']")


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as a collection of the Anthology, or as a volume of an old file."""
    text = beginning.lstrip("\ufeff \t\r\n")
    return text.startswith("<") and (_COLLECTION.search(text) or _OLD_VOLUME.search(text)) is not None


def read_acl(source: Source) -> Iterator[Record | Reject]:
    """Yield the volumes and the papers of a source in its order."""
    reading = _Reading(source)
    for piece in xml_pieces(source, *_PARTS, heads=_HEADS):
        yield from reading.of_piece(piece)
    yield from reading.volume_alone(is_empty=True)
    if not reading.met:
        nothing = UnreadableError("there is neither a paper nor a front matter in it", "leave it out")
        yield reject_of(source, Piece(b"", None, "single", 1, 1), nothing)


class _Reading:
    """Where in a file reading stands: the volume, and its `meta` until its record was made."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._collection: str | None = None
        self._volume = Volume("")
        self._in_event = False
        self._pending: Piece | None = None
        self._index = 0
        self.met = False

    def of_piece(self, piece: Piece) -> Iterator[Record | Reject]:
        """Yield what a piece is, behind the volume before it if that has no record yet."""
        found = Found(self._source, self._index + 1, piece, [])
        try:
            root = parsed(piece)
            kind = str(root.tag)
            if kind in _HEADS:
                yield from self.volume_alone(is_empty=True)
                self._enter(kind, root.get("id") or "", root.get("type"))
            elif kind == "meta":
                yield from self.volume_alone(is_empty=True)
                self._take_meta(root, piece, found)
            elif kind == "frontmatter":
                yield self._made(root, piece, front=True)
            else:
                yield from self.volume_alone()
                yield self._made(root, piece, front=False)
        except UnreadableError as error:
            self.met = True
            yield reject_of(self._source, piece, error)
            self._enter_from_broken(piece)

    def volume_alone(self, *, is_empty: bool = False) -> Iterator[Record]:
        """Yield the record of a volume without front matter, if nothing else says of it what its `meta` says."""
        piece, self._pending = self._pending, None
        volume = self._volume
        doubted = any(doubt.field != "date" for doubt in volume.doubts)
        if piece is not None and (volume.editors or volume.identifiers or doubted or (is_empty and volume.title)):
            yield self._made(parsed(piece), piece, front=True)

    def _enter(self, kind: str, name: str, type_: str | None) -> None:
        self._in_event = kind == "event"
        if kind == "collection":
            self._collection = name
            self._volume = Volume(name)
        elif kind == "volume":
            inside = self._collection is not None
            self._volume = Volume(self._collection or name, name if inside else "", is_journal=type_ == "journal")

    def _enter_from_broken(self, piece: Piece) -> None:
        """Enter what begins inside of a piece that is not closed before it."""
        for match in _HEAD_INSIDE.finditer(piece.raw.decode(errors="replace")):
            name = _ID.search(match[0])
            if name is not None:
                self._enter(match[1], name[1], "journal" if '"journal"' in match[0] else None)

    def _take_meta(self, root: Element, piece: Piece, found: Found) -> None:
        if not self._in_event:
            with _noted(root, piece):
                self._volume = self._volume.of_meta(parts_of(root), found)
            self._pending = piece

    def _made(self, root: Element, piece: Piece, *, front: bool) -> Record:
        """Return the record of an element, with the number that it has in its source."""
        self.met = True
        found = Found(self._source, self._index + 1, piece, [])
        with _noted(root, piece):
            if front:
                self._pending = None
                self._volume = self._volume.with_front() if root.tag == "frontmatter" else self._volume
                record = front_record(root, self._volume, found)
            elif not self._volume.number and is_front(self._volume.collection, root.get("id")):
                self._volume = Volume(self._volume.collection).of_meta(parts_of(root), found)
                record = front_record(root, self._volume, found)
            else:
                record = paper_record(root, self._volume, found)
        self._index += 1
        return record


def _noted(root: Element, piece: Piece) -> AbstractContextManager[None]:
    return noted_elements(root, piece) if is_watched() else nullcontext()
