"""Works of an ORCID record -> records. Reads: Work. Emits: Record, identifiers."""

from functools import lru_cache
from typing import NamedTuple

from kg.identifiers import parse, recognized
from kg.model import Identifier, Name, Record, Relation, RelationKind, Venue
from kg.readers.listing.code_urls import code_urls
from kg.readers.orcid.profile import Contributor, PublicationDate, Value, Valued, Work, text_of
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.partial_dates import Dated, read_date
from kg.readers.syntax.printed_names import inverted_name
from kg.readers.tables.words import publication_type

_SCHEMES = {
    "doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "pmc": "pmcid", "isbn": "isbn", "dblp": "dblp",
    "wikidata": "wikidata", "openalex": "openalex",
}  # fmt: skip
_KINDS = {
    "conference-abstract": "other", "conference-poster": "other", "online-resource": "other", "data-set": "dataset",
    "edited-book": "book", "dissertation-thesis": "thesis", "supervised-student-publication": "thesis",
    "book-review": "review", "journal-issue": "other", "journal-article": "article",
}  # fmt: skip
_EDITORS = frozenset({"editor", "chair-or-translator"})
_NO_AUTHORS = frozenset({"principal-investigator", "co-investigator", "funding-acquisition", "supervision"})


class Owner(NamedTuple):
    """Whose record it is."""

    name: Name | None
    orcid: Identifier | None
    path: str


def own_identifiers(work: Work, found: Found) -> tuple[Identifier, ...]:
    """Return the identifiers of a work itself, sorted; those of what it is part of are not its own."""
    kept: set[Identifier] = set()
    for relationship, scheme, value in _ids(work):
        if relationship == "self" and (one := found.identifier(scheme, value)) is not None:
            kept.add(one)
    dois = [one.value for one in kept if one.scheme == "doi" and "arxiv." in one.value]
    kept.update(one for doi in dois if (one := parse("arxiv", doi)) is not None)
    return tuple(sorted(kept))


def _ids(work: Work) -> list[tuple[str, str, str]]:
    """Return relationship, scheme and value of the identifiers whose schemes are known."""
    listed = (work.external_ids.external_id if work.external_ids else None) or ()
    known = []
    for one in listed:
        kind = one.external_id_type
        scheme = _SCHEMES.get(kind if isinstance(kind, str) and kind in _SCHEMES else text_of(kind).lower())
        value = text_of(one.external_id_value) if scheme is not None else ""
        if scheme is not None and value:
            relationship = text_of(one.external_id_relationship).lower().replace("_", "-") or "self"
            known.append((relationship, scheme, value))
    return known


def work_record(work: Work, owner: Owner, found: Found) -> Record | None:
    """Return what a record says of a work; None if the work has no title."""
    titles = work.title
    title = plain_title(text_of(titles.title)) if titles is not None else ""
    if titles is None or not title:
        return None
    subtitle = plain_title(text_of(titles.subtitle)) if titles.subtitle is not None else ""
    if subtitle and subtitle.casefold() not in title.casefold():
        title += f" {subtitle}" if title[-1] in "?!:.…" else f": {subtitle}"
    authors, editors, complete = _people(work, owner, found)
    date = _date(work.publication_date)
    abstract = (plain_abstract(text_of(work.short_description)) or None) if work.short_description else None
    journal = _plain(text_of(work.journal_title))
    kind = text_of(work.type).lower().replace("_", "-")
    language = text_of(work.language_code).replace("_", "-") if work.language_code is not None else ""
    return Record(
        source=found.source.name, source_key=found.source.sha256[:16], index=found.index, format="orcid",
        layout="work", title=title, names=authors, authors_complete=complete, date=date.date, date_text=date.text,
        abstract=abstract, code_urls=code_urls(abstract) if abstract is not None else (),
        publication_type=_KINDS.get(kind) or publication_type(kind) or ("other" if kind else None),
        identifiers=_with_url(own_identifiers(work, found), work.url), editors=editors,
        venue=Venue(name=journal, issns=_issns(work, found) if work.external_ids else ()) if journal else None,
        language=found.language(language or None),
        landing_page=found.first_iri([text_of(work.url)], "landing_page") if work.url is not None else None,
        relations=_relations(work, found) if work.external_ids else (),
        translated_titles=_translated(titles.translated_title, found) if titles.translated_title is not None else (),
        pointer=f"{owner.path}/work/{work.put_code}".strip("/") if work.put_code is not None else found.piece.pointer,
        start_line=found.piece.start_line, end_line=found.piece.end_line, doubts=tuple(found.doubts),
    )  # fmt: skip


