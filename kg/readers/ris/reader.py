"""RIS -> records. Reads: tagged lines of reference managers and services. Emits: Record, Reject.

Read: type (`TY M3`), title (`TI T1 CT`, of books `BT` too) and translated title (`TT`), authors (`AU A1`), editors
(`ED A2`, of books `A3`), date (`DA PY Y1`), container (`T2 JF BT JO JA J2 J1 C3 T3`), publisher (`PB`), volume,
issue, pages (`SP EP C7 AR`), identifiers (`DO M3 AN U1`-`U5 C2 N1` and the addresses), ISSN and ISBN (`SN`), addresses
(`UR UL LK L2`, PDF `L1`), abstract (`AB N2`), keywords (`KW`), language (`LA`), licence that is an address (`CR C1`),
the references that Scopus writes into a note, and the notes of our own export (incomplete list, retraction, code).

Left out: other notes (`N1 RN`), affiliations (`AD`: no tag ties them to an author), authors of other roles
(`A3 A4 TA`), editors of series and advisers, series of chapters, editions, places, short titles beside a title,
originals, reprint status, sections, call numbers, names of data bases, dates of access, custom fields, pictures (`L4`),
addresses behind the first one, files on somebody's machine, numbers of reports, numbers of pages of books.
"""

import re
from collections.abc import Callable, Iterator

from kg.identifiers import parse
from kg.match.forms import is_preprint_identifier
from kg.model import Record, Reference, Reject, Venue
from kg.readers.bibtex.languages import language_tag
from kg.readers.listing.code_urls import code_urls
from kg.readers.ris.dates import publication_date
from kg.readers.ris.numbers import find_numbers
from kg.readers.ris.people import editor_tags, is_own, people
from kg.readers.ris.words import is_retracted, publication_type
from kg.readers.source import Source
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found, UnreadableError
from kg.readers.syntax.placeholders import is_placeholder
from kg.readers.syntax.tagged_lines import Form, Tagged, Values, paragraphs, read_tagged
from kg.terms import is_iri
from kg.text import fold

_FORM = Form(
    tagged=(
        re.compile(r"\ufeff?(?P<tag>[A-Z][A-Z0-9](?=  )|ER(?= -)) {1,2}-[ \t]?(?P<value>.*)"),
        re.compile(r"\ufeff?\s*(?P<tag>[A-Z][A-Z0-9])\s{1,4}-(?!\S)\s?(?P<value>.*)"),
        re.compile(r"\ufeff?\s*(?P<tag>[A-Za-z][A-Za-z0-9])\s{0,4}-(?!\S)\s?(?P<value>.*)"),
    ),
    begins=re.compile(r"\ufeff?\s*(?P<tag>TY)\s{1,4}-\s?(?P<value>.*)", re.IGNORECASE),
    opens=re.compile(r"\ufeff?\s*(?P<tag>TY)\s{1,4}-\s?(?P<value>.*)", re.IGNORECASE),
    ends="ER",
    noise=re.compile(
        r"<?\d+[.>)]?|Record #?\d+ of \d+|(?:Provider|Content|Database|Source|Encoding)\s*:.*|[%#].*|\*{3,}|[-=_]{3,}",
        re.IGNORECASE,
    ),
)
_BEGINNING = re.compile(r"(?:\A|\n)\ufeff?[ \t]*TY[ \t\xa0]{1,4}-[ \t\xa0]?[A-Za-z]", re.IGNORECASE)
_ANOTHER = re.compile(r"\n[ \t]*[A-Z][A-Z0-9][ \t\xa0]{1,4}-(?:[ \t\xa0]|\r?\n|\Z)", re.IGNORECASE)
Plain = Callable[[str], str]
"""What makes plain text of a value."""
_CUT_NOTE = "The author list is incomplete (et al.)."
_RETRACTED_NOTE = "This publication was retracted."
_CODE_NOTE = re.compile(r"Code: (\S+)")
_REFERENCES = re.compile(r"\s*References\s*:\s*", re.IGNORECASE)
_CITED_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:\s*)(10\.\d{4,9}/\S+)", re.IGNORECASE)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins with RIS, whatever a service prints before it."""
    match = _BEGINNING.search(beginning[:20_000])
    return match is not None and _ANOTHER.search(beginning, match.end()) is not None


def read_ris(source: Source) -> Iterator[Record | Reject]:
    """Yield the references of a source in its order."""
    repair = "check the lines: a record begins with TY and ends with ER; or export it again"
    return read_tagged(source, _FORM, key="ID", repair=repair, build=ris_record)


