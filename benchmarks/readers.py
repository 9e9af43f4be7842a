"""How fast each reader is, beside decoding alone. Reads: samples. Prints: a table, versions, memory at two sizes.

    python benchmarks/readers.py 20 [--format NAME] [--samples FOLDER]

The input of a format is blown up from the sources that it recognises, of a folder of samples or else of its test cases,
to so many megabytes: DOIs, identifiers of OpenAlex, citation keys and the capitalized words of names and titles differ
in each copy, so that nothing that a reader remembers helps it more than in life. JSON becomes one record a line, XML
one file of many records. Decoding alone is: typed msgspec decoding of each line (with the reader's own types), lxml's
iterparse doing nothing, csv.reader, lxml's HTML parser, splitting BibTeX into fields. Reader and
decoding run in one process, in turn, each five times; the best counts. Times are those of the processor
(`time.process_time`), which other work on the machine changes less than it does the clock's.

Where there is no sample of usual records, they are invented (`invented.py`): a row of its own each.
"""

import argparse
import csv
import html
import importlib
import json
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from invented import INVENTED, write_invented
from lxml import etree

from kg.errors import KgError
from kg.model import Reject
from kg.readers import Place, Source, open_source, read_source
from kg.readers.bibtex.syntax import entries
from kg.readers.formats import FORMATS, format_of
from kg.readers.openalex.works import Work
from kg.readers.source import beginning

