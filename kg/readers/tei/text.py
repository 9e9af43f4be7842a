"""Elements of TEI -> text. Reads: lxml elements. Emits: str.

Formulas are TeX where the source has TeX or MathML, raised and lowered signs are Unicode signs, sentences (`s`) that
stand beside each other have a blank between them. Of two readings (`choice`) the printed one is taken.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from kg.readers.jats.text import local
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.text import blanks_folded

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ID = "{http://www.w3.org/XML/1998/namespace}id"
_LEFT_OUT = frozenset({"note", "figure", "graphic", "ptr", "fw", "pb", "cb", "milestone", "email", "anchor", "idno"})
_BLOCKS = frozenset({"p", "head", "div", "ab", "list", "item", "l", "lg", "q", "quote", "table", "row"})
_PRINTED = ("orig", "sic", "abbr")
_RAISED = re.compile(r"\bsup", re.IGNORECASE)
_LOWERED = re.compile(r"\bsub(?!title)|\binf\b", re.IGNORECASE)
_EMAIL = re.compile(r"[({\[]?(?:e-?mails?\s*:\s*)?[\w.+{},-]{1,64}@[\w-]+(?:\.[\w-]+)+[)}\]]?", re.IGNORECASE)


def line(element: Element | None) -> str | None:
    """Return what stands in an element on one line, without notes; None if nothing does."""
    if element is None:
        return None
    if not len(element):
        return blanks_folded(element.text or "") or None
    return blanks_folded(plain_title("".join(_marked(element)))) or None


def paragraphs(element: Element) -> str | None:
    """Return what stands in an element, a line a paragraph or heading, without a first heading `Abstract`."""
    marked = "".join(_marked(element))
    lines = (blanks_folded(one) for one in plain_abstract(marked).split("\n"))
    return "\n".join(filter(None, lines)) or None


def without_emails(text: str) -> str:
    """Return a text without the addresses of mail in it."""
    return blanks_folded(_EMAIL.sub(" ", text)) if "@" in text else text


def lines(elements: Iterator[Element] | list[Element]) -> list[str]:
    """Return what stands in each element, without those in which nothing does."""
    return [told for one in elements if (told := line(one))]


def _marked(element: Element) -> Iterator[str]:
    """Yield the text of an element with the tags that the readers of markup know."""
    yield _escaped(element.text)
    for one in element:
        name = local(one)
        if name not in _LEFT_OUT:
            yield from _child(one, name)
        yield _escaped(one.tail)


def _child(one: Element, name: str) -> Iterator[str]:
    if name in _BLOCKS:
        yield "<p>"
        yield from _marked(one)
        yield "</p>"
    elif name == "s":
        yield from _marked(one)
        yield " "
    elif name in ("lb", "br"):
        yield "" if one.get("break") == "no" else " "
    elif name == "formula":
        yield from _formula(one)
    elif name == "hi":
        tag = _script(one.get("rend") or one.get("rendition") or one.get("style") or "")
        yield f"<{tag}>" if tag else ""
        yield from _marked(one)
        yield f"</{tag}>" if tag else ""
    elif name == "choice":
        readings = {local(reading): reading for reading in reversed(one)}
        kept = next((readings[word] for word in _PRINTED if word in readings), None)
        yield from _marked(kept if kept is not None else one)
    elif name == "math":
        yield etree.tostring(one, encoding="unicode", with_tail=False)
    else:
        yield from _marked(one)


def _formula(one: Element) -> Iterator[str]:
    is_tex = "tex" in (one.get("notation") or "").lower()
    yield "<tex-math>" if is_tex else ""
    yield from _marked(one)
    yield "</tex-math>" if is_tex else ""


def _script(rendered: str) -> str | None:
    if _RAISED.search(rendered):
        return "sup"
    return "sub" if _LOWERED.search(rendered) else None


def _escaped(text: str | None) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if text else ""
