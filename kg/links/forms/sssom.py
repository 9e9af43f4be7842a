"""Links -> SSSOM and back. Reads: Link, TSV. Emits: TSV with its metadata in comments (SSSOM 1.0), Link.

A rejected link is a mapping that does not hold (`predicate_modifier` Not). The state of review and the name of the
target stand in `other`, as `state=candidate target=dblp`, which is free there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TextIO, get_args

from kg.errors import InputError
from kg.links.decisions.decision import MANUAL
from kg.links.decisions.rows import Wrong, head_cells, one_line, separator, table_rows
from kg.links.targets.target import Predicate, predicate_name
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
_STATES: Final = frozenset({"candidate", "accepted", "rejected", "withdrawn"})
_STATE = re.compile(r"(?:^|[\s|;])state=([a-z]+)")
_TARGET = re.compile(r"(?:^|[\s|;])target=([a-z0-9]+(?:-[a-z0-9]+)*)(?=$|[\s|;])")
_NEEDED: Final = frozenset({"subject_id", "predicate_id", "object_id", "mapping_justification"})
_METHOD = re.compile(re.escape(SEMAPV) + r"[A-Z]\w*")
_BY_PEOPLE: Final = frozenset({MANUAL, f"{SEMAPV}MappingReview"})
_NOTHING: Final = f"{PREFIXES['sssom']}NoTermFound"
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
            one_line(link.evidence),
            f"state={link.state} target={link.target}",
        )
        yield "\t".join(map(_cell, row)) + "\n"


def _cell(value: str) -> str:
    """Return a value as a cell of a table, quoted where it holds a quote."""
    return '"{}"'.format(value.replace('"', '""')) if '"' in value else value


def _short(iri: str, prefixes: dict[str, str]) -> str:
    space = namespace_of(iri)
    return f"{prefixes[space]}:{iri[len(space) :]}"


def read_sssom(
    lines: TextIO, *, name: str, target_of: Callable[[str], str | None]
) -> Iterator[tuple[int, Link] | Wrong]:
    """Yield the links of an SSSOM file with their lines, and its rows that are none.

    A mapping without a state of ours is accepted where a person made it, rejected where it is a Not, else a candidate.

    Args:
        lines: the text; its metadata stands in comments before the table.
        name: of the file, for errors.
        target_of: the name of the target that an IRI belongs to, None for none.

    Raises:
        InputError: it is no SSSOM.
    """
    prefixes, head, number = _metadata(lines)
    if head is None:
        raise InputError(f"{name} is no SSSOM: it has no table", source=name)
    columns = head_cells(head)
    lacking = _NEEDED - {*columns}
    if lacking:
        raise InputError(
            f"{name}, line {number} is no head of an SSSOM table: it lacks {', '.join(sorted(lacking))}",
            source=name,
            line=number,
        )
    for row in table_rows(lines, between=separator(head), columns=len(columns), first=number + 1):
        if isinstance(row, Wrong):
            yield row
            continue
        line, cells = row
        found = _link(dict(zip(columns, map(str.strip, cells), strict=False)), prefixes, target_of)
        yield Wrong(line, found) if isinstance(found, str) else (line, found)


def _metadata(lines: TextIO) -> tuple[dict[str, str], str | None, int]:
    """Return the prefixes that the comments declare, the head of the table, and its line."""
    prefixes, inside, number = dict(PREFIXES), False, 0
    for number, line in enumerate(lines, 1):
        if not line.startswith("#"):
            if line.strip():
                return prefixes, line, number
            continue
        told = line[1:].rstrip()
        prefix = _PREFIX_LINE.fullmatch(told)
        if inside and prefix is not None:
            prefixes[prefix[1]] = prefix[2]
        elif told:
            inside = told.strip() == "curie_map:"
    return prefixes, None, number


def _link(row: dict[str, str], prefixes: dict[str, str], target_of: Callable[[str], str | None]) -> Link | str:
    """Return the link of a row, or why it is none."""
    ends = {column: _long(row.get(column, ""), prefixes) for column in sorted(_NEEDED)}
    for column, iri in ends.items():
        if iri is None:
            return f"{row.get(column, '')!r} is no IRI and has no prefix of the curie_map: repair the {column}"
    method, object_, predicate, subject = map(str, ends.values())
    if _NOTHING in {subject, object_}:
        return "sssom:NoTermFound says that there is no such thing: a link leads to one"
    if predicate_name(predicate) is None:
        return f"{predicate} is no predicate of a link: {', '.join(get_args(Predicate))} are"
    if _METHOD.fullmatch(method) is None:
        return f"{method} is no mapping_justification of SSSOM, such as semapv:ManualMappingCuration"
    score = _score(row.get("confidence", ""))
    if score is None:
        return f"the confidence {row.get('confidence')!r} is no number from 0 to 1"
    more = row.get("other", "")
    told_target = _TARGET.search(more)
    return Link(
        subject=subject,
        target=(told_target[1] if told_target else target_of(object_)) or "other",
        object=object_,
        predicate=predicate,
        score=score,
        method=method,
        evidence=row.get("comment") or "a mapping of an SSSOM file",
        state=_state(row, more, method),
    )


def _score(told: str) -> float | None:
    """Return a confidence as a number; 1 where there is none, None for one that is no share."""
    try:
        score = float(told or 1)
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None


def _state(row: dict[str, str], more: str, method: str) -> LinkState:
    if row.get("predicate_modifier", "").lower() == "not":
        return "rejected"
    told = _STATE.search(more)
    if told is not None and told[1] in _STATES:
        return told[1]  # type: ignore[return-value]
    return "accepted" if method in _BY_PEOPLE else "candidate"


def _long(curie: str, prefixes: dict[str, str]) -> str | None:
    """Return the IRI that a cell names; None where it names none."""
    prefix, colon, local = curie.removeprefix("<").removesuffix(">").partition(":")
    if colon and prefix in prefixes and not local.startswith("//"):
        iri = prefixes[prefix] + local
    elif prefix in {"http", "https", "urn"}:
        iri = f"{prefix}:{local}"
    else:
        return None
    return iri if is_iri(iri) else None
