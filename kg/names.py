"""Printed author lines -> names. Reads: one line of names as a page prints it. Emits: slices of that line, in order."""

import re
from typing import NamedTuple

BLANKS = "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace())
"""What counts as a blank at the edge of a printed name."""

INVISIBLE = "".join(
    map(
        chr,
        (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF),
    )
)
"""Characters without width: soft hyphen, joiners, direction marks, byte order mark."""

EDGES = BLANKS + INVISIBLE

_PARTICLES = """
a' aan abd abu af al ap at auf av aw bar ben bin bint bte da dal dall' das de de' degli dei del dela dell' della delle
dello den der des di dit do dos du d' e el et ibn ibnu im in la las le les lo los mac na nic ní o ó op 's st 't te ten
ter thor till to tot u ua uí uit ul und uyt van vande vanden vander ver vom von y zu zum zur
"""
PARTICLES = frozenset(_PARTICLES.split())
"""Lower-case words that stand inside family names (Dutch, German, Romance, Arabic, Nordic, Irish)."""

_SUFFIX = re.compile(
    r"(?:jr|sr|jnr|snr|junior|senior|filho|neto|ii|iii|iv|ph\.?\s?d|m\.?\s?d|m\.?\s?sc|b\.?\s?sc|d\.?\s?phil|d\.?\s?sc"
    r"|dr|esq|frs|facs|rn|mph|dds|dvm)\.?",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?:[,;、，；]\s*)?(?:\b(?:and|&)\s+)?"
    r"(?:(?<!\w)et(?:\.\s*|\s+)al(?:ii|ia)?\b\.?|\band\s+(?:\d+\s+)?(?:others?|co-?workers|colleagues)\b|\(?\+\s?\d+\s*(?:more|others?|authors?)?\)?"
    r"|\b\d+\s+(?:more|others?)\b(?:\s+authors?)?|…|\.\.\.|(?<!\w)u\.\s?a\.|等)[\s.,;)\]]*\Z",
    re.IGNORECASE,
)
_CUT_ENDS = ("al", "alii", "alia", "other", "others", "workers", "colleagues", "more", "author", "authors")
_BEHIND_CUT = " .,;)]\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f"
_LONGEST_CUT_END = 10
_ET_AL = re.compile(r"[(\[]?(?:et(?:\.\s*|\s+)al(?:ii|ia)?\.?|(?:\d+\s+)?others|…|\.\.\.)[)\]]?", re.IGNORECASE)
_STOP = re.compile(r"[,،、，]|(?<=\s)(?:and|&)(?=\s)", re.IGNORECASE)
_STOP_SEMICOLON = re.compile(r"[;؛；]|(?<=\s)(?:and|&)(?=\s)", re.IGNORECASE)
_LEADING_AND = re.compile(r"(?:and|&)(?=\s)", re.IGNORECASE)
_IDENTIFIER = re.compile(r"(?:https?://)?(?:orcid(?:\.org)?[/:\s]*)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]|orcid", re.IGNORECASE)
_TAIL = 200


class Span(NamedTuple):
    """The slice `line[start:end]` of a printed line."""

    start: int
    end: int


def strip_edges(text: str) -> str:
    """Return `text` without blanks (no-break blanks too) and invisible characters at its edges."""
    return text.strip(EDGES)


def stripped_span(line: str, start: int, end: int) -> Span:
    """Return the slice `line[start:end]` narrowed by the blanks and invisible characters at its edges."""
    slice_ = line[start:end]
    kept = slice_.lstrip(EDGES)
    start += len(slice_) - len(kept)
    return Span(start, start + len(kept.rstrip(EDGES)))


def names_end(line: str) -> tuple[int, bool]:
    """Return where the names of an author line end, and whether the list is whole.

    A list is cut when it ends with `et al.`, `and others`, `and 3 others`, `+ 5 more`, `…` or `等`.
    """
    end = len(line.rstrip(EDGES))
    offset = max(0, end - _TAIL)
    tail = line[offset:end]
    found = _CUT.search(tail) if may_be_cut(tail) else None
    if found is None:
        return end, True
    return offset + found.start(), False


def may_be_cut(line: str) -> bool:
    """Return whether an author line may end with `et al.` or its like, at a glance: most do not."""
    plain = line.rstrip(_BEHIND_CUT)
    end = plain[-_LONGEST_CUT_END:].lower()
    if not end or end[-1].isdigit() or not end.isascii() or end.endswith(_CUT_ENDS):
        return True
    return (end[-1] == "a" and "u." in end[-4:]) or ".." in line[len(plain) :]


def author_spans(line: str) -> tuple[tuple[Span, ...], bool]:
    """Return the slice of each printed name of an author line, and whether the list is whole.

    Semicolons part the names where there are any, else commas do; `and` and `&` always do. A suffix (`Jr.`, `III`,
    `PhD`) behind a comma stays with the name before it. Chunks without a letter and ORCID iDs are no names.
    """
    end, complete = names_end(line)
    names = line[:end]
    stops = _STOP_SEMICOLON if ";" in names or "؛" in names or "；" in names else _STOP
    spans: list[Span] = []
    start = 0
    for stop in [*(found.span() for found in stops.finditer(line, 0, end)), (end, end)]:
        chunk = _without_and(line, stripped_span(line, start, stop[0]))
        start = stop[1]
        printed = line[chunk.start : chunk.end]
        if _ET_AL.fullmatch(printed):
            complete = False
        elif spans and _SUFFIX.fullmatch(printed):
            spans[-1] = Span(spans[-1].start, chunk.end)
        elif any(map(str.isalpha, printed)) and not _IDENTIFIER.fullmatch(printed):
            spans.append(chunk)
    return tuple(spans), complete


def parse_author_line(line: str) -> tuple[tuple[str, ...], bool]:
    """Return the printed names of an author line in order, and whether the list is whole.

    `A, B and C`, `A & B`, `A; B`, `A, B et al.` are read; `et al.` is never a name. Each name is a slice of the line
    without blanks at its edges; nothing else of it is changed.
    """
    spans, complete = author_spans(line)
    return tuple(line[start:end] for start, end in spans), complete


def _without_and(line: str, span: Span) -> Span:
    """Return the slice without a leading `and` (`A, B, and C`)."""
    found = _LEADING_AND.match(line, span.start, span.end)
    return span if found is None else stripped_span(line, found.end(), span.end)
