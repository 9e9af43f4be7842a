"""BuildReport -> report.html. Reads: writers.report.BuildReport. Emits: one HTML file without scripts or links outside.

Every text of a source passes `_text`: one line, controls made visible, escaped, in a direction of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from kg.model import Finding, Severity
from kg.writers.charts import share_chart, year_chart
from kg.writers.report import BuildReport, Excerpt, Row, SourceRow
from kg.writers.visible import layouts_text, place, repairs, visible

_FEW = 10  # rows that a chapter shows without being asked, where nothing has to be repaired
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Chapter(NamedTuple):
    """A chapter of the page: its anchor, heading, number for the table of contents, and HTML; absent if empty."""

    anchor: str
    heading: str
    number: int | None
    html: str


def report_html(report: BuildReport) -> str:
    """Return the whole report as an HTML document."""
    chapters = [chapter for chapter in _chapters(report) if chapter.html]
    body = "\n".join(f'<section id="{c.anchor}">\n<h2>{c.heading}</h2>\n{c.html}\n</section>' for c in chapters)
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    title = escape(visible(report.title))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">To the report</a>\n<div class="page">\n{_contents(chapters)}\n'
        f'<main id="main">\n{_header(report, title)}\n{body}\n</main>\n</div>\n</body>\n</html>\n'
    )


def _chapters(report: BuildReport) -> Iterator[Chapter]:
    yield Chapter("papers", "Papers", None, _charts(report))
    yield Chapter("sources", "Sources", len(report.sources), _sources(report.sources))
    nothing = '<p class="none">Nothing to repair.</p>'
    yield Chapter("findings", "Findings", _total(report.findings), _findings(report.findings) or nothing)
    yield Chapter("candidates", "Candidates: please decide", _total(report.candidates), _findings(report.candidates))
    results = report.results or ()
    yield Chapter("validation", "Validation", _total(results), _results(report))
    yield Chapter("conflicts", "Conflicts", _total(report.conflicts), _conflicts(report))
    yield Chapter("inferences", "Inferences", _total(report.inferences), _inferences(report))
    yield Chapter("rejects", "Rejects", report.rejects.total, _rejects(report))
    yield Chapter("files", "Files", len(report.files), _files(report))
    yield Chapter("next", "What to try next", None, _next(report))


def _total(excerpts: Sequence[Excerpt[Row]]) -> int:
    return sum(excerpt.total for excerpt in excerpts)


def _text(value: str, limit: int = 300) -> str:
    return f"<bdi>{escape(visible(value, limit))}</bdi>" if value else ""


def _contents(chapters: Sequence[Chapter]) -> str:
    rows = "".join(
        f'<li><a href="#{c.anchor}">{c.heading.partition(":")[0]}'
        f"<span>{'' if c.number is None else f'{c.number:,}'}</span></a></li>"
        for c in chapters
    )
    return f'<nav aria-label="Contents"><ol>{rows}</ol></nav>'


def _header(report: BuildReport, title: str) -> str:
    cards = "".join(f"<li><b>{number:,}</b>{escape(noun)}</li>" for noun, number in report.counts)
    local = (
        "<p>IRIs made from names and titles are local to this graph: before you publish it, give it a base IRI of your "
        "own with <code>--base</code>.</p>"
        if report.local_names
        else ""
    )
    return (
        f"<header>\n<h1>{title}</h1>\n<p>Base IRI <code>{_text(report.base)}</code></p>\n{local}\n"
        f'{_verdict(report)}\n<ul class="cards">{cards}</ul>\n</header>'
    )


def _verdict(report: BuildReport) -> str:
    totals = {severity: total for severity, total in report.totals().items() if total}
    words = {"violation": "violations", "warning": "warnings", "info": "notes"}
    told = ", ".join(
        f"{total:,} {words[severity] if total > 1 else words[severity][:-1]}" for severity, total in totals.items()
    )
    worst = next(iter(totals), "good")
    return f'<p class="verdict {worst}">{told or "Nothing to repair."}</p>'


def _charts(report: BuildReport) -> str:
    years, shares = year_chart(report.years), share_chart(report.shares)
    undated = f'<p class="more">{report.undated:,} without a year.</p>' if report.undated else ""
    first = f"<h4>By year of publication</h4>{years}{undated}" if years or undated else ""
    return first + (f"<h4>How complete they are</h4>{shares}" if shares else "")


def _table(columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of HTML cells; `columns` are (heading, class), columns that are empty throughout are left out."""
    kept = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    head = "".join(f'<th scope="col" class="{columns[at][1]}">{columns[at][0]}</th>' for at in kept)
    lines = "\n".join(
        "<tr>"
        + "".join(f'<td class="{columns[at][1]}" data-label="{columns[at][0]}">{row[at]}</td>' for at in kept)
        + "</tr>"
        for row in rows
    )
    table = f'<table class="rows">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>'
    return table.replace(' class=""', "")


