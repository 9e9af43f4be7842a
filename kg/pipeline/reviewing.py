"""A linked graph -> its review. Reads: links.ttl, the graph, decisions. Emits: candidates, decisions, counts."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Final, NamedTuple, TextIO

import msgspec

from kg.errors import InputError
from kg.export import GraphFile, destination, graph_file, statements
from kg.links.decisions.decision import FILE, Decision, Decisions
from kg.links.decisions.ledger import Ledger
from kg.links.decisions.rows import Wrong
from kg.links.forms.others import Form, openrefine_rows, plain_triples, wikidata_commands
from kg.links.ours.entities import Entities, Entity
from kg.links.review.candidates import Candidate, Candidates, is_alone, place_of
from kg.links.review.sheet import Filled, LinkKey, sheet_decisions, sheet_rows, sheet_text
from kg.links.review.walk import Review
from kg.links.statistics.tally import Joints, States, coverage
from kg.links.statistics.text import LinkStatistics
from kg.links.targets.target import target, target_names
from kg.model import Link, LinkState
from kg.pipeline.link_graphs import LINKS
from kg.pipeline.linking import Linking, link, links_in, own_triples
from kg.store import LineSpool

_TITLES: Final = 3
"""Papers of a person that a reviewer is shown."""
_AT_ONCE: Final = 1_000
"""Decisions of a table that are written together."""
_BOMS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


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


@contextmanager
def candidates(
    path: str | Path, *, targets: Iterable[str] = (), state: LinkState = "candidate"
) -> Iterator[Candidates]:
    """Give the links of a graph that wait for a decision, in the order of a review.

    Args:
        path: the folder, the graph, or its links.
        targets: links to these only; without any, to all.
        state: of the links; another one than `candidate` is for looking at a decision again.

    Raises:
        InputError: there are no links, or a file cannot be read.
    """
    wanted, file = frozenset(targets), linked_graph(path)
    decisions = Decisions.read(file.with_name(FILE)) if state == "candidate" else Decisions()
    with tempfile.TemporaryDirectory(prefix="scholarkg-") as folder:
        work = Path(folder)
        found = _candidates(file, work, lambda one: one.state == state and (not wanted or one.target in wanted))
        waiting = (one for one in found if decisions.state(one.link, None) is None)
        with Candidates(waiting, work) as kept:
            yield kept


def _candidates(file: Path, work: Path, wanted: Callable[[Link], bool]) -> Iterator[Candidate]:
    """Yield links with their things, in the order of a review; `work` takes what memory does not."""
    known = {name: target(name) for name in target_names()}
    ordered = LineSpool(work, name="ordered")
    encode, decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Candidate).decode
    for links, ours, papers in _with_things(file, work, wanted):
        for one in links:
            found = Candidate(one, ours, papers, is_alone(ours, known.get(one.target)))
            ordered.add([f"{place_of(one)}\t{encode(found).hex()}\n".encode()])
    for line in ordered:
        yield decode(bytes.fromhex(line[line.rindex(b"\t") + 1 : -1].decode()))


def _with_things(
    file: Path, work: Path, wanted: Callable[[Link], bool]
) -> Iterator[tuple[list[Link], Entity | None, tuple[str, ...]]]:
    """Yield the links of each thing, the thing, and titles of a person's papers: lines of one thing sorted together."""
    parts, subjects = LineSpool(work, name="parts"), set[str]()
    encode = msgspec.msgpack.Encoder().encode

    def add(subject: str, mark: str, what: Link | Entity | str) -> None:
        parts.add([f"{subject}\t{mark}{encode(what).hex()}\n".encode()])

    for one in links_in(file.with_name(LINKS), work):
        if wanted(one):
            subjects.add(one.subject)
            add(one.subject, "3", one)
    entities = Entities(work)
    if subjects:
        entities.add(own_triples(statements(GraphFile(file))))
    for entity in entities:
        if entity.iri in subjects:
            add(entity.iri, "1", entity)
        for author in entity.authors:
            if author.agent in subjects and entity.name:
                add(author.agent, "2", entity.name)
    for _, lines in groupby(parts, key=lambda line: line[: line.index(b"\t")]):
        yield _thing(lines)


def _thing(lines: Iterable[bytes]) -> tuple[list[Link], Entity | None, tuple[str, ...]]:
    """Return what the lines of one thing say."""
    links: list[Link] = []
    papers: list[str] = []
    ours = None
    for line in lines:
        start = line.index(b"\t") + 1
        mark, packed = line[start : start + 1], bytes.fromhex(line[start + 1 : -1].decode())
        if mark == b"1":
            ours = msgspec.msgpack.decode(packed, type=Entity)
        elif mark == b"2" and len(papers) < _TITLES:
            papers.append(msgspec.msgpack.decode(packed, type=str))
        elif mark == b"3":
            links.append(msgspec.msgpack.decode(packed, type=Link))
    return links, ours, tuple(papers)


def review(path: str | Path, found: Candidates) -> Review:
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
    file, table = linked_graph(path), Path(sheet)
    earlier, ledger = Decisions.read(file.with_name(FILE)), Ledger(file.with_name(FILE))
    with _opened(table) as lines:
        rows = sheet_rows(lines, name=str(sheet))
        filled = {row.key[:2] for row in rows if isinstance(row, Filled) and not row.waits}
    decided, wrong = 0, list[Wrong]()
    with (
        tempfile.TemporaryDirectory(prefix="scholarkg-") as folder,
        Candidates(_candidates(file, Path(folder), lambda one: (one.target, one.subject) in filled)) as found,
        _opened(table) as lines,
    ):
        places = {(one.link.target, one.link.subject, one.link.object): at for at, one in enumerate(found)}

        def find(key: LinkKey) -> Candidate | None:
            return found[places[key]] if key in places else None

        made = sheet_decisions(sheet_rows(lines, name=str(sheet)), find)
        while some := list(islice(made, _AT_ONCE)):
            wrong += (each for each in some if isinstance(each, Wrong))
            new = [each for each in some if isinstance(each, Decision) and not earlier.says(each)]
            ledger.add(*new)
            decided += len(new)
    return Imported(decided, tuple(wrong), finish(path))


@contextmanager
def _opened(sheet: Path) -> Iterator[TextIO]:
    """Open a table as spreadsheets save it: UTF-8 with or without a mark, UTF-16 with one."""
    try:
        with sheet.open("rb") as file:
            start = file.read(3)
        encoding = next((name for mark, name in _BOMS if start.startswith(mark)), "utf-8")
        with sheet.open(encoding=encoding, newline="") as lines:
            yield lines
    except (OSError, UnicodeError) as error:
        told = f"{sheet} cannot be read: {error}; save it as text with tabs, in UTF-8"
        raise InputError(told, source=str(sheet)) from error


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
