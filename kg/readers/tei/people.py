"""Authors and editors of TEI -> names. Reads: lxml elements. Emits: Name, Affiliation.

GROBID finds names and affiliations in printed pages, and errs: a name of one letter, a sign or `et al.` is no author;
an affiliation without an author is told in a doubt, for nobody knows whose it is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from kg.identifiers import parse, person_identifier
from kg.model import Affiliation, Identifier, Name
from kg.readers.jats.text import local, raw_text
from kg.readers.syntax.cut_names import whole_name
from kg.readers.syntax.json_records import Found
from kg.readers.tei.text import ID, line, without_emails

_PARTS = {"forename": "given", "surname": "family", "nameLink": "family", "genName": "suffix", "roleName": "",
          "addName": ""}  # fmt: skip
_NAMING = ("ref", "key", "sameAs")
_COLLECTIVE_TYPES = frozenset({"org", "corporate", "collaboration"})
_NO_TEXT = frozenset({"email", "idno", "affiliation", "ptr", "note", "roleName", "label", "state", "ref"})
_COLLECTIVE = frozenset({"orgName", "org"})
_ADDRESS = frozenset({"addrLine", "street", "postBox", "postCode", "settlement", "district", "region", "country"})
_COUNTRY = re.compile(r"[A-Z]{2}")
_LOOSE_COMMA = re.compile(r"(?<!\s)\s++(?=[,;])")
_LEADING_MARK = re.compile(r"\A[\d*†‡§¶#]{1,3}\s+(?=\w)")
_AUTHOR_ROLES = re.compile(
    r"\A(?:|aut|author|crp|corresp(?:onding)?(?:[\s_-]?author)?|first|co-?author|main)\Z", re.IGNORECASE
)


class People(NamedTuple):
    """Names in order, and whether they are all that there are."""

    names: tuple[Name, ...]
    complete: bool


def people(elements: list[Element], field: str, places: dict[str, Element], found: Found) -> People:
    """Return the names in `author` or `editor` elements. `places` holds the elements that affiliations refer to."""
    read: list[Name] = []
    complete = True
    for at, element in enumerate(elements, 1):
        role = element.get("role")
        if role and field == "authors" and not _AUTHOR_ROLES.match(role.strip()):
            continue
        inner: dict[str, list[Element]] = {}
        for one in element:
            inner.setdefault(one.tag, []).append(one)
        held = _holder(element, inner)
        if held is None:
            complete = _nameless(element, at, field, found) and complete
            continue
        name, whole = _name(element, inner, held, places, found)
        if name is not None and not _is_no_name(name.printed):
            read.append(name)
        elif whole:
            found.doubt(field, f"{raw_text(held)[:60]!r} is no name; left out")
            whole = False
        complete = complete and whole
    return People(tuple(read), complete)


def _nameless(element: Element, at: int, field: str, found: Found) -> bool:
    """Return whether an element without a name hides no author; tell the affiliations in it."""
    alone = [made for one in element.findall("affiliation") if (made := _affiliation(one, found)) is not None]
    for affiliation in alone:
        found.doubt("affiliation", f"an affiliation stands with none of the {field}; not used", affiliation.raw[:300])
    if not alone and (element.find("idno") is not None or element.find("email") is not None):
        found.doubt(field, f"number {at} has no name; left out")
        return False
    return True


def _is_no_name(printed: str) -> bool:
    """Return whether there is no letter in it, or but one of an alphabet; a sign of Chinese is a name."""
    if printed[:2].isalpha() and len(printed) > 1:
        return False
    letters = [sign for sign in printed if sign.isalpha()]
    return not letters or (len(letters) == 1 and ord(letters[0]) < 0x2E80)


def _holder(element: Element, inner: dict[str, list[Element]]) -> Element | None:
    """Return the element in which the name stands, None if there is none."""
    for tag in ("persName", "orgName", "name", "rs"):
        for one in inner.get(tag, ())[:1]:
            if (len(one) and (one[0].text or "").strip()) or raw_text(one, _NO_TEXT):
                return one
    return element if raw_text(element, _NO_TEXT) else None


def _name(
    element: Element, inner: dict[str, list[Element]], held: Element, places: dict[str, Element], found: Found
) -> tuple[Name | None, bool]:
    """Return the name, None if it is `et al.`, and whether no `et al.` stands in it."""
    collective = held.tag in _COLLECTIVE or held.get("type") in _COLLECTIVE_TYPES
    parts = _parts(held)
    given, family, suffix = (" ".join(parts[word]) for word in ("given", "family", "suffix"))
    shown = " ".join(parts["shown"]) if parts["any"] else raw_text(held, _NO_TEXT)
    printed, whole = whole_name(without_emails(_LOOSE_COMMA.sub("", shown)).strip(" ,;*†‡§"))
    if not printed:
        return None, whole
    told_apart = bool(given and family) and not collective and whole
    return Name(
        printed=printed,
        given=given if told_apart else None,
        # A surname of several words without a given name is a whole name in the wrong element.
        family=family if told_apart or (whole and family and " " not in family) else None,
        suffix=suffix if suffix and whole else None,
        collective=collective,
        identifiers=_identifiers(element, inner, held, found),
        affiliations=_affiliations(inner.get("affiliation", ()), places, found),
        corresponding="corresp" in (element.get("role") or "").lower(),
    ), whole


def _parts(held: Element) -> dict[str, list[str]]:
    """Return the parts of a name, and all with what is printed between them (`shown`), without titles of honour."""
    parts: dict[str, list[str]] = {"given": [], "family": [], "suffix": [], "shown": [], "any": []}
    shown = parts["shown"]
    shown += (held.text or "").split()
    for one in held:
        kind = _PARTS.get(one.tag)
        if kind is not None:
            parts["any"].append(kind)
            told = (line(one) or "") if kind else ""
            if told:
                parts[kind].append(told)
                shown.append(told)
        if one.tail:
            shown += one.tail.split()
    return parts


def _identifiers(
    element: Element, inner: dict[str, list[Element]], held: Element, found: Found
) -> tuple[Identifier, ...]:
    numbers = (*inner.get("idno", ()), *held.iterchildren("idno"))
    printed = [(one.get("type") or "", raw_text(one)) for one in numbers]
    printed += [("", one.get(word) or "") for one in (element, held) for word in _NAMING if one.get(word)]
    printed += [("", one.get("target") or "") for one in inner.get("ptr", ())]
    for kind, text in printed:
        if kind.upper() == "ORCID" or "orcid.org/" in text.lower():
            known = found.identifier("orcid", text)
        else:
            known = person_identifier("orcid", text) if text and not kind else None
        if known is not None:
            return (known,)
    return ()


def _affiliations(told: Sequence[Element], places: dict[str, Element], found: Found) -> tuple[Affiliation, ...]:
    once: dict[Affiliation, None] = {}
    for one in told:
        named = [places.get(word.lstrip("#")) for word in (one.get("ref") or one.get("corresp") or "").split()]
        known = [place for place in named if place is not None]
        for place in known if known and not raw_text(one) else [one]:
            if (made := _affiliation(place, found)) is not None:
                once.setdefault(made)
    return tuple(once)


def _affiliation(element: Element, found: Found) -> Affiliation | None:
    """Return an affiliation: as printed where the source keeps that, else its parts in their order."""
    printed = next((one for one in element.findall("note") if one.get("type") == "raw_affiliation"), None)
    parts = list(_printed_parts(element))
    loose = raw_text(element, _NO_TEXT) if not parts else ""
    raw = without_emails(raw_text(printed, _NO_TEXT) if printed is not None else ", ".join(parts) or loose)
    raw = _LEADING_MARK.sub("", raw).strip(" ,;")
    ror = next(_rors(element, found), None)
    organizations = [one for one in element.iter("orgName") if line(one)]
    institutions = [one for one in organizations if one.get("type") in ("institution", None)]
    country = next(((one.get("key") or "").upper() for one in element.iter("country")), "")
    if not raw and ror is None:
        return None
    return Affiliation(
        raw=raw or f"https://ror.org/{ror}",
        name=line(institutions[0]) if ror and institutions else None,
        ror=ror,
        country=country if _COUNTRY.fullmatch(country) else None,
    )


def _printed_parts(element: Element) -> Iterator[str]:
    for one in element.iter():
        if local(one) == "orgName" or local(one) in _ADDRESS:
            holder = one.getparent()
            if (told := line(one)) and (holder is None or local(holder) not in ("orgName", "addrLine")):
                yield told


def _rors(element: Element, found: Found) -> Iterator[str]:
    for one in element.iter("idno"):
        if (one.get("type") or "").upper() == "ROR" and (known := found.identifier("ror", raw_text(one))):
            yield known.value
    for one in (element, *element.iter("orgName")):
        address = one.get("ref") or one.get("key") or ""
        if "ror.org/" in address and (known := parse("ror", address)) is not None:
            yield known.value


def places_of(root: Element) -> dict[str, Element]:
    """Return the organizations and affiliations of a document that have a name to refer to (`xml:id`)."""
    return {named: one for one in root.iter("org", "affiliation") if (named := one.get(ID))}
