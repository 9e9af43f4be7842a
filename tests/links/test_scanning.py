"""Lists of endpoints that are read: what is found in them, and what becomes of each paper when they cannot be read."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.endpoint import Cache
from kg.errors import UsageError
from kg.links import scanning
from kg.links.outcomes import outcome_table
from kg.model import Link
from kg.pipeline.linking import Linking, link
from kg.terms import integer, text

Rules = Any
Served = Any
Graph = Callable[[str], Path]
LinksIn = Callable[[Path], list[Link]]
WORK, AUTHOR = "https://semopenalex.org/work/W", "https://semopenalex.org/author/A"
Refusal = tuple[int, dict[str, str], bytes]
TOO_MUCH: Refusal = (400, {"Content-Type": "text/plain"}, b"too many rows")


def title_of(number: int) -> str:
    """Return a title that is like no other one."""
    digits = md5(str(number).encode()).hexdigest()  # noqa: S324 - no secret
    return "On " + " ".join(
        "".join("bdfgklmnprstvwxz"[int(digit, 16)] + "aeiou"[int(digit, 16) % 5] for digit in digits[at : at + 4])
        for at in range(0, 20, 4)
    )


def papers(numbers: range, title: Callable[[int], str] = title_of) -> str:
    """Return the Turtle of papers by one author each, who has an initial only."""
    return "".join(
        f'paper:p{n} a kg:Paper ; kg:title "{title(n)}" ; kg:publicationYear 2020 .\n'
        f'authorship:p{n}-1 kg:rawName "A. Kent{n}" .\n'
        for n in numbers
    )


def works(rules: Rules, numbers: range) -> None:
    """Let an endpoint list works and describe them."""
    rules.works = [{"thing": f"{WORK}{n}", "title": title_of(n)} for n in numbers]
    rules.known = {f"{WORK}{n}": [{"year": "2020", "authors": f"{AUTHOR}{n} Ada Kent{n}"}] for n in numbers}
    rules.count = str(len(numbers))


def scanned(folder: Path, rules: Rules, *, scan: bool | None = None, cache: Cache | None = None) -> Linking:
    """Link a graph to an endpoint."""
    return link(folder, targets=["semopenalex"], endpoint=rules.url, scan=scan, cache=cache)


def outcomes(made: Linking) -> dict[str, int]:
    """Return the outcomes of papers."""
    return {str(name): count for name, count in made.outcomes[0].counts["paper"].items() if count}


def titles_asked(rules: Rules) -> list[str]:
    """Return the titles and names that were asked for, in the order of the alphabet."""
    return sorted({key for keys in rules.asked for key in keys if not key.startswith("http")})


def test_other_case_and_initials(graph: Graph, rules: Rules, links_in: LinksIn) -> None:
    """A title in capitals by authors with initials is found in the list, which no question to the letter finds."""
    folder = graph(papers(range(1, 4), lambda n: title_of(n).upper()))
    works(rules, range(1, 3))
    made = scanned(folder, rules)
    assert {(one.subject[-2:], one.object, one.state) for one in links_in(folder)} == {
        ("p1", f"{WORK}1", "accepted"), ("p2", f"{WORK}2", "accepted")
    }  # fmt: skip
    assert outcomes(made) == {"linked": 2, "no match": 1}
    assert titles_asked(rules) == []
    assert made.notes == ("semopenalex: 2 works were read, in 1 pages, to find 3 papers",)
    (folder / "links.ttl").unlink()
    assert outcomes(scanned(folder, rules, scan=False)) == {"no match": 3}


def test_identifiers_of_the_list(graph: Graph, rules: Rules, links_in: LinksIn) -> None:
    """Identifiers that the list gives are compared, however they are spelled; they are not asked for again."""
    folder = graph('paper:a a kg:Paper ; kg:title "An old title" ; kg:doi "10.1000/a" .')
    rules.works = [
        {"thing": f"{WORK}1", "title": "An old title", "doi": "10.1000/B"},
        {"thing": f"{WORK}1", "title": "An old title", "doi": "HTTPS://DOI.ORG/10.1000/A"},
        {"thing": "http://else.where/W2", "title": "An old title"},
        {"thing": f"{WORK}3", "title": "An old title about others"},
        {"title": "An old title"},
    ]
    rules.count = "2"
    made = scanned(folder, rules)
    assert [(one.object, one.score, one.evidence) for one in links_in(folder)] == [
        (f"{WORK}1", 1.0, "both have the DOI 10.1000/a")
    ]
    assert outcomes(made) == {"linked": 1}
    assert "10.1000/a" not in str(rules.asked)


def test_too_many(graph: Graph, rules: Rules) -> None:
    """A list that is long for so few papers is not read, unless it is wanted; a short one is, unless it is not."""
    folder = graph(papers(range(1, 3)))
    works(rules, range(1, 3))
    rules.count = str(scanning.FEW + 1)
    assert scanned(folder, rules).notes == ()
    assert rules.pages == []
    assert titles_asked(rules) != []
    rules.asked.clear()
    rules.count = "2"
    scanned(folder, rules, scan=False)
    assert rules.pages == []
    assert titles_asked(rules) != []


def test_wanted(graph: Graph, rules: Rules) -> None:
    """--scan reads a list that would not be read by itself; a target without a list is told so."""
    folder = graph(papers(range(1, 3)))
    works(rules, range(1, 30))
    rules.count = str(scanning.FEW + 1)
    command = ["link", str(folder), "--target", "semopenalex", "--endpoint", rules.url, "--scan"]
    assert main(command) == 0
    assert rules.pages != []
    with pytest.raises(UsageError, match="does not say how its works are listed"):
        link(folder, targets=["wikidata"], scan=True)


def test_nothing_left(graph: Graph, rules: Rules) -> None:
    """Where each paper has its link by an identifier that we hold, nobody is asked for a number or a list."""
    folder = graph('paper:a a kg:Paper ; kg:title "T" ; kg:openAlexId "W7" .')
    works(rules, range(1, 3))
    made = scanned(folder, rules)
    assert outcomes(made) == {"linked": 1}
    assert (rules.pages, rules.asked, made.notes) == ([], [], ())


@pytest.mark.parametrize(
    ("count", "told"), [("many", "it answers 'many'"), ("", "it answers ''"), ("²", "it answers '²'")]
)
def test_no_number(graph: Graph, rules: Rules, count: str, told: str) -> None:
    """An endpoint that does not tell how many works it lists is asked for ours."""
    folder = graph(papers(range(1, 3)))
    rules.known = {title_of(1): [{"thing": f"{WORK}1", "year": "2020", "authors": f"{AUTHOR}1 Ada Kent1"}]}
    rules.count = count
    made = scanned(folder, rules)
    assert outcomes(made) == {"linked": 1, "no match": 1}
    assert told in made.notes[0]
    assert rules.pages == []
    assert not (folder / ".links-journal.jsonl").exists()


def test_number_is_refused(graph: Graph, rules: Rules) -> None:
    """An endpoint that cannot count is asked for ours; one that lets nobody in is given up, and that is said."""
    folder = graph(papers(range(1, 3)))
    rules.wrong_count = TOO_MUCH
    made = scanned(folder, rules)
    assert outcomes(made) == {"no match": 2}
    assert "could not be counted" in made.notes[0]
    rules.wrong_count = (401, {}, b"")
    made = scanned(folder, rules)
    assert outcomes(made) == {"not asked": 2}
    assert [note for note in made.notes if "asks only for what is missing" in note]
    assert (folder / ".links-journal.jsonl").exists() is False  # there was no answer to keep


def test_cut_pages(graph: Graph, rules: Rules) -> None:
    """An endpoint that gives 700 rows at most, without a word, is found out, and read in smaller pages."""
    folder = graph(papers(range(1, 101)))
    works(rules, range(1, 3001))

    def cut(low: str, high: str) -> Refusal:
        return 200, {"Content-Type": rules.media_type}, rules.table(rules.listed(low, high)[:700])

    rules.wrong_page = cut
    made = scanned(folder, rules)
    assert outcomes(made) == {"linked": 100}
    assert made.notes == ("semopenalex: 3,000 works were read, in 6 pages, to find 100 papers",)
    assert rules.pages[0] == ("", "g")
    assert len(rules.pages) == 7


def test_pages_that_are_too_much(graph: Graph, rules: Rules) -> None:
    """A page that the endpoint cannot answer is asked for in two, and those after it are as small."""
    folder = graph(papers(range(1, 101)))
    works(rules, range(1, 3001))
    rules.wrong_page = lambda low, high: TOO_MUCH if len(rules.listed(low, high)) > 1000 else None
    made = scanned(folder, rules)
    assert outcomes(made) == {"linked": 100}
    assert made.notes == ("semopenalex: 3,000 works were read, in 4 pages, to find 100 papers",)
    assert rules.pages == [
        ("", "g"), ("", "8000"), ("", "4000"), ("4000", "8000"), ("8000", "c000"), ("c000", "g")
    ]  # fmt: skip


def test_list_that_fails(graph: Graph, rules: Rules, links_in: LinksIn) -> None:
    """Where no part of the list can be read, papers are asked for, and the failure is counted and told."""
    folder = graph(papers(range(1, 11)))
    works(rules, range(1, 9001))
    rules.known |= {title_of(3): [{"thing": f"{WORK}3", "year": "2020", "authors": f"{AUTHOR}3 Ada Kent3"}]}
    rules.wrong_page = lambda *_: TOO_MUCH
    made = scanned(folder, rules)
    assert len(rules.pages) == 5
    assert outcomes(made) == {"linked": 1, "no match": 9}
    assert [one.object for one in links_in(folder)] == [f"{WORK}3"]
    assert made.notes[0].startswith("semopenalex: its list could not be read to its end: http://127.0.0.1")
    assert made.notes[0].endswith("; papers were asked for")
    assert "asks only for what is missing" in made.notes[1]


def test_resumed(graph: Graph, rules: Rules) -> None:
    """What was read before a page failed links its papers; the next run asks for the other pages only."""
    folder = graph(papers(range(1, 101)))
    works(rules, range(1, 3001))
    rules.wrong_page = lambda low, high: TOO_MUCH if len(rules.listed(low, high)) > 1000 or low >= "8" else None
    made = scanned(folder, rules)
    first = sum(rules.digest(f"{WORK}{n}") < "8" for n in range(1, 101))
    assert outcomes(made) == {"linked": first, "no match": 100 - first}
    assert len(made.notes) == 2
    described = [key for keys in rules.asked for key in keys if key.startswith(WORK)]
    rules.wrong_page = lambda *_: None
    rules.pages.clear()
    rules.asked.clear()
    made = scanned(folder, rules)
    assert rules.pages == [("8000", "g")]
    assert outcomes(made) == {"linked": 100}
    assert not {key for keys in rules.asked for key in keys}.intersection(described)
    assert not (folder / ".links-journal.jsonl").exists()


def test_changed_graph(graph: Graph, rules: Rules) -> None:
    """Pages that were read for other papers than those of now are read again."""
    folder = graph(papers(range(1, 3)))
    works(rules, range(1, 4))
    rules.wrong = lambda keys: (401, {}, b"") if keys[0] == f"{WORK}1" else None
    scanned(folder, rules)
    rules.wrong = lambda _: None
    folder = graph(papers(range(1, 4)))
    assert outcomes(scanned(folder, rules)) == {"linked": 3}
    assert rules.pages == [("", "g")] * 2


@pytest.mark.parametrize(
    ("count", "told", "pages"), [("90", "it counts 90 works, but lists 40", 3), ("9000", "but lists 40", 3)]
)
def test_number_that_is_too_high(graph: Graph, rules: Rules, count: str, told: str, pages: int) -> None:
    """Where the list is shorter than it is said to be, what is not in it is asked for; a note says why."""
    folder = graph(papers(range(1, 61)))
    works(rules, range(1, 41))
    rules.known |= {title_of(50): [{"thing": f"{WORK}50", "year": "2020", "authors": f"{AUTHOR}50 Ada Kent50"}]}
    rules.count = count
    made = scanned(folder, rules)
    assert outcomes(made) == {"linked": 41, "no match": 19}
    assert told in made.notes[0]
    assert made.notes[0].endswith("the rest was asked for")
    assert len(rules.pages) <= pages
    assert not (folder / ".links-journal.jsonl").exists()


def test_number_that_is_too_low(graph: Graph, rules: Rules) -> None:
    """A list far longer than it is said to be is left, and papers are asked for."""
    folder = graph(papers(range(1, 3)))
    works(rules, range(1, 50))
    rules.count = "2"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "FEW", 20)
        made = scanned(folder, rules)
    assert outcomes(made) == {"linked": 2}
    assert "it counts 2 works, but lists 49 and more; the rest was asked for" in made.notes[0]


def test_pages_that_are_repeated(graph: Graph, rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint that gives works of other pages again does not seem to have more than it has."""
    monkeypatch.setattr(scanning, "_PAGE", 500)
    folder = graph(papers(range(1, 101)))
    works(rules, range(1, 1001))
    every = rules.works
    rules.wrong_page = lambda *_: (200, {"Content-Type": rules.media_type}, rules.table(every[:600] + every[:600]))
    made = scanned(folder, rules)
    assert outcomes(made) == {"linked": 100}
    assert "it counts 1,000 works, but lists 600" in made.notes[0]


