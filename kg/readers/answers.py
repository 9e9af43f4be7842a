"""Answers of services <-> the records in them. Reads: octets, names of formats. Emits: Answered, documents of records.

Records are kept as the service wrote them, a line or an element each, so that a document of many answers depends on the
records alone: not on how many were asked for at once, nor on the counts, times and links that stand around them.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from kg.errors import InputError, UsageError
from kg.model import Identifier, OrganizationAuthority, PersonAuthority, Record
from kg.readers import read_source
from kg.readers.dblp.records import PUBLICATIONS
from kg.readers.formats import Reading, all_formats, format_of
from kg.readers.source import Place, Source, beginning, open_source
from kg.readers.syntax.xml_pieces import xml_pieces


class Envelope(NamedTuple):
    """What stands around records in a document of many, and the XML elements that are records."""

    suffix: str
    head: str = ""
    tail: str = ""
    tags: tuple[str, ...] = ()


class Answered(NamedTuple):
    """A record of an answer as it stands, and what it is about: the identifiers of each thing that it describes."""

    raw: str
    format: str
    subjects: tuple[frozenset[Identifier], ...]


class AnswerError(Exception):
    """An answer that holds no records of the formats that are expected."""


_COLUMNS: Final = (
    "id", "title", "author", "pub_date", "venue", "volume", "issue", "page", "type", "publisher", "editor",
)  # fmt: skip
"""Of OpenCitations Meta, in the order of its dump: its service has them in another one."""
_LINES: Final = Envelope(".jsonl")
_TRIPLES: Final = Envelope(".nt")
_ROWS: Final = Envelope(".csv", head=f"{','.join(_COLUMNS)}\n")
_ELEMENTS: Final = {
    "arxiv": Envelope(".xml", '<feed xmlns="http://www.w3.org/2005/Atom">\n', "</feed>\n", ("entry",)),
    "dblp": Envelope(".xml", "<dblp>\n", "</dblp>\n", (*PUBLICATIONS, "person")),
    "pubmed": Envelope(".xml", "<PubmedArticleSet>\n", "</PubmedArticleSet>\n", ("PubmedArticle", "PubmedBookArticle")),
}
_BOM: Final = b"\xef\xbb\xbf"
_ROOT: Final = re.compile(rb"<([A-Za-z_][\w:.-]*)")


def envelope(form: str) -> Envelope:
    """Return how records of a format stand in a document of many.

    Raises:
        UsageError: there is no such format, or its records cannot be put together.
    """
    media = {one.name: one.media_type for one, _ in all_formats()}
    if form in _ELEMENTS:
        return _ELEMENTS[form]
    if form in {"opencitations", "rdf"}:
        return _ROWS if form == "opencitations" else _TRIPLES
    if not media.get(form, "").endswith("json"):
        known = sorted({*_ELEMENTS, "opencitations", "rdf", *(one for one in media if media[one].endswith("json"))})
        raise UsageError(f"records of {form!r} cannot be gathered: choose of {', '.join(known)}")
    return _LINES


def units(form: str, raw: str) -> list[str]:
    """Return the parts of a record that are sorted and written: the triples of RDF, else the record itself."""
    return raw.splitlines() if form == "rdf" else [raw]


def answered(answer: bytes, formats: Sequence[str], *, path: str, work: Path) -> Iterator[Answered]:
    """Yield the records of an answer.

    Args:
        answer: the whole of it.
        formats: what its records may be recognised as.
        path: where they stand in JSON: the names of members with dots between; empty: the whole, or a list.
        work: a folder for what is being read.

    Raises:
        AnswerError: it is cut, wrong in its form, or something else.
    """
    around = envelope(formats[0])
    try:
        for raw in _cut(answer, around, formats, path, work):
            document = _opened(f"{around.head}{raw}\n{around.tail}".encode(), work)
            yield Answered(raw, _recognized(document, formats), tuple(_subjects(read_source(document))))
    except (UnicodeDecodeError, InputError) as error:
        raise AnswerError(f"it cannot be read: {error}") from error


def _cut(answer: bytes, around: Envelope, formats: Sequence[str], path: str, work: Path) -> Iterable[str]:
    if around.tags:
        return _elements(answer, around.tags, formats, work)
    if around == _ROWS:
        return _rows(answer)
    return filter(None, [answer.decode()]) if around == _TRIPLES else _members(answer, path)


def _members(answer: bytes, path: str) -> list[str]:
    try:
        value = msgspec.json.format(answer.removeprefix(_BOM), indent=-1)
        for name in filter(None, path.split(".")):
            value = bytes(msgspec.json.decode(value, type=dict[str, msgspec.Raw])[name])
        found = msgspec.json.decode(value, type=list[msgspec.Raw]) if value[:1] == b"[" else [msgspec.Raw(value)]
    except KeyError as error:
        raise AnswerError(f"it has no member {error.args[0]!r} where its records should stand") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise AnswerError(f"it is no JSON that holds records: {error}") from error
    lines = [bytes(one).decode() for one in found if bytes(one) != b"null"]
    if any(not line.startswith("{") or "\n" in line for line in lines):
        raise AnswerError("what stands in the place of its records are no objects of JSON")
    return lines


def _elements(answer: bytes, tags: tuple[str, ...], formats: Sequence[str], work: Path) -> Iterator[str]:
    document = _opened(answer, work)
    _recognized(document, formats)
    root = _ROOT.search(answer)
    if root is None or not answer.rstrip().endswith((b"</" + root[1] + b">", b"/>")):
        raise AnswerError("it is cut: its first element is not closed at its end")
    for piece in list(xml_pieces(document, *tags)):
        if piece.fault is not None:
            raise AnswerError(f"it is cut or no XML: {piece.fault}")
        yield piece.raw.decode()


def _rows(answer: bytes) -> Iterator[str]:
    try:
        rows = csv.DictReader(io.StringIO(answer.removeprefix(_BOM).decode(), newline=""), strict=True)
        if answer.strip() and not {"id", "title"} <= set(rows.fieldnames or ()):
            raise AnswerError("its header is not that of OpenCitations Meta")
        for row in rows:
            line = io.StringIO()
            csv.writer(line, lineterminator="").writerow([row.get(name) or "" for name in _COLUMNS])
            yield line.getvalue()
    except csv.Error as error:
        raise AnswerError(f"it is no CSV: {error}") from error


def _opened(document: bytes, work: Path) -> Source:
    path = work / "answer"
    path.write_bytes(document)
    return open_source(Place(str(path), by_hand=True), path.name, work)


def _recognized(document: Source, formats: Sequence[str]) -> str:
    name = "a binary file" if document.binary else format_of(beginning(document)).name
    if name not in formats:
        raise AnswerError(f"it is recognised as {name}, not as {' or '.join(formats)}")
    return name


def _subjects(readings: Iterable[Reading]) -> Iterator[frozenset[Identifier]]:
    for reading in readings:
        if isinstance(reading, Record):
            yield frozenset(reading.identifiers)
        elif isinstance(reading, PersonAuthority):
            yield frozenset(reading.name.identifiers)
        elif isinstance(reading, OrganizationAuthority):
            ror = reading.organization.ror
            yield frozenset({*reading.identifiers, *([Identifier("ror", ror)] if ror else [])})
