"""What was read, as it waits on disk. Reads: spool files. Emits: Record, Authority, Reject, in the order of a source.

A big file may have been read in parts, each into spool files of its own: what is behind the first part counts on from
there.
"""

from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from kg.model import Authority, Finding, Record, Reject, SourceDocument
from kg.readers.source import Source

Row = TypeVar("Row")
RECORDS, AUTHORITIES, REJECTS = ".records", ".authorities", ".rejects"
"""Ends of the names of spool files."""


class Spool(msgspec.Struct, frozen=True):
    """The spool files of a source, or of a part of it: how their names begin, and how much stands before it."""

    path: str
    records_before: int = 0
    authorities_before: int = 0


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One source that was read: the document, where its records wait, and how many of which layout there are."""

    source: Source
    document: SourceDocument
    spools: tuple[Spool, ...]
    records: int
    layouts: dict[str, int]
    authorities: int
    """How many persons and organizations the source describes apart from papers."""
    rejects: int
    findings: tuple[Finding, ...]
    documents: tuple[SourceDocument, ...] = ()
    """What the records stand in: the source, or the documents that lines of `kg read` name."""

    def read_records(self) -> Iterator[Record]:
        """Yield the records in the order of the source."""
        for spool in self.spools:
            before = spool.records_before
            for record in _spooled(Path(spool.path + RECORDS), Record):
                counts_on = before and record.document is None  # else its place is one in another document
                yield replace(record, index=record.index + before) if counts_on else record

    def read_authorities(self) -> Iterator[Authority]:
        """Yield what the source says of persons and organizations apart from papers."""
        for spool in self.spools:
            before = spool.authorities_before
            authority: Authority
            for authority in _spooled(Path(spool.path + AUTHORITIES), Authority):
                counts_on = before and authority.document is None
                yield replace(authority, index=authority.index + before) if counts_on else authority

    def read_rejects(self) -> Iterator[Reject]:
        """Yield what could not be read, in the order of the source."""
        for spool in self.spools:
            yield from _spooled(Path(spool.path + REJECTS), Reject)


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """All pages in path order, and what was found while opening them."""

    pages: tuple[Page, ...]
    findings: tuple[Finding, ...]

    @property
    def records(self) -> int:
        """How many records wait in the spool."""
        return sum(page.records for page in self.pages)


def joined(pages: list[Page]) -> Page:
    """Return the pages of the parts of a source as the page of the whole."""
    first = pages[0]
    records, authorities, rejects = 0, 0, 0
    spools: list[Spool] = []
    layouts: dict[str, int] = {}
    documents: dict[str, SourceDocument] = {}
    for page in pages:
        spools += [Spool(spool.path, records, authorities) for spool in page.spools]
        records, authorities, rejects = records + page.records, authorities + page.authorities, rejects + page.rejects
        for layout, count in page.layouts.items():
            layouts[layout] = layouts.get(layout, 0) + count
        for document in page.documents:
            documents.setdefault(document.key, document)
    return replace(
        first, source=replace(first.source, part=None), spools=tuple(spools), records=records, authorities=authorities,
        rejects=rejects, layouts=dict(sorted(layouts.items())), documents=tuple(documents.values()),
        findings=tuple(dict.fromkeys(finding for page in pages for finding in page.findings)),
    )  # fmt: skip


def _spooled(path: Path, kind: type[Row] | UnionType) -> Iterator[Row]:
    decoder = msgspec.json.Decoder(kind)
    with path.open("rb") as rows:
        for row in rows:
            yield decoder.decode(row)
