"""Papers of Semantic Scholar -> records. Reads: JSON of its Graph API, its datasets, its corpus. Emits: Record, Reject.

Objects, JSON Lines, arrays, result pages (`data`, `recommendedPapers`, the `papers` of an author), lists of citations
and references (`citingPaper`, `citedPaper`). Read: title, authors with their numbers and ORCID, affiliations, date,
type, identifiers, venue with ISSN, volume, pages, addresses, fields of study, references, the abstract; of texts of the
`s2orc` dataset what their annotations mark (`annotated`). An author, an embedding or another object that is no paper is
a reject that says so.

Left out: `tldr` (a machine's summary is no abstract), `citations` and `inCitations` (which the citing papers state),
counts, `isOpenAccess`, names of licences (they name no version), MAG's numbers, embeddings, `citationStyles`,
`contexts`, other names of venues, the source of a field of study, names of authors in dblp, home pages, entities of the
corpus.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from kg.identifiers import parse
from kg.model import Identifier, Name, Record, RecordFields, Reference, Reject, Subject, Venue
from kg.readers.listing.code_urls import code_urls
from kg.readers.semantic_scholar import annotated
from kg.readers.semantic_scholar.authors import names
from kg.readers.semantic_scholar.papers import Cited, ExternalIds, Outlet, Paper
from kg.readers.source import Source
from kg.readers.syntax.arxiv_dois import arxiv_of
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found, UnreadableError, read_records
from kg.readers.syntax.partial_dates import read_date
from kg.text import blanks_folded

_SCHEMES = {"doi": "doi", "arxiv": "arxiv", "pubmed": "pmid", "medline": "pmid", "pmid": "pmid",
            "pubmedcentral": "pmcid", "pmcid": "pmcid", "acl": "acl", "dblp": "dblp", "corpusid": "s2"}  # fmt: skip
_TYPES = {
    "editorial": "editorial", "review": "review", "metaanalysis": "review", "dataset": "dataset", "book": "book",
    "booksection": "chapter", "conference": "proceedings-paper", "journalarticle": "article", "casereport": "article",
    "clinicaltrial": "article", "study": "article", "lettersandcomments": "article",
}  # fmt: skip
"""The first of these that a paper has is its type."""
_MARK = re.compile(
    r'"(?:paperId|corpusid|corpusId)"\s*:\s*(?:"[0-9a-f]{40}"|\d)|"(?:externalIds|externalids)"\s*:\s*\{'
    r'|"(?:paperAbstract|inCitations|outCitations|citingPaper|citedPaper|citingcorpusid|influentialCitationCount)"\s*:'
)
_LISTS = frozenset({b"data", b"recommendedPapers", b"papers"})
_PDF_PAGES = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
_DECODER = msgspec.json.Decoder(Paper)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as JSON of Semantic Scholar."""
    return beginning.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") and _MARK.search(beginning) is not None


def read_semantic_scholar(source: Source) -> Iterator[Record | Reject]:
    """Yield the papers of a source in its order."""
    return read_records(source, _DECODER, _record, lists=_LISTS, wrapper=b"")


def _record(told: Paper, found: Found) -> Record:
    paper = told.citing_paper or told.cited_paper or told
    title = (plain_title(paper.title) or None) if paper.title else None
    if title is None and paper.content is not None:
        title = annotated.title(paper.content, found)
    authors = names(paper.authors, found) if paper.authors else ()
    summary = paper.abstract or paper.paper_abstract
    abstract = (plain_abstract(summary) or None) if summary else None
    if abstract is None and paper.content is not None:
        abstract = annotated.abstract(paper.content, found)
    identifiers = _identifiers(paper, found)
    if title is None and not authors and abstract is None and all(one.scheme == "s2" for one in identifiers):
        kind = f"an author: {paper.name}" if paper.author_id or paper.name else "another object of Semantic Scholar"
        raise UnreadableError(f"no paper but {kind}", "leave it out")
    fields: RecordFields = {"title": title, "names": authors, "identifiers": identifiers}
    venue = _venue(paper, found)
    if venue is not None:
        fields["venue"] = venue
    fields["date"], date_text = _date(paper, found)
    if date_text:
        fields["date_text"] = date_text
    if abstract is not None:
        fields["abstract"], fields["code_urls"] = abstract, code_urls(abstract)
    fields["authors_complete"] = bool(authors) and not _lacks_authors(paper, authors, found)
    _add_place(fields, paper, found)
    if paper.references or paper.out_citations or paper.content is not None or paper.bibliography is not None:
        fields["references"] = _references(paper, found)
    return found.record("semantic-scholar", fields)


