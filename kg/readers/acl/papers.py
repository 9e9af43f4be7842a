"""Papers and front matter of the ACL Anthology -> records. Reads: lxml elements, their Volume. Emits: Record."""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.identifiers import parse, web_iri
from kg.model import Identifier, Record, Relation, Subject
from kg.readers.acl.ids import anthology_id
from kg.readers.acl.names import names
from kg.readers.acl.text import abstract_text, line_text
from kg.readers.acl.volume import Volume, date_of, identifiers_of
from kg.readers.bibtex.languages import language_tag
from kg.readers.listing.code_urls import code_urls
from kg.readers.syntax.json_records import Found, UnreadableError
from kg.terms import is_iri

SITE = "https://aclanthology.org/"
_WEB = re.compile(r"https?://", re.IGNORECASE)
_DATASETS = "https://paperswithcode.com/dataset/"


def paper_record(root: Element, volume: Volume, found: Found) -> Record:
    """Return the record of a `paper`.

    Raises:
        UnreadableError: it says nothing of a work.
    """
    title = line_text(root.find("title"))
    authors, complete = names(root.findall("author"), found, "authors")
    editors, _ = names(root.findall("editor"), found, "editors")
    number = _number(root, volume, root.get("id") or "", found)
    identifiers = _sorted(number, *identifiers_of(root, found))
    if title is None and not authors and not identifiers_of(root, found):
        raise UnreadableError("no work: it has neither title nor authors nor a DOI", "leave it out")
    placed = _placed(root, volume, found)
    abstract = abstract_text(root.find("abstract"))
    own_date = root.find("year") is not None
    date, date_text = date_of(root, volume.collection, found) if own_date else (volume.date, volume.date_text)
    doubts = () if own_date else tuple(one for one in volume.doubts if one.field == "date")
    landing, pdf = _addresses(root, number, found)
    _note_removal(root, found)
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
        code_urls=tuple(dict.fromkeys([*_code(root, found), *(code_urls(abstract) if abstract else ())])),
        dataset_urls=tuple(_attached(root, "dataset", found)),
        publication_type=_type(root, placed),
        identifiers=identifiers,
        editors=editors,
        venue=placed.venue,
        volume=placed.volume,
        issue=line_text(root.find("issue")) or placed.issue,
        pages=line_text(root.find("pages")),
        language=_language(root, found),
        landing_page=landing,
        pdf=pdf,
        subjects=tuple(_datasets(root)),
        relations=(*_part_of(placed), *_errata(root)),
        retracted=root.find("retracted") is not None,
        version_number=_revision(root),
        pointer=_pointer(volume, root),
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=(*doubts, *found.doubts),
    )


def front_record(root: Element, volume: Volume, found: Found) -> Record:
    """Return the record of a volume. `root` is its front matter, its `meta`, or the paper of an old file that is it."""
    in_front = root.tag == "frontmatter"
    editors = volume.editors or (names(root.findall("editor"), found, "editors")[0] if in_front else ())
    number = _number(root, volume, root.get("id") or "", found) if root.tag == "paper" else volume.front_id
    own = identifiers_of(root, found) if in_front else ()
    landing, pdf = _addresses(root, number, found)
    if number is None and volume.collection and volume.number:
        landing = f"{SITE}volumes/{volume.collection}-{volume.number}"
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="acl",
        layout=found.piece.layout,
        title=volume.title or line_text(root.find("title")),
        authors_complete=False,
        date=volume.date,
        date_text=volume.date_text,
        dataset_urls=tuple(_attached(root, "dataset", found)),
        code_urls=tuple(_attached(root, "software", found)),
        publication_type="other" if volume.is_journal else "book",
        identifiers=_sorted(number, *volume.identifiers, *own),
        editors=editors,
        venue=volume.venue if volume.is_journal else None,
        publisher=volume.venue.publisher if volume.venue is not None and not volume.is_journal else None,
        volume=volume.volume,
        issue=volume.issue,
        pages=line_text(root.find("pages")) if in_front else None,
        landing_page=landing if landing is not None and is_iri(landing) else None,
        pdf=pdf,
        version_number=_revision(root),
        pointer=_pointer(volume, root),
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(dict.fromkeys([*volume.doubts, *found.doubts])),
    )


def _sorted(number: Identifier | None, *others: Identifier) -> tuple[Identifier, ...]:
    return tuple(sorted({one for one in (number, *others) if one is not None}))


