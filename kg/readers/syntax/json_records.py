"""Pieces of JSON -> typed records. Reads: a source. Emits: Record, Reject; what no type names.

Each piece is decoded by its type (`msgspec`), which skips what the type does not name. A value of another type than the
format says costs that value only: it is left out and a doubt tells it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from kg.identifiers import parse
from kg.model import Doubt, Identifier, Record, RecordFields, Reject
from kg.readers.source import Source
from kg.readers.syntax.json_pieces import LISTS, WRAPPER, Piece, pieces
from kg.readers.unread import is_watched, tell_unread
from kg.terms import is_iri

RAW_KEPT = 2000
"""Characters of a reject that are kept; the digest is that of all of them."""
_MOST_MENDED = 50
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLACE = re.compile(r"`\$((?:\.[\w$-]+|\[\d+\])*)")
_STEP = re.compile(r"\.([\w$-]+)|\[(\d+)\]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_REPAIR = "ask the service for this record again"

T = TypeVar("T")

_parsed = lru_cache(maxsize=1 << 16)(parse)
"""The same journals, persons and organizations come again and again."""

_CANONICAL = {
    "openalex": r"https://openalex\.org/([WAISPFCT][1-9][0-9]*)",
    "s2": r"([0-9a-f]{40}|[1-9][0-9]*)",
    "wikidata": r"(Q[1-9][0-9]*)",
    "arxiv": r"([0-9]{4}\.[0-9]{4,5})",
    "pmid": r"([1-9][0-9]{0,8})",
    "pmcid": r"(PMC[1-9][0-9]*)",
    "dblp": r"((?:conf|journals|books|phd|series)/[A-Za-z0-9-]+/[A-Za-z0-9-]+)",
    "acl": r"([A-Z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+)",
    "doi": r"(?:https://doi\.org/)?(10\.[0-9]{4,9}/[a-z0-9][a-z0-9.()_:;/-]*+(?<=[a-z0-9]))",
}
"""Canonical forms in which services print almost all identifiers; a test holds them to `kg.identifiers`."""
_PLAIN = {scheme: re.compile(form).fullmatch for scheme, form in _CANONICAL.items()}


class UnreadableError(Exception):
    """A piece of JSON that is no record, and what repairs it. It never leaves the readers: it becomes a reject."""

    def __init__(self, reason: str, repair: str = _REPAIR) -> None:
        super().__init__(reason)
        self.reason = reason
        self.repair = repair


class Found(msgspec.Struct, frozen=True, gc=False):
    """Where a record was found, and the doubts that its reading has met so far."""

    source: Source
    index: int
    piece: Piece
    doubts: list[Doubt]

    def record(self, format_: str, fields: RecordFields, *, layout: str | None = None) -> Record:
        """Return the record that has these fields, in the place where it was found and with its doubts.

        `fields` are those of `Record` that the source says something in; it is completed. What is not told costs
        nothing: a record takes four times as long with all of its fields named. `layout` is that of the source where
        none is told.
        """
        source, piece = self.source, self.piece
        fields["start_line"], fields["end_line"] = piece.start_line, piece.end_line
        if piece.pointer is not None:
            fields.setdefault("pointer", piece.pointer)
        if self.doubts:
            fields["doubts"] = tuple(self.doubts)
        return Record(source.name, source.sha256[:16], self.index, format_, layout or piece.layout, **fields)

    def doubt(self, field: str, reason: str, *alternatives: str, confidence: float = 0.0) -> None:
        """Note a reading that may be wrong."""
        noted = Doubt(field=field, reason=reason, confidence=confidence, alternatives=alternatives)
        if noted not in self.doubts:
            self.doubts.append(noted)

    def identifier(self, scheme: str, printed: str | None, field: str | None = None) -> Identifier | None:
        """Return the identifier that `printed` is; if it is a wrong one, None and a doubt that keeps it."""
        if not printed:
            return None
        form = _PLAIN.get(scheme)
        if form is not None:
            plain = form(printed.lower() if scheme == "doi" else printed)
            if plain is not None:
                return Identifier(scheme, plain[1])
        found = _parsed(scheme, printed)
        if found is None and not printed.isspace():
            self.doubt(field or scheme, f"{printed[:200]!r} is no {scheme} identifier (form or check digit); not used")
        return found

    def language(self, printed: str | None) -> str | None:
        """Return a language tag; if it is none, None and a doubt."""
        if not printed:
            return None
        if (len(printed) == 2 and printed.isascii() and printed.isalpha()) or _LANGUAGE.fullmatch(printed):
            return printed
        self.doubt("language", f"{printed[:100]!r} is no language tag; not used")
        return None

    def first_iri(self, printed: Iterable[str | None], field: str) -> str | None:
        """Return the first address that is an IRI; a doubt keeps those before it."""
        for one in printed:
            address = one.strip() if one else ""
            if address and is_iri(address):
                return address
            if one:
                self.doubt(field, f"{one[:200]!r} is no IRI; not used")
        return None


Build = Callable[[T, Found], Record]


def read_records(
    source: Source,
    decoder: msgspec.json.Decoder[T],
    build: Build[T],
    *,
    lists: frozenset[bytes] = LISTS,
    wrapper: bytes = WRAPPER,
) -> Iterator[Record | Reject]:
    """Yield what stands in a source: `build` makes a record of a decoded piece, or raises UnreadableError.

    `lists` names the arrays of a result page, `wrapper` an object that holds the page or the one record.
    """
    index, watched = 0, is_watched()
    piece: Piece | None = None
    for piece in pieces(source, decoder.decode, lists=lists, wrapper=wrapper):
        found = Found(source, index + 1, piece, [])
        try:
            record = build(decoded(piece, decoder, found), found)
        except UnreadableError as error:
            yield reject_of(source, piece, error)
        else:
            if watched:
                tell_what_is_unread(piece, inspect.type_info(decoder.type))
            index += 1
            yield record
    if piece is None:
        nothing = Piece(b"", None, "page", 1, 1)
        yield reject_of(
            source, nothing, UnreadableError("there is no record in it", "ask the service with other words")
        )


def decoded(piece: Piece, decoder: msgspec.json.Decoder[T], found: Found) -> T:
    """Return a piece as its type; values that do not fit are left out with a doubt.

    Raises:
        UnreadableError: it is no JSON object.
    """
    if piece.fault is not None:
        raise UnreadableError(piece.fault)
    if piece.value is not None and isinstance(piece.value, decoder.type):
        return piece.value
    try:
        return decoder.decode(piece.raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _mended(_loaded(piece.raw), decoder.type, found)


def _loaded(raw: bytes) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON that a stricter parser refuses: control characters in strings, halves of surrogate pairs."""
    text = raw.decode(errors="replace")
    try:
        value = json.loads(text, strict=False)
    except ValueError as error:
        raise UnreadableError(f"no JSON: {error}") from None
    except RecursionError:
        raise UnreadableError("brackets in brackets without end") from None
    if not isinstance(value, dict):
        raise UnreadableError(f"no JSON object but {type(value).__name__}")
    return _without_surrogates(value) if "\\u" in text else value


