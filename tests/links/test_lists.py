"""Lists of targets, of real servers, of a run that is killed: what is found in them, and each thing once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.links.outcomes import outcome_table
from kg.links.theirs import scanning
from kg.model import Link
from kg.pipeline.linking import link
from kg.terms import integer, text
from tests.links.lists import AUTHOR, WORK, outcomes, papers, scanned, title_of, works

Rules = Any
Served = Any
Graph = Callable[[str], Path]
LinksIn = Callable[[Path], list[Link]]

OWN = """
name = "own"
title = "Own"
homepage = "https://example.org/"
endpoint = "{url}"
[paper]
iri = 'https://semopenalex\\.org/work/W[0-9]+'
level = "work"
[paper.scan]
count = "SELECT (COUNT(*) AS ?count) WHERE {{ ?thing <urn:title> ?title }}"
list = "SELECT * WHERE {{ ?thing <urn:title> ?title FILTER(MD5(STR(?thing)) < \\"g\\") }}"
"""


def test_list_that_tells_all(graph: Graph, rules: Rules, tmp_path: Path) -> None:
    """A target may have nothing but a list, and the list may tell the authors itself."""
    own = tmp_path / "own.toml"
    own.write_text(OWN.format(url=rules.url), encoding="utf-8")
    folder = graph(papers(range(1, 4)))
    rules.works = [
        {"thing": f"{WORK}{n}", "title": title_of(n).lower(), "year": "2020", "authors": f"- Ada Kent{n}"}
        for n in range(1, 3)
    ]
    rules.count = "2"
    made = link(folder, targets=[str(own)])
    assert outcomes(made) == {"linked": 2, "no match": 1}
    assert rules.asked == []


def test_golden(graph: Graph, rules: Rules) -> None:
    """The outcomes of a run that reads a list add up, and are these."""
    folder = graph(
        papers(range(1, 31), lambda n: title_of(n).upper() if n % 2 else title_of(n))
        + 'paper:doi a kg:Paper ; kg:title "Something" ; kg:doi "10.1000/x" .\n'
        + 'paper:held a kg:Paper ; kg:openAlexId "W99" .\n'
        + 'paper:generic a kg:Paper ; kg:title "Editorial" .\n'
        + "paper:untitled a kg:Paper .\n"
        + 'person:k a kg:Person ; kg:name "Zoe Kent" ; kg:orcid "0000-0003-2367-0237" .\n'
    )
    works(rules, range(1, 21))
    rules.works += [
        {"thing": f"{WORK}50", "title": "Something", "doi": "https://doi.org/10.1000/x"},
        {"thing": f"{WORK}51", "title": "Editorial"},
    ]
    rules.count = "22"
    assert outcome_table(scanned(folder, rules).outcomes) == (
        "target       kind    things  linked  ambiguous  no match  not asked  failed\n"
        "semopenalex  paper       34      22          1        11          0       0\n"
        "semopenalex  person       1       0          0         1          0       0\n"
    )


def test_parts_of_a_real_endpoint(
    graph: Graph, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links_in: LinksIn
) -> None:
    """The pages of a real server share no work and leave none out."""
    monkeypatch.setattr(scanning, "_PAGE", 90)
    monkeypatch.setattr(scanning, "_SMALLEST", 1)
    chance = random.Random(7)  # noqa: S311 - no secret
    theirs = tmp_path / "theirs.nt"
    lines = []
    for n in range(1, 1001):
        lines.append(f"<{WORK}{n}> <http://purl.org/dc/terms/title> {text(title_of(n))} .\n")
        lines.append(f"<{WORK}{n}> <http://purl.org/dc/terms/creator> <{AUTHOR}{n}> .\n")
        lines.append(f"<{WORK}{n}> <http://purl.org/spar/fabio/hasPublicationYear> {integer(2020)} .\n")
        lines.append(f"<{AUTHOR}{n}> <http://xmlns.com/foaf/0.1/name> {text(f'Ada Kent{n}')} .\n")
        if chance.random() < 0.5:
            lines.append(f"<{WORK}{n}> <http://purl.org/spar/datacite/doi> {text(f'https://doi.org/10.1000/{n}')} .\n")
    theirs.write_text("".join(lines), encoding="utf-8")
    folder = graph(papers(range(1, 1001), lambda n: title_of(n).lower()))
    with served([theirs], tmp_path / "store") as url:
        made = link(folder, targets=["semopenalex"], endpoint=url)
    assert outcomes(made) == {"linked": 1000}
    assert len(links_in(folder)) == 1000
    assert made.notes == ("semopenalex: 1,000 works read in 12 pages to find 1,000 papers",)


ORKG = """
@prefix r: <http://orkg.org/orkg/resource/> .
@prefix p: <http://orkg.org/orkg/predicate/> .
@prefix c: <http://orkg.org/orkg/class/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
r:R1 a c:Paper ; rdfs:label "Of Lists And Their Elements" ; p:P29 2020 ; p:hasAuthors r:R2 .
r:R2 p:hasListElement r:R3 , "Bo Lind" .
r:R3 a c:Author ; rdfs:label "Ada Kent" .
r:R4 a c:Paper ; rdfs:label "Of lists and their elements" ; p:P29 2020 ; p:hasAuthors r:R5 .
r:R5 p:hasListElement "Zoe Moe" .
r:R6 a c:Paper ; rdfs:label "A title of theirs" ; p:P26 "10.1000/A" .
r:R7 a c:Problem ; rdfs:label "Of lists and their elements" .
"""
DBLP = """
@prefix d: <https://dblp.org/rdf/schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://dblp.org/rec/conf/x/1> d:title "Of Lists and their Elements." ; d:yearOfPublication "2020"^^xsd:gYear ;
    d:authoredBy <https://dblp.org/pid/1/1> , <https://dblp.org/pid/1/2> .
