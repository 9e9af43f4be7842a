"""Things -> what became of each of them at a target. Reads: Thing, a Fetcher. Emits: Enrichment, a table of it.

Things are taken a thousand at a time: for each way to ask, in the order of the target file, those that have no record
yet and can be asked for by it. What a thing lacks decides whether it is asked for at all.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Final, Literal

from kg.errors import UsageError
from kg.links.enrich.fetching import Fetcher, State
from kg.links.enrich.gaps import Thing
from kg.links.outcomes import counted_table
from kg.links.targets.fetch import ENRICHED, FACTS, SCHEMES, Enriched, Fetch
from kg.links.targets.target import Target

Outcome = Literal["enriched", "nothing there", "complete", "no key", "not asked", "failed"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("enriched", "nothing there", "complete", "no key", "not asked", "failed")
"""enriched: there is a record; nothing there: asked, and the service knows no such thing; complete: it lacks nothing
that the service has; no key: it has no identifier or link to ask by; not asked: --limit, --offline, or the service was
given up; failed: no usable answer after all tries."""
_AT_ONCE: Final = 1000
_Key = tuple[str, str]
"""Scheme and value."""
Ways = Sequence[tuple[Fetch, frozenset[str]]]
"""How to ask, and what a thing has to lack one of to be asked for so."""


class Enrichment:
    """The outcome of every thing of ours at one target."""

    def __init__(
        self,
        target: Target,
        fetcher: Fetcher,
        *,
        missing: frozenset[str] | None,
        every: bool = False,
        limit: int | None = None,
    ) -> None:
        """Begin with nothing.

        Args:
            target: which is asked.
            fetcher: asks it.
            missing: what a thing has to lack one of; None for all that the target gives.
            every: ask for things that lack nothing too.
            limit: the most things to ask for that no earlier run asked for.

        Raises:
            UsageError: no record of the target is for that.
        """
        self.target = target
        self.counts: dict[Enriched, Counter[Outcome]] = {}
        self._fetcher = fetcher
        self._every = every
        self._left = limit
        gives = {word for fetch in target.enrich for word in fetch.gives}
        self._fetches = [(fetch, _wanted(fetch, missing)) for fetch in target.enrich]
        if missing is not None and not any(wanted for _, wanted in self._fetches):
            raise UsageError(
                f"{target.name} has none of {', '.join(sorted(missing))}: it has {', '.join(sorted(gives))}"
            )

    def kinds(self) -> list[Enriched]:
        """Return the kinds that the target has records of."""
        return [kind for kind in ENRICHED if any(fetch.kind == kind for fetch, _ in self._fetches)]

    def run(self, kind: Enriched, things: Iterable[Thing], tell: Callable[[int], None]) -> Iterator[Thing]:
        """Ask for things; yield those that have a record. `tell` hears how many are through."""
        counts = self.counts.setdefault(kind, Counter())
        arriving = iter(things)
        while some := list(islice(arriving, _AT_ONCE)):
            outcomes = self._outcomes(kind, some, partial(_tell_more, tell, counts.total()))
            for thing in some:
                outcome = outcomes[thing.entity.iri]
                counts[outcome] += 1
                if outcome == "enriched":
                    yield thing
            tell(counts.total())

    def _outcomes(self, kind: Enriched, things: Sequence[Thing], tell: Callable[[int], None]) -> dict[str, Outcome]:
        """Ask for what no earlier run had; where that gives nothing, what one had long ago stays."""
        fetches = [(fetch, wanted) for fetch, wanted in self._fetches if fetch.kind == kind]
        outcomes: dict[str, Outcome] = {
            thing.entity.iri: "enriched" if self._had(thing, fetches) else "no key" for thing in things
        }
        self._ask(fetches, things, outcomes, tell)
        for thing in things:
            if outcomes[thing.entity.iri] != "enriched" and self._had(thing, fetches, old=True):
                outcomes[thing.entity.iri] = "enriched"
        return outcomes

    def _had(self, thing: Thing, fetches: Ways, *, old: bool = False) -> bool:
        return any(self._fetcher.use(fetch, thing.keys(fetch.key), old=old) for fetch, _ in fetches)

    def _ask(
        self, fetches: Ways, things: Sequence[Thing], outcomes: dict[str, Outcome], tell: Callable[[int], None]
    ) -> None:
        wanted_keys: dict[str, set[_Key]] = {}
        known: dict[_Key, State] = {}
        for fetch, wanted in fetches:
            asked = [thing for thing in things if self._is_wanted(thing, fetch, wanted, outcomes, wanted_keys)]
            for thing in asked:
                keys_of = wanted_keys.setdefault(thing.entity.iri, set())
                keys_of.update((fetch.key, key) for key in thing.keys(fetch.key))
            keys = [key for thing in asked for key in thing.keys(fetch.key) if (fetch.key, key) not in known]
            for states in self._fetcher.states(fetch, keys):
                known |= {(fetch.key, key): state for key, state in states.items()}
                tell(min(len(known), len(things)))
            for thing in asked:
                outcomes[thing.entity.iri] = _outcome([known.get(key) for key in wanted_keys[thing.entity.iri]])
                self._fetcher.use(fetch, thing.keys(fetch.key))

    def _is_wanted(
        self, thing: Thing, fetch: Fetch, wanted: frozenset[str], outcomes: dict[str, Outcome], chosen: Container[str]
    ) -> bool:
        """Return whether a thing is asked for in a way; note why not where no other way says more."""
        iri = thing.entity.iri
        keys = thing.keys(fetch.key)
        if not keys or outcomes[iri] == "enriched":
            return False
        if not self._every and not thing.lacks(wanted) and not self._fetcher.knows(fetch, keys):
            outcomes[iri] = "complete" if outcomes[iri] == "no key" else outcomes[iri]
            return False
        if iri not in chosen and not self._fetcher.knows(fetch, keys):
            if self._left == 0:
                outcomes[iri] = "not asked"
                return False
            if self._left is not None:
                self._left -= 1
        return True


def _tell_more(tell: Callable[[int], None], before: int, more: int) -> None:
    tell(before + more)


def _wanted(fetch: Fetch, missing: frozenset[str] | None) -> frozenset[str]:
    gives = frozenset(fetch.gives)
    return gives if missing is None else gives & missing


def _outcome(states: Sequence[State | None]) -> Outcome:
    """Return what became of a thing whose keys ended so; None is a key that was not asked for."""
    if "found" in states:
        return "enriched"
    if "failed" in states:
        return "failed"
    return "not asked" if None in states else "nothing there"


def facts(words: str) -> frozenset[str]:
    """Return the words of a list such as `doi,authors`.

    Raises:
        UsageError: one is nothing that a thing can lack.
    """
    asked = frozenset(word.strip() for word in words.split(",") if word.strip())
    known = SCHEMES | FACTS
    unknown = sorted(asked - known)
    if unknown or not asked:
        raise UsageError(
            f"a thing cannot lack {unknown[0] if unknown else words!r}: choose of {', '.join(sorted(known))}"
        )
    return asked


def enrichment_table(done: Iterable[Enrichment]) -> str:
    """Return the outcomes as a table: the columns of a line add up to the number of things."""
    return counted_table(
        OUTCOMES, ((one.target.name, kind, counts) for one in done for kind, counts in one.counts.items())
    )
