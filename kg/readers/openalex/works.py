"""What OpenAlex says of a work, as types. Reads: nothing. Emits: Work and its parts.

After OpenAlex's documentation of the work object; what is not named here is not read. Fields of earlier years stand
beside those that replaced them (`host_venue`, `raw_affiliation_strings`).
"""

from msgspec import Raw, Struct


class Author(Struct, gc=False):
    """The person that OpenAlex takes an author for."""

    id: str | None = None
    display_name: str | None = None
    orcid: str | None = None


class Institution(Struct, gc=False):
    """An organization that OpenAlex sees in affiliations."""

    id: str | None = None
    display_name: str | None = None
    ror: str | None = None
    country_code: str | None = None


class PrintedAffiliation(Struct, gc=False):
    """An affiliation as printed, with the institutions seen in it."""

    raw_affiliation_string: str | None = None
    institution_ids: list[str] | None = None


class Authorship(Struct, gc=False):
    """An author's place on the work."""

    author: Author | None = None
    raw_author_name: str | None = None
    institutions: list[Institution] | None = None
    affiliations: list[PrintedAffiliation] | None = None
    raw_affiliation_strings: list[str] | None = None
    is_corresponding: bool | None = None


class Outlet(Struct, gc=False):
    """A journal, a series, a repository."""

    display_name: str | None = None
    issn_l: str | None = None
    issn: list[str] | str | None = None
    host_organization_name: str | None = None
    publisher: str | None = None
    type: str | None = None


class Location(Struct, gc=False):
    """A place where the work can be read."""

    landing_page_url: str | None = None
    pdf_url: str | None = None
    source: Outlet | None = None
    license: str | None = None
    license_id: str | None = None
    raw_type: str | None = None


class Biblio(Struct, gc=False):
    """Where in the outlet the work stands."""

    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    last_page: str | None = None


class OpenAccess(Struct, gc=False):
    """Where it can be read freely."""

    oa_url: str | None = None


class Keyword(Struct, gc=False):
    """A keyword."""

    display_name: str | None = None
    keyword: str | None = None


class Topic(Struct, gc=False):
    """A topic, or a concept of the classification before it, with OpenAlex's number of it."""

    id: str | None = None
    display_name: str | None = None


class Heading(Struct, gc=False):
    """A medical subject heading, perhaps with a qualifier."""

    descriptor_ui: str | None = None
    descriptor_name: str | None = None
    qualifier_ui: str | None = None
    qualifier_name: str | None = None


class Grant(Struct, gc=False):
    """Who paid for a work, and the number of the award; `awards` say both in other words than `grants` did."""

    funder: str | None = None
    funder_id: str | None = None
    funder_display_name: str | None = None
    award_id: str | None = None
    funder_award_id: str | None = None


class Funder(Struct, gc=False):
    """Who paid for a work."""

    id: str | None = None
    display_name: str | None = None
    ror: str | None = None


class Ids(Struct, gc=False):
    """Identifiers of the work."""

    openalex: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    arxiv: str | None = None


class Work(Struct, gc=False):
    """A work. All fields may be absent, since a query may ask for some of them only (`select=`)."""

    id: str | None = None
    doi: str | None = None
    title: str | None = None
    display_name: str | None = None
    publication_year: int | None = None
    publication_date: str | None = None
    ids: Ids | None = None
    language: str | None = None
    primary_location: Location | None = None
    best_oa_location: Location | None = None
    locations: list[Location] | None = None
    host_venue: Outlet | None = None
    open_access: OpenAccess | None = None
    type: str | None = None
    type_crossref: str | None = None
    authorships: list[Authorship] | None = None
    authors_count: int | None = None
    is_authors_truncated: bool | None = None
    corresponding_author_ids: list[str] | None = None
    biblio: Biblio | None = None
    is_retracted: bool | None = None
    keywords: list[Keyword | str] | None = None
    topics: list[Topic] | None = None
    concepts: list[Topic] | None = None
    mesh: list[Heading] | None = None
    grants: list[Grant] | None = None
    awards: list[Grant] | None = None
    funders: list[Funder] | None = None
    related_works: list[str] | None = None
    versions: list[str] | None = None
    referenced_works: list[str] | None = None
    abstract_inverted_index: Raw = Raw(b"null")
