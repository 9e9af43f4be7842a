"""JATS articles -> records. Reads: XML of one or several. Emits: Record, Reject.

Read: identifiers (DOI, PMID, PMCID, arXiv), title, subtitle, translated titles, authors and editors (`people`),
journal with ISSN and publisher, else the conference, volume, issue, pages or article number, date (`text`), type,
language, licence, addresses, the abstract, keywords, subjects that are topics, terms of vocabularies, awards and
funders, related articles and reviewed works, references, code in the abstract and in statements of availability, the
paper's own data there (`context`), retraction of the article itself.

Left out: the body; figures, tables, supplements; sub-articles and responses (decision letters, replies, translations);
abstracts of other types (digest, graphical, teaser) and in other languages; keywords in other languages and lists of
abbreviations; the wording of statements on funding, and who received an award; history; prefixes, degrees and roles of
contributors, the members of a collective, reviewers and translators; numbers of the publisher; addresses that are no
IRI (names of files); data that others made; counts; custom metadata.
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.identifiers import parse, recognized, web_iri
from kg.match.forms import is_preprint_identifier
from kg.model import Identifier, Record, Reference, Reject, Venue
from kg.readers.jats.context import availability, fundings, relations, topics
from kg.readers.jats.people import people
from kg.readers.jats.text import HREF, LANG, abstract_text, identifier, local, publication_date, raw_text, title_text
from kg.readers.source import Source
from kg.readers.syntax.json_records import Found, UnreadableError
from kg.readers.syntax.xml_records import read_xml
from kg.terms import is_iri
from kg.text import fold

_TYPES = {
    "research-article": "article", "brief-report": "article", "case-report": "article", "article": "article",
    "rapid-communication": "article", "short-communication": "article", "methods-article": "article",
    "letter": "article", "reply": "article", "discussion": "article", "article-commentary": "article",
    "data-paper": "article", "protocol": "article", "clinical-trial": "article", "retracted-article": "article",
    "original-article": "article", "technical-note": "article", "review-article": "review",
    "systematic-review": "review", "editorial": "editorial", "introduction": "editorial", "correction": "erratum",
    "corrected-article": "erratum", "erratum": "erratum", "corrigendum": "erratum", "addendum": "erratum",
    "preprint": "preprint", "dissertation": "thesis", "thesis": "thesis", "report": "report",
    "proceedings-paper": "proceedings-paper", "conference-paper": "proceedings-paper", "chapter-article": "chapter",
    "dataset": "dataset", "software": "software", "book": "book", "book-chapter": "chapter",
}  # fmt: skip
_OTHER_ABSTRACTS = re.compile(
    r"graphical|teaser|toc|key|precis|editor|summary|digest|highlight|short|plain|lay|video|stereo|object|author"
)
_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?article(?=[\s>])")
_FRONT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:front|article-meta|journal-meta)(?=[\s>])|//DTD JATS|//NLM//DTD ")
_PDF = re.compile(r"\.pdf(?:[?#].*)?\Z|application/pdf", re.IGNORECASE)
_CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation")
_LINKS = frozenset({"ext-link", "uri"})
_PARTS = frozenset({"year", "article-title", "chapter-title", "source", "volume", "issue", "fpage", "lpage",
                    "publisher-name", "elocation-id", "edition", "comment"})  # fmt: skip


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as XML of JATS, or of NLM's older form of it."""
    if not beginning.lstrip("\ufeff \t\r\n").startswith("<"):
        return False
    return _ELEMENT.search(beginning) is not None and _FRONT.search(beginning) is not None


def read_jats(source: Source) -> Iterator[Record | Reject]:
    """Yield the articles of a source in its order."""
    return read_xml(source, "article", _record)


