"""Links -> SSSOM and back. Reads: Link, TSV. Emits: TSV with its metadata in comments (SSSOM 1.0), Link.

A rejected link is a mapping that does not hold (`predicate_modifier` Not). The state of review and the name of the
target stand in `other`, as `state=candidate target=dblp`, which is free there.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TextIO

from kg.errors import InputError
from kg.links.decisions import MANUAL
from kg.links.target import predicate_name
from kg.model import Link, LinkState
from kg.terms import is_iri
from kg.vocab import PREFIXES

SEMAPV: Final = PREFIXES["semapv"]
_LICENCE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
_COLUMNS: Final = (
    "subject_id", "predicate_id", "predicate_modifier", "object_id", "mapping_justification", "confidence", "comment",
    "other",
)  # fmt: skip
_VOCABULARIES: Final = {name: PREFIXES[name] for name in ("owl", "rdfs", "schema", "semapv", "skos")}
_KNOWN: Final = {
    "https://doi.org/": "doi",
    "https://arxiv.org/abs/": "arxiv",
    "https://orcid.org/": "orcid",
    "https://ror.org/": "ror",
    "https://openalex.org/": "openalex",
    "http://www.wikidata.org/entity/": "wd",
    "https://dblp.org/rec/": "dblprec",
    "https://dblp.org/pid/": "dblppid",
    "https://semopenalex.org/work/": "soawork",
    "https://semopenalex.org/author/": "soaauthor",
    "https://w3id.org/oc/meta/br/": "ocbr",
    "https://w3id.org/oc/meta/ra/": "ocra",
    "https://www.semanticscholar.org/paper/": "s2paper",
}
_KIND = re.compile(r"(?:.*/|.*#)id/([a-z]+)/")
_BLANKS = str.maketrans("\t\r\n", "   ")
_STATES: Final = frozenset({"candidate", "accepted", "rejected", "withdrawn"})
_STATE = re.compile(r"(?:^|[\s|;])state=([a-z]+)")
_TARGET = re.compile(r"(?:^|[\s|;])target=([a-z0-9-]+)")
_PREFIX_LINE = re.compile(r"\s+[\"']?([\w.-]+)[\"']?\s*:\s+[\"']?([^\s\"']+)[\"']?\s*")


def namespace_of(iri: str) -> str:
    """Return the part of an IRI for which a prefix stands: a known one, else all before its last / or #."""
    for space in _KNOWN:
        if iri.startswith(space):
            return space
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def prefixes_of(links: Iterable[Link]) -> dict[str, str]:
    """Return namespace -> prefix for the ends of links, sorted."""
    spaces = {namespace_of(end) for link in links for end in (link.subject, link.object)}
    named: dict[str, str] = {}
    taken = set(_VOCABULARIES)
    for space in sorted(spaces):
        kind = _KIND.fullmatch(space)
        name = _KNOWN.get(space) or (kind[1] if kind else "")
        if not name or name in taken:
            name = next(free for number in range(1, len(spaces) + 2) if (free := f"ns{number}") not in taken)
        taken.add(name)
        named[space] = name
    return named


def sssom_text(links: Iterable[Link], *, base: str, version: str) -> Iterator[str]:
    """Yield links as SSSOM TSV, line by line.

    Args:
        links: to be read twice.
        base: of the IRIs of the graph, for the id of the mapping set.
        version: of this package.
    """
    prefixes = prefixes_of(links)
    yield "#curie_map:\n"
    for name, space in sorted((_VOCABULARIES | {name: space for space, name in prefixes.items()}).items()):
        yield f'#  {name}: "{space}"\n'
    yield f'#license: "{_LICENCE}"\n#mapping_set_id: "{base}id/catalog/links"\n'
    yield f'#mapping_tool: "ScholarKG"\n#mapping_tool_version: "{version}"\n'
    yield "\t".join(_COLUMNS) + "\n"
    for link in links:
        predicate = predicate_name(link.predicate) or link.predicate
        row = (
            _short(link.subject, prefixes),
            predicate,
            "Not" if link.state == "rejected" else "",
            _short(link.object, prefixes),
            f"semapv:{link.method.removeprefix(SEMAPV)}",
            f"{round(link.score, 4):g}",
            link.evidence.translate(_BLANKS),
            f"state={link.state} target={link.target}",
        )
        yield "\t".join(map(_cell, row)) + "\n"


