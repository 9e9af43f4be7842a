"""Authors of PubMed's XML -> names. Reads: elements `Author`. Emits: Name, Affiliation.

An author whose name a later erratum corrected stands there twice: the form with `ValidYN="N"` is no author, but a
variant of the name beside it. Addresses of e-mail are no part of an affiliation.
"""

import re
from collections.abc import Iterable

from lxml.etree import _Element as Element
from msgspec.structs import replace

from kg.model import Affiliation, Identifier, Name
from kg.names import parse_author_line
from kg.readers.pubmed.text import line
from kg.readers.syntax.json_records import Found
from kg.text import fold

_MAIL = re.compile(
    r"(?<![\s;,(])[\s;,(]*+(?:(?:Electronic address|E-?mail(?: address)?s?)\s*+:?\s*+)?"
    r"[^\s@;,:()<>]{1,100}@[^\s@;,()<>]{1,255}\.[^\s@;,()<>.]{1,100}\)?\.?",
    re.IGNORECASE,
)
_PLACES = frozenset({"AffiliationInfo", "Affiliation"})
_MAY_CUT = re.compile(r"\bal\b|\bothers\b|…|\.\.", re.IGNORECASE)


def authors(listed: Element | None, found: Found, field: str = "author") -> tuple[tuple[Name, ...], bool]:
    """Return the authors of a list in order, and whether it is whole."""
    if listed is None:
        return (), False
    complete = listed.get("CompleteYN", "Y") != "N"
    names: list[Name] = []
    wrong: list[tuple[int, Name]] = []
    for at, element in enumerate(listed.findall("Author"), 1):
        name = _name(element, found)
        if name is None:
            found.doubt(field, f"author {at} has no name; left out")
            complete = False
        elif _is_et_al(name.printed):
            complete = False
        elif element.get("ValidYN", "Y") == "N":
            wrong.append((len(names), name))
        else:
            names.append(name)
    return tuple(_with_variants(names, wrong, found, field)), complete and bool(names)


def _with_variants(names: list[Name], wrong: list[tuple[int, Name]], found: Found, field: str) -> list[Name]:
    """Return the names, those that were printed wrongly once with that form; the corrected form stands beside it."""
    kept = list(names)
    for place, name in wrong:
        found.doubt(field, f"{name.printed!r} is marked as not valid; no author", name.printed, confidence=0.9)
        beside = [at for at in (place, place - 1) if 0 <= at < len(kept)]
        alike = [at for at in beside if _are_alike(kept[at], name)]
        if alike:
            right = kept[alike[0]]
            identifiers = right.identifiers or name.identifiers
            variants = (*right.variants, ("", name.display))
            kept[alike[0]] = replace(right, identifiers=identifiers, variants=variants)
    return kept


def _are_alike(right: Name, wrong: Name) -> bool:
    parts = [(fold(one.family or one.printed), fold(one.given or "")) for one in (right, wrong)]
    return parts[0][0] == parts[1][0] or (parts[0][1][:1] == parts[1][1][:1] and parts[0][0][:1] == parts[1][0][:1])


def _is_et_al(printed: str) -> bool:
    if _MAY_CUT.search(printed) is None:
        return False
    names, complete = parse_author_line(printed)
    return not names and not complete


def _name(element: Element, found: Found) -> Name | None:
    held = {str(one.tag): one for one in element}
    family, given, initials, suffix = [line(held.get(name)) for name in ("LastName", "ForeName", "Initials", "Suffix")]
    given = given or line(held.get("FirstName")) or initials
    collective = line(held.get("CollectiveName"))
    printed = " ".join(filter(None, (given, family, suffix)))
    if not printed and not collective:
        return None
    is_group = not family and bool(collective)
    return Name(
        printed=collective if is_group else printed,
        given=given or None if family and not is_group else None,
        family=family or None,
        suffix=suffix or None if family else None,
        collective=is_group,
        identifiers=orcids(element, found) if "Identifier" in held else (),
        affiliations=tuple(_affiliations(element, found)) if held.keys() & _PLACES else (),
        variants=(("", collective),) if collective and not is_group else (),
    )


def orcids(element: Element, found: Found) -> tuple[Identifier, ...]:
    """Return the ORCID iD of an author, of which PubMed has many spellings."""
    for one in element.findall("Identifier"):
        if (one.get("Source") or "").upper() == "ORCID":
            known = found.identifier("orcid", re.sub(r"\s", "", line(one) or ""))
            if known is not None:
                return (known,)
    return ()


def _affiliations(element: Element, found: Found) -> Iterable[Affiliation]:
    once: dict[Affiliation, None] = {}
    for place in element.findall("AffiliationInfo"):
        rors = [
            found.identifier("ror", line(one))
            for one in place.findall("Identifier")
            if (one.get("Source") or "").upper() == "ROR" or "ror.org/" in (one.text or "")
        ]
        ror = next((one.value for one in rors if one is not None), None)
        known = affiliation(line(place.find("Affiliation")) or "", ror)
        if known is not None:
            once.setdefault(known)
    for one in element.findall("Affiliation"):  # until 2014
        known = affiliation(line(one) or "")
        if known is not None:
            once.setdefault(known)
    return once


def affiliation(printed: str, ror: str | None = None) -> Affiliation | None:
    """Return an affiliation, without the addresses of e-mail in it."""
    raw = _MAIL.sub("", printed).strip(" ,;") if "@" in printed else printed
    if not any(map(str.isalnum, raw)):
        return Affiliation(raw=f"https://ror.org/{ror}", ror=ror) if ror else None
    return Affiliation(raw=raw, ror=ror)
