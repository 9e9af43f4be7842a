"""Changes -> words for people. Reads: a comparison, twice. Emits: a table of counts, then what changed, by kind."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from kg.diff.changes import Change, Comparison, Fate, Pair
from kg.diff.naming import Labels, label, own_label, property_name, short_iri, shown_value, stretches
from kg.store import SECTIONS, kind_of
from kg.terms import Term, is_literal

PARTS = frozenset({"authorship", "record", "conflict", "inference", "mention"})
"""Kinds of things that come and go with a paper: they are counted, and listed only where they changed or on demand."""
_OTHERS = "others"
_MARKS: dict[Fate, str] = {"added": "+", "removed": "-", "changed": "~"}
_VALUES = 12  # values of one property that are listed on each side


def words(comparison: Comparison, *, names: tuple[str, str], limit: int = 10, parts: bool = False) -> str:
    """Return what two graphs differ in.

    Args:
        comparison: of the two graphs.
        names: of the graphs, for the heading.
        limit: things that are listed of each kind and fate; the rest is counted.
        parts: list also the authorships, records, conflicts, inferences and mentions that were added or removed.
    """
    tally = _Tally(limit, PARTS if not parts else frozenset())
    for change in comparison:
        tally.add(change)
    heading = f"{names[0]} -> {names[1]}"
    if not tally.differs:
        total = f"{tally.triples['same']:,} triples about {sum(tally.before.values()):,} things"
        return f"{heading}\nno difference: {total}\n"
    labels: Labels = {}
    if tally.mentioned:
        for change in comparison:
            if change.subject in tally.mentioned:
                labels[change.subject] = own_label(chain(change.added, change.kept, change.removed)) or ""
    blocks = [f"{heading}\n{_counts(tally)}"]
    blocks += [_section(kind, tally, labels) for kind in _kinds(tally) if tally.has_list(kind)]
    return "\n\n".join(blocks) + "\n"


class _Tally:
    """The counts of a comparison, and the first changes of each kind and fate."""

    def __init__(self, limit: int, silent: frozenset[str]) -> None:
        self.limit = limit
        self.silent = silent
        self.before: Counter[str] = Counter()
        self.after: Counter[str] = Counter()
        self.fates: Counter[tuple[str, Fate]] = Counter()
        self.triples: Counter[str] = Counter()
        self.listed: dict[tuple[str, Fate], list[Change]] = {}
        self.mentioned: set[Term] = set()

    @property
    def differs(self) -> bool:
        return bool(self.triples["removed"] or self.triples["added"])

    def add(self, change: Change) -> None:
        kind, fate = kind_of(change.subject) or _OTHERS, change.fate
        self.before[kind] += fate != "added"
        self.after[kind] += fate != "removed"
        self.fates[kind, fate] += 1
        self.triples.update(same=len(change.kept), removed=len(change.removed), added=len(change.added))
        if fate == "same" or (fate != "changed" and kind in self.silent):
            return
        listed = self.listed.setdefault((kind, fate), [])
        if len(listed) < self.limit:
            listed.append(change)
            if fate == "changed":
                self.mentioned.update(v for _, v in chain(change.removed, change.added) if not is_literal(v))

    def has_list(self, kind: str) -> bool:
        return any((kind, fate) in self.listed for fate in _MARKS)


def _kinds(tally: _Tally) -> Iterator[str]:
    """Yield the kinds of things in either graph, in publishing order."""
    yield from (kind for kind in (*SECTIONS, _OTHERS) if tally.before[kind] or tally.after[kind])


def _heading(kind: str) -> str:
    return SECTIONS.get(kind, "Other things")


def _counts(tally: _Tally) -> str:
    """Return the table of counts: kinds in which something differs, then triples."""
    rows: list[tuple[str, ...]] = [("", "before", "after", "added", "removed", "changed")]
    for kind in _kinds(tally):
        fates = [tally.fates[kind, fate] for fate in ("added", "removed", "changed")]
        if any(fates):
            rows.append((_heading(kind).lower(), *_numbers(tally.before[kind], tally.after[kind], *fates)))
    same, removed, added = (tally.triples[fate] for fate in ("same", "removed", "added"))
    rows.append(("triples", *_numbers(same + removed, same + added, added, removed), ""))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        ).rstrip()
        for row in rows
    )


def _numbers(*numbers: int) -> Iterator[str]:
    yield from (f"{number:,}" for number in numbers)


def _section(kind: str, tally: _Tally, labels: Labels) -> str:
    lines = [_heading(kind)]
    for fate, mark in _MARKS.items():
        listed = tally.listed.get((kind, fate), [])
        for change in listed:
            lines.append(f"  {mark} {label(change)}")
            if fate == "changed":
                lines += _property_lines(change, labels)
        more = tally.fates[kind, fate] - len(listed)
        if listed and more:
            lines.append(f"  {mark} and {more:,} more; --limit N lists more of each")
    return "\n".join(lines)


def _property_lines(change: Change, labels: Labels) -> Iterator[str]:
    """Yield a line for each property: old -> new where there is one of each, else what went and what came."""
    removed, added = _by_property(change.removed), _by_property(change.added)
    for predicate in dict.fromkeys([*removed, *added]):
        gone, come = removed.get(predicate, []), added.get(predicate, [])
        name = property_name(predicate)
        if len(gone) == len(come) == 1:
            old, new = _pair_shown(gone[0], come[0], labels)
            yield f"      {name}: {old} -> {new}"
            continue
        for mark, values in (("-", gone), ("+", come)):
            for value in values[:_VALUES]:
                yield f"      {name}: {mark} {shown_value(value, labels)}"
            if len(values) > _VALUES:
                yield f"      {name}: {mark} and {len(values) - _VALUES:,} more"


def _by_property(pairs: Iterable[Pair]) -> dict[Term, list[Term]]:
    found: dict[Term, list[Term]] = {}
    for predicate, value in pairs:
        found.setdefault(predicate, []).append(value)
    return found


def _pair_shown(old: Term, new: Term, labels: Labels) -> tuple[str, str]:
    if is_literal(old) and is_literal(new):
        return stretches(old, new)
    shown = shown_value(old, labels), shown_value(new, labels)
    return shown if shown[0] != shown[1] else (f"{shown[0]} {short_iri(old)}", f"{shown[1]} {short_iri(new)}")
