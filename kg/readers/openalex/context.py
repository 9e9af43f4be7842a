"""What a work of OpenAlex stands in -> parts of a record. Reads: Work. Emits: Subject, Funding, Relation."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from kg.model import Funding, Identifier, Reference, Relation, Subject
from kg.readers.openalex.works import Funder, Grant, Heading, Topic, Work
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_records import Found

NO_WORK = frozenset({"W4285719527"})
"""What OpenAlex puts for a deleted work."""
_PLAIN = re.compile(r"^https://openalex\.org/(W[1-9][0-9]*)$", re.MULTILINE)


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
        subject = _subject(one.id, one.display_name)
        if subject is not None:
            yield subject


@lru_cache(maxsize=1 << 16)
def _subject(iri: str | None, name: str | None) -> Subject | None:
    """Return a term of OpenAlex; there are some ten thousand, which come again and again."""
    notation, label = (iri or "").rpartition("/")[2] or None, plain_title(name or "") or None
    return Subject(scheme="openalex", notation=notation, label=label) if notation or label else None


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
    forms = _works(work.versions, "relations", found)
    others = _works(work.related_works, "relations", found)
    related = [Relation(kind="related", identifiers=(one,)) for one in others]
    return (*[Relation(kind="version-of", identifiers=(one,)) for one in forms], *related) if forms else tuple(related)


def references(work: Work, found: Found) -> tuple[Reference, ...]:
    """Return the works that are cited, each once."""
    return tuple([Reference(identifiers=(one,)) for one in _works(work.referenced_works, "references", found)])


def _works(printed: list[str] | None, field: str, found: Found) -> list[Identifier]:
    """Return identifiers of works, each once. They are nearly always printed in one form, and many."""
    if not printed:
        return []
    listed = list(dict.fromkeys(printed))
    plain = _PLAIN.findall("\n".join(listed))
    if len(plain) == len(listed):
        return [Identifier("openalex", value) for value in plain if value not in NO_WORK]
    known = (found.identifier("openalex", one, field) for one in listed)
    return [one for one in known if one is not None and one.value not in NO_WORK]