ROOT = Path(__file__).parents[1]
ROUNDS = 5
XML = frozenset({"acl", "arxiv", "datacite-xml", "dblp", "jats", "oai", "pubmed", "tei"})
TABLES = frozenset({"opencitations", "table"})
_INVENTED_ONLY = frozenset({"arxiv-snapshot", "html", "records", "semantic-scholar"})
"""Of these there are but odd cases, written to go wrong."""
_NO_ROWS = frozenset({"rdf", "references"})
"""A graph is no row of records; printed references have a benchmark of their own."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"(?<![\w&/.:#@\"<\\-])([A-Z][a-z]{3,})(?![\w/.:@\">=])")
_DOI = re.compile(r"(10\.\d{4,9}/)(?=[\w(])")
_WORK = re.compile(r"(openalex\.org/W)(?=\d)")
_KEY = re.compile(r"^(\s*@\w+\s*\{\s*)([^,\s{}]+),", re.MULTILINE)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\w+);)(\w+);")
_LISTS = ("results", "items", "data", "bibjson")


class IndexedWork(Work, gc=False):
    """A work of OpenAlex with the index that its abstract is read from."""

    abstract_inverted_index: dict[str, list[int]] | None = None  # type: ignore[assignment]


class Measure(NamedTuple):
    """What one reader takes for one file."""

    megabytes: float
    records: int
    rejects: int
    seconds: float
    alone: float | None
    peak: float
    """Megabytes of memory at the most."""


def samples(folder: Path | None, name: str | None) -> dict[str, list[str]]:
    """Return the texts of sources, by the name of the format that recognises them; cases where there is no sample."""
    cases = sorted((ROOT / "tests" / "readers").glob("*/cases/*/source.*"))
    found: dict[str, list[str]] = {}
    for paths in (sorted(folder.rglob("*")) if folder is not None else [], cases):
        known = set(found)
        for path in paths:
            try:
                source = open_source(Place(str(path), by_hand=True), path.name, Path(tempfile.gettempdir()))
                form = format_of(beginning(source)).name
            except (KgError, OSError):
                continue
            plain = not (
                source.stray_bytes or source.binary or source.size != source.size_on_disk or path.suffix == ".gz"
            )
            if form not in known and name in (None, form) and plain and form not in _NO_ROWS:
                with path.open(encoding=source.encoding) as file:
                    found.setdefault(form, []).append(file.read())
    return {form: [text for text in texts if _sign(text) == _sign(texts[0])] for form, texts in found.items()}


def _sign(text: str) -> bool:
    """Return whether a source is XML: a format that is written as XML and as JSON is measured as one of them."""
    return text.lstrip("\ufeff \r\n\t").startswith("<")


def blown_up(form: str, texts: list[str], size: int, path: Path) -> None:
    """Write a file of at least so many bytes."""
    pieces = list(_pieces(form, texts))
    begin, end = (
        ("<set>\n", "</set>\n") if form in XML else (texts[0].split("\n")[0] + "\n" if form in TABLES else "", "")
    )
    with path.open("w", encoding="utf-8") as file:
        file.write(begin)
        written, copy = 0, 0
        while written < size:
            for piece in pieces:
                text = _varied(piece, copy) + "\n"
                file.write(text)
                written += len(text)
            copy += 1
        file.write(end)


def _pieces(form: str, texts: list[str]) -> Iterator[str]:
    if form in TABLES:
        yield from texts[0].split("\n")[1:]
        return
    for text in texts:
        if form in XML:
            body = re.sub(r"<\?xml.*?\?>|<!DOCTYPE(?:[^\[>]|\[.*?\])*>", "", text, flags=re.DOTALL)
            yield _ENTITY.sub(lambda match: html.unescape(match[0]).replace("&", "&amp;"), body)
        elif text.lstrip("\ufeff \n")[:1] in ("{", "["):
            records = (one for one in _json_records(text) if form != "openalex" or "/W" in str(one.get("id")))
            yield from (json.dumps(one, ensure_ascii=False) for one in records)
        else:
            yield text


def _json_records(text: str) -> Iterator[Any]:
    try:
        whole = [json.loads(text)]
    except ValueError:
        whole = [json.loads(line) for line in text.splitlines() if line.startswith("{") and line.endswith("}")]
    for one in whole:
        held = one.get("message", one) if isinstance(one, dict) else one
        inner = (
            next((held[key] for key in _LISTS if isinstance(held.get(key), list)), None)
            if isinstance(held, dict)
            else held
        )
        yield from inner if isinstance(inner, list) else [held]


def _varied(text: str, copy: int) -> str:
    turn = copy % 26
    letters = str.maketrans(_LETTERS, _LETTERS[turn:] + _LETTERS[:turn])
    text = _WORD.sub(lambda match: match[1][0] + match[1][1:].translate(letters), text)
    text = _KEY.sub(lambda match: f"{match[1]}{match[2]}{copy},", text)
    return _WORK.sub(rf"\g<1>{copy + 1}", _DOI.sub(rf"\g<1>c{copy}.", text))


def alone(form: str, path: Path) -> Callable[[], object] | None:
    """Return what decodes the file and does nothing else, if there is a fair one."""
    reader = next(one for one in FORMATS if one.name == form).read
    module = importlib.import_module(reader.__module__)
    held = (getattr(module, name, None) for name in ("_DECODER", "DECODER", "_STRICT"))
    decoder = next(filter(None, held), None)
    if form == "openalex":
        decoder = msgspec.json.Decoder(IndexedWork)
    if isinstance(decoder, msgspec.json.Decoder) and path.is_file() and path.read_bytes()[:1] == b"{":
        return lambda: _decoded(decoder, path)
    ways: dict[str, Callable[[], object]] = {
        "bibtex": lambda: sum(1 for _ in entries(path.open(encoding="utf-8"))),
        "html": lambda: [etree.fromstring(one.read_bytes(), etree.HTMLParser()) for one in path.iterdir()],
        **dict.fromkeys(TABLES, lambda: sum(1 for _ in csv.reader(path.open(encoding="utf-8", newline="")))),
        **dict.fromkeys(XML, lambda: _iterated(path)),
    }
    return ways.get(form)


def _decoded(decoder: msgspec.json.Decoder[Any], path: Path) -> None:
    with path.open("rb") as lines:
        for line in lines:
            try:
                decoder.decode(line)
            except msgspec.DecodeError:  # a value of another type, which the reader mends
                with suppress(ValueError):
                    json.loads(line)


def _iterated(path: Path) -> None:
    for _, element in etree.iterparse(str(path), events=("end",), huge_tree=True, recover=True):
        parent = element.getparent()
        if parent is not None and parent.getparent() is None:
            element.clear()
            del parent[0]


def _best(*runs: Callable[[], object]) -> list[float]:
    """Return the least time that each takes. They take turns, so that a busy moment of the machine meets all."""
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(ROUNDS):
        for run, taken in zip(runs, times, strict=True):
            begun = time.process_time()
            run()
            taken.append(time.process_time() - begun)
    return [min(taken) for taken in times]


def measure(form: str, path: Path) -> Measure:
    """Return what reading a file, or a folder of them, takes, and decoding alone."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    sources = [open_source(Place(str(one), by_hand=True), one.name, one.parent) for one in files]
    counts = [0, 0]

    def read() -> None:
        counts[:] = _counted(sources, form)

    read()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    decode = alone(form, path)
    seconds, *decoding = _best(read, decode) if decode is not None else _best(read)
    return Measure(
        sum(one.size for one in sources) / 1e6, counts[0], counts[1], seconds, next(iter(decoding), None), peak
    )


