"""What nothing read of a graph. Reads: a graph whose subjects were asked. Emits: unread fields, told to who watches.

Of each subject that a paper led to, the properties that nobody asked for; of all others, how many there are of a class.
"""

from kg.readers.html.rdfa_terms import PREFIXES as PREFIXES_OF_PAGES
from kg.readers.rdf import words
from kg.readers.rdf.graph import DC, RDF, Graph, Node
from kg.readers.unread import tell_unread
from kg.vocab import PREFIXES

_SPACES = {iri: name for name, iri in PREFIXES_OF_PAGES.items()} | {iri: name for name, iri in PREFIXES.items()} | {
    DC: "dc", words.OCO: "oco", words.CO: "co", words.RSS: "rss", words.SOA[1]: "soa",
    **dict.fromkeys(words.PRISM, "prism"),
}  # fmt: skip
_TYPE = f"{RDF}type"
_COMPUTED = "author authorCount identityBasis normalizedTitle publicationYear publishedFrom publishedUntil"
_NOT_TOLD = frozenset([_TYPE, *(f"{PREFIXES['kg']}{name}" for name in _COMPUTED.split())])
"""Beside classes, what a build computes anew."""
_LISTS = frozenset(f"{RDF}{name}" for name in ("List", "Seq", "Bag", "Alt"))


def tell_unasked(graph: Graph) -> None:
    """Tell what readers did not ask of a graph; nothing if nobody watches."""
    if graph.asked is None:
        return
    for node, names in graph.asked.items():
        for name in sorted(graph.values(node)):
            if name not in names and name not in _NOT_TOLD:
                tell_unread(shortened(name), _place(graph, node))
    seen: set[Node] = set()
    for node in graph.subjects_with(_TYPE):
        if node in graph.asked or node in seen:
            continue
        seen.add(node)
        for kind in sorted({one.value for one in graph.values(node)[_TYPE]} - _LISTS):
            tell_unread(f"subjects of class {shortened(kind)}", _place(graph, node))


def _place(graph: Graph, node: Node) -> str:
    return f"line {graph.lines_of(str(node)).start}"


def shortened(iri: str) -> str:
    """Return an IRI with the usual prefix of its namespace, or whole."""
    space = next((one for one in _SPACES if iri.startswith(one)), None)
    return f"{_SPACES[space]}:{iri[len(space) :]}" if space is not None else iri
