"""Tests of `kg.resolve.keys` and `kg.resolve.ledger`: keys that stay."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.resolve import Ledger, LedgerRow
from kg.resolve.ledger import HEADER
from tests.resolve.conftest import MakeRecord, Resolve, Resolved

OWLS = (
    "Owls of the northern woods were counted for three winters. We walked forty fixed routes at dusk and noted each "
    "call. Snow depth explains most of the loss, and nest boxes slow it."
)
TITLE = "Counting owls in northern woods"


def _ledger(path: Path, resolved: Resolved) -> Ledger:
    path.write_text("\n".join([HEADER, *(row.line for row in resolved.ids)]) + "\n", encoding="utf-8")
    return Ledger.read(path)


def test_every_key_leads_to_an_iri(make: MakeRecord, resolve: Resolve) -> None:
    """The ledger names the keys of title, title with author, and abstract, sorted, of the first generation."""
    resolved = resolve([make("a-1", TITLE, "Anna Berg", abstract=OWLS)])
    (paper,) = resolved.papers
    assert {row.iri_key for row in resolved.ids} == {paper.key}
    assert {row.generation for row in resolved.ids} == {1}
    assert [row.key for row in resolved.ids] == sorted(row.key for row in resolved.ids)
    assert any(row.key.startswith("abstract-") for row in resolved.ids)
    assert any("anna-berg" in row.key for row in resolved.ids)


def test_a_title_found_later_moves_nothing(make: MakeRecord, resolve: Resolve, tmp_path: Path) -> None:
    """A paper that was known by its abstract only keeps that IRI when its title turns up."""
    first = resolve([make("u-1", abstract=OWLS)])
    ledger = _ledger(tmp_path / "ids.tsv", first)
    second = resolve([make("u-1", abstract=OWLS), make("a-1", TITLE, "Anna Berg", abstract=OWLS)], ledger)
    assert [paper.key for paper in second.papers] == [paper.key for paper in first.papers]
    assert second.papers[0].replaces == ()
    third = resolve([make("a-1", TITLE, "Anna Berg")], _ledger(tmp_path / "ids2.tsv", second))
    assert [paper.key for paper in third.papers] == [paper.key for paper in first.papers]
    assert set(second.ids) <= set(third.ids)


def test_a_merge_keeps_the_older_iri(make: MakeRecord, resolve: Resolve, tmp_path: Path) -> None:
    """Of two papers that turn out to be one the older key stays, and the other is listed as replaced."""
    first = resolve([make("a-1", TITLE, "Anna Berg")])
    ledger = _ledger(tmp_path / "ids.tsv", first)
    second = resolve([make("a-1", TITLE, "Anna Berg"), make("u-1", abstract=OWLS)], ledger)
    assert len(second.papers) == 2
    later = _ledger(tmp_path / "ids2.tsv", second)
    assert {row.generation for row in later.rows()} == {1, 2}
    (paper,) = resolve([make("a-1", TITLE, "Anna Berg", abstract=OWLS), make("u-1", abstract=OWLS)], later).papers
    assert paper.key == first.papers[0].key
    assert [key.partition("-")[0] for key in paper.replaces] == ["abstract"]
    third = resolve([make("a-1", TITLE, "Anna Berg", abstract=OWLS)], later)
    assert {row.iri_key for row in third.ids} == {paper.key}


def test_a_namesake_does_not_take_the_iri(make: MakeRecord, resolve: Resolve, tmp_path: Path) -> None:
    """A second paper of the title gets a key with its author; the first one keeps its plain key."""
    first = resolve([make("a-1", TITLE, "Anna Berg")])
    ledger = _ledger(tmp_path / "ids.tsv", first)
    second = resolve([make("a-1", TITLE, "Anna Berg"), make("b-1", TITLE, "Carl Ek")], ledger)
    keys = {paper.authorships[0].name.display: paper.key for paper in second.papers}
    assert keys["Anna Berg"] == first.papers[0].key
    assert "carl-ek" in keys["Carl Ek"]
    alone = resolve([make("b-1", TITLE, "Carl Ek")], ledger)
    assert alone.papers[0].key != first.papers[0].key


def test_papers_that_are_absent_keep_their_rows(make: MakeRecord, resolve: Resolve, tmp_path: Path) -> None:
    """A key once given is never forgotten."""
    first = resolve([make("a-1", TITLE, "Anna Berg")])
    second = resolve([make("b-1", "Gulls on roofs", "Carl Ek")], _ledger(tmp_path / "ids.tsv", first))
    assert set(first.ids) <= set(second.ids)
    assert {row.generation for row in second.ids if "gulls" in row.key} == {2}


def test_a_split_keeps_the_iri_once(make: MakeRecord, resolve: Resolve, tmp_path: Path) -> None:
    """When one paper of then is two now, one of them keeps the IRI and the other gets a key of its own."""
    first = resolve([make("a-1", TITLE, "Anna Berg; Bo Lind"), make("b-1", TITLE, "Anna Berg; Bo Lind", abstract=OWLS)])
    ledger = _ledger(tmp_path / "ids.tsv", first)
    second = resolve([make("a-1", TITLE, "Anna Berg; Bo Lind"), make("u-1", abstract=OWLS)], ledger)
    keys = [paper.key for paper in second.papers]
    assert len(set(keys)) == 2
    assert first.papers[0].key in keys


@pytest.mark.parametrize("content", ["", "key\tiri\n", f"{HEADER}\nonly-one-cell\n", f"{HEADER}\na\tb\tx\n", "\udcff"])
def test_what_is_no_ledger_is_refused(tmp_path: Path, content: str) -> None:
    """A wrong header, a wrong row or bytes that are no UTF-8 raise, and the message says what to give."""
    path = tmp_path / "ids.tsv"
    path.write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(InputError, match=r"ids\.tsv"):
        Ledger.read(path)


def test_a_ledger_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A missing file raises with its name."""
    with pytest.raises(InputError, match="earlier build"):
        Ledger.read(tmp_path / "ids.tsv")


def test_a_row_is_a_line() -> None:
    """Three cells, parted by tabs."""
    assert LedgerRow("a", "b", 2).line == "a\tb\t2"
