"""What a work of OpenAlex stands in -> parts of a record. Reads: Work. Emits: Subject, Funding, Relation."""

from collections.abc import Iterable, Iterator
from itertools import chain

from kg.model import Funding, Identifier, Reference, Relation, RelationKind, Subject
from kg.readers.openalex.works import Funder, Grant, Heading, Topic, Work
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_records import Found

NO_WORK = frozenset({"W4285719527"})
"""What OpenAlex puts for a deleted work."""


def keywords(work: Work) -> tuple[str, ...]:
    """Return the keywords, each once."""
    labels = [one if isinstance(one, str) else one.display_name or one.keyword for one in work.keywords or ()]
    once: dict[str, str] = {}
    for label in labels:
        if label and (plain := plain_title(label)):
            once.setdefault(plain.casefold(), plain)
    return tuple(once.values())


def subjects(work: Work) -> tuple[Subject, ...]:
    """Return topics, concepts and medical subject headings, each once."""
    found = chain(_own(work.topics or ()), _own(work.concepts or ()), _headings(work.mesh or ()))
    return tuple(dict.fromkeys(found))


def _own(terms: Iterable[Topic]) -> Iterator[Subject]:
    for one in terms:
        notation, label = (one.id or "").rpartition("/")[2] or None, plain_title(one.display_name or "") or None
        if notation or label:
            yield Subject(scheme="openalex", notation=notation, label=label)


def _headings(headings: Iterable[Heading]) -> Iterator[Subject]:
    """Yield headings; a heading with a qualifier is a term of its own, as MeSH numbers it (`D000881Q000175`)."""
    for one in headings:
        code, label = one.descriptor_ui or None, plain_title(one.descriptor_name or "") or None
        if not (code or label):
            continue
        yield Subject(scheme="mesh", notation=code, label=label)
        if one.qualifier_name and label:
            pair = f"{code}{one.qualifier_ui}" if code and one.qualifier_ui else None
            yield Subject(scheme="mesh", notation=pair, label=f"{label}/{plain_title(one.qualifier_name)}")


def fundings(work: Work, found: Found) -> tuple[Funding, ...]:
    """Return the awards with their funders, then funders without any award."""
    funders = {one.id: one for one in work.funders or () if one.id}
    once: dict[Funding, None] = {}
    paid: set[str | None] = set()
    for one in chain(work.grants or (), work.awards or ()):
        number = one.funder or one.funder_id
        paid.add(number)
        if (made := _funding(one, funders.get(number or ""), found)) is not None:
            once.setdefault(made)
    for funder in funders.values():
        if funder.id not in paid and (made := _funding(Grant(funder_id=funder.id), funder, found)) is not None:
            once.setdefault(made)
    return tuple(once)


def _funding(grant: Grant, funder: Funder | None, found: Found) -> Funding | None:
    name = plain_title(grant.funder_display_name or (funder and funder.display_name) or "") or None
    ror = found.identifier("ror", funder.ror, "fundings") if funder is not None and funder.ror else None
    own = found.identifier("openalex", grant.funder or grant.funder_id, "fundings")
    award = plain_title(grant.award_id or grant.funder_award_id or "") or None
    if name is None and award is None:
        return None
    return Funding(funder=name, identifiers=tuple(one for one in (own, ror) if one is not None), award=award)


def relations(work: Work, found: Found) -> tuple[Relation, ...]:
    """Return the other forms of the work, and the works that OpenAlex finds related to it."""
    forms = _relations("version-of", work.versions or (), found)
    return tuple(dict.fromkeys(chain(forms, _relations("related", work.related_works or (), found))))


def _relations(kind: RelationKind, works: Iterable[str], found: Found) -> Iterator[Relation]:
    for one in _works(works, "relations", found):
        yield Relation(kind=kind, identifiers=(one,))


def references(work: Work, found: Found) -> tuple[Reference, ...]:
    """Return the works that are cited, each once."""
    return tuple([Reference(identifiers=(one,)) for one in _works(work.referenced_works or (), "references", found)])


def _works(printed: Iterable[str], field: str, found: Found) -> Iterator[Identifier]:
    for one in dict.fromkeys(printed):
        known = found.identifier("openalex", one, field)
        if known is not None and known.value not in NO_WORK:
            yield known
