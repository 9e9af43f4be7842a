"""XML of dblp -> records and persons. Reads: the dump, single records, pages of persons, answers of the search.

Emits: Record, PersonAuthority, Reject. The dump's document type is never fetched: its entities are those of HTML.

Read: of publications key, title, authors and editors with ORCID iDs, dblp's pids and numbers of homonyms, journal,
book or series with ISSN and publisher, volume, number, pages, date, type, links (DOI, arXiv, ... pages, PDF), ISBN,
the book that they are in, the school of a thesis, citations, relations, withdrawal. Of persons pid, names, ORCID iD,
affiliations, names in other scripts.

Left out: days of change, streams, places within dblp, open access as a flag, notes (source, award, former ones of a
person), who a person is not, addresses of persons but for those that identify them, CD-ROMs, chapters, numbers of
publishers, labels of citations, lists of coauthors.
"""

import re
from collections.abc import Iterator

from kg.model import PersonAuthority, Record, Reject
from kg.readers.dblp.entries import Entry, entry_of_piece
from kg.readers.dblp.hits import entry_of_hit
from kg.readers.dblp.people import is_person, person, shared_pid
from kg.readers.dblp.records import PUBLICATIONS, publication
from kg.readers.source import Source
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found, UnreadableError, reject_of
from kg.readers.syntax.xml_pieces import xml_pieces
from kg.readers.syntax.xml_records import parsed
from kg.readers.unread import is_watched, noted

_ROOT = re.compile(r"<dblp(?:person)?[\s>]|<!DOCTYPE\s+dblp\b")
_RECORD = re.compile(
    rf"\A(?:<\?.*?\?>|<!--.*?-->|\s)*<(?:{'|'.join(PUBLICATIONS)}|person)\s[^<>]*\bkey\s*=\s*[\"']"
    r"(?:conf|journals|books|phd|series|reference|homepages|tr|dblpnote|persons|data|ms|www)/",
    re.DOTALL,
)
_ANSWER = re.compile(r"\A(?:<\?.*?\?>|<!--.*?-->|\s)*<result>.*?<hits\s", re.DOTALL)
_HIT = (b"<info>", b"<info ")
_MOST_BINS = 1_000_000


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as dblp's XML."""
    text = beginning.lstrip("\ufeff \t\r\n")
    if not text.startswith("<"):
        return False
    known = _ROOT.search(text[:20_000]) or _RECORD.match(text)
    return known is not None or (_ANSWER.match(text) is not None and "dblp" in text)


def read_dblp(source: Source) -> Iterator[Record | PersonAuthority | Reject]:
    """Yield the publications and the persons of a source in its order."""
    records = persons = 0
    empty = True
    bins: set[str] = set()
    make = _made_watched if is_watched() else _made
    for piece in xml_pieces(source, *PUBLICATIONS, "person", "info"):
        empty = False
        found = Found(source, records + 1, piece, [])
        try:
            entry = entry_of_hit(parsed(piece)) if piece.raw.startswith(_HIT) else entry_of_piece(piece)
            if (pid := shared_pid(entry)) is not None and len(bins) < _MOST_BINS:
                bins.add(pid)
            made = make(entry, found, persons + 1, bins)
        except UnreadableError as error:
            yield reject_of(source, piece, error)
        else:
            if isinstance(made, Record):
                records += 1
            else:
                persons += 1
            yield made
    if empty:
        nothing = Piece(b"", None, "single", 1, 1)
        yield reject_of(source, nothing, UnreadableError("there is no record of dblp in it", "leave it out"))


def _made(entry: Entry, found: Found, index: int, bins: set[str]) -> Record | PersonAuthority:
    """Return what a record describes; a person gets the index."""
    return person(entry, index, found) if is_person(entry) else publication(entry, found, bins)


def _made_watched(entry: Entry, found: Found, index: int, bins: set[str]) -> Record | PersonAuthority:
    """Return what a record describes, and tell of the fields that nobody read."""
    with noted(entry.fields, f"line {found.piece.start_line}") as fields:
        return _made(entry._replace(fields=fields), found, index, bins)
