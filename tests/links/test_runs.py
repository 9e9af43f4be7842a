"""Whole runs: on the command line, against a real server, killed and resumed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.cli import main
from kg.errors import InputError, UsageError
from kg.links.targets.target import target, target_names
from kg.links.theirs.journal import Journal
from kg.model import Link
from kg.pipeline.linking import link
from kg.query import open_graph
from kg.writers.lock import alone

Rules = Any
Served = Any
Graph = Callable[[str], Path]
LinksIn = Callable[[Path], list[Link]]
ONE = 'paper:a a kg:Paper ; kg:title "A title" ; kg:doi "10.1000/a" .'


def test_command(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    """`kg link` prints an outcome for every thing and what the file holds; `kg query` sees the links."""
    folder = graph(ONE)
    assert main(["link", str(folder), "--target", "doi", "--offline", "--sssom", str(folder / "x.sssom.tsv")]) == 0
    out = capsys.readouterr().out
    assert "doi     paper       1       1          0         0          0       0" in out
    assert out.endswith("links.ttl: 1 accepted\n")
    assert (folder / "x.sssom.tsv").read_text(encoding="utf-8").startswith("#curie_map:")
    rows = open_graph(folder).select("SELECT ?o { ?p a kg:Paper ; <http://www.w3.org/2002/07/owl#sameAs> ?o }")
    assert [str(row["o"]) for row in rows] == ["https://doi.org/10.1000/a"]


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    """--list names every target that things are linked to, with what it is and what it links."""
    assert main(["link", "--list"]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line[0] != " "] == [
        name for name in target_names() if target(name).sides
    ]
    assert "  ORCID: person\n" in out


@pytest.mark.parametrize(
    "arguments",
    [[], ["--target", "nobody"], ["--target", "doi", "--target", "ror", "--dump", "x"]],
    ids=["no target", "unknown target", "dump of two"],
)
def test_bad_use(graph: Graph, arguments: list[str]) -> None:
    """Bad use ends with code 2."""
    assert main(["link", str(graph(ONE)), *arguments]) == 2


def test_no_graph(tmp_path: Path) -> None:
    """A graph that is not there is told; so is a dump."""
    assert main(["link", str(tmp_path / "none"), "--target", "doi"]) == 3
    (tmp_path / "graph.ttl").write_text("")
    with pytest.raises(InputError):
        link(tmp_path, targets=["openalex"], dumps=[tmp_path / "none.jsonl"])
    assert link(tmp_path, targets=["doi"]).states == {}


def test_command_with_an_endpoint(
    graph: Graph, rules: Rules, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What an endpoint could not answer is said on standard error, with the repair; a cache is kept on demand."""
    folder = graph(ONE)
    rules.wrong = lambda _: (404, {}, b"")
    cache = tmp_path / "answers.sqlite"
    arguments = ["link", str(folder), "--target", "orkg", "--endpoint", rules.url, "--cache-file", str(cache)]
    assert main(arguments) == 0
    assert "asks only for what is missing" in capsys.readouterr().err
    rules.wrong = lambda _: None
    assert main(arguments) == 0
    assert cache.is_file()


def test_sample_of_semopenalex(graph: Graph, served: Served, shared: Path, tmp_path: Path, links_in: LinksIn) -> None:
    """A real server with the sample of SemOpenAlex: the work by its DOI, its authors, the venue, an institution."""
    import gzip  # noqa: PLC0415 - this test alone

    folder = graph(
        'paper:a a kg:Paper ; kg:title "Linked Data – The Story So Far" ; kg:publicationYear 2009 .'
        'authorship:a-1 kg:rawName "Christian Bizer" ; kg:agent person:b . authorship:a-2 kg:rawName "Tom Heath" ;'
        ' kg:agent person:h . authorship:a-3 kg:rawName "Tim Berners-Lee" ; kg:agent person:t .'
        'person:b a kg:Person ; kg:name "Christian Bizer" ; kg:identityBasis "orcid" ; kg:orcid "0000-0003-2367-0237" .'
        'person:h a kg:Person ; kg:name "Tom Heath" ; kg:identityBasis "full-name" .'
        'person:t a kg:Person ; kg:name "Tim Berners-Lee" ; kg:identityBasis "full-name" .'
        'venue:v a kg:Venue ; kg:name "IJSWIS" ; kg:issn "1552-6283" .'
        'organization:o a kg:Organization ; kg:name "Open Data Institute" ; kg:ror "02hr72y72" .'
    )
    plain = tmp_path / "sample.nt"
    with gzip.open(shared / "samples" / "graphs" / "semopenalex-sample.trig.gz") as sample, plain.open("wb") as out:
        quads = ox.parse(sample.read(), format=ox.RdfFormat.TRIG)
        ox.serialize((quad.triple for quad in quads), out, format=ox.RdfFormat.N_TRIPLES)
    with served([plain], tmp_path / "store") as url:
        made = link(folder, targets=["semopenalex"], endpoint=url)
    assert made.notes == ("semopenalex: 1 work read in 1 page to find 1 paper",)
    found = {(one.subject.rpartition("id/")[2], one.object.rpartition("/")[2], one.state) for one in links_in(folder)}
    assert found == {
        ("paper/a", "W2015191210", "accepted"), ("venue/v", "S181240966", "accepted"),
        ("person/b", "A247353998", "accepted"), ("person/h", "A2558543881", "accepted"),
        ("person/t", "A2308609296", "accepted"), ("organization/o", "I2802952180", "accepted"),
    }  # fmt: skip


