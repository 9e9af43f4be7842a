"""arXiv's own metadata in OAI-PMH (`arXiv`, `arXivRaw`, `arXivOld`) -> records. Reads: elements. Emits: Record.

The date is that of the first version. Left out: comments but for a withdrawal, the submitter, sizes and types of files,
dates of later versions, report numbers, proxies.
"""

from lxml.etree import _Element as Element

from kg.dates import Printed
from kg.match.names import is_collective
from kg.model import Affiliation, Identifier, Name, Record, Relation
from kg.readers.arxiv.author_line import Authors, read_author_line
from kg.readers.arxiv.text import (
    abstract_text,
    first_day,
    is_withdrawn,
    last_version,
    subjects,
    subjects_of,
    title_text,
)
from kg.readers.jats.text import local, raw_text
from kg.readers.listing.code_urls import code_urls
from kg.readers.syntax.children import Children
from kg.readers.syntax.inverted_names import is_cut
from kg.readers.syntax.json_records import Found, UnreadableError
from kg.readers.syntax.latex import plain_text


def arxiv_record(root: Element, name: str, found: Found) -> Record:
    """Return the record of a metadata element; `name` is that of arXiv's format, which it keeps as its layout.

    Raises:
        UnreadableError: it describes no paper.
    """
    fields = Children(root)
    identifiers = _identifiers(fields, found)
    title = title_text(fields.text("title"))
    authors, line = _authors(fields)
    if title is None and not authors.names and not identifiers:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    abstract = abstract_text(fields.text("abstract"))
    published = _first_date(fields)
    journal = " ".join(fields.text("journal-ref").split())
    codes = " ".join(fields.text("categories").split())
    terms = (
        *subjects_of(codes, "arxiv"),
        *subjects(fields.texts("msc-class"), "msc"),
        *subjects(fields.texts("acm-class"), "acm"),
    )  # fmt: skip
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="oai",
        layout=name,
        title=title,
        names=authors.names,
        authors_raw=line,
        authors_complete=authors.complete,
        date=published.date,
        date_text=published.text,
        category=codes.split(" ")[0] or None,
        abstract=abstract,
        code_urls=code_urls(abstract) if abstract else (),
        publication_type="preprint",
        identifiers=identifiers,
        license=found.first_iri(fields.texts("license"), "license"),
        subjects=terms,
        relations=(Relation(kind="version-of", text=journal),) if journal else (),
        retracted=is_withdrawn(fields.text("comments"), abstract),
        version_number=_last_version(fields),
        pointer=found.piece.pointer,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )


def _identifiers(fields: Children, found: Found) -> tuple[Identifier, ...]:
    kept = {found.identifier("arxiv", fields.text("id"))}
    kept |= {found.identifier("doi", one.rstrip(",;")) for one in fields.text("doi").split()}
    return tuple(sorted(one for one in kept if one is not None))


def _authors(fields: Children) -> tuple[Authors, str | None]:
    """Return the authors, and the line in which they were typed, if it was one."""
    holders = fields.elements("authors")
    listed = [one for holder in holders for one in holder if local(one) == "author"]
    if not listed:
        line = " ".join(fields.text("authors", "author", "creator").split())
        return read_author_line(line), line or None
    names = []
    complete = True
    for one in listed:
        parts = Children(one)
        family, given, suffix = (plain_text(parts.text(name)) for name in ("keyname", "forenames", "suffix"))
        printed = " ".join(filter(None, (given, family, suffix)))
        if is_cut(printed) or not any(map(str.isalnum, printed)):
            complete = complete and not printed
            continue
        places = dict.fromkeys(plain_text(raw_text(place)) for place in parts.elements("affiliation"))
        names.append(
            Name(
                printed=printed,
                given=given or None if family else None,
                family=family if given or " " not in family else None,
                suffix=suffix or None,
                collective=not given and is_collective(family),
                affiliations=tuple(Affiliation(raw=place) for place in places if place),
            )
        )
    return Authors(tuple(names), complete and bool(names)), None


def _first_date(fields: Children) -> Printed:
    """Return the date of the first version, else that of the paper; arXiv's `date` is as in mails."""
    first = [Children(one).text("date") for one in fields.elements("version")[:1]]
    for printed in (*first, *fields.texts("created", "date", "updated")):
        return first_day(printed)
    return Printed()


def _last_version(fields: Children) -> str | None:
    return last_version(one.get("version") for one in fields.elements("version"))
