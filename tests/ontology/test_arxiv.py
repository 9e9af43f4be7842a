"""The arXiv categories are arXiv's, whole, as a SKOS concept scheme."""

import csv
import io
import runpy
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Namespace, URIRef

from kg.iris import Minter, category_key
from kg.resources import resource

ROOT = Path(__file__).parents[2]
KG = Namespace("https://w3id.org/scholarkg/ontology#")
FILE = resource("ontology") / "arxiv.ttl"
GRAPH = Graph().parse(FILE)
SCHEME = URIRef("https://w3id.org/scholarkg/id/scheme/arxiv")
TABLE = """\
category,name,archive,archive_name,group,active,alias_of
cs.IT,Information Theory,cs,Computer Science,Computer Science,yes,math.IT
math.IT,Information Theory,math,Mathematics,Mathematics,yes,cs.IT
math.DG,Differential Geometry,math,Mathematics,Mathematics,yes,dg-ga
dg-ga,Differential Geometry,dg-ga,Differential Geometry,Mathematics,no,math.DG
hep-th,High Energy Physics - Theory,hep-th,High Energy Physics - Theory,Physics,yes,
test.soft,Test Soft,test,Test,Test,no,
"""


def concept(code: str) -> URIRef:
    """Return the IRI of a code's concept."""
    return URIRef(Minter()("category", category_key(code))[1:-1])


def script() -> dict[str, object]:
    """Return the names of the script that makes the file."""
    return runpy.run_path(str(ROOT / "ontology" / "arxiv.py"))


def made(table: str) -> Graph:
    """Return the graph that the script makes of a table."""
    text = script()["turtle"](csv.DictReader(io.StringIO(table)))  # type: ignore[operator]
    return Graph().parse(data=text)


def test_file_is_current(shared: Path) -> None:
    """arxiv.ttl is what the script makes of the taxonomy."""
    table = (shared / "samples" / "arxiv" / "taxonomy.csv").read_text(encoding="utf-8")
    text = script()["turtle"](csv.DictReader(io.StringIO(table)))  # type: ignore[operator]
    assert FILE.read_text(encoding="utf-8") == text, "run `python ontology/arxiv.py taxonomy.csv`"


def test_concepts() -> None:
    """Each concept has name, label, notation and scheme, and is on top or has one broader concept."""
    concepts = set(GRAPH.subjects(RDF.type, KG.Category))
    assert len(concepts) > 150
    notations = [str(GRAPH.value(node, SKOS.notation)) for node in concepts]
    assert len(set(notations)) == len(notations)
    for node, notation in zip(concepts, notations, strict=True):
        assert node == concept(notation)
        assert GRAPH.value(node, KG.name) == GRAPH.value(node, SKOS.prefLabel) is not None
        assert GRAPH.value(node, SKOS.inScheme) == SCHEME
        top = (node, SKOS.topConceptOf, SCHEME) in GRAPH
        assert len(list(GRAPH.objects(node, SKOS.broader))) == (0 if top else 1)
        assert set(GRAPH.objects(node, SKOS.broader)) <= concepts


def test_aliases_and_successors() -> None:
    """Two living aliases match each other exactly; a closed code is deprecated and replaced by its successor."""
    graph = made(TABLE)
    assert (concept("cs.IT"), SKOS.exactMatch, concept("math.IT")) in graph
    assert (concept("math.IT"), SKOS.exactMatch, concept("cs.IT")) in graph
    assert (concept("dg-ga"), DCTERMS.isReplacedBy, concept("math.DG")) in graph
    assert set(graph.subjects(OWL.deprecated)) == {concept("dg-ga")}
    assert not list(graph.objects(concept("math.DG"), SKOS.exactMatch))


def test_archives() -> None:
    """An archive without a row of its own is a concept; a code that is its archive is one concept with it."""
    graph = made(TABLE)
    assert (concept("math.DG"), SKOS.broader, concept("math")) in graph
    assert str(graph.value(concept("math"), KG.name)) == "Mathematics"
    assert (concept("hep-th"), SKOS.topConceptOf, SCHEME) in graph


def test_no_test_rows() -> None:
    """The rows by which arXiv tests its software are left out."""
    assert concept("test.soft") not in set(made(TABLE).subjects())
