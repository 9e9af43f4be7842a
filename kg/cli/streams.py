"""Standard streams and full disks. Reads: the streams of the process, errors. Emits: streams that can be written to."""

import contextlib
import io
import os
import sys

_FULL = ("disk is full", "disk i/o", "unable to open database", "readonly database")


def prepare_streams() -> None:
    """Make standard output and error bear every text, also where they are closed or of another encoding.

    Standard input that is closed is an empty one.

    What goes into a file or a pipe is UTF-8; a terminal of another encoding gets escapes for what it cannot show.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - lives as long as we do
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller, as with `>&-`
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - lives as long as we do
        elif isinstance(stream, io.TextIOWrapper) and not _is_utf8(stream.encoding):
            if stream.isatty():
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8")


def _is_utf8(encoding: str) -> bool:
    return encoding.lower().replace("-", "").replace("_", "") == "utf8"


def leave_stdout() -> None:
    """Write nothing more to standard output: nobody reads it, or it is full."""
    with contextlib.suppress(OSError, ValueError):  # it has no number where a test holds it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def disk_errors() -> tuple[type[Exception], ...]:
    """Return the errors that a full or broken disk raises; asked for only when an error was raised."""
    import sqlite3

    return OSError, sqlite3.OperationalError


def disk_message(error: Exception) -> str:
    """Return what is wrong with the disk, and what repairs it.

    Raises:
        Exception: the error itself, if it does not come from a disk.
    """
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if isinstance(error.filename, str) else ""
        return f"{where}{error.strerror}; make room, or check the permissions, and run the command again"
    if any(sign in str(error).lower() for sign in _FULL):
        return f"{error}; make room where the output is written, and run the command again"
    raise error
