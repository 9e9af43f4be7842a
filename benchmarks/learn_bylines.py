"""Learn the model of the run-together line. Reads: a table of titles and authors. Emits: `kg/bylines/model.tsv`.

    python benchmarks/learn_bylines.py ../shared/samples/bylines/titles-authors.tsv

Each title is rendered with its authors as a compact page prints it (and in variants: initials, small or all capitals,
sentence case, `and`, particles, no authors); a conditional logistic regression over the candidate places of a line
(AdaGrad, plain Python) learns the weight of each feature. The words of the line itself and its authors' names are taken
out of the counts while its features are computed, so that the weights know what an unseen word is worth.
"""

import argparse
import hashlib
import math
import random
import sys
from array import array
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.bylines.candidates import candidates, chunked
from kg.bylines.features import features, no_author_features
from kg.bylines.lexicon import grade, word_key
from kg.bylines.model import MODEL_FILE, Model
from kg.bylines.view import view
from kg.names import PARTICLES

FOLDS = 5
PARTED = 0.01
"""So many lines are learnt with a blank between title and authors."""

LEAST_JOINED = 3
"""A longer given name may be printed as two (`SiYu`)."""

COLLECTIVES = (
    "CMS",
    "The ATLAS",
    "LHCb",
    "Planck",
    "Belle II",
    "IceCube",
    "The T2K",
    "ENCODE",
    "1000 Genomes",
    "H1",
    "XENON",
    "DESI",
)
ORIGIN = """# Grades of words (titles, given names, family names) and weights of features of run-together lines.
# Learnt by benchmarks/learn_bylines.py from {rows} titles with authors; see ORIGIN.md. Facts only, no sentences.
"""


class Row(NamedTuple):
    """A title with its authors."""

    title: str
    authors: tuple[str, ...]


class Rendered(NamedTuple):
    """A line as a compact page prints it; `split` is where the authors begin, or the length if there are none."""

    line: str
    split: int
    row: Row


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a table `title TAB authors joined by "; "`, its first line being the heads of its columns."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [Row(title, tuple(authors.split("; "))) for title, authors in (line.split("\t") for line in lines)]


def fold_of(row: Row) -> int:
    """Return the part (0 to 4) that a row belongs to, by a hash of its title; part 0 is reported on."""
    return hashlib.sha256(word_key(row.title).encode()).digest()[0] % FOLDS


def rendered(title: str, authors: tuple[str, ...], row: Row, shown: int = 3, joint: str = ", ") -> Rendered:
    """Return the line of a title with its first authors."""
    tail = " et al." if len(authors) > shown else ""
    names = list(authors[:shown])
    if joint != ", " and len(names) > 1:
        names[-2:] = [names[-2] + joint + names[-1]]
    return Rendered(title + ", ".join(names) + tail, len(title), row)


class Counts:
    """How often words stand in titles and names, without one row at a time."""

    def __init__(self, rows: list[Row]) -> None:
        self._titles = Counter(word for row in rows for word in title_words(row.title))
        names = sorted({name for row in rows for name in row.authors})
        self._given = Counter(word for name in names for word in given_words(name))
        self._family = Counter(word for name in names for word in family_words(name))
        self._known = set(names)
        self._out_titles: Counter[str] = Counter()
        self._out_given: Counter[str] = Counter()
        self._out_family: Counter[str] = Counter()

    def leave_out(self, row: Row | None, *, forget: bool = False) -> None:
        """Count as if a row had not been there; `forget` also the title's words altogether."""
        words = title_words(row.title) if row else set()
        self._out_titles = Counter(dict.fromkeys(words, 10**9 if forget else 1))
        names = [name for name in row.authors if name in self._known] if row else []
        self._out_given = Counter(word for name in names for word in given_words(name))
        self._out_family = Counter(word for name in names for word in family_words(name))

    def title(self, word: str) -> int:
        """Return the grade of a word in titles."""
        count = self._titles[word] - self._out_titles[word] if self._out_titles else self._titles[word]
        return grade(count if count > 1 else 0)

    def given(self, word: str) -> int:
        """Return the grade of a word as a given name."""
        return grade(self._given[word] - self._out_given[word])

    def family(self, word: str) -> int:
        """Return the grade of a word as a family name."""
        return grade(self._family[word] - self._out_family[word])

    def grades(self) -> dict[str, str]:
        """Return the three grades of each word."""
        self.leave_out(None)
        words = sorted({*self._titles, *self._given, *self._family})
        graded = {word: f"{self.title(word)}{self.given(word)}{self.family(word)}" for word in words}
        return {word: grades for word, grades in graded.items() if grades != "000" and word and "\t" not in word}


def title_words(title: str) -> set[str]:
    """Return the words of a title as they are counted: between blanks, and the parts of hyphenated ones."""
    words = {word_key(word) for word in title.split()}
    return words | {part for word in words if "-" in word for part in word.split("-")} - {""}


def given_words(name: str) -> list[str]:
    """Return the words of a name before its last one, initials left out."""
    return [word_key(word) for word in name.split()[:-1] if len(word_key(word)) > 1 and word not in PARTICLES]


