"""Keys -> the query that asks for them. Reads: SPARQL with one `VALUES ?key { }`, RDF terms. Emits: SPARQL."""

import re
from collections.abc import Sequence

_VALUES = re.compile(r"VALUES\s+\?key\s*\{\s*\}")


def takes_keys(query: str) -> bool:
    """Return whether a query has the one place for keys."""
    return len(_VALUES.findall(query)) == 1


def with_keys(query: str, terms: Sequence[str]) -> str:
    """Return a query with keys, which are RDF terms, in their place."""
    return _VALUES.sub(lambda _: f"VALUES ?key {{ {' '.join(terms)} }}", query, count=1)
