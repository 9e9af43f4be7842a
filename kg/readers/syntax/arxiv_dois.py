"""DOIs that arXiv gives -> arXiv ids. Reads: Identifier. Emits: Identifier."""

from collections.abc import Iterable

from kg.identifiers import parse
from kg.model import Identifier

_PREFIX = "10.48550/arxiv."


def arxiv_of(identifiers: Iterable[Identifier]) -> set[Identifier]:
    """Return the arXiv ids that stand in DOIs."""
    told = [one.value for one in identifiers if one.scheme == "doi" and one.value.startswith(_PREFIX)]
    return {known for value in told if (known := parse("arxiv", value)) is not None}
