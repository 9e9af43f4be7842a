"""What is seen of a record at a glance. Reads: nothing. Emits: Glimpse, what glimpses of several formats share."""

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from kg.model import Identifier
from kg.readers.source import Source
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found

Key = tuple[str, str]
"""An identifier: its scheme and its canonical value."""


class Glimpse(NamedTuple):
    """What tells whether a record may describe a certain thing: all that its reader finds of that, or more."""

    kind: Literal["paper", "person", "organization"]
    names: list[str]
    """The titles that a paper may have; all names of an organization. Of a person none."""
    keys: list[Key]
    writers: Iterable[str] = ()
    """Names of the authors of a paper, for one look; none where the format does not identify persons."""
    works: tuple[Key, ...] = ()
    """Identifiers of the works of a person."""


_NOWHERE: Final = Source(
    path="", name="", by_hand=False, sha256="", size=0, encoding="utf-8", binary=False, stray_bytes=False
)
_PIECE: Final = Piece(b"", None, "lines", 1, 1)


def unheard() -> Found:
    """Return a place for the doubts of a glimpse: the reader tells them, if the record is read."""
    return Found(_NOWHERE, 1, _PIECE, [])


def key(identifier: Identifier) -> Key:
    """Return scheme and value."""
    return identifier.scheme, identifier.value
