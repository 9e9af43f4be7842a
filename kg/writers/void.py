"""Counts and files of a graph -> void.ttl. Reads: GraphCounts, the graph's files. Emits: VoID and DCAT, no clock.

Every number is counted on the graph that is published, each distribution has its size and sha256.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from kg.errors import UsageError
from kg.iris import Minter, escape_key
from kg.store import GraphCounts, graph_counts, kind_of, prefixed, sorted_groups
from kg.terms import Term, Triple, integer, iri, lexical, text, typed
from kg.vocab import DCAT, DCTERMS, FORMATS, RDF, SPDX, VOID, XSD
from kg.writers.turtle import write_turtle

TITLE: Final = "Scholarly knowledge graph"


class Form(NamedTuple):
    """The W3C IRI of an RDF syntax and its IANA media type."""

    feature: Term
    media_type: str


FORMS: Final = {
    "graph.jsonld": Form(FORMATS.JSON_LD, "application/ld+json"),
    "graph.nq": Form(FORMATS.N_Quads, "application/n-quads"),
    "graph.nt": Form(FORMATS.N_Triples, "application/n-triples"),
    "graph.rdf": Form(FORMATS.RDF_XML, "application/rdf+xml"),
    "graph.trig": Form(FORMATS.TriG, "application/trig"),
    "graph.ttl": Form(FORMATS.Turtle, "text/turtle"),
}
"""File of a graph -> its syntax."""

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


class About(NamedTuple):
    """What the publisher says of the graph; absent values are not written."""

    title: str = TITLE
    license: str | None = None
    """IRI of the licence."""
    modified: str | None = None
    """xsd:date or xsd:dateTime with time zone: see `modified_on`."""
    published_at: str | None = None
    """IRI of the folder, with its final slash, from which the files can be fetched."""


def modified_on(given: str | None, source_date_epoch: str | None) -> str | None:
    """Return the date that the graph bears: `given` (an ISO date or moment), else that of SOURCE_DATE_EPOCH, else None.

    Raises:
        UsageError: either is no date.
    """
    if given is not None:
        try:
            if _MOMENT.fullmatch(given):
                datetime.fromisoformat(given)
                return given
            return date.fromisoformat(given).isoformat() if _DAY.fullmatch(given) else _no_date(given)
        except ValueError:
            return _no_date(given)
    if not source_date_epoch:
        return None
    try:
        return datetime.fromtimestamp(int(source_date_epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {source_date_epoch!r}: it has to be a number of seconds since 1970-01-01"
        ) from error


def _no_date(given: str) -> str:
    raise UsageError(f"{given!r} is no date: write 2024-05-31, or 2024-05-31T12:00:00Z")


def write_void(
    counts: GraphCounts, files: Iterable[Path], out: BinaryIO, *, base: str, about: About | None = None
) -> None:
    """Write the description of a graph as Turtle.

    `files` are the graph's files (`FORMS`); any other is left out.

    Raises:
        BadIriError: the licence or the place of publication is no IRI.
    """
    triples = list(void_triples(counts, files, base=base, about=about or About()))
    namespaces = graph_counts(sorted_groups(triples)).namespaces
    write_turtle(sorted_groups(triples), out, namespaces=namespaces, base=base)


def void_triples(counts: GraphCounts, files: Iterable[Path], *, base: str, about: About) -> Iterator[Triple]:
    """Yield the triples of the description: the dataset, its partitions, its distributions."""
    mint = Minter(base)
    graph = mint("catalog", "graph")
    yield graph, RDF.type, VOID.Dataset
    yield graph, RDF.type, DCAT.Dataset
    yield graph, DCTERMS.title, text(about.title)
    yield graph, VOID.uriSpace, text(f"{base}id/")
    yield graph, VOID.triples, integer(counts.triples)
    yield graph, VOID.distinctSubjects, integer(counts.subjects)
    yield graph, VOID.classes, integer(len(counts.classes))
    yield graph, VOID.properties, integer(len(counts.properties))
    if counts.example is not None:
        yield graph, VOID.exampleResource, counts.example
    for space in sorted(counts.namespaces):
        if kind_of(f"<{space}>") is None:
            yield graph, VOID.vocabulary, iri(space)
    yield from _statements(graph, about)
    yield from _partitions(graph, counts, mint)
    for path in sorted(files):
        if path.name in FORMS:
            yield from _distribution(graph, path, mint, about)


def _statements(graph: Term, about: About) -> Iterator[Triple]:
    if about.license is not None:
        yield graph, DCTERMS.license, iri(about.license)
    if about.modified is not None:
        kind = XSD.dateTime if "T" in about.modified else XSD.date
        yield graph, DCTERMS.modified, typed(about.modified, kind)


def _partitions(graph: Term, counts: GraphCounts, mint: Minter) -> Iterator[Triple]:
    for term, members in counts.classes.items():
        part = mint("catalog", f"class-{_key(term)}")
        yield graph, VOID.classPartition, part
        yield part, RDF.type, VOID.Dataset
        yield part, VOID.class_, term
        yield part, VOID.entities, integer(members)
    for term, count in counts.properties.items():
        part = mint("catalog", f"property-{_key(term)}")
        yield graph, VOID.propertyPartition, part
        yield part, RDF.type, VOID.Dataset
        yield part, VOID.property, term
        yield part, VOID.triples, integer(count.triples)
        yield part, VOID.distinctSubjects, integer(count.subjects)


def _key(term: Term) -> str:
    """Return the key of a class or property: `kg-title`, an escaped IRI for other people's terms."""
    prefix, colon, local = (prefixed(term) or "").partition(":")
    return f"{prefix}-{escape_key(local)}" if colon else escape_key(lexical(term))


def _distribution(graph: Term, path: Path, mint: Minter, about: About) -> Iterator[Triple]:
    form = FORMS[path.name]
    stem = path.name.replace(".", "-")
    file, checksum = mint("catalog", f"file-{stem}"), mint("catalog", f"sha256-{stem}")
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    yield graph, VOID.feature, form.feature
    yield graph, DCAT.distribution, file
    yield file, RDF.type, DCAT.Distribution
    yield file, DCTERMS.title, text(path.name)
    yield file, DCAT.mediaType, iri(_MEDIA_TYPES + form.media_type)
    yield file, DCAT.byteSize, typed(str(path.stat().st_size), XSD.nonNegativeInteger)
    yield file, SPDX.checksum, checksum
    yield checksum, RDF.type, SPDX.Checksum
    yield checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
    yield checksum, SPDX.checksumValue, typed(digest, XSD.hexBinary)
    if about.published_at is not None:
        place = iri(about.published_at + path.name)
        yield file, DCAT.downloadURL, place
        yield graph, VOID.dataDump, place
