"""Addresses, redirects and terms, each by itself."""

import socket
from typing import Any

import pyoxigraph as ox
import pytest

from kg.endpoint import Endpoint, Pace
from kg.endpoint.addresses import addresses_of, connect, is_near, is_public
from kg.endpoint.answers import BadAnswerError, parsed, texts
from kg.endpoint.patience import Deadline
from kg.endpoint.transport import RedirectError, _target
from kg.errors import RateLimitedError, UnreachableError, UsageError

Acts = Any


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses(address: str) -> None:
    """An address of the internet is public and not near."""
    assert is_public(address)
    assert not is_near(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1", "::1", "fe80::1%eth0", "fd00::1",
     "::ffff:10.0.0.1", "2002:0a00:0001::"],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    """Loopback, private, link-local, shared, multicast addresses, also inside IPv6, are not public."""
    assert not is_public(address)
    assert is_near(f"[{address}]")


@pytest.mark.parametrize(("host", "near"), [("localhost", True), ("Db.LocalHost.", True), ("example.org", False)])
def test_names(host: str, *, near: bool) -> None:
    """A name is near if it says so; what is no address is not public."""
    assert is_near(host) == near
    assert not is_public(host)


def test_impossible_names() -> None:
    """A name that cannot be asked for is unknown."""
    with pytest.raises(socket.gaierror):
        addresses_of("x" * 70 + ".example", 80, Deadline(5, lambda: 0.0), longest=5, guarded=False)


def test_the_first_address_that_accepts() -> None:
    """All addresses of a host are tried in order."""
    with socket.socket() as dead, socket.create_server(("127.0.0.1", 0)) as alive:
        dead.bind(("127.0.0.1", 0))
        deadline = Deadline(5, lambda: 0.0)
        found = [
            address
            for server in (dead, alive)
            for address in addresses_of("127.0.0.1", server.getsockname()[1], deadline, longest=5, guarded=False)
        ]
        with connect(found, deadline, longest=5) as made:
            assert made.getpeername() == alive.getsockname()


def test_redirects_keep_what_is_secret() -> None:
    """From https to http no redirect is followed; within https, and from http to https, they are."""
    assert _target("http://a.example/", "http://a.example/", "https://b.example/x", 301) == "https://b.example/x"
    assert _target("https://a.example/q", "https://a.example/q", "/x", 301) == "https://a.example/x"
    with pytest.raises(RedirectError, match="read along"):
        _target("https://a.example/", "https://a.example/", "http://a.example/", 301)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("example.org/sparql", "no address"),
        ("", "no address"),
        ("http://", "no address"),
        ("http://a b/", "no address"),
        ("http://a:0/", "no address"),
        ("http://a:x/", "no address"),
        ("http://é.example/", "no address"),
        ("file:///etc/passwd", "no address"),
        ("http://user:secret@a.example/", "user name"),
    ],
)
def test_addresses_of_endpoints(url: str, told: str) -> None:
    """An endpoint is an address of the web, without a password in it."""
    with pytest.raises(UsageError, match=told) as caught:
        Endpoint(url)
    assert "secret" not in str(caught.value)


def test_terms() -> None:
    """Every kind of term is read to the character; labels of blank nodes may be anything."""
    body = """{"head": {"vars": ["a", "b"], "link": []}, "results": {"distinct": false, "bindings": [
        {"a": {"type": "bnode", "value": "nodeID://b1"}, "b": {"type": "bnode", "value": "nodeID://b1"}},
        {"a": {"type": "typed-literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}},
        {"b": {"type": "literal", "value": "\\u00e9\\n", "xml:lang": "fr"}},
        {"a": {"type": "uri", "value": "http://x/"}, "b": {"type": "literal", "value": " "}}]}, "meta": {"ms": 5}}"""
    table = parsed(b"\xef\xbb\xbf" + body.encode(), "application/json", "SELECT", base="http://x/")
    assert not isinstance(table, (bool, list))
    first, *rest = table.rows
    assert first[0] == first[1] == ox.BlankNode("b0")
    assert rest == [
        (ox.Literal(1), None),
        (None, ox.Literal("é\n", language="fr")),
        (ox.NamedNode("http://x/"), ox.Literal(" ")),
    ]


def test_texts() -> None:
    """The rows of an answer as texts are those of its terms, without blank nodes; what is cut or none is refused."""
    body = b"""{"head": {"vars": ["a", "b"]}, "results": {"bindings": [
        {"a": {"type": "bnode", "value": "x"}, "b": {"type": "uri", "value": "http://x/"}},
        {"a": {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}, {}]}}"""
    assert texts(body) == [{"b": "http://x/"}, {"a": "1"}, {}]
    with pytest.raises(BadAnswerError, match="no SPARQL results JSON"):
        texts(body[:100])
    with pytest.raises(BadAnswerError, match="no rows"):
        texts(b'{"head": {}, "boolean": true}')


@pytest.mark.parametrize("media_type", ["application/n-triples", "text/turtle", "application/rdf+xml"])
def test_graphs_that_are_none(media_type: str) -> None:
    """A graph of another syntax than it says is refused."""
    with pytest.raises(BadAnswerError, match=media_type.replace("+", r"\+")):
        parsed(b"<html>]", media_type, "CONSTRUCT", base="http://x/")


def test_a_turn_that_comes_too_late(fake_time: Acts) -> None:
    """A polite client that cannot ask within the time says so."""
    pace = Pace()
    pace.leave_alone("a.example", 1000.0)
    with pytest.raises(RateLimitedError, match="1,000 seconds more"):
        Endpoint("http://a.example/", pace=pace, clock=fake_time.clock()).ask("ASK {}")


def test_public_hosts_are_asked_slowly(fake_time: Acts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two questions to a public host are a second apart."""

    def resolver(*_: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setenv("no_proxy", "*")
    endpoint = Endpoint("http://a.example/", pace=Pace(), clock=fake_time.clock())
    with pytest.raises(UnreachableError, match="Network is unreachable"):
        endpoint.ask("ASK {}")
    assert fake_time.slept == [1.0, 2.0, 4.0]
    with pytest.raises(UnreachableError):
        endpoint.ask("ASK {}")
    assert fake_time.slept[3] == 1.0


def test_a_proxy(hostile: Acts, send: Acts, fake_time: Acts, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public endpoint is asked through the proxy of the environment, a near one never."""
    monkeypatch.setenv("http_proxy", hostile.url.removesuffix("/sparql"))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    hostile.will(send(302, b"", Location="http://b.example/x"), send())
    assert Endpoint("http://a.example/sparql", pace=Pace(), clock=fake_time.clock()).ask("ASK {}")
    assert [asked.path for asked in hostile.asked] == ["http://a.example/sparql", "http://b.example/x"]
    assert Endpoint(hostile.url, pace=Pace(), clock=fake_time.clock()).ask("ASK {}")
    assert hostile.asked[-1].path == "/sparql"
