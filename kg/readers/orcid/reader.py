"""ORCID records -> persons and their works. Reads: JSON or XML of the public API 2.0 to 3.0. Emits: PersonAuthority ...

A person: given and family name, credit name and other names, the iD (check digit verified; a wrong one is a doubt and
nothing is merged by it), employments as affiliations (ROR, country), the identifiers of the works. Each work with a
title is a record, once for each source that ORCID has it from: title, journal, type, date, identifiers of the work
itself, of what it is part of, contributors where they are given; else the person alone stands for its authors, and the
list is incomplete.
Left out: biography, keywords, addresses, e-mails, web pages, education, fundings, peer reviews, research resources,
identifiers that `kg.identifiers` does not know (Scopus, ResearcherID), citations in BibTeX, stamps, untitled works.
"""

import re
from collections.abc import Iterator

import msgspec

from kg.identifiers import person_identifier
from kg.model import Affiliation, Identifier, Name, PersonAuthority, Record, Reject
from kg.readers.orcid.markup import shaped
from kg.readers.orcid.profile import Employment, Employments, Person, PersonName, Profile, Work, text_of
from kg.readers.orcid.works import Identified, Owner, identified, work_record
from kg.readers.source import Source, beginning
from kg.readers.syntax.json_pieces import Piece, pieces
from kg.readers.syntax.json_records import Found, UnreadableError, decoded, reject_of
from kg.readers.syntax.printed_names import inverted_name
from kg.readers.syntax.xml_records import parsed, xml_pieces

