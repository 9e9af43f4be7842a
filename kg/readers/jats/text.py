"""Elements of JATS -> text, identifiers and dates. Reads: lxml elements. Emits: str, Identifier, ISO dates."""

import copy
import re
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element as Element

from kg.dates import MONTHS, bounds, is_day
from kg.model import Identifier
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found
from kg.text import blanks_folded

HREF = "{http://www.w3.org/1999/xlink}href"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOTES = frozenset({"fn", "object-id", "inline-graphic", "graphic", "media"})
_NOTE_LINKS = frozenset({"fn", "aff", "corresp", "author-notes", "table-fn", "contrib"})
_ONLY_DOI = re.compile(r"\s*(?:doi\s*:?\s*)?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+\s*", re.IGNORECASE)
_SCHEMES = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "pmc": "pmcid", "arxiv": "arxiv"}
_PRINTED_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?", re.ASCII)
_NO_PUBLICATION = re.compile(r"pmc-release|nihms|received|accepted|rev-|corrected|retracted|update|embargo|ecorrected")
_LESS = frozenset({"collection", "preprint", "epreprint", "issue", "issue-pub"})


def title_text(element: Element | None) -> str | None:
    """Return what stands in an element as one line: markup as text, formulas as TeX, without notes; None if nothing."""
    if element is None:
        return None
    if not len(element):
        text = element.text or ""
        if "<" not in text and "&" not in text:
            return " ".join(text.split()) or None
    return blanks_folded(plain_title(_inner(element))) or None


def abstract_text(element: Element) -> str | None:
    """Return an abstract, a line a paragraph or section title, without paragraphs that are only its own DOI."""
    lines = (line for line in plain_abstract(_inner(element)).split("\n") if not _ONLY_DOI.fullmatch(line))
    return "\n".join(map(blanks_folded, lines)) or None


def _inner(element: Element) -> str:
    """Return the markup inside of an element, its tags such as the readers of markup know."""
    if not len(element):
        return _escaped(element.text or "")
    inner = copy.deepcopy(element)
    inner.tail = None
    for one in list(inner.iter("*")):
        name = local(one)
        if one is not inner and (name in _NOTES or (name == "xref" and one.get("ref-type") in _NOTE_LINKS)):
            _drop(one)
        elif name == "break":
            one.tail = " " + (one.tail or "")
    unknown = {str(one.tag) for one in inner.iter("*") if one is not inner and not _is_known(local(one))}
    if unknown:
        etree.strip_tags(inner, *unknown)
    children = "".join(etree.tostring(one, encoding="unicode") for one in inner)
    return _escaped(inner.text or "") + children


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=1024)
def _is_known(name: str) -> bool:
    return "<" not in plain_title(f"<{name}>2</{name}>")


def _drop(element: Element) -> None:
    """Take an element out; the text behind it stays."""
    holder, before = element.getparent(), element.getprevious()
    if holder is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        holder.text = (holder.text or "") + (element.tail or "")
    holder.remove(element)


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    name: str = element.tag
    return name if name[0] != "{" else name.rpartition("}")[2]


def raw_text(element: Element | None, leave_out: frozenset[str] = frozenset()) -> str:
    """Return the text in an element on one line, without the elements named in `leave_out`."""
    if element is None:
        return ""
    if not len(element):
        return " ".join((element.text or "").split())
    parts: list[str] = []
    if leave_out:
        _put_raw(element, leave_out, parts)
    else:
        parts += map(str, element.itertext())
    return " ".join("".join(parts).split())


def _put_raw(element: Element, leave_out: frozenset[str], parts: list[str]) -> None:
    parts.append(element.text or "")
    for one in element:
        if local(one) not in leave_out:
            _put_raw(one, leave_out, parts)
        parts.append(one.tail or "")


def by_tag(element: Element) -> dict[str, list[Element]]:
    """Return the elements that stand right inside of one, by their names: one pass instead of many searches."""
    found: dict[str, list[Element]] = {}
    for one in element:
        found.setdefault(one.tag, []).append(one)
    return found


def identifier(element: Element, found: Found, field: str | None = None) -> Identifier | None:
    """Return the identifier in an element with `pub-id-type`; None for a type that is none of ours."""
    scheme = _SCHEMES.get((element.get("pub-id-type") or "").lower())
    return found.identifier(scheme, raw_text(element), field) if scheme is not None else None


def publication_date(meta: Element, found: Found) -> tuple[str | None, str | None]:
    """Return the date of publication, and a printed one that no ISO date holds.

    It is the earliest of those of print and online, taken as precisely as one of them says it; that of the collection,
    the issue or the preprint only where there is no other. Releases in archives, corrections and history are none.
    """
    best: list[str] = []
    less: list[str] = []
    printed: list[str] = []
    for element in meta.findall("pub-date"):
        kind = (element.get("date-type") or element.get("pub-type") or "").lower()
        if _NO_PUBLICATION.search(kind):
            continue
        iso, text = _date(element, found)
        if iso is not None:
            (less if kind in _LESS else best).append(iso)
        if text is not None:
            printed.append(text)
    known = best or less
    first = min(known, key=lambda iso: bounds(iso) or ("", ""), default=None)
    if first is not None:
        within = [iso for iso in (*known, *less) if iso.startswith(first)]
        first = min(within, key=lambda iso: (-len(iso), iso))
    return first, next(iter(printed), None)


def _date(element: Element, found: Found) -> tuple[str | None, str | None]:
    year, month, day, season = (raw_text(element.find(name)) for name in ("year", "month", "day", "season"))
    if not year:
        printed = element.get("iso-8601-date") or raw_text(element.find("string-date"))
        match = _PRINTED_DAY.fullmatch(printed)
        if match is None:
            return None, printed or None
        year, month, day = match[1], match[2] or "", match[3] or ""
    parts = [year, month if month.isdigit() else str(MONTHS.get(month[:3].lower(), month)), day]
    numbers = [int(part[:9]) for part in parts if part.isascii() and part.isdigit()]
    if not numbers or not 0 < numbers[0] < 10_000 or not (year.isascii() and year.isdigit()):
        found.doubt("date", f"{raw_text(element)[:60]!r} is no date; not used")
        return None, raw_text(element) or None
    good = 1
    if len(numbers) > 1 and month and 0 < numbers[1] < 13:
        good = 3 if len(numbers) > 2 and is_day(numbers[0], numbers[1], numbers[2]) else 2
    if good < sum(map(bool, parts)):
        found.doubt("date", f"{'-'.join(part for part in parts if part)!r} is no date; read as far as it is right")
    iso = "-".join(f"{one:04}" if at == 0 else f"{one:02}" for at, one in enumerate(numbers[:good]))
    return iso, f"{season} {year}" if season else None
