"""Progress of long work on a terminal. Reads: counts. Emits: one line on standard error, rewritten in place."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

_INTERVAL = 0.2
"""Seconds between two lines, so that telling costs nothing."""
Thing = TypeVar("Thing")


class Progress:
    """Tells how far each stage is and, with `verbose`, how long it took. Silent where nobody looks: in a pipe."""

    def __init__(self, *, verbose: bool = False) -> None:
        self._terminal = sys.stderr.isatty()
        self._verbose = verbose
        self._told = 0.0
        self._began: dict[str, float] = {}
        self.seconds: dict[str, float] = {}

    def __call__(self, stage: str, done: int, total: int | None = None, *, share: float | None = None) -> None:
        """Tell that a stage is through with `done` of `total` (None: unknown) things.

        Where the number of things is not known, `share` may say how much of the work is done (0 to 1).
        """
        now = time.monotonic()
        self._began.setdefault(stage, now)
        if self._terminal and (now - self._told > _INTERVAL or done == total):
            self._told = now
            of = "" if total is None else f" of {total:,}"
            passed = max(now - self._began[stage], 1e-3)
            rate = done / passed
            share = done / total if total else share
            left = f", {passed * (1 - share) / share:.0f} s left" if share and share < 1 else ""
            sys.stderr.write(f"\r\x1b[K{stage}: {done:,}{of} ({rate:,.0f}/s{left})")
            sys.stderr.flush()

    def note(self, text: str) -> None:
        """Write one line, in a pipe too: what a user must know before a long wait."""
        sys.stderr.write(f"\r\x1b[K{text}\n" if self._terminal else f"{text}\n")

    def watched(self, stage: str, things: Iterable[Thing], total: int | None = None) -> Iterator[Thing]:
        """Yield `things` and tell how many went by; the time of the stage ends with the last one."""
        self.begin(stage)
        done = 0
        for done, thing in enumerate(things, 1):
            self(stage, done, total)
            yield thing
        self.end(stage, done)

    def begin(self, stage: str) -> None:
        """Start the clock of a stage."""
        self._began[stage] = time.monotonic()

    def end(self, stage: str, done: int | None = None) -> None:
        """Stop the clock of a stage; with `verbose`, write its time on a line of its own."""
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - self._began[stage]
        if self._terminal:
            sys.stderr.write("\r\x1b[K")
        if self._verbose:
            count = "" if done is None else f"{done:,}"
            sys.stderr.write(f"{stage:<20} {count:>12} {self.seconds[stage]:8.2f} s\n")
        sys.stderr.flush()
