"""The ontology's own terms are described, sorted and safe to reason with."""

import itertools
import re
from collections.abc import Iterator

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef

from kg import vocab
from kg.resources import resource

KG = Namespace("https://w3id.org/scholarkg/ontology#")
ONTOLOGY = URIRef("https://w3id.org/scholarkg/ontology")
FOLDER = resource("ontology")
GRAPH = Graph().parse(FOLDER / "kg.ttl")
ALIGNMENTS = Graph().parse(FOLDER / "alignments.ttl")
KINDS = {OWL.Class, OWL.DatatypeProperty, OWL.ObjectProperty}
TERMS = sorted({s for s, kind in GRAPH.subject_objects(RDF.type) if kind in KINDS and isinstance(s, URIRef)})
CLASSES = [term for term in TERMS if (term, RDF.type, OWL.Class) in GRAPH]


def one(term: URIRef, predicate: URIRef) -> str:
    """Return the one value of a predicate of a term."""
    values = list(GRAPH.objects(term, predicate))
    assert len(values) == 1, f"{term} has {len(values)} values of {predicate}"
    return str(values[0])


@pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term).removeprefix(str(KG)))
def test_descriptions(term: URIRef) -> None:
    """Each own term has one kind, one label, one definition of one sentence, and says who defines it."""
    assert term in KG
    assert len([kind for kind in GRAPH.objects(term, RDF.type) if kind in KINDS]) == 1
    assert one(term, RDFS.label)
    assert one(term, RDFS.isDefinedBy) == str(ONTOLOGY)
    assert re.fullmatch(r"[A-Z][^.]*([^.]\.[^. ][^.]*)*\.", one(term, SKOS.definition)), "one sentence"
    name = str(term).removeprefix(str(KG))
    assert name[0].isupper() == (term in CLASSES), "UpperCamel for classes, lowerCamel for properties"


def test_domains_and_ranges() -> None:
    """A property has at most one domain and one range: two of them intersect, and a person becomes an organization."""
    for term in set(TERMS) - set(CLASSES):
        assert len(list(GRAPH.objects(term, RDFS.domain))) <= 1
        assert len(list(GRAPH.objects(term, RDFS.range))) <= 1


def test_no_key_property() -> None:
    """No property is functional or inverse functional, so that no reasoner merges two papers by a shared value."""
    kinds = {kind for graph in (GRAPH, ALIGNMENTS) for kind in graph.objects(None, RDF.type)}
    assert not kinds & {OWL.FunctionalProperty, OWL.InverseFunctionalProperty}
    assert not list((GRAPH + ALIGNMENTS).triples((None, OWL.sameAs, None)))


def test_classes_are_disjoint() -> None:
    """Each two own classes are disjoint, said once."""
    for left, right in itertools.combinations(CLASSES, 2):
        said = [(left, OWL.disjointWith, right) in GRAPH, (right, OWL.disjointWith, left) in GRAPH]
        assert sum(said) == 1, f"{left} {right}"


def test_version() -> None:
    """The ontology has a semantic version of its own, in its version IRI too, and imports nothing."""
    version = one(ONTOLOGY, OWL.versionInfo)
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert one(ONTOLOGY, OWL.versionIRI) == f"{ONTOLOGY}/{version}"
    assert (None, OWL.imports, None) not in GRAPH + ALIGNMENTS


@pytest.mark.parametrize("name", ["kg.ttl", "alignments.ttl", "arxiv.ttl", "prefixes.ttl"])
def test_files_are_sorted_and_without_blank_nodes(name: str) -> None:
    """A file's subjects stand in the order of their IRIs, once each; nothing is a blank node."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    subjects = re.findall(r"^(<\S+>|kg:\S+|kgsh:\S+)", text, re.MULTILINE)
    order = list(dict.fromkeys(subjects))
    own = [subject for subject in order if subject.startswith("kg") or "/id/category/" in subject]
    assert own == sorted(own)
    assert len(order) == len(subjects) or name == "alignments.ttl"
    assert not [term for triple in Graph().parse(FOLDER / name) for term in triple if isinstance(term, BNode)]


def test_external_terms_are_not_declared_again() -> None:
    """kg.ttl and alignments.ttl say nothing about other people's terms."""
    for subject in set(GRAPH.subjects()) | set(ALIGNMENTS.subjects()):
        assert str(subject).startswith(KG) or subject == ONTOLOGY, f"{subject} is not ours"


def test_alignments_are_one_way() -> None:
    """Alignments lead from our terms to others by sub-class, sub-property or a hint."""
    assert set(ALIGNMENTS.predicates()) == {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso}
    for subject, target in ALIGNMENTS.subject_objects():
        assert subject in TERMS
        assert not str(target).startswith(KG)


def namespaces() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield prefix and terms of each class of kg.vocab."""
    for name, found in vars(vocab).items():
        if isinstance(found, type):
            yield name.lower(), {key: term for key, term in vars(found).items() if not key.startswith("__")}


def test_vocabulary_is_closed() -> None:
    """kg.vocab has each own term and each listed external term with a prefix, and nothing else."""
    found = {term for _, terms in namespaces() for term in terms.values()}
    lines = (FOLDER / "external-terms.tsv").read_text(encoding="utf-8").splitlines()[1:]
    listed = {line.split("\t")[0] for line in lines}
    assert lines == sorted(set(lines)), "sort external-terms.tsv, each term once"
    assert {line.split("\t")[1] for line in lines} == {"class", "datatype", "individual", "property"}
    spaces = tuple(vocab.PREFIXES.values())
    assert found == {f"<{iri}>" for iri in {*listed, *map(str, TERMS)} if iri.startswith(spaces)}


def test_vocabulary_names() -> None:
    """A term stands under its local name; a name that does not exist fails."""
    for prefix, terms in namespaces():
        for key, term in terms.items():
            local = term[1:-1].removeprefix(vocab.PREFIXES[prefix])
            assert key.removesuffix("_") == local.replace("-", "_")
    with pytest.raises(AttributeError):
        getattr(vocab.KG, "titel")  # noqa: B009 - mypy refuses the plain form, which is the point


def test_labels_are_english() -> None:
    """Labels and definitions have the language tag en."""
    for predicate in (RDFS.label, SKOS.definition):
        for label in GRAPH.objects(None, predicate):
            assert isinstance(label, Literal)
            assert label.language == "en"
