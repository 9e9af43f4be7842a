"""What Semantic Scholar says of a paper, as types. Reads: nothing. Emits: Paper and its parts.

After the documentation of its Graph API, of the bulk datasets (whose names are in lower case) and of the Open Research
Corpus before them. What is not named here is not read.
"""

from msgspec import Struct, field

ExternalIds = dict[str, str | int | float | list[str] | None]
"""Scheme -> identifier. The bulk datasets write some of the names in lower case."""


class Named(Struct, gc=False):
    """A journal by its name, an affiliation."""

    name: str | None = None


class Journal(Struct, gc=False):
    """Where a paper appeared, as its publisher prints it."""

    name: str | None = None
    volume: str | None = None
    pages: str | None = None


class Outlet(Struct, gc=False):
    """The journal or the conference that Semantic Scholar takes a venue for."""

    name: str | None = None
    type: str | None = None
    issn: str | None = None
    alternate_issns: list[str | None] | None = None


class Author(Struct, gc=False):
    """An author; `ids` is the list of the Open Research Corpus."""

    author_id: str | None = field(default=None, name="authorId")
    name: str | None = None
    ids: list[str | int | None] | None = None
    external_ids: ExternalIds | None = field(default=None, name="externalIds")
    affiliations: list[str | Named | None] | None = None


class OpenPdf(Struct, gc=False):
    """An open PDF."""

    url: str | None = None
    license: str | None = None


class OpenAccess(Struct, gc=False):
    """What the datasets of abstracts say beside the abstract."""

    externalids: ExternalIds | None = None
    url: str | None = None
    license: str | None = None


class Field(Struct, gc=False):
    """A field of study, found by a model or taken over."""

    category: str | None = None


class Cited(Struct, gc=False):
    """A paper in the list of references."""

    paper_id: str | None = field(default=None, name="paperId")
    external_ids: ExternalIds | None = field(default=None, name="externalIds")
    title: str | None = None
    authors: list[Author] | None = None
    year: int | None = None
    venue: str | None = None


class Content(Struct, gc=False):
    """A text with lists of spans of it, each of them JSON in a string."""

    text: str | None = None
    annotations: dict[str, str | None] | None = None


class Paper(Struct, gc=False):
    """A paper, in the words of all three sources."""

    paper_id: str | None = field(default=None, name="paperId")
    corpus_id: int | str | None = field(default=None, name="corpusId")
    external_ids: ExternalIds | None = field(default=None, name="externalIds")
    url: str | None = None
    title: str | None = None
    abstract: str | None = None
    venue: str | None = None
    publication_venue: Outlet | str | None = field(default=None, name="publicationVenue")
    journal: Journal | None = None
    year: int | None = None
    publication_date: str | None = field(default=None, name="publicationDate")
    publication_types: list[str] | None = field(default=None, name="publicationTypes")
    authors: list[Author | None] | None = None
    open_access_pdf: OpenPdf | None = field(default=None, name="openAccessPdf")
    fields_of_study: list[str | None] | None = field(default=None, name="fieldsOfStudy")
    s2_fields_of_study: list[Field] | None = field(default=None, name="s2FieldsOfStudy")
    references: list[Cited | None] | None = None
    citing_paper: "Paper | None" = field(default=None, name="citingPaper")
    cited_paper: "Paper | None" = field(default=None, name="citedPaper")
    author_id: str | None = field(default=None, name="authorId")
    name: str | None = None

    corpusid: int | str | None = None
    externalids: ExternalIds | None = None
    publicationdate: str | None = None
    publicationtypes: list[str] | None = None
    s2fieldsofstudy: list[Field] | None = None
    openaccessinfo: OpenAccess | None = None
    content: Content | None = None
    bibliography: Content | None = None

    id: str | None = None
    paper_abstract: str | None = field(default=None, name="paperAbstract")
    out_citations: list[str] | None = field(default=None, name="outCitations")
    s2_url: str | None = field(default=None, name="s2Url")
    pdf_urls: list[str | None] | None = field(default=None, name="pdfUrls")
    journal_name: str | None = field(default=None, name="journalName")
    journal_volume: str | None = field(default=None, name="journalVolume")
    journal_pages: str | None = field(default=None, name="journalPages")
    doi: str | None = None
    pmid: str | None = None
