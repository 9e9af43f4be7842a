"""Rows of a report, counted. Reads: findings, conflicts, inferences, rejects as they come. Emits: excerpts of them.

A `Tally` takes any number of rows and keeps the first of each rule in a fixed order, so that the report of ten million
records is as short as that of ten, and says how many rows it does not show.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, Generic

from kg.model import Finding, Reject, Severity
from kg.writers.report import SEVERITIES, ConflictRow, Excerpt, InferenceRow, Row, ShaclRow

SHOWN: Final = 50
"""Rows that a report shows of each rule."""
CANDIDATE: Final = "candidate-"
"""How the rules begin that ask for a decision: they stand in a chapter of their own."""


class _First(Generic[Row]):
    """The smallest rows of many by a key, and their number. Equal rows count each time."""

    def __init__(self, key: Callable[[Row], Any]) -> None:
        self._key = key
        self._rows: list[Row] = []
        self.total = 0

    def add(self, row: Row) -> None:
        self.total += 1
        self._rows.append(row)
        if len(self._rows) > SHOWN * 8:
            self._rows = self.rows()

    def rows(self) -> list[Row]:
        return sorted(self._rows, key=self._key)[:SHOWN]


class Tally:
    """Counts rows of any number and keeps the first of each rule, whatever the order they come in."""

    def __init__(self) -> None:
        self._findings: dict[tuple[str, Severity], _First[Finding]] = {}
        self._conflicts: dict[str, _First[ConflictRow]] = {}
        self._inferences: dict[str, _First[InferenceRow]] = {}
        self._results: dict[tuple[str, Severity], _First[ShaclRow]] = {}
        self._rejects = _First[Reject](_reject_order)

    def add_findings(self, rows: Iterable[Finding]) -> None:
        """Count findings."""
        for row in rows:
            self._findings.setdefault((row.rule, row.severity), _First(_finding_order)).add(row)

    def add_conflicts(self, rows: Iterable[ConflictRow]) -> None:
        """Count conflicts."""
        for row in rows:
            self._conflicts.setdefault(row.rule, _First(lambda r: r)).add(row)

    def add_inferences(self, rows: Iterable[InferenceRow]) -> None:
        """Count inferences."""
        for row in rows:
            self._inferences.setdefault(row.rule, _First(lambda r: r)).add(row)

    def add_rejects(self, rows: Iterable[Reject]) -> None:
        """Count rejects."""
        for row in rows:
            self._rejects.add(row)

    def add_results(self, rows: Iterable[ShaclRow]) -> None:
        """Count validation results."""
        for row in rows:
            self._results.setdefault((row.shape, row.severity), _First(_result_order)).add(row)

    def findings(self) -> tuple[Excerpt[Finding], ...]:
        """Return the findings by rule, the most serious first; without candidates."""
        return _by_severity({key: rows for key, rows in self._findings.items() if not key[0].startswith(CANDIDATE)})

    def candidates(self) -> tuple[Excerpt[Finding], ...]:
        """Return the findings that ask for a decision, by rule."""
        return _by_severity({key: rows for key, rows in self._findings.items() if key[0].startswith(CANDIDATE)})

    def conflicts(self) -> tuple[Excerpt[ConflictRow], ...]:
        """Return the conflicts by rule."""
        return _by_severity({(rule, "info"): rows for rule, rows in self._conflicts.items()})

    def inferences(self) -> tuple[Excerpt[InferenceRow], ...]:
        """Return the inferences by rule."""
        return _by_severity({(rule, "info"): rows for rule, rows in self._inferences.items()})

    def rejects(self) -> Excerpt[Reject]:
        """Return the rejects."""
        rows = self._rejects
        return Excerpt(name="rejects", severity="warning", total=rows.total, rows=tuple(rows.rows()))

    def results(self) -> tuple[Excerpt[ShaclRow], ...]:
        """Return the validation results by shape, the most serious first."""
        return _by_severity(self._results)


def _by_severity(firsts: dict[tuple[str, Severity], _First[Row]]) -> tuple[Excerpt[Row], ...]:
    order = sorted(firsts, key=lambda key: (SEVERITIES.index(key[1]), key[0]))
    return tuple(
        Excerpt(
            name=name, severity=severity, total=firsts[name, severity].total, rows=tuple(firsts[name, severity].rows())
        )
        for name, severity in order
    )


def _finding_order(row: Finding) -> tuple[object, ...]:
    return row.source or "", row.line or 0, row.subject or "", row.message, row.repair


def _reject_order(row: Reject) -> tuple[object, ...]:
    return row.source, row.start_line or 0, row.reason, row.raw_sha256


def _result_order(row: ShaclRow) -> tuple[object, ...]:
    return row.focus, row.value or "", row.message
