"""Named sources -> pages on disk. Reads: paths. Emits: one Page a source, whose records wait in a spool file.

Each page is read by itself, so pages can be read by several processes; what is kept in memory of a page does not grow
with its records. A record's byline is not yet split: that takes the evidence of all pages.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import UnionType
from typing import IO, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace

from kg.errors import InputError
from kg.model import (
    Authority,
    Finding,
    OrganizationAuthority,
    PageFacts,
    PersonAuthority,
    Record,
    Reject,
    SourceDocument,
)
from kg.readers import read_source
from kg.readers.formats import LISTING, Format, Reading, findings_of_plugins, format_of
from kg.readers.plugins import BROKEN_PLUGIN
from kg.readers.source import Place, Source, beginning, document_names, find_places, open_source
from kg.readers.syntax.packed import share_read
from kg.readers.tables.columns import check_columns

_GONE = "unreadable-file"
_ENCODER = msgspec.json.Encoder()
Row = TypeVar("Row")
Telling = Callable[..., None]
"""`kg.progress.Progress`: told the stage, how many records were read, and which share of all bytes."""
_TOLD_EACH = 500
"""Records between two tellings."""
Columns = Sequence[tuple[str, str]]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One source that was read: the document, where its records wait, and how many of which layout there are."""

    source: Source
    document: SourceDocument
    spool: str
    records: int
    layouts: dict[str, int]
    authorities: int
    """How many persons and organizations the source describes apart from papers."""
    rejects: int
    findings: tuple[Finding, ...]
    documents: tuple[SourceDocument, ...] = ()
    """What the records stand in: the source, or the documents that lines of `kg read` name."""

    def read_records(self) -> Iterator[Record]:
        """Yield the records in the order of the source."""
        return _spooled(Path(self.spool + ".records"), Record)

    def read_authorities(self) -> Iterator[Authority]:
        """Yield what the source says of persons and organizations apart from papers."""
        return _spooled(Path(self.spool + ".authorities"), Authority)

    def read_rejects(self) -> Iterator[Reject]:
        """Yield what could not be read, in the order of the source."""
        return _spooled(Path(self.spool + ".rejects"), Reject)


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """All pages in path order, and what was found while opening them."""

    pages: tuple[Page, ...]
    findings: tuple[Finding, ...]

    @property
    def records(self) -> int:
        """How many records wait in the spool."""
        return sum(page.records for page in self.pages)


def read_pages(
    names: Iterable[str],
    spool: Path,
    *,
    jobs: int = 1,
    progress: Telling | None = None,
    as_format: str | None = None,
    columns: Columns = (),
) -> Intake:
    """Read all sources into the folder `spool`; files of equal bytes are read once.

    `as_format` names the format of all sources; without it each source's is found by its content. `columns` says
    what columns of tables mean: (name, field).

    Raises:
        InputError: a source that was named by hand does not exist or cannot be opened.
        UsageError: there is no format, or no field, of this name.
    """
    if as_format is not None:
        format_of("", as_format)
    check_columns(columns)
    places = find_places(names)
    titles = document_names(place.path for place in places)
    findings: list[Finding] = []
    sources: dict[str, Source] = {}
    for place in places:
        source = _opened(place, titles[place.path], spool, findings)
        if source is None:
            continue
        source = replace(source, columns=tuple(columns))
        first = sources.setdefault(source.sha256, source)
        if first is not source:
            findings.append(_same_bytes(first, source))
    pages = list(_read_all([_Task(source, str(spool), as_format) for source in sources.values()], jobs, progress))
    return Intake(pages=tuple(_told_once(pages)), findings=tuple(findings))


def _told_once(pages: list[Page]) -> Iterator[Page]:
    """Yield the pages; what was found about the readers of other packages stays with the first page alone."""
    for page in pages[:1]:
        told = [finding for one in pages for finding in one.findings if finding.rule == BROKEN_PLUGIN]
        own = [finding for finding in page.findings if finding.rule != BROKEN_PLUGIN]
        yield replace(page, findings=(*own, *dict.fromkeys(told)))
    for page in pages[1:]:
        kept = tuple(finding for finding in page.findings if finding.rule != BROKEN_PLUGIN)
        yield page if len(kept) == len(page.findings) else replace(page, findings=kept)


def _opened(place: Place, name: str, spool: Path, findings: list[Finding]) -> Source | None:
    try:
        return open_source(place, name, spool)
    except InputError as error:
        if place.by_hand:
            raise
        repair = "make the file readable, or leave it out"
        findings.append(
            Finding(
                severity="warning",
                rule="unreadable-file",
                message=str(error).removeprefix(f"{name}: "),
                repair=repair,
                source=name,
            )
        )
        return None


def _same_bytes(first: Source, second: Source) -> Finding:
    return Finding(
        severity="info",
        rule="same-bytes",
        message=f"the same bytes as {first.name}; read once",
        repair="drop one of the two files",
        source=second.name,
    )


class _Task(NamedTuple):
    source: Source
    folder: str
    as_format: str | None


