"""Named sources -> pages on disk. Reads: paths. Emits: one Page a source, whose records wait in a spool file.

Each page is read by itself, so pages, and parts of big ones, can be read by several processes; what is kept in memory
of a page does not grow with its records. A record's byline is not yet split: that takes the evidence of all pages.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import IO, NamedTuple

import msgspec
from msgspec.structs import replace

from kg.errors import InputError
from kg.model import Finding, OrganizationAuthority, PageFacts, PersonAuthority, Record, Reject, SourceDocument
from kg.readers import read_source
from kg.readers.formats import LISTING, Format, Reading, findings_of_plugins, format_of
from kg.readers.pages import AUTHORITIES, RECORDS, REJECTS, Intake, Page, Spool, joined
from kg.readers.parts import is_blank, parts_of
from kg.readers.plugins import BROKEN_PLUGIN
from kg.readers.source import Place, Source, beginning, document_names, find_places, open_source
from kg.readers.syntax.packed import share_read
from kg.readers.tables.columns import check_columns

__all__ = ["Columns", "Intake", "Page", "Telling", "read_pages"]

_GONE = "unreadable-file"
_ENCODER = msgspec.json.Encoder()
Telling = Callable[..., None]
"""`kg.progress.Progress`: told the stage, how many records were read, and which share of all bytes."""
_TOLD_EACH = 500
"""Records between two tellings."""
Columns = Sequence[tuple[str, str]]


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

    def parts(self, jobs: int) -> list["_Task"]:
        """Return the tasks that so many processes can share."""
        if jobs == 1:
            return [self]
        try:
            return [self._replace(source=part) for part in parts_of(self.source, _form(self.source, self.as_format))]
        except OSError:  # it vanished: reading it says so
            return [self]


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
        """Tell that a source, or a part of it, was read."""
        part = page.source.part
        self._records += page.records
        self._bytes += page.source.size_on_disk if part is None else part.end - part.start
        if self._tell is not None:
            self._tell("read", self._records, share=self._bytes / self._whole)
        return page


def _read_all(tasks: list[_Task], jobs: int, progress: Telling | None) -> Iterator[Page]:
    passed = _Passed(tasks, progress)
    shared = [task.parts(jobs) for task in tasks]
    if jobs == 1 or sum(map(len, shared)) < 2:
        for task in tasks:
            yield _kept(passed.behind(_read_page(task, passed)))
        return
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        read = pool.map(_read_page, [part for parts in shared for part in parts])
        for parts in shared:
            yield joined([_kept(passed.behind(next(read))) for _ in parts])


def _kept(page: Page) -> Page:
    gone = [finding for finding in page.findings if finding.rule == _GONE]
    if gone and page.source.by_hand:
        name = page.source.name
        raise InputError(f"{name}: {gone[0].message}; {gone[0].repair}", source=name)
    return page


def _read_page(task: _Task, passed: _Passed | None = None) -> Page:
    source = task.source
    base = str(Path(task.folder, source.sha256 if source.part is None else f"{source.sha256}-{source.part.start}"))
    form = _form(source, task.as_format)
    facts, layouts, authorities, rejects = PageFacts(), Counter[str](), 0, 0
    findings = [*_source_findings(source), *findings_of_plugins()]
    own = SourceDocument(name=source.name, sha256=source.sha256, media_type=form.media_type)
    documents: dict[str, SourceDocument] = {}
    with (
        Path(base + RECORDS).open("wb") as records,
        Path(base + AUTHORITIES).open("wb") as described,
        Path(base + REJECTS).open("wb") as rejected,
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
        source=source, document=document, spools=(Spool(base),), records=layouts.total(),
        layouts=dict(sorted(layouts.items())), authorities=authorities, rejects=rejects,
        findings=tuple(findings), documents=tuple(documents.values()),
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
        if not is_blank(source):
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


def _source_findings(source: Source) -> Iterator[Finding]:
    if source.encoding_by == "guessed":
        yield Finding(
            severity="warning",
            rule="guessed-encoding",
            message=f"not UTF-8; read as {source.encoding.upper()}, by the look of its bytes",
            repair=f"if letters are wrong, save it as UTF-8: iconv -f ENCODING -t UTF-8 {source.name}",
            source=source.name,
        )
    as_declared = source.encoding_by == "declared" and source.encoding.startswith("utf-8")
    if source.stray_bytes and not (source.binary or as_declared):
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
