"""Authorships of OpenAlex -> names. Reads: Work. Emits: Name, Affiliation."""

from functools import lru_cache

from kg.model import Affiliation, Name
from kg.readers.openalex.works import Author, Authorship, Institution, Work
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_records import Found
from kg.text import fold

API_MOST_AUTHORS = 100
"""Lists of the API are cut here (OpenAlex documentation, work object, `authorships`); single works are not."""
NOBODY = frozenset({"A9999999999", "A5317838346"})
"""What OpenAlex puts for an unknown and for a deleted author: shared by many, so no proof of identity."""
_UNKNOWN = Author()


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
    author = authorship.author or _UNKNOWN
    display = plain_title(author.display_name) if author.display_name else ""
    printed = plain_title(authorship.raw_author_name or "") or display
    if not printed:
        found.doubt("authors", f"author {at} has no name; left out")
        return None
    given, family = _parts(printed, display) if "," in printed else (None, None)
    orcid = found.identifier("orcid", author.orcid) if author.orcid else None
    person = found.identifier("openalex", author.id, "authors")
    if person is not None and person.value in NOBODY:
        person = None
    corresponding = authorship.is_corresponding is True or (
        author.id is not None and author.id in (work.corresponding_author_ids or ())
    )
    return Name(
        printed=printed,
        given=given,
        family=family,
        identifiers=(person, orcid) if person and orcid else (person,) if person else (orcid,) if orcid else (),
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
    places, printed = authorship.institutions or [], authorship.affiliations or []
    if not (places or printed or authorship.raw_affiliation_strings):
        return ()
    if len(places) == len(printed) == 1 and printed[0].institution_ids in (None, [], [places[0].id]):
        made = _affiliation(printed[0].raw_affiliation_string, places[0], found)
        return () if made is None else (made,)
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
    if institution is None:
        return _made(raw, None, None, None)
    ror = found.identifier("ror", institution.ror) if institution.ror else None
    return _made(raw, institution.display_name, ror.value if ror else None, institution.country_code)


@lru_cache(maxsize=1 << 14)
def _made(raw: str | None, institution: str | None, ror: str | None, country: str | None) -> Affiliation | None:
    """Return an affiliation; the authors of a paper share theirs."""
    name = plain_title(institution or "") or None
    printed = plain_title(raw or "") or name
    code = (country or "").upper()
    if printed is None:
        return None
    return Affiliation(raw=printed, name=name, ror=ror, country=code if len(code) == 2 else None)