def _counted(sources: list[Source], form: str) -> list[int]:
    counts = [0, 0]
    for source in sources:
        for one in read_source(source, format_of("", form)):
            counts[isinstance(one, Reject)] += 1
    return counts


def _in_a_process(form: str, path: Path) -> Measure:
    command = [sys.executable, __file__, "0", "--one", str(path), "--format", form]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own command
    return Measure(*json.loads(done.stdout))


class Row(NamedTuple):
    """A row of the table: its name, the format, and what writes so many bytes of it."""

    name: str
    form: str
    write: Callable[[int], Path]

    def shown(self, size: int) -> str:
        """Return the row for a file of a size, with the memory that a quarter of it takes too."""
        small, measured = (self._measured(part) for part in (size // 4, size))
        speed = f"{measured.megabytes / measured.seconds:>8.1f}{measured.records / measured.seconds:>11,.0f}"
        ratio = " " * 19
        if measured.alone:
            ratio = f"{measured.megabytes / measured.alone:>12.0f}{measured.seconds / measured.alone:>7.1f}"
        peaks = ", ".join(f"{one.peak:.0f} at {one.megabytes:.0f} MB" for one in (small, measured))
        return f"{self.name:<23}{measured.records:>9,}{measured.rejects:>8,}{speed}{ratio}  {peaks}"

    def _measured(self, size: int) -> Measure:
        path = self.write(size)
        measured = _in_a_process(self.form, path)
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        return measured


def _rows(texts: dict[str, list[str]], asked: str | None, work: Path) -> Iterator[Row]:
    """Yield the formats of which there are texts, then those whose records are invented."""
    for form in sorted(set(texts) - _INVENTED_ONLY):
        yield Row(form, form, partial(_blown_up_in, work / form, form, texts[form]))
    for name, (form, _) in INVENTED.items():
        if asked in (None, form):
            yield Row(name, form, partial(_invented_in, work / form, name))


def _blown_up_in(path: Path, form: str, texts: list[str], size: int) -> Path:
    blown_up(form, texts, size, path)
    return path


def _invented_in(path: Path, name: str, size: int) -> Path:
    write_invented(name, size, path)
    return path


def _versions(names: Iterable[str]) -> str:
    told = []
    for name in names:
        try:
            told.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(told)


def main() -> None:
    """Print a row a format."""
    parser = argparse.ArgumentParser(description="Readers beside decoding alone.")
    parser.add_argument("megabytes", type=float)
    parser.add_argument("--format")
    parser.add_argument("--samples", type=Path, default=ROOT.parent / "shared" / "samples")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one is not None:
        print(json.dumps(measure(asked.format, asked.one)))
        return
    folder = asked.samples if asked.samples.is_dir() else None
    print(f"Python {platform.python_version()}, {_versions(('scholarkg', 'msgspec', 'lxml', 'pyoxigraph'))}")
    print(
        f"{'format':<23}{'records':>9}{'rejects':>8}{'MB/s':>8}{'records/s':>11}{'alone MB/s':>12}{'ratio':>7}  peak MB"
    )
    with tempfile.TemporaryDirectory() as work:
        for row in _rows(samples(folder, asked.format), asked.format, Path(work)):
            print(row.shown(int(asked.megabytes * 1e6)), flush=True)


if __name__ == "__main__":
    main()
