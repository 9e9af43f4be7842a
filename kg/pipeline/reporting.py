"""Everything a build says to people. Reads: pages, records, papers, findings as they pass. Emits: BuildReport.

Counts and the first rows of each rule are kept, so that memory does not grow with the input.
"""

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from kg.dates import year_of
from kg.iris import DEFAULT_BASE
from kg.model import Authority, Conflict, Finding, Inference, Paper, Record, Severity
from kg.pipeline.reading import findings_of, is_bystander, rejects_of
from kg.readers.intake import Intake
from kg.store import GraphCounts, prefixed
from kg.terms import Term, lexical
from kg.validate import Report
from kg.vocab import KG
from kg.writers.report import BuildReport, ConflictRow, InferenceRow, OutputFile, Share, SourceRow
from kg.writers.tally import Tally

_PLURALS = {
    KG.Paper: "papers",
    KG.Version: "versions",
    KG.Person: "persons",
    KG.Organization: "organizations",
    KG.Authorship: "authorships",
    KG.Venue: "venues",
    KG.Category: "categories",
    KG.Funding: "fundings",
    KG.Repository: "repositories",
    KG.Record: "records",
    KG.SourceDocument: "source documents",
    KG.Conflict: "conflicts",
    KG.Inference: "inferences",
}
_PURPOSES = {
    "graph.ttl": "the graph as Turtle: for people, and for every RDF tool",
    "graph.jsonld": "the graph as JSON-LD: for web programs",
    "graph.nt": "the graph as N-Triples: for sorting, counting and bulk loading",
    "graph.nq": "the graph as N-Quads, and a named graph for each source document",
    "graph.trig": "the graph as TriG, and a named graph for each source document",
    "graph.rdf": "the graph as RDF/XML: for programs that read XML",
    "ids.tsv": "every key of every paper: give it to the next build with --previous",
    "rejects.jsonl": "what could not be read, with place and reason",
    "report.ttl": "the results of SHACL validation",
    "void.ttl": "the description of the graph: counts, partitions, checksums",
}


class ResultRow(Struct, frozen=True):
    """A validation result as text."""

    severity: Severity
    shape: str
    focus: str
    message: str
    value: str | None


def result_rows(report: Report) -> Iterator[ResultRow]:
    """Yield validation results as text; IRIs of ours are shortened."""
    for result in report.results:
        value = None if result.value is None else _shown(result.value)
        yield ResultRow(result.severity, _shown(result.shape), _shown(result.focus), result.message, value)


def _shown(term: Term) -> str:
    return prefixed(term) or lexical(term)


