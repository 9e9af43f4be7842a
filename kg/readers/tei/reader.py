"""TEI documents -> records. Reads: what GROBID writes, `teiCorpus`, bibliographies in TEI. Emits: Record, Reject.

Read, of each `TEI` (of its `sourceDesc/biblStruct`, else of its `fileDesc`): title, authors and editors (`people`),
identifiers, journal or book, volume, issue, pages, date (`imprint`), language, licence, abstract, keywords and terms of
schemes, funders and awards, references (`references`), addresses of code and data in statements of availability. Where
the header is empty and a bibliography follows (GROBID's reading of references, Zotero's export), each `biblStruct`
of it is a record; in a catalogue (HAL's), each `biblFull`.

Left out: the body but for its bibliography; `encodingDesc` and `revisionDesc`; sums of the file (`MD5`); dates of
submission and revision; addresses of mail; roles (`roleName`), `respStmt`, translators and reviewers; notes;
affiliations without an author (a doubt tells them); places in addresses but for the country; the number of an edition;
abstracts in other languages than the document's; the sense of other types of `idno`.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from lxml.etree import _Element as Element

from kg.model import Identifier, Record, Reject
from kg.readers.jats.text import raw_text
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source, beginning
from kg.readers.syntax.arxiv_dois import arxiv_of
from kg.readers.syntax.children import child, children
from kg.readers.syntax.json_records import Found, UnreadableError
from kg.readers.syntax.xml_records import parsed, read_xml, xml_pieces
from kg.readers.tei.header import abstract, fundings, keywords, language, license_of, links, statements, subjects
from kg.readers.tei.imprint import (
    arxiv_stamp,
    identifiers,
    own_numbers,
    publication_date,
    publisher,
    scope,
    title,
    venue,
)
from kg.readers.tei.people import people, places_of
from kg.readers.tei.references import references
from kg.readers.tei.text import LANG, line

_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:TEI|teiCorpus)(?=[\s>])")
_LIST = re.compile(
    r"\A(?:\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>))*\s*<(?:\w+:)?(?:listBibl|biblStruct)(?=[\s>])", re.DOTALL
)
_CATALOGUE = re.compile(r"<(?:\w+:)?body>\s*<(?:\w+:)?listBibl>\s*<(?:\w+:)?biblFull\b")
_EMPTY_HEADER = re.compile(r"<(?:\w+:)?teiHeader\b[^>]*(?:/>|>\s*</)")
_TYPES = {
    "journalarticle": "article", "article": "article", "book": "book", "booksection": "chapter", "chapter": "chapter",
    "conferencepaper": "proceedings-paper", "thesis": "thesis", "report": "report", "preprint": "preprint",
    "dataset": "dataset", "computerprogram": "software", "software": "software", "encyclopediaarticle": "chapter",
    "magazinearticle": "article", "newspaperarticle": "article", "dictionaryentry": "chapter",
}  # fmt: skip
_HAL_TYPES = {
    "ART": "article", "COMM": "proceedings-paper", "COUV": "chapter", "OUV": "book", "DOUV": "book",
    "PROCEEDINGS": "book", "THESE": "thesis", "HDR": "thesis", "MEM": "thesis", "REPORT": "report",
    "UNDEFINED": "preprint", "PREPRINT": "preprint", "SOFTWARE": "software", "ETABTHESE": "thesis",
}  # fmt: skip
"""The types of HAL, the archive of France, whose catalogue is in TEI."""


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as a document, a corpus or a bibliography of TEI."""
    if not beginning.lstrip("\ufeff \t\r\n").startswith("<"):
        return False
    return _ELEMENT.search(beginning) is not None or _LIST.match(beginning.lstrip("\ufeff")) is not None


def read_tei(source: Source) -> Iterator[Record | Reject]:
    """Yield the documents of a source in its order, or the entries of its bibliography."""
    begins = beginning(source)
    if _CATALOGUE.search(begins) is not None:
        return _catalogue(source)
    if _ELEMENT.search(begins) is None or _EMPTY_HEADER.search(begins) is not None:
        return read_xml(source, "biblStruct", _entry)
    return read_xml(source, "TEI", _document)


def _catalogue(source: Source) -> Iterator[Record | Reject]:
    """Yield the entries of a catalogue; its organizations stand behind them all, so that they are read first."""
    places: dict[str, Element] = {}
    for piece in xml_pieces(source, "org"):
        with suppress(UnreadableError):
            places |= places_of(parsed(piece))
    yield from read_xml(source, "biblFull", partial(_full, places))


def _full(places: dict[str, Element], root: Element, found: Found) -> Record:
    bibl = root.find("sourceDesc/biblStruct")
    return _record(root, root, bibl if bibl is not None else root, found, places)


