"""What resolution leaves to people. Reads: headings of records. Emits: model.Finding."""

from kg.model import Finding
from kg.resolve.spool import Heading


def candidate_merge(left: Heading, right: Heading, why: str) -> Finding:
    """Return the finding that two records may be one paper and were not merged."""
    return Finding(
        severity="info",
        rule="candidate-merge",
        message=f"Possibly one paper: {left.place}, and {right.place}: {why}.",
        repair="If they are one paper, give both records the same title and authors, or one identifier.",
        source=left.source,
        line=left.start_line,
        subject=left.title or right.title,
    )


def merged_by_wording(left: Heading, right: Heading, why: str) -> Finding:
    """Return the finding that an abstract in other words was taken for another wording of a paper's."""
    return Finding(
        severity="info",
        rule="merged-by-wording",
        message=f"Taken for two wordings of one abstract: {left.place}, and {right.place}: {why}.",
        repair="If they are two papers, add the title and authors to the first one.",
        source=left.source,
        line=left.start_line,
        subject=right.title or left.title,
    )


def refused_merge(left: Heading, right: Heading, why: str) -> Finding:
    """Return the finding that two records look like one paper and are kept apart for a reason."""
    return Finding(
        severity="warning",
        rule="refused-merge",
        message=f"Kept apart: {left.place}, and {right.place}: {why}.",
        repair="If they are one paper, correct the record that differs, or give both one identifier.",
        source=left.source,
        line=left.start_line,
        subject=left.title or right.title,
    )


def skipped_block(size: int, by: str, example: Heading) -> Finding:
    """Return the finding that too many records share a feature to compare them all."""
    return Finding(
        severity="warning",
        rule="block-too-large",
        message=f"{size} different records share one {by}; they were not compared with each other.",
        repair="Give these records identifiers or full titles, or build the sources in smaller parts.",
        source=example.source,
        line=example.start_line,
        subject=example.title,
    )