def _without_surrogates(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_surrogates(one) for one in value]
    if isinstance(value, dict):
        return {_without_surrogates(name): _without_surrogates(one) for name, one in value.items()}
    return value


def _mended(value: Any, type_: type[T], found: Found) -> T:  # noqa: ANN401 - any JSON
    message = ""
    for _ in range(_MOST_MENDED):
        try:
            return msgspec.convert(value, type_)
        except msgspec.ValidationError as error:
            message = str(error)
        place = _PLACE.search(message)
        steps = [name or int(number) for name, number in _STEP.findall(place[1])] if place else []
        if not steps:
            break
        _leave_out(value, steps, message.partition(" - at ")[0], found)
    raise UnreadableError(f"not as the format says: {message}")


def _leave_out(value: Any, steps: list[str | int], message: str, found: Found) -> None:  # noqa: ANN401 - any JSON
    holder = value
    for step in steps[:-1]:
        holder = holder[step]
    last = steps[-1]
    wrong = holder[last]
    wants_text = "`str" in message.partition(", got")[0]
    if wants_text and isinstance(wrong, (int, float)) and not isinstance(wrong, bool):
        holder[last] = str(wrong)
        return
    del holder[last]
    printed = json.dumps(wrong, ensure_ascii=False)[:200]
    found.doubt(str(steps[0]), f"{'/'.join(map(str, steps))}: {message}; left out: {printed}")


def reject_of(source: Source, piece: Piece, error: UnreadableError) -> Reject:
    """Return the reject of a piece that is no record, with its place and the beginning of its text."""
    text = piece.raw[: 4 * RAW_KEPT].decode(errors="replace")
    raw = text if len(text) <= RAW_KEPT else text[:RAW_KEPT] + " [...]"
    where = f"{piece.pointer}: " if piece.pointer else ""
    return Reject(
        source=source.name, start_line=piece.start_line, end_line=piece.end_line, reason=where + error.reason,
        repair=error.repair, raw=raw, raw_sha256=hashlib.sha256(piece.raw).hexdigest(),
    )  # fmt: skip


def tell_what_is_unread(piece: Piece, shape: inspect.Type) -> None:
    """Tell of the fields of a piece that its type does not name, as `authorships[].countries`."""
    try:
        value = _loaded(piece.raw)
    except UnreadableError:
        return
    place = f"line {piece.start_line}"
    for field, pointer in _unread(value, shape, "", piece.pointer or ""):
        tell_unread(field, f"{place}, {pointer}")


def _unread(value: Any, shape: inspect.Type, path: str, pointer: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    """Yield the names of fields, and where each stands as a JSON pointer."""
    shapes = shape.types if isinstance(shape, inspect.UnionType) else (shape,)
    if isinstance(value, list):
        inner = next((one for one in shapes if isinstance(one, inspect.ListType)), None)
        for at, one in enumerate(value if inner is not None else ()):
            yield from _unread(one, inner.item_type, f"{path}[]", f"{pointer}/{at}") if inner is not None else ()
    elif isinstance(value, dict):
        struct = next((one for one in shapes if isinstance(one, inspect.StructType)), None)
        known = {field.encode_name: field.type for field in struct.fields} if struct is not None else None
        for name, one in value.items() if known is not None else ():
            where = f"{path}.{name}" if path else name
            there = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            if known is None or name not in known:
                if one not in (None, "", [], {}):
                    yield where, there
            else:
                yield from _unread(one, known[name], where, there)
