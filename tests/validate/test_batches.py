"""Judging class by class in batches finds exactly what pyshacl finds in the whole graph with the shapes as written."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kg import vocab
from kg.resources import resource
from kg.terms import Triple, text, typed
from kg.validate.batches import batches, whole
from kg.validate.door import shacl_results
from kg.validate.loading import load
from kg.validate.shapes import read_shapes
from kg.vocab import KG, RDF, SKOS, XSD

SHAPES = read_shapes(resource("shapes"))
OWN = sorted(term for name, term in vars(vocab.KG).items() if not name.startswith("__"))
CLASSES = [term for term in OWN if term.partition("#")[2][0].isupper()]
PROPERTIES = [term for term in OWN if term not in CLASSES]
THINGS = st.sampled_from([f"<https://example.org/{key}>" for key in "abcd"])
LITERALS = st.one_of(
    st.sampled_from(["", " x", "x", "10.1000/x", "article", "cs.LG", "LG\n"]).map(text),
    st.sampled_from(["x", "On Proofs"]).map(lambda words: f"{text(words)}@en"),
    st.integers(-1, 3000).map(lambda number: typed(str(number), XSD.integer)),
    st.sampled_from(["0.5", "1.5", "7"]).map(lambda form: typed(form, XSD.decimal)),
    st.sampled_from(["2024-05-02", "2024-02-30", "soon"]).map(lambda form: typed(form, XSD.date)),
    st.sampled_from(["true", "maybe"]).map(lambda form: typed(form, XSD.boolean)),
)
TYPES = st.tuples(THINGS, st.just(RDF.type), st.sampled_from([*CLASSES, SKOS.ConceptScheme]))
STATEMENTS = st.tuples(THINGS, st.sampled_from([*PROPERTIES, SKOS.notation]), st.one_of(LITERALS, THINGS))


@settings(max_examples=60, deadline=None)
@given(st.lists(TYPES, max_size=6), st.lists(STATEMENTS, max_size=25), st.integers(1, 3))
def test_batches_agree_with_the_whole_graph(types: list[Triple], statements: list[Triple], size: int) -> None:
    """Whatever a graph says, and however large a batch is, the results are those of pyshacl on the whole graph."""
    store = load([*types, *statements])
    found = {
        result
        for shapes in SHAPES.by_class
        for batch in batches(store, shapes, size)
        for result in shacl_results(batch.graph, shapes.shapes)
        if result.focus in {f"<{node}>" for node in batch.nodes}
    }
    assert found == set(shacl_results(whole(store), SHAPES.graph))


def test_a_batch_is_small() -> None:
    """A batch has the nodes of its class and the classes of the values that a shape asks for, nothing else."""
    paper, record, source = (f"<https://example.org/{key}>" for key in "prs")
    store = load(
        [
            (record, RDF.type, KG.Record),
            (record, KG.recordOf, paper),
            (record, KG.inDocument, source),
            (paper, RDF.type, KG.Paper),
            (paper, KG.title, text("On Proofs")),
            (source, RDF.type, KG.SourceDocument),
        ]
    )
    shapes = next(part for part in SHAPES.by_class if str(part.target) == KG.Record[1:-1])
    (batch,) = batches(store, shapes)
    assert len(batch.graph) == 4
    assert len(batch.nodes) == 1
