"""A validation report -> text and Turtle. Reads: Report. Emits: what `kg validate` prints and writes."""

import io
from collections import Counter

from kg.model import SEVERITIES
from kg.pipeline.reporting import result_rows
from kg.store import graph_counts, sorted_groups
from kg.validate import Report, report_triples
from kg.writers.turtle import write_turtle
from kg.writers.visible import visible

_SHOWN = 20
"""Results that are printed of each shape; the rest is counted."""


def report_turtle(report: Report, base: str) -> bytes:
    """Return the report as SHACL says it, in Turtle."""
    triples = list(report_triples(report, base))
    out = io.BytesIO()
    write_turtle(sorted_groups(triples), out, namespaces=graph_counts(sorted_groups(triples)).namespaces, base=base)
    return out.getvalue()


def results_text(report: Report) -> str:
    """Return the results for people: by shape, the most serious first, and a line that counts them."""
    lines: list[str] = []
    shown: Counter[str] = Counter()
    for row in result_rows(report):
        shown[row.shape] += 1
        if shown[row.shape] <= _SHOWN:
            value = "" if row.value is None else f" (found: {visible(row.value)})"
            lines.append(f"{row.severity}: {visible(row.focus)}: {visible(row.message)}{value}")
    hidden = sum(count - _SHOWN for count in shown.values() if count > _SHOWN)
    if hidden:
        lines.append(f"and {hidden:,} more of the same shapes; --report FILE writes all")
    totals = [(severity, report.count(severity)) for severity in SEVERITIES]
    told = ", ".join(f"{total:,} {severity}" for severity, total in totals if total) or "all shapes hold"
    if not report.nodes:
        told = "nothing to check: this graph holds no paper, person or other thing of the ontology"
    lines.append(f"{report.nodes:,} things checked: {told}")
    return "\n".join(lines) + "\n"
