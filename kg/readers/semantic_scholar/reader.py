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
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from kg.identifiers import parse, person_identifier
from kg.model import Affiliation, Identifier, Name, Record, Reference, Reject, Subject, Venue
from kg.readers.listing.code_urls import code_urls
from kg.readers.semantic_scholar import annotated
from kg.readers.semantic_scholar.papers import Author, Cited, ExternalIds, Named, Outlet, Paper
from kg.readers.source import Source
from kg.readers.syntax.arxiv_dois import arxiv_of
from kg.readers.syntax.cut_names import whole_name
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found, UnreadableError, read_records
from kg.readers.syntax.partial_dates import read_date
from kg.text import blanks_folded

_SCHEMES = {"doi": "doi", "arxiv": "arxiv", "pubmed": "pmid", "medline": "pmid", "pmid": "pmid",
            "pubmedcentral": "pmcid", "pmcid": "pmcid", "acl": "acl", "dblp": "dblp", "corpusid": "s2",
            "DOI": "doi", "ArXiv": "arxiv", "PubMed": "pmid", "PubMedCentral": "pmcid", "ACL": "acl", "DBLP": "dblp",
            "CorpusId": "s2"}  # fmt: skip
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
_ARXIV_VOLUME = re.compile(r"abs/", re.IGNORECASE)
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
    title = plain_title(paper.title or "") or (annotated.title(paper.content, found) if paper.content else None)
    authors = names(paper.authors or (), found)
    abstract = plain_abstract(paper.abstract or paper.paper_abstract or "") or None
    if abstract is None and paper.content is not None:
        abstract = annotated.abstract(paper.content, found)
    identifiers = _identifiers(paper, found)
    if title is None and not authors and abstract is None and all(one.scheme == "s2" for one in identifiers):
        kind = f"an author: {paper.name}" if paper.author_id or paper.name else "another object of Semantic Scholar"
        raise UnreadableError(f"no paper but {kind}", "leave it out")
    venue = _venue(paper, found)
    date, date_text = _date(paper, found)
    pdf, landing_page = _addresses(paper, found)
    listed = [one for one in paper.authors or () if one is not None]
    volume = _stripped(paper.journal.volume if paper.journal else paper.journal_volume)
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="semantic-scholar",
        layout=found.piece.layout,
        title=title,
        names=authors,
        authors_complete=bool(authors) and len(authors) == len(listed) and not _lacks_authors(found),
        date=date,
        date_text=date_text,
        abstract=abstract,
        code_urls=code_urls(abstract) if abstract else (),
        publication_type=_type(paper),
        identifiers=identifiers,
        venue=venue,
        volume=None if volume and _ARXIV_VOLUME.match(volume) else volume,
        pages=_stripped(paper.journal.pages if paper.journal else paper.journal_pages),
        landing_page=landing_page,
        pdf=pdf,
        subjects=_subjects(paper),
        references=_references(paper, found),
        pointer=found.piece.pointer,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )


def _lacks_authors(found: Found) -> bool:
    """Return whether an author was left out, or could not be read."""
    return any(doubt.field == "authors" or "authors/" in doubt.reason for doubt in found.doubts)


def _stripped(printed: str | None) -> str | None:
    return blanks_folded(printed) or None if printed else None


def names(authors: Iterable[Author | None], found: Found) -> tuple[Name, ...]:
    """Return the authors in order."""
    read = (_name(author, at, found) for at, author in enumerate(authors, 1) if author is not None)
    return tuple(name for name in read if name is not None)


def _name(author: Author, at: int, found: Found) -> Name | None:
    printed, whole = whole_name(plain_title(author.name)) if author.name else ("", True)
    if not printed:
        if whole:
            found.doubt("authors", f"author {at} has no name; left out")
        return None
    ids = [author.author_id] if author.author_id else author.ids or ()
    known = [_author_number(str(one)) for one in ids if one and len(ids) == 1]
    for name, value in (author.external_ids or {}).items():
        if name.upper() == "ORCID" and value:
            known += [found.identifier("orcid", one) for one in (value if isinstance(value, list) else [str(value)])]
    return Name(
        printed=printed,
        identifiers=tuple([one for one in known if one is not None]),
        affiliations=_affiliations(author) if author.affiliations else (),
    )


@lru_cache(maxsize=1 << 14)
def _author_number(printed: str) -> Identifier | None:
    return person_identifier("s2", printed)


def _affiliations(author: Author) -> tuple[Affiliation, ...]:
    places = [one.name if isinstance(one, Named) else one for one in author.affiliations or () if one]
    return tuple(dict.fromkeys(Affiliation(raw=plain) for one in places if one and (plain := plain_title(one))))


