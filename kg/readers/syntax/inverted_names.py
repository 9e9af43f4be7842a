"""Names printed `Family, Given` -> names. Reads: str. Emits: Name.

Commas part family name, given name and suffix; where a suffix stands second (`King, Jr., Martin`), it is one too. A
name with nothing behind its comma is a group, as EndNote writes it; one without a comma has no parts, nor has that of
a group with commas in it (`Department of Bees, Hives and Honey`).
"""

import re

from kg.match.names import is_collective
from kg.model import Name

_SUFFIX = re.compile(r"(?:jr|sr|jnr|snr|junior|senior|[IVX]{1,4}|\d(?:st|nd|rd|th)|filho|neto)\.?", re.IGNORECASE)
_DEGREE = re.compile(r"(?:ph\.?\s?d|m\.?\s?d|m\.?\s?sc|b\.?\s?sc|d\.?\s?phil|dr|prof|rn|mph|esq)\.?", re.IGNORECASE)
_LINKING = frozenset({"and", "of", "for", "&", "de", "des", "du", "der", "für", "und", "y", "e", "et"})
"""What stands in names of groups; it is asked first, since almost all names are a person's."""
_CUT = re.compile(
    r"[(\[]?(?:et\.?\s+al(?:ii|ia)?\.?|(?:and\s+)?(?:\d+\s+)?others?\.?|(?:and\s+)?\d+\s+more|\.\.\.|…)[)\]]?",
    re.IGNORECASE,
)
_CUT_END = re.compile(r"(?:[,;]\s*|\s+)(?:et\.?\s+al(?:ii|ia)?\.?|and\s+(?:\d+\s+)?others)\s*\Z", re.IGNORECASE)

_WORD = r"[^\W\d_]++(?:[-'\u2019][^\W\d_]++)*+"
_PLAIN = re.compile(rf"({_WORD}), (?!(?i:and|of|for|des?|du|der|für|und|y|et?) )({_WORD}\.?(?: [^\W\d_]\.)*+)")
"""Each part one word, but for initials; no group links these with a comma."""


def is_cut(printed: str) -> bool:
    """Return whether this is no name, but says that names were left out."""
    return _CUT.fullmatch(printed.strip()) is not None


def without_cut(printed: str) -> tuple[str, bool]:
    """Return a name without `et al.` behind it, and whether that stood there."""
    match = _CUT_END.search(printed) if "al" in (lowered := printed.lower()) or "other" in lowered else None
    return (printed[: match.start()], True) if match is not None else (printed, False)


def plain_name(printed: str) -> Name | None:
    """Return the name if it is as most are, for which the long way gives the same; None if that must be gone."""
    match = _PLAIN.fullmatch(printed)
    return Name(printed=printed, family=match[1], given=match[2]) if match is not None else None


def inverted_name(printed: str) -> Name | None:
    """Return the name; None if nothing is printed but signs."""
    text = " ".join(printed.split()).strip(";")
    if not text[:1].isalnum() and not any(map(str.isalnum, text)):
        return None
    linked = ";" in text or not _LINKING.isdisjoint(text.casefold().split(" ")[1:-1])
    if not linked and text.count(",") == 1:
        family, given = map(str.strip, text.split(","))
        if family and given:
            return Name(printed=text, family=family, given=given)
    parts = [part.strip() for part in text.split(",")]
    told = [part for part in parts[1:] if part]
    if told and (len(told) > 1 or linked) and is_collective(text):
        return Name(printed=text)
    if not told:
        group = len(parts) > 1
        return Name(printed=text.rstrip(", ") if group else text, collective=group)
    if len(told) > 1:
        told = [part for part in told if not _DEGREE.fullmatch(part)]
    at = next((at for at in (len(told) - 1, 0) if len(told) > 1 and _SUFFIX.fullmatch(told[at])), None)
    suffix = told.pop(at) if at is not None else None
    if not parts[0] or len(told) != 1:
        return Name(printed=text)
    return Name(printed=text, family=parts[0], given=told[0], suffix=suffix)
