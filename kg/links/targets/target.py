"""Target files -> targets. Reads: kg/links/targets/*.toml, a user's own. Emits: Target, errors that name the place.

A target says how the things of another graph are spelled, which of our identifiers lead to them, and what to ask its
endpoint. `kg/links/README.md` explains each field.
"""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from kg.errors import UsageError
from kg.identifiers import SCHEMES
from kg.links.targets.fetch import Fetch, fetch_faults
from kg.links.targets.key_values import takes_keys
from kg.links.targets.scan import Scan, scan_faults
from kg.terms import is_iri

FOLDER: Final = Path(__file__).parent
SUFFIX: Final = ".toml"

Kind = Literal["paper", "version", "person", "organization", "venue", "category"]
KINDS: Final[tuple[Kind, ...]] = ("paper", "version", "person", "organization", "venue", "category")
"""What is linked, in the order in which it is told."""

Level = Literal["work", "form", "thing", "page"]
"""What the things of the other graph are: works, single forms of works (a preprint, an article), persons and other
things that have no forms, or pages about them."""

_PREDICATES = {
    "owl:sameAs": "http://www.w3.org/2002/07/owl#sameAs",
    "rdfs:seeAlso": "http://www.w3.org/2000/01/rdf-schema#seeAlso",
    "schema:sameAs": "https://schema.org/sameAs",
    "skos:broadMatch": "http://www.w3.org/2004/02/skos/core#broadMatch",
    "skos:closeMatch": "http://www.w3.org/2004/02/skos/core#closeMatch",
    "skos:exactMatch": "http://www.w3.org/2004/02/skos/core#exactMatch",
    "skos:narrowMatch": "http://www.w3.org/2004/02/skos/core#narrowMatch",
    "skos:relatedMatch": "http://www.w3.org/2004/02/skos/core#relatedMatch",
}
Predicate = Literal[
    "owl:sameAs", "rdfs:seeAlso", "schema:sameAs", "skos:broadMatch", "skos:closeMatch", "skos:exactMatch",
    "skos:narrowMatch", "skos:relatedMatch",
]  # fmt: skip
_HELD: Final = frozenset(SCHEMES) | {"arxiv-category"}
_ASKED: Final = _HELD | {"title", "name", "author"}
"""What things of ours can be asked for by."""
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def predicate_iri(predicate: Predicate) -> str:
    """Return the IRI of a predicate that a link may have."""
    return _PREDICATES[predicate]


def predicate_name(iri: str) -> str | None:
    """Return the prefixed name of the predicate of a link, None for one that no link has."""
    return next((name for name, known in _PREDICATES.items() if known == iri), None)


