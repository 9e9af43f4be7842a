"""Query text -> the parts of its WHERE. Reads: tokens. Emits: Part, in the order of the text.

A light reader, for explanations only: it finds the triple patterns and the other parts of a group and knows where each
stands. The engine has accepted the text before, so what surprises this reader is beyond it, not wrong.
"""

from collections.abc import Iterator
from typing import NamedTuple

from kg.query.syntax import Token, tokens

_TERM_KINDS = frozenset({"iri", "name", "string", "variable", "blank", "number"})
_TERM_WORDS = frozenset({"a", "true", "false"})
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_CLAUSES = frozenset({"FILTER", "BIND", "VALUES", "OPTIONAL", "MINUS", "GRAPH"})


class Part(NamedTuple):
    """A part of a group: `kind` is triple, group or the clause's keyword; `text` can stand in a group of its own."""

    kind: str
    text: str
    start: int
    parts: tuple["Part", ...] = ()
    """The parts of a nested group, whose patterns must match too."""


class NotUnderstoodError(Exception):
    """The text is beyond this reader."""


def where_parts(text: str) -> tuple[str, list[Part]]:
    """Return the prologue of a query, and the parts of its outermost group.

    Raises:
        NotUnderstoodError: the text is beyond this reader.
    """
    found = tokens(text)
    form = next((at for at, token in enumerate(found) if token.text.upper() in {"SELECT", "ASK", "CONSTRUCT"}), None)
    if form is None:
        raise NotUnderstoodError
    reader = _Reader(text, found)
    at = form
    if found[form].text.upper() == "CONSTRUCT" and found[form + 1].text == "{":
        at = reader.after_bracket(form + 1)
    while at < len(found) and found[at].text != "{":
        at = reader.after_bracket(at) if found[at].text == "(" else at + 1
    return text[: found[form].start], list(reader.group(at))


class _Reader:
    """Reads parts from tokens. Positions are indexes of tokens."""

    def __init__(self, text: str, found: list[Token]) -> None:
        self.text = text
        self.found = found

    def at(self, position: int) -> Token:
        if position >= len(self.found):
            raise NotUnderstoodError
        return self.found[position]

    def span(self, first: int, after: int) -> str:
        return self.text[self.at(first).start : self.found[after - 1].end]

    def after_bracket(self, position: int) -> int:
        """Return the position after the bracket that opens at `position` is closed."""
        opening = self.at(position).text
        closing, depth = _CLOSING[opening], 0
        while True:
            depth += {opening: 1, closing: -1}.get(self.at(position).text, 0)
            position += 1
            if depth == 0:
                return position

    def group(self, position: int) -> Iterator[Part]:
        """Yield the parts of the group that opens at `position`."""
        end = self.after_bracket(position) - 1
        position += 1
        while position < end:
            token = self.at(position)
            if token.text == ".":
                position += 1
            elif token.text.upper() in _CLAUSES or token.text == "{":
                after = self.after_clause(position)
                yield self.clause(position, after)
                position = after
            else:
                parts, position = self.triples(position, end)
                yield from parts

    def clause(self, first: int, after: int) -> Part:
        token = self.at(first)
        kind = "group" if token.text == "{" else token.text.upper()
        inner: tuple[Part, ...] = ()
        alone = kind == "group" and self.after_bracket(first) == after
        if alone and self.at(first + 1).text.upper() != "SELECT":
            inner = tuple(self.group(first))
        elif alone:
            inner = tuple(where_parts(self.span(first + 1, after - 1))[1])
            shift = self.at(first + 1).start
            inner = tuple(_moved(part, shift) for part in inner)
        return Part(kind, self.span(first, after), token.start, inner)

    def after_clause(self, position: int) -> int:
        """Return the position after the clause that begins at `position`."""
        if self.at(position).text == "{":
            position = self.after_bracket(position)
            while position < len(self.found) and self.at(position).text.upper() == "UNION":
                position = self.after_bracket(position + 1)
            return position
        keyword = self.at(position).text.upper()
        position += 1
        if keyword == "VALUES":
            while self.at(position).text != "{":
                position += 1
        while self.at(position).text not in "({":
            position += 1
        return self.after_bracket(position)

    def triples(self, position: int, end: int) -> tuple[list[Part], int]:
        """Return the triple patterns of one subject, and the position after them."""
        parts: list[Part] = []
        start = position
        position = self.after_term(position)
        subject = self.span(start, position)
        first = start
        while position < end and self.at(position).text not in ".}":
            verb_start = position
            position = self.after_path(position)
            verb = self.span(verb_start, position)
            while True:
                value_start = position
                position = self.after_term(position)
                pattern = f"{subject} {verb} {self.span(value_start, position)}"
                parts.append(Part("triple", pattern, self.at(first).start))
                if position >= end or self.at(position).text != ",":
                    break
                position += 1
                first = position
            while position < end and self.at(position).text == ";":
                position += 1
            first = position
            if position < end and self.at(position).text.upper() in _CLAUSES:
                break
            if position >= end or self.at(position - 1).text != ";":
                break
        return parts, position

    def after_term(self, position: int) -> int:
        """Return the position after a term, a bracketed blank node or a list."""
        token = self.at(position)
        if token.text in {"[", "("}:
            return self.after_bracket(position)
        if token.kind not in _TERM_KINDS and token.text not in _TERM_WORDS:
            raise NotUnderstoodError
        if token.kind == "string" and position + 1 < len(self.found):
            following = self.at(position + 1)
            return position + (2 if following.kind == "language" else 3 if following.text == "^^" else 1)
        return position + 1

    def after_path(self, position: int) -> int:
        """Return the position after a verb: a variable, an IRI or a property path."""
        while True:
            while self.at(position).text in {"^", "!"}:
                position += 1
            position = self.after_term(position)
            while self.at(position).text in {"*", "+", "?"}:
                position += 1
            if self.at(position).text not in {"/", "|"}:
                return position
            position += 1


def _moved(part: Part, offset: int) -> Part:
    return part._replace(start=part.start + offset, parts=tuple(_moved(inner, offset) for inner in part.parts))