def _add_place(fields: RecordFields, paper: Paper, found: Found) -> None:
    """Add where a paper appeared and is found, its type and its field."""
    pdf, landing_page = _addresses(paper, found)
    if landing_page is not None:
        fields["landing_page"] = landing_page
    if pdf is not None:
        fields["pdf"] = pdf
    if paper.journal is not None or paper.journal_volume or paper.journal_pages:
        fields["volume"], fields["pages"] = _where(paper)
    types = paper.publication_types or paper.publicationtypes
    if types:
        venue = paper.publication_venue
        fields["publication_type"] = _kind(tuple(types), isinstance(venue, Outlet) and venue.type == "journal")
    if paper.s2_fields_of_study or paper.s2fieldsofstudy or paper.fields_of_study:
        fields["subjects"] = _subjects(paper)


def _lacks_authors(paper: Paper, authors: tuple[Name, ...], found: Found) -> bool:
    """Return whether an author was left out, or could not be read."""
    listed = paper.authors or []
    if len(authors) != len(listed) and len(authors) != sum(one is not None for one in listed):
        return True
    return bool(found.doubts) and any(doubt.field == "authors" or "authors/" in doubt.reason for doubt in found.doubts)


def _where(paper: Paper) -> tuple[str | None, str | None]:
    """Return volume and pages; where an arXiv id stands in the place of a volume, there is none."""
    if paper.journal is not None:
        volume, pages = paper.journal.volume, paper.journal.pages
    else:
        volume, pages = paper.journal_volume, paper.journal_pages
    volume = _stripped(volume) if volume else None
    return None if volume and _is_of_arxiv(volume) else volume, _stripped(pages) if pages else None


def _is_of_arxiv(volume: str) -> bool:
    return volume[:4].lower() == "abs/"


def _stripped(printed: str | None) -> str | None:
    return blanks_folded(printed) or None if printed else None


def external_identifiers(ids: ExternalIds | None, found: Found, field: str | None = None) -> set[Identifier]:
    """Return the identifiers that Semantic Scholar has of other sources, and its own number."""
    known: set[Identifier] = set()
    if not ids:
        return known
    is_arxiv = False
    for name, value in ids.items():
        scheme = _scheme(name) if value else None
        if scheme is None:
            continue
        for one in value if isinstance(value, list) else (str(value),):
            identifier = found.identifier(scheme, one, field)
            if identifier is not None:
                known.add(identifier)
                if scheme == "doi" and "arxiv" in identifier.value:
                    is_arxiv = True
    return known | arxiv_of(known) if is_arxiv else known


@lru_cache(maxsize=1 << 10)
def _scheme(name: str) -> str | None:
    return _SCHEMES.get(name.lower())


def _identifiers(paper: Paper, found: Found) -> tuple[Identifier, ...]:
    known = external_identifiers(paper.external_ids or paper.externalids, found)
    if paper.openaccessinfo is not None:
        known |= external_identifiers(paper.openaccessinfo.externalids, found)
    if paper.doi or paper.pmid:
        known |= external_identifiers({"DOI": paper.doi, "PMID": paper.pmid}, found)
    for number in (paper.paper_id, paper.corpus_id, paper.corpusid, paper.id):
        if number and (own := _own_number(number, found)) is not None:
            known.add(own)
    volume = paper.journal.volume if paper.journal is not None else paper.journal_volume
    if volume and _is_of_arxiv(volume) and (arxiv := parse("arxiv", volume[4:])) is not None:
        known.add(arxiv)
    return tuple(sorted(known)) if len(known) > 1 else tuple(known)


def _own_number(number: int | str, found: Found) -> Identifier | None:
    if isinstance(number, int) and number > 0:
        return Identifier("s2", str(number))
    return found.identifier("s2", str(number))


