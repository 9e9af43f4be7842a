"""Authorships of OpenAlex -> names. Reads: Work. Emits: Name, Affiliation."""

from kg.model import Affiliation, Name
from kg.readers.openalex.works import Authorship, Institution, Work
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_records import Found
from kg.text import fold

API_MOST_AUTHORS = 100
"""Lists of the API are cut here (OpenAlex documentation, work object, `authorships`); single works are not."""
NOBODY = frozenset({"A9999999999", "A5317838346"})
"""What OpenAlex puts for an unknown and for a deleted author: shared by many, so no proof of identity."""


def names(work: Work, found: Found) -> tuple[Name, ...]:
    """Return the authors in order."""
    read = (_name(authorship, at, work, found) for at, authorship in enumerate(work.authorships or (), 1))
    return tuple(name for name in read if name is not None)


def is_complete(work: Work, authors: tuple[Name, ...], found: Found) -> bool:
    """Return whether all authors are there. A list of just 100 that does not say so is taken for one that was cut."""
    listed = len(work.authorships or ())
    if work.is_authors_truncated or any(doubt.field in ("authors", "authorships") for doubt in found.doubts):
        return False
    cut = work.is_authors_truncated is None and listed == API_MOST_AUTHORS
    return bool(authors) and not cut and listed >= (work.authors_count or 0)


def _name(authorship: Authorship, at: int, work: Work, found: Found) -> Name | None:
    author = authorship.author
    display = plain_title((author and author.display_name) or "")
    printed = plain_title(authorship.raw_author_name or "") or display
    if not printed:
        found.doubt("authors", f"author {at} has no name; left out")
        return None
    given, family = _parts(printed, display)
    orcid = found.identifier("orcid", author.orcid) if author and author.orcid else None
    person = found.identifier("openalex", author.id, "authors") if author else None
    if person is not None and person.value in NOBODY:
        person = None
    corresponding = authorship.is_corresponding is True or (
        author is not None and author.id is not None and author.id in (work.corresponding_author_ids or ())
    )
    return Name(
        printed=printed,
        given=given,
        family=family,
        identifiers=tuple(one for one in (person, orcid) if one is not None),
        affiliations=_affiliations(authorship, found),
        corresponding=corresponding,
        variants=(("", display),) if display not in ("", printed, "Deleted Author") else (),
    )


def _parts(printed: str, display: str) -> tuple[str | None, str | None]:
    """Return given and family name of a name printed as `Family, Given`, if the name on display agrees."""
    family, comma, given = (part.strip() for part in printed.partition(","))
    if not comma or not given or "," in given or not fold(display).endswith(fold(family)):
        return None, None
    return given, family


def _affiliations(authorship: Authorship, found: Found) -> tuple[Affiliation, ...]:
    """Return affiliations as printed, each with the institutions that OpenAlex sees in it; the others behind them."""
    known = {one.id: one for one in authorship.institutions or () if one.id}
    pairs = [(one.raw_affiliation_string, one.institution_ids or []) for one in authorship.affiliations or ()]
    if authorship.raw_affiliation_strings and len(pairs) < len(authorship.raw_affiliation_strings):
        told = {raw for raw, _ in pairs}
        pairs += [(raw, []) for raw in authorship.raw_affiliation_strings if raw not in told]
    if len(pairs) == 1 and not pairs[0][1]:
        pairs = [(pairs[0][0], list(known))]
    seen = {one for _, ids in pairs for one in ids}
    rest = [one for one in authorship.institutions or () if one.id not in seen]
    affiliations: dict[Affiliation, None] = {}
    for raw, ids in pairs:
        institutions: list[Institution | None] = [known[one] for one in ids if one in known]
        for institution in institutions or [None]:
            if (made := _affiliation(raw, institution, found)) is not None:
                affiliations.setdefault(made)
    for institution in rest:
        if (made := _affiliation(None, institution, found)) is not None:
            affiliations.setdefault(made)
    return tuple(affiliations)


def _affiliation(raw: str | None, institution: Institution | None, found: Found) -> Affiliation | None:
    name = plain_title((institution and institution.display_name) or "") or None
    printed = plain_title(raw or "") or name
    if printed is None:
        return None
    if institution is None:
        return Affiliation(raw=printed)
    ror = found.identifier("ror", institution.ror)
    country = (institution.country_code or "").upper()
    return Affiliation(
        raw=printed, name=name, ror=ror.value if ror else None, country=country if len(country) == 2 else None
    )
