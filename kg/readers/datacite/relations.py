"""Related identifiers and items of DataCite -> references, relations, places. Reads: Work. Emits: Reference, Relation.

Left out: what cites or collects a work (`IsCitedBy`, `IsReferencedBy`, `IsCollectedBy`), which the citing work states.
"""

from collections.abc import Iterator

from kg.identifiers import parse, recognized, web_iri
from kg.match.forms import is_preprint_identifier
from kg.model import Identifier, Reference, Relation, RelationKind
from kg.readers.datacite.works import Related, RelatedNumber, RelatedWork, Work, listed
from kg.readers.listing.code_urls import code_urls
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_records import Found
from kg.terms import is_iri

_SCHEMES = {"doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "isbn": "isbn", "pmcid": "pmcid"}
_CITING = frozenset({"References", "Cites"})
_CITED = frozenset({"IsCitedBy", "IsReferencedBy", "IsCollectedBy"})
_SAME_WORK = frozenset({"IsVersionOf", "HasVersion", "IsIdenticalTo", "IsVariantFormOf", "IsOriginalFormOf"})
_WITHIN = frozenset({"IsPartOf", "IsPublishedIn"})
_KINDS: dict[str, RelationKind] = {
    "IsVersionOf": "version-of", "HasVersion": "version-of", "IsIdenticalTo": "version-of",
    "IsVariantFormOf": "version-of", "IsOriginalFormOf": "version-of", "IsNewVersionOf": "replaces",
    "Obsoletes": "replaces", "IsPreviousVersionOf": "replaced-by", "IsObsoletedBy": "replaced-by",
    "IsPartOf": "part-of", "IsPublishedIn": "part-of", "HasPart": "has-part", "IsSupplementTo": "supplement-of",
    "IsSupplementedBy": "supplemented-by", "IsTranslationOf": "translation-of", "HasTranslation": "translated-by",
    "Reviews": "reviews", "IsReviewedBy": "reviewed-by",
}  # fmt: skip


_NOWHERE = RelatedWork()


def references(work: Work, found: Found) -> tuple[Reference, ...]:
    """Return what a work cites: by identifiers, else the address or the words that are told."""
    read: dict[Reference, None] = {}
    for one in listed(work.related_identifiers):
        if one.relation_type in _CITING:
            known, text = _target(one.related_identifier, one.related_identifier_type, found, "references")
            if known or text:
                read.setdefault(Reference(identifiers=known, text=None if known else text))
    for other in listed(work.related_works):
        if other.relation_type in _CITING:
            known, text = _other_work(other, found, "references")
            if known or text:
                read.setdefault(Reference(identifiers=known, text=None if known else text))
    return tuple(read)


def relations(work: Work, found: Found) -> tuple[Relation, ...]:
    """Return how a work stands to others, apart from citations, and from the journal that it stands in."""
    read: dict[Relation, None] = {}
    for one in listed(work.related_identifiers):
        if one.relation_type in _CITING or one.relation_type in _CITED or _is_issn(one.related_identifier_type):
            continue
        known, text = _target(one.related_identifier, one.related_identifier_type, found, "relations")
        if known or text:
            kind = _KINDS.get(one.relation_type or "", "related")
            read.setdefault(Relation(kind=kind, identifiers=known, text=None if known else text))
    for other in listed(work.related_works):
        if other.relation_type not in _CITING | _CITED | _WITHIN:
            known, text = _other_work(other, found, "relations")
            if known or text:
                kind = _KINDS.get(other.relation_type or "", "related")
                read.setdefault(Relation(kind=kind, identifiers=known, text=text))
    return tuple(read)


def other_forms(work: Work, own: Identifier) -> Iterator[Identifier]:
    """Yield the identifiers of the preprint of a work, or of what a preprint became."""
    for one in listed(work.related_identifiers):
        scheme = _SCHEMES.get((one.related_identifier_type or "").lower())
        if one.relation_type in _SAME_WORK and scheme in ("doi", "arxiv") and one.related_identifier:
            known = parse(scheme, one.related_identifier)
            if known is not None and is_preprint_identifier(known) != is_preprint_identifier(own):
                yield known


def issns(work: Work) -> Iterator[str]:
    """Yield the ISSNs that a work names for the journal or series that it stands in, as printed."""
    if work.container is not None and _is_issn(work.container.identifier_type):
        yield work.container.identifier or ""
    for one in listed(work.related_identifiers):
        if one.relation_type in _WITHIN and _is_issn(one.related_identifier_type):
            yield one.related_identifier or ""
    for other in listed(work.related_works):
        printed, kind = _number_of(other)
        if other.relation_type in _WITHIN and _is_issn(kind):
            yield printed or ""


def place(work: Work) -> RelatedWork:
    """Return the first work that a work is published in; an empty one if there is none."""
    if not work.related_works:
        return _NOWHERE
    within = [other for other in listed(work.related_works) if other.relation_type in _WITHIN]
    within.sort(key=lambda other: other.relation_type != "IsPublishedIn")
    return within[0] if within else _NOWHERE


def code_and_datasets(work: Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses of code on forges, and of the data that supplement a text."""
    code: dict[str, None] = {}
    datasets: dict[str, None] = {}
    for one in listed(work.related_identifiers):
        if one.related_identifier_type == "DOI" and one.relation_type != "IsSupplementedBy":
            continue
        address = (one.related_identifier or "").strip()
        if "://" in address:
            code |= dict.fromkeys(code_urls(address))
        if one.relation_type == "IsSupplementedBy" and one.resource_type_general == "Dataset":
            target = _address(one)
            datasets |= dict.fromkeys([target] if target else [])
    return tuple(code), tuple(url for url in datasets if url not in code)


def _address(one: Related) -> str | None:
    known = parse("doi", one.related_identifier or "")
    address = web_iri(known) if known is not None else (one.related_identifier or "").strip()
    return address if address and address.startswith("http") and is_iri(address) else None


def _is_issn(kind: str | None) -> bool:
    return (kind or "").upper() in {"ISSN", "EISSN", "LISSN"}


def _target(
    printed: str | None, kind: str | None, found: Found, field: str
) -> tuple[tuple[Identifier, ...], str | None]:
    """Return the identifier that something is of, and its words."""
    text = plain_title(printed or "")
    scheme = _SCHEMES.get((kind or "").lower())
    known = found.identifier(scheme, text, field) if scheme is not None else recognized(text)
    return (known,) if known is not None else (), text or None


def _number_of(other: RelatedWork) -> tuple[str | None, str | None]:
    told = other.identifier
    if isinstance(told, RelatedNumber):
        return told.identifier, told.identifier_type
    return told, other.identifier_type


def _other_work(other: RelatedWork, found: Found, field: str) -> tuple[tuple[Identifier, ...], str | None]:
    printed, kind = _number_of(other)
    known, _ = _target(printed, kind, found, field)
    year = f"({other.publication_year})" if other.publication_year else None
    title = plain_title((other.titles[0].title if other.titles else None) or "")
    return known, " ".join(filter(None, (title, year))) or (printed if not known else None)
