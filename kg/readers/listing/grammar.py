"""The lines of listing pages, told apart by their form. Reads: one line. Emits: what kind of line it is, in parts."""

import re
from functools import lru_cache

from msgspec import Struct

from kg.dates import MONTHS, is_day, iso
from kg.names import PARTICLES, names_end, strip_edges

# [score]CATdate[Code]. A category is an arXiv code, whole (`math.CO`) or short (`CO`, `quant-ph`, `mes-hall`); it is
# followed at once by an English month. https://arxiv.org/category_taxonomy
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_HEAD = re.compile(
    r"(?P<score>\d{1,3}(?:\.\d+)?)?\s*"
    r"(?P<category>[A-Za-z]{1,8}(?:-[A-Za-z]{1,8})?(?:\.[A-Za-z]{2,4}(?:-[A-Za-z]{2,5})?)?)??\s*"
    rf"(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:,?\s+(?P<year>\d{{4}}))?\s*(?P<code>code)?",
    re.IGNORECASE,
)
# A score and a category with something like a date behind them that is no head line: `LG2022-07-21`, `1000LGApr 6`.
_BROKEN_HEAD = re.compile(
    r"[-+]?[\d.,%]*\s*(?:[A-Z]{2}|[a-z]{2,8}-[a-z]{2,8}|[a-z]{2,8}(?:-[a-z]{2,8})?\.[A-Za-z-]{2,8})\s*"
    r"(?:\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}\.?\s*(?i:MONTH)\.?,?(?:\s*\d{2,4})?"
    r"|(?i:MONTH)\.?(?:\s*\d{1,2}(?:st|nd|rd|th)?)?,?(?:\s*\d{2,4})?)(?:\s*[A-Z][a-z]{2,7}){0,2}".replace(
        "MONTH", _MONTH
    )
)
_LABEL = re.compile(r"abstract\s*[:：—–]\s*", re.IGNORECASE)
_BARE_LABEL = re.compile(r"abstract\s*[.]?", re.IGNORECASE)
_FACTS = {
    "h_index": re.compile(r"h-?index\s*:?\s*([\d,]+)", re.IGNORECASE),
    "paper_count": re.compile(r"([\d,]+)\s*papers?", re.IGNORECASE),
    "citation_count": re.compile(r"([\d,]+)\s*citations?", re.IGNORECASE),
    "novelty_score": re.compile(r"novelty\s*:?\s*(\d+(?:\.\d+)?)\s*%?", re.IGNORECASE),
    "ai_score": re.compile(r"ai\s*score\s*:?\s*(\d+(?:\.\d+)?)\s*%?", re.IGNORECASE),
}
# The same lines with a value that is no number: `1.2kcitations`, `h-index–`, `NoveltyN/A`.
_FACT_LABEL = re.compile(
    r"h-?index\s*:?\s*\S{0,8}|(?=\S*[\d–—?/-])\S{1,9}\s*(?:papers?|citations?)|(?:novelty|ai\s*score)\s*:?\s*\S{1,8}",
    re.IGNORECASE,
)
# A code that no person is called: two capitals, or with a hyphen or a dot inside.
_SURE_CODE = re.compile(r"[A-Z]{2}|[a-z]+-[a-z]+|[a-z]+(?:-[a-z]+)?\.[A-Za-z]{2,4}(?:-[A-Za-z]{2,5})?")
_CODE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z]{1,8})?(?:\.[A-Za-z]{2,4}(?:-[A-Za-z]{2,5})?)?")
_NOT_IN_NAMES = re.compile(r"[:;?!\"“”()\[\]{}=<>/\\|@#%^*+~$…†‡§¶\d]")
_SEPARATOR = re.compile(r"[,;、，；،؛]|(?<=\s)(?:and|&)(?=\s)", re.IGNORECASE)
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


def is_broken_head(line: str) -> bool:
    """Return whether `line` is meant as a head line, but its score or its date can't be read."""
    printed = strip_edges(line)
    return len(printed) < _LONGEST_NAME and not is_head(printed) and _BROKEN_HEAD.fullmatch(printed) is not None


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


def is_bare_label(line: str) -> bool:
    """Return whether nothing but the word `Abstract` stands on the line."""
    return _BARE_LABEL.fullmatch(strip_edges(line)) is not None


def is_fact_label(line: str) -> bool:
    """Return whether the line is a profile line, be its value a number or not."""
    return parse_fact(line) is not None or _FACT_LABEL.fullmatch(strip_edges(line)) is not None


def is_sure_code(line: str) -> bool:
    """Return whether the line is a category code that cannot be a name."""
    return _SURE_CODE.fullmatch(strip_edges(line)) is not None


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
    return looks_like_authors(line) or (short and not has_odd_names(line) and not line.rstrip().endswith("."))


def has_odd_names(line: str) -> bool:
    """Return whether a line of authors has signs or digits that names do not have, or a name that is too long."""
    named, _ = _parts(line)
    return any(_NOT_IN_NAMES.search(part) or len(part) > _LONGEST_NAME for part in named)


def _parts(line: str) -> tuple[list[str], bool]:
    end, complete = names_end(line)
    parts = [strip_edges(part) for part in _SEPARATOR.split(line[:end])]
    return [part for part in parts if part], complete


def is_prose(line: str) -> bool:
    """Return whether the line can only be an abstract: longer than titles are, or long and ended like a sentence.

    However long a list of names is, and though it ends with the full stop of `et al.`, it is no prose.
    """
    printed = strip_edges(line)
    long = len(printed) > _LONGEST_TITLE or (len(printed) >= _SHORTEST_ABSTRACT and is_ended(printed))
    return long and not looks_like_authors(printed)


def is_ended(text: str) -> bool:
    """Return whether a text ends like a sentence."""
    return text.endswith((".", "!", "?", "。", "．", "！", "？", "؟", "।", ")", "}", '"', "”", "…"))
