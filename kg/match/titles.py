"""Two titles -> how they are related. Reads: titles as printed. Emits: matching keys, a relation.

LaTeX, HTML and Unicode spellings of one title have one key; so have hyphenations and blanks. Keys are for matching
only: what is published stays as printed.
"""

import html
import re
import unicodedata
from difflib import SequenceMatcher
from typing import Literal

from kg.text import fold

_AND = frozenset({"and", "und", "et"})
LEAST_ALIKE = 0.9
"""The part of their letters in which two titles agree that differ by a slip of the pen."""
_LONGEST = 1000
"""Letters; nobody prints a longer title, and comparing takes the square of that."""

Relation = Literal["equal", "spelling", "subtitle", "part", "different"]

_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
}  # fmt: skip
_ACCENTED = re.compile(r"\\(?:(['`^\"~=.])\s*|([cvuHkrd])(?=\s*\{|\s+\w))\s*\{?\s*(\\?\w)\s*\}?")
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "i": "i", "j": "j", "ell": "ℓ",
}  # fmt: skip
# Signs whose Unicode forms are no letters: folding drops those, so it has to drop the commands as well.
_SIGN_WORDS = """
    infty times to rightarrow leftarrow mapsto leq geq le ge pm cdot sim approx neq ne ast star circ dagger prime
    ldots dots cdots sum prod int partial nabla in subset cup cap wedge vee oplus otimes sqrt langle rangle left
    right big bigl bigr quad qquad
"""
_SIGNS = frozenset(_SIGN_WORDS.split())
_WITH_BRACE = re.compile(r"\\[A-Za-z]+\*?\s*(?=\{)")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>]*)?/?>")
_SUBTITLE = re.compile(r"\s*[:;.?!–—|(]\s*|\s+-+\s+")
_ROMAN = re.compile(r"[ivx]{1,5}")
# A paper about another paper, or a piece of it, names the whole in its own title.
_PART_WORDS = """
    part volume chapter erratum errata corrigendum corrigenda correction corrections addendum retraction retracted
    comment comments commentary reply response rejoinder discussion supplement supplementary appendix supplemental
    review editorial preface introduction foreword teil band kapitel berichtigung kommentar antwort partie tome
    reponse commentaire commentaires parte capitulo respuesta comentario tutorial proceedings poster demo abstract
"""
_PARTS = frozenset(_PART_WORDS.split())


def plain_title(title: str) -> str:
    r"""Return a title without LaTeX and HTML: `\emph{x}` is `x`, `$\alpha$` is `α`, `\"o` is `ö`."""
    text = title
    if "&" in text or "<" in text:
        text = _TAG.sub("", html.unescape(text))
    if "\\" in text:
        text = _ACCENTED.sub(_accented, text)
        text = _COMMAND.sub(_symbol, _WITH_BRACE.sub("", text))
        text = text.replace("\\", "")
    return text.replace("{", "").replace("}", "").replace("$", "")


def _accented(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match[3].lstrip("\\") + _ACCENTS[match[1] or match[2]])


def _symbol(match: re.Match[str]) -> str:
    name = match[1]
    if name in _LETTERS:
        return _LETTERS[name]
    if name in _SIGNS:
        return " "
    case = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {name.removeprefix('var').upper()}")
    except KeyError:
        return f"{name} "


def title_words(title: str) -> list[str]:
    """Return the folded words of a title without markup and without `and`, for which many print `&`."""
    return [word for word in fold(plain_title(title)).split() if word not in _AND]


def title_match_key(title: str) -> str:
    """Return the key under which two spellings of one title are equal: its letters and digits, without blanks.

    A title without letters and digits is its own key.
    """
    return "".join(title_words(title)) or title.strip()


def is_generic(title: str) -> bool:
    """Return whether a title names a kind of text (`Editorial`, `Reply to comment`), which many papers are."""
    return all(word in _PARTS or len(word) < 4 for word in title_words(title))


def relation(left: str, right: str) -> Relation:
    """Return how two titles are related.

    `spelling`: more than the part `LEAST_ALIKE` of all letters agrees; `subtitle`: one is the other one with a
    subtitle more; `part`: they name two parts, numbers or editions, or one names a comment on, or a correction of,
    the other. Symmetric.
    """
    a, b = title_words(left), title_words(right)
    joined_a, joined_b = "".join(a), "".join(b)
    if joined_a == joined_b:
        return "equal"
    if max(len(left), len(right)) > _LONGEST:
        return "different"
    if _numbers(a) != _numbers(b) or set(a) & _PARTS != set(b) & _PARTS:
        return "part" if _alike(joined_a, joined_b) > LEAST_ALIKE or _one_in_other(a, b) else "different"
    if _is_subtitled(left, b) or _is_subtitled(right, a):
        return "subtitle"
    return "spelling" if _alike(joined_a, joined_b) > LEAST_ALIKE else "different"


def _numbers(words: list[str]) -> list[str]:
    """Return the words that tell one of a series from another one: numbers, single letters but `a`."""
    return sorted(w for w in words if any(map(str.isdigit, w)) or _ROMAN.fullmatch(w) or (len(w) == 1 and w != "a"))


def _alike(left: str, right: str) -> float:
    """Return the part of the letters that agree in order; symmetric."""
    first, second = sorted((left, right))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > LEAST_ALIKE and matcher.quick_ratio() > LEAST_ALIKE else 0.0


def _one_in_other(left: list[str], right: list[str]) -> bool:
    short, long = (left, right) if len(left) < len(right) else (right, left)
    return f" {' '.join(short)} " in f" {' '.join(long)} "


def _is_subtitled(title: str, main: list[str]) -> bool:
    """Return whether the words before some subtitle mark of `title` are the whole other title, of three or more."""
    plain = plain_title(title)
    joined = "".join(main)
    heads = (fold(plain[: mark.start()]).replace(" ", "") for mark in _SUBTITLE.finditer(plain))
    return len(main) > 2 and any(head == joined for head in heads)
