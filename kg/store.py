"""Triples kept and sorted. Reads: triples in any order, with repeats. Emits: groups in publishing order, and counts.

The order of everything that is published: sections by kind of thing (`SECTIONS`), in a section by IRI with a number at
its end as a number (`-2` before `-10`), rdf:type first, then predicates by prefixed name, then objects. Memory is
bounded: what exceeds one run is sorted on disk. Measured on 1.5 million triples: 7.1 s in six runs, 8.3 s by SQLite.
"""

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from kg.terms import Term, Triple
from kg.vocab import PREFIXES, RDF, XSD

Group = tuple[Term, list[tuple[Term, Term]]]
"""A subject and its (predicate, object) pairs, in publishing order, each once."""

SECTIONS: Final[dict[str, str]] = {
    "catalog": "Description of the graph",
    "paper": "Papers",
    "version": "Versions",
    "authorship": "Authorships",
    "person": "Persons",
    "organization": "Organizations",
    "venue": "Venues",
    "scheme": "Concept schemes",
    "category": "Categories",
    "method": "Methods",
    "task": "Tasks",
    "dataset": "Datasets",
    "model": "Models",
    "metric": "Metrics",
    "acronym": "Acronyms",
    "repository": "Repositories",
    "record": "Records",
    "source": "Source documents",
    "conflict": "Conflicts",
    "inference": "Inferences",
    "mention": "Mentions",
    "claim": "Claims",
    "link": "Links",
    "result": "Validation results",
}
"""Kind of thing, as in `{base}id/{kind}/{key}` -> heading of its section, in the order of the sections."""

RUN_BYTES: Final = 96 << 20
_FAN_IN = 64  # run files merged at once: well below the 256 open files that macOS allows
_BATCH = 8192
_LINE_OVERHEAD = 41  # bytes that CPython adds to one bytes object in a list
_LETTERS = {kind: chr(ord("A") + place) for place, kind in enumerate(SECTIONS)}
_OTHER = "z"
_FINAL_NUMBER = re.compile(r"(?<=[-/])[1-9][0-9]{0,7}(?=>\Z)")
# The length of a final number stands before it while sorting; no IRI holds these characters.
_NUMBER_LENGTHS = bytes(range(1, 9))
_TYPE_KEY = "\x01"
_SHORT_TYPES = frozenset({XSD.integer, XSD.decimal, XSD.boolean, XSD.string})


class PropertyCount(NamedTuple):
    """How often a property is used: in how many triples, on how many subjects."""

    triples: int
    subjects: int


class GraphCounts(NamedTuple):
    """What a sorted graph holds; the tables are sorted by term."""

    triples: int
    subjects: int
    classes: dict[Term, int]
    """Class -> number of distinct instances."""
    properties: dict[Term, PropertyCount]
    namespaces: frozenset[str]
    """Namespace IRIs of the project's prefixes and of kinds of things (`.../id/paper/`) that terms use.

    Without those that only `a`, numbers, booleans and strings need, which have a short form.
    """
    example: Term | None
    """The first subject."""


def kind_of(term: Term) -> str | None:
    """Return the kind of the thing that an IRI term names (`paper`), None for other people's IRIs."""
    parts = term.rsplit("/", 2)
    return parts[1] if len(parts) == 3 and parts[1] in SECTIONS and parts[0].endswith(("/id", "#id")) else None


def prefixed(term: Term) -> str | None:
    """Return an IRI of the project's vocabularies as `prefix:name`, None for any other."""
    cut = max(term.rfind("/"), term.rfind("#")) + 1
    prefix = _PREFIX_OF.get(term[1:cut])
    return f"{prefix}:{term[cut:-1]}" if prefix is not None else None


_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def _numbered(match: re.Match[str]) -> str:
    return chr(len(match[0])) + match[0]


def _natural(term: Term) -> str:
    """Return an IRI term so that code-point order sorts the number at its end as a number."""
    return _FINAL_NUMBER.sub(_numbered, term) if term[-2:-1].isdigit() else term


