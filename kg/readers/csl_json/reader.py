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

import msgspec

from kg.identifiers import parse, recognized
from kg.model import Identifier, Name, Record, Reject, Subject, Venue
from kg.readers.bibtex.languages import language_tag
from kg.readers.csl_json.dates import issued
from kg.readers.csl_json.extra import variables
from kg.readers.csl_json.names import Plain, named_in_note, names
from kg.readers.csl_json.works import Custom, Text, Texts, Work
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
_ISBN = re.compile(r"(?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dXx](?![\d-])")
_ARXIV_NUMBER = re.compile(r"\s*arxiv\s*:", re.IGNORECASE)
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
    custom = work.custom or Custom()
    plain: Plain = str if custom.markup is False else plain_title
    extra = variables(str(work.note)) if work.note else {}
    authors, complete = names(work.author, "names", found, plain, custom.collective)
    authors = authors or _from_note(extra, "author")
    editors = names(work.editor, "editors", found, plain, None)[0] or _from_note(extra, "editor")
    title = plain(work.title or "") or plain(_first(work.container_title)) or None
    identifiers = _identifiers(work, custom, extra, found)
    if title is None and not identifiers and not authors:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "write its title")
    kind = _kind(work, custom)
    dated = _dated(work, custom, extra, found)
    codes = [one for one in work.categories or () if _is_code(one)]
    abstract = (work.abstract or "") if custom.markup is False else plain_abstract(work.abstract or "")
    venue = _venue(work, kind, extra, found, plain)
    licenses = [*(custom.license or ()), work.license, *extra.get("license", ())]
    key = work.citation_key if work.citation_key not in (None, "") else work.id
    return Record(
        source=found.source.name, source_key=found.source.sha256[:16], index=found.index, format="csl-json",
        layout=found.piece.layout, title=title, names=authors,
        authors_complete=bool(authors) and complete and custom.author_list_complete is not False,
        date=dated.date, date_text=dated.text, category=next(iter(codes), None), abstract=abstract or None,
        code_urls=tuple(dict.fromkeys([*filter(is_iri, custom.code or ()), *code_urls(abstract)])),
        publication_type=kind, identifiers=identifiers, editors=editors,
        venue=venue, publisher=None if venue is not None else _publisher(work, extra, plain),
        volume=_text(work.volume) or _told(extra, "volume"),
        issue=_text(work.issue) or _told(extra, "issue"), pages=_pages(_text(work.page) or _told(extra, "page")),
        language=_language(work.language or _told(extra, "language"), found),
        license=next((one for one in licenses if one and is_iri(one)), None),
        landing_page=found.first_iri(_addresses(work, custom, pdf=False), "landing_page"),
        pdf=found.first_iri([*(custom.pdf or ()), *_addresses(work, custom, pdf=True)], "pdf"),
        keywords=_keywords(work, custom, plain),
        subjects=tuple(Subject(scheme="arxiv", notation=code) for code in codes[1:]),
        retracted=custom.retracted is True,
        translated_titles=_translated(work, custom, extra, found, plain), version_number=_text(work.version),
        pointer=found.piece.pointer if key in (None, "") else str(key), start_line=found.piece.start_line,
        end_line=found.piece.end_line, doubts=tuple(found.doubts),
    )  # fmt: skip


def _text(value: Text) -> str | None:
    """Return a text or a number as text; `12.0` is how some programs write 12."""
    if value is None or value == "":
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip() or None


def _texts(values: Texts | Text) -> list[str]:
    if values is None:
        return []
    if isinstance(values, str):
        only = values.strip()
        return [only] if only else []
    return [text for one in (values if isinstance(values, list) else [values]) if (text := _text(one)) is not None]


def _first(values: Texts) -> str:
    return next(iter(_texts(values)), "")


def _told(extra: dict[str, list[str]], name: str) -> str | None:
    return next(iter(extra.get(name, ())), None)


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


def _identifiers(work: Work, custom: Custom, extra: dict[str, list[str]], found: Found) -> tuple[Identifier, ...]:
    printed = {
        "doi": [*_texts(work.doi), *extra.get("doi", ())],
        "pmid": [*_texts(work.pmid), *extra.get("pmid", ())],
        "pmcid": [*_texts(work.pmcid), *extra.get("pmcid", ())],
        "isbn": custom.isbn or _isbns([*_texts(work.isbn), *extra.get("isbn", ())]),
        "arxiv": extra.get("arxiv", []) if not (extra and any(map(_is_arxiv_doi, _texts(work.doi)))) else [],
    }
    location = _text(work.archive_location)
    if (work.archive or "").strip().lower() == "arxiv" and location:
        printed["arxiv"] = [location, *printed["arxiv"]]
    number = _text(work.number)
    if number and _ARXIV_NUMBER.match(number):
        printed["arxiv"] = [number, *printed["arxiv"]]
    kept = {one for scheme, values in printed.items() for v in values if (one := found.identifier(scheme, v))}
    for scheme, value in (custom.identifiers or {}).items():
        if scheme in _OWN_SCHEMES and (one := found.identifier(scheme, value)) is not None:
            kept.add(one)
    for url in _texts(work.url):
        one = recognized(url)
        if one is not None and one.scheme in _OF_URLS:
            kept.add(one)
    kept.update(one for doi in list(kept) if doi.scheme == "doi" and (one := parse("arxiv", doi.value)) is not None)
    return tuple(sorted(kept))


