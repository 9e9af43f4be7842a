"""What the graph holds. Reads: nothing. Emits: Paper and its parts, Person, Organization, Finding."""

from typing import Literal

from msgspec import Struct

from kg.model.names import Funding, Identifier, Name, Reference, Relation, RelationKind, Subject, Venue
from kg.model.records import Record

Severity = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
"""The most serious first."""


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
    date_text: str | None = None
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
    primary_category: bool = False
    """Whether a source says that of several categories this one is the first."""
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
    """What it cites outside this graph."""
    cites: tuple[str, ...] = ()
    """The keys of papers of this graph."""
    subjects: tuple[Subject, ...] = ()
    """What it is filed under beside `category`."""
    fundings: tuple[Funding, ...] = ()
    related: tuple[tuple[RelationKind, str], ...] = ()
    """How it stands to papers of this graph: kind and key."""
    relations: tuple[Relation, ...] = ()
    """How it stands to works outside this graph."""
    dataset_urls: tuple[str, ...] = ()
    publisher: str | None = None
    """Where it stands in no venue."""
    retracted: bool = False
    translated_titles: tuple[tuple[str, str], ...] = ()
    date_text: str | None = None
    versions: tuple[Version, ...] = ()
    """Two or more, or none."""
    conflicts: tuple[Conflict, ...] = ()
    inferences: tuple[Inference, ...] = ()
    replaces: tuple[str, ...] = ()
    """Keys of papers of the previous graph that turned out to be this one."""

    def _repr_html_(self) -> str:
        """Return the paper for notebooks: its fields, and where its records stand."""
        from kg.notebook import fields  # noqa: PLC0415 - notebooks are for those who have one

        records = "; ".join(f"{record.source}, line {record.start_line}" for record in self.records)
        shown = [
            ("authors", self.author_line),
            ("published", self.published_on),
            ("venue", None if self.venue is None else self.venue.name),
            ("category", self.category),
            ("code", ", ".join(self.code_urls)),
            ("abstract", self.abstract),
            ("records", records),
            ("key", self.key),
        ]
        return fields(self.title or self.key, shown)


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
    """A body of people: a consortium, a university, a funder, a publisher."""

    key: str
    name: str
    name_variants: tuple[str, ...] = ()
    ror: str | None = None
    country: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    """Others than ROR."""
    other_scripts: tuple[tuple[str, str], ...] = ()
    """(BCP 47 tag, name): nameVariant with a language tag."""
