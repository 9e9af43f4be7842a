"""Papers and front matter of the ACL Anthology -> records. Reads: lxml elements, their Volume. Emits: Record."""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.identifiers import parse, web_iri
from kg.model import Identifier, Record, Relation
from kg.readers.acl.ids import anthology_id
from kg.readers.acl.names import names
from kg.readers.acl.text import Parts, abstract_text, line_text, part_text, parts_of
from kg.readers.acl.volume import Volume, date_of, identifiers_of
from kg.readers.bibtex.languages import language_tag
from kg.readers.listing.code_urls import code_urls
from kg.readers.syntax.json_records import Found, UnreadableError
from kg.terms import is_iri

SITE = "https://aclanthology.org/"
_PLAIN = re.compile(r"[A-Z][0-9]{2}-[0-9]{4}|[0-9]{4}\.[a-z0-9]+-[a-z0-9]+\.[0-9]+")
"""Numbers as almost all papers have them; a test holds them to `kg.identifiers`."""
_FILE = re.compile(r"[A-Za-z0-9._-]+")
_ADDRESSES = ("://", ".com/", ".org/", ".net/", ".ht/", ".science/", "gitlab.", "gitea.", "git.")
_WEB = re.compile(r"https?://", re.IGNORECASE)


def paper_record(root: Element, volume: Volume, found: Found) -> Record:
    """Return the record of a `paper`.

    Raises:
        UnreadableError: it says nothing of a work.
    """
    parts = parts_of(root)
    title = part_text(parts, "title")
    authors, complete = names(parts.get("author", ()), found, "authors")
    editors, _ = names(parts.get("editor", ()), found, "editors")
    number = _number(parts, volume, root.get("id") or "", found)
    dois = identifiers_of(parts, found)
    if title is None and not authors and not dois:
        raise UnreadableError("no work: it has neither title nor authors nor a DOI", "leave it out")
    placed = _placed(parts, volume, found)
    abstract = abstract_text(next(iter(parts.get("abstract", ())), None))
    own_date = "year" in parts
    date, date_text = date_of(parts, volume.collection, found) if own_date else (volume.date, volume.date_text)
    doubts = () if own_date else tuple(one for one in volume.doubts if one.field == "date")
    landing, pdf = _addresses(parts, number, found)
    _note_removal(parts, found)
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="acl",
        layout=found.piece.layout,
        title=title,
        names=authors,
        authors_complete=bool(authors) and complete,
        date=date,
        date_text=date_text,
        abstract=abstract,
        code_urls=tuple(dict.fromkeys([*_code(parts, found), *_code_in(abstract)])),
        dataset_urls=tuple(_attached(parts, "dataset", found)),
        publication_type=_type(root, placed),
        identifiers=_sorted(number, *dois),
        editors=editors,
        venue=placed.venue,
        volume=placed.volume,
        issue=part_text(parts, "issue") or placed.issue,
        pages=part_text(parts, "pages"),
        language=_language(parts, found),
        landing_page=landing,
        pdf=pdf,
        relations=(*_part_of(placed), *_errata(parts), *_datasets(parts)),
        retracted="retracted" in parts,
        version_number=_revision(parts),
        pointer=_pointer(volume, root),
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=(*doubts, *found.doubts),
    )


def front_record(root: Element, volume: Volume, found: Found) -> Record:
    """Return the record of a volume. `root` is its front matter, its `meta`, or the paper of an old file that is it."""
    parts = parts_of(root)
    in_front = root.tag == "frontmatter"
    editors = volume.editors or (names(parts.get("editor", ()), found, "editors")[0] if in_front else ())
    number = _number(parts, volume, root.get("id") or "", found) if root.tag == "paper" else volume.front_id
    own = identifiers_of(parts, found) if in_front else ()
    landing, pdf = _addresses(parts, number, found)
    if number is None and volume.collection and volume.number:
        landing = f"{SITE}volumes/{volume.collection}-{volume.number}"
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="acl",
        layout=found.piece.layout,
        title=volume.title or part_text(parts, "title"),
        authors_complete=False,
        date=volume.date,
        date_text=volume.date_text,
        dataset_urls=tuple(_attached(parts, "dataset", found)),
        code_urls=tuple(_attached(parts, "software", found)),
        publication_type="other" if volume.is_journal else "book",
        identifiers=_sorted(number, *volume.identifiers, *own),
        editors=editors,
        venue=volume.venue if volume.is_journal else None,
        publisher=volume.venue.publisher if volume.venue is not None and not volume.is_journal else None,
        volume=volume.volume,
        issue=volume.issue,
        pages=part_text(parts, "pages") if in_front else None,
        landing_page=landing if landing is not None and is_iri(landing) else None,
        pdf=pdf,
        version_number=_revision(parts),
        pointer=_pointer(volume, root),
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(dict.fromkeys([*volume.doubts, *found.doubts])),
    )


def _sorted(number: Identifier | None, *others: Identifier) -> tuple[Identifier, ...]:
    return tuple(sorted({one for one in (number, *others) if one is not None}))


