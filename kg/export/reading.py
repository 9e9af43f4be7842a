"""Graph files -> terms. Reads: any RDF syntax, packed or not. Emits: statements, with stable names of blank nodes.

The engine's blank nodes have other names at each reading. They get those of RDF Dataset Canonicalization (RDFC-1.0):
`_:c14n0` and so on, which depend on the graph only. Only statements with blank nodes are held in memory for that.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, Quad, RdfFormat, Triple, parse

from kg.errors import InputError, KgError
from kg.export.packing import reading_errors, rewound, unpacked
from kg.export.syntaxes import SYNTAXES, is_json, suffix_of, syntax_of_content
from kg.terms import Term

DEFAULT_GRAPH: Final = None
"""The name of the default graph in a statement."""
Statement = tuple[Term, Term, Term, Term | None]
"""Subject, predicate, object, and the name of the graph."""

STDIN: Final = "-"
_HEAD: Final = 1 << 16
_TELL_EVERY: Final = 10_000
_MOST_BLANK: Final = 1_000_000
_IN_FOLDER: Final = (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf")
_NAMING_FIRST: Final = (".nq", ".trig", ".ttl", ".nt", ".jsonld", ".rdf")
_LINE_SYNTAXES: Final = frozenset({RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})
_RELATIVE: Final = "No scheme found"
_NEEDS_BASE: Final = "give the IRI that the relative ones in the file are relative to, with --base"
_RDF_12: Final = "it holds a triple term or a text direction, which are RDF 1.2; this project reads RDF 1.1"


class GraphFile(NamedTuple):
    """A file to read; `path` is None for standard input."""

    path: Path | None

    def __str__(self) -> str:
        return "standard input" if self.path is None else str(self.path)


def graph_file(name: str | Path, *, named_graphs: bool = False) -> GraphFile:
    """Return the file that a path means: a file, `-`, or the graph in a folder.

    Args:
        name: of a file or folder, or `-`.
        named_graphs: take the form that holds named graphs from a folder that has one.

    Raises:
        InputError: there is no such file, or no graph in the folder.
    """
    if name == STDIN:
        return GraphFile(None)
    path = Path(name)
    if not path.is_dir():
        if not path.exists():
            raise InputError(
                f"there is no {path}: name a graph, or make one with `kg build SOURCE...`", source=str(path)
            )
        return GraphFile(path)
    for suffix in _NAMING_FIRST if named_graphs else _IN_FOLDER:
        for file in (path / f"graph{suffix}{packing}" for packing in ("", ".gz", ".zst")):
            if file.is_file():
                return GraphFile(file)
    raise InputError(f"the folder {path} holds no graph: `kg build SOURCE... -o {path}` makes one", source=str(path))


def has_line_syntax(file: GraphFile) -> bool:
    """Return whether the name of a file says that it holds a statement a line."""
    return file.path is not None and SYNTAXES.get(suffix_of(file.path.name)) in _LINE_SYNTAXES


def statements(
    file: GraphFile, *, base: str | None = None, progress: Callable[[str, int], None] | None = None
) -> Iterator[Statement]:
    """Yield what a file states: in its order what has no blank node, then, sorted, what has.

    Args:
        file: to be read once, as a stream.
        base: the IRI to which relative ones are resolved; without it they are errors.
        progress: told `read` and how many statements went by.

    Raises:
        InputError: the file cannot be opened or read, is malformed (with its line), or is not RDF 1.1.
        UsageError: it is packed with zstd, which this Python cannot read.
    """
    blank = Dataset()
    for count, quad in enumerate(_quads(file, base), 1):
        statement = _statement(quad, file)
        if _has_blank(statement):
            blank.add(quad)
            if len(blank) > _MOST_BLANK:
                raise InputError(
                    f"{file}: more than {_MOST_BLANK:,} statements have blank nodes, too many to name: "
                    "give the nodes IRIs first",
                    source=str(file),
                )
        else:
            yield statement
        if progress is not None and count % _TELL_EVERY == 0:
            progress("read", count)
    blank.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    yield from sorted((_statement(quad, file) for quad in blank), key=lambda s: (s[3] or "", *s[:3]))


def _statement(quad: Quad, file: GraphFile) -> Statement:
    thing, graph = quad.object, quad.graph_name
    value = str(thing)
    if isinstance(thing, Triple) or (value[-1] not in '">' and value[0] == '"' and "--" in value[value.rindex('"') :]):
        raise InputError(f"{file}: {_RDF_12}", source=str(file))
    return (
        str(quad.subject),
        str(quad.predicate),
        value,
        DEFAULT_GRAPH if isinstance(graph, DefaultGraph) else str(graph),
    )


def _has_blank(statement: Statement) -> bool:
    subject, _, value, graph = statement
    return subject[0] == "_" or value[0] == "_" or (graph is not None and graph[0] == "_")


def _quads(file: GraphFile, base: str | None) -> Iterator[Quad]:
    place = _Place()
    try:
        with _opened(file) as plain:
            name = "" if file.path is None else file.path.name
            syntax, stream = SYNTAXES.get(suffix_of(name)), plain
            if syntax is None:
                head = _head(plain)
                syntax, stream = syntax_of_content(head), rewound(head, plain)
            if isinstance(syntax, RdfFormat):
                yield from parse(stream, format=syntax, base_iri=base)
            else:
                yield from _line_quads(stream, base, place)
    except SyntaxError as error:
        line = place.line or error.lineno
        at = f", line {line}" if line else ""
        repair = _NEEDS_BASE if _RELATIVE in error.msg else "repair the file"
        raise InputError(f"{file}{at}: {error.msg}: {repair}", source=str(file), line=line) from error
    except KgError:
        raise
    except reading_errors() as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{file} cannot be read: {reason}", source=str(file)) from error


class _Place:
    """The line that is being read, None where the engine counts lines itself."""

    line: int | None = None


def _line_quads(stream: Iterable[bytes], base: str | None, place: _Place) -> Iterator[Quad]:
    for place.line, text in enumerate(stream, 1):
        if text.strip():
            yield from parse(text, format=RdfFormat.JSON_LD, base_iri=base)


@contextmanager
def _opened(file: GraphFile) -> Iterator[BinaryIO]:
    """Yield the plain bytes of a file."""
    if file.path is None:
        yield unpacked(sys.stdin.buffer)
    else:
        with file.path.open("rb") as stream:
            yield unpacked(stream)


def _head(stream: BinaryIO) -> bytes:
    """Return the first bytes of a stream, beyond its first line if that may be a JSON document of its own."""
    head = stream.read(_HEAD)
    return head if b"\n" in head or not is_json(head) else head + stream.readline() + stream.read(_HEAD)
