"""What all tests share: golden files, the sample pages, a build of the examples and a real endpoint that holds it."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg.pipeline import build

ROOT = Path(__file__).parents[1]
SHARED = Path(__file__).parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that accepts new golden output."""
    parser.addoption("--accept", action="store_true", help="write the golden files anew; look at the diff in git")


@contextmanager
def _loopback(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def on_loopback() -> Callable[[type[BaseHTTPRequestHandler]], AbstractContextManager[str]]:
    """Return a context manager that answers by a handler on a free port, and gives the address of the server."""
    return _loopback


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return a function that compares text with a golden file, or writes it with `--accept`."""

    def compare(path: Path, found: str) -> None:
        if request.config.getoption("--accept"):
            path.write_text(found, encoding="utf-8")
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        assert found == expected, f"{path.name} differs; if the new text is right: pytest {path.parent} --accept"

    return compare


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of the sample pages; a test that needs it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the sample pages are not here: ../shared is absent")
    return SHARED


@pytest.fixture(scope="session")
def built_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a build of the examples."""
    folder = tmp_path_factory.mktemp("graph")
    build(ROOT / "examples", output=folder)
    return folder


@pytest.fixture(scope="session")
def oxigraph(built_examples: Path) -> Iterator[str]:
    """Yield the address of a real endpoint with the graph of the examples in it."""
    beside = Path(sys.executable).with_name("oxigraph.exe" if os.name == "nt" else "oxigraph")
    command = str(beside) if beside.exists() else shutil.which("oxigraph")
    if command is None:
        pytest.skip("there is no oxigraph server here: pip install oxigraph (make test does)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    quiet = subprocess.DEVNULL
    server = subprocess.Popen([command, "serve", "--bind", f"127.0.0.1:{port}"], stdout=quiet, stderr=quiet)
    try:
        _load(f"{base}/store?default", (built_examples / "graph.ttl").read_bytes())
        yield f"{base}/query"
    finally:
        server.terminate()
        server.wait(10)


def _load(url: str, turtle: bytes) -> None:
    """Put a graph into the store as soon as it listens."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, turtle, {"Content-Type": "text/turtle"}, method="PUT")  # noqa: S310 - our own server
    for _ in range(200):
        try:
            direct.open(request, timeout=10).close()
        except urllib.error.URLError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("oxigraph serve did not start within ten seconds")