def test_works_that_cannot_be_described(graph: Graph, rules: Rules) -> None:
    """A work that gets no description is not compared without its authors: its paper is asked for."""
    folder = graph(papers(range(1, 5)))
    works(rules, range(1, 5))
    rules.wrong = lambda keys: TOO_MUCH if f"{WORK}2" in keys else None
    rules.known |= {title_of(4): [{"thing": f"{WORK}4"}], title_of(2): [{"thing": f"{WORK}2"}]}
    made = scanned(folder, rules)
    assert outcomes(made) == {"linked": 3, "ambiguous": 1}
    assert "not all of its works could be described; the rest was asked for" in made.notes[0]
    rules.wrong = lambda _: None
    assert outcomes(scanned(folder, rules)) == {"linked": 4}
    assert rules.pages == [("", "g")]


def test_cache(graph: Graph, rules: Rules, tmp_path: Path) -> None:
    """A list that the cache has is not asked for again."""
    folder = graph(papers(range(1, 5)))
    works(rules, range(1, 5))
    for _ in range(2):
        assert outcomes(scanned(folder, rules, cache=Cache(tmp_path / "answers.sqlite"))) == {"linked": 4}
    assert rules.pages == [("", "g")]


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
    assert made.notes == ("semopenalex: 1,000 works were read, in 12 pages, to find 1,000 papers",)


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
from kg.links import scanning
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
