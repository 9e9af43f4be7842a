"""Records -> JSON lines. Reads: model.Record. Emits: one object a line, keys in the order of the documentation."""

from decimal import Decimal

import msgspec

from kg.model import Record

_ENCODER = msgspec.json.Encoder()


def record_line(record: Record) -> bytes:
    """Return the line of one record, without its line end. The score is a JSON number with the digits as printed."""
    return _ENCODER.encode(
        {
            "source": record.source,
            "index": record.index,
            "format": record.format,
            "layout": record.layout,
            "title": record.title,
            "authors": record.authors,
            "authors_raw": record.authors_raw,
            "authors_complete": record.authors_complete,
            "names": record.names,
            "byline": record.byline,
            "date": record.date,
            "category": record.category,
            "abstract": record.abstract,
            "code_urls": record.code_urls,
            "has_code": record.has_code,
            "score": None if record.score is None else msgspec.Raw(str(Decimal(record.score)).encode()),
            "start_line": record.start_line,
            "end_line": record.end_line,
            "doubts": record.doubts,
        }
    )
