"""A graph file -> a form of other people. Reads: any RDF syntax. Emits: one file, whole, or a stream of bytes.

The graph waits in an indexed store, in memory up to a million statements, above that on disk.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import Final

from msgspec import Struct
from pyoxigraph import RdfFormat, Store

from kg.errors import UsageError
from kg.export import Statement, destination, graph_file, statements
from kg.pipeline.forms import FORMS
from kg.profiles import PROFILES, Entry, Omission, Profile, entries
from kg.progress import Progress

_IN_MEMORY: Final = 1_000_000
_PACKED: Final = frozenset({".gz", ".zst", ".bz2", ".xz"})
_BY_SUFFIX: Final = {".bib": "bibtex", ".ris": "ris"}
"""Suffixes that only one form has (BibLaTeX files end in .bib too; BibTeX is what all tools read)."""


class ProfileExport(Struct, frozen=True, kw_only=True):
    """What became of the papers of a graph."""

    profile: str
    papers: int
    """Read."""
    omissions: int
    """Of them, those that the form could not take, or not to the character."""


def profile_of(to: str | None, output: str | None) -> Profile | None:
    """Return the profile that a form's name, or else the suffix of the output, means; None if it means an RDF syntax.

    Raises:
        UsageError: there is neither a syntax nor a profile of that name.
    """
    if to is not None:
        if to not in FORMS and to not in PROFILES:
            forms, profiles = ", ".join(FORMS), ", ".join(PROFILES)
            raise UsageError(f"there is no form {to!r}: choose of {forms}, or of the profiles {profiles}")
        return PROFILES.get(to)
    suffixes = [suffix for suffix in PurePath(output or "").suffixes if suffix not in _PACKED]
    name = _BY_SUFFIX.get(suffixes[-1]) if suffixes else None
    return None if name is None else PROFILES[name]


def export_profile(
    graph: str | Path,
    *,
    to: str,
    output: str | Path | None = None,
    base: str | None = None,
    progress: Progress | None = None,
    on_omission: Callable[[Omission], None] | None = None,
) -> ProfileExport:
    """Write the papers of a graph's default graph in a profile; the same file gives the same bytes.

    Args:
        graph: a file in any RDF syntax, packed or not; a folder with a graph; `-` for standard input.
        to: the name of a profile.
        output: a file, which appears only when it is whole; without it, standard output.
        base: the IRI to which relative ones in the file are resolved.
        progress: told how far the work is.
        on_omission: is told each paper that the form could not take, or not to the character.

    Raises:
        InputError: the graph cannot be opened or read.
        UsageError: there is no such profile, or the output cannot be written.
    """
    if to not in PROFILES:
        raise UsageError(f"there is no profile {to!r}: choose of {', '.join(PROFILES)}")
    tell = progress or Progress()
    file = graph_file(graph, named_graphs=False)
    papers = omissions = 0

    def counted(store: Store) -> Iterator[Entry]:
        nonlocal papers
        for entry in entries(store):
            papers += 1
            yield entry

    with tempfile.TemporaryDirectory(prefix="scholarkg-") as folder, destination(output) as out:
        tell.begin("read")
        store = _store(statements(file, base=base, progress=tell), Path(folder))
        tell.end("read", len(store))
        tell.begin(f"write {to}")
        for omission in PROFILES[to].stream(counted(store), out):
            omissions += 1
            if on_omission is not None:
                on_omission(omission)
        tell.end(f"write {to}", papers)
        del store
    return ProfileExport(profile=to, papers=papers, omissions=omissions)


def _store(arriving: Iterable[Statement], folder: Path) -> Store:
    """Return the default graph of statements, indexed."""
    lines, count = folder / "graph.nt", 0
    with lines.open("wb") as spool:
        for subject, predicate, value, name in arriving:
            if name is None:
                count += 1
                spool.write(f"{subject} {predicate} {value} .\n".encode())
    store = Store() if count <= _IN_MEMORY else Store(str(folder / "store"))
    store.bulk_load(path=str(lines), format=RdfFormat.N_TRIPLES)
    return store
