"""An indexed graph, seen from its subjects. Reads: statements. Emits: Thing, the values of its properties.

Papers are looked for in the default graph; where it holds none (SemOpenAlex puts all into a named one), in all graphs
together. In a file of ours the named graphs only repeat what each source supports.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store

from kg.readers.unread import is_watched

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC, DCTERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
FOAF, BIBO, SWRC = "http://xmlns.com/foaf/0.1/", "http://purl.org/ontology/bibo/", "http://swrc.ontoware.org/ontology#"
SCHEMAS = ("http://schema.org/", "https://schema.org/")
ORDERED = frozenset(
    [f"{space}{name}" for space in (DC, DCTERMS, FOAF, *SCHEMAS, SWRC) for name in ("creator", "author", "maker")]
    + [f"{space}editor" for space in (BIBO, SWRC, *SCHEMAS)]
    + ["https://dblp.org/rdf/schema#authoredBy", "https://dblp.org/rdf/schema#editedBy"]
    + [f"{space}isDocumentContextFor" for space in ("http://purl.org/spar/pro/",)]
)
"""Properties whose values people mean to be in the order of the file."""
RELATIVE = "http://relative.invalid/"
"""The base of what tells none: an IRI that begins so is no address."""
_LONGEST_LIST = 100_000
Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


class Lines(NamedTuple):
    """The first and the last line of what a file says of a subject in one piece."""

    start: int
    end: int


class Graph:
    """Statements, the lines on which subjects stand, and the order in which the file names some of their values."""

    def __init__(self, store: Store, *, printed: bool = False) -> None:
        self.store = store
        self.printed = printed
        """Whether people see it in this order, so that the order counts though RDF has none."""
        self.asked: dict[Node, set[str]] | None = {} if is_watched() else None
        """The properties that were asked for of each subject, while somebody watches."""
        self._lines: dict[str, Lines] = {}
        self._order: dict[str, list[str]] = {}
        self.all_graphs = False
        self.unplaced = Lines(1, 1)
        """The lines of what is not known more exactly."""

    def note_lines(self, subject: str, start: int, end: int) -> None:
        """Note where a subject stands; what a file says of it elsewhere does not count."""
        known = self._lines.get(subject)
        if known is None or (known.start == start and known.end != end):
            self._lines[subject] = Lines(start, end)

    def note_order(self, subject: str, value: str) -> None:
        """Note a value of a subject that stands behind those before."""
        self._order.setdefault(subject, []).append(value)

    def lines_of(self, subject: str) -> Lines:
        """Return where a subject stands."""
        return self._lines.get(subject, self.unplaced)

    def place(self, line_of: Callable[[str], int | None]) -> None:
        """Give all subjects the lines that a function knows for their IRIs."""
        found = {subject: line_of(subject[1:-1]) for subject in self._lines if subject.startswith("<")}
        self._lines = {subject: Lines(line, line) for subject, line in found.items() if line is not None}

    def rank_of(self, subject: str, value: str) -> int:
        """Return the place of a value of a subject in the file."""
        order = self._order.get(subject, ())
        return order.index(value) if value in order else len(order)

    def thing(self, node: Node) -> "Thing":
        """Return what is known of a subject."""
        return Thing(self, node)

    def subjects_with(self, predicate: str, value: str | None = None) -> Iterator[Node]:
        """Yield the subjects of a property, each once."""
        graph = None if self.all_graphs else DefaultGraph()
        known: set[str] = set()
        for quad in self.store.quads_for_pattern(
            None, NamedNode(predicate), None if value is None else NamedNode(value), graph
        ):
            name = str(quad.subject)
            if name not in known and isinstance(quad.subject, NamedNode | BlankNode):
                known.add(name)
                yield quad.subject

    def subjects_of(self, predicate: str, value: Value) -> Iterator[Node]:
        """Yield the subjects of statements with this value."""
        graph = None if self.all_graphs else DefaultGraph()
        for quad in self.store.quads_for_pattern(None, NamedNode(predicate), value, graph):
            if isinstance(quad.subject, NamedNode | BlankNode):
                self.note_asked(quad.subject, predicate)
                yield quad.subject

    def note_asked(self, node: Node, *properties: str) -> None:
        """Note that properties of a subject were asked for, if somebody watches."""
        if self.asked is not None:
            self.asked.setdefault(node, set()).update(properties)

    def values(self, node: Node) -> dict[str, list[Value]]:
        """Return property -> values of a subject, sorted, each once."""
        graph = None if self.all_graphs else DefaultGraph()
        found: dict[str, list[Value]] = {}
        for quad in self.store.quads_for_pattern(node, None, None, graph):
            found.setdefault(quad.predicate.value, []).append(cast("Value", quad.object))  # triple terms are never kept
        for name, values in found.items():
            if len(values) > 1:
                found[name] = sorted(dict.fromkeys(values), key=str)
        return found


class Thing:
    """The statements about one subject, read once. Properties are named by their IRIs."""

    def __init__(self, graph: Graph, node: Node) -> None:
        self.graph, self.node, self.key = graph, node, str(node)
        self.properties = graph.values(node)

    @property
    def iri(self) -> str:
        """The IRI; empty for a blank node, and where it was relative in a source that tells no base."""
        named = isinstance(self.node, NamedNode) and not self.node.value.startswith(RELATIVE)
        return self.node.value if named else ""

    @property
    def types(self) -> frozenset[str]:
        """The IRIs of its classes."""
        return frozenset(one.value for one in self.properties.get(f"{RDF}type", ()))

    def values(self, *properties: str) -> list[Value]:
        """Return the values of properties, in the order of the properties."""
        self.graph.note_asked(self.node, *properties)
        return [value for name in properties for value in self.properties.get(name, ())]

    def texts(self, *properties: str) -> list[str]:
        """Return values as text: of a literal its text, of an IRI itself; nothing for a blank node."""
        found = [one.value for one in self.values(*properties) if not isinstance(one, BlankNode)]
        return [text for text in found if text.strip() and not text.startswith(RELATIVE)]

    def text(self, *properties: str) -> str | None:
        """Return the first value as text."""
        return next(iter(self.texts(*properties)), None)

    def literals(self, *properties: str) -> list[Literal]:
        """Return the values that are literals."""
        return [one for one in self.values(*properties) if isinstance(one, Literal) and one.value.strip()]

    def title(self, *properties: str) -> str | None:
        """Return one text of several: the one without a language tag, else the English one, else the first."""
        for name in properties:
            found = sorted(self.literals(name), key=lambda one: (one.language is not None, one.language != "en"))
            if found:
                return found[0].value
        return None

    def flag(self, *properties: str) -> bool:
        """Return whether a property is true."""
        return any(text in {"true", "1"} for text in self.texts(*properties))

    def things(self, *properties: str) -> list["Thing"]:
        """Return the values that are subjects, in the order of the file; an RDF list is its members."""
        nodes = [one for one in self.values(*properties) if not isinstance(one, Literal)]
        if len(nodes) > 1:
            nodes.sort(key=lambda one: self.graph.rank_of(self.key, str(one)))
        found: list[Thing] = []
        for one in nodes:
            thing = Thing(self.graph, one)
            listed = f"{RDF}first" in thing.properties or f"{RDF}_1" in thing.properties
            found += [Thing(self.graph, member) for member in self._members(one)] if listed else [thing]
        return found

    def members(self, *properties: str) -> list[Value]:
        """Return the values, literals too; an RDF list or container is its members."""
        found: list[Value] = []
        nodes = self.values(*properties)
        if len(nodes) > 1:
            nodes.sort(key=lambda one: self.graph.rank_of(self.key, str(one)))
        for one in nodes:
            found += [one] if isinstance(one, Literal) else self._members(one, literals=True)
        return found

    def is_list(self, *properties: str) -> bool:
        """Return whether a property has an RDF list or container as value, so that its members are in order."""
        return self.graph.printed or any(
            f"{RDF}first" in (held := self.graph.values(one)) or f"{RDF}_1" in held
            for one in self.values(*properties)
            if not isinstance(one, Literal)
        )

    def _members(self, node: Node, *, literals: bool = False) -> list[Node]:
        held = self.graph.values(node)
        if f"{RDF}first" not in held:
            count = sum(1 for name in held if name.startswith(f"{RDF}_"))
            listed = [value for at in range(1, count + 1) for value in held.get(f"{RDF}_{at}", ())]
            return [one for one in listed if literals or not isinstance(one, Literal)] or [node]  # type: ignore[misc]
        found: list[Node] = []
        seen: set[str] = set()
        at: Value | None = node
        while isinstance(at, NamedNode | BlankNode) and str(at) not in seen and len(found) < _LONGEST_LIST:
            seen.add(str(at))
            held = self.graph.values(at)
            found += [one for one in held.get(f"{RDF}first", ()) if literals or not isinstance(one, Literal)]  # type: ignore[misc]
            at = next(iter(held.get(f"{RDF}rest", ())), None)
        return found


def local_name(iri: str) -> str:
    """Return what stands behind the last slash or hash of an IRI."""
    return iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]


def first(values: Iterable[str | None]) -> str | None:
    """Return the first value that is there."""
    return next(filter(None, values), None)
