"""A query with SERVICE -> what can be asked on its own. Reads: SPARQL text. Emits: Service, smaller queries.

A SERVICE clause is a table that is joined to what stands around it. So it can be asked for less than the whole table:
for rows that fit the solutions of the patterns before it and of those joined after it, in its group and in the groups
around it, up to the next sub-select, which is answered on its own (SPARQL 1.1, section 18.2), or OPTIONAL.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.query.groups import JOINED, Element, Group, Groups
from kg.query.syntax import Token, declared_prefixes, is_service, place, refuse, refuse_syntax, tokens

Path = tuple[tuple[Group, int], ...]
"""Groups from the outside to the inside, each with the position of the element that holds the next one."""
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_UNSTABLE: Final = frozenset({"RAND", "UUID", "STRUUID"})
_NO_KEYS: Final = _UNSTABLE | {"BNODE", "EXISTS", "NOW"}
"""Words in a FILTER whose truth for some patterns is not that for all of them."""
_NOT_HERE = (
    "SERVICE can be asked where it stands in WHERE, in a group, UNION, OPTIONAL, MINUS or a sub-select of it; "
    "here it would be asked for each row: move it out of EXISTS, GRAPH, LATERAL or the other SERVICE"
)
_VARIABLE = "name the endpoint by its IRI: what stands in a graph must not decide who is asked"
_CHANGING = "the patterns around SERVICE are matched twice, and this gives another value each time: leave it out"
_ANNOTATION = "SERVICE beside an annotation of a triple is beyond this reader: write the triples one by one"
_COMPARED = "is this an IRI, or is something less here? write blanks around < and >"


class Service(NamedTuple):
    """One SERVICE clause."""

    endpoint: str
    silent: bool
    element: Element
    path: Path

    @property
    def group(self) -> Group:
        """What its endpoint is asked for."""
        return self.element.groups[0]


class Question(NamedTuple):
    """What an endpoint is asked: the text for some keys, or without keys for all there is."""

    prologue: str
    before: str
    after: str

    def text(self, head: str, keys: str = "") -> str:
        """Return the query, with what stands after SELECT and the VALUES of its keys."""
        return f"{self.prologue}SELECT {head} WHERE {self.before}{keys} {self.after}"


class Services:
    """The SERVICE clauses of a query, in the order of its text."""

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        """Read a query.

        Args:
            text: the query.
            prefixes: known without declaration.

        Raises:
            QueryError: it is no query, or a clause stands where it cannot be asked on its own.
        """
        self.text = text
        self.found = tokens(text)
        self._known = prefixes
        self._all_prefixes = {**prefixes, **declared_prefixes(self.found)}
        self._groups = Groups(self.found)
        self._check_syntax()
        self._refuse(lambda at: self.found[at].text == "{" and text[self.found[at].end :][:1] == "|", _ANNOTATION)
        self._refuse(lambda at: self._word(at) == "LATERAL", _NOT_HERE)
        self._refuse(self._is_comparison, _COMPARED)
        self.clauses = list(self._walk(self._groups.outermost(), ()))
        reached = {service.element.first for service in self.clauses}
        self._refuse(lambda at: is_service(self.found[at]) and at not in reached, _NOT_HERE)
        self._refuse(lambda at: self._word(at) in _UNSTABLE and not self._inside(at), _CHANGING)

    def keys(self, service: Service, answers: Mapping[int, str]) -> tuple[tuple[str, ...], str]:
        """Return the variables by whose values a clause can be asked, and the query for these values.

        Args:
            service: a clause.
            answers: text in place of each clause that was asked before, by the number of its first token.

        Returns:
            The variables in order, none where nothing around the clause binds one that all its answers bind.
        """
        path = _restricting(service.path)
        contexts = [found for group, at in path if (found := self._context(group, at, answers)) is not None]
        around = set[str]().union(*(names for names, _ in contexts))
        names = tuple(sorted(around & self._groups.bound(service.group)))
        form = f"{self._prologue()}SELECT DISTINCT {variables(names)} {self._dataset()}"
        return names, f"{form}WHERE {{ {' '.join(text for _, text in contexts)} }}"

    def question(self, service: Service) -> Question:
        """Return what the endpoint of a clause is asked for."""
        group, body = service.group, self._span(service.group.first, service.group.after)
        used = {token.text.partition(":")[0] for token in self.found[group.first : group.after] if token.kind == "name"}
        missing = sorted((used & self._known.keys()) - declared_prefixes(self.found).keys())
        prologue = "".join(f"PREFIX {name}: <{self._known[name]}> " for name in missing) + self._prologue()
        entry = self._entry(group)
        if entry is None:
            return Question(prologue, "{ ", f"{body} }}")
        at = self.found[entry.first].end - self.found[group.first].start
        before, after = ("{ ", " }") if _select(group) else ("", "")
        return Question(prologue, f"{before}{body[:at]} ", f"{body[at:]}{after}")

    def columns(self, service: Service) -> tuple[tuple[str, ...], frozenset[str]]:
        """Return the variables that a clause binds, and which of them the rest of the query speaks of."""
        found = ox.Store().query(self.question(service).text("*"))
        names = tuple(sorted(variable.value for variable in found.variables))  # type: ignore[union-attr]
        first, end = service.element.first, service.element.after
        outside = self._groups.variables(0, first) | self._groups.variables(end, len(self.found))
        return names, frozenset(names) & (frozenset(names) if self._takes_all() else outside)

    def joined(self, answers: Mapping[int, str]) -> str:
        """Return the query with answers in place of its clauses; its lines stay where they are."""
        return self._rendered(0, len(self.found), answers, whole=True)

    def line(self, service: Service) -> int:
        """Return the line of a clause."""
        return place(self.text, self.found[service.element.first].start)[0]

    def refuse(self, service: Service, message: str) -> None:
        """Raise a QueryError that shows a clause."""
        self._refuse(lambda at: at == service.element.first, message)

    def _check_syntax(self) -> None:
        """Raise a QueryError where the text is no query. OPTIONAL stands where SERVICE may, and asks nobody."""
        text = self.text
        for at, token in enumerate(self.found):
            if is_service(token):
                end = self.found[self._endpoint_at(at)].end
                gap = text[token.start : end]
                rest = gap[7:] if gap[7] == "\n" else gap[8:]
                blank = "OPTIONAL" + "".join(sign if sign in "\r\n" else " " for sign in rest)
                text = text[: token.start] + blank.ljust(len(gap)) + text[end:]
        try:
            ox.Store().query(text, prefixes=dict(self._known))
        except SyntaxError as error:
            refuse_syntax(self.text, error, self._known)

    def _endpoint_at(self, at: int) -> int:
        """Return where the name of the endpoint stands after the keyword."""
        after = at + (2 if self._word(at + 1) == "SILENT" else 1)
        if after >= len(self.found) or self.found[after].kind not in {"iri", "name"}:
            self._refuse(lambda each: each == at, _VARIABLE)
        return after

    def _walk(self, group: Group, path: Path) -> Iterator[Service]:
        for at, element in enumerate(group.elements):
            here = (*path, (group, at))
            if element.kind == "SERVICE":
                endpoint = self._endpoint_at(element.first)
                silent = endpoint > element.first + 1
                yield Service(self._expanded(self.found[endpoint]), silent, element, here)
            elif element.kind in {"GROUP", "OPTIONAL", "MINUS"}:
                for inner in element.groups:
                    yield from self._walk(inner, here)
            elif element.kind == "SELECT":
                yield from self._walk(element.groups[0], ())

    def _expanded(self, token: Token) -> str:
        if token.kind == "iri":
            return token.text[1:-1]
        prefix, _, local = token.text.partition(":")
        return self._all_prefixes[prefix] + local.replace("\\", "")

    def _context(self, group: Group, at: int, answers: Mapping[int, str]) -> tuple[set[str], str] | None:
        """Return the variables and the text of what restricts the element at a position of a group."""
        elements = [element for element in group.elements[:at] if element.kind != "FILTER"]
        if group.elements[at].kind in JOINED:
            elements += self._joined_after(group, at, answers)
        if not elements:
            return None
        names = set[str]().union(*(self._groups.variables(each.first, each.after) for each in elements))
        texts = [self._rendered(each.first, each.after, answers) for each in elements]
        filters = [self._guarded(each) for each in group.elements if each.kind == "FILTER"]
        return names, f"{{ {' '.join(texts)} {' '.join(filters)} }}"

    def _joined_after(self, group: Group, at: int, answers: Mapping[int, str]) -> Iterator[Element]:
        """Yield the elements that are joined after one, as far as they are known."""
        for element in group.elements[at + 1 :]:
            if element.kind == "FILTER":
                continue
            if element.kind not in JOINED:
                return
            inside = range(element.first, element.after)
            if all(service.element.first in answers for service in self.clauses if service.element.first in inside):
                yield element

    def _guarded(self, element: Element) -> str:
        """Return a FILTER that holds as soon as a variable of it is unbound: patterns of the rest may bind it."""
        names = sorted(self._groups.variables(element.first, element.after))
        if not names or any(self._word(at) in _NO_KEYS for at in range(element.first, element.after)):
            return ""
        bound = " && ".join(f"BOUND(?{name})" for name in names)
        return f"FILTER(!({bound}) || ({self._span(element.first + 1, element.after)}))"

    def _entry(self, group: Group) -> Group | None:
        """Return the group that VALUES of keys may restrict; None for a sub-select that counts its rows.

        What a sub-select hands on unchanged it is grouped by, if it is grouped at all.
        """
        select = _select(group)
        if select is None:
            return group
        after = range(select.groups[0].after, select.after)
        return None if any(self._word(at) in {"LIMIT", "OFFSET"} for at in after) else select.groups[0]

    def _rendered(self, first: int, after: int, answers: Mapping[int, str], *, whole: bool = False) -> str:
        """Return the text of some tokens with answers in place of clauses."""
        begin, end = (0, len(self.text)) if whole else (self.found[first].start, self.found[after - 1].end)
        pieces: list[str] = []
        for service in self.clauses:
            element = service.element
            if first <= element.first < after:
                start, stop = self.found[element.first].start, self.found[element.after - 1].end
                pieces += [self.text[begin:start], answers[element.first], "\n" * self.text.count("\n", start, stop)]
                begin = stop
        pieces.append(self.text[begin:end])
        open_triples = not whole and self.found[after - 1].text not in {".", "}"}
        return "".join(pieces) + (" ." if open_triples else "")

    def _span(self, first: int, after: int) -> str:
        return self.text[self.found[first].start : self.found[after - 1].end]

    def _prologue(self) -> str:
        form = next(at for at in range(len(self.found)) if self._word(at) in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
        return "".join(f"{token.text} " for token in self.found[:form])

    def _dataset(self) -> str:
        """Return the FROM clauses, which stand before the outermost group."""
        end = self._groups.outermost().first
        words = [at for at in range(end) if self._word(at) == "FROM"]
        return "".join(f"{self._span(at, at + (3 if self._word(at + 1) == 'NAMED' else 2))} " for at in words)

    def _takes_all(self) -> bool:
        heads = {"SELECT", "DISTINCT", "REDUCED", "DESCRIBE"}
        return any(
            token.text == "*" and before.text.upper() in heads and before.kind == "word"
            for before, token in zip(self.found, self.found[1:], strict=False)
        )

    def _is_comparison(self, at: int) -> bool:
        """Return whether a token may be no IRI but what stands between `<` and `>` of two comparisons."""
        token = self.found[at]
        based = any(self._word(each) == "BASE" for each in range(len(self.found)))
        return token.kind == "iri" and not based and not _ABSOLUTE.match(token.text)

    def _inside(self, at: int) -> bool:
        return any(service.element.first <= at < service.element.after for service in self.clauses)

    def _word(self, at: int) -> str:
        token = self.found[at] if at < len(self.found) else None
        return token.text.upper() if token is not None and token.kind == "word" else ""

    def _refuse(self, is_wrong: Callable[[int], bool], message: str) -> None:
        """Raise a QueryError at the first token that is wrong."""
        for at, token in enumerate(self.found):
            if is_wrong(at):
                line, column = place(self.text, token.start)
                refuse(self.text, message, line=line, column=column)


def _restricting(path: Path) -> Path:
    """Return the groups whose patterns restrict a clause: none beyond the first OPTIONAL or MINUS around it.

    What OPTIONAL has not found is left out of its solutions, so that less for it to find gives other solutions, which
    fit what stands outside where the true ones may not.
    """
    optional = [level for level, (group, at) in enumerate(path) if group.elements[at].kind not in JOINED]
    return path[optional[-1] :] if optional else path


def _select(group: Group) -> Element | None:
    """Return the SELECT that a group consists of."""
    return group.elements[0] if group.elements and group.elements[0].kind == "SELECT" else None


def variables(names: Iterable[str]) -> str:
    """Return names as variables of SPARQL."""
    return " ".join(f"?{name}" for name in names)
