"""What the tests of queries share: graphs as plain dictionaries, counted without any query engine, and an endpoint."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs

import pytest
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse

from kg.query import Graph, Rows
from kg.query.federation import Federation
from kg.vocab import PREFIXES

OnLoopback = Callable[[type[BaseHTTPRequestHandler]], AbstractContextManager[str]]

KG, TYPE, BROADER = PREFIXES["kg"], PREFIXES["rdf"] + "type", PREFIXES["skos"] + "broader"


class Facts:
    """A graph as dictionaries; terms of our vocabulary go by their local names, every value is text."""

    def __init__(self, path: Path, asked: dict[str, str]) -> None:
        """Read the triples without any query engine."""
        self.asked = asked
        self.values: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.kinds: dict[str, list[str]] = defaultdict(list)
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode | Literal)
            subject, name = quad.subject.value, quad.predicate.value.removeprefix(KG)
            self.values[subject, name].append(quad.object.value)
            if name == TYPE:
                self.kinds[quad.object.value.removeprefix(KG)].append(subject)
        self.papers = self.kinds["Paper"]

    def all(self, thing: str | None, name: str) -> list[str]:
        """Return the values of a property."""
        return self.values.get((str(thing), name), [])

    def one(self, thing: str | None, name: str) -> str | None:
        """Return the value of a property, None where there is none."""
        return next(iter(self.all(thing, name)), None)

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """Return the things that have a property, each with each of its values."""
        return [(thing, value) for (thing, known), values in self.values.items() if known == name for value in values]

    def number(self, thing: str, name: str) -> int:
        """Return the value of a property as a number."""
        return int(self.values[thing, name][0])

    def thing(self, parameter: str, kind: str, name: str) -> str:
        """Return the one thing that a parameter means."""
        (found,) = [thing for thing in self.kinds[kind] if self.asked[parameter] in self.all(thing, name)]
        return found

    def person(self, parameter: str = "person") -> str:
        """Return the person that is asked for."""
        return self.thing(parameter, "Person", "name")

    def positions(self, paper: str) -> dict[str, int]:
        """Return the authors of a paper with their positions."""
        parts = self.all(paper, "hasAuthorship")
        return {self.values[part, "agent"][0]: self.number(part, "position") for part in parts}

    def written(self, person: str) -> list[str]:
        """Return the papers of a person."""
        return [paper for paper in self.papers if person in self.positions(paper)]

    def authors(self) -> set[str]:
        """Return everybody who wrote a paper."""
        return {author for paper in self.papers for author in self.positions(paper)}

    def years(self, person: str) -> list[int]:
        """Return the years of the dated papers of a person."""
        return [self.number(paper, "publicationYear") for paper in self.written(person) if self.year(paper)]

    def year(self, paper: str) -> str | None:
        """Return the year of a paper."""
        return self.one(paper, "publicationYear")

    def records(self, paper: str) -> list[str]:
        """Return the records of a paper."""
        return [record for record in self.kinds["Record"] if paper in self.all(record, "recordOf")]

    def place(self, record: str | None) -> tuple[str | None, str | None]:
        """Return the name of a record's document, and its first line."""
        return self.one(self.one(record, "inDocument"), "documentName"), self.one(record, "startLine")

    def under(self, category: str) -> list[str]:
        """Return a category and those directly below it."""
        return [each for each in self.kinds["Category"] if each == category or category in self.all(each, BROADER)]

    def has_code(self, paper: str) -> bool:
        """Return whether a paper has code or is flagged so."""
        return bool(self.all(paper, "code")) or self.one(paper, "codeReported") == "true"


class Answer(NamedTuple):
    """A response: its status, body, media type and where it redirects to."""

    status: int
    body: bytes
    kind: str = "application/sparql-results+json"
    location: str = ""


@dataclass
class Loopback:
    """An endpoint on this machine that speaks the SPARQL 1.1 Protocol about a store of its own."""

    url: str
    store: Store = field(default_factory=Store)
    asked: list[str] = field(default_factory=list)
    spoil: Callable[[str, bytes], Answer | None] = lambda _query, _body: None
    """The query and the true answer -> what is sent instead."""

    def load(self, turtle: str) -> None:
        """Take other triples."""
        self.store = Store()
        self.store.load(turtle.encode(), RdfFormat.TURTLE)

    def answer(self, query: str) -> Answer:
        """Return the answer to a query."""
        self.asked.append(query)
        found = self.store.query(query)
        assert isinstance(found, QuerySolutions)
        body = found.serialize(format=QueryResultsFormat.JSON)
        assert body is not None
        return self.spoil(query, body) or Answer(200, body)

    def graph(self, turtle: str, *, engine: str = "oxigraph", **places: str) -> Graph:
        """Return a graph that may ask this endpoint; the prefix `:` is known."""
        store = Store()
        store.load(turtle.encode(), RdfFormat.TURTLE)
        federation = Federation(places={self.url: self.url, **places})
        return Graph(store, prefixes={"": "http://x/"}, engine=engine, federation=federation)


P = "@prefix : <http://x/> . "
JOIN = "SELECT ?p ?n { ?p :same ?w SERVICE <U> { ?w :cites ?n } }"


def many(count: int, name: str) -> str:
    """Return so many papers of ours, or works of theirs."""
    return P + " ".join(f":p{n} :same :w{n} ." if name == "ours" else f":w{n} :cites {n} ." for n in range(count))


def ask(loopback: Loopback, ours: str, query: str = JOIN, **more: float) -> Rows:
    """Return the answer of a graph that may ask the endpoint."""
    return loopback.graph(ours).select(query.replace("<U>", f"<{loopback.url}>"), **more)


@pytest.fixture
def loopback(on_loopback: OnLoopback) -> Iterator[Loopback]:
    """Yield an endpoint without triples."""
    yield from served(on_loopback)


@pytest.fixture(scope="module")
def lasting(on_loopback: OnLoopback) -> Iterator[Loopback]:
    """Yield an endpoint for many examples of one test."""
    yield from served(on_loopback)


def served(on_loopback: OnLoopback) -> Iterator[Loopback]:
    """Yield an endpoint on a free port."""
    place = Loopback("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, body, kind, location = place.answer(parse_qs(sent)["query"][0])
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with on_loopback(Handler) as address:
        place.url = f"{address}/sparql"
        yield place
