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

import msgspec
from msgspec import Struct

from kg.dates import MONTHS, is_day
from kg.model import Affiliation, Identifier, Name, Record, Reject, Subject, Venue
from kg.readers.bibtex.languages import language_tag
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.arxiv_dois import arxiv_of
from kg.readers.syntax.cut_names import whole_name
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found, UnreadableError, read_records

_MARK = re.compile(r'"bibjson"\s*:\s*\{')
_SCHEMES = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "arxiv": "arxiv"}
_ISSNS = frozenset({"issn", "pissn", "eissn", "issnl"})
_PDF = re.compile(r"\bpdf\b", re.IGNORECASE)
_CORRESPONDING = re.compile(r"\bcorresponding author\b[\s.;)]*\Z", re.IGNORECASE)


class Numbered(Struct, gc=False):
    """An identifier and its type."""

    id: str | None = None
    type: str | None = None


class License(Struct, gc=False):
    """A licence."""

    url: str | None = None
    type: str | None = None


class Journal(Struct, gc=False):
    """The journal of an article."""

    title: str | None = None
    publisher: str | None = None
    issns: list[str | None] | None = None
    volume: str | None = None
    number: str | None = None
    language: list[str | None] | str | None = None
    license: list[License] | None = None


class Author(Struct, gc=False):
    """An author."""

    name: str | None = None
    affiliation: str | None = None
    orcid_id: str | None = None


class Link(Struct, gc=False):
    """A place of the full text."""

    url: str | None = None
    type: str | None = None
    content_type: str | None = None


class Term(Struct, gc=False):
    """A term of a classification."""

    scheme: str | None = None
    code: str | None = None
    term: str | None = None


class BibJson(Struct, gc=False):
    """An article; `pissn` and what follows it stands on journals only."""

    title: str | None = None
    author: list[Author | None] | None = None
    identifier: list[Numbered] | None = None
    journal: Journal | None = None
    year: str | None = None
    month: str | None = None
    start_page: str | None = None
    end_page: str | None = None
    abstract: str | None = None
    keywords: list[str | None] | None = None
    subject: list[Term] | None = None
    link: list[Link] | None = None
    license: list[License] | None = None
    pissn: str | None = None
    eissn: str | None = None


class Article(Struct, gc=False):
    """What DOAJ holds of an article."""

    id: str | None = None
    bibjson: BibJson | None = None


_DECODER = msgspec.json.Decoder(Article)


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
    title = plain_title(told.title or "") or None
    if (told.pissn or told.eissn) and not told.author and told.journal is None:
        raise UnreadableError(f"no article but a journal: {title}", "leave it out")
    journal = told.journal or Journal()
    names, complete = _names(told, found)
    identifiers = _identifiers(told, found)
    if title is None and not names and not identifiers:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    abstract = plain_abstract(told.abstract or "") or None
    landing_page, pdf = _addresses(told, found)
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="doaj",
        layout=found.piece.layout,
        title=title,
        names=names,
        authors_complete=bool(names) and complete,
        date=_date(told, found),
        abstract=abstract,
        code_urls=code_urls(abstract) if abstract else (),
        publication_type="article",
        identifiers=identifiers,
        venue=_venue(told, journal, found),
        volume=plain_title(journal.volume or "") or None,
        issue=plain_title(journal.number or "") or None,
        pages=_pages(told.start_page, told.end_page),
        language=_language(journal, found),
        license=found.first_iri(_licenses(told, journal), "license"),
        landing_page=landing_page,
        pdf=pdf,
        keywords=_keywords(told),
        subjects=_subjects(told),
        pointer=found.piece.pointer,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )


def _names(told: BibJson, found: Found) -> tuple[tuple[Name, ...], bool]:
    read: list[Name] = []
    complete = not any("bibjson/author/" in doubt.reason for doubt in found.doubts)
    for at, author in enumerate(told.author or (), 1):
        printed, whole = whole_name(plain_title(author.name).strip(" ,;") if author and author.name else "")
        complete = complete and whole
        if author is not None and printed and (printed[0].isalpha() or any(map(str.isalpha, printed))):
            read.append(_name(author, printed, found))
        elif whole:
            found.doubt("authors", f"author {at} has no name; left out")
            complete = False
    return tuple(read), complete


