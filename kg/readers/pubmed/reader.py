"""PubMed's XML -> records. Reads: PubmedArticleSet, PubmedBookArticle, MedlineCitationSet. Emits: Record, Reject.

Read: identifiers (PMID, DOI, PMCID; ISBN of books), title with its translation or original, authors in order with their
parts, ORCID and affiliations, collective authors, editors, journal with ISSNs or book with publisher, volume, issue,
pages, the earlier one of the dates of print and online, language, type, the abstract with the labels of its sections,
MeSH headings with their qualifiers and substances, keywords, grants, corrections, retractions and comments, data banks,
references. A deleted citation is a reject that says so.

Left out: copyright and statements of conflict; investigators (they are no authors); ISNI and GRID of organizations;
equal contributions; which MeSH terms are the major ones; genes, persons and space missions as subjects; registry
numbers of substances; abstracts in other languages and for other readers; history and dates of indexing; NLM's numbers
of journals and other owners' ones of articles, publisher item identifiers and manuscript numbers; sections, editions
and media of books; abbreviations and country of a journal, the medium of an ISSN; acronyms and countries of those who
paid; numbers of references; owners and status of a record; publishers' notes.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from lxml.etree import _Element as Element
from msgspec.structs import replace

from kg.identifiers import parse, web_iri
from kg.model import Identifier, Name, Record, Reject, Relation, Venue
from kg.readers.listing.code_urls import code_urls
from kg.readers.pubmed.lists import SCHEMES, banked, corrections, fundings, keywords, references, subjects
from kg.readers.pubmed.people import affiliation, authors
from kg.readers.pubmed.text import abstract, date, first_date, line, titles
from kg.readers.pubmed.words import language, publication_type
from kg.readers.source import Source, beginning
from kg.readers.syntax.json_records import Found, UnreadableError
from kg.readers.syntax.xml_records import read_xml

_ROOTS = re.compile(
    r"<(?:PubmedArticleSet|PubmedBookArticleSet|MedlineCitationSet|PubmedArticle|PubmedBookArticle|MedlineCitation"
    r"|BookDocumentSet|DeleteCitation)(?=[\s/>])"
)
_TAGS = ("PubmedArticle", "PubmedBookArticle", "DeleteCitation", "DeleteDocument")
_PMC = re.compile(r"pmc-id:\s*(PMC\d+).*", re.DOTALL)
_RETRACTED = "retracted publication"


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as XML of PubMed or MEDLINE."""
    return beginning.lstrip("\ufeff \t\r\n").startswith("<") and _ROOTS.search(beginning) is not None


def read_pubmed(source: Source) -> Iterator[Record | Reject]:
    """Yield the articles and chapters of a source in its order."""
    wrapped = "<PubmedArticle" in (head := beginning(source)) or "<PubmedBookArticle" in head
    tags = _TAGS if wrapped or "<MedlineCitation" not in head else ("MedlineCitation", "DeleteCitation")
    return read_xml(source, tags, _record)


class _Parts(NamedTuple):
    """Where what an article and a chapter of a book have alike stands."""

    citation: Element
    """`MedlineCitation` or `BookDocument`."""
    article: Element
    """`Article`; of a book again the `BookDocument`."""
    listed: Element | None
    """`PubmedData` or `PubmedBookData`."""
    book: Element | None


