"""Two things -> two columns. Reads: Candidate, what its link tells of theirs. Emits: lines for a terminal.

Between the columns stands `=` where both say the same and `!` where they differ; words and names that the other side
lacks stand in brackets, or in colour. What would steer a terminal is shown as an escape.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from kg.links.judging.telling import reasons_of, theirs_of
from kg.links.ours.entities import Entity
from kg.links.ours.held import LABELS
from kg.links.review.candidates import Candidate
from kg.links.targets.target import KINDS, predicate_name
from kg.match.names import MISSPELT, agreement, name_tokens
from kg.store import kind_of
from kg.text import fold

_LABEL: Final = 9
_NARROWEST: Final = 12
_BRIGHT, _PLAIN = "\x1b[1;33m", "\x1b[0m"


class Look(NamedTuple):
    """How wide the terminal is, and whether it has colours."""

    columns: int = 80
    colour: bool = False


class Word(NamedTuple):
    """What is not broken unless it has to be: a word, a name."""

    text: str
    differs: bool = False


class Row(NamedTuple):
    """One field of both sides."""

    label: str
    ours: tuple[Word, ...]
    theirs: tuple[Word, ...]
    sign: str = " "


def pair_lines(found: Candidate, look: Look) -> Iterator[str]:
    """Yield the two ends of a link side by side, then what speaks for it."""
    link = found.link
    half = max(_NARROWEST, (look.columns - _LABEL - 3) // 2)
    predicate = predicate_name(link.predicate) or link.predicate
    yield printable(f"{link.target}  {predicate}  score {link.score:.2f}  {link.state}")
    for row in (Row("", (Word("ours"),), (Word("theirs"),)), *_rows(found)):
        left, right = _wrapped(row.ours, half, look), _wrapped(row.theirs, half, look)
        for at in range(max(len(left), len(right))):
            label, sign = (row.label, row.sign) if at == 0 else ("", " ")
            cells = [lines[at] if at < len(lines) else ("", 0) for lines in (left, right)]
            text, used = cells[0]
            yield f"{label:<{_LABEL}}{text}{' ' * (half - used)} {sign} {cells[1][0]}".rstrip()
    why = _wrapped(_words(reasons_of(link.evidence)), max(_NARROWEST, look.columns - _LABEL), look)
    for at, (text, _) in enumerate(why):
        yield f"{'' if at else 'why':<{_LABEL}}{text}"


def _rows(found: Candidate) -> Iterator[Row]:
    link, ours, theirs = found.link, found.ours, theirs_of(found.link.evidence)
    if ours is None:
        yield Row("", (Word("(not in the graph)"),), ())
        kind = kind_of(f"<{link.subject}>")
        ours = Entity(iri=link.subject, kind=next((one for one in KINDS if one == kind), "paper"))
    yield _texts("title" if ours.kind in {"paper", "version"} else "name", ours.name, theirs.name)
    names = tuple(author.name or author.agent for author in ours.authors)
    if names or theirs.authors:
        yield _lists("authors", names, theirs.authors, more=(not ours.complete, theirs.more))
    years = ["" if year is None else str(year) for year in (ours.year, theirs.year)]
    for label, one, other in (
        ("year", *years),
        ("venue", ours.venue, theirs.venue),
        ("country", ours.country, theirs.country),
        ("also", "; ".join(ours.variants), ""),
    ):
        if one or other:
            yield _texts(label, one, other)
    if found.papers or theirs.work:
        yield Row("papers", _words("; ".join(found.papers)), _words(theirs.work))
    if ours.keys:
        told = tuple(Word(f"{LABELS.get(scheme, scheme)} {value}") for scheme, value in ours.keys)
        yield Row("known by", _joined(told), ())
    yield Row("IRI", (Word(link.subject),), (Word(link.object),))


def _texts(label: str, ours: str, theirs: str) -> Row:
    """Return a field of text, with the words marked that the other side lacks."""
    left, right = ([(word, fold(word)) for word in text.split()] for text in (ours, theirs))
    if not left or not right:
        return Row(label, _words(ours), _words(theirs))
    sides = [
        tuple(Word(word, differs=folded not in {known for _, known in other}) for word, folded in mine)
        for mine, other in ((left, right), (right, left))
    ]
    return Row(label, sides[0], sides[1], "=" if fold(ours) == fold(theirs) else "!")


def _lists(label: str, ours: tuple[str, ...], theirs: tuple[str, ...], *, more: tuple[bool, bool]) -> Row:
    """Return two lists of names, with those marked that nobody of the other list fits."""
    known = bool(ours) and bool(theirs)
    sides = [
        [Word(name, differs=known and all(_rivals(name, other) for other in others)) for name in names]
        for names, others in ((ours, theirs), (theirs, ours))
    ]
    differ = any(word.differs for side in sides for word in side) or len(ours) != len(theirs)
    left, right = (_joined((*side, Word("...")) if cut else side) for side, cut in zip(sides, more, strict=True))
    return Row(label, left, right, " " if not known else "!" if differ else "=")


def _rivals(name: str, other: str) -> bool:
    """Return whether two names cannot be one person's."""
    return agreement(name_tokens(name), name_tokens(other)) < MISSPELT


def _joined(words: Iterable[Word]) -> tuple[Word, ...]:
    listed = list(words)
    return (*(word._replace(text=f"{word.text};") for word in listed[:-1]), *listed[-1:])


def _words(text: str) -> tuple[Word, ...]:
    return tuple(map(Word, text.split()))


def _wrapped(words: Iterable[Word], columns: int, look: Look) -> list[tuple[str, int]]:
    """Return lines of words, each with the columns that it takes."""
    lines: list[tuple[str, int]] = []
    text, used = "", 0
    for word in words:
        for piece in _pieces(printable(word.text), columns - 2):
            shown, size = _marked(piece, look) if word.differs else (piece, width(piece))
            if text and used + 1 + size > columns:
                lines.append((text, used))
                text, used = "", 0
            text, used = (f"{text} {shown}", used + 1 + size) if text else (shown, size)
    return [*lines, (text, used)] if text else lines


def _marked(piece: str, look: Look) -> tuple[str, int]:
    if look.colour:
        return f"{_BRIGHT}{piece}{_PLAIN}", width(piece)
    return f"[{piece}]", width(piece) + 2


def _pieces(text: str, columns: int) -> Iterator[str]:
    """Yield a word in pieces that fit a column."""
    piece, used = "", 0
    for character in text:
        size = width(character)
        if used + size > columns:
            yield piece
            piece, used = "", 0
        piece, used = piece + character, used + size
    yield piece


def printable(text: str) -> str:
    """Return a text in which what a terminal would obey, or show in another order, stands as an escape."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def width(text: str) -> int:
    """Return the columns that a text takes: two for wide characters, none for accents that combine."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )
