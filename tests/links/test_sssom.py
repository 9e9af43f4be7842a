"""SSSOM out and in: round trips, files of others, rows that are wrong, and what sssom-py says."""

import csv
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from kg.cli import main
from kg.errors import InputError
from kg.links.decisions.decision import MANUAL, Decisions
from kg.links.decisions.rows import Wrong
from kg.links.forms.sssom import read_sssom, sssom_text
from kg.model import Link
from kg.pipeline.linking import link

Graph = Callable[[str], Path]
LinksIn = Callable[[Path], list[Link]]
PAPER = "https://w3id.org/scholarkg/id/paper/"
ONE = 'paper:a a kg:Paper ; kg:title "A title" ; kg:doi "10.1000/a" . authorship:a-1 kg:rawName "Ada Kent" .'


def read(text: str, target_of: Callable[[str], str | None] = lambda _: None) -> Iterator[tuple[int, Link] | Wrong]:
    """Yield what a text of SSSOM holds."""
    return read_sssom(StringIO(text, newline=""), name="x.tsv", target_of=target_of)


def states(links: list[Link]) -> dict[str, str]:
    """Return the state of each link by the end of its object."""
    return {one.object.rpartition("/")[2]: one.state for one in links}


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
def test_round_trip(links: list[Link]) -> None:
    """What is written as SSSOM is read as the same links."""
    text = "".join(sssom_text(links, base="https://w3id.org/scholarkg/", version="1"))
    assert [row[1] for row in read(text)] == links


SSSOM = (
    "#curie_map:\n#  ex: https://example.org/\n#license: x\n"
    "subject_id\tpredicate_id\tobject_id\tmapping_justification\tpredicate_modifier\tconfidence\tcomment\tother\n"
    "ex:a\tskos:exactMatch\tex:b\tsemapv:ManualMappingCuration\t\t0.9\tlooked at\t\n"
    "ex:a\tskos:exactMatch\tex:c\tsemapv:LexicalMatching\t\t\t\t\n"
    "ex:a\tskos:exactMatch\t<https://example.org/d>\tsemapv:LexicalMatching\tNot\t\t\t\n\n"
    "ex:a\tskos:exactMatch\tex:e\tsemapv:MappingReview\t\t1\t\ttarget=ours|state=nonsense\n"
)


def told(rows: Iterator[tuple[int, Link] | Wrong]) -> list[tuple[int, str, str, str]]:
    """Return the links that were read: line, object, state, target."""
    return [(line, one.object[20:], one.state, one.target) for line, one in rows if isinstance(one, Link)]


def test_files_of_others() -> None:
    """A mapping of somebody else is accepted where a person made it, rejected as a Not, else a candidate."""
    target_of = {"https://example.org/c": "c-graph"}.get
    expected = [
        (5, "b", "accepted", "other"),
        (6, "c", "candidate", "c-graph"),
        (7, "d", "rejected", "other"),
        (9, "e", "accepted", "ours"),
    ]
    assert told(read(SSSOM, target_of)) == expected
    found = next(read(SSSOM))[1]
    assert isinstance(found, Link)
    assert (found.score, found.evidence) == (0.9, "looked at")
    assert told(read(SSSOM.replace("\t", ","), target_of)) == expected
    assert told(read(SSSOM.replace("#license: x\n", "\n"), target_of)) == expected
    assert told(read(SSSOM.replace("\n", "\r\n"), target_of)) == expected


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("ex:b", "nobody:b", "'nobody:b' is no IRI and has no prefix of the curie_map: repair the object_id"),
        ("ex:b", "b", "no prefix"),
        ("ex:b", "ex:b c", "no prefix"),
        ("ex:b", "https://example.org/a b", "no prefix"),
        ("ex:b", "", "no prefix"),
        ("ex:b", "license:b", "no prefix"),
        ("ex:b", "sssom:NoTermFound", "no such thing"),
        ("skos:exactMatch\tex:b", "skos:broader\tex:b", "no predicate of a link: owl:sameAs, "),
        ("semapv:Manual", "ex:Manual", "no mapping_justification"),
        ("0.9", "1.9", "no number"),
        ("0.9", "nan", "no number"),
        ("0.9", "much", "no number"),
        ("looked", '"looked', "a quote in the row is not closed"),
        ("looked at", '"looked" at', "a quote in the row is not closed"),
        ("looked", "l" + "o" * 1_000_000 + "ked", "the row has 1,000,"),
    ],
)
def test_rows_that_are_wrong(old: str, new: str, reason: str) -> None:
    """A mapping that is no link is told with its line and what to repair; the others are taken."""
    rows = list(read(SSSOM.replace(old, new, 1)))
    wrong = [row for row in rows if isinstance(row, Wrong)]
    assert [row.line for row in wrong] == [5]
    assert reason in wrong[0].reason
    assert len(rows) == 4