_JSON = re.compile(
    r'"orcid-identifier"\s*:|"(?:given-names|credit-name|work-summary|contributor-orcid)"\s*:\s*[{\[n]'
    r'|"path"\s*:\s*"/\d{4}-\d{4}-\d{4}-\d{3}[\dX]/(?:person|works?|record)'
)
_XML = re.compile(r"http://www\.orcid\.org/ns/(?:record|person|activities|work|bulk)\b")
_ROOT = re.compile(r"<(?:[\w.-]+:)?(record|person|works|work|bulk)[\s>]")
_IN_PATH = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_DECODER = msgspec.json.Decoder(Profile)
_REPAIR = "ask the public API for the record again: https://pub.orcid.org/v3.0/ID/record"
Reading = PersonAuthority | Record | Reject


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as a record of ORCID."""
    start = beginning.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return _XML.search(start) is not None and _ROOT.search(start) is not None
    return start[:1] in ("{", "[") and _JSON.search(start) is not None


def read_orcid(source: Source) -> Iterator[Reading]:
    """Yield the persons of a source, each before their works."""
    head = beginning(source).lstrip("\ufeff \t\r\n")
    found_in = _xml(source, head) if head.startswith("<") else pieces(source, _DECODER.decode, lists=_LISTS)
    persons, records, empty = 0, 0, True
    for piece in found_in:
        empty = False
        found = Found(source, persons + 1, piece, [])
        try:
            profile = _profile(piece, found, is_xml=head.startswith("<"))
            works = [identified(work, Found(source, 0, piece, [])) for work in _works(profile)]
            path = _path(profile)
            person = _person(profile, path, works, found)
        except UnreadableError as error:
            yield reject_of(source, piece, error)
            continue
        if person is not None:
            persons += 1
            yield person
        owner = _owner(path, person) if works else _NOBODY
        for work in works:
            record = work_record(work, owner, Found(source, records + 1, piece, []))
            if record is not None:
                records += 1
                yield record
    if empty:
        yield reject_of(source, Piece(b"", None, "single", 1, 1), UnreadableError("there is no record in it", _REPAIR))


_LISTS = frozenset({b"bulk"})
_NOBODY = Owner((), None, "")


def _xml(source: Source, head: str) -> Iterator[Piece]:
    root = _ROOT.search(head)
    name = root[1] if root is not None else "record"
    return xml_pieces(source, "work" if name == "bulk" else name)


def _profile(piece: Piece, found: Found, *, is_xml: bool) -> Profile:
    if not is_xml:
        return decoded(piece, _DECODER, found)
    try:
        return msgspec.convert(shaped(parsed(piece)), Profile)
    except (msgspec.ValidationError, RecursionError) as error:
        raise UnreadableError(f"not as ORCID writes it: {error}"[:400], _REPAIR) from None


def _works(profile: Profile) -> list[Work]:
    """Return the works of an answer: a list of them, or the one that it is."""
    if profile.title is not None:
        return [profile]
    if profile.work is not None:
        return [profile.work]
    activities = profile.activities_summary
    listed = profile.group or (activities.works.group if activities and activities.works else None) or ()
    return [work for group in listed for work in group.work_summary or ()]


def _path(profile: Profile) -> str:
    """Return the iD as printed, `` if there is none."""
    uri, person, work = profile.orcid_identifier, profile.person, profile.work
    if uri is not None and uri.path and (match := _IN_PATH.search(uri.path)) is not None:  # nearly all
        return match[0]
    name = profile.name or (person.name if person is not None else None)
    printed = [(uri.path or uri.uri) if uri is not None else None, profile.path]
    printed += [one.path for one in (person, name, work) if one is not None]
    return next((match[0] for one in printed if one and (match := _IN_PATH.search(one))), "")


def _person(profile: Profile, path: str, works: list[Identified], found: Found) -> PersonAuthority | None:
    """Return the person of an answer, None if it describes works only."""
    person = profile.person or Person(
        name=profile.name, other_names=profile.other_names, external_identifiers=profile.external_identifiers
    )
    known = tuple(_identifiers(path, person, found))
    listed = (person.other_names.other_name if person.other_names else None) or ()
    others = [inverted_name(text_of(one.content)) for one in listed]
    names = [one for one in (*_names(person.name), *others) if one is not None]
    if not names and works:
        return None
    if not names:
        raise UnreadableError(f"neither a person with a public name nor a work: {path or 'no iD'}", _REPAIR)
    activities = profile.activities_summary
    jobs = activities.employments if activities is not None else None
    employments = tuple(_affiliations(jobs, found)) if jobs is not None else ()
    for work in works:
        found.doubts.extend([one for one in work.doubts if one not in found.doubts])
    return PersonAuthority(
        source=found.source.name, source_key=found.source.sha256[:16], index=found.index, format="orcid",
        pointer=path or found.piece.pointer, start_line=found.piece.start_line, end_line=found.piece.end_line,
        doubts=tuple(found.doubts), name=msgspec.structs.replace(names[0], identifiers=known, affiliations=employments),
        other_names=tuple(dict.fromkeys(one for one in names[1:] if one.printed != names[0].printed)),
        works=tuple(dict.fromkeys(work.own for work in works if work.own)),
    )  # fmt: skip


def _identifiers(path: str, person: Person, found: Found) -> Iterator[Identifier]:
    orcid = found.identifier("orcid", path, "name") if path else None
    if orcid is not None:
        yield orcid
    listed = (person.external_identifiers.external_identifier if person.external_identifiers else None) or ()
    for one in listed:
        scheme = text_of(one.external_id_type).lower()
        if scheme in ("dblp", "openalex", "acl") and text_of(one.external_id_value):
            known = person_identifier(scheme, text_of(one.external_id_value))
            if known is not None:
                yield known


def _names(name: PersonName | None) -> Iterator[Name]:
    """Yield given and family name as one, then the credit name."""
    given, family = (text_of(name.given_names), text_of(name.family_name)) if name is not None else ("", "")
    printed = " ".join(one for one in (given, family) if one)
    if printed:
        whole = bool(given and family)
        yield Name(printed=printed, given=given if whole else None, family=family if whole else None)
    credit = inverted_name(text_of(name.credit_name)) if name is not None else None
    if credit is not None:
        yield credit


def _affiliations(employments: Employments, found: Found) -> Iterator[Affiliation]:
    """Yield the organizations of all employments, each once."""
    listed: list[Employment | None] = list(employments.employment_summary or ())
    for group in employments.affiliation_group or ():
        listed += [one.employment_summary for one in group.summaries or ()]
        listed += group.employment_summary or ()
    once: dict[Affiliation, None] = {}
    for one in listed:
        organization = one.organization if one is not None else None
        name = text_of(organization.name) if organization is not None else ""
        if one is None or organization is None or not name:
            continue
        register = organization.disambiguated_organization
        is_ror = register is not None and text_of(register.disambiguation_source).upper() == "ROR"
        printed = text_of(register.disambiguated_organization_identifier) if is_ror and register is not None else ""
        ror = found.identifier("ror", printed, "affiliations") if printed else None
        country = text_of(organization.address.country).upper() if organization.address else ""
        raw = ", ".join(part for part in (text_of(one.department_name), name) if part)
        once.setdefault(
            Affiliation(raw=raw, name=name, ror=ror.value if ror else None, country=country or None)
        )  # fmt: skip
    yield from once


def _owner(path: str, person: PersonAuthority | None) -> Owner:
    if person is None:
        return Owner((), person_identifier("orcid", path) if path else None, path)
    orcid = next((one for one in person.name.identifiers if one.scheme == "orcid"), None)
    return Owner((msgspec.structs.replace(person.name, affiliations=()),), orcid, path)
