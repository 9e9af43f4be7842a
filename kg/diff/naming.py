"""Terms -> what people call them. Reads: terms, the pairs of a thing. Emits: one line of text without controls."""

from collections.abc import Iterable

from kg.diff.changes import Change, Pair
from kg.store import kind_of, prefixed
from kg.terms import Term, datatype, is_literal, lexical
from kg.vocab import KG, RDFS, SKOS

Labels = dict[Term, str]
"""IRI -> label of the thing, empty where it has none."""

_LABELS = (
    KG.title,
    KG.name,
    SKOS.prefLabel,
    RDFS.label,
    KG.documentName,
    KG.rawName,
    KG.codeRepository,
    KG.recordTitle,
)
_LONGEST = 100  # characters of a label or value
_AROUND = 24  # equal characters that are kept on each side of what differs in two long texts


def own_label(pairs: Iterable[Pair]) -> str | None:
    """Return what a thing is called by its own properties, None if by nothing."""
    known: dict[Term, Term] = {}
    for predicate, value in pairs:
        known.setdefault(predicate, value)
    for predicate in _LABELS:
        if predicate in known:
            called = one_line(lexical(known[predicate]))
            before = known.get(SKOS.notation) or known.get(KG.position)
            return f"{one_line(lexical(before))} {called}" if before else called
    return None


def label(change: Change) -> str:
    """Return the line that names the subject of a change: its label, for papers authors and date, its short IRI."""
    pairs = [*change.added, *change.kept, *change.removed]
    called = own_label(pairs)
    short = short_iri(change.subject)
    if called is None:
        return short
    facts = [lexical(value) for wanted in (KG.authorLine, KG.publishedOn) for name, value in pairs if name == wanted]
    told = f" [{one_line('; '.join(dict.fromkeys(facts)))}]" if facts and change.fate != "changed" else ""
    return f"{called}{told} ({short})"


def short_iri(term: Term) -> str:
    """Return an IRI as `kind:key` or `prefix:name`, else whole."""
    kind = kind_of(term)
    if kind is not None:
        return one_line(f"{kind}:{term[term.rindex('/') + 1 : -1]}")
    return one_line(prefixed(term) or term)


def property_name(predicate: Term) -> str:
    """Return the name of a property, ours without prefix."""
    return short_iri(predicate).removeprefix("kg:")


def shown_value(term: Term, labels: Labels) -> str:
    """Return a value: a literal, texts in quotes; an IRI by the label of the thing, else in short form."""
    if not is_literal(term):
        return labels.get(term) or short_iri(term)
    plain = one_line(lexical(term))
    return plain if datatype(term) is not None else f'"{plain}"'


def stretches(old: Term, new: Term) -> tuple[str, str]:
    """Return two literals for comparison: long texts by the stretch in which they differ."""
    first, second = lexical(old), lexical(new)
    if first == second:
        return _escaped(old), _escaped(new)
    if max(len(first), len(second)) <= _LONGEST:
        return shown_value(old, {}), shown_value(new, {})
    start = next((at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    start = min(len(first), len(second)) if start is None else start
    ending = zip(reversed(first[start:]), reversed(second[start:]), strict=False)
    end = next((at for at, (a, b) in enumerate(ending) if a != b), min(len(first), len(second)) - start)
    return _stretch(first, start, end), _stretch(second, start, end)


def _stretch(whole: str, start: int, end: int) -> str:
    """Return what stands between the first `start` and the last `end` characters, with whole words around it."""
    stop = len(whole) - end
    left, right = max(0, start - _AROUND), min(len(whole), stop + _AROUND)
    left += whole[left:start].find(" ") + 1 if left else 0
    right -= whole[stop:right][::-1].find(" ") + 1 if right < len(whole) else 0
    middle = one_line(whole[left:right], longest=2 * _LONGEST)
    return f'"{"..." if left else ""}{middle}{"..." if right < len(whole) else ""}"'


def one_line(content: str, *, longest: int = _LONGEST) -> str:
    """Return text on one line: cut in the middle of a long one, what nobody sees written as escapes."""
    if len(content) > longest:
        half = longest // 2 - 2
        content = f"{content[:half].rstrip()} ... {content[-half:].lstrip()}"
    return _escaped(content)


def _escaped(content: str) -> str:
    if content.isprintable():
        return content
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in content)