def _number(parts: Parts, volume: Volume, paper: str, found: Found) -> Identifier | None:
    """Return the identifier of a paper in the Anthology: by its numbers, else by the name of its file."""
    made = anthology_id(volume.collection, volume.number, paper)
    if made is None:
        printed = part_text(parts, "url")
        return parse("acl", printed) if printed is not None else None
    return Identifier("acl", made) if _PLAIN.fullmatch(made) else found.identifier("acl", made)


def _placed(parts: Parts, volume: Volume, found: Found) -> Volume:
    """Return where a paper stands: its volume, if the paper of an old file does not say itself."""
    if "booktitle" not in parts and "journal" not in parts and "journal-title" not in parts:
        return volume
    told = Volume(volume.collection, volume.number, is_journal=volume.is_journal)
    inner = Found(found.source, found.index, found.piece, [])
    placed = told.of_meta(parts, inner)
    if placed.title is not None and "booktitle" not in parts:  # the title is that of the paper
        placed = placed._replace(title=volume.title)
    return placed._replace(
        identifiers=volume.identifiers,
        front_id=volume.front_id,
        volume=placed.volume or part_text(parts, "volume") or volume.volume,
        issue=placed.issue or volume.issue,
    )


def _type(root: Element, placed: Volume) -> str:
    if root.get("type") in ("frontmatter", "backmatter"):
        return "other"
    return "article" if placed.is_journal else "proceedings-paper"


def _language(parts: Parts, found: Found) -> str | None:
    printed = part_text(parts, "language")
    return (language_tag(printed) or found.language(printed)) if printed is not None else None


def _addresses(parts: Parts, number: Identifier | None, found: Found) -> tuple[str | None, str | None]:
    """Return the paper's page and its PDF: `url` names a file of the Anthology, or a PDF elsewhere."""
    page = web_iri(number) if number is not None else None
    printed = part_text(parts, "url")
    if printed is None or "removed" in parts:
        return page, None
    if _FILE.fullmatch(printed):
        return page, f"{SITE}{printed.removesuffix('.pdf')}.pdf"
    address = printed if _WEB.match(printed) else f"{SITE}{printed}"
    return page, found.first_iri([address], "pdf")


def _code(parts: Parts, found: Found) -> Iterator[str]:
    for one in parts.get("pwccode", ()):
        if (address := one.get("url")) and (iri := found.first_iri([address], "code_urls")) is not None:
            yield iri
    yield from _attached(parts, "software", found)


def _attached(parts: Parts, kind: str, found: Found) -> Iterator[str]:
    """Yield the addresses of attachments of a kind; files of 2018 and before have elements of that name."""
    typed = [one for one in parts.get("attachment", ()) if (one.get("type") or "").lower().rstrip("s") == kind]
    for one in (*typed, *parts.get(kind, ())):
        printed = line_text(one)
        if printed is not None:
            address = printed if _WEB.match(printed) else f"{SITE}attachments/{printed}"
            if (iri := found.first_iri([address], f"{kind}_urls")) is not None:
                yield iri


def _code_in(abstract: str | None) -> tuple[str, ...]:
    """Return the code that an abstract names. Most abstracts have no address in them, which is asked first."""
    if abstract is None or "/" not in abstract or not any(sign in abstract.lower() for sign in _ADDRESSES):
        return ()
    return code_urls(abstract)


def _datasets(parts: Parts) -> Iterator[Relation]:
    """Yield the data sets that Papers with Code ties a paper to: used or introduced, which is not told."""
    for one in parts.get("pwcdataset", ()):
        if text := (one.get("url") or "").strip() or line_text(one):
            yield Relation(kind="related", text=text)


def _part_of(placed: Volume) -> Iterator[Relation]:
    identifiers = _sorted(placed.front_id, *placed.identifiers)
    if not placed.is_journal and (identifiers or placed.title):
        yield Relation(kind="part-of", identifiers=identifiers, text=placed.title)


def _errata(parts: Parts) -> Iterator[Relation]:
    for one in parts.get("erratum", ()):
        if printed := line_text(one):
            yield Relation(kind="corrected-by", text=printed if _WEB.match(printed) else f"{SITE}{printed}.pdf")


def _revision(parts: Parts) -> str | None:
    """Return the number of the last revision, which is the one that the Anthology shows."""
    numbers = [printed for one in parts.get("revision", ()) if (printed := one.get("id") or "").isdecimal()]
    return max(numbers, key=int, default=None)


def _note_removal(parts: Parts, found: Found) -> None:
    removed = next(iter(parts.get("removed", ())), None)
    if removed is not None:
        told = f"removed from the Anthology on {removed.get('date') or 'an unknown day'}: {line_text(removed) or ''}"
        found.doubt("removed", told.rstrip(": ")[:300], confidence=1.0)


def _pointer(volume: Volume, root: Element) -> str:
    number = root.get("id")
    last = f'{root.tag}[@id="{number}"]' if number else str(root.tag)
    if not volume.number:
        return f'/volume[@id="{volume.collection}"]/{last}'
    return f'/collection[@id="{volume.collection}"]/volume[@id="{volume.number}"]/{last}'
