"""RDF dumps -> what they list. Reads: any RDF syntax; N-Triples by lines. Emits: Listed.

RDF is read twice: works first, then the names of their authors, since these stand elsewhere in the file. Of N-Triples
only those lines are looked into whose predicate says something here.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.errors import InputError
from kg.export import GraphFile, statements
from kg.identifiers import person_identifier
from kg.links.judging.works import Other, Writer
from kg.links.targets.target import Kind, Target
from kg.links.theirs.dump import Keys, Listed
from kg.match.titles import title_match_key
from kg.pipeline.skipped import Skipped
from kg.readers.glimpses.glimpse import known
from kg.readers.syntax.packed import open_bytes
from kg.terms import Term, is_literal, lexical

_RDF: Final = (".nt", ".ttl", ".nq", ".trig", ".rdf", ".owl")
_PACKED: Final = (".gz", ".zst", ".bz2", ".xz")
_COMPANY: Final = 3
"""Persons of one work who bear names of ours, for it to tell who they are."""
_UNNAMED: Final = (3, "")
_ALIKE: Final = 1000
"""Works of one title that wait for the names of their authors: of more `Editorial`s none could be told apart."""
WIKIDATA: Final = "<http://www.wikidata.org/prop/direct/"
"""What predicates of Wikidata begin with."""
LABEL: Final = "<http://www.w3.org/2000/01/rdf-schema#label>"
_TITLES: Final = frozenset(
    {
        "<http://purl.org/dc/terms/title>", "<http://purl.org/dc/elements/1.1/title>",
        "<https://dblp.org/rdf/schema#title>", "<https://w3id.org/scholarkg/ontology#title>", f"{WIKIDATA}P1476>",
        "<http://prismstandard.org/namespaces/basic/2.0/title>",
    }
)  # fmt: skip
_CREATORS: Final = frozenset(
    {
        "<http://purl.org/dc/terms/creator>", "<http://purl.org/dc/elements/1.1/creator>", "<https://schema.org/author>",
        "<http://schema.org/author>", "<https://dblp.org/rdf/schema#authoredBy>", "<http://xmlns.com/foaf/0.1/maker>",
        "<https://w3id.org/scholarkg/ontology#author>", f"{WIKIDATA}P2093>",
        f"{WIKIDATA}P50>",
    }
)  # fmt: skip
_NAMES: Final = frozenset(
    {
        "<http://xmlns.com/foaf/0.1/name>", "<https://schema.org/name>", "<http://schema.org/name>",
        "<https://dblp.org/rdf/schema#primaryCreatorName>", "<https://w3id.org/scholarkg/ontology#name>",
        LABEL,
    }
)  # fmt: skip
_YEARS: Final = frozenset(
    {
        "<http://purl.org/spar/fabio/hasPublicationYear>", "<http://purl.org/dc/terms/date>",
        "<http://purl.org/dc/terms/issued>", "<https://schema.org/datePublished>", "<http://schema.org/datePublished>",
        "<https://dblp.org/rdf/schema#yearOfPublication>", "<https://w3id.org/scholarkg/ontology#publicationYear>",
        f"{WIKIDATA}P577>",
    }
)  # fmt: skip
_IDENTIFIERS: Final[dict[Term, tuple[str, Kind | None]]] = {
    "<http://purl.org/spar/datacite/doi>": ("doi", None),
    "<http://purl.org/ontology/bibo/doi>": ("doi", None),
    "<http://prismstandard.org/namespaces/basic/2.0/doi>": ("doi", None),
    "<https://dblp.org/rdf/schema#doi>": ("doi", None),
    "<https://dblp.org/rdf/schema#orcid>": ("orcid", None),
    "<https://dbpedia.org/ontology/orcidId>": ("orcid", None),
    "<https://semopenalex.org/ontology/ror>": ("ror", None),
    "<https://semopenalex.org/property/ror>": ("ror", None),
    "<http://prismstandard.org/namespaces/basic/2.0/issn>": ("issn", None),
    f"{WIKIDATA}P356>": ("doi", "paper"),
    f"{WIKIDATA}P818>": ("arxiv", "paper"),
    f"{WIKIDATA}P698>": ("pmid", "paper"),
    f"{WIKIDATA}P8978>": ("dblp", "paper"),
    f"{WIKIDATA}P10283>": ("openalex", None),
    f"{WIKIDATA}P496>": ("orcid", "person"),
    f"{WIKIDATA}P2456>": ("dblp", "person"),
    f"{WIKIDATA}P6782>": ("ror", "organization"),
    f"{WIKIDATA}P236>": ("issn", "venue"),
    f"{WIKIDATA}P820>": ("arxiv-category", "category"),
}
"""Predicate -> scheme of the identifier, and what bears it where the IRI does not tell what a thing is."""
_OF_OPENALEX: Final[dict[str, Kind]] = {"W": "paper", "A": "person", "I": "organization", "S": "venue"}
_TOLD: Final = frozenset({*_TITLES, *_NAMES, *_YEARS, *_CREATORS, *_IDENTIFIERS})
_TOLD_BYTES: Final = {predicate.encode(): predicate for predicate in _TOLD}
_BY_TITLE: Final = frozenset[Kind]({"paper", "organization"})
_PARTS: Final = 3
_END: Final = b" \t\r\n."
"""What a line ends with; no term does."""
_TERMS: Final = frozenset({b"<", b'"'})
_PREFERRED: Final = (('"@en', 0), ('"@mul', 1), ('"', 1))
"""How a name ends that is taken before those in other languages: lower comes first."""


class Group(NamedTuple):
    """What a dump tells of one subject: neighbouring statements."""

    subject: Term
    pairs: list[tuple[Term, Term]]
    """Predicate and object."""
    named: Mapping[str, str] = MappingProxyType({})
    """IRIs of authors -> their names, where the dump tells them beside the work."""


Groups = Callable[[Path, Skipped], Iterable[Group]]
"""Reads a dump from its beginning, and tells what of it cannot be read."""


def is_rdf(path: Path) -> bool:
    """Return whether a file is RDF by its name."""
    return _plain_name(path).endswith(_RDF)


def _plain_name(path: Path) -> str:
    return (path.with_suffix("").name if path.suffix.lower() in _PACKED else path.name).lower()


def things_of(path: Path, groups: Groups, keys: Keys, target: Target, skipped: Skipped) -> Iterator[Listed]:
    """Yield the things of a dump that may concern us; the names of authors are found in a second pass.

    Args:
        path: the dump.
        groups: reads it.
        keys: of our things.
        target: whose things it lists.
        skipped: told of what cannot be read.

    Raises:
        InputError: the file cannot be read.
    """
    held: list[Listed] = []
    alike: Counter[str] = Counter()
    bearers: dict[str, str] = {}
    for found in _concerning(groups(path, skipped), keys, target, bearers):
        title = title_match_key(found.other.title)
        alike[title] += 1
        if found.kind != "paper" or alike[title] <= _ALIKE:
            held.append(found)
    wanted = {f"<{one.iri}>" for found in held for one in found.other.writers if one.iri and not one.name}
    names: dict[str, tuple[int, str]] = {}
    known_ones = {f"<{found.other.iri}>" for found in held}
    company = {f"<{iri}>" for iri in bearers} if len(bearers) >= _COMPANY else frozenset()
    for group in groups(path, Skipped()) if wanted or company else ():
        if group.subject in wanted:
            _tell_names(group, names)
        if len(group.pairs) >= _COMPANY and company and group.subject not in known_ones:
            present = [True for _, value in group.pairs if value in company]
            if len(present) >= _COMPANY:
                yield from _in_company(group, bearers, target)
    for found in held:
        named = (Writer(one.iri, one.name or names.get(one.iri, _UNNAMED)[1]) for one in found.other.writers)
        yield found._replace(other=found.other._replace(writers=tuple(named)))


def _concerning(groups: Iterable[Group], keys: Keys, target: Target, bearers: dict[str, str]) -> Iterator[Listed]:
    """Yield the things that may concern us; the persons who bear names of ours are added to `bearers`."""
    schemes, spellings, bears = keys.schemes, _spellings(target), keys.company.bears
    for group in groups:
        iri = group.subject[1:-1]
        kinds = [kind for pattern, spelled in spellings if pattern.fullmatch(iri) for kind in spelled]
        for name in _names_of(group.pairs) if "person" in kinds else ():
            if bears(iri, name):
                bearers[iri] = name
                break
        known_by = [pair for pair in group.pairs if pair[0] in _IDENTIFIERS]
        if known_by or not _BY_TITLE.isdisjoint(kinds):  # most persons of most dumps are neither
            identifiers, told = _keys(known_by, schemes)
            yield from _things(group, _kinds(group, kinds, told), identifiers, keys)


def _spellings(target: Target) -> list[tuple[re.Pattern[str], list[Kind]]]:
    """Return the patterns of the IRIs of a target, with the kinds of things that are spelled so."""
    found: dict[re.Pattern[str], list[Kind]] = {}
    for kind, side in target.sides.items():
        found.setdefault(side.pattern, []).append(kind)
    return list(found.items())


def _tell_names(group: Group, names: dict[str, tuple[int, str]]) -> None:
    """Keep the name of a thing by its IRI; of several the first one, an English one before others."""
    subject, pairs, _ = group
    for value in (value for predicate, value in pairs if predicate in _NAMES):
        rank = _rank(value)
        if rank < names.get(subject[1:-1], _UNNAMED)[0]:
            names[subject[1:-1]] = (rank, lexical(value))


def _in_company(group: Group, bearers: Mapping[str, str], target: Target) -> Iterator[Listed]:
    """Yield a work of several persons who bear names of ours, with those names."""
    side = target.sides.get("paper")
    creators = [lexical(value) for predicate, value in group.pairs if predicate in _CREATORS and not is_literal(value)]
    if side is not None and sum(iri in bearers for iri in creators) >= _COMPANY:
        other = _other(group.subject[1:-1], group._replace(named=bearers))
        if side.pattern.fullmatch(other.iri):
            yield Listed("paper", other)


def _rank(value: Term) -> int:
    return next((rank for end, rank in _PREFERRED if value.endswith(end)), 2)


def rdf_groups(path: Path, _: Skipped) -> Iterator[Group]:
    """Yield the neighbouring statements of each subject that tell something here.

    Raises:
        InputError: the file cannot be read.
    """
    if _plain_name(path).endswith(".nt"):
        yield from _line_groups(path)
        return
    for subject, group in groupby(statements(GraphFile(path)), key=itemgetter(0)):
        yield Group(subject, [(predicate, value) for _, predicate, value, _ in group if predicate in _TOLD])


def _line_groups(path: Path) -> Iterator[Group]:
    """Yield the same of N-Triples, whose lines are taken apart at their blanks; what tells nothing is not checked."""
    told, last = _TOLD_BYTES.get, b""
    pairs: list[tuple[Term, Term]] = []
    try:
        with open_bytes(path) as lines:
            for line in lines:
                parts = line.split(None, 2)
                if len(parts) != _PARTS or (predicate := told(parts[1])) is None:
                    continue
                subject, _, value = parts
                if subject != last:
                    if pairs:
                        yield Group(last.decode("utf-8", "replace"), pairs)
                    last, pairs = subject, []
                if value[:1] in _TERMS:
                    pairs.append((predicate, value.rstrip(_END).decode("utf-8", "replace")))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}", source=str(path)) from error
    if pairs:
        yield Group(last.decode(errors="replace"), pairs)


def _kinds(group: Group, spelled: list[Kind], told: set[Kind]) -> list[Kind]:
    """Return what a thing may be: of one kind by its IRI, or else of those that its identifiers and its title tell."""
    if len(spelled) == 1:
        return spelled
    titled = any(predicate in _TITLES for predicate, _ in group.pairs)
    return [kind for kind in spelled if kind in told or (kind == "paper" and titled)]


def _things(
    group: Group, kinds: Iterable[Kind], identifiers: tuple[tuple[str, str], ...], keys: Keys
) -> Iterator[Listed]:
    """Yield what a thing may be, of what may concern us."""
    for kind in kinds:
        names = tuple(_names_of(group.pairs)) if kind == "organization" else ()
        title = _title(group.pairs) if kind in _BY_TITLE else ""
        if keys.may_concern(kind, (title, *names), identifiers, group.named.values()):
            yield Listed(kind, _other(group.subject[1:-1], group), identifiers, names)


def _names_of(pairs: Iterable[tuple[Term, Term]]) -> list[str]:
    names = [lexical(value) for predicate, value in pairs if predicate in _NAMES]
    return list(dict.fromkeys(names)) if len(names) > 1 else names


def _title(pairs: Iterable[tuple[Term, Term]]) -> str:
    """Return the title of a work; without one the best of its names."""
    best, rank = "", 3
    for predicate, value in pairs:
        if predicate in _TITLES:
            return lexical(value)
        if predicate in _NAMES and (other := _rank(value)) < rank:
            best, rank = lexical(value), other
    return best


def _keys(pairs: Iterable[tuple[Term, Term]], schemes: frozenset[str]) -> tuple[tuple[tuple[str, str], ...], set[Kind]]:
    """Return the identifiers that are of certain schemes or tell what a thing is, and what it is by them."""
    keys, told = [], set[Kind]()
    for predicate, value in pairs:
        scheme, kind = _IDENTIFIERS[predicate]
        if kind is None and scheme != "openalex" and scheme not in schemes:
            continue
        found = _identifier(scheme, kind, lexical(value))
        if found is not None:
            keys.append(found)
            bearer = kind or _OF_OPENALEX.get(found[1][:1]) if scheme == "openalex" else kind
            told |= {bearer} if bearer is not None else set()
    return tuple(keys), told


def _identifier(scheme: str, kind: Kind | None, printed: str) -> tuple[str, str] | None:
    """Return scheme and canonical value of an identifier, None if it is none."""
    if scheme == "arxiv-category":
        return scheme, printed
    if kind != "person":
        return known(scheme, printed)
    person = person_identifier(scheme, printed)
    return (person.scheme, person.value) if person is not None else None


def _other(iri: str, group: Group) -> Other:
    writers, year = [], ""
    for predicate, value in group.pairs:
        if predicate in _CREATORS:
            printed = lexical(value)
            writers.append(Writer("", printed) if is_literal(value) else Writer(printed, group.named.get(printed, "")))
        elif predicate in _YEARS:
            year = year or lexical(value)[:4]
    return Other(iri, _title(group.pairs), tuple(writers), year=int(year) if year.isdecimal() else None)
