r"""Texts of arXiv -> texts of ours. Reads: str as authors typed it. Emits: titles, abstracts, subjects, marks.

Accents that TeX puts on letters (`Rold\'an`) are read outside of formulas; nothing else is taken for TeX, since `~` and
`%` mostly mean themselves here. `<` is a sign and no markup.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.dates import Printed, printed_date
from kg.model import Subject
from kg.readers.syntax.latex import plain_text
from kg.text import blanks_folded, lines_joined

_ACCENT = (
    r"\\(?:['\"`^~=.]\s?(?:\\[ij](?![A-Za-z])|[A-Za-z]|\{\\?[A-Za-z]\})|[uvHtcdbkr]\s?\{\\?[A-Za-z]{1,2}\}"
    r"|(?:ss|ae|AE|oe|OE|aa|AA|[oOlL])(?:\{\}|(?![A-Za-z])\s?))"
)
_ACCENT_ALONE = re.compile(_ACCENT)
_ACCENTS = re.compile(rf"(?P<maths>\$\$.+?\$\$|\$(?:[^$\\]|\\.)+\$)|\{{{_ACCENT}\}}|{_ACCENT}", re.DOTALL)
_PARAGRAPH = re.compile(r"\n(?:[ \t]*\n\s*|[ \t]+(?=\S))")
_WITHDRAWN = re.compile(
    r"\b(?:(?:paper|article|manuscript|submission|preprint|work|note|version|it)\s+(?:has been|have been|was|is)"
    r"(?:\s+\w+ly)?\s+withdrawn|withdrawn\s+(?:by|due|because|as)\b)|\A\W*withdrawn\b",
    re.IGNORECASE,
)
_CODES = (
    ("arxiv", re.compile(r"[a-z][a-z-]+(?:\.[A-Za-z-]{2,20})?")),
    ("msc", re.compile(r"\d\d(?:[A-Z-]\d\d|[A-Z]xx|-XX|-xx|[A-Z]\d?)?")),
    ("acm", re.compile(r"[A-K]\.(?:\d|m)(?:\.(?:\d+|m))*", re.IGNORECASE)),
)
_NEXT_CODE = re.compile(r"[;,]\s*|\s+")
_ROLE = re.compile(
    r"\((?:primary|secondary)\)|\b(?:primary|secondary)\b:?|\bMSC(?:[- ]?class)?(?:\s*\d{4})?:?", re.IGNORECASE
)


_MAIL_DATE = re.compile(r"(?:[A-Za-z]{3},\s*)?(\d{1,2} [A-Za-z]{3} \d{4})\b")
_MAIL_DAY = re.compile(r"[A-Za-z]{3}, (\d{1,2} [A-Za-z]{3} \d{4}) [\d ]?")
"""What such a date begins with, to the 17th character."""
_VERSION = re.compile(r"v(\d{1,4})", re.ASCII)
_dated = lru_cache(maxsize=1 << 14)(printed_date)
"""A thousand papers come on one day."""


def first_day(printed: str) -> Printed:
    """Return a date; of one as in mails (`Mon, 2 Apr 2007 19:18:42 GMT`) the day."""
    day = _mail_day(printed[:17])
    if day is not None:
        return day
    match = _MAIL_DATE.match(printed)
    return _dated(match[1] if match is not None else printed)


@lru_cache(maxsize=1 << 14)
def _mail_day(beginning: str) -> Printed | None:
    """Return the day that a date as in mails begins with, None for other dates. A thousand papers come on one day."""
    match = _MAIL_DAY.fullmatch(beginning)
    return printed_date(match[1]) if match is not None else None


def last_version(printed: Iterable[str | None]) -> str | None:
    """Return the highest number of versions (`v2`); None if there is none."""
    return _last_version(tuple(printed))


@lru_cache(maxsize=1 << 10)
def _last_version(printed: tuple[str | None, ...]) -> str | None:
    highest = max(map(_number, printed), default=-1)
    return str(highest) if highest >= 0 else None


@lru_cache(maxsize=1 << 10)
def _number(version: str | None) -> int:
    """Return the number of a version, -1 if it has none."""
    match = _VERSION.fullmatch(version or "")
    return int(match[1]) if match is not None else -1


def title_text(printed: str) -> str | None:
    """Return a title on one line; None if nothing is printed."""
    return blanks_folded(_accents_read(printed)) or None


def abstract_text(printed: str) -> str | None:
    """Return an abstract, a line a paragraph: a blank line, or a line that is set in, begins one."""
    text = _accents_read(printed)
    if (line := lines_joined(text)) is not None:
        return line or None
    text = text.strip()
    if _PARAGRAPH.search(text) is None:
        return blanks_folded(text) or None
    return "\n".join(filter(None, map(blanks_folded, _PARAGRAPH.split(text)))) or None


def _accents_read(text: str) -> str:
    if "\\" not in text or _ACCENT_ALONE.search(text) is None:  # most backslashes are those of formulas
        return text
    return _ACCENTS.sub(lambda match: match[0] if match["maths"] else plain_text(match[0]), text)


def is_withdrawn(comment: str, abstract: str | None) -> bool:
    """Return whether the comment, or the beginning of the abstract, says that the paper was withdrawn."""
    return _says_withdrawn(comment) or (abstract is not None and _says_withdrawn(abstract[:200]))


def _says_withdrawn(text: str) -> bool:
    return "withdrawn" in text.lower() and _WITHDRAWN.search(text) is not None


def subjects(printed: Iterable[str], scheme: str | None = None) -> tuple[Subject, ...]:
    """Return the categories of arXiv, MSC and ACM codes in their order, each once.

    With a `scheme` all are of that; else the form of a code tells it.
    """
    return tuple(dict.fromkeys(subject for text in printed for subject in subjects_of(text, scheme)))


@lru_cache(maxsize=1 << 14)
def subjects_of(text: str, scheme: str | None = None) -> tuple[Subject, ...]:
    """Return the codes of one text as `subjects` does."""
    found: dict[Subject, None] = {}
    for code in _NEXT_CODE.split(_ROLE.sub(" ", text)):
        known = scheme or next((name for name, form in _CODES if form.fullmatch(code)), None)
        if known is not None and any(map(str.isalnum, code)):
            found[Subject(scheme=known, notation=code.rstrip("."))] = None
    return tuple(found)
