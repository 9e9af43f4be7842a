"""`kg stats --links`: what is linked by target, class and year, and what links contradict."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kg.cli import main
from kg.errors import UsageError
from kg.export import GraphFile, statements
from kg.links.ours.entities import Entities
from kg.links.statistics.tally import Conflict, Coverage, Joints, coverage
from kg.links.statistics.text import LinkStatistics, statistics_table
from kg.links.targets.target import target
from kg.model import Link
from kg.pipeline.linking import link
from kg.pipeline.reviewing import link_statistics
from kg.store import LineSpool

Graph = Callable[[str], Path]
PAPER = "https://w3id.org/scholarkg/id/paper/"
SAME = "http://www.w3.org/2002/07/owl#sameAs"
CLOSE = "http://www.w3.org/2004/02/skos/core#closeMatch"
OURS = (
    'paper:a a kg:Paper ; kg:openAlexId "W1" ; kg:publicationYear 2001 .'
    'paper:b a kg:Paper ; kg:openAlexId "W1" ; kg:publicationYear 2001 .'
    'paper:c a kg:Paper ; kg:openAlexId "W2" ; kg:publicationYear 2003 .'
    'paper:d a kg:Paper . person:p a kg:Person ; kg:orcid "0000-0002-1825-0097" ; kg:identityBasis "orcid" .'
)


def claim(ours: str, theirs: str, *, state: str = "accepted", predicate: str = SAME, target_name: str = "x") -> Link:
    """Return a link."""
    return Link(
        subject=PAPER + ours,
        target=target_name,
        object=f"https://example.org/{theirs}",
        predicate=predicate,
        score=1.0,
        method="urn:m",
        evidence="2 things of this graph claim to be this one" if state == "disputed" else "",
        state="candidate" if state == "disputed" else state,  # type: ignore[arg-type]
    )


def conflicts(*links: Link) -> list[tuple[str, str, str, int]]:
    """Return the conflicts of links: kind, ends of ours, ends of theirs, accepted links."""
    joints = Joints(LineSpool(None, name="a"), LineSpool(None, name="b"))
    assert list(joints.add(links)) == list(links)
    return [
        (
            one.kind,
            "".join(iri.rpartition("/")[2] for iri in one.ours),
            "".join(iri.rpartition("/")[2] for iri in one.theirs),
            one.accepted,
        )
        for one in joints.conflicts()
    ]


def test_shared() -> None:
    """Two of ours and one of theirs are a conflict, where accepted or a candidate for that reason; not candidates."""
    assert conflicts(claim("a", "1"), claim("b", "1")) == [("shared", "ab", "1", 2)]
    assert conflicts(claim("a", "1", state="disputed"), claim("b", "1")) == [("shared", "ab", "1", 1)]
    assert conflicts(claim("a", "1", predicate=CLOSE), claim("b", "1")) == [("shared", "ab", "1", 2)]
    assert conflicts(claim("a", "1", state="candidate"), claim("b", "1")) == []
    assert conflicts(claim("a", "1", state="rejected"), claim("b", "1", state="withdrawn")) == []
    assert conflicts(claim("a", "1", predicate="https://schema.org/sameAs"), claim("b", "1")) == []


def test_shared_by_classes() -> None:
    """A person and an organization that are one thing there are a conflict; a paper and its form are none."""
    person = claim("p", "1")
    other = "https://w3id.org/scholarkg/id/{}/o".format
    assert [one[0] for one in conflicts(person, replace(person, subject=other("organization")))] == ["shared"]
    assert conflicts(person, replace(person, subject=other("version"))) == []


def test_split() -> None:
    """One of ours is one thing of a target; two forms that are only close are no conflict, nor are two targets."""
    assert conflicts(claim("a", "1"), claim("a", "2")) == [("split", "a", "12", 2)]
    assert conflicts(claim("a", "1"), claim("a", "2", predicate=CLOSE)) == []
    assert conflicts(claim("a", "1"), claim("a", "2", target_name="y")) == []


def test_chain() -> None:
    """Links that join things pair by pair merge all of them; a single joint is no chain."""
    found = conflicts(
        claim("a", "1"), claim("b", "1"), claim("b", "2", target_name="y"), claim("c", "2", target_name="y")
    )
    assert found == [("shared", "ab", "1", 2), ("shared", "bc", "2", 2), ("chain", "abc", "12", 4)]
    assert [one[0] for one in conflicts(claim("a", "1"), claim("b", "1"), claim("a", "2", target_name="y"))] == [
        "shared"
    ]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("123456")), unique=True, max_size=12))
def test_chains_are_what_graphs_hold(pairs: list[tuple[str, str]]) -> None:
    """The members of a chain are a connected part of the graph of shared things, larger than each joint."""
    found = [one for one in conflicts(*(claim(a, b, target_name=f"t{b}") for a, b in pairs)) if one[0] == "chain"]
    parts: list[set[str]] = []
    for theirs in "123456":
        group = {a for a, b in pairs if b == theirs}
        if len(group) > 1:
            group = group.union(*(part for part in parts if part & group))
            parts = [part for part in parts if not part & group] + [group]
    largest = {theirs: len([a for a, b in pairs if b == theirs]) for theirs in "123456"}
    expected = [
        "".join(sorted(part))
        for part in parts
        if len(part) > max(largest[b] for a, b in pairs if a in part and largest[b] > 1)
    ]
    assert sorted(one[1] for one in found) == sorted(expected)


def test_numbers_of_a_graph(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    """Every thing of a kind that a target knows counts once, by year; bars and JSON say the same."""
    folder = graph(OURS)
    link(folder, targets=["openalex", "orcid"])
    statistics = link_statistics(folder)
    papers = next(one for one in statistics.coverage if (one.target, one.kind) == ("openalex", "paper"))
    assert papers.counts == {"linked": 1, "candidate": 2, "unlinked": 1}
    assert papers.years == {2001: {"candidate": 2}, 2003: {"linked": 1}, None: {"unlinked": 1}}
    assert [(one.kind, len(one.ours)) for one in statistics.conflicts] == [("shared", 2)]
    assert main(["stats", str(folder), "--links"]) == 0
    out = capsys.readouterr().out
    assert "orcid     person       1       1          0         0  " + "#" * 40 in out
    assert "#" * 10 + "+" * 20 + "." * 10 in out
    assert "undated" in out
    assert "1 several of ours linked to one of theirs" in out
    assert main(["stats", str(folder / "links.ttl"), "--links", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["conflicts"][0]["ours"] == [f"{PAPER}a", f"{PAPER}b"]
    shown = next(one for one in told["links"] if (one["target"], one["class"]) == ("openalex", "paper"))
    assert shown["things"] == 4
    assert shown["years"][-1] == {"year": None, "linked": 0, "candidate": 0, "unlinked": 1}


def test_conflicts_that_somebody_made(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    """Papers that people link to one work, or that two graphs merge one by one, are told with their IRIs."""
    folder = graph("".join(f'paper:{key} a kg:Paper ; kg:title "{key}" .' for key in "abcd"))
    work, other = "https://openalex.org/W7", "http://www.wikidata.org/entity/Q7"
    lines = [
        f"accept\t{name}\t{PAPER}{key}\t{SAME}\t{iri}\t\t\n"
        for key, name, iri in (
            ("a", "openalex", work),
            ("b", "openalex", work),
            ("b", "wikidata", other),
            ("c", "wikidata", other),
        )
    ]
    head = "decision\ttarget\tsubject\tpredicate\tobject\tours\tnote\n"
    (folder / "decisions.tsv").write_text(head + "".join(lines), encoding="utf-8")
    link(folder, targets=["openalex", "wikidata"], offline=True)
    assert main(["stats", str(folder), "--links"]) == 0
    out = capsys.readouterr().out
    assert "2 several of ours linked to one of theirs" in out
    assert "1 things merged by a chain of links" in out
    assert f"  shared, 2 links accepted:\n    {PAPER}a\n    {PAPER}b\n    -> {work}\n" in out
    assert f"    {PAPER}a\n    {PAPER}b\n    {PAPER}c\n    -> {other}\n    -> {work}\n" in out


def test_paper_whose_forms_are_linked(graph: Graph) -> None:
    """A paper is linked to DOIs when its forms are."""
    folder = graph(
        'paper:b a kg:Paper ; kg:doi "10.1000/b" ; kg:arxivId "2101.00001" ; kg:hasVersion version:b .'
        'version:b a kg:Version ; kg:doi "10.1000/b" .'
    )
    link(folder, targets=["doi"])
    assert [one.counts["linked"] for one in link_statistics(folder).coverage] == [1, 1]


def test_target_of_others(graph: Graph) -> None:
    """Of a target that is not built in the kinds count that have links."""
    folder = graph(OURS)
    entities = Entities()
    entities.add(statement[:3] for statement in statements(GraphFile(folder / "graph.ttl")))
    found = list(coverage(entities, {"own": {f"{PAPER}a": {"rejected"}}}, {"doi": target("doi")}))
    assert [(one.kind, one.counts) for one in found] == [("paper", {"unlinked": 4})]


def test_many_conflicts() -> None:
    """A terminal shows the first conflicts and says how many there are."""
    many = tuple(Conflict("shared", ("urn:a", "urn:b"), (f"urn:{n}",), 1) for n in range(25))
    some = Coverage("x", "person", {None: Counter({"linked": 1})})
    assert "5 more" in statistics_table(LinkStatistics((some,), many))
    assert statistics_table(LinkStatistics((), ())) == "There are no links.\n"


def test_picture(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    """The numbers are drawn on demand, and told all the same."""
    pytest.importorskip("matplotlib", reason="drawing is the extra scholarkg[plot]")
    folder = graph(OURS)
    link(folder, targets=["openalex"])
    assert main(["stats", str(folder), "--links", "--plot", str(folder / "x.svg")]) == 0
    assert "Conflicts" in capsys.readouterr().out
    drawn = (folder / "x.svg").read_text(encoding="utf-8")
    assert "openalex, paper by year" in drawn
    assert "25 %  of 4, 2 to review" in drawn
    assert main(["stats", str(folder), "--links", "--plot", "x.pdf"]) == UsageError.exit_code


def test_letters_that_no_font_has(
    graph: Graph, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that cannot be drawn is told."""
    link_pictures = pytest.importorskip("kg.pipeline.link_pictures", reason="drawing is the extra scholarkg[plot]")
    monkeypatch.setattr(link_pictures, "plot_links", lambda *_, **__: "no installed font has x")
    folder = graph(OURS)
    link(folder, targets=["openalex"])
    assert main(["stats", str(folder), "--links", "--plot", str(folder / "x.png")]) == 0
    assert "no installed font has x" in capsys.readouterr().err
