"""What profiles say of a paper. Reads: nothing. Emits: frozen structs, free of the vocabulary of any graph.

An entry is one paper with all that bibliographies ask for. Absent values are None or an empty tuple; several values of
one field are sorted, the one that a form with a single place takes stands first.
"""

from msgspec import Struct

Identifiers = tuple[tuple[str, str], ...]
"""Scheme (a name of `kg.profiles.addresses.SCHEMES`) and value, in the order of the schemes there."""

FIELDS: dict[str, str] = {
    "iri": "IRI of the paper in the graph",
    "title": "title",
    "translated_titles": "titles in other languages",
    "abstract": "abstract",
    "authors": "authors",
    "author_order": "order of the authors",
    "name_parts": "given and family name apart",
    "collective": "an author that is an organization",
    "complete": "that the author list is cut (et al.)",
    "author_identifiers": "ORCID and other identifiers of authors",
    "affiliations": "affiliations",
    "editors": "editors",
    "date": "date, year, or month and day",
    "date_range": "first and last possible day",
    "date_text": "date that fits no calendar, as printed",
    "publication_type": "type of publication",
    "language": "language",
    "doi": "DOI",
    "arxiv": "arXiv identifier",
    "pmid": "PubMed identifier",
    "pmcid": "PubMed Central identifier",
    "isbn": "ISBN",
    "acl": "ACL Anthology identifier",
    "dblp": "dblp key",
    "openalex": "OpenAlex identifier",
    "s2": "Semantic Scholar identifier",
    "wikidata": "Wikidata item",
    "venue_name": "name of the venue",
    "issn": "ISSN",
    "publisher": "publisher",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "categories": "categories",
    "primary_category": "which category comes first",
    "keywords": "keywords",
    "cites": "cited papers of the graph",
    "cites_external": "cited things elsewhere",
    "references": "references as printed",
    "code": "code repositories",
    "code_reported": "that a source flags code",
    "retracted": "retraction",
    "licenses": "licence",
    "landing_pages": "landing page",
    "pdfs": "PDF",
    "versions": "versions with their identifiers",
}
"""What an entry can say, by name: the rows of the table of what each profile carries."""


class Agent(Struct, frozen=True, kw_only=True):
    """A person or an organization. `given` and `family` are None unless the graph has both apart."""

    iri: str
    name: str
    given: str | None = None
    family: str | None = None
    collective: bool = False
    identifiers: Identifiers = ()


class Author(Struct, frozen=True, kw_only=True):
    """One place of an author list. `role` is the IRI of the authorship, `position` counts from 1."""

    role: str
    position: int
    agent: Agent
    affiliations: tuple[Agent, ...] = ()


class Venue(Struct, frozen=True, kw_only=True):
    """Where a paper appeared. `iri` is None where only the printed name is known."""

    name: str
    iri: str | None = None
    issns: tuple[str, ...] = ()
    publisher: Agent | None = None


class Category(Struct, frozen=True, kw_only=True):
    """A category of a classification; `notation` is its code, such as `cs.LG`."""

    iri: str
    name: str
    notation: str | None = None

    @property
    def label(self) -> str:
        """The name and the code, for forms that have free keywords only."""
        return self.name if self.notation in {None, self.name} else f"{self.name} ({self.notation})"


class Version(Struct, frozen=True, kw_only=True):
    """One form of a paper, with identifiers and dates of its own."""

    iri: str
    kind: str | None = None
    number: str | None = None
    date: str | None = None
    identifiers: Identifiers = ()
    licenses: tuple[str, ...] = ()
    landing_pages: tuple[str, ...] = ()
    pdfs: tuple[str, ...] = ()


class Entry(Struct, frozen=True, kw_only=True):
    """One paper. `date` is ISO 8601 as precise as known, `--MM-DD` without a year; `complete` is False for "et al."."""

    iri: str
    title: str | None = None
    translated_titles: tuple[tuple[str, str], ...] = ()
    """Language tag and title."""
    abstract: str | None = None
    authors: tuple[Author, ...] = ()
    """In order."""
    complete: bool = True
    editors: tuple[Agent, ...] = ()
    date: str | None = None
    date_range: tuple[str, str] | None = None
    """First and last day, where no single date says it."""
    date_text: str | None = None
    publication_type: str | None = None
    language: str | None = None
    identifiers: Identifiers = ()
    venue: Venue | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    categories: tuple[Category, ...] = ()
    """The primary one first where it is known."""
    primary_category: str | None = None
    """Its IRI."""
    keywords: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    cites_external: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    code: tuple[tuple[str, str], ...] = ()
    """IRI of the repository and its web address."""
    code_reported: bool | None = None
    retracted: bool | None = None
    licenses: tuple[str, ...] = ()
    landing_pages: tuple[str, ...] = ()
    pdfs: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()

    def identifier(self, scheme: str) -> str | None:
        """Return the first identifier of a scheme, None if there is none."""
        return next((value for name, value in self.identifiers if name == scheme), None)

    def all_of(self, scheme: str) -> tuple[str, ...]:
        """Return every identifier of a scheme."""
        return tuple(value for name, value in self.identifiers if name == scheme)
