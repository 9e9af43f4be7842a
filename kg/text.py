"""Text -> matching keys. Reads: str. Emits: folded names, normalised titles, single words.

Keys only: what is published keeps every character. IRIs hang on `fold` and `normalized_title`, so a change of
their result is a change of `FOLDING_VERSION` and of the frozen vectors in `tests/text/vectors.tsv`.
"""

import re
import unicodedata

FOLDING_VERSION = 1

# Letters that Unicode does not decompose, although readers of a bibliography take them for the letters at the right.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ð": "d", "ħ": "h", "ŧ": "t"}
)
# The blocks of diacritics that stand on Latin, Greek and Cyrillic letters. Vowel signs of Indic scripts and the
# voicing marks of kana are marks too, but they distinguish words: they stay.
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]+"
)
_RARE_BLANKS = "\t\r\x0b\x0c\x1c\x1d\x1e\x1f"
"""White space of ASCII other than blanks and line feeds."""
_SHORT = 200
_NOT_WORD = re.compile(r"[\W_]+")


def nfc(text: str) -> str:
    """Return `text` in Unicode normalization form C, the form of all text on a paper."""
    return unicodedata.normalize("NFC", text)


def _unmarked(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKD", text))


def fold(text: str) -> str:
    """Return the letters and digits of `text`, unmarked and case-folded, words divided by one blank.

    Apostrophes, hyphens, dots and all other punctuation divide words; invisible characters vanish; scripts other
    than Latin, Greek and Cyrillic keep their marks. Idempotent. The result is NFKC.
    """
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    plain = _unmarked(_INVISIBLE.sub("", text)).casefold().translate(_LETTERS)
    if plain.isascii():
        return _NOT_WORD.sub(" ", plain).strip()
    folded = unicodedata.normalize("NFKC", _unmarked(plain)).translate(_LETTERS)
    return " ".join(_words_with_marks(folded))


def _words_with_marks(text: str) -> list[str]:
    r"""Return the words of `text`; combining vowel signs (category M) belong to a word although `\w` excludes some."""
    kept = [c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text]
    return "".join(kept).split()


def normalized_title(title: str) -> str:
    """Return the key under which two printed forms of one title are equal.

    A title without any letter or digit (`+++`) is its own key, in NFKC without blanks at its edges, so that the
    key of a title that is not empty is never empty.
    """
    return fold(title) or unicodedata.normalize("NFKC", title).strip()


def words(text: str) -> list[str]:
    """Return the folded words of `text` in order, repeated words repeated."""
    return fold(text).split()


def blanks_folded(text: str) -> str:
    """Return `text` with every run of white space as one blank and none at its edges."""
    line = lines_joined(text) if len(text) > _SHORT else None
    return " ".join(text.split()) if line is None else line


def lines_joined(text: str) -> str | None:
    """Return ASCII text with a blank for each end of a line, if that leaves no blanks to be folded; None if it does.

    Most abstracts are so: to split them takes four times as long.
    """
    if not text.isascii():
        return None
    for blank in _RARE_BLANKS:
        if blank in text:
            return None
    line = text.strip(" \n").replace("\n", " ")
    return line if "  " not in line else None
