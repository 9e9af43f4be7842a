"""Columns of names -> how they are printed, and names. Reads: the cells of a whole column. Emits: Printing, Name.

What stands between names is decided once for a column: `Lee, A.; Roe, B.` shows that a comma stands inside of names,
where one cell alone (`Lee, Roe`) would not tell.
"""

import re
from collections import Counter
from functools import lru_cache
from typing import Literal, NamedTuple

from kg.model import Name
from kg.names import may_be_cut, names_end, parse_author_line
from kg.readers.syntax.placeholders import is_placeholder
from kg.readers.syntax.printed_names import SUFFIX, are_initials, initials_last, inverted_name, is_et_al

Between = Literal[";", "|", "\n", " and ", ",", "pairs", "one"]
"""What stands between names. `pairs`: `Lee, A., Roe, B.`; `one`: there is one name a cell."""
_SIGNS: tuple[Between, ...] = (";", "|", "\n")
_AND = re.compile(r"(?<!\s)\s++(?:and|&|und|et)\s+")
_BLANKS = re.compile(r"[^\S\n]+")
_PARTS = re.compile(r",|\s+(?:and|&|und|et)\s+")
_NUMBER = re.compile(r" ?\(\d{6,}\)\s*\Z")
"""What Scopus puts behind a full name."""
_LAST_STOP = re.compile(r"([^.]*(?:\s[^\W\d_a-z]{2,4}|[,;][^.,;]*\s[^\W\d_a-z]))\.\s*")
"""Initials without full stops, and the full stop that ends the list, as PubMed prints it."""
_FEW = 3
_MOST = 0.5
_ENOUGH = 10_000
"""Cells, after which a column is known."""


class Printing(NamedTuple):
    """How a column prints names: what stands between them, and whether initials stand behind the family name."""

    between: Between
    initials_behind: bool


class Evidence:
    """What the cells of a column show."""

    def __init__(self) -> None:
        self._cells = 0
        self._with: Counter[str] = Counter()
        self._commas: Counter[str] = Counter()
        self._names: Counter[str] = Counter()

    @property
    def is_enough(self) -> bool:
        """Whether so many cells were seen that others will tell nothing new."""
        return self._cells >= _ENOUGH

    def add(self, cell: str) -> None:
        """Look at one cell."""
        text = _single_blanks(cell.strip())
        if not text or text.startswith("["):
            return
        self._cells += 1
        for sign in _SIGNS:
            if sign in text:
                self._with[sign] += 1
        joined = _AND.split(text) if "and" in text or "&" in text or "et" in text else [text]
        if len(joined) > 1:
            self._with["and"] += 1
            # BibTeX: each name has its comma, or none has; in a sentence only names before `and` are parted by commas.
            self._with["bibtex"] += len({part.count(",") for part in joined}) == 1
        if "," in text and not any(sign in text for sign in _SIGNS):
            self._look_at_commas(text)
        for name in self._rough(text):
            words = name.split()
            self._names["all"] += len(words) > 1
            self._names["behind"] += len(words) > 1 and _ends_in_initials(words)

    def _rough(self, text: str) -> list[str]:
        """Return the names of a cell, roughly: those without a comma inside, whatever stands between them."""
        sign = next((one for one in _SIGNS if one in text), ",")
        return [part.strip() for part in text.split(sign) if "," not in part][:50]

    def _look_at_commas(self, text: str) -> None:
        parts = [part.strip() for part in _PARTS.split(names_without_et_al(text))]
        parts = [part for part in parts if part and not SUFFIX.fullmatch(part)]
        if len(parts) < 2:
            return
        self._commas["cells"] += 1
        self._commas["two"] += len(parts) == 2
        self._commas["even"] += len(parts) % 2 == 0 and all(map(are_initials, parts[1::2]))
        self._commas["words"] += sum(len(part.split()) > 1 for part in parts) * 2 > len(parts)

    def printing(self) -> Printing:
        """Return how the column prints names."""
        behind = self._names["behind"] * 2 > self._names["all"] > 0
        for sign in _SIGNS:
            if self._with[sign] * 50 >= self._cells and self._with[sign]:
                return Printing(sign, behind)
        if self._with["and"] and self._with["bibtex"] > _MOST * self._with["and"]:
            return Printing(" and ", behind)
        commas = self._commas
        if not commas["cells"]:
            return Printing(" and " if self._with["and"] else "one", behind)
        if commas["even"] > _MOST * commas["cells"] and commas["two"] < commas["cells"]:
            return Printing("pairs", initials_behind=False)
        if commas["words"] > _MOST * commas["cells"] or commas["two"] < commas["cells"] or self._with["and"]:
            return Printing(",", behind)
        return Printing("one", initials_behind=False)


