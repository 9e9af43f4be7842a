"""The slice behind the title of a reference -> venue, publisher, editors, type. Reads: str, marks. Emits: Container."""

import re
from typing import NamedTuple

from kg.model import Name
from kg.readers.references.marked import Marked
from kg.readers.references.names import read_names
from kg.readers.references.places import Place, place_of
from kg.text import fold

_IN = re.compile(
    r"\A[\s.,;:”\"»)]*(?:(?:in|dans|en|in proc)\s*:|in\s+|//\s*|в\s+кн\.:\s*|см\.\s*|appeared in\s+|presented at\s+"
    r"|to appear in:?\s+)\s*",
    re.IGNORECASE,
)
_EDITORS = re.compile(
    r"\A(?P<names>[^()]{3,300}?),?\s*\(?\s*(?:eds?|hrsg|hg|editors?|editor|dir|coord|ред)\b\.?\s*\)?[.,:]?\s*",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"[,.]\s*(?:edited by|ed\. by|hrsg\. von|ed\. por|éd\. par)\s+(?P<names>(?:[^,.]|(?<=\b[A-Z])\.)+)", re.IGNORECASE
)
_END = re.compile(
    r"\s*(?:[,.;(\[—–]\s*)*(?:\(?\s*(?:(?:1[5-9]|20)\d\d)|\bvol|\bbd\.|\bjg\.|\bno\.|\bpp?\.|\bs\.\s*\d|\bpages?\b|\bheft\b|\bnr\.|\(\s*pp|\bvolume\b"
    r"|\bart\.|\barticle\s+(?:no|\d)|т\.\s*\d|№|с\.\s*\d)", re.IGNORECASE)  # fmt: skip
_NAMED_BRACKET = re.compile(r"\((?!\s*(?:pp?|vol|no|nr|s|eds?|hrsg)\b)(?=[^()]*[^\W\d_]{2})[^()]*\)", re.IGNORECASE)
_CITY_PUBLISHER = re.compile(
    r"(?:\A|[.,;]\s+)(?P<city>[A-Z][\w .'’-]{2,25}(?:,\s+[A-Z][\w.]{1,15})?)\s*:\s*(?P<publisher>[A-Z][^.:;,]{2,60})"
)
_PUBLISHER = re.compile(
    r"(?P<publisher>(?:[A-Z][\w&’'-]*\s+){0,4}(?:Press|Verlag|Publishers?|Publishing"
    r"|Springer(?:[- ][A-Z]\w+)*|Elsevier|Wiley"
    r"|Routledge|Academic|ACM|IEEE|AAAI Press|Editions?|Éditions|Editorial|Издательство)"
    r"(?:\s+(?:of\s+)?[A-Z][\w]+){0,2})")  # fmt: skip
_THESIS = (
    r"\b(?:ph ?d|doctoral|master s|msc|m sc|diploma|bachelor s) thesis|dissertation|habilitation|diplomarbeit|thesis\b"
)
_PROCEEDINGS = (
    r"\b(?:proceedings|proc|conference|conf|symposium|workshop|congress|tagung|actes du|atti del"
    r"|advances in neural information processing systems)\b|会议"
)
_REPORT = r"\b(?:technical report|tech rep|working paper|white paper|research report|report no)\b"
_PREPRINT = r"\b(?:arxiv|corr|biorxiv|medrxiv|preprint|ssrn|chemrxiv)\b"
_KINDS = (
    ("thesis", _THESIS),
    ("proceedings-paper", _PROCEEDINGS),
    ("report", _REPORT),
    ("preprint", _PREPRINT),
)
_KIND = {kind: re.compile(words) for kind, words in _KINDS}
_MOST_WORDS = 25


class Container(NamedTuple):
    """Where a reference says that a work stands."""

    venue: str | None
    publisher: str | None
    editors: tuple[Name, ...]
    place: Place
    kind: str | None


