"""Terms in N-Triples form, read back by two engines."""

from decimal import Decimal

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg import terms
from kg.terms import BadIriError

UNICODE = st.text(st.characters(exclude_categories=["Cs"]))


@given(UNICODE)
def test_a_text_survives(value: str) -> None:
    """What goes into a literal comes out of it, in pyoxigraph too."""
    literal = terms.text(value)
    assert terms.lexical(literal) == value
    (quad,) = pyoxigraph.parse(f"<a:s> <a:p> {literal} .".encode(), pyoxigraph.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, pyoxigraph.Literal)
    assert quad.object.value == value


@pytest.mark.parametrize("value", ['"', "\\", "\n\r\t\b\f", "\x01\x7f\x85", "$L_\\infty$", "😀", "אב", "\\u0041", "'"])
def test_rdflib_reads_the_same(value: str) -> None:
    """Awkward characters mean the same to rdflib."""
    graph = rdflib.Graph().parse(data=f"<a:s> <a:p> {terms.text(value)} .", format="nt")
    assert str(next(graph.objects())) == value


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (Decimal("91.20"), "91.2"),
        (Decimal("1E+2"), "100.0"),
        (0.5, "0.5"),
        (Decimal(0), "0.0"),
        (Decimal("-0.10"), "-0.1"),
        (1e-7, "0.0000001"),
    ],
)
def test_decimals_are_canonical(value: Decimal | float, literal: str) -> None:
    """An xsd:decimal has no exponent and a digit on each side of its point."""
    assert terms.lexical(terms.decimal(value)) == literal


def test_typed_literals_tell_their_datatype() -> None:
    """Integers, booleans and dates carry a datatype; plain strings and IRIs carry none."""
    assert terms.integer(-3) == '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert terms.lexical(terms.boolean(bool(1))) == "true"
    assert terms.datatype(terms.typed("x^^<y>", "<a:b>")) == "<a:b>"
    assert terms.datatype(terms.text("x")) is None
    assert terms.datatype("<a:b>") is None
    assert terms.lexical('"it\\u0027s\\\'"') == "it's'"


@pytest.mark.parametrize(
    "bad",
    ["", "x", "/a/b", "http://a b", "http://a>b", 'http://a"b', "a:{", "a:|", "a:\\", "a:\n", "a:`", "a:^", "1:x"],
)
def test_what_is_no_iri_is_refused(bad: str) -> None:
    """A relative reference, a blank, a bracket, a quote or a brace makes no IRI."""
    assert not terms.is_iri(bad)
    with pytest.raises(BadIriError, match="is no IRI"):
        terms.iri(bad)


@pytest.mark.parametrize("good", ["https://example.org/ü?x=1#y", "urn:isbn:1", "a:b"])
def test_an_iri_survives(good: str) -> None:
    """An absolute IRI becomes a term and comes back."""
    assert terms.lexical(terms.iri(good)) == good
    assert not terms.is_literal(terms.iri(good))


PIECES = st.sampled_from([*"aZ0/?#:@[]%.-_~()'*+,;= \"<>\\^`{|}é中", "%20", "\u200b", "\ue000", "\U000e0001", "[::1]"])


@given(st.sampled_from(["https://a.b/", "http://", "urn:", "x:"]), st.lists(PIECES, max_size=8).map("".join))
def test_an_iri_can_be_parsed(beginning: str, rest: str) -> None:
    """What counts as an IRI is read by the strictest parser: one bad IRI would make it refuse a whole graph."""
    if terms.is_iri(beginning + rest):
        line = f"<a:s> <a:p> {terms.iri(beginning + rest)} ."
        assert len(list(pyoxigraph.parse(line.encode(), pyoxigraph.RdfFormat.N_TRIPLES))) == 1


@pytest.mark.parametrize(
    "good", ["https://a.b", "http://[::1]:80/x?y#z", "urn:a:b", "https://u@a.b:8080/%20(x)", "a:é"]
)
def test_good_iris(good: str) -> None:
    """IRIs of all kinds are accepted."""
    assert terms.is_iri(good)


@pytest.mark.parametrize("bad", ["a:b%zz", "a:b#c#d", "http://[/", "http://a:b/", "a:b[c]", "a:\u202eb", "a:b%2"])
def test_bad_iris(bad: str) -> None:
    """IRIs that a strict parser refuses are no IRIs."""
    assert not terms.is_iri(bad)


@given(st.from_regex(terms._PLAIN_IRI, fullmatch=True))
def test_plain_iris_are_iris(plain: str) -> None:
    """What is told at a glance to be an IRI is one by all the rules."""
    assert terms._IRI.fullmatch(plain)
