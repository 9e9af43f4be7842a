"""Candidates -> a table to fill in, and back. Reads: Candidate, TSV. Emits: TSV, Decision, the rows that are wrong.

Whoever reviews fills the first column in: accept, reject, withdraw or their first letters; what is empty, or `skip`,
waits. The thing of ours, that of theirs and the target say which link is meant, wherever a row is moved to.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple, TextIO

from kg.errors import InputError
from kg.links.decisions.decision import Decision, Verdict
from kg.links.decisions.rows import Wrong, head_cells, one_line, separator, table_rows
from kg.links.judging.telling import reasons_of, theirs_of
from kg.links.review.candidates import Candidate
from kg.links.targets.target import predicate_name

COLUMNS: Final = (
    "decision", "target", "score", "name", "their_name", "authors", "their_authors", "year", "their_year", "venue",
    "their_venue", "country", "their_country", "papers", "their_papers", "identifiers", "why", "predicate", "subject",
    "object",
)  # fmt: skip
_NEEDED: Final = ("decision", "target", "subject", "object")
_WORDS: Final[dict[str, Verdict]] = {
    "accept": "accept", "a": "accept", "accepted": "accept",
    "reject": "reject", "r": "reject", "rejected": "reject",
    "withdraw": "withdraw", "w": "withdraw", "withdrawn": "withdraw",
}  # fmt: skip
_WAITING: Final = frozenset({"", "skip", "s"})
_FORMULA: Final = ("=", "+", "-", "@")
LinkKey = tuple[str, str, str]
"""Target, subject, object."""


def sheet_text(candidates: Iterable[Candidate]) -> Iterator[str]:
    """Yield the table to fill in, line by line."""
    yield "\t".join(COLUMNS) + "\n"
    for link, ours, papers, _ in candidates:
        theirs = theirs_of(link.evidence)
        row = {
            "target": link.target,
            "score": f"{round(link.score, 4):g}",
            "their_name": theirs.name,
            "their_authors": "; ".join(theirs.authors) + ("; ..." if theirs.more else ""),
            "their_year": "" if theirs.year is None else str(theirs.year),
            "their_venue": theirs.venue,
            "their_country": theirs.country,
            "papers": "; ".join(papers),
            "their_papers": theirs.work,
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
                "country": ours.country,
                "identifiers": "; ".join(f"{scheme} {value}" for scheme, value in ours.keys),
            }
        yield "\t".join(_cell(row.get(name, "")) for name in COLUMNS) + "\n"


def _cell(value: str) -> str:
    """Return a cell that spreadsheets and `sheet_rows` read as this value, on one line.

    A title such as `=1+1` would be reckoned by a spreadsheet: an apostrophe in front says that it is a text.
    """
    plain = one_line(value)
    plain = f"'{plain}" if plain.startswith(_FORMULA) else plain
    return '"{}"'.format(plain.replace('"', '""')) if '"' in plain else plain


class Filled(NamedTuple):
    """A row that somebody may have filled in."""

    line: int
    word: str
    """What the first column says, in lower case; empty where nobody wrote anything."""
    key: LinkKey

    @property
    def waits(self) -> bool:
        """Whether nothing is decided."""
        return self.word in _WAITING


def sheet_rows(lines: TextIO, *, name: str) -> Iterator[Filled | Wrong]:
    """Yield the rows of a table, and those that cannot be read; its columns may stand in any order, with others.

    Args:
        lines: the text.
        name: of the file, for errors.

    Raises:
        InputError: it has no head with the columns that say which link is meant.
    """
    first = lines.readline()
    head = [cell.lower() for cell in head_cells(first)]
    lacking = [column for column in _NEEDED if column not in head]
    if lacking:
        raise InputError(
            f"{name}, line 1 lacks {', '.join(lacking)}: it is a table as `kg review --export` writes it, with tabs",
            source=name,
            line=1,
        )
    word, *key = (head.index(column) for column in _NEEDED)
    for row in table_rows(lines, between=separator(first), columns=len(head), first=2):
        if isinstance(row, Wrong):
            yield row
            continue
        line, cells = row
        cells += [""] * (len(head) - len(cells))
        target, subject, object_ = (cells[at].strip() for at in key)
        yield Filled(line, cells[word].strip().lower(), (target, subject, object_))


def sheet_decisions(
    rows: Iterable[Filled | Wrong], find: Callable[[LinkKey], Candidate | None]
) -> Iterator[Decision | Wrong]:
    """Yield the decisions of a table that was filled in, and its rows that are wrong with their lines.

    Where a candidate was accepted, the rows of its rivals that were left empty are rejected with it; `skip` keeps one.

    Args:
        rows: of the table.
        find: gives the candidate of a link, None for a link that is not there.
    """
    made: dict[LinkKey, tuple[Verdict, int]] = {}
    accepted: dict[tuple[str, str], LinkKey] = {}
    empty: list[LinkKey] = []
    kept: set[LinkKey] = set()
    for row in rows:
        if isinstance(row, Wrong):
            yield row
        elif row.waits:
            kept.update([row.key] if row.word else [])
            empty += [] if row.word else [row.key]
        else:
            decision = _decision(row, find, made)
            if decision is not None:
                yield decision
            kept.add(row.key)  # whatever it says, somebody has looked at it
            if isinstance(decision, Decision) and decision.decision == "accept":
                accepted.setdefault(row.key[:2], row.key)
    for key in empty:
        if key[:2] in accepted and key not in kept:
            holds, rival = find(accepted[key[:2]]), find(key)
            if holds is not None and rival is not None and holds.is_rival(rival):
                yield rival.closed(holds.link)


def _decision(
    row: Filled, find: Callable[[LinkKey], Candidate | None], made: dict[LinkKey, tuple[Verdict, int]]
) -> Decision | Wrong | None:
    """Return what a row says; None where an earlier row says the same."""
    verdict, found, key = _WORDS.get(row.word), find(row.key), row.key
    if verdict is None:
        return Wrong(row.line, f"{row.word!r} is no decision: write accept, reject, withdraw or skip")
    if found is None:
        told = f"links.ttl has no link to {key[0]!r} from {key[1]!r} to {key[2]!r}: export the table anew"
        return Wrong(row.line, told)
    if key in made:
        earlier, place = made[key]
        told = f"line {place} says {earlier} of the same link: take one of them out"
        return Wrong(row.line, told) if earlier != verdict else None
    made[key] = (verdict, row.line)
    return found.decided(verdict)
