"""Words of titles and of names, and how common they are. Reads: counts. Emits: grades from 0 (unseen) to 5."""

import unicodedata
from typing import Protocol

GRADES = (1, 2, 4, 10, 40)
"""A word seen at least so often has grade 1, 2, 3, 4, 5."""


class Lexicon(Protocol):
    """How common a word is in titles, as a given name, as a family name: a grade from 0 (unseen) to 5."""

    def title(self, word: str) -> int:
        """Return the grade of a word in titles."""

    def given(self, word: str) -> int:
        """Return the grade of a word as a given name."""

    def family(self, word: str) -> int:
        """Return the grade of a word as a family name."""


def grade(count: int) -> int:
    """Return the grade of a count."""
    return sum(count >= least for least in GRADES)


def word_key(word: str) -> str:
    """Return the form under which a word is counted: small letters without marks, no signs at its edges."""
    if not word.isascii():
        word = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    return word.strip("()[]{}\"'“”‘’«».,:;!?*$_`").casefold()
