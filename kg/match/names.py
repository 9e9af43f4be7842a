"""Names -> how alike two of them are. Reads: model.Name, printed names. Emits: tokens, scores, blocking keys.

A name is compared as its folded words in the order "Given Family". Nothing here says that two equal names are one
person: that is the law of `kg.resolve`.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from kg.model import Name
from kg.names import PARTICLES
from kg.text import fold

Tokens = tuple[str, ...]

EQUAL, JOINED, SWAPPED, LENGTHENED, ABBREVIATED, MISSPELT = 1.0, 0.95, 0.9, 0.8, 0.7, 0.6
"""The degrees of agreement: same words; other blanks or hyphens; other order; long vowels or doubled letters
written out; initials or a middle name less; one letter wrong, missing, or too many. Only their order matters."""

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-Ý]")
# Two or more letters, each with its dot (`B.P.`, `J.-P.`), or short forms with a dot (`Th.`, `Chr.`).
_DOTTED = re.compile(r"(?:[^\W\d_]\.[-‐‑–]?)+[^\W\d_]?\.?|[^\W\d_]{1,3}\.")
_SYLLABIC = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
# Romanisations of one Japanese or Korean long vowel differ: `Yuki`/`Yuuki`, `Ono`/`Ohno`/`Oono`/`Ouno`.
_LONG_VOWEL = re.compile(r"(?<=o)u|(?<=[aeiou])h(?![aeiouy])")
_DOUBLED = re.compile(r"(.)\1+")

# Words that name a body of people in the languages in which papers are signed. They count as whole words only, and
# only in company: a person may be called `Group` or `Team`, but hardly `Heart Failure Study Group`. The words of
# the first list alone decide; those of the second one are also family names (`Boehringer Bund`, `Jo Union`).
_BODY_WORDS = """
    consortium collaboration collaborative committee commission consorzio consorcio konsortium arbeitsgruppe
    arbeitsgemeinschaft association asociacion associacao associazione university universitat universite universidad
    universidade universita institute institut instituto istituto laboratory laboratories department ministry
    organisation organization organizacion society societe sociedad sociedade gesellschaft foundation investigators
    initiative taskforce secretariat subcommittee federation council agency academy akademie hospital incorporated
    gmbh ltd inc llc corporation corp participants collaborators authors editors
"""
_COMPANY_WORDS = """
    group groups team teams gruppe groupe grupo gruppo network project panel force board alliance center centre
    centro company program programme union bureau office forum club
