"""Small graphs of ours, endpoints that answer by rule, and a real server with a generated other graph."""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from kg.export import GraphFile, statements
from kg.links.forms.turtle import links_of
from kg.links.ours.entities import Entities, Entity
from kg.model import Link
from kg.store import sorted_groups

OnLoopback = Callable[[type[BaseHTTPRequestHandler]], AbstractContextManager[str]]

SHARED = Path(__file__).parents[3] / "shared"
HEAD = """
@prefix kg: <https://w3id.org/scholarkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix paper: <https://w3id.org/scholarkg/id/paper/> .
@prefix version: <https://w3id.org/scholarkg/id/version/> .
@prefix person: <https://w3id.org/scholarkg/id/person/> .
@prefix organization: <https://w3id.org/scholarkg/id/organization/> .
@prefix venue: <https://w3id.org/scholarkg/id/venue/> .
@prefix category: <https://w3id.org/scholarkg/id/category/> .
@prefix scheme: <https://w3id.org/scholarkg/id/scheme/> .
@prefix authorship: <https://w3id.org/scholarkg/id/authorship/> .
"""


@pytest.fixture
def graph(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that writes Turtle as the graph of a folder, and returns the folder."""

    def written(turtle: str) -> Path:
        (tmp_path / "graph.ttl").write_text(HEAD + turtle, encoding="utf-8")
        return tmp_path

    return written


@pytest.fixture
def entities(graph: Callable[[str], Path]) -> Callable[[str], list[Entity]]:
    """Return a function from Turtle to the things in it that can be linked."""

    def read(turtle: str) -> list[Entity]:
        found = Entities()
        found.add(statement[:3] for statement in statements(GraphFile(graph(turtle) / "graph.ttl")))
        return list(found)

    return read


@pytest.fixture(scope="session")
def links_in() -> Callable[[Path], list[Link]]:
    """Return a function from a folder to the links in its links.ttl, in the order of their ends."""

    def read(folder: Path) -> list[Link]:
        triples = (statement[:3] for statement in statements(GraphFile(folder / "links.ttl")))
        return sorted(links_of(sorted_groups(triples)))

    return read


@contextmanager
def _served(files: list[Path], folder: Path) -> Iterator[str]:
    beside = Path(sys.executable).with_name("oxigraph.exe" if os.name == "nt" else "oxigraph")
    command = str(beside) if beside.exists() else shutil.which("oxigraph")
    if command is None:
        pytest.skip("there is no oxigraph server here: pip install oxigraph (make test does)")
    for file in files:
        subprocess.run([command, "load", "-l", str(folder), "-f", str(file)], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([command, "serve", "-l", str(folder), "-b", f"127.0.0.1:{port}"], **quiet)
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        for _ in range(200):
            try:
                direct.open(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except urllib.error.URLError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def served() -> Callable[..., Any]:
    """Return a context manager that serves files by a real SPARQL server and gives its address."""
    return _served


JSON = "application/sparql-results+json"
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"|<([^<>]+)>')


@dataclass
class Rules:
    """An endpoint that knows things by their keys, and misbehaves on demand."""

    url: str = ""
    known: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """Key -> rows: variable -> value; IRIs begin with http."""
    wrong: Callable[[list[str]], tuple[int, dict[str, str], bytes] | None] = lambda _: None
    """What is answered instead for some keys: status, headers, body."""
    asked: list[list[str]] = field(default_factory=list)
    """The keys of each query."""
    works: list[dict[str, str]] = field(default_factory=list)
    """The rows of its list of works."""
    count: str = "1000001"
    """How many works it says to list: by this more than anybody reads."""
    pages: list[tuple[str, str]] = field(default_factory=list)
    """The bounds of each page of the list that was asked for."""
    wrong_page: Callable[[str, str], tuple[int, dict[str, str], bytes] | None] = lambda *_: None
    """What is answered instead for some pages."""
    wrong_count: tuple[int, dict[str, str], bytes] | None = None
    """What is answered instead of the number."""
    media_type: str = JSON
    counted: list[str] = field(default_factory=list)
    """The questions for the number of works."""

    def answer(self, query: str) -> tuple[int, dict[str, str], bytes]:
        """Return the answer to a query."""
        if "AS ?count" in query:
            self.counted.append(query)
            return self.wrong_count or (200, {"Content-Type": JSON}, self.table([{"count": self.count}]))
        if "VALUES ?key" not in query:
            return self.page(*(found[1] if (found := re.search(rf'{sign} "(.*?)"', query)) else end for sign, end in
                             ((">=", ""), ("<", "g"))))  # fmt: skip
        inside = query[query.index("VALUES ?key {") + 13 :].partition(" }")[0]
        keys = [iri or json.loads(f'"{literal}"') for literal, iri in _LITERAL.findall(inside)]
        self.asked.append(keys)
        wrong = self.wrong(keys)
        return wrong or (
            200,
            {"Content-Type": JSON},
            self.table([{"key": k, **r} for k in keys for r in self.known.get(k, ())]),
        )

    def page(self, low: str, high: str) -> tuple[int, dict[str, str], bytes]:
        """Return the works of a page."""
        self.pages.append((low, high))
        return self.wrong_page(low, high) or (200, {"Content-Type": JSON}, self.table(self.listed(low, high)))

    def listed(self, low: str, high: str) -> list[dict[str, str]]:
        """Return the rows of the works whose digests lie within bounds."""
        return [row for row in self.works if low <= self.digest(row.get("thing", "")) < high]

    @staticmethod
    def digest(thing: str) -> str:
        """Return the MD5 of an IRI, as SPARQL has it."""
        return hashlib.md5(thing.encode()).hexdigest()  # noqa: S324 - no secret

    @staticmethod
    def table(rows: list[dict[str, str]]) -> bytes:
        """Return SPARQL results."""
        names = sorted({name for row in rows for name in row} | {"key", "thing"})
        cells = [
            {
                n: {"type": "uri" if n == "thing" or (n == "key" and v.startswith("http")) else "literal", "value": v}
                for n, v in row.items()
            }
            for row in rows
        ]
        return json.dumps({"head": {"vars": names}, "results": {"bindings": cells}}).encode()


@pytest.fixture
def rules(on_loopback: OnLoopback) -> Iterator[Rules]:
    """Yield an endpoint on loopback."""
    found = Rules()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            status, headers, content = found.answer(parse_qs(body)["query"][0])
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with on_loopback(Handler) as address:
        found.url = f"{address}/sparql"
        yield found