class Reporter:
    """Looks at what passes by and remembers what the report needs."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self._doubts: Counter[str] = Counter()
        self._years: Counter[int] = Counter()
        self._having: Counter[str] = Counter()
        self._papers = 0
        self.tally = Tally()
        self.tally.add_findings(findings_of(intake))
        self.tally.add_rejects(rejects_of(intake))

    def records(self, records: Iterable[Record]) -> Iterator[Record]:
        """Pass records on; each doubt of one is a finding."""
        for record in records:
            self._doubts[record.source_key] += bool(record.doubts)
            self.tally.add_findings(_doubt_findings(record))
            yield record

    def authorities(self, authorities: Iterable[Authority]) -> Iterator[Authority]:
        """Pass on what sources say of persons and organizations; each doubt of it is a finding."""
        for authority in authorities:
            self._doubts[authority.source_key] += bool(authority.doubts)
            self.tally.add_findings(_doubt_findings(authority))
            yield authority

    def papers(self, papers: Iterable[Paper]) -> Iterator[Paper]:
        """Pass papers on; count what they have, list their conflicts and inferences."""
        for paper in papers:
            self._papers += 1
            year = None if paper.published_on is None else year_of(paper.published_on)
            if year is not None:
                self._years[year] += 1
            self._having.update(
                {
                    "a title": paper.title is not None,
                    "an abstract": paper.abstract is not None,
                    "a year": year is not None,
                    "authors": bool(paper.authorships),
                    "a complete author list": paper.authors_complete,
                    "a category": paper.category is not None,
                    "code": bool(paper.code_urls),
                }
            )
            places = {record.key: f"{record.source}, line {record.start_line}" for record in paper.records}
            self.tally.add_conflicts(_conflict_row(paper, conflict, places) for conflict in paper.conflicts)
            self.tally.add_inferences(_inference_row(paper, inference, places) for inference in paper.inferences)
            yield paper

    def report(self, counts: GraphCounts, validation: Report | None, files: list[Path], *, base: str) -> BuildReport:
        """Return the report of a finished build."""
        if validation is not None:
            self.tally.add_results(result_rows(validation))
        shares = tuple(Share(label, having, self._papers) for label, having in self._having.items())
        return BuildReport(
            base=base,
            local_names=base == DEFAULT_BASE,
            counts=tuple(
                (noun, counts.classes.get(kind, 0)) for kind, noun in _PLURALS.items() if kind in counts.classes
            ),
            sources=tuple(self._sources()),
            shares=shares,
            years=tuple(sorted(self._years.items())),
            undated=self._papers - self._years.total(),
            findings=self.tally.findings(),
            candidates=self.tally.candidates(),
            conflicts=self.tally.conflicts(),
            inferences=self.tally.inferences(),
            rejects=self.tally.rejects(),
            results=None if validation is None else self.tally.results(),
            files=tuple(OutputFile(path.name, path.stat().st_size, _PURPOSES[path.name]) for path in sorted(files)),
            next_commands=next_commands(),
        )

    def _sources(self) -> Iterator[SourceRow]:
        for page in sorted(self.intake.pages, key=lambda page: (page.source.name, page.source.sha256)):
            if not is_bystander(page):
                yield SourceRow(
                    name=page.source.name,
                    sha256=page.source.sha256,
                    layouts=(*page.layouts.items(), *([("authority", page.authorities)] if page.authorities else [])),
                    rejects=page.rejects,
                    doubts=self._doubts[page.document.key],
                )


def next_commands(output: str = "output") -> tuple[str, ...]:
    """Return two commands to try on a build; those in its files do not depend on where it is."""
    graph = "" if output == "output" else f" {shlex.quote(output)}"
    return f"kg query{graph} papers-by-year", f"kg stats{graph}"


_BYLINE_REPAIR = "look at the line; a page that lists the paper with its authors on a line of their own settles it"
_DOUBT_REPAIRS = {
    "authors": _BYLINE_REPAIR,
    "byline": _BYLINE_REPAIR,
    "date": "correct the date on the page; until then the record has none",
}


def _doubt_findings(record: Record | Authority) -> Iterator[Finding]:
    for doubt in record.doubts:
        other = f"; or: {' / '.join(doubt.alternatives)}" if doubt.alternatives else ""
        yield Finding(
            severity="warning",
            rule=f"doubtful-{doubt.field}",
            message=f"{doubt.reason} (confidence {doubt.confidence:.2f}{other})",
            repair=_DOUBT_REPAIRS.get(doubt.field, "look at the line, and correct it where it is wrong"),
            source=record.source,
            line=record.start_line,
            subject=record.title if isinstance(record, Record) else None,
        )


def _conflict_row(paper: Paper, conflict: Conflict, places: dict[str, str]) -> ConflictRow:
    return ConflictRow(
        paper=paper.title or paper.key,
        field=conflict.field,
        kept_value=conflict.kept_value,
        kept_place=places.get(conflict.kept_record, ""),
        other_value=conflict.other_value,
        other_place=places.get(conflict.other_record, ""),
        rule=conflict.rule,
    )


def _inference_row(paper: Paper, inference: Inference, places: dict[str, str]) -> InferenceRow:
    return InferenceRow(
        paper=paper.title or paper.key,
        field=inference.field,
        value=inference.inferred_value,
        place=places.get(inference.in_record, ""),
        rule=inference.rule,
        reason=inference.reason,
        confidence=inference.confidence,
    )
