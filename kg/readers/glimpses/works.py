"""JSON of works -> glimpses. Reads: pieces of OpenAlex, Crossref, Semantic Scholar, arXiv's snapshot. Emits: Glimpse.

Decoded is only what titles and identifiers are read from. What does not decode is left to the reader, which mends it.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import TypeVar

import msgspec
from msgspec import Raw, Struct, field

from kg.readers.arxiv.text import title_text
from kg.readers.crossref.parts import texts
from kg.readers.crossref.works import Related, Texts
from kg.readers.glimpses.glimpse import Glimpse, Key, Schemes, known_all, of_arxiv_among
from kg.readers.openalex.works import Ids, OpenAccess
from kg.readers.semantic_scholar.papers import ExternalIds, Journal
from kg.readers.semantic_scholar.papers import OpenAccess as ScholarAccess
from kg.readers.syntax.cut_names import whole_name
from kg.readers.syntax.inline_markup import plain_title
from kg.text import fold

T = TypeVar("T")
_ENDS = (":", "?", "!", ".", "…", "–", "—")
_SCHOLAR_SCHEMES = {
    "doi": "doi", "arxiv": "arxiv", "pubmed": "pmid", "medline": "pmid", "pmid": "pmid", "pubmedcentral": "pmcid",
    "pmcid": "pmcid", "acl": "acl", "dblp": "dblp", "corpusid": "s2",
}  # fmt: skip
_NOBODY = Raw(b"null")
"""Authors are decoded if they are asked for."""
_ARXIV_VOLUME = re.compile(r"abs/", re.IGNORECASE)


class _Place(Struct, gc=False):
    """Where an OpenAlex work can be read."""

    landing_page_url: str | None = None
    pdf_url: str | None = None


class _OpenAlexAuthor(Struct, gc=False):
    display_name: str | None = None


class _OpenAlexAuthorship(Struct, gc=False):
    author: _OpenAlexAuthor | None = None
    raw_author_name: str | None = None


class _OpenAlexWork(Struct, gc=False):
    id: str | None = None
    doi: str | None = None
    title: str | None = None
    display_name: str | None = None
    ids: Ids | None = None
    primary_location: _Place | None = None
    best_oa_location: _Place | None = None
    locations: list[_Place] | None = None
    open_access: OpenAccess | None = None
    authorships: Raw = _NOBODY


class _CrossrefWork(Struct, gc=False):
    title: Texts = None
    subtitle: Texts = None
    doi: str | None = field(default=None, name="DOI")
    isbn: Texts = field(default=None, name="ISBN")
    relation: dict[str, list[Related] | Related | None] | None = None


class _Unread(Struct, gc=False):
    """A part of a record whose presence alone is asked for."""


class _ScholarAuthor(Struct, gc=False):
    name: str | None = None


class _ScholarPaper(Struct, gc=False):
    paper_id: str | None = field(default=None, name="paperId")
    corpus_id: int | str | None = field(default=None, name="corpusId")
    external_ids: ExternalIds | None = field(default=None, name="externalIds")
    title: str | None = None
    authors: Raw = _NOBODY
    journal: Journal | None = None
    citing_paper: _Unread | None = field(default=None, name="citingPaper")
    cited_paper: _Unread | None = field(default=None, name="citedPaper")
    content: _Unread | None = None
    corpusid: int | str | None = None
    externalids: ExternalIds | None = None
    openaccessinfo: ScholarAccess | None = None
    id: str | None = None
    journal_volume: str | None = field(default=None, name="journalVolume")
    doi: str | None = None
    pmid: str | None = None


class _ArxivPaper(Struct, gc=False):
    id: str | None = None
    title: str | None = None
    doi: str | None = None


_OPENALEX = msgspec.json.Decoder(_OpenAlexWork)
_CROSSREF = msgspec.json.Decoder(_CrossrefWork)
_SCHOLAR = msgspec.json.Decoder(_ScholarPaper)
_AUTHORSHIPS = msgspec.json.Decoder(list[_OpenAlexAuthorship] | None)
_AUTHORS = msgspec.json.Decoder(list[_ScholarAuthor | None] | None)
_ARXIV = msgspec.json.Decoder(_ArxivPaper)


def decoded(raw: bytes | Raw, decoder: msgspec.json.Decoder[T]) -> T | None:
    """Return a piece as its type, None where it is not of that type."""
    try:
        return decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def of_openalex(raw: bytes, sought: Schemes) -> Glimpse | None:
    """Return title and identifiers of a work of OpenAlex; of an author or another object its name for a title."""
    work = decoded(raw, _OPENALEX)
    if work is None:
        return None
    ids = work.ids or Ids()
    printed = (
        ("openalex", work.id), ("openalex", ids.openalex), ("doi", work.doi), ("pmid", ids.pmid), ("pmcid", ids.pmcid),
        ("arxiv", ids.arxiv), ("doi", ids.doi if ids.doi != work.doi else None),
    )  # fmt: skip
    keys = known_all(printed, sought)
    keys += of_arxiv_among(chain(_addresses(work), [value for _, value in keys]), sought)
    return Glimpse("paper", [plain_title(work.title or work.display_name or "")], keys, _openalex_writers(work))


def _openalex_writers(work: _OpenAlexWork) -> Iterator[str]:
    listed = decoded(work.authorships, _AUTHORSHIPS)
    if listed is None:
        yield from _texts_in(msgspec.json.decode(work.authorships))
    for one in listed or ():
        printed = plain_title(one.raw_author_name or "")
        yield printed or plain_title((one.author and one.author.display_name) or "")


def _texts_in(value: object) -> Iterator[str]:
    """Yield all texts of a list of authors that is not as the format says: one of them may be a name."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(one)


