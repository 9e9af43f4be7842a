"""Organizations and persons -> glimpses. Reads: pieces of ROR (JSON), ORCID (JSON, XML). Emits: Glimpse."""

import html
import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from kg.identifiers import person_identifier
from kg.readers.glimpses.glimpse import Glimpse, known, known_all, of_arxiv_among
from kg.readers.glimpses.works import decoded

_FUNDERS = "10.13039/"
_REGISTERS = {"wikidata": "wikidata", "fundref": "doi"}
_ORCID = re.compile(rb"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_TYPE, _VALUE = (
    re.compile(
        rb'<(?:[\w.-]+:)?external-id-%b[^<>]*>([^<]*)<|"external-id-%b"\s*:\s*(?:\{\s*"value"\s*:\s*)?"([^"\\]*)"'
        % (part, part)
    )
    for part in (b"type", b"value")
)
_SCHEMES = {
    "doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "pmc": "pmcid", "isbn": "isbn", "dblp": "dblp",
    "wikidata": "wikidata", "openalex": "openalex",
}  # fmt: skip
_OF_PERSONS = frozenset({"dblp", "openalex", "acl"})


class _Named(Struct, gc=False):
    value: str | None = None
    label: str | None = None


class _External(Struct, gc=False):
    type: str | None = None
    all: list[str | int] | str | int | None = None
    preferred: str | int | None = None


class _Organization(Struct, gc=False):
    id: str | None = None
    names: list[_Named] | None = None
    name: str | None = None
    aliases: list[str] | None = None
    acronyms: list[str] | None = None
    labels: list[_Named] | None = None
    external_ids: list[_External] | dict[str, _External] | None = None


_ROR = msgspec.json.Decoder(_Organization)


def of_ror(raw: bytes) -> Glimpse | None:
    """Return all names and identifiers of an organization of ROR."""
    one = decoded(raw, _ROR)
    if one is None:
        return None
    names = [name.value or name.label for name in (*(one.names or ()), *(one.labels or ()))]
    names += (one.name, *(one.aliases or ()), *(one.acronyms or ()))
    keys = known_all([("ror", one.id)])
    for kind, other in _external(one):
        values = {*(other.all if isinstance(other.all, list) else (other.all,)), other.preferred}
        keys += known_all((_REGISTERS[kind], _printed(str(value), kind)) for value in values if value is not None)
    return Glimpse("organization", [name for name in names if name], keys)


def _external(one: _Organization) -> list[tuple[str, _External]]:
    """Return the identifiers elsewhere that count, by the words for them."""
    external = one.external_ids or []
    pairs = [(other.type or "", other) for other in external] if isinstance(external, list) else external.items()
    return [(kind.lower(), other) for kind, other in pairs if kind.lower() in _REGISTERS]


def _printed(value: str, kind: str) -> str:
    """Return a number of the Funder Registry as its DOI."""
    return _FUNDERS + value if kind == "fundref" and not value.startswith("10.") else value


def of_orcid(raw: bytes) -> Glimpse | None:
    """Return the iDs in a record of ORCID, the identifiers of its person elsewhere, and those of all works in it."""
    external = list(_pairs(raw))
    if len(external) != raw.count(b"external-id-type") // (2 if raw.startswith(b"<") else 1) or b"<![" in raw:
        return None
    keys = [("orcid", found.decode()) for found in dict.fromkeys(_ORCID.findall(raw))]
    works = []
    for kind, value in external:
        if kind in _OF_PERSONS and (person := person_identifier(kind, value)) is not None:
            keys.append((person.scheme, person.value))
        if kind in _SCHEMES and (work := known(_SCHEMES[kind], value)) is not None:
            works.append(work)
    works += of_arxiv_among([value for _, value in works])
    return Glimpse("person", [], keys, works=tuple(works))


def _pairs(raw: bytes) -> Iterator[tuple[str, str]]:
    """Yield type and value of the identifiers elsewhere, each of which has both."""
    for kind, value in zip(_TYPE.findall(raw), _VALUE.findall(raw), strict=False):
        printed = html.unescape((value[0] or value[1]).decode(errors="replace")).strip()
        yield (kind[0] or kind[1]).decode(errors="replace").strip().lower(), printed
