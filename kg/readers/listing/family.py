"""Lines of names, family name first -> names. Reads: one line. Emits: its names, and whether they are sure."""

import re
from functools import lru_cache

from msgspec import Struct

from kg.match.names import is_collective
from kg.model import Name
from kg.names import PARTICLES, names_end, strip_edges
from kg.readers.listing.grammar import looks_like_names

_WINDOW = 16
_COMMA = re.compile(r"[,،，、](?:\s*(?:and|&)(?=\s))?|(?<=\s)(?:and|&)(?=\s)", re.IGNORECASE)
_SEMICOLON = re.compile(r"[;；؛](?:\s*(?:and|&)(?=\s))?|(?<=\s)(?:and|&)(?=\s)", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|jnr|snr|ii|iii|iv|ph\.?\s?d|m\.?d)\.?", re.IGNORECASE)


class FamilyLine(Struct, frozen=True, kw_only=True):
    """A line `Family, Given, Family, Given ...`. `doubt` says why the names may be wrong."""

    names: tuple[Name, ...]
    complete: bool
    doubt: str | None


@lru_cache(maxsize=_WINDOW)
def parse_family_line(line: str) -> FamilyLine | None:
    """Return the names of a `Family, Given, ...` line, or None if it cannot be one.

    A suffix (`Jr.`, `III`) behind a given name, or between family and given name, goes to the family name. A
    collective name has no given name. Of an odd number of parts the last one is taken as a mononym, in doubt.
    """
    found = _people(line)
    if found is None or not looks_like_names([part for people in found[0] for part in people if part]):
        return None
    people, complete = found
    if any("" in parts for parts in people):
        return None
    named = _named(people, complete=complete)
    if len(people) > 1 or not is_given_first(line):
        return named
    if named.doubt is not None:
        names = tuple(Name(printed=part) for part in people[0])
        return FamilyLine(names=names, complete=complete, doubt="the names seem to be printed given name first")
    return FamilyLine(names=named.names, complete=complete, doubt="both halves of each name are whole names")


def parse_doubtful_line(line: str) -> FamilyLine:
    """Return the best reading of a line that stands where names are expected, but does not look like names."""
    people, complete = _people(line) or ([[strip_edges(line)]], True)
    names = _named([[part for part in parts if part] for parts in people], complete=complete).names
    reason = "the line where the authors should stand does not look like names `Family, Given`"
    return FamilyLine(names=names, complete=complete, doubt=reason)


def is_given_first(line: str) -> bool:
    """Return whether every part between the commas is a whole name by itself: `Ann Lee, Bo Chen`."""
    people, _ = _people(line) or ([], True)
    parts = [part for parts in people for part in parts if not _SUFFIX.fullmatch(part)]
    return len(parts) > 1 and all(sum(word.lower() not in PARTICLES for word in part.split()) > 1 for part in parts)


def _people(line: str) -> tuple[list[list[str]], bool] | None:
    """Return the parts between commas, of each person where semicolons part persons, and whether the list is whole."""
    end, complete = names_end(line)
    if re.search("[,،，、;；؛]", line[:end]) is None:
        return None
    persons = _SEMICOLON.split(line[:end]) if re.search("[;；؛]", line[:end]) else [line[:end]]
    people = [[strip_edges(part) for part in _COMMA.split(person)] for person in persons]
    for parts in people:
        while parts and not parts[-1]:
            parts.pop()
    people = [parts for parts in people if parts]
    return (people, complete) if people else None


def _named(people: list[list[str]], *, complete: bool) -> FamilyLine:
    names: list[Name] = []
    for parts in people:
        position = 0
        while position < len(parts):
            name, position = _next_name(parts, position)
            names.append(name)
    odd = any(not name.given and not is_collective(name.printed) for name in names)
    doubt = "an odd number of parts between the commas: one name has no second part" if odd else None
    return FamilyLine(names=tuple(names), complete=complete, doubt=doubt)


def _next_name(parts: list[str], start: int) -> tuple[Name, int]:
    """Return the name whose family name is `parts[start]`, and where the next one begins."""
    if is_collective(parts[start]):
        return Name(printed=parts[start]), start + 1
    stop = start + 2
    suffix = ""
    if stop < len(parts) and _SUFFIX.fullmatch(parts[stop]):
        suffix, stop = parts[stop], stop + 1
    if start + 1 < len(parts) and _SUFFIX.fullmatch(parts[start + 1]):
        suffix, stop = parts[start + 1], start + 3
        given = parts[start + 2] if start + 2 < len(parts) else ""
    else:
        given = parts[start + 1] if start + 1 < len(parts) else ""
    family = f"{parts[start]} {suffix}" if suffix else parts[start]
    printed = ", ".join(parts[start:stop])
    if not given:
        return Name(printed=printed), stop
    return Name(printed=printed, given=given, family=family), stop
