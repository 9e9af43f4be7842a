"""A title -> the keys under which it meets others, the letters that tell most of them apart. Reads: str. Emits: keys.

A dump lists hundreds of millions of titles: those of ASCII without markup, most of them, are folded as bytes, to the
same keys. What meets one of ours is compared by its letters before it is compared with care.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from kg.match.titles import LEAST_ALIKE, plain_title, title_match_key, title_words
from kg.text import fold

_EDGE: Final = 14
"""Letters at the beginning or the end of a title that a slip of the pen elsewhere leaves alone."""
_SUBTITLE = re.compile(r"\s*[:;.?!–—|(]\s*|\s+-+\s+")
_LIKE_ASCII: Final = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": ";", "—": ";", "‐": "-", "\xa0": " "}
"""Signs of English titles -> what has the same part in a key: a quote divides words, a dash begins a subtitle."""
_NOT_PLAIN: Final = bytes(range(32)) + b"\x7f&<\\{}$"
"""What may be markup, and what is no blank to everybody."""
_WORDS: Final = bytes(ord(chr(sign).lower()) if chr(sign).isalnum() and sign < 128 else 32 for sign in range(256))
_NO_LETTERS: Final = bytes(sign for sign in range(128) if not chr(sign).isalnum())
_WORDS_BY_LINES: Final = _WORDS[:10] + b"\n" + _WORDS[11:]
_NO_LETTERS_NOR_LINES: Final = _NO_LETTERS.replace(b"\n", b"")
_SIGNS: Final = b":;.?!|("
_MARKS: Final = bytes(58 if sign in _SIGNS else 32 for sign in range(256))
_AND: Final = re.compile(rb" (?:and|und|et) ").search
_COUNTED: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_MOST: Final = 32
"""Times that one letter is counted."""
_UNARY: Final = [((1 << number) - 1).to_bytes(_MOST // 8, "little") for number in range(_MOST + 1)]
"""So many of 32 bits, by number."""


class Letters(NamedTuple):
    """What of a title is compared first."""

    joined: str
    """All its letters and digits."""
    counts: int | None
    """For each of a-z and 0-9 as many of 32 bits as the title has of it; None where it has one more often."""
    others: int
    """How many letters are none of these."""


def letters_of(title: str) -> Letters:
    """Return the letters of a title without those of `and`."""
    joined = joined_letters(title)
    return Letters(joined, *_counted(joined))


def joined_letters(title: str) -> str:
    """Return the folded letters and digits of a title without those of `and`, one behind the other."""
    raw = _plain_ascii(title)
    return _joined(raw) if raw is not None else "".join(title_words(title))


def _counted(joined: str) -> tuple[int | None, int]:
    numbers = [joined.count(letter) for letter in _COUNTED]
    if max(numbers) > _MOST:
        return None, 0
    counts = int.from_bytes(b"".join([_UNARY[number] for number in numbers]), "little")
    return counts, len(joined) - sum(numbers)


def name_letters(names: Sequence[str]) -> list[bytes]:
    """Return the letters and digits of each folded name: equal names have equal ones. They are of ASCII in one go."""
    plain = [name for name in names if name.isascii()]
    found = "\n".join(plain).encode().translate(_WORDS_BY_LINES, _NO_LETTERS_NOR_LINES).split(b"\n")
    if len(found) != len(plain):  # none of ASCII, or one of two lines
        found = [name.encode().translate(_WORDS, _NO_LETTERS) for name in plain]
    return found + [fold(name).replace(" ", "").encode() for name in names if not name.isascii()]


def related(ours: Iterable[Letters], theirs: str) -> Iterator[bool]:
    """Yield whether titles of ours, and one of theirs of which the letters are given, may be related; never wrongly no.

    They may be equal, misspelt, or one the other with a subtitle. A title without its subtitle is the beginning of the
    other one. Of two spellings more than nine tenths of all letters agree in order, so as many do in any order.
    """
    counts, others = None, -1
    for left in ours:
        whole, shorter = len(left.joined) + len(theirs), min(len(left.joined), len(theirs))
        if left.joined.startswith(theirs) or theirs.startswith(left.joined):
            yield True
        elif 2.0 * shorter / whole <= LEAST_ALIKE:
            yield False
        else:
            if others < 0:
                counts, others = _counted(theirs)
            shared = shorter
            if counts is not None and left.counts is not None:
                shared = (left.counts & counts).bit_count() + min(left.others, others)
            yield 2.0 * shared / whole > LEAST_ALIKE


def blocks(title: str) -> set[str]:
    """Return the keys under which two titles meet that may be related.

    They are the whole title, the part before a subtitle, and of a long one the first and the last letters, behind `^`
    and `$`.
    """
    raw = _plain_ascii(title)
    whole = _joined(raw) if raw is not None else ""
    if not whole:
        return slow_blocks(title)
    found = _with_edges(whole)
    head = _before_subtitle(raw or b"")
    if head:
        found.add(_joined(head) or head.decode().strip())
    return found


def slow_blocks(title: str) -> set[str]:
    """Return the same for any title: what `blocks` is measured by."""
    found = _with_edges(title_match_key(title))
    plain = plain_title(title)
    mark = _SUBTITLE.search(plain)
    if mark is not None and mark.start():
        found.add(title_match_key(plain[: mark.start()]))
    return found


class Blocks:
    """The keys of many titles, and which of them another title has."""

    def __init__(self) -> None:
        """Begin with none."""
        self._wholes: set[str] = set()
        self._begins: set[str] = set()
        self._ends: set[str] = set()

    def add(self, keys: Iterable[str]) -> None:
        """Take the keys of a title."""
        kept = {"^": self._begins, "$": self._ends}
        for one in keys:
            edge = kept.get(one[:1]) if len(one) == _EDGE + 1 else None
            self._wholes.add(one)
            if edge is not None:
                edge.add(one[1:])

    def met(self, title: str) -> list[str]:
        """Return those of the keys of a title that are among these."""
        raw = _plain_ascii(title)
        whole = _joined(raw) if raw is not None else ""
        if raw is None or not whole:
            return list(self._wholes.intersection(slow_blocks(title)))
        found = [whole] if whole in self._wholes else []
        if len(whole) > 2 * _EDGE:
            if (begin := whole[:_EDGE]) in self._begins:
                found.append(f"^{begin}")
            if (end := whole[-_EDGE:]) in self._ends:
                found.append(f"${end}")
        head = _before_subtitle(raw.rstrip(b"."))  # what stands before a stop at the end is the whole
        if head and (short := _joined(head) or head.decode().strip()) in self._wholes:
            found.append(short)
        return found


def _with_edges(whole: str) -> set[str]:
    return {whole, f"^{whole[:_EDGE]}", f"${whole[-_EDGE:]}"} if len(whole) > 2 * _EDGE else {whole}


def _plain_ascii(title: str) -> bytes | None:
    """Return the bytes of a title in which nothing but letters, digits, blanks and punctuation stands, else None."""
    if not title.isascii():
        for sign, like in _LIKE_ASCII.items():
            title = title.replace(sign, like)
        if not title.isascii():
            return None
    raw = title.encode()
    return raw if len(raw.translate(None, _NOT_PLAIN)) == len(raw) else None


def _joined(raw: bytes) -> str:
    """Return the letters and digits, in lower case, without the words for `and`; empty if there are none."""
    words = b" %b " % raw.translate(_WORDS)
    while _AND(words):  # to look for the words one by one takes three times as long
        words = words.replace(b" and ", b" ").replace(b" und ", b" ").replace(b" et ", b" ")
    return words.replace(b" ", b"").decode()


def _before_subtitle(raw: bytes) -> bytes:
    """Return what stands before the first mark of a subtitle, empty if there is no mark or nothing before it."""
    if b"-" in raw and b" -" in raw:
        mark = _SUBTITLE.search(raw.decode())
        return raw[: mark.start()] if mark is not None else b""
    if len(raw.translate(None, _SIGNS)) == len(raw):
        return b""
    return raw[: max(0, raw.translate(_MARKS).find(b":"))].rstrip()
