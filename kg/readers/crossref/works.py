"""What Crossref says of a work, as types. Reads: nothing. Emits: Work and its parts.

After Crossref's documentation of its REST API (work), and the citeproc form that doi.org gives, in which titles are no
lists. What is not named here is not read.
"""

from msgspec import Struct, field

Texts = list[str | None] | str | None
"""A list of texts, or one."""


class PartialDate(Struct, gc=False, rename={"parts": "date-parts"}):
    """A date of one to three parts, or of none (`[[null]]`)."""

    parts: list[list[int | str | None] | int | str | None] | None = None


class OrganizationId(Struct, gc=False, rename={"scheme": "id-type"}):
    """An identifier of an organization."""

    id: str | None = None
    scheme: str | None = None


class Funder(Struct, gc=False, rename={"doi": "DOI"}):
    """Who paid for a work, with the numbers of the awards; the DOI is that of the Funder Registry."""

    name: str | None = None
    doi: str | None = None
    award: Texts = None
    id: list[OrganizationId] | None = None


class PrintedAffiliation(Struct, gc=False):
    """An affiliation as its publisher deposited it."""

    name: str | None = None
    id: list[OrganizationId] | None = None
    department: Texts = None
    place: Texts = None


class Contributor(Struct, gc=False, rename={"orcid": "ORCID"}):
    """An author or editor; `name` is that of an organization."""

    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    name: str | None = None
    literal: str | None = None
    orcid: str | None = None
    sequence: str | None = None
    affiliation: list[PrintedAffiliation] | None = None


class License(Struct, gc=False, rename={"url": "URL", "version": "content-version"}):
    """A licence and the version of the work that it is for: vor, am, tdm, unspecified."""

    url: str | None = None
    version: str | None = None


class Link(Struct, gc=False, rename={"url": "URL", "media_type": "content-type", "purpose": "intended-application"}):
    """A place of the full text."""

    url: str | None = None
    media_type: str | None = None
    purpose: str | None = None


class Primary(Struct, gc=False, rename={"url": "URL"}):
    """Where the DOI leads."""

    url: str | None = None


class Resource(Struct, gc=False):
    """Where the DOI leads."""

    primary: Primary | None = None


class Cited(Struct, gc=False, rename="kebab"):
    """A reference."""

    doi: str | None = field(default=None, name="DOI")
    unstructured: str | None = None
    author: str | None = None
    year: str | None = None
    article_title: str | None = None
    chapter_title: str | None = None
    volume_title: str | None = None
    series_title: str | None = None
    journal_title: str | None = None
    edition: str | None = None
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None


class Update(Struct, gc=False, rename={"doi": "DOI"}):
    """What a notice does to a work: correction, retraction, new_version and so on."""

    doi: str | None = None
    type: str | None = None


class Related(Struct, gc=False, rename={"scheme": "id-type"}):
    """Another work, or another thing, that a relation leads to."""

    id: str | None = None
    scheme: str | None = None


class Named(Struct, gc=False):
    """An event or an institution."""

    name: str | None = None


class TypedIssn(Struct, gc=False):
    """An ISSN with its medium."""

    value: str | None = None


class JournalIssue(Struct, gc=False):
    """The issue that an article stands in."""

    issue: str | None = None


class Work(Struct, gc=False, rename="kebab"):
    """A work."""

    doi: str | None = field(default=None, name="DOI")
    type: str | None = None
    subtype: str | None = None
    title: Texts = None
    subtitle: Texts = None
    original_title: Texts = None
    author: list[Contributor] | None = None
    editor: list[Contributor] | None = None
    container_title: Texts = None
    event: Named | None = None
    institution: list[Named] | Named | None = None
    publisher: str | None = None
    issn: Texts = field(default=None, name="ISSN")
    issn_type: list[TypedIssn] | None = None
    isbn: Texts = field(default=None, name="ISBN")
    volume: str | None = None
    issue: str | None = None
    journal_issue: JournalIssue | None = None
    page: str | None = None
    article_number: str | None = None
    issued: PartialDate | None = None
    published: PartialDate | None = None
    published_print: PartialDate | None = None
    published_online: PartialDate | None = None
    published_other: PartialDate | None = None
    posted: PartialDate | None = None
    approved: PartialDate | None = None
    language: str | None = None
    license: list[License] | None = None
    link: list[Link] | None = None
    resource: Resource | None = None
    url: str | None = field(default=None, name="URL")
    abstract: str | None = None
    subject: Texts = None
    funder: list[Funder] | None = None
    reference: list[Cited] | None = None
    relation: dict[str, list[Related] | Related | None] | None = None
    update_to: list[Update] | None = None
    updated_by: list[Update] | None = None
