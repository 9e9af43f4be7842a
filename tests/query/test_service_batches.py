"""How endpoints are asked for many keys: in batches, in halves where that helps, and never for a part of an answer."""

import json
from collections.abc import Callable

import pytest

from kg.endpoint import Endpoint, Limits, Retries, Table
from kg.errors import (
    AnswerTooLargeError,
    EndpointError,
    EndpointTimeoutError,
    MalformedAnswerError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
)
from kg.query import Graph, Iri
from kg.query import batches as batches_module
from kg.query.federation import Federation
from tests.query.conftest import JOIN, Answer, Loopback, P, ask, many


def test_ten_thousand_keys_are_fifty_questions(loopback: Loopback) -> None:
    """Two hundred keys a question, each asked for once, and nothing else of what is there."""
    loopback.load(many(12_000, "theirs"))
    rows = ask(loopback, many(10_000, "ours"))
    assert set(rows.column("n")) == set(range(10_000))
    assert len(rows) == 10_000
    assert len(loopback.asked) == 50
    assert rows.notes == (f"line 1: SERVICE {loopback.url}: keys 10,000, batches 50, rows 10,000",)


def test_long_keys_make_short_batches(loopback: Loopback) -> None:
    """A question has at most 50,000 characters of keys, and one key at least."""
    long = [f"{n}{'x' * 20_000}" for n in range(5)] + ["y" * 60_000]
    loopback.load(P + " ".join(f':w{n} :name "{name}" .' for n, name in enumerate(long)))
    ours = P + " ".join(f':p{n} :name "{name}" .' for n, name in enumerate(long))
    rows = ask(loopback, ours, "SELECT ?p ?w { ?p :name ?x SERVICE <U> { ?w :name ?x } }")
    assert set(rows.tuples()) == {(Iri(f"http://x/p{n}"), Iri(f"http://x/w{n}")) for n in range(6)}
    assert len(rows) == 6
    assert len(loopback.asked) == 4


def test_the_same_question_twice_is_the_same_text(loopback: Loopback) -> None:
    """Keys stand in order, so that a cache knows them again; so do the rows."""
    loopback.load(many(300, "theirs"))
    first = ask(loopback, many(300, "ours"))
    asked = loopback.asked.copy()
    loopback.asked.clear()
    assert ask(loopback, P + " ".join(f":p{n} :same :w{n} ." for n in reversed(range(300)))).terms
    assert loopback.asked == asked
    assert len(first) == 300


def cut_at(limit: int) -> object:
    """Return what makes an endpoint cut its answers without a word."""

    def spoil(_query: str, body: bytes) -> Answer | None:
        answer = json.loads(body)
        answer["results"]["bindings"] = answer["results"]["bindings"][:limit]
        return Answer(200, json.dumps(answer).encode())

    return spoil


def test_a_full_page_is_asked_again_in_halves(loopback: Loopback) -> None:
    """An endpoint that silently ends after 1,000 rows loses nothing."""
    loopback.load(P + " ".join(f":w{n} :cites {n * 100 + each} ." for n in range(100) for each in range(30)))
    loopback.spoil = cut_at(1_000)  # type: ignore[assignment]
    rows = ask(loopback, many(100, "ours"))
    assert len(rows) == 3_000
    assert len(loopback.asked) > 4


@pytest.mark.parametrize(("count", "cut", "told"), [(1_500, 1_000, "cut"), (2_048, 2_048, ""), (3_000, 9_999, "")])
def test_a_full_page_of_one_key_is_counted(loopback: Loopback, count: int, cut: int, told: str) -> None:
    """Where nothing is left to halve, the endpoint is asked how many rows there are."""
    loopback.load(P + " ".join(f":w0 :cites {n} ." for n in range(count)))
    loopback.spoil = cut_at(cut)  # type: ignore[assignment]
    if told:
        with pytest.raises(AnswerTooLargeError, match="its answer is cut after 1,000 rows"):
            ask(loopback, many(1, "ours"))
        return
    assert len(ask(loopback, many(1, "ours"))) == count
    assert len(loopback.asked) == 2


@pytest.mark.parametrize(
    "bad",
    [
        Answer(400, b"too long"),
        Answer(206, b"part"),
        Answer(200, b"<html><title>Busy</title></html>", "text/html"),
        Answer(200, b'{"head": {"vars": ["n", "w"]}, "results": {"bindings": [{"n": {"ty'),
    ],
    ids=["too long", "a part", "a page", "cut"],
)
def test_what_is_too_much_is_asked_again_in_halves(loopback: Loopback, bad: Answer) -> None:
    """An endpoint that fails at more than fifty keys gets fifty at most, and is not tried with more again."""
    loopback.load(many(400, "theirs"))
    loopback.spoil = lambda query, _: bad if query.count("<http://x/w") > 50 else None
    assert len(ask(loopback, many(400, "ours"))) == 400
    assert len(loopback.asked) == 2 + 8


