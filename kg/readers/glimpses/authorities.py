"""Organizations and persons -> glimpses. Reads: pieces of ROR (JSON), ORCID (JSON, XML). Emits: Glimpse."""

import html
import re
from collections.abc import Iterator

import msgspec
from msgspec import Raw, Struct

from kg.identifiers import person_identifier
from kg.readers.glimpses.glimpse import Glimpse, Key, Schemes, known, known_all, of_arxiv_among
from kg.readers.glimpses.works import decoded

_FUNDERS = "10.13039/"
_OWN = re.compile(r"https://ror\.org/(0[a-z0-9]{6}[0-9]{2})").fullmatch
_REGISTERS = {"wikidata": "wikidata", "fundref": "doi"}
_NOTHING = Raw(b"null")
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
_PATH = re.compile(r"path(?:>|=\"|=')([^<>\"']{1,100})")
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
    external_ids: Raw = _NOTHING
    """Decoded if its identifiers are looked for."""


class _ExternalId(Struct, gc=False, rename="kebab"):
    external_id_type: str = ""
    external_id_value: str = ""


class _ExternalIds(Struct, gc=False, rename="kebab"):
    external_id: list[_ExternalId] | None = None
    external_identifier: list[_ExternalId] | None = None


class _Uri(Struct, gc=False):
    uri: str | None = None
    path: str | None = None


class _Work(Struct, gc=False, rename="kebab"):
    path: str | None = None
    external_ids: _ExternalIds | None = None


class _WorkGroup(Struct, gc=False, rename="kebab"):
    work_summary: list[_Work] | None = None


class _Works(Struct, gc=False):
    group: list[_WorkGroup] | None = None


class _Activities(Struct, gc=False):
    works: _Works | None = None


class _Person(Struct, gc=False, rename="kebab"):
    path: str | None = None
    name: _Uri | None = None
    external_identifiers: _ExternalIds | None = None


class _Profile(_Work, gc=False, rename="kebab"):
    orcid_identifier: _Uri | None = None
    person: _Person | None = None
    name: _Uri | None = None
    activities_summary: _Activities | None = None
    external_identifiers: _ExternalIds | None = None
    group: list[_WorkGroup] | None = None
    work: _Work | None = None


_PROFILE = msgspec.json.Decoder(_Profile)
_ROR = msgspec.json.Decoder(_Organization)
_ELSEWHERE = msgspec.json.Decoder(list[_External] | dict[str, _External] | None)


def of_ror(raw: bytes, sought: Schemes) -> Glimpse | None:
    """Return all names and identifiers of an organization of ROR."""
    one = decoded(raw, _ROR)
    if one is None:
        return None
    names = [name.value or name.label or "" for name in (*(one.names or ()), *(one.labels or ()))]
    names += (one.name or "", *(one.aliases or ()), *(one.acronyms or ()))
    own = _OWN(one.id or "")  # its check digits are right, or it is none of ours
    keys: list[Key] = [("ror", own[1])] if own is not None else known_all([("ror", one.id)], sought)
    if any(scheme in sought for scheme in _REGISTERS.values()):
        try:
            keys += _elsewhere(_ELSEWHERE.decode(one.external_ids) or [])
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
    return Glimpse("organization", list(filter(None, names)), keys)


def _elsewhere(external: list[_External] | dict[str, _External]) -> Iterator[Key]:
    """Yield the identifiers in other registers."""
    for kind, other in ((one.type, one) for one in external) if isinstance(external, list) else external.items():
        register = (kind or "").lower()
        if register in _REGISTERS:
            values = {*(other.all if isinstance(other.all, list) else (other.all,)), other.preferred}
            for value in values:
                if value is not None and (found := _known(register, str(value))) is not None:
                    yield found


def _known(register: str, value: str) -> Key | None:
    """Return an identifier elsewhere; a number of the Funder Registry is its DOI."""
    if register == "wikidata":
        return known("wikidata", value)
    if value.isascii() and value.isdigit():
        return "doi", _FUNDERS + value
    return known("doi", value if value.startswith("10.") else _FUNDERS + value)


def of_orcid(raw: bytes, sought: Schemes) -> Glimpse | None:
    """Return the iD of a person of ORCID, the identifiers elsewhere, and those of all works."""
    seen = _of_xml(raw) if raw.startswith(b"<") else _of_json(raw)
    if seen is None:
        return None
    paths, external = seen
    keys = [("orcid", match[0]) for path in paths if path and (match := _ORCID.search(path)) is not None]
    works = []
    for printed, value in external:
        kind = printed.strip().lower()
        if kind in _OF_PERSONS and kind in sought and (person := person_identifier(kind, value)) is not None:
            keys.append((person.scheme, person.value))
        scheme = _SCHEMES.get(kind)
        if scheme in sought and scheme is not None and (work := known(scheme, value.strip())) is not None:
            works.append(work)
    works += of_arxiv_among([value for _, value in works], sought)
    return Glimpse("person", [], keys, works=tuple(works))


_Seen = tuple[list[str | None], list[tuple[str, str]]]
"""Where the iD may stand; type and value of all identifiers elsewhere."""


def _of_json(raw: bytes) -> _Seen | None:
    profile = decoded(raw, _PROFILE)
    if profile is None:
        return None
    person, activities, uri = profile.person or _Person(), profile.activities_summary, profile.orcid_identifier
    groups = profile.group or (activities.works.group if activities is not None and activities.works else None) or ()
    works = [work for group in groups for work in group.work_summary or ()]
    listed = [profile.external_identifiers, person.external_identifiers]
    listed += [one.external_ids for one in (profile, profile.work, *works) if one is not None]
    external = [
        (one.external_id_type, one.external_id_value)
        for ids in listed
        if ids is not None
        for one in (*(ids.external_id or ()), *(ids.external_identifier or ()))
    ]
    placed = (uri, profile, person, person.name, profile.name, profile.work)
    return [*(one.path for one in placed if one is not None), uri.uri if uri is not None else None], external


def _of_xml(raw: bytes) -> _Seen | None:
    """Return the same of XML, where each identifier has type and value; None where they are told in another way."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    kinds, values = _TYPE.findall(text), _VALUE.findall(text)
    if not len(kinds) == len(values) == text.count("external-id-type") // 2:
        return None
    return _PATH.findall(text), [(kind, html.unescape(value)) for kind, value in zip(kinds, values, strict=True)]
