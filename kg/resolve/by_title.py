"""Records of equal titles and equal abstracts -> edges. Reads: Spool, Clusters. Emits: joins, findings.

Edges are applied strongest first, then by record number. A title alone joins nothing: the authors have to fit, or,
where a record names none, the abstracts.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from kg.match.authors import AuthorList, fit
from kg.match.titles import is_generic
from kg.match.wordings import is_telling
from kg.model import Finding
from kg.resolve.dating import agree
from kg.resolve.identity import GuardedClusters, apart
from kg.resolve.report import candidate_merge, skipped_block
from kg.resolve.spool import Heading, Spool

LARGEST_BLOCK = 400
"""Different author lists under one title that are compared pairwise (`Introduction`); a larger block is divided by
its authors' family names first."""
LONG_TITLE = 20
"""Letters of a title of records without authors that is taken to be nobody else's."""
MISREAD = 0.5
"""The fit of two author lists that differ although title and abstract are equal and an author is the same: one of
them was misprinted or misread."""


class _Edge(NamedTuple):
    strength: tuple[float, int, int]
    left: int
    right: int


def join_equal_titles(spool: Spool, clusters: GuardedClusters) -> Iterator[Finding]:
    """Join records of one title whose authors fit; yield what stays uncertain."""
    for _, numbers in spool.groups("title_key"):
        variants = list(_variants(spool, clusters, numbers))
        blocks = [variants] if len(variants) <= LARGEST_BLOCK else list(_by_family_name(spool, variants))
        for block in blocks:
            if len(block) > LARGEST_BLOCK:
                yield skipped_block(len(block), "title", spool.heading(block[0]))
            else:
                yield from _join_block(spool, clusters, block)


def _variants(spool: Spool, clusters: GuardedClusters, numbers: list[int]) -> Iterator[int]:
    """Join records of equal authors; yield the first number of each kind, and whatever fits several kinds."""
    kinds: dict[AuthorList, list[int]] = {}
    for number in numbers:
        found = spool.heading(number)
        firsts = kinds.setdefault(found.authors, [])
        if len(firsts) > LARGEST_BLOCK:
            yield number
            continue
        open_to = [
            first
            for first in firsts
            if found.authors.names
            and not _listed_twice(spool.heading(first), found)
            and clusters.refusal(first, number) is None
        ]
        equal = [first for first in open_to if spool.heading(first).abstract_key == found.abstract_key]
        if len(open_to) == 1 or len(equal) == 1:
            clusters.join((equal or open_to)[0], number)
        else:
            firsts.append(number)
            yield number


def _by_family_name(spool: Spool, numbers: list[int]) -> Iterator[list[int]]:
    """Yield blocks of records whose first authors share their last word; records without authors stay alone."""
    blocks: dict[str, list[int]] = {}
    for number in numbers:
        names = spool.heading(number).authors.names
        if names and names[0]:
            blocks.setdefault(names[0][-1], []).append(number)
    yield from (block for _, block in sorted(blocks.items()) if len(block) > 1)


def _join_block(spool: Spool, clusters: GuardedClusters, numbers: list[int]) -> Iterator[Finding]:
    headings = {number: spool.heading(number) for number in numbers}
    edges = sorted(
        (
            _Edge((score, int(_same(a.abstract_key, b.abstract_key)), int(_same(a.date, b.date))), left, right)
            for (left, a), (right, b) in combinations(headings.items(), 2)
            if (score := _evidence(a, b)) > 0
        ),
        key=lambda edge: ([-part for part in edge.strength], edge.left, edge.right),
    )
    torn = _torn([e for e in edges if apart([headings[e.left]], [headings[e.right]]) is None], headings)
    for edge in edges:
        if edge.left in torn or edge.right in torn:
            continue
        if not _vetoed(spool, clusters, edge):
            clusters.join(edge.left, edge.right)
    for number in sorted(torn):
        rivals = [edge for edge in edges if number in (edge.left, edge.right)]
        other = rivals[0].right if rivals[0].left == number else rivals[0].left
        yield candidate_merge(headings[number], headings[other], "its cut author list fits two papers of this title")


def _same(left: object, right: object) -> bool:
    return left is not None and left == right


