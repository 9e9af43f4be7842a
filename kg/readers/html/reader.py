"""Pages of publications -> records. Reads: HTML. Emits: PageFacts, Record, Reject.

Read: schema.org in JSON-LD and microdata (`schema`), RDFa in all vocabularies of the reader of RDF (`rdfa`),
`citation_*` tags, those of EPrints, Dublin Core with PRISM, COinS (`tags`, `repository_tags`). What several of them say
of one paper is one record: the first of them that says something is believed, in that order, and the longest list of
authors is taken. A page without any of them is read as the text that one sees (`text`) by the reader of listing pages,
else as a list of publications (`reference_lists`). Nothing in a page is executed or fetched.

With them: keywords and terms of sets of terms, funders and grants, works that are corrected, translated or built upon.

Left out: microformats, other vocabularies of microdata and RDFa, frames, codes of subjects and notes of EPrints, what
scripts would load, pages of more than `MOST_BYTES`.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element
from msgspec import structs

from kg.model import PageFacts, Record, Reject
from kg.readers.html.parts import link_of
from kg.readers.html.rdfa_records import rdfa_records
from kg.readers.html.reference_lists import entries
from kg.readers.html.repository_tags import dublin_core_record, eprints_record
from kg.readers.html.schema import Broken, Described, described, schema_record
from kg.readers.html.tags import citation_record, coins_records, tags
from kg.readers.html.text import visible_lines
from kg.readers.listing.reader import read_listing
from kg.readers.references.reader import is_list, likely, references
from kg.readers.source import Source
from kg.readers.syntax.json_records import RAW_KEPT
from kg.readers.syntax.packed import open_bytes
from kg.text import normalized_title

MOST_BYTES = 1 << 25
"""A page with a thousand publications has a million."""
_HTML = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:div|p|ul|ol|table|main|section|h[1-6]|meta|title|script|span|link)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*\?>")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")
_OWN = frozenset({"source", "source_key", "index", "format", "layout", "pointer", "start_line", "end_line", "names",
                  "authors_complete", "doubts", "date_text", "identifiers"})  # fmt: skip


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as HTML."""
    start = beginning.lstrip("\ufeff \t\r\n")
    return start.startswith("<") and (_HTML.search(start) is not None or _FRAGMENT.match(start) is not None)


def read_html(source: Source) -> Iterator[PageFacts | Record | Reject]:
    """Yield the publications of a page, or what its text says."""
    with open_bytes(Path(source.path)) as stream:
        page = stream.read(MOST_BYTES + 1)
    if len(page) > MOST_BYTES:
        yield _unread(source, f"a page of more than {MOST_BYTES:,} bytes", "part the page")
        return
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, recover=True, remove_comments=True, remove_pis=True
    )
    text = _NO_TEXT.sub("\ufffd", _DECLARATION.sub("", _decoded(page, source)))
    try:
        root = etree.fromstring(text.replace("\r\n", "\n").encode(), parser)
    except etree.XMLSyntaxError as error:
        yield _unread(source, f"no HTML: {error.msg}", "save the page again")
        return
    if root is None:
        yield _unread(source, "a page without any element", "save the page again")
        return
    yield from _read(root, source)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" or "depth" in error.message.lower() for error in parser.error_log):
        yield _unread(source, "elements in elements without end; what is deeper was not read", "save the page as text")


def _decoded(page: bytes, source: Source) -> str:
    if source.encoding != "utf-8":
        return page.decode(source.encoding, "replace")
    return page.decode("utf-8", "windows-1252" if source.stray_bytes else "replace")


def _read(root: Element, source: Source) -> Iterator[PageFacts | Record | Reject]:
    base = _base(root)
    listed = tags(root)
    said = list(described(root))
    found = [schema_record(one, source, base) for one in said if isinstance(one, Described)]
    found += rdfa_records(root, source, base)
    described_by_tags = (
        citation_record(listed, source, base),
        eprints_record(listed, source, base),
        dublin_core_record(listed, source),
    )
    found += [one for one in described_by_tags if one is not None]
    found += coins_records(root, source)
    for index, record in enumerate(_merged(found), 1):
        yield structs.replace(record, index=index)
    yield from (_broken(source, one) for one in said if isinstance(one, Broken))
    if not found:
        yield from _by_text(root, source)


