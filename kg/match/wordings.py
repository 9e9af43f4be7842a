"""Two abstracts -> how much of their wording is the same. Reads: abstracts. Emits: features, weights, similarities.

The features of a text are the pairs of neighbouring words, as 64-bit numbers. A pair weighs as much as it is rare
among the papers of the input: template sentences of one group of authors weigh little, since all its papers have
them. Counts are kept in a sketch of fixed size, so that memory does not grow with the vocabulary.
"""

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from kg.match.titles import plain_title, title_words
from kg.text import words

Features = frozenset[int]

BACKGROUND = 20
"""Papers of other groups that are assumed beside the input. In an input of two papers everything that they share
would otherwise be as frequent as a word can be, and weigh nothing."""
_STEM = 6
_FACTOR, _POSITIVE = 1_000_003, (1 << 63) - 1
_FULL = 255
_LONGEST = 5000
"""Words of a text that count: no abstract has more."""
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])"
)
_PLACEHOLDER = re.compile(
    r"(?:no|without) (?:\w+ )?abstract|abstract (?:\w+ ){0,3}(?:not|un) ?(?:available|provided)|to appear|withdrawn"
)


def abstract_words(text: str) -> list[str]:
    """Return the folded words of an abstract; each sign of a script without blanks is a word."""
    return words(_UNSPACED.sub(r" \1 ", text))


def features(text: str) -> Features:
    """Return the pairs of neighbouring words of a text as numbers; of a text of one word, that word."""
    numbers = list(map(_word_hash, abstract_words(text)[:_LONGEST]))
    following = numbers[1:] or [0]
    return frozenset((first * _FACTOR ^ second) & _POSITIVE for first, second in zip(numbers, following, strict=False))


def stable_hash(text: str) -> int:
    """Return a signed 64-bit number of a text, equal in every process and on every machine."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=1 << 17)
def _word_hash(word: str) -> int:
    return stable_hash(word)


def is_telling(text: str) -> bool:
    """Return whether a text is long enough, and no placeholder, so that an equal text means an equal paper."""
    found = abstract_words(text)
    return len(found) >= 5 and not (len(found) < 16 and _PLACEHOLDER.search(" ".join(found)))


class Wording(NamedTuple):
    """The features of a text, and the sum of their weights."""

    features: Features
    weight: float


class Rarity:
    """How many papers have a feature: one byte a bucket (a shared bucket counts too high), the few full ones apart."""

    def __init__(self, papers: int) -> None:
        """Take the number of papers that will be counted."""
        self._mask = (1 << min(28, max(16, (1024 * papers).bit_length()))) - 1
        self._counts = bytearray(self._mask + 1)
        self._beyond: dict[int, int] = {}
        self._weights: list[float] = []
        self._weighted = -1
        self.papers = 0

    def count(self, paper: Iterable[int]) -> None:
        """Count one paper with its features, each once."""
        self.papers += 1
        for feature in paper:
            bucket = feature & self._mask
            if self._counts[bucket] < _FULL:
                self._counts[bucket] += 1
            else:
                self._beyond[bucket] = self._beyond.get(bucket, 0) + 1

    def frequency(self, feature: int) -> int:
        """Return in how many papers a feature was counted, at least."""
        bucket = feature & self._mask
        counted = self._counts[bucket]
        return counted if counted < _FULL else counted + self._beyond.get(bucket, 0)

    def weight(self, feature: int) -> float:
        """Return the weight of a feature: the logarithm of its rarity, above 0."""
        return self._weight(self.frequency(feature))

    def _weight(self, frequency: int) -> float:
        papers = self.papers + BACKGROUND
        return math.log((papers + 1) / min(papers, max(1, frequency)))

    def total(self, paper: Iterable[int]) -> float:
        """Return the sum of the weights of some features, independent of their order."""
        if self._weighted != self.papers:
            self._weighted, self._weights = self.papers, [self._weight(frequency) for frequency in range(_FULL)]
        counts, mask, weights = self._counts, self._mask, self._weights
        return math.fsum(
            [weights[n] if (n := counts[feature & mask]) < _FULL else self.weight(feature) for feature in paper]
        )

    def weigh(self, text: str) -> Wording:
        """Return a text as features with their weight."""
        found = features(text)
        return Wording(found, self.total(found))

    def similarity(self, left: Wording, right: Wording) -> float:
        """Return the weight of what two texts share, as a part of the geometric mean of their weights (0 to 1)."""
        shared = left.features & right.features
        return self.total(shared) / math.sqrt(left.weight * right.weight) if shared else 0.0


def coverage(title: str, own: str, other: str) -> float:
    """Return how much of a title that its own abstract takes up is taken up by another text too (0 to 1).

    A word counts by its letters (`adversarial` says more than `of`) and agrees by its first six, so that
    `unlearn` covers `unlearning`. One half if the own abstract takes up nothing: that is no evidence either way.
    """
    beginnings = {word[:_STEM] for word in abstract_words(own)}
    there = {word[:_STEM] for word in abstract_words(other)}
    taken = {word[:_STEM]: len(word) for word in title_words(plain_title(title)) if word[:_STEM] in beginnings}
    content = {stem: letters for stem, letters in taken.items() if letters > 3}
    whole = sum(content.values())
    return sum(letters for stem, letters in content.items() if stem in there) / whole if whole else 0.5