def _record(root: Element, found: Found) -> Record:
    front = root.find("front")
    meta = front.find("article-meta") if front is not None else None
    if front is None or meta is None:
        raise UnreadableError("no article of JATS: it has no `front/article-meta`", "leave it out")
    journal = front.find("journal-meta")
    identifiers = _identifiers(meta, found)
    title = _title(meta)
    contributors = people(meta, found)
    if title is None and not contributors.authors and not identifiers:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    language = found.language(root.get(LANG))
    abstract = _abstract(meta, language)
    date, printed_date = publication_date(meta, found)
    keywords, subjects = topics(meta, language)
    code, datasets = availability(root, abstract, identifiers)
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="jats",
        layout=found.piece.layout,
        title=title,
        names=contributors.authors,
        authors_complete=contributors.complete,
        date=date,
        date_text=printed_date,
        abstract=abstract,
        code_urls=code,
        dataset_urls=datasets,
        publication_type=_type(root, meta, identifiers),
        identifiers=identifiers,
        editors=contributors.editors,
        venue=_venue(journal, meta, found),
        volume=title_text(meta.find("volume")),
        issue=title_text(meta.find("issue")),
        pages=_pages(meta),
        language=language,
        license=_license(meta, found),
        landing_page=_landing_page(meta, identifiers),
        pdf=_pdf(meta),
        keywords=keywords,
        subjects=subjects,
        fundings=fundings(meta, found),
        relations=relations(root, meta, found),
        references=tuple(_references(root, found)),
        retracted=_is_retracted(root, meta),
        translated_titles=tuple(_translated(meta)),
        pointer=found.piece.pointer,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )


def _identifiers(meta: Element, found: Found) -> tuple[Identifier, ...]:
    kept = {known for one in meta.findall("article-id") if (known := identifier(one, found)) is not None}
    arxiv = {known for one in kept if one.scheme == "doi" and (known := parse("arxiv", one.value)) is not None}
    return tuple(sorted(kept | arxiv))


def _title(meta: Element) -> str | None:
    title = title_text(meta.find("title-group/article-title"))
    for subtitle in filter(None, map(title_text, meta.findall("title-group/subtitle"))):
        if title is None:
            title = subtitle
        elif fold(subtitle) not in fold(title):
            title += (" " if title.endswith((":", "?", "!", ".", "…", "–", "—")) else ": ") + subtitle
    return title


def _translated(meta: Element) -> Iterator[tuple[str, str]]:
    for group in meta.findall("title-group/trans-title-group"):
        parts = [text for name in ("trans-title", "trans-subtitle") for one in group.findall(name)
                 if (text := title_text(one))]  # fmt: skip
        inner = group.find("trans-title")
        tag = group.get(LANG) or (inner.get(LANG) if inner is not None else None)
        if parts:
            yield tag or "und", ": ".join(parts)
    for one in meta.findall("title-group/trans-title"):
        if text := title_text(one):
            yield one.get(LANG) or "und", text


def _type(root: Element, meta: Element, identifiers: tuple[Identifier, ...]) -> str | None:
    printed = (root.get("article-type") or "").lower().strip()
    if not printed:
        return None
    kind = _TYPES.get(printed, "other")
    if kind == "article" and any(map(is_preprint_identifier, identifiers)):
        return "preprint"
    return "proceedings-paper" if kind == "article" and meta.find("conference") is not None else kind


def _is_retracted(root: Element, meta: Element) -> bool:
    """Return whether the article itself is retracted; the notice that retracts another one is not."""
    links = {(one.get("related-article-type") or "").lower() for one in meta.iter("related-article")}
    events = {(one.get("event-type") or one.get("date-type") or "").lower() for one in meta.iter("event", "date")}
    return root.get("article-type") == "retracted-article" or "retraction-forward" in links or "retracted" in events


def _venue(journal: Element | None, meta: Element, found: Found) -> Venue | None:
    name: str | None = None
    issns: tuple[str, ...] = ()
    publisher = None
    if journal is not None:
        titles = (*journal.findall("journal-title-group/journal-title"), *journal.findall("journal-title"))
        name = next(filter(None, map(title_text, titles)), None)
        known = (
            found.identifier("issn", raw_text(one)) for one in (*journal.findall("issn"), *journal.findall("issn-l"))
        )
        issns = tuple(dict.fromkeys(one.value for one in known if one is not None))
        publisher = title_text(journal.find("publisher/publisher-name"))
    name = name or title_text(meta.find("conference/conf-name"))
    return Venue(name=name, issns=issns, publisher=publisher) if name else None


def _pages(meta: Element) -> str | None:
    first, last = title_text(meta.find("fpage")), title_text(meta.find("lpage"))
    if first is None:
        return title_text(meta.find("page-range")) or title_text(meta.find("elocation-id"))
    return f"{first}-{last}" if last and last != first else first


def _license(meta: Element, found: Found) -> str | None:
    printed = []
    for one in meta.findall("permissions/license"):
        named = [raw_text(inner) for inner in one.iter("{*}license_ref")]
        links = [inner.get(HREF) or "" for inner in one.iter("ext-link", "uri")]
        deeds = [link for link in links if "creativecommons.org/" in link.lower()]
        printed += [one.get(HREF), *named, *deeds]
    printed += [raw_text(one) for one in meta.findall("permissions/{*}free_to_read/{*}license_ref")]
    return found.first_iri(filter(None, printed), "license")


def _own_addresses(meta: Element, *, pdf: bool) -> Iterator[str]:
    for one in meta.findall("self-uri"):
        address = (one.get(HREF) or raw_text(one)).strip()
        said = f"{one.get('content-type') or ''} {one.get('mimetype') or ''} {one.get('mime-subtype') or ''}".lower()
        is_pdf = "pdf" in said or _PDF.search(address) is not None
        if is_pdf == pdf and is_iri(address) and (pdf or not said.strip() or "html" in said):
            yield address


def _pdf(meta: Element) -> str | None:
    return next(_own_addresses(meta, pdf=True), None)


def _landing_page(meta: Element, identifiers: tuple[Identifier, ...]) -> str | None:
    own = next(_own_addresses(meta, pdf=False), None)
    return own or next((web_iri(one) for one in identifiers if one.scheme == "doi"), None)


def _abstract(meta: Element, language: str | None) -> str | None:
    """Return the abstract without a type, in the language of the article if there are several."""
    listed = meta.findall("abstract")
    main = [one for one in listed if not one.get("abstract-type")]
    main = main or [one for one in listed if not _OTHER_ABSTRACTS.search((one.get("abstract-type") or "").lower())]
    main.sort(key=lambda one: one.get(LANG) not in (None, language))
    return next(filter(None, map(abstract_text, main)), None)


def _references(root: Element, found: Found) -> Iterator[Reference]:
    back = root.find("back")
    for ref in back.iter("ref") if back is not None else ():
        holders = [one for one in ref if one.tag in _CITATIONS]
        if len(holders) != 1 or len(ref) > 2:
            copies = {one for two in ref.iter("citation-alternatives") for one in list(two)[1:]}
            holders = [one for one in ref.iter(*_CITATIONS) if one not in copies]
        for one in holders or ([ref] if raw_text(ref) else []):
            ids = {known for inner in one.iter("pub-id") if (known := identifier(inner, found, "references"))}
            for link in one:
                address = recognized(link.get(HREF) or raw_text(link)) if link.tag in _LINKS else None
                if address is not None and address.scheme in ("doi", "pmid", "pmcid", "arxiv"):
                    ids.add(address)
            if ids:
                yield Reference(identifiers=tuple(sorted(ids)) if len(ids) > 1 else tuple(ids))
            elif text := _cited(one):
                yield Reference(text=text)


def _cited(one: Element) -> str | None:
    """Return a reference as printed; one of elements only in the order author (year). title. container, pages."""
    told = "".join([one.text or "", *(inner.tail or "" for inner in one)])
    if len(told.split()) > 2 or local(one) in ("mixed-citation", "ref"):
        return raw_text(one, frozenset({"label", "object-id"})) or None
    people_ = [
        raw_text(name.find("surname")) + (f" {given}" if (given := raw_text(name.find("given-names"))) else "")
        for name in one.iter("name")
    ] + [raw_text(name) for name in one.iter("collab", "string-name")]
    said: dict[str, str] = {}
    for inner in one:
        said.setdefault(inner.tag, (title_text(inner) or "") if inner.tag in _PARTS else "")
    part = {name: said.get(name, "") for name in _PARTS}
    head = " ".join(filter(None, (", ".join(people_), f"({part['year']})" if part["year"] else "")))
    volume = part["volume"] + (f"({part['issue']})" if part["issue"] else "")
    pages = "-".join(filter(None, (part["fpage"], part["lpage"]))) or part["elocation-id"]
    place = ", ".join(filter(None, (" ".join(filter(None, (part["source"], volume))), pages)))
    parts = (head, part["article-title"] or part["chapter-title"], place, part["edition"], part["publisher-name"],
             part["comment"])  # fmt: skip
    return ". ".join(one.rstrip(". ") for one in parts if one) or raw_text(one) or None