def family_words(name: str) -> list[str]:
    """Return the last word of a name."""
    return [word_key(name.rsplit(maxsplit=1)[-1])]


def variants(row: Row, odd_words: list[str], chance: random.Random) -> Iterator[Rendered]:
    """Yield the line of a row as it is, and two with changes of title and names that other fields and pages show."""
    yield rendered(row.title, row.authors, row)
    for _ in range(2):
        title = changed_title(row.title, odd_words, chance)
        authors = changed_authors(row.authors, chance)
        joint = chance.choice((", ", ", ", " and ", " & "))
        if chance.random() < PARTED:
            title += " "
        yield rendered(title, authors, row, chance.choice((1, 2, 3, 3, 5, 99)), joint)


def changed_title(title: str, odd_words: list[str], chance: random.Random) -> str:
    """Return a title as other fields print it: sentence case, capitals, another end, cut short, an odd last word."""
    if chance.random() < 0.3:
        title = sentence_case(title)
    dice = chance.random()
    if dice < 0.06:
        return title.upper()
    if dice < 0.16:
        return title + chance.choice(
            ("?", "!", ")", "”", '"', "$", "]", " II", "-19", "s", "+", "*", ".", "’", "%", "…")
        )
    if dice < 0.24:
        words = title.split()
        return " ".join(words[: max(1, chance.randrange(len(words)))])
    if dice < 0.45:
        return title + " " + odd_word(title, odd_words, chance)
    return title


def odd_word(title: str, odd_words: list[str], chance: random.Random) -> str:  # noqa: PLR0911 (a list of cases)
    """Return a last word that is hard to part from a name: an acronym, digits, mixed case, a formula."""
    dice = chance.random()
    capitals = "".join(chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(chance.choice((2, 3, 3, 4, 4, 5))))
    words = [word.capitalize() for word in title.split() if word.isalpha()][:6] or ["Net"]
    if dice < 0.3:
        return capitals
    if dice < 0.55:
        return chance.choice(odd_words)
    if dice < 0.60:
        return chance.choice(words) + chance.choice(words)
    if dice < 0.75:
        return chance.choice(
            ("2D", "3D", "CO2", "H2O", "2.0", "2021", "C60", "TiO2", "4K", "5G", "p53", "0.5 K", "10 GeV", "III", "V2")
        )
    if dice < 0.85:
        return (
            chance.choice(capitals) + "$" + chance.choice(("k", "L_1", "N=4", "\\alpha", "\\mathbb{R}^n", "E_8")) + "$"
        )
    if dice < 0.93:
        return chance.choice("mtrislcpe") + capitals[:3] + chance.choice(("", "s"))
    return capitals + "s"


def changed_authors(authors: tuple[str, ...], chance: random.Random) -> tuple[str, ...]:  # noqa: C901, PLR0911
    """Return authors as other pages print them."""
    dice = chance.random()
    if dice < 0.14:
        manner = chance.randrange(5)
        return tuple(initialled(name, manner) for name in authors)
    if dice < 0.18:
        return tuple(name.upper() for name in authors)
    if dice < 0.20:
        return tuple(" ".join([*name.split()[:-1], name.split()[-1].upper()]) for name in authors)
    if dice < 0.24:
        return tuple(name.lower() for name in authors)
    if dice < 0.30:
        return tuple(with_particle(name, chance) for name in authors)
    if dice < 0.33:
        return tuple(name.split()[-1] for name in authors)
    if dice < 0.40:
        return tuple(joined_name(name, chance) for name in authors)
    if dice < 0.415:
        return ()
    if dice < 0.45:
        kind = chance.choice(("Collaboration", "Consortium", "Team", "Group"))
        return (chance.choice(COLLECTIVES) + " " + kind, *authors)
    if dice < 0.49:
        return tuple(" ".join(reversed(name.split())) for name in authors)
    return authors


def sentence_case(title: str) -> str:
    """Return a title in sentence case; words with inner capitals stay."""
    words = title.split(" ")
    return " ".join(words[:1] + [word.lower() if word[1:].islower() else word for word in words[1:]])


def initialled(name: str, manner: int) -> str:
    """Return a name with initials: `D. J. Bell`, `D.J. Bell`, `D J Bell`, `DJ Bell` or `Bell DJ`."""
    *given, family = name.split()
    if not given:
        return name
    dotted = [".-".join(part[:1] for part in word.split("-")) + "." for word in given]
    bare = [word[0] for word in given if word[0].isupper()]
    return (
        " ".join([*dotted, family]),
        "".join(dotted) + " " + family,
        " ".join([*bare, family]),
        "".join(bare) + " " + family,
        family + " " + "".join(bare),
    )[manner].strip()


def with_particle(name: str, chance: random.Random) -> str:
    """Return a name with a particle before its family name."""
    words = name.split()
    particle = chance.choice(
        ("van", "van der", "de", "von", "de la", "di", "El", "Al", "bin", "da", "dos", "Van", "Mac")
    )
    return " ".join([*words[:-1], particle, words[-1]])


