"""What an article of JATS stands in -> parts of a record. Reads: lxml elements. Emits: Funding, Relation, Subject.

Types of related articles: the values that the JATS Tag Library suggests, with those of PMC, SciELO and eLife.
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.identifiers import parse, recognized, web_iri
from kg.model import Funding, Identifier, Relation, RelationKind, Subject
from kg.readers.jats.text import HREF, LANG, local, raw_text, title_text
from kg.readers.listing.code_urls import code_urls, is_web_url, trimmed_url
from kg.readers.syntax.json_records import Found
from kg.terms import is_iri
from kg.text import fold, words

_TYPE_WORDS = """
a an and article articles book brief case commentary communication communications correction corrections discussion
editorial editorials erratum feature full insight invited letter letters long method methods new news note original
paper papers perspective rapid regular report reports research resource resources retraction review reviews section
short special study technical the tools
"""
_NOT_TOPICS = frozenset(_TYPE_WORDS.split())
"""A subject of these words only says what kind of article it is."""
_SCHEMES = frozenset({"acm", "asjc", "ddc", "inspec", "jel", "lcc", "lcsh", "mesh", "msc", "ocis", "pacs", "udc"})
"""Classifications that the type of a group may name."""
_KINDS: dict[str, RelationKind] = {
    "corrected-article": "corrects", "correction-forward": "corrected-by", "correction": "corrected-by",
    "retracted-article": "retracts", "retraction-forward": "retracted-by", "retraction": "retracted-by",
    "partial-retraction": "retracts", "addended-article": "supplement-of", "addendum": "supplemented-by",
    "commentary-article": "comments-on", "commentary": "commented-by", "letter": "commented-by",
    "object-of-concern": "comments-on", "expression-of-concern": "commented-by", "reviewed-article": "reviews",
    "peer-reviewed-article": "reviews", "peer-reviewed-material": "reviews", "peer-review": "reviewed-by",
    "reviewer-report": "reviewed-by", "preprint": "version-of", "version-of-record": "version-of",
    "republished-article": "version-of", "republication": "version-of", "updated-article": "replaces",
    "update": "replaced-by", "translated-article": "translation-of", "translation": "translated-by",
    "supplement": "supplemented-by",
}  # fmt: skip
_LINK_SCHEMES = {"doi": "doi", "pmid": "pmid", "pubmed": "pmid", "pmcid": "pmcid", "pmc": "pmcid", "arxiv": "arxiv"}
_FUNDERS = {"fundref": "doi", "doi": "doi", "open-funder-registry": "doi", "funder-id": "doi", "ror": "ror"}
_AVAILABILITY = re.compile(r"avail|software|code|supporting-data|data-sharing|dataset")
_CITED = frozenset({"related-object", "element-citation", "mixed-citation"})
_SAYS_KIND = ("document-type", "content-type", "publication-type", "object-type")
_URL = re.compile(r"https?://[^\s<>\"']+|(?<![\w/.])10\.\d{4,9}/[^\s<>\"']+")
_OF_OTHERS = re.compile(r"existing|analy[sz]ed|references|reused", re.IGNORECASE)


def topics(meta: Element, language: str | None) -> tuple[tuple[str, ...], tuple[Subject, ...]]:
    """Return the keywords and topics that stand in no vocabulary, and the terms of vocabularies, each once."""
    free: dict[str, str] = {}
    terms: dict[Subject, None] = {}
    for scheme, code, word in _terms(meta, language):
        if scheme is not None and (code or word):
            terms.setdefault(Subject(scheme=scheme, notation=code, label=word))
        elif word:
            free.setdefault(word.casefold(), word)
    return tuple(free.values()), tuple(terms)


def _terms(meta: Element, language: str | None) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Yield the vocabulary (None: none), the code in it, and the word of each keyword and topic."""
    for group in meta.findall("kwd-group"):
        kind = (group.get("kwd-group-type") or "").lower()
        if "abbrev" in kind or group.get(LANG) not in (None, language, *(("en",) if language is None else ())):
            continue
        for one in group.iter("kwd", "compound-kwd"):
            yield _scheme(one, group, kind), *_term(one)
    for group in meta.findall("article-categories/subj-group"):
        kind = (group.get("subj-group-type") or "").lower()
        if "display" in kind:
            continue
        for one in group.iter("subject", "compound-subject"):
            scheme, (code, word) = _scheme(one, group, kind), _term(one)
            if scheme is not None or not (word and set(words(word)) <= _NOT_TOPICS):
                yield scheme, code, word