class Question(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A query for many keys at once."""

    key: str
    """The kind of our key: a scheme of identifiers, `title`, `name`, `notation`."""
    query: str
    """SPARQL with one `VALUES ?key { }`, and ?key and ?thing in its head."""
    spellings: tuple[str, ...] = ("{value}",)
    """How the other graph writes such a key: `{value}` stands for ours, `{upper}`, `{lower}`, `{sentence}`, `{titled}`
    for other cases of it."""
    iri: bool = False
    """Whether the key is an IRI there, not a text."""
    endpoint: str | None = None
    """Another endpoint than that of the target."""
    batch: int | None = None
    """Keys of one query, if not as many as the target says."""


class Side(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How things of one kind are linked."""

    iri: str
    """What the IRI of such a thing looks like, as a regular expression for the whole of it."""
    level: Level = "thing"
    predicate: Predicate | None = None
    """Of a link by an identifier; without it that of the level: owl:sameAs, schema:sameAs for a page."""
    held: dict[str, str] = {}
    """Scheme -> IRI with `{value}` in it, or `{web}` for the web address of the identifier: no look-up is needed."""
    ask: tuple[Question, ...] = ()
    scan: Scan | None = None
    """Of papers: how all works are listed, for an endpoint that has few."""

    @property
    def ask_of_list(self) -> tuple[Question, ...]:
        """The questions that the list of all works answers, too."""
        scan = self.scan
        if scan is None:
            return ()
        return tuple(one for one in self.ask if one.key in {"title", "author"} or scan.gives(one.key))

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled spelling check."""
        return _compiled(self.iri)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class Target(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, dict=True):
    """A graph that ours is linked to."""

    name: str
    title: str
    homepage: str
    licence: str | None = None
    """IRI of the licence of its statements."""
    endpoint: str | None = None
    interval: float | None = None
    """Seconds between two questions; without it what the endpoint's client holds for polite."""
    batch: int = 200
    """Keys of one query."""
    page: int = 10_000
    """Rows at which an answer counts as cut."""
    paper: Side | None = None
    version: Side | None = None
    person: Side | None = None
    organization: Side | None = None
    venue: Side | None = None
    category: Side | None = None
    enrich: tuple[Fetch, ...] = ()
    """Ways to ask for records of our things, in the order in which they are tried."""
    key_header: str | None = None
    """The header for the key that the service gives to who asks it much: that of the environment variable
    `SCHOLARKG_KEY_` and the name in capitals, with `_` for `-`."""

    @cached_property
    def sides(self) -> dict[Kind, Side]:
        """The kinds that the target knows, with how they are linked."""
        return {kind: side for kind in KINDS if (side := getattr(self, kind)) is not None}

    @property
    def is_asked(self) -> bool:
        """Whether there is something to ask an endpoint of it."""
        return any(side.ask or side.scan is not None for side in self.sides.values())


def target_names() -> tuple[str, ...]:
    """Return the names of the targets that are built in, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in FOLDER.glob(f"*{SUFFIX}")))


def target(name: str) -> Target:
    """Return a target by its name, or by the path of a file.

    Raises:
        UsageError: there is no such target, or its file is wrong.
    """
    path = Path(name) if name.endswith(SUFFIX) else FOLDER / f"{name}{SUFFIX}"
    if not name.endswith(SUFFIX) and name not in target_names():
        raise UsageError(f"there is no target {name!r}: choose of {', '.join(target_names())}, or name a file.toml")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"the target {path} cannot be read: {error.strerror}") from error
    try:
        found = msgspec.toml.decode(content, type=Target)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the target {path} is wrong: {error}") from error
    for fault in _faults(found):
        raise UsageError(f"the target {path} is wrong: {fault}")
    return found


def _faults(found: Target) -> Iterator[str]:
    if not _NAME.fullmatch(found.name):
        yield f"its name {found.name!r} is not of lower-case words with hyphens between"
    if not found.sides and not found.enrich:
        yield "it links nothing: add a table such as [paper]"
    for fetch in found.enrich:
        yield from fetch_faults(fetch, endpoint=found.endpoint)
    if found.licence is not None and not is_iri(found.licence):
        yield f"its licence {found.licence!r} is no IRI"
    if found.batch < 1 or found.page < 1:
        yield "batch and page are numbers above 0"
    for kind, side in found.sides.items():
        if side.scan is not None:
            yield from scan_faults(side.scan, kind, endpoint=found.endpoint)
        yield from (f"{kind}: {fault}" for fault in _side_faults(side, found))


def _side_faults(side: Side, found: Target) -> Iterator[str]:
    try:
        _compiled(side.iri)
    except re.error as error:
        yield f"iri is no regular expression: {error}"
    if not side.held and not side.ask and side.scan is None:
        yield "it has neither `held` nor `ask`"
    yield from _held_faults(side.held)
    for question in side.ask:
        yield from _question_faults(question, found)


def _held_faults(held: dict[str, str]) -> Iterator[str]:
    for scheme, form in held.items():
        if re.search(r"\{(?:value|web)\}", form) is None:
            yield f"held.{scheme} has neither {{value}} nor {{web}}"
        elif form != "{web}" and not is_iri(form.replace("{value}", "1")):
            yield f"held.{scheme} is no IRI: {form!r}"
        if not _is_key(scheme, _HELD):
            yield f"held.{scheme}: {_one_of(_HELD)}"


def _question_faults(question: Question, found: Target) -> Iterator[str]:
    if not _is_key(question.key, _ASKED):
        yield f"ask has the key {question.key!r}: {_one_of(_ASKED)}"
    if not takes_keys(question.query):
        yield f"the query for {question.key} has to hold `VALUES ?key {{ }}` once"
    if "?thing" not in question.query:
        yield f"the query for {question.key} has no ?thing"
    if question.endpoint is None and found.endpoint is None:
        yield f"the query for {question.key} has no endpoint"
    if not question.spellings or not all(
        re.search(r"\{(?:value|upper|lower|sentence|titled)\}", s) for s in question.spellings
    ):
        yield f"each of the spellings of {question.key} has to hold {{value}} or another form of it"


def _is_key(key: str, known: frozenset[str]) -> bool:
    """Return whether a thing of ours may have such a key; classifications bring schemes of their own."""
    return key in known or key.endswith("-category")


def _one_of(known: frozenset[str]) -> str:
    return f"a thing of ours is known by one of {', '.join(sorted(known))}"
