"""A store -> the store of some papers. Reads: Store. Emits: Store with whole papers and all that hangs on them."""

import hashlib
import heapq
from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from kg.vocab import KG, RDF

Subject = NamedNode | BlankNode | Triple
_DEFAULT = DefaultGraph()
_TYPE, _PAPER = NamedNode(RDF.type[1:-1]), NamedNode(KG.Paper[1:-1])
_UPWARDS = tuple(NamedNode(term[1:-1]) for term in (KG.recordOf, KG.about, KG.linkSubject))
"""Properties by which a thing points to the paper it is a part of."""


def sampled(store: Store, papers: int) -> Store:
    """Return the store of `papers` papers, those with the smallest SHA-256 of their IRI, and what hangs on them.

    A statement that leads to a paper outside the sample is left out.
    """
    everything = {quad.subject for quad in store.quads_for_pattern(None, _TYPE, _PAPER, _DEFAULT)}
    chosen = set(heapq.nsmallest(papers, everything, key=_rank))
    outside, found, waiting = everything - chosen, Store(), sorted(chosen, key=str)
    seen = set(waiting)
    while waiting:
        node = waiting.pop()
        for quad in _around(store, node):
            if quad.object in outside or quad.subject in outside:
                continue
            found.add(quad)
            for end in (quad.subject, quad.object):
                if isinstance(end, NamedNode) and end not in seen:
                    seen.add(end)
                    waiting.append(end)
    return found


def _rank(node: Subject) -> bytes:
    return hashlib.sha256(str(node).encode()).digest()


def _around(store: Store, node: Subject) -> Iterator[Quad]:
    yield from store.quads_for_pattern(node, None, None, _DEFAULT)
    for predicate in _UPWARDS:
        yield from store.quads_for_pattern(None, predicate, node, _DEFAULT)
