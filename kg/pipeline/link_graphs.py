"""links.ttl -> named graphs. Reads: the links beside a graph. Emits: quads, a named graph for each link target.

The graph of a target is `{base}id/links/{target}`. It holds the links to it, and the plain triples that its accepted
links assert; what no link accounts for stands in `{base}id/links/other`.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from kg.export import GraphFile, statements
from kg.iris import DEFAULT_BASE, escape_key, unescape_key
from kg.store import LineSpool, Quad, TripleSpool
from kg.terms import Term, lexical
from kg.vocab import KG, RDF, VOID

LINKS: Final = "links.ttl"
"""The file of links beside a graph."""
_SPACE: Final = "id/links/"
_OTHER: Final = "other"


def is_link_graph(name: Term) -> bool:
    """Return whether a named graph holds the links to a target."""
    return name.rpartition("/")[0].endswith(("/id/links", "#id/links"))


def link_quads(links: Path, work: Path | None = None) -> Iterator[Quad]:
    """Yield the statements of a file of links, each in the graph of its target; `work` takes what memory does not.

    Raises:
        InputError: the file cannot be read.
    """
    folder = None if work is None else work / "links"  # spools of one folder share the names of their files
    if folder is not None:
        folder.mkdir()
    spool = TripleSpool(folder)
    spool.add(statement[:3] for statement in statements(GraphFile(links)))
    plain = LineSpool(folder, name="plain")
    base = f"<{DEFAULT_BASE}"
    for subject, pairs in spool.groups():
        about = _described_target(subject, pairs)
        if about is not None:
            graph = _graph(subject.partition("id/catalog/")[0], about)
            yield from ((subject, predicate, value, graph) for predicate, value in pairs)
            continue
        if (RDF.type, KG.Link) not in pairs:
            plain.add(f"{subject} {predicate} {value}\t\n".encode() for predicate, value in pairs)
            continue
        base = subject.partition("id/link/")[0]
        fields = dict(pairs)
        graph = _graph(base, lexical(fields.get(KG.linkTarget, "")) or _OTHER)
        yield from ((subject, predicate, value, graph) for predicate, value in pairs)
        asserted = " ".join(fields.get(field, "") for field in (KG.linkSubject, KG.linkPredicate, KG.linkObject))
        plain.add([f"{asserted}\t{graph}\n".encode()])
    yield from _asserted(plain, _graph(base, _OTHER))


def _described_target(subject: Term, pairs: list[tuple[Term, Term]]) -> str | None:
    """Return the key of the target that a link set leads to, or that is described; None for anything else."""
    for term in (subject, *(value for predicate, value in pairs if predicate == VOID.objectsTarget)):
        space, mark, key = term.rpartition("/target-")
        if mark and space.endswith("id/catalog"):
            return unescape_key(key[:-1])
    return None


def _asserted(plain: LineSpool, other: Term) -> Iterator[Quad]:
    """Yield the plain triples of the file in the graphs of the links that assert them."""
    for statement, lines in groupby(plain, key=lambda line: line[: line.index(b"\t")]):
        graphs = [line[len(statement) + 1 : -1].decode() for line in lines]
        if graphs[0] == "":  # it stands in the file: no link's graph sorts before that
            subject, predicate, value = statement.decode().split(" ", 2)
            yield from ((subject, predicate, value, graph) for graph in graphs[1:] or [other])


def _graph(base: str, target: str) -> Term:
    return f"{base}{_SPACE}{escape_key(target)}>"
