"""Candidate place -> features. Reads: an analysed line and one candidate. Emits: the names of its features.

Each feature is a short string; its weight stands in the model file. What they look at: the letters at the place, the
word before it (is it a whole title word or half of one?), the word behind it (is it a given name?), the shape of the
first author's name, whether all later chunks are names, and what the title would end with.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.bylines.candidates import Candidate, Chunk, Line
from kg.bylines.lexicon import Lexicon, word_key
from kg.names import PARTICLES

NO_AUTHORS = "none"
"""The feature that only the reading without authors has."""

BARE_INITIALS = 3
"""So many capitals without dots may be initials (`JRR Tolkien`)."""

_WORDS = """
a an and are as at by can do does for from how in into is it its not of on or over the their to towards toward under
using via vs was we what when where which who why with without your within across between through
"""
_FUNCTION_WORDS = frozenset(_WORDS.split())
_COLLECTIVE = frozenset(
    ("collaboration", "consortium", "group", "team", "network", "initiative", "society", "committee")
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md"))
_RUN = re.compile(r"(.)\1+")
_SPACES = re.compile(r" +")


def letter_class(letter: str) -> str:
    """Return the class of a letter: u(pper), l(ower), d(igit), x (no case), _ (blank), or the sign itself."""
    if letter == " ":
        return "_"
    if letter.isupper() or letter.istitle():
        return "u"
    if letter.islower():
        return "l"
    if letter.isdigit():
        return "d"
    return "x" if letter.isalpha() else letter


@lru_cache(maxsize=65536)
def shape(word: str) -> str:
    """Return the shape of a word: the classes of its letters, a run of one class once (`SouYoung` is `ulul`)."""
    return _RUN.sub(r"\1", "".join(map(letter_class, word[:40])))


def features(line: Line, candidate: Candidate, lexicon: Lexicon) -> Iterator[str]:
    """Yield the names of the features of one candidate."""
    text = line.text
    left = text[candidate.word_start : candidate.place]
    first = _first_name(line, candidate)
    yield from _place_features(text, candidate.place)
    yield from _joint_features(left, text[candidate.place : candidate.word_end], lexicon)
    yield from _left_features(left, lexicon)
    yield from _title_features(line, candidate, lexicon)
    yield from _first_word_features(first[0] if first else "", lexicon)
    yield from _name_features(first, lexicon)
    yield from _later_features(line, candidate, lexicon)
    yield from _earlier_features(line, candidate, lexicon)


def no_author_features(line: Line, count: int) -> Iterator[str]:
    """Yield the features of the reading that the line is all title, given how many other candidates there are."""
    yield NO_AUTHORS
    yield f"{NO_AUTHORS}:cut={not line.complete}"
    yield f"{NO_AUTHORS}:chunks={min(len(line.chunks), 4)}"
    yield f"{NO_AUTHORS}:candidates={min(count, 4)}"


def _first_name(line: Line, candidate: Candidate) -> list[str]:
    chunk = line.chunks[candidate.chunk]
    return line.text[candidate.place : chunk.end].split()


def _place_features(text: str, place: int) -> Iterator[str]:
    before = letter_class(text[place - 1])
    behind = letter_class(text[place])
    after = letter_class(text[place + 1]) if place + 1 < len(text) else "$"
    further = letter_class(text[place - 2]) if place > 1 else "^"
    yield f"at={before}{behind}"
    yield f"at3={before}{behind}{after}"
    yield f"at4={further}{before}{behind}{after}"


def _joint_features(left: str, right: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield how both sides could be cut once more: half a title word, half a name, two words in one."""
    if left and right:
        yield f"Jw={min(lexicon.title(word_key(left + right)), 2)}"
    longer = [size for size in range(1, min(5, len(right))) if lexicon.title(word_key(left + right[:size])) > 1]
    if longer:
        yield f"Jl={min(longer[-1], 2)},{min(lexicon.given(word_key(right[longer[-1] :])), 1)}"
    inner = _last_capital(left)
    if inner:
        start, rest = word_key(left[:inner]), word_key(left[inner:])
        yield f"Jt={min(lexicon.title(start), 3)},{min(lexicon.title(rest), 3)}"
        yield f"Jn={min(lexicon.title(start), 3)},{min(lexicon.given(rest), 2)},{min(len(rest), 3)}"
    inner = _first_capital(right)
    if inner:
        start, rest = word_key(right[:inner]), word_key(right[inner:])
        yield f"Jr={min(lexicon.title(start), 3)},{min(lexicon.given(start), 2)},{min(lexicon.given(rest), 2)}"
        yield f"Js={min(len(start), 4)},{min(lexicon.title(start), 1)}"


