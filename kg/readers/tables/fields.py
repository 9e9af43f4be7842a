"""The cells of a row that many tables do not have -> fields of a record. Reads: Cells. Emits: values by field."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.identifiers import recognized
from kg.model import Funding, RecordFields, Reference, Subject
from kg.readers.bibtex.languages import language_tag
from kg.readers.listing.code_urls import code_urls
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found
from kg.readers.tables.cells import Cells, as_list
from kg.readers.tables.people import Printing, read_names
from kg.taxonomy import concepts
from kg.terms import is_iri

_PAGED = frozenset({"volume", "issue", "pages", "first_page", "last_page", "article_number"})
_OTHER = frozenset(
    {"language", "license", "url", "pdf", "keywords", "references", "funding", "translated_title", "key"}
)
_AWARD = re.compile(r"(.*?)\s*(?:\[([^\[\]]+)\]|(?<=,) \(([^()]*\d[^()]*)\))\s*\Z", re.DOTALL)
"""`Fund [S-12]` of Web of Science, `Fund, F, (S-12)` of Scopus."""
_DOI_IN_TEXT = re.compile(r"\bdoi[\s:]*(10\.\d{4,9}/[^\s;,\]]+)", re.IGNORECASE)
_BETWEEN_URLS = re.compile(r"\s+|;(?=https?:)")
_LONGEST_FUNDING = 1000
_LONGEST_PAGES = 200
_RANGE = re.compile(r"\s*(?:-{2,3}|[\u2012-\u2015\u2212])\s*")
_known_language = lru_cache(maxsize=1 << 10)(language_tag)


def add_rarer_fields(fields: RecordFields, cell: Cells, found: Found, editors: Printing) -> None:
    """Add the fields that many tables do not have, where this row has them."""
    has = cell.texts
    if "abstract" in has or "code" in has:
        fields["abstract"] = abstract = plain_abstract(cell.one("abstract")) or None
        code = [url for url in cell.listed("code") if is_iri(url)]
        fields["code_urls"] = tuple(dict.fromkeys([*code, *code_urls(abstract or "")]))
    if "category" in has:
        fields["category"], fields["subjects"] = _categories(cell)
    if "editors" in has:
        fields["editors"] = read_names(cell.text("editors"), editors)[0]
    if not _PAGED.isdisjoint(has):
        fields["volume"], fields["issue"] = cell.one("volume") or None, cell.one("issue") or None
        fields["pages"] = _pages(cell)
    if not _OTHER.isdisjoint(has):
        _add_others(fields, cell, found)


def _add_others(fields: RecordFields, cell: Cells, found: Found) -> None:
    has = cell.texts
    if "language" in has:
        fields["language"] = _language(cell, found)
    if "license" in has:
        fields["license"] = found.first_iri([cell.one("license")], "license")
    if "url" in has or "pdf" in has:
        pages, pdfs = _addresses(cell)
        fields["landing_page"] = found.first_iri(pages, "landing_page")
        fields["pdf"] = found.first_iri([*cell.every("pdf"), *pdfs], "pdf")
    if "keywords" in has:
        fields["keywords"] = _keywords(cell)
    if "references" in has:
        fields["references"] = tuple(_references(cell, found))
    if "funding" in has:
        fields["fundings"] = tuple(_fundings(cell))
    if "translated_title" in has:
        fields["translated_titles"] = tuple(
            ("und", one) for one in cell.every("translated_title") if one != fields["title"]
        )
    if "key" in has:
        fields["pointer"] = " ".join(cell.one("key").split()) or None


def _categories(cell: Cells) -> tuple[str | None, tuple[Subject, ...]]:
    printed = [part for one in cell.every("category") for part in re.split(r"[\s;,|]+", one) if part]
    first = next(iter(printed), None)
    return first, tuple(Subject(scheme="arxiv", notation=one) for one in printed[1:] if one in concepts())


def _pages(cell: Cells) -> str | None:
    """Return the pages, else first and last page, else the article number. A range has `-` as Crossref writes it."""
    printed, first, last = cell.one("pages"), cell.one("first_page"), cell.one("last_page")
    if printed and len(printed) < _LONGEST_PAGES:
        if printed.isascii() and "--" not in printed:
            return printed
        sign = "\u2013" if "-" in printed.replace("--", "") and _RANGE.search(printed) else "-"
        return _RANGE.sub(sign, printed)
    if first and last and first != last:
        return f"{first}-{last}"
    return printed or first or last or cell.one("article_number") or None


def _language(cell: Cells, found: Found) -> str | None:
    printed = next(iter(cell.listed("language")), "")
    return (_known_language(printed) or found.language(printed)) if printed else None


def _addresses(cell: Cells) -> tuple[list[str], list[str]]:
    """Return the addresses of pages, and those of PDFs."""
    pages: list[str] = []
    pdfs: list[str] = []
    for url in filter(None, (part for one in cell.every("url") for part in _BETWEEN_URLS.split(one))):
        whole = f"https://{url}" if "://" not in url and url.startswith("www.") else url
        (pdfs if whole.lower().partition("?")[0].endswith(".pdf") else pages).append(whole)
    return pages, pdfs


def _keywords(cell: Cells) -> tuple[str, ...]:
    """Return the keywords, each once. Semicolons or bars part them where there are any, else commas."""
    words: dict[str, str] = {}
    for printed in cell.every("keywords"):
        sign = next((one for one in ";|\n" if one in printed), ",")
        for word in as_list(printed) or printed.split(sign):
            if plain := plain_title(word):
                words.setdefault(plain.casefold(), plain)
    return tuple(words.values())


def _references(cell: Cells, found: Found) -> Iterator[Reference]:
    for printed in cell.listed("references"):
        match = _DOI_IN_TEXT.search(printed)
        doi = found.identifier("doi", match[1], "references") if match else recognized(printed)
        yield Reference(identifiers=(doi,) if doi is not None else (), text=" ".join(printed.split()))


def _fundings(cell: Cells) -> Iterator[Funding]:
    for printed in cell.listed("funding"):
        match = _AWARD.fullmatch(printed) if len(printed) < _LONGEST_FUNDING else None
        if match is not None and match[1]:
            yield Funding(funder=match[1].rstrip(","), award=(match[2] or match[3]).strip())
        else:
            yield Funding(funder=printed)
