"""Validation of whole graphs: results, order, places, shapes of one's own, samples."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from kg.errors import InputError, UsageError
from kg.terms import Triple
from kg.validate import expected_seconds, validate
from kg.validate.batches import batches

Writer = Callable[..., Path]
KGSH = "https://w3id.org/scholarkg/shapes#"
PAPER = "<https://w3id.org/scholarkg/id/paper/p>"
OWN = """\
@prefix ex: <https://example.org/> .
@prefix kg: <https://w3id.org/scholarkg/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def shapes_of(path: Path, **options: object) -> list[str]:
    """Return the local names of the shapes that a graph breaks, in the order of the report."""
    return [result.shape[1:-1].removeprefix(KGSH) for result in validate(path, **options).results]  # type: ignore[arg-type]


def triples(path: Path) -> list[Triple]:
    """Return the triples of a Turtle file as terms."""
    quads = pyoxigraph.parse(path=str(path))
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]


def test_a_good_graph_conforms(written: Writer) -> None:
    """A graph that keeps all rules conforms, and the report counts the things looked at."""
    report = validate(written())
    assert report.conforms
    assert report.results == ()
    assert report.nodes == 7


def test_triples_are_a_graph_too(written: Writer) -> None:
    """Triples of terms get the same report as the file that they stand in."""
    path = written(("kg:position 2", "kg:position 3"))
    assert validate(triples(path)) == validate(path)
    assert not validate(path).conforms


def test_many_triples_are_loaded_in_parts(written: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many triples there are, none is lost."""
    monkeypatch.setattr("kg.validate.loading._LINES", 3)
    assert validate(triples(written())).nodes == 7


def test_batches_change_nothing(written: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report does not depend on how many nodes are judged at a time."""
    path = written(
        ('kg:rawName "Emmy Noether"', 'kg:rawName " "'),
        added="<https://w3id.org/scholarkg/id/paper/q> a <https://w3id.org/scholarkg/ontology#Paper> ; "
        f"<https://w3id.org/scholarkg/ontology#cites> {PAPER}, <https://w3id.org/scholarkg/id/paper/r> .",
    )
    whole = validate(path)
    monkeypatch.setattr(batches, "__defaults__", (1,))
    assert validate(path) == whole
    assert len(whole.results) == 5


def test_batches_and_the_whole_graph_agree(written: Writer) -> None:
    """Judging class by class finds what pyshacl finds on the whole graph."""
    wrong = [('kg:rawName "Emmy Noether"', 'kg:rawName " "'), ("kg:startLine 1", "kg:startLine 9, 0")]
    by_class = validate(written(*wrong))
    hint = "<https://example.org/A> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <https://example.org/B> ."
    assert validate(written(*wrong, added=hint)).results == by_class.results
    assert len(by_class.results) == 4


def test_a_result_says_all(written: Writer) -> None:
    """A result names severity, shape, focus, path, value, rule and repair."""
    (result,) = validate(written(("a kg:SourceDocument", 'a kg:SourceDocument ; kg:hIndex "x\\"y"'))).results[:1]
    assert result.severity == "violation"
    assert result.shape == f"<{KGSH}SourceDocument-hIndex>"
    assert result.focus == "<https://w3id.org/scholarkg/id/source/s>"
    assert result.path == "<https://w3id.org/scholarkg/ontology#hIndex>"
    assert result.value == '"x\\"y"'
    assert result.message == "The h-index is one integer from 0: write the printed number."
    assert result.component == "<http://www.w3.org/ns/shacl#DatatypeConstraintComponent>"


def test_values_keep_their_form(written: Writer) -> None:
    """A value stands in the report as it stands in the graph, with language tag or datatype."""
    wrong = '"2024-02-30"^^<http://www.w3.org/2001/XMLSchema#date>'
    path = written(
        ('"2024-05-02"^^xsd:date ; kg:publicationYear', '"2024-02-30"^^xsd:date ; kg:publicationYear'),
        ('kg:rawName "Ada Lovelace"', 'kg:rawName "Ada"@en-GB'),
        ("kg:recordScore 87.5", 'kg:recordScore "87.50"^^xsd:double'),
    )
    values = {result.value for result in validate(path).results}
    assert {wrong, '"Ada"@en-gb'} <= values
    assert len(values) == 3


def test_results_are_sorted(written: Writer) -> None:
    """Violations come before warnings; results of one severity stand by shape, then by focus."""
    path = written(("kg:title", "kg:abstract"), ("kg:position 2", "kg:position 3"), ("kg:endLine 5", "kg:endLine 0"))
    results = validate(path).results
    assert [result.severity for result in results] == ["violation", "violation", "violation", "warning"]
    assert [result.shape for result in results[:3]] == sorted(result.shape for result in results[:3])
    assert validate(path).count("warning") == 1


def test_no_literal_is_told_to_the_log(written: Writer, caplog: pytest.LogCaptureFixture) -> None:
    """The complaints of rdflib about literals go nowhere: the report has them."""
    validate(written(('"2024-05-02"^^xsd:date ; kg:publicationYear', '"2024-02-30"^^xsd:date ; kg:publicationYear')))
    assert not caplog.records


@pytest.mark.parametrize(("name", "form"), [("g.nt", "N_TRIPLES"), ("g.rdf", "RDF_XML"), ("g.jsonld", "JSON_LD")])
def test_formats(written: Writer, tmp_path: Path, name: str, form: str) -> None:
    """A graph is validated in whichever of our formats it is."""
    store = pyoxigraph.Store()
    store.load(path=str(written()), format=pyoxigraph.RdfFormat.TURTLE)
    graph = pyoxigraph.DefaultGraph() if form != "JSON_LD" else None
    store.dump(str(tmp_path / name), getattr(pyoxigraph.RdfFormat, form), from_graph=graph)
    assert validate(tmp_path / name).nodes == 7


def test_packed_and_folder(written: Writer, tmp_path: Path) -> None:
    """A packed graph is read as it is; a folder stands for the graph in it."""
    path = written()
    assert validate(tmp_path).nodes == 7
    (tmp_path / "graph.ttl.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    assert validate(tmp_path).nodes == 7


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("graph.ttl", "<a:b> <a:c>\n\n oops .", "line 3"),
        ("graph.csv", "", "suffix"),
        ("graph.ttl.gz", "no gzip", "cannot be read"),
        ("graph.nq", "<a:b> <a:c> <a:d> <a:g> .", "named graphs only"),
    ],
)
def test_unreadable_graphs(tmp_path: Path, name: str, content: str, said: str) -> None:
    """A graph that cannot be read is named, with the place and the repair."""
    (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=said) as caught:
        validate(tmp_path / name)
    assert name in str(caught.value)
    assert caught.value.line == (3 if "line" in said else None)


