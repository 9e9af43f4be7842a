"""Contributors of JATS -> names. Reads: lxml elements. Emits: Name, Affiliation.

The members that a collective author lists inside of itself (`collab/contrib-group`) and contributors outside of the
byline (`author non-byline`) are no authors of the paper: the collective stands for them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.etree import _Element as Element

from kg.identifiers import parse
from kg.model import Affiliation, Identifier, Name
from kg.readers.jats.text import HREF, LANG, by_tag, local, raw_text, title_text
from kg.readers.syntax.json_records import Found

_NO_ADDRESS = frozenset({"label", "email", "phone", "fax", "institution-id", "ext-link", "xref", "fn"})
_NO_NAME = frozenset({"contrib-group", "aff", "xref", "label", "address", "email", "fn", "institution-id"})
_NAMES = frozenset({"name", "string-name", "collab"})
_PARTS = frozenset({"given-names", "surname", "suffix"})
_LEADING_MARK = re.compile(r"\A(?:[\d*†‡§¶#]{1,3}\s*|[a-z]\s+(?=[A-Z]))")
_LOOSE_COMMA = re.compile(r"(?<!\s)\s++(?=[,;.])")


class People(NamedTuple):
    """Authors and editors in order, and whether all authors are there."""

    authors: tuple[Name, ...]
    editors: tuple[Name, ...]
    complete: bool


def people(meta: Element, found: Found) -> People:
    """Return the contributors of an article."""
    places = {one.get("id") or "": _affiliation(one, found) for one in meta.iter("aff")}
    listed = [one for one in meta.iter("aff") if next(one.iterancestors("contrib"), None) is None]
    shared = _kept([places[listed[0].get("id") or ""]]) if len(listed) == 1 else ()
    linked = any(one.get("ref-type") == "aff" for one in meta.iter("xref"))
    authors: list[Name] = []
    editors: list[Name] = []
    complete = True
    for group in meta.findall("contrib-group"):
        for contrib in group.findall("contrib"):
            role = _role(contrib, group)
            if role is None:
                continue
            name = _name(contrib, places, () if linked else shared, found)
            if name is None:
                found.doubt(role, "a contributor has no name; left out")
                complete = complete and role != "author"
            else:
                (authors if role == "author" else editors).append(name)
        complete = complete and group.find("etal") is None and group.find("contrib/etal") is None
    return People(tuple(authors), tuple(editors), bool(authors) and complete)


def _role(contrib: Element, group: Element) -> str | None:
    """Return whether it is an author or an editor; None for others, reviewers and translators among them."""
    kind = (contrib.get("contrib-type") or "").lower().replace("_", " ").replace("-", " ")
    if not kind:
        said = f"{group.get('content-type') or ''} {raw_text(contrib.find('role'))}".lower()
        return "editor" if "editor" in said and "author" not in said else "author"
    if "editor" in kind:
        return "editor"
    known = kind in {"author", "collab", "group", "on behalf of", "corresponding author", "co author", "first author"}
    return "author" if known and contrib.find("etal") is None else None


def _name(
    contrib: Element, places: dict[str, Affiliation | None], shared: tuple[Affiliation, ...], found: Found
) -> Name | None:
    inside = by_tag(contrib)
    read = _names_in(contrib, inside)
    if not read:
        return None
    first = read[0][1]
    links = [*inside.get("xref", ()), *(link for sup in inside.get("sup", ()) for link in sup.findall("xref"))]
    linked = [places.get(rid) for link in links if link.get("ref-type") == "aff"
              for rid in (link.get("rid") or "").split()]  # fmt: skip
    own = [
        *inside.get("aff", ()),
        *(one for two in inside.get("aff-alternatives", ()) for one in two.findall("aff")[:1]),
    ]
    inline = [_affiliation(one, found) for one in own]
    corresponding = contrib.get("corresp") == "yes" or any(one.get("ref-type") == "corresp" for one in links)
    return Name(
        printed=first.printed,
        given=first.given,
        family=first.family,
        suffix=first.suffix,
        collective=first.collective,
        identifiers=tuple(_orcid(inside, found)),
        affiliations=_kept([*linked, *inline]) or shared,
        corresponding=corresponding,
        variants=tuple((tag, name.display) for tag, name in read[1:] if _is_variant(name, first)) if read[1:] else (),
    )


def _is_variant(name: Name, first: Name) -> bool:
    """Return whether it is another form of the name; a collective beside a person is whom the person speaks for."""
    return name.collective == first.collective and name.display != first.display


def _names_in(contrib: Element, inside: dict[str, list[Element]]) -> list[tuple[str, Name]]:
    """Return the names of a contributor with their languages; the first one is that of the byline."""
    holders = (contrib, *inside.get("name-alternatives", ()), *inside.get("collab-alternatives", ()))
    listed = [one for holder in holders for one in holder if one.tag in _NAMES]
    listed += [one for two in inside.get("collab-alternatives", ()) for one in two.findall("institution")]
    read = [(one.get(LANG) or "", _one_name(one)) for one in listed]
    return [(tag, name) for tag, name in read if name is not None]


def _one_name(element: Element) -> Name | None:
    kind = local(element)
    if kind in ("collab", "institution"):
        inner = element.find("institution") if not (element.text or "").strip() else None
        printed = raw_text(inner if inner is not None else element, _NO_NAME).strip(" ,;")
        return Name(printed=printed, collective=True) if printed else None
    told: dict[str, str | None] = {}
    for one in element:
        told.setdefault(one.tag, title_text(one) if one.tag in _PARTS else None)
    given, family, suffix = told.get("given-names"), told.get("surname"), told.get("suffix")
    eastern = element.get("name-style") == "eastern"
    parts = (family, given) if eastern else (given, family, suffix)
    whole = raw_text(element, frozenset({"prefix", "degrees"})) if kind == "string-name" else ""
    printed = whole or " ".join(part for part in parts if part)
    if not printed:
        return None
    told_apart = bool(given and family)
    return Name(
        printed=printed,
        given=given if told_apart else None,
        # A surname of several words without a given name is a whole name in the wrong element.
        family=family if told_apart or (family and " " not in family) else None,
        suffix=suffix,
    )


def _orcid(inside: dict[str, list[Element]], found: Found) -> Iterator[Identifier]:
    for one in (two for name in ("contrib-id", "uri", "ext-link") for two in inside.get(name, ())):
        printed = raw_text(one) or one.get(HREF) or ""
        kind = one.get("contrib-id-type") or one.get("content-type") or one.get("ext-link-type") or ""
        if kind.lower() == "orcid" or "orcid.org/" in printed:
            known = found.identifier("orcid", printed)
            if known is not None:
                yield known
                return


def _affiliation(aff: Element, found: Found) -> Affiliation | None:
    raw = raw_text(aff, _NO_ADDRESS)
    if aff.find("label") is None:
        sup = aff.find("sup")
        if sup is not None and not (aff.text or "").strip():
            raw = raw_text(aff, _NO_ADDRESS | {"sup"})
        raw = _LEADING_MARK.sub("", raw)
    raw = _LOOSE_COMMA.sub("", raw).strip(" ,;")
    ids = [one for one in aff.iter("institution-id") if (one.get("institution-id-type") or "").lower() == "ror"]
    rors = [known.value for one in ids if (known := found.identifier("ror", raw_text(one))) is not None]
    rors += [
        known.value for one in aff.iter("ext-link") if (known := parse("ror", one.get(HREF) or "")) is not None
    ]  # fmt: skip
    names = [raw_text(one) for one in aff.iter("institution") if one.get("content-type") not in ("dept", "department")]
    country = next((one.get("country") or "" for one in aff.iter("country")), "").upper()
    if not raw and not rors:
        return None
    return Affiliation(
        raw=raw or f"https://ror.org/{rors[0]}",
        name=next(filter(None, names), None) if rors else None,
        ror=rors[0] if rors else None,
        country=country if re.fullmatch("[A-Z]{2}", country) else None,
    )


def _kept(places: list[Affiliation | None]) -> tuple[Affiliation, ...]:
    return tuple(dict.fromkeys(place for place in places if place is not None))