def _sources(sources: Sequence[SourceRow]) -> str:
    columns = (
        ("Source", ""),
        ("Layout", ""),
        ("Records", "n"),
        ("Doubts", "n"),
        ("Rejects", "n"),
        ("SHA-256", "place"),
    )
    rows = [
        (
            _text(row.name),
            escape(layouts_text(row)),
            f"{row.records:,}",
            f"{row.doubts:,}" if row.doubts else "",
            f"{row.rejects:,}" if row.rejects else "",
            row.sha256[:12],
        )
        for row in sources
    ]
    return _table(columns, rows) if rows else ""


def _group(excerpt: Excerpt[Row], inner: str, severity: Severity | None = None) -> str:
    badge = f'<span class="badge {severity}">{severity}</span> ' if severity else ""
    more = f'<p class="more">The first {len(excerpt.rows):,} of {excerpt.total:,}.</p>' if excerpt.hidden else ""
    is_open = " open" if severity in {"violation", "warning"} or len(excerpt.rows) <= _FEW else ""
    return (
        f"<details{is_open}>\n<summary>{badge}<h3>{_text(excerpt.name)}</h3> "
        f'<span class="total">{excerpt.total:,}</span></summary>\n<div>\n{inner}\n{more}</div>\n</details>'
    )


def _groups(excerpts: Sequence[Excerpt[Row]], inner: Callable[[Excerpt[Row]], str], *, severe: bool = False) -> str:
    return "\n".join(_group(e, inner(e), e.severity if severe else None) for e in excerpts)


def _findings(excerpts: Sequence[Excerpt[Finding]]) -> str:
    def inner(excerpt: Excerpt[Finding]) -> str:
        once = repairs(excerpt.rows)
        head = f'<p class="repair">{_text(once[0], 600)}</p>' if len(once) == 1 else ""
        rows = [
            (
                escape(place(row.source, row.line)),
                _text(row.message, 600) + (f"<small>{_text(row.repair, 600)}</small>" if len(once) > 1 else ""),
                "" if row.subject is None or row.subject in row.message else _text(row.subject),
            )
            for row in excerpt.rows
        ]
        return head + _table((("Place", "place"), ("Finding", ""), ("About", "")), rows)

    return _groups(excerpts, inner, severe=True)


def _results(report: BuildReport) -> str:
    if report.results is None:
        return '<p class="none">Not validated: <code>kg validate</code> does it, or <code>--validate full</code>.</p>'
    columns = (("Thing", "place"), ("Rule and repair", ""), ("Value", ""))
    return (
        _groups(
            report.results,
            lambda e: _table(columns, [(_text(r.focus), _text(r.message, 600), _text(r.value or "")) for r in e.rows]),
            severe=True,
        )
        or '<p class="none">All shapes hold.</p>'
    )


def _conflicts(report: BuildReport) -> str:
    columns = (("Paper", ""), ("Field", "short"), ("Kept", ""), ("Overruled", ""))
    lead = '<p class="more">Sources differ. One value was kept, the other one stands here and in the graph.</p>'
    groups = _groups(
        report.conflicts,
        lambda e: _table(
            columns,
            [
                (
                    _text(row.paper),
                    escape(row.field),
                    f"{_text(row.kept_value)}<small>{_text(row.kept_place)}</small>",
                    f"{_text(row.other_value)}<small>{_text(row.other_place)}</small>",
                )
                for row in e.rows
            ],
        ),
    )
    return lead + groups if groups else ""


def _inferences(report: BuildReport) -> str:
    columns = (("Paper", ""), ("Guess", ""), ("Sure", "n"), ("Reason", ""), ("Record", "place"))
    lead = '<p class="more">Values that no source prints. Of these only categories are asserted of the papers.</p>'
    groups = _groups(
        report.inferences,
        lambda e: _table(
            columns,
            [
                (
                    _text(row.paper),
                    f"{_text(row.value)}<small>{escape(row.field)}</small>",
                    f"{100 * row.confidence:.0f} %",
                    _text(row.reason),
                    _text(row.place),
                )
                for row in e.rows
            ],
        ),
    )
    return lead + groups if groups else ""


def _rejects(report: BuildReport) -> str:
    rejects = report.rejects
    if not rejects.total:
        return ""
    rows = [
        (
            escape(place(row.source, row.start_line, row.end_line)),
            f"{_text(row.reason, 600)}<small>{_text(row.repair, 600)}</small>",
            f"<code>{_text(row.raw, 200)}</code>" if row.raw else "",
        )
        for row in rejects.rows
    ]
    more = f" The first {len(rows):,} stand here, all in <code>rejects.jsonl</code>." if rejects.hidden else ""
    lead = f'<p class="more">Parts of sources that could not be read; everything else was.{more}</p>'
    return lead + _table((("Place", "place"), ("Reason and repair", ""), ("Text", "")), rows)


def _files(report: BuildReport) -> str:
    rows = [(f"<code>{escape(file.name)}</code>", f"{file.size:,}", escape(file.purpose)) for file in report.files]
    return _table((("File", ""), ("Bytes", "n"), ("For", "")), rows) if rows else ""


def _next(report: BuildReport) -> str:
    commands = "\n".join(escape(command) for command in report.next_commands)
    return f'<pre class="commands">{commands}</pre>' if commands else ""
