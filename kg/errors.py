"""The error tree. Reads: nothing. Emits: one base error and its three kinds.

::

    KgError
    ├── UsageError      the caller asked for something that does not exist        exit 2
    │   └── QueryError  a query cannot be parsed or run                           exit 2
    └── InputError      a source or a graph cannot be opened or read              exit 3

Bad *records* never raise: they are `kg.model.Reject` rows of a report. These errors are for bad *use* and for
input that is not there at all. Each message says what is wrong and how to repair it.
"""


class KgError(Exception):
    """The base of all errors that this package raises on purpose.

    `exit_code` is what the command line ends with.
    """

    exit_code = 1


class UsageError(KgError):
    """A bad argument: an unknown name, a malformed parameter, two flags that exclude each other."""

    exit_code = 2


class QueryError(UsageError):
    """A query that cannot be parsed or run. `line` and `column` count from 1 and are None where unknown."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        """Keep the place beside the message."""
        super().__init__(message)
        self.line = line
        self.column = column


class InputError(KgError):
    """A source or graph that cannot be opened or read. `source` is its name; `line` counts from 1."""

    exit_code = 3

    def __init__(self, message: str, *, source: str, line: int | None = None) -> None:
        """Keep the place beside the message."""
        super().__init__(message)
        self.source = source
        self.line = line