_OWN_SCHEMES = frozenset({"doi", "arxiv", "pmid", "pmcid", "acl", "dblp", "openalex", "s2", "wikidata", "isbn"})
_OF_URLS = frozenset({"doi", "arxiv", "pmid", "pmcid", "acl", "dblp"})


def _is_arxiv_doi(printed: str) -> bool:
    return parse("arxiv", printed) is not None


def _isbns(printed: list[str]) -> list[str]:
    """Return the ISBNs of texts that hold several (`978-1-107-04452-4 978-1-107-68637-3`)."""
    listed = []
    for text in printed:
        several = [match[0] for match in _ISBN.finditer(text)]
        listed += several if several and parse("isbn", text) is None else [text]
    return listed


def _dated(work: Work, custom: Custom, extra: dict[str, list[str]], found: Found) -> Dated:
    dated = issued(work.issued if work.issued is not None else _told(extra, "issued"), found)
    if dated == Dated():
        return Dated(None, custom.date_text or work.status or _told(extra, "status"))
    return Dated(dated.date, dated.text or custom.date_text)


def _venue(work: Work, kind: str | None, extra: dict[str, list[str]], found: Found, plain: Plain) -> Venue | None:
    containers = [plain(one) for one in [*_texts(work.container_title), *extra.get("container-title", ())]]
    events = [plain(one) for one in (work.event_title, work.event, _told(extra, "event-title")) if one]
    series = [plain(one) for one in _texts(work.collection_title)]
    listed = [*containers, *(events if kind != "book" else ()), *series] if work.title else [*series]
    issns = _issns(work, extra, found)
    name = next((one for one in listed if one), None)
    if name is None:
        if issns:
            found.doubt("venue", "an ISSN, but no journal, book or series; not used", *issns)
        return None
    return Venue(name=name, issns=issns, publisher=_publisher(work, extra, plain))


def _publisher(work: Work, extra: dict[str, list[str]], plain: Plain) -> str | None:
    return plain(", ".join(_texts(work.publisher) or extra.get("publisher", []))) or None


def _issns(work: Work, extra: dict[str, list[str]], found: Found) -> tuple[str, ...]:
    printed = [part for one in [*_texts(work.issn), *extra.get("issn", ())] for part in re.split(r"[\s,;/]+", one)]
    known = [found.identifier("issn", one) for one in printed if one]
    return tuple(dict.fromkeys(one.value for one in known if one is not None))


def _pages(printed: str | None) -> str | None:
    """Return the pages. The sign of a range is `-`, but an en dash where page numbers hold hyphens (`A-1`)."""
    if printed is None or printed.isalnum() or len(printed) > _LONGEST_PAGES:
        return printed
    return _RANGE.sub("\u2013" if "-" in printed.replace("--", "") and _RANGE.search(printed) else "-", printed)


@lru_cache(maxsize=1 << 10)
def _known_language(printed: str) -> str | None:
    return language_tag(printed)


def _language(printed: str | None, found: Found) -> str | None:
    if not printed:
        return None
    return _known_language(printed) or found.language(printed.replace("_", "-"))


def _addresses(work: Work, custom: Custom, *, pdf: bool) -> list[str]:
    known = custom.pdf or ()
    return [
        url for url in _texts(work.url) if (url in known or url.lower().partition("?")[0].endswith(".pdf")) is pdf
    ]  # fmt: skip


def _keywords(work: Work, custom: Custom, plain: Plain) -> tuple[str, ...]:
    """Return the keywords, each once. Semicolons part them where there are any, else commas."""
    words: list[str] = list(custom.keywords or ())
    for printed in _texts(work.keyword) if custom.keywords is None else ():
        parted = not isinstance(work.keyword, list)
        words += re.split(";" if ";" in printed else ",", printed) if parted else [printed]
    words += [one for one in work.categories or () if not _is_code(one)]
    return tuple(dict.fromkeys(text for word in words if (text := plain(word).strip())))[:_MOST_KEYWORDS]


def _is_code(category: str) -> bool:
    """Return whether a category is one of arXiv: `cs.LG`, `hep-th`."""
    return category in concepts()


def _translated(
    work: Work, custom: Custom, extra: dict[str, list[str]], found: Found, plain: Plain
) -> tuple[tuple[str, str], ...]:
    """Return other titles in a language that is mostly not told (`und`)."""
    title = plain(work.title or "")
    tag = found.language(custom.title_language) or "und"
    told = [work.translated_title, *extra.get("translated-title", ())]
    original = [work.original_title, *extra.get("original-title", ())]
    pairs = [*((tag, one) for one in told), *(("und", one) for one in original)]
    return tuple(dict.fromkeys((tag, text) for tag, one in pairs if (text := plain(one or "")) and text != title))
