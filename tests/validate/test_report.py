"""The report as triples: SHACL's terms, stable IRIs, no blank nodes."""

from kg.terms import Term
from kg.validate import Report, Result, report_triples
from kg.validate.report import report_of
from kg.vocab import RDF, SH

ONE = Result("violation", "<s:a>", "<f:a>", "<p:a>", '"x"', 'A rule: a "repair".', SH.PatternConstraintComponent)
TWO = Result("warning", "<s:a>", "<f:b>", None, None, "A rule: a repair.", SH.SPARQLConstraintComponent)


def described(report: Report, base: str = "https://example.org/") -> dict[Term, dict[Term, Term]]:
    """Return subject -> predicate -> one object."""
    found: dict[Term, dict[Term, Term]] = {}
    for subject, predicate, value in report_triples(report, base):
        found.setdefault(subject, {})[predicate] = value
    return found


def test_triples() -> None:
    """A report says whether the graph conforms and has one described result for each."""
    found = described(report_of({ONE, TWO}, 5))
    report = found.pop("<https://example.org/id/report/validation>")
    assert report[RDF.type] == SH.ValidationReport
    assert report[SH.conforms] == '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    first, second = sorted(found.values(), key=lambda node: node[SH.focusNode])
    assert first == {
        RDF.type: SH.ValidationResult,
        SH.focusNode: "<f:a>",
        SH.resultMessage: '"A rule: a \\"repair\\"."',
        SH.resultPath: "<p:a>",
        SH.resultSeverity: SH.Violation,
        SH.sourceConstraintComponent: SH.PatternConstraintComponent,
        SH.sourceShape: "<s:a>",
        SH.value: '"x"',
    }
    assert second[SH.resultSeverity] == SH.Warning
    assert not {SH.resultPath, SH.value} & second.keys()


def test_iris_are_stable() -> None:
    """The IRI of a result hangs on what it says, not on the results beside it."""
    alone, beside = described(report_of({TWO}, 1)), described(report_of({ONE, TWO}, 9))
    assert alone.keys() < beside.keys()


def test_a_good_report() -> None:
    """A report without results conforms."""
    report = report_of(set(), 3)
    assert report == Report(conforms=True, results=(), nodes=3)
    assert report.count("violation") == 0
    assert len(list(report_triples(report))) == 2


def test_order() -> None:
    """Results stand in one order, whatever order they came in."""
    assert report_of({TWO, ONE}, 0).results == report_of({ONE, TWO}, 0).results == (ONE, TWO)
