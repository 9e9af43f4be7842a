"""Wikidata's JSON dump -> what it tells of each entity. Reads: an array with an entity a line. Emits: Group.

The same that its N-Triples tell by `wdt:` predicates, so that both dumps lead to the same links. Decoded are the few
properties that `kg.pipeline.rdf_dumps` knows; a statement that Wikidata deprecates is left out.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Generic, TypeVar

import msgspec
from msgspec import Raw, Struct, field

from kg.errors import InputError
from kg.pipeline.rdf_dumps import LABEL, WIKIDATA, Group
from kg.pipeline.skipped import Skipped
from kg.readers.syntax.packed import open_bytes
from kg.terms import Term, text

_MARK: Final = re.compile(rb'\A\s*\[?\s*\{\s*"type"\s*:\s*"(?:item|property|lexeme)"\s*,\s*"id"\s*:\s*"[QPL][0-9]+"')
_HEAD: Final = 1 << 12
_ENTITY: Final = "http://www.wikidata.org/entity/"
T = TypeVar("T")


class Monolingual(Struct, gc=False):
    """A text with its language."""

    text: str = ""
    language: str = ""


class Time(Struct, gc=False):
    """A date: `+2017-06-12T00:00:00Z`."""

    time: str = ""


class Referred(Struct, gc=False):
    """Another entity; old dumps have its number only."""

    id: str = ""
    number: int = field(default=0, name="numeric-id")

    @property
    def iri(self) -> str:
        """Its IRI."""
        return f"{_ENTITY}{self.id or f'Q{self.number}'}"


class Value(Struct, Generic[T], gc=False):
    """What a property holds."""

    value: T


class Snak(Struct, Generic[T], gc=False):
    """A property with its value; without one where that is unknown, or where there is none."""

    datavalue: Value[T] | None = None


class Qualifiers(Struct, gc=False):
    """What is said of a statement: `object named as` (P1932) is the name of an author on the work."""

    named_as: list[Snak[str]] | None = field(default=None, name="P1932")


class Statement(Struct, Generic[T], gc=False):
    """One statement."""

    mainsnak: Snak[T]
    rank: str = "normal"
    qualifiers: Qualifiers | list[None] | None = None


class Claims(Struct, gc=False):
    """The properties that are read."""

    P356: list[Statement[str]] = []
    P818: list[Statement[str]] = []
    P698: list[Statement[str]] = []
    P8978: list[Statement[str]] = []
    P10283: list[Statement[str]] = []
    P496: list[Statement[str]] = []
    P2456: list[Statement[str]] = []
    P6782: list[Statement[str]] = []
    P236: list[Statement[str]] = []
    P820: list[Statement[str]] = []
    P2093: list[Statement[str]] = []
    P1476: list[Statement[Monolingual]] = []
    P577: list[Statement[Time]] = []
    P50: list[Statement[Referred]] = []


class Entity(Struct, gc=False):
    """An entity. PHP writes an empty object as an empty array."""

    id: str = ""
    labels: Raw = Raw(b"{}")
    claims: Claims | list[None] = []


class Label(Struct, gc=False):
    """A label in a language."""

    value: str = ""


class UsualLabels(Struct, gc=False):
    """Those that most entities have one of."""

    en: Label | None = None
    mul: Label | None = None


ENTITY: Final = msgspec.json.Decoder(Entity)
_LABELS: Final = msgspec.json.Decoder(dict[str, Label] | list[None])
_USUAL: Final = msgspec.json.Decoder(UsualLabels | list[None])
_LEAST: Final = 3
_TEXTS: Final = ("P356", "P818", "P698", "P8978", "P10283", "P496", "P2456", "P6782", "P236", "P820", "P2093")


def is_wikidata(path: Path) -> bool:
    """Return whether a file begins as a JSON dump of Wikidata.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with open_bytes(path) as file:
            return _MARK.match(file.read(_HEAD)) is not None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}", source=str(path)) from error


def wikidata_groups(path: Path, skipped: Skipped) -> Iterator[Group]:
    """Yield what the dump tells of each entity; `skipped` is told of lines that are none.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        with open_bytes(path) as lines:
            for number, line in enumerate(lines, 1):
                raw = line.strip(b" \t\r\n,")
                if len(raw) < _LEAST:  # the brackets around all
                    continue
                try:
                    yield _group(ENTITY.decode(raw))
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                    skipped.add(number, f"no entity of Wikidata: {error}", "fetch the dump again")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}", source=str(path)) from error


def _group(entity: Entity) -> Group:
    pairs: list[tuple[Term, Term]] = []
    named: dict[str, str] = {}
    claims = entity.claims if isinstance(entity.claims, Claims) else Claims()
    for name in _TEXTS:
        if statements := getattr(claims, name):
            pairs += [(f"{WIKIDATA}{name}>", text(value)) for value in _values(statements)]
    pairs += [(f"{WIKIDATA}P1476>", text(value.text)) for value in _values(claims.P1476)]
    pairs += [(f"{WIKIDATA}P577>", text(value.time.lstrip("+"))) for value in _values(claims.P577)]
    for author in claims.P50:
        for value in _values([author]):
            pairs.append((f"{WIKIDATA}P50>", f"<{value.iri}>"))
            for name in _printed(author):
                named[value.iri] = name
    return Group(f"<{_ENTITY}{entity.id}>", [*pairs, *_labels(entity, every=bool(claims.P6782))], named)


def _values(statements: list[Statement[T]]) -> list[T]:
    """Return the values of statements that hold."""
    held = (one.mainsnak.datavalue for one in statements if one.rank != "deprecated")
    return [one.value for one in held if one is not None]


def _printed(author: Statement[Referred]) -> list[str]:
    """Return the name of an author as the work has it, if that is told."""
    told = author.qualifiers.named_as if isinstance(author.qualifiers, Qualifiers) else None
    return [one.datavalue.value for one in told or () if one.datavalue is not None][:1]


def _labels(entity: Entity, *, every: bool) -> Iterator[tuple[Term, Term]]:
    """Yield the labels of an entity, or just one: the English one, that for all languages, or the first."""
    usual = None if every else _USUAL.decode(entity.labels)
    label = (usual.en or usual.mul) if isinstance(usual, UsualLabels) else None
    if label is not None:
        yield LABEL, f"{text(label.value)}@en"
        return
    labels = _LABELS.decode(entity.labels)
    for language, one in list(labels.items() if isinstance(labels, dict) else ())[: None if every else 1]:
        yield LABEL, f"{text(one.value)}@{language}"
