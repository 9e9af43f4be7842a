"""What ties a thing of this graph to a thing of another one. Reads: nothing. Emits: Link, LinkState."""

from typing import Literal

from msgspec import Struct

LinkState = Literal["candidate", "accepted", "rejected", "withdrawn"]
"""The stand of its review; only an accepted link is asserted."""


class Link(Struct, frozen=True, kw_only=True, order=True, gc=False):
    """One link with its evidence. The two ends, the predicate and the method are IRIs, without brackets."""

    subject: str
    """The thing of this graph."""
    target: str
    """The name of the other graph, as in `kg/links/targets`."""
    object: str
    """The thing of the other graph."""
    predicate: str
    score: float
    """From 0 (no evidence) to 1 (an identifier that both ends have)."""
    method: str
    """A concept of the Semantic Mapping Vocabulary."""
    evidence: str
    """Which values agree or differ, in words."""
    state: LinkState
