"""What sources say. Reads: nothing. Emits: SourceDocument, PageFacts, Record, Doubt, Reject."""

from typing import Literal

from msgspec import Struct

from kg.model.names import Funding, Identifier, Name, Reference, Relation, Subject, Venue

Layout = Literal["site", "compact", "abstract", "family"]
"""How a listing page prints its papers."""


class PageFacts(Struct, frozen=True, kw_only=True, gc=False):
    """What a listing page says of its owner. The numbers are the page's, on the day it was saved."""

    profile_name: str | None = None
    main_category: str | None = None
    h_index: int | None = None
    paper_count: int | None = None
    citation_count: int | None = None
    novelty_score: str | None = None
    """A decimal number as printed, of 100."""
    ai_score: str | None = None
    """A decimal number as printed, of 100."""


class SourceDocument(Struct, frozen=True, kw_only=True, gc=False):
    """A file that was read. `name` is its base name, or the shortest path that tells it from another one."""

    name: str
    sha256: str
    media_type: str
    facts: PageFacts = PageFacts()

    @property
    def key(self) -> str:
        """The first 16 hexadecimal digits of the digest of its bytes."""
        return self.sha256[:16]


class Doubt(Struct, frozen=True, kw_only=True, gc=False):
    """A reading of a record that may be wrong: what was read, how sure it is (0 to 1), what else it could be."""

    field: str
    reason: str
    confidence: float
    alternatives: tuple[str, ...] = ()


class _Placed(Struct, frozen=True, gc=False):
    """Where a record was found. These fields may be given by position, which takes half the time of a keyword."""

    source: str
    source_key: str
    index: int
    """Position among the records of its source, from 1."""
    format: str
    layout: str


class Record(_Placed, frozen=True, kw_only=True, gc=False):
    """What one source says of one paper. Text is the source's, to the character, without blanks at its edges."""

    title: str | None = None
    names: tuple[Name, ...] = ()
    authors_raw: str | None = None
    """The author line as printed; None if the record has none."""
    authors_complete: bool = True
    """False if the source says that it left authors out (`et al.`), or names none at all."""
    byline: str | None = None
    """A line in which title and authors run together, as printed."""
    date: str | None = None
    """ISO 8601 as precise as printed; `--MM-DD` without a year."""
    category: str | None = None
    abstract: str | None = None
    code_urls: tuple[str, ...] = ()
    has_code: bool = False
    """The printed flag only, not a conclusion from `code_urls`."""
    score: str | None = None
    """A decimal number as printed."""
    publication_type: str | None = None
    """A word of the closed list of kg:publicationType."""
    identifiers: tuple[Identifier, ...] = ()
    """Of the paper, sorted."""
    editors: tuple[Name, ...] = ()
    venue: Venue | None = None
    publisher: str | None = None
    """Of a book, a thesis or a report that stands in no venue; the publisher of a venue is the venue's."""
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    language: str | None = None
    """BCP 47."""
    license: str | None = None
    """An IRI."""
    landing_page: str | None = None
    """An IRI."""
    pdf: str | None = None
    """An IRI."""
    keywords: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    subjects: tuple[Subject, ...] = ()
    fundings: tuple[Funding, ...] = ()
    relations: tuple[Relation, ...] = ()
    dataset_urls: tuple[str, ...] = ()
    """IRIs of the research data that the source names as the paper's own."""
    retracted: bool = False
    translated_titles: tuple[tuple[str, str], ...] = ()
    """(BCP 47 tag, title)."""
    date_text: str | None = None
    """A printed date that no ISO date holds (`Spring 2003`)."""
    version_number: str | None = None
    """As the source numbers the version (`2` of arXiv's v2)."""
    pointer: str | None = None
    """Where in the source: a citation key, a JSON pointer, an XML path."""
    start_line: int
    end_line: int
    doubts: tuple[Doubt, ...] = ()
    document: SourceDocument | None = None
    """The document that `source` names, where more is known of it than its key: of what `kg.read` yields, and of a
    record that came as a line of `kg read`, whose document was read long ago."""

    @property
    def key(self) -> str:
        """The key of its IRI: it depends on the source's bytes and the position in it, on nothing else."""
        return f"{self.source_key}-{self.index}"

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors as `Given Family`, in order."""
        return tuple(name.display for name in self.names)


class Reject(Struct, frozen=True, kw_only=True, gc=False):
    """A part of a source that could not be read as a record, or a source that could not be read at all."""

    source: str
    start_line: int | None
    end_line: int | None
    reason: str
    repair: str
    raw: str
    """The text, or its first 2,000 characters with a mark where it is cut."""
    raw_sha256: str
