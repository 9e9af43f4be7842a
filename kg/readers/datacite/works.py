"""What DataCite says of a work, as types. Reads: nothing. Emits: Document, Work and their parts.

After DataCite's metadata schema (kernels 3 and 4) and its REST API. What is not named here is not read. Where the
service or other programs write one thing for a list of one, both are read.
"""

from typing import TypeVar

from msgspec import Struct, field

T = TypeVar("T")


class AffiliationName(Struct, gc=False, rename="camel"):
    """An affiliation with its identifier."""

    name: str | None = None
    affiliation_identifier: str | None = None
    affiliation_identifier_scheme: str | None = None


class NameIdentifier(Struct, gc=False, rename="camel"):
    """An identifier of a person or an organization."""

    name_identifier: str | None = None
    name_identifier_scheme: str | None = None


Affiliations = list[AffiliationName | str | None] | AffiliationName | str | None


class Creator(Struct, gc=False, rename="camel"):
    """A creator or a contributor; `id` and `type` are those of the older JSON of DataCite's content negotiation."""

    id: str | None = None
    type: str | None = None
    name: str | None = None
    name_type: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    contributor_type: str | None = None
    affiliation: Affiliations = None
    affiliations: Affiliations = None
    name_identifiers: list[NameIdentifier] | NameIdentifier | None = None


class Title(Struct, gc=False, rename="camel"):
    """A title; without a type it is a main one."""

    title: str | None = None
    title_type: str | None = None
    lang: str | None = None


class Publisher(Struct, gc=False):
    """The publisher since version 4.5."""

    name: str | None = None


class Container(Struct, gc=False, rename="camel"):
    """The journal or book that a work stands in, as the REST API makes it out."""

    title: str | None = None
    identifier: str | None = None
    identifier_type: str | None = None
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    last_page: str | None = None


class Term(Struct, gc=False, rename="camel"):
    """A subject, free or of a scheme."""

    subject: str | None = None
    subject_scheme: str | None = None
    classification_code: str | None = None
    value_uri: str | None = None


class Date(Struct, gc=False, rename="camel"):
    """A date of a type."""

    date: str | None = None
    date_type: str | None = None


class Types(Struct, gc=False, rename="camel"):
    """The type of a work: of the list, and in free words."""

    resource_type_general: str | None = None
    resource_type: str | None = None


class Related(Struct, gc=False, rename="camel"):
    """Another work, by an identifier."""

    relation_type: str | None = None
    related_identifier: str | None = None
    related_identifier_type: str | None = None
    resource_type_general: str | None = None


class RelatedNumber(Struct, gc=False, rename="camel"):
    """The identifier of a related work that has metadata."""

    identifier: str | None = field(default=None, name="relatedItemIdentifier")
    identifier_type: str | None = field(default=None, name="relatedItemIdentifierType")


class RelatedWork(Struct, gc=False, rename="camel"):
    """Another work, by its own metadata."""

    relation_type: str | None = None
    identifier: RelatedNumber | str | None = field(default=None, name="relatedItemIdentifier")
    identifier_type: str | None = field(default=None, name="relatedItemIdentifierType")
    titles: list[Title] | None = None
    publisher: str | None = None
    publication_year: int | str | None = None
    volume: str | None = None
    issue: str | None = None
    number: str | None = None
    number_type: str | None = None
    first_page: str | None = None
    last_page: str | None = None


class Rights(Struct, gc=False, rename="camel"):
    """A licence or a statement of rights."""

    rights: str | None = None
    rights_uri: str | None = None


class Description(Struct, gc=False, rename="camel"):
    """A text about a work."""

    description: str | None = None
    description_type: str | None = None
    lang: str | None = None


class Funded(Struct, gc=False, rename="camel"):
    """Who paid."""

    funder_name: str | None = None
    funder_identifier: str | None = None
    funder_identifier_type: str | None = None
    award_number: str | None = None
    award_title: str | None = None


class Number(Struct, gc=False, rename="camel"):
    """An identifier, of the work itself or an alternate one."""

    identifier: str | None = None
    identifier_type: str | None = None
    alternate_identifier: str | None = None
    alternate_identifier_type: str | None = None


class Work(Struct, gc=False, rename="camel"):
    """A work: `attributes` of the REST API, or the JSON of the schema."""

    id: str | None = None
    doi: str | None = None
    identifiers: list[Number] | Number | None = None
    alternate_identifiers: list[Number] | Number | None = None
    creators: list[Creator] | Creator | None = None
    titles: list[Title] | Title | None = None
    publisher: Publisher | str | None = None
    container: Container | None = None
    publication_year: int | str | None = None
    subjects: list[Term] | Term | None = None
    contributors: list[Creator] | Creator | None = None
    dates: list[Date] | Date | None = None
    language: str | None = None
    types: Types | None = None
    related_identifiers: list[Related] | Related | None = None
    related_works: list[RelatedWork] | RelatedWork | None = field(default=None, name="relatedItems")
    version: str | None = None
    rights_list: list[Rights] | Rights | None = None
    descriptions: list[Description] | Description | None = None
    funding_references: list[Funded] | Funded | None = None
    url: str | None = None
    content_url: list[str | None] | str | None = None


class Document(Work, gc=False, rename="camel"):
    """An answer of the REST API, or the work itself."""

    type: str | None = None
    attributes: Work | None = None


def listed(told: "list[T] | T | None") -> list[T]:
    """Return a list of what is told: of one thing a list of one."""
    if told is None:
        return []
    return told if isinstance(told, list) else [told]
