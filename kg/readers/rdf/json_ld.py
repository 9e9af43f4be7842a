"""JSON-LD -> records. Reads: a source. Emits: Record; faults.

A document in schema.org's words is read as JSON, so that lists of authors keep their order; any other one as the graph
that it is. Contexts are never fetched: schema.org's is known, our own graphs hold theirs; another one is a fault.
"""

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import msgspec
from msgspec.structs import replace
from pyoxigraph import RdfFormat, Store

from kg.model import Authority, Record
from kg.readers.html.nodes import all_of
from kg.readers.html.schema import Described, schema_record, works_of
from kg.readers.rdf.graph import SCHEMAS, Graph, Lines
from kg.readers.rdf.loading import Fault, LineStream, fill, quads
from kg.readers.source import Source, beginning
from kg.readers.syntax.json_pieces import Piece, pieces
from kg.readers.syntax.json_window import MOST_BYTES, json_bytes

Build = Callable[[Graph, Source, str], Iterator[Record | Authority]]
_SCHEMA = re.compile(r"https?://schema\.org\b")
_OURS = re.compile(r"w3id\.org/scholarkg/")
_IDENTIFIED = re.compile(rb'"@?id"\s*:\s*"((?:[^"\\]|\\.)+)"')
_UNKNOWN = ("the context {} is not fetched: what its words mean is not known",
            "expand the document (jsonld expand, riot --output=nq), or write the context into it")  # fmt: skip
_DEEPEST = 60


def records(source: Source, faults: list[Fault], build: Build) -> Iterator[Record | Authority]:
    """Yield the papers of a source: one document, or one a line."""
    if source.size > MOST_BYTES and not _stands_by_lines(source):
        yield from _large(source, faults, build)
        return
    if _stands_by_lines(source):
        for piece in pieces(source, lists=frozenset()):
            yield from _piece(piece.raw, piece, source, faults, build)
        return
    with json_bytes(source) as stream:
        raw = b"".join(iter(lambda: stream.read(1 << 20), b""))
    yield from _piece(raw, Piece(raw, "", "json-ld", 1, raw.count(b"\n") + 1), source, faults, build)


def _stands_by_lines(source: Source) -> bool:
    first, _, rest = beginning(source).lstrip("\ufeff \r\n\t").partition("\n")
    try:
        return isinstance(msgspec.json.decode(first.encode(errors="replace")), dict) and bool(rest.strip())
    except (msgspec.DecodeError, RecursionError):
        return False


def _large(source: Source, faults: list[Fault], build: Build) -> Iterator[Record | Authority]:
    """Read what does not fit into memory as a graph; lists in schema.org's words would lose their order by that."""
    if _SCHEMA.search(beginning(source)) and not _OURS.search(beginning(source)):
        faults.append(
            Fault(f"one document of more than {MOST_BYTES:,} bytes", 1, "write a node a line (jq -c '.[\"@graph\"][]')")
        )
        return
    graph = Graph(Store())
    with json_bytes(source) as stream:
        lines = LineStream(stream.read)
        fill(graph, quads(lines, RdfFormat.JSON_LD, faults), lines)
    yield from build(graph, source, "json-ld")


def _piece(raw: bytes, piece: Piece, source: Source, faults: list[Fault], build: Build) -> Iterator[Record | Authority]:
    try:
        value = json.loads(raw.decode(errors="replace"), strict=False)
    except ValueError as error:
        if "Extra data" in str(error) and piece.pointer == "":  # documents behind each other
            for one in pieces(source, lists=frozenset()):
                yield from _piece(one.raw, one, source, faults, build)
            return
        line = piece.start_line + (error.lineno - 1 if isinstance(error, json.JSONDecodeError) else 0)
        faults.append(Fault(f"no JSON: {error}", line, "repair the document, or fetch it again"))
        whole = _whole_nodes(raw)
        if whole is None:
            return
        value = whole
    except RecursionError:
        faults.append(Fault("brackets in brackets without end", piece.start_line, "repair the document"))
        return
    if _is_schema(value):
        yield from _schema_records(_shortened(value, 0), raw, piece, source)
        return
    unknown = _unknown_context(value, 0)
    if unknown is not None:
        faults.append(Fault(_UNKNOWN[0].format(unknown[:200]), piece.start_line, _UNKNOWN[1]))
        return
    graph = Graph(Store())
    lines = LineStream(BytesIO(json.dumps(value).encode()).read)
    fill(graph, quads(lines, RdfFormat.JSON_LD, faults), lines)
    _place(graph, raw, piece)
    yield from build(graph, source, "json-ld")


