"""Creators of DataCite -> names. Reads: Creator. Emits: Name, Affiliation.

What the schema prints for an unknown creator (`:unav`, `(:unkn)`, `Unknown`) is nobody; `:etal` and `et al.` say that
the list is cut.
"""

import re

from kg.match.names import is_collective
from kg.model import Affiliation, Identifier, Name
from kg.readers.datacite.works import Affiliations, Creator, listed
from kg.readers.syntax.cut_names import whole_name
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_records import Found

_NOBODY = re.compile(
    r"\(?:?(?:un(?:ac|al|ap|as|av|kn)|null|none|tba|etal)\)?(?:\W.*)?|unknown|anon(?:ymous|\.)?|n\.?\s?[/.]?\s?a\.?"
    r"|no author|not (?:available|applicable|specified|provided)|unspecified",
    re.IGNORECASE,
)
"""DataCite's standard values for unknown information (metadata schema, appendix 3), and words for it."""
_NOBODY_BEGINS = frozenset("(:uUaAnNtT ")
_NOBODY_LETTERS = frozenset({"una", "unk", "uns", "nul", "non", "no ", "not", "tba", "ano", "na", "na.", "na "})


def is_nothing(printed: str) -> bool:
    """Return whether a text says that a value is unknown."""
    if printed[:1] not in _NOBODY_BEGINS:
        return False
    begins = printed[:3].lower()
    if begins[:1].isalpha() and begins not in _NOBODY_LETTERS and (begins[0] != "n" or begins[1:2].isalpha()):
        return False
    return _NOBODY.fullmatch(printed.strip()) is not None


def names(creators: list[Creator], field: str, found: Found) -> tuple[tuple[Name, ...], bool]:
    """Return creators or editors in the order of the list, and whether none of them was left out."""
    if not creators:
        return (), True
    read: list[Name] = []
    complete = True
    for at, creator in enumerate(creators, 1):
        name, whole = _name(creator, found)
        complete = complete and whole
        if name is not None:
            read.append(name)
        elif whole:
            complete = False
            found.doubt(field, f"number {at} has no name ({(creator.name or '')[:60]!r}); left out")
    return tuple(read), complete


def _name(creator: Creator, found: Found) -> tuple[Name | None, bool]:
    """Return the name, None if there is none, and whether it does not say that the list is cut."""
    given, family, told = creator.given_name or "", creator.family_name or "", creator.name or ""
    plain = plain_title(told)
    if plain != told or not told.endswith(given) or not told.startswith(family):  # else the parts are plain too
        given, family = plain_title(given), plain_title(family)
    printed, whole = whole_name(plain or " ".join(filter(None, (given, family))))
    first = printed[:1]
    if (first in _NOBODY_BEGINS and is_nothing(printed)) or not (first.isalpha() or any(map(str.isalpha, printed))):
        return None, whole and printed.strip("(:)") != "etal"
    collective = creator.name_type == "Organizational" or creator.type == "Organization"
    apart = bool(given and family)
    if not apart and not collective and printed.count(",") == 1 and not is_collective(printed):
        family, given = (part.strip() for part in printed.split(","))
        apart = bool(given and family)
    if not (apart and whole) or collective:
        given = family = ""
    identified = creator.name_identifiers or creator.id
    places = creator.affiliation or creator.affiliations
    if not (collective or identified or places):
        return Name(printed=printed, given=given or None, family=family or None), whole
    return Name(
        printed=printed, given=given or None, family=family or None, collective=collective,
        identifiers=(_of_body if collective else _identifiers)(creator, found) if identified else (),
        affiliations=_affiliations(places, found) if places else (),
    ), whole  # fmt: skip


def _identifiers(creator: Creator, found: Found) -> tuple[Identifier, ...]:
    for one in listed(creator.name_identifiers):
        printed = one.name_identifier or ""
        if (one.name_identifier_scheme or "").upper() == "ORCID" or "orcid.org/" in printed.lower():
            known = found.identifier("orcid", printed)
            if known is not None:
                return (known,)
    known = found.identifier("orcid", creator.id) if creator.id and "orcid.org/" in creator.id.lower() else None
    return (known,) if known is not None else ()


def _of_body(creator: Creator, found: Found) -> tuple[Identifier, ...]:
    """Return the ROR identifier of an organization that is a creator."""
    for one in listed(creator.name_identifiers):
        printed = one.name_identifier or ""
        if (one.name_identifier_scheme or "").upper() == "ROR" or "ror.org/" in printed.lower():
            known = found.identifier("ror", printed)
            if known is not None:
                return (known,)
    return ()


def _affiliations(told: Affiliations, found: Found) -> tuple[Affiliation, ...]:
    once: dict[Affiliation, None] = {}
    for one in told if isinstance(told, list) else [told]:
        if one is None or isinstance(one, str):
            raw, ror = plain_title(one) if one else "", None
        else:
            raw = plain_title(one.name or "")
            printed = one.affiliation_identifier or ""
            is_ror = (one.affiliation_identifier_scheme or "").upper() == "ROR" or "ror.org/" in printed
            ror = found.identifier("ror", printed) if is_ror else None
        if raw and not is_nothing(raw):
            once.setdefault(Affiliation(raw=raw, name=raw if ror else None, ror=ror.value if ror else None))
        elif ror is not None:
            once.setdefault(Affiliation(raw=f"https://ror.org/{ror.value}", ror=ror.value))
    return tuple(once)