def _broken(source: Source, one: Broken) -> Reject:
    raw = one.raw if len(one.raw) <= RAW_KEPT else one.raw[:RAW_KEPT] + " [...]"
    return Reject(
        source=source.name, start_line=one.line, end_line=one.last_line, reason=one.reason[:400],
        repair="tell the owner of the page", raw=raw, raw_sha256=hashlib.sha256(one.raw.encode()).hexdigest(),
    )  # fmt: skip


def _base(root: Element) -> str:
    for name, condition in (("base", None), ("link", "canonical")):
        for one in root.iter(name):
            if condition is None or condition in (one.get("rel") or "").lower().split():
                address = link_of(one.get("href"), "")
                if address is not None:
                    return address
    return ""


def _by_text(root: Element, source: Source) -> Iterator[PageFacts | Record | Reject]:
    read = list(read_listing(visible_lines(root), source))
    if any(isinstance(one, Record) for one in read):  # only a record shows that the page is a listing
        yield from read
        return
    listed = likely(list(entries(root)))
    if is_list(listed, fewest=2):
        yield from references(listed, source, form="html")
    else:
        yield _unread(
            source, "no paper was found: the page has no structured data, and its text is no listing",
            "save the page of the publication itself, or fetch its record (BibTeX, RIS)",
        )  # fmt: skip


def _merged(found: list[Record]) -> list[Record]:
    """Return one record for each paper; the first that says something of a field is believed."""
    kept: list[Record] = []
    by_key: dict[str, int] = {}
    for record in found:
        ids = {one.key for one in record.identifiers if one.scheme in ("doi", "arxiv", "pmid")}
        title = f"title {normalized_title(record.title)}" if record.title else None
        at = next((by_key[key] for key in sorted(ids) if key in by_key), None)
        if at is None and title in by_key and _may_be(kept[by_key[title]], record):
            at = by_key[title]
        if at is None:
            at = len(kept)
            kept.append(record)
        else:
            kept[at] = _both(kept[at], record)
        for key in (*ids, *([title] if title else [])):
            by_key.setdefault(key, at)
    return kept


def _may_be(first: Record, second: Record) -> bool:
    """Return whether two records of one title may be of one paper: told in two ways, and not by different DOIs."""
    dois = [{one.value for one in record.identifiers if one.scheme == "doi"} for record in (first, second)]
    return second.layout not in first.layout.split("+") and not (dois[0] and dois[1] and not dois[0] & dois[1])


def _both(first: Record, second: Record) -> Record:
    missing = {name: getattr(second, name) for name in first.__struct_fields__
               if name not in _OWN and not getattr(first, name)}  # fmt: skip
    longer = second if len(second.names) > len(first.names) else first
    dated = second if first.date is None and first.date_text is None else first
    if first.date and second.date and second.date.startswith(first.date):
        dated = second  # as first, but more precise
    layouts = first.layout.split("+")
    missing |= {
        "names": longer.names,
        "authors_complete": longer.authors_complete,
        "date": dated.date,
        "date_text": dated.date_text,
        "identifiers": tuple(sorted({*first.identifiers, *second.identifiers})),
        "layout": "+".join([*layouts, *([second.layout] if second.layout not in layouts else [])]),
        "doubts": tuple(dict.fromkeys((*first.doubts, *second.doubts))),
        "start_line": min(first.start_line, second.start_line),
        "end_line": max(first.end_line, second.end_line),
    }
    return structs.replace(first, **missing)


def _unread(source: Source, reason: str, repair: str) -> Reject:
    return Reject(
        source=source.name, start_line=None, end_line=None, reason=reason, repair=repair, raw="",
        raw_sha256=source.sha256,
    )  # fmt: skip
