"""The command `kg`. Reads: arguments. Emits: what the stages return, an exit code. No logic of its own.

Exit codes: 0 done, 1 violations were found, 2 bad use, 3 no record could be read or a source cannot be opened.
"""

import os
import sys
from collections.abc import Sequence

from kg.errors import KgError

_STOPPED = 130
"""What a shell calls the exit code of a command that Ctrl-C ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    from kg.cli.arguments import parser

    try:
        parsed = parser().parse_args(arguments)
        code: int = parsed.run(parsed)
        sys.stdout.flush()
    except KgError as error:
        sys.stderr.write(f"kg: {error}\n")
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output has left (`kg read ... | head`): that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("\nkg: stopped\n")
        return _STOPPED
    return code
