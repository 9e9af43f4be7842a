"""What CSL-JSON says of a work, as types. Reads: nothing. Emits: Work and its parts.

After the schema of CSL 1.0.2 (csl-data.json), and what programs write beside it. What is not named here is not read.
"""

from msgspec import Struct, field

Text = str | int | float | None
"""A text that programs also write as a number."""
Texts = list[str | int] | str | int | None
"""One text, or several."""


class Date(Struct, gc=False, rename="kebab"):
    """A date: by parts (two of them are a range), as words, or as EDTF."""

    date_parts: list[list[int | str | float | None] | int | str] | None = None
    season: Text = None
    circa: bool | str | int | None = None
    literal: Text = None
    raw: Text = None
    edtf: str | None = None
    year: Text = None
    """As Mendeley and pandoc's early versions have it."""
    month: Text = None
    day: Text = None


class Person(Struct, gc=False, rename="kebab"):
    """A name, with its parts or as a whole (`literal`)."""

    family: str | None = None
    given: str | None = None
    dropping_particle: str | None = None
    non_dropping_particle: str | None = None
    suffix: str | None = None
    literal: str | None = None
    name: str | None = None
    is_institution: bool | int | str | None = field(default=None, name="isInstitution")
    orcid: str | None = field(default=None, name="ORCID")


class Custom(Struct, gc=False, rename="kebab"):
    """What our own exporter writes where CSL has no variable."""

    author_list_complete: bool | None = None
    code: list[str] | None = None
    collective: list[int] | None = None
    identifiers: dict[str, str] | None = None
    isbn: list[str] | None = None
    keywords: list[str] | None = None
    license: list[str] | None = None
    markup: bool | None = None
    pdf: list[str] | None = None
    publication_type: str | None = None
    retracted: bool | None = None
    date_text: str | None = None
    title_language: str | None = None


class Work(Struct, gc=False, rename="kebab"):
    """A work."""

    id: Text = None
    citation_key: Text = None
    type: str | None = None
    title: str | None = None
    title_short: str | None = None
    original_title: str | None = None
    translated_title: str | None = None
    author: list[Person | str] | Person | str | None = None
    editor: list[Person | str] | Person | str | None = None
    issued: Date | str | int | None = None
    status: str | None = None
    container_title: Texts = None
    event_title: str | None = None
    event: str | None = None
    collection_title: Texts = None
    publisher: Texts = None
    volume: Text = None
    issue: Text = None
    page: Text = None
    number: Text = None
    version: Text = None
    doi: Texts = field(default=None, name="DOI")
    pmid: Text = field(default=None, name="PMID")
    pmcid: Text = field(default=None, name="PMCID")
    isbn: Texts = field(default=None, name="ISBN")
    issn: Texts = field(default=None, name="ISSN")
    archive: str | None = None
    archive_location: Text = field(default=None, name="archive_location")
    url: Texts = field(default=None, name="URL")
    language: str | None = None
    license: str | None = None
    abstract: str | None = None
    keyword: Texts = None
    categories: list[str] | None = None
    note: Text = None
    custom: Custom | None = None
