"""The lines of listing pages, told apart by their form. Reads: one line. Emits: what kind of line it is, in parts."""

import re
from functools import lru_cache

from msgspec import Struct

from kg.dates import MONTHS, is_day, iso
from kg.model import Name
from kg.names import PARTICLES, names_end, strip_edges

# [score]CATdate[Code]. A category is an arXiv code, whole (`math.CO`) or short (`CO`, `quant-ph`, `mes-hall`); it is
# followed at once by an English month. https://arxiv.org/category_taxonomy
_HEAD = re.compile(
    r"(?P<score>\d{1,3}(?:\.\d+)?)?\s*"
    r"(?P<category>[A-Za-z]{1,8}(?:-[A-Za-z]{1,8})?(?:\.[A-Za-z]{2,4}(?:-[A-Za-z]{2,5})?)?)??\s*"
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?\s+(?P<day>\d{1,2})(?:,?\s+(?P<year>\d{4}))?\s*(?P<code>code)?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"abstract\s*[:：]\s*", re.IGNORECASE)
_FACTS = {
    "h_index": re.compile(r"h-?index\s*:?\s*([\d,]+)", re.IGNORECASE),
    "paper_count": re.compile(r"([\d,]+)\s*papers?", re.IGNORECASE),
    "citation_count": re.compile(r"([\d,]+)\s*citations?", re.IGNORECASE),
    "novelty_score": re.compile(r"novelty\s*:?\s*(\d+(?:\.\d+)?)\s*%?", re.IGNORECASE),
    "ai_score": re.compile(r"ai\s*score\s*:?\s*(\d+(?:\.\d+)?)\s*%?", re.IGNORECASE),
}
_CODE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z]{1,8})?(?:\.[A-Za-z]{2,4}(?:-[A-Za-z]{2,5})?)?")
_SUFFIX = re.compile(r"(?:jr|sr|jnr|snr|ii|iii|iv|ph\.?\s?d|m\.?d)\.?", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r"[:;?!\"“”()\[\]{}=<>/\\|@#%^*+~$\d]")
_LONGEST_NAME = 60
"""Characters. The longest family name in the 14,601 author lists that the byline model was learnt from has 32."""
_MOST_WORDS = 7
_MOST_WORDS_IN_SMALL = 3
_SHORTEST_ABSTRACT = 100
_LONGEST_TITLE = 400
_WINDOW = 16
"""Lines. Each is looked at again while the ones before it are read."""


class Head(Struct, frozen=True, kw_only=True):
    """The first line of a record: `[score]CATdate[Code]`. `bad_date` holds a printed day that no calendar has."""

    score: str | None
    category: str | None
    date: str | None
    bad_date: str | None
    has_code: bool


@lru_cache(maxsize=_WINDOW)
def parse_head(line: str) -> Head | None:
    """Return the parts of a head line, or None if `line` is none."""
    match = _HEAD.fullmatch(strip_edges(line)) if len(line) < _SHORTEST_ABSTRACT else None
    if match is None:
        return None
    year = int(match["year"]) if match["year"] else None
    month, day = MONTHS[match["month"][:3].lower()], int(match["day"])
    valid = is_day(year, month, day)
    return Head(
        score=match["score"],
        category=match["category"],
        date=iso(year, month, day) if valid else None,
        bad_date=None if valid else line[match.start("month") : match.end("year") if year else match.end("day")],
        has_code=match["code"] is not None,
    )


def is_head(line: str) -> bool:
    """Return whether `line` opens a record of the site or the compact layout."""
    return parse_head(line) is not None


@lru_cache(maxsize=_WINDOW)
def after_label(line: str) -> str | None:
    """Return what follows the label `Abstract:`, or None if the line does not begin with it."""
    printed = strip_edges(line)
    match = _LABEL.match(printed)
    return strip_edges(printed[match.end() :]) if match else None


def parse_fact(line: str) -> tuple[str, str] | None:
    """Return the field of PageFacts and the digits of a profile line such as `h-index5`, or None."""
    printed = strip_edges(line)
    if len(printed) > _LONGEST_NAME:
        return None
    for field, pattern in _FACTS.items():
        if match := pattern.fullmatch(printed):
            return field, match[1].replace(",", "")
    return None


def is_category_code(line: str) -> bool:
    """Return whether the line is nothing but a category code, as in a profile header."""
    return _CODE.fullmatch(strip_edges(line)) is not None


def looks_like_names(parts: list[str]) -> bool:
    """Return whether every part can be (half of) a name: few short words, most of them capitalised or caseless."""
    words = [word for part in parts for word in part.split()]
    if not words or any(_NOT_IN_NAMES.search(part) for part in parts):
        return False
    if any(not part or len(part) > _LONGEST_NAME or len(part.split()) > _MOST_WORDS for part in parts):
        return False
    if any(part.endswith(".") and len(part.split()[-1].rstrip(".")) > len("Chas") for part in parts):
        return False
    named = sum(word[0].isupper() or not word[0].islower() or word in PARTICLES for word in words)
    return named >= 0.7 * len(words)  # `danah boyd` may stand among seven capitalised words; prose never gets there


def looks_like_authors(line: str) -> bool:
    """Return whether the line can be a list of names in `Given Family` order."""
    named, complete = _parts(line)
    return (not complete and not named) or looks_like_names(named)


def may_be_authors(line: str) -> bool:
    """Return whether the line, parted from its title by a blank line, can be authors, small letters and all."""
    named, _ = _parts(line)
    short = all(len(part) <= _LONGEST_NAME and len(part.split()) <= _MOST_WORDS_IN_SMALL for part in named)
    return looks_like_authors(line) or (short and not any(_NOT_IN_NAMES.search(part) for part in named))


def _parts(line: str) -> tuple[list[str], bool]:
    end, complete = names_end(line)
    parts = [strip_edges(part) for part in re.split(r"[,;]|\band\b|&", line[:end])]
    return [part for part in parts if part], complete


def is_prose(line: str) -> bool:
    """Return whether the line can only be an abstract: longer than titles are, or long and ended like a sentence."""
    printed = strip_edges(line)
    ended = printed.endswith((".", "!", "?", "。", "．", ")", "}", '"', "”", "…"))
    return len(printed) > _LONGEST_TITLE or (len(printed) >= _SHORTEST_ABSTRACT and ended)


class FamilyLine(Struct, frozen=True, kw_only=True):
    """A line `Family, Given, Family, Given ...`. `sure` is False if one part has no partner."""

    names: tuple[Name, ...]
    complete: bool
    sure: bool


@lru_cache(maxsize=_WINDOW)
def parse_family_line(line: str) -> FamilyLine | None:
    """Return the names of a `Family, Given, ...` line, or None if it cannot be one.

    A suffix (`Jr.`, `III`) behind a given name, or between family and given name, goes to the family name. Of an odd
    number of parts the last one is taken as a mononym, and `sure` is False.
    """
    if "," not in line:
        return None
    end, complete = names_end(line)
    if "," not in line[:end]:
        return None
    parts = [strip_edges(part) for part in line[:end].split(",")]
    while parts and not parts[-1]:
        parts.pop()
    if not looks_like_names(parts):
        return None
    names: list[Name] = []
    position = 0
    while position < len(parts):
        name, position = _next_name(parts, position)
        names.append(name)
    return FamilyLine(names=tuple(names), complete=complete, sure=all(name.given for name in names))


def _next_name(parts: list[str], start: int) -> tuple[Name, int]:
    """Return the name whose family name is `parts[start]`, and where the next one begins."""
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
