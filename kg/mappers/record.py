"""Record -> triples. Reads: model.Record and the paper it went into. Emits: kg:Record and its own properties only."""

from collections.abc import Iterator

from kg.iris import Minter
from kg.model import Paper, Record
from kg.terms import Triple, integer, text, typed
from kg.text import blanks_folded
from kg.vocab import KG, RDF, XSD


def record_triples(record: Record, paper: Paper, mint: Minter, *, abstracts: bool = True) -> Iterator[Triple]:
    """Yield what one source says of one paper; title and abstract only where they differ from the paper's."""
    subject = mint("record", record.key)
    yield subject, RDF.type, KG.Record
    yield subject, KG.recordOf, mint("paper", paper.key)
    yield subject, KG.inDocument, mint("source", record.source_key)
    yield subject, KG.recordIndex, integer(record.index)
    yield subject, KG.startLine, integer(record.start_line)
    yield subject, KG.endLine, integer(record.end_line)
    if record.pointer is not None and record.pointer.strip():
        yield subject, KG.recordPointer, text(blanks_folded(record.pointer))
    if record.title is not None and record.title != paper.title:
        yield subject, KG.recordTitle, text(record.title)
    if abstracts and record.abstract is not None and record.abstract != paper.abstract:
        yield subject, KG.recordAbstract, text(record.abstract)
    printed_date = record.date or record.date_text
    if printed_date is not None:
        yield subject, KG.recordDate, text(printed_date)
    if record.category is not None:
        yield subject, KG.recordCategory, text(record.category)
    if record.score is not None:
        yield subject, KG.recordScore, typed(record.score, XSD.decimal)