def _whole_nodes(raw: bytes) -> Any:  # noqa: ANN401 - any JSON
    """Return a document that was cut in its `@graph` without what is not whole; None where that is not its fault."""
    start = re.search(rb'"@graph"\s*:\s*\[', raw)
    if start is None:
        return None
    text, at, decoder = raw.decode(errors="replace"), 0, json.JSONDecoder(strict=False)
    at = len(raw[: start.end()].decode(errors="replace"))
    nodes: list[Any] = []
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        try:
            node, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        nodes.append(node)
    try:
        head = json.loads(raw[: start.start()].decode(errors="replace").rstrip().rstrip(",") + "}", strict=False)
    except (ValueError, RecursionError):
        head = {}
    return {**head, "@graph": nodes} if isinstance(head, dict) and nodes else None


def _contexts(value: Any, depth: int) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Yield the contexts of a document, at any depth."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        said = value.get("@context")
        yield from said if isinstance(said, list) else [said] if said is not None else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        if isinstance(one, (dict, list)):
            yield from _contexts(one, depth + 1)


def _is_schema(value: Any) -> bool:  # noqa: ANN401 - any JSON
    """Return whether the words of a document are schema.org's: by its context, or written out."""
    top = value[0] if isinstance(value, list) and value else value
    said = all_of(top, "@context") if isinstance(top, dict) else []
    for one in said:
        if isinstance(one, str) and _SCHEMA.match(one):
            return True
        if isinstance(one, dict) and _SCHEMA.match(str(one.get("@vocab", ""))):
            return True
        if isinstance(one, dict) and "schema" in one and not _OURS.search(json.dumps(one)):
            return _names_types(value, 0)
    return not said and _names_types(value, 0)


def _names_types(value: Any, depth: int) -> bool:  # noqa: ANN401 - any JSON
    if depth > 4:
        return False
    if isinstance(value, list):
        return any(_names_types(one, depth + 1) for one in value[:1000])
    if not isinstance(value, dict):
        return False
    kinds = [str(one) for one in all_of(value, "@type")]
    return any(one.startswith(("schema:", *SCHEMAS)) for one in kinds) or _names_types(value.get("@graph"), depth + 1)


def _shortened(value: Any, depth: int) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON in which schema.org's words stand without their namespace."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, list):
        return [_shortened(one, depth + 1) for one in value]
    if not isinstance(value, dict):
        return value
    short: dict[str, Any] = {}
    for name, one in value.items():
        plain = str(name)
        for space in ("schema:", *SCHEMAS):
            plain = plain.removeprefix(space)
        short.setdefault({"id": "@id", "type": "@type"}.get(plain) or plain, _shortened(one, depth + 1))
    return short


def _schema_records(value: Any, raw: bytes, piece: Piece, source: Source) -> Iterator[Record]:  # noqa: ANN401
    line, at = piece.start_line, 0
    for pointer, node in works_of(value):
        named = node.get("@id") or node.get("name") or node.get("headline")
        here = raw.find(json.dumps(named, ensure_ascii=False).encode(errors="replace"), at) if named else -1
        here = raw.find(json.dumps(named).encode(), at) if here < 0 and named else here
        if here >= at:
            line, at = line + raw.count(b"\n", at, here), here
        whole = (piece.pointer or "") + pointer
        last = line if raw.count(b"\n") else piece.end_line
        said = Described(node, whole or "/", piece.layout if piece.pointer else "json-ld", line, last)
        yield replace(schema_record(said, source, ""), format="rdf", layout="json-ld")


def _unknown_context(value: Any, depth: int) -> str | None:  # noqa: ANN401 - any JSON
    for one in _contexts(value, depth):
        if isinstance(one, str):
            return one
        if isinstance(one, dict) and isinstance(one.get("@import"), str):
            return str(one["@import"])
    return None


def _place(graph: Graph, raw: bytes, piece: Piece) -> None:
    """Give subjects the lines on which their names stand."""
    line, at = piece.start_line, 0
    ends: dict[str, int] = {}
    for match in _IDENTIFIED.finditer(raw):
        line, at = line + raw.count(b"\n", at, match.start()), match.start()
        ends.setdefault(match[1].decode(errors="replace").replace("\\/", "/"), line)
    graph.place(lambda iri: next((ends[one] for one in _short_forms(iri) if one in ends), None))
    graph.unplaced = Lines(piece.start_line, piece.end_line)


def _short_forms(iri: str) -> Iterator[str]:
    """Yield an IRI, then what is left of it behind each slash."""
    yield iri
    at = iri.find("/")
    while at >= 0:
        yield iri[at + 1 :]
        at = iri.find("/", at + 1)
