"""EndNote's XML -> records. Reads: `record` elements as EndNote, Mendeley and Zotero write them. Emits: Record, Reject.

Elements are read as the tags of RIS that mean the same: type, titles, authors and editors, dates, container, publisher,
volume, issue, pages, DOI, accession number, ISSN and ISBN, addresses, abstract, keywords, language, notes.
Left out: what RIS leaves out; how texts are set (`style`; superior and inferior signs become signs), places, editions,
authors of other roles, short titles beside a title, call numbers, custom fields, names of data bases and of files.
"""

import html
import re
from collections.abc import Iterator

from lxml.etree import _Element as Element
from msgspec.structs import replace

from kg.model import Record, Reject
from kg.readers.ris.reader import ris_record
from kg.readers.source import Source
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.tagged_lines import Field, Tagged, Values, field_of
from kg.readers.syntax.xml_records import read_xml

_RECORDS = re.compile(r"<records>\s*(?:<!--.*?-->\s*)*<record\b[^>]*>.{0,4000}?<ref-type\b", re.DOTALL)
_PATHS = {
    "ref-type/@name": "TY", "work-type": "M3", "titles/title": "TI", "titles/translated-title": "TT",
    "titles/short-title": "ST", "contributors/authors/author": "AU", "contributors/secondary-authors/author": "ED",
    "dates/year": "PY", "dates/pub-dates/date": "DA", "periodical/full-title": "JF", "titles/secondary-title": "T2",
    "titles/tertiary-title": "T3", "alt-periodical/full-title": "J2", "periodical/abbr-1": "JA", "publisher": "PB",
    "volume": "VL", "number": "IS", "issue": "IS", "pages": "SP", "electronic-resource-num": "DO",
    "accession-num": "AN", "isbn": "SN",
    "urls/related-urls/url": "UR", "urls/web-urls/url": "UR", "urls/pdf-urls/url": "L1", "abstract": "AB",
    "keywords/keyword": "KW", "language": "LA", "notes": "N1", "remote-database-name": "DB", "custom7": "C7",
}  # fmt: skip
"""Path in a record -> tag of RIS."""
_FACES = {"superscript": "sup", "subscript": "sub"}


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as EndNote's XML."""
    return beginning.lstrip("\ufeff \t\r\n").startswith("<") and _RECORDS.search(beginning) is not None


def read_endnote_xml(source: Source) -> Iterator[Record | Reject]:
    """Yield the references of a source in its order."""
    return read_xml(source, "record", _record)


def _record(root: Element, found: Found) -> Record:
    fields = tuple(_fields(root))
    by_tag: dict[str, list[Field]] = {}
    is_thesis = any(field.tag == "TY" and field.text.lower() == "thesis" for field in fields)
    for field in fields:
        if field.tag == "T2" and is_thesis:  # the department
            continue
        by_tag.setdefault(field.tag, []).append(field)
    pointer = next((_text(one) for one in root.iterfind("rec-number")), None)
    numbered = Found(found.source, found.index, replace(found.piece, pointer=pointer), found.doubts)
    record = ris_record(Values(by_tag), Tagged(fields, numbered.piece, closed=True), numbered)
    return replace(record, format="endnote-xml")


def _fields(root: Element) -> Iterator[Field]:
    for path, tag in _PATHS.items():
        inner, _, attribute = path.partition("/@")
        for one in root.iterfind(inner):
            text = _text(one)
            printed = one.get(attribute) or text if attribute else text
            if printed.strip():
                yield field_of(tag, re.split(r"\r\n?|\n", printed))


def _text(element: Element) -> str:
    """Return the text of an element; superior and inferior signs in tags, if there are any, for those read tags."""
    parts = [element.text or ""]
    for one in element:
        name, text = _FACES.get(one.get("face") or ""), "".join(map(str, one.itertext()))
        parts.append(f"<{name}>{html.escape(text, quote=False)}</{name}>" if name else text)
        parts.append(one.tail or "")
    return "".join(parts)
