"""Quads sorted by graph, and groups fetched by subject."""

from pathlib import Path

import pytest

from kg.iris import Minter
from kg.store import QuadSpool
from kg.store.parts import PartIndex
from kg.terms import integer, text
from kg.vocab import KG, RDF

MINT = Minter()


def test_graphs_come_sorted(tmp_path: Path) -> None:
    """Sources stand before other people's graphs, each statement once; files give what memory gives."""
    names = [MINT("source", "b-10"), "<urn:z>", MINT("source", "b-9")]
    quads = [(MINT("paper", f"p-{i % 11}"), KG.title, text("x"), names[i % 3]) for i in range(99)]
    spool, on_disk = QuadSpool(), QuadSpool(tmp_path, run_bytes=1)
    for each in (spool, on_disk):
        each.add(quads)
        each.add(quads[:3])
    found = [(name, [subject for subject, _ in groups]) for name, groups in spool.graphs()]
    assert [name for name, _ in found] == [names[2], names[0], names[1]]
    assert all(subjects == [MINT("paper", f"p-{i}") for i in range(11)] for _, subjects in found)
    assert found == [(name, [subject for subject, _ in groups]) for name, groups in on_disk.graphs()]


def test_namespaces_count_the_names_of_graphs() -> None:
    """The namespaces of statements and of graph names are known."""
    spool = QuadSpool()
    spool.add(
        [(MINT("paper", "a"), KG.position, integer(1), MINT("source", "0")), ("<urn:s>", RDF.type, "<urn:C>", "_:g")]
    )
    kinds = {MINT("paper", "a")[1:-2], MINT("source", "0")[1:-2]}
    assert spool.namespaces() == kinds | {KG.position[1 : -len("position>")]}


@pytest.mark.parametrize("on_disk", [False, True])
def test_parts(tmp_path: Path, *, on_disk: bool) -> None:
    """Groups are found by subject and by whole; those that were taken are not left."""
    groups = [("<urn:a>", [(KG.title, text("A"))]), *((f"<urn:{i}>", [(KG.recordOf, "<urn:a>")]) for i in range(3))]
    with PartIndex(groups, tmp_path if on_disk else None, whole_of=lambda pairs: dict(pairs).get(KG.recordOf)) as index:
        assert index.group("<urn:a>") == groups[0]
        assert index.group("<urn:b>") is None
        assert index.parts("<urn:a>") == groups[1:]
        index.take(["<urn:1>", "<urn:b>"])
        assert list(index.left()) == [groups[0], groups[1], groups[3]]
        assert list(index.groups()) == groups
