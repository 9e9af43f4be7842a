"""A printed reference -> its authors, title and the rest. Reads: Marked. Emits: Reading, with how sure it is.

No style is known by name. Every way to part the text into names, title and place is scored by how well the names fit
one style of names, the title reads like a title, the rest like a place, and by what print sets apart; the share that
the best way has among all is its confidence.
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kg.readers.references.marked import Marked
from kg.readers.references.names import Names, read_names
from kg.readers.references.places import Numbers, Year, numbers_of, years_of
from kg.readers.references.scoring import place_score, title_score

_LABELS = re.compile(
    r"[\[(]\s*(?:pdf|bib|bibtex|code|slides?|link|doi|html|video|poster|arxiv|paper"
    r"|preprint|url|web|cite|abs|abstract|www"
    r"|supp(?:lement(?:ary|al)?)?|data|demo|talk|project(?: page)?|publisher|ps|ps\.gz"
    r"|talk|website|full text|open access)"
    r"(?:\s*[|,/]\s*\w+)*\s*[\])]", re.IGNORECASE)  # fmt: skip
_STOP = re.compile(
    r"(?P<stop>(?<!\b[^\W\d_])(?<![^\W\d_]\.[^\W\d_])[.](?=\s|\Z|[“\"«])|[.](?=\s)"
    r"|[?!](?=[\s”\"»]|\Z)|。|．|[:：](?=\s|[“\"«]|(?<=：))"
    r"|[,，](?=\s|(?<=，))|\s[-–—]\s|\s*//?\s+|\[[JMCDRANZ](?:/OL)?\][.．]?)\s*"
)
_SHARPNESS = 1.5
"""How much a difference of scores tells; fitted to the styles of development (benchmarks/references.py)."""
_UNDATED = re.compile(
    r"\(\s*(?:in press|forthcoming|n\.\s?d\.|o\.\s?J\.|to appear|im Druck|s\.\s?f\.)\s*\)", re.IGNORECASE
)
_MOST_HEADS, _MOST_ENDS, _MOST_STOPS, _LONGEST = 7, 14, 80, 1500
_SET_APART, _HARDLY_NAMES = 1.5, -2.5
"""A year in brackets or a quotation mark tells where a title begins; a slice that scores less than that is no names."""
_BEFORE_TITLE, _BETWEEN = ' .,:;)-–—“"„«‘`《「', ' .,:;/)”"»-–—'
_INSIDE = re.compile(r"[.,]?\s+[Ii]n:?\s+(?=[A-Z“\"«])")
_BARE_YEAR = re.compile(
    r"[\s(\[]*(?:(?:1[5-9]|20)\d\d[a-z]?|n\.\s?d\.|o\.\s?J\.|in press|forthcoming|im Druck|to appear)[\s.)\],:]*",
    re.IGNORECASE,
)


class Reading(NamedTuple):
    """What a reference says. `place` is what stands behind the title; `confidence` is from 0 to 1."""

    names: Names
    title: str
    place: str
    place_start: int
    year: Year | None
    numbers: Numbers
    confidence: float
    score: float
    alternatives: tuple[str, ...]
    authors_raw: str


class _Way(NamedTuple):
    names: Names
    names_span: tuple[int, int]
    title: tuple[int, int]
    rest: int
    score: float


class _Head(NamedTuple):
    """Names that end at `end`, and the title that begins at `start`."""

    end: int
    start: int
    bonus: float
    names: Names


_NOBODY = Names((), complete=False, score=-0.6, editors=False, kind="")


def read_reference(marked: Marked) -> Reading | None:
    """Return the best reading of a reference, None where nothing of it reads like one."""
    if len(marked.text) > _LONGEST:
        return None
    numbers = numbers_of(marked.text)
    text = _LABELS.sub(lambda found: " " * len(found[0]), numbers.rest)
    ways = list(_Parting(marked, text).ways())
    if not ways:
        return None
    best = max(ways, key=lambda way: way.score)
    distinct = list(_distinct(ways, text, best))
    total = sum(math.exp(_SHARPNESS * min(way.score - best.score, 0.0)) for way in distinct)
    others = sorted((way for way in distinct if way is not best), key=lambda way: -way.score)
    return Reading(
        names=best.names, title=_title(text, best.title), place=text[best.rest :], place_start=best.rest,
        year=_year(text, best), numbers=numbers, confidence=round(_plausible(best) / total, 2),
        score=best.score, authors_raw=text[slice(*best.names_span)].strip().strip(",;:").strip(),
        alternatives=tuple(_title(text, way.title) for way in others[:3] if way.score > best.score - 3),
    )  # fmt: skip


def _year(text: str, way: _Way) -> Year | None:
    """Return the year between names and title, else the likeliest one."""
    years = years_of(text)
    between = [one for one in years if way.names_span[1] <= one.start < way.title[0]]
    return next(iter([*between, *years]), None)


def _plausible(way: _Way) -> float:
    """Return how far a reading can be right at all: 0.5 for one that just passes, near 1 for a good one."""
    return 1 / (1 + math.exp(-(way.score - 1.5)))


def _distinct(ways: list[_Way], text: str, best: _Way) -> Iterator[_Way]:
    """Yield the ways that differ in what they say, the best of each."""
    known: dict[tuple[str, int], _Way] = {}
    for way in ways:
        key = _title(text, way.title), len(way.names.names)
        if key not in known or way.score > known[key].score:
            known[key] = way
    same = _title(text, best.title), len(best.names.names)
    yield from (best if key == same else way for key, way in known.items())


class _Parting:
    """The ways to part one text; what was scored once is kept."""

    def __init__(self, marked: Marked, text: str) -> None:
        self._marks, self._marked, self._text = marked.marks, marked, text
        self._years = years_of(text)
        self._stops = [(match.start(), match.end(), match["stop"].strip()) for match in _STOP.finditer(text)]
        self._names = lru_cache(maxsize=None)(lambda start, end: read_names(text[start:end].lstrip(_BETWEEN)))
        self._title_score = lru_cache(maxsize=None)(lambda start, end: title_score(text[start:end]))
        self._place_score = lru_cache(maxsize=None)(lambda start: place_score(text[start:], marked, start))

    def ways(self) -> Iterator[_Way]:
        """Yield the ways in which names come first, then those in which the title does."""
        heads = sorted(self._heads(), key=lambda head: -(head.bonus + head.names.score))[:_MOST_HEADS]
        heads.append(_Head(0, 0, -0.5, _NOBODY))
        for head in heads:
            for end, behind, bonus in self._ends(head.start):
                score = head.bonus + head.names.score + bonus + self._title_score(head.start, end)
                if head.names.names or self._marks or self._years:
                    total = score + self._place_score(behind)
                    yield _Way(head.names, (0, head.end), (head.start, end), behind, total)
                if not head.names.names:
                    yield from self._names_behind((head.start, end), behind, score)

    def _heads(self) -> Iterator[_Head]:
        """Yield where names may end and the title begin, what speaks for it, and the names."""
        found: dict[tuple[int, int], float] = {}
        for end, start, bonus in self._beginnings():
            if bonus < _SET_APART and (between := _BARE_YEAR.match(self._text, start)) and between.end() > start:
                continue
            begin = start + len(self._text[start:]) - len(self._text[start:].lstrip(_BEFORE_TITLE))
            if 0 < end <= begin < len(self._text):
                found[end, begin] = max(found.get((end, begin), bonus), bonus)
        for (end, start), bonus in found.items():
            names = self._names(0, end)
            if names.score > _HARDLY_NAMES:
                yield _Head(
                    end, start, bonus - (1.2 if bonus < _SET_APART and self._goes_on(end, start) else 0.0), names
                )

    def _beginnings(self) -> Iterator[tuple[int, int, float]]:
        """Yield ends of names and beginnings of titles with what the sign between them tells."""
        for one in self._years:
            if one.start < len(self._text) * 0.7:
                yield one.start, one.end, 2.4 if one.bracketed else 1.8
        for undated in _UNDATED.finditer(self._text):
            yield undated.start(), undated.end(), 2.0
        for mark in self._marks:
            if mark.start > 0:
                yield mark.start, mark.start, {"quote": 1.6, "italic": 0.4}.get(mark.kind, 1.2)
        for start, end, sign in self._stops[:_MOST_STOPS]:
            bonus = {".": 0.7, ":": 1.0, "：": 1.0, "。": 0.9, "．": 0.9, ",": 0.0, "，": 0.0}.get(sign, -0.3)
            yield start + (sign == "."), end, bonus

    def _goes_on(self, end: int, start: int) -> bool:
        """Return whether what follows is a name too, so that the list does not end here."""
        if not self._text[end:start].strip(" ."):
            return False
        following = re.split(r"[.,;:]\s", self._text[start : start + 60])[0]
        return read_names(following).score > 0.9

    def _ends(self, start: int) -> Iterator[tuple[int, int, float]]:
        """Yield where the title may end, where the place begins behind it, and what speaks for that."""
        for mark in self._marks:
            if abs(mark.start - start) <= 1 and mark.end > start + 3:
                bonus = {"quote": 3.0, "strong": 2.2, "link": 2.2, "italic": 0.8}[mark.kind]
                yield mark.end, mark.end + 1 if mark.kind == "quote" else mark.end, bonus
        for at, end, sign in [one for one in self._stops if one[0] > start + 2][:_MOST_ENDS]:
            if sign in {"?", "!"}:
                yield at + 1, end, 0.9
            elif sign == ":" or (sign == "." and _is_short_form(self._text, at)):
                yield at, end, -1.6
            else:
                bonus = {".": 1.0, "。": 1.0, "．": 1.0, ",": -0.4, "，": -0.2, "//": 2.0, "/": 0.4}.get(sign, 0.2)
                yield at, end, bonus + (1.0 if sign.startswith("[") else 0.0)
        for match in _INSIDE.finditer(self._text, start + 3):
            yield match.start(), match.start(), 0.3 if match[0][0] in ".," else -0.4
        if self._years and self._years[0].start > start + 5:
            yield self._years[0].start, self._years[0].start, -0.3 if self._years[0].bracketed else -0.8
        yield len(self._text), len(self._text), 0.0 if self._text.rstrip().endswith(".") else -0.4

    def _names_behind(self, title: tuple[int, int], behind: int, score: float) -> Iterator[_Way]:
        """Yield the ways in which names stand behind the title, as on pages of groups and in Russian lists."""
        ends = [(at, end) for at, end, sign in self._stops if at > behind + 3 and sign not in {",", "，"}][:6]
        ends += [(mark.start, mark.start) for mark in self._marks if mark.start > behind + 3 and mark.kind == "italic"][
            :2
        ]
        ends += [(one.start, one.start) for one in self._years if one.start > behind + 3]
        for at, end in [*ends, (len(self._text), len(self._text))]:
            names = self._names(behind, at)
            if names.names and names.score > 0.5:
                total = score + 0.1 + names.score + self._place_score(end)
                yield _Way(names, (behind, at), title, end, total)


def _is_short_form(text: str, at: int) -> bool:
    """Return whether the full stop at a place ends a short form or an initial (`vs.`, `J.`), not a sentence."""
    word = re.search(r"[^\W\d_]+\Z", text[:at])
    return word is not None and (len(word[0]) == 1 or word[0].lower() in {"vs", "st", "dr", "mr", "no", "vol", "al"})


def _title(text: str, span: tuple[int, int]) -> str:
    """Return a title without what only closes it."""
    title = " ".join(text[slice(*span)].split())
    title = title.strip(' ,;:“”"«»„‘`').rstrip(".") if not title.endswith("...") else title.strip(' ,;:“”"«»„')
    return title.strip(' ,;:“”"«»„‘’`' if title.count("’") == 1 and title.endswith("’") else ' ,;:“”"«»„')
