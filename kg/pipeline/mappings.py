"""SSSOM files -> links and decisions. Reads: mappings of others, the things of a graph. Emits: Link, decisions.tsv."""

from collections.abc import Callable, Iterator
from pathlib import Path

from kg.errors import InputError
from kg.links.decisions.decision import FILE, Decisions, decision_of, recognised_by
from kg.links.decisions.ledger import Ledger
from kg.links.decisions.rows import Wrong
from kg.links.forms.sssom import read_sssom
from kg.links.ours.entities import Entities
from kg.links.targets.target import target, target_names
from kg.model import Link


def mapped(mapping: Path, entities: Entities, place: Path, tell: Callable[[str], None]) -> Iterator[Link]:
    """Yield the links of an SSSOM file; those that are settled become decisions beside the graph.

    Args:
        mapping: the file.
        entities: the things of the graph; a mapping of anything else is left out.
        place: the folder of `decisions.tsv`.
        tell: is told what is left out, with its line.

    Raises:
        InputError: the file cannot be read, or is no SSSOM.
    """
    links = list(_links(mapping, tell))
    wanted = {link.subject for _, link in links}
    ours = {entity.iri: recognised_by(entity) for entity in entities if entity.iri in wanted}
    earlier = Decisions.read(place / FILE)
    made = []
    for line, link in links:
        if link.subject not in ours:
            tell(f"{mapping}, line {line}: the graph has no {link.subject}: the mapping is left out")
            continue
        yield link
        if link.state in {"accepted", "rejected"}:
            made.append(decision_of(link, ours[link.subject]))
    known = frozenset(earlier.all)
    new = [decision for decision in dict.fromkeys(made) if decision not in known]
    Ledger(place / FILE).add(*new)


def _links(mapping: Path, tell: Callable[[str], None]) -> Iterator[tuple[int, Link]]:
    patterns = [(name, side.pattern) for name in target_names() for side in target(name).sides.values()]

    def target_of(iri: str) -> str | None:
        return next((name for name, pattern in patterns if pattern.fullmatch(iri)), None)

    try:
        with mapping.open(encoding="utf-8-sig", newline="") as lines:
            for row in read_sssom(lines, name=str(mapping), target_of=target_of):
                if isinstance(row, Wrong):
                    tell(f"{mapping}, line {row.line}: {row.reason}")
                else:
                    yield row
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{mapping} cannot be read: {error}", source=str(mapping)) from error
