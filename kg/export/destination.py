"""A name -> where to write. Reads: the name of a file. Emits: a stream whose bytes appear at once, or not at all."""

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kg.errors import KgError, UsageError
from kg.export.packing import packed

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def destination(name: str | Path | None) -> Iterator[BinaryIO]:
    """Yield a stream for the file `name`, packed as its suffix says; None and `-` are standard output.

    The bytes go to a file beside it that takes its name when the block ends, or vanishes when the block raises. What
    is no plain file (`/dev/null`, a pipe) is written as it comes.

    Raises:
        UsageError: the place is a folder, does not exist or is not writable, or its suffix asks for unknown packing.
        KgError: no space is left.
    """
    if name is None or str(name) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(os.path.realpath(name))  # a link stays a link
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file in it with -o")
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as out:
                yield out
        else:
            with _replacing(path) as out:
                yield out
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise KgError(f"no space is left for {path}: free some, or write to another disk with -o") from error
        raise UsageError(
            f"{path} cannot be written ({error.strerror or error}): make it writable, or choose another place"
        ) from error


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    draft = path.with_name(f".{path.name[:200]}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as out:
            with packed(out, path.name) as plain:
                yield plain
            out.flush()
            os.fsync(out.fileno())
        if path.exists():
            draft.chmod(stat.S_IMODE(path.stat().st_mode))
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
