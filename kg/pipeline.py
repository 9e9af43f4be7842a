"""Sources -> records -> graph. Reads: what the stages emit. Emits: records, and a published build.

The only place where stages meet. Each stage hands on a stream; what does not fit in memory waits in a spool folder.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.bylines.records import evidence_of, with_byline_split
from kg.errors import InputError
from kg.model import Record
from kg.readers.intake import Intake, Page, Progress, read_pages


def read(*sources: str | Path, jobs: int = 1, progress: Progress | None = None) -> Iterator[Record]:
    """Yield the records of all sources, in path order and in the order of each source.

    Raises:
        InputError: a source that was named by hand cannot be opened, or no record can be read at all.
    """
    with tempfile.TemporaryDirectory(prefix="scholarkg-") as spool:
        intake = read_pages(map(str, sources), Path(spool), jobs=jobs, progress=progress)
        if not intake.records:
            raise no_record(intake)
        for _, record in split_records(intake):
            yield record


def split_records(intake: Intake) -> Iterator[tuple[Page, Record]]:
    """Yield every record with its page, bylines split by the evidence of all pages."""
    together = [page for page in intake.pages if "compact" in page.layouts]
    evidence = evidence_of((page.document.facts, page.read_records) for page in intake.pages) if together else None
    for page in intake.pages:
        for record in page.read_records():
            yield page, record if evidence is None else with_byline_split(record, evidence)


def no_record(intake: Intake) -> InputError:
    """Return the error for an input without any record: what was tried, and why each source failed."""
    reasons = [f"{reject.source}: {reject.reason}" for page in intake.pages for reject in page.read_rejects()]
    reasons += [finding.message for finding in intake.findings]
    if not reasons:
        message = "no file was found; name a file, a folder with pages in it, or a glob"
        return InputError(message, source="")
    told = "\n".join(f"  {reason}" for reason in reasons[:10])
    more = f"\n  and {len(reasons) - 10} more" if len(reasons) > 10 else ""
    return InputError(f"no record could be read:\n{told}{more}", source=reasons[0].partition(":")[0])
