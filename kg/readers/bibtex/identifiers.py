"""The fields of a BibTeX entry -> identifiers of the work and of its journal. Reads: fields. Emits: Found.

An identifier that is wrong is no identifier: it becomes a doubt with its text.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.identifiers import arxiv_version, parse, recognized
from kg.model import Doubt, Identifier
from kg.readers.syntax.latex import plain_text, verbatim

_BY_FIELD = {
    "doi": "doi", "pmid": "pmid", "pubmedid": "pmid", "pmcid": "pmcid", "pmc": "pmcid", "arxivid": "arxiv",
    "arxiv": "arxiv", "wikidata": "wikidata", "openalex": "openalex",
}  # fmt: skip
_ADDRESSES = ("url", "ee", "link", "biburl", "bdsk-url-1", "bdsk-url-2", "howpublished")
_OF_WORKS = frozenset({"doi", "arxiv", "pmid", "pmcid", "acl", "dblp", "openalex", "s2", "wikidata"})
_ARCHIVES = {"arxiv": "arxiv", "arxiv.org": "arxiv", "pubmed": "pmid", "pmid": "pmid", "pmc": "pmcid"}
_ISBN = re.compile(r"(?<![\dXx])(?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dXx](?![\d])", re.ASCII)
_ISSN = re.compile(r"(?<!\d)\d{4}[-\s]?\d{3}[\dXx](?!\d)", re.ASCII)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_NEXT_DOI = re.compile(r"(?<![\s;,])[\s;,]++(?=(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4})")
_ARXIV = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?", re.ASCII)
_IN_JOURNAL = re.compile(rf"\A(?:arxiv\b.*?|corr\b.*?)(?:arxiv:|abs/)?({_ARXIV.pattern})", re.IGNORECASE)
_IN_NOTE = re.compile(rf"\A(?:arxiv\s+(?:preprint|e-?print)\W*)?arxiv:\s*({_ARXIV.pattern})", re.IGNORECASE)


class Found(NamedTuple):
    """Identifiers of the work (sorted), ISSNs of its journal, the number of the arXiv version, doubts."""

    identifiers: tuple[Identifier, ...]
    issns: tuple[str, ...]
    version: str | None
    doubts: tuple[Doubt, ...]


def find_identifiers(fields: Mapping[str, str], key: str | None) -> Found:
    """Return what the fields and the citation key (`DBLP:conf/...`) identify the work by."""
    found: dict[Identifier, None] = {}
    doubts: list[Doubt] = []
    for field, scheme in _BY_FIELD.items():
        if held := fields.get(field):
            for printed in _NEXT_DOI.split(held.strip()):
                _take(field, verbatim(printed), scheme, found, doubts)
    eprint = _eprint(fields, found, doubts)
    _by_address(fields, key, found, doubts)
    if held := fields.get("isbn"):
        for printed in _ISBN.findall(_DASHES.sub("-", plain_text(held))) or _rest(fields, "isbn"):
            _take("isbn", printed, "isbn", found, doubts)
    return Found(tuple(sorted(found)), _issns(fields, doubts), eprint, tuple(doubts))


def _take(field: str, printed: str, scheme: str, found: dict[Identifier, None], doubts: list[Doubt]) -> None:
    if not printed:
        return
    identifier = parse(scheme, printed)
    if scheme == "doi" and "10.48550/arxiv" in printed.lower() and (preprint := parse("arxiv", printed)):
        found.setdefault(preprint)
    if identifier is None:
        doubts.append(_wrong(field, printed))
    else:
        found.setdefault(identifier)


def _wrong(field: str, printed: str) -> Doubt:
    reason = f"the {field} {printed[:200]!r} is not valid: its form or its check digit is wrong"
    return Doubt(field="identifiers", reason=reason, confidence=0.0, alternatives=(printed[:200],))


def _rest(fields: Mapping[str, str], field: str) -> list[str]:
    printed = plain_text(fields.get(field, ""))
    return [printed] if printed else []


def _issns(fields: Mapping[str, str], doubts: list[Doubt]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for field in ("issn", "eissn", "issn-l"):
        held = fields.get(field)
        printed = _DASHES.sub("-", plain_text(held)) if held else ""
        for one in (_ISSN.findall(printed) or _rest(fields, field)) if printed else ():
            identifier = parse("issn", one)
            if identifier is None:
                doubts.append(_wrong(field, one))
            else:
                found.setdefault(identifier.value)
    return tuple(found)


def _eprint(fields: Mapping[str, str], found: dict[Identifier, None], doubts: list[Doubt]) -> str | None:
    """Take `eprint`, whose archive `archiveprefix` or `eprinttype` names. Return the number of its arXiv version."""
    held = fields.get("eprint")
    if not held:
        return None
    printed = verbatim(held)
    archive = plain_text(fields.get("eprinttype", "") or fields.get("archiveprefix", "")).lower()
    scheme = _ARCHIVES.get(archive) or ("arxiv" if not archive and _ARXIV.fullmatch(printed) else None)
    if printed and scheme:
        _take("eprint", printed, scheme, found, doubts)
    elif printed and not archive and (identifier := recognized(printed)) and identifier.scheme in _OF_WORKS:
        found.setdefault(identifier)
    version = arxiv_version(printed) if scheme == "arxiv" else None
    return None if version is None else str(version)


def _by_address(fields: Mapping[str, str], key: str | None, found: dict[Identifier, None], doubts: list[Doubt]) -> None:
    """Take what addresses, the citation key of dblp and the name of a journal (`arXiv preprint ...`) identify."""
    known = {identifier.scheme: identifier.value for identifier in found}
    for field, printed in _addresses(fields, key):
        identifier = recognized(printed)
        if identifier is None or identifier.scheme not in _OF_WORKS:
            continue
        other = known.get(identifier.scheme)
        if other is None:
            found.setdefault(identifier)
        elif other != identifier.value:
            reason = f"{field} leads to {identifier.scheme} {identifier.value}, but the entry is {other}"
            doubts.append(Doubt(field="identifiers", reason=reason, confidence=0.5, alternatives=(identifier.value,)))


def _addresses(fields: Mapping[str, str], key: str | None) -> Iterator[tuple[str, str]]:
    for field in _ADDRESSES:
        held = fields.get(field)
        printed = verbatim(held) if held else ""
        if printed and (field != "biburl" or "dblp" in printed):
            yield field, printed.removesuffix(".bib") if field == "biburl" else printed
    if key is not None and key.upper().startswith("DBLP:"):
        yield "the citation key", "dblp:" + key[5:]
    journal, note = fields.get("journal") or fields.get("journaltitle"), fields.get("note")
    if journal:
        printed = f"{plain_text(journal)} {plain_text(fields.get('volume', ''))}"
        if match := _IN_JOURNAL.match(printed[:500]):
            yield "journal", f"arXiv:{match[1]}"
    if note and (match := _IN_NOTE.match(plain_text(note)[:500])):
        yield "note", f"arXiv:{match[1]}"
