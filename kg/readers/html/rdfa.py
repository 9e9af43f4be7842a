"""RDFa of a page -> statements. Reads: lxml elements. Emits: Statement, in the order of the page.

The processing rules of RDFa Core 1.1 (section 7.5) with those of HTML+RDFa 1.1. Beside them, the text of a link is the
label of what it leads to, so that `<a rel="dc:creator" href="/ann">Ann Lee</a>` tells her name; and a mere link within
what is described begins nothing new: pages mean `<a href="/ann"><b property="name">Ann Lee</b></a>` so. Left out:
graphs about the processing, `rdfa:usesVocabulary`, entailments, patterns to copy (`rdfa:copy`).
"""

from collections.abc import Generator, Iterable, Iterator
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.readers.html.parts import line_number
from kg.readers.html.rdfa_terms import PREFIXES, SCHEMA, Names
from kg.readers.rdf.graph import RELATIVE

_RDF, _XSD = PREFIXES["rdf"], PREFIXES["xsd"]
_LABEL = NamedNode(f"{PREFIXES['rdfs']}label")
_FIRST, _REST, _NIL = NamedNode(f"{_RDF}first"), NamedNode(f"{_RDF}rest"), NamedNode(f"{_RDF}nil")
_TYPE = NamedNode(f"{_RDF}type")
_MARKUP = frozenset({f"{_RDF}XMLLiteral", f"{_RDF}HTML"})
_MOST_TEXT = 1 << 26
"""Characters of all values of a page together: elements in elements repeat the text of the inner ones."""
_VALUES = frozenset({"datatype", "content"})
_ATTRIBUTES = frozenset({"about", "resource", "property", "typeof"})

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal
Lists = dict[NamedNode, list[Value]]


class Statement(NamedTuple):
    """A triple, and the line of the element that says it."""

    subject: Node
    predicate: NamedNode
    value: Value
    line: int


class Incomplete(NamedTuple):
    """A link whose other end is still to come: forward, backward, or into a list."""

    predicate: NamedNode
    direction: str
    held: list[Value]


class Context(NamedTuple):
    """What an element has of those around it."""

    names: Names
    language: str
    subject: Node
    object: Node
    incomplete: tuple[Incomplete, ...]
    lists: Lists


class _Said(NamedTuple):
    """What the attributes of an element name: subject, object of its links, and what its types are of."""

    subject: Node
    object: Node | None
    typed: Node | None
    linked: bool = False
    skipped: bool = False


def statements(root: Element, base: str) -> Iterator[Statement]:
    """Yield what RDFa says on a page whose address is `base`, if it is known."""
    plain = any(one.get("vocab") is not None for one in root.iter("*"))
    names = Names(base or RELATIVE, PREFIXES, "" if plain else SCHEMA)
    page = NamedNode(names.base)
    yield from _Page(root).read(Context(names, "", page, page, (), {}))


