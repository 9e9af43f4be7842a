"""Triples kept and sorted."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.iris import DEFAULT_BASE, Minter
from kg.store import SECTIONS, TripleSpool, kind_of, prefixed, sorted_groups
from kg.terms import Triple, integer, text
from kg.vocab import DCTERMS, KG, RDF, SKOS, XSD

MINT = Minter()
PAPER = MINT("paper", "a-1f")


def authorships(count: int) -> list[Triple]:
    """Return a paper with numbered parts."""
    parts = [MINT("authorship", f"a-1f-{n}") for n in range(count)]
    triples = [(PAPER, KG.hasAuthorship, part) for part in parts]
    return [*triples, (PAPER, RDF.type, KG.Paper), *((part, RDF.type, KG.Authorship) for part in parts)]


def test_groups_come_in_publishing_order() -> None:
    """Sections by kind, numbers as numbers, the type first, predicates by prefixed name."""
    triples = [
        *authorships(11),
        (PAPER, KG.title, text("T")),
        (PAPER, DCTERMS.isReplacedBy, MINT("paper", "b")),
        ("<http://example.org/x>", RDF.type, KG.Paper),
        ("<http://example.org/x>", "<http://example.org/p>", text("unknown vocabulary")),
        (MINT("inference", "0a"), RDF.type, KG.Inference),
        (MINT("person", "name-x"), RDF.type, KG.Person),
    ]
    triples.reverse()
    groups = list(sorted_groups(triples))
    assert [kind_of(subject) for subject, _ in groups] == ["paper", *["authorship"] * 11, "person", "inference", None]
    assert [s.rpartition("-")[2] for s, _ in groups[1:12]] == [f"{n}>" for n in range(11)]
    assert [predicate for predicate, _ in groups[0][1]] == [
        RDF.type,
        DCTERMS.isReplacedBy,
        *[KG.hasAuthorship] * 11,
        KG.title,
    ]
    assert [v.rpartition("-")[2] for p, v in groups[0][1] if p == KG.hasAuthorship] == [f"{n}>" for n in range(11)]


def test_spilled_runs_give_the_order_of_memory(tmp_path: Path) -> None:
    """What does not fit is sorted on disk, over several levels of runs, to the same groups without repeats."""
    triples = [
        triple for n in range(300) for triple in [(MINT("paper", f"p-{n}"), KG.title, text(f"{n}\t\n\u2028é"))] * 3
    ]
    triples += authorships(40)
    triples = triples[1::3] + triples[::3] + triples[2::3]
    spool = TripleSpool(tmp_path, run_bytes=1)
    for start in range(0, len(triples), 5):
        spool.add(triples[start : start + 5])
    assert list(spool.groups()) == list(sorted_groups(triples))
    assert len(list(tmp_path.iterdir())) == 1
    assert list(spool.groups()) == list(sorted_groups(reversed(triples)))
    assert set(spool.triples()) == set(triples)


def test_a_read_spool_takes_no_more() -> None:
    """Adding to a spool after reading it raises and says what to do."""
    spool = TripleSpool()
    assert list(spool.groups()) == []
    with pytest.raises(ValueError, match="fill it before"):
        spool.add([])


def test_counts_are_true() -> None:
    """Counts are those of the set of triples: repeats count once, subjects are distinct."""
    spool = TripleSpool()
    spool.add(authorships(3) * 2)
    spool.add([(PAPER, KG.authorCount, integer(3)), (PAPER, KG.publishedOn, f'"2020"^^{XSD.gYear}')])
    spool.add([(PAPER, KG.code, "<https://example.org/a/b>"), (MINT("category", "x"), SKOS.prefLabel, '"x"@en')])
    counts = spool.counts()
    assert spool.counts() is counts
    assert counts.triples == 3 + 1 + 3 + 4
    assert counts.subjects == 5
    assert counts.classes == {KG.Authorship: 3, KG.Paper: 1}
    assert counts.properties[KG.hasAuthorship] == (3, 1)
    assert counts.properties[RDF.type] == (4, 4)
    assert list(counts.properties) == sorted(counts.properties)
    assert counts.example == PAPER
    spaces = {DEFAULT_BASE + "ontology#", "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/2004/02/skos/core#"}
    assert counts.namespaces == spaces | {f"{DEFAULT_BASE}id/{kind}/" for kind in ("paper", "authorship", "category")}


def test_counts_of_nothing() -> None:
    """An empty graph has no triples and no example."""
    counts = TripleSpool().counts()
    assert counts == (0, 0, {}, {}, frozenset(), None)


def test_kinds_and_prefixed_names() -> None:
    """The kind is read off our IRIs only; prefixed names exist for the project's vocabularies only."""
    assert kind_of("<https://e.org/x#id/paper/k>") == "paper"
    assert kind_of("<https://e.org/id/papers/k>") is None
    assert kind_of("<https://e.org/paper/k>") is None
    assert kind_of("<urn:x>") is None
    assert prefixed(KG.title) == "kg:title"
    assert prefixed("<https://e.org/x>") is None
    assert len(SECTIONS) < 26


IRIS = st.builds(
    MINT,
    st.sampled_from(list(SECTIONS)),
    st.from_regex(r"[a-c-]{1,3}[0-9]{0,3}", fullmatch=True),
)
VALUES = st.one_of(
    IRIS, st.text(st.characters(exclude_categories=["C"]), max_size=5).map(text), st.integers().map(integer)
)
TRIPLES = st.lists(st.tuples(IRIS, st.sampled_from([RDF.type, KG.title, KG.code, "<urn:p>"]), VALUES), max_size=30)


@given(TRIPLES, st.randoms(use_true_random=False))
def test_the_order_does_not_hang_on_the_input_order(triples: list[Triple], chance: random.Random) -> None:
    """Any permutation gives the same groups, and exactly the triples that went in."""
    groups = list(sorted_groups(triples))
    shuffled = list(triples)
    chance.shuffle(shuffled)
    assert list(sorted_groups(shuffled)) == groups
    assert {(s, p, o) for s, pairs in groups for p, o in pairs} == set(triples)
    assert len({subject for subject, _ in groups}) == len(groups)
