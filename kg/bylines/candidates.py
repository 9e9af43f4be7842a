"""Analysed line -> the places where the title may end. Reads: analysed text. Emits: chunks and candidate places."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.bylines.lexicon import Lexicon, word_key
from kg.names import PARTICLES, names_end

NAME_WORDS = 7
"""A printed name has at most so many words (`Gideon Maillette de Buy Wenniger` has five)."""

MAX_CHUNKS = 300
"""So many comma-parted chunks of a line are looked at; a title has few commas."""

LONG_WORD = 120
"""Only so many last letters of one word are looked at."""

SMALL_WORD, KNOWN_WORD, SMALL_NAME_WORDS = 3, 2, 4
"""A name in small letters begins behind a title word of so many letters and this grade, and has so many words.

A particle of so many letters begins a name behind any word.
"""

_STOP = re.compile(r"[,;、，；]|(?<= )(?:and|&)(?= )", re.IGNORECASE)
_WORD = re.compile(r"\S+")


class Chunk(NamedTuple):
    """A part of the line between two commas (semicolons, `and`, `&`); `end` is where its last word ends."""

    start: int
    end: int
    stop: str


class Line(NamedTuple):
    """An analysed line: its text, where its names end, whether they are all there, and its chunks."""

    text: str
    end: int
    complete: bool
    chunks: tuple[Chunk, ...]


class Candidate(NamedTuple):
    """A place where the title may end: between `text[:place]` and `text[place:]`, in the chunk of this number."""

    place: int
    chunk: int
    word_start: int
    word_end: int


def chunked(text: str) -> Line:
    """Return the line cut into chunks."""
    end, complete = names_end(text)
    chunks: list[Chunk] = []
    start = 0
    for found in _STOP.finditer(text, 0, end):
        if len(chunks) == MAX_CHUNKS:
            break
        chunks.append(_chunk(text, start, found.start(), found.group()))
        start = found.end()
    chunks.append(_chunk(text, start, end, ""))
    return Line(text, end, complete, tuple(chunk for chunk in chunks if chunk.start < chunk.end))


def candidates(line: Line, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield the places, most of them inside a word, where a first author may begin.

    That is in front of a capital, of a letter of a script without case, of a small letter behind a sign or digit, of a
    particle (`van`, `de`), and of a small name behind a known title word, in the last words of a chunk only. Should the
    first chunk have no such place, its last capitalised words count: a blank may part title and authors after all.
    """
    behind_blanks: list[Candidate] = []
    glued = False
    for candidate in inner_places(line):
        if candidate.place == candidate.word_start:
            if _may_follow_blank(line, candidate):
                behind_blanks.append(candidate)
        elif _may_begin(line.text, candidate) or _is_small_name(line, candidate, lexicon):
            glued = glued or candidate.chunk == 0
            yield candidate
    if not glued:
        yield from behind_blanks


def inner_places(line: Line) -> Iterator[Candidate]:
    """Yield every place in front of a letter, inside the last words of each chunk."""
    text = line.text
    for number, chunk in enumerate(line.chunks):
        words = [found.span() for found in _WORD.finditer(text, chunk.start, chunk.end)]
        for start, end in words[-NAME_WORDS:]:
            for place in range(max(start, end - LONG_WORD), end):
                if place == chunk.start:
                    continue
                if text[place].isalpha() or text.startswith("'t ", place):
                    yield Candidate(place, number, start, end)


def _may_follow_blank(line: Line, candidate: Candidate) -> bool:
    """Return whether a name of a few words may begin behind a blank: of the first chunk, or behind two blanks."""
    text, place = line.text, candidate.place
    if text[place - 2 : place] == "  ":
        return True
    words = text.count(" ", place, line.chunks[candidate.chunk].end) + 1
    return candidate.chunk == 0 and text[place].isupper() and 1 < words <= SMALL_NAME_WORDS


def _may_begin(text: str, candidate: Candidate) -> bool:
    """Return whether the letters around a place suggest that a name begins there."""
    place = candidate.place
    letter = text[place]
    before = text[place - 1]
    if before in "(&_[{" or (before == "-" and place - 1 > candidate.word_start):
        return False
    if not letter.islower():
        return True
    if candidate.word_end - place >= SMALL_WORD and text[place : candidate.word_end] in PARTICLES:
        return text[candidate.word_end : candidate.word_end + 1] == " "
    return not before.isalpha() and before not in "'’.,-"


def _is_small_name(line: Line, candidate: Candidate, lexicon: Lexicon) -> bool:
    """Return whether a whole title word ends at a place between small letters, and a name in small letters follows."""
    text, place = line.text, candidate.place
    if not text[place].islower() or not text[place - 1].islower() or place - candidate.word_start < SMALL_WORD:
        return False
    left = lexicon.title(word_key(text[candidate.word_start : place]))
    if left < KNOWN_WORD:
        return False
    words = text[place : line.chunks[candidate.chunk].end].split()
    if words[0] in PARTICLES and len(words) > 1:
        return words[1] in PARTICLES or not words[1][0].islower()
    if not 1 < len(words) <= SMALL_NAME_WORDS or not all(word[0].islower() for word in words[:2]):
        return False
    right = word_key(words[0])
    return len(right) > 1 and (lexicon.given(right) > 0 or lexicon.title(right) == 0)


def _chunk(text: str, start: int, end: int, stop: str) -> Chunk:
    inner = text[start:end]
    kept = inner.strip(" ")
    start += inner.find(kept) if kept else 0
    return Chunk(start, start + len(kept), stop)
