"""Questions to a graph. Reads: serialized RDF, SPARQL 1.1. Emits: rows, truth, triples, and their printed forms.

`open_graph("output/graph.ttl").select("coauthors", person="Eva Stone")`
"""

from kg.query.formats import FORMATS, write_answer
from kg.query.graph import Graph, open_graph
from kg.query.named import NamedQuery, Parameter, library, named_query, query_names
from kg.query.rows import Iri, Rows, RowStream, Triples

__all__ = [
    "FORMATS",
    "Graph",
    "Iri",
    "NamedQuery",
    "Parameter",
    "RowStream",
    "Rows",
    "Triples",
    "library",
    "named_query",
    "open_graph",
    "query_names",
    "write_answer",
]
