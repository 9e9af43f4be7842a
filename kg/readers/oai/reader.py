"""Answers of OAI-PMH -> records. Reads: GetRecord and ListRecords of any repository. Emits: Record, Finding, Reject.

Read: metadata of arXiv (`arxiv`), and Dublin Core, plain or qualified (`dublin_core`). A record that was deleted, one
in another format, and an error of the service are rejects that say so. An answer that is not the whole list
(`resumptionToken`) is a finding.

Left out: sets, dates of change, provenance (`about`).
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.model import Finding, Record, Reject
from kg.readers.jats.text import local, raw_text
from kg.readers.oai.arxiv import arxiv_record
from kg.readers.oai.dublin_core import dublin_core_record
from kg.readers.source import Source
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found, UnreadableError, reject_of
from kg.readers.syntax.watched_xml import noted_elements
from kg.readers.syntax.xml_records import parsed, xml_pieces
from kg.readers.unread import is_watched

_ROOT = re.compile(r"<(?:\w+:)?OAI-PMH(?=[\s>])|http://www\.openarchives\.org/OAI/2\.0/(?:oai_dc/)?[\"']")
_OF_ARXIV = frozenset({"arXiv", "arXivRaw", "arXivOld"})
_OF_DUBLIN_CORE = frozenset({"dc", "qualifieddc", "qdc"})
_REPAIR = "ask the repository for oai_dc (metadataPrefix)"


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as an answer of OAI-PMH."""
    return beginning.lstrip("\ufeff \t\r\n").startswith("<") and _ROOT.search(beginning) is not None


def read_oai(source: Source) -> Iterator[Record | Finding | Reject]:
    """Yield the records of a source in its order."""
    index, empty = 0, True
    for piece in xml_pieces(source, "record", "resumptionToken", "error"):
        found = Found(source, index + 1, piece, [])
        try:
            root = parsed(piece)
            if local(root) == "resumptionToken":
                yield from _incomplete(root, source, piece)
                continue
            empty = False
            if is_watched():
                with noted_elements(root, piece):
                    record = _record(root, found)
            else:
                record = _record(root, found)
        except UnreadableError as error:
            empty = False
            yield reject_of(source, piece, error)
        else:
            index += 1
            yield record
    if empty:
        yield reject_of(source, Piece(b"", None, "single", 1, 1), UnreadableError("there is no record in it", _REPAIR))


def _incomplete(root: Element, source: Source, piece: Piece) -> Iterator[Finding]:
    token = raw_text(root)
    if not token:  # the last part of a list
        return
    size = root.get("completeListSize")
    whole = f" of {size}" if size else ""
    yield Finding(
        severity="warning",
        rule="incomplete-list",
        message=f"the list goes on: this is a part{whole} (resumptionToken {token[:100]})",
        repair="fetch the other parts, and name all files",
        source=source.name,
        line=piece.start_line,
    )


def _record(root: Element, found: Found) -> Record:
    if local(root) == "error":
        raise UnreadableError(
            f"the service answers with an error: {root.get('code')} {raw_text(root)[:300]}", "ask again"
        )
    header, metadata = _child(root, "header"), _child(root, "metadata")
    heading = root if header is None else header
    number = raw_text(_child(heading, "identifier"))
    if header is not None and header.get("status") == "deleted":
        day = raw_text(_child(heading, "datestamp"))
        raise UnreadableError(f"{number} was deleted at its repository, {day}", "leave it out")
    held = next(iter(metadata), None) if metadata is not None else None
    if held is None:
        raise UnreadableError(f"{number} has no metadata", _REPAIR)
    name = local(held)
    if name in _OF_ARXIV:
        return arxiv_record(held, name, found)
    if name in _OF_DUBLIN_CORE:
        return dublin_core_record(held, number, found)
    raise UnreadableError(f"{number} is in the format {name}, which is not read", _REPAIR)


def _child(element: Element, name: str) -> Element | None:
    """Return the first element of a name in an element, whatever its namespace."""
    return next((one for one in element if local(one) == name), None)
