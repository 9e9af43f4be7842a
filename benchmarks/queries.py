"""How long the named queries take on both engines. Run: python benchmarks/queries.py 10000 [NAME ...].

A graph of so many invented papers is written as N-Triples; each named query is asked with parameters that have answers,
on oxigraph, and on rdflib in a process of its own, which is ended after a minute. Both times are the best of up to five
runs (rdflib: as many as fit into five seconds), as other work on the machine only adds. Printed: a line a query, the
ratio of the times, the median of the ratios, and how long a plain `kg query` on the examples takes.
"""

import multiprocessing
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path

from kg.query import Graph, named_query, open_graph, query_names
from kg.query.rows import Row
from kg.terms import Triple, decimal, integer, text, typed
from kg.vocab import KG, RDF, SKOS, XSD

ROOT = Path(__file__).parents[1]
BASE = "https://w3id.org/scholarkg/id/"
PAGE, TEAMS, RUNS, PATIENCE, ENOUGH = 25, 7, 5, 60.0, 5.0
SYLLABLES = [c + v for c in "bcdfghklmnprstvz" for v in "aeiou"]
CATEGORIES = [f"cs.{letter}{other}" for letter in "ABCDEFGH" for other in "ILV"]
GIVEN = {
    "person": "Name 7",
    "start": "Name 7",
    "paper": "Title of paper 77",
    "category": "cs.AI",
    "source": "page-3.txt",
    "line": "10",
    "year": "2014",
    "words": "paper 77",
    "field": "category",
    "from": "2014-01-01",
    "to": "2014-06-30",
}


def thing(kind: str, key: object) -> str:
    """Return the IRI term of an invented thing."""
    return f"<{BASE}{kind}/{key}>"