def external_identifiers(ids: ExternalIds | None, found: Found, field: str | None = None) -> set[Identifier]:
    """Return the identifiers that Semantic Scholar has of other sources, and its own number."""
    known: set[Identifier] = set()
    for name, value in (ids or {}).items():
        scheme = _SCHEMES.get(name) or _SCHEMES.get(name.lower()) if value else None
        for one in () if scheme is None else value if isinstance(value, list) else (value,):
            identifier = found.identifier(scheme or "", str(one), field)
            if identifier is not None:
                known.add(identifier)
    return known | arxiv_of(known) if known else known


def _identifiers(paper: Paper, found: Found) -> tuple[Identifier, ...]:
    known = external_identifiers(paper.external_ids or paper.externalids, found)
    if paper.openaccessinfo is not None:
        known |= external_identifiers(paper.openaccessinfo.externalids, found)
    if paper.doi or paper.pmid:
        known |= external_identifiers({"DOI": paper.doi, "PMID": paper.pmid}, found)
    for number in (paper.paper_id, paper.corpus_id, paper.corpusid, paper.id):
        if number and (own := found.identifier("s2", str(number))) is not None:
            known.add(own)
    volume = paper.journal.volume if paper.journal else paper.journal_volume
    if volume and _ARXIV_VOLUME.match(volume) and (arxiv := parse("arxiv", volume[4:])) is not None:
        known.add(arxiv)
    return tuple(sorted(known))


def _venue(paper: Paper, found: Found) -> Venue | None:
    known = paper.publication_venue if not isinstance(paper.publication_venue, str) else None
    printed = (known and known.name, paper.venue, paper.journal and paper.journal.name, paper.journal_name)
    name = next((plain for one in printed if one and (plain := plain_title(one))), None)
    if name is None:
        return None
    issns = [known.issn, *(known.alternate_issns or ())] if known is not None else []
    checked = [one.value for issn in issns if (one := found.identifier("issn", issn)) is not None]
    return Venue(name=name, issns=tuple(dict.fromkeys(checked)))


def _date(paper: Paper, found: Found) -> tuple[str | None, str | None]:
    """Return the day, else the year. A day outside the year of the paper is doubted, not corrected."""
    year = f"{paper.year:04}" if paper.year and 0 < paper.year < 10_000 else None
    printed = (paper.publication_date or paper.publicationdate or "").strip()
    date, text = read_date(printed)
    if date is None:
        return year, text
    if year is not None and year != date[:4]:
        found.doubt("date", "day and year of the paper differ", year, confidence=0.7)
    return date, text


def _type(paper: Paper) -> str | None:
    told = {one.lower() for one in (paper.publication_types or paper.publicationtypes or ())}
    kind = next((known for word, known in _TYPES.items() if word in told), "other" if told else None)
    venue = paper.publication_venue
    in_journal = isinstance(venue, Outlet) and venue.type == "journal"
    return "article" if kind == "proceedings-paper" and "journalarticle" in told and in_journal else kind


def _addresses(paper: Paper, found: Found) -> tuple[str | None, str | None]:
    """Return the address of a PDF, and of a page."""
    opened = [paper.open_access_pdf and paper.open_access_pdf.url, paper.openaccessinfo and paper.openaccessinfo.url]
    pdfs = [one for one in (*opened, *(paper.pdf_urls or ())) if one]
    pages = [one for one in pdfs if _PDF_PAGES.match(one)]
    return (
        found.first_iri((one for one in pdfs if one not in pages), "pdf"),
        found.first_iri((paper.url, paper.s2_url, *pages), "landing_page"),
    )


def _subjects(paper: Paper) -> tuple[Subject, ...]:
    listed = [one.category for one in (*(paper.s2_fields_of_study or ()), *(paper.s2fieldsofstudy or ()))]
    labels = dict.fromkeys(label for one in (*listed, *(paper.fields_of_study or ())) if (label := _stripped(one)))
    return tuple(Subject(scheme="s2-fos", label=label) for label in labels)


def _references(paper: Paper, found: Found) -> tuple[Reference, ...]:
    read = [one for cited in paper.references or () if cited and (one := _reference(cited, found)) is not None]
    for number in paper.out_citations or ():
        known = found.identifier("s2", number, "references")
        read += [Reference(identifiers=(known,))] if known is not None else []
    for content in (paper.content, paper.bibliography):
        read += annotated.references(content, found) if content is not None else ()
    return tuple(dict.fromkeys(read))


def _reference(cited: Cited, found: Found) -> Reference | None:
    known = external_identifiers(cited.external_ids, found, "references")
    own = found.identifier("s2", cited.paper_id, "references")
    known |= {own} if own is not None else set()
    if known:
        return Reference(identifiers=tuple(sorted(known)))
    authors = ", ".join(one.name for one in cited.authors or () if one.name)
    head = " ".join(filter(None, (authors, f"({cited.year})" if cited.year else "")))
    text = ". ".join(
        plain.rstrip(". ") for part in (head, cited.title, cited.venue) if (plain := plain_title(part or ""))
    )
    return Reference(text=text) if text else None
