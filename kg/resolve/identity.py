"""What may be one paper, and what never is. Reads: headings of records. Emits: joins that hold, refusals with reasons.

Law 3: one work has one DOI and one arXiv id of a form; a part is not its whole; a notice is not the paper that it is
about; without an identifier in common the years have to be within one and the forms have to fit.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from kg.dates import year_of
from kg.match.authors import fit
from kg.match.names import Tokens
from kg.match.titles import is_generic, relation, title_words
from kg.model import Finding
from kg.resolve.clusters import Clusters
from kg.resolve.report import refused_merge
from kg.resolve.spool import Heading, Spool

_ALONE = frozenset({"book", "thesis", "dataset", "software"})
"""Forms that are works of their own beside a paper of the same title."""
_PARTS = frozenset({"chapter", "proceedings-paper", "article"})
_PIECES = frozenset({"chapter", "proceedings-paper"})
_ALIKE = frozenset({"equal", "spelling", "subtitle"})


class GuardedClusters(Clusters):
    """Clusters that refuse to join what cannot be one paper, and remember what they refused."""

    def __init__(self, spool: Spool) -> None:
        """Begin with each record of a settled spool alone."""
        (size,) = spool.connection.execute("SELECT count(*) FROM place").fetchone()
        super().__init__(size)
        self._spool = spool
        self._known = bytearray(size)
        for number in range(size):
            self._known[number] = not spool.heading(number).listed
        self._refused: dict[tuple[int, int], str] = {}

    def join(self, left: int, right: int, *, identified: bool = False) -> bool:
        """Make two clusters one unless they cannot be one paper; return whether they were two and are one now."""
        why = self.refusal(left, right, identified=identified)
        if why is not None:
            self._refused.setdefault((min(self.root(left), self.root(right)), max(left, right)), why)
            return False
        known = self._known[self.root(left)] | self._known[self.root(right)]
        joined = super().join(left, right)
        self._known[self.root(left)] = known
        return joined

    def refusal(self, left: int, right: int, *, identified: bool = False) -> str | None:
        """Return why the clusters of two records cannot be one paper, None if they can, or are one."""
        roots = self.root(left), self.root(right)
        if roots[0] == roots[1] or not (self._known[roots[0]] or self._known[roots[1]]):
            return None
        ours, theirs = ([self._spool.heading(n) for n in self.members(root)] for root in roots)
        return misnumbered(ours, theirs) if identified else apart(ours, theirs)

    def refusals(self) -> Iterator[Finding]:
        """Yield a finding for each cluster that was kept from another one and still is apart from it."""
        told: set[int] = set()
        for (left, right), why in sorted(self._refused.items()):
            root = self.root(right)
            if root not in told and self.root(left) != root:
                told.add(root)
                yield refused_merge(self._spool.heading(left), self._spool.heading(right), why)


def apart(ours: Sequence[Heading], theirs: Sequence[Heading]) -> str | None:
    """Return why the records of two clusters of one title are two papers, None if nothing says so."""
    if all(heading.listed for heading in (*ours, *theirs)):
        return None
    return (
        _set_apart(ours, theirs)
        or _clash(ours, theirs)
        or _other_kind(ours, theirs)
        or _other_time_or_place(ours, theirs)
    )


def _set_apart(ours: Sequence[Heading], theirs: Sequence[Heading]) -> str | None:
    """Return the identifier by which one of two clusters speaks of the other one as of another work, in words."""
    for tellers, told in ((ours, theirs), (theirs, ours)):
        for scheme, value in sorted({one for heading in tellers for one in heading.apart_from}):
            if any((scheme, value) in heading.numbers for heading in told):
                return f"one says of {scheme} {value}, which is the other one, that it is another work"
    return None


def _other_kind(ours: Sequence[Heading], theirs: Sequence[Heading]) -> str | None:
    """Return how the forms of two clusters differ, if one of them is a work of its own."""
    for left, right in product(_forms(ours), _forms(theirs)):
        both = {left, right}
        if left != right and both & _ALONE and both.isdisjoint({None, "other"}):
            return f"one is a {left}, the other one a {right}"
    return "one is a notice about the other one" if _notices(ours) != _notices(theirs) else None


def _other_time_or_place(ours: Sequence[Heading], theirs: Sequence[Heading]) -> str | None:
    if any(map(_is_widespread, ours)) and _elsewhere(ours, theirs):
        return "many papers have this title, and they stand at two places"
    years = [{year_of(h.date) for h in side if h.date} - {None} for side in (ours, theirs)]
    gaps = [abs(a - b) for a, b in product(*years) if a is not None and b is not None]
    if gaps and min(gaps) > 1 and not _one_team(ours, theirs):
        return f"their years are {min(gaps)} apart, and no identifier joins them"
    return None


def _one_team(ours: Sequence[Heading], theirs: Sequence[Heading]) -> bool:
    """Return whether a preprint and what was published of it, at any time, have one title and one full author list.

    Two or more authors have to sign by full names, in one order, under a title of three words or more.
    """
    for left, right in product(_kinds(ours), _kinds(theirs)):
        if (left.form == "preprint") == (right.form == "preprint") or None in {left.form, right.form}:
            continue
        same = left.title_key is not None and left.title_key == right.title_key and not _is_widespread(left)
        team = left.authors.names
        whole = left.authors.complete and right.authors.complete and len(team) > 1
        if same and whole and team == right.authors.names and all(map(_is_full, team)):
            return True
    return False


def _is_full(name: Tokens) -> bool:
    return len(name) > 1 and len(name[0]) > 1 and len(name[-1]) > 1


def misnumbered(ours: Sequence[Heading], theirs: Sequence[Heading]) -> str | None:
    """Return why the records of two clusters are two papers although they share an identifier, None if they are not."""
    clash = _set_apart(ours, theirs) or _clash(ours, theirs)
    if clash is not None:
        return clash
    if _notices(ours) != _notices(theirs):
        return "they share an identifier, but one is a notice about the other one"
    for left, right in product(_kinds(ours), _kinds(theirs)):
        if {left.form, right.form} & {"book"} and {left.form, right.form} & _PARTS and not _same_title(left, right):
            return "they share an identifier, but one is a part of the other one"
        if {left.form, right.form} <= _PIECES and _other_pages(left, right) and not _same_title(left, right):
            return "they share an identifier, but title and pages differ"
        if _differ(left, right):
            return "they share an identifier, but neither title nor authors agree"
    return None


def _clash(ours: Sequence[Heading], theirs: Sequence[Heading]) -> str | None:
    """Return the two identifiers of one form that two clusters do not share, in words."""
    mine, other = _numbered(ours), _numbered(theirs)
    for (scheme, form), values in sorted(mine.items()):
        rivals = other.get((scheme, form), values)
        if values.isdisjoint(rivals):
            return f"two {_SCHEMES[scheme]} of one form ({form}): {min(values)} and {min(rivals)}"
    return None


_SCHEMES = {"doi": "DOIs", "arxiv": "arXiv ids"}


def _numbered(headings: Sequence[Heading]) -> dict[tuple[str, str], set[str]]:
    """Return the exclusive identifiers by scheme and form; one that records call by two forms is of one of them."""
    forms: dict[tuple[str, str], set[str]] = {}
    for heading in headings:
        for scheme, form, value in heading.exclusive:
            forms.setdefault((scheme, value), set()).add(form or "")
    found: dict[tuple[str, str], set[str]] = {}
    for (scheme, value), called in forms.items():
        form = min(called, key=lambda form: (form == "preprint", form))
        found.setdefault((scheme, form), set()).add(value)
    return found


def _forms(headings: Sequence[Heading]) -> list[str | None]:
    return sorted({heading.form for heading in headings}, key=str)


def _notices(headings: Sequence[Heading]) -> str | None:
    return min((heading.notice for heading in headings if heading.notice), default=None)


def _is_widespread(heading: Heading) -> bool:
    """Return whether a title is one that many papers have: `Introduction`, `Book review`."""
    return heading.title is not None and (is_generic(heading.title) or len(title_words(heading.title)) < 3)


def _elsewhere(ours: Sequence[Heading], theirs: Sequence[Heading]) -> bool:
    """Return whether two clusters stand at other pages, or in other volumes or venues of one form."""
    pairs = [(a, b) for a, b in product(ours, theirs) if a.form == b.form]
    return bool(pairs) and all(
        any(x and y and x != y for x, y in zip(a.printed_in, b.printed_in, strict=True)) for a, b in pairs
    )


def _other_pages(left: Heading, right: Heading) -> bool:
    a, b = left.printed_in[2], right.printed_in[2]
    return bool(a and b) and a != b


def _kinds(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings that differ in what is compared."""
    return list({(h.form, h.title_key, h.authors, h.printed_in): h for h in headings}.values())


def _same_title(left: Heading, right: Heading) -> bool:
    return left.title is None or right.title is None or relation(left.title, right.title) in _ALIKE


def _differ(left: Heading, right: Heading) -> bool:
    """Return whether both titles and both author lists are there and neither agree."""
    a, b = left.authors, right.authors
    if not (a.names and b.names) or _same_title(left, right):
        return False
    return fit(a, b) == 0 and set(a.names).isdisjoint(b.names)
