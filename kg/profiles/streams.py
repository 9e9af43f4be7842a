"""Objects or triples -> bytes, one paper after the other. Reads: JSON objects, triples. Emits: JSON arrays, Turtle."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import IO

from kg import terms
from kg.vocab import RDF

Json = dict[str, object]
_SPLIT = re.compile(r"<(.*[/#])([A-Za-z][A-Za-z0-9_-]*)>")
_KEPT = 1 << 18


class Told:
    """Remembers what a file has said already: the last quarter of a million of things, so that memory stays bounded."""

    def __init__(self) -> None:
        """Begin a file."""
        self._iris: set[str] = set()

    def first(self, iri: str) -> bool:
        """Return whether a thing is new, as far as memory reaches; to say it twice does no harm."""
        if iri in self._iris:
            return False
        if len(self._iris) >= _KEPT:
            self._iris.clear()
        self._iris.add(iri)
        return True


def write_array(objects: Iterable[Json], out: IO[bytes], *, head: str = "[", tail: str = "]\n") -> None:
    """Write objects as the elements of one JSON array, each beginning on a line of its own."""
    out.write(head.encode())
    for place, one in enumerate(objects):
        out.write(f"{',' if place else ''}\n{json.dumps(one, ensure_ascii=False, indent=1)}".encode())
    out.write(f"\n{tail}".encode())


def write_turtle(triples: Iterable[terms.Triple], out: IO[bytes], prefixes: dict[str, str]) -> None:
    """Write triples as Turtle: sorted prefixes, then the triples in their order, those of one subject as one block."""
    out.write("".join(f"@prefix {name}: <{space}> .\n" for name, space in sorted(prefixes.items())).encode())
    names = {space: name for name, space in prefixes.items()}
    for subject, block in groupby(triples, itemgetter(0)):
        lines = " ;\n".join(f"    {_short(predicate, names)} {_short(value, names)}" for _, predicate, value in block)
        out.write(f"\n{_short(subject, names)}\n{lines} .\n".encode())


def tagged(text: str, language: str) -> terms.Term:
    """Return the literal of a text in a language."""
    return f"{terms.text(text)}@{language}"


def iris(addresses: Iterable[str]) -> Iterator[terms.Term]:
    """Yield the terms of those addresses that are IRIs."""
    return (terms.iri(address) for address in addresses if terms.is_iri(address))


def _short(term: terms.Term, names: dict[str, str]) -> str:
    """Return a term as Turtle writes it."""
    if term == RDF.type:
        return "a"
    if terms.is_literal(term):
        datatype = terms.datatype(term)
        return term if datatype is None else term.removesuffix(datatype) + _short(datatype, names)
    parts = _SPLIT.fullmatch(term)
    return f"{names[parts[1]]}:{parts[2]}" if parts and parts[1] in names else term
