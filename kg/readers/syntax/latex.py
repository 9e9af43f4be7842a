r"""LaTeX of a bibliography -> the text that it prints. Reads: str. Emits: str.

Maths (`$...$`, `\(...\)`) is kept as TeX. Nothing is lost: a command that is not known stays as printed with its
arguments, a bare `%` or `$` is text, as it mostly is in titles and abstracts that no TeX has ever read. (pylatexenc
2.11 loses what follows a `%`, and text behind a `$` without partner.)
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from kg.readers.syntax.latex_signs import ACCENTS, FONTS, LETTERS, QUOTES, SIGNS, SUBSCRIPTS, SUPERSCRIPTS, SWITCHES

_SPECIAL = re.compile(r"[\\{}$~`]|--|''")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z@]++)\*?+(?P<gap>[ \t\n]*+)|\\(?P<sign>.)|(?P<open>\{)|(?P<close>\})"
    r"|(?P<dollars>\$\$[^$]++\$\$|\$(?P<inner>(?:[^$\\]|\\.)++)\$(?P<digit>\d)?)|(?P<run>[^\\{}$]++)|(?P<rest>.)",
    re.DOTALL,
)
_TEX_OF_MATHS = re.compile(r"[\\^_]")
_LIGATURE = re.compile(r"---?|``|''|[?!]`|~")
_SHORT = 100
_PAIRED = re.compile(r"[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+")
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡", "~": "\xa0"}
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_OPTION = re.compile(r"\[[^\]{}]{0,200}+\]")
_ESCAPED = re.compile(r"\\([%&#_$~{}])(?:\{\})?")
_VERBATIM = frozenset({"url", "path", "nolinkurl", "burl"})
_SECOND = frozenset({"textcolor", "texorpdfstring", "foreignlanguage", "foreignphrase", "textlang", "href"})
"""Commands of two arguments that print the second."""
_RAISED = {"textsuperscript": SUPERSCRIPTS, "textsubscript": SUBSCRIPTS}
_STANDING = {"~": "~", "^": "^", "'": "'", "`": "`", '"': '"', "=": "=", ".": "."}


class _Wanting(NamedTuple):
    """A command that waits for its argument."""

    result: Callable[[str], str]
    printed: str


class _Group:
    """What stands between two braces, as text."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.wanting: list[_Wanting] = []

    def put(self, unit: str) -> None:
        """Take a letter, a sign or a group: the argument of the commands that wait, or text."""
        while self.wanting:
            unit = self.wanting.pop().result(unit)
        self.parts.append(unit)

    def run(self, text: str) -> None:
        """Take ordinary text; a command that waits takes its first letter with its marks."""
        if self.wanting:
            text = text.lstrip(" \t\n")
            if not text:
                return
            end = next((at for at in range(1, len(text)) if not unicodedata.combining(text[at])), len(text))
            self.put(text[:end])
            text = text[end:]
        self.parts.append(_LIGATURE.sub(lambda match: _LIGATURES[match[0]], text))

    def text(self) -> str:
        """Return the text. A command that still waits is printed as it is."""
        left = "".join(wanting.printed for wanting in self.wanting)
        return "".join(self.parts) + left


def plain_text(tex: str) -> str:
    """Return what LaTeX prints for `tex`, with each run of blanks as one blank and none at the edges.

    A tie (`~`) is a no-break blank. Braces that group or protect are dropped.
    """
    if not tex:
        return ""
    return _short(tex) if len(tex) <= _SHORT else _printed(tex)


def is_plain(tex: str) -> bool:
    """Return whether LaTeX prints a text as it stands: there is neither TeX in it nor a blank to be folded."""
    if "  " in tex or tex.strip(" ") != tex:
        return False
    if tex.replace(" ", "").replace(".", "").isalpha():  # as most names are
        return True
    return _SPECIAL.search(tex) is None and tex.isprintable()


def _printed(tex: str) -> str:
    printed = tex if _SPECIAL.search(tex) is None else _without_braces(tex) or _Conversion(tex).text()
    if printed.isprintable() and "  " not in printed:
        return printed.strip(" ")
    return _BLANKS.sub(" ", printed).strip(" ")


_short = lru_cache(maxsize=1 << 14)(_printed)
"""Journals, publishers, names and years come again and again."""


def _without_braces(tex: str) -> str | None:
    """Return text in which braces only group or protect; None where there is more to it."""
    if "\\" in tex or "$" in tex or ("{" in tex and _PAIRED.fullmatch(tex) is None) or ("}" in tex and "{" not in tex):
        return None
    text = _LIGATURE.sub(lambda match: _LIGATURES[match[0]], tex)
    return text.replace("{", "").replace("}", "") if "{" in text else text


def verbatim(tex: str) -> str:
    r"""Return an address or identifier without what LaTeX needs around it (`\url{}`, braces, `\_`, blanks)."""
    text = "".join(tex.split())
    if "\\" not in text and "{" not in text:
        return text
    text = re.sub(r"\A\\(?:url|path|nolinkurl|href)(?=\{)", "", text).replace(r"{\textasciitilde}", "~")
    text = text.replace(r"\textasciitilde", "~").replace("{\\_}", "_")
    text = _ESCAPED.sub(r"\1", text)
    while text[:1] == "{" and text[-1:] == "}":
        text = text[1:-1]
    return text.replace("{", "").replace("}", "") if text.count("{") == text.count("}") else text


