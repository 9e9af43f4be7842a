"""Lines of `kg read` -> records and authorities. Reads: JSON Lines, or an array. Emits: Record, Authority, Reject.

A line that `kg read` printed gives the record back: with the name, the digest and the media type of the document that
it was read from, its place there, and its format. So the graph of the lines is that of the documents. A line without
`sha256`, as people write them, is a record of the file that it stands in; its pointer says what it says of another one.
Lines of persons and organizations have `"authority"` and are those of `kg.model.authorities`.

Everything is checked as in other formats: identifiers, dates, addresses, words of closed lists. Left out, with a doubt:
words that no field has, and `authors` where `names` say something else.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from kg.model import OrganizationAuthority, PageFacts, PersonAuthority, Record, Reject, SourceDocument, Venue
from kg.readers.record_lines.checks import Checked
from kg.readers.record_lines.lines import PARTS, AuthorityLine, Line, OrganizationLine, PersonLine
from kg.readers.source import Source
from kg.readers.syntax.json_pieces import Piece, pieces
from kg.readers.syntax.json_records import Found, UnreadableError, decoded, reject_of
from kg.readers.unread import is_watched

_OURS = re.compile(r"\ufeff?\s*\[?\s*\{\s*\"(?:source\"\s*:|authority\"\s*:\s*\"(?:person|organization)\")")
_SAID = re.compile(r'"(?:start_line|authors_complete|other_names|layout|authority)"\s*:')
_KEYS = frozenset(field.encode_name for field in msgspec.structs.fields(Line))
_TELLING = frozenset({"authors", "names", "date", "year", "abstract", "venue", "authors_raw", "keywords", "pages"})
_IDENTIFYING = frozenset({"doi", "arxiv_id", "pmid", "pmcid", "isbn", "identifiers"})
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST_UNKNOWN = 20
_NOTHING = "neither a title nor an identifier"
_REPAIR = "write at least a title or an identifier; keys: title, authors, date, doi ... as `kg read` prints them"


class _StrictLine(Line, forbid_unknown_fields=True):
    """A line in which every word is known."""


_STRICT = msgspec.json.Decoder(_StrictLine)
_LENIENT = msgspec.json.Decoder(Line)
_PERSON = msgspec.json.Decoder(PersonLine)
_ORGANIZATION = msgspec.json.Decoder(OrganizationLine)
_TAG = msgspec.json.Decoder(AuthorityLine)
_JSON = json.JSONDecoder(strict=False)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins with a line of `kg read`."""
    return _OURS.match(beginning) is not None and _SAID.search(beginning) is not None


def resembles(beginning: str) -> bool:
    """Return whether a source begins with a line as people write them: at least half of its keys are ours.

    It is asked behind all other forms of JSON.
    """
    keys = _first_keys(beginning.lstrip("\ufeff \t\r\n"))
    known = keys & _KEYS
    telling = known & _IDENTIFYING or ("title" in known and known & _TELLING)
    return bool(telling) and 2 * len(known) >= len(keys)


def _first_keys(beginning: str) -> frozenset[str]:
    """Return the keys of the first object; none where it cannot be read."""
    start = beginning[1:].lstrip() if beginning.startswith("[") else beginning
    if not start.startswith("{"):
        return frozenset()
    try:
        value, _ = _JSON.raw_decode(start)
    except (ValueError, RecursionError):
        return frozenset()
    return frozenset(value) if isinstance(value, dict) else frozenset()


def read_record_lines(source: Source) -> Iterator[Record | PersonAuthority | OrganizationAuthority | Reject]:
    """Yield what the lines of a source say, in their order."""
    records, authorities, empty, watched = 0, 0, True, is_watched()
    for piece in pieces(source, _STRICT.decode):
        empty = False
        is_authority = b'"authority"' in piece.raw[:200]
        found = Found(source, (authorities if is_authority else records) + 1, piece, [])
        try:
            reading = _authority(piece, found) if is_authority else _record(_line(piece, found, watched=watched), found)
        except UnreadableError as error:
            yield reject_of(source, piece, error)
            continue
        records, authorities = (records, authorities + 1) if is_authority else (records + 1, authorities)
        yield reading
    if empty:
        yield reject_of(source, Piece(b"", None, "lines", 1, 1), UnreadableError("there is no line in it", _REPAIR))


