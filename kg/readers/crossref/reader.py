"""Crossref works -> records. Reads: JSON of a work, result pages, JSON Lines, parts of a dump. Emits: Record, Reject.

Read: title with subtitle, original title, authors and editors (given, family, suffix, organizations, ORCID,
affiliations with ROR), container, ISSN, publisher, volume, issue, pages or article number, date, type, language,
licence, addresses, abstract, subjects, funders and awards, references, retraction, ISBN of books, relations and
updates; of relations the identifier of the preprint, or of what a preprint became, where the form of the identifiers
tells which is which. Journals, issues, series, grants and other objects that are no work are rejects that say so.

Left out (`kg read --unknown` counts most of it): `clinical-trial-number`, `assertion`, `archive` (who keeps copies),
`alternative-id`, counts, dates of deposit and acceptance, when and by whom an update was told, short titles,
translators, chairs and reviewers, who cites the work, the ISBN of the book that a chapter stands in, licences for text
mining (they are none for readers), prefixes and roles of contributors, the review process.
"""

import re
from collections.abc import Iterator

import msgspec

from kg.identifiers import parse, web_iri
from kg.model import Identifier, Record, RecordFields, Reject, Venue
from kg.readers.crossref.context import (
    CORRECTIONS,
    RETRACTIONS,
    fundings,
    is_own,
    is_retracted,
    other_form,
    relations,
    subjects,
)
from kg.readers.crossref.parts import names, publication_date, references, texts
from kg.readers.crossref.works import Named, Work
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found, UnreadableError, read_records
from kg.terms import is_iri
from kg.text import fold

