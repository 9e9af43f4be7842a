"""Linking measured: precision and recall on invented papers with known correspondences, speed against the naive way.

`python benchmarks/links.py 20000 100000`: papers of ours, works of theirs. A real server, `oxigraph serve`, holds
theirs on loopback; one run asks it with `kg link`, one reads it as a dump, one asks it title by title.
"""

import argparse
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from other_graph import Generator, Pair, write
from SPARQLWrapper import JSON, SPARQLWrapper

from kg.export import GraphFile, statements
from kg.links.reading import links_of
from kg.model import Link
from kg.pipeline.linking import link
from kg.store import sorted_groups
from kg.terms import lexical, text
from kg.vocab import KG

BLIND = 20
"""Titles that the way by a filter is measured with."""
NAIVE = 500
"""Titles that the naive way is measured with."""
SAME = "http://www.w3.org/2002/07/owl#sameAs"


@contextmanager
def served(theirs: Path) -> Iterator[str]:
    """Yield the address of an endpoint that holds a file."""
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
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.terminate()
        server.wait(10)


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


def naive(url: str, titles: list[str]) -> float:
    """Return the seconds of one query a title, as scripts do it; quotes escaped, though most do not."""
    start = time.perf_counter()
    for title in titles:
        client = SPARQLWrapper(url)
        client.setReturnFormat(JSON)
        client.setQuery(
            "SELECT ?thing ?year ?name WHERE { "
            f"?thing <http://purl.org/dc/terms/title> {text(title)} ; <http://purl.org/dc/terms/creator> ?person . "
            "OPTIONAL { ?thing <http://purl.org/spar/fabio/hasPublicationYear> ?year } "
            "?person <http://xmlns.com/foaf/0.1/name> ?name }"
        )
        client.query().convert()
    return time.perf_counter() - start


def case_blind(url: str, titles: list[str]) -> float:
    """Return the seconds of one query a title that finds it in any case, as a filter over all titles."""
    start = time.perf_counter()
    for title in titles:
        client = SPARQLWrapper(url)
        client.setReturnFormat(JSON)
        client.setQuery(
            "SELECT ?thing WHERE { ?thing <http://purl.org/dc/terms/title> ?title "
            f"FILTER(LCASE(STR(?title)) = LCASE({text(title)})) }}"
        )
        client.query().convert()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", type=int, nargs="?", default=20_000)
    parser.add_argument("works", type=int, nargs="?", default=100_000)
    sizes = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scholarkg-") as place:
        folder = Path(place)
        made = Generator(sizes.papers, sizes.works).pair()
        ours, theirs = write(made, folder)
        print(f"{sizes.papers:,} papers, {sizes.works:,} works, {len(made.theirs):,} triples of theirs")
        with served(theirs) as url:
            seconds_of: dict[str, float] = {}
            start = time.perf_counter()
            result = link(ours, targets=["semopenalex"], endpoint=url)
            online = seconds_of["online"] = time.perf_counter() - start
            print(f"online: {online:.1f} s, {sizes.papers / online:,.0f} papers/s; {result.states} {result.notes}")
            tell(made, links_in(result.output))
            ours.with_name("links.ttl").unlink()
            start = time.perf_counter()
            result = link(ours, targets=["semopenalex"], dumps=[theirs])
            seconds_of["dump"] = dumped = time.perf_counter() - start
            print(f"dump: {dumped:.1f} s; {result.states}")
            tell(made, links_in(result.output))
            start = time.perf_counter()
            link(ours, targets=["semopenalex"], offline=True)
            print(f"  of which reading and writing the graph: {time.perf_counter() - start:.1f} s")
            titles = [lexical(s[2]) for s in statements(GraphFile(ours)) if s[1] == KG.title][:NAIVE]
            seconds = naive(url, titles)
            blind = case_blind(url, titles[:BLIND])
            for way, rate in (("exact title", len(titles) / seconds), ("any case", BLIND / blind)):
                times = [f"{name} {sizes.papers / took / rate:.1f}" for name, took in seconds_of.items()]
                print(f"naive, {way}: {rate:,.1f} titles/s; times as fast: {', '.join(times)}")


if __name__ == "__main__":
    main()
