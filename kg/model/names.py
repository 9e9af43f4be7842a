"""Identifiers, names, places, what a work is tied to. Reads: nothing. Emits: Identifier, Name, Venue, Reference ..."""

from typing import Literal

from msgspec import Struct

RelationKind = Literal[
    "corrects",
    "corrected-by",
    "retracts",
    "retracted-by",
    "comments-on",
    "commented-by",
    "reviews",
    "reviewed-by",
    "version-of",
    "part-of",
    "has-part",
    "supplement-of",
    "supplemented-by",
    "translation-of",
    "translated-by",
    "replaces",
    "replaced-by",
    "related",
]
"""How one work stands to another, this one first: an erratum `corrects` its article.

`version-of` is another form of one work.
"""


class Identifier(Struct, frozen=True, order=True, gc=False):
    """An identifier in canonical form. `scheme` is a name of `kg.identifiers.SCHEMES`."""

    scheme: str
    value: str

    @property
    def key(self) -> str:
        """`scheme-value`: what the key of an IRI is made of."""
        return f"{self.scheme}-{self.value}"


class Affiliation(Struct, frozen=True, kw_only=True, gc=False):
    """An organization that an author names as theirs, as printed, and what the source knows of it."""

    raw: str
    name: str | None = None
    ror: str | None = None
    """A ROR identifier in canonical form."""
    country: str | None = None
    """ISO 3166-1 alpha-2."""


class Name(Struct, frozen=True, kw_only=True, gc=False):
    """One author as a source prints them, with the parts that the source itself tells apart."""

    printed: str
    given: str | None = None
    family: str | None = None
    """With particles (`van der Berg`), without suffix."""
    suffix: str | None = None
    collective: bool = False
    """True where the source says that it is a group and no person."""
    identifiers: tuple[Identifier, ...] = ()
    """Of the person: orcid, openalex, dblp, acl; of a group: ror."""
    affiliations: tuple[Affiliation, ...] = ()
    corresponding: bool = False
    variants: tuple[tuple[str, str], ...] = ()
    """Names in other scripts or spellings that the source gives: (BCP 47 tag or "", name)."""

    @property
    def display(self) -> str:
        """The name as `Given Family Suffix`; the printed form where the source gives no parts."""
        if not (self.given and self.family):
            return self.printed
        return f"{self.given} {self.family}" + (f" {self.suffix}" if self.suffix else "")


class Venue(Struct, frozen=True, kw_only=True, gc=False):
    """A journal, a series, proceedings or a book in which papers appear."""

    name: str
    issns: tuple[str, ...] = ()
    """In canonical form, checked."""
    publisher: str | None = None


class Reference(Struct, frozen=True, kw_only=True, gc=False):
    """A work that a paper cites: by identifiers where the source knows them, else by the text as printed."""

    identifiers: tuple[Identifier, ...] = ()
    text: str | None = None


class Funding(Struct, frozen=True, kw_only=True, gc=False):
    """What paid for a work: who, as printed, and the number of the award. One of the two is given."""

    funder: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    """Of the funder: ror, doi (of the Funder Registry)."""
    award: str | None = None


class Relation(Struct, frozen=True, kw_only=True, gc=False):
    """Another work that this one stands in a relation to: by identifiers where the source has them, else as printed."""

    kind: RelationKind
    identifiers: tuple[Identifier, ...] = ()
    text: str | None = None


class Subject(Struct, frozen=True, kw_only=True, gc=False):
    """A term of a vocabulary that a source files a paper under. Free words are `keywords`."""

    scheme: str
    """A short lower-case name: `mesh`, `openalex`, `ddc`, `lcsh`, `acm`, `arxiv`, `doaj-lcc` ..."""
    notation: str | None = None
    """The code of the term in its scheme (`D012345`), as the source prints it."""
    label: str | None = None
    """The term as printed. One of the two is given."""
