"""Publications in tags of a page -> records. Reads: `citation_*` (Highwire), COinS. Emits: Record."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qs

from lxml.etree import _Element as Element

from kg.identifiers import recognized, web_iri
from kg.model import Affiliation, Funding, Identifier, Name, Record, Reference, Venue
from kg.readers.html.parts import date_of, line_number, line_of, link_of, name_of, pages_of, paper_identifiers, words_of
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.inline_markup import plain_abstract
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found
from kg.readers.unread import tell_unread

_CITED = re.compile(r"\bcitation_(\w+)\s*=\s*([^;]*)")
_COINS_TYPES = {"article": "article", "proceeding": "proceedings-paper", "conference": "proceedings-paper",
                "preprint": "preprint", "book": "book", "bookitem": "chapter", "report": "report",
                "dissertation": "thesis"}  # fmt: skip


class Tag(NamedTuple):
    """A `meta` with a name and a content."""

    name: str
    content: str
    line: int


def tags(root: Element) -> list[Tag]:
    """Return the `meta`s of a page in order, their names in small letters."""
    read = []
    for one in root.iter("meta"):
        name = (one.get("name") or one.get("property") or "").strip().lower().removeprefix("bepress_")
        content = (one.get("content") or "").strip()
        if name and content:
            read.append(Tag(name, content, line_number(one)))
    return read


class Tags:
    """The values of tags whose names share a beginning."""

    def __init__(self, listed: list[Tag], beginning: tuple[str, ...]) -> None:
        self._asked: set[str] = set()
        self.listed = [(tag.name.removeprefix(next(b for b in beginning if tag.name.startswith(b))), tag)
                       for tag in listed if tag.name.startswith(beginning)]  # fmt: skip
        self._contents: dict[str, list[str]] = {}
        for own, tag in self.listed:
            self._contents.setdefault(own, []).append(tag.content)

    def all(self, *names: str) -> list[str]:
        """Return the contents of the tags of these names, in the order of the names."""
        self._asked.update(names)
        return [content for name in names for content in self._contents.get(name, ())]

    def in_order(self, *names: str) -> list[tuple[str, Tag]]:
        """Return the tags of these names in the order of the page."""
        self._asked.update(names)
        return [(own, tag) for own, tag in self.listed if own in names]

    def one(self, *names: str) -> str | None:
        """Return the first content on one line."""
        return next(filter(None, map(line_of, self.all(*names))), None)

    def tell_unread(self) -> None:
        """Tell the tags that nobody asked for, if somebody watches."""
        for own, tag in self.listed:
            if own not in self._asked:
                tell_unread(tag.name, f"line {tag.line}")

    def piece(self, layout: str) -> Piece:
        """Return where they stand."""
        numbers = [tag.line for _, tag in self.listed]
        return Piece(b"", f"meta[@name='{self.listed[0][1].name}']", layout, min(numbers), max(numbers))


def citation_record(listed: list[Tag], source: Source, base: str) -> Record | None:
    """Return the publication that `citation_*` tags describe; None without a title."""
    held = Tags(listed, ("citation_",))
    title = held.one("title")
    if title is None:
        return None
    found = Found(source, 1, held.piece("citation-tags"), [])
    date, printed = date_of(held.one("publication_date", "date", "online_date", "cover_date", "year"), found)
    identifiers = _citation_identifiers(held, found)
    names = tuple(_people(held, "author", found))
    names = names or tuple(name_of(text) for one in held.all("authors") for part in one.split(";")
                           if (text := line_of(part)))  # fmt: skip
    abstract = plain_abstract(next(iter(held.all("abstract")), "")) or None
    pages = (held.one("firstpage", "first_page"), held.one("lastpage", "last_page"))
    urls = [link_of(one, base) for one in held.all("abstract_html_url", "public_url", "fulltext_html_url")]
    urls += [web_iri(one) for one in identifiers if one.scheme == "doi"]
    record = Record(
        source=source.name, source_key=source.sha256[:16], index=1, format="html", layout=found.piece.layout,
        title=title, names=names, authors_complete=bool(names), date=date, date_text=printed, abstract=abstract,
        code_urls=code_urls(abstract) if abstract else (), publication_type=_citation_type(held),
        identifiers=identifiers, editors=tuple(_people(held, "editor", found)), venue=_citation_venue(held, found),
        volume=held.one("volume"), issue=held.one("issue"),
        pages=pages_of(*pages) or held.one("pages", "article_number", "elocation_id"),
        language=found.language(held.one("language")), landing_page=next(filter(None, urls), None),
        pdf=next(filter(None, (link_of(one, base) for one in held.all("pdf_url"))), None),
        keywords=words_of(held.all("keywords", "keyword")), fundings=tuple(dict.fromkeys(_fundings(held, found))),
        references=tuple(map(_reference, held.all("reference"))), pointer=found.piece.pointer,
        start_line=found.piece.start_line, end_line=found.piece.end_line, doubts=tuple(found.doubts),
    )  # fmt: skip
    held.tell_unread()
    return record


def _fundings(held: Tags, found: Found) -> Iterator[Funding]:
    """Yield who paid, as `citation_funder=...; citation_funder_id=...; citation_grant_number=...` or in plain words."""
    for printed in held.all("funding_source"):
        said: dict[str, list[str]] = {}
        for name, value in _CITED.findall(printed):
            if text := line_of(value):
                said.setdefault(name, []).append(text)
        names = said.get("funder") or ([] if said else [line_of(printed) or ""])
        ids = paper_identifiers(said.get("funder_id", []), found, "doi") if len(names) < 2 else set()
        name = next(iter(names), None)
        awards = said.get("grant_number", [])
        for award in awards or ([""] if name or ids else []):
            yield Funding(funder=name, identifiers=tuple(sorted(ids)), award=award or None)


def _people(held: Tags, field: str, found: Found) -> Iterator[Name]:
    """Yield names; institutions and an ORCID that follow a name are that person's."""
    printed: str | None = None
    orcid: tuple[Identifier, ...] = ()
    places: list[Affiliation] = []
    told = held.in_order(field, *(f"{field}_{part}" for part in ("institution", "affiliation", "orcid")))
    for name, tag in [*told, (field, Tag(field, "", 0))]:
        if name == field:
            parts = [text for part in (printed or "").split(";") if (text := line_of(part))]
            for one in parts:  # some put all names into one tag
                yield name_of(one, orcid if len(parts) == 1 else (), tuple(dict.fromkeys(places)))
            printed, orcid, places = line_of(tag.content), (), []
        elif printed is None:
            continue
        elif name in (f"{field}_institution", f"{field}_affiliation"):
            if raw := line_of(tag.content):
                places.append(Affiliation(raw=raw))
        elif name == f"{field}_orcid" and (known := found.identifier("orcid", tag.content)) is not None:
            orcid = (known,)