_CHILD = """
import sys
from kg.pipeline.linking import link
made = link(sys.argv[1], targets=["semopenalex"], endpoint=sys.argv[2])
"""


def test_killed_ten_times(graph: Graph, rules: Rules, links_in: LinksIn) -> None:
    """A run that is killed at random and resumed links everything once, and asks for no key that was answered."""
    papers = 3_000
    folder = graph("".join(f'paper:p{n} a kg:Paper ; kg:doi "10.1000/{n}" .\n' for n in range(papers)))
    rules.known = {
        f"https://doi.org/10.1000/{n}": [{"thing": f"https://semopenalex.org/work/W{n + 1}"}] for n in range(papers)
    }

    def slowly(_: list[str]) -> None:
        time.sleep(0.05)

    rules.wrong = slowly
    chance = random.Random(3)  # noqa: S311 - no secret
    command = [sys.executable, "-c", _CHILD, str(folder), rules.url]
    for _ in range(10):
        child = subprocess.Popen(command, cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL)
        asked = len(rules.asked)
        until = time.monotonic() + 20
        while len(rules.asked) < asked + 1 and child.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.1)
        child.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        child.wait()
    assert (folder / ".links-journal.jsonl").is_file() or (folder / "links.ttl").is_file()
    made = link(folder, targets=["semopenalex"], endpoint=rules.url)
    found = links_in(folder)
    assert len(found) == len({one.subject for one in found}) == papers
    assert made.outcomes[0].counts["paper"] == {"linked": papers}
    assert not (folder / ".links-journal.jsonl").exists()
    answered = sum(map(len, rules.asked))
    assert answered <= papers + 12 * 200  # a batch in flight at each kill, at most


def test_one_at_a_time(graph: Graph) -> None:
    """What two runs in one folder wrote would be that of the later one: the second is told to wait, and may follow."""
    folder = graph('paper:a a kg:Paper ; kg:title "One" ; kg:doi "10.1000/a" .')
    with alone(folder, "link"), pytest.raises(UsageError, match=r"is at work in .*: wait for it"):
        link(folder, targets=["doi"])
    assert not (folder / "links.ttl").exists()
    link(folder, targets=["doi"])
    assert (folder / "links.ttl").exists()
    assert not (folder / ".link-lock").exists()


def test_journal(tmp_path: Path) -> None:
    """A line that was cut, one that is no journal and one that is old are as if they had never been written."""
    path = tmp_path / "j"
    now = [1e9]
    journal = Journal(path, date=lambda: now[0])
    journal.add("q", {"a": [{"thing": "x"}], "b": []})
    journal.add("q", {})
    path.write_bytes(path.read_bytes() + b'not json\n{"question": "q", "wh')
    again = Journal(path, date=lambda: now[0])
    assert (again.get("q", "a"), again.get("q", "b"), again.get("q", "c")) == ([{"thing": "x"}], [], None)
    again.add("q", {"c": []})
    third = Journal(path, date=lambda: now[0])
    assert third.get("q", "c") == []
    now[0] += 8 * 86_400
    assert Journal(path, date=lambda: now[0]).get("q", "a") is None
    third.close(keep=True)
    assert path.exists()
    third.close(keep=False)
    assert not path.exists()


def test_journal_that_cannot_be_written(tmp_path: Path) -> None:
    """A place that takes no file is bad use."""
    with pytest.raises(UsageError, match="cannot be written"):
        Journal(tmp_path / "none" / "j").add("q", {"a": []})