def _record(root: Element, found: Found) -> Record:
    if str(root.tag).startswith("Delete"):
        gone = ", ".join(filter(None, (line(one) for one in root.findall("PMID"))))
        raise UnreadableError(f"no article, but the numbers of deleted ones: {gone[:300]}", "leave them out")
    parts = _parts(root)
    names, editors, complete = _people(parts, found)
    identifiers = _identifiers(parts, found)
    languages = _languages(parts.article)
    title, translated = _titles(parts, languages)
    if title is None and not names and not identifiers:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    types = [line(one) for one in parts.article.iter("PublicationType")]
    kind = publication_type(types)
    if parts.book is not None:
        kind = "chapter" if line(parts.article.find("ArticleTitle")) else "book"
    relations = (*corrections(parts.citation, preprint=kind == "preprint"), *banked(parts.article))
    summary = abstract(parts.article.find("Abstract"))
    if len(languages) > 1:
        found.doubt("language", "there are several languages; the first one is taken", *languages[1:], confidence=0.8)
    published = _published(parts, found)
    version = parts.citation.find("PMID")
    number = version.get("Version") if version is not None else None
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="pubmed",
        layout=found.piece.layout,
        title=title,
        names=names,
        authors_complete=complete,
        date=published[0],
        date_text=published[1],
        abstract=summary,
        code_urls=code_urls(summary) if summary else (),
        publication_type=kind,
        identifiers=identifiers,
        editors=editors,
        venue=_venue(parts, kind, found),
        volume=_first(parts, "Journal/JournalIssue/Volume", "Volume"),
        issue=_first(parts, "Journal/JournalIssue/Issue"),
        pages=_pages(parts.article),
        language=languages[0] if languages else None,
        landing_page=_landing_page(identifiers),
        keywords=keywords(parts.citation),
        references=tuple(references(parts.citation, parts.listed, found)),
        subjects=tuple(subjects(parts.citation)),
        fundings=tuple(fundings(parts.article)),
        relations=tuple(one for one in relations if isinstance(one, Relation)),
        dataset_urls=tuple(dict.fromkeys(one for one in relations if isinstance(one, str))),
        retracted=_RETRACTED in map(str.lower, types) or any(one.get("RefType") == "RetractionIn"
                                                             for one in parts.citation.iter("CommentsCorrections")),
        translated_titles=translated,
        version_number=number if number and number != "1" else None,
        pointer=found.piece.pointer,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )  # fmt: skip


def _parts(root: Element) -> _Parts:
    if root.tag == "MedlineCitation":
        citation: Element | None = root
    else:
        citation = next((one for one in root if one.tag in ("MedlineCitation", "BookDocument")), None)
    if citation is None:
        raise UnreadableError("no article: it has no `MedlineCitation` or `BookDocument`", "leave it out")
    listed = next((one for one in root if one.tag in ("PubmedData", "PubmedBookData")), None)
    if citation.tag == "BookDocument":
        return _Parts(citation, citation, listed, citation.find("Book"))
    article = citation.find("Article")
    if article is None:
        raise UnreadableError("no article: its `MedlineCitation` has no `Article`", "leave it out")
    return _Parts(citation, article, listed, None)


def _identifiers(parts: _Parts, found: Found) -> tuple[Identifier, ...]:
    kept = {found.identifier("pmid", line(parts.citation.find("PMID")))}
    lists = [parts.listed, parts.citation] if parts.listed is not None else [parts.citation]
    for one in chain.from_iterable(place.findall("ArticleIdList/ArticleId") for place in lists):
        scheme = SCHEMES.get((one.get("IdType") or "").lower())
        if scheme is not None:
            kept.add(found.identifier(scheme, _PMC.sub(r"\1", line(one)) if scheme == "pmcid" else line(one)))
    for one in parts.article.findall("ELocationID"):
        if (one.get("EIdType") or "").lower() == "doi":
            if one.get("ValidYN", "Y") == "N":
                found.doubt("doi", f"{line(one)[:200]!r} is marked as not valid; not used", confidence=0.0)
            else:
                kept.add(found.identifier("doi", line(one)))
    if parts.book is not None:
        isbns = [found.identifier("isbn", line(one)) for one in parts.book.findall("Isbn")]
        if not line(parts.article.find("ArticleTitle")):  # the ISBN of a chapter is that of its book
            kept.update(isbns)
    for one in parts.citation.findall("OtherID"):
        if line(one).startswith("PMC"):
            kept.add(parse("pmcid", line(one).split()[0]))
    arxiv = {parse("arxiv", one.value) for one in kept if one is not None and one.scheme == "doi"}
    return tuple(sorted(one for one in kept | arxiv if one is not None))


