"""What a reader gathers for a record. Reads: nothing. Emits: RecordFields."""

from typing import TypedDict

from kg.model.names import Funding, Identifier, Name, Reference, Relation, Subject, Venue
from kg.model.records import Doubt


class RecordFields(TypedDict, total=False):
    """Fields of `Record` as readers gather them: those that the source says something in."""

    title: str | None
    names: tuple[Name, ...]
    authors_raw: str | None
    authors_complete: bool
    byline: str | None
    date: str | None
    category: str | None
    abstract: str | None
    code_urls: tuple[str, ...]
    has_code: bool
    score: str | None
    publication_type: str | None
    identifiers: tuple[Identifier, ...]
    editors: tuple[Name, ...]
    venue: Venue | None
    publisher: str | None
    volume: str | None
    issue: str | None
    pages: str | None
    language: str | None
    license: str | None
    landing_page: str | None
    pdf: str | None
    keywords: tuple[str, ...]
    references: tuple[Reference, ...]
    subjects: tuple[Subject, ...]
    fundings: tuple[Funding, ...]
    relations: tuple[Relation, ...]
    dataset_urls: tuple[str, ...]
    retracted: bool
    translated_titles: tuple[tuple[str, str], ...]
    date_text: str | None
    version_number: str | None
    pointer: str | None
    start_line: int
    end_line: int
    doubts: tuple[Doubt, ...]
