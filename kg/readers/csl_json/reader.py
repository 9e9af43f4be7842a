"""CSL-JSON -> records. Reads: an array, lines, or one object (Zotero, Better BibTeX, pandoc, citeproc). Emits: Record.

Read: citation key (`citation-key`, `id`) as pointer; title, translated or original title; author and editor with
particles and suffix; issued (parts, range, season, circa, literal, raw, EDTF); container, event or series as venue,
with ISSN and publisher; volume, issue, page; DOI, PMID, PMCID, ISBN, arXiv id (`archive`, `number`, URL); URL,
language, licence, abstract, keywords, categories, version; the lines of `note` that are variables (`PMID: 123`); what
our own exporter writes in `custom`.
Left out (`kg read --unknown` lists it): other people (translators, directors, container authors ...), other dates
(accessed, original-date, event-date, submitted), short titles, places, call numbers, the text of notes.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from kg.model import Name, Record, RecordFields, Reject, Subject, Venue
from kg.readers.bibtex.languages import language_tag
from kg.readers.csl_json.dates import issued
from kg.readers.csl_json.extra import variables
from kg.readers.csl_json.identifying import identifiers_of, issns_of, text, texts
from kg.readers.csl_json.names import Plain, named_in_note, names
from kg.readers.csl_json.works import Custom, Texts, Work
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found, UnreadableError, read_records
from kg.readers.syntax.partial_dates import Dated
from kg.taxonomy import concepts
from kg.terms import is_iri

_KINDS = {
    "article": "article-journal article-magazine article-newspaper",
    "proceedings-paper": "paper-conference",
    "preprint": "article",
    "book": "book classic collection periodical",
    "chapter": "chapter entry entry-dictionary entry-encyclopedia",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
    "review": "review review-book",
    "other": """bill broadcast event figure graphic hearing interview legal_case legislation manuscript map
        motion_picture musical_score pamphlet patent performance personal_communication post post-weblog regulation
        song speech standard treaty webpage""",
}
_TYPES = {kind: word for word, kinds in _KINDS.items() for kind in kinds.split()}
_ALL = "|".join(sorted({*_TYPES, "document"}, key=len, reverse=True))
_TYPED = re.compile(rf'"type"\s*:\s*"(?:{_ALL})"')
_MARKED = re.compile(
    r'"(?:issued|container-title|citation-key|event-title|publisher-place|collection-title|date-parts)"\s*:'
    r'|"(?:author|editor|director|translator)"\s*:\s*\[\s*\{\s*"(?:family|given|literal|[a-z-]*particle)"\s*:'
)
_ID = re.compile(r'"id"\s*:\s*["\d].*"title"\s*:\s*"|"title"\s*:\s*".*"id"\s*:\s*["\d]', re.DOTALL)
_NOT = re.compile(r'"(?:schemaVersion|relationships|attributes|@context|bibjson|creators)"\s*:')
_RANGE = re.compile(r"\s*(?:-{2,3}|[\u2012-\u2015\u2212])\s*")
DECODER = msgspec.json.Decoder(Work)
_MOST_KEYWORDS = 1000
_LONGEST_PAGES = 200


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as CSL-JSON: a type of CSL, and something that only CSL has."""
    if beginning.lstrip("\ufeff \t\r\n")[:1] not in ("{", "[") or _NOT.search(beginning) is not None:
        return False
    typed = _TYPED.search(beginning) is not None
    return _MARKED.search(beginning) is not None or (typed and _ID.search(beginning) is not None)


def read_csl_json(source: Source) -> Iterator[Record | Reject]:
    """Yield the works of a source in its order."""
    return read_records(source, DECODER, work_record)


def work_record(work: Work, found: Found) -> Record:
    """Return the record of a work.

    Raises:
        UnreadableError: it says neither title nor authors nor an identifier.
    """
    custom = work.custom or _NO_CUSTOM
    plain: Plain = str if custom.markup is False else plain_title
    extra = variables(str(work.note)) if work.note else _NO_EXTRA
    authors, complete = names(work.author, "names", found, plain, custom.collective)
    if not authors and extra:
        authors = _from_note(extra, "author")
    editors = names(work.editor, "editors", found, plain)[0] if work.editor else ()
    title = (plain(work.title) if work.title else "") or plain(_first(work.container_title)) or None
    identifiers = identifiers_of(work, custom, extra, found)
    if title is None and not identifiers and not authors:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "write its title")
    dated = _dated(work, custom, extra, found)
    fields: RecordFields = {
        "title": title, "names": authors, "date": dated.date, "identifiers": identifiers,
        "authors_complete": bool(authors) and complete and custom.author_list_complete is not False,
        "publication_type": _kind(work, custom),
    }  # fmt: skip
    if dated.text:
        fields["date_text"] = dated.text
    if editors or extra:
        fields["editors"] = editors or _from_note(extra, "editor")
    _add_venue(fields, work, extra, found, plain)
    if work.language or extra:
        fields["language"] = _language(work.language or _told(extra, "language"), found)
    _add_addresses(fields, work, custom, extra, found)
    _add_rarer(fields, work, custom, extra, found)
    key = work.citation_key if work.citation_key not in (None, "") else work.id
    if key not in (None, ""):
        fields["pointer"] = str(key)
    return found.record("csl-json", fields)