def _number(root: Element, volume: Volume, paper: str, found: Found) -> Identifier | None:
    """Return the identifier of a paper in the Anthology: by its numbers, else by the name of its file."""
    made = anthology_id(volume.collection, volume.number, paper)
    if made is None:
        printed = line_text(root.find("url"))
        return parse("acl", printed) if printed is not None else None
    return found.identifier("acl", made)


def _placed(root: Element, volume: Volume, found: Found) -> Volume:
    """Return where a paper stands: its volume, if the paper of an old file does not say itself."""
    if root.find("booktitle") is None and root.find("journal") is None and root.find("journal-title") is None:
        return volume
    told = Volume(volume.collection, volume.number, is_journal=volume.is_journal)
    inner = Found(found.source, found.index, found.piece, [])
    placed = told.of_meta(root, inner)
    if placed.title is not None and root.find("booktitle") is None:  # the title is that of the paper
        placed = placed._replace(title=volume.title)
    return placed._replace(
        identifiers=volume.identifiers,
        has_front=volume.has_front,
        volume=placed.volume or line_text(root.find("volume")) or volume.volume,
        issue=placed.issue or volume.issue,
    )


def _type(root: Element, placed: Volume) -> str:
    if root.get("type") in ("frontmatter", "backmatter"):
        return "other"
    return "article" if placed.is_journal else "proceedings-paper"


def _language(root: Element, found: Found) -> str | None:
    printed = line_text(root.find("language"))
    return (language_tag(printed) or found.language(printed)) if printed is not None else None


def _addresses(root: Element, number: Identifier | None, found: Found) -> tuple[str | None, str | None]:
    """Return the paper's page and its PDF: `url` names a file of the Anthology, or a PDF elsewhere."""
    page = web_iri(number) if number is not None else None
    printed = line_text(root.find("url"))
    if printed is None or root.find("removed") is not None:
        return page, None
    address = printed if _WEB.match(printed) else f"{SITE}{printed.removesuffix('.pdf')}.pdf"
    return page, found.first_iri([address], "pdf")


def _code(root: Element, found: Found) -> Iterator[str]:
    for one in root.findall("pwccode"):
        if (address := one.get("url")) and (iri := found.first_iri([address], "code_urls")) is not None:
            yield iri
    yield from _attached(root, "software", found)


def _attached(root: Element, kind: str, found: Found) -> Iterator[str]:
    """Yield the addresses of attachments of a kind; files of 2018 and before have elements of that name."""
    typed = [one for one in root.findall("attachment") if (one.get("type") or "").lower().rstrip("s") == kind]
    for one in (*typed, *root.findall(kind)):
        printed = line_text(one)
        if printed is not None:
            address = printed if _WEB.match(printed) else f"{SITE}attachments/{printed}"
            if (iri := found.first_iri([address], f"{kind}_urls")) is not None:
                yield iri


def _datasets(root: Element) -> Iterator[Subject]:
    """Yield the data sets that Papers with Code ties a paper to: used or introduced, which is not told."""
    for one in root.findall("pwcdataset"):
        address, label = one.get("url") or "", line_text(one)
        notation = address.removeprefix(_DATASETS).strip("/") or None
        if notation or label:
            yield Subject(scheme="paperswithcode-dataset", notation=notation, label=label)


def _part_of(placed: Volume) -> Iterator[Relation]:
    identifiers = _sorted(placed.front_id, *placed.identifiers)
    if not placed.is_journal and (identifiers or placed.title):
        yield Relation(kind="part-of", identifiers=identifiers, text=placed.title)


def _errata(root: Element) -> Iterator[Relation]:
    for one in root.findall("erratum"):
        if printed := line_text(one):
            yield Relation(kind="corrected-by", text=printed if _WEB.match(printed) else f"{SITE}{printed}.pdf")


def _revision(root: Element) -> str | None:
    """Return the number of the last revision, which is the one that the Anthology shows."""
    numbers = [printed for one in root.findall("revision") if (printed := one.get("id") or "").isdecimal()]
    return max(numbers, key=int, default=None)


def _note_removal(root: Element, found: Found) -> None:
    removed = root.find("removed")
    if removed is not None:
        told = f"removed from the Anthology on {removed.get('date') or 'an unknown day'}: {line_text(removed) or ''}"
        found.doubt("removed", told.rstrip(": ")[:300], confidence=1.0)


def _pointer(volume: Volume, root: Element) -> str:
    number = root.get("id")
    last = f'{root.tag}[@id="{number}"]' if number else str(root.tag)
    if not volume.number:
        return f'/volume[@id="{volume.collection}"]/{last}'
    return f'/collection[@id="{volume.collection}"]/volume[@id="{volume.number}"]/{last}'
