"""Publications of dblp -> records. Reads: lxml elements. Emits: Record."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.dates import Printed, printed_date
from kg.identifiers import parse, web_iri
from kg.model import Affiliation, Identifier, Name, Record, Reference, Relation, RelationKind, Venue
from kg.readers.dblp.links import editions
from kg.readers.dblp.people import names
from kg.readers.dblp.text import Fields, fields_of, first, line, title_of
from kg.readers.syntax.json_records import Found, UnreadableError

_TYPES = {
    "article": "article",
    "inproceedings": "proceedings-paper",
    "proceedings": "book",
    "book": "book",
    "incollection": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "data": "dataset",
    "www": "other",
}
PUBLICATIONS = tuple(_TYPES)
"""The elements that are publications; some `www` are persons."""
_PUBLTYPES = {"informal": "preprint", "survey": "review", "software": "software"}
_WHOLES = frozenset({"proceedings", "book", "phdthesis", "mastersthesis"})
"""What an ISBN is of; that of an article in a book is the book's."""


def publication(root: Element, found: Found, bins: set[str]) -> Record:
    """Return the record of a publication. `bins` are pids that several persons share.

    Raises:
        UnreadableError: it says nothing of a work.
    """
    kind = str(root.tag)
    fields = fields_of(root)
    title = title_of(fields)
    authors, complete = names(fields.get("author", ()), found, "authors", bins)
    editors, _ = names(fields.get("editor", ()), found, "editors", bins)
    key = found.identifier("dblp", root.get("key"))
    if title is None and not authors and not editors:
        raise UnreadableError("no work: it has neither title nor authors", "leave it out")
    linked, page, pdf = editions([*fields.get("ee", ()), *_addresses(kind, fields)], found)
    isbns = _isbns(fields, found)
    date = _date(fields)
    publtypes = (root.get("publtype") or "").split()
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="dblp",
        layout=found.piece.layout,
        title=title,
        names=_with_school(authors, fields) if kind.endswith("thesis") else authors,
        authors_complete=bool(authors) and complete,
        date=date.date,
        date_text=date.text,
        publication_type=next((_PUBLTYPES[one] for one in publtypes if one in _PUBLTYPES), _TYPES[kind]),
        identifiers=tuple(sorted({*linked, *([key] if key else []), *(isbns if kind in _WHOLES else ())})),
        editors=editors,
        venue=_venue(kind, fields, found),
        volume=first(fields, "volume"),
        issue=first(fields, "number"),
        pages=first(fields, "pages"),
        landing_page=page or (web_iri(key) if key else None),
        pdf=pdf,
        references=tuple(_references(fields)),
        relations=(*_part_of(fields, () if kind in _WHOLES else isbns), *_related(fields)),
        retracted="withdrawn" in publtypes,
        pointer=root.get("key") or found.piece.pointer,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )


def _addresses(kind: str, fields: Fields) -> list[Element]:
    """Return the addresses of a web page; of other publications `url` is a place within dblp."""
    return fields.get("url", []) if kind in ("www", "data") else []


def _date(fields: Fields) -> Printed:
    year, month = first(fields, "year"), first(fields, "month")
    if month is None and year is not None and len(year) == 4 and year.isascii() and year.isdigit() and year > "0000":
        return Printed(year)
    printed = month if month and year and year in month else " ".join(filter(None, (month, year)))
    return printed_date(printed)


def _isbns(fields: Fields, found: Found) -> list[Identifier]:
    read = [found.identifier("isbn", line(one)) for one in fields.get("isbn", ())]
    return [one for one in read if one is not None]


def _venue(kind: str, fields: Fields, found: Found) -> Venue | None:
    """Return where it appeared; of whole books that is their series."""
    asked = ("series",) if kind in _WHOLES else ("journal", "booktitle", "series")
    name = next((text for one in asked if (text := first(fields, one)) is not None), None)
    if name is None:
        return None
    issns = [found.identifier("issn", line(one)) for one in fields.get("issn", ())]
    return Venue(name=name, issns=tuple(one.value for one in issns if one), publisher=first(fields, "publisher"))


def _with_school(authors: tuple[Name, ...], fields: Fields) -> tuple[Name, ...]:
    """Return the author of a thesis with the school as affiliation, if there is just one author."""
    schools = tuple(Affiliation(raw=text) for one in fields.get("school", ()) if (text := line(one)))
    if len(authors) != 1 or not schools:
        return authors
    (author,) = authors
    return (Name(printed=author.printed, identifiers=author.identifiers, affiliations=schools),)


def _references(fields: Fields) -> Iterator[Reference]:
    """Yield what is cited, by keys; `...` stands for a work that dblp does not have."""
    for element in fields.get("cite", ()):
        printed = line(element)
        if printed.strip("."):
            known = parse("dblp", printed)
            yield Reference(identifiers=(known,)) if known is not None else Reference(text=printed)


def _part_of(fields: Fields, isbns: tuple[Identifier, ...] | list[Identifier]) -> Iterator[Relation]:
    """Yield the whole that it is a part of: the record that `crossref` names, the book of an ISBN."""
    keys = [parse("dblp", line(one)) for one in fields.get("crossref", ())]
    wholes = tuple(dict.fromkeys([*filter(None, keys), *isbns]))
    if wholes:
        yield Relation(kind="part-of", identifiers=wholes)


def _related(fields: Fields) -> Iterator[Relation]:
    for element in fields.get("rel", ()):
        kind: RelationKind = "version-of" if "version" in (element.get("type") or "").lower() else "related"
        printed = line(element) or element.get("uri") or ""
        known = parse("dblp", printed) or parse("doi", printed)
        if printed:
            yield Relation(kind=kind, identifiers=(known,)) if known is not None else Relation(kind=kind, text=printed)
