"""Work -> its answer, piece by piece, or an end to waiting. Reads: a function of no arguments. Emits: what it returns.

`pyoxigraph.Store.query` ignores Python's signals and knows no time limit, but it lets other threads run. So a query
runs elsewhere, hands its rows over in batches, and the caller only waits: Ctrl-C and a time limit end the waiting at
once. With a time limit "elsewhere" is a process forked from this one, which shares the store and is killed when time
is over; without a limit, and where a process cannot be forked, it is a thread, which ends with the process.
"""

import os
import queue
import sys
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from kg.errors import QueryError
from kg.query.engines import Answer, Table
from kg.query.rows import Row

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Work = Callable[[], Answer]
BATCH = 1_000  # rows that are handed over at once
_WAITING = 8  # batches that are made before the reader comes for them
_STACK = 256 << 20  # bytes, of which a system gives only what is used
_TICK = 0.5  # seconds; a wait without an end cannot be interrupted on Windows


class OutOfTimeError(QueryError):
    """The time limit passed before the answer was there."""


class Patience:
    """The time that a query may take; None for as long as it takes."""

    def __init__(self, seconds: float | None) -> None:
        """Start the time."""
        self._seconds = seconds
        self._end = None if seconds is None else time.monotonic() + seconds

    def left(self) -> float | None:
        """Return the seconds that are left.

        Raises:
            OutOfTimeError: none are.
        """
        if self._end is None:
            return None
        left = self._end - time.monotonic()
        if left <= 0:
            raise OutOfTimeError(f"the query was not done after {self._seconds:g} seconds")
        return left


class Message(NamedTuple):
    """What a worker says: `table` with columns, `rows` with a batch, `whole` with an answer, `error`, and `end`."""

    kind: str
    content: object = None


class Channel(Protocol):
    """A worker's messages in order."""

    def next(self, seconds: float | None) -> Message:
        """Return the next message; raise TimeoutError when there is none within `seconds`."""

    def close(self) -> None:
        """End the work, whether it is done or not."""


def said(work: Work) -> Generator[Message, None, None]:
    """Yield what there is to say about a piece of work."""
    try:
        answer = work()
        if not isinstance(answer, Table):
            yield Message("whole", answer)
            return
        yield Message("table", answer.columns)
        rows = iter(answer.rows)
        while batch := list(islice(rows, BATCH)):
            yield Message("rows", batch)
        yield Message("end")
    except GeneratorExit:
        raise
    except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
        # The frames of a traceback hold the engine's iterator, which must not leave its thread.
        error.__cause__ = error.__context__ = None
        yield Message("error", error.with_traceback(None))


class ThreadChannel:
    """A thread that works, and stops between two batches when it is told to."""

    def __init__(self, work: Work) -> None:
        """Begin."""
        self._messages: queue.Queue[Message] = queue.Queue(_WAITING)
        self._stopped = threading.Event()
        try:
            with _deep_stack():
                self._thread(work).start()
        except RuntimeError:  # a system that grants so much, and then has not got it
            self._thread(work).start()

    def _thread(self, work: Work) -> threading.Thread:
        return threading.Thread(target=self._run, args=(work,), daemon=True, name="kg-query")

    def _run(self, work: Work) -> None:
        with closing(said(work)) as messages:  # closed here, as the engine's iterator belongs to this thread
            for message in messages:
                while not self._stopped.is_set():
                    with suppress(queue.Full):
                        self._messages.put(message, timeout=_TICK)
                        break
                if self._stopped.is_set():
                    return

    def next(self, seconds: float | None) -> Message:
        """Return the next message."""
        left = seconds
        while True:
            with suppress(queue.Empty):
                return self._messages.get(timeout=_TICK if left is None else min(_TICK, max(left, 0)))
            if left is not None:
                left -= _TICK
                if left <= 0:
                    raise TimeoutError

    def close(self) -> None:
        """Tell the thread to stop."""
        self._stopped.set()


@contextmanager
def _deep_stack() -> Iterator[None]:
    """Give threads that are started here a deep stack: a thousand patterns in a row are read by recursion."""
    try:
        before = threading.stack_size(_STACK)
    except ValueError:  # more than this system gives
        yield
        return
    try:
        yield
    finally:
        threading.stack_size(before)


class ProcessChannel:
    """A process forked from this one, which is killed when it is not needed any more."""

    def __init__(self, work: Work) -> None:
        """Begin."""
        import multiprocessing  # noqa: PLC0415 - an answer without a time limit must not wait for this import

        context = multiprocessing.get_context("fork")
        self._reader, writer = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_work_apart, args=(work, writer, os.getpid()), daemon=True, name="kg-query"
        )
        with warnings.catch_warnings():
            # Python 3.12 warns where other threads run: ours only wait, and the fork calls nothing but the engine.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        writer.close()

    def next(self, seconds: float | None) -> Message:
        """Return the next message."""
        if not self._reader.poll(seconds):
            raise TimeoutError
        try:
            return cast("Message", self._reader.recv())
        except EOFError:
            return Message("error", QueryError("the query took more memory or stack than there is: ask for less"))

    def close(self) -> None:
        """Kill the process."""
        self._process.kill()
        self._process.join()
        self._reader.close()
        self._process.close()


def _work_apart(work: Work, writer: "Connection", parent: int) -> None:
    """Work in a process of its own, as long as there is somebody to work for."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _report(work, writer)


def _end_with(parent: int) -> None:
    """End this process when the one that it works for is gone: killed, it could not say so."""
    while os.getppid() == parent:
        time.sleep(_TICK)
    os._exit(1)


def _report(work: Work, writer: "Connection") -> None:
    """Send what there is to say; a reader that has left is no failure."""
    with suppress(BrokenPipeError, KeyboardInterrupt):
        for message in said(work):
            writer.send(message)


def can_fork() -> bool:
    """Return whether a worker process can share this one's memory.

    Apple's libraries do not survive it, and a daemonic process of multiprocessing may not have children.
    """
    if sys.platform == "darwin" or not hasattr(os, "fork"):
        return False
    from multiprocessing import current_process  # noqa: PLC0415 - see ProcessChannel

    return not current_process().daemon


def interruptible(work: Work, *, timeout: float | None = None) -> Answer:
    """Return what `work` returns, the rows of a Table as they come; raise what it raises.

    Args:
        work: is called once, elsewhere.
        timeout: seconds of waiting after which the work is ended; None for no limit. What the reader of the rows
            does between two of them does not count.

    Raises:
        OutOfTimeError: the time limit passed; also while rows are read.
        KeyboardInterrupt: at once, when the user presses Ctrl-C.
    """
    channel: Channel = ProcessChannel(work) if timeout is not None and can_fork() else ThreadChannel(work)
    messages = _messages(channel, timeout)
    first = next(messages)
    if first.kind == "table":
        return Table(cast("tuple[str, ...]", first.content), _rows(messages))
    messages.close()
    return cast("Answer", first.content)


def _messages(channel: Channel, timeout: float | None) -> Generator[Message, None, None]:
    left = timeout
    try:
        while True:
            started = time.monotonic()
            message = channel.next(left)
            if left is not None:
                left = max(0.0, left - (time.monotonic() - started))
            if isinstance(message.content, BaseException):
                raise message.content
            if message.kind == "end":
                return
            yield message
    except TimeoutError:
        raise OutOfTimeError(f"the query was not done after {timeout:g} seconds") from None
    finally:
        channel.close()


def _rows(messages: Iterator[Message]) -> Iterator[Row]:
    for message in messages:
        yield from cast("list[Row]", message.content)
