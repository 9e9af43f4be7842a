"""DataCite's metadata -> records. Reads: JSON of the REST API, JSON and XML of the schema. Emits: Record, Reject.

Documents and result pages of the API (`data`), its dumps (JSON Lines), `attributes` alone, XML of kernels 3 and 4, bare
or in OAI-PMH (`xml`). Read: titles with subtitle and translations, creators and editors (`people`), date, type,
identifiers, container or related work with volume, issue, pages, ISSN; publisher, subjects, language, licence,
abstract, funding, version, address; references, other forms, relations, code and data (`relations`). A journal, a
client or another object that is no work is a reject that says so.

Left out: contributors that are no editors; descriptions that are no abstract; dates of other types than Issued and
Available; sizes, formats, places on earth; ISNI, GRID and other identifiers of persons and organizations, ROR of
publishers; series information in words, numbers of chapters; alternate identifiers of no known scheme; statements of
rights without an address; titles and addresses of awards; counts and stamps of the service.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from kg.dates import bounds
from kg.identifiers import parse
from kg.model import Funding, Identifier, Name, Record, RecordFields, Reject, Subject, Venue
from kg.readers.bibtex.languages import language_tag
from kg.readers.datacite.people import is_nothing, names
from kg.readers.datacite.relations import code_and_datasets, issns, other_forms, place, references, relations
from kg.readers.datacite.words import is_journal, publication_type, subjects_and_keywords
from kg.readers.datacite.works import Document, Publisher, Title, Work, listed
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.arxiv_dois import arxiv_of
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found, UnreadableError, read_records
from kg.readers.syntax.partial_dates import Dated, read_date
from kg.text import fold

_SCHEMES = {"doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "pubmed": "pmid", "pmcid": "pmcid", "isbn": "isbn"}
_IN_REPOSITORY = frozenset({"preprint", "dataset", "software"})
_ENDS = (":", "?", "!", ".", "…", "–", "—")
_DEED = re.compile(r"https?://(?:www\.)?(?:creativecommons|opensource|gnu)\.org/[^\s<>\"),;]+")
_tag = lru_cache(maxsize=1 << 10)(language_tag)
_NO_LICENSE = re.compile(r"\Ainfo:|/tdm\b", re.IGNORECASE)
_DECODER = msgspec.json.Decoder(Document)
_SURE = re.compile(r'"http://datacite\.org/schema/kernel|"resourceTypeGeneral"\s*:|"type"\s*:\s*"dois"')
_CREATORS = re.compile(r'"creators"\s*:\s*[\[{].*"titles"\s*:|"titles"\s*:\s*[\[{].*"creators"\s*:', re.DOTALL)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as JSON of DataCite."""
    if beginning.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return False
    return _SURE.search(beginning) is not None or _CREATORS.search(beginning) is not None


def read_datacite(source: Source) -> Iterator[Record | Reject]:
    """Yield the works of a source in its order."""
    return read_records(source, _DECODER, _document, lists=frozenset({b"data"}), wrapper=b"data")


def _document(document: Document, found: Found) -> Record:
    if document.type not in (None, "dois", "doi", "works"):
        raise UnreadableError(f"no work but one of DataCite's {document.type}: {document.id}", "leave it out")
    work = document.attributes or document
    if document.attributes is not None and work.doi is None:
        work.doi = document.id
    return work_record(work, found)


def work_record(work: Work, found: Found) -> Record:
    """Return the record of a work.

    Raises:
        UnreadableError: it is no work.
    """
    title, translated = _titles(work, found)
    if is_journal(work):
        raise UnreadableError(f"no work but a journal: {title or work.doi}", "leave it out")
    kind = publication_type(work)
    identifiers = _identifiers(work, kind, found)
    authors, complete = names(listed(work.creators), "creators", found)
    if title is None and not authors and not identifiers:
        raise UnreadableError("no work: it has neither title nor creators nor an identifier", "leave it out")
    date = _date(work, found)
    fields: RecordFields = {
        "title": title, "names": authors, "date": date.date, "publication_type": kind, "identifiers": identifiers,
        "authors_complete": bool(authors) and complete and not _lacks_creators(found),
    }  # fmt: skip
    if date.text:
        fields["date_text"] = date.text
    if translated:
        fields["translated_titles"] = translated
    _add_place(fields, work, kind, found)
    _add_words(fields, work, found)
    _add_ties(fields, work, found)
    return found.record("datacite", fields)


