"""The library -> a page for people. Reads: named queries, a graph. Emits: Markdown with the answer of each example."""

import io
import shlex
from collections.abc import Iterable, Iterator
from itertools import islice

from kg.query.graph import Graph
from kg.query.named import NamedQuery
from kg.query.telling import tell

SECTIONS = {
    "bibliography": "Bibliography",
    "people": "People",
    "time": "Time",
    "provenance": "Provenance",
    "quality": "Quality",
    "linked": "Linked graphs",
}
"""The first keyword of a query -> the heading that it stands below."""
_LINES = 10  # of an answer; the rest is a line of three dots
_HEAD = """# Named queries

GENERATED from the heads of the `.rq` files and the graph of `examples/`: `pytest tests/query --accept` writes it anew.

Each file here runs as it stands in any SPARQL 1.1 tool; `kg query NAME --param name=value` fills its parameters in.
Those of the last section ask other endpoints by SERVICE and are shown without answers.
[catalog.ttl](catalog.ttl) has the same queries as `sh:SPARQLExecutable`.
"""


def library_page(queries: Iterable[NamedQuery], graph: Graph, *, width: int = 110) -> str:
    """Return the page of a library, each query with the first lines that its example prints about `graph`."""
    known = list(queries)
    parts = [_HEAD]
    for keyword, heading in SECTIONS.items():
        mine = [query for query in known if query.keywords[0] == keyword]
        links = ", ".join(f"[{query.name}](#{query.name})" for query in mine)
        parts.append(f"## {heading}\n\n{links}\n")
        parts += ["\n".join(_entry(query, graph, width)) for query in mine]
    return "\n".join(parts)


def _entry(query: NamedQuery, graph: Graph, width: int) -> Iterator[str]:
    yield f"### {query.name}\n"
    yield f"{query.description}\n"
    yield f"File: [{query.name}.rq]({query.name}.rq). Keywords: {', '.join(query.keywords)}.\n"
    if query.endpoints:
        yield f"Asks {', '.join(query.endpoints)}: needs `--federate` and accepted links (`kg link`).\n"
    if query.parameters:
        yield "| parameter | type | default | |\n|---|---|---|---|"
        for name, kind, default, description in query.parameters:
            yield f"| `{name}` | {kind} | {default} | {description} |"
        yield ""
    yield f"```console\n$ {query.example}"
    if not query.endpoints:
        yield from _shown(query, graph, width)
    yield "```\n"


def _shown(query: NamedQuery, graph: Graph, width: int) -> Iterator[str]:
    given = dict(word.split("=", 1) for word in shlex.split(query.example) if "=" in word)
    printed = io.StringIO()
    tell(graph, query.name, given, out=printed, width=width)
    lines = printed.getvalue().splitlines()
    yield from islice(lines, _LINES)
    if len(lines) > _LINES:
        yield "..."
