"""A graph -> links.ttl beside it. Reads: a graph, targets, earlier links, decisions. Emits: links.ttl, SSSOM."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kg import __version__
from kg.endpoint import Cache, Endpoint
from kg.errors import UsageError
from kg.export import GraphFile, Statement, destination, graph_file, statements
from kg.iris import DEFAULT_BASE, Minter
from kg.links.decisions.decision import FILE, Decisions, decided_links, recognised_by
from kg.links.decisions.settling import LinkSpool, decided, settled, withdrawn
from kg.links.forms.linksets import LinksetCounts, count, linkset_triples
from kg.links.forms.sssom import sssom_text
from kg.links.forms.turtle import links_of
from kg.links.ours.entities import Entities
from kg.links.outcomes import Outcomes
from kg.links.run import Run
from kg.links.targets.target import Target, target, target_names
from kg.links.theirs.asking import Asker
from kg.links.theirs.journal import FILE as JOURNAL
from kg.links.theirs.journal import Journal
from kg.mappers import link_triples
from kg.model import Link, LinkState
from kg.pipeline.dumps import sift
from kg.pipeline.link_graphs import LINKS
from kg.pipeline.mappings import mapped
from kg.progress import Progress
from kg.store import TripleSpool, graph_counts, kind_of, sorted_groups
from kg.terms import Triple
from kg.writers.lock import alone
from kg.writers.turtle import write_turtle


class Linking(Struct, frozen=True, kw_only=True):
    """What was linked."""

    output: Path
    """The file of links."""
    outcomes: tuple[Outcomes, ...]
    states: dict[str, int]
    """State -> links in the file, those of other targets too."""
    notes: tuple[str, ...] = ()
    questions: int = 0
    """Queries that endpoints were sent."""
    waited: float = 0.0
    """Seconds that the answers took, with reading them."""


def link(
    graph: str | Path,
    *,
    targets: Iterable[str],
    offline: bool = False,
    endpoint: str | None = None,
    scan: bool | None = None,
    contact: str | None = None,
    cache: Cache | None = None,
    dumps: Iterable[str | Path] = (),
    mappings: Iterable[str | Path] = (),
    sssom: str | Path | None = None,
    progress: Progress | None = None,
) -> Linking:
    """Link a graph to targets and write `links.ttl` beside it; links to other targets stay as they are.

    Args:
        graph: a file, or a folder with a graph.
        targets: names of targets, or paths of target files.
        offline: use the identifiers that the graph holds, and ask nobody.
        endpoint: a SPARQL endpoint to ask instead of that of the one target.
        scan: read the list of all works of an endpoint instead of asking for ours; None for where that is cheaper.
        contact: an address of mail or web for those who run the endpoints.
        cache: where answers are kept.
        dumps: files with what the one target has, in any format that can be read: they are read instead of asking.
        mappings: SSSOM files; what they say is accepted or wrong becomes a decision, the rest are candidates.
        sssom: a file for all links in SSSOM TSV.
        progress: told how far the work is.

    Raises:
        InputError: the graph, the earlier links or the decisions cannot be read.
        UsageError: there is no such target, another process links the graph, or a file cannot be written.
    """
    tell = progress or Progress()
    dumped, said = [Path(dump) for dump in dumps], [Path(mapping) for mapping in mappings]
    chosen = _chosen(targets, alone=endpoint is not None or bool(dumped), scan=scan)
    file = graph_file(graph)
    if file.path is None:
        raise UsageError("links are written beside the graph: name its file or folder")
    place = file.path.parent
    with alone(place, "link"), tempfile.TemporaryDirectory(prefix="scholarkg-") as folder:
        work = Path(folder)
        asking = not offline and any(one.is_asked for one in chosen.values())
        describing = asking or bool(dumped) or bool(said) or (place / FILE).is_file()
        entities, base = _entities(file, work, tell, describing=describing)
        found = LinkSpool(work, name="found")
        runs, askers, missing, remarks = [], list[Asker](), list[str](), list[str]()
        for mapping in said:
            found.add(mapped(mapping, entities, place, remarks.append))
        journal = Journal(place / JOURNAL)
        for one in chosen.values():
            run = Run(entities, one)
            stage = f"link {one.name}"
            tell.begin(stage)
            found.add(run.by_identifiers())
            if dumped:
                keys = run.keys()
                for dump in dumped:
                    sift(dump, keys, one, work, remarks)
                found.add(run.by_dump(keys))
            elif not offline and one.is_asked:
                asker = Asker(one, journal, _client(one, contact, cache), url=endpoint)
                askers.append(asker)
                found.add(run.online(asker, partial(tell, stage), scan=scan))
                remarks += run.notes
                missing += _told(one, asker)
            tell.end(stage, len(run.found))
            runs.append(run)
        final = _final(place, found, runs, entities, work)
        made = _written(place / LINKS, final, runs, chosen, base, work=work, sssom=sssom)
        journal.close(keep=bool(missing) or not chosen)
    return replace(
        made,
        notes=(*remarks, *missing),
        questions=sum(asker.asked for asker in askers),
        waited=sum(asker.seconds for asker in askers),
    )


def _chosen(names: Iterable[str], *, alone: bool, scan: bool | None) -> dict[str, Target]:
    """Return the targets of some names, if the flags go with them."""
    chosen = {found.name: found for found in map(target, names)}
    if alone and len(chosen) != 1:
        raise UsageError("--endpoint and --dump go with one --target, whose endpoint they stand for")
    for one in chosen.values():
        if not one.sides:
            raise UsageError(f"nothing is linked to {one.name}, which only has records: ask for them with kg enrich")
        if scan and not any(side.scan for side in one.sides.values()):
            raise UsageError(f"the target {one.name} does not say how its works are listed: leave --scan out")
    return chosen


def _client(one: Target, contact: str | None, cache: Cache | None) -> Callable[[str], Endpoint]:
    return lambda url: Endpoint(url, contact=contact, cache=cache, interval=one.interval)


def _told(one: Target, asker: Asker) -> list[str]:
    """Return what an endpoint could not answer; the journal is kept for the next run then."""
    return [
        f"{one.name}: {times:,} x {error}; `kg link` again asks only for what is missing"
        for error, times in sorted(asker.errors.items())
    ]


def _entities(file: GraphFile, work: Path, tell: Progress, *, describing: bool) -> tuple[Entities, str]:
    """Return what is to be linked, and what the IRIs of the graph begin with."""
    entities = Entities(work, describing=describing)
    bases: list[str] = []

    def triples(arriving: Iterable[Triple]) -> Iterator[Triple]:
        for triple in arriving:
            if not bases and (kind := kind_of(triple[0])) is not None:
                bases.append(triple[0][1 : triple[0].rindex(f"id/{kind}/")])
            yield triple

    tell.begin("read")
    entities.add(triples(own_triples(statements(file, progress=tell))))
    tell.end("read")
    return entities, bases[0] if bases else DEFAULT_BASE


def own_triples(arriving: Iterable[Statement]) -> Iterator[Triple]:
    """Yield the statements of a graph itself, without those of named graphs, which repeat them by source."""
    return ((subject, predicate, value) for subject, predicate, value, graph in arriving if graph is None)


def _final(place: Path, found: LinkSpool, runs: Iterable[Run], entities: Entities, work: Path) -> LinkSpool:
    """Return the links that the file is to hold: of this run, and of earlier ones what stays."""
    path, decisions = place / LINKS, Decisions.read(place / FILE)
    said = decisions.evidence()
    recognised = {one.iri: told for one in entities if (told := recognised_by(one)) in said} if said else {}
    by_target = {run.target.name: run for run in runs}
    existing = {one.iri for one in entities} if decisions or (by_target and path.is_file()) else set[str]()
    decisions.keep_apart(existing)
    found.add(decided_links(one for one in decisions.all if one.target in by_target and one.subject in existing))
    earlier, agreed, final = (LinkSpool(work, name=name) for name in ("earlier", "agreed", "final"))
    if path.is_file():
        earlier.add(links_in(path, work))
    found.add(one for one in earlier if one.target not in by_target or one.state == "rejected")

    def ours(one: Link) -> str | None:
        return recognised.get(one.subject)

    agreed.add(settled(found, decisions, ours))
    final.add(agreed)

    def is_silent(one: Link) -> bool:
        run = by_target.get(one.target)
        return run is None or (one.subject in existing and run.is_silent(one.subject))

    final.add(decided(one, decisions, ours) for one in withdrawn(earlier, agreed, silent=is_silent))
    return final


def links_in(path: Path, work: Path) -> Iterator[Link]:
    """Yield the links of a file of links; `work` takes what memory does not.

    Raises:
        InputError: the file cannot be read, or a link in it is wrong.
    """
    folder = work / "earlier-triples"
    folder.mkdir()
    spool = TripleSpool(folder)
    spool.add(statement[:3] for statement in statements(GraphFile(path)))
    return links_of(spool.groups(), name=str(path))


def _written(
    path: Path,
    final: LinkSpool,
    runs: Iterable[Run],
    chosen: dict[str, Target],
    base: str,
    *,
    work: Path,
    sssom: str | Path | None,
) -> Linking:
    mint, states = Minter(base), Counter[str]()
    counts: LinksetCounts = Counter()
    by_thing: dict[str, dict[str, set[LinkState]]] = {}
    forms: dict[tuple[str, ...], list[Triple]] = {}  # one link of each shows the namespaces of all
    folder = work / "triples"
    folder.mkdir()
    triples = TripleSpool(folder)
    for one in final:
        states[one.state] += 1
        count(counts, one)
        by_thing.setdefault(one.target, {}).setdefault(one.subject, set()).add(one.state)
        triples.add(made := list(link_triples(one, mint)))
        forms.setdefault((*map(_space, (one.subject, one.object)), one.predicate, one.method, one.state), made)
    known = {name: target(name) for name in target_names()} | chosen
    triples.add(sets := list(linkset_triples(counts, known, mint)))
    namespaces = graph_counts(sorted_groups(chain(sets, *forms.values()))).namespaces
    with destination(path) as out:
        write_turtle(triples.groups(), out, namespaces=namespaces, base=base)
    if sssom is not None:
        with destination(sssom) as out:
            out.writelines(line.encode() for line in sssom_text(final, base=base, version=__version__))
    outcomes = tuple(run.outcomes(by_thing.get(run.target.name, {})) for run in runs)
    return Linking(output=path, outcomes=outcomes, states=dict(sorted(states.items())))


def _space(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#"))]
