"""A sorted graph -> any of its forms. Reads: triples and quads in spools. Emits: bytes, what a form cannot hold."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final

from kg.store import QuadSpool, TripleSpool
from kg.writers.jsonld import write_jsonld
from kg.writers.jsonld_framed import write_framed
from kg.writers.jsonld_lines import write_jsonld_lines
from kg.writers.nquads import write_nquads
from kg.writers.ntriples import write_ntriples
from kg.writers.rdfxml import LeftOut, write_rdfxml
from kg.writers.trig import write_trig
from kg.writers.turtle import write_turtle

FORMS: Final = ("ttl", "nt", "nq", "trig", "rdfxml", "jsonld", "jsonl", "jsonld-framed")
"""What a graph can be written as."""
NAMING_GRAPHS: Final = frozenset({"nq", "trig"})
"""The forms that hold named graphs; all others hold the default graph."""


class FormWriter:
    """Writes one graph in any form; the same graph gives the same bytes."""

    def __init__(
        self,
        triples: TripleSpool,
        quads: QuadSpool,
        *,
        base: str,
        folder: Path | None = None,
        on_left_out: Callable[[LeftOut], None],
    ) -> None:
        """Take a default graph and its named graphs.

        Args:
            triples: the default graph.
            quads: the named graphs.
            base: what the IRIs of our things begin with.
            folder: takes what does not fit in memory.
            on_left_out: is told each triple that RDF/XML cannot hold.
        """
        self._triples = triples
        self._quads = quads
        self._base = base
        self._folder = folder
        self._on_left_out = on_left_out

    def write(self, form: str, out: BinaryIO) -> None:
        """Write the graph as `form`, one of `FORMS`."""
        groups, base, namespaces = self._triples.groups(), self._base, self._triples.counts().namespaces
        match form:
            case "ttl":
                write_turtle(groups, out, namespaces=namespaces, base=base)
            case "nt":
                write_ntriples(groups, out)
            case "nq":
                write_nquads(groups, self._quads.graphs(), out)
            case "trig":
                write_trig(groups, self._quads.graphs(), out, namespaces=namespaces | self._named, base=base)
            case "rdfxml":
                write_rdfxml(groups, out, namespaces=namespaces, on_left_out=self._on_left_out)
            case "jsonld":
                write_jsonld(groups, out, base=base)
            case "jsonl":
                write_jsonld_lines(groups, out, base=base, folder=self._folder)
            case _:
                write_framed(groups, out, base=base, folder=self._folder)

    @cached_property
    def _named(self) -> frozenset[str]:
        return self._quads.namespaces()
