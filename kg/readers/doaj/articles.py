"""What DOAJ says of an article, as types. Reads: nothing. Emits: Article and its parts.

After the API of DOAJ and its dumps. What is not named here is not read.
"""

from msgspec import Struct


class Numbered(Struct, gc=False):
    """An identifier and its type."""

    id: str | None = None
    type: str | None = None


class License(Struct, gc=False):
    """A licence."""

    url: str | None = None
    type: str | None = None


class Journal(Struct, gc=False):
    """The journal of an article."""

    title: str | None = None
    publisher: str | None = None
    issns: list[str | None] | None = None
    volume: str | None = None
    number: str | None = None
    language: list[str | None] | str | None = None
    license: list[License] | None = None


class Author(Struct, gc=False):
    """An author."""

    name: str | None = None
    affiliation: str | None = None
    orcid_id: str | None = None


class Link(Struct, gc=False):
    """A place of the full text."""

    url: str | None = None
    type: str | None = None
    content_type: str | None = None


class Term(Struct, gc=False):
    """A term of a classification."""

    scheme: str | None = None
    code: str | None = None
    term: str | None = None


class BibJson(Struct, gc=False):
    """An article; `pissn` and what follows it stands on journals only."""

    title: str | None = None
    author: list[Author | None] | None = None
    identifier: list[Numbered] | None = None
    journal: Journal | None = None
    year: str | None = None
    month: str | None = None
    start_page: str | None = None
    end_page: str | None = None
    abstract: str | None = None
    keywords: list[str | None] | None = None
    subject: list[Term] | None = None
    link: list[Link] | None = None
    license: list[License] | None = None
    pissn: str | None = None
    eissn: str | None = None


class Article(Struct, gc=False):
    """What DOAJ holds of an article."""

    id: str | None = None
    bibjson: BibJson | None = None
