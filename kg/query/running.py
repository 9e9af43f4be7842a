"""Work -> its result, or an end to waiting. Reads: a function of no arguments. Emits: what it returns.

`pyoxigraph.Store.query` ignores Python's signals and knows no time limit, but it lets other threads run. So the
query runs in a thread of its own and the caller only waits: Ctrl-C and a time limit end the waiting at once. The
thread itself ends with the process; whoever must get its processor back in a long-lived process uses a process.
"""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from kg.errors import QueryError

Result = TypeVar("Result")
_TICK = 0.5  # seconds; a wait without an end cannot be interrupted on Windows


class _Worker(threading.Thread, Generic[Result]):
    """A thread that keeps what the work returned or raised."""

    def __init__(self, work: Callable[[], Result]) -> None:
        super().__init__(daemon=True, name="kg-query")
        self._work = work
        self.results: list[Result] = []
        self.error: BaseException | None = None
        self.done = threading.Event()

    def run(self) -> None:
        try:
            self.results.append(self._work())
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
            self.error = error
        finally:
            self.done.set()


def interruptible(work: Callable[[], Result], *, timeout: float | None = None) -> Result:
    """Return what `work` returns; raise what it raises.

    Args:
        work: is called once, in another thread.
        timeout: seconds after which waiting ends; None for no limit.

    Raises:
        QueryError: the time limit passed.
        KeyboardInterrupt: at once, when the user presses Ctrl-C.
    """
    worker = _Worker(work)
    worker.start()
    left = timeout
    while not worker.done.wait(_TICK if left is None else min(_TICK, max(left, 0))):
        if left is not None:
            left -= _TICK
            if left <= 0:
                raise QueryError(
                    f"the query was not done after {timeout:g} seconds: ask for less (LIMIT, a parameter), "
                    "or give it a longer time limit"
                )
    if worker.error is not None:
        raise worker.error
    return worker.results[0]
