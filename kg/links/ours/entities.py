"""Triples of our graph -> what is to be linked. Reads: triples in any order. Emits: Entity, sorted by IRI.

Only what linking needs is kept, in sorted runs on disk, so that memory does not grow with the graph.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import IO, Final, NamedTuple

import msgspec
from msgspec import Struct

from kg.links.targets.target import KINDS, Kind
from kg.store import LineSpool
from kg.terms import Term, Triple, lexical
from kg.vocab import KG, RDF, SKOS

_KINDS: Final[dict[Term, Kind]] = {
    KG.Paper: "paper",
    KG.Version: "version",
    KG.Person: "person",
    KG.Organization: "organization",
    KG.Venue: "venue",
    KG.Category: "category",
}
_SCHEMES: Final = {
    KG.doi: "doi",
    KG.arxivId: "arxiv",
    KG.pmid: "pmid",
    KG.pmcid: "pmcid",
    KG.openAlexId: "openalex",
    KG.dblpKey: "dblp",
    KG.dblpPid: "dblp",
    KG.aclId: "acl",
    KG.semanticScholarId: "s2",
    KG.wikidataId: "wikidata",
    KG.isbn: "isbn",
    KG.orcid: "orcid",
    KG.ror: "ror",
    KG.issn: "issn",
    SKOS.notation: "notation",
}
"""Property -> scheme of the identifier that it holds."""
_IDENTIFYING: Final = _SCHEMES | {
    RDF.type: "type",
    KG.hasVersion: "version",
    KG.identityBasis: "basis",
    SKOS.inScheme: "scheme",
}
_DESCRIBING: Final = _IDENTIFYING | {
    KG.title: "name",
    KG.name: "name",
    KG.nameVariant: "variant",
    KG.publicationYear: "year",
    KG.venueName: "venue",
    KG.country: "country",
    KG.authorListComplete: "complete",
    KG.rawName: "printed",
    KG.agent: "agent",
}
_OF_AUTHORSHIP: Final = frozenset({"printed", "agent"})
_AUTHORSHIP = re.compile(r"(.*/id/|.*#id/)authorship/(.*)-([0-9]+)>")


class Author(NamedTuple):
    """One place of an author list."""

    position: int
    agent: str
    """IRI of the person or organization, empty where the graph names none."""
    name: str
    """As printed, empty where the graph has none."""


class Entity(Struct, frozen=True, kw_only=True, gc=False):
    """A thing of our graph with what ties it to others. Absent fields are empty."""

    iri: str
    kind: Kind
    keys: tuple[tuple[str, str], ...] = ()
    """(scheme, canonical value), sorted."""
    name: str = ""
    """The title of a paper, the name of anything else."""
    variants: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    complete: bool = True
    """Whether the author list is whole."""
    year: int | None = None
    venue: str = ""
    country: str = ""
    basis: str = ""
    """How a person is identified (kg:identityBasis)."""
    versions: bool = False
    """Whether several forms of the paper are known."""

    def values(self, scheme: str) -> tuple[str, ...]:
        """Return its identifiers of one scheme."""
        return tuple(value for name, value in self.keys if name == scheme)


class _Reopened:
    """A file that may be opened again while it is read, or its content in memory where there is no folder."""

    def __init__(self, folder: Path | None, name: str) -> None:
        self._path = None if folder is None else folder / f"{name}.things"
        self._content = b""
        self._open: list[IO[bytes]] = []

    def __enter__(self) -> IO[bytes]:
        """Open it at its beginning."""
        if self._path is None:
            file: IO[bytes] = BytesIO(self._content)
        else:
            self._path.touch()
            file = self._path.open("r+b", buffering=1 << 20)
        self._open.append(file)
        return file

    def __exit__(self, *_: object) -> None:
        """Close what was opened last."""
        file = self._open.pop()
        if isinstance(file, BytesIO):
            self._content = file.getvalue()
        file.close()


class Entities:
    """What is to be linked: filled once, then read as often as needed."""

    def __init__(self, folder: Path | None = None, *, describing: bool = True) -> None:
        """Keep the lines below `folder`, which must exist; in memory without it.

        Args:
            folder: for what memory does not take.
            describing: keep names, titles and author lists too, which identifiers alone do not need.
        """
        self._lines = LineSpool(folder, name="entities")
        self._fields = _DESCRIBING if describing else _IDENTIFYING
        self._folder = folder
        self._kinds: dict[Kind, _Reopened] | None = None
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Entity).decode

    def add(self, triples: Iterable[Triple]) -> None:
        """Take what linking needs from triples."""
        self._lines.add(self._kept(triples))

    def _kept(self, triples: Iterable[Triple]) -> Iterator[bytes]:
        fields = self._fields
        for subject, predicate, value in triples:
            field = fields.get(predicate)
            if field is None or (field == "type" and value not in _KINDS):
                continue
            if field in _OF_AUTHORSHIP:
                place = _AUTHORSHIP.fullmatch(subject)
                if place is None:
                    continue
                yield f"<{place[1][1:]}paper/{place[2]}>\t{field}\t{place[3]} {value}\n".encode()
            else:
                yield f"{subject}\t{field}\t{value}\n".encode()

    def __iter__(self) -> Iterator[Entity]:
        """Yield the things of the kinds that are linked, kind after kind, by IRI."""
        for kind in KINDS:
            yield from self.of_kind(kind)

    def of_kind(self, kind: Kind) -> Iterator[Entity]:
        """Yield the things of one kind, by IRI."""
        if self._kinds is None:
            self._kinds = self._sorted_out()
        with self._kinds[kind] as packed:
            packed.seek(0)
            while head := packed.read(4):
                yield self._decode(packed.read(int.from_bytes(head)))

    def _sorted_out(self) -> dict[Kind, "_Reopened"]:
        """Write the things of each kind one behind the other, since they are read once for each question."""
        kinds = {kind: _Reopened(self._folder, kind) for kind in KINDS}
        with ExitStack() as files:
            out = {kind: files.enter_context(kinds[kind]) for kind in KINDS}
            for entity in self._read():
                packed = self._encode(entity)
                out[entity.kind].write(len(packed).to_bytes(4) + packed)
        return kinds

    def _read(self) -> Iterator[Entity]:
        for subject, lines in groupby(self._lines, key=lambda line: line[: line.index(b"\t")]):
            found = _entity(subject.decode(), [line.decode()[:-1].split("\t", 2) for line in lines])
            if found is not None:
                yield found


def _entity(subject: Term, rows: list[list[str]]) -> Entity | None:
    fields: dict[str, list[str]] = {}
    keys: list[tuple[str, str]] = []
    schemes = _SCHEME_NAMES
    for _, field, value in rows:
        if field in schemes:
            keys.append((field, lexical(value)))
        else:
            fields.setdefault(field, []).append(value)
    types = fields.get("type")
    if types is None:
        return None
    kind = _KINDS[types[0]]
    if kind == "category":
        keys = [(f"{_scheme_of(fields)}-category", value) for name, value in keys if name == "notation"]
    if len(fields) == 1:  # the common case of identifiers alone
        return Entity(iri=subject[1:-1], kind=kind, keys=tuple(keys))
    return _described(subject[1:-1], kind, tuple(keys), fields)


_SCHEME_NAMES = frozenset(_SCHEMES.values())


def _described(iri: str, kind: Kind, keys: tuple[tuple[str, str], ...], fields: dict[str, list[str]]) -> Entity:
    first = {field: lexical(values[0]) for field, values in fields.items() if field not in _OF_AUTHORSHIP}
    year = first.get("year", "")
    return Entity(
        iri=iri,
        kind=kind,
        keys=keys,
        name=first.get("name", ""),
        variants=tuple(map(lexical, fields.get("variant", ()))),
        authors=_authors(fields),
        complete=first.get("complete") != "false",
        year=int(year) if year.isdecimal() else None,
        venue=first.get("venue", ""),
        country=first.get("country", ""),
        basis=first.get("basis", ""),
        versions="version" in fields,
    )


def _authors(fields: dict[str, list[str]]) -> tuple[Author, ...]:
    places: dict[int, list[str]] = {}
    for at, field in enumerate(("agent", "printed")):
        for value in fields.get(field, ()):
            position, _, term = value.partition(" ")
            places.setdefault(int(position), ["", ""])[at] = lexical(term)
    return tuple(Author(position, agent, name) for position, (agent, name) in sorted(places.items()))


def _scheme_of(fields: dict[str, list[str]]) -> str:
    """Return the key of the concept scheme that a category belongs to: `arxiv` of `{base}id/scheme/arxiv`."""
    return lexical(fields["scheme"][0]).rpartition("/")[2] if "scheme" in fields else "unknown"
