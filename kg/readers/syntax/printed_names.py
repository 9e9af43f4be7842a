"""One printed name -> a Name. Reads: `Family, Given`, `Given Family`, `Family G.`. Emits: Name."""

import re

from kg.model import Name
from kg.names import parse_author_line, strip_edges

SUFFIX = re.compile(r"(?:jr|sr|jnr|snr|junior|senior|filho|neto|[IVX]{1,4}|ph\.?\s?d|m\.?\s?d|esq)\.?", re.IGNORECASE)
_PLAIN = re.compile(r"([^\W\d_](?:[\w' ’-]*\w)?), ?([^\W\d_][\w.'’ -]*[\w.])")
"""Most names, for which the long way gives the same."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[-\s]?){1,4}")
_BEGINNINGS = frozenset(("et", "an", "ot", "or", "ht", "u."))
"""Letters with which begins what is no name: `et al.`, `and others`, `u. a.`, an address of ORCID."""
_FIRST = frozenset("aAeEhHoOuU等")
_MAY_CUT = re.compile(r"\bal(?:ii|ia)?\b|others|…|\.\.|等|\bu\.\s?a\.", re.IGNORECASE)


def is_et_al(printed: str) -> bool:
    """Return whether what stands in the place of a name says that the list is cut."""
    first = printed[:1]
    if first.isalpha() and (first not in _FIRST or (first != "等" and printed[:2].lower() not in _BEGINNINGS)):
        return False
    low = printed.lower()
    if "al" not in low and "u." not in low and "others" not in low and ".." not in low and low.isascii():
        return False
    if _MAY_CUT.search(printed) is None:
        return False
    names, complete = parse_author_line(printed)
    return not names and not complete


def are_initials(text: str) -> bool:
    """Return whether `text` is made of up to four capital initials: `J.A.`, `JA`, `J.-P.`."""
    return _INITIALS.fullmatch(text.strip()) is not None and text.upper() == text and any(map(str.isalpha, text))


def inverted_name(printed: str) -> Name | None:
    """Return the name that is printed as `Family, Given` or `Family, Given, Suffix`; None if nobody is named.

    Without a comma it is a name whose parts are not told apart; with a comma and nothing behind it too.
    """
    text = strip_edges(printed)
    plain = _PLAIN.fullmatch(text)
    if plain is not None and not _is_whole(plain[1], plain[2]):
        return Name(printed=text, family=plain[1], given=plain[2])
    parts = [strip_edges(part) for part in text.split(",")]
    if not any(map(str.isalpha, text)):
        return None
    told = [part for part in parts if part]
    suffix = None
    if len(parts) > 2 and len(told) > 2:
        at = next((at for at in (2, 1) if SUFFIX.fullmatch(told[at]) and len(told) == 3), 0)
        suffix = told.pop(at) if at else None
    if len(told) == 1:
        return Name(printed=told[0])
    if len(told) == 2 and _is_whole(told[0], told[1]):
        return Name(printed=text, suffix=told[1])
    family, given = told[0], ", ".join(told[1:])
    return Name(printed=text, family=family, given=given, suffix=suffix)


def _is_whole(name: str, behind: str) -> bool:
    """Return whether a suffix stands behind a whole name: `George J. Graham, Jr.`, but not `Lee, V`."""
    return " " in name and len(behind) > 1 and SUFFIX.fullmatch(behind) is not None


def initials_last(printed: str) -> Name:
    """Return the name that is printed as `Family G.`: initials behind the family name, or a suffix behind those."""
    text = strip_edges(printed)
    words = text.split()
    suffix = words.pop() if len(words) > 2 and SUFFIX.fullmatch(words[-1]) and are_initials(words[-2]) else None
    start = len(words)
    while start > 1 and are_initials(words[start - 1]):
        start -= 1
    if start == len(words):
        return Name(printed=text)
    return Name(printed=text, family=" ".join(words[:start]), given=" ".join(words[start:]), suffix=suffix)
