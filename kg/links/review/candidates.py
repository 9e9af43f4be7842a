"""Links to be decided on, with the things of ours. Reads: Link, Entity. Emits: Candidate, in the order of a review.

They are kept on disk: a walk through a hundred thousand of them holds the places of all and the content of one.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final, NamedTuple, Self, overload

import msgspec

from kg.links.decisions.decision import Decision, Verdict, decision_of, recognised_by
from kg.links.ours.entities import Entity
from kg.links.targets.target import Target
from kg.model import Link

_ALONE: Final = frozenset({"work", "thing"})
"""Levels at which one of ours is one of theirs: a paper has several forms and pages, a person is one person."""


class Candidate(NamedTuple):
    """A link to be decided on, and the thing of ours; None where the graph has it no more."""

    link: Link
    ours: Entity | None
    papers: tuple[str, ...] = ()
    """Some titles of a person's papers."""
    alone: bool = False
    """Whether the thing of ours can be one of the target's only."""

    def decided(self, verdict: Verdict) -> Decision:
        """Return the decision on it."""
        return decision_of(self.link, self.recognised, verdict)

    def closed(self, by: Link) -> Decision:
        """Return the decision that follows from another link that was accepted: the thing is that one, not this one."""
        return self.decided("reject")._replace(note=f"implied: it is {by.object}, which was accepted")

    def is_rival(self, other: "Candidate") -> bool:
        """Return whether another link of the same thing to the same target waits, and cannot hold if this one does."""
        return self.alone and other.link.state == "candidate"

    @property
    def recognised(self) -> str:
        """What the thing of ours is known by after a rebuild."""
        return "" if self.ours is None else recognised_by(self.ours)


def is_alone(ours: Entity | None, target: Target | None) -> bool:
    """Return whether a thing of ours can be one of a target's only; of an unknown target nobody knows."""
    side = None if ours is None or target is None else target.sides.get(ours.kind)
    return side is not None and side.level in _ALONE


def place_of(link: Link) -> str:
    """Return what sorts links for a review: the candidates of one thing together, the best one first."""
    return f"{link.target}\t{link.subject}\t{1 - link.score:.9f}\t{link.object}"


class Candidates(Sequence[Candidate]):
    """Candidates in the order in which they came; a context that lets go of them."""

    def __init__(self, arriving: Iterable[Candidate], folder: Path | None = None) -> None:
        """Keep them in a file of `folder` that nobody else sees."""
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by `__exit__`
        self._ends = array("Q", [0])
        self._decode = msgspec.msgpack.Decoder(Candidate).decode
        encode = msgspec.msgpack.Encoder().encode
        for one in arriving:
            self._ends.append(self._ends[-1] + self._file.write(encode(one)))

    def __enter__(self) -> Self:
        """Begin with those that were given."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of them."""
        self._file.close()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> Candidate: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Candidate]: ...
    def __getitem__(self, at: int | slice) -> Candidate | Sequence[Candidate]:
        """Return one of them, or several."""
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        self._file.seek(self._ends[place])
        return self._decode(self._file.read(self._ends[place + 1] - self._ends[place]))

    def __iter__(self) -> Iterator[Candidate]:
        """Yield all."""
        return (self[at] for at in range(len(self)))
