"""What an endpoint may do to us: each fault is a typed error that names endpoint, status and query."""

import gzip
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from kg.endpoint import Endpoint, Limits, Pace, Retries
from kg.errors import (
    AnswerTooLargeError,
    EndpointError,
    EndpointTimeoutError,
    MalformedAnswerError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
)

Acts = Any
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?a { ?a ?b ?c }"


def test_an_answer(hostile: Acts, endpoint: Endpoint, send: Acts) -> None:
    """The question is one POST, to the character, under our own name."""
    hostile.will(send())
    query = "# SELECT, or ADD? é\nASK { ?s ?p '''+ & = %''' }"
    assert endpoint.ask(query) is True
    (asked,) = hostile.asked
    assert asked.query == query
    assert asked.headers["User-Agent"].startswith("scholarkg/")
    assert asked.headers["Accept"].startswith("application/sparql-results+json")
    assert "format=" not in asked.path


@pytest.mark.parametrize("contact", ["mailto:a@example.org", ""])
def test_the_contact_is_told(
    hostile: Acts, send: Acts, contact: str, monkeypatch: pytest.MonkeyPatch, fake_time: Acts
) -> None:
    """The contact of the argument, else that of the environment, stands in the agent string."""
    monkeypatch.setenv("SCHOLARKG_CONTACT", "https://example.org/env")
    hostile.will(send())
    assert Endpoint(hostile.url, contact=contact or None, pace=Pace(), clock=fake_time.clock()).ask(ASK)
    assert (contact or "https://example.org/env") in hostile.asked[0].headers["User-Agent"]


def test_429_with_retry_after(hostile: Acts, endpoint: Endpoint, send: Acts, fake_time: Acts) -> None:
    """Who is asked to wait waits as long, in seconds or until a date, and asks again."""
    later = {"Date": "Mon, 05 Jan 2026 10:00:00 GMT", "Retry_After": "Mon, 05 Jan 2026 10:00:40 GMT"}
    hostile.will(send(429, b"slow down", Retry_After="7"), send(429, b"", **later), send())
    assert endpoint.ask(ASK)
    assert fake_time.slept == [7.0, 40.0]


def test_429_for_longer_than_we_wait(hostile: Acts, endpoint: Endpoint, send: Acts, fake_time: Acts) -> None:
    """A wait beyond the limit is told, not waited for, and nobody asks in between."""
    hostile.will(send(429, b"slow down", Retry_After="4000"))
    with pytest.raises(RateLimitedError, match=r"too often \(429\): 'slow down': wait 4,000 seconds") as caught:
        endpoint.ask(ASK)
    assert caught.value.retry_after == 4000
    assert (caught.value.endpoint, caught.value.status, caught.value.query) == (hostile.url, 429, ASK)
    assert fake_time.slept == []
    with pytest.raises(RateLimitedError, match="4,000 seconds more"):
        endpoint.ask(ASK)  # longer than this question has time
    assert len(hostile.asked) == 1


def test_429_without_retry_after(hostile: Acts, endpoint: Endpoint, send: Acts, fake_time: Acts) -> None:
    """Without a wish the pauses double; after the last attempt the error is told."""
    hostile.will(send(429, b""))
    with pytest.raises(RateLimitedError, match="less often"):
        endpoint.ask(ASK)
    assert fake_time.slept == [1.0, 2.0]
    assert len(hostile.asked) == 3


def test_a_wait_beyond_the_time_of_the_question(hostile: Acts, endpoint: Endpoint, send: Acts) -> None:
    """A pause that does not fit into the time limit is not begun."""
    hostile.will(send(503, b"", Retry_After="50"))
    with pytest.raises(RateLimitedError):
        endpoint.ask(ASK, timeout=20)
    assert len(hostile.asked) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_passing_failure(hostile: Acts, endpoint: Endpoint, send: Acts, fake_time: Acts, status: int) -> None:
    """A server that fails is asked again."""
    hostile.will(send(status, b"oops"), send())
    assert endpoint.ask(ASK)
    assert fake_time.slept == [1.0]


def test_a_lasting_failure(hostile: Acts, endpoint: Endpoint, send: Acts) -> None:
    """After the last attempt the error says what the server said, safe for a terminal."""
    page = b"<html><head><title>Out of &lt;memory&gt;</title></head>\x1b[31m<body>trace</body></html>"
    hostile.will(send(500, page, kind="text/html"))
    with pytest.raises(RefusedError, match=r"500 Internal Server Error\): 'Out of <memory>': try again") as caught:
        endpoint.ask(ASK)
    assert len(hostile.asked) == 3
    assert caught.value.temporary