@pytest.mark.parametrize(
    ("bad", "kind", "questions"),
    [
        (Answer(400, b"never"), RefusedError, 8),
        (Answer(401, b"login"), RefusedError, 1),
        (Answer(200, b"<html>", "text/html"), MalformedAnswerError, 8),
        (Answer(200, b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'), MalformedAnswerError, 8),
        (Answer(302, b"", location="http://169.254.169.254/latest"), RefusedError, 1),
    ],
    ids=["400", "401", "html", "other columns", "redirect"],
)
def test_who_fails_always_fails_the_query(
    loopback: Loopback, bad: Answer, kind: type[EndpointError], questions: int
) -> None:
    """No part of an answer is taken for the whole; a redirect into a private network is not followed."""
    loopback.load(many(200, "theirs"))
    loopback.spoil = lambda _query, _body: bad
    with pytest.raises(kind):
        ask(loopback, many(200, "ours"))
    assert len(loopback.asked) == questions


def test_an_endpoint_that_fails_again_and_again_is_given_up(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some failures in a row nobody goes on halving."""
    monkeypatch.setattr(batches_module, "PATIENCE", 3)
    loopback.spoil = lambda _query, _body: Answer(400, b"")
    with pytest.raises(RefusedError):
        ask(loopback, many(200, "ours"))
    assert len(loopback.asked) == 3


@pytest.mark.parametrize(
    ("error", "questions"),
    [
        (lambda: EndpointTimeoutError("it took too long", endpoint="x"), 2 + 4),
        (lambda: UnreachableError("it was cut", endpoint="x", temporary=True), 2 + 4),
        (lambda: EndpointTimeoutError("nobody is there", endpoint="x", temporary=True), 1),
        (lambda: UnreachableError("there is no such host", endpoint="x"), 1),
    ],
    ids=["slow", "cut", "silent", "nowhere"],
)
def test_time_is_a_reason_to_ask_for_less(
    loopback: Loopback, error: Callable[[], EndpointError], questions: int
) -> None:
    """What takes too long, or is cut, for 200 keys is asked for fewer; where nobody is, nobody is asked again."""
    loopback.load(many(200, "theirs"))
    asked = []

    class Weak(Endpoint):
        def select(self, query: str, *, timeout: float | None = None, size: int | None = None) -> Table:
            asked.append(query)
            if query.count("<http://x/w") > 50:
                raise error()
            return super().select(query, timeout=timeout, size=size)

    def connect(url: str, limits: Limits) -> Endpoint:
        return Weak(url, limits=limits)

    federation = Federation(places={loopback.url: loopback.url}, connect=connect)
    graph = Graph(loopback.graph(many(200, "ours")).store, prefixes={"": "http://x/"}, federation=federation)
    if questions == 1:
        with pytest.raises(EndpointError):
            graph.select(JOIN.replace("<U>", f"<{loopback.url}>"))
    else:
        assert len(graph.select(JOIN.replace("<U>", f"<{loopback.url}>"))) == 200
    assert len(asked) == questions


@pytest.mark.parametrize(("status", "questions"), [(429, 1), (500, 2)])
def test_who_wants_to_be_left_alone_is(loopback: Loopback, status: int, questions: int) -> None:
    """An endpoint that refuses for now is asked again later by its client; without more patience the query fails."""
    loopback.spoil = lambda _query, _body: Answer(status, b"")

    def connect(url: str, limits: Limits) -> Endpoint:
        return Endpoint(url, limits=limits, retries=Retries(attempts=1))

    graph = loopback.graph(many(2, "ours"))
    graph = Graph(
        graph.store,
        prefixes=graph.prefixes,
        federation=Federation(places={loopback.url: loopback.url}, connect=connect),
    )
    with pytest.raises(RateLimitedError if status == 429 else RefusedError):
        graph.select(JOIN.replace("<U>", f"<{loopback.url}>"))
    assert len(loopback.asked) == questions


def test_more_rows_than_can_be_held_are_refused(loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory has an end, and the message says what to do."""
    monkeypatch.setattr(batches_module, "_MOST_ROWS", 100)
    loopback.load(many(101, "theirs"))
    with pytest.raises(AnswerTooLargeError, match="more than 100 rows: ask for less"):
        ask(loopback, many(101, "ours"))


def test_who_overlooks_the_keys_does_no_harm(loopback: Loopback) -> None:
    """Rows for keys that were not asked for are left out: they would come again with each batch."""
    loopback.load(many(500, "theirs"))
    everything = "SELECT ?n ?w WHERE { ?w <http://x/cites> ?n }"
    whole = Loopback("", loopback.store).answer(everything).body
    loopback.spoil = lambda _query, _body: Answer(200, whole)
    assert len(ask(loopback, many(450, "ours"))) == 450
