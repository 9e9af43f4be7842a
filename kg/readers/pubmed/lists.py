"""The lists of a PubMed record -> subjects, grants, corrections, data, references. Reads: elements. Emits: parts."""

from collections.abc import Iterator
from itertools import chain

from lxml.etree import _Element as Element

from kg.identifiers import parse
from kg.model import Funding, Reference, Relation, Subject
from kg.readers.pubmed.text import line
from kg.readers.pubmed.words import cited_identifiers, deposited, funding, relation
from kg.readers.syntax.json_records import Found

SCHEMES = {"doi": "doi", "pubmed": "pmid", "pmc": "pmcid", "pmcid": "pmcid"}
"""`IdType` of an `ArticleId` -> scheme."""


def keywords(citation: Element) -> tuple[str, ...]:
    """Return the words of authors and of others, each once."""
    words = (line(one).strip(" ;") for one in citation.iter("Keyword"))
    return tuple({word.casefold(): word for word in reversed([*filter(None, words)])}.values())[::-1]


def subjects(citation: Element) -> Iterator[Subject]:
    """Yield MeSH headings, a heading with a qualifier as MeSH numbers it (`D000881Q000175`), and substances."""
    once: set[Subject] = set()
    for subject in chain(_headings(citation), _substances(citation)):
        if subject not in once:
            once.add(subject)
            yield subject


def _headings(citation: Element) -> Iterator[Subject]:
    for heading in citation.iter("MeshHeading"):
        descriptor = heading.find("DescriptorName")
        label = line(descriptor)
        if descriptor is None or not label:
            continue
        code = descriptor.get("UI")
        yield Subject(scheme="mesh", notation=code, label=label)
        for qualifier in heading.findall("QualifierName"):
            if name := line(qualifier):
                pair = f"{code}{qualifier.get('UI')}" if code and qualifier.get("UI") else None
                yield Subject(scheme="mesh", notation=pair, label=f"{label}/{name}")


def _substances(citation: Element) -> Iterator[Subject]:
    for one in citation.iter("NameOfSubstance", "SupplMeshName"):
        if label := line(one):
            yield Subject(scheme="mesh", notation=one.get("UI"), label=label)


def fundings(article: Element) -> Iterator[Funding]:
    """Yield the grants, each once."""
    read = (funding(line(one.find("Agency")), line(one.find("GrantID"))) for one in article.findall("GrantList/Grant"))
    yield from dict.fromkeys(one for one in read if one is not None)


def corrections(citation: Element, *, preprint: bool) -> Iterator[Relation]:
    """Yield what corrects, retracts, comments or updates what; works that are only cited are no such."""
    for one in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        kind = one.get("RefType") or ""
        if kind == "Cites":
            continue
        text = line(one.find("RefSource"))
        pmid = parse("pmid", line(one.find("PMID")))
        known = {*cited_identifiers(text), *((pmid,) if pmid is not None else ())}
        if known or text:
            yield relation(kind, known, text, preprint=preprint)


def banked(article: Element) -> Iterator[str | Relation]:
    """Yield the IRIs of data in data banks; registered trials, and data of other banks, as relations."""
    for bank in article.findall("DataBankList/DataBank"):
        name = line(bank.find("DataBankName"))
        for one in bank.findall("AccessionNumberList/AccessionNumber"):
            if (found := deposited(name, line(one))) is not None:
                yield found


def references(citation: Element, listed: Element | None, found: Found) -> Iterator[Reference]:
    """Yield what is cited, by its identifiers, else as printed. `listed` is `PubmedData`."""
    places = [one for one in (listed, citation) if one is not None]
    for one in chain.from_iterable(place.iter("Reference") for place in places):
        ids = set()
        for known in one.findall("ArticleIdList/ArticleId"):
            scheme = SCHEMES.get((known.get("IdType") or "").lower())
            if scheme is not None:
                ids.add(found.identifier(scheme, line(known), "references"))
        kept = tuple(sorted(one for one in ids if one is not None))
        text = line(one.find("Citation"))
        if kept or text:
            yield Reference(identifiers=kept) if kept else Reference(text=text)
    for one in citation.findall("CommentsCorrectionsList/CommentsCorrections[@RefType='Cites']"):  # until 2018
        pmid = parse("pmid", line(one.find("PMID")))
        text = line(one.find("RefSource"))
        if pmid is not None or text:
            yield Reference(identifiers=(pmid,)) if pmid is not None else Reference(text=text)