def test_missing_graphs(tmp_path: Path) -> None:
    """A missing file and a folder without a graph are told with the command that makes one."""
    with pytest.raises(InputError, match="kg build"):
        validate(tmp_path / "none.ttl")
    with pytest.raises(InputError, match="kg build"):
        validate(tmp_path)


def test_an_empty_graph(tmp_path: Path) -> None:
    """An empty graph conforms and counts nothing."""
    (tmp_path / "graph.ttl").write_text("")
    report = validate(tmp_path)
    assert report.conforms
    assert report.nodes == 0


def test_shapes_of_ones_own(written: Writer, folder: Callable[..., Path]) -> None:
    """A folder of shapes replaces ours; shapes that need the whole graph see it."""
    text = OWN + "ex:Paper a sh:NodeShape ; sh:targetClass kg:Paper ; sh:property [ sh:path kg:doi ; sh:minCount 1 ] ."
    path = written(("kg:position 2", "kg:position 3"))
    (result,) = validate(path, folder(own_ttl=text)).results
    assert result.shape == "<https://example.org/Paper>"
    assert result.focus == PAPER
    assert result.message


@pytest.mark.parametrize(
    "text",
    [
        """sh:property ex:p .
ex:p sh:path ( kg:author kg:orcid ) ; sh:minCount 1 ; sh:severity ex:Terrible ;
  sh:message "Ohne ORCID."@de, "No ORCID: add one."@en .""",
        'sh:message "No ORCID: add one."@en ; sh:not [ sh:path kg:author ; sh:minCount 1 ] .',
        """sh:sparql ex:q .
ex:q sh:message "No ORCID: add one." ; sh:select "SELECT $this WHERE { $this a ?kind }" .""",
    ],
)
def test_shapes_that_need_the_whole_graph(written: Writer, folder: Callable[..., Path], text: str) -> None:
    """Paths, logic and SPARQL in shapes of one's own are judged on the whole graph; messages in English first."""
    own = f"{OWN}ex:Paper a sh:NodeShape ; sh:targetClass kg:Paper ; {text}"
    (result,) = validate(written(), folder(own_ttl=own)).results
    assert result.message == "No ORCID: add one."
    assert result.severity == "violation"
    assert result.path is None