def container_of(text: str, start: int, marked: Marked, *, arxiv: bool) -> Container:
    """Return what the slice behind the title says; `start` is where it begins in the marked text."""
    place = place_of(text)
    within = _IN.match(text)
    at = within.end() if within else len(text) - len(text.lstrip(' .,;:—–-/”"»)]'))
    editors: tuple[Name, ...] = ()
    led = _EDITORS.match(text[at:]) if within else None
    if led is not None and (names := read_names(led["names"])).score > 0.3:
        editors, at = names.names, at + led.end()
    elif (by := _EDITED.search(text)) is not None and (names := read_names(by["names"])).score > 0:
        editors = names.names
        text = text[: by.start()] + " " * (by.end() - by.start()) + text[by.end() :]
    venue = _marked_venue(text, start, at, marked) or _plain_venue(text, at, place)
    publisher = _publisher(text, at, venue)
    if venue is not None and publisher is not None and venue.startswith((publisher, f"{publisher},")):
        venue = None if within is None else venue
    if venue is not None and (city := _CITY_PUBLISHER.fullmatch(venue.rstrip("."))):
        venue, publisher = None, city["publisher"]
    if venue is not None and within is None and _PUBLISHER.fullmatch(venue.rstrip(".")):
        publisher = venue.rstrip(".")
        venue = None
    said = _Said(venue, publisher, place, inside=within is not None, edited=bool(editors), arxiv=arxiv)
    return Container(venue, publisher, editors, place, _kind(text, said))


def _marked_venue(text: str, start: int, at: int, marked: Marked) -> str | None:
    """Return what stands in italics behind the title, without a volume in italics."""
    for mark in marked.marks:
        if mark.kind == "italic" and start + at - 2 <= mark.start < start + len(text):
            name = _tidied(marked.text[mark.start : mark.end])
            if name is not None and len(name) > 2:
                return name
    return None


def _plain_venue(text: str, at: int, place: Place) -> str | None:
    rest = text[at:]
    end = _END.search(_NAMED_BRACKET.sub(lambda found: "x" * len(found[0]), rest))
    limit = min(end.start() if end else len(rest), max(place.start - at, 0) if place.start < len(text) else len(rest))
    name = rest[:limit]
    stop = re.search(
        r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\b[A-Z][a-z]{3})(?<!\bTrans)[.]\s+(?=[A-Z])|。|;\s",
        name,
    )
    return _tidied(name[: stop.start()] if stop else name)


def _tidied(name: str) -> str | None:
    plain = " ".join(name.split()).strip(' ,;:([{—–-/“”"«»')
    plain = re.sub(r"[,\s]+\d+(?:\(\d+\))?\Z", "", plain).strip(" ,;:([")
    plain = plain.removesuffix(".") if not re.search(r"\b[A-Z][a-z]{0,5}\.\Z", plain) else plain
    if not any(map(str.isalpha, plain)) or len(plain.split()) > _MOST_WORDS or len(plain) > 250:
        return None
    return plain or None


def _publisher(text: str, at: int, venue: str | None) -> str | None:
    rest = text[at:]
    behind = rest.find(venue) + len(venue) if venue and venue in rest else 0
    for part in (rest[behind:], rest):
        if found := _CITY_PUBLISHER.search(part):
            return found["publisher"].strip()
        if found := _PUBLISHER.search(part):
            name = found["publisher"].strip()
            if venue is None or name not in venue:
                return name
    return None


class _Said(NamedTuple):
    venue: str | None
    publisher: str | None
    place: Place
    inside: bool
    """Whether `in` stands before the venue."""
    edited: bool
    arxiv: bool


def _kind(text: str, said: _Said) -> str | None:
    folded = fold(text)
    for kind, words in _KIND.items():
        if words.search(folded):
            return kind
    if said.place.volume or said.place.issue:
        return "article" if not (said.inside and said.edited) else "chapter"
    if said.inside and (said.edited or said.publisher):
        return "chapter"
    if said.publisher is not None and said.venue is None:
        return "book"
    if said.arxiv and said.venue is None:
        return "preprint"
    return "article" if said.venue is not None and said.place.pages and not said.inside else None
