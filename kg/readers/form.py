"""What a format of sources is. Reads: nothing. Emits: Format, Reading."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from kg.model import Authority, Finding, PageFacts, Record, Reject
from kg.readers.source import Source

Reading = PageFacts | Record | Authority | Finding | Reject
"""What stands in a source."""


class Format(NamedTuple):
    """A format: its name, its media type, how it is recognised and how it is read."""

    name: str
    media_type: str
    recognizes: Callable[[str], bool]
    """Whether the first 65,536 characters of a source are of this format."""
    read: Callable[[Source], Iterator[Reading]]
