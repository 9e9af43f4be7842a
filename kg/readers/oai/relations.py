"""Relations and sources of Dublin Core -> grants, other works, a place in a journal. Reads: Children. Emits: parts."""

import re
from functools import lru_cache
from typing import NamedTuple

from kg.identifiers import recognized
from kg.model import Funding, Relation, RelationKind, Venue
from kg.readers.syntax.children import Children
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_records import Found
from kg.terms import is_iri
from kg.text import blanks_folded

OPENAIRE = "info:eu-repo/"
ALTERNATIVE = re.compile(r"info:eu-repo/semantics/altIdentifier/(\w+)/(\S+)", re.IGNORECASE)
_GRANT = re.compile(r"info:eu-repo/grantAgreement/([^/]*)(?:/([^/]*))?(?:/([^/]*))?(?:/.*)?", re.IGNORECASE)
_ISSN = re.compile(r"(?:e?issn\s*:?\s*)?(\d{4}-?\d{3}[\dXx])", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:\D*?(?P<volume>\d+\w{0,4})\W+)?(?:\D{0,12}?(?P<issue>\d+(?:[-/\u2013]\d+)?\w{0,3})\s*)?\((?P<year>\d{4})[^)]*\)(?::.*)?",
    re.DOTALL,
)
_PAGES = re.compile(r"(?:pp?\.?\s*)?(\w{0,4}\d+(?:\s*[-\u2010-\u2015]+\s*\w{0,4}\d+)?)\.?")


class Serial(NamedTuple):
    """Where a work stands; `unread` are the sources of other forms."""

    venue: Venue | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    unread: tuple[str, ...] = ()


def serial(fields: Children, found: Found) -> Serial:
    """Return the journal, volume, issue and pages of `dc:source`, and ISSNs that stand alone there."""
    issns: dict[str, None] = {}
    unread: list[str] = []
    place: tuple[str, tuple[str | None, str | None], str | None] | None = None
    for printed in fields.texts("source"):
        if (alone := _ISSN.fullmatch(printed)) is not None:
            if (known := found.identifier("issn", alone[1])) is not None:
                issns[known.value] = None
            continue
        name, *parts = printed.split(";")
        numbers = _numbers(parts[0]) if parts else None
        if numbers is None:
            unread.append(blanks_folded(printed))
        elif place is None and (name := _plain(name)):
            pages = _PAGES.fullmatch(blanks_folded(plain_title(parts[1]))) if len(parts) > 1 else None
            place = name, numbers, pages[1] if pages else None
    if place is None:
        return Serial(unread=tuple(unread))
    name, (volume, issue), pages_ = place
    return Serial(_venue(name, tuple(issns), fields.text("publisher")), volume, issue, pages_)


@lru_cache(maxsize=1 << 12)
def _venue(name: str, issns: tuple[str, ...], publisher: str) -> Venue:
    """Return a journal; the papers of one come behind each other."""
    return Venue(name=name, issns=issns, publisher=plain_title(publisher) or None)


@lru_cache(maxsize=1 << 12)
def _plain(printed: str) -> str:
    return blanks_folded(plain_title(printed))


@lru_cache(maxsize=1 << 12)
def _numbers(printed: str) -> tuple[str | None, str | None] | None:
    """Return volume and issue of `Vol. 3, No 2 (2011)`; None of what is no such text. Papers of one issue share it."""
    match = _NUMBERED.fullmatch(_plain(printed)[:200])
    return (match["volume"], match["issue"]) if match is not None else None


def alternatives(fields: Children) -> list[str]:
    """Return the identifiers that OpenAIRE writes as `info:eu-repo/semantics/altIdentifier/SCHEME/VALUE`."""
    told = map(ALTERNATIVE.fullmatch, fields.texts("relation"))
    return [f"{match[1]}:{match[2]}" for match in told if match is not None]


def fundings(fields: Children) -> tuple[Funding, ...]:
    """Return the grants that OpenAIRE writes as `info:eu-repo/grantAgreement/FUNDER/PROGRAMME/NUMBER`."""
    once: dict[Funding, None] = {}
    for match in filter(None, map(_GRANT.fullmatch, fields.texts("relation"))):
        funder, number = match[1], match[3] or None
        if funder or number:
            once.setdefault(Funding(funder=funder or None, award=number))
    return tuple(once)


def relations(fields: Children, sources: tuple[str, ...]) -> tuple[Relation, ...]:
    """Return other works: what `dc:relation` names, and the source that a work was taken from."""
    once: dict[Relation, None] = {}
    for printed in fields.texts("relation"):
        if not printed.startswith(OPENAIRE) and not is_pdf(printed):
            once.setdefault(_relation("related", printed))
    for printed in (*fields.texts("isPartOf"), *sources, *fields.texts("bibliographicCitation")):
        once.setdefault(_relation("part-of", printed))
    return tuple(once)


def is_pdf(address: str) -> bool:
    """Return whether this leads to a PDF, by the end of its path."""
    is_web = address.startswith(("http://", "https://")) and is_iri(address)
    return is_web and address.lower().split("?")[0].endswith(".pdf")


def _relation(kind: RelationKind, printed: str) -> Relation:
    known = recognized(printed)
    is_work = known is not None and known.scheme not in ("orcid", "ror", "issn")
    return Relation(kind=kind, identifiers=(known,) if known is not None and is_work else (), text=printed)
