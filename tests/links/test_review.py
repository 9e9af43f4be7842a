"""links.ttl over several runs: decisions, what is withdrawn, other targets' links, SSSOM out and in."""

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from kg.cli import main
from kg.errors import InputError
from kg.links.decisions import MANUAL, Decision, Decisions
from kg.links.sssom import read_sssom, sssom_text
from kg.model import Link
from kg.pipeline.link_graphs import link_quads
from kg.pipeline.linking import link
from kg.terms import integer
from kg.validate import validate
from kg.vocab import VOID

Graph = Callable[[str], Path]
LinksIn = Callable[[Path], list[Link]]
PAPER = "https://w3id.org/scholarkg/id/paper/"
ONE = 'paper:a a kg:Paper ; kg:title "A title" ; kg:doi "10.1000/a" . authorship:a-1 kg:rawName "Ada Kent" .'


def states(links: list[Link]) -> dict[str, str]:
    """Return the state of each link by the end of its object."""
    return {one.object.rpartition("/")[2]: one.state for one in links}


def decide(folder: Path, *lines: str) -> None:
    """Write decisions.tsv."""
    head = "decision\ttarget\tsubject\tpredicate\tobject\tours\tnote\n"
    (folder / "decisions.tsv").write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_shapes_and_bytes(graph: Graph) -> None:
    """links.ttl is the same in every run, conforms to the shapes, and states its link sets with their counts."""
    folder = graph(ONE)
    link(folder, targets=["doi"])
    first = (folder / "links.ttl").read_bytes()
    link(folder, targets=["doi"])
    assert (folder / "links.ttl").read_bytes() == first
    assert b"void:Linkset" in first
    assert b"void:triples 1 ." in first
    assert b"owl:sameAs <https://doi.org/10.1000/a>" in first
    assert not list(validate(folder / "links.ttl").results)


def test_rejected_never_comes_back(graph: Graph, links_in: LinksIn) -> None:
    """A rejected link is not asserted, in later runs neither, and not under another IRI of the same paper."""
    folder = graph(ONE)
    decide(folder, f"reject\tdoi\t{PAPER}a\t\thttps://doi.org/10.1000/a\tpaper:atitle kent\twrong paper")
    for _ in range(2):
        link(folder, targets=["doi"])
        assert states(links_in(folder)) == {"a": "rejected"}
        assert b"owl:sameAs <" not in (folder / "links.ttl").read_bytes()
    graph(ONE.replace("paper:a", "paper:doi-10.1000__a").replace("authorship:a-", "authorship:doi-10.1000__a-"))
    link(folder, targets=["doi"])
    assert {one.state for one in links_in(folder)} == {"rejected"}


def test_accepted_and_withdrawn_by_somebody(graph: Graph, links_in: LinksIn) -> None:
    """The last decision on a link counts, over what the run thinks of it."""
    folder = graph(
        ONE + 'paper:b a kg:Paper ; kg:title "B" ; kg:openAlexId "W1" . paper:c a kg:Paper ; kg:openAlexId "W1" .'
    )
    decide(
        folder,
        f"reject\topenalex\t{PAPER}b\t\thttps://openalex.org/W1\t\t",
        f"accept\topenalex\t{PAPER}b\t\thttps://openalex.org/W1\t\t",
        f"withdraw\topenalex\t{PAPER}c\t\thttps://openalex.org/W1\t\t",
    )
    link(folder, targets=["openalex"])
    assert sorted(one.state for one in links_in(folder)) == ["accepted", "withdrawn"]


def test_disputed_but_accepted_by_somebody(graph: Graph, links_in: LinksIn) -> None:
    """Of two papers that claim one work the one that somebody accepted stays accepted."""
    folder = graph('paper:b a kg:Paper ; kg:openAlexId "W1" . paper:c a kg:Paper ; kg:openAlexId "W1" .')
    decide(folder, f"accept\topenalex\t{PAPER}b\t\thttps://openalex.org/W1\t\t")
    link(folder, targets=["openalex"])
    assert {one.subject[-1]: one.state for one in links_in(folder)} == {"b": "accepted", "c": "candidate"}


def test_withdrawn_leaves_a_trace(graph: Graph, links_in: LinksIn) -> None:
    """A link whose evidence is gone is withdrawn, not forgotten; links to other targets are left alone."""
    folder = graph(ONE + 'paper:b a kg:Paper ; kg:openAlexId "W1" .')
    link(folder, targets=["doi", "openalex"])
    graph('paper:a a kg:Paper ; kg:title "A title" . paper:b a kg:Paper ; kg:openAlexId "W2" .')
    link(folder, targets=["openalex"])
    assert states(links_in(folder)) == {"a": "accepted", "W1": "withdrawn", "W2": "accepted"}
    gone = next(one for one in links_in(folder) if one.state == "withdrawn")
    assert gone.evidence.endswith("not found again")
    link(folder, targets=["openalex"])
    assert states(links_in(folder))["W1"] == "withdrawn"


