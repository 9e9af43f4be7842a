"""Source bytes -> records. Reads: files, folders, globs, standard input. Emits: PageFacts, Record, Reject.

One file per format. So far: listing pages.
"""

from collections.abc import Iterator
from pathlib import Path

from kg.model import PageFacts, Record, Reject
from kg.readers.listing import read_listing
from kg.readers.source import Place, Source, document_names, find_places, lines, open_source

__all__ = ["Place", "Source", "document_names", "find_places", "open_source", "read_source"]

_BINARY = "a binary file: it holds zero bytes and is no UTF-16 text"
_TEXT_WANTED = "save the page as plain text"
_PACKED = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PK\3\4", "zip"),
)


def read_source(source: Source) -> Iterator[PageFacts | Record | Reject]:
    """Yield what a source says, in its order. A source without any record yields exactly one reject."""
    if source.binary:
        packed = _packed_as(source)
        if packed:
            yield _unread(source, f"a file packed by {packed}", "unpack it and name the page in it")
        else:
            yield _unread(source, _BINARY, _TEXT_WANTED)
    elif not source.size:
        yield _unread(source, "an empty file", "save the page again")
    else:
        yield from _with_one_reject_for_no_record(source)


def _with_one_reject_for_no_record(source: Source) -> Iterator[PageFacts | Record | Reject]:
    """Hold back what stands before the first record: only a record shows that the source is a page at all."""
    held: list[PageFacts | Reject] = []
    found = read_listing(lines(source), source)
    for reading in found:
        if isinstance(reading, Record):
            yield from held
            yield reading
            yield from found
            return
        held.append(reading)
    yield _unread(
        source,
        "no paper was found: none of the four layouts of a listing page fits",
        "check that it is a listing page, saved as plain text",
    )


def _packed_as(source: Source) -> str | None:
    with Path(source.path).open("rb") as file:
        beginning = file.read(8)
    return next((program for mark, program in _PACKED if beginning.startswith(mark)), None)


def _unread(source: Source, reason: str, repair: str) -> Reject:
    whole = source.sha256
    return Reject(
        source=source.name, start_line=None, end_line=None, reason=reason, repair=repair, raw="", raw_sha256=whole
    )  # fmt: skip
