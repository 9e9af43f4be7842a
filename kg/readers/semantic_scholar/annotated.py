"""Annotated texts of Semantic Scholar's `s2orc` dataset -> parts of a record. Reads: Content. Emits: str, Reference.

A text stands beside lists of spans of it, each list JSON in a string: `title`, `abstract`, `bibentry` and so on. Left
out: the body; names of authors, which stand in it among their affiliations; addresses and sums of the PDF.
"""

from collections.abc import Iterator

import msgspec

from kg.identifiers import parse
from kg.model import Reference
from kg.readers.semantic_scholar.papers import Content
from kg.readers.syntax.json_records import Found
from kg.text import blanks_folded


class Span(msgspec.Struct, gc=False):
    """A part of a text, and what is known of it."""

    start: int | str
    end: int | str
    attributes: dict[str, msgspec.Raw] | None = None


_SPANS = msgspec.json.Decoder(list[Span])
_NUMBER = msgspec.json.Decoder(int | str | None)


def title(content: Content, found: Found) -> str | None:
    """Return the first title that is marked in a text."""
    return next((told for told, _ in _parts(content, "title", found) if told), None)


def abstract(content: Content, found: Found) -> str | None:
    """Return the abstract that is marked in a text, a line a paragraph."""
    return "\n".join(told for told, _ in _parts(content, "abstract", found) if told) or None


def references(content: Content, found: Found) -> Iterator[Reference]:
    """Yield the entries of a bibliography: by the paper that Semantic Scholar takes an entry for, else as printed."""
    for told, span in _parts(content, "bibentry", found):
        matched = (span.attributes or {}).get("matched_paper_id")
        number = _matched(matched) if matched is not None else ""
        known = parse("s2", number) if number else None
        if known is not None or told:
            yield Reference(identifiers=(known,) if known is not None else (), text=None if known is not None else told)


def _matched(raw: msgspec.Raw) -> str:
    try:
        return str(_NUMBER.decode(raw) or "")
    except (msgspec.DecodeError, RecursionError):
        return ""


def _parts(content: Content, name: str, found: Found) -> Iterator[tuple[str, Span]]:
    """Yield the marked parts of a text on one line each; spans that cannot be read are told."""
    spans = (content.annotations or {}).get(name)
    if not spans or not content.text:
        return
    try:
        marked = _SPANS.decode(spans)
        places = [(int(one.start), int(one.end)) for one in marked]
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        found.doubt("annotations", f"the spans of `{name}` cannot be read ({error}); left out")
        return
    for (start, end), one in zip(places, marked, strict=True):
        yield blanks_folded(content.text[max(0, start) : max(0, end)]), one
