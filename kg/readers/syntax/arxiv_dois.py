"""DOIs that arXiv gives -> arXiv ids. Reads: Identifier. Emits: Identifier."""

from collections.abc import Iterable

from kg.identifiers import parse
from kg.model import Identifier

_PREFIX = "10.48550/arxiv."


def arxiv_of(identifiers: Iterable[Identifier]) -> set[Identifier]:
    """Return the arXiv ids that stand in DOIs."""
    found = set()
    for one in identifiers:
        if one.value.startswith(_PREFIX) and one.scheme == "doi" and (known := parse("arxiv", one.value)) is not None:
            found.add(known)
    return found
