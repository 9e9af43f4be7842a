"""The error tree. Reads: nothing. Emits: one base error and its kinds.

::

    KgError
    ├── UsageError      the caller asked for something that does not exist        exit 2
    │   └── QueryError  a query cannot be parsed or run                           exit 2
    ├── InputError      a source or a graph cannot be opened or read              exit 3
    └── EndpointError   a remote endpoint gave no answer that can be used         exit 3
        ├── UnreachableError       no connection, or one that was cut
        ├── EndpointTimeoutError   no connection or no whole answer in time
        ├── RefusedError           an HTTP status, or a redirect, that is no answer
        │   └── RateLimitedError   asked too often, or at a bad time
        ├── MalformedAnswerError   another media type, cut or wrong in its form
        └── AnswerTooLargeError    more bytes than allowed

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

    def __init__(self, message: str, *, source: str = "", line: int | None = None) -> None:
        """Keep the place beside the message."""
        super().__init__(message)
        self.source = source
        self.line = line


class EndpointError(KgError):
    """A remote endpoint gave no answer that can be used.

    `endpoint` is its address, `status` the HTTP status (None before there is one), `query` the SPARQL text that was
    sent; `temporary` says whether the same request may succeed later.
    """

    exit_code = 3

    def __init__(
        self, message: str, *, endpoint: str, query: str = "", status: int | None = None, temporary: bool = False
    ) -> None:
        """Put the address before the message and keep the rest beside it."""
        super().__init__(f"{endpoint}: {message}")
        self.endpoint = endpoint
        self.query = query
        self.status = status
        self.temporary = temporary


class UnreachableError(EndpointError):
    """There is no such host, nobody listens, the certificate is wrong, or the connection was cut."""


class EndpointTimeoutError(EndpointError):
    """No connection, or no whole answer, came in time."""


class RefusedError(EndpointError):
    """An HTTP status that is no answer (4xx, 5xx), or a redirect that must not be followed."""


class RateLimitedError(RefusedError):
    """Asked too often, or at a bad time. `retry_after` is the seconds that the endpoint wants to be left alone."""

    def __init__(
        self, message: str, *, endpoint: str, query: str = "", status: int | None = None, retry_after: float
    ) -> None:
        """Keep the seconds beside the rest."""
        super().__init__(message, endpoint=endpoint, query=query, status=status, temporary=True)
        self.retry_after = retry_after


class MalformedAnswerError(EndpointError):
    """An answer of another media type (a page for people), cut, or wrong in its form."""


class AnswerTooLargeError(EndpointError):
    """An answer of more bytes than allowed; it was not read to its end."""
