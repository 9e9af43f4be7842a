"""Finished files -> the output folder. Reads: a staging folder. Emits: all files of a build at once, or none.

A build writes into `OUT/.staging-XXXX/`. The commit is one rename: that of the journal, which lists the new files with
their digests and the old files that go. From then on the outcome is the new build, whoever finishes it; before, it is
the old one. Only names in `OUTPUTS` are ever replaced or removed.
"""

import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Literal

import msgspec

from kg.errors import InputError, KgError, UsageError
from kg.writers.lock import OutputLock, is_held

OUTPUTS: Final = frozenset(
    {
        "build.json",
        "graph.jsonld",
        "graph.nq",
        "graph.nt",
        "graph.rdf",
        "graph.trig",
        "graph.ttl",
        "ids.tsv",
        "rejects.jsonl",
        "report.html",
        "report.ttl",
        "report.txt",
        "void.ttl",
    }
)
"""What a build may write. `links.ttl` and `decisions.tsv` are not among them: they outlive builds."""

Rename = Callable[[Path, Path], None]
Recovery = Literal["nothing", "finished", "rolled-back", "busy", "read-only"]

WORK: Final = "work"
"""The name of a folder in the staging folder for spools: it goes when the build ends."""

_STAGES = ".staging-*/"
_JOURNAL = "journal.json"
_OLD = "old-"
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """What a commit does: files to rename into the output folder with their sha256, names to take out of it."""

    publish: dict[str, str]
    withdraw: tuple[str, ...]


@contextmanager
def staging(out: Path, *, rename: Rename = os.replace) -> Iterator[Path]:
    """Yield an empty folder for the files of a build; publish them all when the block ends without an exception.

    A folder `WORK` in it may hold spools. Makes `out` if it is missing, finishes or rolls back what an earlier command
    left, and keeps other builds out. Output files of an earlier build that this one did not write are withdrawn:
    nothing stale stays. When the block raises, the folder is as it was. `rename` is a seam for tests.

    Raises:
        UsageError: `out` is no folder or not writable, another build runs in it, or a file in it has an output's name
            without being a file; the block wrote a file that is no output.
        KgError: no space is left.
    """
    with _readable_failures(out):
        folder = _output_folder(out)
        with OutputLock(folder):
            _settle(folder, rename, discard=True)
            stage = Path(tempfile.mkdtemp(prefix=".staging-", dir=folder))
            try:
                yield stage
                journal = _prepare(stage, folder, rename)
            except BaseException:
                _discard(stage)
                raise
            _carry_out(journal, stage, folder, rename)


def recover(out: Path, *, rename: Rename = os.replace) -> Recovery:
    """Finish the commit that a killed command left in `out`, or remove its unfinished files; return what was done.

    For readers of a graph: costs one look at the folder when nothing is open. `busy`: a build runs there now.
    `read-only`: something is open, and this user may not change it.

    Raises:
        InputError: a file of the open commit is damaged, so that neither the old nor the new build is whole.
    """
    if not out.is_dir():
        return "nothing"
    folder = out.resolve()
    if not any(folder.glob(_STAGES)):
        return "nothing"
    if is_held(folder):
        return "busy"
    try:
        with OutputLock(folder):
            return _settle(folder, rename, discard=False)
    except UsageError:
        return "busy"
    except OSError as failure:
        if failure.errno in _NOT_ALLOWED:
            return "read-only"
        raise


@contextmanager
def _readable_failures(out: Path) -> Iterator[None]:
    """Turn failures of the output's file system into errors that say how to repair."""
    try:
        yield
    except OSError as failure:
        if failure.errno in _NO_SPACE:
            raise KgError(
                f"no space is left for the output folder {str(out)!r}; the output is as it was: "
                "free some space, or build into a folder on another disk with -o"
            ) from failure
        if failure.errno in _NOT_ALLOWED and _inside(failure.filename, out):
            raise UsageError(
                f"the output folder {str(out)!r} is not writable for this user: "
                "change its permissions, or build into another folder with -o"
            ) from failure
        raise


def _inside(name: object, out: Path) -> bool:
    if not isinstance(name, str | bytes | os.PathLike):
        return True
    return Path(os.fsdecode(name)).resolve().is_relative_to(out.resolve())


