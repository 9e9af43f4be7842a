"""Records of dblp -> glimpses. Reads: pieces of its XML. Emits: Glimpse.

Fields of plain text are seen by patterns; a record with anything else in what counts is left to its reader.
"""

import html
import re

from kg.identifiers import person_identifier
from kg.readers.dblp.links import editions
from kg.readers.glimpses.glimpse import Glimpse, Schemes, known_all, of_arxiv_among
from kg.readers.source import Source
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found

_HEAD = re.compile(rb"<([a-z]+)\b[^>]*?\skey\s*=\s*[\"']([^\"'&]+)[\"']")
_TITLE = re.compile(rb"<title\b[^>]*>([^<]*)</title>")
_LINK = re.compile(rb"<(?:ee|url)\b[^>]*>\s*([^<\s]*)\s*<")
_DOI_LINK = re.compile(r"https?://(?:dx\.)?doi\.[\w.-]+/(10\.[0-9]{4,9}/[A-Za-z0-9.()_:;/-]+)")
"""Of a resolver, whoever keeps it."""
_ISBN = re.compile(rb"<isbn\b[^>]*>([^<]*)<")
_ORCID = re.compile(rb"[0-9]{4}-?[0-9]{4}-?[0-9]{4}-?[0-9]{3}[0-9Xx]")
_OTHER_SITES = (b"openalex.org", b"aclanthology.org", b"semanticscholar.org")
_NOWHERE = Source(path="", name="", by_hand=False, sha256="", size=0, encoding="utf-8", binary=False, stray_bytes=False)
_PIECE = Piece(b"", None, "set", 1, 1)


def of_dblp(raw: bytes, sought: Schemes) -> Glimpse | None:
    """Return title and identifiers of a publication, identifiers of a person; None of what is no UTF-8."""
    try:
        return _glimpse(raw, sought)
    except UnicodeDecodeError:
        return None


def _glimpse(raw: bytes, sought: Schemes) -> Glimpse | None:
    head = _HEAD.match(raw)
    if head is None or _is_left_to_the_reader(raw):
        return None
    own = head[2].decode().strip()
    if head[1] == b"person" or own.startswith("homepages/"):
        return _person(raw, own, sought)
    titles = _TITLE.findall(raw)
    if len(titles) != raw.count(b"<title"):
        return None
    keys = known_all([("dblp", own)], sought)
    for link in map(_text, _LINK.findall(raw)):
        if (plain := _DOI_LINK.fullmatch(link)) is not None:
            keys += known_all([("doi", plain[1])], sought)
        elif "://" in link:
            keys += [(one.scheme, one.value) for one in editions([(link, "")], _unheard())[0]]
    if "isbn" in sought and b"<isbn" in raw:
        keys += known_all([("isbn", _text(isbn)) for isbn in _ISBN.findall(raw)], sought)
    keys += of_arxiv_among([value for _, value in keys], sought)
    return Glimpse("paper", [_text(title) for title in titles[:1]], keys)


def _is_left_to_the_reader(raw: bytes) -> bool:
    """Return whether there are signs by number, markup, authors whose identifier is told, or it is no plain entry.

    A single byte that is rare is looked for first, in no time.
    """
    if (b"&" in raw and b"&#" in raw) or (b"!" in raw and b"<!" in raw):
        return True
    return b"<info" in raw or b"disambiguation" in raw or b" pid=" in raw


def _text(printed: bytes) -> str:
    text = printed.decode()
    return html.unescape(text) if "&" in text else text


def _unheard() -> Found:
    """Return a place for the doubts of a glimpse: the reader tells them, if the record is read."""
    return Found(_NOWHERE, 1, _PIECE, [])


def _person(raw: bytes, own: str, sought: Schemes) -> Glimpse | None:
    if any(site in raw for site in _OTHER_SITES):
        return None
    keys = known_all([("orcid", printed.decode()) for printed in _ORCID.findall(raw)], sought)
    person = person_identifier("dblp", own)
    return Glimpse("person", [], keys if person is None else [*keys, ("dblp", person.value)])