def joined_name(name: str, chance: random.Random) -> str:
    """Return a name with its given names joined (`SouYoung Jin`) or hyphenated, or two capitals in its family name."""
    *given, family = name.split()
    dice = chance.random()
    if len(given) > 1 and dice < 0.6:
        return "".join(given) + " " + family
    if len(given) > 1:
        return "-".join(given) + " " + family
    if given and len(given[0]) > LEAST_JOINED and dice < 0.7:
        inner = chance.choice((2, 2, 3))
        return given[0][:inner] + given[0][inner:].capitalize() + " " + family
    return " ".join([*given, chance.choice(("Mc", "Mac", "De", "La", "Di", "O'")) + family])


class Example(NamedTuple):
    """The features of each candidate of a line, and which candidate is right."""

    choices: "list[array[int]]"
    right: int


def examples(rows: list[Row], counts: Counts, numbers: dict[str, int]) -> Iterator[Example]:
    """Yield what is learnt from: the candidates of each rendered line whose right place is among them."""
    chance = random.Random(2)  # noqa: S311 (the same lines at each run)
    odd_words = sorted(
        {word for row in rows for word in row.title.split() if word[1:] != word[1:].lower() and word.isalnum()}
    )
    for row in rows:
        for drawn in variants(row, odd_words, chance):
            counts.leave_out(row, forget=chance.random() < 0.15)
            seen = view(drawn.line)
            line = chunked(seen.text)
            places = list(candidates(line, counts))
            right = next((n for n, place in enumerate(places) if seen.places[place.place] == drawn.split), None)
            if drawn.split == len(drawn.line):
                right = len(places)
            if right is None:
                continue
            named = [list(features(line, place, counts)) for place in places]
            named.append(list(no_author_features(line, len(places))))
            yield Example([array("i", [numbers.setdefault(n, len(numbers)) for n in names]) for names in named], right)


def learnt(found: list[Example], size: int, *, rounds: int = 6, rate: float = 0.15, decay: float = 2e-5) -> list[float]:
    """Return the weight of each feature by AdaGrad on the conditional log-likelihood; the last rounds are averaged."""
    weights, squares, sums = [0.0] * size, [1e-2] * size, [0.0] * size
    order = list(range(len(found)))
    chance = random.Random(1)  # noqa: S311 (as above)
    averaged = 0
    for number in range(rounds):
        chance.shuffle(order)
        loss = 0.0
        for index in order:
            choices, right = found[index]
            scores = [sum([weights[f] for f in choice]) for choice in choices]
            top = max(scores)
            shares = [math.exp(score - top) for score in scores]
            total = sum(shares)
            loss -= math.log(max(shares[right] / total, 1e-12))
            for place, choice in enumerate(choices):
                slope = shares[place] / total - (place == right)
                if abs(slope) < 1e-3:
                    continue
                for f in choice:
                    step = slope + decay * weights[f] * 100
                    squares[f] += step * step
                    weights[f] -= rate * step / math.sqrt(squares[f])
        if number >= rounds // 2:
            averaged += 1
            sums = [a + b for a, b in zip(sums, weights, strict=True)]
        print(f"round {number + 1}: loss {loss / len(found):.5f}", file=sys.stderr)
    return [total / averaged for total in sums]


def learn(rows: list[Row], *, least: int = 4, rounds: int = 6) -> Model:
    """Return the model learnt from some rows; features seen on fewer than `least` candidates are left out."""
    counts = Counts(rows)
    numbers: dict[str, int] = {}
    found = list(examples(rows, counts, numbers))
    print(f"{len(found)} lines, {len(numbers)} features", file=sys.stderr)
    seen = Counter(f for example in found for choice in example.choices for f in choice)
    kept = {f for f, count in seen.items() if count >= least}
    found = [Example([array("i", [f for f in c if f in kept]) for c in e.choices], e.right) for e in found]
    weights = learnt(found, len(numbers), rounds=rounds)
    named = {name: weights[f] for name, f in numbers.items() if f in kept}
    return Model(counts.grades(), {name: weight for name, weight in named.items() if abs(weight) >= 0.05})


def model_text(model: Model, rows: int) -> str:
    """Return the text of the model file."""
    words = "".join(f"{word}\t{grades}\n" for word, grades in sorted(model.grades.items()))
    weights = "".join(f"{name}\t{round(weight * 100)}\n" for name, weight in sorted(model.weights.items()))
    return ORIGIN.format(rows=rows) + words + "\n" + weights


def main() -> None:
    """Learn and write the model."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--without", type=int, help="leave out this part (0 to 4), for reporting on it")
    parser.add_argument("--output", type=Path, default=MODEL_FILE)
    chosen = parser.parse_args()
    rows = [row for row in read_rows(chosen.table) if fold_of(row) != chosen.without]
    chosen.output.write_text(model_text(learn(rows), len(rows)), encoding="utf-8")


if __name__ == "__main__":
    main()