"""
_BODIES, _BODIES_IN_COMPANY = frozenset(_BODY_WORDS.split()), frozenset(_COMPANY_WORDS.split())
_SYLLABIC_BODY = re.compile("大学|研究所|研究会|学会|委員会|委员会|研究院|グループ|チーム|협회|대학교|연구소|위원회")
_LINKING = frozenset({"for", "of", "the", "on", "in", "and", "de", "des", "du", "der", "und", "y", "e", "et"})


@lru_cache(maxsize=65536)
def is_collective(printed: str) -> bool:
    """Return whether a printed name is that of an organization, consortium or group, not of a person."""
    if _SYLLABIC.search(printed):
        return _SYLLABIC_BODY.search(printed) is not None
    tokens = list(map(fold, printed.split()))  # `Soler-Company` is one word, and no company
    if len(tokens) < 2:
        return False
    if any(token in _BODIES for token in tokens):
        return True
    in_company = any(token in _BODIES_IN_COMPANY for token in tokens)
    linked = tokens[0] == "the" or any(token in _LINKING for token in tokens[1:-1])
    return in_company and (linked or len(tokens) > 2 or tokens[-1] in {"team", "teams", "group", "groups", "network"})


@lru_cache(maxsize=65536)
def name_tokens(display: str) -> Tokens:
    """Return the folded words of a name printed `Given Family`.

    A name that ends in initials after a full word (`Yamada M.`) is turned round, so that a family name comes last.
    """
    tokens = fold(display).split()
    printed = display.split()
    if len(printed) > 1 and _is_initials(printed[-1], display) and not _is_initials(printed[0], display):
        last = len(fold(printed[-1]).split())
        tokens = [*tokens[-last:], *tokens[:-last]]
    return tuple(tokens)


def _is_initials(word: str, display: str) -> bool:
    """Return whether a printed word of a name stands for longer words: `J`, `B.P.`, `Th.`, and `JP` in mixed case."""
    letters = fold(word)
    if len(letters) == 1:
        return not _SYLLABIC.search(word)
    if _DOTTED.fullmatch(word):
        return letters not in _SUFFIXES
    return len(word) <= 3 and word.isupper() and not display.isupper() and not _VOWEL.search(word)


@lru_cache(maxsize=65536)
def _has_full_given(given: str, display: str) -> bool:
    words = [word for word in given.split() if not _is_initials(word, display) and word not in PARTICLES]
    return any(len(part) > 1 and part not in _SUFFIXES for word in words for part in fold(word).split())


def is_full_name(name: Name) -> bool:
    """Return whether a given name is written out beside a family name.

    Names in Han, kana or Hangul without blanks count as full; mononyms and initials do not.
    """
    display = name.display
    if name.given and name.family:
        return _has_full_given(name.given, display) or _SYLLABIC.search(name.given) is not None
    words = display.split()
    while len(words) > 1 and fold(words[-1]) in _SUFFIXES:
        words.pop()
    if len(words) == 1:
        return len(words[0]) > 1 and _SYLLABIC.search(words[0]) is not None
    if _is_initials(words[-1], display):
        return False
    return _has_full_given(" ".join(words[:-1]), display)


def skeleton(text: str) -> str:
    """Return a folded name without what romanisations of long vowels and doubled letters differ in."""
    return _DOUBLED.sub(r"\1", _LONG_VOWEL.sub("", text))


def agreement(left: Tokens, right: Tokens) -> float:
    """Return how well two names agree, from 0 (two names) to 1 (one name)."""
    if left == right:
        return EQUAL
    if not left or not right:
        return 0.0
    mine, theirs = _spellings(left), _spellings(right)
    if mine.joined == theirs.joined:
        return JOINED
    if mine.words == theirs.words:
        return SWAPPED
    return _likeness(left, right, mine, theirs)


class _Spellings(NamedTuple):
    """A name as names that differ in their letters are compared."""

    joined: str
    words: list[str]
    """Its words in the order of the alphabet."""
    skeleton: str


@lru_cache(maxsize=65536)
def _spellings(name: Tokens) -> _Spellings:
    return _Spellings("".join(name), sorted(name), "".join(map(skeleton, name)))


def _likeness(left: Tokens, right: Tokens, mine: _Spellings, theirs: _Spellings) -> float:
    """Return how well two names agree that differ in their letters."""
    if mine.skeleton == theirs.skeleton:  # `L Logan` has no double l
        return LENGTHENED
    if left[-1] == right[-1] and (is_abbreviation(left, right) or is_abbreviation(right, left)):
        return ABBREVIATED
    return MISSPELT if is_misspelling(mine.joined, theirs.joined) else 0.0


def is_abbreviation(short: Tokens, full: Tokens) -> bool:
    """Return whether `short` is `full` with words left out or cut to initials; the family name is written out.

    `m yamada` and `shuhei yoshida` abbreviate `masanori yamada` and `shuhei m yoshida`.
    """
    if len(short) < 2 or len(short) > len(full) or short[-1] != full[-1] or len(short[-1]) < 2:
        return False
    if not _cut(short[0], full[0]):
        return False
    rest = iter(full[1:-1])
    return all(any(_cut(token, other) for other in rest) for token in short[1:-1])


def _cut(short: str, full: str) -> bool:
    """Return whether a word is another one or its first letter; either side may be the initial."""
    return short == full or ((len(short) == 1 or len(full) == 1) and short[0] == full[0])


def is_misspelling(left: str, right: str, *, shortest: int = 8) -> bool:
    """Return whether two words of at least `shortest` letters differ by one letter, or by two neighbours swapped."""
    if abs(len(left) - len(right)) > 1 or min(len(left), len(right)) < shortest:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    a, b = left[start:], right[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
