"""SERVICE with leave: the answers are those of one engine over the data of both, the questions are few."""

import random
from collections import Counter
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store

from kg.errors import QueryError
from kg.query.rows import Row
from tests.query.conftest import Loopback

P = "@prefix : <http://x/> . "
OURS = (
    P
    + " ".join(f':p{n} :same :w{n} ; :title "T{n}" ; :year {2000 + n % 5} .' for n in range(12))
    + ' :p12 :title "lonely" ; :year 2001 . :p3 :same :w4 . :p5 :same [] .'
)
THEIRS = (
    P
    + " ".join(f':w{n} :cites {3 * n} ; :by :a{n % 3} ; :note "n", "m" .' for n in range(0, 20, 2))
    + ' :a0 :name "Zoe"@en . :a1 :name "Yan" . :w6 :part [ :name "nobody" ] .'
)
REMOTE = "http://remote.example/"
CASES = {
    "join": "SELECT * { ?p :same ?w . SERVICE <U> { ?w :cites ?n } }",
    "service first": "SELECT ?p ?n { SERVICE <U> { ?w :cites ?n } ?p :same ?w }",
    "dots": "SELECT ?p ?n { { ?p :same ?w } . SERVICE <U> { ?w :cites ?n } . ?p :year ?y . }",
    "in optional": "SELECT ?p ?n { ?p :title ?t OPTIONAL { ?p :same ?w . SERVICE <U> { ?w :cites ?n } } }",
    "optional with a filter": "SELECT * { ?p :same ?w OPTIONAL { SERVICE <U> { ?w :cites ?n } FILTER(?n > 20) } }",
    "minus": "SELECT ?p { ?p :same ?w MINUS { SERVICE <U> { ?w :cites ?n } } }",
    "union": "SELECT ?p ?x { ?p :same ?w { SERVICE <U> { ?w :cites ?x } } UNION { ?p :year ?x } }",
    "groups": "SELECT (SUM(?n) AS ?s) ?y { ?p :same ?w ; :year ?y ; SERVICE <U> { ?w :cites ?n } } GROUP BY ?y",
    "filter outside": "SELECT * { ?p :same ?w ; :year ?y FILTER(?y > 2002) SERVICE <U> { ?w :cites ?n } }",
    "filter of both": "SELECT * { ?p :same ?w ; :year ?y SERVICE <U> { ?w :cites ?n } FILTER(?y > 2001 + ?n) }",
    "filter on unbound": "SELECT * { ?p :same ?w FILTER(!BOUND(?n)) OPTIONAL { SERVICE <U> { ?w :cites ?n } } }",
    "exists beside": "SELECT * { ?p :same ?w FILTER EXISTS { ?p :year 2001 } SERVICE <U> { ?w :cites ?n } }",
    "two clauses": "SELECT * { ?p :same ?w SERVICE <U> { ?w :by ?a } SERVICE <U> { ?a :name ?name } }",
    "optional inside": "SELECT * { ?p :same ?w SERVICE <U> { ?w :by ?a OPTIONAL { ?a :name ?name } } }",
    "union inside": "SELECT * { ?p :same ?w SERVICE <U> { { ?w :by ?x } UNION { ?w :cites ?x } } }",
    "count inside": "SELECT * { ?p :same ?w SERVICE <U> { SELECT ?w (COUNT(?x) AS ?n) { ?w :note ?x } GROUP BY ?w } }",
    "limit inside": "SELECT * { ?p :same ?w SERVICE <U> { SELECT ?w ?n { ?w :cites ?n } ORDER BY ?n LIMIT 3 } }",
    "all inside": "SELECT * { ?p :same ?w SERVICE <U> { { SELECT * { ?w :cites ?n } } } }",
    "values inside": "SELECT * { ?p :same ?w SERVICE <U> { VALUES ?w { :w2 :w4 } ?w :cites ?n } }",
    "rows that repeat": "SELECT ?p { ?p :same ?w SERVICE <U> { ?w :note ?note } }",
    "a column nobody wants": "SELECT (COUNT(*) AS ?n) { SERVICE <U> { ?w :part ?part } }",
    "nothing in common": "SELECT * { ?p :year 2001 SERVICE <U> { ?w :cites 6 } }",
    "in a sub-select": "SELECT * { ?p :year ?y { SELECT ?p { ?p :same ?w SERVICE <U> { ?w :cites ?n } } } }",
    "select before": "SELECT * { { SELECT ?w { ?p :same ?w } ORDER BY ?w LIMIT 4 } SERVICE <U> { ?w :cites ?n } }",
    "bind and values": "SELECT * { VALUES ?p { :p2 :p3 } ?p :same ?v BIND(?v AS ?w) SERVICE <U> { ?w :cites ?n } }",
    "bind after": "SELECT * { ?p :same ?w SERVICE <U> { ?w :cites ?n } BIND(?n + 1 AS ?m) ?p :year ?y }",
    "silent": "SELECT * { ?p :same ?w SERVICE SILENT <U> { ?w :cites ?n } }",
    "a comment": "SELECT * { ?p :same ?w # SERVICE <http://no.example/> {\n SERVICE <U> { ?w :cites ?n # }\n } }",
    "nobody asked": "SELECT * { ?p :year 1900 SERVICE <U> { ?p :cites ?n } }",
    "two keys": "SELECT * { ?p :same ?w ; :year ?n SERVICE <U> { ?w :cites ?n } }",
    "other graphs": "SELECT * FROM <http://g/> FROM NAMED <http://h/> { ?w :same ?v SERVICE <U> { ?w :cites ?n } }",
    "graph aside": "SELECT * { GRAPH <http://g/> { ?p :same ?w } SERVICE <U> { GRAPH ?g { ?w :cites ?n } } }",
    "a subselect in optional": "SELECT * { ?p :same ?w OPTIONAL { { SELECT ?w { SERVICE <U> { ?w :cites ?n } } } } }",
    "optional in a branch": "SELECT * { ?p :same ?w "
    "{ OPTIONAL { SERVICE <U> { ?w :cites ?n } ?p :year ?n } VALUES ?w { :w2 UNDEF } } }",
}