def _cell(value: str) -> str:
    """Return a value as a cell of a table, quoted where it holds a quote."""
    return '"{}"'.format(value.replace('"', '""')) if '"' in value else value


def _short(iri: str, prefixes: dict[str, str]) -> str:
    space = namespace_of(iri)
    return f"{prefixes[space]}:{iri[len(space) :]}"


def read_sssom(lines: TextIO, *, name: str, target_of: Callable[[str], str | None]) -> Iterator[Link]:
    """Yield the links of an SSSOM file.

    A mapping without a state of ours is accepted where a person made it, rejected where it is a Not, else a candidate.

    Args:
        lines: the text; its metadata stands in comments before the table.
        name: of the file, for errors.
        target_of: the name of the target that an IRI belongs to, None for none.

    Raises:
        InputError: it is no SSSOM, a prefix is unknown, or a mapping has another predicate than links have.
    """
    prefixes = dict(PREFIXES)
    header: list[str] | None = None
    for number, line in enumerate(lines, 1):
        if header is None and line.startswith("#"):
            if (prefix := _PREFIX_LINE.fullmatch(line[1:].rstrip("\r\n"))) is not None:
                prefixes[prefix[1]] = prefix[2]
            continue
        cells = next(csv.reader([line.rstrip("\r\n")], delimiter="\t"), [])
        if header is None:
            header = cells
            _check_header(header, name, number)
        elif any(cells):
            yield _link(dict(zip(header, cells, strict=False)), prefixes, f"{name}, line {number}", name, target_of)
    if header is None:
        raise InputError(f"{name} is no SSSOM: it has no table", source=name)


def _check_header(header: list[str], name: str, number: int) -> None:
    lacking = {"subject_id", "predicate_id", "object_id", "mapping_justification"} - {*header}
    if lacking:
        raise InputError(
            f"{name}, line {number} is no head of an SSSOM table: it lacks {', '.join(sorted(lacking))}",
            source=name,
            line=number,
        )


def _link(
    row: dict[str, str], prefixes: dict[str, str], place: str, name: str, target_of: Callable[[str], str | None]
) -> Link:
    subject, predicate, other, method = (
        _long(row.get(column, ""), prefixes, place, name)
        for column in ("subject_id", "predicate_id", "object_id", "mapping_justification")
    )
    if predicate_name(predicate) is None:
        raise InputError(f"{place}: {predicate} is no predicate of a link: see kgsh:Link-linkPredicate", source=name)
    more = row.get("other") or ""
    told_target = _TARGET.search(more)
    target = told_target[1] if told_target else target_of(other)
    try:
        score = float(row.get("confidence") or 1)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise InputError(f"{place}: the confidence {row.get('confidence')!r} is no number from 0 to 1", source=name)
    return Link(
        subject=subject,
        target=target or "other",
        object=other,
        predicate=predicate,
        score=score,
        method=method,
        evidence=row.get("comment") or "a mapping of an SSSOM file",
        state=_state(row, more, method),
    )


def _state(row: dict[str, str], more: str, method: str) -> LinkState:
    if row.get("predicate_modifier") == "Not":
        return "rejected"
    told = _STATE.search(more)
    if told is not None and told[1] in _STATES:
        return told[1]  # type: ignore[return-value]
    return "accepted" if method == MANUAL else "candidate"


def _long(curie: str, prefixes: dict[str, str], place: str, name: str) -> str:
    prefix, colon, local = curie.partition(":")
    iri = prefixes[prefix] + local if colon and prefix in prefixes else curie
    if not is_iri(iri) or (iri == curie and not curie.startswith(("http://", "https://", "urn:"))):
        raise InputError(f"{place}: {curie!r} is no IRI and has no prefix of the curie_map", source=name)
    return iri
