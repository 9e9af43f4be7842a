"""Articles of DOAJ -> records. Reads: JSON of its API and its dumps. Emits: Record, Reject.

Objects with `bibjson`, result pages (`results`), arrays, JSON Lines. Read: title, authors with affiliation and ORCID,
journal with ISSNs and publisher, volume, number, pages, month and year, DOI and other identifiers, keywords, subjects
of their scheme, language, licence of the article, addresses of the full text, the abstract. A journal or an application
of DOAJ is no paper: a reject that says so.

Left out: DOAJ's own numbers and stamps, the country of a journal, what a journal says of its licences on a page of its
own, the types of links' contents, `admin`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from kg.dates import MONTHS, is_day
from kg.identifiers import parse
from kg.model import Affiliation, Identifier, Name, Record, RecordFields, Reject, Subject, Venue
from kg.readers.bibtex.languages import language_tag
from kg.readers.doaj.articles import Article, Author, BibJson, Journal, Link, Term
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.arxiv_dois import arxiv_of
from kg.readers.syntax.cut_names import whole_name
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found, UnreadableError, read_records

_MARK = re.compile(r'"bibjson"\s*:\s*\{')
_SCHEMES = {"DOI": "doi", "doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "arxiv": "arxiv"}
_ISSNS = frozenset({"issn", "pissn", "eissn", "issnl"})
_KINDS = _ISSNS.union(_SCHEMES)
_PDF = re.compile(r"\bpdf\b", re.IGNORECASE)
_tag = lru_cache(maxsize=1 << 10)(language_tag)
_CORRESPONDING = re.compile(r"\bcorresponding author\b[\s.;)]*\Z", re.IGNORECASE)
_DECODER = msgspec.json.Decoder(Article)
_NO_JOURNAL = Journal()


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as JSON of DOAJ."""
    return beginning.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") and _MARK.search(beginning) is not None


def read_doaj(source: Source) -> Iterator[Record | Reject]:
    """Yield the articles of a source in its order."""
    return read_records(source, _DECODER, _record)


def _record(article: Article, found: Found) -> Record:
    told = article.bibjson
    if told is None:
        raise UnreadableError("no article of DOAJ: it has no `bibjson`", "leave it out")
    title = (plain_title(told.title) or None) if told.title else None
    if (told.pissn or told.eissn) and not told.author and told.journal is None:
        raise UnreadableError(f"no article but a journal: {title}", "leave it out")
    names, complete = _names(told, found)
    identifiers, issns = _identifiers(told, found)
    if title is None and not names and not identifiers:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    fields: RecordFields = {
        "title": title, "names": names, "authors_complete": bool(names) and complete, "identifiers": identifiers,
        "publication_type": "article",
    }  # fmt: skip
    if told.link:
        fields["landing_page"], fields["pdf"] = _addresses(told.link, found)
    fields["date"] = _date(told, found)
    if told.abstract and (abstract := plain_abstract(told.abstract)):
        fields["abstract"], fields["code_urls"] = abstract, code_urls(abstract)
    if told.start_page or told.end_page:
        fields["pages"] = _pages(told.start_page, told.end_page)
    _add_journal(fields, told, issns, found)
    if told.keywords:
        fields["keywords"] = _keywords(told.keywords)
    if told.subject:
        fields["subjects"] = _subjects(told.subject)
    return found.record("doaj", fields)


def _add_journal(fields: RecordFields, told: BibJson, issns: list[str | None], found: Found) -> None:
    """Add what an article says by its journal."""
    journal = told.journal or _NO_JOURNAL
    if journal.title:
        fields["venue"] = _venue(journal, issns, found)
    if journal.volume:
        fields["volume"] = plain_title(journal.volume) or None
    if journal.number:
        fields["issue"] = plain_title(journal.number) or None
    if journal.language:
        fields["language"] = _language(journal.language, found)
    if told.license or journal.license:
        fields["license"] = found.first_iri(_licenses(told, journal), "license")


def _names(told: BibJson, found: Found) -> tuple[tuple[Name, ...], bool]:
    if not told.author:
        return (), True
    read: list[Name] = []
    complete = not (found.doubts and any("bibjson/author/" in doubt.reason for doubt in found.doubts))
    for at, author in enumerate(told.author, 1):
        if author is None or not author.name:
            printed, whole = "", True
        else:
            printed, whole = whole_name(plain_title(author.name).strip(" ,;"))
        complete = complete and whole
        if author is not None and printed and (printed[0].isalpha() or any(map(str.isalpha, printed))):
            read.append(_name(author, printed, found))
        elif whole:
            found.doubt("authors", f"author {at} has no name; left out")
            complete = False
    return tuple(read), complete


def _name(author: Author, printed: str, found: Found) -> Name:
    place, corresponding = _place(author.affiliation) if author.affiliation else ((), False)
    orcid = found.identifier("orcid", author.orcid_id) if author.orcid_id else None
    identifiers = (orcid,) if orcid is not None else ()
    if printed.count(",") == 1:
        family, given = (part.strip() for part in printed.split(","))
        if family and given:
            return Name(
                printed=printed, given=given, family=family, identifiers=identifiers, affiliations=place,
                corresponding=corresponding,
            )  # fmt: skip
    if identifiers or corresponding:
        return Name(printed=printed, identifiers=identifiers, affiliations=place, corresponding=corresponding)
    return Name(printed=printed, affiliations=place) if place else Name(printed=printed)