def _last_capital(word: str) -> int:
    """Return where the last part of a word with inner capitals begins, or 0."""
    return next((n for n in range(len(word) - 1, 0, -1) if word[n].isupper() and word[n - 1].isalnum()), 0)


def _first_capital(word: str) -> int:
    """Return where the second part of a word with inner capitals begins, or 0."""
    return next((n for n in range(1, len(word)) if word[n].isupper() and word[n - 1].islower()), 0)


def _left_features(left: str, lexicon: Lexicon) -> Iterator[str]:
    key = word_key(left)
    last = key.rpartition("-")[2]
    known = lexicon.title(key)
    kind = "u" if left.isupper() else "m"
    length = min(len(key), 4)
    yield f"L{kind}={known}"
    yield f"Ln{kind}={length},{min(known, 2)}"
    if last != key:
        yield f"Lh={lexicon.title(last)},{min(known, 1)}"
    yield f"Lg={min(max(lexicon.given(key), lexicon.family(key)), 3)},{min(known, 3)}"
    yield f"Ls={shape(left)[-4:]}"
    marked = "^" + (key if kind == "m" else left)
    for size in range(2, 6):
        yield f"l{marked[-size:]}"
        if size >= len(marked):
            break


def _title_features(line: Line, candidate: Candidate, lexicon: Lexicon) -> Iterator[str]:
    before = line.text[max(0, candidate.word_start - 40) : candidate.word_start].split()
    title = line.text[: candidate.place]
    yield f"Tw={min(len(_SPACES.findall(title)), 3)}"
    if before:
        word = before[-1]
        key = word_key(word)
        yield f"Pf={key in _FUNCTION_WORDS}"
        yield f"Pt={min(lexicon.title(key), 3)},{min(max(lexicon.given(key), lexicon.family(key)), 3)}"
        yield f"Ps={shape(word)[-3:]}"
    if word_key(line.text[candidate.word_start : candidate.place]) in _FUNCTION_WORDS:
        yield "Lf"
    for opening, closing in ("()", "[]", "“”"):
        opened = title.count(opening) - title.count(closing)
        if opened:
            yield f"open{opening}{'+' if opened > 0 else '-'}"
    for sign in '"$':
        if title.count(sign) % 2:
            yield f"open{sign}"


def _first_word_features(word: str, lexicon: Lexicon) -> Iterator[str]:
    key = word_key(word)
    given, family, title = lexicon.given(key), lexicon.family(key), lexicon.title(key)
    yield f"Rg={given}"
    yield f"Rgt={min(given, 3)},{min(title, 3)},{min(family, 2)}"
    yield f"Rs={shape(word)[:5]}"
    yield f"Rn={min(len(key), 4)},{min(given, 1)}"
    marked = key + "$"
    for size in range(2, 6):
        yield f"r{marked[:size]}"
        yield f"e{marked[-size:]}"
        if size >= len(marked):
            break


def _name_features(words: list[str], lexicon: Lexicon) -> Iterator[str]:
    yield f"N={min(len(words), 7)}"
    yield f"Nw={name_fault(words)}"
    if len(words) > 1 and word_key(words[-1]) in _COLLECTIVE:
        yield "Nc"
    yield f"Ni={sum(_is_initial(word) for word in words)},{min(len(words), 4)}"
    for word in words[1:-1]:
        yield f"Nm={shape(word)[:4]}"
    if len(words) > 1:
        key = word_key(words[-1])
        given, family, title = lexicon.given(key), lexicon.family(key), lexicon.title(key)
        yield f"Nf={family}"
        yield f"Nft={min(family, 2)},{min(title, 3)},{min(given, 2)}"
        yield f"Ns={shape(words[-1])[:5]}"
        marked = key + "$"
        for size in (3, 4):
            yield f"f{marked[-size:]}"