def _add_place(fields: RecordFields, work: Work, kind: str | None, found: Found) -> None:
    """Add what a work stands in and where, who published it, where it is found."""
    if work.container is not None or work.related_works:
        fields["volume"], fields["issue"], fields["pages"] = _where(work)
    publisher = _publisher(work)
    venue = _venue(work, publisher, kind, found)
    if venue is not None:
        fields["venue"] = venue
    elif publisher is not None:
        fields["publisher"] = publisher
    if work.contributors:
        fields["editors"] = _editors(work, found)
    if work.language:
        fields["language"] = _tag(work.language) or found.language(work.language)
    if work.rights_list:
        fields["license"] = found.first_iri(_licenses(work), "license")
    if work.url:
        fields["landing_page"] = found.first_iri((work.url,), "landing_page")
    if work.content_url:
        fields["pdf"] = found.first_iri(_pdfs(work), "pdf")


def _add_words(fields: RecordFields, work: Work, found: Found) -> None:
    """Add what a work is about, in words and in terms, and its version."""
    if work.descriptions and (abstract := _abstract(work)):
        fields["abstract"], fields["code_urls"] = abstract, code_urls(abstract)
    if work.subjects:
        fields["subjects"], fields["keywords"] = subjects_and_keywords(work)
        fields["category"] = _category(fields["subjects"])
    if work.version:
        fields["version_number"] = work.version
    if work.funding_references:
        fields["fundings"] = _fundings(work, found)


def _add_ties(fields: RecordFields, work: Work, found: Found) -> None:
    """Add the works, the code and the data that a work is tied to."""
    if work.related_identifiers:
        code, fields["dataset_urls"] = code_and_datasets(work)
        fields["code_urls"] = tuple(dict.fromkeys((*fields.get("code_urls", ()), *code)))
    if work.related_identifiers or work.related_works:
        fields["references"], fields["relations"] = references(work, found), relations(work, found)


def _lacks_creators(found: Found) -> bool:
    """Return whether a creator could not be read."""
    return bool(found.doubts) and any("creators/" in doubt.reason for doubt in found.doubts)


def _category(subjects: tuple[Subject, ...]) -> str | None:
    return next((one.notation for one in subjects if one.scheme == "arxiv" and one.notation), None)


def _editors(work: Work, found: Found) -> tuple[Name, ...]:
    told = [
        one for one in listed(work.contributors) if one.contributor_type and one.contributor_type.lower() == "editor"
    ]
    return names(told, "contributors", found)[0]


