"""Questions to a remote endpoint. Reads: an address, SPARQL. Emits: Table, bool, triples; typed errors."""

import http.client
from collections.abc import Callable
from typing import ClassVar, TypeVar, cast

import pyoxigraph as ox

from kg.endpoint import reception
from kg.endpoint.answers import Answer, BadAnswerError, Form, Table, parsed, texts, wanted
from kg.endpoint.cache import Cache, Stored
from kg.endpoint.door import Exchange, agent, post
from kg.endpoint.patience import SHARED_PACE, Clock, Deadline, Limits, Pace, Retries
from kg.endpoint.polite import CONTACT, PoliteClient, Question
from kg.errors import MalformedAnswerError

T = TypeVar("T")


class Endpoint(PoliteClient):
    """A SPARQL endpoint. Every question is one POST, repeated where that may help."""

    example = "https://query.example.org/sparql"
    less = "ask for less (LIMIT, a parameter)"
    repairs: ClassVar = {
        400: "it does not understand the query",
        401: "it wants a login, which is not supported",
        403: f"it may want to know who asks: set {CONTACT} to your mail address",
        404: "check the address",
        405: "it takes no POST: check the address",
        406: "it has no format that can be read here: check the address",
        413: "the query is too long for it",
    }
    check = "check the address and the query"

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
    ) -> None:
        """Check the address; nothing is asked yet.

        Args:
            url: http or https, without a user name.
            contact: an address of mail or web for who runs the endpoint; else that of SCHOLARKG_CONTACT.
            limits: of one question.
            retries: when to ask again.
            interval: seconds between two questions to its host; 1 unless it is this machine or the own network.
            cache: where answers are kept.
            pace: who gives turns to ask; the same for all endpoints of this process.
            clock: where time and chance come from.

        Raises:
            UsageError: this is no address of an endpoint, or a contact that fits in no header.
        """
        super().__init__(
            url, contact=contact, limits=limits, retries=retries, interval=interval, pace=pace, clock=clock
        )
        self._agent = agent(self.contact)
        self._cache = cache

    def select(self, query: str, *, timeout: float | None = None, size: int | None = None) -> Table:
        """Return the table of a SELECT.

        Args:
            query: SPARQL text.
            timeout: seconds for the whole of it; None for those of `limits`.
            size: bytes of the answer; None for those of `limits`.

        Raises:
            EndpointError: there is no answer that can be used.
            InputError: the cache cannot be used.
        """
        return cast("Table", self._answer(query, "SELECT", timeout, size, self._parsed))

    def ask(self, query: str, *, timeout: float | None = None, size: int | None = None) -> bool:
        """Return the truth of an ASK; arguments and errors as `select`."""
        return cast("bool", self._answer(query, "ASK", timeout, size, self._parsed))

    def construct(self, query: str, *, timeout: float | None = None, size: int | None = None) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE; arguments and errors as `select`."""
        return cast("list[ox.Triple]", self._answer(query, "CONSTRUCT", timeout, size, self._parsed))

    def texts(self, query: str, *, timeout: float | None = None) -> list[dict[str, str]]:
        """Return the rows of a SELECT as texts, by variable; unbound ones and blank nodes are absent.

        The same as `select` for who needs no terms, in a fraction of its time; arguments and errors as there.
        """
        return self._answer(query, "SELECT", timeout, None, self._texts)

    def _answer(
        self,
        query: str,
        form: Form,
        timeout: float | None,
        size: int | None,
        parse: Callable[[Stored, Form], T],
    ) -> T:
        stored = self._cache.get(self.url, query, form) if self._cache else None
        if stored:
            return self._read(parse, stored, query, form)
        deadline = Deadline(timeout or self.limits.total, self._clock.now)
        fresh = self.fetched(self._question(query, form, size or self.limits.size), deadline)
        answer = self._read(parse, fresh, query, form)
        if self._cache:
            self._cache.put(self.url, query, form, fresh)
        return answer

    def _parsed(self, stored: Stored, form: Form) -> Answer:
        return parsed(stored.body, stored.media_type, form, base=self.url)

    @staticmethod
    def _texts(stored: Stored, _: Form) -> list[dict[str, str]]:
        return texts(stored.body)

    def _read(self, parse: Callable[[Stored, Form], T], stored: Stored, query: str, form: Form) -> T:
        try:
            return parse(stored, form)
        except BadAnswerError as error:
            raise MalformedAnswerError(
                f"the answer cannot be read: {error}; it ends with {reception.ending(stored.body)!r}. "
                "The endpoint may have run out of time: ask for less",
                endpoint=self.url,
                query=query,
                status=http.client.OK,
            ) from error

    def _question(self, query: str, form: Form, size: int) -> Question:
        def send(exchange: Exchange) -> http.client.HTTPResponse:
            return post(self.url, query, form, name=self._agent, exchange=exchange)

        def fault(kind: str) -> str | None:
            if wanted(form, kind):
                return None
            answered = kind[:80] or "no media type"
            return f"this is no SPARQL endpoint, or it failed: it answers a {form} with {answered}"

        return Question(query, send, fault, size)
