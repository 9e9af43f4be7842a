"""Links in the forms of others: N-Triples, QuickStatements, OpenRefine; the named queries over links."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from kg.links.forms.others import plain_triples, wikidata_commands
from kg.model import Link
from kg.pipeline.linking import link
from kg.query import open_graph

Graph = Callable[[str], Path]
SAME = "http://www.w3.org/2002/07/owl#sameAs"
CLOSE = "http://www.w3.org/2004/02/skos/core#closeMatch"
OURS = (
    'paper:a a kg:Paper ; kg:title "One, \\"two\\"" ; kg:publicationYear 2001 ; kg:wikidataId "Q7" ;'
    ' kg:doi "10.1000/a<b" ; kg:openAlexId "W1" . authorship:a-1 kg:rawName "Ada Kent" .'
    'paper:b a kg:Paper ; kg:title "B" ; kg:doi "10.1000/b" . paper:c a kg:Paper ; kg:title "C" .'
)


def claim(theirs: str, *, state: str = "accepted", predicate: str = SAME) -> Link:
    """Return a link of one thing."""
    return Link(
        subject="https://w3id.org/scholarkg/id/paper/a",
        target="x",
        object=theirs,
        predicate=predicate,
        score=1.0,
        method="urn:m",
        evidence="e",
        state=state,  # type: ignore[arg-type]
    )


def test_all_forms(graph: Graph, tmp_path: Path) -> None:
    """Accepted links are triples; an item gets the identifiers of its thing; every thing has a row of the CSV."""
    folder = graph(OURS)
    assert main(["link", str(folder), "--target", "doi", "--target", "openalex", "--target", "wikidata", "--offline",
                 "--ntriples", str(tmp_path / "l.nt"), "--quickstatements", str(tmp_path / "q.tsv"),
                 "--openrefine", str(tmp_path / "o.csv")]) == 0  # fmt: skip
    assert (tmp_path / "l.nt").read_text().count(f"<{SAME}>") == 4
    assert (tmp_path / "q.tsv").read_text().splitlines() == ['Q7\tP356\t"10.1000/A<B"', 'Q7\tP10283\t"W1"']
    with (tmp_path / "o.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["iri"][-1], row["target"], row["state"]) for row in rows] == [
        ("a", "doi", "accepted"),
        ("a", "openalex", "accepted"),
        ("a", "wikidata", "accepted"),
        ("b", "doi", "accepted"),
        ("c", "", "unlinked"),
    ]
    assert (rows[0]["name"], rows[0]["authors"], rows[0]["year"]) == ('One, "two"', "Ada Kent", "2001")


def test_only_identity_is_told_to_wikidata() -> None:
    """Nothing is said of an item by a likeness, a candidate, or of two items for one thing."""
    qid, doi = claim("http://www.wikidata.org/entity/Q7"), claim("https://doi.org/10.1000/a")
    assert list(wikidata_commands([qid, doi])) == ['Q7\tP356\t"10.1000/A"\n']
    assert not list(wikidata_commands([qid, claim(doi.object, predicate=CLOSE), claim("https://example.org/x")]))
    assert not list(wikidata_commands([claim(qid.object, state="candidate"), doi]))
    assert not list(wikidata_commands([qid, claim("http://www.wikidata.org/entity/Q8"), doi]))
    assert not list(plain_triples([claim(doi.object, state="rejected")]))


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_queries_over_links(graph: Graph, engine: str) -> None:
    """Named queries count what is linked to a target and what is not."""
    folder = graph(OURS)
    link(folder, targets=["doi", "openalex"], offline=True)
    found = open_graph(folder, engine=engine)
    assert found.select("links-of-target").column("target") == ["doi", "doi", "openalex"]
    assert found.select("links-of-target", target="openalex").column("object") == ["https://openalex.org/W1"]
    assert found.select("unlinked-papers").column("title") == ["C"]
    assert {*found.select("unlinked-papers", target="openalex").column("title")} == {"B", "C"}
