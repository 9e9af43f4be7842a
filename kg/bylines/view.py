"""Printed line -> the text that is analysed. Reads: a line as printed. Emits: its normalised form and the way back.

The analysed text is composed (NFC), has plain apostrophes, hyphens and blanks and no invisible characters; every
place in it knows its place in the printed line, so that what is returned is always a slice of what was printed.
"""

import unicodedata
from typing import NamedTuple

from kg.names import BLANKS, INVISIBLE

LIMIT = 6000
"""So many characters of a line are analysed; no title is longer, and the work on a giant line stays bounded."""

_PLAIN = str.maketrans(
    {
        **dict.fromkeys(BLANKS, " "),
        **dict.fromkeys(INVISIBLE, None),
        **dict.fromkeys("’‘ʼʹ´ˈ", "'"),
        **dict.fromkeys("‐‑", "-"),
    }
)
_JAMO = range(0x1160, 0x1200)


class View(NamedTuple):
    """The analysed text of a line, and for each of its places the place in the printed line (one more than letters)."""

    text: str
    places: range | list[int]


def view(line: str) -> View:
    """Return the analysed text of the first `LIMIT` characters of a printed line."""
    line = line[:LIMIT]
    if line.isascii():
        return View(line.translate(_PLAIN), range(len(line) + 1))
    letters: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(line):
        end = start + 1
        while end < len(line) and _continues(line[end]):
            end += 1
        plain = unicodedata.normalize("NFC", line[start:end]).translate(_PLAIN)
        letters.append(plain)
        places.extend([start] * len(plain))
        start = end
    places.append(len(line))
    return View("".join(letters), places)


def _continues(letter: str) -> bool:
    """Return whether a letter belongs to the one before it: a combining mark or an inner Hangul jamo."""
    return unicodedata.combining(letter) > 0 or ord(letter) in _JAMO