def _evidence(left: Heading, right: Heading) -> float:
    """Return how strongly two records of one title are one paper; 0 if they are not."""
    if _listed_twice(left, right):
        return 0.0
    same_text = _same(left.abstract_key, right.abstract_key)
    if not (left.authors.ordered and right.authors.ordered) and is_generic(left.title or ""):
        return 0.0
    if left.authors.names and right.authors.names:
        return fit(left.authors, right.authors) or (MISREAD if same_text and _share_author(left, right) else 0.0)
    if same_text:
        return 1.0
    nameless = not left.authors.names and not right.authors.names
    silent = left.abstract_key is None or right.abstract_key is None
    return 0.5 if nameless and silent and len(left.title or "") >= LONG_TITLE else 0.0


def _share_author(left: Heading, right: Heading) -> bool:
    return not set(left.authors.names).isdisjoint(right.authors.names)


def _listed_twice(left: Heading, right: Heading) -> bool:
    """Return whether two records of one title are shown as two papers: their days differ, and so do their texts.

    One list never shows one paper with two days; a title such as `Editorial` has another paper on every day.
    """
    if _same(left.abstract_key, right.abstract_key) or not left.date or not right.date or agree(left.date, right.date):
        return False
    return left.listing == right.listing or is_generic(left.title or "")


def _vetoed(spool: Spool, clusters: GuardedClusters, edge: _Edge) -> bool:
    """Return whether the edge would bring two records into one cluster that cannot be one paper."""
    if clusters.root(edge.left) == clusters.root(edge.right):
        return True
    ours, theirs = ([spool.heading(n) for n in clusters.members(end)] for end in (edge.left, edge.right))
    return any(excluded(a, b) for a in _distinct(ours) for b in _distinct(theirs))


def _distinct(headings: list[Heading]) -> list[Heading]:
    kinds = {(found.authors, found.listing, found.date, found.abstract_key): found for found in headings}
    return list(kinds.values())


def excluded(left: Heading, right: Heading) -> bool:
    """Return whether two records of one title cannot be one paper: disjoint authors, or one list shows both."""
    both_named = left.authors.names and right.authors.names
    return (bool(both_named) and _evidence(left, right) == 0) or _listed_twice(left, right)


def _torn(edges: list[_Edge], headings: dict[int, Heading]) -> set[int]:
    """Return the records that fit two others equally well which exclude each other."""
    best: dict[int, list[_Edge]] = {}
    for edge in edges:
        for number in (edge.left, edge.right):
            mine = best.setdefault(number, [])
            if not mine or mine[0].strength == edge.strength:
                mine.append(edge)
    torn = set()
    for number, mine in best.items():
        partners = [edge.right if edge.left == number else edge.left for edge in mine]
        pairs = [(headings[a], headings[b]) for a, b in combinations(partners, 2)]
        if any(excluded(a, b) or apart([a], [b]) for a, b in pairs):
            torn.add(number)
    return torn


def join_equal_abstracts(spool: Spool, clusters: GuardedClusters) -> Iterator[Finding]:
    """Join records without title whose abstract is that of one paper only, letter for letter."""
    for _, numbers in spool.groups("abstract_key"):
        bare = [number for number in numbers if spool.heading(number).title is None]
        if not bare or not is_telling(spool.abstract(bare[0]) or ""):
            continue
        for number in bare[1:]:
            if authors_allow(spool, bare[0], number):
                clusters.join(bare[0], number)
        titled = sorted({clusters.root(number) for number in numbers if number not in bare})
        fitting = [root for root in titled if authors_allow(spool, bare[0], root)]
        if len(fitting) == 1:
            clusters.join(bare[0], fitting[0])
        else:
            for root in fitting:
                yield candidate_merge(spool.heading(bare[0]), spool.heading(root), "several titles share this abstract")


def unjoined_titles(spool: Spool, clusters: GuardedClusters) -> Iterator[Finding]:
    """Yield, after all joins, each paper that shares its title with another one and of which no author is known."""
    for _, numbers in spool.groups("title_key"):
        roots = sorted({clusters.root(number) for number in numbers})
        if len(roots) == 1:
            continue
        for root in roots:
            if not any(spool.heading(member).authors.names for member in clusters.members(root)):
                other = next(number for number in numbers if clusters.root(number) != root)
                why = "one title, but a record names no authors and its text does not agree"
                yield candidate_merge(spool.heading(root), spool.heading(other), why)


def authors_allow(spool: Spool, left: int, right: int) -> bool:
    """Return whether the authors of two records do not speak against one paper."""
    a, b = spool.heading(left).authors, spool.heading(right).authors
    return not a.names or not b.names or fit(a, b) > 0
