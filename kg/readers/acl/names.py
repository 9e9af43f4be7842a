"""Authors and editors of the ACL Anthology -> names. Reads: lxml elements, parts of names. Emits: Name."""

import re
from collections.abc import Iterable

from lxml.etree import _Element as Element

from kg.identifiers import person_identifier
from kg.model import Affiliation, Identifier, Name
from kg.readers.acl.text import Parts, line_text, part_text, parts_of
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.printed_names import is_et_al

_SUFFIX = re.compile(r"(?P<family>\S.*?[^\s,]),?\s+(?P<suffix>Jr\.?|Sr\.?|II|III|IV)")
_MAY_CUT = ("al", "al.", "others", "...", "\u2026", "\u7b49", "alii", "alia", "a.")
_SCRIPT = re.compile(r"[A-Za-z]{4}")


def names(elements: Iterable[Element], found: Found, field: str) -> tuple[tuple[Name, ...], bool]:
    """Return the persons in order, and whether all are there: `et al.` in the place of a name is none."""
    read: list[Name] = []
    complete = True
    for element in elements:
        name = _name(element, found, field)
        if name is None:
            found.doubt(field, f"{field[:-1]} {len(read) + 1} has no name; left out")
            complete = False
        elif name.printed.endswith(_MAY_CUT) and is_et_al(name.printed):
            complete = False
        else:
            read.append(name)
    return tuple(read), complete


def _name(element: Element, found: Found, field: str) -> Name | None:
    if len(element) == 2 and element.get("id") is None and element.get("orcid") is None:
        one, two = element
        if one.tag == "first" and two.tag == "last" and ((last := line_text(two)) is not None):
            return name_of(line_text(one), last)
    parts = parts_of(element)
    first, last = part_text(parts, "first"), part_text(parts, "last")
    if not (first or last):
        last = (element.text or "").strip() or None
    if not (first or last):
        return None
    identifiers = []
    if printed := element.get("id"):
        if (person := person_identifier("acl", printed)) is None:
            found.doubt(field, f"{printed[:200]!r} is no identifier of a person in the Anthology; not used")
        else:
            identifiers.append(person)
    orcid = element.get("orcid") or part_text(parts, "orcid")
    if orcid is not None and (known := found.identifier("orcid", orcid)) is not None:
        identifiers.append(known)
    places = parts.get("affiliation", ())
    return name_of(
        first,
        last,
        identifiers=tuple(identifiers),
        affiliations=tuple(Affiliation(raw=raw) for one in places if (raw := line_text(one))),
        variants=tuple(dict.fromkeys(_variants(parts))),
    )


def _variants(parts: Parts) -> list[tuple[str, str]]:
    read = []
    for one in parts.get("variant", ()):
        script = one.get("script") or ""
        inner = parts_of(one)
        name = in_script(part_text(inner, "first"), part_text(inner, "last"), script)
        if name:
            read.append((script_tag(script), name))
    return read


def script_tag(script: str) -> str:
    """Return the BCP 47 tag of an unknown language in a script of ISO 15924: `und-Hani`."""
    return f"und-{script.title()}" if _SCRIPT.fullmatch(script) else "und"


def in_script(first: str | None, last: str | None, script: str) -> str:
    """Return a name as its script writes it: the family name first and no blank in Han characters."""
    if script.lower() in ("hani", "hans", "hant"):
        return f"{last or ''}{first or ''}"
    return " ".join(filter(None, (first, last)))


def name_of(
    first: str | None,
    last: str | None,
    *,
    identifiers: tuple[Identifier, ...] = (),
    affiliations: tuple[Affiliation, ...] = (),
    variants: tuple[tuple[str, str], ...] = (),
) -> Name:
    """Return the name of these parts. One of several words without a given name is a whole name in the wrong part."""
    family, suffix = last, None
    if first and last and " " in last and (ending := _SUFFIX.fullmatch(last)) is not None:
        family, suffix = ending["family"], ending["suffix"]
    return Name(
        printed=" ".join(filter(None, (first, last))),
        given=first,
        family=family if first or (last and " " not in last) else None,
        suffix=suffix,
        identifiers=identifiers,
        affiliations=affiliations,
        variants=variants,
    )
