"""Text with marks -> the slices that print sets apart. Reads: str, Markdown's signs. Emits: Marked.

What is bold, in italics, linked or quoted is evidence for where a title or a venue begins and ends.
"""

import re
from typing import NamedTuple

_QUOTES = re.compile(
    r"“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|\"([^\"]+)\"|‘‘([^’]+)’’|``([^']+)''|「([^「」]+)」|『([^『』]+)』"
    r"|《([^《》]+)》|(?<!\w)[‘']([^‘’']{12,}(?:[’'][^\W\d_][^‘’']*)*)[’'](?!\w)"
)
_MARKDOWN = re.compile(
    r"(?P<strong>\*\*|__)(?=\S)(?P<bold>.+?)(?<=\S)(?P=strong)"
    r"|(?<![\w*])(?P<sign>[*_])(?=[^\s*_])(?P<slant>[^*_]+?)(?<=\S)(?P=sign)(?![\w*])"
    r"|\[(?P<label>[^\[\]]+)\]\((?P<url>[^()\s]+)\)"
)


class Mark(NamedTuple):
    """The slice `text[start:end]` and how it is set apart: strong, italic, link or quote."""

    start: int
    end: int
    kind: str


class Marked(NamedTuple):
    """One printed reference: its text on one line, what of it is set apart, and where its links lead."""

    text: str
    marks: tuple[Mark, ...]
    links: tuple[str, ...] = ()


def from_plain(printed: str) -> Marked:
    """Return plain text or Markdown as text with marks; the signs of Markdown are taken out."""
    text, at = "", 0
    marks: list[Mark] = []
    links: list[str] = []
    for match in _MARKDOWN.finditer(printed):
        text += printed[at : match.start()]
        inner = match["bold"] or match["slant"] or match["label"]
        kind = "strong" if match["bold"] else "italic" if match["slant"] else "link"
        if match["bold"]:  # a link or italics inside
            within = from_plain(inner)
            inner = within.text
            links += within.links
        if match["url"]:
            links.append(match["url"])
        marks.append(Mark(len(text), len(text) + len(inner), kind))
        text += inner
        at = match.end()
    return with_quotes(text + printed[at:], marks, links)


def with_quotes(text: str, marks: list[Mark], links: list[str]) -> Marked:
    """Return a text with its marks and those of its quotation marks."""
    found = ((match.lastindex, match) for match in _QUOTES.finditer(text))
    quoted = [Mark(*match.span(at), "quote") for at, match in found if at is not None]
    return Marked(text, tuple(sorted([*marks, *quoted])), tuple(links))
