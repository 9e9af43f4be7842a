"""ROR records -> organizations. Reads: JSON of ROR 1 and 2: one, an answer, a dump. Emits: OrganizationAuthority.

Read: the name that ROR displays; other labels, aliases and acronyms with their languages; the identifier (check digits
verified); the country; Wikidata's item and the numbers of the Funder Registry (as their DOIs). An organization that is
not active has a doubt, which names its successor.
Left out: types, year of foundation, domains, links, places below the country, relations to other organizations, GRID
and ISNI, stamps.
"""

import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from kg.model import Affiliation, Identifier, OrganizationAuthority, Reject
from kg.readers.source import Source
from kg.readers.syntax.json_pieces import Piece, pieces
from kg.readers.syntax.json_records import Found, UnreadableError, decoded, reject_of

_ID = re.compile(r'"id"\s*:\s*"https?:\\?/\\?/ror\.org\\?/')
_MARK = re.compile(r'"(?:established|external_ids|acronyms|aliases|relationships|locations|ip_addresses)"\s*:')
_FUNDERS = "10.13039/"
_SCHEMES = {"wikidata": "wikidata", "fundref": "doi"}
_REPAIR = "ask ROR for the record again: https://api.ror.org/organizations/ID"


class OrganizationName(Struct, gc=False):
    """A name, what it is (ror_display, label, alias, acronym) and in which language."""

    value: str | None = None
    types: list[str] | None = None
    lang: str | None = None


class Place(Struct, gc=False):
    """A place in GeoNames."""

    country_code: str | None = None


class Location(Struct, gc=False):
    """Where an organization is."""

    geonames_details: Place | None = None


class Label(Struct, gc=False):
    """A name in a language, as of version 1."""

    label: str | None = None
    iso639: str | None = None


class External(Struct, gc=False):
    """Identifiers elsewhere."""

    type: str | None = None
    all: list[str | int] | str | int | None = None
    preferred: str | int | None = None


class Relationship(Struct, gc=False):
    """Another organization that this one stands in a relation to."""

    id: str | None = None
    label: str | None = None
    type: str | None = None


class Organization(Struct, gc=False):
    """An organization: `names` and `locations` are of version 2, `name` and `country` of version 1."""

    id: str | None = None
    status: str | None = None
    names: list[OrganizationName] | None = None
    name: str | None = None
    aliases: list[str] | None = None
    acronyms: list[str] | None = None
    labels: list[Label] | None = None
    locations: list[Location] | None = None
    country: Place | None = None
    external_ids: list[External] | dict[str, External] | None = None
    relationships: list[Relationship] | None = None


_DECODER = msgspec.json.Decoder(Organization)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as JSON of ROR."""
    start = beginning.lstrip("\ufeff \t\r\n")
    return start[:1] in ("{", "[") and _ID.search(start) is not None and _MARK.search(start) is not None


def read_ror(source: Source) -> Iterator[OrganizationAuthority | Reject]:
    """Yield the organizations of a source in its order."""
    index, empty = 0, True
    for piece in pieces(source, _DECODER.decode):
        empty = False
        found = Found(source, index + 1, piece, [])
        try:
            authority = _authority(decoded(piece, _DECODER, found), found)
        except UnreadableError as error:
            yield reject_of(source, piece, error)
        else:
            index += 1
            yield authority
    if empty:
        nothing = Piece(b"", None, "single", 1, 1)
        yield reject_of(source, nothing, UnreadableError("there is no organization in it", _REPAIR))


def _authority(one: Organization, found: Found) -> OrganizationAuthority:
    ror = found.identifier("ror", one.id)
    names = list(dict.fromkeys(_names(one, found)))
    if not names:
        raise UnreadableError(f"an organization without name: {(one.id or 'no id')[:100]}", "leave it out")
    _doubt_status(one, found)
    language, name = names[0]
    others = tuple([other for other in names[1:] if other[1] != name or other[0] not in (language, "")])
    source, piece, identifiers = found.source, found.piece, _identifiers(one, found)
    number = ror.value if ror is not None else None
    return OrganizationAuthority(
        source=source.name, source_key=source.sha256[:16], index=found.index, format="ror",
        pointer=piece.pointer or number, start_line=piece.start_line, end_line=piece.end_line,
        organization=Affiliation(raw=name, name=name, ror=number, country=_country(one)),
        other_names=others, identifiers=identifiers, doubts=tuple(found.doubts),
    )  # fmt: skip


def _names(one: Organization, found: Found) -> Iterator[tuple[str, str]]:
    """Yield language and name: first the one that ROR displays, then labels, aliases, acronyms."""
    if one.name and (name := one.name.strip()):
        yield "", name
    for other in sorted(one.names, key=_rank) if one.names is not None else ():
        if other.value and (name := other.value.strip()):
            yield (found.language(other.lang) or "") if other.lang is not None else "", name
    for label in one.labels or ():
        if label.label and (name := label.label.strip()):
            yield found.language(label.iso639) or "", name
    for listed in (one.aliases, one.acronyms):
        for text in listed or ():
            if name := text.strip():
                yield "", name


def _rank(name: OrganizationName) -> int:
    types = name.types or ()
    if "ror_display" in types:
        return 0
    if "label" in types:
        return 1
    return 2 if "alias" in types else 3 if "acronym" in types else 4


def _country(one: Organization) -> str | None:
    for place in (*[place.geonames_details for place in one.locations or ()], one.country):
        code = place.country_code.upper() if place is not None and place.country_code else ""
        if len(code) == 2 and code.isascii() and code.isalpha():
            return code
    return None


def _identifiers(one: Organization, found: Found) -> tuple[Identifier, ...]:
    kept: set[Identifier | None] = set()
    external = one.external_ids or ()
    for kind, other in external.items() if isinstance(external, dict) else [(other.type, other) for other in external]:
        scheme = _SCHEMES.get(kind.lower()) if kind else None
        if scheme is None:
            continue
        for value in dict.fromkeys(_values(other)):
            if scheme == "doi" and value.isascii() and value.isdecimal():
                kept.add(Identifier("doi", _FUNDERS + value))
            else:
                bare = scheme == "doi" and not value.startswith("10.")
                kept.add(found.identifier(scheme, _FUNDERS + value if bare else value))
    return tuple(sorted(one for one in kept if one is not None))


def _values(other: External) -> list[str]:
    listed = other.all if isinstance(other.all, list) else [other.all]
    return [str(value) for value in (*listed, other.preferred) if value not in (None, "")]


def _doubt_status(one: Organization, found: Found) -> None:
    if one.status in (None, "active"):
        return
    successors = [f"{other.label} ({other.id})" for other in one.relationships or () if _is_successor(other)]
    told = f"; its successor: {', '.join(successors)}" if successors else ""
    found.doubt("status", f"ROR says that this organization is {one.status}{told}"[:500], confidence=0.9)


def _is_successor(other: Relationship) -> bool:
    return (other.type or "").lower() == "successor"
