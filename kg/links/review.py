"""Candidates -> decisions. Reads: Link, Entity, keys. Emits: Decision, what a reviewer sees.

A reviewer walks the links one by one; each decision goes to the ledger before the next link is shown.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from kg.links.decisions import Decision, Verdict, decision_of, recognised_by
from kg.links.entities import Entity
from kg.links.ledger import Ledger
from kg.links.sides import Look, pair_lines
from kg.model import Link

HELP: Final = (
    "a accept: the two are linked from now on\n"
    "r reject: the link never comes back\n"
    "s skip: decide another time\n"
    "u undo: take the last step back\n"
    "q quit: what was decided is kept\n"
)
_PROMPT: Final = "[a]ccept [r]eject [s]kip [u]ndo [q]uit [?] "
_END: Final = "all links were shown: [u]ndo, or any other key to end "
_VERDICTS: Final[dict[str, Verdict]] = {"a": "accept", "r": "reject"}


class Candidate(NamedTuple):
    """A link to be decided on, and the thing of ours; None where the graph has it no more."""

    link: Link
    ours: Entity | None

    def decided(self, verdict: Verdict) -> Decision:
        """Return the decision on it."""
        return decision_of(self.link, self.recognised, verdict)

    @property
    def recognised(self) -> str:
        """What the thing of ours is known by after a rebuild."""
        return "" if self.ours is None else recognised_by(self.ours)


def in_order(links: Iterable[Link]) -> list[Link]:
    """Return links in the order of a review: the candidates of one thing together, the best one first."""
    return sorted(links, key=lambda link: (link.target, link.subject, -link.score, link.object))


class Review:
    """A walk through candidates that remembers its steps."""

    def __init__(self, candidates: Sequence[Candidate], ledger: Ledger) -> None:
        """Begin at the first one."""
        self.candidates = candidates
        self._ledger = ledger
        self._steps: list[Decision | None] = []

    @property
    def current(self) -> Candidate | None:
        """The candidate to be decided on, None after the last one."""
        return self.candidates[self.place] if self.place < len(self.candidates) else None

    @property
    def place(self) -> int:
        """How many were decided on or skipped."""
        return len(self._steps)

    def decide(self, verdict: Verdict) -> None:
        """Decide on the current one, on the disk, and go to the next."""
        decision = self.candidates[self.place].decided(verdict)
        self._ledger.add(decision)
        self._steps.append(decision)

    def skip(self) -> None:
        """Go to the next one."""
        self._steps.append(None)

    def undo(self) -> bool:
        """Go back to the one before, taking back the decision on it; return whether there was one."""
        if not self._steps:
            return False
        decision = self._steps.pop()
        if decision is not None:
            self._ledger.take_back(decision)
        return True

    def count(self, verdict: Verdict) -> int:
        """Return how many were decided so."""
        return sum(step is not None and step.decision == verdict for step in self._steps)


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
            review.decide(_VERDICTS[key])


def _shown(review: Review, look: Look) -> str:
    found = review.current
    if found is None:
        return _END
    head = f"\n{review.place + 1} of {len(review.candidates)}"
    alike = _rivals(review, found)
    lines = [f"{head}  {alike}" if alike else head, *pair_lines(found.link, found.ours, look)]
    return "\n".join(lines) + f"\n{_PROMPT}"


def _rivals(review: Review, found: Candidate) -> str:
    """Return whether there are other candidates for the same thing of ours, which stand beside this one."""
    place, key, number = review.place, (found.link.target, found.link.subject), 0
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(review.candidates):
            link = review.candidates[at].link
            if (link.target, link.subject) != key:
                break
            number, at = number + 1, at + step
    return f"({number + 1} candidates for this thing)" if number else ""