def _later_features(line: Line, candidate: Candidate, lexicon: Lexicon) -> Iterator[str]:
    faults = [chunk_fault(line, chunk) for chunk in line.chunks[candidate.chunk + 1 :][:20]]
    yield f"later={min(len(faults), 4)}"
    wrong = sum(fault > 1 for fault in faults)
    odd = sum(fault == 1 for fault in faults)
    yield f"wrong={min(wrong, 3)}"
    yield f"odd={min(odd, 3)}"
    yield f"ends={line.chunks[candidate.chunk].stop.strip().casefold()}"
    unknown = sum(_unknown_name(line, chunk, lexicon) for chunk in line.chunks[candidate.chunk + 1 :][:20])
    yield f"unknown={min(unknown, 3)}"
    mine = style(_first_name(line, candidate))
    for chunk in line.chunks[candidate.chunk + 1 : candidate.chunk + 3]:
        words = line.text[chunk.start : chunk.end].split()
        yield f"style={mine},{style(words)}"


def _earlier_features(line: Line, candidate: Candidate, lexicon: Lexicon) -> Iterator[str]:
    chunk = line.chunks[candidate.chunk]
    if candidate.chunk == 0:
        yield "first"
        return
    yield f"chunk={min(candidate.chunk, 3)}"
    yield f"stop={line.chunks[candidate.chunk - 1].stop.casefold()}"
    words = line.text[chunk.start : candidate.place].split()
    yield f"cw={min(len(words), 4)}"
    yield f"small={words[0][:1].islower()}"
    names = sum(
        chunk_fault(line, earlier) == 0 and not _unknown_name(line, earlier, lexicon)
        for earlier in line.chunks[max(1, candidate.chunk - 20) : candidate.chunk]
    )
    yield f"names={min(names, 3)}"
    yield f"glued={_glued(line.text[: line.chunks[candidate.chunk - 1].end], lexicon)}"


_GLUE = re.compile(r"(\S*[^\W\d_A-Z]|\S*[\d)?!\]\"”])(?=([A-Z]\S+) ([A-Z]\S+))")


def _glued(text: str, lexicon: Lexicon) -> int:
    """Return how surely a title has already ended in `text`: 0 no word and name stand glued, 1 maybe, 2 known ones."""
    level = 0
    for found in _GLUE.finditer(text[-400:]):
        known = lexicon.title(word_key(found[1])) > 1 and lexicon.given(word_key(found[2])) > 0
        level = max(level, 1 + known)
    return level


def _unknown_name(line: Line, chunk: Chunk, lexicon: Lexicon) -> bool:
    words = line.text[chunk.start : chunk.end].split()
    return not lexicon.given(word_key(words[0])) and not lexicon.family(word_key(words[-1]))


def chunk_fault(line: Line, chunk: Chunk) -> int:
    """Return how far a chunk is from the shape of a name (see `name_fault`); a suffix (`Jr.`) has no fault."""
    words = line.text[chunk.start : chunk.end].split()
    if len(words) == 1 and words[0].strip(".").casefold() in _SUFFIXES:
        return 0
    return name_fault(words)


def name_fault(words: list[str]) -> int:
    """Return how far some words are from the shape of a name: 0 fine, 1 odd (one word, small letters), 2 hardly."""
    if not words or len(words) > 8:
        return 2
    fault = int(len(words) == 1)
    for place, word in enumerate(words):
        if word.casefold() in PARTICLES and word.islower():
            fault = max(fault, int(place == len(words) - 1))
            continue
        if any(map(str.isdigit, word)) or word.casefold() in _FUNCTION_WORDS or set(word) & set(":?!$=/\\%#@"):
            return 2
        if word[0].islower():
            fault += 1
    return min(fault, 2)


def style(words: list[str]) -> str:
    """Return the manner in which a name is printed; the names of one line share it.

    One of: mono (one word), family-initials (`Smith JA`), dot (`J. Smith`), bare (`JA Smith`), upper, lower,
    family-upper (`Jane SMITH`), full.
    """
    if len(words) == 1:
        return "mono"
    first, last = words[0], words[-1]
    if first.isupper() and len(first.strip(".")) <= BARE_INITIALS:
        return "dot" if "." in first else "bare"
    if last.isupper() and len(last) <= BARE_INITIALS:
        return "family-initials"
    if last.isupper():
        return "upper" if first.isupper() else "family-upper"
    return "lower" if first.islower() and last.islower() else "full"


def _is_initial(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return len(letters) < BARE_INITIALS and letters.isupper() and ("." in word or len(letters) == 1)