class _Page:
    """A page as it is read; blank nodes are numbered, so that the same page gives the same graph."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._blanks = 0
        self._left = _MOST_TEXT

    def read(self, context: Context) -> Iterator[Statement]:
        """Yield what the elements say. No recursion: a page may nest deeper than the stack of Python."""
        waiting: list[tuple[Element, Context | None, Node, Lists]] = [(self._root, context, context.object, {})]
        while waiting:
            element, around, subject, lists = waiting.pop()
            if around is None:
                for predicate, held in lists.items():
                    yield from self._list(subject, predicate, held, line_number(element))
                continue
            within = yield from self._element(element, around)
            if within.lists is not around.lists or element is self._root:
                waiting.append((element, None, within.subject, within.lists))
            waiting.extend((one, within, within.object, within.lists) for one in reversed(element))

    def _element(self, element: Element, context: Context) -> Generator[Statement, None, Context]:
        """Yield what an element says; return what those inside of it have of it."""
        names = context.names.within(element)
        language = element.get("lang") or element.get("xml:lang") or context.language
        rel, rev = names.links(element, "rel"), names.links(element, "rev")
        said = self._said(element, context, names, linked=rel is not None or rev is not None)
        line, subject = line_number(element), said.subject
        for kind in names.words(element, "typeof") if said.typed is not None else ():
            yield Statement(said.typed or subject, _TYPE, NamedNode(kind), line)
        lists: Lists = {} if subject != context.object else context.lists
        listed = lists if element.get("inlist") is not None else None
        links = tuple(_links(rel or (), rev or (), listed))
        if said.object is not None:
            yield from _completed(subject, links, said.object, line)
        properties = names.words(element, "property")
        value = self._value(element, names, language, said) if properties else None
        for predicate in map(NamedNode, properties):
            if value is None:
                break
            if listed is not None:
                listed.setdefault(predicate, []).append(value)
            else:
                yield Statement(subject, predicate, value, line)
        yield from self._label(element, names, line, linked=bool(rel))
        if said.skipped:
            return context._replace(names=names, language=language)
        yield from _completed(context.subject, context.incomplete, subject, line)
        if said.object is not None or not links:
            return Context(names, language, subject, said.object or subject, (), lists)
        return Context(names, language, subject, self._blank(), links, lists)

    def _said(self, element: Element, context: Context, names: Names, *, linked: bool) -> _Said:
        """Return subject and object of an element (steps 5 and 6)."""
        about = self._named(element, names, "about")
        target = self._named(element, names, "resource", "href", "src")
        typed = element.get("typeof") is not None
        outer: Node | None = NamedNode(names.base) if element is self._root else None
        if about is None and outer is None and str(element.tag) in {"head", "body"}:
            outer = context.object
        if linked:
            subject = about or outer or context.object
            found = target or (self._blank() if typed and about is None else None)
            return _Said(subject, found, (about or found) if typed else None, linked=True)
        if element.get("property") is not None and not _VALUES & set(element.keys()):
            subject = about or outer or context.object
            thing = (about or outer or target or self._blank()) if typed else None
            return _Said(subject, thing, thing)
        if not _ATTRIBUTES & set(element.keys()) and context.object != NamedNode(names.base):
            target = None  # a link around what is said of something else
        found = about or target or outer or (self._blank() if typed else None)
        skipped = found is None and element.get("property") is None
        return _Said(found or context.object, None, found if typed else None, skipped=skipped)

    def _named(self, element: Element, names: Names, *attributes: str) -> Node | None:
        for attribute in attributes:
            printed = element.get(attribute)
            if printed is None:
                continue
            of_web = attribute in {"href", "src"}
            iri = names.address(printed) if of_web else names.thing(printed)
            if iri is not None:
                return BlankNode(f"n{iri[2:].encode().hex()}") if iri.startswith("_:") else NamedNode(iri)
        return None

    def _value(self, element: Element, names: Names, language: str, said: _Said) -> Value | None:
        """Return what a `property` has as its value (step 11); None where the page repeats itself too often."""
        content, moment, kind = element.get("content"), element.get("datetime"), element.get("datatype")
        content = moment if content is None else content
        datatype = names.word(kind) if kind else None
        if kind is None and content is None and not said.linked:
            target = self._named(element, names, "resource", "href", "src")
            if target is not None and element.get("typeof") is None:
                return target
            if said.typed is not None and element.get("about") is None:
                return said.typed
        text = content if content is not None else _text(element, markup=datatype in _MARKUP)
        self._left -= len(text)
        if self._left < 0:
            return None
        if datatype is not None:
            return Literal(text, datatype=NamedNode(datatype))
        try:
            return Literal(text, language=language) if language else Literal(text)
        except ValueError:  # a language that is no tag
            return Literal(text)

    def _label(self, element: Element, names: Names, line: int, *, linked: bool) -> Iterator[Statement]:
        """Yield the text of a link as the label of what it leads to."""
        target = self._named(element, names, "href") if str(element.tag) == "a" else None
        if target is None or not (linked or element.get("property") is not None):
            return
        text = _text(element)
        self._left -= len(text)
        if text and self._left >= 0:
            yield Statement(target, _LABEL, Literal(text), line)

    def _list(self, subject: Node, predicate: NamedNode, held: list[Value], line: int) -> Iterator[Statement]:
        nodes = [self._blank() for _ in held]
        yield Statement(subject, predicate, nodes[0] if nodes else _NIL, line)
        for at, value in enumerate(held):
            yield Statement(nodes[at], _FIRST, value, line)
            yield Statement(nodes[at], _REST, nodes[at + 1] if at + 1 < len(nodes) else _NIL, line)

    def _blank(self) -> BlankNode:
        self._blanks += 1
        return BlankNode(f"b{self._blanks}")


def _links(rel: Iterable[str], rev: Iterable[str], listed: Lists | None) -> Iterator[Incomplete]:
    """Yield what `rel` and `rev` name; where no attribute tells the other end, an element inside does."""
    for predicate in map(NamedNode, rel):
        if listed is not None:
            yield Incomplete(predicate, "list", listed.setdefault(predicate, []))
        else:
            yield Incomplete(predicate, "forward", [])
    for predicate in map(NamedNode, rev):
        yield Incomplete(predicate, "backward", [])


def _completed(subject: Node, links: Iterable[Incomplete], other: Node, line: int) -> Iterator[Statement]:
    """Yield links of a subject whose other end is known (steps 9 and 12)."""
    for one in links:
        if one.direction == "list":
            one.held.append(other)
        elif one.direction == "forward":
            yield Statement(subject, one.predicate, other, line)
        else:
            yield Statement(other, one.predicate, subject, line)


def _text(element: Element, *, markup: bool = False) -> str:
    """Return the text of an element, with the elements inside of it if its markup counts; white space as one blank."""
    if markup:
        inner = [element.text or "", *(etree.tostring(one, encoding="unicode", method="html") for one in element)]
        return " ".join("".join(inner).split())
    return " ".join("".join(map(str, element.itertext())).split())