def _add_venue(fields: RecordFields, work: Work, extra: dict[str, list[str]], found: Found, plain: Plain) -> None:
    """Add what a work stands in, and where in it."""
    publisher = _publisher(work.publisher, extra, plain) if work.publisher or extra else None
    name = None
    if work.container_title or work.event_title or work.event or work.collection_title or extra:
        name = _outlet(work, fields["publication_type"], extra, plain)
    issns: tuple[str, ...] = ()
    if work.issn is not None or extra:
        issns = issns_of(work, extra, found)
        if issns and name is None:
            found.doubt("venue", "an ISSN, but no journal, book or series; not used", *issns)
    if name is not None:
        fields["venue"] = Venue(name=name, issns=issns, publisher=publisher)
    elif publisher is not None:
        fields["publisher"] = publisher
    if work.volume is not None or extra:
        fields["volume"] = text(work.volume) or _told(extra, "volume")
    if work.issue is not None or extra:
        fields["issue"] = text(work.issue) or _told(extra, "issue")
    if work.page is not None or extra:
        fields["pages"] = _pages(text(work.page) or _told(extra, "page"))


def _add_rarer(fields: RecordFields, work: Work, custom: Custom, extra: dict[str, list[str]], found: Found) -> None:
    """Add what many works do not have."""
    plain: Plain = str if custom.markup is False else plain_title
    if work.abstract:
        abstract = work.abstract if custom.markup is False else plain_abstract(work.abstract)
        fields["abstract"] = abstract or None
        fields["code_urls"] = code_urls(abstract) if "/" in abstract else ()
    if custom.code:
        fields["code_urls"] = tuple(dict.fromkeys([*filter(is_iri, custom.code), *fields.get("code_urls", ())]))
    if work.categories and (codes := [one for one in work.categories if _is_code(one)]):
        fields["category"] = codes[0]
        fields["subjects"] = tuple(Subject(scheme="arxiv", notation=code) for code in codes[1:])
    if work.keyword or work.categories or custom.keywords:
        fields["keywords"] = _keywords(work, custom, plain)
    if custom.retracted is True:
        fields["retracted"] = True
    if work.translated_title or work.original_title or extra or custom.title_language:
        tag = (found.language(custom.title_language) or "und") if custom.title_language else "und"
        fields["translated_titles"] = _translated(work, tag, extra, plain)
    if work.version is not None:
        fields["version_number"] = text(work.version)


def _add_addresses(fields: RecordFields, work: Work, custom: Custom, extra: dict[str, list[str]], found: Found) -> None:
    """Add the licence, where a work is found, where its PDF."""
    if work.license or extra or custom.license:
        licenses = [*(custom.license or ()), work.license, *extra.get("license", ())]
        fields["license"] = next((one for one in licenses if one and is_iri(one)), None)
    if isinstance(work.url, str) and not custom.pdf:
        url = work.url.strip()
        field: Literal["pdf", "landing_page"] = "pdf" if _is_pdf(url) else "landing_page"
        fields[field] = found.first_iri([url], field)
    elif work.url or custom.pdf:
        pdfs: list[str] = [*(custom.pdf or ())]
        pages: list[str] = []
        for url in texts(work.url):
            (pdfs if _is_pdf(url) or url in pdfs else pages).append(url)
        if pages:
            fields["landing_page"] = found.first_iri(pages, "landing_page")
        if pdfs:
            fields["pdf"] = found.first_iri(pdfs, "pdf")


def _is_pdf(url: str) -> bool:
    return "pdf" in (low := url.lower()) and low.partition("?")[0].endswith(".pdf")


def _first(values: Texts) -> str:
    return next(iter(texts(values)), "") if values else ""