def _people(parts: _Parts, found: Found) -> tuple[tuple[Name, ...], tuple[Name, ...], bool]:
    names: list[Name] = []
    editors: list[Name] = []
    complete = True
    own = parts.article.findall("AuthorList")
    held = parts.book.findall("AuthorList") if parts.book is not None else []
    chapter = parts.book is not None and bool(line(parts.article.find("ArticleTitle")))
    for listed in [*own, *held]:
        is_editors = listed.get("Type", "authors") == "editors"
        if not is_editors and listed in held and (chapter or names):
            continue  # the authors of the book that a chapter stands in
        read, whole = authors(listed, found, "editor" if is_editors else "author")
        (editors if is_editors else names).extend(read)
        complete = complete and (whole or is_editors)
    old = affiliation(line(parts.article.find("Affiliation")))
    if old is not None and names and not names[0].affiliations:  # until 2013: that of the first author
        names[0] = replace(names[0], affiliations=(old,))
    return tuple(names), tuple(editors), bool(names) and complete


def _languages(article: Element) -> list[str]:
    tags = (language(line(one)) for one in article.findall("Language"))
    return list(dict.fromkeys(tag for tag in tags if tag is not None))


def _titles(parts: _Parts, languages: list[str]) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    printed = line(parts.article.find("ArticleTitle"))
    if not printed and parts.book is not None:
        printed = line(parts.book.find("BookTitle"))
    return titles(printed, line(parts.article.find("VernacularTitle")), languages)


def _published(parts: _Parts, found: Found) -> tuple[str | None, str | None]:
    if parts.book is not None:
        own = date(parts.article.find("ContributionDate"), found)
        return own if own.date else date(parts.book.find("PubDate"), found)
    online = [one for one in parts.article.findall("ArticleDate") if one.get("DateType", "Electronic") == "Electronic"]
    return first_date(date(one, found) for one in (parts.article.find("Journal/JournalIssue/PubDate"), *online))


def _venue(parts: _Parts, kind: str | None, found: Found) -> Venue | None:
    if parts.book is not None:
        name = line(parts.book.find("BookTitle" if kind == "chapter" else "CollectionTitle"))
        publisher = line(parts.book.find("Publisher/PublisherName")) or None
        return Venue(name=name, publisher=publisher) if name else None
    names = (parts.article.find("Journal/Title"), parts.citation.find("MedlineJournalInfo/MedlineTA"),
             parts.article.find("Journal/ISOAbbreviation"))  # fmt: skip
    name = next(filter(None, map(line, names)), "")
    printed = [*parts.article.findall("Journal/ISSN"), *parts.citation.findall("MedlineJournalInfo/ISSNLinking")]
    known = [found.identifier("issn", line(one)) for one in printed]
    issns = tuple(dict.fromkeys(one.value for one in known if one is not None))
    return Venue(name=name, issns=issns) if name else None


def _first(parts: _Parts, path: str, in_book: str | None = None) -> str | None:
    if parts.book is None:
        return line(parts.article.find(path)) or None
    return line(parts.book.find(in_book)) or None if in_book else None


def _pages(article: Element) -> str | None:
    printed = line(article.find("Pagination/MedlinePgn"))
    first, last = (line(article.find(f"Pagination/{name}")) for name in ("StartPage", "EndPage"))
    return printed or (f"{first}-{last}" if first and last and first != last else first) or None


def _landing_page(identifiers: tuple[Identifier, ...]) -> str | None:
    order = {"doi": 0, "pmid": 1}
    known = sorted((one for one in identifiers if one.scheme in order), key=lambda one: order[one.scheme])
    return next(map(web_iri, known), None)
