"""links.ttl over several runs: decisions, what is withdrawn, other targets' links."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from kg.errors import InputError
from kg.links.decisions.decision import Decision, Decisions, recognised_by
from kg.links.decisions.ledger import Ledger
from kg.links.ours.entities import Author, Entity
from kg.model import Link
from kg.pipeline import Build, build
from kg.pipeline.link_graphs import link_quads
from kg.pipeline.linking import link
from kg.pipeline.reviewing import candidates
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


@pytest.mark.parametrize(
    ("written", "by_hand", "told"),
    [
        ("kg:linkScore 1.0", 'kg:linkScore "high"', "its kg:linkScore has to be a number from 0 to 1"),
        ("kg:linkScore 1.0", "kg:linkScore 1.5e0", "its kg:linkScore has to be a number from 0 to 1"),
        ("kg:linkScore 1.0", 'kg:linkScore "NaN"', "its kg:linkScore has to be a number from 0 to 1"),
        ('kg:linkState "accepted"', 'kg:linkState "acepted"', "its kg:linkState has to be one of accepted, candidate"),
        ("kg:linkPredicate owl:sameAs ;", "", "its kg:linkPredicate has to be an IRI"),
        ("kg:linkSubject paper:a", 'kg:linkSubject "paper:a"', "its kg:linkSubject has to be an IRI"),
        ("kg:linkObject <https://doi.org/10.1000/a>", "kg:linkObject _:b", "its kg:linkObject has to be an IRI"),
        ('kg:linkTarget "doi"', r'kg:linkTarget "d\noi"', "its kg:linkTarget has to be the name of a target"),
    ],
)
def test_links_spoilt_by_hand(graph: Graph, written: str, by_hand: str, told: str) -> None:
    """A link that no run can have written is told with its repair, and the file stays as it is."""
    folder = graph(ONE)
    link(folder, targets=["doi"])
    file = folder / "links.ttl"
    assert written in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace(written, by_hand), encoding="utf-8")
    spoilt = file.read_bytes()
    with pytest.raises(InputError, match=rf"links\.ttl: <.*/link/[0-9a-f]+>: {re.escape(told)}.*: repair it"):
        link(folder, targets=["doi"])
    assert file.read_bytes() == spoilt


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


@pytest.mark.parametrize(("said", "state"), [("accept", "accepted"), ("reject", "rejected")])
def test_decisions_on_one_of_two_namesakes(
    graph: Graph, links_in: LinksIn, tmp_path: Path, said: str, state: str
) -> None:
    """What was decided on a paper is not decided on another one of the same title and author that stands beside it."""
    folder = graph(
        'paper:a a kg:Paper ; kg:title "Editorial" ; kg:publicationYear 2001 . authorship:a-1 kg:rawName "Ada Kent" .'
        'paper:b a kg:Paper ; kg:title "Editorial" ; kg:publicationYear 2002 . authorship:b-1 kg:rawName "Ada Kent" .'
    )
    work = "https://semopenalex.org/work/W1"
    theirs = tmp_path / "theirs.nt"
    theirs.write_text(f'<{work}> <http://purl.org/dc/terms/title> "Editorial" .\n', encoding="utf-8")
    decide(folder, f"{said}\tsemopenalex\t{PAPER}a\t\t{work}\tpaper:editorial kent\t")
    link(folder, targets=["semopenalex"], dumps=[theirs])
    assert {one.subject[-1]: one.state for one in links_in(folder)} == {"a": state, "b": "candidate"}
    link(folder, targets=[])
    assert {one.subject[-1]: one.state for one in links_in(folder)} == {"a": state, "b": "candidate"}
    with candidates(folder) as found:
        assert [one.link.subject[-1] for one in found] == ["b"]


def test_links_of_earlier_runs_count(graph: Graph, tmp_path: Path) -> None:
    """A thing whose link of an earlier run stands is told as linked, also by a run that does not ask for it."""
    folder, theirs = graph(ONE), tmp_path / "theirs.nt"
    work = "<https://semopenalex.org/work/W1>"
    theirs.write_text(f'{work} <http://purl.org/spar/datacite/doi> "https://doi.org/10.1000/a" .\n', encoding="utf-8")
    for dumps in ([theirs], []):
        (outcomes,) = link(folder, targets=["semopenalex"], dumps=dumps, offline=not dumps).outcomes
        assert outcomes.counts["paper"] == {"linked": 1}
    decide(folder, f"reject\tsemopenalex\t{PAPER}a\t\t{work[1:-1]}\t\t")
    (outcomes,) = link(folder, targets=["semopenalex"], offline=True).outcomes
    assert outcomes.counts["paper"] == {"not asked": 1}


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


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("maybe\tdoi\turn:s\t\turn:o\t\t", "a decision has decision"),
        ("accept\t\turn:s\t\turn:o\t\t", "a decision has decision"),
        ("accept", "a decision has decision"),
        ("accept\tdoi\turn:a b\t\turn:o\t\t", "the subject 'urn:a b' is no IRI"),
        ("accept\tdoi\turn:s\t\t<urn:o>\t\t", "the object '<urn:o>' is no IRI"),
        ("accept\tdoi\turn:s\tskos:broader\turn:o\t\t", "'skos:broader' is no predicate of a link: owl:sameAs,"),
    ],
)
def test_wrong_decisions(tmp_path: Path, line: str, told: str) -> None:
    """A line that is no decision is told with its number and what is wrong."""
    decide(tmp_path, "", line)
    with pytest.raises(InputError, match=re.escape(f"line 3: {told}")):
        Decisions.read(tmp_path / "decisions.tsv")


def test_what_things_are_recognised_by() -> None:
    """A paper is known by title and first author, anything else by its first identifier, or by its name."""
    keys = (("doi", "10.1000/a"), ("pmid", "1"))
    paper = Entity(iri="urn:x", kind="paper", name="A Title", authors=(Author(1, "", "Ada Kent"),), keys=keys)
    for printed in ("Ada Kent", "Kent, Ada", "KENT, A.", "Ada Kent, Jr."):
        assert recognised_by(replace(paper, authors=(Author(1, "", printed),))) == "paper:atitle kent"
    assert recognised_by(replace(paper, authors=())) == "paper:atitle"
    assert recognised_by(replace(paper, name="")) == "paper:doi:10.1000/a"
    assert recognised_by(Entity(iri="urn:y", kind="person", name="Ada KENT")) == "person:ada kent"


def test_decisions_as_editors_save_them(tmp_path: Path) -> None:
    """A mark at the beginning, other ends of lines, empty lines, quotes and very long notes are no harm."""
    note = 'a "note' + "x" * 200_000
    head = "\ufeffobject\ttarget\tsubject\tpredicate\tdecision\tnote"
    line = f"urn:o\tdoi\turn:s\towl:sameAs\treject\t{note}"
    (tmp_path / "decisions.tsv").write_bytes(f"{head}\r\n\r\n{line}\r\n".encode())
    same = "http://www.w3.org/2002/07/owl#sameAs"
    expected = Decision("reject", "doi", "urn:s", same, "urn:o", "", note)
    assert Decisions.read(tmp_path / "decisions.tsv").all == [expected]
    Ledger(tmp_path / "decisions.tsv").add(expected._replace(decision="accept", note=""))
    assert [one.decision for one in Decisions.read(tmp_path / "decisions.tsv").all] == ["reject", "accept"]
    Ledger(tmp_path / "decisions.tsv").add()
    assert len(Decisions.read(tmp_path / "decisions.tsv")) == 2


@pytest.mark.parametrize("head", ["accept\tdoi\turn:s\t\turn:o", "decision,target,subject,object", "decision\ttarg"])
def test_decisions_without_a_head(tmp_path: Path, head: str) -> None:
    """A first line that names no columns is told: a decision that stands there would not be heard."""
    (tmp_path / "decisions.tsv").write_text(head, encoding="utf-8")
    with pytest.raises(InputError, match=r"line 1 lacks .*: it has to name the columns"):
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
    Ledger(tmp_path / "decisions.tsv").add(*made)
    assert Decisions.read(tmp_path / "decisions.tsv").all == [made[0]._replace(note="a note")]


def test_validated_with_the_graph(graph: Graph) -> None:
    """`kg validate` of a folder sees its links too: one of a thing that is gone is told."""
    folder = graph(ONE)
    link(folder, targets=["doi"])
    gone = "https://w3id.org/scholarkg/shapes#Link-linkSubjectDescribed"
    assert gone not in {result.shape[1:-1] for result in validate(folder).results}
    graph('paper:z a kg:Paper ; kg:title "Z" .')
    assert gone in {result.shape[1:-1] for result in validate(folder).results}


def test_build_looks_at_links(tmp_path: Path) -> None:
    """A build validates the links in its output folder with the new graph, and leaves them as they are."""
    source = tmp_path / "a.bib"
    source.write_text("@article{a, title={A title}, author={Kent, Ada}, year=2020, doi={10.1000/a}}", encoding="utf-8")
    folder = tmp_path / "out"
    build(source, output=folder)
    link(folder, targets=["doi"])
    before = (folder / "links.ttl").read_bytes()
    assert "Link-linkSubjectDescribed" not in _reported(build(source, output=folder), folder)
    source.write_text("@article{b, title={Another title}, author={Lind, Bo}, year=2020}", encoding="utf-8")
    assert "Link-linkSubjectDescribed" in _reported(build(source, output=folder), folder)
    assert (folder / "links.ttl").read_bytes() == before
    assert "Link-" not in _reported(build(source, output=folder, validate="none"), folder)


def _reported(made: Build, folder: Path) -> str:
    assert made.output == folder
    report = folder / "report.ttl"
    return report.read_text(encoding="utf-8") if report.is_file() else ""


def test_named_graphs(graph: Graph) -> None:
    """The links to a target, its link set and what is known of it stand in the named graph of that target."""
    folder = graph(ONE + 'person:p a kg:Person ; kg:orcid "0000-0002-1825-0097" ; kg:identityBasis "orcid" .')
    link(folder, targets=["doi", "orcid"])
    graphs = {quad[3].rpartition("/")[2] for quad in link_quads(folder / "links.ttl")}
    assert graphs == {"doi>", "orcid>"}
    counted = [quad for quad in link_quads(folder / "links.ttl") if quad[1] == VOID.triples]
    assert {(quad[2], quad[3].rpartition("/")[2]) for quad in counted} == {(integer(1), "doi>"), (integer(1), "orcid>")}


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
