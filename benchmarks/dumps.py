"""How fast dumps are sifted, beside decoding alone. Reads: samples. Prints: a table, memory at two sizes.

    python benchmarks/dumps.py 20 [--row NAME] [--samples FOLDER]

Each dump is sifted for 20,000 invented papers of ours with their authors, a third of them with a DOI, and 5,000
organizations, a third of them with an identifier of ROR. Dumps are samples blown up as for `readers.py`, or invented
(`invented.py`, and below for what that lacks), where one work in a hundred has the title of one of ours. Decoding alone
is: typed msgspec decoding of each line with the reader's own types, lxml's iterparse doing nothing, pyoxigraph's parser
of N-Triples. Both run in one process, three times, one after the other; the best counts, in seconds of the processor.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from invented import write_invented
from pyoxigraph import RdfFormat, parse
from readers import ROOT, alone, blown_up, samples

from kg.links.ours.entities import Author, Entity
from kg.links.targets.target import target
from kg.links.theirs.dump import Keys
from kg.pipeline.dumps import sift
from kg.pipeline.wikidata_dumps import ENTITY
from kg.readers.arxiv.snapshot import Snapshot

ROUNDS = 3
PAPERS = 20_000
BODIES = 5_000
_SHARED = 100
"""One work in so many has a title of ours."""
_STEMS = "bor cal dir fen gul hem jar kil lor mav nel pir qua rem sol tur vex wis yol zan".split()  # noqa: SIM905
_ENDS = "able action ality ance ation ence ication ing ism istic ity ment ology ometry osis ular".split()  # noqa: SIM905
_LANGUAGES = ("en", "de", "fr", "nl", "es", "it", "uk", "ru", "bn", "sv", "pl", "pt")
WIKIDATA = "http://www.wikidata.org/"


class _Inventor:
    """Invents titles and names; `seed` tells ours and theirs apart."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - nothing secret; the same each time

    def word(self) -> str:
        stems = self.random.choices(_STEMS, k=self.random.randint(1, 3))
        return "".join(stems) + self.random.choice(_ENDS)

    def title(self) -> str:
        words = [self.word() for _ in range(self.random.randint(4, 9))]
        middle = self.random.choice(("of", "for", "in", "and", "with"))
        return " ".join((*words[:2], middle, *words[2:])).capitalize()

    def name(self) -> str:
        return f"{self.word()[:6].capitalize()} {self.word().capitalize()}"

    def doi(self) -> str:
        return f"10.{self.random.randint(1000, 9999)}/{self.word()}.{self.random.randint(1, 10**7)}"


def our_papers() -> Iterator[Entity]:
    """Yield 20,000 papers of ours, a third of them with a DOI."""
    one = _Inventor(1)
    for number in range(PAPERS):
        names = [one.name() for _ in range(one.random.randint(1, 5))]
        yield Entity(
            iri=f"https://example.org/id/paper/{number}",
            kind="paper",
            name=one.title(),
            year=2020,
            keys=() if number % 3 else (("doi", one.doi()),),
            authors=tuple(
                Author(at, f"https://example.org/id/person/{name}", name) for at, name in enumerate(names, 1)
            ),
        )


