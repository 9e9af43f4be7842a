"""What sources say of who paid for a paper -> its fundings. Reads: model.Record. Emits: model.Funding, each once.

Funders are one that share an identifier or the name. A funder without an award says nothing where another record gives
the awards of that funder; an award without funder, where another record gives it one. A funder without a name goes by
its identifier.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from kg.model import Funding, Identifier, Record
from kg.text import blanks_folded, fold, nfc


def merged_fundings(records: Sequence[Record]) -> tuple[Funding, ...]:
    """Return the fundings of the records, sorted; of one award the fullest statement."""
    stated = sorted({one for record in records for one in _stated(record.fundings)}, key=_order)
    payers = _payers(stated)
    named = {(_plain(one.award), _mark(payers, one)) for one in stated if one.award}
    found: dict[tuple[object, str], Funding] = {}
    for one in stated:
        payer, award = _mark(payers, one), _plain(one.award or "")
        if not award and any(other == payer for _, other in named):
            continue
        if payer is None and any(number == award and other is not None for number, other in named):
            continue
        known = found.setdefault((payer, award), one)
        identifiers = {*known.identifiers, *one.identifiers, *_shared(payers, payer)}
        found[payer, award] = replace(known, identifiers=tuple(sorted(identifiers)))
    return tuple(sorted(found.values(), key=_order))


def _stated(fundings: Iterable[Funding]) -> Iterator[Funding]:
    for one in fundings:
        funder, award = (blanks_folded(nfc(text or "")) or None for text in (one.funder, one.award))
        known = tuple(sorted(set(one.identifiers)))
        if funder is None and known:
            funder = known[0].value
        if funder or award:
            yield Funding(funder=funder, identifiers=known, award=award)


def _plain(award: str) -> str:
    return fold(award) or award


def _order(funding: Funding) -> tuple[object, ...]:
    funder, award = funding.funder or "", funding.award or ""
    return fold(funder), not funding.identifiers, funder, award, funding.identifiers


def _payers(fundings: Sequence[Funding]) -> dict[object, object]:
    """Return for each identifier and folded name of a funder the least one that is known to be of the same funder."""
    parent: dict[object, object] = {}

    def root(mark: object) -> object:
        while (above := parent.setdefault(mark, mark)) != mark:
            mark = above
        return mark

    for one in fundings:
        marks = [*one.identifiers, *([fold(one.funder)] if one.funder else [])]
        for mark in marks[1:]:
            low, high = sorted((root(marks[0]), root(mark)), key=str)
            parent[high] = low
    return {mark: root(mark) for mark in list(parent)}


def _shared(payers: dict[object, object], payer: object) -> list[Identifier]:
    """Return the identifiers of a funder; none where two of one scheme say that its name is that of two."""
    known = [mark for mark, root in payers.items() if root == payer and isinstance(mark, Identifier)]
    return known if payer is not None and len({one.scheme for one in known}) == len(known) else []


def _mark(payers: dict[object, object], funding: Funding) -> object:
    """Return what stands for the funder, None where none is named."""
    marks: list[Identifier | str] = [*funding.identifiers, *([fold(funding.funder)] if funding.funder else [])]
    return payers.get(marks[0], marks[0]) if marks else None
