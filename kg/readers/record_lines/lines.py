"""The lines of `kg read` as types. Reads: nothing. Emits: Line, PersonLine, OrganizationLine.

The parts are those of the model. All is optional: people write lines too.
"""

from decimal import Decimal

from msgspec import Struct, field

from kg.model import Affiliation, Doubt, Funding, Identifier, Name, PageFacts, Reference, Relation, Subject


class Line(Struct, gc=False, rename={"publication_type": "type", "version_number": "version"}):
    """A record. `authors` are names as printed, or one line of them; where there are `names`, those count."""

    source: str | None = None
    sha256: str | None = None
    media_type: str | None = None
    index: int | None = None
    format: str | None = None
    layout: str | None = None
    title: str | None = None
    authors: list[str | Name] | str | None = None
    authors_raw: str | None = None
    authors_complete: bool | None = None
    names: list[Name] | None = None
    byline: str | None = None
    date: str | None = None
    date_text: str | None = None
    year: int | str | None = None
    category: str | None = None
    abstract: str | None = None
    code_urls: list[str] | None = None
    has_code: bool | None = None
    score: Decimal | None = None
    publication_type: str | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    pmid: str | int | None = None
    pmcid: str | None = None
    isbn: str | list[str] | None = None
    identifiers: list[Identifier] | None = None
    venue: str | None = None
    issn: list[str] | str | None = None
    publisher: str | None = None
    work_publisher: str | None = None
    """Of the work, where `publisher` is that of its venue."""
    volume: str | int | None = None
    issue: str | int | None = None
    pages: str | int | None = None
    editors: list[str | Name] | str | None = None
    language: str | None = None
    license: str | None = None
    landing_page: str | None = None
    pdf: str | None = None
    keywords: list[str] | str | None = None
    subjects: list[Subject] | None = None
    references: list[Reference] | None = None
    relations: list[Relation] | None = None
    fundings: list[Funding] | None = None
    dataset_urls: list[str] | None = None
    retracted: bool | None = None
    translated_titles: list[tuple[str, str]] | None = None
    version_number: str | int | None = None
    pointer: str | None = None
    start_line: int | None = None
    end_line: int | None = None
    doubts: list[Doubt] | None = None
    page: PageFacts | None = None


class AuthorityLine(Struct, gc=False, kw_only=True):
    """What lines of persons and organizations share."""

    authority: str
    source: str | None = None
    sha256: str | None = None
    media_type: str | None = None
    index: int | None = None
    format: str | None = None
    pointer: str | None = None
    start_line: int | None = None
    end_line: int | None = None
    doubts: list[Doubt] | None = None


class PersonLine(AuthorityLine, gc=False, kw_only=True):
    """A person."""

    name: Name
    other_names: list[Name] = field(default_factory=list)
    works: list[list[Identifier]] = field(default_factory=list)


class OrganizationLine(AuthorityLine, gc=False, kw_only=True):
    """An organization."""

    organization: Affiliation
    other_names: list[tuple[str, str]] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)


PARTS: dict[str, type[Struct]] = {
    "names": Name, "authors": Name, "editors": Name, "identifiers": Identifier, "subjects": Subject,
    "references": Reference, "relations": Relation, "fundings": Funding, "doubts": Doubt, "name": Name,
    "page": PageFacts, "organization": Affiliation, "affiliations": Affiliation,
}  # fmt: skip
"""Field -> what stands in it, for those that look for words that no type knows."""