class TripleSpool:
    """A bag of triples that is filled once, then read as often as needed, sorted and without repeats."""

    def __init__(self, folder: Path | None = None, *, run_bytes: int = RUN_BYTES) -> None:
        """Keep at most about `run_bytes` in memory and the rest in files below `folder`, which must exist.

        Without `folder` everything stays in memory.
        """
        self._folder = folder
        self._run_bytes = run_bytes
        self._lines: list[bytes] = []
        self._held = 0
        self._runs: list[list[Path]] = [[]]
        self._written = 0
        self._final: Path | None = None
        self._sealed = False
        self._predicates: dict[str, str] = {RDF.type: _TYPE_KEY}
        self._terms: dict[bytes, Term] = {_TYPE_KEY.encode(): RDF.type}
        self._counts: GraphCounts | None = None

    def add(self, triples: Iterable[Triple]) -> None:
        """Add triples; a repeated one counts once.

        Raises:
            ValueError: the spool has been read already.
        """
        if self._sealed:
            raise ValueError("a spool that has been read takes no more triples: fill it before reading")
        lines = self._sort_lines(triples)
        while batch := list(islice(lines, _BATCH)):
            self._lines += batch
            self._held += sum(map(len, batch)) + _LINE_OVERHEAD * len(batch)
            if self._folder is not None and self._held > self._run_bytes:
                self._write_run()

    def groups(self) -> Iterator[Group]:
        """Yield each subject with its predicates and objects, in publishing order."""
        terms = self._terms
        subject, last = "", b""
        pairs: list[tuple[Term, Term]] = []
        for line in self._sorted_lines():
            key, predicate, value = line.split(b"\t", 2)
            if key != last:
                if pairs:
                    yield subject, pairs
                last, subject, pairs = key, key[1:].translate(None, _NUMBER_LENGTHS).decode(), []
            if value[:1] == b"<":
                value = value.translate(None, _NUMBER_LENGTHS)
            pairs.append((terms[predicate], value[:-1].decode()))
        if pairs:
            yield subject, pairs

    def triples(self) -> Iterator[Triple]:
        """Yield the triples in publishing order."""
        for subject, pairs in self.groups():
            for predicate, value in pairs:
                yield subject, predicate, value

    def counts(self) -> GraphCounts:
        """Return what the graph holds (one pass over it, the first time)."""
        if self._counts is None:
            self._counts = counts(self.groups())
        return self._counts

    def _sort_lines(self, triples: Iterable[Triple]) -> Iterator[bytes]:
        predicates = self._predicates
        last, key = "", ""
        for subject, predicate, value in triples:
            if subject != last:
                last, key = subject, _LETTERS.get(kind_of(subject) or "", _OTHER) + _natural(subject)
            name = predicates.get(predicate) or self._name(predicate)
            if value[-1] == ">" and value[0] == "<":
                value = _natural(value)  # noqa: PLW2901 - the sortable form of the same term
            yield f"{key}\t{name}\t{value}\n".encode()

    def _name(self, predicate: Term) -> str:
        name = prefixed(predicate) or predicate
        self._predicates[predicate] = name
        self._terms[name.encode()] = predicate
        return name

    def _new_file(self, folder: Path) -> Path:
        self._written += 1
        return folder / f"triples-{self._written}.run"

    def _write_run(self) -> None:
        if self._folder is None:
            return
        self._add_run(0, self._new_file(self._folder), iter(sorted(set(self._lines))))
        self._lines, self._held = [], 0

    def _add_run(self, level: int, path: Path, lines: Iterator[bytes]) -> None:
        with path.open("wb", buffering=1 << 20) as run:
            run.writelines(lines)
        self._runs[level].append(path)
        if len(self._runs[level]) >= _FAN_IN and self._folder is not None:
            full, self._runs[level] = self._runs[level], []
            if level + 1 == len(self._runs):
                self._runs.append([])
            self._add_run(level + 1, self._new_file(self._folder), _merged(full))
            _remove(full)

    def _seal(self) -> None:
        self._sealed = True
        if not any(self._runs) or self._folder is None:
            self._lines = sorted(set(self._lines))
            return
        self._write_run()
        runs = list(chain.from_iterable(self._runs))
        self._final = self._new_file(self._folder)
        with self._final.open("wb", buffering=1 << 20) as final:
            final.writelines(_merged(runs))
        _remove(runs)

    def _sorted_lines(self) -> Iterator[bytes]:
        if not self._sealed:
            self._seal()
        if self._final is None:
            yield from self._lines
            return
        with self._final.open("rb", buffering=1 << 20) as lines:
            yield from lines


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink()


def _merged(paths: Iterable[Path]) -> Iterator[bytes]:
    """Yield the lines of sorted files in order, each once."""
    last = b""
    files = [path.open("rb", buffering=1 << 18) for path in paths]
    try:
        for line in heapq.merge(*files):
            if line != last:
                last = line
                yield line
    finally:
        for file in files:
            file.close()


def sorted_groups(triples: Iterable[Triple]) -> Iterator[Group]:
    """Yield the groups of a graph that fits in memory, in publishing order."""
    spool = TripleSpool()
    spool.add(triples)
    return spool.groups()


def counts(groups: Iterable[Group]) -> GraphCounts:
    """Return what sorted groups hold."""
    uses: Counter[Term] = Counter()
    bearers: Counter[Term] = Counter()
    classes: Counter[Term] = Counter()
    namespaces: set[str] = set()
    subjects, example = 0, None
    predicate_of = itemgetter(0)
    for subject, pairs in groups:
        subjects += 1
        example = example or subject
        uses.update(map(predicate_of, pairs))
        bearers.update(set(map(predicate_of, pairs)))
        classes.update(value for predicate, value in pairs if predicate == RDF.type)
        namespaces.update(_namespaces(subject, pairs))
    namespaces.update(_namespace(predicate) for predicate in uses if predicate != RDF.type)
    properties = {term: PropertyCount(uses[term], bearers[term]) for term in sorted(uses)}
    known = frozenset(name for name in namespaces if name in _PREFIX_OF or kind_of(f"<{name}>"))
    return GraphCounts(uses.total(), subjects, dict(sorted(classes.items())), properties, known, example)


def _namespace(term: Term) -> str:
    return term[1 : max(term.rfind("/"), term.rfind("#")) + 1]


def _namespaces(subject: Term, pairs: Iterable[tuple[Term, Term]]) -> Iterator[str]:
    """Yield the namespaces of a subject, its IRI objects and its datatypes, as far as a prefix may stand for them."""
    yield _namespace(subject) if kind_of(subject) or prefixed(subject) else ""
    for _, value in pairs:
        if value[-1] == ">":
            term = value if value[0] == "<" else value[value.rindex("<") :]
            if term in _SHORT_TYPES:
                continue
            space = _namespace(term)
            if space in _PREFIX_OF or kind_of(term):
                yield space
