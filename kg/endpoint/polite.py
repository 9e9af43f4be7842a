"""One host, asked politely. Reads: requests. Emits: the bodies of answers; typed errors, each with its repair.

Turns, pauses, repetitions and limits are the same whatever is asked: SPARQL (`client`), or pages of a service (`web`).
"""

import http.client
import os
import socket
import ssl
from collections.abc import Callable, Mapping
from typing import ClassVar, NamedTuple, NoReturn
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request

from kg.endpoint import reception
from kg.endpoint.addresses import is_near
from kg.endpoint.cache import Stored
from kg.endpoint.door import Exchange
from kg.endpoint.patience import SHARED_PACE, Clock, Deadline, Limits, Pace, Retries, retry_after_seconds
from kg.endpoint.transport import ConnectTimeoutError, RedirectError, exchange, is_web_address
from kg.errors import (
    AnswerTooLargeError,
    EndpointError,
    EndpointTimeoutError,
    MalformedAnswerError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
    UsageError,
)

CONTACT = "SCHOLARKG_CONTACT"
_POLITE = 1.0
"""Seconds between two questions to a host of the public internet."""
_TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
_TOO_OFTEN = 429
_UNAVAILABLE = 503


class Question(NamedTuple):
    """What is asked, however often it has to be sent."""

    text: str
    """What errors call it: SPARQL, or an address."""
    send: Callable[[Exchange], http.client.HTTPResponse]
    """Sends it once."""
    fault: Callable[[str], str | None]
    """What is wrong with an answer of a media type; None if nothing is."""
    size: int
    """Bytes that the answer may have, unpacked."""


