"""Tables of OpenCitations -> records. Reads: CSV of Meta (its dump, its curation form), of the Index. Emits: Record.

Meta: id, title, author, pub_date, venue, volume, issue, page, type, publisher, editor. A cell of ids holds several,
parted by blanks; names of agents and venues have theirs in brackets (`Lee, Ann [orcid:0000-...]; Roe, Bo`). The ISBN or
DOI of a venue is that of the book that the work is part of. Journals, issues, volumes and series are rejects: no works.
Citations (`citing_id, cited_id`, or `citing, cited` of the Index): the rows of one citing work behind each other are
one record without title, with its references, which meets the other records of that work by its identifier.
Left out (`kg read --unknown` lists it): ids of schemes that `kg.identifiers` does not know (omid, viaf, crossref, jid),
those of publishers, the dates of cited works, the time between two works, self-citation flags.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from msgspec.structs import replace

from kg.identifiers import PERSON_SCHEMES, SCHEMES, person_identifier, recognized
from kg.model import Identifier, Name, Record, RecordFields, Reference, Reject, Relation, Venue
from kg.readers.source import Source, beginning
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_records import Found, UnreadableError, reject_of
from kg.readers.syntax.printed_names import inverted_name, is_et_al
from kg.readers.tables.dates import one_date
from kg.readers.tables.reader import RAGGED, piece_of, place_of
from kg.readers.tables.rows import Fault, Layout, Row, rows, table_layout
from kg.readers.tables.words import publication_type
from kg.readers.unread import is_watched, tell_unread
from kg.text import fold

_META = frozenset(("id", "title", "author", "pub_date", "venue", "type"))
_CITING = ("citing_id", "citing", "citing_doi")
_CITED = ("cited_id", "cited", "cited_doi")
_NO_WORKS = frozenset(
    ("journal", "journal issue", "journal volume", "book series", "report series", "standard series",
     "proceedings series", "series")
)  # fmt: skip
_SIGN = re.compile(r"[;\[\]]")
_AN_ID = re.compile(r"(?<![A-Za-z])([A-Za-z]{1,20}):(\S+)")
_ONE_DOI = re.compile(r"doi:(10\.[0-9]{4,9}/[a-z0-9][a-z0-9.()_:;/-]*+(?<=[a-z0-9]))")
"""A cell as almost all are; a test holds it to `kg.identifiers`."""
_AS_PRINTED: tuple[tuple[Literal["authors_raw", "volume", "issue", "pages"], str], ...] = (
    ("authors_raw", "author"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("pages", "page"),
)
_PAPERS = frozenset({"doi", "pmid", "pmcid", "isbn", "arxiv", "openalex", "wikidata", "dblp", "acl", "s2"})
_MOST_REFERENCES = 5000
_HEADER = "the header is that of OpenCitations: id, title, author, pub_date ... or citing_id, cited_id"


class Ids(NamedTuple):
    """A text, and the ids that stand in brackets behind it, as (scheme, value)."""

    text: str
    ids: tuple[tuple[str, str], ...]


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as a table of OpenCitations."""
    return _layout(beginning) is not None


def _layout(beginning: str) -> Layout | None:
    first = beginning.lstrip("\ufeff").lstrip("\r\n")[:1000].split("\n", 1)[0].lower()
    if not ("pub_date" in first or ("citing" in first and "cited" in first)):
        return None
    layout = table_layout(beginning, [(name, "key") for name in ("id", *_CITING)])
    if layout is None:
        return None
    names = [name.lower() for name in layout.header]
    cites = any(one in names for one in _CITING) and any(one in names for one in _CITED)
    return layout._replace(header=tuple(names)) if cites or set(names) >= _META else None


def read_opencitations(source: Source) -> Iterator[Record | Reject]:
    """Yield the rows of a source as records, in their order; citations by citing work."""
    layout = _layout(beginning(source))
    if layout is None:
        yield reject_of(source, piece_of(Fault(1, 1, "", "")), UnreadableError("another header", _HEADER))
    elif "title" in layout.header:
        yield from _meta(source, layout)
    else:
        yield from _citations(source, layout)


def _meta(source: Source, layout: Layout) -> Iterator[Record | Reject]:
    index = 0
    for row in rows(source, layout):
        if isinstance(row, Fault):
            yield reject_of(source, piece_of(row), UnreadableError(row.reason, RAGGED))
            continue
        cells = dict(zip(layout.header, row.cells, strict=True))
        try:
            record = _work(cells, Found(source, index + 1, place_of(row), []))
        except UnreadableError as error:
            yield reject_of(source, piece_of(row), error)
            continue
        index += 1
        yield record


