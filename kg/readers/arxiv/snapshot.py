"""The snapshot of arXiv's metadata (JSON Lines, as Kaggle has it) -> records. Reads: JSON. Emits: Record, Reject.

Read: id, title, authors (the parsed names; affiliations from the line as typed), date of the first and number of the
last version, DOI, journal version (as printed), categories, abstract, licence, withdrawal where the comment tells it.

Left out: other comments, the submitter, report numbers, dates of later versions.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from kg.model import Identifier, Name, Record, RecordFields, Reject, Relation
from kg.readers.arxiv.author_line import is_names_alone, read_author_line
from kg.readers.arxiv.text import abstract_text, first_day, is_withdrawn, last_version, subjects_of, title_text
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.json_records import Found, UnreadableError, read_records
from kg.readers.syntax.latex import is_plain, plain_text
from kg.terms import is_iri

_SURE = re.compile(r'"authors_parsed"\s*:\s*\[|"(?:journal-ref|report-no)"\s*:.{0,400}"categories"\s*:', re.DOTALL)


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


_is_known_iri = lru_cache(maxsize=1 << 8)(is_iri)
"""There are ten licences."""
_DECODER = msgspec.json.Decoder(Snapshot)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as JSON of the snapshot."""
    return beginning.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") and _SURE.search(beginning) is not None


def read_snapshot(source: Source) -> Iterator[Record | Reject]:
    """Yield the papers of a source in its order."""
    return read_records(source, _DECODER, _record)


def _record(paper: Snapshot, found: Found) -> Record:
    title = title_text(paper.title or "")
    line = " ".join((paper.authors or "").split())
    names, complete = _authors(paper, line)
    identifiers = _identifiers(paper, found)
    if title is None and not names and not identifiers:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    codes = " ".join((paper.categories or "").split())
    fields: RecordFields = {
        "title": title, "names": names, "authors_complete": complete, "identifiers": identifiers,
        "category": codes.partition(" ")[0] or None, "subjects": subjects_of(codes, "arxiv"),
        "publication_type": "preprint",
    }  # fmt: skip
    if line:
        fields["authors_raw"] = line
    _add_dates(fields, paper)
    _add_text(fields, paper)
    if paper.license is not None:
        license_ = paper.license.strip()
        fields["license"] = license_ if _is_known_iri(license_) else found.first_iri([paper.license], "license")
    if paper.journal_ref is not None and (journal := " ".join(paper.journal_ref.split())):
        fields["relations"] = (Relation(kind="version-of", text=journal),)
    if found.piece.pointer is None and paper.id is not None:
        fields["pointer"] = paper.id
    return found.record("arxiv-snapshot", fields)


def _add_dates(fields: RecordFields, paper: Snapshot) -> None:
    """Add the date of the first version and the number of the last one."""
    versions = [one for one in paper.versions or () if one.version]
    fields["date"], fields["date_text"] = first_day((versions[0].created if versions else paper.update_date) or "")
    if versions:
        fields["version_number"] = last_version([one.version for one in versions])


def _add_text(fields: RecordFields, paper: Snapshot) -> None:
    """Add the abstract, what it tells of code, and whether the paper was withdrawn."""
    abstract = abstract_text(paper.abstract) if paper.abstract is not None else None
    if abstract is not None:
        fields["abstract"], fields["code_urls"] = abstract, code_urls(abstract) if "/" in abstract else ()
    if is_withdrawn(paper.comments or "", abstract):
        fields["retracted"] = True


def _identifiers(paper: Snapshot, found: Found) -> tuple[Identifier, ...]:
    own = found.identifier("arxiv", paper.id)
    if paper.doi is None:
        return (own,) if own is not None else ()
    kept = {own, *[found.identifier("doi", one.rstrip(",;")) for one in paper.doi.split()]}
    return tuple(sorted([one for one in kept if one is not None]))


def _authors(paper: Snapshot, line: str) -> tuple[tuple[Name, ...], bool]:
    """Return the names as arXiv parsed them, with the affiliations of the line where both have as many names.

    The second one is whether they are all.
    """
    names = tuple([name for parts in paper.authors_parsed or () if (name := _name(parts)) is not None])
    if names and is_names_alone(line):
        return names, True
    typed = read_author_line(line)
    if not names:
        return typed.names, typed.complete
    if len(names) != len(typed.names):
        return names, typed.complete or not typed.names
    placed = (
        msgspec.structs.replace(one, affiliations=other.affiliations) if other.affiliations else one
        for one, other in zip(names, typed.names, strict=True)
    )
    return tuple(placed), typed.complete


def _name(parts: list[str]) -> Name | None:
    """Return the name of family name, given name and suffix; None if nobody is named."""
    family, given, suffix = parts if len(parts) == 3 else (*parts, "", "", "")[:3]
    printed = (
        f"{given} {family}" if given and family and not suffix else " ".join(filter(None, (given, family, suffix)))
    )
    if not is_plain(printed):
        family, given, suffix = (plain_text(part).replace("\xa0", " ") for part in (family, given, suffix))
        printed = " ".join(filter(None, (given, family, suffix)))
    if not printed[:1].isalnum() and not any(map(str.isalnum, printed)):
        return None
    if given and family:
        return Name(printed=printed, given=given, family=family, suffix=suffix or None)
    return Name(printed=printed, family=family if family and " " not in family else None, suffix=suffix or None)
