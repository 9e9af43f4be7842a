"""Links -> other people's forms. Reads: Link, Entity. Emits: N-Triples, QuickStatements V1, CSV for OpenRefine.

QuickStatements say of an item of Wikidata what else is known by the same thing of ours: only where both are linked by
identity, for an identifier is said of an item once and for all.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, Literal

from kg.links.decisions.settling import IDENTITY
from kg.links.ours.entities import Entity
from kg.model import Link
from kg.terms import iri

Form = Literal["ntriples", "quickstatements", "openrefine"]
_QID = re.compile(r"http://www\.wikidata\.org/entity/(Q[1-9][0-9]*)")
_PROPERTIES: Final = (
    (re.compile(r"https://doi\.org/(10\..+)"), "P356"),
    (re.compile(r"https://arxiv\.org/abs/(.+)"), "P818"),
    (re.compile(r"https://orcid\.org/(.+)"), "P496"),
    (re.compile(r"https://ror\.org/(.+)"), "P6782"),
    (re.compile(r"https://openalex\.org/(.+)"), "P10283"),
    (re.compile(r"https://dblp\.org/rec/(.+)"), "P8978"),
    (re.compile(r"https://dblp\.org/pid/(.+)"), "P2456"),
    (re.compile(r"https://www\.semanticscholar\.org/paper/([0-9a-f]{40})"), "P4011"),
)
"""IRI of a thing -> the property of Wikidata that holds its identifier."""
_UPPER: Final = "P356"
"""Wikidata spells DOIs in capitals."""
_PERCENT = re.compile(rb"%([0-9A-F]{2})")
OPENREFINE: Final = (
    "iri", "class", "name", "authors", "year", "venue", "country", "identifiers", "target", "state", "match", "score",
)  # fmt: skip


def plain_triples(links: Iterable[Link]) -> Iterator[str]:
    """Yield the triples that accepted links assert, as lines of N-Triples."""
    for link in links:
        if link.state == "accepted":
            yield f"{iri(link.subject)} {iri(link.predicate)} {iri(link.object)} .\n"


def wikidata_commands(links: Iterable[Link]) -> Iterator[str]:
    """Yield, for each item of Wikidata that is one of ours, the identifiers of what else is the same.

    Args:
        links: those of one thing behind one another.
    """
    for _, group in groupby(links, key=lambda link: link.subject):
        same = sorted({link.object for link in group if link.state == "accepted" and link.predicate in IDENTITY})
        qids = [found[1] for other in same if (found := _QID.fullmatch(other))]
        if len(qids) != 1:
            continue  # two items for one thing are a conflict: nothing is said of either
        for other in same:
            for pattern, property_ in _PROPERTIES:
                if (found := pattern.fullmatch(other)) is not None:
                    value = _unescaped(found[1])
                    yield f'{qids[0]}\t{property_}\t"{value.upper() if property_ == _UPPER else value}"\n'


def _unescaped(value: str) -> str:
    """Return an identifier as it is without the escapes of its web address."""
    return _PERCENT.sub(lambda code: bytes.fromhex(code[1].decode()), value.encode()).decode("utf-8", "replace")


def openrefine_rows(pairs: Iterable[tuple[Entity, list[Link]]]) -> Iterator[str]:
    """Yield a CSV for OpenRefine: a row for each thing and each link that stands or waits, one for what has none."""
    yield _row(OPENREFINE)
    for entity, links in pairs:
        told = (
            entity.iri,
            entity.kind,
            entity.name,
            "; ".join(author.name for author in entity.authors if author.name),
            "" if entity.year is None else str(entity.year),
            entity.venue,
            entity.country,
            "; ".join(f"{scheme}:{value}" for scheme, value in entity.keys),
        )
        live = [link for link in links if link.state in {"accepted", "candidate"}]
        for link in live:
            yield _row((*told, link.target, link.state, link.object, f"{round(link.score, 4):g}"))
        if not live:
            yield _row((*told, "", "unlinked", "", ""))


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
