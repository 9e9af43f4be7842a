"""Target files: what is built in, and what is wrong in a user's own."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.identifiers import SCHEMES
from kg.links.ours.held import LABELS
from kg.links.targets.key_values import with_keys
from kg.links.targets.target import Question, predicate_iri, predicate_name, target, target_names
from kg.links.theirs.online import spelled
from kg.terms import text

GOOD = """
name = "mine"
title = "Mine"
homepage = "https://example.org/"
endpoint = "https://example.org/sparql"
[paper]
iri = "https://example\\\\.org/[0-9]+"
[[paper.ask]]
key = "doi"
query = "SELECT ?key ?thing WHERE { VALUES ?key { } ?thing <https://example.org/doi> ?key }"
"""
SCAN = """
[paper.scan]
count = "SELECT (COUNT(*) AS ?count) WHERE { ?thing <urn:title> ?title }"
list = "SELECT ?thing ?title WHERE { ?thing <urn:title> ?title FILTER(MD5(STR(?thing)) < \\"g\\") }"
describe = "SELECT ?key ?year WHERE { VALUES ?key { } ?key <urn:year> ?year }"
"""
HEAD = GOOD[GOOD.index("endpoint") : GOOD.index("[[paper.ask]]")]


@pytest.mark.parametrize("name", target_names())
def test_built_in(name: str) -> None:
    """A target that is built in is called as its file, asks by keys that we hold, and its queries can be parsed."""
    found = target(name)
    assert found.name == name
    assert found.homepage.startswith("https://")
    for side in found.sides.values():
        assert set(side.held) <= set(LABELS)
        for question in side.ask:
            assert question.key in {*SCHEMES, "title", "name", "author", "arxiv-category"}
            list(ox.Store().query(with_keys(question.query, [text('a "quote" \\ here')])))  # type: ignore[arg-type]
        if side.scan is not None:
            parts = (side.scan.part("", "g"), side.scan.part("4000", "8000"))
            for query in filter(None, (side.scan.count, side.scan.describe, *parts)):
                list(ox.Store().query(query))  # type: ignore[arg-type]


def test_all_that_are_promised() -> None:
    """The eleven graphs that the documentation names are there."""
    assert {
        "openalex", "semopenalex", "wikidata", "dblp", "doi", "arxiv", "orcid", "ror", "opencitations-meta", "orkg",
        "semantic-scholar",
    } <= set(target_names())  # fmt: skip


def test_wikidata_articles_have_an_endpoint_of_their_own() -> None:
    """Papers are asked for at the scholarly endpoint, persons at the main one."""
    wikidata = target("wikidata")
    assert wikidata.paper is not None
    assert {question.endpoint for question in wikidata.paper.ask} == {"https://query-scholarly.wikidata.org/sparql"}
    assert wikidata.person is not None
    assert {question.endpoint for question in wikidata.person.ask} == {None}


def test_own_file(tmp_path: Path) -> None:
    """A path that ends in .toml is a target of the user's own."""
    file = tmp_path / "mine.toml"
    file.write_text(GOOD, encoding="utf-8")
    assert target(str(file)).name == "mine"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "mine"', 'name = "My graph"', "lower-case words"),
        ("[paper]", "[papers]", "papers"),
        ("VALUES ?key { }", "", "VALUES ?key"),
        ("?thing", "?it", "no ?thing"),
        ('endpoint = "https://example.org/sparql"', "", "has no endpoint"),
        ("[0-9]+", "[0-9", "no regular expression"),
        ('key = "doi"', 'key = "doi"\nspellings = ["x"]', "has to hold"),
        ('title = "Mine"', "title = ", "wrong"),
        ('title = "Mine"', 'title = "Mine"\nbatch = 0', "above 0"),
        ('[[paper.ask]]\nkey = "doi"', '[paper.held]\ndoi = "x"\n[[paper.ask]]\nkey = "doi"', "neither {value}"),
        (GOOD[GOOD.index("[[paper.ask]]") :], "", "neither `held` nor `ask`"),
        (
            "[[paper.ask]]",
            '[paper.held]\ndio = "urn:x:{value}"\n[[paper.ask]]',
            "held.dio: a thing of ours is known by",
        ),
        ("[[paper.ask]]", '[paper.held]\ndoi = "x {value}"\n[[paper.ask]]', "held.doi is no IRI: 'x {value}'"),
        ('key = "doi"', 'key = "dio"', "ask has the key 'dio': a thing of ours is known by one of acl, arxiv,"),
        ('title = "Mine"', 'title = "Mine"\nlicence = "CC0"', "its licence 'CC0' is no IRI"),
        ("[[paper.ask]]", SCAN.replace('g\\"', 'f\\"') + "[[paper.ask]]", "has to hold `FILTER(MD5"),
        ("[[paper.ask]]", SCAN.replace("?title", "?name") + "[[paper.ask]]", "no ?thing or no ?title"),
        ("[[paper.ask]]", SCAN.replace("?count", "?n") + "[[paper.ask]]", "no ?count"),
        ("[[paper.ask]]", SCAN.replace("VALUES ?key { }", "") + "[[paper.ask]]", "describe of a scan has to hold"),
        ("[paper]", '[venue]\niri = "x"' + SCAN.replace("paper", "venue") + "[paper]", "only works are listed"),
        (HEAD, HEAD.replace("endpoint", "licence") + SCAN, "scan has no endpoint"),
        (GOOD[GOOD.index("[paper]") :], "", "links nothing"),
    ],
)
def test_faults(tmp_path: Path, old: str, new: str, told: str) -> None:
    """Each fault of a target file is told with the file and what is wrong."""
    file = tmp_path / "mine.toml"
    assert old in GOOD
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(told)) as raised:
        target(str(file))
    assert "mine.toml" in str(raised.value)


@pytest.mark.parametrize("name", ["nobody", "missing.toml", ""])
def test_unknown(name: str) -> None:
    """What is no target is bad use."""
    with pytest.raises(UsageError):
        target(name)


def test_predicates() -> None:
    """A predicate has one name and one IRI; others have none."""
    assert predicate_name(predicate_iri("owl:sameAs")) == "owl:sameAs"
    assert predicate_name("https://example.org/p") is None


@given(st.text(max_size=40))
def test_nothing_is_injected(title: str) -> None:
    """Whatever a title holds, the query that asks for it holds one string with just that."""
    question = Question(key="title", query="SELECT ?key ?thing WHERE { VALUES ?key { } BIND(?key AS ?thing) }")
    rows = list(ox.Store().query(with_keys(question.query, [text(title)])))  # type: ignore[arg-type]
    assert [row["thing"].value for row in rows] == [title]


def test_spellings() -> None:
    """A title is asked for as printed, without LaTeX, and in the cases that the target knows."""
    question = Question(key="title", query="", spellings=("{value}", "{titled}", "{sentence}"))
    assert set(spelled(question, r"On the \emph{Use} of – dashes")) >= {
        r"On the \emph{Use} of – dashes",
        "On the Use of – dashes",
        "On the Use of - dashes",
        "On the Use of - Dashes",
        "On the use of - dashes",
    }
    doi = Question(key="doi", query="", spellings=("https://doi.org/{upper}", "{lower}"))
    assert list(spelled(doi, "10.1/aB")) == ["https://doi.org/10.1/AB", "10.1/ab"]
