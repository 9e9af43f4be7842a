"""Results -> triples. Reads: Report. Emits: sh:ValidationReport and sh:ValidationResult with stable IRIs."""

from collections.abc import Iterator

from msgspec import Struct

from kg.iris import DEFAULT_BASE, Minter, digest
from kg.model import Severity
from kg.terms import Term, Triple, boolean, text
from kg.vocab import RDF, SH

SEVERITIES: dict[Severity, Term] = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}
"""From the most serious one down."""


class Result(Struct, frozen=True, order=True):
    """One value, or one missing value, that breaks one shape. All but `severity` and `message` are terms.

    `message` says the rule, then the repair. `path` and `value` are None where the shape has none to tell.
    """

    severity: Severity
    shape: Term
    focus: Term
    path: Term | None
    value: Term | None
    message: str
    component: Term
    """The kind of constraint, such as sh:PatternConstraintComponent."""


class Report(Struct, frozen=True):
    """What a graph breaks: `results` sorted, the most serious first; `nodes` counts the things that were looked at.

    `conforms` is SHACL's: true only without any result, of whatever severity.
    """

    conforms: bool
    results: tuple[Result, ...]
    nodes: int = 0

    def count(self, severity: Severity) -> int:
        """Return the number of results of this severity."""
        return sum(result.severity == severity for result in self.results)


def report_of(results: set[Result], nodes: int) -> Report:
    """Return the report of a set of results, in an order that depends on nothing but them."""
    rank = {severity: number for number, severity in enumerate(SEVERITIES)}

    def key(result: Result) -> tuple[int, Term, Term, str, str, str, Term]:
        place = (result.shape, result.focus, result.path or "", result.value or "")
        return (rank[result.severity], *place, result.message, result.component)

    return Report(conforms=not results, results=tuple(sorted(results, key=key)), nodes=nodes)


def report_triples(report: Report, base: str = DEFAULT_BASE) -> Iterator[Triple]:
    """Yield the report as SHACL has it; a result's IRI is made of its defining values, never of a running number."""
    mint = Minter(base)
    subject = mint("report", "validation")
    yield subject, RDF.type, SH.ValidationReport
    yield subject, SH.conforms, boolean(report.conforms)
    for result in report.results:
        shape, path, value = result.shape, result.path or "", result.value or ""
        node = mint("result", digest(shape, result.focus, path, value, result.component))
        yield subject, SH.result, node
        yield node, RDF.type, SH.ValidationResult
        yield node, SH.focusNode, result.focus
        yield node, SH.resultMessage, text(result.message)
        if result.path:
            yield node, SH.resultPath, result.path
        yield node, SH.resultSeverity, SEVERITIES[result.severity]
        yield node, SH.sourceConstraintComponent, result.component
        yield node, SH.sourceShape, result.shape
        if result.value:
            yield node, SH.value, result.value