def ris_record(values: Values, tagged: Tagged, found: Found) -> Record:
    """Return the record of tagged values.

    Raises:
        UnreadableError: they tell neither title nor authors nor an identifier.
    """
    own = is_own(values)
    plain: Plain = str.strip if own else plain_title
    kinds = [part for text in values.texts("M3") for part in text.split(";")]
    kind = "other" if own and kinds == ["Other"] else publication_type(values.first("TY"), kinds)
    numbers = find_numbers(values, kind, found)
    if (
        kind in ("article", None)
        and not own
        and numbers.identifiers
        and all(map(is_preprint_identifier, numbers.identifiers))
    ):
        kind = "preprint"
    title = _title(values, kind, plain, found)
    names, complete = people(values, tagged.fields, ("AU", "A1"), found)
    notes = [field.text for field in values.fields("N1")]
    if title is None and not names and not numbers.identifiers:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    if not tagged.closed:
        found.doubt("record", "its last line (ER) is missing; it ends where the next one begins", confidence=0.9)
    abstract = _abstract(values, own=own)
    date, printed_date = publication_date(values, found)
    codes = [match[1] for note in notes if (match := _CODE_NOTE.fullmatch(note)) and is_iri(match[1])]
    venue = _venue(values, kind, numbers.issns, title, plain)
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="ris",
        layout=found.piece.layout,
        title=title,
        names=names,
        authors_complete=complete and bool(names) and _CUT_NOTE not in notes,
        date=date,
        date_text=printed_date,
        abstract=abstract,
        code_urls=tuple(dict.fromkeys([*(code_urls(abstract) if abstract else ()), *codes])),
        publication_type=kind,
        identifiers=numbers.identifiers,
        editors=people(values, tagged.fields, editor_tags(kind, has_authors=bool(names)), found)[0],
        venue=venue,
        publisher=None if venue is not None else plain(values.first("PB") or "") or None,
        volume=values.first("VL") or (values.first("VO") if kind == "article" else None),
        issue=values.first("IS", "CP"),
        pages=_pages(values, None if own else kind, found),
        language=_language(values, found),
        license=next((one for one in values.texts("CR", "C1") if "creativecommons.org/" in one and is_iri(one)), None),
        landing_page=numbers.landing_page,
        pdf=numbers.pdf,
        keywords=tuple(values.texts("KW")) if own else _keywords(values),
        references=tuple(_references(values)),
        retracted=is_retracted(kinds) or _RETRACTED_NOTE in notes,
        translated_titles=tuple(("und", plain(one)) for one in values.texts("TT")),
        version_number=numbers.version,
        pointer=found.piece.pointer,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )


def _title(values: Values, kind: str | None, plain: Plain, found: Found) -> str | None:
    """Return the title. Where services write a short and a long one, the short one begins the long one."""
    tags = ("TI", "T1", "CT", "BT") if kind == "book" else ("TI", "T1", "CT")
    listed = list(dict.fromkeys(title for one in values.texts(*tags) if (title := plain(one))))
    if not listed:
        short = values.first("ST")
        if short is not None:
            found.doubt("title", "there is no title; the short one is taken", confidence=0.7)
        return plain(short or "") or None
    title = listed[0]
    for other in listed[1:]:
        if fold(other).startswith(fold(title)):
            title = other
        elif not fold(title).startswith(fold(other)) and not (kind == "book" and other in values.texts("BT")):
            found.doubt("title", "there is another title; the first one is taken", other, confidence=0.8)
    return title


def _venue(values: Values, kind: str | None, issns: tuple[str, ...], title: str | None, plain: Plain) -> Venue | None:
    """Return the container: the journal in full before its abbreviation, the book or proceedings, else a series."""
    tags = {
        "article": ("JF", "T2", "JO", "JA", "J2", "J1", "BT"),
        "proceedings-paper": ("T2", "C3", "BT", "JF", "JO", "T3", "JA", "J2"),
        "chapter": ("T2", "BT", "JF", "JO", "T3"),
        "book": ("T2", "T3", "JF"),
    }.get(kind or "", ("JF", "T2", "BT", "JO", "T3", "JA", "J2", "J1"))
    listed = [name for one in values.texts(*tags) if (name := plain(one))]
    listed = [name for name in listed if kind != "book" or name != title]
    publisher = plain(values.first("PB") or "") or None
    return Venue(name=listed[0], issns=issns, publisher=publisher) if listed else None


def _pages(values: Values, kind: str | None, found: Found) -> str | None:
    """Return the pages as printed, else the number of the article. Of a whole book one number is that of its pages."""
    first, last = values.first("SP"), values.first("EP")
    article = values.first("C7", "AR")
    if first is None:
        if last is not None:
            found.doubt("pages", f"the last page {last[:40]!r} stands without a first one; not used", last)
        return article
    if last is None or last == first:
        return None if kind in ("book", "thesis") and first.isdigit() else first
    return first if re.search(r"\d\s*[-\u2010-\u2015]\s*\w*\d", first) else f"{first}-{last}"


def _abstract(values: Values, *, own: bool) -> str | None:
    if own:
        return values.first("AB")
    for field in values.fields("AB", "N2"):
        text = plain_abstract(paragraphs(field.lines).replace("\n", "<br/>"))
        if text and not is_placeholder(text):
            return text
    return None


def _keywords(values: Values) -> tuple[str, ...]:
    """Return the keywords, one or several a field. A star marks a major one; one line with many commas is a list."""
    parts = [part for field in values.fields("KW") for one in field.parts for part in re.split("[;；]", one)]
    if len(parts) == 1 and parts[0].count(",") > 1:
        parts = parts[0].split(",")
    words = [word for part in parts if (word := plain_title(part).strip(" *"))]
    return tuple({word.casefold(): word for word in reversed(words)}.values())[::-1]


def _language(values: Values, found: Found) -> str | None:
    printed = values.first("LA")
    if printed is None:
        return None
    named = [part.strip() for part in re.split(r"[;,/]", printed)]
    tags = [tag for part in named if (tag := language_tag(part)) is not None]
    if not tags:
        return found.language(printed)
    if len(named) > 1:
        found.doubt("language", "there are several languages; the first one is taken", *named[1:], confidence=0.8)
    return tags[0]


def _references(values: Values) -> Iterator[Reference]:
    """Yield what Scopus lists in a note as cited: by DOI, else as printed."""
    for field in values.fields("N1"):
        begin = _REFERENCES.match(field.lines[0])
        if begin is None:
            continue
        for one in (field.lines[0][begin.end() :], *field.lines[1:]):
            text = one.strip().rstrip(";").strip()
            match = _CITED_DOI.search(text)
            doi = parse("doi", match[1]) if match is not None else None
            if text:
                yield Reference(identifiers=(doi,)) if doi is not None else Reference(text=text)