def _work(cells: dict[str, str], found: Found) -> Record:
    kind = _kind(cells.get("type", ""))
    title = plain_title(cells["title"]) or None
    if kind in _NO_WORKS:
        raise UnreadableError(f"no work but a {kind}: {title or cells['id']}"[:300], "leave it out")
    identifiers = tuple(sorted(_identifiers(ids_of(cells["id"]), "id", found)))
    if title is None and not identifiers:
        raise UnreadableError("a row with neither a title nor an identifier that is known", "add a DOI, or a title")
    authors, complete = _people(cells["author"], "author", found)
    venue, whole = _venue(cells, found)
    fields: RecordFields = {
        "title": title, "names": authors, "authors_complete": complete, "identifiers": identifiers,
        "publication_type": (publication_type(kind) or "other") if kind else None, "venue": venue,
    }  # fmt: skip
    for name, column in _AS_PRINTED:
        if printed := cells.get(column, "").strip():
            fields[name] = printed
    if printed := cells["pub_date"].strip():
        fields["date"], fields["date_text"] = one_date(printed)
    if cells.get("editor"):
        fields["editors"] = _people(cells["editor"], "editor", found)[0]
    if venue is None:
        fields["publisher"] = plain_title(_kept(cells.get("publisher", "")).text) or None
    if whole:
        fields["relations"] = whole
    return found.record("opencitations", fields, layout="meta")


@lru_cache(maxsize=1 << 10)
def _kind(printed: str) -> str:
    return " ".join(printed.lower().split())


def ids_of(cell: str) -> tuple[tuple[str, str], ...]:
    """Return the ids of a cell, whose schemes may have capitals and blanks around the colon (`vIAF : 123`)."""
    text = " ".join(cell.split())
    if " :" in text or ": " in text:
        text = text.replace(" :", ":").replace(": ", ":")
    return tuple([(scheme.lower(), value) for scheme, value in _AN_ID.findall(text)])


def with_ids(cell: str) -> Ids:
    """Return the text of a cell and the ids in brackets behind it."""
    if "[" not in cell:
        return Ids(cell.strip(), ())
    text, _, inner = cell.strip().rpartition("[")
    if ":" not in inner or inner.find("]") != len(inner) - 1:
        return Ids(cell.strip(), ())
    return Ids(text.strip(), ids_of(inner[:-1]))


_kept = lru_cache(maxsize=1 << 14)(with_ids)
"""The same venues and publishers come again and again."""
_person_identifier = lru_cache(maxsize=1 << 16)(person_identifier)
_folded = lru_cache(maxsize=8)(fold)
"""The rows of one citing work stand behind each other."""


def _identifiers(ids: Sequence[tuple[str, str]], field: str, found: Found) -> list[Identifier]:
    """Return the ids of works that are known; one of another scheme is told as not read."""
    kept: dict[Identifier, None] = {}
    for scheme, value in ids:
        if scheme not in _PAPERS or scheme not in SCHEMES:
            if is_watched():
                tell_unread(f"{field} {scheme}", f"line {found.piece.start_line}")
        elif (one := found.identifier(scheme, value, field)) is not None:
            kept.setdefault(one)
    return list(kept)


def _parted(cell: str) -> list[str]:
    """Return what semicolons part outside of brackets."""
    if "[" not in cell and "]" not in cell:
        return cell.split(";")
    parts, start, inside = [], 0, False
    for match in _SIGN.finditer(cell):
        if match[0] == ";" and not inside:
            parts.append(cell[start : match.start()])
            start = match.end()
        elif match[0] != ";":
            inside = match[0] == "["
    return [*parts, cell[start:]]


def _people(cell: str, field: str, found: Found) -> tuple[tuple[Name, ...], bool]:
    read, complete = [], True
    if not cell:
        return (), False
    for printed in _parted(cell):
        text, ids = with_ids(printed)
        name = inverted_name(" ".join(text.split()))
        if text and is_et_al(text):
            complete = False
        elif name is not None:
            known = tuple(dict.fromkeys(_person_ids(ids, field, found))) if ids else ()
            read.append(
                Name(printed=name.printed, given=name.given, family=name.family, suffix=name.suffix, identifiers=known)
                if known
                else name
            )
        elif text or ids:
            found.doubt(field, f"{printed.strip()[:200]!r} has no name; left out")
            complete = False
    return tuple(read), complete and bool(read)


