"""Persons and organizations of a graph of ours -> authorities. Reads: Graph. Emits: Authority.

Only what no paper says: that several names are one bearer's, what an organization is called otherwise.
"""

from collections.abc import Iterator

from kg.identifiers import parse
from kg.model import Affiliation, Authority, Identifier, Name, OrganizationAuthority, PersonAuthority
from kg.readers.rdf.graph import RDF, Graph, Thing
from kg.readers.rdf.own_people import parted, parts_of, person_identifiers
from kg.readers.source import Source
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found
from kg.vocab import PREFIXES

_KG = PREFIXES["kg"]
_NAMING = ("agent", "author", "editor", "affiliation", "publisher", "funder")
_SCHEMES = {"doi": "doi", "openAlexId": "openalex", "wikidataId": "wikidata"}


def own_authorities(graph: Graph, source: Source, *, alone: bool) -> Iterator[Authority]:
    """Yield the persons that are known by several names, and the organizations of which papers do not say all.

    Those that no paper names are all told; in a graph without papers, which is `alone`, these are all of them.
    """
    found: list[Authority] = []
    for kind, read in (("Person", _person), ("Organization", _organization)):
        nodes = sorted(graph.subjects_with(f"{RDF}type", f"{_KG}{kind}"), key=str)
        for node in nodes:
            unnamed = alone or not any(True for name in _NAMING for _ in graph.subjects_of(f"{_KG}{name}", node))
            one = read(graph.thing(node), source, len(found) + 1, alone=unnamed)
            if one is not None:
                found.append(one)
                yield one


def _person(person: Thing, source: Source, index: int, *, alone: bool) -> Authority | None:
    name = person.text(f"{_KG}name")
    others = [one.value for one in person.literals(f"{_KG}nameVariant") if one.language is None]
    if name is None or not (others or alone) or person.text(f"{_KG}identityBasis") == "this-paper":
        return None
    scripts = tuple((one.language, one.value) for one in person.literals(f"{_KG}nameVariant") if one.language)
    lines = person.graph.lines_of(person.key)
    given, family, suffix = parted(name, parts_of(person), name)
    known = tuple(one for one in person_identifiers(person, Found(source, index, Piece(b"", person.iri, "", 1, 1), [])))
    return PersonAuthority(
        source=source.name, source_key=source.sha256[:16], index=index, format="rdf",
        name=Name(printed=name, given=given, family=family, suffix=suffix, identifiers=known, variants=scripts),
        other_names=tuple(Name(printed=one) for one in others), pointer=person.iri, start_line=lines.start,
        end_line=lines.end,
    )  # fmt: skip


def _organization(body: Thing, source: Source, index: int, *, alone: bool) -> Authority | None:
    name = body.text(f"{_KG}name")
    others = tuple((one.language or "", one.value) for one in body.literals(f"{_KG}nameVariant"))
    ids = tuple(sorted(one for one in _identifiers(body) if one.scheme != "ror"))
    ror = next((one.value for one in _identifiers(body) if one.scheme == "ror"), None)
    if name is None or not (others or ids or alone):
        return None
    lines = body.graph.lines_of(body.key)
    return OrganizationAuthority(
        source=source.name, source_key=source.sha256[:16], index=index, format="rdf",
        organization=Affiliation(raw=name, name=name, ror=ror, country=body.text(f"{_KG}country")), other_names=others,
        identifiers=ids, pointer=body.iri, start_line=lines.start, end_line=lines.end,
    )  # fmt: skip


def _identifiers(body: Thing) -> Iterator[Identifier]:
    for name, scheme in {"ror": "ror", **_SCHEMES}.items():
        yield from (known for text in body.texts(f"{_KG}{name}") if (known := parse(scheme, text)) is not None)
