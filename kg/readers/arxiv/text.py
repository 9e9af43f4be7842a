r"""Texts of arXiv -> texts of ours. Reads: str as authors typed it. Emits: titles, abstracts, subjects, marks.

Accents that TeX puts on letters (`Rold\'an`) are read outside of formulas; nothing else is taken for TeX, since `~` and
`%` mostly mean themselves here. `<` is a sign and no markup.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.model import Subject
from kg.readers.syntax.latex import plain_text

_ACCENT = (
    r"\\(?:['\"`^~=.]\s?(?:\\[ij](?![A-Za-z])|[A-Za-z]|\{\\?[A-Za-z]\})|[uvHtcdbkr]\s?\{\\?[A-Za-z]{1,2}\}"
    r"|(?:ss|ae|AE|oe|OE|aa|AA|[oOlL])(?:\{\}|(?![A-Za-z])\s?))"
)
_ACCENTS = re.compile(rf"(?P<maths>\$\$.+?\$\$|\$(?:[^$\\]|\\.)+\$)|\{{{_ACCENT}\}}|{_ACCENT}", re.DOTALL)
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\n[ \t]+(?=\S)")
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


_MAIL_DATE = re.compile(r"(?:[A-Za-z]{3},\s*)?(\d{1,2} [A-Za-z]{3} \d{4})\b.*", re.DOTALL)


def mail_date(printed: str) -> str:
    """Return the day of a date as in mails (`Mon, 2 Apr 2007 19:18:42 GMT`); another date as it is."""
    match = _MAIL_DATE.fullmatch(printed)
    return match[1] if match is not None else printed


def title_text(printed: str) -> str | None:
    """Return a title on one line; None if nothing is printed."""
    return " ".join(_accents_read(printed).split()) or None


def abstract_text(printed: str) -> str | None:
    """Return an abstract, a line a paragraph: a blank line, or a line that is set in, begins one."""
    text = _accents_read(printed).strip()
    paragraphs = (" ".join(one.split()) for one in (_PARAGRAPH.split(text) if _may_part(text) else [text]))
    return "\n".join(filter(None, paragraphs)) or None


def _may_part(text: str) -> bool:
    """Return whether an end of a line stands before another one, or before a blank: this is asked in no time."""
    return "\n\n" in text or "\n " in text or "\n\t" in text


def _accents_read(text: str) -> str:
    return (
        _ACCENTS.sub(lambda match: match[0] if match["maths"] else plain_text(match[0]), text) if "\\" in text else text
    )


def is_withdrawn(comment: str, abstract: str | None) -> bool:
    """Return whether the comment, or the beginning of the abstract, says that the paper was withdrawn."""
    told = (comment, (abstract or "")[:200])
    return any("withdrawn" in one.lower() and _WITHDRAWN.search(one) is not None for one in told)


def subjects(printed: Iterable[str], scheme: str | None = None) -> Iterator[Subject]:
    """Return the categories of arXiv, MSC and ACM codes in their order, each once.

    With a `scheme` all are of that; else the form of a code tells it.
    """
    return iter(dict.fromkeys(subject for text in printed for subject in _subjects(text, scheme)))


@lru_cache(maxsize=1 << 14)
def _subjects(text: str, scheme: str | None) -> tuple[Subject, ...]:
    found = []
    for code in _NEXT_CODE.split(_ROLE.sub(" ", text)):
        known = scheme or next((name for name, form in _CODES if form.fullmatch(code)), None)
        if known is not None and any(map(str.isalnum, code)):
            found.append(Subject(scheme=known, notation=code.rstrip(".")))
    return tuple(found)
