"""Electronic editions in dblp -> identifiers, addresses. Reads: lxml elements. Emits: Identifier, IRIs."""

import re
from collections.abc import Iterable

from lxml.etree import _Element as Element

from kg.identifiers import parse, recognized, web_iri
from kg.model import Identifier
from kg.readers.dblp.text import line
from kg.readers.syntax.json_records import Found
from kg.terms import is_iri

# Resolvers of publishers (doi.acm.org) have the DOI behind the first stroke, some sites behind `/doi/`.
_DOI_SITE = re.compile(
    r"https?://(?:(?:dx\.)?doi\.[\w.-]+/|[\w.-]+/doi/(?:abs/|full/|pdf/)?)(?=10\.\d{4,9}/)", re.IGNORECASE
)
_DOI_RESOLVER = re.compile(r"https?://(?:www\.|dx\.)?doi\.org/", re.IGNORECASE)
_PDF = re.compile(r"\.pdf(?:[?#].*)?\Z|/pdf/", re.IGNORECASE)
_KEPT = frozenset({"doi", "arxiv", "pmid", "pmcid", "acl", "wikidata", "s2", "openalex"})


def editions(elements: Iterable[Element], found: Found) -> tuple[set[Identifier], str | None, str | None]:
    """Return the identifiers that links to electronic editions are, the page and the PDF that they lead to.

    A page at a DOI comes before others; else the order is dblp's, links to archives last.
    """
    identifiers: set[Identifier] = set()
    pages: list[tuple[int, str]] = []
    pdf = None
    for element in elements:
        printed = line(element)
        known = _identifier(printed, found)
        if known is not None:
            identifiers.add(known)
            if known.scheme == "doi" and (arxiv := parse("arxiv", known.value)) is not None:
                identifiers.add(arxiv)
        address = (web_iri(known) if known is not None and known.scheme == "doi" else None) or printed
        if not is_iri(address):
            if "://" in printed and known is None:
                found.doubt("ee", f"{printed[:200]!r} is no IRI; not used")
            continue
        if pdf is None and _PDF.search(printed):
            pdf = printed if is_iri(printed) else None
        elif known is None or known.scheme not in ("wikidata", "openalex", "s2"):
            archived = "archive" in (element.get("type") or "").split()
            pages.append((2 if archived else 0 if known is not None and known.scheme == "doi" else 1, address))
    return identifiers, min(pages, key=lambda page: page[0], default=(0, None))[1], pdf


def _identifier(printed: str, found: Found) -> Identifier | None:
    if _DOI_RESOLVER.match(printed):
        return found.identifier("doi", printed)
    site = _DOI_SITE.match(printed)
    if site is not None:
        return parse("doi", printed[site.end() :].partition("?")[0])
    known = recognized(printed)
    return known if known is not None and known.scheme in _KEPT else None
