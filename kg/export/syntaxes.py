"""Names and first bytes of files -> RDF syntaxes. Reads: suffixes, the head of a file. Emits: the syntax.

A suffix that is known decides; else the content is looked at.
"""

import re
from pathlib import PurePath
from typing import Final

import msgspec
from pyoxigraph import RdfFormat

from kg.export.packing import PACKED

LINES: Final = "jsonl"
"""JSON-LD documents, one a line: no syntax of the engine's."""
Syntax = RdfFormat | str
SYNTAXES: Final[dict[str, Syntax]] = {
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".rdfxml": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".jsonl": LINES,
    ".ndjson": LINES,
}
"""Suffix -> syntax of a file that is read."""
_FORMS: Final = {
    ".ttl": "ttl", ".nt": "nt", ".nq": "nq", ".trig": "trig", ".rdf": "rdfxml", ".rdfxml": "rdfxml",
    ".jsonld": "jsonld", ".jsonl": "jsonl",
}  # fmt: skip
# A statement of N-Quads, whose IRIs are absolute.
_NAME, _GAP = rb"<[A-Za-z][^<>\s:]*:[^<>\s]*>", rb"[ \t]*"
_TERM = rb"(?:" + _NAME + rb"|_:[^\s<>\"]+)"
_VALUE = rb"(?:" + _TERM + rb"|\"(?:[^\"\\]|\\.)*\"\S*)"
_LINE_SYNTAX = re.compile(_GAP.join((_TERM, _NAME, _VALUE, _TERM + rb"?", rb"\.", rb"(?:#.*)?")))
_BOM = b"\xef\xbb\xbf"
_JSON = re.compile(rb"\{\s*[\"}]|\[\s*\{")


def suffix_of(name: str) -> str:
    """Return the suffix that tells the syntax: that below `.gz` of a packed file, in small letters."""
    path = PurePath(name.lower())
    return path.with_suffix("").suffix if path.suffix in PACKED else path.suffix


def form_of(name: str) -> str | None:
    """Return the form that the suffix of a file to be written asks for, None if it names none."""
    return _FORMS.get(suffix_of(name))


def syntax_of_content(head: bytes) -> Syntax:
    """Return the syntax that the first bytes of a file speak of; what is nothing else is read as TriG."""
    if head.removeprefix(_BOM).lstrip().startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE", b"<!--")):
        return RdfFormat.RDF_XML
    if is_json(head):
        first, _, rest = head.removeprefix(_BOM).lstrip().partition(b"\n")
        return LINES if _is_whole(first) and rest.strip() else RdfFormat.JSON_LD
    # N-Quads holds N-Triples, TriG holds Turtle.
    lines = (line.strip() for line in head.removeprefix(_BOM).splitlines())
    first = next((line for line in lines if line and not line.startswith(b"#")), b"")
    return RdfFormat.N_QUADS if _LINE_SYNTAX.fullmatch(first) else RdfFormat.TRIG


def is_json(head: bytes) -> bool:
    """Return whether a file begins as JSON does: a Turtle subject is no text, a TriG graph does not begin with one."""
    return _JSON.match(head.removeprefix(_BOM).lstrip()) is not None


def _is_whole(line: bytes) -> bool:
    try:
        msgspec.json.decode(line)
    except msgspec.DecodeError:
        return False
    return True