def test_blank_nodes_get_iris(written: Writer, folder: Callable[..., Path]) -> None:
    """A blank node of the graph stands in the report under an IRI, since a report has no blank nodes."""
    path = written(added="_:x a kg:Paper ; kg:title _:y .")
    rule = (
        "# shape: kgsh:Paper-any\n# severity: Info\n# message: A rule: a repair.\n"
        "SELECT ?focus ?value WHERE { ?focus a <https://w3id.org/scholarkg/ontology#Paper> ; "
        "<https://w3id.org/scholarkg/ontology#title> ?value FILTER(isBlank(?value)) }"
    )
    text = OWN + "ex:S a sh:NodeShape ; sh:targetClass kg:Paper ; sh:property ex:t . ex:t sh:path kg:title ; "
    results = validate(path, folder(own_ttl=text + "sh:nodeKind sh:Literal .", any_rq=rule)).results
    assert len(results) == 2
    assert {result.severity for result in results} == {"violation", "info"}
    assert all(result.focus.startswith("<urn:blank:") for result in results)
    assert all(str(result.value).startswith("<urn:blank:") for result in results)


def test_only_rules(written: Writer, folder: Callable[..., Path]) -> None:
    """A folder with rules only is a shapes folder."""
    rule = (
        "# shape: kgsh:Any\n# severity: Warning\n# message: A rule: a repair.\nSELECT ?focus WHERE { ?focus a ?kind }"
    )
    assert len(validate(written(), folder(any_rq=rule)).results) == 7


def test_bad_shapes_folders(written: Writer, folder: Callable[..., Path], tmp_path: Path) -> None:
    """A folder without shapes is bad use; a file that is no Turtle, or no SHACL, is named."""
    path = written()
    with pytest.raises(UsageError, match="holds no shapes"):
        validate(path, tmp_path / "nowhere")
    place = folder(own_ttl="oops")
    with pytest.raises(InputError, match=r"own\.ttl"):
        validate(path, place)
    (place / "own.ttl").write_text(
        OWN + "ex:P a sh:NodeShape ; sh:targetClass kg:Paper ; sh:property ex:q . ex:q sh:path kg:doi, kg:isbn ."
    )
    with pytest.raises(UsageError, match="no well-formed SHACL"):
        validate(path, place)


def test_sample(written: Writer) -> None:
    """A sample holds whole papers with all that hangs on them, and nothing that leads outside."""
    more = "".join(
        f"<https://w3id.org/scholarkg/id/paper/{key}> a kg:Paper ; kg:title 7 ; kg:cites {PAPER} .\n" for key in "qrst"
    )
    path = written(added=more)
    assert validate(path).count("violation") == 12
    found = {number: validate(path, sample=number) for number in (0, 1, 5, 9)}
    assert found[0].nodes == 0
    assert found[5].nodes == found[9].nodes == 11
    assert found[9] == validate(path)
    papers = [result for result in found[1].results if "title" in result.shape]
    assert len(papers) <= 1
    assert found[1].nodes in {1, 7}


def test_a_sample_follows_records_and_authors(written: Writer) -> None:
    """The sample of a graph with one paper is the graph."""
    path = written(("kg:endLine 5", "kg:endLine 0"), ('kg:name "Ada Lovelace"', 'kg:name " "'))
    assert validate(path, sample=1) == validate(path)


def test_progress(written: Writer) -> None:
    """Progress is told of rules and of shapes, up to the last one."""
    told: list[tuple[str, int, int | None]] = []
    validate(written(), progress=lambda *step: told.append(step))
    assert [step for step in told if step[0] == "shapes"][-1] == ("shapes", 7, 7)
    assert [step for step in told if step[0] == "rules"][-1][1:] == (told[0][2], told[0][2])


def test_expected_seconds() -> None:
    """The expected time grows with the papers."""
    assert 0 < expected_seconds(20_000) < expected_seconds(40_000)


def test_shapes_found_by_name(written: Writer) -> None:
    """Each kind of fault has the name of its shape."""
    assert shapes_of(written(("kg:position 2", "kg:position 3"))) == ["Authorship-positionGapless"]
    assert shapes_of(written(("kg:authorCount 2", "kg:authorCount 3"))) == ["Paper-authorCountAgrees"]
    assert shapes_of(written(("kg:endLine 5", "kg:endLine 5 ; kg:titel 1"))) == ["Term-declared"]
