"""What is seen of a record at a glance. Reads: nothing. Emits: Glimpse, what glimpses of several formats share."""

import re
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from kg.identifiers import parse

Key = tuple[str, str]
"""An identifier: its scheme and its canonical value."""
Schemes = Container[str]
"""The schemes of identifiers that are looked for: those of others are not read."""


class Glimpse(NamedTuple):
    """What tells whether a record may describe a certain thing: all that its reader finds of that, or more."""

    kind: Literal["paper", "person", "organization"]
    names: list[str]
    """The titles that a paper may have; all names of an organization. Of a person none."""
    keys: list[Key]
    """The identifiers of the schemes that are looked for."""
    writers: Iterable[str] = ()
    """Names of the authors of a paper, for one look; none where the format does not identify persons."""
    works: tuple[Key, ...] = ()
    """The same of the works of a person."""


_PLAIN: Final = {
    scheme: re.compile(form).fullmatch
    for scheme, form in {
        "doi": r"(?:https://doi\.org/)?(10\.[0-9]{4,9}/[a-z0-9](?:[a-z0-9.()_:;/-]*[a-z0-9])?)",
        "openalex": r"https://openalex\.org/([WAISPFCT][1-9][0-9]*)",
        "s2": r"([0-9a-f]{40}|[1-9][0-9]{0,18})",
        "wikidata": r"(Q[1-9][0-9]*)",
        "arxiv": r"([0-9]{4}\.[0-9]{4,5})",
        "pmid": r"([1-9][0-9]{0,8})",
        "pmcid": r"(PMC[1-9][0-9]*)",
        "dblp": r"((?:conf|journals|books|phd|series)/[A-Za-z0-9-]+/[A-Za-z0-9-]+)",
    }.items()
}
"""Canonical forms in which services print almost all identifiers; a test holds them to `kg.identifiers`."""
_parsed = lru_cache(maxsize=1 << 14)(parse)


def known(scheme: str, printed: str) -> Key | None:
    """Return scheme and canonical value of a printed identifier, None if it is none."""
    form = _PLAIN.get(scheme)
    if form is not None and (plain := form(printed.lower() if scheme == "doi" else printed)) is not None:
        return scheme, plain[1]
    found = _parsed(scheme, printed)
    return None if found is None else (scheme, found.value)


def with_bearers(schemes: Iterable[str]) -> frozenset[str]:
    """Return schemes with those in whose identifiers theirs may stand: a DOI may be that of a paper on arXiv."""
    sought = frozenset(schemes)
    return sought | {"doi"} if "arxiv" in sought else sought


def known_all(printed: Iterable[tuple[str, str | None]], sought: Schemes) -> list[Key]:
    """Return the identifiers of the schemes that are looked for among what is printed."""
    return [
        found for scheme, text in printed if scheme in sought and text and (found := known(scheme, text)) is not None
    ]


def of_arxiv_among(printed: Iterable[str], sought: Schemes) -> Iterator[Key]:
    """Yield the identifiers of arXiv that addresses and DOIs hold, if they are looked for."""
    for text in printed if "arxiv" in sought else ():
        if "arxiv" in text.lower() and (found := parse("arxiv", text)) is not None:
            yield "arxiv", found.value
