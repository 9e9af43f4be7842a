"""A BibTeX entry -> a record. Reads: the fields of an entry, with what it inherits. Emits: Record.

Read: title, subtitle, titleaddon; author, collaboration (not behind `and others`), editor (not those of another
`editortype`, as directors); date; doi, eprint, pmid, pmcid, isbn, issn, addresses of known sites; journal or book as
venue, else the series; publisher, institution or school; volume, number, pages or article number; language; abstract;
keywords; arXiv category; url; licence; ORCID iDs of biblatex's annotations (`author+an:orcid`); related entries,
funders and awards, classes of databases, code and data (`context`); of a note the code that it names, and the arXiv id
with which it begins.
Left out: the rest of note, howpublished, annote (free text of the list's owner), address, edition, chapter number,
translator and other roles, short titles, file names, cited references, and what programs keep for themselves. `kg
read --unknown` lists the fields of a file that are left out.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from kg.identifiers import person_identifier
from kg.model import Doubt, Identifier, Name, Record, Venue
from kg.readers.bibtex.context import (
    Identified,
    dataset_urls,
    fundings,
    keywords,
    printed_code,
    relations,
    subjects,
)
from kg.readers.bibtex.dates import read_date
from kg.readers.bibtex.identifiers import Found, find_identifiers
from kg.readers.bibtex.journal_macros import in_full
from kg.readers.bibtex.languages import language_tag
from kg.readers.bibtex.names import Names, read_names
from kg.readers.bibtex.syntax import Entry
from kg.readers.listing.code_urls import code_urls, is_web_url
from kg.readers.source import Source
from kg.readers.syntax.latex import plain_text, verbatim
from kg.terms import is_iri
from kg.text import fold

FORMAT = "bibtex"
_KINDS = {
    "article": "article suppperiodical newsarticle journal",
    "proceedings-paper": "inproceedings conference inproceeding",
    "book": "book mvbook collection mvcollection proceedings mvproceedings reference mvreference periodical booklet",
    "chapter": "inbook incollection inreference bookinbook suppbook suppcollection",
    "thesis": "phdthesis mastersthesis thesis bathesis bachelorsthesis masterthesis phd diplomathesis",
    "report": "techreport report whitepaper",
    "dataset": "dataset data",
    "software": "software softwareversion softwaremodule codefragment",
    "preprint": "preprint",
    "review": "review",
}
_TYPE_OF_KIND = {kind: word for word, kinds in _KINDS.items() for kind in kinds.split()}
_SUBTYPES = frozenset({*_KINDS, "editorial", "erratum", "other"})
"""What our own exporter tells where BibTeX has no type of entry."""
_FINER = {
    "review": "review", "short survey": "review", "editorial": "editorial", "editorial material": "editorial",
    "erratum": "erratum", "correction": "erratum", "conference paper": "proceedings-paper",
    "proceedings paper": "proceedings-paper", "preprint": "preprint", "book chapter": "chapter",
}  # fmt: skip
_PREPRINTS = re.compile(r"(?:arxiv|corr\b|biorxiv|medrxiv|chemrxiv|psyarxiv|ssrn|research square)", re.IGNORECASE)
_PREPRINT_NUMBER = re.compile(r"[\s,:\[]*(?:arxiv:|abs/|\d{4}\.\d{4,5})", re.IGNORECASE)
_MAY_BE_PREPRINT = frozenset({"misc", "online", "electronic", "unpublished", "www", "article", "webpage", "eprint"})
_IN_BOOKS = frozenset({"proceedings-paper", "chapter"})
_RANGE = re.compile(r"\s*(?:-{2,3}|[\u2012-\u2015\u2212])\s*")
_SUBTITLES = {
    "title": "subtitle", "booktitle": "booksubtitle", "maintitle": "mainsubtitle", "journaltitle": "journalsubtitle",
    "journal": "journalsubtitle",
}  # fmt: skip
_PUBLISHERS = ("publisher", "institution", "school")
_NOBODY = Names((), complete=False, doubts=())
_ORCID = re.compile(r"(\d+)\s*=\s*\"?([^\";]+)\"?")


def record_of(
    entry: Entry, fields: Mapping[str, str], source: Source, index: int, *, doubts: list[Doubt], identified: Identified
) -> Record:
    """Return what an entry says. `identified` tells what identifies the entries that it is related to."""
    found = find_identifiers(fields, entry.key)
    authors = _names(fields, "author", "names", doubts)
    groups = tuple(_collaborations(fields, authors))
    editors = _editors(fields, doubts)
    dated = read_date({name: plain_text(fields.get(name, "")) for name in ("date", "year", "month", "day")})
    kind = _publication_type(entry.kind, fields, found)
    abstract = plain_text(fields.get("abstract", "")) or None
    venue = _venue(kind, fields, found, doubts)
    return Record(
        source=source.name, source_key=source.sha256[:16], index=index, format=FORMAT, layout="entry",
        title=_title(fields), names=(*authors.names, *groups), date_text=dated.text,
        authors_raw=" ".join(fields.get("author", "").split()) or None,
        authors_complete=authors.complete or bool(groups), date=dated.date,
        category=_category(fields, found), abstract=abstract, dataset_urls=dataset_urls(fields),
        code_urls=tuple(dict.fromkeys([*code_urls(abstract or ""), *code_urls(printed_code(fields))])),
        publication_type=kind, identifiers=found.identifiers, editors=editors,
        venue=venue, publisher=None if venue is not None else _text(fields, *_PUBLISHERS),
        volume=_text(fields, "volume"), issue=_issue(kind, fields),
        pages=_pages(fields), language=_language(fields, doubts), license=_iri(fields, "license", "copyright"),
        landing_page=_landing_page(fields, doubts), pdf=_pdf(fields), keywords=keywords(fields),
        subjects=subjects(fields), fundings=fundings(fields), relations=relations(fields, identified),
        version_number=found.version, pointer=entry.key, start_line=entry.start_line, end_line=entry.end_line,
        doubts=(*_faults(entry), *doubts, *found.doubts),
    )  # fmt: skip


def _faults(entry: Entry) -> tuple[Doubt, ...]:
    return tuple(Doubt(field="pointer", reason=fault, confidence=0.5) for fault in entry.faults)


def _text(fields: Mapping[str, str], *names: str) -> str | None:
    """Return the first of these fields that holds a text."""
    for name in names:
        if (printed := fields.get(name)) and (text := plain_text(printed)):
            return text
    return None


def _collaborations(fields: Mapping[str, str], authors: Names) -> Iterator[Name]:
    """Yield the groups of authors that INSPIRE names apart; behind a cut list they have no place."""
    known = {fold(name.display) for name in authors.names}
    for one in (
        re.split(r"\s+and\s+|,\s*", _text(fields, "collaboration") or "")
        if authors.complete or not authors.names
        else ()
    ):
        if one.strip() and not {fold(one), f"{fold(one)} collaboration", f"the {fold(one)} collaboration"} & known:
            yield Name(printed=one.strip(), collective=True)


def _joined(fields: Mapping[str, str], name: str) -> str | None:
    """Return a title with its subtitle."""
    title, subtitle = _text(fields, name), _text(fields, _SUBTITLES[name])
    if title is None or subtitle is None:
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in "?!:.…" else f"{title}: {subtitle}"


def _title(fields: Mapping[str, str]) -> str | None:
    title, addition = _joined(fields, "title"), _text(fields, "titleaddon")
    title = title or _joined(fields, "booktitle") or _joined(fields, "maintitle")
    return f"{title.rstrip('.')}. {addition}" if title and addition else title


def _names(fields: Mapping[str, str], role: str, said_of: str, doubts: list[Doubt]) -> Names:
    printed_names = fields.get(role)
    if not printed_names:
        return _NOBODY
    read = read_names(printed_names, said_of)
    doubts += read.doubts
    names = list(read.names)
    annotation = fields.get(f"{role}+an:orcid")
    for place, printed in _ORCID.findall(annotation) if annotation else ():
        identifier = person_identifier("orcid", printed)
        if identifier is None or not 0 < int(place[:6]) <= len(names):
            reason = f"the ORCID iD {printed!r} is not valid, or names nobody"
            doubts.append(Doubt(field=said_of, reason=reason, confidence=0.0, alternatives=(printed,)))
        else:
            names[int(place) - 1] = _with_identifier(names[int(place) - 1], identifier)
    return Names(tuple(names), read.complete, read.doubts)


def _with_identifier(name: Name, identifier: Identifier) -> Name:
    return replace(name, identifiers=(*name.identifiers, identifier))


def _editors(fields: Mapping[str, str], doubts: list[Doubt]) -> tuple[Name, ...]:
    if plain_text(fields.get("editortype", "")).lower() not in {"", "editor", "compiler"}:
        return ()
    return _names(fields, "editor", "editors", doubts).names


def _publication_type(kind: str, fields: Mapping[str, str], found: Found) -> str:
    """Return the word of the closed list. A preprint is what has an arXiv id and appeared nowhere else."""
    word = _TYPE_OF_KIND.get(kind, "other")
    told = (_text(fields, "entrysubtype") or "").lower()
    if told in _SUBTYPES:
        return told
    outlet = _text(fields, "journaltitle", "journal", "booktitle")
    if kind in _MAY_BE_PREPRINT:
        if outlet is not None and _PREPRINTS.match(outlet):
            return "preprint"
        by_doi = any(one.scheme == "doi" and not one.value.startswith("10.48550/") for one in found.identifiers)
        if outlet is None and not by_doi and any(one.scheme == "arxiv" for one in found.identifiers):
            return "preprint"
    printed = (_text(fields, "type") or "").lower()
    if word == "other" and printed in {"dataset", "software"}:
        return printed
    if word == "article":  # the type of Scopus and of Web of Science: `Review`, `Article; Proceedings Paper`
        return next((finer for one in printed.split(";") if (finer := _FINER.get(one.strip()))), word)
    return word


def _category(fields: Mapping[str, str], found: Found) -> str | None:
    if not any(one.scheme == "arxiv" for one in found.identifiers):
        return None
    return _text(fields, "primaryclass", "eprintclass")


def _venue(kind: str, fields: Mapping[str, str], found: Found, doubts: list[Doubt]) -> Venue | None:
    if kind == "book":
        name = _text(fields, "series") or _journal(fields)
    else:
        has_title = bool(fields.get("title", "").strip(" \t\n{}"))
        book = (_joined(fields, "booktitle") or _joined(fields, "maintitle")) if has_title else None
        name = (book or _journal(fields) if kind in _IN_BOOKS else _journal(fields) or book) or _text(fields, "series")
    if name is None:
        if found.issns:
            reason = "an ISSN, but no journal, book or series"
            doubts.append(Doubt(field="venue", reason=reason, confidence=0.0, alternatives=found.issns))
        return None
    if kind == "preprint" and (match := _PREPRINT_NUMBER.search(name)):
        name = name[: match.start()].strip(" :,;") or "arXiv"
    behind = _text(fields, "organization")
    publisher = _text(fields, *_PUBLISHERS) or (behind if behind != name else None)
    return Venue(name=name, issns=found.issns, publisher=publisher)


def _journal(fields: Mapping[str, str]) -> str | None:
    name = _joined(fields, "journaltitle") or _joined(fields, "journal") or _text(fields, "shortjournal")
    return in_full(name)


def _issue(kind: str, fields: Mapping[str, str]) -> str | None:
    """Return the issue of a journal. The number of a report, a thesis or a data set is none."""
    if kind in {"article", "review", "proceedings-paper", "preprint"} or _text(fields, "journal", "journaltitle"):
        return _text(fields, "number", "issue")
    return _text(fields, "issue")


def _pages(fields: Mapping[str, str]) -> str | None:
    """Return the pages, else the article number.

    The sign of a range is `-` as Crossref writes it, but an en dash where page numbers hold hyphens (`A-1`).
    """
    printed = plain_text(fields.get("pages", "").replace("--", "\u2013"))
    if not printed:
        return _text(fields, "eid", "article-number", "articleno")
    sign = "\u2013" if "-" in printed and _RANGE.search(printed) else "-"
    return _RANGE.sub(sign, printed)


def _language(fields: Mapping[str, str], doubts: list[Doubt]) -> str | None:
    printed = _text(fields, "langid", "language", "hyphenation")
    if printed is None:
        return None
    tag = language_tag(printed) or language_tag(printed.removeprefix("lang"))
    if tag is None:
        reason = f"{printed[:200]!r} is no language that is known by name or code"
        doubts.append(Doubt(field="language", reason=reason, confidence=0.0, alternatives=(printed[:200],)))
    return tag


def _iri(fields: Mapping[str, str], *names: str) -> str | None:
    for name in names:
        if (printed := fields.get(name)) and is_iri(text := verbatim(printed)) and is_web_url(text):
            return text
    return None


def _landing_page(fields: Mapping[str, str], doubts: list[Doubt]) -> str | None:
    found = _iri(fields, "url", "ee", "link")
    printed = verbatim(fields.get("url", ""))
    if found is None and printed:
        printed = plain_text(fields["url"])
        reason = f"the url {printed[:200]!r} is no address of the web"
        doubts.append(Doubt(field="landing_page", reason=reason, confidence=0.0, alternatives=(printed[:200],)))
    return None if found is None or _is_pdf(found) else found


def _pdf(fields: Mapping[str, str]) -> str | None:
    found = _iri(fields, "url", "ee", "link")
    return found if found is not None and _is_pdf(found) else _iri(fields, "pdf", "eprinturl")


def _is_pdf(address: str) -> bool:
    return address.lower().partition("?")[0].endswith(".pdf")
