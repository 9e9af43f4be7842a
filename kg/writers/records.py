"""Records and authorities -> JSON lines. Reads: model.Record, model.Authority. Emits: one object a line, keys in order.

All that a record says stands on its line, so that `kg.readers.record_lines` gives the record back.
"""

from decimal import Decimal
from typing import Any

import msgspec
from msgspec.structs import fields

from kg.model import Authority, Name, PageFacts, PersonAuthority, Record, SourceDocument

_ENCODER = msgspec.json.Encoder()
_NAME_PARTS = ("printed", "given", "family")
_FIELDS = fields(Name)
_FACTS = fields(PageFacts)
_FEW = {"doi": "doi", "arxiv_id": "arxiv", "pmid": "pmid", "isbn": "isbn"}
"""Keys of their own for identifiers that everybody asks for -> scheme. The first one of a scheme stands there."""


def line_of(reading: Record | Authority) -> bytes:
    """Return the line of what a source says, without its line end."""
    return record_line(reading) if isinstance(reading, Record) else authority_line(reading)


def record_line(record: Record) -> bytes:
    """Return the line of one record, without its line end. The score is a JSON number with the digits as printed.

    Bibliographic keys that listing pages seldom have (`type`, `doi`, `venue` ...) stand on records of other formats,
    and where they say something.
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
    bibliography = _bibliography(record)
    if record.format == "listing":
        bibliography = {key: value for key, value in bibliography.items() if value}
    return _ENCODER.encode(shown | bibliography | _document(record.document))


def authority_line(authority: Authority) -> bytes:
    """Return the line of what a source says of a person or an organization, without its line end."""
    known = {field.name: getattr(authority, field.name) for field in fields(authority)}
    for name in ("source_key", "document"):
        del known[name]
    if isinstance(authority, PersonAuthority):
        known["name"] = _name(authority.name)
        known["other_names"] = [_name(name) for name in authority.other_names]
    tag = authority.__struct_config__.tag
    return _ENCODER.encode({"authority": tag} | known | _document(authority.document))


def _document(document: SourceDocument | None) -> dict[str, Any]:
    """Return what makes a line traceable when it is read again: which file `source` was, what it says of itself."""
    if document is None:
        return {}
    known = {field.name: getattr(document.facts, field.name) for field in _FACTS}
    facts = {name: value for name, value in known.items() if value is not None}
    told = {"sha256": document.sha256, "media_type": document.media_type}
    return told | {"page": facts} if facts else told


def _bibliography(record: Record) -> dict[str, Any]:
    known = dict(reversed([(identifier.scheme, identifier.value) for identifier in record.identifiers]))
    venue = record.venue
    return {
        "type": record.publication_type,
        **{key: known.get(scheme) for key, scheme in _FEW.items()},
        "identifiers": record.identifiers,
        "venue": None if venue is None else venue.name,
        "issn": () if venue is None else venue.issns,
        "publisher": record.publisher if venue is None else venue.publisher,
        **({"work_publisher": record.publisher} if venue is not None and record.publisher is not None else {}),
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "editors": [_name(name) for name in record.editors],
        "language": record.language,
        "license": record.license,
        "landing_page": record.landing_page,
        "pdf": record.pdf,
        "keywords": record.keywords,
        "subjects": record.subjects,
        "references": record.references,
        "relations": record.relations,
        "fundings": record.fundings,
        "dataset_urls": record.dataset_urls,
        "retracted": record.retracted,
        "translated_titles": record.translated_titles,
        "version": record.version_number,
        "pointer": record.pointer,
    }


def _name(name: Name) -> dict[str, Any]:
    """Return the parts of a name that every format has, and of the rest what the source says."""
    said = ((field, getattr(name, field.name)) for field in _FIELDS)
    return {field.name: value for field, value in said if field.name in _NAME_PARTS or value != field.default}
