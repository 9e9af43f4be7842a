"""What the stages hand to each other. Reads: nothing. Emits: frozen, slotted structs.

Each struct that becomes a node has the name of its ontology class. `msgspec` gives them equality, hashing and a
fast binary form, so that a stage may spool them to disk instead of holding them.
"""

from typing import Literal

from msgspec import Struct

Severity = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
"""The most serious first."""
Layout = Literal["site", "compact", "abstract", "family"]


class PageFacts(Struct, frozen=True, kw_only=True):
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


class SourceDocument(Struct, frozen=True, kw_only=True):
    """A file that was read. `name` is its base name, or the shortest path that tells it from another one."""

    name: str
    sha256: str
    media_type: str
    facts: PageFacts = PageFacts()

    @property
    def key(self) -> str:
        """The first 16 hexadecimal digits of the digest of its bytes."""
        return self.sha256[:16]


class Identifier(Struct, frozen=True, order=True):
    """An identifier in canonical form. `scheme` is a name of `kg.identifiers.SCHEMES`."""

    scheme: str
    value: str

    @property
    def key(self) -> str:
        """`scheme-value`: what the key of an IRI is made of."""
        return f"{self.scheme}-{self.value}"


class Affiliation(Struct, frozen=True, kw_only=True):
    """An organization that an author names as theirs, as printed, and what the source knows of it."""

    raw: str
    name: str | None = None
    ror: str | None = None
    """A ROR identifier in canonical form."""
    country: str | None = None
    """ISO 3166-1 alpha-2."""


class Name(Struct, frozen=True, kw_only=True):
    """One author as a source prints them, with the parts that the source itself tells apart."""

    printed: str
    given: str | None = None
    family: str | None = None
    """With particles (`van der Berg`), without suffix."""
    suffix: str | None = None
    collective: bool = False
    """True where the source says that it is a group and no person."""
    identifiers: tuple[Identifier, ...] = ()
    """Of the person: orcid, openalex, dblp, acl."""
    affiliations: tuple[Affiliation, ...] = ()
    corresponding: bool = False
    variants: tuple[tuple[str, str], ...] = ()
    """Names in other scripts or spellings that the source gives: (BCP 47 tag or "", name)."""

    @property
    def display(self) -> str:
        """The name as `Given Family Suffix`; the printed form where the source gives no parts."""
        if not (self.given and self.family):
            return self.printed
        return f"{self.given} {self.family}" + (f" {self.suffix}" if self.suffix else "")


class Venue(Struct, frozen=True, kw_only=True):
    """A journal, a series, proceedings or a book in which papers appear."""

    name: str
    issns: tuple[str, ...] = ()
    """In canonical form, checked."""
    publisher: str | None = None


class Reference(Struct, frozen=True, kw_only=True):
    """A work that a paper cites: by identifiers where the source knows them, else by the text as printed."""

    identifiers: tuple[Identifier, ...] = ()
    text: str | None = None


class Doubt(Struct, frozen=True, kw_only=True):
    """A reading of a record that may be wrong: what was read, how sure it is (0 to 1), what else it could be."""

    field: str
    reason: str
    confidence: float
    alternatives: tuple[str, ...] = ()


class Record(Struct, frozen=True, kw_only=True):
    """What one source says of one paper. Text is the source's, to the character, without blanks at its edges."""

    source: str
    source_key: str
    index: int
    """Position among the records of its source, from 1."""
    format: str
    layout: str
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

    @property
    def key(self) -> str:
        """The key of its IRI: it depends on the source's bytes and the position in it, on nothing else."""
        return f"{self.source_key}-{self.index}"

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors as `Given Family`, in order."""
        return tuple(name.display for name in self.names)


class Reject(Struct, frozen=True, kw_only=True):
    """A part of a source that could not be read as a record, or a source that could not be read at all."""

    source: str
    start_line: int | None
    end_line: int | None
    reason: str
    repair: str
    raw: str
    """The text, or its first 2,000 characters with a mark where it is cut."""
    raw_sha256: str


class Finding(Struct, frozen=True, kw_only=True):
    """A row of the report: what was found where, and what repairs it."""

    severity: Severity
    rule: str
    """A stable kebab-case name, by which findings are counted and grouped."""
    message: str
    repair: str
    source: str | None = None
    line: int | None = None
    subject: str | None = None
    """The IRI or title that it is about."""


class Conflict(Struct, frozen=True, kw_only=True):
    """One value that was overruled: two records of a paper differ and one value was kept."""

    field: str
    """The Paper property in snake case, such as `published_on`."""
    kept_value: str
    kept_record: str
    """A record key."""
    other_value: str
    other_record: str
    rule: str


class Inference(Struct, frozen=True, kw_only=True):
    """One value that no record states, with the reason to guess it."""

    field: str
    inferred_value: str
    in_record: str
    """A record key."""
    rule: str
    reason: str
    confidence: float


class Authorship(Struct, frozen=True, kw_only=True):
    """One author's place on one paper. `position` counts from 1; `agent` is a person's or an organization's key."""

    position: int
    agent: str
    """The key of the agent's IRI."""
    kind: Literal["person", "organization"]
    raw_name: str
    name: Name


class Version(Struct, frozen=True, kw_only=True):
    """One form of a paper that is known in two forms or more: a preprint, a proceedings paper, an article."""

    key: str
    kind: str
    """A word of the closed list of kg:versionKind."""
    number: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    published_on: str | None = None
    venue: Venue | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    license: str | None = None
    landing_page: str | None = None
    pdf: str | None = None


class Paper(Struct, frozen=True, kw_only=True):
    """The work that a scholar counts once, merged from all records that speak of it."""

    key: str
    records: tuple[Record, ...]
    """Ordered by source digest and index; at least one."""
    title: str | None = None
    abstract: str | None = None
    published_on: str | None = None
    """ISO 8601 as precise as known; `--MM-DD` where no record has a year."""
    category: str | None = None
    """A category as printed; resolved by the mapper's inference."""
    authorships: tuple[Authorship, ...] = ()
    author_line: str | None = None
    authors_complete: bool = False
    code_urls: tuple[str, ...] = ()
    code_reported: bool = False
    publication_type: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    """Of all its forms, sorted."""
    editors: tuple[Authorship, ...] = ()
    """Their agents; positions count the editors."""
    venue: Venue | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    language: str | None = None
    license: str | None = None
    landing_page: str | None = None
    pdf: str | None = None
    keywords: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    retracted: bool = False
    translated_titles: tuple[tuple[str, str], ...] = ()
    date_text: str | None = None
    versions: tuple[Version, ...] = ()
    """Two or more, or none."""
    conflicts: tuple[Conflict, ...] = ()
    inferences: tuple[Inference, ...] = ()
    replaces: tuple[str, ...] = ()
    """Keys of papers of the previous graph that turned out to be this one."""


class Person(Struct, frozen=True, kw_only=True):
    """A bearer of a name, or of an identifier. `name` is `Given Family`."""

    key: str
    name: str
    identity_basis: Literal["orcid", "source-id", "full-name", "this-paper"]
    given_name: str | None = None
    family_name: str | None = None
    name_variants: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    other_scripts: tuple[tuple[str, str], ...] = ()
    """(BCP 47 tag, name): nameVariant with a language tag."""


class Organization(Struct, frozen=True, kw_only=True):
    """A collective author: a consortium, a team, a company."""

    key: str
    name: str
    name_variants: tuple[str, ...] = ()
    ror: str | None = None
    country: str | None = None