def _titles(work: Work, found: Found) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Return the title with its subtitle, and those in other languages."""
    told = listed(work.titles)
    if len(told) == 1:
        return (plain_title(told[0].title) or None) if told[0].title else None, ()
    read = [(one, plain) for one in told if one.title and (plain := plain_title(one.title))]
    if len(read) == 1:
        return read[0][1], ()
    main = [(one, plain) for one, plain in read if not one.title_type] or read[:1]
    if not main:
        return None, ()
    main.sort(key=lambda pair: bool(work.language) and bool(pair[0].lang) and not _same(pair[0].lang, work.language))
    first, title = main[0]
    rest = [(one, plain) for one, plain in read if one is not first]
    subtitles = [
        plain for one, plain in rest if one.title_type == "Subtitle" and (not one.lang or one.lang == first.lang)
    ]
    others = [(one, plain) for one, plain in rest if plain not in subtitles]
    translated = [(one.lang or "und", plain) for one, plain in others if _is_translation(one, first)]
    alternative = [plain for one, plain in others if not _is_translation(one, first)]
    if alternative:
        found.doubt(
            "other titles", "there is more than one title; the first one is taken", *alternative, confidence=0.8
        )
    for subtitle in subtitles:
        if fold(subtitle) not in fold(title):
            title += (" " if title.endswith(_ENDS) else ": ") + subtitle
    return title, tuple((tag, plain) for tag, plain in translated if found.language(tag))


def _same(tag: str | None, other: str | None) -> bool:
    return _tag(tag or "") == _tag(other or "")


def _is_translation(title: Title, first: Title) -> bool:
    return title.title_type == "TranslatedTitle" or bool(
        title.lang and first.lang and not _same(title.lang, first.lang)
    )


def _identifiers(work: Work, kind: str | None, found: Found) -> tuple[Identifier, ...]:
    known: set[Identifier] = set()
    own = found.identifier("doi", work.doi) if work.doi else parse("doi", work.id or "")
    if own is not None:
        known.add(own)
        if work.related_identifiers:
            known.update(other_forms(work, own))
    numbers = listed(work.identifiers)
    for one in (*numbers, *listed(work.alternate_identifiers)) if work.alternate_identifiers else numbers:
        printed, type_ = (
            one.identifier or one.alternate_identifier,
            one.identifier_type or one.alternate_identifier_type,
        )
        scheme = _SCHEMES.get(type_.lower()) if type_ and printed else None
        if scheme is None or (scheme == "doi" and work.doi and str(printed).endswith(work.doi)):
            continue
        number = found.identifier(scheme, printed)
        if number is not None and not (number.scheme == "isbn" and kind != "book"):
            known.add(number)
    if len(known) == 1 and "arxiv" not in next(iter(known)).value:
        return tuple(known)
    known |= arxiv_of(known)
    return tuple(sorted(known))


def _date(work: Work, found: Found) -> Dated:
    """Return the date of issue, else the year; as precisely as a date of issue or availability within it says it."""
    year = read_date(str(work.publication_year)).date if work.publication_year else None
    issued: list[str] = []
    finer: list[str] = []
    text: str | None = None
    for one in listed(work.dates):
        if one.date_type in ("Issued", "Available") and one.date:
            date, printed = read_date(one.date)
            text = text or (printed if one.date_type == "Issued" else None)
            if date is not None:
                (issued if one.date_type == "Issued" else finer).append(date)
    stated = min(issued, key=lambda iso: bounds(iso) or ("", "")) if len(issued) > 1 else issued[0] if issued else None
    if stated is not None and year is not None and stated[:4] != year[:4]:
        found.doubt("date", "day of issue and year of publication differ", year, confidence=0.7)
    stated = stated or year
    if stated is None or not (finer or len(issued) > 1):
        return Dated(stated, text)
    return Dated(max([stated, *(iso for iso in (*issued, *finer) if iso.startswith(stated))], key=len), text)


def _publisher(work: Work) -> str | None:
    told = work.publisher.name if isinstance(work.publisher, Publisher) else work.publisher
    plain = plain_title(told) if told else ""
    return plain if plain and not is_nothing(plain) and plain.lower() != "unpublished" else None


def _venue(work: Work, publisher: str | None, kind: str | None, found: Found) -> Venue | None:
    """Return the container; of data, software and preprints without one their publisher, which is a repository."""
    other = place(work)
    within = (work.container and work.container.title) or (other.titles[0].title if other.titles else None)
    name = plain_title(within) if within else ""
    if not name:
        return Venue(name=publisher) if publisher and kind in _IN_REPOSITORY else None
    checked = (found.identifier("issn", one) for one in issns(work))
    return Venue(
        name=name,
        issns=tuple(dict.fromkeys(one.value for one in checked if one is not None)),
        publisher=plain_title(other.publisher or "") or publisher,
    )


def _where(work: Work) -> tuple[str | None, str | None, str | None]:
    """Return volume, issue and pages."""
    told, other = work.container, place(work)
    first = (told and told.first_page) or other.first_page
    last = (told and told.last_page) or other.last_page
    pages = f"{first}-{last}" if first and last and first != last else first or last
    volume = (told and told.volume) or other.volume or None
    article = other.number if other.number_type in (None, "Article", "Other") else None
    return volume, (told and told.issue) or other.issue or None, pages or article or None


def _abstract(work: Work) -> str | None:
    told = [one for one in listed(work.descriptions) if (one.description_type or "").lower() == "abstract"]
    told.sort(key=lambda one: bool(work.language) and bool(one.lang) and not _same(one.lang, work.language))
    return next(filter(None, (plain_abstract(one.description or "") for one in told)), None)


def _licenses(work: Work) -> list[str]:
    """Return addresses of licences: as told, then those in the words; rights of access and of text mining are none."""
    told = listed(work.rights_list)
    addresses = [one.rights_uri for one in told if one.rights_uri and not _NO_LICENSE.search(one.rights_uri)]
    for one in told:
        if one.rights and "://" in one.rights:
            addresses += _DEED.findall(one.rights)
    return addresses


def _pdfs(work: Work) -> list[str]:
    told = work.content_url
    listed_ = told if isinstance(told, list) else [told]
    return [one for one in listed_ if one and one.lower().split("?")[0].endswith(".pdf")]


def _fundings(work: Work, found: Found) -> tuple[Funding, ...]:
    once: dict[Funding, None] = {}
    for one in listed(work.funding_references):
        kind, printed = (one.funder_identifier_type or "").lower(), one.funder_identifier or ""
        scheme = "ror" if "ror" in kind or "ror.org/" in printed else "doi" if "crossref" in kind else None
        known = found.identifier(scheme, printed, "fundings") if scheme is not None else None
        funder = plain_title(one.funder_name or "")
        award = plain_title(one.award_number or one.award_title or "")
        if (funder and not is_nothing(funder)) or award:
            told = Funding(funder=funder or None, identifiers=(known,) if known else (), award=award or None)
            once.setdefault(told)
    return tuple(once)