class PoliteClient:
    """What speaks to one host."""

    example: ClassVar = "https://example.org/"
    """An address as it has to be written."""
    less: ClassVar = "ask for less"
    """How to get an answer that is less."""
    repairs: ClassVar[Mapping[int, str]] = {}
    """HTTP status -> repair."""
    check: ClassVar = "check the address"
    """The repair of other statuses."""

    def __init__(
        self,
        url: str,
        *,
        contact: str | None = None,
        limits: Limits | None = None,
        retries: Retries | None = None,
        interval: float | None = None,
        pace: Pace = SHARED_PACE,
        clock: Clock | None = None,
    ) -> None:
        """Check the address; nothing is asked yet.

        Args:
            url: http or https, without a user name.
            contact: an address of mail or web for who runs the endpoint; else that of SCHOLARKG_CONTACT.
            limits: of one question.
            retries: when to ask again.
            interval: seconds between two questions to its host; 1 unless it is this machine or the own network.
            pace: who gives turns to ask; the same for all clients of this process.
            clock: where time and chance come from.

        Raises:
            UsageError: this is no such address, or a contact that fits in no header.
        """
        self.url = url
        self.host = self._checked(url)
        self._place = urlsplit(url).netloc.lower()
        self.limits = limits or Limits()
        self._retries = retries or Retries()
        self._interval = (0.0 if is_near(self.host) else _POLITE) if interval is None else interval
        self._pace = pace
        self._clock = clock or Clock()
        self.contact = _contact(contact)
        """Whom those who run the host can write to, empty for nobody."""

    @classmethod
    def _checked(cls, url: str) -> str:
        """Return the host of an address that may be asked."""
        if not is_web_address(url):
            raise UsageError(f"{url!r} is no address of an endpoint: write it like {cls.example}")
        parts = urlsplit(url)
        if parts.username is not None:
            raise UsageError("an address with a user name or password in it would stand in logs: write it without")
        return parts.hostname or ""

    def fetched(self, question: Question, deadline: Deadline) -> Stored:
        """Return the answer to a question, which is asked again where that may help.

        Raises:
            EndpointError: there is no answer that can be used.
        """
        attempt = 0
        while True:
            attempt += 1
            try:
                self._take_turn(question.text, deadline)
                return self._once(question, deadline)
            except EndpointError as error:
                pause = self._retries.pause(attempt, error, self._clock.random())
                if isinstance(error, RateLimitedError):
                    self._pace.leave_alone(self._place, self._clock.now() + error.retry_after)
                if pause is None or pause >= deadline.left():
                    raise
                self._clock.sleep(pause)

    def _take_turn(self, query: str, deadline: Deadline) -> None:
        wait = self._pace.wait(self._place, self._interval, self._clock.now())
        if wait > deadline.left():
            raise RateLimitedError(
                f"it wants to be left alone for {wait:,.0f} seconds more: ask later",
                endpoint=self.url,
                query=query,
                retry_after=wait,
            )
        if wait > 0:
            self._clock.sleep(wait)

    def _once(self, question: Question, deadline: Deadline) -> Stored:
        def send(request: Request) -> http.client.HTTPResponse:
            return exchange(request, self.limits, deadline)

        try:
            with question.send(send) as response:
                return self._received(response, question)
        except (OSError, http.client.HTTPException) as error:
            self._failed(error, question.text, deadline)
        except RedirectError as error:
            raise RefusedError(str(error), endpoint=self.url, query=question.text, status=error.status) from error

    def _received(self, response: http.client.HTTPResponse, question: Question) -> Stored:
        status, query = response.status, question.text
        if status != http.client.OK:
            self._refused(response, query)
        kind = reception.media_type(response)
        fault = question.fault(kind)
        if fault is not None:
            said = reception.excerpt(response)
            raise MalformedAnswerError(
                f"{fault}{_quoted(said)}: check the address",
                endpoint=self.url,
                query=query,
                status=status,
            )
        try:
            return Stored(reception.body(response, question.size), kind)
        except reception.TooLargeError as error:
            raise AnswerTooLargeError(
                f"the answer has more than {question.size:,} bytes: {self.less}",
                endpoint=self.url,
                query=query,
                status=status,
            ) from error
        except reception.CutError as error:
            raise UnreachableError(
                "the connection was cut in the middle of the answer: try again later, or ask for less",
                endpoint=self.url,
                query=query,
                status=status,
                temporary=True,
            ) from error
        except reception.EncodingError as error:
            raise MalformedAnswerError(
                f"the answer cannot be read: {error}", endpoint=self.url, query=query, status=status
            ) from error

    def _refused(self, response: http.client.HTTPResponse, query: str) -> NoReturn:
        status, headers = response.status, response.headers
        said = _quoted(reception.excerpt(response))
        wait = retry_after_seconds(headers.get("Retry-After"), headers.get("Date"), self._clock.date())
        if status == _TOO_OFTEN or (status == _UNAVAILABLE and wait is not None):
            asked = f"wait {wait:,.0f} seconds" if wait else "ask later, and less often"
            raise RateLimitedError(
                f"it is asked too often ({status}){said}: {asked}",
                endpoint=self.url,
                query=query,
                status=status,
                retry_after=wait or 0.0,
            )
        repair = self.repairs.get(status, "try again later" if status in _TEMPORARY else self.check)
        raise RefusedError(
            f"it refuses ({status} {http.client.responses.get(status, '')}".rstrip() + f"){said}: {repair}",
            endpoint=self.url,
            query=query,
            status=status,
            temporary=status in _TEMPORARY,
        )

    def _failed(self, error: OSError | http.client.HTTPException, query: str, deadline: Deadline) -> NoReturn:
        """Raise what an error of the connection means."""
        cause = error.reason if isinstance(error, URLError) else error
        if isinstance(cause, TimeoutError):
            self._over(cause, query, deadline)
        if isinstance(cause, http.client.HTTPException) and not isinstance(cause, http.client.RemoteDisconnected):
            raise MalformedAnswerError(
                f"what it answers is no HTTP ({type(cause).__name__}): check the address",
                endpoint=self.url,
                query=query,
            ) from error
        message, temporary = _connection_fault(cause, self.host)
        raise UnreachableError(message, endpoint=self.url, query=query, temporary=temporary) from error

    def _over(self, cause: TimeoutError, query: str, deadline: Deadline) -> NoReturn:
        if isinstance(cause, ConnectTimeoutError) and deadline.left() > 0:
            message = f"no connection within {self.limits.connect:g} seconds: check the address and the network"
            raise EndpointTimeoutError(message, endpoint=self.url, query=query, temporary=True) from cause
        # The same question would take as long again: it is not repeated.
        over = deadline.left() <= 0 or not cause.args  # only a socket says why it gave up
        waited = deadline.seconds if over else min(deadline.seconds, self.limits.silence)
        raise EndpointTimeoutError(
            f"no answer within {waited:g} seconds: {self.less}, or give it more time",
            endpoint=self.url,
            query=query,
        ) from cause


def _quoted(said: str) -> str:
    return f": {said!r}" if said else ""


def _connection_fault(cause: object, host: str) -> tuple[str, bool]:
    """Return what is wrong, with the repair, and whether it may be over soon."""
    if isinstance(cause, socket.gaierror):
        busy = cause.errno == socket.EAI_AGAIN
        return f"the name of the host {host!r} is not known: check the address and the network", busy
    if isinstance(cause, ssl.SSLError):
        reason = getattr(cause, "verify_message", "") or cause.reason or "TLS failed"
        return f"no secure connection ({reason}): check the address, or tell who runs it", False
    if isinstance(cause, ConnectionRefusedError):
        return "nobody listens there (connection refused): check host and port, or start it", False
    if isinstance(cause, ConnectionError):
        return "the connection was cut before the answer: try again later", True
    reason = getattr(cause, "strerror", None) or str(cause)
    return f"no connection ({reason}): check the address and the network", True


def _contact(given: str | None) -> str:
    contact = (os.environ.get(CONTACT, "") if given is None else given).strip()
    if not contact.isascii() or (contact and not contact.isprintable()) or set("()\\") & set(contact):
        raise UsageError(f"{contact!r} fits in no HTTP header: write a contact as mail or web address, in ASCII")
    return contact
