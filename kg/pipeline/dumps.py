"""Dumps -> what they list. Reads: any format that the readers know, any RDF. Emits: things given to `Keys`.

Of a format whose records can be seen at a glance, those that may concern us are laid aside as they stand, and only they
are read; of other formats all are. What is kept grows with our graph, not with the dump.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.links.judging.works import Other, Writer
from kg.links.ours.held import address
from kg.links.targets.target import Kind, Target
from kg.links.theirs.dump import Keys, Listed
from kg.model import Identifier, OrganizationAuthority, PersonAuthority, Record, Reject
from kg.pipeline.archives import files_in, is_archive
from kg.pipeline.rdf_dumps import is_rdf, rdf_groups, things_of
from kg.pipeline.skipped import Skipped
from kg.pipeline.wikidata_dumps import is_wikidata, wikidata_groups
from kg.readers import Place, Source, find_places, open_source, read_source
from kg.readers.formats import Format, Reading, format_of
from kg.readers.glimpses import GLIMPSES, Glimpses, with_bearers
from kg.readers.source import STDIN, beginning

_LAID_ASIDE: Final = "laid-aside"
_AROUND: Final = b"<records>\n"
"""What XML begins with in which records of a dump are laid aside; readers need no end of it."""


def sift(path: Path, keys: Keys, target: Target, work: Path, notes: list[str] | None = None) -> int:
    """Give the keys what a dump lists of a target and what may concern us; return how many things that were.

    Args:
        path: the dump: a file, an archive (tar), a folder or a glob; what is packed is read as it is.
        keys: of our things.
        target: whose things the dump lists.
        work: a folder for what memory does not take.
        notes: take a sentence for each file of which something cannot be read.

    Raises:
        InputError: the file cannot be opened or read, or nothing in it can.
    """
    number = 0
    for place in find_places([str(path)]):
        skipped = Skipped()
        for listed in _listed_in(place, keys, target, work, skipped):
            keys.sift(listed)
            number += 1
        if skipped.number and notes is not None:
            notes.append(skipped.told(place.path))
    return number


def _listed_in(place: Place, keys: Keys, target: Target, work: Path, skipped: Skipped) -> Iterator[Listed]:
    if not is_archive(Path(place.path)):
        yield from _things(place, keys, target, work, skipped)
        return
    for file in files_in(Path(place.path), work):
        yield from _things(Place(str(file), by_hand=False), keys, target, work, skipped)


def _things(place: Place, keys: Keys, target: Target, work: Path, skipped: Skipped) -> Iterator[Listed]:
    file = Path(place.path)
    if place.path == STDIN:
        yield from _records(place, keys, target, work, skipped)
    elif is_rdf(file):
        yield from things_of(file, rdf_groups, keys, target, skipped)
    elif is_wikidata(file):
        yield from things_of(file, wikidata_groups, keys, target, skipped)
    else:
        yield from _records(place, keys, target, work, skipped)


def _records(place: Place, keys: Keys, target: Target, work: Path, skipped: Skipped) -> Iterator[Listed]:
    source = open_source(place, Path(place.path).name, work, whole=False)
    form = None if source.binary or not source.size else format_of(beginning(source))
    glimpses = GLIMPSES.get(form.name) if form is not None else None
    if form is None or glimpses is None or glimpses.unseen & target.sides.keys():
        readings = _read(Place(source.path, place.by_hand), form, source.name, work)
    else:
        readings = _seen(source, form, glimpses, keys, work)
    found = 0
    for reading in readings:
        if isinstance(reading, Reject):
            skipped.add(reading.start_line, reading.reason, reading.repair)
        else:
            found += 1
        listed = _listed(reading, target)
        if listed is not None:
            yield listed
    if skipped.number and not found and glimpses is None and place.by_hand:
        raise InputError(skipped.told(place.path), source=place.path)


def _read(place: Place, form: Format | None, name: str, work: Path) -> Iterator[Reading]:
    return read_source(open_source(place, name, work), form)


def _seen(source: Source, form: Format, glimpses: Glimpses, keys: Keys, work: Path) -> Iterator[Reading]:
    """Yield what a source says of things that may concern us: their records are laid aside, then read."""
    aside, records, glimpse, may_concern = work / _LAID_ASIDE, 0, glimpses.glimpse, keys.may_concern
    sought = with_bearers(keys.schemes)
    with aside.open("wb") as out:
        try:
            for piece in glimpses.pieces(source):
                if piece.fault is not None:
                    continue
                seen = glimpse(piece.raw, sought)
                if seen is None or may_concern(*seen):
                    out.write(_AROUND if not records and piece.raw.startswith(b"<") else b"")
                    out.write(piece.raw.replace(b"\n", b" ") + b"\n")
                    records += 1
        except OSError as error:
            reason = f"cannot be read to its end ({error}): fetch or unpack it again"
            raise InputError(f"{source.name}: {reason}", source=source.path) from error
    if records:
        yield from _read(Place(str(aside), by_hand=True), form, source.name, work)


def _listed(reading: Reading, target: Target) -> Listed | None:
    if isinstance(reading, Record):
        return _of_record(reading, target)
    if isinstance(reading, PersonAuthority):
        return _of_person(reading, target)
    return _of_organization(reading, target) if isinstance(reading, OrganizationAuthority) else None


def _spelled(identifiers: Iterable[Identifier], kind: Kind, target: Target) -> str:
    """Return the IRI of a thing at the target by its own identifiers, empty if they spell out none."""
    side = target.sides.get(kind)
    if side is None:
        return ""
    held = ((side.held.get(one.scheme), one) for one in identifiers)
    return next((address(form, one.scheme, one.value) for form, one in held if form is not None), "")


def _of_record(record: Record, target: Target) -> Listed | None:
    iri = _spelled(record.identifiers, "paper", target)
    if not iri:
        return None
    year = (record.date or "")[:4]
    writers = (Writer(_spelled(name.identifiers, "person", target), name.display) for name in record.names)
    other = Other(
        iri=iri,
        title=record.title or "",
        writers=tuple(writers),
        complete=record.authors_complete,
        year=int(year) if year.isdecimal() else None,
        venue=record.venue.name if record.venue else "",
    )
    return Listed("paper", other, tuple((one.scheme, one.value) for one in record.identifiers))


def _of_person(person: PersonAuthority, target: Target) -> Listed | None:
    iri = _spelled(person.name.identifiers, "person", target)
    if not iri:
        return None
    keys = tuple((one.scheme, one.value) for one in person.name.identifiers)
    works = tuple((one.scheme, one.value) for work in person.works for one in work)
    names = tuple(name.display for name in person.other_names)
    return Listed("person", Other(iri, person.name.display), keys, names, works=works)


def _of_organization(found: OrganizationAuthority, target: Target) -> Listed | None:
    organization = found.organization
    own = (Identifier("ror", organization.ror),) if organization.ror else ()
    iri = _spelled((*own, *found.identifiers), "organization", target)
    if not iri:
        return None
    keys = tuple((one.scheme, one.value) for one in (*own, *found.identifiers))
    names = tuple(name for _, name in found.other_names)
    return Listed("organization", Other(iri, organization.raw), keys, names, organization.country or "")
