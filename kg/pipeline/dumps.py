"""Dumps -> what they list. Reads: any format that the readers know, any RDF. Emits: things given to `Keys`.

RDF is read twice: works first, then the names of their authors, since these stand elsewhere in the file.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from kg.export import GraphFile, statements
from kg.identifiers import parse
from kg.links.dump import Keys, Listed
from kg.links.held import address
from kg.links.matching import Other, Writer
from kg.links.target import Kind, Target
from kg.model import Identifier, OrganizationAuthority, PersonAuthority, Record
from kg.readers import find_places, open_source, read_source
from kg.terms import Term, is_literal, lexical

_RDF: Final = (".nt", ".ttl", ".nq", ".trig", ".rdf", ".owl")
_PACKED: Final = (".gz", ".zst", ".bz2", ".xz")
_TITLES: Final = frozenset(
    {
        "<http://purl.org/dc/terms/title>", "<http://purl.org/dc/elements/1.1/title>", "<https://schema.org/name>",
        "<http://schema.org/name>", "<https://dblp.org/rdf/schema#title>", "<https://w3id.org/scholarkg/ontology#title>",
        "<http://www.wikidata.org/prop/direct/P1476>", "<http://prismstandard.org/namespaces/basic/2.0/title>",
    }
)  # fmt: skip
_CREATORS: Final = frozenset(
    {
        "<http://purl.org/dc/terms/creator>", "<http://purl.org/dc/elements/1.1/creator>", "<https://schema.org/author>",
        "<http://schema.org/author>", "<https://dblp.org/rdf/schema#authoredBy>", "<http://xmlns.com/foaf/0.1/maker>",
        "<https://w3id.org/scholarkg/ontology#author>", "<http://www.wikidata.org/prop/direct/P2093>",
        "<http://www.wikidata.org/prop/direct/P50>",
    }
)  # fmt: skip
_NAMES: Final = frozenset(
    {
        "<http://xmlns.com/foaf/0.1/name>", "<https://schema.org/name>", "<http://schema.org/name>",
        "<https://dblp.org/rdf/schema#primaryCreatorName>", "<https://w3id.org/scholarkg/ontology#name>",
        "<http://www.w3.org/2000/01/rdf-schema#label>",
    }
)  # fmt: skip
_YEARS: Final = frozenset(
    {
        "<http://purl.org/spar/fabio/hasPublicationYear>", "<http://purl.org/dc/terms/date>",
        "<http://purl.org/dc/terms/issued>", "<https://schema.org/datePublished>", "<http://schema.org/datePublished>",
        "<https://dblp.org/rdf/schema#yearOfPublication>", "<https://w3id.org/scholarkg/ontology#publicationYear>",
        "<http://www.wikidata.org/prop/direct/P577>",
    }
)  # fmt: skip
_IDENTIFIERS: Final = {
    "<http://purl.org/spar/datacite/doi>": "doi",
    "<http://purl.org/ontology/bibo/doi>": "doi",
    "<http://prismstandard.org/namespaces/basic/2.0/doi>": "doi",
    "<https://dblp.org/rdf/schema#doi>": "doi",
    "<https://dblp.org/rdf/schema#orcid>": "orcid",
    "<https://dbpedia.org/ontology/orcidId>": "orcid",
    "<https://semopenalex.org/ontology/ror>": "ror",
    "<https://semopenalex.org/property/ror>": "ror",
    "<http://prismstandard.org/namespaces/basic/2.0/issn>": "issn",
    "<http://www.wikidata.org/prop/direct/P356>": "doi",
    "<http://www.wikidata.org/prop/direct/P818>": "arxiv",
    "<http://www.wikidata.org/prop/direct/P698>": "pmid",
    "<http://www.wikidata.org/prop/direct/P496>": "orcid",
    "<http://www.wikidata.org/prop/direct/P6782>": "ror",
    "<http://www.wikidata.org/prop/direct/P236>": "issn",
}


def sift(path: Path, keys: Keys, target: Target, work: Path) -> int:
    """Give the keys everything that a dump lists and that belongs to a target; return how many things that were.

    Args:
        path: the dump; `.gz`, `.zst`, `.bz2`, `.xz` are read as they are.
        keys: of our things.
        target: whose things the dump lists.
        work: a folder for what memory does not take.

    Raises:
        InputError: the file cannot be opened or read.
    """
    number = 0
    for listed in _rdf(path, keys, target) if _is_rdf(path) else _records(path, target, work):
        keys.sift(listed)
        number += 1
    return number


def _is_rdf(path: Path) -> bool:
    name = path.with_suffix("").name if path.suffix.lower() in _PACKED else path.name
    return name.lower().endswith(_RDF)


def _records(path: Path, target: Target, work: Path) -> Iterator[Listed]:
    for place in find_places([str(path)]):
        for reading in read_source(open_source(place, path.name, work)):
            listed = None
            if isinstance(reading, Record):
                listed = _of_record(reading, target)
            elif isinstance(reading, PersonAuthority):
                listed = _of_person(reading, target)
            elif isinstance(reading, OrganizationAuthority):
                listed = _of_organization(reading, target)
            if listed is not None:
                yield listed


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


def _rdf(path: Path, keys: Keys, target: Target) -> Iterator[Listed]:
    """Yield the things of an RDF file that may be ours; the names of authors are found in a second pass."""
    held = [
        found for pairs in _groups(path) if (found := _of_group(*pairs, target)) is not None and keys.concerns(found)
    ]
    wanted = {f"<{writer.iri}>" for found in held for writer in found.other.writers if writer.iri}
    names: dict[str, str] = {}
    for subject, predicate, value, _ in statements(GraphFile(path)) if wanted else ():
        if subject in wanted and predicate in _NAMES:
            names.setdefault(subject[1:-1], lexical(value))
    for found in held:
        writers = tuple(Writer(one.iri, one.name or names.get(one.iri, "")) for one in found.other.writers)
        yield found._replace(other=found.other._replace(writers=writers))


def _groups(path: Path) -> Iterator[tuple[Term, list[tuple[Term, Term]]]]:
    """Yield neighbouring statements of one subject together, as dumps have them."""
    for subject, group in groupby(statements(GraphFile(path)), key=itemgetter(0)):
        yield subject, [(predicate, value) for _, predicate, value, _ in group]


def _of_group(subject: Term, pairs: list[tuple[Term, Term]], target: Target) -> Listed | None:
    iri = subject[1:-1]
    kind = next((kind for kind, side in target.sides.items() if side.pattern.fullmatch(iri)), None)
    if kind is None:
        return None
    keys, writers, title, year = [], [], "", ""
    for predicate, value in pairs:
        if predicate in _IDENTIFIERS:
            identifier = parse(_IDENTIFIERS[predicate], lexical(value))
            if identifier is not None:
                keys.append((identifier.scheme, identifier.value))
        elif predicate in _CREATORS:
            writers.append(Writer("", lexical(value)) if is_literal(value) else Writer(lexical(value), ""))
        elif predicate in _YEARS:
            year = year or lexical(value)[:4]
        elif predicate in _TITLES or predicate in _NAMES:
            title = title or lexical(value)
    other = Other(iri, title, tuple(writers), year=int(year) if year.isdecimal() else None)
    return Listed(kind, other, tuple(keys))