def _works() -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield works of theirs without end: number, title, DOI, authors."""
    one, ours = _Inventor(2), [paper.name for paper in islice(our_papers(), 1000)]
    for number in range(10**9):
        title = ours[number // _SHARED % len(ours)] if number % _SHARED == 0 else one.title()
        yield number, title, one.doi(), [one.name() for _ in range(one.random.randint(1, 5))]


def _snapshot() -> Iterator[str]:
    """Yield lines as the snapshot of arXiv has them, with an abstract of usual length."""
    one = _Inventor(3)
    for number, title, doi, names in _works():
        parts = [[*reversed(name.split(" ", 1)), ""] for name in names]
        paper = {
            "id": f"{1000 + number % 1200:04}.{number % 100_000:05}", "submitter": names[0],
            "authors": ", ".join(names), "title": title, "comments": "12 pages", "journal-ref": None, "doi": doi,
            "categories": "cs.DL cs.IR", "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
            "abstract": "  " + ".\n".join(one.title() for _ in range(14)),
            "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}], "update_date": "2008-11-26",
            "authors_parsed": parts,
        }  # fmt: skip
        yield json.dumps(paper) + "\n"


def _dblp_triples() -> Iterator[str]:
    """Yield N-Triples as dblp publishes them, some twenty of a publication."""
    rdf, schema = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "https://dblp.org/rdf/schema#"
    for number, title, doi, names in _works():
        work = f"<https://dblp.org/rec/journals/inv/{number}>"
        lines = [f"{work} <{rdf}> <{schema}{kind}> ." for kind in ("Publication", "Article", "Entity")]
        lines += [f'{work} <{schema}title> "{title}." .', f"{work} <{schema}doi> <https://doi.org/{doi}> ."]
        lines += [f'{work} <{schema}yearOfPublication> "2019"^^<http://www.w3.org/2001/XMLSchema#gYear> .']
        people = [f"<https://dblp.org/pid/{number % 999}/{at}>" for at, _ in enumerate(names)]
        lines += [f"{work} <{schema}authoredBy> {person} ." for person in people]
        lines += [
            f'{work} <{schema}{word}> "{number}" .' for word in ("pagination", "bibtexType", "publishedIn", "vol")
        ]
        lines += [f"{work} <{schema}{word}> <https://dblp.org/x/{number}> ." for word in ("listedOnTocPage", "primary")]
        lines += [f'{one} <{schema}primaryCreatorName> "{name}" .' for one, name in zip(people, names, strict=True)]
        yield "\n".join(lines) + "\n"


def _entities() -> Iterator[dict[str, Any]]:
    """Yield entities of Wikidata: works with labels in twelve languages, statements with references."""
    for number, title, doi, names in _works():
        told: dict[str, tuple[str, list[Any]]] = {
            "P31": ("wikibase-item", [{"entity-type": "item", "numeric-id": 13442814, "id": "Q13442814"}]),
            "P1476": ("monolingualtext", [{"text": title, "language": "en"}]),
            "P356": ("external-id", [doi.upper()]),
            "P2093": ("string", names),
            "P577": (
                "time",
                [{"time": "+2019-05-01T00:00:00Z", "precision": 11, "calendarmodel": f"{WIKIDATA}Q1985727"}],
            ),
            "P1433": ("wikibase-item", [{"entity-type": "item", "numeric-id": 180445, "id": "Q180445"}]),
            "P2860": (
                "wikibase-item",
                [{"entity-type": "item", "numeric-id": one, "id": f"Q{one}"} for one in range(25)],
            ),
        }
        yield {
            "type": "item", "id": f"Q{number + 1}",
            "labels": {code: {"language": code, "value": title} for code in _LANGUAGES},
            "descriptions": {"en": {"language": "en", "value": "scientific article"}}, "aliases": {},
            "claims": {name: [_statement(name, kind, one) for one in values] for name, (kind, values) in told.items()},
            "sitelinks": {}, "lastrevid": number,
        }  # fmt: skip


def _statement(name: str, kind: str, value: object) -> dict[str, Any]:
    snak = {"snaktype": "value", "property": name, "datavalue": {"value": value, "type": kind}, "datatype": kind}
    stated = {"snaktype": "value", "property": "P248", "datavalue": {"value": {"id": "Q5188229"}, "type": "x"}}
    reference = {"hash": "0" * 40, "snaks": {"P248": [stated]}, "snaks-order": ["P248"]}
    return {"mainsnak": snak, "type": "statement", "id": f"Q1${name}", "rank": "normal", "references": [reference]}


def _wikidata_lines() -> Iterator[str]:
    yield "[\n"
    yield from (json.dumps(entity, ensure_ascii=False, separators=(",", ":")) + ",\n" for entity in _entities())


def _wikidata_triples() -> Iterator[str]:
    for entity in _entities():
        subject = f"<{WIKIDATA}entity/{entity['id']}>"
        for code, label in entity["labels"].items():
            for word in ("http://www.w3.org/2000/01/rdf-schema#label", "http://schema.org/name"):
                yield f'{subject} <{word}> "{label["value"]}"@{code} .\n'
        for name, statements in entity["claims"].items():
            for one in statements:
                value = one["mainsnak"]["datavalue"]["value"]
                thing = f"<{WIKIDATA}entity/{value['id']}>" if isinstance(value, dict) and "id" in value else None
                plain = value.get("text", value.get("time")) if isinstance(value, dict) else value
                yield f"{subject} <{WIKIDATA}prop/direct/{name}> {thing or json.dumps(plain)} .\n"


def _write(pieces: Iterator[str], size: int, path: Path) -> None:
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for piece in pieces:
            written += file.write(piece)
            if written >= size:
                break


def _lines_decoded(decoder: msgspec.json.Decoder[Any], path: Path) -> None:
    with path.open("rb") as lines:
        for line in lines:
            if len(line) > 3:
                decoder.decode(line.rstrip(b",\n"))


def _parsed(path: Path) -> None:
    with path.open("rb") as file:
        for _ in parse(file, format=RdfFormat.N_TRIPLES):
            pass


class Row(NamedTuple):
    """A dump: what it is called, whose it is, what writes so many bytes of it, what decodes it alone."""

    name: str
    target: str
    write: Callable[[int, Path], None]
    alone: Callable[[Path], object]
    suffix: str = ".jsonl"


def rows(folder: Path | None) -> Iterator[Row]:
    """Yield what is measured."""
    for form, whose in (("openalex", "openalex"), ("crossref", "doi"), ("dblp", "dblp"), ("ror", "ror")):
        yield Row(
            form,
            whose,
            lambda size, path, form=form: blown_up(form, _samples(folder, form), size, path),  # type: ignore[misc]
            lambda path, form=form: _called(alone(form, path)),  # type: ignore[misc]
            ".xml" if form == "dblp" else ".jsonl",
        )
    for name, form, whose in (
        ("semantic-scholar, bulk", "semantic-scholar", "semantic-scholar"),
        ("orcid, invented", "orcid", "orcid"),
    ):
        yield Row(
            name,
            whose,
            lambda size, path, name=name: write_invented(name, size, path),  # type: ignore[misc]
            lambda path, form=form: _called(alone(form, path)),  # type: ignore[misc]
        )
    snapshot = msgspec.json.Decoder(Snapshot)
    yield Row("arxiv-snapshot", "arxiv", _writer(_snapshot), lambda path: _lines_decoded(snapshot, path))
    yield Row("dblp, N-Triples", "dblp", _writer(_dblp_triples), _parsed, ".nt")
    yield Row("wikidata, JSON", "wikidata", _writer(_wikidata_lines), lambda path: _lines_decoded(ENTITY, path))
    yield Row("wikidata, N-Triples", "wikidata", _writer(_wikidata_triples), _parsed, ".nt")


@cache
def _samples(folder: Path | None, form: str) -> list[str]:
    return samples(folder, form).get(form, [])


def _writer(pieces: Callable[[], Iterator[str]]) -> Callable[[int, Path], None]:
    return lambda size, path: _write(pieces(), size, path)


def _called(decode: Callable[[], object] | None) -> object:
    return decode() if decode is not None else None


def _best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        run()
        times.append(time.process_time() - begun)
    return min(times)


def measure(row: Row, path: Path, work: Path) -> tuple[float, float, int, float]:
    """Return seconds of sifting, seconds of decoding alone, links, and megabytes of memory at the most."""
    whose, papers = target(row.target), list(our_papers())
    rors = (() if at % 3 else (("ror", f"0{at:06}00"),) for at in range(BODIES))
    bodies = [
        Entity(iri=f"urn:{at}", kind="organization", name=f"University of {at}", keys=keys)
        for at, keys in enumerate(rors)
    ]
    things = [one for one in (*papers, *bodies) if one.kind in whose.sides]
    links = 0

    def sifted() -> None:
        nonlocal links
        keys = Keys(things, whose, frozenset(), papers if "person" in whose.sides else ())
        begun = time.process_time()
        sift(path, keys, whose, work)
        times.append(time.process_time() - begun)
        links = sum(len(found) for _, _, found in keys.links())

    times: list[float] = []
    for _ in range(ROUNDS):
        sifted()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return min(times), _best(lambda: row.alone(path)), links, peak


def _told(row: Row, size: int, folder: Path | None, work: Path) -> str:
    peaks, told = [], ""
    for part in (size // 4, size):
        path = work / f"dump{row.suffix}"
        row.write(part, path)
        command = [sys.executable, __file__, "0", "--row", row.name, "--one", str(path)]
        command += ["--samples", str(folder)] if folder is not None else []
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own command
        seconds, decoding, links, peak = json.loads(done.stdout)
        megabytes = path.stat().st_size / 1e6
        peaks.append(f"{peak:.0f} at {megabytes:.0f} MB")
        told = f"{megabytes / seconds:>8.0f}{megabytes / decoding:>12.0f}{decoding / seconds:>9.0%}{links:>7,}"
        path.unlink()
    return f"{row.name:<24}{told}  {', '.join(peaks)}"


def main() -> None:
    """Print a row a dump."""
    parser = argparse.ArgumentParser(description="Dumps sifted, beside decoding alone.")
    parser.add_argument("megabytes", type=float)
    parser.add_argument("--row")
    parser.add_argument("--samples", type=Path, default=ROOT.parent / "shared" / "samples")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    folder = asked.samples if asked.samples.is_dir() else None
    with tempfile.TemporaryDirectory() as work:
        for row in rows(folder):
            if asked.row not in (None, row.name):
                continue
            if asked.one is not None:
                print(json.dumps(measure(row, asked.one, Path(work))))
                return
            if row.name == (asked.row or "openalex"):
                print(f"{'dump':<24}{'MB/s':>8}{'alone MB/s':>12}{'speed':>9}{'links':>7}  peak MB")
            print(_told(row, int(asked.megabytes * 1e6), folder, Path(work)), flush=True)


if __name__ == "__main__":
    main()
