"""All works of an endpoint, page by page -> those that may be ours. Reads: Scan, Asker. Emits: works, given to Keys.

An endpoint that lists few works is cheaper to read than to ask: each title is fetched once, and is then compared as
that of a dump is, in whatever case and spelling. A page holds the works whose IRI has an MD5 within bounds: pages are
the same in every order in which the endpoint keeps its works, and one that is too much for it is asked for in two.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from hashlib import md5, sha256
from math import sqrt
from typing import Final, NamedTuple

from kg.errors import EndpointError
from kg.identifiers import SCHEMES, parse
from kg.iris import digest
from kg.links.ours.entities import Entity
from kg.links.ours.held import Key
from kg.links.targets.scan import END, Scan
from kg.links.targets.target import Question, Side
from kg.links.theirs.asking import Asker
from kg.links.theirs.dump import Keys, Listed
from kg.links.theirs.journal import Row
from kg.links.theirs.online import work_of

MOST: Final = 1_000_000
"""Works beyond which no list is read, however many papers we have: that would be a dump by questions."""
FEW: Final = 10_000
"""Works that are always read: most endpoints give that many rows in one answer."""
PER_PAPER: Final = 20
"""Works that are read as fast as one paper is asked for, by the spellings of its title and its authors."""
_PAGE: Final = 100_000
"""Works of one page, where the endpoint gives that many: they are held in memory."""
_SMALLEST: Final = 500
"""Works of a page that is not divided any further."""
_TRIES: Final = 5
"""Failures in a row after which the list is given up, well before the endpoint is."""
_SURE: Final = 6
"""Standard deviations below the expected number of works at which an answer is held for cut."""
_NEARLY: Final = 0.999
"""Of the expected works: an endpoint is written to while it is read."""
_SAFELY: Final = 0.8
"""Of the works that a cut answer had, so that the next one is not cut."""
_DIGITS: Final = 4
_PARTS: Final = 16**_DIGITS
_LONGEST: Final = 18
"""Digits of a number of works that can be meant."""
_COUNT_SECONDS: Final = 30.0
_PAGE_SECONDS: Final = 120.0
_DESCRIBED: Final = 1_000
"""Works that are described by one query."""
Part = tuple[int, int]
"""Bounds of the first four digits of a digest, the upper one excluded."""


class Ours(NamedTuple):
    """The papers that the works of a list are compared with."""

    papers: int
    digest: str
    """Of what they are compared by: pages of the journal hold for the same papers only."""


def fingerprint(papers: Iterable[Entity]) -> Ours:
    """Return what tells papers from other ones."""
    number, hashed = 0, sha256()
    for paper in papers:
        number += 1
        hashed.update(f"{paper.iri}\0{paper.name}\0{paper.keys}\0".encode())
    return Ours(number, hashed.hexdigest())


class Scanner:
    """Reads the list of an endpoint."""

    def __init__(self, asker: Asker, side: Side, scan: Scan, ours: Ours) -> None:
        """Ask nothing yet.

        Args:
            asker: of the endpoints of the target.
            side: how the other graph sees papers.
            scan: how its works are listed.
            ours: the papers that have no link yet.
        """
        self._asker, self._side, self._scan, self._papers = asker, side, scan, ours.papers
        self._place = asker.place(scan.endpoint)
        self._name = digest(self._place, scan.list, scan.count, ours.digest)
        self._page = _PAGE
        self._believed, self._doubted = True, False
        self._count = 0
        self._works = 0
        self._pages = 0
        self._trouble = ""
        self.complete = False
        """Whether all works were read."""

    def is_worth(self, *, wanted: bool | None) -> bool:
        """Return whether the list is short enough to be read rather than asked for each paper of ours.

        Without any paper there is nothing to read, and nothing more to ask. `wanted` is whether the list is read if it
        is not cheaper, too; None for no.
        """
        self.complete = self._papers == 0
        if self.complete:
            return False
        most = MOST if wanted else min(MOST, max(FEW, PER_PAPER * self._papers))
        count = self._counted(most)
        if count is None:
            return False
        self._count = count
        if wanted and count > most:
            self._trouble = f"it lists more than {most:,} works, for which a dump is the way"
        return count <= most

    def _counted(self, most: int) -> int | None:
        """Return how many works there are, as far as it matters; None if that is not told."""
        key = f"count to {most}"
        rows = self._asker.journal.get(self._name, key)
        if rows is None:
            answer = self._asker.attempt(self._place, self._scan.counted(most), timeout=_COUNT_SECONDS)
            if isinstance(answer, EndpointError):
                if self._asker.is_given_up(self._place):
                    self._asker.note(self._place, answer)
                else:
                    self._trouble = f"its works could not be counted: {answer}"
                return None
            rows = answer
        number = rows[0].get("count", "") if rows else ""
        if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST):
            self._trouble = f"its works could not be counted: it answers {number[:40]!r}"
            return None
        self._asker.journal.add(self._name, {key: [{"count": number}]})
        return int(number)

    def read(self, keys: Keys) -> None:
        """Give the keys every listed work that may be ours; what was read by an earlier run comes from the journal."""
        done = []
        for key in self._asker.journal.keys(self._name):
            low, hyphen, high = key.partition("-")
            listed, *rows = self._asker.journal.get(self._name, key) or [{}]
            if hyphen:
                done.append((int(low, 16), int(high, 16)))
                self._take(int(listed["listed"]), rows, keys)
        self._read_parts(deque(_gaps(done)), keys)
        if not self._trouble and self._works < self._count:
            self._trouble = f"it counts {self._count:,} works, but lists {self._works:,}"
        self.complete = not self._trouble

    def notes(self, target: str) -> Iterator[str]:
        """Yield what is to be said of the reading, nothing if there was none and no trouble."""
        rest = "nothing more was asked" if self._asker.is_given_up(self._place) else "the rest was asked for"
        if self._pages:
            read = f"{_number(self._works, 'work')} read in {_number(self._pages, 'page')}"
            told = f"{target}: {read} to find {_number(self._papers, 'paper')}"
            yield f"{told}; {self._trouble}; {rest}" if self._trouble else told
        elif self._trouble:
            yield f"{target}: {self._trouble}; {rest}"

    def _read_parts(self, waiting: deque[Part], keys: Keys) -> None:
        failures = 0
        while waiting:
            low, end = waiting.popleft()
            high = min(end, low + max(1, _PARTS * self._page // max(1, self._count)))
            if high < end:
                waiting.appendleft((high, end))
            expected = self._count * (high - low) / _PARTS
            answer = self._asker.attempt(self._place, self._scan.part(*_bounds(low, high)), timeout=_PAGE_SECONDS)
            if not isinstance(answer, EndpointError):
                failures = 0
                works = _works(answer, low, high)
                if self._is_cut(len(works), expected, high - low):
                    waiting.appendleft((low, high))
                else:
                    rows = [row for rows in works.values() if self._concerns(rows, keys) for row in rows]
                    listed: Row = {"listed": str(len(works))}
                    self._asker.journal.add(self._name, {f"{low:05x}-{high:05x}": [listed, *rows]})
                    self._take(len(works), rows, keys)
                if self._works > 2 * self._count + FEW:
                    self._trouble = f"it counts {self._count:,} works, but lists {self._works:,} and more"
                    return
                continue
            failures += 1
            if self._asker.is_given_up(self._place) or failures >= _TRIES or expected <= _SMALLEST or high - low == 1:
                self._asker.note(self._place, answer)
                self._trouble = f"its list could not be read to its end: {answer}"
                return
            self._page = max(_SMALLEST, int(expected / 2))
            waiting.appendleft((low, high))

    def _is_cut(self, works: int, expected: float, width: int) -> bool:
        """Return whether an answer has so few works of a part that the endpoint must have left some out.

        Smaller pages are asked for then. If the next one is too short as well, the number of works is wrong: answers
        are believed from then on.
        """
        spread = sqrt(expected * (1 - width / _PARTS))
        short = works < _NEARLY * expected - _SURE * spread and width > 1
        if not (short and self._believed):
            self._doubted = False
            return False
        self._believed = not self._doubted
        self._doubted = True
        self._page = max(_SMALLEST, int(works * _SAFELY)) if self._believed else _PAGE
        return self._believed

    def _concerns(self, rows: list[Row], keys: Keys) -> bool:
        if self._side.pattern.fullmatch(rows[0]["thing"]) is None:
            return False
        return keys.may_concern("paper", (rows[0].get("title", ""),), _identifiers(rows))

    def _take(self, works: int, rows: list[Row], keys: Keys) -> None:
        self._works += works
        self._pages += 1
        by_thing: dict[str, list[Row]] = {}
        for row in rows:
            by_thing.setdefault(row["thing"], []).append(row)
        for thing, described in self._described(by_thing):
            keys.sift(_listed(described, by_thing[thing]))

    def _described(self, by_thing: dict[str, list[Row]]) -> Iterator[tuple[str, Row]]:
        """Yield each thing with a row of all that is told of it; what cannot be described is left to be asked for."""
        if self._scan.describe is None:
            yield from ((thing, rows[0]) for thing, rows in by_thing.items())
            return
        question = Question(
            key="thing", query=self._scan.describe, iri=True, endpoint=self._scan.endpoint, batch=_DESCRIBED
        )
        described = 0
        for answer in self._asker.answers(question, list(by_thing)):
            for thing, rows in answer.rows.items():
                described += 1
                told = dict(by_thing[thing][0])
                for row in rows:
                    told = row | told
                yield thing, told
        if described < len(by_thing):
            self._trouble = self._trouble or "not all of its works could be described"


def _listed(told: Row, rows: Iterable[Row]) -> Listed:
    """Return the work of some rows: what is told of it, and its identifiers."""
    return Listed("paper", work_of(told, ""), _identifiers(rows))


def _identifiers(rows: Iterable[Row]) -> tuple[Key, ...]:
    found = (parse(scheme, value) for row in rows for scheme, value in row.items() if scheme in SCHEMES)
    return tuple(dict.fromkeys((one.scheme, one.value) for one in found if one is not None))


def _bounds(low: int, high: int) -> tuple[str, str]:
    return f"{low:0{_DIGITS}x}" if low else "", f"{high:0{_DIGITS}x}" if high < _PARTS else END


def _works(rows: Iterable[Row], low: int, high: int) -> dict[str, list[Row]]:
    """Return the rows of each work that belongs to a part: an endpoint may answer something else."""
    found: dict[str, list[Row]] = {}
    whole = (low, high) == (0, _PARTS)
    for row in rows:
        thing = row.get("thing", "")
        if not whole and not low <= int(md5(thing.encode(), usedforsecurity=False).hexdigest()[:_DIGITS], 16) < high:
            continue
        found.setdefault(thing, []).append(row)
    found.pop("", None)
    return found


def _gaps(done: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts that were not read."""
    at = 0
    for low, high in sorted(done):
        if at < low:
            yield at, low
        at = max(at, high)
    if at < _PARTS:
        yield at, _PARTS


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
