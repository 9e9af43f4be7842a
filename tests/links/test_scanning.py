"""Lists of endpoints that are read: what is found in them, and what becomes of each paper when they cannot be read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.endpoint import Cache
from kg.errors import UsageError
from kg.links.theirs import scanning
from kg.model import Link
from kg.pipeline.linking import link
from tests.links.lists import AUTHOR, TOO_MUCH, WORK, Refusal, outcomes, papers, scanned, title_of, titles_asked, works

Rules = Any
Graph = Callable[[str], Path]
LinksIn = Callable[[Path], list[Link]]


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
    assert made.notes == ("semopenalex: 2 works read in 1 page to find 3 papers",)
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
    assert "LIMIT 10001\n" in rules.counted[0]
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
    rules.count, rules.pages = str(scanning.MOST + 1), []
    made = scanned(folder, rules, scan=True)
    assert made.notes[0].endswith(
        "it lists more than 1,000,000 works, for which a dump is the way; the rest was asked for"
    )
    assert rules.pages == []
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
    ("count", "told"),
    [("many", "it answers 'many'"), ("", "it answers ''"), ("²", "it answers '²'"), ("9" * 5000, "it answers '9999")],
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
    assert made.notes == ("semopenalex: 3,000 works read in 6 pages to find 100 papers",)
    assert rules.pages[0] == ("", "g")
    assert len(rules.pages) == 7


def test_pages_that_are_too_much(graph: Graph, rules: Rules) -> None:
    """A page that the endpoint cannot answer is asked for in two, and those after it are as small."""
    folder = graph(papers(range(1, 101)))
    works(rules, range(1, 3001))
    rules.wrong_page = lambda low, high: TOO_MUCH if len(rules.listed(low, high)) > 1000 else None
    made = scanned(folder, rules)
    assert outcomes(made) == {"linked": 100}
    assert made.notes == ("semopenalex: 3,000 works read in 4 pages to find 100 papers",)
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
    assert made.notes[0].endswith("; the rest was asked for")
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