def _scheme(term: Element, group: Element, kind: str) -> str | None:
    """Return a short name of the vocabulary that the term, or its group, says it is of."""
    holder = term.getparent()
    said = next((one for element in (term, holder, group) if element is not None
                 for one in (element.get("vocab"), element.get("vocab-identifier")) if one), None)  # fmt: skip
    if said is None:
        return next((word for word in words(kind) if word in _SCHEMES), None)
    last = re.split(r"[/#]", said.rstrip("/#"))[-1] if "/" in said else said
    return fold(last).replace(" ", "-") or None


def _term(one: Element) -> tuple[str | None, str | None]:
    """Return the code and the word of a term."""
    code = one.get("vocab-term-identifier")
    if not local(one).startswith("compound"):
        return code, title_text(one) or one.get("vocab-term")
    parts = list(one.iter("{*}compound-kwd-part", "{*}compound-subject-part"))
    codes = [text for part in parts if part.get("content-type") == "code" and (text := raw_text(part))]
    told = [word for part in parts if part.get("content-type") != "code" and (word := title_text(part))]
    return code or next(iter(codes), None), ": ".join(told) or one.get("vocab-term")


def fundings(meta: Element, found: Found) -> tuple[Funding, ...]:
    """Return each award with its funder, and funders without an award; of NLM's older form, numbers and sponsors."""
    once: dict[Funding, None] = {}
    for group in meta.iter("award-group"):
        funders = [read for source in group.findall("funding-source") if (read := _funder(source, found))]
        awards = [text for told in group.findall("award-id") if (text := raw_text(told))]
        for name, ids in funders or [(None, ())]:
            for award in awards or ([""] if name or ids else []):
                once.setdefault(Funding(funder=name, identifiers=ids, award=award or None))
    for source in meta.findall("funding-group/funding-source"):
        if (funder := _funder(source, found)) is not None:
            once.setdefault(Funding(funder=funder[0], identifiers=funder[1]))
    sponsors = {
        one.get("rid") or one.get("id") or "": raw_text(one) for one in meta.iter("grant-sponsor", "contract-sponsor")
    }
    for one in meta.iter("grant-num", "contract-num"):
        sponsor, number = sponsors.pop(one.get("rid") or one.get("id") or "", ""), raw_text(one)
        if number or sponsor:
            once.setdefault(Funding(funder=sponsor or None, award=number or None))
    once |= dict.fromkeys(Funding(funder=sponsor) for sponsor in sponsors.values() if sponsor)
    return tuple(once)


def _funder(source: Element, found: Found) -> tuple[str | None, tuple[Identifier, ...]] | None:
    ids: set[Identifier] = set()
    for one in source.iter("institution-id"):
        scheme = _FUNDERS.get((one.get("institution-id-type") or "").lower())
        known = found.identifier(scheme, raw_text(one), "fundings") if scheme is not None else None
        ids |= {known} if known is not None else set()
    for printed in (source.get(HREF), source.get("source-id"), source.get("vocab-term-identifier")):
        known = recognized(printed) if printed else None
        ids |= {known} if known is not None and known.scheme in ("doi", "ror") else set()
    name = raw_text(source, frozenset({"institution-id", "award-id"})).strip(" ,;") or None
    return (name, tuple(sorted(ids))) if name or ids else None


