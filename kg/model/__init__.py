"""What the stages hand to each other. Reads: nothing. Emits: frozen, slotted structs.

Each struct that becomes a node has the name of its ontology class. `msgspec` gives them equality, hashing and a
fast binary form, so that a stage may spool them to disk instead of holding them.
"""

from kg.model.authorities import Authority, OrganizationAuthority, PersonAuthority
from kg.model.links import Link, LinkState
from kg.model.names import Affiliation, Funding, Identifier, Name, Reference, Relation, RelationKind, Subject, Venue
from kg.model.papers import (
    SEVERITIES,
    Authorship,
    Conflict,
    Finding,
    Inference,
    Organization,
    Paper,
    Person,
    Severity,
    Version,
)
from kg.model.record_fields import RecordFields
from kg.model.records import Doubt, Layout, PageFacts, Record, Reject, SourceDocument

__all__ = [
    "SEVERITIES",
    "Affiliation",
    "Authority",
    "Authorship",
    "Conflict",
    "Doubt",
    "Finding",
    "Funding",
    "Identifier",
    "Inference",
    "Layout",
    "Link",
    "LinkState",
    "Name",
    "Organization",
    "OrganizationAuthority",
    "PageFacts",
    "Paper",
    "Person",
    "PersonAuthority",
    "Record",
    "RecordFields",
    "Reference",
    "Reject",
    "Relation",
    "RelationKind",
    "Severity",
    "SourceDocument",
    "Subject",
    "Venue",
    "Version",
]
