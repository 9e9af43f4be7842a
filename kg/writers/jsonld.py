"""Groups -> JSON-LD. Reads: groups in publishing order, ontology/context.jsonld. Emits: JSON-LD 1.1, a node a line.

The context stands in the file; keys are the short names of the ontology, IRIs of our own things are relative to
`@base` (`paper/arxiv-2101.00001`). Numbers and booleans are JSON's own only where they come back to the character.
No lists, no blank nodes: author order is `position`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import BinaryIO, NamedTuple

import msgspec

from kg.resources import resource
from kg.store import Group, kind_of, prefixed
from kg.terms import Term, datatype, lexical
from kg.vocab import PREFIXES, RDF, XSD

Json = str | int | bool | Mapping[str, object]

# A relative reference of two segments that RFC 3986 (5.2) joins to the base unchanged.
_RELATIVE = re.compile(r"[a-z]+/[A-Za-z0-9_][A-Za-z0-9_.-]*")
# A term that is a key, not a prefix, must not be taken for the prefix of a compact IRI.
_SIMPLE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_JSON_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")  # below 2^53: every JSON reader keeps the digits
_BOOLEANS = {"true": True, "false": False}
_LANGUAGE = re.compile(r'"@([A-Za-z0-9-]+)\Z')


class Key(NamedTuple):
    """A short name of the context and how its values are coerced: `@id`, a datatype term, or None."""

    name: str
    coercion: str | None


def write_jsonld(groups: Iterable[Group], out: BinaryIO, *, base: str) -> None:
    """Write a graph as UTF-8 JSON-LD: the context, then one node object a line, keys in publishing order."""
    context = inline_context(base)
    write_document(nodes(groups, context, base), context, out)


def write_document(tree: Iterable[Mapping[str, object]], context: Mapping[str, object], out: BinaryIO) -> None:
    """Write one JSON-LD document: the context, then one top-level node object a line."""
    lines = [f"    {_text(name)}: {_text(meaning)}" for name, meaning in context.items()]
    out.write(("{\n  " + '"@context": {\n' + ",\n".join(lines) + '\n  },\n  "@graph": [').encode())
    encode = msgspec.json.encode
    gap = b"\n"
    for node in tree:
        out.write(gap + encode(node))
        gap = b",\n"
    out.write(b"\n  ]\n}\n")


def inline_context(base: str) -> dict[str, object]:
    """Return the project's context, with `@base` for things below `base` where relative IRIs can be resolved to it."""
    context: dict[str, object] = msgspec.json.decode((resource("ontology") / "context.jsonld").read_bytes())["@context"]
    version = {"@version": context.pop("@version", 1.1)}
    return (version | {"@base": f"{base}id/"} if _can_be_base(base) else version) | context


def _can_be_base(base: str) -> bool:
    return base.endswith("/") and not re.search(r"[#?]|/\.\.?/", base)


def _text(part: object) -> str:
    return msgspec.json.encode(part).decode()


def nodes(groups: Iterable[Group], context: dict[str, object], base: str) -> Iterator[dict[str, object]]:
    """Yield the node objects of a graph."""
    writer = NodeWriter(context, base)
    for subject, pairs in groups:
        yield writer.node(subject, pairs)


