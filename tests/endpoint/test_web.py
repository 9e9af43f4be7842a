"""Services that are no SPARQL endpoints: GET, JSON by POST, with the patience and limits of those."""

import socket
from typing import Any

import pytest

from kg.endpoint import Limits, Pace, Retries, WebService
from kg.errors import EndpointTimeoutError, RefusedError, UsageError

Acts = Any


@pytest.fixture
def service(hostile: Acts, fake_time: Acts) -> WebService:
    """Return a client of the hostile server that never waits and has a key."""
    return WebService(
        hostile.url,
        limits=Limits(connect=2, silence=2, total=60, size=100_000),
        retries=Retries(attempts=3),
        pace=Pace(),
        clock=fake_time.clock(),
        headers={"X-Api-Key": "k"},
    )


def test_get(hostile: Acts, service: WebService, send: Acts) -> None:
    """A GET says what it wants and who asks."""
    hostile.will(send(body=b"{}"))
    assert service.get(f"{hostile.url}/x?y=1", accept="text/csv") == b"{}"
    (asked,) = hostile.asked
    assert asked.path == "/sparql/x?y=1"
    assert asked.headers["Accept"] == "text/csv"
    assert asked.headers["User-Agent"].startswith("scholarkg/")
    assert asked.headers["X-Api-Key"] == "k"
    assert "Content-Type" not in asked.headers


def test_post(hostile: Acts, service: WebService, send: Acts) -> None:
    """JSON goes by POST."""
    hostile.will(send(body=b"[]"))
    assert service.get(hostile.url, accept="application/json", body='{"ids": []}') == b"[]"
    assert hostile.asked[0].headers["Content-Type"] == "application/json"


def test_asked_again(hostile: Acts, service: WebService, send: Acts, fake_time: Acts) -> None:
    """A service that is busy is asked again, not before it wants to be."""
    hostile.will(send(503, Retry_After="7"), send(500), send(body=b"{}"))
    assert service.get(hostile.url, accept="application/json") == b"{}"
    assert len(hostile.asked) == 3
    assert sum(fake_time.slept) >= 7


def test_refused(hostile: Acts, service: WebService, send: Acts) -> None:
    """What is not there is told at once, with its status."""
    hostile.will(send(404, kind="text/html", body=b"<html><title>Gone</title></html>"))
    with pytest.raises(RefusedError, match=r"404 Not Found\): 'Gone': it knows no such thing") as raised:
        service.get(hostile.url, accept="application/json")
    assert raised.value.status == 404
    assert len(hostile.asked) == 1


def test_silence(hostile: Acts, service: WebService, raw: Acts) -> None:
    """A service that says nothing holds nobody."""
    service.limits = Limits(silence=0.1)
    hostile.will(raw(b"HTTP/1.1 200 OK\r\n", pause=1.0))
    with pytest.raises(EndpointTimeoutError, match=r"ask for less, or give it more time"):
        service.get(hostile.url, accept="application/json")


def test_a_key_stays_with_its_host(
    hostile: Acts, service: WebService, send: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A redirect is followed with the key on the same host, without it on another one."""
    port = int(hostile.url.rpartition(":")[2].partition("/")[0])
    known = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *more: known("127.0.0.1", *more))
    monkeypatch.setattr("kg.endpoint.addresses.is_public", lambda _: True)
    monkeypatch.setenv("no_proxy", "*")
    there = f"http://other.example:{port}/there"
    hostile.will(
        send(302, Location="/here"), send(302, Location=there), send(302, Location="/further"), send(body=b"{}")
    )
    assert service.get(hostile.url, accept="text/csv") == b"{}"
    assert ["X-Api-Key" in asked.headers for asked in hostile.asked] == [True, True, False, False]
    assert {asked.headers["Accept"] for asked in hostile.asked} == {"text/csv"}


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "ä"])
def test_a_key_that_fits_in_no_header(value: str) -> None:
    """A key cannot add headers of its own."""
    with pytest.raises(UsageError, match="X-Api-Key"):
        WebService("https://example.org", headers={"X-Api-Key": value})