def _name(author: Author, printed: str, found: Found) -> Name:
    orcid = found.identifier("orcid", author.orcid_id) if author.orcid_id else None
    raw = plain_title(author.affiliation).strip(" ;,") if author.affiliation else ""
    match = _CORRESPONDING.search(raw) if "orresponding" in raw else None
    place = raw[: match.start()].rstrip(" ;,(") if match is not None else raw
    family, given = "", ""
    if printed.count(",") == 1:
        family, given = (part.strip() for part in printed.split(","))
    apart = bool(family and given)
    return Name(
        printed=printed,
        given=given if apart else None,
        family=family if apart else None,
        identifiers=(orcid,) if orcid is not None else (),
        affiliations=(Affiliation(raw=place),) if place else (),
        corresponding=match is not None,
    )


def _identifiers(told: BibJson, found: Found) -> tuple[Identifier, ...]:
    known: set[Identifier] = set()
    for one in told.identifier or ():
        scheme = _SCHEMES.get((one.type or "").lower())
        number = found.identifier(scheme, one.id) if scheme is not None else None
        if number is not None:
            known.add(number)
    return tuple(sorted(known | arxiv_of(known)))


def _venue(told: BibJson, journal: Journal, found: Found) -> Venue | None:
    name = plain_title(journal.title or "")
    if not name:
        return None
    own = [one.id for one in told.identifier or () if (one.type or "").lower() in _ISSNS]
    checked = (found.identifier("issn", one) for one in (*own, *(journal.issns or ())))
    return Venue(
        name=name,
        issns=tuple(dict.fromkeys(one.value for one in checked if one is not None)),
        publisher=plain_title(journal.publisher or "") or None,
    )


def _date(told: BibJson, found: Found) -> str | None:
    """Return the year, with the month where it is one (a number, or a name of it)."""
    year, month = (told.year or "").strip(), (told.month or "").strip()
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year)):
        if year:
            found.doubt("date", f"{year[:40]!r} is no year; not used")
        return None
    number = int(month[:3]) if month.isascii() and month.isdigit() else MONTHS.get(month[:3].lower(), 0)
    if month and not is_day(int(year), number, 1):
        found.doubt("date", f"{month[:40]!r} is no month; not used")
    return f"{year}-{number:02}" if is_day(int(year), number, 1) else year


def _pages(first: str | None, last: str | None) -> str | None:
    start, end = plain_title(first or ""), plain_title(last or "")
    return f"{start}-{end}" if start and end and start != end else start or end or None


def _licenses(told: BibJson, journal: Journal) -> Iterator[str]:
    """Yield the licence of the article, then those of its journal that are licences by their address."""
    yield from (one.url for one in told.license or () if one.url)
    yield from (one.url for one in journal.license or () if one.url and "creativecommons.org/" in one.url)


def _language(journal: Journal, found: Found) -> str | None:
    """Return the language of the journal, if it has but one: of an article of another one nothing is told."""
    told = [one for one in (journal.language if isinstance(journal.language, list) else [journal.language]) if one]
    tags = dict.fromkeys(language_tag(one) or found.language(one) for one in told)
    return next(iter(tags)) if len(tags) == 1 else None


def _addresses(told: BibJson, found: Found) -> tuple[str | None, str | None]:
    links = [one for one in told.link or () if one.url]
    pdfs = [one for one in links if (one.url or "").lower().split("?")[0].endswith(".pdf")]
    named = [one for one in links if _PDF.search(one.content_type or "") and "/pdf" in (one.url or "")]
    pages = [one.url for one in links if one not in pdfs and one not in named]
    return found.first_iri(pages, "landing_page"), found.first_iri((one.url for one in (*pdfs, *named)), "pdf")


def _keywords(told: BibJson) -> tuple[str, ...]:
    once: dict[str, str] = {}
    for word in told.keywords or ():
        if word and (plain := plain_title(word)):
            once.setdefault(plain.casefold(), plain)
    return tuple(once.values())


def _subjects(told: BibJson) -> tuple[Subject, ...]:
    once: dict[Subject, None] = {}
    for one in told.subject or ():
        if one.code or one.term:
            scheme = "lcc" if (one.scheme or "LCC").upper() == "LCC" else (one.scheme or "").lower().replace(" ", "-")
            once.setdefault(Subject(scheme=f"doaj-{scheme}", notation=one.code or None, label=one.term or None))
    return tuple(once)
