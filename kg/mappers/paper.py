"""Paper -> triples. Reads: model.Paper. Emits: kg:Paper and its own properties only."""

from collections.abc import Iterator

from kg.identifiers import web_iri
from kg.iris import Minter, category_key, organization_key, repository_key, subject_key
from kg.mappers.funding import funding_iri
from kg.mappers.place import address_triples, date_triples, identifier_triples, place_triples
from kg.mappers.relations import relation_triples
from kg.model import Paper
from kg.terms import Term, Triple, boolean, integer, iri, is_iri, tagged, text
from kg.text import normalized_title
from kg.vocab import DCTERMS, KG, RDF

_TYPE, _PAPER = RDF.type, KG.Paper


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
    yield from date_triples(subject, paper.published_on, paper.date_text)
    yield from _author_triples(subject, paper, mint)
    yield from _bibliographic_triples(subject, paper, mint)
    yield from _part_triples(subject, paper, mint)
    yield from _reference_triples(subject, paper, mint)
    yield from relation_triples(subject, paper, mint)
    yield from _category_triples(subject, paper, mint)
    for url in paper.code_urls:
        yield subject, KG.code, mint("repository", repository_key(url))
    yield subject, KG.codeReported, boolean(paper.code_reported)
    for replaced in paper.replaces:
        yield mint("paper", replaced), DCTERMS.isReplacedBy, subject


def _bibliographic_triples(subject: Term, paper: Paper, mint: Minter) -> Iterator[Triple]:
    yield from identifier_triples(subject, paper.identifiers)
    yield from place_triples(subject, paper, mint)
    for predicate, value in (
        (KG.publicationType, paper.publication_type),
        (KG.language, paper.language),
        (KG.dateText, paper.date_text),
    ):
        if value is not None:
            yield subject, predicate, text(value)
    for language, title in paper.translated_titles:
        yield subject, KG.translatedTitle, tagged(title, language)
    for keyword in paper.keywords:
        yield subject, KG.keyword, text(keyword)
    if paper.retracted:
        yield subject, KG.retracted, boolean(paper.retracted)


def _part_triples(subject: Term, paper: Paper, mint: Minter) -> Iterator[Triple]:
    for editor in paper.editors:
        yield subject, KG.editor, mint(editor.kind, editor.agent)
    if paper.publisher is not None:
        yield subject, KG.publisher, mint("organization", organization_key(paper.publisher))
    for funding in paper.fundings:
        yield subject, KG.hasFunding, funding_iri(funding, paper.key, mint)
    for address in paper.dataset_urls:
        yield from address_triples(subject, KG.datasetPage, address)
    for version in paper.versions:
        yield subject, KG.hasVersion, mint("version", version.key)


def _category_triples(subject: Term, paper: Paper, mint: Minter) -> Iterator[Triple]:
    if paper.category is not None:
        filed = mint("category", category_key(paper.category))
        yield subject, KG.category, filed
        if paper.primary_category:
            yield subject, KG.primaryCategory, filed
    for term in paper.subjects:
        yield subject, KG.category, mint("category", subject_key(term))


def _reference_triples(subject: Term, paper: Paper, mint: Minter) -> Iterator[Triple]:
    for cited in paper.cites:
        yield subject, KG.cites, mint("paper", cited)
    for reference in paper.references:
        addresses = [address for one in reference.identifiers if (address := web_iri(one)) and is_iri(address)]
        if addresses:
            yield subject, KG.citesExternal, iri(addresses[0])
        elif reference.text and reference.text.strip():
            yield subject, KG.referenceText, text(reference.text)


def _author_triples(subject: Term, paper: Paper, mint: Minter) -> Iterator[Triple]:
    for authorship in paper.authorships:
        yield subject, KG.hasAuthorship, mint("authorship", f"{paper.key}-{authorship.position}")
        yield subject, KG.author, mint(authorship.kind, authorship.agent)
    if paper.author_line is not None:
        yield subject, KG.authorLine, text(paper.author_line)
    if paper.authorships:
        yield subject, KG.authorCount, integer(len(paper.authorships))
    yield subject, KG.authorListComplete, boolean(paper.authors_complete)
