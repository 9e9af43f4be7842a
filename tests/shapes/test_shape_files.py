"""The shapes files are well made: closed names, named shapes, sentences for people."""

import re
from pathlib import Path

import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, Namespace, URIRef

from kg.resources import resource
from kg.validate.rules import read_rules
from kg.validate.shapes import KNOWN, read_shapes

KG = Namespace("https://w3id.org/scholarkg/ontology#")
KGSH = Namespace("https://w3id.org/scholarkg/shapes#")
FILES = sorted(resource("shapes").glob("*.ttl"))
RULES = read_rules(resource("shapes"))
_SENTENCE = re.compile(r"[A-Z].*\.")


def test_files() -> None:
    """There are shapes and rules."""
    assert len(FILES) > 10
    assert len(RULES) > 20


def test_shapes_are_local() -> None:
    """Each of our shapes judges a node by itself, so that a graph of any size is validated in batches."""
    assert len(read_shapes(resource("shapes")).by_class) == len(FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_constraint_names(path: Path) -> None:
    """A shape says nothing that pyshacl would overlook (sh:datetype)."""
    graph = Graph().parse(path)
    shapes = set(graph.subjects(RDF.type, SH.PropertyShape)) | set(graph.subjects(RDF.type, SH.NodeShape))
    used = {predicate for shape in shapes for predicate in graph.predicates(shape)}
    assert not used - KNOWN, f"{path.name}: {used - KNOWN}"
    assert not [s for s in graph.subjects() if s not in shapes and not isinstance(s, BNode)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shapes_are_named(path: Path) -> None:
    """Each property shape is called Class-property, hangs on the node shape of its class and has a path of one IRI."""
    graph = Graph().parse(path)
    for shape in graph.subjects(RDF.type, SH.PropertyShape):
        assert isinstance(shape, URIRef), "name the shape"
        owner, _, local = str(shape).removeprefix(str(KGSH)).partition("-")
        assert (KGSH[owner], SH.property, shape) in graph, f"kgsh:{owner} sh:property <{shape}>"
        assert (KGSH[owner], SH.targetClass, KG[owner]) in graph
        path_iri = graph.value(shape, SH.path)
        assert isinstance(path_iri, URIRef)
        assert local.startswith(re.split(r"[#/]", path_iri)[-1]), f"{shape} is called by its path"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shapes_speak_to_people(path: Path) -> None:
    """Each property shape has a name, a description, a severity and a message: the rule, a colon, the repair."""
    graph = Graph().parse(path)
    for shape in graph.subjects(RDF.type, SH.PropertyShape):
        for predicate in (SH.description, SH.message, SH.name, SH.severity):
            assert len(list(graph.objects(shape, predicate))) == 1, f"{shape} {predicate}"
        for predicate in (SH.description, SH.message):
            sentence = graph.value(shape, predicate)
            assert isinstance(sentence, Literal)
            assert _SENTENCE.fullmatch(sentence), f"{shape}: {sentence}"
        assert ":" in str(graph.value(shape, SH.message)), f"{shape}: say the repair behind a colon"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.shape.partition("#")[2][:-1])
def test_rules_speak_to_people(rule: object) -> None:
    """Each rule says the rule, a colon, the repair; its file is called by its shape."""
    message, shape = getattr(rule, "message", ""), getattr(rule, "shape", "")
    assert _SENTENCE.fullmatch(message)
    assert ":" in message
    name = shape.partition("#")[2][:-1]
    assert (resource("shapes") / "rules" / f"{name}.rq").is_file()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_subjects_are_sorted(path: Path) -> None:
    """The shapes stand in the order of their names, so that a diff shows what changed."""
    subjects = re.findall(r"^(kgsh:\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert subjects == sorted(subjects)
    assert len(subjects) == len(set(subjects))


def test_every_property_has_a_shape() -> None:
    """Each property of the ontology is the path of a shape or of a rule."""
    graph = Graph()
    for path in FILES:
        graph.parse(path)
    ontology = Graph().parse(resource("ontology") / "kg.ttl")
    declared = {str(s) for s, t in ontology.subject_objects(RDF.type) if str(t).endswith("Property")}
    paths = {str(path) for path in graph.objects(None, SH.path)}
    assert not declared - paths, "write a shape and its examples"
    assert not {path for path in paths if path.startswith(str(KG))} - declared
