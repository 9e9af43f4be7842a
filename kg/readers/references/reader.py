"""Plain lists of references -> records. Reads: the lines of a text, or of what a page shows. Emits: Record, Reject.

A list is a text most of whose entries read like references. Entries are told apart by their numbers (`[1]`, `1.`),
bullets, blank lines, hanging indents, or stand one a line. A heading that is only a year dates the entries below it.
`kg read --unknown` counts the stretches of text that went into no field.
Left out: notes behind a reference, the order of the sections of a list, what a link at an entry is called.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from kg.model import Record, Reject
from kg.readers.listing.grammar import is_head
from kg.readers.references.entries import Block, blocks_of
from kg.readers.references.marked import Marked, from_plain
from kg.readers.references.records import Entry, reference_record
from kg.readers.references.stretches import unread_stretches
from kg.readers.rejected import Run
from kg.readers.source import Line, Source, lines
from kg.readers.unread import is_watched, tell_unread

_SHARE = 0.6
"""Of the entries looked at; the rest may be headings and notes."""
_LONGEST = 3000
"""Characters of an entry; what is longer is no reference."""
_LOOKED_AT, _FEWEST, _SHORTEST = 20, 2, 25
_DATED = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|10\.\d{4,9}/|arxiv|n\.\s?d\.|in press|to appear", re.IGNORECASE)
_REPAIR = "print it as `Family, F. (2020). Title. Venue, 1(2), 3-4.`, or export the list as BibTeX or RIS"
_NOWHERE = Source(
    path="", name="", by_hand=False, sha256="0" * 16, size=0, encoding="utf-8", binary=False, stray_bytes=False
)


def recognizes(beginning: str) -> bool:
    """Return whether a text begins as a list of references, and is none of the four layouts of a listing page."""
    if beginning.lstrip().startswith(("{", "[{", "<", "@", "%PDF")):
        return False
    printed = [Line(number, text) for number, text in enumerate(beginning.splitlines(), 1)]
    if any(is_head(line.text) for line in printed):
        return False
    return is_list([entry_of(block) for block in islice(blocks_of(printed), _LOOKED_AT)])


def likely(entries: list[Entry]) -> list[Entry]:
    """Return the entries that name a year or an identifier and are long enough for a reference."""
    long = [entry for entry in entries if len(entry.marked.text) >= _SHORTEST]
    return [entry for entry in long if entry.heading_year or _DATED.search(entry.marked.text)]


def is_list(entries: list[Entry], *, fewest: int | None = None) -> bool:
    """Return whether most of the first entries read like references; one alone needs a number before it."""
    read = [entry for entry in entries if entry.marked.text][:_LOOKED_AT]
    dated = likely(read)
    if not dated or len(dated) < _SHARE * len(read):
        return False
    good = [entry for entry in dated if reference_record(entry, _NOWHERE, 1) is not None]
    if fewest is None:
        fewest = 1 if good and good[0].label is not None else _FEWEST
    return len(good) >= fewest and len(good) >= _SHARE * len(read)


def entry_of(block: Block) -> Entry:
    """Return a block of lines as an entry of a list."""
    marked = from_plain(block.text) if len(block.text) <= _LONGEST else Marked(block.text, ())
    return Entry(marked, block.start, block.end, block.label, block.year)


def read_references(source: Source) -> Iterator[Record | Reject]:
    """Yield the references of a text."""
    yield from references((entry_of(block) for block in blocks_of(lines(source))), source)


def references(entries: Iterable[Entry], source: Source, *, form: str = "references") -> Iterator[Record | Reject]:
    """Yield the records of entries; what reads like none is a reject."""
    index = 0
    for entry in entries:
        record = reference_record(entry, source, index + 1, form=form)
        if record is not None:
            index += 1
            if is_watched():
                for stretch in unread_stretches(entry, record):
                    tell_unread(repr(stretch), f"line {entry.start_line}")
            yield record
        elif entry.marked.text:
            run = Run(source.name, entry.start_line)
            run.add(Line(entry.start_line, entry.marked.text))
            run.end = entry.end_line
            yield run.reject("no authors, title and year were found in it", _REPAIR)
