"""Sources that describe persons and organizations, through every stage."""

import itertools
from pathlib import Path

import msgspec
import pytest

from kg.cli import main
from kg.model import Authority, OrganizationAuthority, PersonAuthority
from kg.pipeline import build, read
from kg.query import open_graph

EXAMPLES = Path(__file__).parents[2] / "examples"
ORCID, ROR = EXAMPLES / "orcid-josiah-carberry.json", EXAMPLES / "ror-university-of-washington.json"
VARIANTS, WORKS = EXAMPLES / "name_variants.yaml", EXAMPLES / "crossref.jsonl"


def bare(folder: Path) -> Path:
    """Return an ORCID record without works."""
    record = msgspec.json.decode(ORCID.read_bytes())
    del record["activities-summary"]
    path = folder / ORCID.name
    path.write_bytes(msgspec.json.encode(record))
    return path


def test_persons_and_organizations_alone_are_a_graph(tmp_path: Path) -> None:
    """An ORCID and a ROR record give a valid graph with the person and the organization, which the summary counts."""
    built = build(bare(tmp_path), ROR, output=tmp_path / "output")
    assert built.counts == {"persons": 1, "organizations": 1, "records": 2, "source documents": 2}
    assert built.worst() is None
    assert "1 person, 1 organization, 2 records, 2 source documents" in str(built)
    rows = open_graph(tmp_path / "output").select("described-agents")
    assert [(row["name"], row["document"]) for row in rows] == [
        ("Josiah Carberry", ORCID.name),
        ("University of Washington", ROR.name),
    ]


def test_names_that_nobody_bears_are_no_persons(tmp_path: Path) -> None:
    """Name variants without any paper leave a graph without persons; their source is told."""
    built = build(VARIANTS, output=tmp_path)
    assert built.counts == {"source documents": 1}


def test_the_order_of_sources_changes_nothing(tmp_path: Path) -> None:
    """Whichever of papers, persons and organizations is read first, the graph is the same to the byte."""
    graphs = set()
    for number, order in enumerate(itertools.permutations((ORCID, ROR, WORKS))):
        build(*order, output=tmp_path / str(number), formats=("nq",))
        graphs.add(
            b"".join((tmp_path / str(number) / name).read_bytes() for name in ("graph.ttl", "graph.nq", "ids.tsv"))
        )
    assert len(graphs) == 1


def test_named_graphs_hold_the_records_of_persons(tmp_path: Path) -> None:
    """What an ORCID record describes stands in the named graph of its document too."""
    build(bare(tmp_path), output=tmp_path / "output", formats=("nq",))
    quads = (tmp_path / "output" / "graph.nq").read_text(encoding="utf-8").splitlines()
    named = [line for line in quads if "recordOf" in line and line.count("<") == 4]
    assert len(named) == 1


def test_read_hands_over_persons_and_organizations(tmp_path: Path) -> None:
    """Records come from the iterator, what describes persons and organizations goes to a function behind them."""
    described: list[Authority] = []
    records = list(read(WORKS, bare(tmp_path), ROR, on_authority=described.append))
    assert len(records) == 2
    assert {type(one): one.document and one.document.name for one in described} == {
        PersonAuthority: ORCID.name,
        OrganizationAuthority: ROR.name,
    }
    assert list(read(bare(tmp_path))) == []


def test_the_command_prints_them_as_lines(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """`kg read` prints persons and organizations as lines with `authority` first."""
    assert main(["read", str(bare(tmp_path)), str(ROR)]) == 0
    body, person = sorted(capsysbinary.readouterr().out.splitlines())  # sources stand in path order
    assert person.startswith(b'{"authority":"person"')
    assert msgspec.json.decode(person)["name"]["identifiers"] == [{"scheme": "orcid", "value": "0000-0002-1825-0097"}]
    assert msgspec.json.decode(body)["organization"]["ror"] == "00cvxb145"
