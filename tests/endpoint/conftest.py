"""A hostile endpoint and a real one, both on loopback, and a clock that does not wait."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from kg.endpoint import Clock, Endpoint, Limits, Pace, Retries

OnLoopback = Callable[[type[BaseHTTPRequestHandler]], AbstractContextManager[str]]

Act = Callable[[BaseHTTPRequestHandler], None]
TRUE = b'{"head": {}, "boolean": true}'
JSON = "application/sparql-results+json"


class FakeTime:
    """A clock that is moved by those who sleep."""

    def __init__(self) -> None:
        """Begin at an hour of 2026."""
        self.seconds = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Move the time."""
        self.slept.append(round(seconds, 3))
        self.seconds += seconds

    def clock(self) -> Clock:
        """Return a clock without chance: the pauses are the longest."""
        return Clock(lambda: self.seconds, self.sleep, lambda: 1_780_000_000 + self.seconds, lambda: 1.0)


@dataclass
class Asked:
    """One request as the server saw it."""

    query: str
    headers: dict[str, str]
    path: str


@dataclass
class Hostile:
    """A server that does what a test tells it, one act a request; the last act is repeated."""

    url: str
    acts: list[Act] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def will(self, *acts: Act) -> None:
        """Set the acts."""
        self.acts[:] = acts


@pytest.fixture
def hostile(on_loopback: OnLoopback) -> Iterator[Hostile]:
    """Yield a server on a free port."""
    plan = Hostile("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            plan.asked.append(Asked(parse_qs(body).get("query", [""])[0], dict(self.headers), self.path))
            act = plan.acts.pop(0) if len(plan.acts) > 1 else plan.acts[0]
            try:
                act(self)
            except OSError:
                self.close_connection = True  # the client has left

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with on_loopback(Handler) as address:
        plan.url = f"{address}/sparql"
        yield plan


def _send(status: int = 200, body: bytes = TRUE, kind: str = JSON, **headers: str) -> Act:
    """Return the act of a whole answer; `Retry_After="2"` is a header."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response_only(status)  # without a Date of its own
        named = {"Content-Type": kind, "Content-Length": str(len(body))}
        for name, value in (named | {name.replace("_", "-"): value for name, value in headers.items()}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return act


def _raw(*pieces: bytes, pause: float = 0.0) -> Act:
    """Return the act of sending octets as they are, and closing."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)
        handler.close_connection = True

    return act


@pytest.fixture
def send() -> Callable[..., Act]:
    """Return what makes the act of a whole answer."""
    return _send


@pytest.fixture
def raw() -> Callable[..., Act]:
    """Return what makes the act of sending octets."""
    return _raw


@pytest.fixture
def fake_time() -> FakeTime:
    """Return a clock that does not wait."""
    return FakeTime()


@pytest.fixture
def endpoint(hostile: Hostile, fake_time: FakeTime) -> Endpoint:
    """Return a client of the hostile server: quick to give up, never waiting."""
    return Endpoint(
        hostile.url,
        limits=Limits(connect=2, silence=2, total=60, size=100_000),
        retries=Retries(attempts=3),
        pace=Pace(),
        clock=fake_time.clock(),
    )


@pytest.fixture(scope="session")
def examples(built_examples: Path) -> Path:
    """Return the folder of a build of the examples."""
    return built_examples
