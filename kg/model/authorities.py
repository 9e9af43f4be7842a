"""What sources say of a person or an organization, apart from papers. Reads: nothing. Emits: PersonAuthority ...

An ORCID record, an entry of the ACL Anthology's name variants, a ROR record.
"""

from msgspec import Struct

from kg.model.names import Affiliation, Identifier, Name
from kg.model.records import Doubt, SourceDocument


class _Authority(Struct, frozen=True, kw_only=True, gc=False):
    source: str
    source_key: str
    index: int
    """Position among the authorities of its source, from 1; records of papers are counted apart."""
    format: str
    pointer: str | None = None
    """Where in the source: a JSON pointer, an XML path, a key."""
    start_line: int
    end_line: int
    doubts: tuple[Doubt, ...] = ()
    document: SourceDocument | None = None
    """As of a record."""

    @property
    def key(self) -> str:
        """The key of its IRI, which no record of a paper has."""
        return f"{self.source_key}-a{self.index}"


class PersonAuthority(_Authority, frozen=True, kw_only=True, tag="person", tag_field="authority"):
    """One person: the name they go by, the other names they published under, their identifiers.

    Without identifiers it still says that its names are one bearer's.
    """

    name: Name
    """With identifiers, affiliations and `variants` in other scripts."""
    other_names: tuple[Name, ...] = ()
    """Other forms in print, with parts where the source tells them apart."""
    works: tuple[tuple[Identifier, ...], ...] = ()
    """The identifiers of each work that the source lists as theirs."""


class OrganizationAuthority(_Authority, frozen=True, kw_only=True, tag="organization", tag_field="authority"):
    """One organization: its name, its other names, where it is."""

    organization: Affiliation
    """`raw` is the name; `ror` and `country` where the source has them."""
    other_names: tuple[tuple[str, str], ...] = ()
    """(BCP 47 tag or "", name): labels, aliases, acronyms."""
    identifiers: tuple[Identifier, ...] = ()
    """Others than ROR that `kg.identifiers` knows."""


Authority = PersonAuthority | OrganizationAuthority