def relations(root: Element, meta: Element, found: Found) -> tuple[Relation, ...]:
    """Return the articles that this one says it is related to, and what it reviews."""
    once: dict[Relation, None] = {}
    for one in (*meta.iter("related-article"), *meta.iter("related-object")):
        said = (one.get("related-article-type") or one.get("link-type") or "").lower()
        kind = _KINDS.get(said, "related")
        if said == "letter" and root.get("article-type") == "reply":
            kind = "comments-on"
        if not _is_dataset(one) and (made := _relation(kind, one, found)) is not None:
            once.setdefault(made)
    for one in meta.findall("product"):
        if (made := _relation("reviews", one, found)) is not None:
            once.setdefault(made)
    return tuple(once)


def _relation(kind: RelationKind, one: Element, found: Found) -> Relation | None:
    ids: set[Identifier] = set()
    link, scheme = one.get(HREF) or "", _LINK_SCHEMES.get((one.get("ext-link-type") or "").lower())
    known = parse(scheme, link) if scheme is not None and link else recognized(link)
    ids |= {known} if known is not None else set()
    for inner in one.iter("pub-id", "object-id", "isbn"):
        kind_of_id = inner.get("pub-id-type") or inner.get("object-id-type") or ""
        named = "isbn" if local(inner) == "isbn" else _LINK_SCHEMES.get(kind_of_id.lower())
        known = found.identifier(named, raw_text(inner), "relations") if named is not None else None
        ids |= {known} if known is not None else set()
    text = None if ids else raw_text(one) or link.strip() or None
    return Relation(kind=kind, identifiers=tuple(sorted(ids)), text=text) if ids or text else None


def availability(
    root: Element, abstract: str | None, identifiers: tuple[Identifier, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses of the code, and of the paper's own data, that statements of availability name.

    Such statements are sections, notes and footnotes of a type that says so, wherever they stand; objects and
    references that are said to be data made for the paper count too.
    """
    code = dict.fromkeys(code_urls(abstract) if abstract else ())
    datasets: dict[str, None] = {}
    for one in root.iter("sec", "notes", "fn", "related-object", "element-citation", "mixed-citation"):
        if one.tag in _CITED:
            if "generated" in f"{one.get('content-type')} {one.get('specific-use')}".lower() and _is_dataset(one):
                datasets |= dict.fromkeys(_addresses(one))
            continue
        kind = (one.get("sec-type") or one.get("notes-type") or one.get("fn-type") or "").lower()
        if kind and _AVAILABILITY.search(kind):
            links = [inner.get(HREF) or "" for inner in one.iter("ext-link", "uri")]
            text = raw_text(one)
            code |= dict.fromkeys(code_urls(" ".join([text, *(link for link in links if link not in text)])))
            if "data" in kind:
                datasets |= dict.fromkeys(_addresses(one))
    own = {web_iri(one) for one in identifiers}
    return tuple(code), tuple(url for url in datasets if url not in code and url not in own)


def _is_dataset(one: Element) -> bool:
    return any("data" in (one.get(name) or "").lower() for name in _SAYS_KIND)


def _addresses(one: Element) -> Iterator[str]:
    """Yield the addresses in an element, but for those of data that others made."""
    skipped = {inner for two in one.iter("related-object", "element-citation", "mixed-citation")
               if _OF_OTHERS.search(f"{two.get('content-type')} {two.get('specific-use')}")
               for inner in two.iter()}  # fmt: skip
    for inner in one.iter():
        if inner in skipped:
            continue
        printed = [inner.get(HREF) or "", *_URL.findall(f"{inner.text or ''}")]
        printed += _URL.findall(inner.tail or "") if inner is not one else []
        for text in printed:
            known = recognized(trimmed_url(text))
            url = (web_iri(known) if known is not None and known.scheme == "doi" else None) or trimmed_url(text)
            if is_iri(url) and is_web_url(url) and url.split("//", 1)[-1].strip("/").count("/"):
                yield url
