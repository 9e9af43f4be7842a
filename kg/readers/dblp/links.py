"""Electronic editions in dblp -> identifiers, addresses. Reads: fields. Emits: Identifier, IRIs."""

import re
from collections.abc import Iterable

from kg.identifiers import parse, recognized, web_iri
from kg.model import Identifier
from kg.readers.dblp.entries import Field, types
from kg.readers.syntax.json_records import Found
from kg.terms import is_iri

# Resolvers of publishers (doi.acm.org) have the DOI behind the first stroke, some sites behind `/doi/`.
_DOI_SITE = re.compile(
    r"https?://(?:(?:dx\.)?doi\.[\w.-]+/|[\w.-]+/doi/(?:abs/|full/|pdf/)?)(?=10\.\d{4,9}/)", re.IGNORECASE
)
_DOI_RESOLVER = re.compile(r"https?://(?:www\.|dx\.)?doi\.org/", re.IGNORECASE)
_PDF = re.compile(r"\.pdf(?:[?#].*)?\Z|/pdf/", re.IGNORECASE)
_KEPT = frozenset({"doi", "arxiv", "pmid", "pmcid", "acl", "wikidata", "s2", "openalex"})
_ARXIV_DOI = "10.48550/arxiv."
PLAIN = {
    "https://doi.org/": ("doi", re.compile(r"10\.[0-9]{4,9}/[a-z0-9](?:[a-z0-9.()_:;/-]*[a-z0-9])?")),
    "https://www.wikidata.org/entity/": ("wikidata", re.compile(r"Q[1-9][0-9]*")),
}
"""Canonical forms in which dblp prints almost all of its links; a test holds them to `kg.identifiers`."""


def editions(printed_links: Iterable[Field], found: Found) -> tuple[set[Identifier], str | None, str | None]:
    """Return the identifiers that links to electronic editions are, the page and the PDF that they lead to.

    A page at a DOI comes before others; else the order is dblp's, links to archives last.
    """
    identifiers: set[Identifier] = set()
    page, rank, pdf = None, 3, None
    for printed, attributes in printed_links:
        known, address = _plain(printed) or (_identifier(printed, found), printed)
        if known is not None:
            identifiers.add(known)
            if known.scheme == "doi":
                if known.value.startswith(_ARXIV_DOI) and (arxiv := parse("arxiv", known.value)) is not None:
                    identifiers.add(arxiv)
                if rank > 0:
                    page, rank = web_iri(known), 0
                continue
            if known.scheme in ("wikidata", "openalex", "s2"):
                continue
        if rank > 0 or pdf is None:
            pdf, own = (address, 3) if pdf is None and _is_pdf(address) else (pdf, _rank(address, attributes, found))
            page, rank = (address, own) if own < rank else (page, rank)
    return identifiers, page, pdf


def _plain(printed: str) -> tuple[Identifier, str] | None:
    site, stroke, rest = printed.rpartition("/") if printed.startswith("https://www.w") else printed.partition("org/")
    known = PLAIN.get(site + stroke)
    if known is None or (match := known[1].fullmatch(rest.lower() if known[0] == "doi" else rest)) is None:
        return None
    return Identifier(known[0], match[0]), printed


def _is_pdf(address: str) -> bool:
    return _PDF.search(address) is not None and is_iri(address)


def _rank(address: str, attributes: str, found: Found) -> int:
    """Return how good a page is behind one at a DOI: an archive's copy is worse, what is no IRI is none."""
    if is_iri(address):
        return 2 if "archive" in types(attributes) else 1
    if "://" in address and not _DOI_RESOLVER.match(address):
        found.doubt("ee", f"{address[:200]!r} is no IRI; not used")
    return 3


def _identifier(printed: str, found: Found) -> Identifier | None:
    if _DOI_RESOLVER.match(printed):
        return found.identifier("doi", printed)
    site = _DOI_SITE.match(printed)
    if site is not None:
        return parse("doi", printed[site.end() :].partition("?")[0])
    known = recognized(printed)
    return known if known is not None and known.scheme in _KEPT else None
