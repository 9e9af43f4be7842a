"""The closed vocabulary: every term in an ontology, shapes or query file, and in the published graph, is declared."""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef

SH = Namespace("http://www.w3.org/ns/shacl#")
LIST_SYNTAX = {str(RDF.first), str(RDF.rest), str(RDF.nil)}
"""What `( ... )` stands for in ontology and shapes; no term that we chose."""
OWN = ("https://w3id.org/scholarkg/ontology#", "https://w3id.org/scholarkg/shapes#")
_PREFIXED = re.compile(r"(?<![\w<:/?$.-])([A-Za-z][\w-]*):([A-Za-z_][\w-]*)")
_PREFIX_LINE = re.compile(r"^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_IRI = re.compile(r"<([^<>\s]+)>")
_TEXT = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|(?<!\S)#[^\n]*")


class Vocabulary:
    """The declared terms, and the namespaces that are closed by them."""

    def __init__(self, root: Path) -> None:
        """Read what our files declare (a subject with a type) and the list of external terms."""
        self.terms: set[str] = set()
        graph = Graph()
        for path in sorted([*(root / "ontology").glob("*.ttl"), *(root / "shapes").glob("*.ttl")]):
            graph.parse(path)
        self.terms.update(str(s) for s in graph.subjects(RDF.type) if str(s).startswith(OWN))
        with (root / "ontology" / "external-terms.tsv").open(encoding="utf-8", newline="") as lines:
            self.terms.update(row["iri"] for row in csv.DictReader(lines, delimiter="\t"))
        self.namespaces = {str(n) for n in graph.objects(None, SH.namespace)}

    def unknown(self, iris: Iterable[str]) -> list[str]:
        """Return those of `iris` that lie in a closed namespace and are declared nowhere."""
        return sorted({i for i in iris if i not in self.terms and self._namespace(i) in self.namespaces - {i}})

    def _namespace(self, iri: str) -> str:
        return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


@pytest.fixture(scope="module")
def vocabulary(root: Path) -> Vocabulary:
    """Return the closed vocabulary of this checkout."""
    return Vocabulary(root)


def terms_of(graph: Graph) -> Iterator[str]:
    """Yield every IRI of `graph`, datatypes included."""
    for triple in graph:
        for term in triple:
            if isinstance(term, URIRef):
                yield str(term)
            elif isinstance(term, Literal) and term.datatype is not None:
                yield str(term.datatype)


def terms_of_query(text: str) -> Iterator[str]:
    """Yield every IRI that the query `text` names, whole or prefixed."""
    prefixes = dict(_PREFIX_LINE.findall(text))
    body = _TEXT.sub(" ", _PREFIX_LINE.sub("", text))
    yield from _IRI.findall(body)
    for prefix, local in _PREFIXED.findall(_IRI.sub(" ", body)):
        assert prefix in prefixes, f"the prefix {prefix}: is not declared in the query"
        yield prefixes[prefix] + local


def test_turtle_files(root: Path, vocabulary: Vocabulary) -> None:
    """The ontology, the shapes and the published graph use declared terms only."""
    found = []
    for path in sorted(p for folder in ("ontology", "shapes", "output") for p in (root / folder).glob("*.ttl")):
        unknown = vocabulary.unknown({*terms_of(Graph().parse(path))} - LIST_SYNTAX)
        found += [f"{path.relative_to(root)}: {iri}" for iri in unknown]
    assert not found, "Correct the spelling, or add the term to ontology/external-terms.tsv:\n" + "\n".join(found)


def test_predicates_and_classes(root: Path, vocabulary: Vocabulary) -> None:
    """What the published graph uses as predicate, class or datatype is declared, whatever its namespace."""
    graph = Graph().parse(root / "output" / "graph.ttl")
    used = {str(p) for p in graph.predicates()} | {str(o) for o in graph.objects(None, RDF.type)}
    used |= {str(o.datatype) for o in graph.objects() if isinstance(o, Literal) and o.datatype}
    assert not sorted(used - vocabulary.terms), "Declare them in ontology/kg.ttl or ontology/external-terms.tsv"


def test_queries(root: Path, vocabulary: Vocabulary) -> None:
    """Every query that ships uses declared terms only."""
    found = [
        f"{path.relative_to(root)}: {iri}"
        for path in sorted([*(root / "kg").rglob("*.rq"), *(root / "shapes").rglob("*.rq")])
        for iri in vocabulary.unknown(terms_of_query(path.read_text(encoding="utf-8")))
    ]
    assert not found, "Correct the spelling:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "line",
    ["<x:a> kg:titel 'x' .", "<x:a> sh:datetype kg:title .", "<x:a> kg:title 'x'^^xsd:sring .", "<x:a> a kg:Papr ."],
)
def test_turtle_can_fail(vocabulary: Vocabulary, line: str) -> None:
    """A misspelt property, constraint, datatype or class is found."""
    prefixes = f"@prefix kg: <{OWN[0]}> . @prefix sh: <{SH}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    assert len(vocabulary.unknown(terms_of(Graph().parse(data=prefixes + line)))) == 1


def test_queries_can_fail(vocabulary: Vocabulary) -> None:
    """A misspelt name in a query is found; text, comments and variables are no names."""
    query = f"PREFIX kg: <{OWN[0]}>\n# kg:nothing\nSELECT ?x {{ ?x kg:titel 'kg:neither' ; kg:title ?kg }}"
    assert vocabulary.unknown(terms_of_query(query)) == [OWN[0] + "titel"]