def _line(piece: Piece, found: Found, *, watched: bool) -> Line:
    """Return a piece as a line; words that no field has are doubts, or told to who watches."""
    if isinstance(piece.value, Line) and not watched:
        return piece.value
    if piece.fault is None and not watched:
        try:
            return _STRICT.decode(piece.raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            _doubt_unknown(piece.raw, _KEYS, found)
    return decoded(piece, _LENIENT, found)


def _doubt_unknown(raw: bytes, known: frozenset[str], found: Found) -> None:
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    unknown = [path for path in _unknown(value, known, "") if path][:_MOST_UNKNOWN] if isinstance(value, dict) else []
    for path in unknown:
        found.doubt("line", f"no field is called {path!r}; not read")


def _unknown(value: dict[str, Any], known: frozenset[str], path: str) -> Iterator[str]:
    for name, one in value.items():
        if name not in known:
            yield f"{path}{name}"[:200]
        elif (part := PARTS.get(name)) is not None:
            words = frozenset(field.encode_name for field in msgspec.structs.fields(part))
            for inner in one if isinstance(one, list) else [one]:
                if isinstance(inner, dict):
                    yield from _unknown(inner, words, f"{path}{name}.")


def _record(line: Line, found: Found) -> Record:
    checked = Checked(found)
    authors, complete = checked.authors(line)
    document = _document(line, found)
    identifiers = checked.identifiers(line)
    if not (line.title or identifiers or line.byline or line.abstract or authors):
        raise UnreadableError(_NOTHING, _REPAIR)
    date, date_text = checked.date(line)
    venue = None
    if line.venue and line.venue.strip():
        venue = Venue(name=line.venue, issns=checked.issns(line.issn), publisher=line.publisher)
    elif line.issn:
        found.doubt("venue", "an ISSN, but no venue; not used", str(line.issn)[:200])
    fields = _place(line, document, found)
    _add_rarer(fields, line, checked, found)
    if found.doubts or line.doubts:
        fields["doubts"] = (*(line.doubts or ()), *found.doubts)
    return Record(
        layout=line.layout or found.piece.layout, title=line.title or None, names=authors,
        authors_raw=line.authors_raw if line.authors_raw is not None or line.names else checked.one_line(line.authors),
        authors_complete=complete, date=date, date_text=date_text, identifiers=identifiers, venue=venue,
        publisher=(line.publisher if venue is None else line.work_publisher) or None, volume=_text(line.volume),
        issue=_text(line.issue), pages=_text(line.pages), document=document, **fields,
    )  # fmt: skip


def _add_rarer(fields: dict[str, Any], line: Line, checked: Checked, found: Found) -> None:
    """Add what many lines do not say: what is empty is not added."""
    said = {
        "editors": line.editors and checked.people(line.editors, "editors")[0],
        "byline": line.byline, "category": line.category, "abstract": line.abstract,
        "code_urls": line.code_urls and checked.addresses(line.code_urls, "code_urls"),
        "has_code": line.has_code, "score": line.score is not None and _score(line.score, found),
        "publication_type": checked.publication_type(line.publication_type),
        "language": line.language and found.language(line.language),
        "license": line.license and found.first_iri((line.license,), "license"),
        "landing_page": line.landing_page and found.first_iri((line.landing_page,), "landing_page"),
        "pdf": line.pdf and found.first_iri((line.pdf,), "pdf"),
        "keywords": line.keywords and checked.keywords(line.keywords),
        "references": line.references and checked.references(line.references),
        "subjects": line.subjects and tuple(line.subjects),
        "fundings": line.fundings and checked.fundings(line.fundings),
        "relations": line.relations and checked.relations(line.relations),
        "dataset_urls": line.dataset_urls and checked.addresses(line.dataset_urls, "dataset_urls"),
        "retracted": line.retracted,
        "translated_titles": line.translated_titles and checked.translated_titles(line.translated_titles),
        "version_number": _text(line.version_number),
    }  # fmt: skip
    fields.update({name: value for name, value in said.items() if value})


def _document(line: Line | AuthorityLine, found: Found) -> SourceDocument | None:
    """Return the document that the line was read from, None if it does not tell which bytes that was."""
    if not line.sha256:
        return None
    if not (_DIGEST.fullmatch(line.sha256) and line.source and line.index and line.index > 0):
        found.doubt("line", "no document can be told: it takes `source`, `index` and 64 digits of `sha256`")
        return None
    page = line.page if isinstance(line, Line) else None
    return _known_document(line.source, line.sha256, line.media_type or "application/octet-stream", page)


@lru_cache(maxsize=1 << 10)
def _known_document(name: str, sha256: str, media_type: str, page: PageFacts | None) -> SourceDocument:
    return SourceDocument(name=name, sha256=sha256, media_type=media_type, facts=page or PageFacts())


def _place(line: Line | AuthorityLine, document: SourceDocument | None, found: Found) -> dict[str, Any]:
    """Return where a line says that it was read; without a document, where it stands itself."""
    if document is not None:
        start = line.start_line if line.start_line and line.start_line > 0 else 1
        return {
            "format": line.format or "records", "pointer": line.pointer,
            "source": document.name, "source_key": document.key, "index": line.index, "start_line": start,
            "end_line": max(start, line.end_line or start),
        }  # fmt: skip
    piece, pointer = found.piece, line.pointer
    if line.pointer is None and line.source:
        pointer = line.source if line.index is None else f"{line.source}, record {line.index}"
    return {
        "format": line.format or "records", "pointer": pointer,
        "source": found.source.name, "source_key": found.source.sha256[:16], "index": found.index,
        "start_line": piece.start_line, "end_line": piece.end_line,
    }  # fmt: skip


def _text(value: str | int | None) -> str | None:
    return None if value is None or value == "" else str(value)


def _score(score: Decimal | None, found: Found) -> str | None:
    if score is None or score.is_finite():
        return None if score is None else str(score)
    found.doubt("score", f"{score} is no number; not used")
    return None


def _authority(piece: Piece, found: Found) -> PersonAuthority | OrganizationAuthority:
    """Return a line as a person or an organization."""
    if piece.fault is not None:
        raise UnreadableError(piece.fault)
    try:
        tag = _TAG.decode(piece.raw).authority
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableError(f"no line of an authority: {error}", _REPAIR) from None
    if tag not in {"person", "organization"}:
        raise UnreadableError(f"`authority` is neither `person` nor `organization` but {tag[:100]!r}", _REPAIR)
    decoder: msgspec.json.Decoder[Any] = _PERSON if tag == "person" else _ORGANIZATION
    line = decoded(piece, decoder, found)
    _doubt_unknown(piece.raw, frozenset(field.encode_name for field in msgspec.structs.fields(decoder.type)), found)
    checked, document = Checked(found), _document(line, found)
    place = _place(line, document, found)
    if isinstance(line, PersonLine):
        name = checked.name(line.name, "name")
        others = tuple(checked.name(one, "other_names") for one in line.other_names)
        works = tuple(kept for one in line.works if (kept := checked.identified(one, "works")))
        doubts = (*(line.doubts or ()), *found.doubts)
        return PersonAuthority(**place, name=name, other_names=others, works=works, doubts=doubts, document=document)
    organization = checked.affiliations((line.organization,))[0]
    identifiers = checked.identified(line.identifiers, "identifiers")
    doubts = (*(line.doubts or ()), *found.doubts)
    return OrganizationAuthority(
        **place, organization=organization, other_names=tuple(line.other_names), identifiers=identifiers,
        doubts=doubts, document=document,
    )  # fmt: skip
