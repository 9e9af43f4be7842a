"""BibTeX -> its entries, as they stand there. Reads: a stream of text. Emits: Entry, Broken, one after the other.

Own scanner, since no library reads such files without loss: bibtexparser 2.1 drops an entry that names a field twice or
has two commas in a row, pybtex 0.26 and biblib drop text of unknown macros, and none keeps both lines and raw text;
all hold the whole file. Here one entry is in memory. Grammar: "BibTeXing" (Patashnik 1988) and btparse, with what
programs write besides: commas too many or too few, `%` remarks, keys with blanks, no key.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

MOST_CHARACTERS = 1 << 26
"""Of one entry. The longest known have a hundred thousand; a field of ten million is still read."""
RAW_KEPT = 2000
_BLOCK = 1 << 18
_AHEAD = 2000
_START = re.compile(r"@[ \t]*+([^\W\d_][\w:+.*-]*+)\s*+([{(])")
_NEXT = re.compile(
    r"(?<=\n)([ \t]*+)@[ \t]*+(?:(?i:comment|preamble)\s*+[{(]|(?i:string)\s*+[{(]\s*+[\w.:+-]++\s*+="
    r"|[^\W\d_][\w:+.*-]*+\s*+[{(]\s*+[^,={}\"\n]{0,500}+,(?:\s|%[^\n]*\n)*+[\w.:+-]++\s*+=)"
)
_SIGNS = {"{": re.compile(r"[{}]|\n[ \t]*+@"), "(": re.compile(r"[{}()\"]|\n[ \t]*+@")}
_COMMENTED = re.compile(r"[ \t]*%")
_KEY = re.compile(r"([^,={}\"]*+)(?:,|\Z)|\s*+([^\s,={}\"]++)\s++(?=[\w.:+-]++\s*+=)")
_GAP = re.compile(r"(?:[\s,]|%[^\n]*+(?:\n|\Z))*+")
_NAME = re.compile(r"([^\s=,{}\"#%()]++)\s*+=\s*+")
_JUNK = re.compile(r"[^,]*?(?=,|\Z|[\s}\"][\w.:+-]++\s*+=\s*+[{\"\w])")
_BARE = re.compile(r"[^\s,#{}\"=%]++")
_JOIN = re.compile(r"\s*+#\s*+")
_UNIT = re.compile(r"[{}\"]")
_MOST_FAULTS = 20


def _nested(text: str, depth: int) -> str:
    """Return a pattern of text in which braces pair, as deep as `depth`. It never goes back."""
    inner = text
    for _ in range(depth):
        inner = rf"{text}|\{{(?:{inner})*+\}}"
    return rf"(?:{inner})*+"


_WHOLE = re.compile(_nested(r"[^{}\n]++|\n(?![ \t]*+@)", 5) + r"\}")
"""The rest of an entry in braces in which no line begins with an `@`: nearly all are so."""
_FIELD = re.compile(rf"[\s,]*+([^\s=,{{}}\"#%()]++)\s*+=\s*+(?:\{{({_nested(r'[^{}]++', 5)})\}}|([0-9]++))\s*+(?=,|\Z)")
"""A field whose value is one text in braces, or digits, with a comma behind it: nearly all are so."""


class Piece(NamedTuple):
    """A part of a value: text between delimiters or digits, or the name of a macro."""

    text: str
    is_macro: bool = False


class Entry(NamedTuple):
    """One `@type{...}`. Names are in small letters, values as printed; `faults` says what was passed over."""

    kind: str
    key: str | None
    fields: tuple[tuple[str, tuple[Piece, ...]], ...]
    start_line: int
    end_line: int
    raw: str
    faults: tuple[str, ...] = ()


class Broken(NamedTuple):
    """Lines that begin like an entry and do not end like one."""

    reason: str
    start_line: int
    end_line: int
    raw: str
    """The beginning."""
    sha256: str


class _Window:
    """The part of a stream that is looked at. `at` is where reading stands in `held`, on the line `line`."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self.held = ""
        self.at = 0
        self.line = 1
        self.ended = False
        self.reach = MOST_CHARACTERS

    def grow(self) -> bool:
        """Read on. Return whether there was more. What stands before the current line is given up: offsets move."""
        if self.ended:
            return False
        start = self.held.rfind("\n", 0, self.at) + 1
        start = max(start, self.at - _AHEAD)
        block = self._stream.read(max(_BLOCK, len(self.held) - start))
        self.held = self.held[start:] + block
        self.at -= start
        self.ended = not block
        return not self.ended

    def take(self, length: int) -> str:
        """Return the next characters and go behind them."""
        taken = self.held[self.at : self.at + length]
        self.at += length
        self.line += taken.count("\n")
        return taken

    def line_start(self, offset: int) -> int:
        """Return where the line of this offset begins."""
        return self.held.rfind("\n", 0, offset) + 1


