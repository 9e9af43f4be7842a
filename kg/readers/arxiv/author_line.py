"""The author line of arXiv, as typed by submitters -> names. Reads: str. Emits: Name, in order.

arXiv asks for `A. One (Univ. X), B. Two (1), C. Three (1 and 2) ((1) Inst. Y, (2) Inst. Z)`: names parted by commas or
`and`, affiliations in parentheses behind them, or numbers of those at the end.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from kg.model import Affiliation, Name
from kg.names import author_spans, may_be_cut
from kg.readers.syntax.latex import plain_text

_MARK = r"\d{1,3}|[A-Za-z]|[*†‡§¶#]{1,3}"
_LISTED = re.compile(rf"\(\s*({_MARK})\s*\)\s*([^()]*(?:\((?!\s*(?:{_MARK})\s*\))[^()]*\)[^()]*)*)")
_NUMBERS = re.compile(rf"\s*(?:{_MARK})(?:\s*(?:,|;|&|and|\s)\s*(?:{_MARK}))*\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\d+|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|[*†‡§¶#]{1,3}")
_PARENTHESIS = re.compile(r"[()]")
_LEFT_OUT = re.compile(r"\d+ (?:additional|more|other) authors?|and \d+ others|et\.? al\.?", re.IGNORECASE)
_NO_PLACE = re.compile(r"\W*(?:deceased|eds?\.?|editors?|corresponding author)\W*", re.IGNORECASE)
_RAISED = re.compile(r"\$\s*\^\s*(?:\{[^{}$]*\}|[^{}$\s])\s*\$")
"""Marks of footnotes."""
_HEAD = re.compile(r"(?<=\w)\s*:\s+")


_MORE_THAN_NAMES = re.compile(r"[(\\{}$~`…]")
_ET_AL = re.compile(r"et(?: |\.|\. )al")


class Authors(NamedTuple):
    """The names in order, and whether they are all."""

    names: tuple[Name, ...]
    complete: bool


class _Group(NamedTuple):
    """What stands in a pair of parentheses, and where it stood in the text without them."""

    text: str
    at: int


def read_author_line(tex: str) -> Authors:
    """Return the authors that a line names."""
    text = plain_text(_RAISED.sub(" ", tex) if "$" in tex else tex).replace("\xa0", " ")
    text = _HEAD.sub(", ", text) if ":" in text else text
    outside, groups = _without_groups(text) if "(" in text else (text, [])
    complete = not any(_LEFT_OUT.search(group.text) for group in groups)
    listed: dict[str, str] = {}
    for group in groups:
        if group.text.lstrip().startswith("("):
            listed |= {number: place.strip(" ,;") for number, place in _LISTED.findall(group.text)}
    spans, whole = author_spans(outside)
    starts = [span.start for span in spans]
    held: list[list[str]] = [[] for _ in spans]
    for group in groups:
        if (place := bisect_left(starts, group.at)) > 0:
            held[place - 1].append(group.text)
    names = tuple(
        Name(printed=" ".join(outside[start:end].split()), affiliations=_affiliations(places, listed))
        for (start, end), places in zip(spans, held, strict=True)
    )
    return Authors(names, complete and whole and bool(names))


def is_names_alone(line: str) -> bool:
    """Return whether a line, its blanks folded, tells names and no more at a glance: no place, no `et al.`, no TeX."""
    if _MORE_THAN_NAMES.search(line) is not None or may_be_cut(line):
        return False
    folded = line.casefold()
    return "others" not in folded and "..." not in folded and not ("et" in folded and _ET_AL.search(folded))


def _without_groups(text: str) -> tuple[str, list[_Group]]:
    """Return the text with a blank for each outer pair of parentheses, and what stood in these."""
    outside = ""
    groups: list[_Group] = []
    depth, start = 0, 0
    for match in _PARENTHESIS.finditer(text):
        if match[0] == "(":
            if not depth:
                outside += text[start : match.start()]
                start = match.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                groups.append(_Group(text[start : match.start()], len(outside)))
                outside += " "
                start = match.end()
    if depth:  # a parenthesis that is not closed goes to the end
        groups.append(_Group(text[start:], len(outside)))
        return outside, groups
    return outside + text[start:], groups


def _affiliations(held: list[str], listed: dict[str, str]) -> tuple[Affiliation, ...]:
    if not held:
        return ()
    places: dict[str, None] = {}
    for group in held:
        if group.lstrip().startswith("(") or _LEFT_OUT.search(group) or _NO_PLACE.fullmatch(group):
            continue
        numbers = _NUMBER.findall(group) if _NUMBERS.fullmatch(group) else []
        known = [listed[number] for number in numbers if listed.get(number)]
        if known or (numbers and any(map(str.isdigit, group))):
            places |= dict.fromkeys(known)
        elif text := " ".join(group.split()).strip(" ,;"):
            places.setdefault(text)
    return tuple(Affiliation(raw=place) for place in places)
