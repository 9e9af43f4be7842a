"""Record -> triples. Reads: model.Record and its paper, model.Authority. Emits: kg:Record and its own properties."""

from collections.abc import Iterator

from kg.iris import Minter
from kg.model import Authority, Paper, Record
from kg.terms import Term, Triple, integer, text, typed
from kg.text import blanks_folded
from kg.vocab import KG, RDF, XSD


def record_triples(record: Record, paper: Paper, mint: Minter, *, abstracts: bool = True) -> Iterator[Triple]:
    """Yield what one source says of one paper; title and abstract only where they differ from the paper's."""
    subject = mint("record", record.key)
    yield from _place_triples(subject, record, mint("paper", paper.key), mint)
    if record.title is not None and record.title != paper.title:
        yield subject, KG.recordTitle, text(record.title)
    if abstracts and record.abstract is not None and record.abstract != paper.abstract:
        yield subject, KG.recordAbstract, text(record.abstract)
    printed_date = record.date_text or record.date
    if printed_date is not None:
        yield subject, KG.recordDate, text(printed_date)
    if record.category is not None:
        yield subject, KG.recordCategory, text(record.category)
    if record.score is not None:
        yield subject, KG.recordScore, typed(record.score, XSD.decimal)


def authority_record_triples(authority: Authority, described: Term, mint: Minter) -> Iterator[Triple]:
    """Yield what one source says of one person or organization, apart from papers."""
    return _place_triples(mint("record", authority.key), authority, described, mint)


def _place_triples(subject: Term, record: Record | Authority, described: Term, mint: Minter) -> Iterator[Triple]:
    yield subject, RDF.type, KG.Record
    yield subject, KG.recordOf, described
    yield subject, KG.inDocument, mint("source", record.source_key)
    yield subject, KG.recordIndex, integer(record.index)
    yield subject, KG.startLine, integer(record.start_line)
    yield subject, KG.endLine, integer(record.end_line)
    if record.pointer is not None and record.pointer.strip():
        yield subject, KG.recordPointer, text(blanks_folded(record.pointer))