def _document(root: Element, found: Found) -> Record:
    header = root.find("teiHeader")
    file = header.find("fileDesc") if header is not None else None
    if header is None or file is None:
        raise UnreadableError("no document of TEI: it has no `teiHeader/fileDesc`", "leave it out")
    bibl = file.find(".//sourceDesc//biblStruct")
    return _record(root, file, bibl if bibl is not None else file, found)


def _entry(bibl: Element, found: Found) -> Record:
    return _record(bibl, bibl, bibl, found)


def _record(
    root: Element, file: Element, bibl: Element, found: Found, known_places: dict[str, Element] | None = None
) -> Record:
    """Return the record of a work: `bibl` describes it, `file` what holds it; both are one in a bibliography."""
    publication = child(file, "publicationStmt")
    numbers = [*own_numbers(bibl), *children(publication, "idno")]
    known = _with_arxiv(identifiers(numbers, found))
    monogr = child(bibl, "monogr")
    named = _title(file, bibl)
    places = known_places if known_places is not None else places_of(root)
    authors = people(_listed(file, bibl, "author"), "authors", places, found)
    if named is None and not authors.names and not known:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    tag = language(root, found)
    date = publication_date([one for one in (monogr, publication) if one is not None], found)
    version, category = arxiv_stamp(numbers)
    summary = abstract(root, tag)
    code, datasets = statements(root)
    landing_page, pdf = links(file, bibl, numbers)
    place = venue(bibl, found)
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="tei",
        layout=found.piece.layout,
        title=named,
        names=authors.names,
        authors_complete=bool(authors.names) and authors.complete,
        date=date.date,
        date_text=date.text,
        category=category,
        abstract=summary,
        code_urls=tuple(dict.fromkeys((*(code_urls(summary) if summary else ()), *code))),
        publication_type=_type(root, bibl),
        identifiers=known,
        editors=people(_listed(file, bibl, "editor"), "editors", places, found).names,
        venue=place,
        publisher=publisher(bibl) if place is None else None,
        volume=scope(monogr, "volume"),
        issue=scope(monogr, "issue"),
        pages=scope(monogr, "page"),
        language=tag,
        license=license_of(file, found),
        landing_page=landing_page,
        pdf=pdf,
        keywords=keywords(root),
        subjects=subjects(root),
        fundings=fundings(root, places, found),
        references=references(root, found),
        dataset_urls=datasets,
        version_number=version,
        translated_titles=_translated(bibl, named, tag),
        pointer=found.piece.pointer,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )


def _title(file: Element, bibl: Element) -> str | None:
    """Return the title of the article, else of the file; that of the book where there is no article."""
    analytic = child(bibl, "analytic")
    told = title(analytic) or title(child(file, "titleStmt"))
    return told or (title(child(bibl, "monogr")) if analytic is None else None)


def _with_arxiv(known: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    return tuple(sorted({*known, *arxiv_of(known)}))


def _listed(file: Element, bibl: Element, tag: str) -> list[Element]:
    """Return the authors or editors that stand nearest to the work: of the article, the book, the file."""
    inner = ("analytic", "monogr") if tag == "author" else ("monogr", "analytic")
    for holder, name in ((bibl, inner[0]), (bibl, inner[1]), (file, "titleStmt")):
        if listed := children(child(holder, name), tag):
            return listed
    return children(file.find("sourceDesc/bibl"), tag) if tag == "author" else []


def _type(root: Element, bibl: Element) -> str | None:
    """Return the type that is told, else the one that the place of publication shows."""
    class_ = next((one.get("n") or "" for one in root.iter("classCode") if one.get("scheme") == "halTypology"), None)
    if class_ is not None:
        return _HAL_TYPES.get(class_.upper(), "other")
    told = re.sub(r"[\W_]", "", (bibl.get("type") or bibl.get("subtype") or "")).lower()
    if told:
        return _TYPES.get(told)
    if line(bibl.find("analytic/title")) is None:
        return None
    if line(bibl.find("monogr/meeting")) is not None:
        return "proceedings-paper"
    return (
        "article" if any(one.get("level") == "j" and raw_text(one) for one in bibl.iterfind("monogr/title")) else None
    )


def _translated(bibl: Element, named: str | None, tag: str | None) -> tuple[tuple[str, str], ...]:
    """Return the titles in other languages than that of the first one."""
    holders = (child(bibl, name) for name in ("analytic", "titleStmt", "monogr"))
    holder = next((one for one in holders if one is not None), None)
    marked = [(lang, one) for one in children(holder, "title") if (lang := one.get(LANG)) and one.get("type") != "sub"]
    told = [(lang, line(one)) for lang, one in marked if lang != tag]
    return tuple((lang, text) for lang, text in told if text and text != named)
