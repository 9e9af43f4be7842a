"""What a link tells of the thing of the other graph. Reads: its name, authors ..., evidence. Emits: words, Theirs.

A link that waits for a review says whom it was compared with, at the end of its evidence and in a form that is read
back: `; theirs: "Title" by "Ada Kent", "Bo Lind" in "Venue", 2019`. Nothing has to be asked again for a review.
"""

import json
import re
from collections.abc import Iterable
from itertools import islice
from typing import Final, NamedTuple

_MARK: Final = "; theirs: "
_QUOTED = r'"(?:[^"\\\x00-\x1f]|\\(?:["\\bfnrt]|u00[01][0-9a-f]))*"'
_STRING = re.compile(_QUOTED)
_TOLD = re.compile(
    rf"; theirs: ({_QUOTED})(?: by ({_QUOTED}(?:, {_QUOTED})*)( and more)?)?(?: of ({_QUOTED}))?(?: in ({_QUOTED}))?"
    rf"(?: from ({_QUOTED}))?(?:, ([0-9]{{1,4}}))?"
)
_AUTHORS: Final = 30
"""Authors of a list of thousands that a reviewer can look at."""


class Theirs(NamedTuple):
    """A thing of the other graph as far as its link tells. Absent fields are empty."""

    name: str = ""
    authors: tuple[str, ...] = ()
    more: bool = False
    """Whether it has more authors than are told."""
    work: str = ""
    """Title of a work of a person."""
    venue: str = ""
    country: str = ""
    year: int | None = None


def telling(
    name: str,
    authors: Iterable[str] = (),
    *,
    work: str = "",
    venue: str = "",
    country: str = "",
    year: int | None = None,
) -> str:
    """Return the words for a thing of theirs that end the evidence of a link; none for one without a name."""
    if not name:
        return ""
    names = list(islice((author for author in authors if author), _AUTHORS + 1))
    told = _MARK + _quoted(name)
    if names:
        told += " by " + ", ".join(map(_quoted, names[:_AUTHORS])) + (" and more" if len(names) > _AUTHORS else "")
    for word, value in (("of", work), ("in", venue), ("from", country)):
        told += f" {word} {_quoted(value)}" if value else ""
    return told if year is None else f"{told}, {year}"


def theirs_of(evidence: str) -> Theirs:
    """Return what the evidence of a link tells of the thing of theirs; all empty where it tells nothing."""
    found = _TOLD.search(evidence)
    if found is None:
        return Theirs()
    title, authors, more, work, venue, country, year = found.groups()
    return Theirs(
        name=json.loads(title),
        authors=tuple(json.loads(one) for one in _STRING.findall(authors or "")),
        more=more is not None,
        work=json.loads(work) if work else "",
        venue=json.loads(venue) if venue else "",
        country=json.loads(country) if country else "",
        year=int(year) if year else None,
    )


def reasons_of(evidence: str) -> str:
    """Return the evidence without what it tells of the thing of theirs."""
    return _TOLD.sub("", evidence, count=1)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