def entries(stream: IO[str], wanted: Callable[[str, str], bool] | None = None) -> Iterator[Entry | Broken]:
    """Yield the entries of a stream in order, `@string` and `@preamble` too. What stands between them is a comment.

    `wanted` is asked with the kind and the text of each entry; those that it does not want are passed over.
    """
    window = _Window(stream)
    while (opening := _next_start(window)) is not None:
        kind = opening[1].lower()
        indent = opening.start() - window.line_start(opening.start())
        length = _length(window, opening.end() - window.at, opening[2], indent)
        line = window.line
        if length > 0:
            raw = window.take(length)
            if kind != "comment" and (wanted is None or wanted(kind, raw)):
                yield _entry(kind, raw, opening.end() - opening.start(), line, window.line)
        elif kind == "comment":
            window.take(opening.end() - opening.start())
        else:
            yield _broken(window)


def _next_start(window: _Window) -> re.Match[str] | None:
    """Go to the next `@type{` that is neither an address nor behind `%`; None at the end."""
    while True:
        found = window.held.find("@", window.at)
        if found < 0:
            window.take(len(window.held) - window.at)
            if not window.grow():
                return None
            continue
        if found + _AHEAD > len(window.held) and not window.ended:
            window.grow()
            continue
        match = _START.match(window.held, found)
        before = window.held[window.line_start(found) : found]
        if match is None or before[-1:].isalnum() or before[-1:] in {"\\", "_"} or _COMMENTED.match(before):
            window.take(found + 1 - window.at)
            continue
        window.take(found - window.at)
        return match


