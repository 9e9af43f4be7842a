"""Parts of Crossref's works -> parts of records. Reads: Work and its parts. Emits: Name, dates, Reference."""

import re
from functools import lru_cache

from kg.dates import bounds, is_day
from kg.model import Affiliation, Identifier, Name, Reference
from kg.readers.crossref.works import Cited, Contributor, PartialDate, PrintedAffiliation, Texts, Work
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.printed_names import is_et_al

_FIRST = frozenset("eEaAoOuU&([+….等,; 0123456789")
"""How words for those who are left out begin (`et al`, `and others`, `+ 5 more`)."""
_PLAIN_DOIS = re.compile(r"^(10\.[0-9]{4,9}/[a-z0-9](?:[a-z0-9.()_:;/-]*[a-z0-9])?)$", re.MULTILINE)


def texts(printed: Texts) -> list[str]:
    """Return the texts that are not empty, without markup, each once."""
    if not printed:
        return []
    if isinstance(printed, str) or len(printed) == 1:
        plain = plain_title((printed if isinstance(printed, str) else printed[0]) or "")
        return [plain] if plain else []
    return list(dict.fromkeys(plain for one in printed if one and (plain := plain_title(one))))


def names(contributors: list[Contributor] | None, field: str, found: Found) -> tuple[tuple[Name, ...], bool]:
    """Return authors or editors in the order of the list, and whether none of them was left out."""
    read, complete = [], True
    for at, contributor in enumerate(contributors or (), 1):
        name = _name(contributor, found)
        if name is None:
            found.doubt(field, f"contributor {at} has no name; left out")
            complete = False
        elif name.printed[0] in _FIRST and is_et_al(name.printed):
            complete = False
        else:
            read.append(name)
    firsts = [at for at, one in enumerate(contributors or ()) if one.sequence == "first"]
    if len(firsts) == 1 and firsts[0]:
        found.doubt(field, f"the first one by `sequence` stands at place {firsts[0] + 1} of the list", confidence=0.7)
    return tuple(read), complete


def _name(contributor: Contributor, found: Found) -> Name | None:
    given, family = contributor.given, contributor.family
    if given and family and not (contributor.suffix or contributor.orcid or contributor.affiliation):
        printed = f"{given} {family}"
        edges = printed[0] == " " or printed[-1] == " "
        if not ("<" in printed or "&" in printed or "  " in printed or edges) and printed.isprintable():
            return Name(printed=printed, given=given, family=family)
    given = plain_title(given) if given else ""
    family = plain_title(family) if family else ""
    suffix = plain_title(contributor.suffix) if contributor.suffix else ""
    person = " ".join(filter(None, (given, family, suffix)))
    collective = "" if person else plain_title(contributor.name or contributor.literal or "")
    if not person and not collective:
        return None
    orcid = found.identifier("orcid", contributor.orcid) if contributor.orcid else None
    told_apart = bool(given and family)
    return Name(
        printed=person or collective,
        given=given if told_apart else None,
        # Without a given name, a family name of several words is a whole name in the wrong field.
        family=family if told_apart or (family and " " not in family) else None,
        suffix=suffix or None,
        collective=not person,
        identifiers=(orcid,) if orcid else (),
        affiliations=_affiliations(contributor.affiliation, found) if contributor.affiliation else (),
    )


def _affiliations(printed: list[PrintedAffiliation], found: Found) -> tuple[Affiliation, ...]:
    once: dict[Affiliation, None] = {}
    for one in printed:
        rors = [found.identifier("ror", i.id) for i in one.id or () if (i.scheme or "").upper() == "ROR"]
        ror = next((known.value for known in rors if known is not None), None)
        if one.department or one.place:
            made = _affiliation(one.name or "", ror, tuple(texts(one.department)), tuple(texts(one.place)))
        else:
            made = _affiliation(one.name or "", ror)
        if made is not None:
            once.setdefault(made)
    return tuple(once)


@lru_cache(maxsize=1 << 14)
def _affiliation(
    printed: str, ror: str | None, departments: tuple[str, ...] = (), places: tuple[str, ...] = ()
) -> Affiliation | None:
    """Return an affiliation; the authors of a work share theirs."""
    name = plain_title(printed)
    raw = ", ".join(part for part in (*departments, name, *places) if part)
    if raw:
        return Affiliation(raw=raw, name=name if ror and name else None, ror=ror)
    return Affiliation(raw=f"https://ror.org/{ror}", ror=ror) if ror else None


