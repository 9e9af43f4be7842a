"""Sources -> a published build. Reads: sources. Emits: the files of a build, all at once or none."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kg.iris import DEFAULT_BASE, Minter
from kg.mappers import (
    category_triples,
    cluster_triples,
    organization_triples,
    person_triples,
    scheme_triples,
    source_document_triples,
)
from kg.model import Finding, Organization, Paper, Person, Record
from kg.pipeline.reading import findings_of, no_record, split_records
from kg.progress import Progress
from kg.readers.intake import Intake, read_pages
from kg.resolve import Ledger, Resolver
from kg.resolve.categories import Categories
from kg.store import TripleSpool
from kg.taxonomy import concepts
from kg.terms import Triple
from kg.writers.ntriples import write_ntriples
from kg.writers.publish import WORK, staging
from kg.writers.turtle import write_turtle

Abstracts = Literal["keep", "local", "omit"]


class Build(Struct, frozen=True, kw_only=True):
    """A finished build: where it is and what it made."""

    output: Path
    triples: int
    counts: dict[str, int]


def build(
    *sources: str | Path,
    output: str | Path = "output",
    base: str = DEFAULT_BASE,
    formats: tuple[str, ...] = ("ttl",),
    jobs: int = 1,
    limit: int | None = None,
    abstracts: Abstracts = "keep",
    previous: str | Path | None = None,
    progress: Progress | None = None,
) -> Build:
    """Build the graph of all sources and publish it in the folder `output`, replacing the previous build as a whole.

    Args:
        sources: files, folders, globs, or `-` for standard input.
        output: the folder for the files; made if absent.
        base: the IRI that all minted IRIs begin with.
        formats: of the graph: ttl, jsonld, nt.
        jobs: how many processes read sources; the result does not depend on it.
        limit: stop behind so many records.
        abstracts: `keep` writes them; `local` uses them for matching only; `omit` does not even read them.
        previous: the folder of an earlier build whose IRIs are to stay.
        progress: told how far each stage is.

    Raises:
        InputError: a source named by hand cannot be opened, or no record can be read.
        UsageError: the output folder cannot be written.
    """
    tell = progress or Progress()
    mint = Minter(base)
    ledger = None if previous is None else Ledger.read(Path(previous) / "ids.tsv")
    with staging(Path(output)) as stage:
        work = stage / WORK
        work.mkdir()
        intake = read_pages(map(str, sources), work, jobs=jobs, progress=tell)
        if not intake.records:
            raise no_record(intake)
        triples = TripleSpool(work)
        with Resolver(work / "records.sqlite", ledger=ledger) as resolver:
            findings = list(findings_of(intake))
            categories = Categories()
            records = islice(_records(intake, categories, with_abstracts=abstracts != "omit"), limit)
            for record in tell.watched("split and spool", records, intake.records):
                resolver.add(record)
            tell.begin("resolve")
            papers = resolver.papers()
            triples.add(_paper_triples(papers, categories, mint, findings, abstracts, tell))
            triples.add(_agent_triples(resolver.agents(), mint))
            triples.add(_rest_triples(intake, categories, mint))
            findings += resolver.findings()
        _write(stage, triples, base, formats, tell)
        counts = triples.counts()
    return Build(output=Path(output), triples=counts.triples, counts={})


def _records(intake: Intake, categories: Categories, *, with_abstracts: bool) -> Iterator[Record]:
    for page, record in split_records(intake):
        if record.category is not None:
            categories.add(page.document.key, record.category)
        yield record if with_abstracts else replace(record, abstract=None)


def _paper_triples(
    papers: Iterable[Paper],
    categories: Categories,
    mint: Minter,
    findings: list[Finding],
    abstracts: Abstracts,
    tell: Progress,
) -> Iterator[Triple]:
    for paper in tell.watched("map", papers):
        filed, finding = categories.filed(paper)
        if finding is not None:
            findings.append(finding)
        yield from cluster_triples(filed, mint, abstracts=abstracts == "keep")


def _agent_triples(agents: Iterable[Person | Organization], mint: Minter) -> Iterator[Triple]:
    for agent in agents:
        yield from person_triples(agent, mint) if isinstance(agent, Person) else organization_triples(agent, mint)


def _rest_triples(intake: Intake, categories: Categories, mint: Minter) -> Iterator[Triple]:
    for page in intake.pages:
        if page.records:
            document = page.document
            yield from source_document_triples(document, mint, main_category=categories.of_page(document))
    notations = categories.notations()
    if notations:
        yield from scheme_triples(mint)
    for notation in notations:
        yield from category_triples(concepts()[notation], mint)


def _write(stage: Path, triples: TripleSpool, base: str, formats: tuple[str, ...], tell: Progress) -> None:
    counts = triples.counts()
    for form in formats:
        tell.begin(f"write {form}")
        with (stage / f"graph.{form}").open("wb") as file:
            if form == "ttl":
                write_turtle(triples.groups(), file, namespaces=counts.namespaces, base=base)
            else:
                write_ntriples(triples.groups(), file)
        tell.end(f"write {form}", counts.triples)
