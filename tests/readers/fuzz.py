"""Mutated sources against every reader: no exception, no hang, bounded memory. Reads: cases. Prints what fails.

    python tests/readers/fuzz.py --seconds 120 [--format NAME] [--seed 7] [--samples FOLDER] [--keep FOLDER]

Each case (`tests/readers/FORMAT/cases/*/source.*`; with `--samples` the files of a folder too) is mutated: bytes
flipped, cut, doubled, nested, moved between sources, replaced by huge fields, entity bombs, deep brackets, packed
bombs. A process of its own reads each mutation; it is killed when it takes longer than `--limit` seconds. What failed
is written to `--keep` and told with the last line of its traceback; the exit code is then 1.
"""

import argparse
import bz2
import gzip
import lzma
import multiprocessing
import random
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError
from kg.readers import Place, open_source, read_source
from kg.readers.formats import format_of
from kg.readers.source import beginning

HERE = Path(__file__).parent
LONGEST = 20.0
"""Seconds for one source."""
MOST_MEGABYTES = 1500
"""Growth of the process that reads, over all it has read."""
_LARGEST_SEED = 200_000
_SCRAPS = (
    b"{", b"}", b"[", b"]", b'"', b"'", b"\\", b",", b":", b";", b"\n", b"\r", b"\t", b"null", b"true", b"-1e999",
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\\ud800", b"\xed\xa0\x80", b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[",
    b"]]>", b"<?", b"&", b"&amp;", b"&x;", b"&#0;", b"&#x110000;", b"@", b"%", b"#", b"$", b"{\\", b"=", b"  - ",
    b"TY  - ", b"ER  - ", b"PMID- ", b" and ", b"10.1234/", b"http://[", b"https://orcid.org/", "é́".encode(),
    "\u202e\u2028\ufeff".encode(), "漢字".encode(), b"9" * 40, b"1e400", b"0000-00-00", b"--",
)  # fmt: skip
_BOMB = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (letter + 1, b"&%c;" % letter * 10) for letter in range(ord("a"), ord("i"))
)


class Failure(NamedTuple):
    """A source that a reader does not bear: its format, its bytes, what happened."""

    form: str
    body: bytes
    reason: str


def seeds(name: str | None = None, samples: Path | None = None) -> dict[str, list[bytes]]:
    """Return the bytes of the cases, by the name of the format that recognises them; `name` is a format or a folder."""
    paths = [(path.parts[-4], path) for path in sorted(HERE.glob("*/cases/*/source.*"))]
    paths += [(path.parent.name, path) for path in sorted(samples.glob("**/*"))] if samples is not None else []
    found: dict[str, list[bytes]] = {}
    with tempfile.TemporaryDirectory() as spool:
        for folder, path in paths:
            if path.is_file() and path.stat().st_size <= _LARGEST_SEED:
                source = open_source(Place(str(path), by_hand=True), path.name, Path(spool))
                form = format_of(beginning(source)).name
                if name in (None, form, folder):
                    found.setdefault(form, []).append(path.read_bytes())
    return found


