"""RDF that describes papers -> records. Reads: a source in any RDF syntax. Emits: Record, Authority, Reject.

Read: graphs of this project (`own`), schema.org (as in pages, `kg.readers.html.schema`), FaBiO, PRO and DataCite of
OpenCitations and our SPAR profile, BIBO, SWRC, Zotero's RDF, Dublin Core, dblp's schema, SemOpenAlex (`papers`). A
subject is a paper by its class; what only has a title, and an author or an identifier, is one too.
Contexts of JSON-LD are never fetched; nothing outside of the file is.
Left out: everything in the graph that belongs to no paper (ontologies, statistics, persons without papers).
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace
from pyoxigraph import NamedNode, RdfFormat

from kg.model import Authority, Record, Reject
from kg.readers.rdf import json_ld, schema, words
from kg.readers.rdf.graph import RDF, RELATIVE, Graph, Node
from kg.readers.rdf.loading import Fault, loaded
from kg.readers.rdf.own import PAPER, own_records
from kg.readers.rdf.own_authorities import own_authorities
from kg.readers.rdf.papers import is_paper, paper_record, work_of
from kg.readers.rdf.syntaxes import is_rdf, syntax_of
from kg.readers.rdf.unasked import tell_unasked
from kg.readers.source import Source, beginning
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found

_NAMES = {RdfFormat.TRIG: "turtle", RdfFormat.N_QUADS: "n-triples", RdfFormat.RDF_XML: "rdf-xml",
          RdfFormat.JSON_LD: "json-ld"}  # fmt: skip
_REPAIR = "check that it describes papers, in terms of this project, schema.org, SPAR, BIBO, Dublin Core or dblp"

recognizes = is_rdf


def read_rdf(source: Source) -> Iterator[Record | Authority | Reject]:
    """Yield the papers that a source describes, in its order; then what of it is malformed."""
    syntax = syntax_of(beginning(source)) or RdfFormat.TRIG
    faults: list[Fault] = []
    index = 0
    authorities = 0
    for one in _records(source, syntax, faults):
        if isinstance(one, Record):
            index += 1
            yield replace(one, index=index)
        else:
            authorities += 1
            yield replace(one, index=authorities)
    for fault in faults:
        yield _reject(source, fault)
    if not index and not authorities and not faults:
        yield _reject(source, Fault("no paper is described in this RDF", None, _REPAIR))


def _records(source: Source, syntax: RdfFormat, faults: list[Fault]) -> Iterator[Record | Authority]:
    if syntax == RdfFormat.JSON_LD:
        yield from json_ld.records(source, faults, graph_records)
        return
    with loaded(source, syntax, faults) as graph:
        yield from graph_records(graph, source, _NAMES[syntax])


def graph_records(graph: Graph, source: Source, layout: str) -> Iterator[Record | Authority]:
    """Yield the papers of a graph, in the order of its lines."""
    papers = _nodes(graph, {PAPER})
    others = _nodes(graph, words.KINDS.keys() | words.LOOSE | schema.CLASSES)
    if not papers and not others and not _untyped(graph):
        graph.all_graphs = True
        papers, others = _nodes(graph, {PAPER}), _nodes(graph, words.KINDS.keys() | words.LOOSE | schema.CLASSES)
    if not papers:
        others |= _untyped(graph)
    for node in _in_order(graph, papers.values()):
        thing = graph.thing(node)
        yield from own_records(thing, _found(graph, node, source, layout))
    yield from own_authorities(graph, source, alone=not papers)
    described = {} if papers else others
    for node in _in_order(graph, described.values()):
        thing = graph.thing(node)
        found = _found(graph, node, source, layout)
        if schema.is_paper(thing):
            yield schema.record(thing, found)
        elif is_paper(thing) and work_of(thing) not in described:
            yield paper_record(thing, found)
    tell_unasked(graph)


def _nodes(graph: Graph, classes: Iterable[str]) -> dict[str, Node]:
    return {str(node): node for one in sorted(classes) for node in graph.subjects_with(f"{RDF}type", one)}


def _untyped(graph: Graph) -> dict[str, Node]:
    """Return subjects that have a title and no class."""
    titled = {str(node): node for name in words.TITLE for node in graph.subjects_with(name)}
    return {key: node for key, node in titled.items() if not graph.thing(node).types}


def _in_order(graph: Graph, nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (graph.lines_of(str(node)), isinstance(node, NamedNode), str(node)))


def _found(graph: Graph, node: Node, source: Source, layout: str) -> Found:
    lines = graph.lines_of(str(node))
    pointer = node.value.removeprefix(RELATIVE) if isinstance(node, NamedNode) else f"blank node, line {lines.start}"
    return Found(source, 1, Piece(b"", pointer, layout, lines.start, lines.end), [])


def _reject(source: Source, fault: Fault) -> Reject:
    return Reject(
        source=source.name, start_line=fault.line, end_line=fault.line, reason=fault.reason[:500], repair=fault.repair,
        raw="", raw_sha256=source.sha256,
    )  # fmt: skip