def both(ours: str, theirs: str) -> Store:
    """Return one store with our triples in its default graph, and theirs in a named one."""
    store = Store()
    store.load(ours.encode(), RdfFormat.TURTLE)
    remote = Store()
    remote.load(theirs.encode(), RdfFormat.TURTLE)
    store.extend([Quad(each.subject, each.predicate, each.object, NamedNode(REMOTE)) for each in remote])
    return store


def counted(rows: Iterable[Row], columns: list[str], order: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    """Return how often each row is there; blank nodes have no names."""
    at = [order.index(name) for name in columns]
    named = (["_:" if isinstance(row[each], BlankNode) else str(row[each]) for each in at] for row in rows)
    return Counter(map(tuple, named))


def expected(query: str, ours: str, theirs: str) -> tuple[list[str], Counter[tuple[str, ...]]]:
    """Return what an engine says that has both graphs: SERVICE is then GRAPH."""
    merged = query.replace("SERVICE SILENT <U>", f"GRAPH <{REMOTE}>").replace("SERVICE <U>", f"GRAPH <{REMOTE}>")
    found = both(ours, theirs).query(f"PREFIX : <http://x/> {merged}")
    columns = [variable.value for variable in found.variables]  # type: ignore[union-attr]
    return columns, counted(map(tuple, found), columns, tuple(columns))  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize("query", CASES.values(), ids=CASES)
def test_the_answer_is_that_of_both_graphs_together(query: str, engine: str, loopback: Loopback) -> None:
    """Wherever SERVICE stands, each row is there as often as one engine says that has all triples."""
    if engine == "rdflib" and ("FROM" in query or "GRAPH" in query):
        pytest.skip("the engine of rdflib sees one graph")
    loopback.load(THEIRS)
    columns, rows = expected(query, OURS, THEIRS)
    found = loopback.graph(OURS, engine=engine).select(query.replace("<U>", f"<{loopback.url}>"))
    assert sorted(found.columns) == sorted(columns)
    assert counted(found.terms, columns, found.columns) == rows
    assert len(loopback.asked) <= query.count("SERVICE")


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_whatever_the_query_the_answer_is_right_or_refused(lasting: Loopback, seed: int) -> None:
    """Groups, OPTIONAL, UNION, MINUS, FILTER, VALUES and sub-selects in any nesting, on small random graphs."""
    chance = random.Random(seed)  # noqa: S311 - queries, not keys
    ours, theirs, query = triples(chance), triples(chance), some_query(chance)
    lasting.load(theirs)
    columns, rows = expected(query, ours, theirs)
    try:
        found = lasting.graph(ours).select(query.replace("<U>", f"<{lasting.url}>"))
    except QueryError as error:
        if "put SERVICE into the OPTIONAL" in str(error) or "without a variable" in str(error):
            return
        raise
    assert counted(found.terms, columns, found.columns) == rows


def triples(chance: random.Random) -> str:
    """Return ten triples of five things and three properties."""
    return P + " ".join(f":n{chance.randrange(5)} :{chance.choice('pqr')} :n{chance.randrange(5)} ." for _ in range(10))


def some_query(chance: random.Random) -> str:
    """Return a query with SERVICE."""
    while "SERVICE" not in (body := elements(chance, 0, remote=False)):
        pass
    return f"SELECT {chance.choice(['*', '?a ?b', 'DISTINCT ?c'])} WHERE {{ {body} }}"


def elements(chance: random.Random, depth: int, *, remote: bool) -> str:
    """Return what stands in a group."""
    return " ".join(element(chance, depth, remote=remote) for _ in range(chance.choice([1, 2, 2, 3])))


def element(chance: random.Random, depth: int, *, remote: bool) -> str:
    """Return one element of a group; MINUS only outside, as oxigraph 0.5 lets it see what it must not inside."""
    if depth > 3:
        return triple(chance)

    def inner() -> str:
        return f"{{ {elements(chance, depth + 1, remote=remote)} }}"

    one, other = chance.choice("abcd"), chance.choice("abcd")
    things = " ".join(chance.choice([":n0", ":n1", "UNDEF"]) for _ in range(2))
    condition = chance.choice([f"?{one} = ?{other}", f"!BOUND(?{one})", f"BOUND(?{one}) || ?{other} = :n1"])
    kinds: list[tuple[int, Callable[[], str]]] = [
        (0 if remote else 4, lambda: service(chance, depth)),
        (4, lambda: triple(chance)),
        (2, lambda: f"OPTIONAL {inner()}"),
        (1, lambda: f"{inner()} UNION {inner()}"),
        (0 if depth else 1, lambda: f"MINUS {inner()}"),
        (2, lambda: f"FILTER({condition})"),
        (1, lambda: f"VALUES ?{one} {{ {things} }}"),
        (1, inner),
        (1, lambda: f"{{ SELECT ?{one} {inner()} }}"),
    ]
    return chance.choices([make for _, make in kinds], [weight for weight, _ in kinds])[0]()


def triple(chance: random.Random) -> str:
    """Return a triple pattern."""
    subject, value = (chance.choice([*(f"?{name}" for name in "abcdabcd"), ":n0", ":n1"]) for _ in range(2))
    return f"{subject} :{chance.choice('pqr')} {value} ."


def service(chance: random.Random, depth: int) -> str:
    """Return a SERVICE clause."""
    body = triple(chance) + (element(chance, depth + 2, remote=True) if chance.random() < 0.4 else "")
    one = chance.choice("abcd")
    if chance.random() < 0.2:
        body = f"SELECT ?{one} (COUNT(*) AS ?n) {{ {body} }} GROUP BY ?{one}"
    return f"SERVICE <U> {{ {body} }}"
