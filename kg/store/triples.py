"""Triples sorted. Reads: triples in any order, with repeats. Emits: groups in publishing order.

The order of everything that is published: sections by kind of thing (`SECTIONS`), in a section by IRI with a number at
its end as a number (`-2` before `-10`), rdf:type first, then predicates by prefixed name, then objects.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.store.counts import GraphCounts, Group, graph_counts
from kg.store.lines import RUN_BYTES, LineSpool
from kg.store.names import SECTIONS, kind_of, prefixed
from kg.terms import Term, Triple
from kg.vocab import RDF

_LETTERS = {kind: chr(ord("A") + place) for place, kind in enumerate(SECTIONS)}
_OTHER = "z"
_FINAL_NUMBER = re.compile(r"(?<=[-/])(?:0|[1-9][0-9]{0,7})(?=>\Z)")
# The length of a final number stands before it while sorting; no IRI holds these characters.
_NUMBER_LENGTHS = bytes(range(1, 9))
_TYPE_KEY = "\x01"


def _numbered(match: re.Match[str]) -> str:
    return chr(len(match[0])) + match[0]


def _natural(term: Term) -> str:
    """Return an IRI term so that code-point order sorts the number at its end as a number."""
    return _FINAL_NUMBER.sub(_numbered, term) if term[-2:-1].isdigit() else term


class SortLines:
    """Triples as lines whose byte order is publishing order, and back."""

    def __init__(self) -> None:
        """Remember the predicates that were met."""
        self._predicates: dict[str, str] = {RDF.type: _TYPE_KEY}
        self._terms: dict[bytes, Term] = {_TYPE_KEY.encode(): RDF.type}

    def lines(self, triples: Iterable[Triple]) -> Iterator[bytes]:
        """Yield the line of each triple."""
        predicates = self._predicates
        last, key = "", ""
        for subject, predicate, value in triples:
            if subject != last:
                last, key = subject, subject_key(subject)
            name = predicates.get(predicate) or self._name(predicate)
            if value[-1] == ">" and value[0] == "<":
                value = _natural(value)  # noqa: PLW2901 - the sortable form of the same term
            yield f"{key}\t{name}\t{value}\n".encode()

    def groups(self, lines: Iterable[bytes]) -> Iterator[Group]:
        """Yield the subjects of sorted lines with their predicates and objects."""
        terms = self._terms
        subject, last = "", b""
        pairs: list[tuple[Term, Term]] = []
        for line in lines:
            key, predicate, value = line.split(b"\t", 2)
            if key != last:
                if pairs:
                    yield subject, pairs
                last, subject, pairs = key, subject_of(key), []
            if value[:1] == b"<":
                value = value.translate(None, _NUMBER_LENGTHS)
            pairs.append((terms[predicate], value[:-1].decode()))
        if pairs:
            yield subject, pairs

    def _name(self, predicate: Term) -> str:
        name = prefixed(predicate) or predicate
        self._predicates[predicate] = name
        self._terms[name.encode()] = predicate
        return name


def subject_key(subject: Term) -> str:
    """Return what sorts a subject, or a named graph, into publishing order."""
    return _LETTERS.get(kind_of(subject) or "", _OTHER) + _natural(subject)


def subject_of(key: bytes) -> Term:
    """Return the term of a sort key: the inverse of `subject_key`."""
    return key[1:].translate(None, _NUMBER_LENGTHS).decode()


class TripleSpool:
    """A bag of triples that is filled once, then read as often as needed, sorted and without repeats."""

    def __init__(self, folder: Path | None = None, *, run_bytes: int = RUN_BYTES) -> None:
        """Keep at most about `run_bytes` in memory and the rest in files below `folder`, which must exist.

        Without `folder` everything stays in memory.
        """
        self._lines = LineSpool(folder, name="triples", run_bytes=run_bytes)
        self._order = SortLines()
        self._counts: GraphCounts | None = None

    def add(self, triples: Iterable[Triple]) -> None:
        """Add triples; a repeated one counts once.

        Raises:
            ValueError: the spool has been read already.
        """
        self._lines.add(self._order.lines(triples))

    def groups(self) -> Iterator[Group]:
        """Yield each subject with its predicates and objects, in publishing order."""
        return self._order.groups(self._lines)

    def triples(self) -> Iterator[Triple]:
        """Yield the triples in publishing order."""
        for subject, pairs in self.groups():
            for predicate, value in pairs:
                yield subject, predicate, value

    def counts(self) -> GraphCounts:
        """Return what the graph holds (one pass over it, the first time)."""
        if self._counts is None:
            self._counts = graph_counts(self.groups())
        return self._counts


def sorted_groups(triples: Iterable[Triple]) -> Iterator[Group]:
    """Yield the groups of a graph that fits in memory, in publishing order."""
    spool = TripleSpool()
    spool.add(triples)
    return spool.groups()
