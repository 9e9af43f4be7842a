"""Organizations and persons -> glimpses. Reads: pieces of ROR (JSON), ORCID (JSON, XML). Emits: Glimpse."""

import html
import re

import msgspec
from msgspec import Struct

from kg.identifiers import person_identifier
from kg.readers.glimpses.glimpse import Glimpse, Key, known, known_all, of_arxiv_among
from kg.readers.glimpses.works import decoded

_FUNDERS = "10.13039/"
_REGISTERS = frozenset({"wikidata", "fundref"})
_ORCID = re.compile(rb"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_TYPE = re.compile(r"<(?:[\w.-]+:)?external-id-type[^<>]*>([^<]*)</")
_VALUE = re.compile(r"<(?:[\w.-]+:)?external-id-value[^<>]*>([^<]*)</")
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


class _ExternalId(Struct, gc=False, rename="kebab"):
    external_id_type: str = ""
    external_id_value: str = ""


class _ExternalIds(Struct, gc=False, rename="kebab"):
    external_id: list[_ExternalId] | None = None
    external_identifier: list[_ExternalId] | None = None


class _Work(Struct, gc=False, rename="kebab"):
    external_ids: _ExternalIds | None = None


class _WorkGroup(Struct, gc=False, rename="kebab"):
    work_summary: list[_Work] | None = None


class _Works(Struct, gc=False):
    group: list[_WorkGroup] | None = None


class _Activities(Struct, gc=False):
    works: _Works | None = None


class _Person(Struct, gc=False, rename="kebab"):
    external_identifiers: _ExternalIds | None = None


class _Profile(_Work, gc=False, rename="kebab"):
    person: _Person | None = None
    activities_summary: _Activities | None = None
    external_identifiers: _ExternalIds | None = None
    group: list[_WorkGroup] | None = None
    work: _Work | None = None


_PROFILE = msgspec.json.Decoder(_Profile)
_ROR = msgspec.json.Decoder(_Organization)


def of_ror(raw: bytes) -> Glimpse | None:
    """Return all names and identifiers of an organization of ROR."""
    one = decoded(raw, _ROR)
    if one is None:
        return None
    names = [name.value or name.label or "" for name in (*(one.names or ()), *(one.labels or ()))]
    names += (one.name or "", *(one.aliases or ()), *(one.acronyms or ()))
    keys = known_all([("ror", one.id)])
    external = one.external_ids or []
    for kind, other in ((other.type, other) for other in external) if isinstance(external, list) else external.items():
        register = (kind or "").lower()
        if register in _REGISTERS:
            values = {*(other.all if isinstance(other.all, list) else (other.all,)), other.preferred}
            keys += [found for value in values if value is not None and (found := _known(register, str(value)))]
    return Glimpse("organization", list(filter(None, names)), keys)


def _known(register: str, value: str) -> Key | None:
    """Return an identifier elsewhere; a number of the Funder Registry is its DOI."""
    if register == "wikidata":
        return known("wikidata", value)
    if value.isascii() and value.isdigit():
        return "doi", _FUNDERS + value
    return known("doi", value if value.startswith("10.") else _FUNDERS + value)


def of_orcid(raw: bytes) -> Glimpse | None:
    """Return the iDs in a record of ORCID, the identifiers of its person elsewhere, and those of all works in it."""
    pairs = _pairs_of_xml(raw) if raw.startswith(b"<") else _pairs_of_json(raw)
    if pairs is None:
        return None
    keys = [("orcid", found.decode()) for found in set(_ORCID.findall(raw))]
    works = []
    for printed, value in pairs:
        kind = printed.strip().lower()
        if kind in _OF_PERSONS and (person := person_identifier(kind, value)) is not None:
            keys.append((person.scheme, person.value))
        if kind in _SCHEMES and (work := known(_SCHEMES[kind], value.strip())) is not None:
            works.append(work)
    works += of_arxiv_among([value for _, value in works])
    return Glimpse("person", [], keys, works=tuple(works))


def _pairs_of_json(raw: bytes) -> list[tuple[str, str]] | None:
    """Return type and value of all identifiers elsewhere; None where they are told in another way."""
    if b'"external-id-type"' not in raw:
        return []
    profile = decoded(raw, _PROFILE)
    if profile is None:
        return None
    person, activities = profile.person, profile.activities_summary
    listed = [profile.external_identifiers, person.external_identifiers if person is not None else None]
    groups = profile.group or (activities.works.group if activities is not None and activities.works else None) or ()
    works = [work for group in groups for work in group.work_summary or ()]
    listed += [one.external_ids for one in (profile, profile.work, *works) if one is not None]
    external = (
        one for ids in listed if ids is not None for one in (*(ids.external_id or ()), *(ids.external_identifier or ()))
    )
    return [(one.external_id_type, one.external_id_value) for one in external]


def _pairs_of_xml(raw: bytes) -> list[tuple[str, str]] | None:
    """Return the same of XML, in which each identifier has both; None where they are told in another way."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    kinds, values = _TYPE.findall(text), _VALUE.findall(text)
    whole = len(kinds) == len(values) == text.count("external-id-type") // 2
    return [(kind, html.unescape(value)) for kind, value in zip(kinds, values, strict=True)] if whole else None