@pytest.mark.parametrize(
    ("status", "told"),
    [(400, "does not understand"), (401, "login"), (403, "SCHOLARKG_CONTACT"), (404, "address"), (418, "check")],
)
def test_a_refusal(hostile: Acts, endpoint: Endpoint, send: Acts, status: int, told: str) -> None:
    """What will not change is not asked twice, and the message says the repair."""
    body = gzip.compress(b"no\x1b[31m " + b"x" * 5000)
    hostile.will(send(status, body, kind="text/plain", Content_Encoding="gzip"))
    with pytest.raises(RefusedError, match=told) as caught:
        endpoint.ask(ASK)
    assert len(hostile.asked) == 1
    assert caught.value.exit_code == 3
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_page_that_cannot_be_read(hostile: Acts, endpoint: Endpoint, send: Acts) -> None:
    """What an error page says is left out where it cannot be unpacked."""
    hostile.will(send(404, b"no gzip", Content_Encoding="gzip"))
    with pytest.raises(RefusedError, match=r"\(404 Not Found\): check the address"):
        endpoint.ask(ASK)


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("text/html; charset=utf-8", b"<html><body>Welcome to <b>us</b></body>", "text/html: 'Welcome to us'"),
        ("text/csv", b"a\r\n", "text/csv"),
        ("", b"", "no media type"),
        ("application/n-triples", b"", "n-triples"),
    ],
)
def test_another_media_type(  # noqa: PLR0917 - fixtures and a case
    hostile: Acts, endpoint: Endpoint, send: Acts, kind: str, body: bytes, told: str
) -> None:
    """A page for people with status 200 is no answer."""
    hostile.will(send(200, body, kind=kind))
    with pytest.raises(MalformedAnswerError, match=told) as caught:
        endpoint.select(SELECT)
    assert caught.value.status == 200
    assert len(hostile.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "literal", "value": "x',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": []}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [] }} java.util.concurrent.TimeoutException',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "literal", "value": "\xff"}}]}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "literal", "value": "\\ud800"}}]}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "literal", "value": 5}}]}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "thing", "value": "x"}}]}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "a b"}}]}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"z": {"type": "uri", "value": "http://x/"}}]}}',
        b'{"head": {"vars":["a"]},"results": {"bindings": [{"a": {"type": "literal", "value": "", "xml:lang": "?"}}]}}',
        b'{"head": {}, "boolean": true}',
        b"[]",
        b"[" * 100_000,
        b"",
    ],
)
def test_cut_or_wrong_tables(hostile: Acts, endpoint: Endpoint, send: Acts, body: bytes) -> None:
    """JSON that ends early, goes on, is not UTF-8 or not of the form of results is refused whole."""
    hostile.will(send(200, body[:99_000]))
    with pytest.raises(MalformedAnswerError, match="cannot be read"):
        endpoint.select(SELECT)


def test_no_truth(hostile: Acts, endpoint: Endpoint, send: Acts) -> None:
    """A table is no answer to an ASK."""
    hostile.will(send(200, b'{"head": {"vars": []}, "results": {"bindings": []}}'))
    with pytest.raises(MalformedAnswerError, match="neither true nor false"):
        endpoint.ask(ASK)


def test_cut_graphs(hostile: Acts, endpoint: Endpoint, send: Acts) -> None:
    """Triples that end in the middle are refused; whole ones are read, relative IRIs from the endpoint."""
    hostile.will(send(200, b"<http://a/> <http://b/> ", kind="text/turtle"))
    with pytest.raises(MalformedAnswerError, match="no text/turtle"):
        endpoint.construct("CONSTRUCT WHERE { ?a ?b ?c }")
    hostile.will(send(200, b"<x> <http://b/> 'c' .", kind="text/turtle;charset=utf-8"))
    (triple,) = endpoint.construct("CONSTRUCT WHERE { ?a ?b ?c }")
    assert str(triple.subject) == f"<{hostile.url.removesuffix('sparql')}x>"
    assert hostile.asked[-1].headers["Accept"].startswith("application/n-triples")


@pytest.mark.parametrize(
    "pieces",
    [
        (HEAD + b"Content-Length: 500\r\n\r\n", b'{"head": {}'),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b'b\r\n{"head": {}\r\n', b"20\r\nabc"),
        (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 15\r\n\r\n", gzip.compress(b"{}" * 500)[:15]),
        (b"",),
    ],
)
def test_a_cut_connection(hostile: Acts, endpoint: Endpoint, raw: Acts, send: Acts, pieces: tuple[bytes, ...]) -> None:
    """A connection that ends before its answer is no answer: asked again, then told."""
    hostile.will(raw(*pieces), send())
    assert endpoint.ask(ASK)
    hostile.will(raw(*pieces))
    with pytest.raises(UnreachableError, match="was cut"):
        endpoint.ask(ASK)
    assert len(hostile.asked) == 5


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/sparql-results+json")
    handler.end_headers()
    handler.wfile.write(b'{"head": {"vars": ["a"]}, "results": {"bindings": [')
    row = json.dumps({"a": {"type": "literal", "value": "x" * 1000}}).encode() + b","
    while True:
        handler.wfile.write(row * 50)


