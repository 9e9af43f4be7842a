"""One build at a time in a folder, or one `kg link`. Reads: `OUT/.staging-lock`. Emits: that file, with its owner.

Plain files only, so that it works the same on every system and over network mounts. A lock whose process is gone (on
this machine: no such process, or one that started later) is stale and is taken over.
"""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from kg.errors import UsageError

LOCK_NAME: Final = ".staging-lock"
_UNREADABLE_FOR = 10.0  # seconds after which a lock file without content is a killed process's


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds a lock: process, its start (empty where the system does not tell), machine."""

    pid: int
    started: str
    host: str


class OutputLock:
    """The right to change an output folder, from `with` to its end."""

    def __init__(
        self, folder: Path, *, name: str = LOCK_NAME, repair: str = "wait for it, or build into another folder with -o"
    ) -> None:
        """Name the lock of `folder`; nothing is taken yet. `repair` is what who finds it taken can do."""
        self._path = folder / name
        self._repair = repair

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            UsageError: another process holds it.
            OSError: the folder is not writable.
        """
        for _ in range(3):
            if _create(self._path, msgspec.json.encode(_this_process())):
                return self
            if _is_held(self._path):
                break
            _remove_stale(self._path)
        owner = _owner(self._path)
        who = f"process {owner.pid} on {owner.host}" if owner else "another process"
        raise UsageError(
            f"{who} is at work in {str(self._path.parent)!r}: {self._repair} "
            f"(if nothing runs there, delete {str(self._path)!r})"
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lock back."""
        self._path.unlink(missing_ok=True)


@contextmanager
def alone(folder: Path, command: str) -> Iterator[None]:
    """Let one process at a time run a command in a folder: what two wrote at once would be that of one.

    Raises:
        UsageError: another process runs it there, or the folder cannot be written to.
    """
    with ExitStack() as held:
        try:
            held.enter_context(OutputLock(folder, name=f".{command}-lock", repair="wait for it"))
        except OSError as error:
            raise UsageError(
                f"{folder} cannot be written to ({error.strerror or error}): choose another place"
            ) from error
        yield


def is_held(folder: Path) -> bool:
    """Return whether a process that is alive, or of another machine, holds the lock of `folder`."""
    return _is_held(folder / LOCK_NAME)


def _is_held(path: Path) -> bool:
    owner = _owner(path)
    if owner is None:
        with suppress(FileNotFoundError):
            return time.time() - path.stat().st_mtime < _UNREADABLE_FOR
        return False
    if owner.host != socket.gethostname():
        return True
    return _is_alive(owner.pid) and owner.started == _start_of(owner.pid)


def _this_process() -> Owner:
    return Owner(pid=os.getpid(), started=_start_of(os.getpid()), host=socket.gethostname())


def _create(path: Path, content: bytes) -> bool:
    """Create `path` with `content` if it does not exist; return whether it did not."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as lock:
        lock.write(content)
    return True


def _remove_stale(path: Path) -> None:
    """Remove a stale lock. Only who creates the breaker file may, so that nobody removes the lock of a successor."""
    breaker = path.with_name(f"{path.name}-breaker")
    if not _create(breaker, b""):
        with suppress(FileNotFoundError):
            if time.time() - breaker.stat().st_mtime > _UNREADABLE_FOR:
                breaker.unlink()
        return
    try:
        if not _is_held(path):
            path.unlink(missing_ok=True)
    finally:
        breaker.unlink(missing_ok=True)


def _owner(path: Path) -> Owner | None:
    with suppress(FileNotFoundError, msgspec.DecodeError):
        return msgspec.json.decode(path.read_bytes(), type=Owner)
    return None


def _is_alive(pid: int) -> bool:
    if os.name != "posix":  # pragma: no cover - there a signal 0 would end the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _start_of(pid: int) -> str:
    """Return the start of a process in clock ticks since boot, empty where there is no `/proc` (proc(5), field 22)."""
    with suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
    return ""
