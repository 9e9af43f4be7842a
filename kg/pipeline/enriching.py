"""A graph -> sources that say more of its things. Reads: a graph, links.ttl, a target. Emits: files in `enrichment/`.

What a service knows of our papers is written as it came, as source documents: `kg build` reads them beside the other
sources and merges them by the same laws. Nothing of the graph itself is changed.
"""

import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import msgspec
from msgspec import Struct

from kg.endpoint import Cache, Endpoint, WebService
from kg.errors import UsageError
from kg.export import destination, graph_file, statements
from kg.links.enrich.enrichment import Enrichment
from kg.links.enrich.fetched import Fetched, Record
from kg.links.enrich.fetching import Answered, AnswerFault, Fetcher, Services
from kg.links.enrich.gaps import Thing, Things
from kg.links.targets.fetch import ENRICHED, Enriched, Fetch
from kg.links.targets.target import Target, target, target_names
from kg.model import Identifier
from kg.pipeline.link_graphs import LINKS
from kg.pipeline.linking import links_in, own_triples
from kg.progress import Progress
from kg.readers.answers import AnswerError, answered, envelope, units
from kg.store import LineSpool
from kg.writers.lock import alone

FOLDER = "enrichment"
"""Beside the graph."""


class Enriching(Struct, frozen=True, kw_only=True):
    """What was fetched."""

    folder: Path
    """Of the source documents."""
    done: tuple[Enrichment, ...]
    files: tuple[Path, ...]
    """The documents of these targets."""
    notes: tuple[str, ...]
    """What went wrong, or was left out."""


