"""A big file -> parts that several processes read. Reads: a source of JSON Lines. Emits: sources, each a part of it.

Cut are JSON Lines only, behind a line end: there a record needs nothing of what stands before it but the number of its
line and of the record. Packed files cannot be entered in the middle, values of several lines have no place to cut at.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from kg.readers.formats import (
    ARXIV_SNAPSHOT,
    CROSSREF,
    CSL_JSON,
    DATACITE,
    DOAJ,
    OPENALEX,
    RECORDS,
    ROR,
    S2ORC,
    SEMANTIC_SCHOLAR,
    Format,
)
from kg.readers.source import Part, Source
from kg.readers.syntax.json_pieces import stands_by_lines
from kg.readers.syntax.packed import is_packed

PART_BYTES = 1 << 24
"""Of a part at the most, but for the rest of its last line. Below, processes cost more than they save."""
_BLOCK = 1 << 20
_BLANKS = b" \t\n\r\v\f,\x1e"
_BY_LINES = frozenset(
    form.name
    for form in (
        ARXIV_SNAPSHOT, CROSSREF, CSL_JSON, DATACITE, DOAJ, OPENALEX, RECORDS, ROR, S2ORC, SEMANTIC_SCHOLAR,
    )
)  # fmt: skip
"""Formats of which each line is read for itself."""


def parts_of(source: Source, form: Format) -> list[Source]:
    """Return the parts of a source in their order; the source alone if it is small or cannot be cut.

    Raises:
        OSError: it cannot be read.
    """
    if form.name not in _BY_LINES or source.size <= PART_BYTES or not source.encoding.startswith("utf-8"):
        return [source]
    if is_packed(Path(source.path)) or not stands_by_lines(source):
        return [source]
    return [replace(source, part=part) for part in _cut(source)]


def is_blank(source: Source) -> bool:
    """Return whether there is nothing in a part."""
    part = source.part
    if part is None:
        return False
    with Path(source.path).open("rb") as file:
        file.seek(part.start)
        left = part.end - part.start
        while left and (block := file.read(min(_BLOCK, left))):
            if block.strip(_BLANKS):
                return False
            left -= len(block)
    return True


def _cut(source: Source) -> Iterator[Part]:
    """Yield parts of about the same size, each of which ends behind a line end, or with the file."""
    size = -(-source.size // -(-source.size // PART_BYTES))
    with Path(source.path).open("rb") as file:
        start, line, at, seen = 0, 1, 0, 0
        while block := file.read(_BLOCK):
            end = block.find(b"\n", max(0, start + size - at - 1))
            while end >= 0 and at + end + 1 < source.size:
                lines = seen + block.count(b"\n", 0, end + 1)
                yield Part(start, at + end + 1, line)
                start, line = at + end + 1, 1 + lines
                end = block.find(b"\n", max(0, start + size - at - 1))
            seen += block.count(b"\n")
            at += len(block)
    yield Part(start, source.size, line)
