"""Records of dblp -> glimpses. Reads: pieces of its XML. Emits: Glimpse.

Fields of plain text are seen by patterns; a record with anything else in what counts is left to its reader.
"""

import re

from kg.identifiers import parse, person_identifier
from kg.readers.dblp.links import editions
from kg.readers.glimpses.glimpse import Glimpse, Key, key, unheard

_HEAD = re.compile(rb"<([a-z]+)\b[^>]*?\skey\s*=\s*[\"']([^\"'&]+)[\"']")
_TITLE = re.compile(rb"<title\b[^>]*>([^<]*)</title>")
_LINK = re.compile(rb"<(?:ee|url)\b[^>]*>\s*([^<\s]*)\s*<")
_DOI_LINK = re.compile(rb"https://doi\.org/(10\.[0-9]{4,9}/[A-Za-z0-9](?:[A-Za-z0-9.()_:;/-]*[A-Za-z0-9])?)")
_ORCID = re.compile(rb"[0-9]{4}-?[0-9]{4}-?[0-9]{4}-?[0-9]{3}[0-9Xx]")
_KEY = re.compile(r"(?:conf|journals|books|phd|series|reference|tr)(?:/[A-Za-z0-9-]+)+")
_OTHER_SITES = (b"openalex.org", b"aclanthology.org", b"semanticscholar.org")
_ARXIV_DOI = "10.48550/arxiv."
_LEFT_TO_THE_READER = (b"&", b"<!", b"<info", b"disambiguation", b" pid=")
"""Markup, answers of the search, pages of several persons, and authors whose identifier is told."""


def of_dblp(raw: bytes) -> Glimpse | None:
    """Return title and identifiers of a publication, identifiers of a person."""
    head = _HEAD.match(raw)
    if head is None or any(sign in raw for sign in _LEFT_TO_THE_READER):
        return None
    tag, own = head[1], head[2].decode(errors="replace").strip()
    if tag == b"person" or own.startswith("homepages/"):
        return _person(raw, own)
    titles = _TITLE.findall(raw)
    if len(titles) != raw.count(b"<title") or b"<isbn" in raw:
        return None
    keys = [("dblp", own)] if _KEY.fullmatch(own) else []
    if not keys and (known := parse("dblp", own)) is not None:
        keys = [key(known)]
    keys += _links(raw)
    return Glimpse("paper", [title.decode(errors="replace") for title in titles[:1]], keys)


def _links(raw: bytes) -> list[Key]:
    """Return the identifiers that links are."""
    keys = []
    for link in _LINK.findall(raw):
        plain = _DOI_LINK.fullmatch(link)
        if plain is not None:
            doi = plain[1].decode().lower()
            keys.append(("doi", doi))
            if doi.startswith(_ARXIV_DOI) and (preprint := parse("arxiv", doi)) is not None:
                keys.append(key(preprint))
        elif b"://" in link:
            keys += map(key, editions([(link.decode(errors="replace"), "")], unheard())[0])
    return keys


def _person(raw: bytes, own: str) -> Glimpse | None:
    if any(site in raw for site in _OTHER_SITES):
        return None
    known = [person_identifier("dblp", own)]
    known += [parse("orcid", printed.decode()) for printed in _ORCID.findall(raw)]
    return Glimpse("person", [], [key(one) for one in known if one is not None])
