"""Tokens of a query -> its groups of patterns. Reads: tokens that an engine accepts. Emits: Group, Element.

What the semantics of SPARQL 1.1 (section 18.2.2) takes one after the other: in a group each element is joined to what
the elements before it give, OPTIONAL and MINUS take from it, FILTER holds for the whole.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.query.syntax import Token

JOINED: Final = frozenset({"TRIPLES", "VALUES", "GROUP", "GRAPH", "SERVICE", "SELECT"})
"""Kinds of elements that are joined: their order does not matter."""
_KEYWORDS: Final = frozenset({"FILTER", "BIND", "VALUES", "OPTIONAL", "MINUS", "GRAPH", "SERVICE"})
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


class Element(NamedTuple):
    """One element of a group: its kind, the tokens from `first` to before `after`, and the groups in it."""

    kind: str
    """TRIPLES, FILTER, BIND, VALUES, OPTIONAL, MINUS, GRAPH, SERVICE, GROUP (of one or more with UNION between), or
    SELECT, which stands alone in its group and has the group of its WHERE."""
    first: int
    after: int
    groups: tuple["Group", ...] = ()


class Group(NamedTuple):
    """A group: its tokens from the opening bracket at `first` to before `after`, and its elements in order."""

    first: int
    after: int
    elements: tuple[Element, ...]


class Groups:
    """Reads groups from the tokens of a query that an engine accepts."""

    def __init__(self, found: list[Token]) -> None:
        """Take the tokens."""
        self.found = found

    def outermost(self) -> Group:
        """Return the group of the query's WHERE."""
        form = next(at for at, token in enumerate(self.found) if token.text.upper() in _FORMS)
        template = self.found[form].text.upper() == "CONSTRUCT" and self.found[form + 1].text == "{"
        return self.group(self._next_group(self.closed(form + 1) if template else form + 1))

    def group(self, first: int) -> Group:
        """Return the group that opens at a token."""
        after = self.closed(first)
        if self._word(first + 1) == "SELECT":
            where = self.group(self._next_group(first + 2))
            return Group(first, after, (Element("SELECT", first + 1, after - 1, (where,)),))
        return Group(first, after, tuple(self._elements(first + 1, after - 1)))

    def closed(self, position: int) -> int:
        """Return the position after the bracket that opens at `position` is closed."""
        opening, depth = self.found[position].text, 0
        closing = _CLOSING[opening]
        while True:
            depth += {opening: 1, closing: -1}.get(self.found[position].text, 0)
            position += 1
            if depth == 0:
                return position

    def variables(self, first: int, after: int) -> set[str]:
        """Return the names of the variables among some tokens."""
        return {token.text[1:] for token in self.found[first:after] if token.kind == "variable"}

    def bound(self, group: Group) -> set[str]:
        """Return variables that every solution of the group binds, by what stands before its first OPTIONAL or BIND."""
        names: set[str] = set()
        for element in group.elements:
            if element.kind == "TRIPLES":
                names |= self.variables(element.first, element.after)
            elif element.kind == "VALUES":
                names |= self._bound_by_values(element)
            elif element.kind == "GROUP":
                names |= set.intersection(*map(self.bound, element.groups))
            elif element.kind == "GRAPH":
                names |= self.bound(element.groups[0])
            elif element.kind == "SELECT":
                names |= self.projected(element) & self.bound(element.groups[0])
            elif element.kind != "FILTER":
                break
        return names

    def projected(self, select: Element) -> set[str]:
        """Return the variables of the WHERE that a SELECT in a group hands on as they are."""
        end = select.groups[0].first
        names: set[str] = set()
        position = select.first + 1
        while position < end:
            if self.found[position].text == "*":
                return self.variables(end, select.groups[0].after)
            if self.found[position].kind == "variable":
                names.add(self.found[position].text[1:])
            position = self.closed(position) if self.found[position].text == "(" else position + 1
        return names

    def _bound_by_values(self, element: Element) -> set[str]:
        undefined = any(token.text.upper() == "UNDEF" for token in self.found[element.first : element.after])
        return set() if undefined else self.variables(element.first, element.after)

    def _word(self, position: int) -> str:
        token = self.found[position]
        return token.text.upper() if token.kind == "word" else token.text

    def _next_group(self, position: int) -> int:
        """Return where the next group opens that is not in brackets, such as the EXISTS of an expression."""
        while self.found[position].text != "{":
            position = self.closed(position) if self.found[position].text == "(" else position + 1
        return position

    def _elements(self, position: int, end: int) -> Iterator[Element]:
        while position < end:
            word = self._word(position)
            if word == ".":
                position += 1
                continue
            element = self._clause(word, position) if word in _KEYWORDS or word == "{" else self._triples(position, end)
            yield element
            position = element.after

    def _triples(self, first: int, end: int) -> Element:
        position = first
        while position < end and self._word(position) not in _KEYWORDS and self.found[position].text != "{":
            position += 1
        return Element("TRIPLES", first, position)

    def _clause(self, word: str, first: int) -> Element:
        if word == "{":
            return self._union(first)
        position = first + 1
        if word == "VALUES":  # its variables may stand in brackets
            position = self._next_group(position)
        while self.found[position].text not in "({":
            position += 1
        after = self.closed(position)
        nested = word in {"OPTIONAL", "MINUS", "GRAPH", "SERVICE"}
        return Element(word, first, after, (self.group(position),) if nested else ())

    def _union(self, first: int) -> Element:
        groups = [self.group(first)]
        while groups[-1].after < len(self.found) and self._word(groups[-1].after) == "UNION":
            groups.append(self.group(groups[-1].after + 1))
        return Element("GROUP", first, groups[-1].after, tuple(groups))