def _citation_identifiers(held: Tags, found: Found) -> tuple[Identifier, ...]:
    kept = set()
    for scheme, name in (("doi", "doi"), ("pmid", "pmid"), ("pmcid", "pmcid"), ("arxiv", "arxiv_id")):
        kept |= paper_identifiers(held.all(name), found, scheme)
    if _citation_type(held) == "book":
        kept |= paper_identifiers(held.all("isbn"), found, "isbn")
    kept |= {one for one in paper_identifiers(held.all("abstract_html_url"), found) if one.scheme in ("arxiv", "acl")}
    return tuple(sorted(kept))


def _citation_type(held: Tags) -> str | None:
    for names, kind in (
        (("conference_title", "conference", "conference_name"), "proceedings-paper"),
        (("dissertation_institution", "dissertation_name"), "thesis"),
        (("technical_report_institution", "technical_report_number"), "report"),
        (("inbook_title", "book_title"), "chapter"),
        (("journal_title", "journal_abbrev"), "article"),
        (("arxiv_id",), "preprint"),
        (("isbn",), "book"),
    ):
        if held.all(*names):
            return kind
    return None


def _citation_venue(held: Tags, found: Found) -> Venue | None:
    name = held.one("journal_title", "conference_title", "conference", "conference_name", "inbook_title", "book_title",
                    "series_title", "journal_abbrev")  # fmt: skip
    publisher = held.one("publisher", "dissertation_institution", "technical_report_institution")
    issns = [known.value for one in held.all("issn", "eissn") for part in re.split(r"[,;]\s*", one)
             if (known := found.identifier("issn", part)) is not None]  # fmt: skip
    return Venue(name=name, issns=tuple(dict.fromkeys(issns)), publisher=publisher) if name else None


