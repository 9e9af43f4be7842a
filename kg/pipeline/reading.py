"""Sources -> records. Reads: what the readers and the byline splitter emit. Emits: records, rejects, findings.

Each page waits in a spool folder until the bylines of all pages can be split together.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace

from kg.bylines.records import evidence_of, with_byline_split
from kg.errors import InputError
from kg.model import Authority, Finding, Record, Reject
from kg.readers.intake import Columns, Intake, Page, Telling, read_pages

Rejected = Callable[[Reject], None]
Found = Callable[[Finding], None]
Described = Callable[[Authority], None]


def read(
    *sources: str | Path,
    jobs: int = 1,
    as_format: str | None = None,
    columns: Columns = (),
    progress: Telling | None = None,
    on_reject: Rejected | None = None,
    on_finding: Found | None = None,
    on_authority: Described | None = None,
) -> Iterator[Record]:
    """Yield the records of all sources, in path order and in the order of each source.

    What could not be read goes to `on_reject`, what was found while opening the sources to `on_finding`, both before
    the first record; what sources say of persons and organizations apart from papers (ORCID, ROR) goes to
    `on_authority`, behind the last record. `as_format` names the format of all sources; without it each one's is found
    by its content. `columns` says what columns of tables mean: (name, field).

    Raises:
        InputError: a source that was named by hand cannot be opened, or nothing can be read at all.
    """
    with tempfile.TemporaryDirectory(prefix="scholarkg-") as spool:
        intake = read_pages(
            map(str, sources), Path(spool), jobs=jobs, progress=progress, as_format=as_format, columns=columns
        )
        if is_empty(intake):
            raise no_record(intake)
        for reject in rejects_of(intake) if on_reject else ():
            on_reject(reject)  # type: ignore[misc]
        for finding in findings_of(intake) if on_finding else ():
            on_finding(finding)  # type: ignore[misc]
        for page, record in split_records(intake):
            yield record if record.document is not None else replace(record, document=page.document)
        for authority in authorities_of(intake) if on_authority else ():
            on_authority(authority)  # type: ignore[misc]


def split_records(intake: Intake) -> Iterator[tuple[Page, Record]]:
    """Yield every record with its page, bylines split by the evidence of all pages."""
    together = [page for page in intake.pages if "compact" in page.layouts]
    evidence = evidence_of((page.document.facts, page.read_records) for page in intake.pages) if together else None
    for page in intake.pages:
        for record in page.read_records():
            yield page, record if evidence is None else with_byline_split(record, evidence)


def authorities_of(intake: Intake) -> Iterator[Authority]:
    """Yield what the sources say of persons and organizations, each with the document in which it stands."""
    for page in intake.pages:
        for authority in page.read_authorities():
            yield authority if authority.document is not None else replace(authority, document=page.document)


def rejects_of(intake: Intake) -> Iterator[Reject]:
    """Yield what could not be read, in path order; a file of a folder that is no page is a finding instead."""
    for page in intake.pages:
        if not is_bystander(page):
            yield from page.read_rejects()


def findings_of(intake: Intake) -> Iterator[Finding]:
    """Yield what was found while sources were opened and read."""
    yield from intake.findings
    for page in intake.pages:
        yield from page.findings
        if is_bystander(page):
            for reject in page.read_rejects():
                message = f"left out: {reject.reason}"
                repair = "nothing, unless it should have been read: " + reject.repair
                yield Finding(
                    severity="info", rule="unknown-file", message=message, repair=repair, source=page.source.name
                )


def is_bystander(page: Page) -> bool:
    """Return whether nothing was read from a file that was met in a folder, not named."""
    return not page.records and not page.authorities and not page.source.by_hand


def is_empty(intake: Intake) -> bool:
    """Return whether the sources hold no record of anything."""
    return not any(page.records or page.authorities for page in intake.pages)


def no_record(intake: Intake) -> InputError:
    """Return the error for an input without any record: what was tried, and why each source failed."""
    reasons = [f"{reject.source}: {reject.reason}" for page in intake.pages for reject in page.read_rejects()]
    told = [*intake.findings, *(finding for page in intake.pages if not page.rejects for finding in page.findings)]
    reasons += [f"{finding.source}: {finding.message}" for finding in told]
    if not reasons:
        message = "no file was found; name a file, a folder with pages in it, or a glob"
        return InputError(message, source="")
    lines = "\n".join(f"  {reason}" for reason in reasons[:10])
    more = f"\n  and {len(reasons) - 10} more" if len(reasons) > 10 else ""
    return InputError(f"no record could be read:\n{lines}{more}", source=reasons[0].partition(":")[0])