def mutated(body: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """Return a body in which some bytes are others."""
    for _ in range(dice.choice((1, 1, 2, 4, 9))):
        body = dice.choice(_MUTATIONS)(body, others, dice)[: 4 * _LARGEST_SEED]
    return body


def _slice(body: bytes, dice: random.Random) -> tuple[int, int]:
    at = dice.randrange(len(body) + 1)
    return at, min(len(body), at + dice.choice((0, 1, 1, 2, 7, 40, 400, 4000)))


def _flipped(body: bytes, _: list[bytes], dice: random.Random) -> bytes:
    held = bytearray(body)
    for _count in range(dice.choice((1, 3, 30)) if held else 0):
        held[dice.randrange(len(held))] = dice.randrange(256)
    return bytes(held)


def _cut(body: bytes, _: list[bytes], dice: random.Random) -> bytes:
    at, end = _slice(body, dice)
    return body[:at] + body[end:] if dice.random() < 0.8 else body[:at]


def _doubled(body: bytes, _: list[bytes], dice: random.Random) -> bytes:
    at, end = _slice(body, dice)
    return body[:at] + body[at:end] * dice.choice((2, 2, 3, 50)) + body[end:]


def _scrapped(body: bytes, _: list[bytes], dice: random.Random) -> bytes:
    at, end = _slice(body, dice)
    return body[:at] + dice.choice(_SCRAPS) * dice.choice((1, 1, 2)) + body[end if dice.random() < 0.5 else at :]


def _nested(body: bytes, _: list[bytes], dice: random.Random) -> bytes:
    at, end = _slice(body, dice)
    opens, closes = dice.choice(((b"[", b"]"), (b"{", b"}"), (b'{"a":', b"}"), (b"<a>", b"</a>"), (b"(", b")"),
                                 (b"<sup>", b"</sup>"), (b"{\\'", b"}"), (b"", b"")))  # fmt: skip
    depth = dice.choice((3, 300, 30_000))
    return body[:at] + opens * depth + body[at:end] + closes * (depth - dice.choice((0, 0, 1, depth))) + body[end:]


def _huge(body: bytes, _: list[bytes], dice: random.Random) -> bytes:
    at, _end = _slice(body, dice)
    return (
        body[:at]
        + dice.choice((b"a", b"a ", b"9", b"a, ", b" and ", b"\xc3\xa9", b".", b" ", b"\n", b"&lt;")) * 50_000
        + body[at:]
    )


def _moved(body: bytes, others: list[bytes], dice: random.Random) -> bytes:
    other = dice.choice(others)
    at, end = _slice(other, dice)
    place = dice.randrange(len(body) + 1)
    return body[:place] + other[at:end] + body[place:]


def _bombed(body: bytes, _: list[bytes], dice: random.Random) -> bytes:
    at = dice.choice((0, dice.randrange(len(body) + 1)))
    place = dice.randrange(len(body) + 1)
    whole = body[:place] + b"&i;" * dice.choice((1, 2000)) + body[place:]
    return whole[:at] + _BOMB + b"]>" + whole[at:]


def _gzipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def _packed(body: bytes, _: list[bytes], dice: random.Random) -> bytes:
    pack: Callable[[bytes], bytes] = dice.choice((_gzipped, bz2.compress, lzma.compress))
    whole = pack(body + dice.choice((b"", b" ", b"a", b"[")) * dice.choice((1, 1_000_000)))
    return whole if dice.random() < 0.5 else _flipped(whole, [], dice)


_MUTATIONS = (_flipped, _cut, _doubled, _scrapped, _scrapped, _nested, _huge, _moved, _bombed, _packed, _cut, _scrapped)


def _read_all(asked: Connection, told: Connection, form: str, folder: str) -> None:
    """Read the sources whose paths are asked for; tell what was raised, and how much memory was ever taken."""
    path = Path(folder, "source")
    while asked.recv():
        try:
            source = open_source(Place(str(path), by_hand=True), "source", Path(folder))
            for _ in read_source(source, format_of("", form)):
                pass
            reason = ""
        except InputError:  # a damaged file that its packing tells: whoever named it is told
            reason = ""
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            reason = traceback.format_exc()
        told.send((reason, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


class _Reader:
    """A process that reads sources of one format, and is made anew when it hangs or dies."""

    def __init__(self, form: str, folder: str) -> None:
        self._form, self._folder = form, folder
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("fork")
        theirs, self._asked = context.Pipe(duplex=False)
        self._told, ours = context.Pipe(duplex=False)
        self._process = context.Process(target=_read_all, args=(theirs, ours, self._form, self._folder), daemon=True)
        self._process.start()
        ours.close()
        self._least = 0.0

    def read(self, body: bytes, limit: float) -> str:
        """Return why the reader does not bear a source; an empty text if it does."""
        Path(self._folder, "source").write_bytes(body)
        self._asked.send(1)
        if not self._told.poll(limit):
            self.stop()
            self._start()
            return f"no end within {limit:.0f} seconds"
        try:
            reason, megabytes = self._told.recv()
        except EOFError:
            self._start()
            return "the process died"
        self._least = self._least or megabytes
        if megabytes - self._least > MOST_MEGABYTES and not reason:
            self.stop()
            self._start()
            return f"{megabytes:,.0f} MB"
        return str(reason)

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def fuzz(
    form: str, bodies: list[bytes], *, seconds: float, seed: int, limit: float = LONGEST, least: int = 1
) -> Iterator[Failure | int]:
    """Yield what fails while mutations of `bodies` are read as `form`, at last how many were read, `least` at least."""
    dice, ends, rounds = random.Random(f"{seed} {form}"), time.monotonic() + seconds, 0  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        reader = _Reader(form, folder)
        while rounds < least or time.monotonic() < ends:
            body = mutated(dice.choice(bodies), bodies, dice)
            rounds += 1
            if reason := reader.read(body, limit):
                yield Failure(form, body, reason)
        reader.stop()
    yield rounds


def main() -> int:
    """Fuzz each format for its share of the time."""
    parser = argparse.ArgumentParser(description="Read mutated sources of every format.")
    parser.add_argument("--seconds", type=float, default=120.0, help="for all formats together")
    parser.add_argument("--format", help="one format, or one folder of cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=LONGEST, help="seconds for one source")
    parser.add_argument("--samples", type=Path, help="a folder with more sources")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir(), "kg-fuzz"), help="where failures go")
    asked = parser.parse_args()
    known = seeds(asked.format, asked.samples)
    failed = 0
    for form, bodies in sorted(known.items()):
        for one in fuzz(form, bodies, seconds=asked.seconds / len(known), seed=asked.seed, limit=asked.limit):
            if isinstance(one, int):
                print(f"{form}: {one:,} sources", flush=True)  # noqa: T201 - a command prints
                continue
            failed += 1
            asked.keep.mkdir(parents=True, exist_ok=True)
            path = asked.keep / f"{form}-{asked.seed}-{failed}"
            path.write_bytes(one.body)
            last = one.reason.strip().splitlines()
            print(f"{form}: {last[-1][:300]}\n  {last[-3:-1]}\n  {path}", flush=True)  # noqa: T201 - as above
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
