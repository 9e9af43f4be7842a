"""Links by questions to an endpoint: what an answer brings, and what becomes of each thing when there is none."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.endpoint import Cache
from kg.errors import UsageError
from kg.links.judging.telling import Theirs, theirs_of
from kg.model import Link
from kg.pipeline.linking import Linking, link

Rules = Any
Graph = Callable[[str], Path]
LinksIn = Callable[[Path], list[Link]]
SAME = "http://www.w3.org/2002/07/owl#sameAs"
CLOSE = "http://www.w3.org/2004/02/skos/core#closeMatch"
EXACT = "http://www.w3.org/2004/02/skos/core#exactMatch"
WORK, AUTHOR = "https://semopenalex.org/work/W", "https://semopenalex.org/author/A"


def paper(key: str, title: str, *names: str, year: int = 2020, more: str = "") -> str:
    """Return the Turtle of a paper and its authors."""
    lines = [f'paper:{key} a kg:Paper ; kg:title """{title}""" ; kg:publicationYear {year} {more} .']
    for place, name in enumerate(names, 1):
        person = name.lower().replace(" ", "-").replace(".", "")
        lines.append(f'authorship:{key}-{place} kg:rawName "{name}" ; kg:agent person:{person} .')
        lines.append(f'person:{person} a kg:Person ; kg:name "{name}" ; kg:identityBasis "full-name" .')
    return "\n".join(lines) + "\n"


def work(number: int, *writers: str, year: str = "2020") -> dict[str, str]:
    """Return the row of a work; its authors are numbered by their place."""
    authors = "\n".join(f"{AUTHOR}{number}{place} {name}" for place, name in enumerate(writers, 1))
    return {"thing": f"{WORK}{number}", "year": year, "authors": authors}


def outcomes(made: Linking, kind: str) -> dict[str, int]:
    """Return the outcomes of one kind."""
    return {name: count for name, count in made.outcomes[0].counts[kind].items() if count}  # type: ignore[index]


def run(
    folder: Path, rules: Rules, name: str = "semopenalex", *, offline: bool = False, cache: Cache | None = None
) -> Linking:
    """Link a graph to a target that answers by rule."""
    return link(folder, targets=[name], endpoint=rules.url, offline=offline, cache=cache)


def test_identifier(graph: Graph, rules: Rules, links_in: LinksIn) -> None:
    """A work that has the DOI of a paper is the paper; one with quite another title is a candidate; two are, too."""
    folder = graph(
        paper("a", "One thing about papers", more='; kg:doi "10.1000/a"')
        + paper("b", "Another thing about books", more='; kg:doi "10.1000/b"')
        + paper("c", "A third thing", more='; kg:doi "10.1000/c"')
        + paper("d", "A fourth thing", more='; kg:doi "10.1000/d"')
    )
    rules.known = {
        "https://doi.org/10.1000/a": [{"thing": f"{WORK}1", "title": "One thing about papers."}],
        "https://doi.org/10.1000/b": [{"thing": f"{WORK}2", "title": "Erratum"}],
        "https://doi.org/10.1000/c": [{"thing": f"{WORK}3"}, {"thing": f"{WORK}4"}, {"thing": "http://else.where/W1"}],
    }
    made = run(folder, rules)
    found = {(one.object.rpartition("/")[2], one.predicate, one.state) for one in links_in(folder)}
    assert found == {
        ("W1", SAME, "accepted"), ("W2", CLOSE, "candidate"), ("W3", CLOSE, "candidate"), ("W4", CLOSE, "candidate")
    }  # fmt: skip
    assert outcomes(made, "paper") == {"linked": 1, "ambiguous": 2, "no match": 1}


def test_title(graph: Graph, rules: Rules, links_in: LinksIn) -> None:
    """A title with its authors links; a homonym by others does not; quotes and backslashes go through."""
    folder = graph(
        paper("a", 'On "quotes" and \\\\ slashes', "Ada Kent", "Bo Lind")
        + paper("b", "A title that two papers have", "Ada Kent", "Bo Lind")
    )
    rules.known = {
        'On "quotes" and \\ slashes': [work(1, "Bo Lind", "Ada Kent", year="2021")],
        "A title that two papers have": [work(2, "Carl Moe", "Dora Nix")],
    }
    made = run(folder, rules)
    papers = [one for one in links_in(folder) if "/paper/" in one.subject]
    assert [(one.object, one.predicate, one.state) for one in papers] == [(f"{WORK}1", EXACT, "accepted")]
    assert papers[0].score == pytest.approx(0.98)
    assert papers[0].evidence == "equal titles, authors fit 1.00, years 1 apart"
    assert outcomes(made, "paper") == {"linked": 1, "no match": 1}


def test_persons_of_linked_papers(graph: Graph, rules: Rules, links_in: LinksIn) -> None:
    """An author of a linked paper is the one of theirs whose name fits, but for certain only as close."""
    folder = graph(paper("a", "A paper of three people", "Ada Kent", "Bo Lind", "Bo Linde"))
    rules.known = {"A paper of three people": [work(1, "A. Kent", "Bo Lind", "Bo Linde")]}
    made = run(folder, rules)
    persons = {one.subject.rpartition("/")[2]: one for one in links_in(folder) if "/person/" in one.subject}
    assert {name: (one.object[-1], one.predicate, one.state) for name, one in persons.items()} == {
        "ada-kent": ("1", CLOSE, "accepted"),
        "bo-lind": ("2", CLOSE, "accepted"),
        "bo-linde": ("3", CLOSE, "accepted"),
    }
    assert outcomes(made, "person") == {"linked": 3}


def test_person_who_would_be_two(graph: Graph, rules: Rules, links_in: LinksIn) -> None:
    """A bearer of a name whose papers lead to two of theirs is a candidate of both."""
    folder = graph(
        paper("a", "The first paper of hers", "Ada Kent") + paper("b", "The second paper of hers", "Ada Kent")
    )
    rules.known = {"The first paper of hers": [work(1, "Ada Kent")], "The second paper of hers": [work(2, "Ada Kent")]}
    made = run(folder, rules)
    persons = [one for one in links_in(folder) if "/person/" in one.subject]
    assert [(one.object, one.state) for one in persons] == [(f"{AUTHOR}11", "candidate"), (f"{AUTHOR}21", "candidate")]
    assert outcomes(made, "person") == {"ambiguous": 1}


def test_by_authors(graph: Graph, rules: Rules, links_in: LinksIn) -> None:
    """What no spelling of the title finds is looked for among the works of its authors."""
    folder = graph(paper("a", "Of fish and of foul things", "Ada Kent", "Bo Lind"))
    rules.known = {"Ada Kent": [{**work(1, "Ada Kent", "Bo Lind"), "title": "OF FISH AND OF FOUL THNIGS"}]}
    run(folder, rules)
    assert [one.object for one in links_in(folder) if "/paper/" in one.subject] == [f"{WORK}1"]


def test_organizations_and_venues(graph: Graph, rules: Rules, links_in: LinksIn) -> None:
    """An organization is linked by ROR, or by a name that one body of its country bears; a venue by ISSN."""
    folder = graph(
        'organization:a a kg:Organization ; kg:name "A" ; kg:ror "05ppvf150" .'
        'organization:b a kg:Organization ; kg:name "University of B" ; kg:country "DE" .'
        'organization:c a kg:Organization ; kg:name "C" ; kg:nameVariant "Cee" .'
        'venue:v a kg:Venue ; kg:name "V" ; kg:issn "1552-6283" .'
    )
    inst = "https://semopenalex.org/institution/I"
    rules.known = {
        "https://ror.org/05ppvf150": [{"thing": f"{inst}1"}],
        "University of B": [{"thing": f"{inst}2", "country": "de"}],
        "Cee": [{"thing": f"{inst}3", "country": "FR"}],
        "1552-6283": [{"thing": "https://semopenalex.org/source/S1"}],
    }
    made = run(folder, rules)
    found = {(one.object.rpartition("/")[2], one.predicate, one.state) for one in links_in(folder)}
    assert found == {
        ("I1", SAME, "accepted"), ("I2", EXACT, "accepted"), ("I3", CLOSE, "candidate"), ("S1", SAME, "accepted")
    }  # fmt: skip
    assert outcomes(made, "organization") == {"linked": 2, "ambiguous": 1}
    waiting = next(one for one in links_in(folder) if one.state == "candidate")
    assert theirs_of(waiting.evidence) == Theirs("Cee", country="FR")


def test_forms(graph: Graph, rules: Rules, links_in: LinksIn) -> None:
    """A record of dblp is a form: it is linked to the version that has the DOI, and never a paper of two forms."""
    folder = graph(
        'paper:a a kg:Paper ; kg:title "T" ; kg:doi "10.1000/j" ; kg:arxivId "2101.00001" ; kg:hasVersion version:j .'
        'version:j a kg:Version ; kg:doi "10.1000/j" .'
        'paper:b a kg:Paper ; kg:title "U" ; kg:doi "10.1000/k" ; kg:arxivId "2101.00002" .'
    )
    rules.known = {
        "https://doi.org/10.1000/J": [{"thing": "https://dblp.org/rec/journals/x/y"}],
        "https://doi.org/10.1000/k": [{"thing": "https://dblp.org/rec/journals/x/z"}],
    }
    run(folder, rules, "dblp")
    found = {(one.subject.rpartition("id/")[2], one.object[-1], one.predicate) for one in links_in(folder)}
    assert found == {("version/j", "y", SAME), ("paper/b", "z", CLOSE)}


def test_offline(graph: Graph, rules: Rules) -> None:
    """Nobody is asked with --offline: what is not linked was not asked."""
    folder = graph(paper("a", "Some title", more='; kg:doi "10.1000/a"'))
    made = run(folder, rules, offline=True)
    assert rules.asked == []
    assert outcomes(made, "paper") == {"not asked": 1}


def test_halves(graph: Graph, rules: Rules) -> None:
    """A batch whose answer is cut, no JSON, a page for people or too much is asked again in halves."""
    folder = graph("".join(paper(f"p{n}", f"Title {n}", more=f'; kg:doi "10.1000/{n}"') for n in range(8)))
    rules.known = {f"https://doi.org/10.1000/{n}": [{"thing": f"{WORK}{n + 1}"}] for n in range(8)}
    bad = {
        8: (200, {"Content-Type": "text/html"}, b"<h1>busy</h1>"),
        4: (200, {"Content-Type": "application/sparql-results+json"}, b'{"head": {"vars": ["key"]}, "results": {"bin'),
        2: (413, {"Content-Type": "text/plain"}, b"too long"),
    }
    rules.wrong = lambda keys: bad.get(len(keys))
    made = run(folder, rules)
    assert outcomes(made, "paper") == {"linked": 8}
    assert sorted(map(len, rules.asked)) == [1] * 8 + [2] * 4 + [4] * 2 + [8]
    assert made.notes == ()


def test_full_page(graph: Graph, rules: Rules, tmp_path: Path) -> None:
    """An answer of a full page of rows is taken for cut; a key whose answer alone fills one has failed."""
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "own"\ntitle = "Own"\nhomepage = "https://example.org/"\npage = 3\n'
        f'endpoint = "{rules.url}"\n[paper]\niri = "https://example\\\\.org/[0-9]+"\nlevel = "work"\n'
        '[[paper.ask]]\nkey = "doi"\nquery = "SELECT ?key ?thing WHERE { VALUES ?key { } ?thing <urn:doi> ?key }"\n'
    )
    folder = graph("".join(paper(f"p{n}", f"Title {n}", more=f'; kg:doi "10.1000/{n}"') for n in range(3)))
    rules.known = {
        "10.1000/0": [{"thing": "https://example.org/1"}],
        "10.1000/1": [{"thing": f"https://example.org/{n}"} for n in range(10, 15)],
    }
    made = link(folder, targets=[str(own)])
    assert outcomes(made, "paper") == {"linked": 1, "no match": 1, "failed": 1}
    assert "cut" in made.notes[0]
    again = link(folder, targets=[str(own)])
    assert rules.asked[-1] == ["10.1000/1"]
    assert outcomes(again, "paper") == outcomes(made, "paper")


def test_given_up(graph: Graph, rules: Rules) -> None:
    """An endpoint that refuses is not asked any further, and what was not asked is said to be so."""
    folder = graph("".join(paper(f"p{n}", f"Title {n}", more=f'; kg:doi "10.1000/{n}"') for n in range(300)))
    rules.wrong = lambda _: (403, {"Content-Type": "text/plain"}, b"who are you") if len(rules.asked) > 1 else None
    made = run(folder, rules)
    assert len(rules.asked) == 2
    assert outcomes(made, "paper") == {"failed": 100, "not asked": 200}
    assert "403" in made.notes[0]


def test_redirect_to_a_private_address(graph: Graph, rules: Rules) -> None:
    """A redirect into the own network from elsewhere is not followed; here it ends in a counted failure."""
    folder = graph(paper("a", "Some title", more='; kg:doi "10.1000/a"'))
    rules.wrong = lambda _: (302, {"Location": "http://192.168.0.1/sparql"}, b"")
    made = run(folder, rules)
    assert outcomes(made, "paper") == {"failed": 1}


def test_retry_after(graph: Graph, rules: Rules) -> None:
    """An endpoint that wants to be left alone for long is believed."""
    folder = graph(paper("a", "Some title", more='; kg:doi "10.1000/a"'))
    rules.wrong = lambda _: (429, {"Retry-After": "3600"}, b"")
    made = run(folder, rules)
    assert outcomes(made, "paper") == {"failed": 1}
    assert len(rules.asked) == 1


def test_cache(graph: Graph, rules: Rules, tmp_path: Path) -> None:
    """What was answered before is not asked again while the cache has it."""
    folder = graph(paper("a", "Some title", more='; kg:doi "10.1000/a"'))
    for _ in range(2):
        run(folder, rules, cache=Cache(tmp_path / "answers.sqlite"))
    assert len(rules.asked) == len({tuple(keys) for keys in rules.asked})


def test_one_endpoint_for_one_target(graph: Graph, rules: Rules) -> None:
    """--endpoint stands for that of one target."""
    with pytest.raises(UsageError, match="one --target"):
        link(graph(""), targets=["dblp", "orkg"], endpoint=rules.url)


def test_two_of_ours_are_one_of_theirs(graph: Graph, rules: Rules, links_in: LinksIn) -> None:
    """Two papers that claim one work are both candidates, with the reason."""
    folder = graph(paper("a", "T", more='; kg:openAlexId "W7"') + paper("b", "U", more='; kg:openAlexId "W7"'))
    made = run(folder, rules, offline=True)
    assert {(one.state, one.predicate) for one in links_in(folder)} == {("candidate", CLOSE)}
    assert all("2 things of this graph claim" in one.evidence for one in links_in(folder))
    assert outcomes(made, "paper") == {"ambiguous": 2}