def test_cells_over_several_lines() -> None:
    """A quoted cell may hold tabs, quotes and ends of lines; the next row has its own line."""
    text = SSSOM.replace("looked at", '"looked\tat\n""twice"""').replace("ex:c", "nobody:c")
    rows = list(read(text))
    assert isinstance(rows[0][1], Link)
    assert rows[0][1].evidence == 'looked\tat\n"twice"'
    assert rows[1][0] == 7


@pytest.mark.parametrize(
    ("old", "new", "reason"), [(SSSOM, "#x\n", "no table"), ("subject_id", "x", "lacks subject_id")]
)
def test_no_sssom_at_all(old: str, new: str, reason: str) -> None:
    """A file without the table of SSSOM is refused."""
    with pytest.raises(InputError, match=re.escape(reason)):
        list(read(SSSOM.replace(old, new, 1)))


def test_read_into_a_graph(graph: Graph, links_in: LinksIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a person says in an SSSOM file is a decision: it holds in later runs; the rest are candidates."""
    folder = graph(ONE + 'paper:b a kg:Paper ; kg:title "B" .')
    file = tmp_path / "said.sssom.tsv"
    file.write_text(
        f"\ufeff#curie_map:\n#  ours: {PAPER}\n#  oa: https://openalex.org/\n#  doi: https://doi.org/\n"
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\tpredicate_modifier\n"
        "ours:b\tskos:exactMatch\toa:W5\tsemapv:ManualMappingCuration\t\n"
        "ours:a\tskos:exactMatch\toa:W6\tsemapv:LexicalMatching\t\n"
        "ours:a\towl:sameAs\tdoi:10.1000/a\tsemapv:ManualMappingCuration\tNot\n"
        "ours:nobody\tskos:exactMatch\toa:W7\tsemapv:ManualMappingCuration\t\n"
        "ours:a\tskos:exactMatch\toa W8\tsemapv:LexicalMatching\t\n",
        encoding="utf-8",
    )
    expected = {"W5": "accepted", "W6": "candidate", "a": "rejected"}
    assert main(["link", str(folder), "--read-sssom", str(file)]) == 0
    err = capsys.readouterr().err
    assert "said.sssom.tsv, line 9: the graph has no https://w3id.org/scholarkg/id/paper/nobody" in err
    assert "said.sssom.tsv, line 10: 'oa W8' is no IRI" in err
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


def test_mappings_are_added_to_decisions(graph: Graph, tmp_path: Path) -> None:
    """Decisions that a mapping brings are added below those that are there, whose own columns stay."""
    folder = graph('paper:a a kg:Paper ; kg:title "A" .')
    head = "who\tdecision\ttarget\tsubject\tpredicate\tobject\tours\tnote"
    made = f"{head}\nme\treject\tdoi\t{PAPER}a\t\thttps://doi.org/10.1000/b\t\t\n"
    (folder / "decisions.tsv").write_text(made, encoding="utf-8")
    file = tmp_path / "said.tsv"
    file.write_text(
        f"subject_id\tpredicate_id\tobject_id\tmapping_justification\n{PAPER}a\tskos:exactMatch\t"
        "https://openalex.org/W5\tsemapv:ManualMappingCuration\n",
        encoding="utf-8",
    )
    for _ in range(2):
        link(folder, targets=[], mappings=[file])
    written = (folder / "decisions.tsv").read_text(encoding="utf-8")
    exact, why = "http://www.w3.org/2004/02/skos/core#exactMatch", "a mapping of an SSSOM file"
    assert written == f"{made}\taccept\topenalex\t{PAPER}a\t{exact}\thttps://openalex.org/W5\tpaper:a\t{why}\n"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_unreadable(graph: Graph, tmp_path: Path, content: bytes | None) -> None:
    """A file that is not there, or is no text, cannot be read."""
    if content is not None:
        (tmp_path / "none.tsv").write_bytes(content)
    with pytest.raises(InputError, match="cannot be read"):
        link(graph(ONE), targets=[], mappings=[tmp_path / "none.tsv"])


@pytest.fixture(scope="module")
def sssom_py() -> Callable[..., str]:
    """Return a function that runs a command of sssom-py and returns what it tells."""
    folder = "Scripts" if os.name == "nt" else "bin"
    command = Path(sys.prefix) / "sssom" / folder / "sssom"
    if not command.exists():
        pytest.skip("sssom-py is not here: sh .ci/setup sssom")

    def run(*arguments: str | Path) -> str:
        done = subprocess.run(
            [command, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout + done.stderr

    return run


@pytest.fixture
def written(graph: Graph) -> Path:
    """Return an SSSOM file of ours with links in every state, marks that tables trip over, and old DOIs."""
    folder = graph(
        'paper:a a kg:Paper ; kg:title "A title" ; kg:doi "10.1016/s0140-6736(97)11096-0" ; kg:openAlexId "W1" .'
        'paper:b a kg:Paper ; kg:openAlexId "W1" . paper:c a kg:Paper ; kg:doi "10.1002/(sici)1<2::aid-x>3.0.co;2-w" .'
        'person:p a kg:Person ; kg:orcid "0000-0002-1825-0097" ; kg:identityBasis "orcid" .'
    )
    exact = "http://www.w3.org/2004/02/skos/core#exactMatch"
    (folder / "decisions.tsv").write_text(
        "decision\ttarget\tsubject\tpredicate\tobject\tours\tnote\n"
        f"reject\tdoi\t{PAPER}b\t{exact}\thttps://doi.org/10.1000/b\t\tnot \"this\" one, 'that' one | # no\n"
        f"withdraw\topenalex\t{PAPER}b\t\thttps://openalex.org/W1\t\t\n",
        encoding="utf-8",
    )
    link(folder, targets=["doi", "orcid", "openalex"], offline=True, sssom=folder / "ours.sssom.tsv")
    return folder / "ours.sssom.tsv"


def _links_of(path: Path) -> list[Link]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(read_sssom(lines, name=str(path), target_of=lambda _: None))
    assert not [row for row in rows if isinstance(row, Wrong)]
    return sorted(one for _, one in rows if isinstance(one, Link))


def test_sssom_py_validates(sssom_py: Callable[..., str], written: Path) -> None:
    """The reference implementation finds nothing wrong in our file, and does find a wrong confidence."""
    sssom_py("validate", written)
    with written.open(encoding="utf-8", newline="") as lines:
        text = lines.read()
    assert text.count("\t1\t") > 2
    written.write_text(text.replace("\t1\t", "\t7\t", 1), encoding="utf-8")
    with pytest.raises(AssertionError):
        sssom_py("validate", written)


def test_sssom_py_writes(sssom_py: Callable[..., str], written: Path, tmp_path: Path) -> None:
    """What the reference implementation makes of our file is read as the same links."""
    theirs = tmp_path / "theirs.sssom.tsv"
    sssom_py("parse", written, "--output", theirs)
    assert theirs.read_text(encoding="utf-8") != written.read_text(encoding="utf-8")
    found = _links_of(theirs)
    assert found == _links_of(written)
    assert {one.state for one in found} == {"accepted", "rejected", "withdrawn"}


def test_sssom_py_as_json(sssom_py: Callable[..., str], written: Path, tmp_path: Path) -> None:
    """The reference implementation sees all mappings with the ends that we mean."""
    sssom_py("convert", written, "--output-format", "rdf", "--output", tmp_path / "theirs.ttl")
    told_there = (tmp_path / "theirs.ttl").read_text(encoding="utf-8")
    with written.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines, delimiter="\t") if not row[0].startswith("#")]
    assert told_there.count("a owl:Axiom") + told_there.count("a sssom:Mapping ") == len(rows) - 1