def _addresses(work: _OpenAlexWork) -> Iterator[str]:
    for place in (work.primary_location, work.best_oa_location, *(work.locations or ())):
        if place is not None:
            yield place.landing_page_url or ""
            yield place.pdf_url or ""
    if work.open_access is not None:
        yield work.open_access.oa_url or ""


def of_crossref(raw: bytes, sought: Schemes) -> Glimpse | None:
    """Return titles and identifiers of a work of Crossref, those of its other forms among them."""
    work = decoded(raw, _CROSSREF)
    if work is None:
        return None
    printed: list[tuple[str, str | None]] = [("doi", work.doi)]
    printed += [("isbn", isbn) for isbn in (texts(work.isbn) if work.isbn else ())]
    for related in work.relation.values() if work.relation else ():
        for one in related if isinstance(related, list) else [related] if related is not None else []:
            scheme = (one.scheme or "").lower()
            if scheme in ("doi", "arxiv"):
                printed.append((scheme, one.id))
    keys = known_all(printed, sought)
    keys += of_arxiv_among([value for _, value in keys], sought)
    return Glimpse("paper", _titles(work), keys)


def _titles(work: _CrossrefWork) -> list[str]:
    titles = texts(work.title)[:1]
    for subtitle in texts(work.subtitle) if titles and work.subtitle else ():
        if fold(subtitle) not in fold(titles[0]):
            titles[0] += (" " if titles[0].endswith(_ENDS) else ": ") + subtitle
    return titles


def of_semantic_scholar(raw: bytes, sought: Schemes) -> Glimpse | None:
    """Return title and identifiers of a paper of Semantic Scholar, None of pairs of papers and of annotated texts."""
    paper = decoded(raw, _SCHOLAR)
    if paper is None or paper.citing_paper or paper.cited_paper or (paper.content and not paper.title):
        return None
    titles = [plain_title(paper.title)] if paper.title else []
    return Glimpse("paper", titles, _scholar_keys(paper, sought), _scholar_writers(paper))


def _scholar_keys(paper: _ScholarPaper, sought: Schemes) -> list[Key]:
    printed: list[tuple[str, str | None]] = [("doi", paper.doi), ("pmid", paper.pmid)]
    if "s2" in sought:
        printed.append(("s2", paper.paper_id))
        printed += [("s2", str(one)) for one in (paper.corpus_id, paper.corpusid, paper.id) if one]
    access = paper.openaccessinfo
    for ids in (paper.external_ids, paper.externalids, access.externalids if access is not None else None):
        for name, value in ids.items() if ids else ():
            scheme = _SCHOLAR_SCHEMES.get(name.lower()) if value else None
            if scheme is None or scheme not in sought:
                continue
            if isinstance(value, str):  # as nearly all are
                printed.append((scheme, value))
            else:
                printed += [(scheme, str(one)) for one in (value if isinstance(value, list) else (value,))]
    volume = paper.journal.volume if paper.journal is not None else paper.journal_volume
    if volume and _ARXIV_VOLUME.match(volume):
        printed.append(("arxiv", volume[4:]))
    keys = known_all(dict.fromkeys(printed), sought)
    return keys if "arxiv" not in sought else [*keys, *of_arxiv_among([value for _, value in keys], sought)]


def _scholar_writers(paper: _ScholarPaper) -> Iterator[str]:
    listed = decoded(paper.authors, _AUTHORS)
    if listed is None:
        yield from _texts_in(msgspec.json.decode(paper.authors))
    for one in listed or ():
        if one is not None and one.name:
            yield whole_name(plain_title(one.name))[0]


def of_arxiv(raw: bytes, sought: Schemes) -> Glimpse | None:
    """Return title and identifiers of a paper of arXiv's snapshot."""
    paper = decoded(raw, _ARXIV)
    if paper is None:
        return None
    keys = known_all([("arxiv", paper.id)], sought)
    if paper.doi and "doi" in sought:
        keys += known_all([("doi", one.rstrip(",;")) for one in paper.doi.split()], sought)
    if not paper.title:
        return Glimpse("paper", [], keys)
    plain = "\\" not in paper.title
    title = paper.title.replace("\n", " ") if plain else title_text(paper.title) or ""
    return Glimpse("paper", [title], keys)