class Invented:
    """Papers in groups of colleagues: a paper has one to six authors, mostly of one group, and stands on 1-3 pages."""

    def __init__(self, papers: int, seed: int = 1) -> None:
        self.count = papers
        self.people = max(20, papers // 2)
        self._random = random.Random(seed)  # noqa: S311 - invented papers
        self._words = ["".join(self._random.choices(SYLLABLES, k=3)) for _ in range(5_000)]
        self._places: dict[int, int] = {}

    def triples(self) -> Iterator[Triple]:
        """Yield the whole graph."""
        for number in range(self.people):
            yield from self._person(number)
        for number in range(TEAMS):
            yield thing("organization", number), RDF.type, KG.Organization
            yield thing("organization", number), KG.name, text(f"Team {number}")
        for notation in ("cs", *CATEGORIES):
            node = thing("category", notation)
            yield node, RDF.type, KG.Category
            yield node, SKOS.notation, text(notation)
            yield node, KG.name, text(f"Field {notation}")
            yield node, SKOS.prefLabel, text(f"Field {notation}")
            yield node, SKOS.inScheme, thing("scheme", "arxiv")
            if notation != "cs":
                yield node, SKOS.broader, thing("category", "cs")
        for number in range(self.count):
            yield from self._paper(number)
        for page in sorted(self._places):
            node = thing("source", page)
            yield node, RDF.type, KG.SourceDocument
            yield node, KG.documentName, text(f"page-{page}.txt")
            yield node, KG.sha256, text(f"{page:064x}")
            yield node, KG.mediaType, text("text/plain")

    def _person(self, number: int) -> Iterator[Triple]:
        node = thing("person", number)
        yield node, RDF.type, KG.Person
        yield node, KG.name, text(f"Name {number}")
        yield node, KG.givenName, text("Name")
        yield node, KG.familyName, text(str(number))
        yield node, KG.identityBasis, text("full-name")

    def _paper(self, number: int) -> Iterator[Triple]:
        source, node = self._random, thing("paper", number)
        group = self._random.randrange(self.people // 10) * 10
        pool = [group + each for each in range(10)] + [source.randrange(self.people)]
        authors = list(dict.fromkeys(source.choices(pool, k=source.choice([1, 2, 2, 3, 3, 4, 5, 6]))))
        complete = source.random() > 0.2
        yield node, RDF.type, KG.Paper
        yield node, KG.title, text(f"Title of paper {number}")
        yield node, KG.normalizedTitle, text(f"title of paper {number - number % 997 // 996}")
        yield node, KG.abstract, text(" ".join(source.choices(self._words, k=100)))
        yield node, KG.authorCount, integer(len(authors))
        yield node, KG.authorListComplete, typed("true" if complete else "false", XSD.boolean)
        yield node, KG.authorLine, text(", ".join(f"Name {author}" for author in authors))
        yield node, KG.codeReported, typed("true" if number % 5 == 0 else "false", XSD.boolean)
        for position, author in enumerate(authors, start=1):
            part = thing("authorship", f"{number}-{position}")
            agent = thing("organization", number % TEAMS) if number % 40 == position else thing("person", author)
            yield node, KG.hasAuthorship, part
            yield node, KG.author, agent
            yield part, RDF.type, KG.Authorship
            yield part, KG.position, integer(position)
            yield part, KG.agent, agent
            yield part, KG.rawName, text(f"{author}, Name" if source.random() < 0.1 else f"Name {author}")
        yield from self._facts(number, node)
        for copy in range(source.choice([1, 1, 2, 3])):
            yield from self._record(number, copy)

    def _facts(self, number: int, node: str) -> Iterator[Triple]:
        source = self._random
        if number % 10:
            yield node, KG.category, thing("category", source.choice(CATEGORIES))
        if number % 8:
            year, month, day = source.randint(2000, 2025), source.randint(1, 12), source.randint(1, 28)
            form = typed(f"{year}-{month:02}-{day:02}", XSD.date)
            yield node, KG.publicationYear, integer(year)
            for name in (KG.publishedOn, KG.publishedFrom, KG.publishedUntil):
                yield node, name, form
        else:
            guess = thing("inference", number)
            yield guess, RDF.type, KG.Inference
            yield guess, KG.about, node
            yield guess, KG.field, KG.publicationYear
            yield guess, KG.inferredValue, integer(2020)
            yield guess, KG.inRecord, thing("record", f"{number}-0")
            yield guess, KG.rule, text("year-after-latest")
            yield guess, KG.reason, text("the page is newest-first")
            yield guess, KG.confidence, decimal(0.5)
        if number % 6 == 0:
            repository = thing("repository", number // 12)
            yield node, KG.code, repository
            yield repository, RDF.type, KG.Repository
            yield repository, KG.codeRepository, f"<https://example.org/code/{number // 12}>"

    def _record(self, number: int, copy: int) -> Iterator[Triple]:
        page = number // PAGE + copy * self.count
        line = self._places[page] = self._places.get(page, 0) + 1
        node = thing("record", f"{number}-{copy}")
        yield node, RDF.type, KG.Record
        yield node, KG.recordOf, thing("paper", number)
        yield node, KG.inDocument, thing("source", page)
        yield node, KG.recordIndex, integer(line)
        yield node, KG.startLine, integer(3 * line - 2)
        yield node, KG.endLine, integer(3 * line)
        yield node, KG.recordScore, decimal(self._random.randint(10, 99))
        if copy:
            yield node, KG.recordAbstract, text(" ".join(self._random.choices(self._words, k=100)))
            conflict = thing("conflict", f"{number}-{copy}")
            yield conflict, RDF.type, KG.Conflict
            yield conflict, KG.about, thing("paper", number)
            yield conflict, KG.field, KG.publishedOn
            yield conflict, KG.keptValue, text("2014-01-01")
            yield conflict, KG.keptRecord, thing("record", f"{number}-0")
            yield conflict, KG.otherValue, text("2014-01-02")
            yield conflict, KG.otherRecord, node
            yield conflict, KG.rule, text("source-digest")


def seconds(graph: Graph, name: str, given: dict[str, str]) -> tuple[float, list[Row]]:
    """Return how long a query takes, and its rows."""
    before = time.perf_counter()
    rows = graph.select(name, given)
    return time.perf_counter() - before, rows.terms


def best(graph: Graph, name: str, given: dict[str, str]) -> tuple[float, list[Row]]:
    """Return the shortest of up to five runs, and the rows."""
    runs = [seconds(graph, name, given)]
    while len(runs) < RUNS and sum(run[0] for run in runs) < ENOUGH:
        runs.append(seconds(graph, name, given))
    return min(run[0] for run in runs), runs[0][1]


def serve(path: Path, link: Connection) -> None:
    """Answer questions on rdflib: (name, parameters) in, (seconds, rows) out."""
    graph = open_graph(path, engine="rdflib")
    link.send("ready")
    while True:
        name, given = link.recv()
        link.send(best(graph, name, given))


class Slow:
    """rdflib in a process that is ended, and begun anew, when a question takes more than a minute."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process: multiprocessing.Process | None = None

    def ask(self, name: str, given: dict[str, str]) -> tuple[float, list[Row]] | None:
        """Return seconds and rows; None after a minute."""
        if self._process is None:
            self._link, other = multiprocessing.Pipe()
            self._process = multiprocessing.Process(target=serve, args=(self._path, other), daemon=True)
            self._process.start()
            self._link.recv()
        self._link.send((name, given))
        if self._link.poll(PATIENCE + ENOUGH):
            answer: tuple[float, list[Row]] = self._link.recv()
            return answer
        self.end()
        return None

    def end(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None


def compare(path: Path, names: list[str]) -> None:
    """Print a line for each named query, or those of some names, and the median of the ratios."""
    fast, slow, ratios = open_graph(path), Slow(path), []
    known = GIVEN | {"other": str(fast.select("coauthors", person=GIVEN["person"])[0]["name"])}
    for query in [named_query(name) for name in names or query_names()]:
        given = {each.name: known[each.name] for each in query.parameters}
        mine, rows = best(fast, query.name, given)
        other = slow.ask(query.name, given)
        shown = f"{query.name:<26} {len(rows):>7} rows {1000 * mine:>9.1f} ms"
        if other is None or other[0] > PATIENCE:
            print(f"{shown}   rdflib more than {PATIENCE:.0f} s (x > {PATIENCE / mine:.0f}, not counted)", flush=True)
            continue
        ratios.append(other[0] / mine)
        alike = "" if sorted(map(str, rows)) == sorted(map(str, other[1])) else "   DIFFERENT ANSWERS"
        print(f"{shown}   rdflib {1000 * other[0]:>9.1f} ms   x {ratios[-1]:>6.1f}{alike}", flush=True)
    slow.end()
    median = statistics.median(ratios)
    print(f"median of {len(ratios)} ratios: {median:.1f} (at least 40 wanted); lowest {min(ratios):.1f}")


def start() -> None:
    """Print how long `kg query` takes on the examples, and Python itself."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    def run(*words: str) -> float:
        before = time.perf_counter()
        subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, check=True)  # noqa: S603
        return time.perf_counter() - before

    whole = statistics.median(run("-m", "kg", "query", "papers-by-year") for _ in range(15))
    bare = statistics.median(run("-c", "pass") for _ in range(15))
    print(f"kg query papers-by-year: {1000 * whole:.0f} ms (at most 250 wanted), Python alone {1000 * bare:.0f} ms")


def main() -> None:
    """Compare on a graph of the wanted size."""
    papers = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    start()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nt"
        with path.open("w", encoding="utf-8") as file:
            lines = sum(file.write(f"{' '.join(triple)} .\n") > 0 for triple in Invented(papers).triples())
        engines = ", ".join(f"{name} {version(name)}" for name in ("pyoxigraph", "rdflib"))
        size = path.stat().st_size / 1e6
        print(f"{papers:,} papers, {lines:,} triples, {size:.0f} MB; {engines}, Python {platform.python_version()}")
        compare(path, sys.argv[2:])


if __name__ == "__main__":
    main()