class _Passed:
    """How much of all sources was read, told to who waits."""

    def __init__(self, tasks: list[_Task], tell: Telling | None) -> None:
        self._tell = tell
        self._whole = max(sum(task.source.size_on_disk for task in tasks), 1)
        self._records = 0
        self._bytes = 0.0

    def within(self, source: Source, records: int) -> None:
        """Tell that so many records of a source were read."""
        if self._tell is not None:
            read = self._bytes + source.size_on_disk * share_read(Path(source.path))
            self._tell("read", self._records + records, share=read / self._whole)

    def behind(self, page: Page) -> Page:
        """Tell that a source was read."""
        self._records += page.records
        self._bytes += page.source.size_on_disk
        if self._tell is not None:
            self._tell("read", self._records, share=self._bytes / self._whole)
        return page


def _read_all(tasks: list[_Task], jobs: int, progress: Telling | None) -> Iterator[Page]:
    passed = _Passed(tasks, progress)
    if jobs == 1 or len(tasks) < 2:
        for task in tasks:
            yield _kept(passed.behind(_read_page(task, passed)))
        return
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        for page in pool.map(_read_page, tasks):
            yield _kept(passed.behind(page))


def _kept(page: Page) -> Page:
    gone = [finding for finding in page.findings if finding.rule == _GONE]
    if gone and page.source.by_hand:
        name = page.source.name
        raise InputError(f"{name}: {gone[0].message}; {gone[0].repair}", source=name)
    return page


def _read_page(task: _Task, passed: _Passed | None = None) -> Page:
    source = task.source
    base = str(Path(task.folder, source.sha256))
    form = _form(source, task.as_format)
    facts, layouts, authorities, rejects = PageFacts(), Counter[str](), 0, 0
    findings = [*_source_findings(source), *findings_of_plugins()]
    own = SourceDocument(name=source.name, sha256=source.sha256, media_type=form.media_type)
    documents: dict[str, SourceDocument] = {}
    with (
        Path(base + ".records").open("wb") as records,
        Path(base + ".authorities").open("wb") as described,
        Path(base + ".rejects").open("wb") as rejected,
    ):
        for reading in _readings(source, form, findings):
            if isinstance(reading, Record):
                layouts[reading.layout] += 1
                if passed is not None and not reading.index % _TOLD_EACH:
                    passed.within(source, reading.index)
                named = reading.document or own
                documents.setdefault(named.key, named)
                _spool(records, reading)
            elif isinstance(reading, Reject):
                rejects += 1
                _spool(rejected, reading)
            elif isinstance(reading, PersonAuthority | OrganizationAuthority):
                authorities += 1
                named = reading.document or own
                documents.setdefault(named.key, named)
                _spool(described, reading)
            elif isinstance(reading, Finding):
                findings.append(reading)
            elif facts == PageFacts():
                facts = reading
            elif reading != facts:
                findings.append(_second_profile(source, reading))
    document = replace(own, facts=facts)
    if own.key in documents:
        documents[own.key] = document
    return Page(
        source=source, document=document, spool=base, records=layouts.total(), layouts=dict(sorted(layouts.items())),
        authorities=authorities, rejects=rejects, findings=tuple(findings), documents=tuple(documents.values()),
    )  # fmt: skip


def _form(source: Source, as_format: str | None) -> Format:
    if source.binary or not source.size:
        return LISTING
    try:
        return format_of(beginning(source), as_format, source.columns)
    except OSError:  # it vanished, or it is damaged: reading it says so
        return LISTING


def _readings(source: Source, form: Format, findings: list[Finding]) -> Iterator[Reading]:
    """Yield what stands in a source; tell if it vanished or was changed since its digest was taken."""
    try:
        yield from read_source(source, form)
    except OSError as error:
        if error.filename != source.path:
            raise
        reason, rule = f"cannot be read ({error.strerror})", _GONE
    else:
        if not source.has_changed():
            return
        reason, rule = "changed while it was read: its digest and its records may not fit", "changed-while-read"
    findings.append(
        Finding(severity="warning", rule=rule, message=reason, repair="run the command again", source=source.name)
    )


def _spool(file: IO[bytes], row: msgspec.Struct) -> None:
    file.write(_ENCODER.encode(row) + b"\n")


def _spooled(path: Path, kind: type[Row] | UnionType) -> Iterator[Row]:
    decoder = msgspec.json.Decoder(kind)
    with path.open("rb") as rows:
        for row in rows:
            yield decoder.decode(row)


def _source_findings(source: Source) -> Iterator[Finding]:
    if source.stray_bytes and not source.binary:
        utf8 = source.encoding.startswith("utf-8")
        read = "read as Windows-1252 (Latin-1)" if utf8 else "replaced by the sign U+FFFD"
        yield Finding(
            severity="warning",
            rule="stray-bytes",
            message=f"some bytes are not {source.encoding.removesuffix('-sig').upper()}; they were {read}",
            repair="save the file as UTF-8 and look at its accented letters",
            source=source.name,
        )


def _second_profile(source: Source, facts: PageFacts) -> Finding:
    return Finding(
        severity="warning",
        rule="second-profile",
        message=f"a second profile ({facts.profile_name or 'without a name'}) stands on the page; the first one counts",
        repair="split the file: one page a file",
        source=source.name,
    )
