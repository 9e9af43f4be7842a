"""Elements of PubMed -> text and dates. Reads: lxml elements. Emits: str, ISO dates."""

import re
from collections.abc import Iterable

from lxml.etree import _Element as Element

from kg.dates import MONTHS, Printed, bounds, printed_date
from kg.readers.jats.text import title_text
from kg.readers.syntax.json_records import Found

_NOT_A_TITLE = re.compile(r"\[?(?:not available|in process citation)\]?\.?", re.IGNORECASE)
_BRACKETED = re.compile(r"\[(.+?)\](\.?)\s*\Z", re.DOTALL)


def line(element: Element | None) -> str:
    """Return what stands in an element as one line, markup as text and formulas as TeX; "" if nothing."""
    if element is None:
        return ""
    text = element.text or ""
    if not len(element) and "&" not in text and "<" not in text:
        return " ".join(text.split())
    return title_text(element) or ""


def abstract(element: Element | None) -> str | None:
    """Return an abstract, a line a section; the label of a section stands before it as PubMed shows it."""
    if element is None:
        return None
    sections = []
    for one in element.findall("AbstractText"):
        text = line(one)
        label = (one.get("Label") or "").strip()
        if label and text and label.upper() != "UNLABELLED":
            text = f"{label}: {text}"
        sections.append(text)
    return "\n".join(filter(None, sections)) or None


def titles(printed: str, vernacular: str, languages: list[str]) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Return the title in the language of the article, and the translated ones.

    PubMed's title is English; one in brackets is a translation, and the original may stand beside it.
    """
    title = None if _NOT_A_TITLE.fullmatch(printed) else printed or None
    if not vernacular:
        return title, ()
    foreign = next((tag for tag in languages if tag != "en"), None)
    bracketed = _BRACKETED.fullmatch(title) if title is not None else None
    if title is not None and bracketed is None and "en" in languages:
        return title, ((foreign or "und", vernacular),)
    english = bracketed[1] + bracketed[2] if bracketed is not None else title
    return vernacular, ((("en", english),) if english else ())


def date(element: Element | None, found: Found) -> Printed:
    """Return a date of parts, or of words (`MedlineDate`)."""
    if element is None:
        return Printed()
    words = line(element.find("MedlineDate"))
    year, month, day, season = (line(element.find(name)) for name in ("Year", "Month", "Day", "Season"))
    if words and not year:
        return printed_date(words)
    month = next((name for name, number in MONTHS.items() if month.isdigit() and number == int(month[:9])), month)
    printed = " ".join(filter(None, (year, month, day if month else "", season)))
    read = printed_date(printed)
    if read.text is not None and not season:
        found.doubt("date", f"{printed[:60]!r} is no date; read as far as it is right")
    return read


def first_date(dates: Iterable[Printed]) -> Printed:
    """Return the earliest date, taken as precisely as one of them says it; the first printed one beside it."""
    listed = list(dates)
    known = [one.date for one in listed if one.date is not None]
    text = next((one.text for one in listed if one.text is not None), None)
    first = min(known, key=lambda iso: bounds(iso) or ("", ""), default=None)
    if first is not None:
        first = max((iso for iso in known if iso.startswith(first)), key=lambda iso: (len(iso), iso))
    return Printed(first, text)
