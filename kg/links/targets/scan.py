"""How all works of another graph are listed. Reads: the table `scan` of a target file. Emits: Scan, its queries."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from kg.links.targets.key_values import takes_keys

_EVERYTHING: Final = re.compile(r'FILTER\s*\(\s*MD5\s*\(\s*STR\s*\(\s*\?thing\s*\)\s*\)\s*<\s*"g"\s*\)')
_LIMIT: Final = re.compile(r"\bLIMIT\s+1000001\b")
END: Final = "g"
"""Behind all hexadecimal digits."""


class Scan(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the works of another graph are listed, all of them, for the case that they are few."""

    count: str
    """SPARQL that gives how many works are listed as ?count; with `LIMIT 1000001` it counts no further than needed."""
    list: str
    """SPARQL with one `FILTER(MD5(STR(?thing)) < "g")`, which holds for everything; a part of the list is asked for
    by narrower bounds. It gives ?thing and ?title, and, if it can, identifiers as ?doi, ?arxiv, ?pmid ..."""
    describe: str | None = None
    """SPARQL with one `VALUES ?key { }` for things whose title may be one of ours: ?year, ?venue, ?authors."""
    endpoint: str | None = None
    """Another endpoint than that of the target."""

    def gives(self, variable: str) -> bool:
        """Return whether the list has a column."""
        return re.search(rf"\?{re.escape(variable)}\b", self.list) is not None

    def counted(self, most: int) -> str:
        """Return the query for the number of works, which need not be counted beyond one more than the most."""
        return _LIMIT.sub(f"LIMIT {most + 1}", self.count)

    def part(self, low: str, high: str) -> str:
        """Return the query for the works whose MD5 of the IRI begins within bounds, the lower one included."""
        digest = "LCASE(MD5(STR(?thing)))"
        bounds = [f'{digest} >= "{low}"'] * bool(low) + [f'{digest} < "{high}"'] * (high != END)
        return _EVERYTHING.sub(f"FILTER({' && '.join(bounds)})" if bounds else "", self.list, count=1)


def scan_faults(scan: Scan, kind: str, *, endpoint: str | None) -> Iterator[str]:
    """Yield what is wrong in how the things of a kind are listed at a target with this endpoint."""
    if kind != "paper":
        yield f"{kind} has a scan, but only works are listed: [paper.scan]"
    if len(_EVERYTHING.findall(scan.list)) != 1:
        yield 'the list of a scan has to hold `FILTER(MD5(STR(?thing)) < "g")` once'
    if not (scan.gives("thing") and scan.gives("title")):
        yield "the list of a scan has no ?thing or no ?title"
    if "?count" not in scan.count:
        yield "the count of a scan has no ?count"
    if scan.describe is not None and not takes_keys(scan.describe):
        yield "the describe of a scan has to hold `VALUES ?key { }` once"
    if scan.endpoint is None and endpoint is None:
        yield "the scan has no endpoint"