def names_without_et_al(text: str) -> str:
    """Return a list of names without the `et al.` at its end."""
    if not may_be_cut(text):
        return text
    end, complete = names_end(text)
    return text if complete else text[:end]


def _ends_in_initials(words: list[str]) -> bool:
    """Return whether these are a family name and initials: `Lee A.`, `van Berg JA`, but not `A. Lee` or `A. B.`."""
    return are_initials(words[-1]) and not are_initials(words[0]) and words[-1].replace(".", "").isupper()


def read_names(cell: str, printing: Printing) -> tuple[tuple[Name, ...], bool]:
    """Return the names of a cell in order, and whether none is left out (`et al.`)."""
    cell = _single_blanks(cell)
    text = names_without_et_al(cell)
    complete = text == cell
    if printing.initials_behind and (last := _LAST_STOP.fullmatch(text)) is not None:
        text = last[1]
    parts = _parts(text, printing.between)
    behind = printing.initials_behind
    names = tuple([name for printed in parts if (name := _name(printed, behind)) is not None])
    if len(names) < len(parts):
        complete = complete and not any(map(_is_cut, parts))
    return names, complete and bool(names)


def read_list(listed: list[str]) -> tuple[tuple[Name, ...], bool]:
    """Return the names of a list that a program printed, and whether none is left out."""
    names = [inverted_name(one) for one in listed if not is_et_al(one)]
    known = tuple(name for name in names if name is not None)
    return known, bool(known) and len(names) == len(listed)


def _single_blanks(text: str) -> str:
    return text if text.isprintable() and "  " not in text else _BLANKS.sub(" ", text)


def _bare(printed: str) -> str:
    bare = printed.strip()
    return (_NUMBER.sub("", bare) if bare.endswith(")") else bare).strip(" ;|")


def _is_cut(printed: str) -> bool:
    """Return whether something stands in the place of a name which says that names are left out."""
    bare = _bare(printed)
    return is_et_al(bare) or is_placeholder(bare)


@lru_cache(maxsize=1 << 15)
def _name(printed: str, initials_behind: bool) -> Name | None:  # noqa: FBT001 - cached
    """Return the name that a part of a cell is, None if it is none; the same persons come again."""
    bare = _bare(printed)
    if is_et_al(bare) or is_placeholder(bare):
        return None
    if "," in bare:
        return inverted_name(bare)
    if not any(map(str.isalpha, bare)):
        return None
    return initials_last(bare) if initials_behind else Name(printed=bare)


def _parts(text: str, between: Between) -> list[str]:
    if between == "one":
        return [text]
    if between == ",":
        return list(parse_author_line(_AND.sub(", ", text))[0])
    if between == " and ":
        return _AND.split(text)
    if between != "pairs":
        return text.split(between)
    parts: list[str] = []
    for part in _PARTS.split(text):
        initials = "," not in (parts or [","])[-1] and are_initials(part)
        if parts and (initials or SUFFIX.fullmatch(part.strip())):
            parts[-1] += f",{part}"
        elif part.strip():
            parts.append(part.strip())
    return parts
