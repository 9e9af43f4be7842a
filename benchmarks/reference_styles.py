"""Styles of references, to print records in. Reads: Work. Emits: lines, as citation processors and people write them.

`DEVELOPMENT` are the styles that the reader was written with; `HELD_OUT` were looked at once, when it was done.
"""

from collections.abc import Callable
from typing import NamedTuple

PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "da",
        "di",
        "del",
        "la",
        "le",
        "ter",
        "ten",
        "dos",
        "du",
        "el",
        "al",
        "bin",
        "ibn",
    ]
)


class Work(NamedTuple):
    """A paper with an invented place. Authors are (given, family)."""

    title: str
    authors: tuple[tuple[str, str], ...]
    year: int
    venue: str
    volume: int
    issue: int
    first: int
    last: int
    doi: str
    conference: bool


def parted(name: str) -> tuple[str, str]:
    """Return given and family name; particles belong to the family name."""
    words = name.split()
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in PARTICLES:
        at -= 1
    return " ".join(words[:at]), " ".join(words[at:])


def initials(given: str, dot: str = ".", gap: str = " ") -> str:
    """Return the initials of given names."""
    words = [word for word in given.split() if word[0].isalpha()]
    return gap.join("-".join(f"{part[0]}{dot}" for part in word.split("-") if part) for word in words)


def joined(names: list[str], last: str, comma: str = ", ", *, two: str | None = None) -> str:
    """Return a list with a word before its last name."""
    if len(names) < 2:
        return "".join(names)
    if len(names) == 2:
        return (two or last).join(names)
    return comma.join(names[:-1]) + last + names[-1]


def turned(work: Work, dot: str = ".", gap: str = " ", comma: str = ", ") -> list[str]:
    """Return the names as `Family, F. M.`."""
    return [f"{family}{comma}{initials(given, dot, gap)}".strip(", ") for given, family in work.authors]


def straight(work: Work, dot: str = ".", gap: str = " ") -> list[str]:
    """Return the names as `F. M. Family`."""
    return [f"{initials(given, dot, gap)} {family}".strip() for given, family in work.authors]


def full(work: Work) -> list[str]:
    """Return the names as `Given Family`."""
    return [f"{given} {family}".strip() for given, family in work.authors]


def first_turned(work: Work) -> list[str]:
    """Return the names in full, the first as `Family, Given`."""
    given, family = work.authors[0]
    return [f"{family}, {given}".strip(", "), *full(work)[1:]]


def pages(work: Work, dash: str = "–") -> str:
    """Return the range of pages."""
    return f"{work.first}{dash}{work.last}"


def apa(w: Work) -> str:
    """APA, 7th edition, with Markdown's italics."""
    names = joined(turned(w), ", & ")
    return f"{names} ({w.year}). {w.title}. *{w.venue}*, *{w.volume}*({w.issue}), {pages(w)}. https://doi.org/{w.doi}"


def apa_plain(w: Work) -> str:
    """APA as it is copied into a text file."""
    return f"{joined(turned(w), ', & ')} ({w.year}). {w.title}. {w.venue}, {w.volume}({w.issue}), {pages(w, '-')}."


def vancouver(w: Work) -> str:
    """Vancouver (ICMJE)."""
    names = turned(w, "", "", " ")
    shown = ", ".join(names[:6]) + (", et al" if len(names) > 6 else "")
    return f"{shown}. {w.title}. {w.venue}. {w.year};{w.volume}({w.issue}):{pages(w, '-')}. doi: {w.doi}"


def ieee(w: Work) -> str:
    """IEEE."""
    place = f"in {w.venue}, {w.year}, pp. {pages(w)}." if w.conference else \
        f"{w.venue}, vol. {w.volume}, no. {w.issue}, pp. {pages(w)}, {w.year}."  # fmt: skip
    return f"{joined(straight(w), ', and ', two=' and ')}, “{w.title},” {place}"


def chicago(w: Work) -> str:
    """Chicago, notes and bibliography."""
    return (
        f"{joined(first_turned(w), ', and ')}. “{w.title}.” {w.venue} {w.volume}, no. {w.issue} ({w.year}): {pages(w)}."
    )


def mla(w: Work) -> str:
    """MLA, 9th edition."""
    names = first_turned(w)
    shown = f"{names[0]}, et al" if len(names) > 2 else joined(names, ", and ")
    return f'{shown}. "{w.title}." *{w.venue}*, vol. {w.volume}, no. {w.issue}, {w.year}, pp. {pages(w)}.'


def acm(w: Work) -> str:
    """ACM reference format."""
    place = f"In {w.venue}. ACM, New York, NY, USA, {pages(w)}." if w.conference else \
        f"{w.venue} {w.volume}, {w.issue} ({w.year}), {pages(w)}."  # fmt: skip
    return f"{joined(full(w), ', and ', two=' and ')}. {w.year}. {w.title}. {place} https://doi.org/{w.doi}"


def din(w: Work) -> str:
    """DIN 1505 / ISO 690 as German theses print it."""
    names = " ; ".join(f"{family.upper()}, {given}".strip(", ") for given, family in w.authors)
    return f"{names}: {w.title}. In: {w.venue} {w.volume} ({w.year}), Nr. {w.issue}, S. {pages(w)}"


def elsevier(w: Work) -> str:
    """Elsevier, numbered."""
    return f"{', '.join(straight(w, '.', ''))}, {w.title}, {w.venue} {w.volume} ({w.year}) {pages(w)}."


