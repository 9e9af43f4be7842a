"""A linked graph -> its review. Reads: links.ttl, the graph, decisions. Emits: candidates, decisions, counts."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError
from kg.export import GraphFile, destination, graph_file, statements
from kg.links.decisions import FILE, Decisions
from kg.links.entities import Entities
from kg.links.forms import Form, openrefine_rows, plain_triples, wikidata_commands
from kg.links.ledger import Ledger
from kg.links.review import Candidate, Review, in_order
from kg.links.sheet import Wrong, read_sheet, sheet_text
from kg.links.tally import Joints, States, coverage
from kg.links.tally_text import LinkStatistics
from kg.links.target import target, target_names
from kg.model import Link, LinkState
from kg.pipeline.link_graphs import LINKS
from kg.pipeline.linking import Linking, link, links_in, own_triples
from kg.store import LineSpool

_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


class Imported(NamedTuple):
    """What became of a table that somebody filled in."""

    decided: int
    """Decisions that are new."""
    wrong: tuple[Wrong, ...]
    linking: Linking


def linked_graph(path: str | Path) -> Path:
    """Return the file of the graph that a folder, a graph file or a `links.ttl` means.

    Raises:
        InputError: it has no links.
    """
    named = Path(path)
    file = graph_file(named.parent if named.name == LINKS else named)
    if file.path is None or not file.path.with_name(LINKS).is_file():
        raise InputError(f"{path} has no {LINKS}: `kg link` writes it", source=str(path))
    return file.path


def candidates(path: str | Path, *, targets: Iterable[str] = (), state: LinkState = "candidate") -> list[Candidate]:
    """Return the links of a graph that wait for a decision, in the order of a review.

    Args:
        path: the folder, the graph, or its links.
        targets: links to these only; without any, to all.
        state: of the links; another one than `candidate` is for looking at a decision again.

    Raises:
        InputError: there are no links, or a file cannot be read.
    """
    wanted = frozenset(targets)
    found = _candidates(path, lambda one: one.state == state and (not wanted or one.target in wanted))
    if state != "candidate":
        return found
    decisions = Decisions.read(linked_graph(path).with_name(FILE))
    return [one for one in found if decisions.state(one.link, one.recognised) is None]


def _candidates(path: str | Path, wanted: Callable[[Link], bool]) -> list[Candidate]:
    file = linked_graph(path)
    with tempfile.TemporaryDirectory(prefix="scholarkg-") as folder:
        work = Path(folder)
        links = in_order(one for one in links_in(file.with_name(LINKS), work) if wanted(one))
        subjects = {one.subject for one in links}
        entities = Entities(work)
        entities.add(own_triples(statements(GraphFile(file))))
        ours = {entity.iri: entity for entity in entities if entity.iri in subjects} if links else {}
    return [Candidate(one, ours.get(one.subject)) for one in links]


def review(path: str | Path, found: list[Candidate]) -> Review:
    """Return a walk through candidates whose decisions go beside the graph."""
    return Review(found, Ledger(linked_graph(path).with_name(FILE)))


def finish(path: str | Path) -> Linking:
    """Write `links.ttl` anew, with all decisions."""
    return link(linked_graph(path), targets=())


def export_sheet(found: Iterable[Candidate], out: str | Path) -> None:
    """Write candidates as a table to fill in.

    Raises:
        UsageError: it cannot be written.
    """
    with destination(out) as stream:
        stream.writelines(line.encode() for line in sheet_text(found))


def import_sheet(path: str | Path, sheet: str | Path) -> Imported:
    """Take the decisions of a table that was filled in, and write `links.ttl` anew; wrong rows are left out and told.

    Raises:
        InputError: the table cannot be read, or has not the columns.
    """
    text = _text(Path(sheet))
    ledger = linked_graph(path).with_name(FILE)
    known = {(one.link.target, one.link.subject, one.link.object): one for one in _candidates(path, lambda _: True)}
    read = list(read_sheet(text, known, name=str(sheet)))
    earlier = Decisions.read(ledger)
    made = [each for each in read if not isinstance(each, Wrong)]
    new = [each for each in made if not earlier.says(each)]
    if new:
        Ledger(ledger).add(*new)
    return Imported(len(new), tuple(each for each in read if isinstance(each, Wrong)), finish(path))


def _text(sheet: Path) -> str:
    """Return the text of a table as spreadsheets save it: UTF-8 with or without a mark, UTF-16 with one."""
    try:
        content = sheet.read_bytes()
        encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")
        return content.decode(encoding)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{sheet} cannot be read: {error}", source=str(sheet)) from error


def link_statistics(path: str | Path) -> LinkStatistics:
    """Return how far a graph is linked by target, class and year, and where its links contradict each other.

    Raises:
        InputError: there are no links, or a file cannot be read.
    """
    file = linked_graph(path)
    with tempfile.TemporaryDirectory(prefix="scholarkg-") as folder:
        work = Path(folder)
        entities = Entities(work)
        entities.add(own_triples(statements(GraphFile(file))))
        joints = Joints(LineSpool(work, name="by-theirs"), LineSpool(work, name="by-ours"))
        states: States = {}
        for one in joints.add(links_in(file.with_name(LINKS), work)):
            states.setdefault(one.target, {}).setdefault(one.subject, set()).add(one.state)
        known = {name: target(name) for name in target_names()}
        return LinkStatistics(tuple(coverage(entities, states, known)), tuple(joints.conflicts()))


def export_links(path: str | Path, out: str | Path, form: Form) -> None:
    """Write the links of a graph in another form.

    Raises:
        InputError: there are no links, or a file cannot be read.
        UsageError: the file cannot be written.
    """
    file = linked_graph(path)
    with tempfile.TemporaryDirectory(prefix="scholarkg-") as folder, destination(out) as stream:
        work = Path(folder)
        links = sorted(links_in(file.with_name(LINKS), work), key=lambda one: (one.subject, one.target, one.object))
        stream.writelines(line.encode() for line in _lines(links, form, file, work))


def _lines(links: list[Link], form: Form, file: Path, work: Path) -> Iterator[str]:
    if form == "ntriples":
        return plain_triples(links)
    if form == "quickstatements":
        return wikidata_commands(links)
    by_subject: dict[str, list[Link]] = {}
    for one in links:
        by_subject.setdefault(one.subject, []).append(one)
    entities = Entities(work)
    entities.add(own_triples(statements(GraphFile(file))))
    return openrefine_rows((entity, by_subject.get(entity.iri, [])) for entity in entities)
