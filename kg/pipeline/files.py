"""A finished graph -> the files of a build. Reads: sorted triples, the report. Emits: files in a staging folder."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from msgspec import Struct

from kg.errors import UsageError
from kg.iris import Minter
from kg.model import Finding
from kg.pipeline.forms import FormWriter
from kg.pipeline.reading import rejects_of
from kg.pipeline.reporting import Reporter
from kg.pipeline.validation import report_turtle
from kg.progress import Progress
from kg.resolve import LedgerRow
from kg.store import QuadSpool, TripleSpool
from kg.terms import is_iri, lexical
from kg.validate import Report, expected_seconds, validate
from kg.vocab import KG
from kg.writers.build_json import write_build_json
from kg.writers.ids import write_ids
from kg.writers.publish import WORK
from kg.writers.rdfxml import LeftOut
from kg.writers.rejects import write_rejects
from kg.writers.report import BuildReport
from kg.writers.report_html import report_html
from kg.writers.report_text import report_text
from kg.writers.void import About, modified_on, write_void

GRAPH_FILES = {
    "ttl": "graph.ttl",
    "jsonld": "graph.jsonld",
    "nt": "graph.nt",
    "nq": "graph.nq",
    "trig": "graph.trig",
    "rdfxml": "graph.rdf",
}
"""Format of a build -> its file."""
Validation = Literal["full", "sample", "none"]
SAMPLE = 1_000
"""Papers that `sample` looks at."""
MANY_PAPERS = 20_000
"""From here on the expected time of a full validation is told before it begins."""


class Publication(Struct, frozen=True, kw_only=True):
    """How a graph is published: checked before any work is done."""

    base: str
    formats: tuple[str, ...]
    about: About
    validation: Validation

    @classmethod
    def checked(
        cls,
        *,
        base: str,
        formats: Iterable[str],
        license: str | None,  # noqa: A002 - the word of the command line
        date: str | None,
        validate: Validation,
    ) -> Self:
        """Return the publication that the arguments of a build ask for.

        Raises:
            UsageError: a malformed base, licence or date, or an unknown format.
        """
        Minter(base)
        asked = {"ttl", *formats}  # every later command reads graph.ttl
        unknown = sorted(asked - set(GRAPH_FILES))
        if unknown:
            raise UsageError(f"there is no graph format {unknown[0]!r}: choose of {', '.join(GRAPH_FILES)}")
        if license is not None and not is_iri(license):
            raise UsageError(
                f"{license!r} is no licence IRI: write one such as https://creativecommons.org/licenses/by/4.0/"
            )
        modified = modified_on(date, os.environ.get("SOURCE_DATE_EPOCH"))
        return cls(
            base=base, formats=tuple(form for form in GRAPH_FILES if form in asked), validation=validate,
            about=About(license=license, modified=modified),
        )  # fmt: skip


def write_files(
    stage: Path,
    triples: TripleSpool,
    ids: Iterable[LedgerRow],
    reporter: Reporter,
    publication: Publication,
    *,
    quads: QuadSpool,
    links: Path | None,
    started: datetime,
    arguments: Iterable[str],
    tell: Progress,
) -> BuildReport:
    """Write every file of the build into `stage` and return the report."""
    counts = triples.counts()
    writer = FormWriter(
        triples, quads, base=publication.base,
        on_left_out=lambda left: reporter.tally.add_findings([_left_out(left)]),
    )  # fmt: skip
    graphs = []
    for form in publication.formats:
        path = stage / GRAPH_FILES[form]
        tell.begin(f"write {form}")
        with path.open("wb") as file:
            writer.write(form, file)
        tell.end(f"write {form}", counts.triples)
        graphs.append(path)
    validation = _validated(stage, publication, counts.classes.get(KG.Paper, 0), links, tell)
    with (stage / "ids.tsv").open("wb") as file:
        write_ids(ids, file)
    with (stage / "rejects.jsonl").open("wb") as file:
        write_rejects(rejects_of(reporter.intake), file, work=stage / WORK)
    with (stage / "void.ttl").open("wb") as file:
        write_void(counts, graphs, file, base=publication.base, about=publication.about)
    named = [path for path in stage.iterdir() if path.is_file()]
    report = reporter.report(counts, validation, named, base=publication.base)
    (stage / "report.txt").write_text(report_text(report), encoding="utf-8")
    (stage / "report.html").write_text(report_html(report), encoding="utf-8")
    sizes = {path.name: path.stat().st_size for path in stage.iterdir() if path.is_file()}
    with (stage / "build.json").open("wb") as file:
        write_build_json(
            file, arguments=arguments, started=started, seconds=tell.seconds, counts=dict(report.counts), files=sizes
        )
    return report


def _left_out(left: LeftOut) -> Finding:
    subject, predicate, value = left.triple
    return Finding(
        severity="violation",
        rule="no-rdfxml",
        message=f"graph.rdf lacks the triple {subject} {predicate} {value[:200]}: {left.reason}",
        repair="take the character out of the source; the other forms of the graph hold the triple",
        subject=lexical(subject),
    )


def _validated(stage: Path, publication: Publication, papers: int, links: Path | None, tell: Progress) -> Report | None:
    if publication.validation == "none":
        return None
    sample = SAMPLE if publication.validation == "sample" else None
    if sample is None and papers > MANY_PAPERS:
        minutes = expected_seconds(papers) / 60
        tell.note(
            f"validating {papers:,} papers takes about {minutes:.0f} minutes; --validate sample looks at {SAMPLE:,}"
        )
    tell.begin("validate")
    report = validate(stage / "graph.ttl", sample=sample, links=links, progress=tell)
    tell.end("validate", report.nodes)
    (stage / "report.ttl").write_bytes(report_turtle(report, publication.base))
    return report
