"""Entries -> BibTeX syntax. Reads: entry type, key, fields. Emits: the text of one entry; the loop of both dialects."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from kg.profiles import latex
from kg.profiles.citekeys import CitationKeys
from kg.profiles.entry import Agent, Entry
from kg.profiles.profile import Omission, fields
from kg.profiles.texts import has_controls, page_range

Fields = dict[str, str]
Dialect = Callable[[Entry], tuple[str, Fields]]
"""Entry -> type of the entry, and its fields as they stand between the braces."""


def stream(papers: Iterable[Entry], out: IO[bytes], dialect: Dialect) -> Iterator[Omission]:
    """Write each paper in a dialect; yield those whose text could not be kept to the character."""
    keys = CitationKeys()
    for entry in papers:
        kind, fields = dialect(entry)
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        out.write(f"@{kind}{{{keys.key(entry)},\n{lines}}}\n\n".encode())
        if has_controls(entry):
            yield Omission(iri=entry.iri, reason="control characters are left out: BibTeX has no way to write them")


def people(agents: Iterable[Agent], *, complete: bool = True) -> str:
    """Return a list of names; a cut list ends with `and others`."""
    names = [latex.name(agent) for agent in agents]
    return " and ".join([*names, *([] if complete or not names else ["others"])])


def shared_fields(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the fields that both dialects call by one name."""
    if entry.title is not None:
        yield "title", latex.title(entry.title)
    if entry.authors:
        yield "author", people((author.agent for author in entry.authors), complete=entry.complete)
    if entry.editors:
        yield "editor", people(entry.editors)
    publisher = entry.venue.publisher.name if entry.venue and entry.venue.publisher else None
    texts = {"volume": entry.volume, "number": entry.issue, "language": entry.language, "publisher": publisher}
    yield from ((name, latex.escaped(value)) for name, value in texts.items() if value is not None)
    if entry.pages is not None:
        ends = page_range(entry.pages)
        yield "pages", latex.escaped(entry.pages) if ends is None else "--".join(map(latex.escaped, ends))
    yield from _identifiers(entry)
    if words := [*entry.keywords, *(category.label for category in entry.categories)]:
        yield (
            "keywords",
            ", ".join(latex.braced(word) if re.search("[,;]", word) else latex.escaped(word) for word in words),
        )
    if entry.abstract is not None:
        yield "abstract", latex.escaped(entry.abstract)
    if notes := [*_notes(entry)]:
        yield "note", "; ".join(notes)


def numbered(entry: Entry, fields: Fields) -> Fields:
    """Return the fields with the issue where it is none of a journal: the `number` of a book is that in its series."""
    in_journal = entry.publication_type in _IN_ISSUES or fields.keys() & {"journal", "journaltitle"}
    if in_journal or "number" not in fields:
        return fields
    return {"issue" if name == "number" else name: text for name, text in fields.items()}


def _identifiers(entry: Entry) -> Iterator[tuple[str, str]]:
    known = {scheme: entry.identifier(scheme) for scheme in ("isbn", "doi", "pmid", "pmcid")}
    known["issn"] = next(iter(entry.venue.issns), None) if entry.venue else None
    known["url"] = next(iter(entry.landing_pages or entry.pdfs), None)
    yield from ((name, latex.verbatim(value)) for name, value in known.items() if value is not None)


def _notes(entry: Entry) -> Iterator[str]:
    if entry.date_text is not None:
        yield latex.escaped(entry.date_text)
    if entry.retracted:
        yield "Retracted"
    for _, address in entry.code:
        yield rf"Code: \url{{{latex.verbatim(address)}}}"


_IN_ISSUES = frozenset({"article", "review", "proceedings-paper"})
SHARED = fields(
    """
    title authors author_order name_parts collective complete editors volume issue language pages publisher isbn doi
    pmid pmcid issn landing_pages pdfs keywords categories abstract date_text retracted code date publication_type arxiv
    primary_category venue_name
    """
)
"""What both dialects carry."""
FIRST_ONLY = frozenset({"isbn", "doi", "pmid", "pmcid", "issn", "landing_pages", "pdfs", "arxiv"})
