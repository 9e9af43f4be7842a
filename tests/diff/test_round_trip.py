"""Applying the difference of two graphs to the first one gives the second one, to the byte."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from kg.diff import Comparison, compare, graph_triples, patched_triples, read_patch, words, write_patch
from kg.errors import InputError
from kg.pipeline.patching import base_of, patch_graph
from kg.store import TripleSpool
from kg.terms import Triple, decimal, integer, text, typed
from kg.vocab import KG, RDF, SKOS, XSD
from kg.writers.turtle import write_turtle

ROOT = Path(__file__).parents[2]
BASE = "https://example.org/"
THINGS = [
    *(f"<{BASE}id/authorship/a-{number}>" for number in (1, 2, 10)),
    *(f"<{BASE}id/paper/{key}>" for key in ("a", "b.c", "d")),
    f"<{BASE}id/person/name-李-小龍>",
    "<https://elsewhere.example/x?y=1#2>",
    "<https://other.example/id/paper/a>",
]
PREDICATES = [RDF.type, KG.title, KG.hasAuthorship, SKOS.broader, "<urn:p>"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('\\"\n\t\x00\x7f.@'), max_size=6)
LITERALS = st.one_of(
    TEXTS.map(text),
    TEXTS.map(lambda content: f"{text(content)}@zh-hans"),
    TEXTS.map(lambda content: typed(content, "<urn:datatype>")),
    st.integers().map(integer),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-99, max_value=99).map(decimal),
    st.just(typed("01", XSD.integer)),
)
TRIPLES = st.tuples(st.sampled_from(THINGS), st.sampled_from(PREDICATES), st.sampled_from(THINGS) | LITERALS)
GRAPHS = st.lists(TRIPLES, max_size=12)


def turtle(triples: Iterable[Triple]) -> bytes:
    """Return the Turtle file of a graph."""
    spool, out = TripleSpool(), io.BytesIO()
    spool.add(triples)
    write_turtle(spool.groups(), out, namespaces=spool.counts().namespaces, base=base_of(spool))
    return out.getvalue()


def written(old: Iterable[Triple], new: Iterable[Triple]) -> bytes:
    """Return the patch from one graph to another."""
    out = io.BytesIO()
    write_patch(Comparison(old, new), out)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the files of many examples."""
    return tmp_path_factory.mktemp("round-trip")


@settings(deadline=None, max_examples=150)
@given(old=GRAPHS, new=GRAPHS)
def test_patch_of_the_difference(folder: Path, old: list[Triple], new: list[Triple]) -> None:
    """patch(A, diff(A, B)) is B, and backwards patch(B, diff(A, B)) is A: byte for byte, through files."""
    a, b, patch, made = (folder / name for name in ("a.ttl", "b.ttl", "changes.rdfp", "made.ttl"))
    a.write_bytes(turtle(old))
    b.write_bytes(turtle(new))
    with compare(a, b) as comparison, patch.open("wb") as out:
        write_patch(comparison, out)
    done = patch_graph(a, str(patch), output=str(made))
    assert made.read_bytes() == b.read_bytes()
    assert done == (len(set(new) - set(old)), len(set(old) - set(new)), len(set(new)))
    undone = patch_graph(b, str(patch), output=str(made), backwards=True)
    assert made.read_bytes() == a.read_bytes()
    assert undone[:2] == (done.deleted, done.added)


@settings(deadline=None, max_examples=60)
@given(old=GRAPHS, new=GRAPHS)
def test_every_change_once(old: list[Triple], new: list[Triple]) -> None:
    """The sorted comparison says what sets say; a subject comes once, and its fate follows from its triples."""
    changes = list(Comparison(old, new))
    assert len({change.subject for change in changes}) == len(changes)
    for change in changes:
        mine = ({t[1:] for t in graph if t[0] == change.subject} for graph in (old, new))
        before, after = mine
        assert [set(change.kept), set(change.removed), set(change.added)] == [
            before & after,
            before - after,
            after - before,
        ]
        expected = "added" if not before else "removed" if not after else "same" if before == after else "changed"
        assert change.fate == expected


@settings(deadline=None, max_examples=40)
@given(old=GRAPHS, new=GRAPHS)
def test_others_read_the_patch(old: list[Triple], new: list[Triple]) -> None:
    """Rdflib's reader of RDF Patch makes the new graph of the old one, too."""
    dataset = Dataset()
    dataset.default_graph.parse(data=_readable(old), format="nt")
    dataset.parse(data=_readable_patch(old, new), format="patch")
    expected = Dataset()
    expected.default_graph.parse(data=_readable(new), format="nt")
    assert set(dataset.default_graph) == set(expected.default_graph)


