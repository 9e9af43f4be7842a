"""Values of records that the graph cannot hold. Reads: model.Record. Emits: findings; the values go to no paper."""

from collections.abc import Iterator

from kg.model import Finding, Record
from kg.resolve.merge import is_language, is_web_address


def unusable_values(record: Record) -> Iterator[Finding]:
    """Yield a finding for each value that should be an address of the web, and is none."""
    for field in ("license", "landing_page", "pdf"):
        value = getattr(record, field)
        if value is not None and not is_web_address(value):
            yield Finding(
                severity="warning",
                rule="invalid-iri",
                message=f"{field.replace('_', ' ')} {value[:200]!r} is no http or https address; it was left out.",
                repair="Write the whole address, with blanks and quotes as % and two digits.",
                source=record.source,
                line=record.start_line,
                subject=record.title,
            )
    if record.language is not None and not is_language(record.language):
        yield Finding(
            severity="warning",
            rule="invalid-language",
            message=f"{record.language[:50]!r} is no language tag; it was left out.",
            repair="Write the BCP 47 tag, such as en or zh-Hant.",
            source=record.source,
            line=record.start_line,
            subject=record.title,
        )
