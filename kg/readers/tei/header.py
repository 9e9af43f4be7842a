"""What a TEI header and the statements behind a text say. Reads: lxml elements. Emits: parts of a record."""

import itertools
import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.model import Funding, Identifier, Subject
from kg.readers.jats.text import raw_text
from kg.readers.listing.code_urls import code_urls, trimmed_url
from kg.readers.syntax.children import child, children
from kg.readers.syntax.json_records import Found
from kg.readers.tei.text import ID, LANG, line, lines, paragraphs
from kg.terms import is_iri
from kg.text import fold

_AVAILABILITY = re.compile(r"avail|software|\bcode\b|data[\W_-]*(?:shar|access|statement)", re.IGNORECASE)
_FREE = re.compile(r"\A(?:|author\w*|keywords?|free|kwd|#author\w*|#?keywords?)\Z", re.IGNORECASE)
_AWARD = re.compile(r"grant|award|number|anr|project|program|contract|call", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[;•·|]\s*")
_LABEL = re.compile(r"\A(?:key\s?words?|index terms)\s*[:—–-]\s*", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(\[])")
_ON_DATASETS = re.compile(r"\bdata(?:\s?sets?|bases?)?\b", re.IGNORECASE)
_PDF = re.compile(r"\.pdf(?:[?#].*)?\Z", re.IGNORECASE)
_ADDRESS = frozenset({"url", "uri", "haluri", "landingpage"})


def language(root: Element, found: Found) -> str | None:
    """Return the language of the text: as listed, of the text, of the document, of the header."""
    listed = (one for used in root.iter("langUsage") for one in children(used, "language"))
    told = [one.get("ident") for one in itertools.islice(listed, 1)]
    holders = (child(root, "text"), root, child(root, "teiHeader"))
    told += [one.get(LANG) for one in holders if one is not None]
    return found.language(next(filter(None, told), None))


def abstract(root: Element, tag: str | None) -> str | None:
    """Return the abstract, of several the one in the language of the document."""
    listed = [one for held in root.iter("profileDesc") for one in children(held, "abstract")]
    if not listed and child(root, "text") is not None:
        listed = root.findall("text/front/div[@type='abstract']")
    listed.sort(key=lambda one: one.get(LANG) not in (None, "", tag))
    return next(filter(None, map(paragraphs, listed)), None)


def license_of(file: Element, found: Found) -> str | None:
    """Return the address of the licence."""
    for one in file.iter("licence", "license"):
        deeds = [match[0].rstrip(".,;)") for match in _URL.finditer(raw_text(one))]
        targets = [one.get("target"), *(inner.get("target") for inner in one.iter("ref", "ptr")), *deeds]
        if (told := found.first_iri(filter(None, targets), "license")) is not None:
            return told
    return None


def links(file: Element, bibl: Element, numbers: list[Element]) -> tuple[str | None, str | None]:
    """Return the page of the work, and its PDF."""
    pointers = [*children(bibl, "ptr"), *bibl.findall("monogr/imprint/ptr"), *file.findall("publicationStmt/ptr")]
    told = [one.get("target") or "" for one in pointers]
    told += [raw_text(one) for one in numbers if re.sub(r"\W", "", one.get("type") or "").lower() in _ADDRESS]
    told += [raw_text(one) for one in bibl.iterchildren("note") if (one.get("type") or "").lower() == "url"]
    addresses = [one for one in told if one.startswith("http") and is_iri(one)]
    pages = (one for one in addresses if not _PDF.search(one))
    return next(pages, None), next(filter(_PDF.search, addresses), None)


def _free_words(group: Element) -> list[str]:
    """Return the terms of a list; of running text, what stands between its semicolons, else its commas."""
    listed = list(group.iter("term")) or list(group.iter("item"))
    if listed:
        return lines(listed)
    text = _LABEL.sub("", (line(group) or "").rstrip("."))
    parts = _BETWEEN.split(text) if _BETWEEN.search(text) else text.split(",")
    return [word for part in parts if (word := part.strip())]


def keywords(root: Element) -> tuple[str, ...]:
    """Return the words of authors: the terms of lists without a scheme."""
    groups = [one for one in root.iter("keywords") if _FREE.match(one.get("scheme") or "")]
    once: dict[str, str] = {}
    for word in (word for group in groups for word in _free_words(group)):
        once.setdefault(word.casefold(), word)
    return tuple(once.values())


def subjects(root: Element) -> tuple[Subject, ...]:
    """Return the terms that stand in a scheme."""
    once: dict[Subject, None] = {}
    for group in root.iter("keywords"):
        if not _FREE.match(group.get("scheme") or ""):
            for word in _free_words(group):
                once.setdefault(Subject(scheme=_scheme(group), label=word))
    for one in root.iter("classCode"):
        notation, label = one.get("n"), line(one)
        if _scheme(one) and (notation or label) and one.get("scheme") != "halTypology":
            told = Subject(scheme=_scheme(one), notation=notation or label, label=label if notation else None)
            once.setdefault(told)
    return tuple(once)


def _scheme(element: Element) -> str:
    """Return a short name of a scheme: of an address, its last part."""
    printed = (element.get("scheme") or "").rstrip("/#")
    if "loc.gov/authorities/subjects" in printed:
        return "lcsh"
    return fold(re.split(r"[/#:]", printed)[-1]).replace(" ", "-")


def fundings(root: Element, places: dict[str, Element], found: Found) -> tuple[Funding, ...]:
    """Return who paid for the work and the awards that a funder refers to; awards of nobody stand behind them."""
    awards = {name: one for name, one in places.items() if (one.get("type") or "").lower() != "infrastructure"}
    holders = [one for one in root.iter("org") if _is_funding(one)]
    once: dict[Funding, None] = {}
    seen: set[str] = set()
    for funder in root.iter("funder"):
        named = [word.lstrip("#") for word in (funder.get("ref") or "").split()]
        seen.update(named)
        numbers = [number for one in named if one in awards for number in _awards(awards[one])]
        numbers += list(_awards(funder))
        name = _organization(funder) or next((_organization(awards[one]) for one in named if one in awards), None)
        ids = _funder_ids(funder, found)
        for number in dict.fromkeys(numbers) or ([None] if name or ids else []):
            once.setdefault(Funding(funder=name, identifiers=ids, award=number))
    for one in holders:
        if (one.get(ID) or "") not in seen:
            for number in _awards(one):
                once.setdefault(Funding(award=number))
    return tuple(once)


def _is_funding(org: Element) -> bool:
    holder = org.getparent()
    kinds = f"{org.get('type') or ''} {(holder.get('type') or '') if holder is not None else ''}".lower()
    return "fund" in kinds


def _organization(holder: Element) -> str | None:
    named = holder.findall("orgName")
    full = [one for one in named if one.get("type") in (None, "full", "name")]
    told = next(filter(None, map(line, (*full, *named))), None)
    return told or (None if len(holder) else line(holder))


def _awards(holder: Element) -> Iterator[str]:
    for one in holder.iter("idno"):
        if _AWARD.search(one.get("type") or "") and (told := raw_text(one)):
            yield told


def _funder_ids(funder: Element, found: Found) -> tuple[Identifier, ...]:
    known = [
        found.identifier(scheme, raw_text(one), "fundings")
        for one in funder.iter("idno")
        if (scheme := (one.get("type") or "").lower()) in ("doi", "ror")
    ]
    return tuple(sorted(one for one in known if one is not None))


def statements(root: Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses of code and of data in statements of availability, wherever those stand."""
    code: dict[str, None] = {}
    datasets: dict[str, None] = {}
    for one in root.iter("div"):
        if _AVAILABILITY.search(one.get("type") or ""):
            told = _with_targets(one)
            code |= dict.fromkeys(code_urls(told))
            for sentence in _SENTENCE.split(told) if _ON_DATASETS.search(told) else ():
                found = [trimmed_url(match[0]) for match in _URL.finditer(sentence)]
                own = [url for url in found if _ON_DATASETS.search(_URL.sub(" ", sentence)) and is_iri(url)]
                datasets |= dict.fromkeys(own)
    return tuple(code), tuple(url for url in datasets if url not in code)


def _with_targets(element: Element) -> str:
    """Return the text of an element, behind each link its address if that is not printed."""
    parts = [element.text or ""]
    for one in element:
        told, target = _with_targets(one), one.get("target") or ""
        parts += [told, f" {target} " if target.startswith("http") and target not in told else " ", one.tail or ""]
    return " ".join("".join(parts).split())