@lru_cache(maxsize=1 << 10)
def _place(printed: str) -> tuple[tuple[Affiliation, ...], bool]:
    """Return an affiliation, and whether it says that the author corresponds; a paper's authors share it."""
    raw = plain_title(printed).strip(" ;,")
    match = _CORRESPONDING.search(raw) if "orresponding" in raw else None
    place = raw[: match.start()].rstrip(" ;,(") if match is not None else raw
    return (Affiliation(raw=place),) if place else (), match is not None


def _identifiers(told: BibJson, found: Found) -> tuple[tuple[Identifier, ...], list[str | None]]:
    """Return the identifiers of an article, and the ISSNs among them, which are those of its journal."""
    known: set[Identifier] = set()
    issns: list[str | None] = []
    for one in told.identifier or ():
        kind = one.type if one.type in _KINDS else (one.type or "").lower()
        if kind in _ISSNS:
            issns.append(one.id)
            continue
        scheme = _SCHEMES.get(kind)
        number = found.identifier(scheme, one.id) if scheme is not None else None
        if number is not None:
            known.add(number)
    known |= arxiv_of(known)
    return tuple(sorted(known)) if len(known) > 1 else tuple(known), issns


def _venue(journal: Journal, issns: list[str | None], found: Found) -> Venue | None:
    printed = tuple(issns + journal.issns) if journal.issns else tuple(issns)
    venue, wrong = _journal(journal.title or "", journal.publisher, printed)
    for one in wrong:
        found.identifier("issn", one)
    return venue


@lru_cache(maxsize=1 << 14)
def _journal(title: str, publisher: str | None, printed: tuple[str | None, ...]) -> tuple[Venue | None, list[str]]:
    """Return a journal, which comes again with each of its articles, and the ISSNs that are none."""
    name = plain_title(title)
    if not name:
        return None, []
    checked = {one: parse("issn", one) for one in printed if one}
    issns = tuple(dict.fromkeys(issn.value for issn in checked.values() if issn is not None))
    wrong = [one for one, issn in checked.items() if issn is None]
    return Venue(name=name, issns=issns, publisher=plain_title(publisher or "") or None), wrong


def _date(told: BibJson, found: Found) -> str | None:
    """Return the year, with the month where it is one (a number, or a name of it)."""
    year, month = (told.year or "").strip(), (told.month or "").strip()
    date, fault = _year_and_month(year, month)
    if fault is not None:
        found.doubt("date", fault)
    return date


@lru_cache(maxsize=1 << 12)
def _year_and_month(year: str, month: str) -> tuple[str | None, str | None]:
    """Return a date, and what is wrong with what was printed."""
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year)):
        return None, f"{year[:40]!r} is no year; not used" if year else None
    number = int(month[:3]) if month.isascii() and month.isdigit() else MONTHS.get(month[:3].lower(), 0)
    if is_day(int(year), number, 1):
        return f"{year}-{number:02}", None
    return year, f"{month[:40]!r} is no month; not used" if month else None


def _pages(first: str | None, last: str | None) -> str | None:
    start, end = plain_title(first) if first else "", plain_title(last) if last else ""
    return f"{start}-{end}" if start and end and start != end else start or end or None


def _licenses(told: BibJson, journal: Journal) -> list[str]:
    """Return the licence of the article, then those of its journal that are licences by their address."""
    addresses = [one.url for one in told.license if one.url] if told.license else []
    if journal.license:
        addresses += [one.url for one in journal.license if one.url and "creativecommons.org/" in one.url]
    return addresses


def _language(printed: list[str | None] | str, found: Found) -> str | None:
    """Return the language of the journal, if it has but one: of an article of another one nothing is told."""
    told = printed if isinstance(printed, list) else [printed]
    if len(told) == 1:
        return (_tag(told[0]) or found.language(told[0])) if told[0] else None
    tags = dict.fromkeys(_tag(one) or found.language(one) for one in told if one)
    return next(iter(tags)) if len(tags) == 1 else None


def _addresses(links: list[Link], found: Found) -> tuple[str | None, str | None]:
    pages: list[str | None] = []
    pdfs: list[str | None] = []
    named: list[str | None] = []
    for one in links:
        url = one.url
        if not url:
            continue
        if "pdf" not in url and "pdf" not in url.lower():
            pages.append(url)
        elif url.lower().split("?")[0].endswith(".pdf"):
            pdfs.append(url)
        elif "/pdf" in url and one.content_type and _PDF.search(one.content_type):
            named.append(url)
        else:
            pages.append(url)
    pdfs += named
    return found.first_iri(pages, "landing_page"), found.first_iri(pdfs, "pdf") if pdfs else None


def _keywords(words: list[str | None]) -> tuple[str, ...]:
    once: dict[str, str] = {}
    for word in words:
        if word and (plain := plain_title(word)) and (folded := plain.casefold()) not in once:
            once[folded] = plain
    return tuple(once.values())


def _subjects(terms: list[Term]) -> tuple[Subject, ...]:
    once: dict[Subject, None] = {}
    for one in terms:
        if one.code or one.term:
            once[_subject(one.scheme, one.code, one.term)] = None
    return tuple(once)


@lru_cache(maxsize=1 << 14)
def _subject(scheme: str | None, code: str | None, term: str | None) -> Subject:
    """Return a term; a classification has some thousands, which come again and again."""
    short = "lcc" if (scheme or "LCC").upper() == "LCC" else (scheme or "").lower().replace(" ", "-")
    return Subject(scheme=f"doaj-{short}", notation=code or None, label=term or None)