def test_gigabytes_of_rows(hostile: Acts, endpoint: Endpoint) -> None:
    """An endless answer is left as soon as it is too large."""
    hostile.will(_endless)
    with pytest.raises(AnswerTooLargeError, match="100,000 bytes: ask for less"):
        endpoint.select(SELECT)


def test_a_large_answer_by_its_own_word(hostile: Acts, endpoint: Endpoint, raw: Acts) -> None:
    """What says that it is too large is not read at all."""
    hostile.will(raw(HEAD + b"Content-Length: 5000000000\r\n\r\n"))
    with pytest.raises(AnswerTooLargeError):
        endpoint.select(SELECT)


def test_a_packed_bomb(hostile: Acts, endpoint: Endpoint, send: Acts) -> None:
    """The limit is that of the unpacked answer."""
    hostile.will(send(200, gzip.compress(b" " * 50_000_000), Content_Encoding="gzip"))
    with pytest.raises(AnswerTooLargeError):
        endpoint.select(SELECT)


def test_a_packed_answer(hostile: Acts, endpoint: Endpoint, send: Acts) -> None:
    """A packed answer is unpacked."""
    hostile.will(send(200, gzip.compress(b'{"head": {}, "boolean": false}'), Content_Encoding="gzip"))
    assert endpoint.ask(ASK) is False


@pytest.mark.parametrize(
    ("encoding", "body", "told"),
    [
        ("br", b"x", "packed as 'br'"),
        ("gzip", b"no gzip at all", "no gzip"),
        ("gzip", gzip.compress(b"{}") + b"more", "after its end"),
    ],
)
def test_strange_packing(  # noqa: PLR0917 - fixtures and a case
    hostile: Acts, endpoint: Endpoint, send: Acts, encoding: str, body: bytes, told: str
) -> None:
    """What cannot be unpacked is refused."""
    hostile.will(send(200, body, Content_Encoding=encoding))
    with pytest.raises(MalformedAnswerError, match=told):
        endpoint.ask(ASK)


@pytest.mark.parametrize(
    "pieces",
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n",),
        (b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 70_000 + b"\r\n\r\n",),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",),
        (b"HTTP/1.1 2e2 OK\r\n\r\n",),
    ],
)
def test_no_http(hostile: Acts, endpoint: Endpoint, raw: Acts, pieces: tuple[bytes, ...]) -> None:
    """A giant header, too many of them, or another protocol: told, not asked again."""
    hostile.will(raw(*pieces))
    with pytest.raises(MalformedAnswerError, match="no HTTP"):
        endpoint.ask(ASK)
    assert len(hostile.asked) == 1


def _patient(url: str, **limits: float) -> Endpoint:
    return Endpoint(url, limits=Limits(**limits), retries=Retries(attempts=1), pace=Pace())  # type: ignore[arg-type]


def test_silence(hostile: Acts) -> None:
    """An endpoint that says nothing is left, and the same question is not asked again."""
    stop = threading.Event()
    hostile.will(lambda _: stop.wait(5) and None)
    started = time.monotonic()
    with pytest.raises(EndpointTimeoutError, match=r"within 0\.2 seconds") as caught:
        _patient(hostile.url, silence=0.2).ask(ASK)
    stop.set()
    assert time.monotonic() - started < 3
    assert not caught.value.temporary


@pytest.mark.parametrize("head", [HEAD + b"\r\n", HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b""])
def test_slow_bytes(hostile: Acts, raw: Acts, head: bytes) -> None:
    """A byte now and then, in the head or in the body, does not hold us longer than the whole time."""
    hostile.will(raw(head, *[b"1"] * 60, pause=0.05))
    started = time.monotonic()
    with pytest.raises(EndpointTimeoutError, match=r"within 0\.4 seconds"):
        _patient(hostile.url, silence=0.3).ask(ASK, timeout=0.4)
    assert time.monotonic() - started < 2


def test_no_connection_in_time() -> None:
    """A host that does not accept is given up within the time to connect, and tried again."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        others = [socket.socket() for _ in range(4)]
        for other in others:  # they fill the queue of those who wait to be accepted
            other.settimeout(0)
            other.connect_ex(full.getsockname())
        time.sleep(0.05)
        url = f"http://127.0.0.1:{full.getsockname()[1]}/"
        with pytest.raises(EndpointTimeoutError) as caught:
            _patient(url, connect=0.2, silence=0.5).ask(ASK)
        for other in others:
            other.close()
    assert caught.value.query == ASK


def test_all_errors_are_one_kind() -> None:
    """Who wants no details catches EndpointError."""
    kinds = (UnreachableError, EndpointTimeoutError, RefusedError, MalformedAnswerError, AnswerTooLargeError)
    assert all(issubclass(kind, EndpointError) for kind in kinds)
    assert issubclass(RateLimitedError, RefusedError)
