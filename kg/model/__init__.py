"""What the stages hand to each other. Reads: nothing. Emits: frozen, slotted structs.

Each struct that becomes a node has the name of its ontology class. `msgspec` gives them equality, hashing and a
fast binary form, so that a stage may spool them to disk instead of holding them.
"""

from kg.model.names import Affiliation, Identifier, Name, Reference, Venue
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
from kg.model.records import Doubt, Layout, PageFacts, Record, Reject, SourceDocument

__all__ = [
    "SEVERITIES",
    "Affiliation",
    "Authorship",
    "Conflict",
    "Doubt",
    "Finding",
    "Identifier",
    "Inference",
    "Layout",
    "Name",
    "Organization",
    "PageFacts",
    "Paper",
    "Person",
    "Record",
    "Reference",
    "Reject",
    "Severity",
    "SourceDocument",
    "Venue",
    "Version",
]
