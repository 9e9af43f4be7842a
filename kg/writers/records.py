"""Records -> JSON lines. Reads: model.Record. Emits: one object a line, keys in the order of the documentation."""

from decimal import Decimal
from typing import Any

import msgspec
from msgspec.structs import fields

from kg.model import Name, Record

_ENCODER = msgspec.json.Encoder()
_NAME_PARTS = ("printed", "given", "family")
_FIELDS = fields(Name)
_FEW = {"doi": "doi", "arxiv_id": "arxiv", "pmid": "pmid", "isbn": "isbn"}
"""Keys of their own for identifiers that everybody asks for -> scheme. The first one of a scheme stands there."""


def record_line(record: Record) -> bytes:
    """Return the line of one record, without its line end. The score is a JSON number with the digits as printed.

    Bibliographic keys that listing pages cannot have (`type`, `doi`, `venue` ...) stand on records of other formats.
    """
    shown: dict[str, Any] = {
        "source": record.source,
        "index": record.index,
        "format": record.format,
        "layout": record.layout,
        "title": record.title,
        "authors": record.authors,
        "authors_raw": record.authors_raw,
        "authors_complete": record.authors_complete,
        "names": [_name(name) for name in record.names],
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
    if record.date_text is not None:
        shown["date_text"] = record.date_text
    if record.format != "listing":
        shown |= _bibliography(record)
    return _ENCODER.encode(shown)


def _bibliography(record: Record) -> dict[str, Any]:
    known = dict(reversed([(identifier.scheme, identifier.value) for identifier in record.identifiers]))
    venue = record.venue
    return {
        "type": record.publication_type,
        **{key: known.get(scheme) for key, scheme in _FEW.items()},
        "identifiers": record.identifiers,
        "venue": None if venue is None else venue.name,
        "issn": () if venue is None else venue.issns,
        "publisher": None if venue is None else venue.publisher,
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "editors": [_name(name) for name in record.editors],
        "language": record.language,
        "license": record.license,
        "landing_page": record.landing_page,
        "pdf": record.pdf,
        "keywords": record.keywords,
        "references": record.references,
        "retracted": record.retracted,
        "translated_titles": record.translated_titles,
        "version": record.version_number,
        "pointer": record.pointer,
    }


def _name(name: Name) -> dict[str, Any]:
    """Return the parts of a name that every format has, and of the rest what the source says."""
    said = ((field, getattr(name, field.name)) for field in _FIELDS)
    return {field.name: value for field, value in said if field.name in _NAME_PARTS or value != field.default}
