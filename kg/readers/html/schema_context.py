"""What a publication of schema.org stands in -> parts of a record. Reads: nodes. Emits: Funding, Relation, Subject."""

import re
from collections.abc import Iterator

from kg.identifiers import recognized
from kg.model import Funding, Identifier, Relation, RelationKind, Subject
from kg.readers.html.nodes import Node, all_of, one_of, texts_of
from kg.readers.html.parts import PAPER_SCHEMES, line_of, words_of
from kg.readers.syntax.json_records import Found
from kg.text import fold

_KINDS: dict[str, RelationKind] = {
    "correction": "corrected-by", "isBasedOn": "related", "isBasedOnUrl": "related", "basedOn": "related",
    "translationOfWork": "translation-of", "workTranslation": "translated-by", "exampleOfWork": "version-of",
    "workExample": "version-of", "hasPart": "has-part", "itemReviewed": "reviews", "review": "reviewed-by",
    "supersededBy": "replaced-by",
}  # fmt: skip
"""Property of schema.org -> how this work stands to what it names."""


def keywords(node: Node, *, as_they_are: bool = False) -> tuple[str, ...]:
    """Return the keywords and topics that are of no set of terms; else than `as_they_are` a text may hold several."""
    free = [one for one in all_of(node, "keywords", "about") if not (isinstance(one, dict) and _scheme(one))]
    printed = texts_of({"keywords": free}, "keywords")
    return tuple(dict.fromkeys(printed)) if as_they_are else words_of(printed)


def subjects(node: Node) -> tuple[Subject, ...]:
    """Return the defined terms, each with the set that it is of."""
    found = (_subject(one) for one in all_of(node, "keywords", "about") if isinstance(one, dict) and _scheme(one))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _scheme(term: Node) -> str:
    """Return a short name of the set of terms: its name, else the last part of its address."""
    said = one_of(term, "inDefinedTermSet", "inCodeSet") or ""
    return fold(re.split(r"[/#]", said.rstrip("/#"))[-1] if "/" in said else said).replace(" ", "-")


def _subject(term: Node) -> Subject | None:
    notation, label = one_of(term, "termCode", "codeValue"), line_of(one_of(term, "name"))
    return Subject(scheme=_scheme(term), notation=notation, label=label) if notation or label else None


def fundings(node: Node, found: Found) -> tuple[Funding, ...]:
    """Return grants with their funders, then funders and sponsors without a grant."""
    once: dict[Funding, None] = {}
    for grant in all_of(node, "funding"):
        award = one_of(grant, "identifier", "name") if isinstance(grant, dict) else line_of(str(grant))
        payers = list(_payers(grant, found)) if isinstance(grant, dict) else []
        for name, ids in payers or [(None, ())]:
            if name or award:
                once.setdefault(Funding(funder=name, identifiers=ids, award=award))
    told = {one.funder for one in once}
    once |= dict.fromkeys(
        Funding(funder=name, identifiers=ids) for name, ids in _payers(node, found) if name not in told
    )
    return tuple(once)


def _payers(node: Node, found: Found) -> Iterator[tuple[str | None, tuple[Identifier, ...]]]:
    for one in all_of(node, "funder", "sponsor"):
        name = line_of(one if isinstance(one, str) else one_of(one, "name") if isinstance(one, dict) else None)
        ids: set[Identifier] = set()
        for text in texts_of(one, "identifier", "@id", "sameAs") if isinstance(one, dict) else ():
            known = recognized(text)
            if known is not None and known.scheme in ("doi", "ror"):
                ids.add(known)
            elif "ror.org/" in text:
                found.identifier("ror", text, "fundings")
        if name:
            yield name, tuple(sorted(ids))


def relations(node: Node) -> tuple[Relation, ...]:
    """Return the works that this one is based on, translates, corrects and so on."""
    once: dict[Relation, None] = {}
    for name, kind in _KINDS.items():
        for one in all_of(node, name):
            texts = texts_of(one, "identifier", "@id", "sameAs", "url", "doi") if isinstance(one, dict) else [str(one)]
            known = (recognized(text) for text in texts)
            ids = {found for found in known if found is not None and found.scheme in PAPER_SCHEMES}
            text = line_of(one_of(one, "name", "headline", "text") if isinstance(one, dict) else str(one))
            text = text or next(iter(texts), None)
            if ids:
                once.setdefault(Relation(kind=kind, identifiers=tuple(sorted(ids))))
            elif text:
                once.setdefault(Relation(kind=kind, text=text))
    return tuple(once)