def _length(window: _Window, opened: int, delimiter: str, indent: int) -> int:
    """Return how long the entry is that stands in front of the window; 0 if it does not end.

    Braces count as BibTeX counts them, behind a backslash too; where they do not close so, those are left out.
    """
    if delimiter == "{":
        whole = _WHOLE.match(window.held, window.at + opened)
        if whole is not None:
            return whole.end() - window.at
    for escapes_count in (True, False):
        length = _balanced(window, opened, delimiter, indent, escapes_count=escapes_count)
        if length:
            return length
    window.reach = max(_BLOCK, window.reach // 2)  # a file of entries that do not end is not read again for each
    return 0


def _balanced(window: _Window, opened: int, delimiter: str, indent: int, *, escapes_count: bool) -> int:
    """Return where the entry closes; 0 where a line before begins an entry that stands no deeper than this one."""
    depth, quoted, looked = 1, False, opened
    while True:
        resume = len(window.held) - window.at
        for match in _SIGNS[delimiter].finditer(window.held, window.at + looked):
            sign = match[0]
            if sign[0] == "\n":
                if match.end() + _AHEAD > len(window.held) and not window.ended:
                    resume = match.start() - window.at
                    break
                following = _NEXT.match(window.held, match.start() + 1)
                if following and len(following[1]) <= indent:
                    return 0
            elif escapes_count or window.held[match.start() - 1] != "\\":
                depth, quoted = _counted(sign, delimiter, depth, quoted=quoted)
                if not depth:
                    return match.end() - window.at
        if window.ended or resume > window.reach:
            return 0
        last = window.held.rfind("\n", window.at + looked) - window.at  # perhaps the next line begins an entry
        looked = last if last > 0 and not window.held[window.at + last :].strip() else resume
        window.grow()


def _counted(sign: str, delimiter: str, depth: int, *, quoted: bool) -> tuple[int, bool]:
    """Return the depth, and whether a quote is open, behind a sign."""
    if sign == '"':
        return depth, not quoted if depth == 1 else quoted
    if sign == "{":
        return depth + 1, quoted
    if sign == "}":
        return (depth - 1 if delimiter == "{" or depth > 1 else depth), quoted
    return (0 if sign == ")" and depth == 1 and not quoted else depth), quoted


def _broken(window: _Window) -> Broken:
    """Go behind an entry that does not end: to the next line that begins one, or to the end."""
    start = end = window.line
    digest, raw, skip = hashlib.sha256(), "", 1
    while True:
        found = _NEXT.search(window.held, window.at + skip)
        tail = 0 if window.ended else _AHEAD
        length = (found.start() if found else max(window.at + skip, len(window.held) - tail)) - window.at
        line, piece = window.line, window.take(length)
        digest.update(piece.encode(errors="replace"))
        end = line + piece.rstrip().count("\n") if piece.strip() else end
        raw += piece[: RAW_KEPT + 1 - len(raw)]
        skip = 0
        if found is not None or (window.ended and window.at >= len(window.held)):
            break
        window.grow()
    cut = raw[:RAW_KEPT] + " [...]" if len(raw) > RAW_KEPT else raw.rstrip()
    return Broken("the entry does not end: a brace is missing, or one is too many", start, end, cut, digest.hexdigest())


# One entry


def _entry(kind: str, raw: str, opened: int, start_line: int, end_line: int) -> Entry:
    body = raw[opened:-1]
    faults: list[str] = []
    at, key = (0, None) if kind in {"string", "preamble"} else _key(body, faults)
    fields: list[tuple[str, tuple[Piece, ...]]] = []
    while kind != "preamble":
        while (field := _FIELD.match(body, at)) is not None:
            name_, text, digits = field.groups()
            fields.append((name_.lower(), (Piece(digits if text is None else text),)))
            at = field.end()
        at = _behind_gap(body, at)
        if at >= len(body):
            break
        name = _NAME.match(body, at)
        value, end = _value(body, name.end()) if name else ((), at)
        if name is None or not value:
            junk = _JUNK.match(body, at)
            end = max(junk.end() if junk else len(body), at + 1)
            faults.append(f"passed over what is no field: {_shown(body[at:end])}")
        else:
            fields.append((name[1].lower(), value))
            gap = _behind_gap(body, end)
            if gap < len(body) and "," not in body[end:gap]:
                faults.append(f"no comma behind the field {name[1].lower()}")
        at = end
    return Entry(kind, key, tuple(fields), start_line, end_line, raw, tuple(faults[:_MOST_FAULTS]))


def key_of(raw: str) -> str | None:
    """Return the citation key of an entry."""
    opening = _START.match(raw)
    return _key(raw[opening.end() : -1], [])[1] if opening is not None else None


def _behind_gap(body: str, at: int) -> int:
    gap = _GAP.match(body, at)
    return gap.end() if gap else at


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 200 else text[:200] + " [...]"


def _key(body: str, faults: list[str]) -> tuple[int, str | None]:
    match = _KEY.match(body)
    key = (match[1] or match[2] or "").strip() if match else ""
    if match is None or not key:
        faults.append("no citation key")
    elif match[2]:
        faults.append("no comma behind the citation key")
    return (match.end() if match else 0), " ".join(key.split()) or None


def _value(body: str, at: int) -> tuple[tuple[Piece, ...], int]:
    """Return the parts of a value joined by `#` and where it ends; no parts if there is none."""
    pieces: list[Piece] = []
    while True:
        sign = body[at : at + 1]
        if sign in {"{", '"'}:
            end = _closing(body, at)
            if end is None:
                return (), at
            pieces.append(Piece(body[at + 1 : end]))
            at = end + 1
        elif bare := _BARE.match(body, at):
            pieces.append(Piece(bare[0], is_macro=not bare[0].isdigit()))
            at = bare.end()
        else:
            return tuple(pieces), at
        join = _JOIN.match(body, at)
        if join is None:
            return tuple(pieces), at
        at = join.end()


def _closing(body: str, at: int) -> int | None:
    """Return where the delimiter that opens at `at` closes."""
    quoted = body[at] == '"'
    for escapes_count in (True, False):
        depth = 0
        for match in _UNIT.finditer(body, at + 1):
            if not escapes_count and body[match.start() - 1] == "\\":
                continue
            if match[0] == '"':
                if quoted and not depth:
                    return match.start()
            elif match[0] == "{":
                depth += 1
            elif depth:
                depth -= 1
            elif not quoted:
                return match.start()
    return None
