"""Tables with a header -> records. Reads: CSV, TSV (Scopus, Web of Science, Zotero, spreadsheets). Emits: Record ...

`columns` says which names of columns are known, in eleven languages; `--map COLUMN=FIELD` says it of others. Of two
passes the first one looks at the columns of names and dates as wholes, for how names are parted and where days stand.
Affiliations are read where their cell tells whose they are (`affiliations`).
Left out, and told by a finding: columns that no field is known for. Left out of cells: Scopus's numbers of authors,
lines of Zotero's `Extra` that are no identifiers, and what says only that there is nothing (`[No author name
available]`).
"""

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from kg.model import Finding, Name, Record, RecordFields, Reject, Venue
from kg.readers.source import Source, beginning
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found, UnreadableError, reject_of
from kg.readers.syntax.partial_dates import Dated
from kg.readers.syntax.printed_names import is_et_al
from kg.readers.tables.affiliations import with_affiliations
from kg.readers.tables.cells import SEVERAL, Cells, as_list, identifiers
from kg.readers.tables.columns import Columns
from kg.readers.tables.dates import DayOrder, Order, dated
from kg.readers.tables.fields import add_rarer_fields
from kg.readers.tables.people import Evidence, Printing, names_without_et_al, read_list, read_names
from kg.readers.tables.rows import Fault, Layout, Row, rows, table_layout
from kg.readers.tables.words import no_value, publication_type
from kg.readers.unread import is_watched, tell_unread
from kg.text import fold

_NO_TABLE = "no header of a table of papers was found"
_MAP = "name the columns in the first line (title, authors, year, doi ...), or say what they mean: --map COLUMN=FIELD"
_plain = lru_cache(maxsize=1 << 14)(plain_title)
"""The same journals and publishers come again and again."""
RAGGED = "put quotes around cells with separators or line breaks in them, so that each row has all cells"
_MOST_LISTED = 20


class Table(Struct, frozen=True):
    """What is known of a whole table."""

    layout: Layout
    columns: Columns
    authors: Printing
    editors: Printing
    order: Order


def recognizes(beginning: str) -> bool:
    """Return whether a source begins with the header of a table of papers, and rows that fit it."""
    return table_layout(beginning) is not None


def read_table(source: Source) -> Iterator[Record | Finding | Reject]:
    """Yield the rows of a table as records, in their order."""
    layout = table_layout(beginning(source), source.columns)
    if layout is None:
        yield reject_of(source, Piece(b"", None, "table", 1, 1), UnreadableError(_NO_TABLE, _MAP))
        return
    columns = Columns(layout.header, source.columns)
    yield from _findings(columns, source)
    table = _looked_at(source, layout, columns)
    index = 0
    for row in rows(source, layout):
        if isinstance(row, Fault):
            yield reject_of(source, piece_of(row), UnreadableError(row.reason, RAGGED))
            continue
        try:
            record = read_row(row, table, Found(source, index + 1, place_of(row), []))
        except UnreadableError as error:
            yield reject_of(source, piece_of(row), error)
            continue
        index += 1
        yield record
        if is_watched():
            _tell_unread(row, columns)


def piece_of(row: Row | Fault) -> Piece:
    """Return lines of a table as a piece, for rejects."""
    text = row.raw if isinstance(row, Fault) else ",".join(row.cells)
    return Piece(text.encode(errors="replace"), None, "table", row.start_line, row.end_line)


def place_of(row: Row) -> Piece:
    """Return where a row stands, without its text: that costs more than all else."""
    return Piece(b"", None, "table", row.start_line, row.end_line)


def _findings(columns: Columns, source: Source) -> Iterator[Finding]:
    if columns.unread:
        listed = ", ".join(repr(name) for name in columns.unread[:_MOST_LISTED])
        more = len(columns.unread) - _MOST_LISTED
        yield Finding(
            severity="info", rule="unread-columns", source=source.name,
            message=f"columns not read: {listed}{f' and {more} more' if more > 0 else ''}",
            repair="nothing, unless one should have been read: say what it means with --map COLUMN=FIELD",
        )  # fmt: skip
    for name in columns.absent:
        yield Finding(
            severity="warning", rule="absent-column", source=source.name,
            message=f"--map names the column {name!r}, which the table does not have",
            repair=f"choose of {', '.join(columns.header[:_MOST_LISTED])}",
        )  # fmt: skip


def _tell_unread(row: Row, columns: Columns) -> None:
    unread = set(columns.unread)
    for name, cell in zip(columns.header, row.cells, strict=True):
        if name in unread and not no_value(cell):
            tell_unread(name, f"line {row.start_line}")


def _looked_at(source: Source, layout: Layout, columns: Columns) -> Table:
    """Return what the columns of names and dates show."""
    people = {field: Evidence() for field in ("authors", "editors")}
    order = DayOrder()
    open_ = [field for field in people if field in columns.places]
    dates = "date" in columns.places
    if open_ or dates:
        for row in rows(source, layout):
            if isinstance(row, Row):
                for field in open_:
                    people[field].add(columns.first(row.cells, field))
                    if people[field].is_enough:
                        open_ = [one for one in open_ if one != field]
                if dates:
                    order.add(columns.first(row.cells, "date"))
                elif not open_:
                    break
    return Table(layout, columns, people["authors"].printing(), people["editors"].printing(), order.order())


