"""Answers that were had before. Reads and emits: one SQLite file of bodies, each with its media type and time.

An entry is written whole or not at all, and only after its answer was found good. Whoever asks for the same thing at
the same endpoint within the lifetime gets it from here.
"""

import hashlib
import json
import os
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError

DAY = 86_400.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers "
    "(key TEXT PRIMARY KEY, endpoint TEXT NOT NULL, media_type TEXT NOT NULL, stored REAL NOT NULL, body BLOB NOT NULL)"
)
_SYSTEM = os.name
_PATIENCE = 20.0  # seconds that a process waits for another one that writes


class Stored(NamedTuple):
    """The body of an answer, unpacked, and its media type."""

    body: bytes
    media_type: str


def user_cache() -> Path:
    """Return the file of answers in the user's folder for what can be had again (XDG, macOS, Windows)."""
    home = Path.home()
    if os.environ.get("XDG_CACHE_HOME"):
        folder = Path(os.environ["XDG_CACHE_HOME"])
    elif sys.platform == "darwin":
        folder = home / "Library" / "Caches"
    elif _SYSTEM == "nt":
        folder = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        folder = home / ".cache"
    return folder / "scholarkg" / "answers.sqlite"


class Cache:
    """Answers on disk; several processes may share one file."""

    def __init__(self, path: Path, *, lifetime: float = DAY, date: Callable[[], float] = time.time) -> None:
        """Name the file, which is made when the first answer is kept.

        Args:
            path: of the file; its folder is made too.
            lifetime: seconds after which an answer is asked for anew.
            date: seconds since 1970.
        """
        self.path = path
        self.lifetime = lifetime
        self._date = date

    def get(self, endpoint: str, query: str, form: str) -> Stored | None:
        """Return the answer if there is a fresh one.

        Raises:
            InputError: the file is no cache, or cannot be read.
        """
        if not self.path.exists():
            return None
        now = self._date()
        with self._opened() as database:
            row = database.execute(
                "SELECT body, media_type FROM answers WHERE key = ? AND stored BETWEEN ? AND ?",
                (_key(endpoint, query, form), now - self.lifetime, now),
            ).fetchone()
            return Stored(zlib.decompress(row[0]), row[1]) if row else None

    def put(self, endpoint: str, query: str, form: str, answer: Stored) -> None:
        """Keep an answer, and drop those whose time is over.

        Raises:
            InputError: the file is no cache, or cannot be written.
        """
        now = self._date()
        row = (_key(endpoint, query, form), endpoint, answer.media_type, now, zlib.compress(answer.body, 1))
        with self._opened() as database:
            database.execute("DELETE FROM answers WHERE stored NOT BETWEEN ? AND ?", (now - self.lifetime, now))
            database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", row)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            database = sqlite3.connect(self.path, timeout=_PATIENCE)
            try:
                with database:
                    database.execute(_TABLE)
                    yield database
            finally:
                database.close()
        except (OSError, sqlite3.Error, zlib.error) as error:
            raise InputError(
                f"the cache {self.path} cannot be used ({error}): delete it, name another file, or ask without it",
                source=str(self.path),
            ) from error


def _key(endpoint: str, query: str, form: str) -> str:
    return hashlib.sha256(json.dumps([endpoint, form, query]).encode()).hexdigest()
