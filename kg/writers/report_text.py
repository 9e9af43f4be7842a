"""BuildReport -> report.txt. Reads: writers.report.BuildReport. Emits: plain text for people, at most 100 columns."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from kg.model import Finding
from kg.writers.report import BuildReport, ConflictRow, Excerpt, InferenceRow, SourceRow, counted
from kg.writers.visible import layouts_text, place, repairs, visible

WIDTH: Final = 100
_BAR = 30
Row = TypeVar("Row")


def report_text(report: BuildReport) -> str:
    """Return the whole report as text that ends with a line end."""
    chapters = (
        _counts(report),
        _shares(report),
        _years(report),
        _sources(report.sources),
        _findings("Findings", report.findings, "Nothing to repair."),
        _findings("Candidates: please decide", report.candidates, ""),
        _results(report),
        _conflicts(report.conflicts),
        _inferences(report.inferences),
        _rejects(report),
        _files(report),
        _next(report),
    )
    lines = [visible(report.title), "=" * len(visible(report.title)), *_about(report)]
    for chapter in chapters:
        if written := list(chapter):
            lines += ["", *written]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def summary_text(report: BuildReport) -> str:
    """Return what a build says at its end: counts, the three most serious findings, what to try next."""
    lines = _hanging("", ", ".join(counted(number, noun) for noun, number in report.counts), 2)
    for finding in report.worst():
        where = place(finding.source, finding.line)
        lines += _hanging(f"{finding.severity}: ", f"{where}: {finding.message}" if where else finding.message)
    more = sum(excerpt.total for excerpt in (*report.findings, *report.candidates)) - len(report.worst())
    if more:
        lines.append(f"and {counted(more, 'more findings')}: see report.txt")
    if report.rejects.total:
        lines.append(f"{counted(report.rejects.total, 'passages')} could not be read: see rejects.jsonl")
    return "\n".join([*lines, *_next(report)]) + "\n"


def _about(report: BuildReport) -> Iterator[str]:
    yield f"Base IRI: {visible(report.base)}"
    if report.local_names:
        yield from textwrap.wrap(
            "IRIs made from names and titles are local to this graph: before you publish it, give it a base IRI of "
            "your own with --base.",
            WIDTH,
        )


def _heading(text: str) -> list[str]:
    return [text, "-" * len(text)]


def _hanging(first: str, text: str, indent: int | None = None) -> list[str]:
    """Return `text` behind `first`, its further lines indented below its start."""
    blank = " " * (len(first) if indent is None else indent)
    return textwrap.wrap(
        visible(text, 600), WIDTH, initial_indent=first, subsequent_indent=blank, break_on_hyphens=False
    ) or [first.rstrip()]


def _columns(rows: Sequence[Sequence[str]], *, right: Iterable[int] = ()) -> list[str]:
    """Return rows as aligned columns, indented by two; columns `right` are aligned to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    at_right = frozenset(right)
    return [
        "  "
        + "  ".join(
            cell.rjust(width) if at in at_right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _counts(report: BuildReport) -> list[str]:
    rows = [(f"{number:,}", noun) for noun, number in report.counts]
    return [*_heading("The graph"), *_columns(rows, right=[0])] if rows else []


def _bar(part: float) -> str:
    return "#" * max(round(_BAR * part), 1 if part else 0)


def _shares(report: BuildReport) -> list[str]:
    rows = [
        (share.label, f"{share.having:,} of {share.of:,}", f"{share.percent:.1f} %", _bar(share.percent / 100))
        for share in report.shares
    ]
    return [*_heading("How complete the papers are"), *_columns(rows, right=[1, 2])] if rows else []


def _years(report: BuildReport) -> list[str]:
    most = max([report.undated, *(number for _, number in report.years)], default=0)
    rows = [(str(year), f"{number:,}", _bar(number / most)) for year, number in report.years]
    if report.undated:
        rows.append(("undated", f"{report.undated:,}", _bar(report.undated / most)))
    return [*_heading("Papers by year"), *_columns(rows, right=[1])] if rows else []


def _sources(sources: Sequence[SourceRow]) -> list[str]:
    rows = [("records", "doubts", "rejects", "sha256", "layouts", "source")]
    rows += [
        (
            f"{row.records:,}",
            f"{row.doubts:,}",
            f"{row.rejects:,}",
            row.sha256[:12],
            layouts_text(row),
            visible(row.name, 48),
        )
        for row in sources
    ]
    return [*_heading("Sources"), *_columns(rows, right=[0, 1, 2])] if sources else []


def _excerpts(heading: str, excerpts: Sequence[Excerpt[Row]]) -> Iterator[tuple[list[str], Excerpt[Row]]]:
    """Yield the opening lines of each excerpt with it; the first one's have the heading."""
    for at, excerpt in enumerate(excerpts):
        opening = [] if at else [*_heading(heading)]
        more = f", the first {len(excerpt.rows)} below" if excerpt.hidden else ""
        opening += ["", f"[{excerpt.severity}] {visible(excerpt.name)}: {excerpt.total:,}{more}"]
        yield opening[1:] if not at and not opening[0] else opening, excerpt


def _findings(heading: str, excerpts: Sequence[Excerpt[Finding]], none: str) -> list[str]:
    lines: list[str] = []
    for opening, excerpt in _excerpts(heading, excerpts):
        lines += opening
        once = repairs(excerpt.rows)
        if len(once) == 1:
            lines += _hanging("  Repair: ", once[0])
        for row in excerpt.rows:
            where = place(row.source, row.line)
            told = f"{where}: {row.message}" if where else row.message
            if row.subject and row.subject not in row.message:
                told += f" ({visible(row.subject, 160)})"
            lines += _hanging("  - ", told)
            if len(once) > 1 and row.repair:
                lines += _hanging("    Repair: ", row.repair)
    return lines or ([*_heading(heading), none] if none else [])


def _results(report: BuildReport) -> list[str]:
    heading = "Validation by SHACL shapes"
    if report.results is None:
        return [*_heading(heading), "Not validated: run kg validate, or build with --validate full."]
    lines: list[str] = []
    for opening, excerpt in _excerpts(heading, report.results):
        lines += opening
        for row in excerpt.rows:
            value = "" if row.value is None else f" [{visible(row.value, 100)}]"
            lines += _hanging("  - ", f"{visible(row.focus)}: {row.message}{value}")
    return lines or [*_heading(heading), "All shapes hold."]


def _conflicts(excerpts: Sequence[Excerpt[ConflictRow]]) -> list[str]:
    lines: list[str] = []
    for opening, excerpt in _excerpts("Conflicts: sources differ, one value was kept", excerpts):
        lines += opening
        for row in excerpt.rows:
            lines += _hanging("  - ", f"{visible(row.paper, 160)}: {row.field}")
            lines += _hanging("      kept:  ", f"{visible(row.kept_value, 200)} ({row.kept_place})")
            lines += _hanging("      other: ", f"{visible(row.other_value, 200)} ({row.other_place})")
    return lines


def _inferences(excerpts: Sequence[Excerpt[InferenceRow]]) -> list[str]:
    lines: list[str] = []
    title = "Inferences: values that no source prints; of these only categories are asserted"
    for opening, excerpt in _excerpts(title, excerpts):
        lines += opening
        for row in excerpt.rows:
            guess = f"{row.field} {visible(row.value, 120)}, {100 * row.confidence:.0f}\u00a0% sure"
            lines += _hanging("  - ", f"{visible(row.paper, 160)}: {guess}: {visible(row.reason, 200)} ({row.place})")
    return lines


def _rejects(report: BuildReport) -> list[str]:
    rejects = report.rejects
    if not rejects.total:
        return []
    more = f" (the first {len(rejects.rows)} below; all in rejects.jsonl)" if rejects.hidden else ""
    lines = [*_heading("Rejects"), f"{rejects.total:,} parts of sources could not be read{more}."]
    for row in rejects.rows:
        lines += _hanging("  - ", f"{place(row.source, row.start_line, row.end_line)}: {row.reason}")
        lines += _hanging("      Repair: ", row.repair)
        if row.raw:
            lines += _hanging("      Text: ", visible(row.raw, 160))
    return lines


def _files(report: BuildReport) -> list[str]:
    rows = [(file.name, f"{file.size:,}", file.purpose) for file in report.files]
    return [*_heading("Files"), *_columns(rows, right=[1])] if rows else []


def _next(report: BuildReport) -> list[str]:
    return ["Next:", *(f"  {command}" for command in report.next_commands)] if report.next_commands else []
