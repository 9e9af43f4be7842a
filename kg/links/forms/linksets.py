"""Counts of links -> their description. Reads: accepted links. Emits: void:Linkset and void:Dataset triples."""

from collections import Counter
from collections.abc import Iterator, Mapping

from kg.iris import Minter, escape_key
from kg.links.targets.target import Target, predicate_name
from kg.model import Link
from kg.terms import Triple, integer, iri, text
from kg.vocab import DCTERMS, RDF, VOID

LinksetCounts = Counter[tuple[str, str]]
"""(target, predicate IRI) -> accepted links."""


def count(links: LinksetCounts, link: Link) -> None:
    """Count a link, if it is accepted."""
    if link.state == "accepted":
        links[link.target, link.predicate] += 1


def linkset_triples(counts: LinksetCounts, targets: Mapping[str, Target], mint: Minter) -> Iterator[Triple]:
    """Yield the link sets of a graph: one for each target and predicate, and what is known of each target."""
    graph = mint("catalog", "graph")
    for (name, predicate), number in sorted(counts.items()):
        other = mint("catalog", f"target-{escape_key(name)}")
        word = (predicate_name(predicate) or predicate).replace(":", "-").lower()
        linkset = mint("catalog", f"links-{escape_key(name)}-{escape_key(word)}")
        yield linkset, RDF.type, VOID.Linkset
        yield linkset, VOID.subjectsTarget, graph
        yield linkset, VOID.objectsTarget, other
        yield linkset, VOID.linkPredicate, iri(predicate)
        yield linkset, VOID.triples, integer(number)
        yield other, RDF.type, VOID.Dataset
        known = targets.get(name)
        yield other, DCTERMS.title, text(known.title if known else name)
        if known is not None and known.licence is not None:
            yield other, DCTERMS.license, iri(known.licence)
