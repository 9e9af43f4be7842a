"""Lists of publications in a page -> entries. Reads: lxml elements. Emits: Entry, in the order of the page.

An item of a list, a paragraph, a cell or a `div` without blocks inside is one entry. Bold, italics, links and quotes in
it are kept as marks, for they tell where a title or a venue stands. A heading that is a year dates what is below it.
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.readers.html.parts import line_number
from kg.readers.references.marked import Mark, with_quotes
from kg.readers.references.records import Entry

_BLOCK_NAMES = """
li p dd dt td div blockquote article section tr table ul ol dl h1 h2 h3 h4 h5 h6 main body html tbody thead form pre nav
header footer aside center figure
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_ENTRIES = frozenset(["li", "p", "dd", "dt", "td", "div", "article", "blockquote"])
_KINDS = {"b": "strong", "strong": "strong", "i": "italic", "em": "italic", "cite": "italic", "a": "link", "q": "quote"}
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "summary"])
_NEVER_SHOWN = frozenset(["script", "style", "noscript", "template", "button", "select", "svg", "head", "nav"])
_TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:pub|paper|publication|article)?[_-]?title\b", re.IGNORECASE)
_VENUE_CLASS = re.compile(r"(?:^|[\s_-])(?:venue|journal|booktitle|periodical)\b", re.IGNORECASE)
_YEAR = re.compile(r"\D{0,20}((?:1[5-9]|20)\d\d)\D{0,20}")
_LABEL = re.compile(r"\A\s*(?:\[(\w{1,12})\]|(\d{1,4})[.)])\s+")
_LONGEST = 4000


def entries(root: Element) -> Iterator[Entry]:
    """Yield what may be entries of a list of publications, without navigation."""
    year: str | None = None
    for element in root.iter():
        name = str(element.tag)
        if name in _HEADINGS:
            heading = _YEAR.fullmatch(" ".join("".join(map(str, element.itertext())).split()))
            year = heading[1] if heading is not None else None if name in {"h1", "h2"} else year
        if name not in _ENTRIES or _is_hidden(element):
            continue
        if any(str(one.tag) in _BLOCKS for one in element if str(one.tag) not in {"ul", "ol", "dl"}):
            continue
        entry = _entry(element, year)
        if entry is not None:
            yield entry


def _is_hidden(element: Element) -> bool:
    return any(str(one.tag) in _NEVER_SHOWN for one in (element, *element.iterancestors()))


def _entry(element: Element, year: str | None) -> Entry | None:
    """Return an element as an entry; lists inside of it are other entries."""
    text = ""
    marks: list[Mark] = []
    links: list[str] = []
    line = last_line = line_number(element)
    opened: list[tuple[Element, int]] = []
    waiting: list[tuple[Element, bool]] = [(element, False)]
    while waiting and len(text) < _LONGEST:
        one, closing = waiting.pop()
        name = str(one.tag)
        if closing:
            _, start = opened.pop()
            marks += _marks(one, start, text)
        elif (name in _BLOCKS and one is not element) or name in _NEVER_SHOWN:
            pass
        else:
            last_line = max(last_line, line_number(one))
            text = _joined(text, " " if name == "br" else one.text)
            start = (
                len(text) - len((one.text or "").strip()) if name != "br" and (one.text or "").strip() else len(text)
            )
            opened.append((one, max(start, 0)))
            if name == "a" and (one.get("href") or "").startswith(("http://", "https://")):
                links.append(str(one.get("href")))
            waiting.append((one, True))
            waiting.extend((inner, False) for inner in reversed(one))
            continue
        if one is not element:
            text = _joined(text, one.tail)
    if not text.strip():
        return None
    label = _LABEL.match(text)
    cut = label.end() if label is not None else 0
    kept = [Mark(max(mark.start - cut, 0), mark.end - cut, mark.kind) for mark in marks if mark.end > cut]
    number = None if label is None else label[1] or label[2]
    return Entry(with_quotes(text[cut:].rstrip(), kept, links), line, last_line, number, year)


def _marks(element: Element, start: int, text: str) -> Iterator[Mark]:
    """Yield the mark that an element sets, by its name or by its class."""
    end = len(text.rstrip())
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if end <= start:
        return
    described = element.get("class") or ""
    kind = _KINDS.get(str(element.tag))
    kind = "strong" if _TITLE_CLASS.search(described) else "italic" if _VENUE_CLASS.search(described) else kind
    if kind is not None:
        yield Mark(start, end, kind)


def _joined(text: str, piece: str | None) -> str:
    """Return text with a piece behind it, white space as one blank."""
    if not piece:
        return text
    plain = re.sub(r"\s+", " ", piece)
    return text + (plain.lstrip(" ") if not text or text.endswith(" ") else plain)
