"""The bibliography of a TEI document -> references. Reads: lxml elements. Emits: Reference.

By identifiers where there are any, else as printed (`note type="raw_reference"`, or the text of a `bibl`), else put
together in the order author (year). title. container volume(issue), pages. publisher. note.
"""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.identifiers import recognized
from kg.model import Identifier, Reference
from kg.readers.jats.text import local, raw_text
from kg.readers.syntax.json_records import Found
from kg.readers.tei.imprint import identifiers, own_numbers, scope, title
from kg.readers.tei.text import line, lines

_CITED = frozenset({"biblStruct", "bibl", "biblFull"})
_LINKED = frozenset({"doi", "arxiv", "pmid", "pmcid", "acl"})


def references(root: Element, found: Found) -> tuple[Reference, ...]:
    """Return the references of a document in their order."""
    text = root.find("text")
    listed = [one for held in text.iter("listBibl") for one in held] if text is not None else []
    return tuple(told for one in listed if local(one) in _CITED and (told := _reference(one, found)) is not None)


def _reference(bibl: Element, found: Found) -> Reference | None:
    numbers = list(own_numbers(bibl)) if local(bibl) == "biblStruct" else list(bibl.iter("idno"))
    known = {*identifiers(numbers, found, "references"), *_links(bibl)}
    if known:
        return Reference(identifiers=tuple(sorted(known)))
    printed = next((one for one in bibl.iter("note") if one.get("type") == "raw_reference"), None)
    if printed is not None and raw_text(printed):
        return Reference(text=raw_text(printed))
    told = raw_text(bibl) if local(bibl) == "bibl" else _assembled(bibl)
    return Reference(text=told) if told else None


def _links(bibl: Element) -> Iterator[Identifier]:
    for one in bibl.iter("ptr", "ref"):
        address = recognized(one.get("target") or "")
        if address is not None and address.scheme in _LINKED:
            yield address


def _assembled(bibl: Element) -> str:
    analytic, monogr, series = bibl.find("analytic"), bibl.find("monogr"), bibl.find("series")
    authors = _authors(analytic) or _authors(monogr) or _authors(bibl)
    date = next(bibl.iter("date"), None)
    year = ((date.get("when") or "")[:4] or raw_text(date)) if date is not None else ""
    own = title(analytic)
    container = title(monogr)
    volume, issue, pages = (scope(bibl, unit) or "" for unit in ("volume", "issue", "page"))
    numbered = volume + (f"({issue})" if issue else "")
    place = ", ".join(filter(None, (" ".join(filter(None, (container if own else None, numbered))), pages)))
    head = " ".join(filter(None, (", ".join(authors), f"({year})" if year else "")))
    publisher = line(next(bibl.iter("publisher"), None))
    notes = ". ".join(lines([one for one in bibl.findall("note") if one.get("type") != "raw_reference"]))
    parts = (head, own or container, place, title(series), publisher, notes)
    return ". ".join(one.rstrip(". ") for one in parts if one)


def _authors(holder: Element | None) -> list[str]:
    if holder is None:
        return []
    return [raw for one in holder.findall("author") if (raw := _spaced(one))]


def _spaced(author: Element) -> str:
    """Return a name with blanks between its parts, which stand without them in what programs write."""
    return " ".join(" ".join(map(str, author.itertext())).split())
