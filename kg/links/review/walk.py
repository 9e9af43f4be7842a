"""Candidates -> decisions. Reads: Candidate, keys. Emits: Decision, what a reviewer sees.

A reviewer walks the links one by one; each decision goes to the ledger before the next link is shown. Who says that a
person of ours is one of theirs has said that it is none of the other candidates: they are rejected with it, and the
ledger says why.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from kg.links.decisions.decision import Decision, Verdict
from kg.links.decisions.ledger import Ledger
from kg.links.review.candidates import Candidate
from kg.links.review.sides import Look, pair_lines

HELP: Final = (
    "a accept: the two are linked from now on; other candidates for this thing are rejected\n"
    "b both: accept, and leave the other candidates for this thing open\n"
    "r reject: the link never comes back\n"
    "s skip: decide another time\n"
    "u undo: take the last step back\n"
    "q quit: what was decided is kept\n"
)
_PROMPT: Final = "[a]ccept [r]eject [s]kip [u]ndo [q]uit [?] "
_PROMPT_OF_SEVERAL: Final = "[a]ccept [b]oth [r]eject [s]kip [u]ndo [q]uit [?] "
_END: Final = "all links were shown: [u]ndo, or any other key to end "
_VERDICTS: Final[dict[str, Verdict]] = {"a": "accept", "b": "accept", "r": "reject"}


class Step(NamedTuple):
    """One step of a walk."""

    at: int
    decisions: tuple[Decision, ...] = ()
    """On the candidate, then on those that are closed by it."""
    closed: frozenset[int] = frozenset()


class Review:
    """A walk through candidates that remembers its steps."""

    def __init__(self, candidates: Sequence[Candidate], ledger: Ledger) -> None:
        """Begin at the first one."""
        self.candidates = candidates
        self._ledger = ledger
        self._steps: list[Step] = []
        self._decided: set[int] = set()
        self._closed: set[int] = set()

    @property
    def place(self) -> int:
        """Where the walk is: after what was decided on, skipped or closed."""
        at = self._steps[-1].at + 1 if self._steps else 0
        while at in self._closed:
            at += 1
        return at

    @property
    def current(self) -> Candidate | None:
        """The candidate to be decided on, None after the last one."""
        return self.candidates[self.place] if self.place < len(self.candidates) else None

    def decide(self, verdict: Verdict, *, closing: bool = True) -> None:
        """Decide on the current one, on the disk, and go to the next; `closing` rejects the rivals of what holds."""
        at = self.place
        one = self.candidates[at]
        closed = self._rivals(at) if verdict == "accept" and closing else []
        made = (one.decided(verdict), *(self.candidates[place].closed(one.link) for place in closed))
        self._ledger.add(*made)
        self._steps.append(Step(at, made, frozenset(closed)))
        self._decided.add(at)
        self._closed.update(closed)

    def skip(self) -> None:
        """Go to the next one."""
        self._steps.append(Step(self.place))

    def undo(self) -> bool:
        """Go back to the one before, taking back all that was decided with it; return whether there was one."""
        if not self._steps:
            return False
        step = self._steps.pop()
        if step.decisions:
            self._ledger.take_back(*step.decisions)
        self._decided.discard(step.at)
        self._closed -= step.closed
        return True

    def count(self, verdict: Verdict) -> int:
        """Return how many were decided so by the reviewer."""
        return sum(step.decisions[0].decision == verdict for step in self._steps if step.decisions)

    @property
    def closed(self) -> int:
        """How many were rejected because a rival was accepted."""
        return len(self._closed)

    def beside(self, at: int) -> Iterator[int]:
        """Yield the places of the other candidates for the same thing of ours; they stand beside that at `at`."""
        one = self.candidates[at].link
        for way in (range(at - 1, -1, -1), range(at + 1, len(self.candidates))):
            for place in way:
                other = self.candidates[place].link
                if (one.target, one.subject) != (other.target, other.subject):
                    break
                yield place

    def _rivals(self, at: int) -> list[int]:
        """Return the places of those that cannot hold if the one at `at` does, and wait for a decision."""
        one, open_ones = self.candidates[at], (place for place in self.beside(at) if place not in self._decided)
        return [place for place in open_ones if place not in self._closed and one.is_rival(self.candidates[place])]


def walk(review: Review, keys: Iterator[str], tell: Callable[[str], None], look: Look) -> None:
    """Show each candidate and do what the keys say, until there are no more keys or the reviewer quits."""
    while True:
        tell(_shown(review, look))
        key = next(keys, "q").lower()
        tell(f"{key}\n")
        while key not in {*_VERDICTS, "s", "u", "q"} and review.current is not None:
            tell(HELP + _PROMPT)
            key = next(keys, "q").lower()
            tell(f"{key}\n")
        if key == "u":
            if not review.undo():
                tell("this is the first one: there is nothing to undo\n")
        elif key == "q" or review.current is None:
            return
        elif key == "s":
            review.skip()
        else:
            before = review.closed
            review.decide(_VERDICTS[key], closing=key != "b")
            if closed := review.closed - before:
                tell(f"rejected with it, as other candidates for this thing: {closed:,}\n")


def _shown(review: Review, look: Look) -> str:
    found = review.current
    if found is None:
        return _END
    head = f"\n{review.place + 1} of {len(review.candidates)}"
    alike = sum(1 for _ in review.beside(review.place))
    lines = [head + (f"  ({alike + 1} candidates for this thing)" if alike else ""), *pair_lines(found, look)]
    return "\n".join(lines) + f"\n{_PROMPT_OF_SEVERAL if alike else _PROMPT}"
