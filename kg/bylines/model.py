"""The learnt model. Reads: `model.tsv` beside this file. Emits: the grades of words and the weights of features.

`benchmarks/learn_bylines.py` writes the file; `ORIGIN.md` says from what. Lines are `word TAB three digits` (grade in
titles, as given name, as family name; see `lexicon`), then, after an empty line, `feature TAB weight in hundredths`.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

MODEL_FILE = Path(__file__).with_name("model.tsv")


class Model(NamedTuple):
    """Grades of words and weights of features; it is a `lexicon.Lexicon`."""

    grades: dict[str, str]
    weights: dict[str, float]

    def title(self, word: str) -> int:
        """Return the grade of a word in titles."""
        return int(self.grades.get(word, "000")[0])

    def given(self, word: str) -> int:
        """Return the grade of a word as a given name."""
        return int(self.grades.get(word, "000")[1])

    def family(self, word: str) -> int:
        """Return the grade of a word as a family name."""
        return int(self.grades.get(word, "000")[2])

    def score(self, features: Iterable[str]) -> float:
        """Return the sum of the weights of some features: log-odds, up to a constant of the line."""
        get = self.weights.get
        return sum(get(feature, 0.0) for feature in features)


def parse_model(text: str) -> Model:
    """Return the model that a model file holds."""
    words, _, features = text.partition("\n\n")
    return Model(
        dict(line.split("\t") for line in words.split("\n") if not line.startswith("#")),
        {name: int(weight) / 100 for name, weight in (line.split("\t") for line in features.split("\n") if line)},
    )


@cache
def shipped_model() -> Model:
    """Return the model that ships with the package."""
    return parse_model(MODEL_FILE.read_text(encoding="utf-8"))
