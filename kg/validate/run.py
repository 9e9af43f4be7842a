"""The validation of a graph. Reads: a graph, a shapes folder. Emits: Report.

Core constraints are judged by pyshacl, class by class in batches; what one node cannot tell (order, uniqueness, check
digits, the calendar) by rules over the whole graph.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Store

from kg.resources import resource
from kg.terms import Term
from kg.validate.batches import batches, whole
from kg.validate.door import shacl_results, term_of
from kg.validate.loading import Graph, load
from kg.validate.report import Report, Result, report_of
from kg.validate.rules import read_rules, rule_results
from kg.validate.sampling import sampled
from kg.validate.shapes import Shapes, quiet, read_shapes
from kg.vocab import KG, RDF, RDFS

Progress = Callable[[str, int, int | None], object]
_SECONDS_PER_PAPER = 0.004
"""Measured on one core of 2.6 GHz: papers with five authors and two records."""


def expected_seconds(papers: int) -> float:
    """Return how long the validation of a graph with so many papers takes on one ordinary core, roughly."""
    return papers * _SECONDS_PER_PAPER


def validate(
    graph: Graph,
    shapes: Path | None = None,
    *,
    sample: int | None = None,
    links: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Return what a graph breaks.

    Args:
        graph: a file, a folder with a `graph.*` in it, or triples of terms.
        shapes: a folder of one's own in place of ours: `*.ttl` shapes, `rules/*.rq`.
        sample: look at this many papers and all that hangs on them, chosen by a digest of their IRI.
        links: the file of its links, where that does not stand beside the graph.
        progress: told a stage, the steps done and the steps there are.

    Raises:
        InputError: the graph or a shapes file cannot be read.
        UsageError: the shapes folder holds no shapes, or a rule is malformed.
    """
    folder = resource("shapes") if shapes is None else shapes
    plan, rules = read_shapes(folder), read_rules(folder)
    store = load(graph, links)
    if sample is not None:
        store = sampled(store, sample)
    results = set[Result]()
    for number, rule in enumerate(rules, 1):
        results.update(rule_results(store, rule))
        if progress:
            progress("rules", number, len(rules))
    with quiet():
        results.update(_core_results(store, plan, progress))
    return report_of(results, _count(store))


def _core_results(store: Store, plan: Shapes, progress: Progress | None) -> Iterator[Result]:
    """Yield pyshacl's results: in batches if a node can be judged by itself, else on the whole graph."""
    if not plan.by_class or _has(store, RDFS.subClassOf):
        if len(plan.graph):
            yield from shacl_results(whole(store), plan.graph)
        return
    done, total = 0, _count(store)
    for shapes in plan.by_class:
        for batch in batches(store, shapes):
            own = {term_of(node) for node in batch.nodes}
            found = shacl_results(batch.graph, shapes.shapes, names=plan.graph)
            yield from (result for result in found if result.focus in own)
            done += len(batch.nodes)
            if progress:
                progress("shapes", done, total)


def _has(store: Store, predicate: Term) -> bool:
    quads = store.quads_for_pattern(None, NamedNode(predicate[1:-1]), None, DefaultGraph())
    return next(quads, None) is not None


def _count(store: Store) -> int:
    """Return the number of statements that a thing is of a class of ours."""
    quads = store.quads_for_pattern(None, NamedNode(RDF.type[1:-1]), None, DefaultGraph())
    return sum(isinstance(quad.object, NamedNode) and quad.object.value.startswith(_OWN) for quad in quads)


_OWN = KG.Paper[1:-1].removesuffix("Paper")
