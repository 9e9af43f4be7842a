"""Sources -> a published build. Reads: sources. Emits: the files of a build, all at once or none."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from kg.iris import DEFAULT_BASE, Minter
from kg.mappers import (
    authority_record_triples,
    category_triples,
    cluster_triples,
    organization_triples,
    person_triples,
    scheme_triples,
    source_document_triples,
    subject_triples,
    venue_triples,
)
from kg.mappers.support import supported_triples
from kg.model import Organization, Paper, Person, Record, Severity, SourceDocument, Subject
from kg.pipeline.files import Publication, write_files
from kg.pipeline.forms import NAMING_GRAPHS
from kg.pipeline.link_graphs import LINKS, link_quads
from kg.pipeline.reading import authorities_of, is_empty, no_record, split_records
from kg.pipeline.reporting import Reporter, next_commands
from kg.progress import Progress
from kg.readers.intake import Columns, Intake, read_pages
from kg.resolve import Ledger, Resolver
from kg.resolve.categories import Categories
from kg.store import Quad, QuadSpool, TripleSpool
from kg.taxonomy import SCHEME, concepts
from kg.terms import Triple
from kg.writers.publish import WORK, staging
from kg.writers.report import BuildReport
from kg.writers.report_text import summary_text

if TYPE_CHECKING:
    import rdflib

Abstracts = Literal["keep", "local", "omit"]


class Build(Struct, frozen=True, kw_only=True):
    """A finished build: the folder it was published in, and its report."""

    output: Path
    report: BuildReport

    @property
    def counts(self) -> dict[str, int]:
        """Plural noun -> how many of them the graph holds."""
        return dict(self.report.counts)

    @property
    def findings(self) -> dict[str, int]:
        """Rule -> how many findings, candidates among them."""
        return {excerpt.name: excerpt.total for excerpt in (*self.report.findings, *self.report.candidates)}

    def worst(self) -> Severity | None:
        """Return the severity of the most serious finding or validation result, None if there is none."""
        return next((severity for severity, total in self.report.totals().items() if total), None)

    def graph(self) -> "rdflib.Graph":
        """Return the graph in rdflib's form. It holds everything in memory: for large graphs use `kg.open`."""
        import rdflib  # noqa: PLC0415 - slow to import, and only wanted here

        return rdflib.Graph().parse(self.output / "graph.ttl", format="turtle")

    def _repr_html_(self) -> str:
        """Return what was built, for notebooks: counts, findings by rule, the folder."""
        from kg.notebook import fields  # noqa: PLC0415 - notebooks are for those who have one

        counts = ((noun, f"{count:,}") for noun, count in self.report.counts)
        findings = ", ".join(f"{total:,} {rule}" for rule, total in self.findings.items())
        return fields("Build", [("folder", self.output), *counts, ("findings", findings)])

    def __str__(self) -> str:
        return summary_text(replace(self.report, next_commands=next_commands(str(self.output))))


def build(
    *sources: str | Path,
    output: str | Path = "output",
    base: str = DEFAULT_BASE,
    formats: Iterable[str] = ("ttl", "jsonld"),
    jobs: int = 1,
    as_format: str | None = None,
    columns: Columns = (),
    limit: int | None = None,
    validate: Literal["full", "sample", "none"] = "full",
    abstracts: Abstracts = "keep",
    license: str | None = None,  # noqa: A002 - the word of the command line
    date: str | None = None,
    previous: str | Path | None = None,
    progress: Progress | None = None,
    arguments: Iterable[str] = (),
) -> Build:
    """Build the graph of all sources and publish it in the folder `output`, replacing the previous build as a whole.

    Args:
        sources: files, folders, globs, or `-` for standard input.
        output: the folder for the files; made if absent.
        base: the IRI that all minted IRIs begin with; it ends with a slash or a hash.
        formats: of the graph: ttl, jsonld, nt, nq, trig, rdfxml. Turtle is always written; nq and trig also hold a
            named graph for each source document, with what its records support, and for each target of `links.ttl`
            in the output folder.
        jobs: how many processes read sources; the result does not depend on it.
        as_format: the format of all sources; without it each one's is found by its content.
        columns: what columns of tables mean: (name, field).
        limit: stop behind so many records.
        validate: which papers the shapes check.
        abstracts: `keep` writes them; `local` uses them for matching only; `omit` does not even match by them.
        license: IRI of the licence of the graph, stated in void.ttl.
        date: ISO date of publication; without it SOURCE_DATE_EPOCH counts, else the graph bears no date.
        previous: the folder of an earlier build whose IRIs are to stay.
        progress: told how far each stage is.
        arguments: of the command, for build.json.

    Raises:
        InputError: a source named by hand cannot be opened, or nothing can be read.
        UsageError: a malformed base, date or licence; an output folder that cannot be written.
    """
    tell = progress or Progress()
    started = datetime.now(UTC)
    publication = Publication.checked(base=base, formats=formats, license=license, date=date, validate=validate)
    ledger = None if previous is None else Ledger.read(Path(previous) / "ids.tsv")
    with staging(Path(output)) as stage:
        work = stage / WORK
        work.mkdir()
        tell.begin("read")
        intake = read_pages(map(str, sources), work, jobs=jobs, progress=tell, as_format=as_format, columns=columns)
        tell.end("read", len(intake.pages))
        if is_empty(intake):
            raise no_record(intake)
        triples, reporter = TripleSpool(work), Reporter(intake)
        quads = QuadSpool(work) if NAMING_GRAPHS & {*publication.formats} else None
        with Resolver(work / "records.sqlite", ledger=ledger) as resolver:
            _assemble(
                intake, resolver, triples, reporter, Minter(base), quads=quads, abstracts=abstracts, limit=limit,
                tell=tell,
            )  # fmt: skip
            links = Path(output) / LINKS if (Path(output) / LINKS).is_file() else None
            if quads is not None and links is not None:
                quads.add(link_quads(links, work))
            report = write_files(
                stage, triples, resolver.ids(), reporter, publication, quads=quads or QuadSpool(), links=links,
                started=started, arguments=arguments, tell=tell,
            )  # fmt: skip
    return Build(output=Path(output), report=report)