_TYPES = {
    "journal-article": "article", "article-journal": "article", "proceedings-article": "proceedings-paper",
    "paper-conference": "proceedings-paper", "posted-content": "preprint", "book": "book", "monograph": "book",
    "edited-book": "book", "reference-book": "book", "book-set": "book", "proceedings": "book",
    "book-chapter": "chapter", "chapter": "chapter", "book-section": "chapter", "book-part": "chapter",
    "book-track": "chapter", "reference-entry": "chapter", "dissertation": "thesis", "thesis": "thesis",
    "report": "report", "report-component": "report", "dataset": "dataset", "database": "dataset",
}  # fmt: skip
_NO_WORKS = frozenset(
    {"journal", "journal-issue", "journal-volume", "book-series", "proceedings-series", "report-series", "grant",
     "standard-series"}
)  # fmt: skip
_SURE = re.compile(r'"message-type"\s*:|"is-referenced-by-count"\s*:|"references?-count"\s*:|"content-domain"\s*:')
_DOI_AND_TITLES = re.compile(r'"DOI"\s*:.*"title"\s*:\s*\[|"title"\s*:\s*\[.*"DOI"\s*:', re.DOTALL)
_ENDS = (":", "?", "!", ".", "…", "–", "—")
_DECODER = msgspec.json.Decoder(Work)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as JSON of Crossref."""
    if beginning.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return False
    return _SURE.search(beginning) is not None or _DOI_AND_TITLES.search(beginning) is not None


def read_crossref(source: Source) -> Iterator[Record | Reject]:
    """Yield the works of a source in its order."""
    return read_records(source, _DECODER, _record)


def _record(work: Work, found: Found) -> Record:
    if work.type in _NO_WORKS:
        raise UnreadableError(
            f"no work but a {work.type}: {(texts(work.title) or [work.doi or ''])[0]}", "leave it out"
        )
    title = _title(work, found)
    authors, complete = names(work.author, "author", found)
    editors = names(work.editor, "editor", found)[0] if work.editor else ()
    kind = _type(work)
    identifiers = _identifiers(work, kind, found)
    if title is None and not authors and not identifiers:
        raise UnreadableError("no work: it has neither title nor authors nor a DOI", "leave it out")
    left_out = any(doubt.field == "author" for doubt in found.doubts)
    fields: RecordFields = {
        "title": title, "names": authors, "authors_complete": bool(authors) and complete and not left_out,
        "identifiers": identifiers, "editors": editors, "publication_type": kind, "retracted": is_retracted(work),
    }  # fmt: skip
    if work.abstract and (abstract := plain_abstract(work.abstract)):
        fields["abstract"], fields["code_urls"] = abstract, code_urls(abstract)
    _add_place(fields, work, kind, found)
    _add_ties(fields, work, found)
    if work.original_title:
        fields["translated_titles"] = _translated_titles(work, title, found)
    return found.record("crossref", fields)


def _add_place(fields: RecordFields, work: Work, kind: str | None, found: Found) -> None:
    """Add what a work stands in and where, when it came out, where it is found."""
    venue = _venue(work, kind, found)
    if venue is not None:
        fields["venue"] = venue
    elif work.publisher:
        fields["publisher"] = plain_title(work.publisher) or None
    fields["date"] = publication_date(work, found)
    fields["volume"] = work.volume or None
    fields["issue"] = work.issue or (work.journal_issue and work.journal_issue.issue) or None
    fields["pages"] = work.page or work.article_number or None
    if work.language:
        fields["language"] = found.language(work.language)
    if work.license:
        fields["license"] = _license(work, found)
    fields["landing_page"] = _landing_page(work, found)
    if work.link:
        fields["pdf"] = _pdf(work, found)


def _add_ties(fields: RecordFields, work: Work, found: Found) -> None:
    """Add what a work is about, who paid for it, the works that it is tied to."""
    if work.subject:
        fields["subjects"] = subjects(work)
    if work.funder or work.relation:
        fields["fundings"] = fundings(work, found)
    if work.relation or work.update_to or work.updated_by:
        fields["relations"] = relations(work, found)
    if work.reference:
        fields["references"] = references(work.reference, found)


def _title(work: Work, found: Found) -> str | None:
    """Return the title, its subtitle behind it unless it holds that already."""
    listed = texts(work.title)
    if not listed:
        return None
    if len(listed) > 1:
        found.doubt("other titles", "there is more than one title; the first one is taken", *listed[1:], confidence=0.8)
    title = listed[0]
    for subtitle in texts(work.subtitle):
        if fold(subtitle) not in fold(title):
            title += (" " if title.endswith(_ENDS) else ": ") + subtitle
    return title


def _translated_titles(work: Work, title: str | None, found: Found) -> tuple[tuple[str, str], ...]:
    """Return the original titles that differ, in the language of the work, or in one that is not told (`und`)."""
    tag = found.language(work.language) or "und"
    return tuple((tag, one) for one in texts(work.original_title) if title is None or fold(one) != fold(title))


def _type(work: Work) -> str | None:
    if work.type is None:
        return None
    if work.type == "posted-content" and (work.subtype or "preprint") != "preprint":
        return "other"
    updates = {(update.type or "").lower() for update in work.update_to or () if not is_own(work, update.doi)}
    if updates & CORRECTIONS:
        return "erratum"
    return "other" if updates & RETRACTIONS else _TYPES.get(work.type, "other")


def _identifiers(work: Work, kind: str | None, found: Found) -> tuple[Identifier, ...]:
    kept: set[Identifier] = set()
    own = found.identifier("doi", work.doi)
    if own is not None:
        kept.add(own)
        kept |= other_form(own, work)
        if "arxiv" in own.value and (arxiv := parse("arxiv", own.value)) is not None:
            kept.add(arxiv)
    if kind == "book":  # the ISBN of a chapter is that of its book
        kept.update(one for isbn in texts(work.isbn) if (one := found.identifier("isbn", isbn)) is not None)
    else:
        for isbn in texts(work.isbn):
            found.identifier("isbn", isbn)
    return tuple(sorted(kept))


def _venue(work: Work, kind: str | None, found: Found) -> Venue | None:
    containers = texts(work.container_title)
    if not containers and kind in ("preprint", "proceedings-paper"):
        institutions = [work.institution] if isinstance(work.institution, Named) else work.institution or []
        held = institutions if kind == "preprint" else [work.event] if work.event else []
        containers = texts([one.name for one in held])
    if not containers:
        return None
    if len(containers) > 1:
        found.doubt("venue", "there are several containers; the first one is taken", *containers[1:], confidence=0.8)
    return Venue(name=containers[0], issns=_issns(work, found), publisher=plain_title(work.publisher or "") or None)


def _issns(work: Work, found: Found) -> tuple[str, ...]:
    listed = [one.value for issn in texts(work.issn) if (one := found.identifier("issn", issn)) is not None]
    typed = [
        one.value for issn in work.issn_type or () if (one := found.identifier("issn", issn.value)) is not None
    ]  # fmt: skip
    strange = [one for one in listed if typed and one not in typed]
    if strange and not set(listed) & set(typed):
        found.doubt("issn", f"{', '.join(strange)} stands against {', '.join(typed)} of `issn-type`; not used")
        listed = []
    return tuple(dict.fromkeys([*listed, *typed]))


def _license(work: Work, found: Found) -> str | None:
    """Return the licence of the version of record, else that of another version; none for text mining."""
    order = {"vor": 0, "unspecified": 1, None: 1, "am": 2}
    known = sorted((one for one in work.license or () if one.version in order), key=lambda one: order[one.version])
    return found.first_iri((one.url for one in known), "license")


def _landing_page(work: Work, found: Found) -> str | None:
    """Return where the DOI leads, else the address of the DOI, with its signs escaped where Crossref did not."""
    primary = work.resource.primary if work.resource else None
    urls = [url for url in ((primary.url if primary else None), work.url) if url]
    plain = next((url.strip() for url in urls if is_iri(url.strip())), None)
    if plain is not None or not urls:
        return plain
    doi = parse("doi", work.doi or "")
    return found.first_iri([web_iri(doi)] if doi is not None else [], "landing_page")


def _pdf(work: Work, found: Found) -> str | None:
    """Return a PDF for readers, else one for machines, known by its media type, else by the end of its path."""
    links = [one for one in work.link or () if one.url]
    typed = [one for one in links if one.media_type == "application/pdf"]
    named = [one for one in links if (one.url or "").lower().split("?")[0].endswith(".pdf") and one not in typed]
    ordered = sorted([*typed, *named], key=lambda one: one.purpose == "similarity-checking")
    return found.first_iri((one.url for one in ordered), "pdf")
