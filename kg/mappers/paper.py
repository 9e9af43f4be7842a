"""Paper -> triples. Reads: model.Paper. Emits: kg:Paper and its own properties only."""

from collections.abc import Iterator

from kg.dates import bounds, xsd_type, year_of
from kg.iris import Minter, category_key, repository_key
from kg.model import Paper
from kg.terms import Term, Triple, boolean, integer, text, typed
from kg.text import normalized_title
from kg.vocab import DCTERMS, KG, RDF, XSD

_TYPE, _PAPER = RDF.type, KG.Paper
_DATATYPES = {"date": XSD.date, "gYearMonth": XSD.gYearMonth, "gYear": XSD.gYear, "gMonthDay": XSD.gMonthDay}


def paper_triples(paper: Paper, mint: Minter, *, abstracts: bool = True) -> Iterator[Triple]:
    """Yield the triples whose subject is `paper`.

    Absent fields yield nothing; text is never trimmed, unescaped or shortened. The category is the one that an
    inference of the paper resolves, or the printed one where it is printed in full.
    """
    subject = mint("paper", paper.key)
    yield subject, _TYPE, _PAPER
    if paper.title is not None:
        yield subject, KG.title, text(paper.title)
        yield subject, KG.normalizedTitle, text(normalized_title(paper.title))
    if paper.abstract is not None and abstracts:
        yield subject, KG.abstract, text(paper.abstract)
    if paper.published_on is not None:
        yield from date_triples(subject, paper.published_on)
    yield from _author_triples(subject, paper, mint)
    if paper.category is not None:
        yield subject, KG.category, mint("category", category_key(paper.category))
    for url in paper.code_urls:
        yield subject, KG.code, mint("repository", repository_key(url))
    yield subject, KG.codeReported, boolean(paper.code_reported)
    for replaced in paper.replaces:
        yield mint("paper", replaced), DCTERMS.isReplacedBy, subject


def date_triples(subject: Term, iso_date: str) -> Iterator[Triple]:
    """Yield a date as precise as known for display, and the year and the days at its ends for queries."""
    yield subject, KG.publishedOn, typed(iso_date, _DATATYPES[xsd_type(iso_date)])
    year, ends = year_of(iso_date), bounds(iso_date)
    if year is not None and ends is not None:
        yield subject, KG.publicationYear, integer(year)
        yield subject, KG.publishedFrom, typed(ends[0], XSD.date)
        yield subject, KG.publishedUntil, typed(ends[1], XSD.date)


def _author_triples(subject: Term, paper: Paper, mint: Minter) -> Iterator[Triple]:
    for authorship in paper.authorships:
        yield subject, KG.hasAuthorship, mint("authorship", f"{paper.key}-{authorship.position}")
        yield subject, KG.author, mint(authorship.kind, authorship.agent)
    if paper.author_line is not None:
        yield subject, KG.authorLine, text(paper.author_line)
    if paper.authorships:
        yield subject, KG.authorCount, integer(len(paper.authorships))
    yield subject, KG.authorListComplete, boolean(paper.authors_complete)
