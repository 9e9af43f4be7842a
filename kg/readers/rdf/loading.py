"""A source in an RDF syntax -> an indexed graph, and what of it is malformed. Reads: a source. Emits: Graph, Reject.

The engine reads on behind a malformed statement: each one is a reject with its line, the others are read. Lines are
known because the engine is handed one line at a time. A graph of more than `MOST_IN_MEMORY` bytes is kept on disk.
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.errors import InputError
from kg.readers.rdf.graph import ORDERED, RELATIVE, Graph
from kg.readers.source import Source
from kg.readers.syntax.json_window import json_bytes

MOST_IN_MEMORY = 200_000_000
_BATCH = 20_000
_MOST_FAULTS = 100
_BLOCK = 1 << 12
_MOST_DECLARED = 100
"""Entities of a document type. Editors of ontologies write one a namespace."""
_ENTITY = re.compile(r"<!ENTITY\s+(%\s+)?([\w.-]+)\s+(?:\"([^\"]*)\"|'([^']*)'|(SYSTEM|PUBLIC))", re.IGNORECASE)
_LONGEST_ENTITY = 300
_DOCTYPE_WITHIN = 1 << 20


class Fault(Exception):  # noqa: N818 - a row of the rejects
    """Something malformed, and the line on which it stands."""

    def __init__(self, reason: str, line: int | None, repair: str) -> None:
        super().__init__(reason)
        self.reason, self.line, self.repair = reason, line, repair


class LineStream:
    """Bytes handed out line by line, so that it is known how far a parser has read."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._held: list[bytes] = []
        self._inside = False
        self.line = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next line, or a part of a long one; nothing at the end."""
        if not self._held:
            self._held = self._read(_BLOCK).splitlines(keepends=True)[::-1]
        if not self._held:
            return b""
        text = self._held.pop()
        if 0 <= size < len(text):
            self._held.append(text[size:])
            text = text[:size]
        self.line += not self._inside
        self._inside = not text.endswith(b"\n")
        return text


@contextmanager
def loaded(source: Source, syntax: RdfFormat, faults: list[Fault]) -> Iterator[Graph]:
    """Yield the graph of a source; what is malformed in it is added to `faults`."""
    with tempfile.TemporaryDirectory(prefix="kg-rdf-") as folder, json_bytes(source) as stream:
        graph = Graph(Store(str(Path(folder, "store"))) if source.size > MOST_IN_MEMORY else Store())
        if syntax == RdfFormat.RDF_XML and (bomb := _declared_too_much(source)) is not None:
            faults.append(bomb)
        else:
            lines = LineStream(stream.read)
            fill(graph, quads(lines, syntax, faults), lines)
        try:
            yield graph
        finally:  # as long as the store is open it writes into the folder that is to be deleted
            graph.store = Store()


def quads(lines: LineStream, syntax: RdfFormat, faults: list[Fault]) -> Iterator[Quad]:
    """Yield the statements of a stream; malformed ones become faults."""
    try:
        found = parse(cast("IO[bytes]", lines), format=syntax, base_iri=RELATIVE)  # of a stream it asks for read() only
        last: tuple[int | None, str] | None = None
        while True:
            try:
                yield from found
            except SyntaxError as error:
                place = (error.lineno, error.msg)
                if last == place or len(faults) >= _MOST_FAULTS:
                    return
                last = place
                faults.append(Fault(error.msg, error.lineno or lines.line, "repair the statement; the others are read"))
            else:
                return
    except (OSError, EOFError, InputError) as error:
        faults.append(Fault(f"it cannot be read to its end ({error})", lines.line, "fetch or pack the file again"))


def fill(graph: Graph, statements: Iterable[Quad], lines: LineStream) -> None:
    """Put statements into a graph; note the lines of each subject, and the order of what RDF does not order."""
    batch: list[Quad] = []
    subject: object = None
    name, start, end = "", 0, -1
    for quad in statements:
        if isinstance(quad.object, Triple) or not isinstance(quad.subject, NamedNode | BlankNode):
            continue
        batch.append(quad)
        if quad.subject != subject:
            subject, start, end = quad.subject, lines.line, -1
            name = str(subject)
        if lines.line != end:
            end = lines.line
            graph.note_lines(name, start, end)
        if quad.predicate.value in ORDERED:
            graph.note_order(name, str(quad.object))
        if len(batch) >= _BATCH:
            graph.store.extend(batch)
            batch = []
    graph.store.extend(batch)


def _declared_too_much(source: Source) -> Fault | None:
    """Return a fault if a document type declares entities that grow, or lie elsewhere; namespaces are harmless."""
    with json_bytes(source) as stream:
        head = stream.read(_DOCTYPE_WITHIN).decode(errors="replace")
    head = head[: match.start()] if (match := re.search(r"<[\w.-]+(?::[\w.-]+)?[\s>]", head)) else head
    found = list(_ENTITY.finditer(head))
    for one in found:
        value = one[3] or one[4] or ""
        if one[1] or one[5] or "&" in value or "%" in value.replace("%20", "") or len(value) > _LONGEST_ENTITY:
            line = head.count("\n", 0, one.start()) + 1
            repair = "write the file again without a document type (riot --output=turtle)"
            return Fault(f"the entity {one[2]!r} is more than the name of a namespace; nothing was read", line, repair)
    if len(found) > _MOST_DECLARED:
        return Fault(f"{len(found)} entities are declared; nothing was read", 1, "write the file again without them")
    return None