class NodeWriter:
    """Subjects -> node objects under one context."""

    def __init__(self, context: dict[str, object], base: str) -> None:
        self._things = f"<{base}id/" if _can_be_base(base) else None
        self._names = frozenset(context)
        self._keys = dict(_context_keys(context))
        self._short: Callable[[Term], str] = lru_cache(maxsize=1 << 15)(self._short_iri)

    def clashes(self, subject: Term, pairs: Iterable[tuple[Term, Term]]) -> dict[str, None]:
        """Return the short names for which other people's IRIs would be taken (`doi` of `doi:10.1/x`)."""
        return {scheme: None for scheme in self._schemes(subject, pairs) if scheme in self._names}

    def node(
        self,
        subject: Term,
        pairs: Iterable[tuple[Term, Term]],
        *,
        inside: Mapping[tuple[Term, Term], dict[str, object]] | None = None,
    ) -> dict[str, object]:
        """Return the node object of a subject; those in `inside` stand in the place of the IRI of a pair.

        Other people's IRIs that would be read as short names take those names out of their node.
        """
        clashes = self.clashes(subject, pairs)
        keys, iri = ({}, self._plain_iri) if clashes else (self._keys, self._short)
        node: dict[str, object] = {"@context": clashes} if clashes else {}
        node["@id" if clashes else "id"] = iri(subject)
        for predicate, term in pairs:
            name, value = _entry(predicate, term, keys, iri)
            if inside:
                value = inside.get((predicate, term), value)
            present = node.get(name)
            if present is None:
                node[name] = value
            elif isinstance(present, list):
                present.append(value)
            else:
                node[name] = [present, value]
        return node

    def _schemes(self, subject: Term, pairs: Iterable[tuple[Term, Term]]) -> Iterator[str]:
        """Yield the schemes of other people's IRIs that have no authority: `doi` of `doi:10.1/x`."""
        for term in (subject, *(part for pair in pairs for part in pair)):
            if term[0] == "<" and "://" not in term:
                yield term[1 : term.index(":")]

    def _short_iri(self, term: Term) -> str:
        if term[0] == "_":  # a blank node of somebody else's graph
            return term
        if self._things is not None and term.startswith(self._things) and kind_of(term):
            relative = term[len(self._things) : -1]
            if _RELATIVE.fullmatch(relative):
                return relative
        name = prefixed(term)
        return name if name and _SIMPLE_NAME.fullmatch(name.partition(":")[2]) else term[1:-1]

    def _plain_iri(self, term: Term) -> str:
        return term if term[0] == "_" else term[1:-1]


def _entry(predicate: Term, term: Term, keys: dict[Term, Key], iri: Callable[[Term], str]) -> tuple[str, Json]:
    """Return the key and the value of one statement; without short names, keywords are written out too."""
    if predicate == RDF.type and term[0] != '"':
        class_key = keys.get(term)
        return "type" if keys else "@type", class_key.name if class_key else iri(term)
    key = keys.get(predicate) or Key(iri(predicate), None)
    if term[0] != '"':
        return key.name, iri(term) if key.coercion == "@id" else {"id" if keys else "@id": iri(term)}
    return key.name, _literal(term, key.coercion, iri)


def _literal(term: Term, coercion: str | None, iri: Callable[[Term], str]) -> Json:
    """Return the JSON of a literal under a key whose values are coerced to `coercion`."""
    form, kind = lexical(term), datatype(term)
    if kind is None or kind == XSD.string:
        language = None if term[-1] == '"' else _LANGUAGE.search(term)
        if language is not None:
            return {"@value": form, "@language": language[1]}
        return form if coercion is None else {"@value": form}
    if coercion in {None, kind}:
        if kind == XSD.integer and _JSON_INTEGER.fullmatch(form):
            return int(form)
        if kind == XSD.boolean and form in _BOOLEANS:
            return _BOOLEANS[form]
        if coercion == kind:
            return form
    return {"@value": form, "@type": iri(kind)}


def _context_keys(context: dict[str, object]) -> Iterator[tuple[Term, Key]]:
    """Yield the terms that have a short name in the context, with it."""
    for name, meaning in context.items():
        entry: dict[str, str] = meaning if isinstance(meaning, dict) else {"@id": str(meaning)}
        if "@id" not in entry:  # a reversed property
            continue
        prefix, _, local = entry["@id"].partition(":")
        if prefix not in PREFIXES or local.startswith("//"):
            continue
        coercion: str | None = entry.get("@type")
        if coercion is not None and coercion != "@id":
            space, _, form = coercion.partition(":")
            coercion = f"<{PREFIXES[space]}{form}>"
        yield f"<{PREFIXES[prefix]}{local}>", Key(name, coercion)