def _person_ids(ids: Sequence[tuple[str, str]], field: str, found: Found) -> Iterator[Identifier]:
    for scheme, value in ids:
        one = _person_identifier(scheme, value) if scheme in PERSON_SCHEMES else None
        if one is not None:
            yield one
        elif scheme in PERSON_SCHEMES:
            found.doubt(field, f"{value[:200]!r} is no {scheme} identifier (form or check digit); not used")
        elif is_watched():
            tell_unread(f"{field} {scheme}", f"line {found.piece.start_line}")


def _venue(cells: dict[str, str], found: Found) -> tuple[Venue | None, tuple[Relation, ...]]:
    """Return the venue, and the book that a work is part of where the venue has the identifiers of one."""
    name, ids = _kept(cells["venue"])
    publisher = _kept(cells.get("publisher", "")).text
    if not ids and not name:
        return None, ()
    issns = [one.value for scheme, value in ids if scheme == "issn" and (one := found.identifier("issn", value))]
    others = [(scheme, value) for scheme, value in ids if scheme != "issn"]
    whole = tuple(_identifiers(others, "venue", found))
    name = plain_title(name)
    if not name:
        if issns:
            found.doubt("venue", "an ISSN, but no name of a venue; not used", *issns)
        return None, (Relation(kind="part-of", identifiers=whole),) if whole else ()
    venue = Venue(name=name, issns=tuple(dict.fromkeys(issns)), publisher=plain_title(publisher) or None)
    return venue, (Relation(kind="part-of", identifiers=whole, text=name),) if whole else ()


def _citations(source: Source, layout: Layout) -> Iterator[Record | Reject]:
    """Yield a record for each citing work whose rows stand behind each other."""
    header = layout.header
    citing = next(header.index(name) for name in _CITING if name in header)
    cited = next(header.index(name) for name in _CITED if name in header)
    day = next((header.index(name) for name in ("citing_publication_date", "creation") if name in header), None)
    index = 0
    key = lambda row: ("", row.start_line) if isinstance(row, Fault) else (_folded(row.cells[citing]), 0)  # noqa: E731
    for _, group in groupby(rows(source, layout), key=key):
        for block in _blocks(group):
            first = block[0]
            if isinstance(first, Fault):
                yield reject_of(source, piece_of(first), UnreadableError(first.reason, RAGGED))
                continue
            own = [row for row in block if isinstance(row, Row)]
            piece = replace(piece_of(first), end_line=own[-1].end_line)
            found = Found(source, index + 1, piece, [])
            identifiers = _of_work(first.cells[citing], "citing", found)
            if not identifiers:
                told = f"no identifier of a citing work is known: {first.cells[citing]}"[:300]
                yield reject_of(source, piece, UnreadableError(told, "name the citing work by its DOI"))
                continue
            index += 1
            printed = first.cells[day].strip() if day is not None else ""
            yield _citing(identifiers, printed, [row.cells[cited] for row in own], found)


def _blocks(group: Iterator[Row | Fault]) -> Iterator[list[Row | Fault]]:
    """Yield rows in lists of bounded length."""
    block: list[Row | Fault] = []
    for row in group:
        block.append(row)
        if len(block) == _MOST_REFERENCES:
            yield block
            block = []
    if block:
        yield block


def _citing(identifiers: tuple[Identifier, ...], printed: str, cited: list[str], found: Found) -> Record:
    date = one_date(printed)
    references: dict[object, Reference] = {}
    for cell in cited:
        known = _of_work(cell, "references", found)
        if any(map(identifiers.__contains__, known)):
            found.doubt("references", f"the work cites itself ({cell.strip()[:200]})", confidence=0.5)
        key = known or " ".join(cell.split())
        if key and key not in references:
            references[key] = Reference(identifiers=known) if known else Reference(text=str(key))
    fields: RecordFields = {
        "authors_complete": False, "date": date.date, "date_text": date.text,
        "identifiers": identifiers, "references": tuple(references.values()),
    }  # fmt: skip
    return found.record("opencitations", fields, layout="citations")


def _of_work(cell: str, field: str, found: Found) -> tuple[Identifier, ...]:
    """Return the identifiers of a cell: ids with their schemes, or one that is known by its form."""
    only = _ONE_DOI.fullmatch(cell.lower())
    if only is not None:
        return (Identifier("doi", only[1]),)
    ids = ids_of(cell)
    if ids:
        return tuple(sorted(_identifiers(ids, field, found)))
    bare = recognized(cell)
    return (bare,) if bare is not None and bare.scheme in _PAPERS else ()
