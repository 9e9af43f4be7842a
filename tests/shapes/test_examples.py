"""Every shape and rule against its examples in `tests/shapes/<Class>-<name>/`, and with one constraint dropped."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, SH, Graph, URIRef

from kg.resources import resource
from kg.terms import Term
from kg.validate.door import shacl_results
from kg.validate.report import Result
from kg.validate.rules import Rule, parse_rule, read_rules, rule_results
from kg.validate.shapes import KNOWN, NOTES, quiet, read_shapes

HERE = Path(__file__).parent
KGSH = "https://w3id.org/scholarkg/shapes#"
RULES = {rule.shape[1:-1].removeprefix(KGSH): rule for rule in read_rules(resource("shapes"))}
PLAN = read_shapes(resource("shapes"))
TARGETS = {
    str(shape).removeprefix(KGSH): (shape, part.target, part.shapes)
    for part in PLAN.by_class
    for shape in part.shapes.subjects(RDF.type, SH.PropertyShape)
}
CONSTRAINTS = sorted(KNOWN - NOTES - {SH.path, SH.property, SH.targetClass})


def examples(name: str, kind: str) -> list[Path]:
    """Return the example files of a shape: `pass` or `fail`."""
    return sorted((HERE / name).glob(f"{kind}-*.ttl"))


def shape_alone(name: str, without: URIRef | None = None) -> Graph:
    """Return the one shape with its target, if asked without one of its constraints."""
    shape, target, shapes = TARGETS[name]
    alone = Graph()
    for triple in shapes:
        if triple[0] == shape or triple[1] in {RDF.first, RDF.rest}:
            alone.add(triple)
    alone.add((shape, SH.targetClass, target))
    if without is not None:
        alone.remove((shape, without, None))
    return alone


def shape_found(name: str, example: Path, without: URIRef | None = None) -> list[Result]:
    """Return the results of one shape on one example."""
    with quiet():
        return list(shacl_results(Graph().parse(example), shape_alone(name, without)))


def rule_found(rule: Rule, example: Path) -> list[Result]:
    """Return the results of one rule on one example."""
    store = pyoxigraph.Store()
    store.load(path=str(example), format=pyoxigraph.RdfFormat.TURTLE)
    return list(rule_results(store, rule))


def found(name: str, example: Path) -> list[Result]:
    """Return the results of the shape or rule called `name` on one example."""
    return rule_found(RULES[name], example) if name in RULES else shape_found(name, example)


@pytest.mark.parametrize("name", sorted([*RULES, *TARGETS]))
def test_examples(name: str) -> None:
    """Each shape and rule has a good example, which conforms, and a bad one, which fails by it and it alone."""
    good, bad = examples(name, "pass"), examples(name, "fail")
    assert good, f"write an example that conforms: tests/shapes/{name}/pass-1.ttl"
    assert bad, f"write an example that fails: tests/shapes/{name}/fail-1.ttl"
    for example in good:
        assert not found(name, example), f"{example.relative_to(HERE)} conforms"
    for example in bad:
        shapes: set[Term] = {result.shape for result in found(name, example)}
        assert shapes == {f"<{KGSH}{name}>"}, f"{example.relative_to(HERE)} fails"


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_no_constraint_survives(name: str) -> None:
    """Whichever constraint is dropped from a shape, one of its bad examples starts to conform."""
    shape, _, shapes = TARGETS[name]
    for constraint in [term for term in CONSTRAINTS if (shape, term, None) in shapes]:
        said = str(constraint).removeprefix(str(SH))
        first = HERE / name / f"fail-{said}.ttl"
        candidates = sorted(examples(name, "fail"), key=lambda path: path != first)
        assert any(not shape_found(name, path, constraint) for path in candidates), (
            f"sh:{said} of kgsh:{name} is untested: write {name}/fail-{said}.ttl, which breaks nothing else"
        )


def shortened(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Yield the rule without its check, and without one line of its query at a time."""
    lines = rule.query.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if not line.startswith(("#", "PREFIX")) or line.startswith("# check:"):
            yield line.strip(), parse_rule("".join(lines[:number] + lines[number + 1 :]), "rule")


def verdicts(rule: Rule, paths: list[Path]) -> list[set[tuple[Term | None, ...]]] | None:
    """Return what the rule finds in each example; None if the query cannot be parsed or run."""
    try:
        return [{(row.focus, row.path, row.value) for row in rule_found(rule, path)} for path in paths]
    except Exception:  # noqa: BLE001 - whatever a cut query does, it does not answer as the whole one
        return None


@pytest.mark.parametrize("name", sorted(RULES))
def test_no_line_of_a_rule_survives(name: str) -> None:
    """Whichever line is dropped from a rule, the verdict on one of its examples changes."""
    paths = [*examples(name, "pass"), *examples(name, "fail")]
    right = verdicts(RULES[name], paths)
    for line, rule in shortened(RULES[name]):
        assert verdicts(rule, paths) != right, f"kgsh:{name}: no example needs the line {line!r}"


def test_no_example_without_a_shape() -> None:
    """Each folder of examples belongs to a shape or rule that exists."""
    folders = {path.parent.name for path in HERE.glob("*/*.ttl")}
    assert not folders - RULES.keys() - TARGETS.keys()
