"""Publications of dblp -> records. Reads: entries. Emits: Record."""

import re
from collections.abc import Iterator

from kg.dates import Printed, printed_date
from kg.identifiers import parse, web_iri
from kg.model import Affiliation, Identifier, Name, Record, Reference, Relation, RelationKind, Venue
from kg.readers.dblp.entries import Entry, Fields, first, types
from kg.readers.dblp.links import editions
from kg.readers.dblp.people import names
from kg.readers.dblp.text import title_of
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
PLAIN_KEY = re.compile(r"(?:conf|journals|books|phd|series|reference|tr)(?:/[A-Za-z0-9-]+)+")
"""A test holds it to `kg.identifiers`."""
_PUBLTYPES = {"informal": "preprint", "survey": "review", "software": "software"}
_ADDRESSED = frozenset({"www", "data"})
"""Whose `url` is an address; that of others is a place within dblp."""
_WHOLES = frozenset({"proceedings", "book", "phdthesis", "mastersthesis"})
"""What an ISBN is of; that of an article in a book is the book's."""


def publication(entry: Entry, found: Found, bins: set[str]) -> Record:
    """Return the record of a publication. `bins` are pids that several persons share.

    Raises:
        UnreadableError: it says nothing of a work.
    """
    kind, fields = entry.tag, entry.fields
    title = title_of(fields)
    authors, complete = names(fields.get("author", ()), found, "authors", bins)
    editors = names(fields["editor"], found, "editors", bins)[0] if "editor" in fields else ()
    key = _key(entry.key, found)
    if title is None and not authors and not editors:
        raise UnreadableError("no work: it has neither title nor authors", "leave it out")
    links = fields.get("ee", [])
    linked, page, pdf = editions([*links, *fields.get("url", ())] if kind in _ADDRESSED else links, found)
    isbns = _isbns(fields, found) if "isbn" in fields else []
    if key is not None:
        linked.add(key)
    if kind in _WHOLES:
        linked.update(isbns)
    date = _date(fields)
    venue = _venue(kind, fields, found)
    publtypes = entry.publtypes
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
        publication_type=_type(entry),
        identifiers=tuple(sorted(linked)),
        editors=editors,
        venue=venue,
        publisher=first(fields, "publisher") if venue is None else None,
        volume=first(fields, "volume"),
        issue=first(fields, "number"),
        pages=first(fields, "pages"),
        landing_page=page or (web_iri(key) if key else None),
        pdf=pdf,
        references=tuple(_references(fields)) if "cite" in fields else (),
        relations=_relations(fields, [] if kind in _WHOLES else isbns),
        retracted="withdrawn" in publtypes,
        pointer=entry.key or found.piece.pointer,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )


def _type(entry: Entry) -> str:
    """Return the type; what stands in CoRR is of arXiv, whether it is marked as informal or not."""
    for one in entry.publtypes:
        if one in _PUBLTYPES:
            return _PUBLTYPES[one]
    return "preprint" if entry.key.startswith("journals/corr/") else _TYPES[entry.tag]


def _key(printed: str | None, found: Found) -> Identifier | None:
    """Return the key of a record; the form of almost all is known at a glance."""
    plain = PLAIN_KEY.fullmatch(printed) if printed else None
    return Identifier("dblp", plain[0]) if plain is not None else found.identifier("dblp", printed)


def _date(fields: Fields) -> Printed:
    year, month = first(fields, "year"), first(fields, "month")
    if month is None and year is not None and len(year) == 4 and year.isascii() and year.isdigit() and year > "0000":
        return Printed(year)
    printed = month if month and year and year in month else " ".join(filter(None, (month, year)))
    return printed_date(printed)


def _isbns(fields: Fields, found: Found) -> list[Identifier]:
    read = [found.identifier("isbn", text) for text, _ in fields.get("isbn", ())]
    return [one for one in read if one is not None]


def _venue(kind: str, fields: Fields, found: Found) -> Venue | None:
    """Return where it appeared; of whole books that is their series."""
    asked = ("series",) if kind in _WHOLES else ("journal", "booktitle", "series")
    name = next((text for one in asked if (text := first(fields, one)) is not None), None)
    if name is None:
        return None
    publisher = first(fields, "publisher")
    if "issn" not in fields:
        return Venue(name=name, publisher=publisher)
    issns = [found.identifier("issn", text) for text, _ in fields["issn"]]
    return Venue(name=name, issns=tuple(one.value for one in issns if one), publisher=publisher)


def _with_school(authors: tuple[Name, ...], fields: Fields) -> tuple[Name, ...]:
    """Return the author of a thesis with the school as affiliation, if there is just one author."""
    schools = tuple(Affiliation(raw=text) for text, _ in fields.get("school", ()))
    if len(authors) != 1 or not schools:
        return authors
    (author,) = authors
    return (Name(printed=author.printed, identifiers=author.identifiers, affiliations=schools),)


def _references(fields: Fields) -> Iterator[Reference]:
    """Yield what is cited, by keys; `...` stands for a work that dblp does not have."""
    for printed, _ in fields.get("cite", ()):
        if printed.strip("."):
            known = parse("dblp", printed)
            yield Reference(identifiers=(known,)) if known is not None else Reference(text=printed)


def _relations(fields: Fields, isbns: list[Identifier]) -> tuple[Relation, ...]:
    """Return the whole that it is a part of, by the record that `crossref` names and its ISBN, and what `rel` says."""
    keys = [_key_in(text) for text, _ in fields.get("crossref", ())]
    wholes = tuple(dict.fromkeys([*filter(None, keys), *isbns]))
    part_of = (Relation(kind="part-of", identifiers=wholes),) if wholes else ()
    return (*part_of, *_related(fields)) if "rel" in fields else part_of


def _key_in(printed: str) -> Identifier | None:
    return Identifier("dblp", printed) if PLAIN_KEY.fullmatch(printed) else parse("dblp", printed)


def _related(fields: Fields) -> Iterator[Relation]:
    for printed, attributes in fields.get("rel", ()):
        told = " ".join(types(attributes)).lower()
        kind: RelationKind = "version-of" if "version" in told else "related"
        known = parse("dblp", printed) or parse("doi", printed)
        yield Relation(kind=kind, identifiers=(known,)) if known is not None else Relation(kind=kind, text=printed)
