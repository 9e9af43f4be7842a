"""Publications in RDFa -> records. Reads: lxml elements. Emits: Record, by the reader of RDF and its vocabularies."""

from collections.abc import Iterator

from lxml.etree import _Element as Element
from msgspec.structs import replace
from pyoxigraph import Quad, Store

from kg.model import Record
from kg.readers.html.rdfa import statements
from kg.readers.rdf.graph import ORDERED, Graph
from kg.readers.rdf.reader import graph_records
from kg.readers.source import Source


def rdfa_records(root: Element, source: Source, base: str) -> Iterator[Record]:
    """Yield the publications of a page, whose lists are in the order in which people see them."""
    if not root.xpath("boolean(//@property | //@typeof)"):  # without either, no title and no type is told
        return
    graph = Graph(Store(), printed=True)
    lines: dict[str, tuple[int, int]] = {}
    quads: list[Quad] = []
    for one in statements(root, base):
        name = str(one.subject)
        start, end = lines.get(name, (one.line, one.line))
        lines[name] = min(start, one.line), max(end, one.line)
        quads.append(Quad(one.subject, one.predicate, one.value))
        if one.predicate.value in ORDERED:
            graph.note_order(name, str(one.value))
    graph.store.extend(quads)
    for name, (start, end) in lines.items():
        graph.note_lines(name, start, end)
    for record in graph_records(graph, source, "rdfa"):
        if isinstance(record, Record):
            yield replace(record, format="html")
