"""What a work of Crossref stands in -> parts of a record. Reads: Work. Emits: Funding, Relation, Subject.

Kinds of relations: Crossref's schema `relations.xsd` 4.4; kinds of updates: its documentation of Crossmark.
"""

from collections.abc import Iterator
from typing import Final

from kg.identifiers import SCHEMES, parse
from kg.match.forms import is_preprint_identifier
from kg.model import Funding, Identifier, Relation, RelationKind, Subject
from kg.readers.crossref.parts import texts
from kg.readers.crossref.works import Funder, Related, Update, Work
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_records import Found

RETRACTIONS: Final = frozenset({"retraction", "withdrawal", "removal", "partial_retraction"})
CORRECTIONS: Final = frozenset({"erratum", "corrigendum", "correction", "addendum", "clarification"})
_SAME_WORK = frozenset({"is-preprint-of", "has-preprint", "is-version-of", "has-version", "is-same-as"})
_KINDS: dict[str, RelationKind] = {
    **dict.fromkeys(_SAME_WORK, "version-of"), "is-identical-to": "version-of", "is-manuscript-of": "version-of",
    "has-manuscript": "version-of", "is-expression-of": "version-of", "has-expression": "version-of",
    "is-variant-form-of": "version-of", "is-original-form-of": "version-of", "has-format": "version-of",
    "is-format-of": "version-of", "is-comment-on": "comments-on", "has-comment": "commented-by",
    "is-reply-to": "comments-on", "has-reply": "commented-by", "is-review-of": "reviews", "has-review": "reviewed-by",
    "is-translation-of": "translation-of", "has-translation": "translated-by", "is-supplement-to": "supplement-of",
    "is-supplemented-by": "supplemented-by", "is-part-of": "part-of", "has-part": "has-part",
    "is-replaced-by": "replaced-by", "replaces": "replaces", "is-correction-of": "corrects",
    "has-correction": "corrected-by", "is-retraction-of": "retracts", "has-retraction": "retracted-by",
}  # fmt: skip
_AS_REFERENCE = frozenset({"cites", "references"})
"""What a work cites stands in its references."""
_PAID_BY = "is-financed-by"
_NO_RELATIONS = _AS_REFERENCE | {_PAID_BY, "is-cited-by", "is-referenced-by"}


def is_own(work: Work, doi: str | None) -> bool:
    """Return whether a DOI is that of the work itself."""
    return doi is not None and work.doi is not None and parse("doi", doi) == parse("doi", work.doi)


def is_retracted(work: Work) -> bool:
    """Return whether a notice retracts the work, or a part of it is said to."""
    told = [*(work.updated_by or ()), *(one for one in work.update_to or () if is_own(work, one.doi))]
    return any((update.type or "").lower() in RETRACTIONS - {"partial_retraction"} for update in told)


def subjects(work: Work) -> tuple[Subject, ...]:
    """Return the subjects: Crossref filed journals under the classes of Scopus (ASJC)."""
    return tuple(Subject(scheme="asjc", label=one) for one in texts(work.subject))


def fundings(work: Work, found: Found) -> tuple[Funding, ...]:
    """Return each award with its funder, and funders without an award."""
    once = dict.fromkeys(one for funder in work.funder or () for one in _fundings(funder, found))
    for grant in _related(work, _PAID_BY):
        if grant.id and grant.id.strip():
            once.setdefault(Funding(award=grant.id.strip()))
    return tuple(once)


def _fundings(funder: Funder, found: Found) -> Iterator[Funding]:
    name = plain_title(funder.name or "") or None
    printed = [("doi", funder.doi)] if funder.doi else []
    printed += [((one.scheme or "").lower(), one.id) for one in funder.id or () if one.id]
    ids = {found.identifier(scheme, one, "fundings") for scheme, one in printed if scheme in ("doi", "ror")}
    known = tuple(sorted(one for one in ids if one is not None))
    awards = texts(funder.award)
    for award in awards:
        yield Funding(funder=name, identifiers=known, award=award)
    if not awards and (name or known):
        yield Funding(funder=name, identifiers=known)


def relations(work: Work, found: Found) -> tuple[Relation, ...]:
    """Return how the work stands to others: by its relations, by the notices that it is, by those on it."""
    told = [Relation(kind=_KINDS.get(word, "related"), identifiers=ids, text=text)
            for word in work.relation or {} if word not in _NO_RELATIONS
            for one in _related(work, word) for ids, text in _target(one, found)]  # fmt: skip
    for update in work.update_to or ():
        if not is_own(work, update.doi):
            told += _updated(update, found, passive=False)
    for update in work.updated_by or ():
        told += _updated(update, found, passive=True)
    return tuple(dict.fromkeys(told))


def _related(work: Work, word: str) -> list[Related]:
    related = (work.relation or {}).get(word) or []
    return related if isinstance(related, list) else [related]


def _target(related: Related, found: Found) -> Iterator[tuple[tuple[Identifier, ...], str | None]]:
    printed, scheme = (related.id or "").strip(), (related.scheme or "").lower()
    if not printed:
        return
    known = found.identifier(scheme, printed, "relations") if scheme in SCHEMES else None
    yield ((known,), None) if known is not None else ((), printed)


def _updated(update: Update, found: Found, *, passive: bool) -> Iterator[Relation]:
    """Yield what a notice does; `passive`: what is done to the work by it."""
    word = (update.type or "").lower().replace("-", "_")
    kinds: tuple[RelationKind, RelationKind] = ("related", "related")
    if word in RETRACTIONS:
        kinds = ("retracts", "retracted-by")
    elif word in CORRECTIONS:
        kinds = ("corrects", "corrected-by")
    elif word == "expression_of_concern":
        kinds = ("comments-on", "commented-by")
    elif word in ("new_version", "new_edition"):
        kinds = ("replaces", "replaced-by")
    known = found.identifier("doi", update.doi, "relations")
    if known is not None:
        yield Relation(kind=kinds[passive], identifiers=(known,))


def other_form(own: Identifier, work: Work) -> set[Identifier]:
    """Return the DOI or arXiv id of the preprint of a work, or of what the preprint became."""
    found: set[Identifier] = set()
    for word in work.relation or ():
        for one in _related(work, word) if word in _SAME_WORK else ():
            scheme = (one.scheme or "").lower()
            if scheme in ("doi", "arxiv") and one.id and (other := parse(scheme, one.id)) is not None:
                found.add(other)
    return {one for one in found if is_preprint_identifier(one) != is_preprint_identifier(own)}
