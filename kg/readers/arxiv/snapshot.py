"""The snapshot of arXiv's metadata (JSON Lines, as Kaggle has it) -> records. Reads: JSON. Emits: Record, Reject.

Read: id, title, authors (the parsed names; affiliations from the line as typed), date of the first and number of the
last version, DOI, journal version (as printed), categories, abstract, licence, withdrawal where the comment tells it.

Left out: other comments, the submitter, report numbers, dates of later versions.
"""

import re
from collections.abc import Iterator

import msgspec

from kg.dates import printed_date
from kg.model import Name, Record, Reject, Relation
from kg.readers.arxiv.author_line import Authors, read_author_line
from kg.readers.arxiv.text import abstract_text, is_withdrawn, mail_date, subjects, title_text
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.json_records import Found, UnreadableError, read_records
from kg.readers.syntax.latex import plain_text

_SURE = re.compile(r'"authors_parsed"\s*:\s*\[|"(?:journal-ref|report-no)"\s*:.{0,400}"categories"\s*:', re.DOTALL)
_VERSION = re.compile(r"v(\d{1,4})", re.ASCII)


class SnapshotVersion(msgspec.Struct, gc=False):
    """One version; `created` is a date as in mails."""

    version: str | None = None
    created: str | None = None


class Snapshot(msgspec.Struct, gc=False, rename="kebab"):
    """One paper."""

    id: str | None = None
    title: str | None = None
    authors: str | None = None
    authors_parsed: list[list[str]] | None = msgspec.field(default=None, name="authors_parsed")
    comments: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    categories: str | None = None
    license: str | None = None
    abstract: str | None = None
    versions: list[SnapshotVersion] | None = None
    update_date: str | None = msgspec.field(default=None, name="update_date")


_DECODER = msgspec.json.Decoder(Snapshot)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as JSON of the snapshot."""
    return beginning.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") and _SURE.search(beginning) is not None


def read_snapshot(source: Source) -> Iterator[Record | Reject]:
    """Yield the papers of a source in its order."""
    return read_records(source, _DECODER, _record)


def _record(paper: Snapshot, found: Found) -> Record:
    printed = [("arxiv", paper.id or ""), *(("doi", one.rstrip(",;")) for one in (paper.doi or "").split())]
    identifiers = {found.identifier(scheme, one) for scheme, one in printed if one}
    title = title_text(paper.title or "")
    line = " ".join((paper.authors or "").split())
    authors = _authors(paper, line)
    known = tuple(sorted(one for one in identifiers if one is not None))
    if title is None and not authors.names and not known:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    abstract = abstract_text(paper.abstract or "")
    versions = [version for version in paper.versions or () if version.version]
    published = printed_date(mail_date(versions[0].created or "") if versions else paper.update_date or "")
    numbers = [int(match[1]) for one in versions if (match := _VERSION.fullmatch(one.version or "")) is not None]
    codes = (paper.categories or "").split()
    journal = " ".join((paper.journal_ref or "").split())
    return Record(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=found.index,
        format="arxiv-snapshot",
        layout=found.piece.layout,
        title=title,
        names=authors.names,
        authors_raw=line or None,
        authors_complete=authors.complete,
        date=published.date,
        date_text=published.text,
        category=codes[0] if codes else None,
        abstract=abstract,
        code_urls=code_urls(abstract) if abstract else (),
        publication_type="preprint",
        identifiers=known,
        license=found.first_iri([paper.license], "license"),
        subjects=tuple(subjects([" ".join(codes)], "arxiv")),
        relations=(Relation(kind="version-of", text=journal),) if journal else (),
        retracted=is_withdrawn(paper.comments or "", abstract),
        version_number=str(max(numbers)) if numbers else None,
        pointer=found.piece.pointer or paper.id,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        doubts=tuple(found.doubts),
    )


def _authors(paper: Snapshot, line: str) -> Authors:
    """Return the names as arXiv parsed them, with the affiliations of the line where both have as many names."""
    typed = read_author_line(line)
    names = []
    for parts in paper.authors_parsed or ():
        family, given, suffix = (plain_text(part).replace("\xa0", " ") for part in (*parts, "", "", "")[:3])
        printed = " ".join(filter(None, (given, family, suffix)))
        if any(map(str.isalnum, printed)):
            told = bool(given and family)
            names.append(
                Name(
                    printed=printed,
                    given=given if told else None,
                    family=family if told or (family and " " not in family) else None,
                    suffix=suffix or None,
                )
            )
    if not names:
        return typed
    if len(names) != len(typed.names):
        return Authors(tuple(names), typed.complete or not typed.names)
    placed = (
        msgspec.structs.replace(one, affiliations=other.affiliations)
        for one, other in zip(names, typed.names, strict=True)
    )
    return Authors(tuple(placed), typed.complete)