def springer(w: Work) -> str:
    """Springer LNCS."""
    place = f"In: {w.venue}, pp. {pages(w)}. Springer, Cham ({w.year})" if w.conference else \
        f"{w.venue} {w.volume}({w.issue}), {pages(w)} ({w.year})"  # fmt: skip
    return f"{', '.join(turned(w, '.', ''))}: {w.title}. {place}"


def group_colon(w: Work) -> str:
    """A group's page: names, colon, title."""
    return f"{', '.join(straight(w))}: {w.title}. {w.venue} {w.year}. [pdf]"


def group_title(w: Work) -> str:
    """A group's page: the title first."""
    return f"{w.title}. {', '.join(full(w))}. {w.venue}, {w.year}"


def group_bold(w: Work) -> str:
    """A group's page: the title in bold."""
    return f"**{w.title}** {', '.join(full(w))}. *{w.venue}*, {w.year}. [pdf] [code]"


def harvard(w: Work) -> str:
    """Harvard (British universities)."""
    names = joined(turned(w, ".", ""), " and ")
    return f"{names} ({w.year}) '{w.title}', *{w.venue}*, {w.volume}({w.issue}), pp. {pages(w)}."


def nature(w: Work) -> str:
    """Nature."""
    names = turned(w)
    shown = f"{names[0]} et al." if len(names) > 5 else joined(names, " & ")
    return f"{shown} {w.title}. {w.venue} {w.volume}, {pages(w)} ({w.year})."


def gost(w: Work) -> str:
    """GOST 7.0.5."""
    names = ", ".join(f"{family} {initials(given)}".strip() for given, family in w.authors[:3])
    return f"{names} {w.title} // {w.venue}. — {w.year}. — Т. {w.volume}, № {w.issue}. — С. {pages(w)}."


def ama(w: Work) -> str:
    """AMA, 11th edition."""
    names = turned(w, "", "", " ")
    shown = ", ".join(names[:3]) + ", et al" if len(names) > 6 else ", ".join(names)
    return f"{shown}. {w.title}. *{w.venue}*. {w.year};{w.volume}({w.issue}):{pages(w, '-')}. doi:{w.doi}"


def acs(w: Work) -> str:
    """ACS."""
    return f"{'; '.join(turned(w))} {w.title}. *{w.venue}* **{w.year}**, *{w.volume}* ({w.issue}), {pages(w)}."


def cell(w: Work) -> str:
    """Cell Press."""
    return f"{joined(turned(w, '.', ''), ', and ')} ({w.year}). {w.title}. {w.venue} {w.volume}, {pages(w)}."


def turabian(w: Work) -> str:
    """Turabian, author and date."""
    return (
        f"{joined(first_turned(w), ', and ')}. {w.year}. “{w.title}.” *{w.venue}* {w.volume} ({w.issue}): {pages(w)}."
    )


def plain_tex(w: Work) -> str:
    """BibTeX's `plain`."""
    place = f"In {w.venue}, pages {pages(w)}, {w.year}." if w.conference else \
        f"{w.venue}, {w.volume}({w.issue}):{pages(w)}, {w.year}."  # fmt: skip
    return f"{joined(full(w), ', and ', two=' and ')}. {w.title}. {place}"


def siam(w: Work) -> str:
    """SIAM, without capitals."""
    return f"{joined(straight(w), ', and ', two=' and ')}, {w.title}, {w.venue}, {w.volume} ({w.year}), pp. {pages(w)}."


def linguists(w: Work) -> str:
    """Unified style sheet for linguistics."""
    return f"{joined(first_turned(w), ' & ')}. {w.year}. {w.title}. {w.venue} {w.volume}({w.issue}). {pages(w)}."


def german(w: Work) -> str:
    """German humanities: names in full, parted by slashes."""
    names = " / ".join(f"{family}, {given}".strip(", ") for given, family in w.authors)
    return f"{names}: {w.title}, in: {w.venue} {w.volume} ({w.year}), H. {w.issue}, S. {pages(w)}."


def gbt(w: Work) -> str:
    """GB/T 7714."""
    names = [f"{family.upper()} {initials(given, '', ' ')}".strip() for given, family in w.authors]
    shown = ", ".join(names[:3]) + (", et al" if len(names) > 3 else "")
    return f"{shown}. {w.title}[J]. {w.venue}, {w.year}, {w.volume}({w.issue}): {pages(w, '-')}."


def dblp(w: Work) -> str:
    """The pages of dblp."""
    place = (
        f"{w.venue} {w.year}: {pages(w, '-')}"
        if w.conference
        else f"{w.venue} {w.volume}({w.issue}): {pages(w, '-')} ({w.year})"
    )
    return f"{', '.join(full(w))}: {w.title}. {place}"


def group_last(w: Work) -> str:
    """A group's page: names, title in quotation marks, the year last."""
    return f'{joined(full(w), " and ")}, "{w.title}", {w.venue}, {w.year}.'


def spanish(w: Work) -> str:
    """APA in Spanish."""
    place = f"{w.venue}, {w.volume}({w.issue}), {pages(w, '-')}"
    return f"{joined(turned(w), ' y ')} ({w.year}). {w.title}. {place}. https://doi.org/{w.doi}"


Style = Callable[[Work], str]
DEVELOPMENT: tuple[Style, ...] = (
    apa, apa_plain, vancouver, ieee, chicago, mla, acm, din, elsevier, springer, group_colon, group_title, group_bold,
    harvard, nature, gost,
)  # fmt: skip
HELD_OUT: tuple[Style, ...] = (
    ama, acs, cell, turabian, plain_tex, siam, linguists, german, gbt, dblp, group_last, spanish,
)  # fmt: skip
