"""Keys -> what a service answered. Reads: Fetch, keys. Emits: which keys have a record, which have none, which failed.

Many keys go into one question where the service takes them. A question that is refused or takes too long is asked again
in halves; a service that fails again and again is given up, and what was not asked is said to be so.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

import pyoxigraph as ox

from kg.endpoint import Endpoint, WebService
from kg.endpoint.giving_up import Failures, is_lost
from kg.errors import EndpointError, MalformedAnswerError, RefusedError
from kg.identifiers import parse
from kg.iris import digest
from kg.links.enrich.fetched import Fetched, Record
from kg.links.targets.fetch import Fetch
from kg.links.targets.target import Target
from kg.model import Identifier
from kg.terms import iri, text

State = Literal["found", "missing", "failed"]
_CLOSED: Final = frozenset({401, 403})
"""HTTP statuses that no other question of this run would change."""
_UNNAMED: Final = frozenset({ox.BlankNode})


class Answered(NamedTuple):
    """A record of an answer, and what it is about: the identifiers of each thing that it describes."""

    raw: str
    format: str
    subjects: tuple[frozenset[Identifier], ...]


class AnswerFault(Exception):  # noqa: N818 - the fault of an answer, told as an error of its endpoint
    """An answer that holds no records of the formats that are expected."""


Read = Callable[[Fetch, bytes], list[Answered]]
"""Cuts an answer into its records; raises AnswerFault."""


class Services(NamedTuple):
    """How to reach what is asked."""

    web: Callable[..., WebService]
    """Gives the client of an address, with seconds between two questions as `interval`."""
    sparql: Callable[..., Endpoint]
    """The same for SPARQL."""
    url: str = ""
    """Where to ask instead of the host of the target's addresses."""
    endpoint: str = ""
    """Where to ask instead of the SPARQL endpoint of the target."""
    offline: bool = False


class Fetcher:
    """Asks the services of one target."""

    def __init__(self, target: Target, memory: Fetched, read: Read, services: Services) -> None:
        """Ask nothing yet."""
        self._target = target
        self._memory = memory
        self._read = read
        self._services = services
        self._clients: dict[str, WebService | Endpoint] = {}
        self._failures = Failures()
        self._sizes: dict[str, int] = {}
        self.errors: Counter[str] = Counter()
        """What went wrong -> how often."""
        self.unasked = 0
        """Records that were in answers and that nobody had asked for; they are left out."""
        self.questions = 0
        """Questions that were answered or failed."""

    def knows(self, fetch: Fetch, keys: Sequence[str]) -> bool:
        """Return whether keys were all asked for already."""
        return all(self._found(fetch, key) is not None for key in keys)

    def _found(self, fetch: Fetch, key: str) -> bool | None:
        return self._memory.found(_name(fetch), key, place=self._place(fetch))

    def use(self, fetch: Fetch, keys: Sequence[str], *, old: bool = False) -> bool:
        """Return whether any of some keys had a record, and note that it is in use; with `old` however long ago."""
        name = _name(fetch)
        had = [key for key in keys if (self._memory.had(name, key) if old else self._found(fetch, key))]
        for key in had:
            self._memory.use(name, key)
        return bool(had)

    def states(self, fetch: Fetch, keys: Sequence[str]) -> Iterator[dict[str, State]]:
        """Yield what became of keys, as it turns out; those in none were not asked."""
        name, place = _name(fetch), self._place(fetch)
        had: dict[str, State] = {}
        waiting: list[str] = []
        for key in dict.fromkeys(keys):
            found = self._found(fetch, key)
            if found is not None:
                had[key] = "found" if found else "missing"
            elif fetch.can_spell(key):
                waiting.append(key)
        yield had
        while waiting and not self._failures.is_given_up(place):
            size = min(fetch.batch, self._sizes.get(name, fetch.batch))
            batch, waiting = waiting[:size], waiting[size:]
            yield from self._batch(fetch, batch)

    def _place(self, fetch: Fetch) -> str:
        if fetch.query:
            return self._services.endpoint or self._target.endpoint or ""
        return self._services.url or fetch.origin

    def _batch(self, fetch: Fetch, keys: list[str]) -> Iterator[dict[str, State]]:
        place = self._place(fetch)
        if self._failures.is_given_up(place):
            return
        start = time.monotonic()
        try:
            answers = self._answers(fetch, keys)
        except EndpointError as error:
            self.questions += 1
            yield from self._failed(fetch, keys, error, time.monotonic() - start)
            return
        if answers is None:
            return
        self.questions += 1
        self._failures.answered(place)
        records = self._asked_for(fetch, keys, answers)
        self._memory.add(_name(fetch), keys, records, place=place)
        found = {key for record in records for key in record.keys}
        yield {key: "found" if key in found else "missing" for key in keys}

    def _failed(
        self, fetch: Fetch, keys: list[str], error: EndpointError, seconds: float
    ) -> Iterator[dict[str, State]]:
        place = self._place(fetch)
        if isinstance(error, RefusedError) and error.status in fetch.nothing and len(keys) == 1:
            self._failures.answered(place)
            self._memory.add(_name(fetch), keys, [], place=place)
            yield {keys[0]: "missing"}
            return
        closed = isinstance(error, RefusedError) and error.status in _CLOSED
        self._failures.add(place, seconds, final=closed or is_lost(error))
        if len(keys) == 1 or self._failures.is_given_up(place):
            self.errors[self._failures.told(place, error)] += 1
            yield dict.fromkeys(keys, "failed")
            return
        half = (len(keys) + 1) // 2
        self._sizes[_name(fetch)] = half
        yield from self._batch(fetch, keys[:half])
        yield from self._batch(fetch, keys[half:])

    def _answers(self, fetch: Fetch, keys: list[str]) -> list[Answered] | None:
        """Return the records of the answer for keys; None if it is not in the cache and nobody may be asked.

        Raises:
            EndpointError: there is no answer that can be used.
        """
        place = self._place(fetch)
        if fetch.query:
            return None if self._services.offline else self._constructed(place, fetch, keys)
        service = self._web(place)
        url = fetch.address(keys, origin=self._services.url, mail=service.mail)
        sent = fetch.sent(keys)
        answer = service.kept(url, accept=fetch.accept, body=sent)
        if answer is not None or self._services.offline:
            return None if answer is None else self._cut(fetch, answer, service.url, url)
        answer = service.get(url, accept=fetch.accept, body=sent)
        answers = self._cut(fetch, answer, service.url, url)
        service.keep(url, answer, accept=fetch.accept, body=sent)
        return answers

    def _constructed(self, place: str, fetch: Fetch, keys: list[str]) -> list[Answered]:
        found = self._clients.get(place)
        client = found if isinstance(found, Endpoint) else self._services.sparql(place, interval=self._interval(place))
        self._clients[place] = client
        query = fetch.asked([iri(key) if fetch.iri else text(key) for key in map(fetch.spelled, keys)])
        lines = {
            f"{one} .\n" for one in client.construct(query) if not {type(one.subject), type(one.object)} & _UNNAMED
        }
        return self._cut(fetch, "".join(sorted(lines)).encode(), place, query)

    def _cut(self, fetch: Fetch, answer: bytes, place: str, asked: str) -> list[Answered]:
        try:
            return self._read(fetch, answer)
        except AnswerFault as error:
            message = f"{error}: check the address, and the formats of the target"
            raise MalformedAnswerError(message, endpoint=place, query=asked) from error

    def _web(self, place: str) -> WebService:
        found = self._clients.get(place)
        client = found if isinstance(found, WebService) else self._connected(place)
        self._clients[place] = client
        return client

    def _connected(self, place: str) -> WebService:
        header = self._target.key_header
        variable = f"SCHOLARKG_KEY_{self._target.name.upper().replace('-', '_')}"
        key = os.environ.get(variable, "").strip() if header and place != self._services.url else ""
        return self._services.web(
            place, interval=self._interval(place), headers={header: key} if header and key else None
        )

    def _interval(self, place: str) -> float | None:
        """Return the seconds between two questions; a mirror has rules of its own."""
        return None if place in {self._services.url, self._services.endpoint} else self._target.interval

    def _asked_for(self, fetch: Fetch, keys: list[str], answers: list[Answered]) -> list[Record]:
        """Return the records that are about what was asked for, and about nothing else."""
        ours = {known: key for key in keys if (known := parse(fetch.key, key)) is not None}
        records = []
        for answer in answers:
            about = [{ours[one] for one in subject if one in ours} for subject in answer.subjects]
            if about and all(about):
                asked = tuple(sorted(set().union(*about)))
                records.append(Record(kind=fetch.kind, keys=asked, format=answer.format, raw=answer.raw))
            else:
                self.unasked += 1
        return records


def _name(fetch: Fetch) -> str:
    return digest(fetch.kind, fetch.key, fetch.url, fetch.query, fetch.body, fetch.spelling)
