"""A graph file -> another form of it. Reads: any RDF syntax. Emits: one file, whole, or a stream of bytes.

Sorted forms wait in a spool on disk, so that memory does not grow with the graph. From N-Triples and N-Quads to
each other statements pass in their order, with their repeats, and nothing waits.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from msgspec import Struct

from kg.errors import UsageError
from kg.export import GraphFile, Statement, destination, form_of, graph_file, has_line_syntax, statements
from kg.iris import DEFAULT_BASE
from kg.pipeline.forms import FORMS, NAMING_GRAPHS, FormWriter
from kg.pipeline.link_graphs import LINKS, is_link_graph, link_quads
from kg.progress import Progress
from kg.store import QuadSpool, TripleSpool, kind_of
from kg.terms import Term
from kg.writers.rdfxml import LeftOut

_LINE_FORMS: Final = frozenset({"nt", "nq"})
_BATCH: Final = 1 << 13


class Export(Struct, frozen=True, kw_only=True):
    """What became of a graph."""

    form: str
    statements: int
    """Read, with repeats."""
    in_graphs: int
    """Of them, those in named graphs."""
    named: int
    """Of those in named graphs, the ones that the form cannot hold: they were not written."""
    left_out: int
    """Triples of the default graph that the form cannot hold: they were not written."""


def export(
    graph: str | Path,
    *,
    to: str | None = None,
    output: str | Path | None = None,
    base: str | None = None,
    progress: Progress | None = None,
    on_left_out: Callable[[LeftOut], None] | None = None,
) -> Export:
    """Write a graph in another form; the same file gives the same bytes.

    N-Quads and TriG hold the named graphs of the file, and those of `links.ttl` beside a file `graph.*`; all other
    forms hold the default graph.

    Args:
        graph: a file in any RDF syntax, packed or not; a folder with a graph; `-` for standard input.
        to: one of `FORMS`; without it the suffix of `output` says it.
        output: a file, which appears only when it is whole; without it, standard output.
        base: the IRI to which relative ones in the file are resolved.
        progress: told how far the work is.
        on_left_out: is told each triple that RDF/XML cannot hold.

    Raises:
        InputError: the graph cannot be opened or read.
        UsageError: there is no such form, or the output cannot be written.
    """
    form = _form(to, output)
    tell = progress or Progress()
    file = graph_file(graph, named_graphs=form in NAMING_GRAPHS)
    passing = _Passing(form, on_left_out)
    with tempfile.TemporaryDirectory(prefix="scholarkg-") as folder, destination(output) as out:
        work = Path(folder)
        links = _links_of(file) if form in NAMING_GRAPHS else None
        found = statements(file, base=base, progress=tell)
        arriving = passing.watched(found if links is None else _with_links(found, links, work))
        tell.begin("read")
        if form in _LINE_FORMS and has_line_syntax(file):
            _write_lines(arriving, form, out)
            tell.end("read", passing.statements)
        else:
            triples, quads = _sorted(arriving, work)
            tell.end("read", passing.statements)
            tell.begin(f"write {form}")
            base_iri = base_of(triples.counts().example)
            FormWriter(triples, quads, base=base_iri, folder=work, on_left_out=passing.leave_out).write(form, out)
            tell.end(f"write {form}")
    return Export(
        form=form, statements=passing.statements, in_graphs=passing.in_graphs,
        named=0 if form in NAMING_GRAPHS else passing.in_graphs, left_out=passing.left_out,
    )  # fmt: skip


def base_of(thing: Term | None) -> str:
    """Return what the IRIs of a graph begin with, by the IRI of a thing of it; the default for other people's."""
    kind = None if thing is None else kind_of(thing)
    return DEFAULT_BASE if thing is None or kind is None else thing[1 : thing.rindex(f"id/{kind}/")]


def _form(to: str | None, output: str | Path | None) -> str:
    form = to or (None if output is None else form_of(str(output)))
    if form is None:
        raise UsageError(f"name the form with --to: {', '.join(FORMS)}")
    if form not in FORMS:
        raise UsageError(f"there is no form {form!r}: choose of {', '.join(FORMS)}")
    return form


def _links_of(file: GraphFile) -> Path | None:
    if file.path is None or not file.path.name.startswith("graph."):
        return None
    links = file.path.with_name(LINKS)
    return links if links.is_file() else None


class _Passing:
    """Counts what passes by, and holds back what the form cannot hold."""

    def __init__(self, form: str, on_left_out: Callable[[LeftOut], None] | None) -> None:
        self._naming = form in NAMING_GRAPHS
        self._on_left_out = on_left_out
        self.statements = self.in_graphs = self.left_out = 0

    def watched(self, arriving: Iterable[Statement]) -> Iterator[Statement]:
        """Yield the statements that the form can hold."""
        for statement in arriving:
            self.statements += 1
            self.in_graphs += statement[3] is not None
            if statement[3] is None or self._naming:
                yield statement

    def leave_out(self, left: LeftOut) -> None:
        """Count a triple that cannot be written."""
        self.left_out += 1
        if self._on_left_out is not None:
            self._on_left_out(left)


def _with_links(arriving: Iterable[Statement], links: Path, work: Path) -> Iterator[Statement]:
    """Yield the statements with the links as they are now in the place of older ones."""
    yield from (statement for statement in arriving if statement[3] is None or not is_link_graph(statement[3]))
    yield from link_quads(links, work)


def _write_lines(arriving: Iterable[Statement], form: str, out: BinaryIO) -> None:
    for subject, predicate, value, graph in arriving:
        name = f" {graph}" if graph is not None and form == "nq" else ""
        out.write(f"{subject} {predicate} {value}{name} .\n".encode())


def _sorted(arriving: Iterable[Statement], work: Path) -> tuple[TripleSpool, QuadSpool]:
    """Return the default graph and the named graphs of statements."""
    triples, quads = TripleSpool(work), QuadSpool(work)
    default: list[tuple[Term, Term, Term]] = []
    named: list[tuple[Term, Term, Term, Term]] = []
    for subject, predicate, value, graph in arriving:
        if graph is None:
            default.append((subject, predicate, value))
        else:
            named.append((subject, predicate, value, graph))
        if len(default) + len(named) >= _BATCH:
            triples.add(default)
            quads.add(named)
            default.clear()
            named.clear()
    triples.add(default)
    quads.add(named)
    return triples, quads