<https://dblp.org/pid/1/1> d:primaryCreatorName "Ada Kent" . <https://dblp.org/pid/1/2> d:primaryCreatorName "Bo Lind" .
<https://dblp.org/rec/conf/x/2> d:title "A title of theirs." ; d:doi <https://doi.org/10.1000/A> .
"""


@pytest.mark.parametrize(
    ("name", "theirs", "found"),
    [
        ("orkg", ORKG, ["http://orkg.org/orkg/resource/R1", "http://orkg.org/orkg/resource/R6"]),
        ("dblp", DBLP, ["https://dblp.org/rec/conf/x/1", "https://dblp.org/rec/conf/x/2"]),
    ],
)
def test_lists_of_targets(  # noqa: PLR0917 - fixtures and cases
    graph: Graph, served: Served, tmp_path: Path, links_in: LinksIn, name: str, theirs: str, found: list[str]
) -> None:
    """The lists of other targets give titles, DOIs, years and authors as their graphs have them."""
    (tmp_path / "theirs.ttl").write_text(theirs, encoding="utf-8")
    folder = graph(
        'paper:a a kg:Paper ; kg:title "OF LISTS AND THEIR ELEMENTS" ; kg:publicationYear 2020 .\n'
        'authorship:a-1 kg:rawName "A. Kent" . authorship:a-2 kg:rawName "B. Lind" .\n'
        'paper:b a kg:Paper ; kg:title "A title of theirs" ; kg:doi "10.1000/a" .\n'
    )
    with served([tmp_path / "theirs.ttl"], tmp_path / "store") as url:
        made = link(folder, targets=[name], endpoint=url)
    assert outcomes(made) == {"linked": 2}
    assert [one.object for one in sorted(links_in(folder))] == found
    assert len(made.notes) == 1


def test_gaps() -> None:
    """Where lines of a journal were lost, the parts between the others are read."""
    assert list(scanning._gaps([(100, 200), (150, 300), (500, 65536)])) == [(0, 100), (300, 500)]
    assert list(scanning._gaps([(0, 65536)])) == []


_CHILD = """
import sys
from kg.links.theirs import scanning
from kg.pipeline.linking import link
scanning._PAGE = 500
link(sys.argv[1], targets=["semopenalex"], endpoint=sys.argv[2])
"""


def test_killed(graph: Graph, rules: Rules, links_in: LinksIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is killed while it reads goes on behind the last page, and finds each paper once."""
    monkeypatch.setattr(scanning, "_PAGE", 500)
    folder = graph(papers(range(1, 201)))
    works(rules, range(1, 9001))

    def slowly(*_: str) -> None:
        time.sleep(0.05)

    rules.wrong_page = slowly
    chance = random.Random(3)  # noqa: S311 - no secret
    command = [sys.executable, "-c", _CHILD, str(folder), rules.url]
    for _ in range(4):
        child = subprocess.Popen(command, cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL)
        pages = len(rules.pages)
        until = time.monotonic() + 20
        while len(rules.pages) < pages + 2 and child.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.1)
        child.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        child.wait()
    made = link(folder, targets=["semopenalex"], endpoint=rules.url)
    found = links_in(folder)
    assert len(found) == len({one.subject for one in found}) == 200
    assert outcomes(made) == {"linked": 200}
    assert len(rules.pages) <= 19 + 5  # a page in flight at each kill, at most
    assert not (folder / ".links-journal.jsonl").exists()
