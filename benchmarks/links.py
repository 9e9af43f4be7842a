"""Linking measured: precision and recall on invented papers with known correspondences, speed against the naive way.

`python benchmarks/links.py 20000 100000`: papers of ours, works of theirs. A real server, `oxigraph serve`, holds
theirs on loopback. `kg link` reads its list, asks it by keys, reads the same as a dump; scripts ask it title by title,
to the letter and in any case. `--journey 20` lets each question travel 20 ms more, as it does to a server elsewhere.
"""

import argparse
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from other_graph import Generator, Pair, write
from SPARQLWrapper import JSON, SPARQLWrapper

from kg.export import GraphFile, statements
from kg.links.forms.turtle import links_of
from kg.model import Link
from kg.pipeline.linking import link
from kg.store import sorted_groups
from kg.terms import lexical, text
from kg.vocab import KG

BLIND = 40
"""Papers that one query a title in any case is measured with: a filter over all titles takes a second."""
LETTERS = 2_000
"""Papers that one query a title to the letter is measured with."""
SAME = "http://www.w3.org/2002/07/owl#sameAs"


class Server(NamedTuple):
    """An endpoint on loopback."""

    url: str
    process: int


@contextmanager
def served(theirs: Path) -> Iterator[Server]:
    """Yield an endpoint that holds a file."""
    command = str(Path(sys.executable).with_name("oxigraph"))
    store = theirs.with_name("store")
    subprocess.run([command, "load", "-l", str(store), "-f", str(theirs)], check=True, capture_output=True)  # noqa: S603
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603
        [command, "serve", "-l", str(store), "-b", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except urllib.error.URLError:
                time.sleep(0.05)
        yield Server(f"http://127.0.0.1:{port}/query", server.pid)
    finally:
        server.terminate()
        server.wait(10)


def cpu_seconds(server: Server) -> float:
    """Return what this process and the server have used of the processors; of this one alone where there is no /proc.

    On a machine that does other work, too, it is the only time that tells anything.
    """
    times = Path(f"/proc/{server.process}/stat")
    theirs = sum(map(int, times.read_text().rpartition(")")[2].split()[11:13])) if times.exists() else 0
    return time.process_time() + theirs / os.sysconf("SC_CLK_TCK")


def links_in(path: Path) -> list[Link]:
    """Return the links of a file."""
    return list(links_of(sorted_groups(statement[:3] for statement in statements(GraphFile(path)))))


def share(part: int, whole: int) -> str:
    """Return a part as a fraction with its numbers."""
    return f"{part / whole if whole else 1:.4f} ({part:,} of {whole:,})"


def tell(made: Pair, found: Iterable[Link]) -> None:
    """Print precision and recall."""
    papers: dict[str, list[Link]] = {}
    persons: dict[str, list[Link]] = {}
    for one in found:
        if one.state == "accepted":
            (papers if one.subject in made.papers else persons).setdefault(one.subject, []).append(one)
    there = [iri for iri, truth in made.papers.items() if truth]
    right = sum(one.object in made.papers[iri] for iri, links in papers.items() for one in links)
    print("papers: precision", share(right, sum(map(len, papers.values()))))
    linked = [iri for iri in there if any(one.object in made.papers[iri] for one in papers.get(iri, ()))]
    print("papers: recall   ", share(len(linked), len(there)))
    lost = Counter(made.kinds[iri] for iri in set(there).difference(linked))
    print("  not linked:", ", ".join(f"{kind} {number}" for kind, number in lost.most_common(12)))
    wrong = Counter(
        made.kinds[iri] for iri, links in papers.items() if any(one.object not in made.papers[iri] for one in links)
    )
    print("  wrong:", dict(wrong))
    right = sum(one.object in made.persons.get(iri, ()) for iri, links in persons.items() for one in links)
    print("persons: precision", share(right, sum(map(len, persons.values()))))
    known = [iri for iri in made.persons if iri in persons]
    print("persons: linked   ", share(len(known), len(made.persons)))
    same = [one for links in papers.values() for one in links if one.predicate == SAME]
    crossed = [one for one in same if one.object in made.other_forms]
    print(f"owl:sameAs: {len(same):,}, of them to the other form of a work {len(crossed)}")


def asked_one_by_one(url: str, queries: Iterable[str]) -> tuple[float, list[set[str]]]:
    """Return the seconds of one query after another, as scripts ask them, and the things that each one found."""
    found = []
    start = time.perf_counter()
    for query in queries:
        client = SPARQLWrapper(url)
        client.setReturnFormat(JSON)
        client.setQuery(query)
        answer: Any = client.query().convert()
        rows = answer["results"]["bindings"]
        found.append({row["thing"]["value"] for row in rows})
    return time.perf_counter() - start, found


def to_the_letter(title: str) -> str:
    """Return the query for a title as it is printed; quotes are escaped, though most scripts do not."""
    return (
        "SELECT ?thing ?year ?name WHERE { "
        f"?thing <http://purl.org/dc/terms/title> {text(title)} ; <http://purl.org/dc/terms/creator> ?person . "
        "OPTIONAL { ?thing <http://purl.org/spar/fabio/hasPublicationYear> ?year } "
        "?person <http://xmlns.com/foaf/0.1/name> ?name }"
    )


def in_any_case(title: str) -> str:
    """Return the query for a title in any case, a filter over all titles."""
    return (
        "SELECT ?thing WHERE { ?thing <http://purl.org/dc/terms/title> ?title "
        f"FILTER(LCASE(STR(?title)) = LCASE({text(title)})) }}"
    )


def tell_naive(
    made: Pair, server: Server, url: str, sample: list[tuple[str, str]], query: Callable[[str], str]
) -> float:
    """Print what one query a title brings for some papers and their titles; return the processor seconds of a paper."""
    used = cpu_seconds(server)
    seconds, found = asked_one_by_one(url, (query(title) for _, title in sample))
    used = (cpu_seconds(server) - used) / len(sample)
    rate = len(sample) / seconds
    print(f"\none query a title, {query.__name__.replace('_', ' ')}: {rate:,.1f} papers/s, {used * 1000:,.1f} ms each")
    there = [(made.papers[iri], things) for (iri, _), things in zip(sample, found, strict=True) if made.papers[iri]]
    print("papers: recall   ", share(sum(not truth.isdisjoint(things) for truth, things in there), len(there)))
    things = [(made.papers[iri], thing) for (iri, _), some in zip(sample, found, strict=True) for thing in some]
    print("papers: precision", share(sum(thing in truth for truth, thing in things), len(things)))
    return used


WAYS: dict[str, dict[str, Any]] = {
    "by its list": {"scan": None},
    "by keys": {"scan": False},
    "by a dump": {},
}


def timed(made: Pair, ours: Path, server: Server, way: str, **more: Any) -> float:  # noqa: ANN401 - arguments of `link`
    """Link once, print what that brings, and return the processor seconds."""
    ours.with_name("links.ttl").unlink(missing_ok=True)
    start, used, papers = time.perf_counter(), cpu_seconds(server), len(made.papers)
    result = link(ours, targets=["semopenalex"], **more)
    seconds, used = time.perf_counter() - start, cpu_seconds(server) - used
    print(f"\n{way}: {seconds:.1f} s, {papers / seconds:,.0f} papers/s; processors {used:.1f} s; {result.states}")
    for note in result.notes:
        print(f"  {note}")
    if result.questions:
        rate = papers / result.waited
        print(f"  {result.questions:,} questions, {result.waited:.1f} s for answers: {rate:,.0f} papers/s")
    if not more.get("offline"):
        tell(made, links_in(result.output))
    return used


@contextmanager
def far(url: str, seconds: float) -> Iterator[str]:
    """Yield the address of an endpoint that each question to another one travels to for some seconds."""
    if not seconds:
        yield url
        return

    class Relay(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))) or None
            time.sleep(seconds)
            place = url + (f"?{self.path.partition('?')[2]}" if "?" in self.path else "")
            kept = {name: self.headers[name] for name in ("Accept", "Content-Type") if name in self.headers}
            with urllib.request.urlopen(urllib.request.Request(place, body, kept)) as answer:  # noqa: S310 - loopback
                content = answer.read()
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST  # noqa: N815 - as its base

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query"
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", type=int, nargs="?", default=20_000)
    parser.add_argument("works", type=int, nargs="?", default=100_000)
    parser.add_argument("--journey", type=float, default=0.0, help="milliseconds that each question travels")
    sizes = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scholarkg-") as place:
        folder = Path(place)
        made = Generator(sizes.papers, sizes.works).pair()
        ours, theirs = write(made, folder)
        print(f"{sizes.papers:,} papers, {sizes.works:,} works, {len(made.theirs):,} triples of theirs")
        titles = sorted((s[0][1:-1], lexical(s[2])) for s in statements(GraphFile(ours)) if s[1] == KG.title)
        sample = random.Random(1).sample(titles, min(LETTERS, len(titles)))  # noqa: S311 - no secret
        with served(theirs) as server, far(server.url, sizes.journey / 1000) as url:
            letters = tell_naive(made, server, url, sample, to_the_letter)
            blind = tell_naive(made, server, url, sample[:BLIND], in_any_case)
            own = timed(made, ours, server, "our graph read and written, nobody asked", offline=True)
            for way, more in WAYS.items():
                dumps = [theirs] if way == "by a dump" else []
                used = timed(made, ours, server, way, endpoint=None if dumps else url, dumps=dumps, **more)
                for name, each in (("to the letter", letters), ("in any case", blind)):
                    times = [sizes.papers * each / seconds for seconds in (used, used - own)]
                    print(
                        f"  a query a title {name} takes %.1f times the processors, %.1f without our graph" % (*times,)
                    )


if __name__ == "__main__":
    main()