def _assemble(
    intake: Intake,
    resolver: Resolver,
    triples: TripleSpool,
    reporter: Reporter,
    mint: Minter,
    *,
    quads: QuadSpool | None,
    abstracts: Abstracts,
    limit: int | None,
    tell: Progress,
) -> None:
    """Take the records of all pages through to triples."""
    categories = Categories()
    records = reporter.records(_records(intake, categories, with_abstracts=abstracts != "omit"))
    for record in tell.watched("split", islice(records, limit), intake.records):
        resolver.add(record)
    for authority in reporter.authorities(authorities_of(intake)):
        resolver.describe(authority)
    tell.begin("resolve")
    resolver.settle()
    tell.end("resolve")
    papers = reporter.papers(_filed(resolver.papers(), categories, reporter))
    for paper in tell.watched("map", papers):
        triples.add(cluster_triples(paper, mint, abstracts=abstracts == "keep"))
        if quads is not None:
            quads.add(_support_quads(paper, mint, abstracts=abstracts == "keep"))
    triples.add(_agent_triples(resolver.agents(), mint))
    triples.add(_described_triples(resolver, mint))
    triples.add(triple for venue in resolver.venues() for triple in venue_triples(venue, mint))
    triples.add(_document_triples(intake, categories, mint))
    if quads is not None:
        quads.add((*triple, triple[0]) for triple in _document_triples(intake, categories, mint))
        quads.add(_described_quads(resolver, mint))
    triples.add(_category_triples(categories, resolver.subjects(), mint))
    reporter.tally.add_findings(resolver.findings())


def _records(intake: Intake, categories: Categories, *, with_abstracts: bool) -> Iterator[Record]:
    for _, record in split_records(intake):
        if record.category is not None:
            categories.add(record.source_key, record.category)
        yield record if with_abstracts else replace(record, abstract=None)


def _filed(papers: Iterable[Paper], categories: Categories, reporter: Reporter) -> Iterator[Paper]:
    for paper in papers:
        filed, finding = categories.filed(paper)
        if finding is not None:
            reporter.tally.add_findings([finding])
        yield filed


def _agent_triples(agents: Iterable[Person | Organization], mint: Minter) -> Iterator[Triple]:
    for agent in agents:
        yield from person_triples(agent, mint) if isinstance(agent, Person) else organization_triples(agent, mint)


def _support_quads(paper: Paper, mint: Minter, *, abstracts: bool) -> Iterator[Quad]:
    """Yield what each record of a paper supports, in the graph of its source document."""
    for record in paper.records:
        graph = mint("source", record.source_key)
        for subject, predicate, value in supported_triples(record, paper, mint, abstracts=abstracts):
            yield subject, predicate, value, graph


def _document_triples(intake: Intake, categories: Categories, mint: Minter) -> Iterator[Triple]:
    pages = {page.document.key: page.document for page in intake.pages if page.records or page.authorities}
    named = {document.key: pages.get(document.key, document) for document in _named_documents(intake)}
    for document in named.values():
        yield from source_document_triples(document, mint, main_category=categories.of_page(document))


def _named_documents(intake: Intake) -> Iterator[SourceDocument]:
    """Yield what records stand in; of two descriptions of one document the last one counts, in the order of names."""
    named = (document for page in intake.pages for document in page.documents)
    return iter(sorted(named, key=lambda document: (document.name, document.media_type)))


def _described_triples(resolver: Resolver, mint: Minter) -> Iterator[Triple]:
    """Yield the records of persons and organizations."""
    for kind, agent, authority in resolver.described():
        yield from authority_record_triples(authority, mint(kind, agent), mint)


def _described_quads(resolver: Resolver, mint: Minter) -> Iterator[Quad]:
    """Yield those records in the graphs of their source documents."""
    for kind, agent, authority in resolver.described():
        graph = mint("source", authority.source_key)
        for subject, predicate, value in authority_record_triples(authority, mint(kind, agent), mint):
            yield subject, predicate, value, graph


def _category_triples(categories: Categories, subjects: Iterable[Subject], mint: Minter) -> Iterator[Triple]:
    schemes = set()
    for notation in categories.notations():
        schemes.add(SCHEME)
        yield from category_triples(concepts()[notation], mint)
    for subject in subjects:
        if not (subject.scheme == SCHEME and subject.notation in concepts()):
            schemes.add(subject.scheme)
            yield from subject_triples(subject, mint)
    for scheme in sorted(schemes):
        yield from scheme_triples(mint, scheme)
