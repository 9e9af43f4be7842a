"""Records at a glance: which thing one describes, before it is read. Reads: pieces of a source. Emits: Glimpse.

One row a format that dumps have. Who looks for a few records among millions reads only those in full that may be meant.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

from kg.readers.dblp.records import PUBLICATIONS
from kg.readers.formats import ARXIV_SNAPSHOT, CROSSREF, DBLP, OPENALEX, ORCID, ROR, SEMANTIC_SCHOLAR
from kg.readers.glimpses import authorities, dblp, works
from kg.readers.glimpses.glimpse import Glimpse, Schemes, with_bearers
from kg.readers.glimpses.orcid_pieces import orcid_pieces
from kg.readers.source import Source
from kg.readers.syntax.json_pieces import Piece, pieces
from kg.readers.syntax.xml_pieces import xml_pieces

__all__ = ["GLIMPSES", "Glimpse", "Glimpses", "Schemes", "with_bearers"]

_OF_SEMANTIC_SCHOLAR: Final = frozenset({b"data", b"recommendedPapers", b"papers"})


class Glimpses(NamedTuple):
    """How the records of a format are seen at a glance."""

    pieces: Callable[[Source], Iterator[Piece]]
    """Cuts a source into its records."""
    glimpse: Callable[[bytes, Schemes], Glimpse | None]
    """What a record describes, with those of its identifiers that are of certain schemes.

    None where only its reader can tell; else what the reader finds, and perhaps more.
    """
    unseen: frozenset[str] = frozenset()
    """What else a record may describe: who looks for that has to read it."""


GLIMPSES: Final[dict[str, Glimpses]] = {
    ARXIV_SNAPSHOT.name: Glimpses(pieces, works.of_arxiv),
    CROSSREF.name: Glimpses(pieces, works.of_crossref),
    DBLP.name: Glimpses(lambda source: xml_pieces(source, *PUBLICATIONS, "person", "info"), dblp.of_dblp),
    OPENALEX.name: Glimpses(pieces, works.of_openalex),
    ORCID.name: Glimpses(orcid_pieces, authorities.of_orcid, frozenset({"paper"})),
    ROR.name: Glimpses(pieces, authorities.of_ror),
    SEMANTIC_SCHOLAR.name: Glimpses(
        partial(pieces, lists=_OF_SEMANTIC_SCHOLAR, wrapper=b""), works.of_semantic_scholar
    ),
}
"""Name of a format -> how its records are seen."""