def read_row(row: Row, table: Table, found: Found) -> Record:
    """Return a row as a record.

    Raises:
        UnreadableError: it has neither a title nor an identifier.
    """
    cell = Cells(row, table.columns)
    title, kind = _title(cell), _type(cell, found) if "type" in cell.texts else None
    known = identifiers(cell, found)
    if title is None and not known:
        raise UnreadableError("a row with neither a title nor an identifier", "write its title, or delete it")
    authors, complete = _authors(cell, table, found)
    has = cell.texts
    fields: RecordFields = {
        "title": title, "names": authors, "authors_complete": complete, "publication_type": kind, "identifiers": known
    }  # fmt: skip
    if "authors" in has:
        fields["authors_raw"] = has["authors"][0]
    if "year" in has or "date" in has:
        fields["date"], fields["date_text"] = _date(cell, table.order, found)
    venue = fields["venue"] = _venue(cell, found) if "venue" in has or "issn" in has else None
    if venue is None and "publisher" in has:
        fields["publisher"] = plain_title(cell.one("publisher")) or None
    add_rarer_fields(fields, cell, found, table.editors)
    return found.record("table", fields)


def _date(cell: Cells, order: Order, found: Found) -> Dated:
    return dated(cell.one("date"), cell.one("year"), cell.one("month"), cell.one("day"), order=order, found=found)


def _title(cell: Cells) -> str | None:
    title = plain_title(cell.text("title"))
    subtitle = plain_title(cell.text("subtitle")) if "subtitle" in cell.texts else ""
    if title and subtitle:
        return f"{title} {subtitle}" if title[-1] in "?!:.…" else f"{title}: {subtitle}"
    return title or subtitle or None


def _authors(cell: Cells, table: Table, found: Found) -> tuple[tuple[Name, ...], bool]:
    printed = cell.text("authors")
    listed = as_list(printed)
    if listed is not None:
        names, complete = read_list(listed)
    else:
        names, complete = read_names(printed, table.authors) if printed else ((), True)
    if printed and not names and names_without_et_al(printed) == printed and not is_et_al(printed):
        found.doubt("names", f"no name can be read in {printed[:200]!r}")
    people = _with_orcids(names, cell, found) if "orcids" in cell.texts else names
    if "affiliations" in cell.texts:
        people = _with_affiliations(people, cell, found)
    if "group_authors" in cell.texts:
        people += tuple(Name(printed=group, collective=True) for group in cell.listed("group_authors"))
    return people, complete and bool(people)


def _with_affiliations(names: tuple[Name, ...], cell: Cells, found: Found) -> tuple[Name, ...]:
    printed = cell.one("affiliations")
    placed = with_affiliations(names, printed)
    if placed is None and printed:
        found.doubt("affiliations", f"which author is from where is not told by {printed[:200]!r}; not used")
    return names if placed is None else placed


def _with_orcids(names: tuple[Name, ...], cell: Cells, found: Found) -> tuple[Name, ...]:
    """Return names with the ORCID iDs that are printed as `Name/0000-...`, or one for each name."""
    listed = cell.listed("orcids")
    if not listed or not names:
        return names
    pairs = [one.rpartition("/")[::2] if "orcid.org" not in one.lower() else ("", one) for one in listed]
    known = {fold(name): found.identifier("orcid", orcid, "names") for name, orcid in pairs if name}
    if known:
        own = [known.get(fold(name.printed)) for name in names]
    elif len(listed) == len(names):
        own = [found.identifier("orcid", orcid, "names") for _, orcid in pairs]
    else:
        found.doubt("names", f"{len(listed)} ORCID iDs for {len(names)} names; not used", *listed[:_MOST_LISTED])
        return names
    return tuple(
        Name(printed=n.printed, given=n.given, family=n.family, suffix=n.suffix, identifiers=(one,)) if one else n
        for n, one in zip(names, own, strict=True)
    )


def _type(cell: Cells, found: Found) -> str | None:
    printed = cell.one("type")
    kind = publication_type(printed) if printed else None
    if printed and kind is None:
        found.doubt("publication_type", f"{printed[:100]!r} is no type of publication that is known; `other` is taken")
        return "other"
    return kind


def _venue(cell: Cells, found: Found) -> Venue | None:
    name = _plain(cell.one("venue"))
    printed = [part for one in cell.every("issn") for part in SEVERAL.split(one) if part]
    known = [found.identifier("issn", _eight(one)) for one in printed]
    issns = tuple(dict.fromkeys(one.value for one in known if one is not None))
    if not name:
        if issns:
            found.doubt("venue", "an ISSN, but no journal, book or series; not used", *issns)
        return None
    return Venue(name=name, issns=issns, publisher=_plain(cell.one("publisher")) or None)


def _eight(printed: str) -> str:
    """Return an ISSN with the zeros at its beginning that a spreadsheet has taken for nothing."""
    return printed.zfill(8) if printed.isascii() and printed.rstrip("Xx").isdigit() else printed