def _with_url(identifiers: tuple[Identifier, ...], url: Valued) -> tuple[Identifier, ...]:
    one = recognized(text_of(url)) if url is not None and text_of(url) else None
    if one is None or one.scheme not in ("doi", "arxiv", "pmid", "pmcid", "acl", "dblp") or one in identifiers:
        return identifiers
    if any(other.scheme == one.scheme for other in identifiers):
        return identifiers
    return tuple(sorted((*identifiers, one)))


def _date(date: PublicationDate | None) -> Dated:
    if date is None:
        return Dated()
    parts = [text_of(date.year), *(part.zfill(2) for part in (text_of(date.month), text_of(date.day)) if part)]
    return _known_date("-".join(parts)) if parts[0] else Dated()


_known_date = lru_cache(maxsize=1 << 14)(read_date)
_plain = lru_cache(maxsize=1 << 12)(plain_title)
"""The same journals come again and again."""


def _issns(work: Work, found: Found) -> tuple[str, ...]:
    listed = (work.external_ids.external_id if work.external_ids else None) or ()
    printed = [text_of(one.external_id_value) for one in listed if text_of(one.external_id_type).lower() == "issn"]
    known = [found.identifier("issn", one) for one in printed]
    return tuple(dict.fromkeys(one.value for one in known if one is not None))


def _relations(work: Work, found: Found) -> tuple[Relation, ...]:
    """Return the wholes that a work is part of, and its other versions."""
    kinds: dict[str, RelationKind] = {"part-of": "part-of", "version-of": "version-of"}
    read = [
        Relation(kind=kinds[relationship], identifiers=(one,))
        for relationship, scheme, value in _ids(work)
        if relationship in kinds and (one := found.identifier(scheme, value, "relations")) is not None
    ]
    return tuple(dict.fromkeys(read))


def _translated(valued: Valued, found: Found) -> tuple[tuple[str, str], ...]:
    title = plain_title(text_of(valued))
    tag = valued.language_code if isinstance(valued, Value) else None
    return ((found.language((tag or "").replace("_", "-") or None) or "und", title),) if title else ()


def _people(work: Work, owner: Owner, found: Found) -> tuple[tuple[Name, ...], tuple[Name, ...], bool]:
    """Return authors and editors, and whether the authors are all.

    The owner is an author at an unknown place where nobody else is named. Contributors are a whole list only if the
    owner is one of them.
    """
    listed = (work.contributors.contributor if work.contributors else None) or ()
    authors: list[Name] = []
    editors: list[Name] = []
    for contributor in listed:
        name, role = _contributor(contributor, found), _role(contributor)
        if name is not None and role not in _NO_AUTHORS:
            (editors if role in _EDITORS else authors).append(name)
    if not authors and not editors:
        return ((owner.name,) if owner.name is not None else ()), (), False
    present = owner.orcid is not None and any(owner.orcid in name.identifiers for name in authors)
    return tuple(authors), tuple(editors), present


def _role(contributor: Contributor) -> str:
    attributes = contributor.contributor_attributes
    printed = text_of(attributes.contributor_role) if attributes is not None else ""
    return printed.lower().rstrip("/").rpartition("/")[2].replace("_", "-")


def _contributor(contributor: Contributor, found: Found) -> Name | None:
    name = inverted_name(plain_title(text_of(contributor.credit_name)))
    uri = contributor.contributor_orcid
    printed = ((uri.path or uri.uri) if uri is not None else None) or ""
    orcid = found.identifier("orcid", printed, "names") if printed else None
    if name is None:
        return None
    known = (orcid,) if orcid is not None else ()
    return Name(printed=name.printed, given=name.given, family=name.family, suffix=name.suffix, identifiers=known)