def _output_folder(out: Path) -> Path:
    """Return the real output folder, made if missing."""
    for part in (out, *out.parents):
        if os.path.lexists(part) and not os.path.isdir(part):  # noqa: PTH112 - Path raises where a name is too long
            what = "a symbolic link to nothing" if part.is_symlink() and not part.exists() else "a file"
            raise UsageError(f"{str(part)!r} is {what}, the output needs a folder there: choose another one with -o")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise UsageError(
            f"the output folder {str(out)!r} can't be made ({failure.strerror}): change what stands above it, "
            "or build into another folder with -o"
        ) from failure
    folder = out.resolve()
    for name in sorted(OUTPUTS):
        if (folder / name).is_dir():
            raise UsageError(f"{str(out / name)!r} is a folder where a file of the output belongs: move it away")
    return folder


def _prepare(stage: Path, folder: Path, rename: Rename) -> Journal:
    """Make the staged files and the journal durable; the journal's rename is the commit."""
    shutil.rmtree(stage / WORK, ignore_errors=True)
    names = sorted(path.name for path in stage.iterdir())
    if unknown := [name for name in names if name not in OUTPUTS]:
        raise UsageError(f"{unknown[0]!r} is no file of a build: writers.publish.OUTPUTS lists those that are")
    digests = {name: _synced_digest(stage / name) for name in names}
    old = tuple(name for name in sorted(OUTPUTS - digests.keys()) if os.path.lexists(folder / name))
    journal = Journal(publish=digests, withdraw=old)
    draft = stage / "journal.draft"
    draft.write_bytes(msgspec.json.encode(journal))
    _sync(draft)
    _sync(stage)
    rename(draft, stage / _JOURNAL)
    return journal


def _carry_out(journal: Journal, stage: Path, folder: Path, rename: Rename) -> None:
    """Do what the journal says and is not done yet; a second time does no harm."""
    _sync(stage)
    for name in journal.publish:
        if (stage / name).exists():
            rename(stage / name, folder / name)
    for name in journal.withdraw:
        if os.path.lexists(folder / name):
            rename(folder / name, stage / f"{_OLD}{name}")
    _sync(folder)
    rename(stage / _JOURNAL, stage / f"{_OLD}{_JOURNAL}")
    _sync(stage)
    _discard(stage)


def _discard(stage: Path) -> None:
    """Remove a stage, its journal first: half a stage must never look like an open commit."""
    with suppress(OSError):
        (stage / _JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(stage, ignore_errors=True)


def _settle(folder: Path, rename: Rename, *, discard: bool) -> Recovery:
    """Finish or remove every stage in `folder`, whose lock is ours; with `discard` give up a damaged commit."""
    outcome: Recovery = "nothing"
    for stage in sorted(folder.glob(_STAGES)):
        if not (stage / _JOURNAL).exists():
            shutil.rmtree(stage)
            outcome = "rolled-back" if outcome == "nothing" else outcome
            continue
        journal = _whole_journal(stage, folder)
        if journal is not None:
            _carry_out(journal, stage, folder, rename)
            outcome = "finished"
        elif discard:
            _discard(stage)
        else:
            raise InputError(
                f"the output in {str(folder)!r} was damaged while it was published: build again", source=folder.name
            )
    return outcome


def _whole_journal(stage: Path, folder: Path) -> Journal | None:
    """Return the journal if it names outputs only and each new file has its digest, staged or published already."""
    try:
        journal = msgspec.json.decode((stage / _JOURNAL).read_bytes(), type=Journal)
    except msgspec.DecodeError:
        return None
    if not OUTPUTS.issuperset([*journal.publish, *journal.withdraw]):
        return None
    for name, digest in journal.publish.items():
        path = stage / name if (stage / name).exists() else folder / name
        if not path.is_file() or _digest(path) != digest:
            return None
    return journal


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _synced_digest(path: Path) -> str:
    if not stat.S_ISREG(path.lstat().st_mode):
        raise UsageError(f"{path.name!r} is no plain file: a build publishes plain files only")
    _sync(path)
    return _digest(path)


def _sync(path: Path) -> None:
    """Force a file or folder to the disk; not every file system can do that for a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as failure:
        if not path.is_dir() or failure.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)
