"""Works of an ORCID record -> records. Reads: Work. Emits: Record, identifiers."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.identifiers import parse, recognized
from kg.model import Doubt, Identifier, Name, Record, RecordFields, Relation, RelationKind, Venue
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
_RELATIONS: dict[str, RelationKind] = {"part-of": "part-of", "version-of": "version-of"}
DOI_ADDRESSES = ("https://doi.org/10.", "http://dx.doi.org/10.", "https://dx.doi.org/10.", "http://doi.org/10.")
"""How addresses of DOIs begin."""
_EDITORS = frozenset({"editor", "chair-or-translator"})
_NO_AUTHORS = frozenset({"principal-investigator", "co-investigator", "funding-acquisition", "supervision"})


class Owner(NamedTuple):
    """Whose record it is."""

    names: tuple[Name, ...]
    """One, or none."""
    orcid: Identifier | None
    path: str


class Identified(NamedTuple):
    """A work and what it says of identifiers, which are read once: its own, sorted, and those of other works."""

    work: Work
    own: tuple[Identifier, ...] = ()
    others: Sequence[tuple[RelationKind, str, str]] = ()
    """Relation, scheme and value as printed."""
    issns: Sequence[str] = ()
    """As printed."""
    doubts: Sequence[Doubt] = ()


def identified(work: Work, found: Found) -> Identified:
    """Return a work with its identifiers; what is wrong in its own ones is told by `found`."""
    listed = work.external_ids.external_id if work.external_ids is not None else None
    if not listed:
        return Identified(work)
    own: dict[Identifier, None] = {}
    others: list[tuple[RelationKind, str, str]] = []
    issns: list[str] = []
    for one in listed:
        kind = _word(one.external_id_type)
        scheme = _SCHEMES.get(kind)
        value = text_of(one.external_id_value) if scheme is not None or kind == "issn" else ""
        if scheme is None or not value:
            if value:
                issns.append(value)
            continue
        relationship = _word(one.external_id_relationship) or "self"
        if relationship == "self":
            if (known := found.identifier(scheme, value)) is not None:
                own[known] = None
        elif (relation := _RELATIONS.get(relationship)) is not None:
            others.append((relation, scheme, value))
    dois = [one.value for one in own if one.scheme == "doi" and "arxiv." in one.value]
    own |= {preprint: None for doi in dois if (preprint := parse("arxiv", doi)) is not None}
    return Identified(work, tuple(sorted(own) if len(own) > 1 else own), others, issns, tuple(found.doubts))


def _word(valued: Valued) -> str:
    """Return a word of a closed list, as version 3 writes it: `part-of` for `PART_OF`."""
    return _folded(valued if isinstance(valued, str) else text_of(valued))


@lru_cache(maxsize=1 << 10)
def _folded(printed: str) -> str:
    return printed.strip().lower().replace("_", "-")


def work_record(read: Identified, owner: Owner, found: Found) -> Record | None:
    """Return what a record says of a work; None if the work has no title."""
    work, titles = read.work, read.work.title
    title = plain_title(text_of(titles.title)) if titles is not None else ""
    if titles is None or not title:
        return None
    subtitle = plain_title(text_of(titles.subtitle)) if titles.subtitle is not None else ""
    if subtitle and subtitle.casefold() not in title.casefold():
        title += f" {subtitle}" if title[-1] in "?!:.…" else f": {subtitle}"
    authors, editors, complete = _people(work, owner, found)
    found.doubts.extend(read.doubts)
    url, journal = text_of(work.url), text_of(work.journal_title)
    fields: RecordFields = {
        "title": title, "names": authors, "authors_complete": complete,
        "publication_type": _publication_type(_word(work.type)),
        "identifiers": _with_url(read.own, url) if url else read.own,
    }  # fmt: skip
    if work.publication_date is not None:
        fields["date"], fields["date_text"] = _date(work.publication_date)
    if editors:
        fields["editors"] = editors
    if journal:
        fields["venue"] = _venue(journal, _issns(read.issns, found) if read.issns else ())
    if work.language_code is not None:
        fields["language"] = found.language(text_of(work.language_code).replace("_", "-"))
    if url:
        fields["landing_page"] = found.first_iri([url], "landing_page")
    if read.others:
        fields["relations"] = _relations(read, found)
    _add_rarer(fields, work, found)
    if work.put_code is not None:
        fields["pointer"] = f"{owner.path}/work/{work.put_code}".strip("/")
    return found.record("orcid", fields, layout="work")


def _add_rarer(fields: RecordFields, work: Work, found: Found) -> None:
    """Add what few works have."""
    if work.short_description is not None and (abstract := plain_abstract(text_of(work.short_description))):
        fields["abstract"], fields["code_urls"] = abstract, code_urls(abstract)
    if work.title is not None and work.title.translated_title is not None:
        fields["translated_titles"] = _translated(work.title.translated_title, found)


def _with_url(identifiers: tuple[Identifier, ...], url: str) -> tuple[Identifier, ...]:
    """Return identifiers with the one that an address is, where there is none of its scheme."""
    has_doi = any(one.scheme == "doi" for one in identifiers)
    if has_doi and url.startswith(DOI_ADDRESSES) and "arxiv." not in url.lower():  # nearly all are so
        return identifiers
    one = recognized(url)
    if one is None or one.scheme not in ("doi", "arxiv", "pmid", "pmcid", "acl", "dblp") or one in identifiers:
        return identifiers
    if any(other.scheme == one.scheme for other in identifiers):
        return identifiers
    return tuple(sorted((*identifiers, one)))


def _date(date: PublicationDate) -> Dated:
    return _known_date(text_of(date.year), text_of(date.month), text_of(date.day))


@lru_cache(maxsize=1 << 14)
def _known_date(year: str, month: str, day: str) -> Dated:
    return read_date("-".join((year, *(part.zfill(2) for part in (month, day) if part)))) if year else Dated()


@lru_cache(maxsize=1 << 10)
def _publication_type(kind: str) -> str | None:
    return _KINDS.get(kind) or publication_type(kind) or ("other" if kind else None)


@lru_cache(maxsize=1 << 12)
def _venue(printed: str, issns: tuple[str, ...]) -> Venue | None:
    """Return a journal; the same ones come again and again."""
    name = plain_title(printed)
    return Venue(name=name, issns=issns) if name else None


def _issns(printed: Sequence[str], found: Found) -> tuple[str, ...]:
    return tuple({known.value: None for one in printed if (known := found.identifier("issn", one)) is not None})


def _relations(read: Identified, found: Found) -> tuple[Relation, ...]:
    """Return the wholes that a work is part of, and its other versions."""
    known = [(kind, found.identifier(scheme, value, "relations")) for kind, scheme, value in read.others]
    return tuple(dict.fromkeys(Relation(kind=kind, identifiers=(one,)) for kind, one in known if one is not None))


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
    if not listed:
        return owner.names, (), False
    authors: list[Name] = []
    editors: list[Name] = []
    for contributor in listed:
        name, role = _contributor(contributor, found), _role(contributor)
        if name is not None and role not in _NO_AUTHORS:
            (editors if role in _EDITORS else authors).append(name)
    if not authors and not editors:
        return owner.names, (), False
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
