"""Markup inside a title or an abstract -> text. Reads: str with tags of HTML, JATS and MathML. Emits: str.

Known tags go and their text stays; anything else between `<` and `>` is text (`p < 0.05`, `List<String>`). Formulas
become TeX between dollar signs: the TeX that the source gives, else what the MathML says. Superior and inferior signs
become the Unicode signs where all of them exist (`10⁻³`, `H₂O`); character references are resolved, twice where a
publisher has escaped twice (`&amp;#58;`). Left out: comments, graphics, attributes of tags.
"""

import html
import re

from kg.readers.syntax.mathml import MATHS, Element, tex

_INLINE = """
a abbr alternatives annotation b bdi bdo big bold cite code del em email ext-link fixed-case font graphic i inf
inline-formula inline-graphic ins italic mark monospace named-content overline q roman s sans-serif sc scp small span
strike strong styled-content sub sup tex-math tt u underline uri var xref
"""
_BLOCKS = """
abstract blockquote br caption dd def-list disp-formula disp-quote div dl dt h1 h2 h3 h4 h5 h6 hr label li list
list-item ol p paragraph sec section table tbody td title tr ul
"""
_BLOCK = frozenset(_BLOCKS.split())
_KNOWN = frozenset({*_INLINE.split(), *_BLOCK, *MATHS})
_ATTRIBUTE = r"\s+[\w:.-]{1,40}\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s<>\"']+)"
_TAG = re.compile(
    rf"<(?P<end>/?)(?:[a-z]\w{{0,9}}:)?(?P<name>[a-z][a-z0-9-]*)(?P<attributes>(?:{_ATTRIBUTE}){{0,30}})\s*(?P<empty>/?)>"
    r"|<!--.*?-->|<!\[CDATA\[(?P<cdata>.*?)\]\]>",
    re.IGNORECASE | re.DOTALL,
)
_SIMPLE = re.compile(r"</?(?:jats:)?(?:i|b|em|strong|italic|bold|u|tt|sc|scp|span(?: class=\"[a-z-]+\")?)>")
"""Most tags in titles. Their text stands as it is, so that they go without a look at what is inside of what."""
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACES = re.compile(r"\s+")
_BREAKS = re.compile(r"[\r\n\t\x1e]")
_TEX_BODY = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_DEEPEST = 60
_SUPERIOR = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
_INFERIOR = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_LABEL = re.compile(r"\A\s*abstract\s*[:.—–-]\s*", re.IGNORECASE)
_HEADINGS = frozenset({"abstract", "abstract:", "summary", "abstract."})


def plain_title(marked: str) -> str:
    """Return a title, name or other single line as text. White space with a line end in it is one blank."""
    if "<" not in marked and ("&" not in marked or ";" not in marked):
        if marked.isprintable():
            return marked.strip()
        text = marked
    else:
        text = _plain(marked)
    return on_one_line(text)


def plain_abstract(marked: str) -> str:
    """Return an abstract as text, a line a paragraph, without the heading `Abstract`."""
    text = marked if "<" not in marked and ("&" not in marked or ";" not in marked) else _plain(marked)
    if "\n" not in text and "\r" not in text and "\t" not in text and "\x1e" not in text:
        text = text.strip()  # to ask whether it is printable takes ten times as long
    else:
        lines = [on_one_line(line) for line in text.split("\x1e")]
        lines = [line for line in lines if line]
        if len(lines) > 1 and lines[0].lower() in _HEADINGS:
            del lines[0]
        text = "\n".join(lines)
    label = _LABEL.match(text) if text[:1] in ("a", "A") else None
    return text[label.end() :] if label is not None else text


def on_one_line(text: str) -> str:
    """Return text in which white space with a tab, the end of a line or block in it is one blank; no edges."""
    stripped = text.strip()
    if _BREAKS.search(stripped) is not None:
        return _SPACES.sub(lambda run: run[0] if _BREAKS.search(run[0]) is None else " ", stripped)
    return stripped


def _plain(marked: str) -> str:
    once = _resolved(marked)
    # A publisher that escapes twice leaves tags and references behind the first reading.
    return _resolved(once) if "&" in marked and (_TAG.search(once) or _REFERENCE.search(once)) else once


def _resolved(marked: str) -> str:
    if "&" not in marked and "<" not in (text := _SIMPLE.sub("", marked)):
        return text
    return _rendered(_parsed(marked)) if "<" in marked else _unescaped(marked)


def _parsed(marked: str) -> Element:
    """Return the tree of the known tags; an end without a beginning is passed over, what is open at the end ends."""
    root = Element("", "")
    stack, at = [root], 0
    for match in _TAG.finditer(marked):
        name = (match["name"] or "").lower()
        if name and name not in _KNOWN:
            continue
        if match.start() > at:
            stack[-1].parts.append(_unescaped(marked[at : match.start()]))
        at = match.end()
        if not name:
            stack[-1].parts.append(match["cdata"] or "")
            continue
        if match["end"]:
            depth = next((i for i in range(len(stack) - 1, 0, -1) if stack[i].name == name), 0)
            del stack[depth or len(stack) :]
            continue
        element = Element(name, match["attributes"])
        stack[-1].parts.append(element)
        if not match["empty"] and not match["attributes"].endswith("/") and name not in ("br", "hr"):
            stack.append(element)
            del stack[_DEEPEST:]
    stack[-1].parts.append(_unescaped(marked[at:]))
    return root


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def _rendered(element: Element) -> str:
    """Return the text of an element; a record separator stands around what begins and ends a line of its own."""
    name = element.name
    if name == "math":
        return _dollars(tex(element))
    if name == "tex-math":
        printed = "".join(part if isinstance(part, str) else _rendered(part) for part in element.parts)
        body = _TEX_BODY.search(printed)
        return _dollars((body[1] if body else printed).strip().strip("$").strip())
    if name == "alternatives":
        inner = [part for part in element.parts if isinstance(part, Element)]
        best = min(inner, key=lambda part: {"tex-math": 0, "math": 1}.get(part.name, 2), default=None)
        return _rendered(best) if best is not None else element.text()
    text = "".join(part if isinstance(part, str) else _rendered(part) for part in element.parts)
    if name in ("sup", "sub", "inf"):
        return _raised(text, _SUPERIOR if name == "sup" else _INFERIOR)
    return f"\x1e{text}\x1e" if name in _BLOCK else text


def _raised(text: str, signs: dict[int, int]) -> str:
    stripped = text.strip()
    return text.translate(signs) if stripped and all(ord(sign) in signs for sign in stripped) else text


def _dollars(formula: str) -> str:
    return f"${formula}$" if formula else ""
