"""Names of CSL -> names. Reads: Person. Emits: Name.

Particles stand before the family name whether they drop in citations or not: `van der Hoeven` is the family name of
Joris van der Hoeven. A literal name is that of a group (CSL 1.0.2), unless the exporter says otherwise.
"""

from collections.abc import Callable, Collection

from kg.model import Name
from kg.readers.csl_json.works import Person
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.printed_names import inverted_name, is_et_al

Plain = Callable[[str], str]
People = list[Person | str] | Person | str | None
_NO_ET_AL = frozenset("BCDFGIJKLMNPQRSTVWXYZ")
"""Letters that `et al.`, `and others` and their like do not begin with."""


def names(
    people: People, field: str, found: Found, plain: Plain, groups: Collection[int] | None = None
) -> tuple[tuple[Name, ...], bool]:
    """Return the names in order, and whether none is left out. Some programs write names as plain texts.

    `groups` are the places (from 1) of the literal names that are groups; without it all of them are.
    """
    if people is None:
        return (), True
    read: list[Name] = []
    complete = True
    listed = people if isinstance(people, list) else [people] if people else []
    for place, person in enumerate(listed, 1):
        if isinstance(person, Person):
            name = _at_a_glance(person)
            if name is not None:
                read.append(name)
                continue
            name = _name(person, place, found, plain, groups)
        else:
            name = inverted_name(person)
        if name is None:
            found.doubt(field, f"name {place} is empty; left out")
            complete = False
        elif is_et_al(name.printed) or (name.family is not None and name.family.lower() == "others"):
            complete = False
        else:
            read.append(name)
    return tuple(read), complete


def _at_a_glance(person: Person) -> Name | None:
    """Return a name that is given and family name without markup and nothing else, as most are; None for others."""
    family, given = person.family, person.given
    if not family or not given or person.suffix or person.orcid or person.is_institution is not None:
        return None
    if person.non_dropping_particle or person.dropping_particle:
        return None
    printed = f"{given} {family}"
    if "<" in printed or "&" in printed or "  " in printed or printed.strip() != printed or not printed.isprintable():
        return None
    if (given[0] not in _NO_ET_AL and is_et_al(printed)) or family.lower() == "others":
        return None
    return Name(printed=printed, given=given, family=family)


def _name(person: Person, place: int, found: Found, plain: Plain, groups: Collection[int] | None) -> Name | None:
    particles = [plain(one) for one in (person.dropping_particle, person.non_dropping_particle) if one]
    family = _joined([*filter(None, particles), plain(person.family or "")])
    given, suffix = plain(person.given or "") or None, plain(person.suffix or "") or None
    literal = plain(person.literal or person.name or "")
    orcid = found.identifier("orcid", person.orcid) if person.orcid else None
    identifiers = (orcid,) if orcid is not None else ()
    is_group = person.is_institution not in (None, False, 0, "", "0", "false")
    is_person = person.is_institution is not None and not is_group
    if family or given:
        printed = " ".join(part for part in (given, family, suffix) if part)
        return Name(
            printed=printed, given=None if is_group else given, family=None if is_group else family or None,
            suffix=suffix, collective=is_group, identifiers=identifiers,
        )  # fmt: skip
    if not literal:
        return None
    return Name(
        printed=literal, suffix=suffix, identifiers=identifiers,
        collective=not is_person and (is_group or groups is None or place in groups),
    )  # fmt: skip


def _joined(parts: list[str]) -> str:
    """Return particles and family name: a blank between them, but none behind an apostrophe or a hyphen (`d'Arc`)."""
    joined = ""
    for part in parts:
        joined += part if not joined or joined[-1] in "'’-‐" else f" {part}"
    return joined


def named_in_note(printed: str) -> Name | None:
    """Return the name that a note gives as `Family || Given`, or as one name."""
    family, bars, given = printed.partition("||")
    if not bars:
        return inverted_name(printed)
    return inverted_name(f"{family.strip()}, {given.strip()}")