def enrich(
    graph: str | Path,
    *,
    targets: Iterable[str],
    missing: frozenset[str] | None = None,
    every: bool = False,
    limit: int | None = None,
    offline: bool = False,
    refresh: bool = False,
    url: str = "",
    endpoint: str = "",
    contact: str | None = None,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> Enriching:
    """Fetch what targets know of the things of a graph, as source documents in the folder `enrichment` beside it.

    Args:
        graph: a file, or a folder with a graph.
        targets: names of targets, or paths of target files.
        missing: ask only for things that lack one of these; None for those that lack what the target has.
        every: ask for things that lack nothing too.
        limit: the most things to ask for that no earlier run asked for.
        offline: take what earlier runs and the cache have, and ask nobody.
        refresh: ask again for what earlier runs had.
        url: the address of a mirror, to ask instead of the service of the one target.
        endpoint: a SPARQL endpoint to ask instead of that of the one target.
        contact: an address of mail or web for those who run the services.
        cache: where answers are kept.
        progress: told how far the work is.

    Raises:
        InputError: the graph or its links cannot be read.
        UsageError: there is no such target, it has no records, another process enriches the graph, or a file cannot be
            written.
    """
    tell = progress or Progress()
    chosen = [_with_records(name) for name in dict.fromkeys(targets)]
    if (url or endpoint) and len(chosen) != 1:
        raise UsageError("--url and --endpoint go with one --target, whose place they take")
    file = graph_file(graph)
    if file.path is None:
        raise UsageError("records are written beside the graph: name its file or folder")
    place, ask = file.path.parent, Services(
        web=partial(WebService, contact=contact, cache=cache),
        sparql=partial(Endpoint, contact=contact, cache=cache),
        url=url, endpoint=endpoint, offline=offline,
    )  # fmt: skip
    done, files, notes = [], list[Path](), list[str]()
    with alone(place, "enrich"), tempfile.TemporaryDirectory(prefix="scholarkg-") as name:
        work = Path(name)
        things = Things(work)
        tell.begin("read")
        things.add(own_triples(statements(file, progress=tell)))
        if (place / LINKS).is_file():
            things.add_links(links_in(place / LINKS, work), map(target, target_names()))
        tell.end("read")
        for one in chosen:
            memory = Fetched(place / FOLDER / f".{one.name}.jsonl", refresh=refresh and not offline)
            fetcher = Fetcher(one, memory, partial(_read, work=work), ask)
            run = Enrichment(one, fetcher, missing=missing, every=every, limit=limit)
            bound = LineSpool(work, name=f"bound-{one.name}")
            for kind in run.kinds():
                stage = f"enrich {one.name} {kind}"
                tell.begin(stage)
                bound.add(_bindings(run.run(kind, things.of_kind(kind), partial(tell, stage)), one))
                tell.end(stage, run.counts[kind].total())
            memory.sift()
            files += _written(place / FOLDER, one, memory, bound, work)
            notes += _notes(one, fetcher)
            done.append(run)
    return Enriching(folder=place / FOLDER, done=tuple(done), files=tuple(files), notes=tuple(notes))


def _with_records(name: str) -> Target:
    found = target(name)
    if not found.enrich:
        some = ", ".join(other for other in target_names() if target(other).enrich)
        raise UsageError(f"{found.name} has no records to fetch: choose of {some}, or add [[enrich]] to its file")
    for fetch in found.enrich:
        for form in fetch.formats:
            if envelope(form) != envelope(fetch.formats[0]):
                raise UsageError(f"{found.name}: records of {' and '.join(fetch.formats)} do not stand in one answer")
    return found


def _read(fetch: Fetch, answer: bytes, *, work: Path) -> list[Answered]:
    try:
        return [Answered(*one) for one in answered(answer, fetch.formats, path=fetch.path, work=work)]
    except AnswerError as error:
        raise AnswerFault(str(error)) from error


def _bindings(things: Iterable[Thing], one: Target) -> Iterator[bytes]:
    """Yield a record of ours for each paper that an accepted link says to be what was fetched.

    The link is what proves that they are one, and a build does not read links: a record that has the identifiers of
    both does.
    """
    asked_by = {fetch.key for fetch in one.enrich}
    for entity, _, _, same in things:
        linked = sorted(known for known in same if known.scheme in asked_by)
        if entity.kind == "paper" and linked:
            line = {
                "source": LINKS,
                "title": entity.name,
                "authors": [author.name for author in entity.authors if author.name],
                "authors_complete": entity.complete and bool(entity.authors),
                "identifiers": [*(Identifier(*key) for key in entity.keys), *linked],
            }
            yield msgspec.json.encode(line) + b"\n"


def _notes(one: Target, fetcher: Fetcher) -> Iterator[str]:
    for error, times in sorted(fetcher.errors.items()):
        yield f"{one.name}: {times:,} x {error}; `kg enrich` again asks only for what is missing"
    if fetcher.unasked:
        yield f"{one.name}: {fetcher.unasked:,} records that nobody asked for were left out"


def _names(one: Target) -> dict[tuple[Enriched, str], str]:
    """Return the files of a target by the kind and the format of what stands in them."""
    names = {}
    for kind in ENRICHED:
        forms = sorted({form for fetch in one.enrich if fetch.kind == kind for form in fetch.formats})
        for form in forms:
            told = f"-{form}" if len(forms) > 1 else ""
            names[kind, form] = f"{one.name}-{kind}s{told}{envelope(form).suffix}"
    return names


def _written(folder: Path, one: Target, memory: Fetched, bound: LineSpool, work: Path) -> list[Path]:
    """Write what a target gave, a file for each kind and format; remove files of which nothing is left."""
    names = _names(one)
    forms = {name: form for (_, form), name in names.items()}
    spool = LineSpool(work, name=f"records-{one.name}")
    spool.add(_lines(names, memory.records()))
    written = []
    rows = (msgspec.json.decode(line, type=tuple[str, str, str]) for line in spool)
    for name, some in groupby(rows, key=itemgetter(0)):
        around = envelope(forms[name])
        with destination(folder / name) as out:
            out.write(around.head.encode())
            out.writelines(f"{unit}\n".encode() for _, _, unit in some)
            out.write(around.tail.encode())
        written.append(folder / name)
    lines = iter(bound)
    first = next(lines, None)
    if first is not None:
        with destination(folder / f"{one.name}-links.jsonl") as out:
            out.write(first)
            out.writelines(lines)
        written.append(folder / f"{one.name}-links.jsonl")
    for path in (folder / name for name in [*forms, f"{one.name}-links.jsonl"]):
        if path not in written:
            path.unlink(missing_ok=True)
    return written


def _lines(names: dict[tuple[Enriched, str], str], records: Iterable[Record]) -> Iterator[bytes]:
    """Yield what stands in the files, each unit with the name of its file and what it is sorted by."""
    for record in records:
        name = names.get((record.kind, record.format))
        found = units(record.format, record.raw)
        if name is not None:  # a format that the target file has no more
            yield from (
                msgspec.json.encode([name, "" if name.endswith(".nt") else min(record.keys), unit]) + b"\n"
                for unit in found
            )
