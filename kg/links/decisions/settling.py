"""Links of one run -> links that agree with each other. Reads: Link, decisions, earlier links. Emits: Link, sorted.

Two things of ours that are said to be one of theirs are a conflict: both become candidates. What somebody rejected
stays rejected, and an accepted link that is not found again is kept as withdrawn.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from kg.links.decisions.decision import Decisions
from kg.model import Link
from kg.store import LineSpool

IDENTITY: Final = frozenset({"http://www.w3.org/2002/07/owl#sameAs", "http://www.w3.org/2004/02/skos/core#exactMatch"})
"""Predicates by which one thing of theirs can be one thing of ours only."""
_CLOSE: Final = "http://www.w3.org/2004/02/skos/core#closeMatch"
_DISPUTED: Final = " things of this graph claim to be this one"
_STRENGTH: Final = {"rejected": 3, "accepted": 2, "withdrawn": 1, "candidate": 0}
"""Of several links between two things one counts: what was rejected once stays so, unless somebody decides anew."""


class LinkSpool:
    """A bag of links that is filled once, then read in the order of target, object, subject."""

    def __init__(self, folder: Path | None = None, *, name: str = "links") -> None:
        """Keep the links below `folder`, which must exist; in memory without it."""
        self._lines = LineSpool(folder, name=name)
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Link).decode

    def add(self, links: Iterable[Link]) -> None:
        """Add links."""
        self._lines.add(
            f"{link.target}\t{link.object}\t{link.subject}\t{self._encode(link).hex()}\n".encode() for link in links
        )

    def __iter__(self) -> Iterator[Link]:
        """Yield the links in order, equal ones once."""
        for line in self._lines:
            yield self._decode(bytes.fromhex(line[line.rindex(b"\t") + 1 : -1].decode()))


def settled(links: Iterable[Link], decisions: Decisions, ours: Callable[[Link], str | None]) -> Iterator[Link]:
    """Yield one link for each pair of things, with its final state.

    Args:
        links: sorted by target, object, subject (`LinkSpool`).
        decisions: what people said.
        ours: what a thing of ours is recognised by after a rebuild, None where that is not known.
    """
    for _, group in groupby(links, key=lambda link: (link.target, link.object)):
        pairs = [
            decided(max(same, key=_strength), decisions, ours) for _, same in groupby(group, key=lambda x: x.subject)
        ]
        claimants = [link for link in pairs if link.state == "accepted" and link.predicate in IDENTITY]
        if len(claimants) > 1:
            pairs = [_disputed(link, len(claimants), decisions, ours) if link in claimants else link for link in pairs]
        yield from pairs


def _strength(link: Link) -> tuple[float, ...]:
    return (_STRENGTH[link.state], link.score, -len(link.evidence))


def decided(link: Link, decisions: Decisions, ours: Callable[[Link], str | None]) -> Link:
    """Return a link with the state that somebody gave it, as it is where nobody did."""
    state = decisions.state(link, ours(link))
    if state is None or state == link.state:
        return link
    return replace(link, state=state, score=link.score or 1.0)


def _disputed(link: Link, claimants: int, decisions: Decisions, ours: Callable[[Link], str | None]) -> Link:
    if decisions.state(link, ours(link)) == "accepted":
        return link
    why = f"{link.evidence}; {claimants}{_DISPUTED}"
    return replace(link, state="candidate", predicate=_CLOSE, evidence=why)


def is_disputed(link: Link) -> bool:
    """Return whether a link is a candidate because other things of ours claim the same one of theirs."""
    return link.state == "candidate" and _DISPUTED in link.evidence


def withdrawn(earlier: Iterable[Link], found: Iterable[Link], *, silent: Callable[[Link], bool]) -> Iterator[Link]:
    """Yield, of earlier links to a target, those that are to stay although the run did not find them.

    Args:
        earlier: sorted by target, object, subject.
        found: what the run found, in the same order.
        silent: whether the run can say nothing of a link: its thing was not asked for, or the answer failed.
    """
    arriving = iter(found)
    head = next(arriving, None)
    for link in earlier:
        place = (link.target, link.object, link.subject)
        while head is not None and (head.target, head.object, head.subject) < place:
            head = next(arriving, None)
        if head is not None and (head.target, head.object, head.subject) == place:
            continue
        if silent(link) or link.state in {"rejected", "withdrawn"}:
            yield link
        elif link.state == "accepted":
            yield replace(link, state="withdrawn", evidence=f"{link.evidence}; not found again")