def _told(extra: dict[str, list[str]], name: str) -> str | None:
    return next(iter(extra.get(name, ())), None) if extra else None


def _from_note(extra: dict[str, list[str]], role: str) -> tuple[Name, ...]:
    return tuple(name for printed in extra.get(role, ()) if (name := named_in_note(printed)) is not None)


def _kind(work: Work, custom: Custom) -> str | None:
    """Return the type. Older programs write `article` for what stands in a journal too."""
    known = _TYPES.get(work.type or "")
    if custom.publication_type is not None:
        return custom.publication_type if custom.publication_type in _WORDS else known
    if known == "preprint" and (work.issn or (work.volume and work.container_title)):
        return "article"
    return known


_WORDS = frozenset({*_KINDS, "editorial", "erratum"})
_NO_CUSTOM = Custom()
_NO_EXTRA: dict[str, list[str]] = {}


def _dated(work: Work, custom: Custom, extra: dict[str, list[str]], found: Found) -> Dated:
    told = work.issued
    if told is None and extra:
        told = _told(extra, "issued")
    dated = issued(told, found)
    if dated.text:
        return dated
    if dated.date:
        return Dated(dated.date, custom.date_text) if custom.date_text else dated
    status = custom.date_text or work.status or _told(extra, "status")
    return Dated(None, status) if status else dated


def _outlet(work: Work, kind: str | None, extra: dict[str, list[str]], plain: Plain) -> str | None:
    """Return the first that is named of journal or book, event, series; of a work without title it is a series only."""
    container = work.container_title
    if work.title and isinstance(container, str) and (name := plain(container.strip())):
        return name
    listed: list[str] = []
    if work.title:
        if work.container_title is not None:
            listed += texts(work.container_title)
        if extra:
            listed += extra.get("container-title", ())
        if kind != "book" and (work.event_title or work.event or extra):
            listed += [one for one in (work.event_title, work.event, _told(extra, "event-title")) if one]
    if work.collection_title is not None:
        listed += texts(work.collection_title)
    for one in listed:
        if name := plain(one):
            return name
    return None


def _publisher(printed: Texts, extra: dict[str, list[str]], plain: Plain) -> str | None:
    if isinstance(printed, str) and printed:
        return plain(printed.strip() or ", ".join(extra.get("publisher", ()))) or None
    return plain(", ".join(texts(printed) or extra.get("publisher", ()))) or None


def _pages(printed: str | None) -> str | None:
    """Return the pages. The sign of a range is `-`, but an en dash where page numbers hold hyphens (`A-1`)."""
    if printed is None or (printed.isascii() and "--" not in printed) or len(printed) > _LONGEST_PAGES:
        return printed
    plain = printed.replace("\u2013", "-")
    if "-" not in printed and " " not in plain and plain.isascii() and plain.isprintable():
        return plain
    return _RANGE.sub("\u2013" if "-" in printed.replace("--", "") and _RANGE.search(printed) else "-", printed)


@lru_cache(maxsize=1 << 10)
def _known_language(printed: str) -> str | None:
    return language_tag(printed)


def _language(printed: str | None, found: Found) -> str | None:
    if not printed:
        return None
    return _known_language(printed) or found.language(printed.replace("_", "-"))


def _keywords(work: Work, custom: Custom, plain: Plain) -> tuple[str, ...]:
    """Return the keywords, each once. Semicolons part them where there are any, else commas."""
    words: list[str] = list(custom.keywords or ())
    for printed in texts(work.keyword) if custom.keywords is None else ():
        parted = not isinstance(work.keyword, list)
        words += re.split(";" if ";" in printed else ",", printed) if parted else [printed]
    words += [one for one in work.categories or () if not _is_code(one)]
    return tuple(dict.fromkeys(text for word in words if (text := plain(word).strip())))[:_MOST_KEYWORDS]


def _is_code(category: str) -> bool:
    """Return whether a category is one of arXiv: `cs.LG`, `hep-th`."""
    return category in concepts()


def _translated(work: Work, tag: str, extra: dict[str, list[str]], plain: Plain) -> tuple[tuple[str, str], ...]:
    """Return other titles in a language that is mostly not told (`und`)."""
    title = plain(work.title or "")
    told = [work.translated_title, *extra.get("translated-title", ())]
    original = [work.original_title, *extra.get("original-title", ())]
    pairs = [*((tag, one) for one in told), *(("und", one) for one in original)]
    return tuple(dict.fromkeys((tag, text) for tag, one in pairs if (text := plain(one or "")) and text != title))