def _venue(paper: Paper, found: Found) -> Venue | None:
    known = paper.publication_venue if isinstance(paper.publication_venue, Outlet) else None
    journal = paper.journal.name if paper.journal is not None else None
    name = ""
    for told in (known.name if known is not None else None, paper.venue, journal, paper.journal_name):
        if told and (name := plain_title(told)):
            break
    if not name:
        return None
    if known is None or not (known.issn or known.alternate_issns):
        return Venue(name=name)
    issns = [known.issn, *(known.alternate_issns or ())]
    checked = [one.value for issn in issns if (one := found.identifier("issn", issn)) is not None]
    return Venue(name=name, issns=tuple(dict.fromkeys(checked)))


def _date(paper: Paper, found: Found) -> tuple[str | None, str | None]:
    """Return the day, else the year. A day outside the year of the paper is doubted, not corrected."""
    date, text, year = _day(paper.year, paper.publication_date or paper.publicationdate or "")
    if year is not None:
        found.doubt("date", "day and year of the paper differ", year, confidence=0.7)
    return date, text


@lru_cache(maxsize=1 << 14)
def _day(year: int | None, printed: str) -> tuple[str | None, str | None, str | None]:
    """Return a date and its text, and the year if the day lies in another one."""
    told = f"{year:04}" if year and 0 < year < 10_000 else None
    date, text = read_date(printed)
    if date is None:
        return told, text, None
    return date, text, told if told != date[:4] else None


@lru_cache(maxsize=1 << 10)
def _kind(types: tuple[str, ...], in_journal: bool) -> str:  # noqa: FBT001 - part of a key
    told = {one.lower() for one in types}
    kind = next((known for word, known in _TYPES.items() if word in told), "other")
    return "article" if kind == "proceedings-paper" and "journalarticle" in told and in_journal else kind


def _addresses(paper: Paper, found: Found) -> tuple[str | None, str | None]:
    """Return the address of a PDF, and of a page."""
    pdfs = [paper.open_access_pdf.url] if paper.open_access_pdf is not None else []
    if paper.openaccessinfo is not None:
        pdfs.append(paper.openaccessinfo.url)
    pdfs += paper.pdf_urls or ()
    pages = [one for one in pdfs if one and _PDF_PAGES.match(one)] if pdfs else []
    if pages:
        pdfs = [one for one in pdfs if one not in pages]
    return (
        found.first_iri(pdfs, "pdf") if pdfs else None,
        found.first_iri((paper.url, paper.s2_url, *pages), "landing_page"),
    )


def _subjects(paper: Paper) -> tuple[Subject, ...]:
    told = (paper.s2_fields_of_study or []) + (paper.s2fieldsofstudy or [])
    listed = [one.category for one in told]
    return _fields_of_study((*listed, *(paper.fields_of_study or ())))


@lru_cache(maxsize=1 << 12)
def _fields_of_study(printed: tuple[str | None, ...]) -> tuple[Subject, ...]:
    """Return fields of study, each once; there are some twenty, and the topics of the corpus."""
    labels = dict.fromkeys(blanks_folded(one) for one in printed if one)
    return tuple(Subject(scheme="s2-fos", label=label) for label in labels if label)


def _references(paper: Paper, found: Found) -> tuple[Reference, ...]:
    read = [one for cited in paper.references or () if cited and (one := _reference(cited, found)) is not None]
    for number in paper.out_citations or ():
        known = found.identifier("s2", number, "references")
        if known is not None:
            read.append(Reference(identifiers=(known,)))
    for content in (paper.content, paper.bibliography):
        if content is not None:
            read += annotated.references(content, found)
    return tuple(dict.fromkeys(read))


def _reference(cited: Cited, found: Found) -> Reference | None:
    own = found.identifier("s2", cited.paper_id, "references") if cited.paper_id else None
    if cited.external_ids:
        known = external_identifiers(cited.external_ids, found, "references")
        if own is not None:
            known.add(own)
        if known:
            return Reference(identifiers=tuple(sorted(known)))
    elif own is not None:
        return Reference(identifiers=(own,))
    authors = ", ".join(one.name for one in cited.authors or () if one.name)
    head = " ".join(filter(None, (authors, f"({cited.year})" if cited.year else "")))
    text = ". ".join(
        plain.rstrip(". ") for part in (head, cited.title, cited.venue) if (plain := plain_title(part or ""))
    )
    return Reference(text=text) if text else None
