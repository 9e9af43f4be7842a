"""One record of a paper -> what it supports. Reads: model.Record, the merged paper. Emits: triples of the graph.

What stands in the named graph of a source document: the triples of its records, and those triples of their papers that
the record alone would give too. A triple that no single record states (a text merged from several, an inference, a
conflict) stands in no named graph.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from kg.iris import Minter, repository_key
from kg.mappers.authorship import authorship_triples
from kg.mappers.funding import funding_triples
from kg.mappers.paper import paper_triples
from kg.mappers.record import record_triples
from kg.mappers.repository import repository_triples
from kg.match.forms import full_identifiers, isbns_of_whole
from kg.match.names import ABBREVIATED, agreement, name_tokens
from kg.model import Authorship, Funding, Name, Paper, Record, Relation, Subject, Venue
from kg.terms import Triple, integer
from kg.text import blanks_folded, fold, nfc
from kg.vocab import KG


def supported_triples(record: Record, paper: Paper, mint: Minter, *, abstracts: bool = True) -> Iterator[Triple]:
    """Yield the triples of the graph that this record of the paper supports by its own fields, some more than once.

    - the record itself;
    - of the paper: each triple that the mapping of this record alone gives too. So a date `2014` supports the year of
      a paper of 2014-12-22, not its day; a short category code supports the category that it was resolved to;
    - an authorship where the record prints a name at its position that agrees with the author's (initials do), and
      `rawName` where it is printed so;
    - the repositories whose addresses the record prints, and the fundings that it states.
    """
    yield from record_triples(record, paper, mint, abstracts=abstracts)
    stated = set(paper_triples(paper, mint, abstracts=abstracts))
    alone = _alone(record, paper)
    for triple in paper_triples(alone, mint, abstracts=abstracts):
        if triple in stated and triple[1] != KG.authorCount:
            yield triple
    if paper.authorships and len(record.names) == len(paper.authorships):
        yield mint("paper", paper.key), KG.authorCount, integer(len(record.names))
    for kept, printed in zip(_agreeing(record, paper), alone.authorships, strict=True):
        merged = set(authorship_triples(kept, paper.key, mint))
        yield from (triple for triple in authorship_triples(printed, paper.key, mint) if triple in merged)
    for funding in alone.fundings:
        yield from funding_triples(funding, paper.key, mint)
    for url in alone.code_urls:
        yield from repository_triples(url, mint("repository", repository_key(url)))


def _alone(record: Record, paper: Paper) -> Paper:
    """Return the paper as this record alone tells it, under the keys of the merged one."""
    line = ", ".join(record.authors)
    return Paper(
        key=paper.key,
        records=(record,),
        title=None if record.title is None else nfc(record.title),
        abstract=None if record.abstract is None else nfc(record.abstract),
        published_on=record.date,
        category=paper.category if _means(record.category, paper.category) else None,
        primary_category=paper.primary_category and any(one.scheme == "arxiv" for one in record.subjects),
        authorships=tuple(
            replace(kept, raw_name=printed.printed, name=printed)
            for kept in _agreeing(record, paper)
            for printed in (record.names[kept.position - 1],)
        ),
        author_line=nfc(line if record.authors_complete else f"{line} et al.") if line else None,
        authors_complete=record.authors_complete,
        code_urls=tuple(sorted(set(record.code_urls))),
        code_reported=record.has_code,
        publication_type=record.publication_type,
        identifiers=full_identifiers(record),
        editors=_named(paper.editors, record.editors),
        venue=_venue(record, paper),
        volume=None if record.volume is None else blanks_folded(nfc(record.volume)),
        issue=None if record.issue is None else blanks_folded(nfc(record.issue)),
        pages=None if record.pages is None else blanks_folded(nfc(record.pages)),
        language=record.language,
        license=record.license,
        landing_page=record.landing_page,
        pdf=record.pdf,
        keywords=tuple(sorted({blanks_folded(nfc(word)) for word in record.keywords})),
        references=record.references,
        subjects=tuple(kept for kept in paper.subjects if any(_is_term(kept, one) for one in record.subjects)),
        fundings=tuple(kept for kept in paper.fundings if any(_is_funding(kept, one) for one in record.fundings)),
        relations=(
            *record.relations,
            *(Relation(kind="part-of", identifiers=(isbn,)) for isbn in isbns_of_whole(record)),
        ),
        dataset_urls=record.dataset_urls,
        publisher=paper.publisher if fold(record.publisher or "") == fold(paper.publisher or "") else None,
        retracted=record.retracted,
        translated_titles=tuple((tag.lower(), nfc(title)) for tag, title in record.translated_titles),
        date_text=record.date_text,
    )


def _is_term(kept: Subject, stated: Subject) -> bool:
    """Return whether a record states a term of the paper, by its code or by its label."""
    if kept.scheme != stated.scheme.strip().lower():
        return False
    if stated.notation is not None:
        return kept.notation == blanks_folded(nfc(stated.notation))
    return fold(kept.label or "") == fold(stated.label or "")


def _is_funding(kept: Funding, stated: Funding) -> bool:
    """Return whether a record states a funding of the paper: the award, and the funder by name or identifier."""
    same = not set(kept.identifiers).isdisjoint(stated.identifiers)
    named = same or fold(kept.funder or "") == fold(stated.funder or "")
    return named and fold(kept.award or "") == fold(stated.award or "")


def _venue(record: Record, paper: Paper) -> Venue | None:
    """Return the venue of the paper with the record's name of it, if the record names that venue."""
    if record.venue is None or paper.venue is None:
        return None
    name = blanks_folded(nfc(record.venue.name))
    same = fold(name) == fold(paper.venue.name) or not set(record.venue.issns).isdisjoint(paper.venue.issns)
    return replace(paper.venue, name=name) if same and name else None


def _named(kept: Sequence[Authorship], names: Sequence[Name]) -> tuple[Authorship, ...]:
    """Return the editors at whose position the record prints a name that agrees."""
    pairs = zip(kept, names, strict=False)
    return tuple(
        one for one, name in pairs if agreement(name_tokens(one.name.display), name_tokens(name.display)) >= ABBREVIATED
    )


def _means(code: str | None, notation: str | None) -> bool:
    """Return whether a printed code is a notation or the short form of it."""
    return code is not None and notation is not None and code in {notation, notation.rpartition(".")[2]}


def _agreeing(record: Record, paper: Paper) -> tuple[Authorship, ...]:
    """Return the authorships at whose position the record prints a name that agrees."""
    return _named(paper.authorships, record.names)
