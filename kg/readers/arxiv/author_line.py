"""The author line of arXiv, as typed by submitters -> names. Reads: str. Emits: Name, in order.

arXiv asks for `A. One (Univ. X), B. Two (1), C. Three (1 and 2) ((1) Inst. Y, (2) Inst. Z)`: names parted by commas or
`and`, affiliations in parentheses behind them, or numbers of those at the end.
"""

import re
from typing import NamedTuple

from kg.model import Affiliation, Name
from kg.names import parse_author_line
from kg.readers.syntax.latex import plain_text

_HOLDER = re.compile("\ue000(\\d+)\ue001")
"""What stands for a parenthesis while names are parted; two characters for private use, which no name has."""
_MARK = r"\d{1,3}|[A-Za-z]|[*†‡§¶#]{1,3}"
_LISTED = re.compile(rf"\(\s*({_MARK})\s*\)\s*([^()]*(?:\((?!\s*(?:{_MARK})\s*\))[^()]*\)[^()]*)*)")
_NUMBERS = re.compile(rf"\s*(?:{_MARK})(?:\s*(?:,|;|&|and|\s)\s*(?:{_MARK}))*\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\d+|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|[*†‡§¶#]{1,3}")
_LEFT_OUT = re.compile(r"\d+ (?:additional|more|other) authors?|and \d+ others|et\.? al\.?", re.IGNORECASE)
_NO_PLACE = re.compile(r"\W*(?:deceased|eds?\.?|editors?|corresponding author)\W*", re.IGNORECASE)
_RAISED = re.compile(r"\$\s*\^\s*(?:\{[^{}$]*\}|[^{}$\s])\s*\$")
"""Marks of footnotes."""
_HEAD = re.compile(r"(?<=\w)\s*:\s+")


class Authors(NamedTuple):
    """The names in order, and whether they are all."""

    names: tuple[Name, ...]
    complete: bool


def read_author_line(tex: str) -> Authors:
    """Return the authors that a line names."""
    text = re.sub("[\xa0\ue000\ue001]", " ", plain_text(_RAISED.sub(" ", tex)))
    outside, groups = _without_groups(text)
    complete = not any(map(_LEFT_OUT.search, groups))
    listed: dict[str, str] = {}
    for group in groups:
        if group.lstrip().startswith("("):
            listed |= {number: place.strip(" ,;") for number, place in _LISTED.findall(group)}
    printed, whole = parse_author_line(_HEAD.sub(", ", outside))
    names = []
    for one in printed:
        name = " ".join(_HOLDER.sub(" ", one).split()).rstrip(" ,;")
        held = [groups[int(number)] for number in _HOLDER.findall(one)]
        if any(map(str.isalpha, name)):
            names.append(Name(printed=name, affiliations=_affiliations(held, listed)))
    return Authors(tuple(names), complete and whole and bool(names))


def _without_groups(text: str) -> tuple[str, list[str]]:
    """Return the text with a mark for each outer pair of parentheses, and what stood in these."""
    outside: list[str] = []
    groups: list[str] = []
    depth, start = 0, 0
    for match in re.finditer(r"[()]", text):
        if match[0] == "(":
            if not depth:
                outside.append(text[start : match.start()])
                start = match.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                outside.append(f"\ue000{len(groups)}\ue001")
                groups.append(text[start : match.start()])
                start = match.end()
    if depth:  # a parenthesis that is not closed goes to the end
        outside.append(f"\ue000{len(groups)}\ue001")
        groups.append(text[start:])
    else:
        outside.append(text[start:])
    return "".join(outside), groups


def _affiliations(held: list[str], listed: dict[str, str]) -> tuple[Affiliation, ...]:
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
