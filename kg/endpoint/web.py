"""Questions to a web service that is no SPARQL endpoint. Reads: addresses. Emits: the octets of answers, typed errors.

`WebService("https://api.example.org/").get("https://api.example.org/works/1", accept="application/json")`
"""

import http.client
import re
from collections.abc import Mapping
from typing import ClassVar
from urllib.request import Request

from kg import __version__
from kg.endpoint.cache import Cache, Stored
from kg.endpoint.door import HOME, Exchange
from kg.endpoint.patience import SHARED_PACE, Clock, Deadline, Limits, Pace, Retries
from kg.endpoint.polite import CONTACT, PoliteClient, Question
from kg.errors import UsageError

_MAIL = re.compile(r"(?:mailto:)?([^@\s<>]+@[^@\s<>]+)")
_FOR_PEOPLE = frozenset({"text/html", "application/xhtml+xml"})


class WebService(PoliteClient):
    """A service that is asked by addresses: by GET, or by POST of JSON, repeated where that may help."""

    example = "https://api.example.org/"
    repairs: ClassVar = {
        400: "it does not understand the question",
        401: "it wants a login, which is not supported",
        403: f"it may want to know who asks: set {CONTACT} to your mail address",
        404: "it knows no such thing",
        405: "it is not asked in this way: check the address",
        406: "it has no such format: check the address",
        413: "the question is too long for it",
        414: "the question is too long for it",
    }

    def __init__(
        self,
        url: str,
        *,
        contact: str | None = None,
        limits: Limits | None = None,
        retries: Retries | None = None,
        interval: float | None = None,
        cache: Cache | None = None,
        pace: Pace = SHARED_PACE,
        clock: Clock | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Check the address, with which all those that are asked for begin; arguments and errors as of `Endpoint`.

        `headers` go with every question, to this host only: keys that a service gave to who asks.
        """
        super().__init__(
            url, contact=contact, limits=limits, retries=retries, interval=interval, pace=pace, clock=clock
        )
        self._cache = cache
        self._headers = dict(headers or {})
        for name, value in self._headers.items():
            if not value.isascii() or not value.isprintable():
                raise UsageError(
                    f"the value for the header {name} holds what no header can: write it in ASCII, on one line"
                )

    @property
    def mail(self) -> str:
        """The mail address of who asks, empty if none is known."""
        found = _MAIL.fullmatch(self.contact)
        return "" if found is None else found[1]

    @property
    def agent(self) -> str:
        """What we call ourselves. Crossref and others serve those faster who give a mail address in this form."""
        reach = f"mailto:{self.mail}" if self.mail else self.contact
        return f"scholarkg/{__version__} ({'; '.join(filter(None, (HOME, reach)))})"

    def kept(self, url: str, *, accept: str, body: str = "") -> bytes | None:
        """Return the answer that the cache has; arguments as of `get`."""
        stored = self._cache.get(url, body, accept) if self._cache else None
        return None if stored is None else stored.body

    def get(self, url: str, *, accept: str, body: str = "", size: int | None = None) -> bytes:
        """Return the answer of an address.

        Args:
            url: what is asked for.
            accept: the media types that are wanted, as of the header.
            body: JSON to send, empty for a GET.
            size: bytes of the answer; None for those of `limits`.

        Raises:
            EndpointError: there is no answer that can be used.
            InputError: the cache cannot be used.
        """
        kept = self.kept(url, accept=accept, body=body)
        if kept is not None:
            return kept
        question = self._question(url, accept, body.encode(), size or self.limits.size)
        return self.fetched(question, Deadline(self.limits.total, self._clock.now)).body

    def keep(self, url: str, answer: bytes, *, accept: str, body: str = "") -> None:
        """Keep an answer that was found good; arguments as of `get`.

        Raises:
            InputError: the cache cannot be used.
        """
        if self._cache:
            self._cache.put(url, body, accept, Stored(answer, accept))

    def _question(self, url: str, accept: str, body: bytes, size: int) -> Question:
        headers = self._headers | {"User-Agent": self.agent, "Accept": accept, "Accept-Encoding": "gzip"}
        if body:
            headers["Content-Type"] = "application/json"

        def send(exchange: Exchange) -> http.client.HTTPResponse:
            return exchange(Request(url, data=body or None, headers=headers))  # noqa: S310 - its scheme was checked

        def fault(kind: str) -> str | None:
            # Mirrors and file servers name JSON and XML in many ways; a page for people is never an answer.
            return f"this is a page for people ({kind})" if kind in _FOR_PEOPLE else None

        return Question(url, send, fault, size)