def _reference(printed: str) -> Reference:
    """Return a reference; Highwire's form has `citation_title=...; citation_doi=...`."""
    parts: dict[str, list[str]] = {}
    for name, value in _CITED.findall(printed):
        parts.setdefault(name, []).append(value.strip())
    ids = {known for name in ("doi", "pmid", "arxiv_id") for one in parts.get(name, [])
           if (known := recognized(one if name == "doi" else f"{name[:5].rstrip('_')}:{one}"))}  # fmt: skip
    if ids:
        return Reference(identifiers=tuple(sorted(ids)))
    if not parts:
        known = recognized(printed)
        return Reference(identifiers=(known,)) if known is not None else Reference(text=line_of(printed))
    year = (parts.get("year") or parts.get("publication_date") or [""])[0]
    head = ", ".join(parts.get("author", [])) + (f" ({year})" if year else "")
    ordered = [head.strip(), *(value for name in ("title", "journal_title", "conference_title", "inbook_title",
               "publisher") for value in parts.get(name, []))]  # fmt: skip
    return Reference(text=line_of(". ".join(filter(None, ordered))) or line_of(printed))


def coins_records(root: Element, source: Source) -> Iterator[Record]:
    """Yield the publications of COinS (OpenURL in the title of `span.Z3988`)."""
    for at, span in enumerate(one for one in root.iter("span") if "Z3988" in (one.get("class") or "").split()):
        try:
            held = parse_qs((span.get("title") or "").replace("&amp;", "&"), max_num_fields=500)
        except ValueError:
            continue
        line = line_number(span)
        found = Found(source, 1, Piece(b"", f"span.Z3988[{at + 1}]", "coins", line, line), [])
        record = _coins(held, found)
        if record is not None:
            yield record


def _coins(held: dict[str, list[str]], found: Found) -> Record | None:
    def one(*names: str) -> str | None:
        return next(filter(None, (line_of(value) for name in names for value in held.get(f"rft.{name}", []))), None)

    genre = (one("genre") or "").lower()
    is_book = any("book" in one_ or "dissertation" in one_ for one_ in held.get("rft_val_fmt", []))
    title = one("atitle") or (
        one("btitle", "title") if is_book or genre in ("preprint", "unknown", "document") else None
    )
    title = title or one("title", "btitle")
    if title is None:
        return None
    names = [name_of(text) for value in held.get("rft.au", []) if (text := line_of(value))]
    first, last = one("aufirst") or one("auinit"), one("aulast")
    if last is not None and not (names and last in names[0].printed):
        printed = " ".join(filter(None, (first, last)))
        names.insert(0, Name(printed=printed, given=first, family=last if first else None))
    venue = one("jtitle", "stitle") or (one("btitle", "title") if one("atitle") else None)
    issns = [known.value for name in ("issn", "eissn") for value in held.get(f"rft.{name}", [])
             if (known := found.identifier("issn", value)) is not None]  # fmt: skip
    date, printed_date = date_of(one("date"), found)
    identifiers = paper_identifiers([*held.get("rft_id", []), *held.get("rft.doi", [])], found)
    kind = _COINS_TYPES.get(genre)
    if kind == "book":
        identifiers |= paper_identifiers(held.get("rft.isbn", []), found, "isbn")
    source, piece = found.source, found.piece
    return Record(
        source=source.name, source_key=source.sha256[:16], index=1, format="html", layout=piece.layout, title=title,
        names=tuple(names), authors_complete=len(names) > 1, date=date, date_text=printed_date, publication_type=kind,
        identifiers=tuple(sorted(identifiers)), volume=one("volume"), issue=one("issue"),
        venue=Venue(name=venue, issns=tuple(dict.fromkeys(issns)), publisher=one("pub")) if venue else None,
        pages=one("pages") or pages_of(one("spage"), one("epage")) or one("artnum"), pointer=piece.pointer,
        landing_page=next((web_iri(known) for known in identifiers if known.scheme == "doi"), None),
        start_line=piece.start_line, end_line=piece.end_line, doubts=tuple(found.doubts),
    )  # fmt: skip
