"""The pyshacl door: the one file that knows pyshacl. Reads: an rdflib graph and shapes. Emits: Result.

pyshacl 0.40.1: never `focus_nodes=` (it skips sh:or, sh:node and qualified shapes without a word), and never over
oxrdflib (far slower than over rdflib's own store).
"""

from collections.abc import Iterator

import pyshacl
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import UsageError
from kg.model import Severity
from kg.terms import Term, iri, text, typed
from kg.validate.report import Result
from kg.validate.shapes import named, quiet
from kg.vocab import XSD

_SEVERITIES: dict[Node, Severity] = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}


def shacl_results(graph: Graph, shapes: Graph, *, names: Graph | None = None) -> Iterator[Result]:
    """Yield what the graph breaks, as pyshacl says. A severity of one's own making counts as a violation.

    A blank shape goes by the named shape that it is a part of in `names`, where that is more than `shapes`.

    Raises:
        UsageError: the shapes are no well-formed SHACL.
    """
    try:
        with quiet():
            conforms, results, said = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    except RuntimeError as error:  # the base of pyshacl's own errors about shapes
        raise UsageError(f"the shapes are no well-formed SHACL: {error}") from error
    if conforms:
        return
    if not isinstance(results, Graph):
        raise UsageError(f"the shapes are no well-formed SHACL: {said}")
    report = next(results.subjects(RDF.type, SH.ValidationReport))
    for node in results.objects(report, SH.result):
        found = dict(results.predicate_objects(node))
        component, path = found[SH.sourceConstraintComponent], found.get(SH.resultPath)
        yield Result(
            severity=_SEVERITIES.get(found[SH.resultSeverity], "violation"),
            shape=term_of(named(names or shapes, found[SH.sourceShape]) or component),
            focus=term_of(found[SH.focusNode]),
            path=term_of(path) if isinstance(path, URIRef) else None,
            value=term_of(found[SH.value]) if SH.value in found else None,
            message=_message(results, node),
            component=term_of(component),
        )


def _message(results: Graph, node: Node) -> str:
    """Return one message of a result, an English one if there is one."""
    messages = sorted(results.objects(node, SH.resultMessage), key=lambda m: (getattr(m, "language", "") != "en", m))
    return str(messages[0]) if messages else ""


def term_of(node: Node) -> Term:
    """Return the term of an rdflib node; a blank node gets an IRI, since a report has no blank nodes."""
    if isinstance(node, Literal):
        if node.language:
            return f"{text(str(node))}@{node.language}"
        return text(str(node)) if node.datatype in (None, _STRING) else typed(str(node), iri(str(node.datatype)))
    return f"<urn:blank:{node}>" if isinstance(node, BNode) else f"<{node}>"


_STRING = URIRef(XSD.string[1:-1])
