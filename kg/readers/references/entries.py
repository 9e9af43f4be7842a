"""Lines of a list -> the blocks that are one entry each. Reads: Line. Emits: Block, in the order of the text."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from typing import NamedTuple

from kg.names import EDGES
from kg.readers.source import Line

_LABEL = re.compile(
    r"\A\s*(?:\[(?P<square>\d{1,4}|[A-Za-z][\w+.’'-]{0,20}\d{2,4}[a-z]?)\]\s+"
    r"|(?P<plain>\d{1,4})(?::\s+|[.)](?:\s+|(?=[^\W\d_])))"
    r"|\((?P<round>\d{1,4})\)\s+|\\bibitem(?:\[[^\]]*\])?\{(?P<key>[^}]*)\}\s*"
    r"|(?P<tab>\d{1,4})\t+|(?P<bullet>[•●◦▪‣·–—*+-])\s+)"
)
_YEAR_HEADING = re.compile(r"\A[\W_]*(?P<year>(?:1[5-9]|20)\d\d)[\W_]*\Z")
_HEADING = re.compile(
    r"\A[\W\d_]*(?:references?|bibliography|works cited|literatur(?:e|verzeichnis)?"
    r"|publications?|publikationen|bibliographie"
    r"|références|referencias|bibliografía|literature cited|список литературы|литература|参考文献|selected publications"
    r"|(?:journal|conference|workshop|refereed|peer-reviewed"
    r"|book|other|invited|in)[\w ,/-]{0,40})[\W_]*\Z", re.IGNORECASE)  # fmt: skip
_LONGEST_HEADING, _LONGEST_ENTRY = 60, 40
_OPENING = '*_[“"(«„'
_TAIL = 200
"""Characters at the end of a line that tell whether a sentence ends there."""
_LOOKED_AT, _LONGEST_LINE, _MOST_LINES = 200, 130, 12
_SENTENCE_END = re.compile(r"[.)\]?!»”\"]\s*\Z|\d\s*\Z|\S+/\S+\Z")


class Block(NamedTuple):
    """The lines of one entry as one text, without its label; the year is that of the heading above it."""

    text: str
    start: int
    end: int
    label: str | None
    year: str | None


def blocks_of(printed: Iterable[Line]) -> Iterator[Block]:
    """Yield the entries of a list; headings are left out."""
    coming = iter(printed)
    first = list(islice(coming, _LOOKED_AT))
    by_blanks = _stands_by_blanks(first)
    held: list[Line] = []
    labelled = False
    year: str | None = None
    blank = True
    for line in chain(first, coming):
        if line.blank:
            if held and not (labelled and not _SENTENCE_END.search(held[-1].text[-_TAIL:])):
                yield _block(held, year)
                held = []
            blank = True
            continue
        heading = _YEAR_HEADING.match(line.text) if len(line.text) < _LONGEST_HEADING else None
        within = held and not blank and (labelled or by_blanks or line.text[:1].isspace())
        if not within and (
            heading is not None or (len(line.text) < _LONGEST_HEADING and _HEADING.match(line.text.strip()))
        ):
            if held:
                yield _block(held, year)
            held, labelled = [], False
            year = heading["year"] if heading is not None else year
            continue
        begins = _LABEL.match(line.text) is not None
        if held and (begins or _begins_anew(held, line, labelled=labelled or by_blanks, blank=blank)):
            yield _block(held, year)
            held = []
        if not held:
            labelled = begins
        held.append(line)
        blank = False
        if len(held) > _LONGEST_ENTRY:
            yield _block(held, year)
            held = []
    if held:
        yield _block(held, year)


def _stands_by_blanks(first: list[Line]) -> bool:
    """Return whether blank lines part the entries of a list, whose own lines are short."""
    sizes: list[int] = []
    for blank, group in groupby(first, key=lambda line: line.blank):
        if not blank:
            size = sum(1 for line in group if not (_HEADING.match(line.text.strip()) or _YEAR_HEADING.match(line.text)))
            sizes += [size] if size else []
    lengths = sorted(len(line.text) for line in first if not line.blank)
    several = [size for size in sizes if size > 1]
    return (
        len(sizes) > 2 and len(several) * 2 > len(sizes) and lengths[-1] <= _LONGEST_LINE and max(sizes) < _MOST_LINES
    )


def _begins_anew(held: list[Line], line: Line, *, labelled: bool, blank: bool) -> bool:
    """Return whether a line without a label begins another entry."""
    if labelled and not blank:
        return False
    if blank:
        return True
    indented = len(line.text) - len(line.text.lstrip()) > len(held[0].text) - len(held[0].text.lstrip())
    if indented:
        return False
    return _SENTENCE_END.search(held[-1].text[-_TAIL:]) is not None and (
        line.text.strip()[:1].isalnum() or line.text.strip()[:1] in _OPENING
    )


def _block(held: list[Line], year: str | None) -> Block:
    label = _LABEL.match(held[0].text)
    texts = [line.text.strip(EDGES) for line in held]
    if label is not None:
        texts[0] = held[0].text[label.end() :].strip(EDGES)
    text = ""
    for one in texts:  # a word that was parted at the end of a line
        parted = text[-2:-1].islower() and text.endswith("-") and one[:1].islower()
        text = text[:-1] + one if parted else f"{text} {one}" if text else one
    number = None
    if label is not None:
        number = next((value for name, value in label.groupdict().items() if value and name != "bullet"), None)
    return Block(text, held[0].number, held[-1].number, number, year)