def test_thing_is_gone(graph: Graph, links_in: LinksIn) -> None:
    """The link of a thing that the graph has no more is withdrawn."""
    folder = graph(ONE)
    link(folder, targets=["doi"])
    graph('paper:z a kg:Paper ; kg:title "Z" .')
    link(folder, targets=["doi"])
    assert states(links_in(folder)) == {"a": "withdrawn"}


@pytest.mark.parametrize("line", ["maybe\tdoi\ts\tp\to\t\t", "accept\t\ts\tp\to\t\t", "accept"])
def test_wrong_decisions(tmp_path: Path, line: str) -> None:
    """A line that is no decision is told with its number."""
    decide(tmp_path, line)
    with pytest.raises(InputError, match="line 2"):
        Decisions.read(tmp_path / "decisions.tsv")


def test_unreadable_decisions(tmp_path: Path) -> None:
    """A file that is no text cannot be read; no file means no decisions."""
    (tmp_path / "decisions.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        Decisions.read(tmp_path / "decisions.tsv")
    assert len(Decisions.read(tmp_path / "none.tsv")) == 0


def test_decisions_round_trip(tmp_path: Path) -> None:
    """What is written is read again; a tab in a note is a blank."""
    made = [Decision("reject", "doi", "urn:a", "", "urn:b", "paper:x", "a\tnote")]
    (tmp_path / "decisions.tsv").write_text(Decisions(made).text(), encoding="utf-8")
    assert Decisions.read(tmp_path / "decisions.tsv").all == [made[0]._replace(note="a note")]


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=20)
_LOCAL = st.from_regex(r"[A-Za-z0-9._~-]{1,12}", fullmatch=True)
_LINKS = st.builds(
    Link,
    subject=st.builds("https://w3id.org/scholarkg/id/paper/{}".format, _LOCAL),
    target=st.sampled_from(["doi", "own-graph"]),
    object=st.builds("https://{}.example.org/thing/{}".format, st.sampled_from(["a", "b"]), _LOCAL)
    | st.builds("https://doi.org/10.1000/{}".format, _LOCAL),
    predicate=st.sampled_from(["http://www.w3.org/2002/07/owl#sameAs", "https://schema.org/sameAs"]),
    score=st.integers(0, 100).map(lambda n: n / 100),
    method=st.sampled_from([MANUAL, "https://w3id.org/semapv/vocab/LexicalMatching"]),
    evidence=_WORDS.map(str.strip).filter(bool),
    state=st.sampled_from(["candidate", "accepted", "rejected", "withdrawn"]),
)


QUOTED = Link(
    subject="https://w3id.org/scholarkg/id/paper/a",
    target="doi",
    object="https://doi.org/10.1000/a",
    predicate="http://www.w3.org/2002/07/owl#sameAs",
    score=1.0,
    method=MANUAL,
    evidence="",
    state="accepted",
)


@given(st.lists(_LINKS, max_size=6))
@example([replace(QUOTED, evidence=evidence) for evidence in ('"quoted" is it', '"', 'a "b')])
def test_sssom_round_trip(links: list[Link]) -> None:
    """What is written as SSSOM is read as the same links."""
    text = "".join(sssom_text(links, base="https://w3id.org/scholarkg/", version="1"))
    assert list(read_sssom(StringIO(text, newline=""), name="x", target_of=lambda _: None)) == links


SSSOM = (
    "#curie_map:\n#  ex: https://example.org/\n#license: x\n"
    "subject_id\tpredicate_id\tobject_id\tmapping_justification\tpredicate_modifier\tconfidence\tcomment\n"
    "ex:a\tskos:exactMatch\tex:b\tsemapv:ManualMappingCuration\t\t0.9\tlooked at\n"
    "ex:a\tskos:exactMatch\tex:c\tsemapv:LexicalMatching\t\t\t\n"
    "ex:a\tskos:exactMatch\thttps://example.org/d\tsemapv:LexicalMatching\tNot\t\t\n\n"
)


def test_sssom_of_others() -> None:
    """A mapping of somebody else is accepted where a person made it, rejected as a Not, else a candidate."""
    found = list(read_sssom(StringIO(SSSOM), name="x", target_of=lambda iri: "c-graph" if iri.endswith("c") else None))
    assert [(one.object, one.state, one.target) for one in found] == [
        ("https://example.org/b", "accepted", "other"),
        ("https://example.org/c", "candidate", "c-graph"),
        ("https://example.org/d", "rejected", "other"),
    ]
    assert (found[0].score, found[0].evidence) == (0.9, "looked at")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (SSSOM, "", "no table"),
        ("subject_id", "subject", "lacks subject_id"),
        ("ex:b", "nobody:b", "no prefix"),
        ("ex:b", "b", "no prefix"),
        ("skos:exactMatch\tex:b", "skos:broader\tex:b", "no predicate"),
        ("0.9", "1.9", "no number"),
        ("0.9", "much", "no number"),
    ],
)
def test_wrong_sssom(old: str, new: str, told: str) -> None:
    """A file that is no SSSOM, or a mapping that is no link, is told with its place."""
    with pytest.raises(InputError, match=re.escape(told)):
        list(read_sssom(StringIO(SSSOM.replace(old, new, 1)), name="x", target_of=lambda _: None))


