"""Groups -> RDF/XML. Reads: groups in publishing order. Emits: RDF 1.1 XML as a stream, and what it cannot hold.

RDF/XML cannot hold every graph: XML 1.0 has no control characters, and a property is the name of an element, so its
IRI has to end in one. Such triples are told and left out; all others are written.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from kg.store import Group, namespace
from kg.terms import Term, Triple, datatype, lexical
from kg.vocab import PREFIXES, RDF, XSD

# Char of XML 1.0 (5th edition, 2.2), and NCName of Namespaces in XML 1.0 (3).
_NO_CHAR = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LOCAL_PART = re.compile(f"[{_START}][{_START}0-9.\u00b7\u0300-\u036f\u203f-\u2040-]*\\Z")
_RDF = PREFIXES["rdf"]
# Names of the syntax itself, and `li`, which readers count up (RDF 1.1 XML Syntax, 5.1 and 7.4).
_SYNTAX_NAMES = "RDF ID about parseType resource nodeID datatype Description li aboutEach aboutEachPrefix bagID"
_SYNTAX = frozenset(f"<{_RDF}{name}>" for name in _SYNTAX_NAMES.split())
_RESERVED = "http://www.w3.org/2000/xmlns/"  # no prefix may stand for it (Namespaces in XML 1.0, 3)
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_TEXT_ESCAPES = str.maketrans({**{c: _ESCAPES[c] for c in "&<>"}, "\r": "&#13;"})
_ATTRIBUTE_ESCAPES = str.maketrans(_ESCAPES)
_LANGUAGE = re.compile(r'"@([A-Za-z0-9-]+)\Z')

_NO_NAME = "the IRI of the property does not end in an XML name"
_NO_TEXT = "XML has no control characters and no noncharacters"


class LeftOut(NamedTuple):
    """A triple that RDF/XML cannot hold, and why."""

    triple: Triple
    reason: str


def write_rdfxml(
    groups: Iterable[Group], out: BinaryIO, *, namespaces: Iterable[str], on_left_out: Callable[[LeftOut], None]
) -> None:
    """Write a graph as UTF-8 RDF/XML: one element a subject, one a triple.

    `namespaces` are those that the graph uses (`GraphCounts.namespaces`). A triple that XML cannot hold goes to
    `on_left_out`.
    """
    used = {_RDF, *namespaces}
    prefixes = {prefix: space for prefix, space in sorted(PREFIXES.items()) if space in used}
    declared = "".join(f'\n    xmlns:{prefix}="{space}"' for prefix, space in prefixes.items())
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'.encode())
    names = _Names(prefixes)
    out.writelines(_element(subject, pairs, names, on_left_out).encode() for subject, pairs in groups)
    out.write(b"\n</rdf:RDF>\n")


class _Names:
    """Element names of IRIs under the prefixes that the document declares."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefixes = {space: prefix for prefix, space in prefixes.items()}
        self.of: Callable[[Term], tuple[str, str] | None] = lru_cache(maxsize=1 << 12)(self._of)

    def _of(self, term: Term) -> tuple[str, str] | None:
        """Return the name of an IRI and the declaration that it needs, None if it has no name."""
        if term in _SYNTAX or _NO_CHAR.search(term):
            return None
        prefix = self._prefixes.get(namespace(term) or "")
        local = _LOCAL_PART.search(term[:-1])
        if local is None:
            return None
        space = term[1 : local.start()]
        if prefix is not None and space == namespace(term):
            return f"{prefix}:{local[0]}", ""
        if space in {"", _RESERVED}:
            return None
        return f"ns:{local[0]}", f' xmlns:ns="{space.translate(_ATTRIBUTE_ESCAPES)}"'


def _element(
    subject: Term, pairs: list[tuple[Term, Term]], names: _Names, on_left_out: Callable[[LeftOut], None]
) -> str:
    """Return the element of a subject, empty if no triple of it can be written."""
    about = _reference(subject, "about")
    if about is None:
        for predicate, value in pairs:
            on_left_out(LeftOut((subject, predicate, value), _NO_TEXT))
        return ""
    name, declared, rest = "rdf:Description", "", pairs
    if pairs[0][0] == RDF.type and (typed := names.of(pairs[0][1])) is not None and not typed[1]:
        (name, declared), rest = typed, pairs[1:]
    lines = list(_properties(subject, rest, names, on_left_out))
    if not lines and rest is pairs:
        return ""
    inside = f">\n{''.join(lines)}</{name}>" if lines else "/>"
    return f"\n<{name}{declared}{about}{inside}\n"


def _properties(
    subject: Term, pairs: Iterable[tuple[Term, Term]], names: _Names, on_left_out: Callable[[LeftOut], None]
) -> Iterator[str]:
    for predicate, value in pairs:
        name = names.of(predicate)
        content = None if name is None else _content(value, name[0])
        if name is None or content is None:
            on_left_out(LeftOut((subject, predicate, value), _NO_NAME if name is None else _NO_TEXT))
        else:
            yield f"    <{name[0]}{name[1]}{content}\n"


def _content(value: Term, name: str) -> str | None:
    """Return what stands behind the name of a property element, None if XML cannot hold it."""
    if value[0] != '"':
        reference = _reference(value, "resource")
        return None if reference is None else f"{reference}/>"
    form, kind = lexical(value), datatype(value)
    if _NO_CHAR.search(form) or (kind is not None and _NO_CHAR.search(kind)):
        return None
    attribute = ""
    if kind is not None and kind != XSD.string:
        attribute = f' rdf:datatype="{kind[1:-1].translate(_ATTRIBUTE_ESCAPES)}"'
    elif value[-1] != '"' and (language := _LANGUAGE.search(value)) is not None:
        attribute = f' xml:lang="{language[1]}"'
    return f"{attribute}>{form.translate(_TEXT_ESCAPES)}</{name}>"


def _reference(term: Term, attribute: str) -> str | None:
    """Return the attribute that names a thing, None if XML cannot hold its IRI."""
    if term[0] == "_":
        return f' rdf:nodeID="{term[2:]}"'
    return None if _NO_CHAR.search(term) else f' rdf:{attribute}="{term[1:-1].translate(_ATTRIBUTE_ESCAPES)}"'
