"""What a build found, for people. Reads: nothing. Emits: BuildReport, the one input of the text and HTML reports."""

from typing import Final, Generic, Protocol, TypeVar

from msgspec import Struct

from kg.model import Finding, Reject, Severity

SEVERITIES: Final[tuple[Severity, ...]] = ("violation", "warning", "info")
"""The most serious first."""

Row = TypeVar("Row")


class ShaclRow(Protocol):
    """A result of validation, as any validator gives it; texts only."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""

    @property
    def shape(self) -> str:
        """The name of the shape."""

    @property
    def focus(self) -> str:
        """The thing that was checked."""

    @property
    def message(self) -> str:
        """The rule and the repair."""

    @property
    def value(self) -> str | None:
        """The value that failed, if it is one value."""


class SourceRow(Struct, frozen=True, kw_only=True):
    """One source that was read. `layouts` has the number of records of each layout in it."""

    name: str
    sha256: str
    layouts: tuple[tuple[str, int], ...] = ()
    rejects: int = 0
    doubts: int = 0

    @property
    def records(self) -> int:
        """The number of its records."""
        return sum(count for _, count in self.layouts)


class ConflictRow(Struct, frozen=True, kw_only=True, order=True):
    """A value that was overruled, with the places of both records (`page.txt, line 12`)."""

    paper: str
    """The title, or the key where there is none."""
    field: str
    kept_value: str
    kept_place: str
    other_value: str
    other_place: str
    rule: str


class InferenceRow(Struct, frozen=True, kw_only=True, order=True):
    """A value that no record states, with the place of the record for which it was guessed."""

    paper: str
    field: str
    value: str
    place: str
    rule: str
    reason: str
    confidence: float


class Excerpt(Struct, Generic[Row], frozen=True, kw_only=True):
    """The first of many rows. `total` counts all of them."""

    name: str
    """A rule or a shape."""
    severity: Severity
    total: int
    rows: tuple[Row, ...]

    @property
    def hidden(self) -> int:
        """How many rows are not shown."""
        return self.total - len(self.rows)


class Share(Struct, frozen=True):
    """How many of some things have something."""

    label: str
    having: int
    of: int

    @property
    def percent(self) -> float:
        """The share of 100; 0 of nothing."""
        return 100 * self.having / self.of if self.of else 0.0


class OutputFile(Struct, frozen=True):
    """A file of the build, its size in bytes, and what it is for."""

    name: str
    size: int
    purpose: str


def counted(number: int, plural: str) -> str:
    """Return a number of things in words: `1 category`, `2 categories`."""
    singular = f"{plural[:-3]}y" if plural.endswith("ies") else plural.removesuffix("s")
    return f"{number:,} {singular if number == 1 else plural}"


class BuildReport(Struct, frozen=True, kw_only=True):
    """Everything that the report for people says. The same report gives the same bytes."""

    title: str = "Build report"
    base: str
    local_names: bool
    """True if IRIs made from names and titles are local to this graph: no base of one's own was given."""
    counts: tuple[tuple[str, int], ...]
    """What the graph holds: plural noun and number, the most important first."""
    sources: tuple[SourceRow, ...] = ()
    shares: tuple[Share, ...] = ()
    """How complete the papers are."""
    years: tuple[tuple[int, int], ...] = ()
    """Year and number of its papers, oldest first."""
    undated: int = 0
    """Papers without a year."""
    findings: tuple[Excerpt[Finding], ...] = ()
    candidates: tuple[Excerpt[Finding], ...] = ()
    conflicts: tuple[Excerpt[ConflictRow], ...] = ()
    inferences: tuple[Excerpt[InferenceRow], ...] = ()
    rejects: Excerpt[Reject] = Excerpt(name="rejects", severity="warning", total=0, rows=())
    results: tuple[Excerpt[ShaclRow], ...] | None = None
    """Validation results by shape; None if the build was not validated."""
    files: tuple[OutputFile, ...] = ()
    next_commands: tuple[str, ...] = ()

    def worst(self, number: int = 3) -> list[Finding]:
        """Return the most serious findings: one a rule while there are rules, violations first."""
        firsts = [excerpt.rows[0] for excerpt in self.findings if excerpt.rows]
        others = [row for excerpt in self.findings for row in excerpt.rows[1:]]
        return sorted([*firsts, *others], key=lambda row: SEVERITIES.index(row.severity))[:number]

    def totals(self) -> dict[Severity, int]:
        """Return severity -> number of findings and validation results, the most serious first."""
        rows = [(excerpt.severity, excerpt.total) for excerpt in self.findings]
        rows += [(excerpt.severity, excerpt.total) for excerpt in self.results or ()]
        return {severity: sum(total for found, total in rows if found == severity) for severity in SEVERITIES}
