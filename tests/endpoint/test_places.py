"""Where a question may go: hosts that are not there, redirects that are followed and those that are not."""

import socket
import threading
from typing import Any

import pytest

from kg.endpoint import Endpoint, Limits, Pace, Retries
from kg.errors import EndpointTimeoutError, RefusedError, UnreachableError

Acts = Any
ASK = "ASK { ?s ?p ?o }"


def test_nobody_there(fake_time: Acts) -> None:
    """Where nobody listens, the message says so at once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(UnreachableError, match="nobody listens"):
        Endpoint(url, pace=Pace(), clock=fake_time.clock()).ask(ASK)
    assert fake_time.slept == []


def test_no_tls(hostile: Acts, send: Acts, fake_time: Acts) -> None:
    """A server that speaks no TLS is no https endpoint."""
    hostile.will(send())
    with pytest.raises(UnreachableError, match="no secure connection"):
        Endpoint(hostile.url.replace("http", "https"), pace=Pace(), clock=fake_time.clock()).ask(ASK)


def test_redirects(hostile: Acts, endpoint: Endpoint, send: Acts) -> None:
    """A redirect within the host is followed with the question and all headers."""
    hostile.will(send(301, b"x" * 90_000, Location="/new"), send(307, b"", Location="newer?x=1"), send())
    assert endpoint.ask(ASK)
    assert [each.path for each in hostile.asked] == ["/sparql", "/new", "/newer?x=1"]
    assert {each.query for each in hostile.asked} == {ASK}
    assert len({each.headers["User-Agent"] for each in hostile.asked}) == 1


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("http://10.1.2.3/sparql", "not on the public internet"),
        ("http://169.254.169.254/latest/meta-data/", "not on the public internet"),
        ("http://[::1]/sparql", "not on the public internet"),
        ("http://[::ffff:192.168.0.1]/", "not on the public internet"),
        ("http://LOCALHOST./", "not on the public internet"),
        ("http://user:secret@example.org/", "user name"),
        ("file:///etc/passwd", "no web address"),
        ("ftp://example.org/", "no web address"),
        ("http://example.org:99999/", "no web address"),
        ("http://[::1/", "no web address"),
        ("http://exa mple.org/", "no web address"),
        ("http://ex\u00e4mple.org/", "no web address"),
    ],
)
def test_forbidden_redirects(hostile: Acts, endpoint: Endpoint, send: Acts, target: str, told: str) -> None:
    """A redirect to a private address, or to what is no web address, is not followed."""
    hostile.will(send(302, b"", Location=target))
    with pytest.raises(RefusedError, match=told) as caught:
        endpoint.ask(ASK)
    assert caught.value.status == 302
    assert "secret" not in str(caught.value)
    assert len(hostile.asked) == 1


def test_endless_redirects(hostile: Acts, endpoint: Endpoint, send: Acts) -> None:
    """A circle of redirects ends."""
    hostile.will(send(308, b"", Location="/sparql"))
    with pytest.raises(RefusedError, match="more than 5 times"):
        endpoint.ask(ASK)
    assert len(hostile.asked) == 6


@pytest.mark.parametrize("location", [{}, {"Location": "/new"}])
def test_other_redirects_are_refusals(hostile: Acts, endpoint: Endpoint, send: Acts, location: dict[str, str]) -> None:
    """A redirect to nowhere, and one that wants a GET (303), is no answer."""
    hostile.will(send(303 if location else 302, b"", **location))
    with pytest.raises(RefusedError, match=r"302|303"):
        endpoint.ask(ASK)


def test_a_redirect_to_a_name_of_a_private_address(
    hostile: Acts, endpoint: Endpoint, send: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public name that stands for a private address is found out before anything is sent there, past a proxy."""
    port = int(hostile.url.rsplit(":", 1)[1].split("/")[0])
    true_resolver = socket.getaddrinfo

    def resolver(host: str, *more: Any) -> Any:  # noqa: ANN401 - as the function that it stands for
        return true_resolver("127.0.0.1" if host == "rebound.example" else host, *more)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setenv("http_proxy", "http://proxy.example/")
    monkeypatch.setenv("no_proxy", "rebound.example")
    hostile.will(send(302, b"", Location=f"http://rebound.example:{port}/x"), send())
    with pytest.raises(RefusedError, match="not on the public internet"):
        endpoint.ask(ASK)
    assert len(hostile.asked) == 1


def test_unknown_hosts(fake_time: Acts, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host without an address is told by its name; a resolver that is busy is asked again."""
    errors = iter([socket.gaierror(socket.EAI_AGAIN, "busy"), socket.gaierror(socket.EAI_NONAME, "unknown")])

    def resolver(*_: object) -> None:
        raise next(errors)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(UnreachableError, match=r"'no\.such\.example' is not known"):
        Endpoint("https://no.such.example/sparql", pace=Pace(), clock=fake_time.clock()).ask(ASK)
    assert fake_time.slept == [1.0]


def test_a_resolver_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is not resolved in time is a time-out."""
    stop = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: [stop.wait(5)][1:])
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(EndpointTimeoutError, match=r"no connection within 0\.1 seconds"):
        Endpoint("http://slow.example/", limits=Limits(connect=0.1), retries=Retries(attempts=1), pace=Pace()).ask(ASK)
    stop.set()