def _plain(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield what rdflib keeps apart: its N-Triples reader ends lines at more characters than the format has."""
    for subject, predicate, value in triples:
        yield subject, predicate, value if value.isascii() else '"not ASCII"'


def _readable(triples: Iterable[Triple]) -> str:
    return "".join(f"{' '.join(triple)} .\n" for triple in _plain(triples))


def _readable_patch(old: Iterable[Triple], new: Iterable[Triple]) -> str:
    return written(_plain(old), _plain(new)).decode()


def test_the_graph_of_the_examples(tmp_path: Path) -> None:
    """From nothing to the published graph and back, with another order and format in between."""
    nothing, shuffled = tmp_path / "nothing.nt", tmp_path / "shuffled.nt"
    nothing.write_bytes(b"")
    triples = sorted(graph_triples(ROOT / "output"), key=lambda triple: triple[::-1])
    shuffled.write_text("".join(f"{' '.join(triple)} .\n" for triple in triples), encoding="utf-8")
    with compare(nothing, shuffled) as comparison, (tmp_path / "patch").open("wb") as out:
        write_patch(comparison, out)
    patch_graph(nothing, str(tmp_path / "patch"), output=str(tmp_path / "made.ttl"))
    assert (tmp_path / "made.ttl").read_bytes() == (ROOT / "output" / "graph.ttl").read_bytes()
    patch_graph(nothing, str(tmp_path / "patch"), output=str(tmp_path / "made.jsonld"))
    assert (tmp_path / "made.jsonld").read_bytes() == (ROOT / "output" / "graph.jsonld").read_bytes()
    with compare(shuffled, ROOT / "output") as comparison:
        assert {change.fate for change in comparison} == {"same"}


def test_same_changes_same_bytes() -> None:
    """A patch depends on nothing but the changes: neither order nor what both graphs share."""
    old, new = [(THINGS[0], KG.title, text("a"))], [(THINGS[1], KG.title, text("b"))]
    shared = (THINGS[2], KG.title, text("c"))
    assert written(old, new) == written([shared, *old], [*new, shared])
    assert written(old, new) != written(new, old)
    assert written(old, old).decode().splitlines()[1:] == ["TX .", "TC ."]


def test_small_memory_gives_the_same(tmp_path: Path) -> None:
    """A transaction after another one may touch the same triple; what is sorted on disk comes to the same."""
    patch = tmp_path / "patch"
    row = f'{THINGS[0]} {KG.title} "a" .\n'
    patch.write_text(f"TX .\nA {row}TC .\nTX .\nD {row}TC .\nTX .\nA {row}TA .\nA {row}")
    triple = (THINGS[0], KG.title, text("a"))
    assert list(patched_triples([], read_patch(patch), name="patch", folder=tmp_path)) == [triple]
    operations = list(read_patch(patch))
    assert [(o.line, o.action) for o in operations] == [(2, "A"), (5, "D"), (10, "A")]
    assert list(patched_triples([triple], operations, name="patch", backwards=True)) == []


@settings(deadline=None, max_examples=60)
@given(old=GRAPHS, new=GRAPHS, limit=st.integers(1, 3), parts=st.booleans())
def test_words_for_any_two_graphs(old: list[Triple], new: list[Triple], limit: int, *, parts: bool) -> None:
    """The counts are those of sets, a list has at most so many of each fate, and no control character gets through."""
    told = words(Comparison(old, new), names=("a", "b"), limit=limit, parts=parts)
    assert all(line.isprintable() for line in told.splitlines())
    if set(old) == set(new):
        assert "no difference" in told
        return
    (row,) = (line.split()[1:] for line in told.splitlines() if line.startswith("triples "))
    before, after = set(old), set(new)
    assert list(map(int, row)) == [len(before), len(after), len(after - before), len(before - after)]
    for mark in "+-~":
        assert told.count(f"\n  {mark} and ") <= 4
        assert sum(line.startswith(f"  {mark} ") for line in told.splitlines()) <= 4 * (limit + 1)


@settings(deadline=None, max_examples=200)
@given(rows=st.lists(st.text('AD TXCPH<urn:a>"\\@.^_\t#é', max_size=30) | st.text(max_size=8), max_size=4))
def test_any_text_is_a_patch_or_refused(folder: Path, rows: list[str]) -> None:
    """Whatever stands in a file, it is read as operations on valid terms or refused with a line."""
    path = folder / "any.rdfp"
    path.write_bytes("\n".join(rows).encode("utf-8", "surrogatepass"))
    try:
        operations = list(read_patch(path))
    except InputError as error:
        assert error.line is not None  # noqa: PT017 - either outcome is right
        return
    for _, _, triple in operations:
        graph = Dataset().default_graph
        graph.parse(data=f"{' '.join(triple)} .\n", format="nt")
        assert len(graph) == 1
