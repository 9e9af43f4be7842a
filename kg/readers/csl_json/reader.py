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
from typing import Any

import msgspec

from kg.model import Name, Record, Reject, Subject, Venue
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
_DECODER = msgspec.json.Decoder(Work)
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
    return read_records(source, _DECODER, _record)


def _record(work: Work, found: Found) -> Record:
    custom = work.custom or _NO_CUSTOM
    plain: Plain = str if custom.markup is False else plain_title
    extra = variables(str(work.note)) if work.note else _NO_EXTRA
    authors, complete = names(work.author, "names", found, plain, custom.collective)
    if not authors and extra:
        authors = _from_note(extra, "author")
    editors = names(work.editor, "editors", found, plain, None)[0] or (_from_note(extra, "editor") if extra else ())
    title = plain(work.title or "") or plain(_first(work.container_title)) or None
    identifiers = identifiers_of(work, custom, extra, found)
    if title is None and not identifiers and not authors:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "write its title")
    kind = _kind(work, custom)
    dated = _dated(work, custom, extra, found)
    venue = _venue(work, kind, extra, found, plain)
    language = _language(work.language or _told(extra, "language"), found)
    fields = _rarer(work, custom, extra, found, plain)
    if editors:
        fields["editors"] = editors
    if dated.text:
        fields["date_text"] = dated.text
    if venue is None:
        fields["publisher"] = _publisher(work, extra, plain)
    if found.doubts:
        fields["doubts"] = tuple(found.doubts)
    key, piece = work.citation_key if work.citation_key not in (None, "") else work.id, found.piece
    return Record(
        source=found.source.name, source_key=found.source.sha256[:16], index=found.index, format="csl-json",
        layout=piece.layout, start_line=piece.start_line, end_line=piece.end_line,
        title=title, names=authors,
        authors_complete=bool(authors) and complete and custom.author_list_complete is not False,
        date=dated.date, publication_type=kind, identifiers=identifiers, venue=venue,
        volume=text(work.volume) or _told(extra, "volume"), issue=text(work.issue) or _told(extra, "issue"),
        pages=_pages(text(work.page) or _told(extra, "page")),
        language=language, pointer=piece.pointer if key in (None, "") else str(key),
        **fields,
    )  # fmt: skip


def _rarer(work: Work, custom: Custom, extra: dict[str, list[str]], found: Found, plain: Plain) -> dict[str, Any]:
    """Return the fields of a record that many works do not have, where they have them."""
    fields: dict[str, Any] = {}
    if work.abstract:
        fields["abstract"] = abstract = work.abstract if custom.markup is False else plain_abstract(work.abstract)
        fields["code_urls"] = code_urls(abstract) if "/" in abstract else ()
        fields["abstract"] = abstract or None
    if custom.code:
        fields["code_urls"] = tuple(dict.fromkeys([*filter(is_iri, custom.code), *fields.get("code_urls", ())]))
    codes = [one for one in work.categories or () if _is_code(one)]
    if codes:
        fields["category"] = codes[0]
        fields["subjects"] = tuple(Subject(scheme="arxiv", notation=code) for code in codes[1:])
    if work.license or custom.license or extra:
        licenses = [*(custom.license or ()), work.license, *extra.get("license", ())]
        fields["license"] = next((one for one in licenses if one and is_iri(one)), None)
    if work.url or custom.pdf:
        known, urls = custom.pdf or (), texts(work.url)
        pdfs = [url for url in urls if url in known or url.lower().partition("?")[0].endswith(".pdf")]
        fields["landing_page"] = found.first_iri([url for url in urls if url not in pdfs], "landing_page")
        fields["pdf"] = found.first_iri([*known, *pdfs], "pdf")
    if work.keyword or work.categories or custom.keywords:
        fields["keywords"] = _keywords(work, custom, plain)
    if custom.retracted is True:
        fields["retracted"] = True
    tag = (found.language(custom.title_language) or "und") if custom.title_language else "und"
    if work.translated_title or work.original_title or extra:
        fields["translated_titles"] = _translated(work, tag, extra, plain)
    if work.version is not None:
        fields["version_number"] = text(work.version)
    return fields


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
    dated = issued(work.issued if work.issued is not None else _told(extra, "issued"), found)
    if dated == Dated():
        return Dated(None, custom.date_text or work.status or _told(extra, "status"))
    return Dated(dated.date, dated.text or custom.date_text)


def _venue(work: Work, kind: str | None, extra: dict[str, list[str]], found: Found, plain: Plain) -> Venue | None:
    """Return the first that is named of journal or book, event, series; of a work without title it is a series only."""
    listed: list[str] = []
    if work.title:
        listed += texts(work.container_title)
        if extra:
            listed += extra.get("container-title", ())
        if kind != "book":
            listed += [one for one in (work.event_title, work.event, _told(extra, "event-title")) if one]
    if work.collection_title is not None:
        listed += texts(work.collection_title)
    issns = issns_of(work, extra, found) if work.issn is not None or extra else ()
    name = next((name for one in listed if (name := plain(one))), None)
    if name is None:
        if issns:
            found.doubt("venue", "an ISSN, but no journal, book or series; not used", *issns)
        return None
    return Venue(name=name, issns=issns, publisher=_publisher(work, extra, plain))


def _publisher(work: Work, extra: dict[str, list[str]], plain: Plain) -> str | None:
    printed = work.publisher
    if isinstance(printed, str) and printed:
        return plain(printed.strip() or ", ".join(extra.get("publisher", ()))) or None
    return plain(", ".join(texts(printed) or extra.get("publisher", ()))) or None if printed or extra else None


def _pages(printed: str | None) -> str | None:
    """Return the pages. The sign of a range is `-`, but an en dash where page numbers hold hyphens (`A-1`)."""
    if printed is None or (printed.isascii() and "--" not in printed) or len(printed) > _LONGEST_PAGES:
        return printed
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