def test_sssom_py_reads_it(graph: Graph, tmp_path: Path) -> None:
    """The reference implementation reads and validates what is written."""
    parsers = pytest.importorskip("sssom.parsers", reason="sssom-py is not here (390 MB): pip install sssom")
    folder = graph(ONE + 'person:p a kg:Person ; kg:orcid "0000-0002-1825-0097" ; kg:identityBasis "orcid" .')
    link(folder, targets=["doi", "orcid"], sssom=tmp_path / "all.sssom.tsv")
    found = parsers.parse_sssom_table(tmp_path / "all.sssom.tsv")
    assert sorted(found.df["object_id"]) == ["doi:10.1000/a", "orcid:0000-0002-1825-0097"]


def test_validated_with_the_graph(graph: Graph) -> None:
    """`kg validate` of a folder sees its links too: one of a thing that is gone is told."""
    folder = graph(ONE)
    link(folder, targets=["doi"])
    gone = "https://w3id.org/scholarkg/shapes#Link-linkSubjectDescribed"
    assert gone not in {result.shape[1:-1] for result in validate(folder).results}
    graph('paper:z a kg:Paper ; kg:title "Z" .')
    assert gone in {result.shape[1:-1] for result in validate(folder).results}


def test_named_graphs(graph: Graph) -> None:
    """The links to a target, its link set and what is known of it stand in the named graph of that target."""
    folder = graph(ONE + 'person:p a kg:Person ; kg:orcid "0000-0002-1825-0097" ; kg:identityBasis "orcid" .')
    link(folder, targets=["doi", "orcid"])
    graphs = {quad[3].rpartition("/")[2] for quad in link_quads(folder / "links.ttl")}
    assert graphs == {"doi>", "orcid>"}
    counted = [quad for quad in link_quads(folder / "links.ttl") if quad[1] == VOID.triples]
    assert {(quad[2], quad[3].rpartition("/")[2]) for quad in counted} == {(integer(1), "doi>"), (integer(1), "orcid>")}


def test_sssom_in(graph: Graph, links_in: LinksIn, tmp_path: Path) -> None:
    """What a person says in an SSSOM file is a decision: it holds in later runs; the rest are candidates."""
    folder = graph(ONE + 'paper:b a kg:Paper ; kg:title "B" .')
    file = tmp_path / "said.sssom.tsv"
    file.write_text(
        f"#curie_map:\n#  ours: {PAPER}\n#  oa: https://openalex.org/\n#  doi: https://doi.org/\n"
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\tpredicate_modifier\n"
        "ours:b\tskos:exactMatch\toa:W5\tsemapv:ManualMappingCuration\t\n"
        "ours:a\tskos:exactMatch\toa:W6\tsemapv:LexicalMatching\t\n"
        "ours:a\towl:sameAs\tdoi:10.1000/a\tsemapv:ManualMappingCuration\tNot\n",
        encoding="utf-8",
    )
    expected = {"W5": "accepted", "W6": "candidate", "a": "rejected"}
    assert main(["link", str(folder), "--read-sssom", str(file)]) == 0
    assert states(links_in(folder)) == expected
    link(folder, targets=["doi"])
    assert states(links_in(folder)) == expected
    link(folder, targets=["openalex"])
    assert states(links_in(folder)) == {**expected, "W6": "candidate"}
    (folder / "links.ttl").unlink()
    link(folder, targets=["doi", "openalex"], mappings=[file])
    link(folder, targets=["doi", "openalex"])
    assert len(Decisions.read(folder / "decisions.tsv")) == 2
    assert states(links_in(folder))["W5"] == "accepted"


def test_no_sssom(graph: Graph, tmp_path: Path) -> None:
    """A file that is not there cannot be read."""
    with pytest.raises(InputError, match="cannot be read"):
        link(graph(ONE), targets=[], mappings=[tmp_path / "none.tsv"])


def test_rejected_in_the_file_alone(graph: Graph, links_in: LinksIn) -> None:
    """A rejected link of links.ttl stays rejected though its decision is lost."""
    folder = graph(ONE)
    decide(folder, f"reject\tdoi\t{PAPER}a\t\thttps://doi.org/10.1000/a\t\t")
    link(folder, targets=["doi"])
    (folder / "decisions.tsv").unlink()
    link(folder, targets=["doi"])
    assert states(links_in(folder)) == {"a": "rejected"}


def test_outcomes_after_review(graph: Graph) -> None:
    """A paper whose forms are linked is linked; one whose only link was rejected has no match."""
    folder = graph(
        ONE + 'paper:b a kg:Paper ; kg:doi "10.1000/b" ; kg:arxivId "2101.00001" ; kg:hasVersion version:b .'
        'version:b a kg:Version ; kg:doi "10.1000/b" .'
    )
    decide(folder, f"reject\tdoi\t{PAPER}a\t\thttps://doi.org/10.1000/a\t\t")
    made = link(folder, targets=["doi"])
    assert made.outcomes[0].counts["paper"] == {"linked": 1, "no match": 1}
    assert made.outcomes[0].counts["version"] == {"linked": 1}
