"""HTTP requests -> responses, within time. Reads: a urllib request. Emits: the response, whatever its status.

urllib knows one time-out, for each single operation of a socket: an endpoint that sends a byte a minute holds it for
ever. Here connecting, silence and the whole exchange each have their limit, and redirects are followed with the
question (urllib would turn the POST into a GET without it), never to a private address or from https to http.
"""

import http.client
import io
import socket
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
    proxy_bypass,
)

from kg.endpoint.addresses import PrivateAddressError, addresses_of, connect, is_near
from kg.endpoint.patience import Deadline, Limits
from kg.terms import is_iri

_REDIRECTS = frozenset({301, 302, 307, 308})
_MOST_REDIRECTS = 5
_PLAIN = frozenset({"Accept", "Accept-encoding", "Content-type", "User-agent"})
"""What another host than the one that was asked may know; keys are none of it."""
_FORBIDDEN = "its host is not on the public internet: that is asked only where you name it yourself (--service)"


class ConnectTimeoutError(TimeoutError):
    """There was no connection in time."""


class RedirectError(Exception):
    """A redirect that must not be followed; `status` is that of the redirect."""

    def __init__(self, message: str, *, status: int) -> None:
        """Keep the status beside the message."""
        super().__init__(message)
        self.status = status


class _PatientBytes(io.RawIOBase):
    """What a socket receives; each wait is limited anew."""

    def __init__(self, sock: socket.socket, deadline: Deadline, silence: float) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._deadline = deadline
        self._silence = silence

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - any writable buffer, as of its base
        self._sock.settimeout(self._deadline.at_most(self._silence))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _PatientSocket:
    """The part of a socket that `http.client` uses once it is connected."""

    def __init__(self, sock: socket.socket, deadline: Deadline, silence: float) -> None:
        self._sock = sock
        self._deadline = deadline
        self._silence = silence

    def sendall(self, octets: bytes) -> None:
        self._sock.settimeout(self._deadline.at_most(self._silence))
        self._sock.sendall(octets)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_PatientBytes(self._sock, self._deadline, self._silence))

    def close(self) -> None:
        self._sock.close()


class _Connection(http.client.HTTPConnection):
    """A connection within the limits of one question."""

    def __init__(self, host: str, *, limits: Limits, deadline: Deadline, guarded: bool, **more: Any) -> None:  # noqa: ANN401 - what urllib hands on
        super().__init__(host, **{**more, "timeout": deadline.at_most(limits.connect)})
        self._limits, self._deadline, self._guarded = limits, deadline, guarded
        self._create_connection = self._connected

    def _connected(self, place: tuple[str, int], *_: object) -> socket.socket:
        longest = self._limits.connect
        found = addresses_of(*place, self._deadline, longest=longest, guarded=self._guarded)
        return connect(found, self._deadline, longest=longest)

    def connect(self) -> None:
        try:
            super().connect()
        except TimeoutError as error:
            raise ConnectTimeoutError from error
        self.sock: Any = _PatientSocket(self.sock, self._deadline, self._limits.silence)


class _SecureConnection(_Connection, http.client.HTTPSConnection):
    """The same over TLS: its handshake is part of connecting."""


class _AnyStatus(HTTPErrorProcessor):
    """Hand every response back: statuses are judged by the caller, and no body is read unasked."""

    def http_response(self, request: Request, response: Any) -> Any:  # noqa: ANN401 - the response, as it is
        del request
        return response

    https_response = http_response


class _Http(HTTPHandler):
    def __init__(self, connection: partial[_Connection]) -> None:
        super().__init__()
        self._connection = connection

    def http_open(self, req: Request) -> Any:  # noqa: ANN401 - as its base
        return self.do_open(self._connection, req)


class _Https(HTTPSHandler):
    def __init__(self, connection: partial[_SecureConnection]) -> None:
        super().__init__()
        self._connection = connection

    def https_open(self, req: Request) -> Any:  # noqa: ANN401 - as its base
        return self.do_open(self._connection, req)


