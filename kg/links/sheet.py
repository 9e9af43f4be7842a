"""Candidates -> a table to fill in, and back. Reads: Candidate, TSV. Emits: TSV, Decision, the rows that are wrong.

Whoever reviews fills the first column in: accept, reject, withdraw or their first letters; what is empty, or `skip`,
waits. The thing of ours, that of theirs and the target say which link is meant, wherever a row is moved to.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from kg.errors import InputError
from kg.links.decisions import Decision, Verdict
from kg.links.review import Candidate
from kg.links.target import predicate_name
from kg.links.theirs import reasons_of, theirs_of

COLUMNS: Final = (
    "decision", "target", "score", "name", "their_name", "authors", "their_authors", "year", "their_year", "venue",
    "their_venue", "identifiers", "why", "predicate", "subject", "object",
)  # fmt: skip
_NEEDED: Final = ("decision", "target", "subject", "object")
_WORDS: Final[dict[str, Verdict]] = {
    "accept": "accept", "a": "accept", "accepted": "accept",
    "reject": "reject", "r": "reject", "rejected": "reject",
    "withdraw": "withdraw", "w": "withdraw", "withdrawn": "withdraw",
}  # fmt: skip
_WAITING: Final = frozenset({"", "skip", "s"})
_BLANKS = str.maketrans("\t\r\n", "   ")
LinkKey = tuple[str, str, str]
"""Target, subject, object."""


class Wrong(NamedTuple):
    """A row that is no decision."""

    line: int
    reason: str


def sheet_text(candidates: Iterable[Candidate]) -> Iterator[str]:
    """Yield the table to fill in, line by line."""
    yield "\t".join(COLUMNS) + "\n"
    for link, ours in candidates:
        theirs = theirs_of(link.evidence)
        row = {
            "target": link.target,
            "score": f"{round(link.score, 4):g}",
            "their_name": theirs.name,
            "their_authors": "; ".join(theirs.authors) + ("; ..." if theirs.more else ""),
            "their_year": "" if theirs.year is None else str(theirs.year),
            "their_venue": theirs.venue,
            "why": reasons_of(link.evidence),
            "predicate": predicate_name(link.predicate) or link.predicate,
            "subject": link.subject,
            "object": link.object,
        }
        if ours is not None:
            row |= {
                "name": ours.name,
                "authors": "; ".join(author.name for author in ours.authors),
                "year": "" if ours.year is None else str(ours.year),
                "venue": ours.venue,
                "identifiers": "; ".join(f"{scheme} {value}" for scheme, value in ours.keys),
            }
        yield "\t".join(_cell(row.get(name, "")) for name in COLUMNS) + "\n"


def _cell(value: str) -> str:
    """Return a cell that spreadsheets and `read_sheet` read as this value, on one line."""
    plain = value.translate(_BLANKS)
    return '"{}"'.format(plain.replace('"', '""')) if '"' in plain else plain


def read_sheet(text: str, known: Mapping[LinkKey, Candidate], *, name: str) -> Iterator[Decision | Wrong]:
    """Yield the decisions of a table that was filled in, and its rows that are wrong with their lines.

    Args:
        text: of the table; its columns may stand in any order, and others beside them.
        known: the links that can be decided on.
        name: of the file, for errors.

    Raises:
        InputError: it has no head with the columns that say which link is meant.
    """
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    head = [cell.strip().lower() for cell in next(rows, [])]
    lacking = [column for column in _NEEDED if column not in head]
    if lacking:
        raise InputError(
            f"{name}, line 1 lacks {', '.join(lacking)}: it is a table as `kg review --export` writes it, with tabs",
            source=name,
            line=1,
        )
    made: dict[LinkKey, tuple[Verdict, int]] = {}
    line = rows.line_num + 1
    for cells in rows:
        if any(cell.strip() for cell in cells):
            yield from _decided(dict(zip(head, map(str.strip, cells), strict=False)), line, known, made)
        line = rows.line_num + 1


def _decided(
    row: dict[str, str], line: int, known: Mapping[LinkKey, Candidate], made: dict[LinkKey, tuple[Verdict, int]]
) -> Iterator[Decision | Wrong]:
    word = row.get("decision", "").lower()
    if word in _WAITING:
        return
    verdict = _WORDS.get(word)
    key = (row.get("target", ""), row.get("subject", ""), row.get("object", ""))
    found = known.get(key)
    if verdict is None:
        yield Wrong(line, f"{word!r} is no decision: write accept, reject, withdraw or skip")
    elif found is None:
        yield Wrong(line, f"links.ttl has no link to {key[0]!r} from {key[1]!r} to {key[2]!r}: export the table anew")
    elif key in made:
        earlier, place = made[key]
        if earlier != verdict:
            yield Wrong(line, f"line {place} says {earlier} of the same link: take one of them out")
    else:
        made[key] = (verdict, line)
        yield found.decided(verdict)
