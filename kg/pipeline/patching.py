"""A graph and a patch -> the patched graph as a file. Reads: a graph file, an RDF patch. Emits: a graph file."""

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from kg.diff import Operation, graph_triples, patched_triples, read_patch
from kg.errors import UsageError
from kg.iris import DEFAULT_BASE
from kg.store import SECTIONS, TripleSpool, kind_of
from kg.writers.jsonld import write_jsonld
from kg.writers.ntriples import write_ntriples
from kg.writers.turtle import write_turtle


class Patched(NamedTuple):
    """What a patch did."""

    added: int
    """Rows that add a triple."""
    deleted: int
    """Rows that delete one."""
    triples: int
    """Triples of the patched graph."""

    def __str__(self) -> str:
        return f"{self.added:,} added, {self.deleted:,} deleted: {self.triples:,} triples"


def patch_graph(graph: Path, patch: str, *, output: str | None = None, backwards: bool = False) -> Patched:
    """Write the patched graph as the writers of a build do: the same triples make the same bytes.

    Args:
        graph: a graph file or the folder of a build.
        patch: the file of the patch, `-` for standard input.
        output: the file to write or replace, as a whole; its suffix is the format. None prints Turtle.
        backwards: undo the patch.

    Raises:
        InputError: graph or patch cannot be read, or the patch does not fit the graph. Nothing is written.
        UsageError: the suffix of `output` names no format, or it cannot be written there.
    """
    form = _form(output)
    with tempfile.TemporaryDirectory(prefix="scholarkg-") as name:
        folder = Path(name)
        triples, done = _patched(graph, _kept(patch, folder), patch, folder, backwards=backwards)
        with _written(output) as out:
            _FORMS[form](triples, out)
        return Patched(done["A"], done["D"], triples.counts().triples)


def _patched(
    graph: Path, patch: Path, called: str, folder: Path, *, backwards: bool
) -> tuple[TripleSpool, Counter[str]]:
    """Return the patched graph, and how many rows of each kind were applied."""
    done: Counter[str] = Counter()

    def counted() -> Iterator[Operation]:
        for operation in read_patch(patch):
            done[operation.action if not backwards else "D" if operation.action == "A" else "A"] += 1
            yield operation

    for spool in ("applied", "result"):
        (folder / spool).mkdir()
    triples = TripleSpool(folder / "result")
    triples.add(
        patched_triples(graph_triples(graph), counted(), name=called, folder=folder / "applied", backwards=backwards)
    )
    return triples, done


def base_of(triples: TripleSpool) -> str:
    """Return the base IRI of the things in a graph: that of most of them, the first by name of several."""
    found: Counter[str] = Counter()
    for subject, _ in triples.groups():
        kind = kind_of(subject)
        space = subject[1 : subject.rindex("/") + 1] if kind is not None else ""
        if kind in SECTIONS and space.endswith(f"id/{kind}/"):
            found[space.removesuffix(f"id/{kind}/")] += 1
    return min(found, key=lambda base: (-found[base], base), default=DEFAULT_BASE)


def _turtle(triples: TripleSpool, out: BinaryIO) -> None:
    write_turtle(triples.groups(), out, namespaces=triples.counts().namespaces, base=base_of(triples))


def _ntriples(triples: TripleSpool, out: BinaryIO) -> None:
    write_ntriples(triples.groups(), out)


def _jsonld(triples: TripleSpool, out: BinaryIO) -> None:
    write_jsonld(triples.groups(), out, base=base_of(triples))


_FORMS: dict[str, Callable[[TripleSpool, BinaryIO], None]] = {".ttl": _turtle, ".nt": _ntriples, ".jsonld": _jsonld}


def _form(output: str | None) -> str:
    suffix = ".ttl" if output is None else Path(output).suffix.lower()
    if suffix not in _FORMS:
        raise UsageError(f"{output}: its suffix names no graph format to write: end it in {', '.join(_FORMS)}")
    return suffix


def _kept(patch: str, folder: Path) -> Path:
    """Return the path of a patch, which is read twice: standard input is kept first."""
    if patch != "-":
        return Path(patch)
    path = folder / "standard-input"
    with path.open("wb") as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
    return path


@contextmanager
def _written(output: str | None) -> Iterator[BinaryIO]:
    """Yield where to write; a file takes its place only when it is whole and on the disk."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(output).resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
