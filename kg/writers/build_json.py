"""Facts of a run -> build.json. Reads: clock, arguments, versions. Emits: the one file that is not reproducible."""

import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO

import msgspec

_ENGINES = ("msgspec", "pyoxigraph", "pyshacl", "rdflib")


def write_build_json(
    out: BinaryIO,
    *,
    arguments: Iterable[str],
    started: datetime,
    seconds: Mapping[str, float],
    counts: Mapping[str, int],
    files: Mapping[str, int],
) -> None:
    """Write what made this build: when, how long each stage took, by which versions, with what result.

    Args:
        out: where to.
        arguments: of the command; absolute paths keep their last part only, so that the file can be published.
        started: when the build began, with its time zone.
        seconds: stage -> its time.
        counts: what was made, by name.
        files: name -> size in bytes.
    """
    facts = {
        "scholarkg": _version("scholarkg"),
        "python": platform.python_version(),
        "engines": {name: _version(name) for name in _ENGINES},
        "arguments": [public_argument(argument) for argument in arguments],
        "started": started.astimezone(UTC).isoformat(timespec="seconds"),
        "seconds": {stage: round(time, 3) for stage, time in seconds.items()},
        "counts": dict(counts),
        "files": dict(sorted(files.items())),
    }
    out.write(msgspec.json.format(msgspec.json.encode(facts), indent=2) + b"\n")


def public_argument(argument: str) -> str:
    """Return an argument without the folders of an absolute path in it (`/home/me/pages` -> `pages`)."""
    flag, equals, path = argument.partition("=") if argument.startswith("-") else ("", "", argument)
    for flavour in (PurePosixPath, PureWindowsPath):
        if flavour(path).is_absolute() or path.startswith("~"):
            return f"{flag}{equals}{flavour(path).name}"
    return argument


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
