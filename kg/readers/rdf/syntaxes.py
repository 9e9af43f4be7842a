"""The beginning of a source -> its RDF syntax. Reads: str. Emits: the syntax, None where it is no RDF.

Found by content: `@prefix` and its like, a statement of N-Triples or N-Quads, a root element in the namespace of RDF,
a JSON keyword (`"@context"`, `"@graph"`, `"@id"`) as a name in JSON.
"""

import re
from typing import Final

from pyoxigraph import RdfFormat

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_REMARKS = re.compile(r"(?:\ufeff|\s|#[^\n]*+(?:\n|\Z))*+")
_IRI, _GAP = r"<[A-Za-z][\w+.-]*:[^<>\s\"{}|^`\\]*>", r"[ \t]*"
_TERM = rf"(?:{_IRI}|_:[^\s<>\"]+)"
_VALUE = rf"(?:{_TERM}|\"(?:[^\"\\\n]|\\.)*\"(?:@[\w-]+|\^\^{_IRI})?)"
_STATEMENT = re.compile(_GAP.join((_TERM, _IRI, _VALUE, rf"{_TERM}?", r"\.", r"(?:#.*)?$")), re.MULTILINE)
_DIRECTIVE = re.compile(
    r"@prefix\s+(?:[^\W\d][\w.-]*)?:\s*<|@base\s+<|prefix\s+(?:[^\W\d][\w.-]*)?:\s*<|base\s+<", re.IGNORECASE
)
_SUBJECT = re.compile(
    rf"(?:{_TERM}|\[\s*\])\s+(?:a\s+[<\w]|{_IRI}\s*(?:[<\"_\[\d(]|[\w-]+:)|[\w-]+:[\w.-]+\s+[<\"_\[\w])"
    rf"|(?:graph\s+)?{_IRI}\s*\{{",
    re.IGNORECASE,
)
_QUERY = re.compile(
    r"^[ \t]*(?:select|construct|ask|describe|insert|delete|with|load|clear)\b(?!:)", re.IGNORECASE | re.MULTILINE
)
_XML_HEAD = re.compile(
    r"(?:<\?(?:[^?]|\?(?!>))*+\?>|<!--(?:[^-]|-(?!->))*+-->|<!DOCTYPE[^\[>]*+(?:\[(?:[^\]\"']|\"[^\"]*+\"|'[^']*+')*+\]\s*)?>|\s|\ufeff)*+",
    re.DOTALL,
)
_ROOT = re.compile(r"<(?:([\w.-]+):)?RDF(?=[\s>])([^>]*)>")
_KEYWORD = re.compile(r"[{,]\s*\"@(?:context|graph|id)\"\s*:")
_JSON = re.compile(r"\ufeff?\s*(?:\{\s*\"|\[\s*\{)")


def syntax_of(beginning: str) -> RdfFormat | None:
    """Return the syntax of a source that begins so; Turtle is read as TriG, which holds it."""
    if _JSON.match(beginning):
        return RdfFormat.JSON_LD if _KEYWORD.search(beginning) else None
    start = _REMARKS.match(beginning)
    at = start.end() if start is not None else 0
    if beginning.startswith("<", at):
        root = _ROOT.match(beginning, _end_of_head(beginning))
        if root is not None and _in_namespace(root[1], root[2], beginning):
            return RdfFormat.RDF_XML
    if _STATEMENT.match(beginning, at):
        return RdfFormat.N_QUADS
    if _DIRECTIVE.match(beginning, at):
        return None if _QUERY.search(beginning) else RdfFormat.TRIG
    return RdfFormat.TRIG if _SUBJECT.match(beginning, at) else None


def is_rdf(beginning: str) -> bool:
    """Return whether a source begins as RDF, in any of its syntaxes."""
    return syntax_of(beginning) is not None


def _end_of_head(beginning: str) -> int:
    head = _XML_HEAD.match(beginning)
    return head.end() if head is not None else 0


def _in_namespace(prefix: str | None, attributes: str, beginning: str) -> bool:
    name = f"xmlns:{re.escape(prefix)}" if prefix else "xmlns"
    said = re.search(rf"{name}\s*=\s*[\"']([^\"']*)", attributes)
    return said is not None and (said[1] == _RDF or (said[1].startswith("&") and _RDF in beginning))