def exchange(request: Request, limits: Limits, deadline: Deadline) -> http.client.HTTPResponse:
    """Return the response to a request after following its redirects.

    Raises:
        RedirectError: a redirect must not be followed, or leads on and on; or the limits forbid the host.
        OSError: no connection, or it was cut (`URLError` has the reason), or time is over (`TimeoutError`).
        http.client.HTTPException: what came is no HTTP.
    """
    start = request.full_url
    guarded, status = limits.public, 0
    for _ in range(_MOST_REDIRECTS + 1):
        try:
            response: http.client.HTTPResponse = _opener(request, limits, deadline, guarded=guarded).open(request)
        except OSError as error:
            if guarded and isinstance(getattr(error, "reason", None), PrivateAddressError):
                message = _private(request.full_url) if status else _FORBIDDEN
                raise RedirectError(message, status=status) from error
            raise
        if response.status not in _REDIRECTS or "Location" not in response.headers:
            return response
        response.close()
        status = response.status
        target = _target(start, request.full_url, response.headers["Location"], status)
        guarded = limits.public or not _same_place(start, target)
        headers = {name: value for name, value in request.header_items() if name in _PLAIN or not guarded}
        headers = {name: value for name, value in headers.items() if name not in {"Host", "Content-length"}}
        method = request.get_method()
        request = Request(target, data=request.data, headers=headers, method=method)  # noqa: S310 - its scheme was checked
    raise RedirectError(f"it redirects more than {_MOST_REDIRECTS} times", status=status)


def _opener(request: Request, limits: Limits, deadline: Deadline, *, guarded: bool) -> OpenerDirector:
    near = is_near(urlsplit(request.full_url).hostname or "")
    proxies = ProxyHandler({}) if near else ProxyHandler()
    # Through a proxy it is the proxy that is connected to, and it has its own rules for where it goes.
    guarded = guarded and not _proxied(request, proxies)
    plain = partial(_Connection, limits=limits, deadline=deadline, guarded=guarded)
    secure = partial(_SecureConnection, limits=limits, deadline=deadline, guarded=guarded)
    return build_opener(proxies, _Http(plain), _Https(secure), _AnyStatus())


def _proxied(request: Request, handler: ProxyHandler) -> bool:
    proxies: dict[str, str] = getattr(handler, "proxies", {})
    return request.type in proxies and not proxy_bypass(request.host)


def _same_place(start: str, target: str) -> bool:
    """Return whether a redirect stays on the host that the user named, who may well name a private one."""
    return urlsplit(start).hostname == urlsplit(target).hostname


def _target(start: str, source: str, location: str, status: int) -> str:
    """Return where a redirect leads.

    Raises:
        RedirectError: it must not be followed.
    """
    try:
        target = urljoin(source, location)
    except ValueError:
        target = ""
    if not is_web_address(target):
        raise RedirectError(f"it redirects to {location[:200]!r}, which is no web address", status=status)
    parts = urlsplit(target)
    if urlsplit(source).scheme == "https" and parts.scheme == "http":
        raise RedirectError(f"it redirects from https to {target[:200]}, where everybody can read along", status=status)
    if parts.username is not None:
        raise RedirectError("it redirects to an address with a user name in it", status=status)
    if is_near(parts.hostname or "") and not _same_place(start, target):
        raise RedirectError(_private(target), status=status)
    return target


def is_web_address(url: str) -> bool:
    """Return whether this is the address of something on the web, as HTTP can send it."""
    try:
        parts = urlsplit(url)
        return (
            bool(parts.hostname)
            and parts.port != 0
            and parts.scheme in {"http", "https"}
            and url.isascii()
            and is_iri(url)
        )
    except ValueError:
        return False


def _private(target: str) -> str:
    return f"it redirects to {target[:200]}, which is not on the public internet: that is not followed"
