"""What ORCID says of a person, as types. Reads: nothing. Emits: Profile and its parts.

After the message schemas 2.0 to 3.0 of the public API, whose JSON and XML have the same parts: the answers to
`/record`, `/person`, `/works`, `/work/CODE` and `/works/CODE,CODE`. What is not named here is not read.
"""

from msgspec import Struct


class Value(Struct, gc=False, rename="kebab"):
    """A text in an object of its own; of a translated title with its language."""

    value: str | int | None = None
    language_code: str | None = None


Valued = Value | str | int | None


def text_of(valued: Valued) -> str:
    """Return the text of a value, without blanks at its edges; `` if there is none."""
    if valued is None:
        return ""
    value = valued.value if isinstance(valued, Value) else valued
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else str(value)


class OrcidUri(Struct, gc=False):
    """An ORCID iD, as address and alone."""

    uri: str | None = None
    path: str | None = None


class PersonName(Struct, gc=False, rename="kebab"):
    """The names under which a person wants to be known."""

    given_names: Valued = None
    family_name: Valued = None
    credit_name: Valued = None
    path: str | None = None


class OtherName(Struct, gc=False):
    """Another name."""

    content: Valued = None


class OtherNames(Struct, gc=False, rename="kebab"):
    """Other names."""

    other_name: list[OtherName] | None = None


class ExternalId(Struct, gc=False, rename="kebab"):
    """An identifier elsewhere, of a person or a work."""

    external_id_type: Valued = None
    external_id_value: Valued = None
    external_id_relationship: Valued = None


class ExternalIdentifiers(Struct, gc=False, rename="kebab"):
    """The identifiers that a person has elsewhere."""

    external_identifier: list[ExternalId] | None = None


class ExternalIds(Struct, gc=False, rename="kebab"):
    """The identifiers of a work."""

    external_id: list[ExternalId] | None = None


class Person(Struct, gc=False, rename="kebab"):
    """The person."""

    name: PersonName | None = None
    other_names: OtherNames | None = None
    external_identifiers: ExternalIdentifiers | None = None
    path: str | None = None


class Address(Struct, gc=False):
    """Where an organization is."""

    country: Valued = None


class Disambiguated(Struct, gc=False, rename="kebab"):
    """The organization in a register: ROR, GRID, RINGGOLD, FUNDREF."""

    disambiguated_organization_identifier: Valued = None
    disambiguation_source: Valued = None


class Organization(Struct, gc=False, rename="kebab"):
    """An organization."""

    name: Valued = None
    address: Address | None = None
    disambiguated_organization: Disambiguated | None = None


class Employment(Struct, gc=False, rename="kebab"):
    """A time of employment."""

    department_name: Valued = None
    organization: Organization | None = None


class EmploymentSummary(Struct, gc=False, rename="kebab"):
    """A time of employment, in an object of its own."""

    employment_summary: Employment | None = None


class EmploymentGroup(Struct, gc=False, rename="kebab"):
    """What several sources say of one employment."""

    summaries: list[EmploymentSummary] | None = None
    employment_summary: list[Employment] | None = None


class Employments(Struct, gc=False, rename="kebab"):
    """All employments: in groups since version 3."""

    affiliation_group: list[EmploymentGroup] | None = None
    employment_summary: list[Employment] | None = None


class Titles(Struct, gc=False, rename="kebab"):
    """The titles of a work."""

    title: Valued = None
    subtitle: Valued = None
    translated_title: Valued = None


class PublicationDate(Struct, gc=False):
    """A date as precise as known."""

    year: Valued = None
    month: Valued = None
    day: Valued = None


class ContributorRole(Struct, gc=False, rename="kebab"):
    """What a contributor did."""

    contributor_role: Valued = None


class Contributor(Struct, gc=False, rename="kebab"):
    """Somebody who contributed to a work."""

    credit_name: Valued = None
    contributor_orcid: OrcidUri | None = None
    contributor_attributes: ContributorRole | None = None


class Contributors(Struct, gc=False):
    """Those who contributed to a work."""

    contributor: list[Contributor] | None = None


class Work(Struct, gc=False, rename="kebab"):
    """A work: its summary, or all of it."""

    put_code: str | int | None = None
    path: str | None = None
    title: Titles | None = None
    journal_title: Valued = None
    short_description: Valued = None
    type: Valued = None
    publication_date: PublicationDate | None = None
    external_ids: ExternalIds | None = None
    url: Valued = None
    language_code: Valued = None
    contributors: Contributors | None = None


class WorkGroup(Struct, gc=False, rename="kebab"):
    """What several sources say of one work."""

    work_summary: list[Work] | None = None


class Works(Struct, gc=False):
    """All works."""

    group: list[WorkGroup] | None = None


class Activities(Struct, gc=False, rename="kebab"):
    """What a person has done."""

    employments: Employments | None = None
    works: Works | None = None


class Profile(Work, gc=False, rename="kebab"):
    """The answer of the API, whichever it is."""

    orcid_identifier: OrcidUri | None = None
    person: Person | None = None
    activities_summary: Activities | None = None
    name: PersonName | None = None
    other_names: OtherNames | None = None
    external_identifiers: ExternalIdentifiers | None = None
    group: list[WorkGroup] | None = None
    work: Work | None = None


LISTS = frozenset(
    ("other-name", "external-identifier", "external-id", "affiliation-group", "group", "work-summary", "contributor",
     "employment-summary")
)  # fmt: skip
"""What is a list in JSON, and elements behind each other in XML."""
