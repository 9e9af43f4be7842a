"""Rejects -> rejects.jsonl. Reads: model.Reject. Emits: one object a line, by source and line, each once."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from kg.model import Reject
from kg.store import LineSpool


def write_rejects(rejects: Iterable[Reject], out: BinaryIO, *, work: Path | None = None) -> None:
    """Write rejects sorted by source and first line; `work` is a folder for what does not fit in memory."""
    spool = LineSpool(work, name="rejects")
    spool.add(_sort_lines(rejects))
    out.writelines(line[line.index(b"{") :] for line in spool)


def _sort_lines(rejects: Iterable[Reject]) -> Iterator[bytes]:
    encode = msgspec.json.encode
    for reject in rejects:
        # In JSON form the name holds no line end; `{` can't stand in it, the object begins with the first one.
        source = encode(reject.source).replace(b"{", b"\x00")
        yield b"%b\t%012d\t%b\n" % (source, reject.start_line or 0, encode(reject))
