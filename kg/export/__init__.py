"""Graph files -> terms, bytes -> files. Reads: files in any RDF syntax. Emits: statements; files that appear whole."""

from kg.export.destination import destination
from kg.export.reading import DEFAULT_GRAPH, GraphFile, Statement, graph_file, has_line_syntax, statements
from kg.export.syntaxes import form_of

__all__ = [
    "DEFAULT_GRAPH",
    "GraphFile",
    "Statement",
    "destination",
    "form_of",
    "graph_file",
    "has_line_syntax",
    "statements",
]
