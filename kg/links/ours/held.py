"""Identifiers that we hold -> links. Reads: Entity, Target. Emits: Link, without any look-up.

owl:sameAs only where both ends are on one level: a work of theirs is our paper; a form of theirs (a DOI, an arXiv id)
is our version, or our paper where it has one form only. What fits less is skos:closeMatch.
"""

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from kg.identifiers import web_iri
from kg.links.ours.entities import Entities, Entity
from kg.links.targets.target import Predicate, Side, Target, predicate_iri
from kg.model import Identifier, Link

EXACT: Final = "https://w3id.org/semapv/vocab/LexicalMatching"
"""The method of a link by an identifier."""
LABELS: Final = {
    "doi": "DOI", "arxiv": "arXiv id", "pmid": "PubMed id", "pmcid": "PMC id", "openalex": "OpenAlex id",
    "dblp": "dblp key", "acl": "ACL Anthology id", "s2": "Semantic Scholar id", "wikidata": "Wikidata id",
    "isbn": "ISBN", "issn": "ISSN", "orcid": "ORCID iD", "ror": "ROR id", "arxiv-category": "arXiv category",
    "title": "title", "name": "name",
}  # fmt: skip
"""Kind of a key -> what people call it."""
_OF_ARXIV = {"doi": "10.48550/arxiv.", "dblp": "journals/corr/"}
_NUMBERING = frozenset({"pmid", "pmcid", "acl", "dblp"})
_SAFE = "/:;()@!$&'*+,=~-._"
Key = tuple[str, str]


def version_keys(versions: Iterable[Entity]) -> frozenset[Key]:
    """Return the identifiers that versions bear: they are linked there, not on their papers."""
    return frozenset(key for version in versions for key in version.keys)


def form_keys(entities: Entities, target: Target) -> frozenset[Key]:
    """Return the identifiers that versions bear if the target links forms of works, none if it does not."""
    by_form = any(side.level == "form" for side in target.sides.values())
    return version_keys(entities.of_kind("version")) if by_form else frozenset()


def through_versions(entity: Entity, target: Target, on_versions: frozenset[Key]) -> bool:
    """Return whether the forms of a paper bear the identifiers that lead to the target."""
    side = target.sides.get(entity.kind)
    return (
        side is not None
        and entity.versions
        and side.level == "form"
        and any(key[0] in side.held and key in on_versions for key in entity.keys)
    )


def held_links(entity: Entity, target: Target, on_versions: frozenset[Key]) -> Iterator[Link]:
    """Yield the links to a target that the identifiers of a thing spell out, without those that are misspelt."""
    side = target.sides.get(entity.kind)
    if side is None or not side.held:
        return
    for scheme, value in entity.keys:
        form = side.held.get(scheme)
        if form is None:
            continue
        predicate = identity(entity, (scheme, value), side, on_versions)
        spelled = address(form, scheme, value)
        if predicate is not None and side.pattern.fullmatch(spelled):
            yield Link(
                subject=entity.iri,
                target=target.name,
                object=spelled,
                predicate=predicate_iri(predicate),
                score=1.0,
                method=EXACT,
                evidence=f"the {entity.kind} has the {LABELS.get(scheme, scheme)} {value}",
                state="accepted",
            )


def address(form: str, scheme: str, value: str) -> str:
    """Return the IRI that an identifier spells out in a form of a target."""
    if form == "{web}":
        return web_iri(Identifier(scheme, value)) or ""
    return form.replace("{value}", value if value.isalnum() else quote(value, safe=_SAFE))


def identity(entity: Entity, key: Key, side: Side, on_versions: frozenset[Key]) -> Predicate | None:
    """Return what holds between a thing of ours and the one that one of its identifiers names; None for nothing.

    Args:
        entity: of ours.
        key: the identifier: scheme and value.
        side: how the other graph sees things of this kind.
        on_versions: the identifiers of all versions (`version_keys`).
    """
    if side.predicate is not None:
        return side.predicate
    if side.level == "page":
        return "schema:sameAs"
    if side.level == "form" and entity.kind == "paper":
        if entity.versions and key in on_versions:
            return None
        return "owl:sameAs" if not entity.versions and known_forms(entity.keys) <= 1 else "skos:closeMatch"
    if entity.basis in {"full-name", "this-paper"} or len(entity.values(key[0])) > 1:
        # A bearer of a name may be several persons; two identifiers of one scheme would make two of theirs one.
        return "skos:closeMatch"
    return "owl:sameAs"


def known_forms(keys: Iterable[Key]) -> int:
    """Return how many forms of a work its identifiers show: arXiv's one, and one for each DOI of elsewhere."""
    arxiv, others, numbered = False, 0, False
    for scheme, value in keys:
        if scheme == "arxiv" or value.startswith(_OF_ARXIV.get(scheme, "\0")):
            arxiv = True
        elif scheme == "doi":
            others += 1
        elif scheme in _NUMBERING:
            numbered = True
    return int(arxiv) + max(others, int(numbered))
