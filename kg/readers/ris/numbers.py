"""Numbers and addresses of a RIS record -> identifiers. Reads: Values. Emits: Identifier, ISSNs, IRIs.

A number that is wrong is no identifier: it becomes a doubt with its text.
"""

import re
from typing import NamedTuple

from kg.identifiers import arxiv_version, parse, recognized
from kg.model import Identifier
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.tagged_lines import Values
from kg.terms import is_iri

_OF_WORKS = frozenset({"doi", "arxiv", "pmid", "pmcid", "acl", "dblp", "openalex", "s2", "wikidata"})
_NEXT_DOI = re.compile(r"(?<![\s;,])[\s;,]++(?=(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?10\.\d{4})", re.IGNORECASE)
_ISBN = re.compile(r"(?<![\dXx-])(?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dXx](?![\d-])", re.ASCII)
_ISSN = re.compile(r"(?<![\dXx-])\d{4}[-\s]?\d{3}[\dXx](?![\d-])", re.ASCII)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_NEXT_ADDRESS = re.compile(r"(?<![;,\s])[;,\s]++(?=(?:https?|ftp)://)")
_WITH_KIND = re.compile(r"(?:(?<!\S)|(?<=\]))(\S+?)\s*\[(pmid|pmcid|doi)\]", re.IGNORECASE)
_NOTED = re.compile(r"\s*(PMID|PMCID|arXiv|DOI)\s*:\s*(\S+)", re.IGNORECASE)
_IN_JOURNAL = re.compile(r"\barxiv\s*:\s*([a-z-]+(?:\.[a-z]{2})?/\d{7}|\d{4}\.\d{4,5})(?!\d)", re.IGNORECASE)
"""`arXiv preprint arXiv:2101.00001`, as reference managers name the journal of a preprint."""
_WEB = ("http://", "https://", "ftp://")


class Numbers(NamedTuple):
    """Identifiers of the work (sorted), ISSNs of its journal, version, where it is found."""

    identifiers: tuple[Identifier, ...]
    issns: tuple[str, ...]
    version: str | None
    landing_page: str | None
    pdf: str | None


def find_numbers(values: Values, kind: str | None, found: Found) -> Numbers:
    """Return what identifies a work of this type, and what leads to it."""
    addresses = _addresses(values, "UR", "UL", "LK", "L2")
    pdfs = _addresses(values, "L1")
    kept = _named(values, found)
    _by_address(kept, [*addresses, *pdfs, *_addresses(values, "L3")], found)
    isbns, issns = _serial(values, kind, found)
    kept.update(dict.fromkeys(isbns))  # of a part it is that of the book around it, which who compares records knows
    printed = (*values.texts("DO", "UR", "L1", "AN", "N1"),)
    versions = [number for one in printed if "arxiv" in one.lower() and (number := arxiv_version(one)) is not None]
    versions = versions if any(one.scheme == "arxiv" for one in kept) else []
    return Numbers(
        identifiers=tuple(sorted(kept)),
        issns=issns,
        version=str(versions[0]) if versions else None,
        landing_page=found.first_iri(addresses, "landing_page"),
        pdf=found.first_iri(pdfs, "pdf"),
    )


def _addresses(values: Values, *tags: str) -> list[str]:
    """Return web addresses; paths of files on somebody's machine (`internal-pdf://`) are none."""
    listed = [one.strip() for text in values.texts(*tags) for one in _NEXT_ADDRESS.split(text)]
    return [one if is_iri(one) else one.rstrip(";,") for one in listed if one.lower().startswith(_WEB)]


def _named(values: Values, found: Found) -> dict[Identifier, None]:
    """Return the identifiers that stand in fields made for them, or are named by a word."""
    printed = [("doi", one) for text in values.texts("DO", "DI") for one in _NEXT_DOI.split(text)]
    for field in values.fields("N1"):
        noted = filter(None, map(_NOTED.match, field.lines))
        printed += [(match[1].lower(), match[2].rstrip(";,.")) for match in noted]
    journals = map(_IN_JOURNAL.search, values.texts("T2", "JO", "JF", "BT", "PB", "M1"))
    printed += [("arxiv", match[1]) for match in journals if match is not None]
    custom = values.texts("M3", "AN", "ID", "U1", "U2", "U3", "U4", "U5", "C2", "C6")
    printed += [(kind.lower(), number) for text in custom for number, kind in _WITH_KIND.findall(text)]
    kept = [found.identifier(scheme, one) for scheme, one in printed]
    kept += [parse("arxiv", one) for scheme, one in printed if scheme == "doi" and "10.48550/" in one]
    kept += [known for text in custom if (known := recognized(text)) is not None and known.scheme in _OF_WORKS]
    base = " ".join(values.texts("DB", "DP")).lower()
    if "pubmed" in base or "medline" in base:
        kept += [parse("pmid", one) for one in values.texts("AN")]
    return dict.fromkeys(one for one in kept if one is not None)


def _by_address(kept: dict[Identifier, None], addresses: list[str], found: Found) -> None:
    known = {one.scheme: one.value for one in kept}
    for address in addresses:
        identifier = recognized(address)
        if identifier is None or identifier.scheme not in _OF_WORKS:
            continue
        other = known.get(identifier.scheme)
        if other is None:
            kept.setdefault(identifier)
            known[identifier.scheme] = identifier.value
        elif other != identifier.value and identifier not in kept:
            reason = f"an address leads to {identifier.scheme} {identifier.value}, but the record is {other}"
            found.doubt("identifiers", reason, identifier.value, confidence=0.5)


def _serial(values: Values, kind: str | None, found: Found) -> tuple[list[Identifier], tuple[str, ...]]:
    """Return the ISBNs and ISSNs that stand in `SN`, where other numbers may stand too."""
    isbns: list[Identifier] = []
    issns: dict[str, None] = {}
    for printed in (_DASHES.sub("-", text) for text in values.texts("SN", "BN")):
        books = _ISBN.findall(printed)
        rest = _ISBN.sub(" ", printed)
        serials = _ISSN.findall(rest)
        known = [found.identifier("isbn", one) for one in books]
        isbns += [one for one in known if one is not None]
        for one in serials:
            if (issn := found.identifier("issn", one)) is not None:
                issns.setdefault(issn.value)
        if not books and not serials and kind not in ("report", "thesis", "other"):
            found.doubt("issn", f"{printed[:200]!r} is neither ISSN nor ISBN; not used")
    return isbns, tuple(issns)