def publication_date(work: Work, found: Found) -> str | None:
    """Return the date of publication.

    Crossref defines `issued` (`published`) as the earliest of print and online, and often cuts it: it is taken as
    precisely as print, online, other or posting within it say; of several the earliest. Without it, the earliest.
    """
    stated = _iso(work.issued, found) or _iso(work.published, found)
    if stated is not None and len(stated) == 10:
        return stated
    forms = (work.published_online, work.published_print, work.published_other, work.posted, work.approved)
    known = [iso for one in forms if one is not None and (iso := _iso(one, found)) is not None]
    if stated is not None:
        known = [iso for iso in known if iso.startswith(stated) and len(iso) > len(stated)]
    if len(known) < 2:
        return known[0] if known else stated
    return min(known, key=lambda iso: (bounds(iso) or ("", ""), -len(iso)), default=stated)


def _iso(date: PartialDate | None, found: Found) -> str | None:
    """Return a date as precise as its parts; what is no day of the calendar is cut to what is right, with a doubt."""
    if date is None or not date.parts:
        return None
    parts = date.parts[0]
    listed = parts if isinstance(parts, list) else [parts]
    if len(listed) == 1 and type(listed[0]) is int and 1000 <= listed[0] < 10_000:
        return str(listed[0])
    iso, doubts = _by_parts(tuple(listed))
    for doubt in doubts:
        found.doubt("date", doubt)
    return iso


@lru_cache(maxsize=1 << 15)
def _by_parts(listed: tuple[int | str | None, ...]) -> tuple[str | None, list[str]]:
    """Return the date as far as it is one, and why the rest is none. There are as many dates as days."""
    numbers: list[int] = []
    doubts: list[str] = []
    for part in listed[:3]:
        text = str(part).strip() if part is not None else ""
        if not (text.isascii() and text.isdigit()):
            if text:
                doubts.append(f"{text[:40]!r} is no part of a date; not used")
            break
        numbers.append(int(text[:9]))
    good = 0
    if numbers and 0 < numbers[0] < 10_000:
        good = 1
        if len(numbers) > 1 and 0 < numbers[1] < 13:
            good = 3 if len(numbers) > 2 and is_day(numbers[0], numbers[1], numbers[2]) else 2
    if good < len(numbers):
        doubts.append(f"{'-'.join(map(str, numbers))} is no date; read as far as it is right")
    iso = "-".join(f"{one:04}" if at == 0 else f"{one:02}" for at, one in enumerate(numbers[:good]))
    return iso or None, doubts


def references(cited: list[Cited], found: Found) -> tuple[Reference, ...]:
    """Return the references: by DOI, else as printed, else put together of their parts."""
    printed = [one.doi for one in cited if one.doi]
    plain = _PLAIN_DOIS.findall("\n".join(printed).lower())
    if len(plain) == len(printed):  # in canonical form but for capitals, as nearly all are
        dois: list[Identifier | None] = [Identifier("doi", value) for value in plain]
    else:
        dois = [found.identifier("doi", one, "references") for one in printed]
    waiting = iter(dois)
    read = []
    for one in cited:
        doi = next(waiting) if one.doi else None
        if doi is not None:
            read.append(Reference(identifiers=(doi,)))
        elif text := plain_title(one.unstructured or "") or _assembled(one):
            read.append(Reference(text=text))
    return tuple(read)


def _assembled(one: Cited) -> str:
    """Return a reference in the order of a reference list: author (year). title. container volume(issue), page."""
    volume = (one.volume or "") + (f"({one.issue})" if one.issue else "")
    place = " ".join(part for part in (one.journal_title or one.series_title, volume) if part)
    place = ", ".join(part for part in (place, one.first_page) if part)
    head = " ".join(part for part in (one.author, f"({one.year})" if one.year else "") if part)
    parts = (head, one.article_title or one.chapter_title, one.volume_title, one.edition, place, one.doi)
    return ". ".join(plain.rstrip(". ") for part in parts if part and (plain := plain_title(part)))