def closings(tex: str) -> dict[int, int]:
    """Return where each brace that opens is closed; one behind a backslash is no brace."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for match in _BRACE.finditer(tex):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            found[opened.pop()] = match.start()
    return found


class _Conversion:
    """One pass over a text, without recursion: braces may be nested as deep as they like."""

    def __init__(self, tex: str) -> None:
        self._tex = tex
        self._closings = closings(tex)
        self._groups = [_Group()]
        self._no_more = set[str]()

    def text(self) -> str:
        at = 0
        while token := _TOKEN.match(self._tex, at):
            at = self._taken(token)
        while len(self._groups) > 1:
            self._close()
        return self._groups[0].text()

    def _taken(self, token: re.Match[str]) -> int:
        """Take a token; return where the next one begins."""
        group = self._groups[-1]
        if token["word"]:
            return self._word(token)
        if token["sign"]:
            return self._sign(token)
        if token["open"]:
            self._groups.append(_Group())
        elif token["close"]:
            self._close()
        elif token["run"]:
            group.run(token[0])
        elif token["dollars"] and self._is_maths(token):
            end = token.start("digit") if token["digit"] else token.end()
            group.put(self._tex[token.start() : end])
            return end
        else:
            group.put(token[0][0])
            return token.start() + 1
        return token.end()

    def _is_maths(self, token: re.Match[str]) -> bool:
        inner = token["inner"]
        if inner is None:
            return True
        if inner.count("{") != inner.count("}"):
            return False
        return bool(_TEX_OF_MATHS.search(inner)) or not (inner[0].isspace() or inner[-1].isspace() or token["digit"])

    def _close(self) -> None:
        if len(self._groups) > 1:
            text = self._groups.pop().text()
            self._groups[-1].put(text)
        else:
            self._groups[-1].put("}")

    def _sign(self, token: re.Match[str]) -> int:
        sign, group = token["sign"], self._groups[-1]
        if sign in "([" and sign not in self._no_more:
            end = self._tex.find("\\)" if sign == "(" else "\\]", token.end())
            if end >= 0:
                group.put(self._tex[token.start() : end + 2])
                return end + 2
            self._no_more.add(sign)
        if sign in ACCENTS:
            group.wanting.append(_accent(sign, token[0]))
        elif sign in SIGNS:
            group.put(SIGNS[sign])
        else:
            group.put(token[0])
        return token.end()

    def _word(self, token: re.Match[str]) -> int:
        word, group, end = token["word"], self._groups[-1], token.end()
        printed = token[0][: len(token[0]) - len(token["gap"])]
        if word in LETTERS or word in SIGNS:
            group.put(LETTERS.get(word) or SIGNS.get(word, ""))
        elif word in ACCENTS:
            group.wanting.append(_accent(word, printed))
        elif word in FONTS or word in QUOTES or word in _RAISED:
            group.wanting.append(_Wanting(_font(word), printed))
        elif word not in SWITCHES:
            return self._with_arguments(word, token.start(), token.start() + len(printed), end)
        return end

    def _with_arguments(self, word: str, start: int, behind: int, end: int) -> int:
        """Take a command whose first argument is no text, or one that nobody knows."""
        group, closing = self._groups[-1], self._closings.get(end, -1)
        argument = self._tex[end + 1 : closing]
        if closing >= 0 and word in _VERBATIM:
            group.put(_ESCAPED.sub(r"\1", argument))
        elif closing >= 0 and word == "ensuremath":
            group.put(f"${argument}$")
        elif closing >= 0 and word in _SECOND and self._tex[closing + 1 : closing + 2] == "{":
            group.wanting.append(_Wanting(_with_address(argument if word == "href" else ""), ""))
        else:
            closing = self._behind_arguments(behind) - 1
            group.put(self._tex[start : closing + 1])
        return closing + 1

    def _behind_arguments(self, at: int) -> int:
        """Return where the arguments of a command end that nobody knows."""
        while True:
            if (closing := self._closings.get(at)) is not None:
                at = closing + 1
            elif option := _OPTION.match(self._tex, at):
                at = option.end()
            else:
                return at


def _accent(command: str, printed: str) -> _Wanting:
    mark = ACCENTS[command]

    def accented(argument: str) -> str:
        if not argument or not argument[0].isalnum():
            return _STANDING.get(command, printed) + argument
        letter = {"ı": "i", "ȷ": "j"}.get(argument[0], argument[0]) if mark < "\u0323" else argument[0]
        return unicodedata.normalize("NFC", letter + mark) + argument[1:]

    return _Wanting(accented, _STANDING.get(command, printed))


def _font(command: str) -> Callable[[str], str]:
    if command in QUOTES:
        opening, closing = QUOTES[command]
        return lambda argument: opening + argument + closing
    table = _RAISED.get(command)
    if table is None:
        return str
    return lambda argument: argument.translate(table) if all(ord(sign) in table for sign in argument) else argument


def _with_address(address: str) -> Callable[[str], str]:
    address = _ESCAPED.sub(r"\1", address)
    return lambda argument: argument if not address or argument == address else f"{argument} ({address})"
