"""The command `kg`. Reads: arguments. Emits: what the stages return, an exit code. One file a command, no logic here.

Exit codes: 0 done, 1 violations were found, 2 bad use, 3 no record could be read or a source cannot be opened.
"""

import argparse
import sys
from collections.abc import Sequence

from kg import __version__
from kg.cli import build, diff, enrich, export, formats, link, patch, query, read, review, show, stats, validate
from kg.cli.arguments import Parser
from kg.cli.streams import disk_errors, disk_message, leave_stdout, prepare_streams
from kg.errors import KgError, UsageError

_COMMANDS = (read, build, validate, query, show, link, enrich, review, export, stats, diff, patch, formats)
_EPILOG = "examples:\n  kg build examples\n  kg query --list\n  kg show Wasserstein GAN\n\nmore: kg COMMAND --help"
_STOPPED = 130
"""What a shell calls the exit code of a command that Ctrl-C ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    prepare_streams()
    try:
        parsed = _parser().parse_args(arguments)
        code: int = parsed.run(parsed)
        sys.stdout.flush()
    except KgError as error:
        sys.stderr.write(f"kg: {error}\n")
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output has left (`kg read ... | head`): that is no failure of ours.
        leave_stdout()
        return 0
    except disk_errors() as error:
        leave_stdout()
        sys.stderr.write(f"kg: {disk_message(error)}\n")
        return UsageError.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("\nkg: stopped\n")
        return _STOPPED
    return code


def _parser() -> Parser:
    top = Parser(
        prog="kg",
        description="Turn descriptions of scholarly papers into a merged, validated, queryable RDF graph.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"scholarkg {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)
    for command in _COMMANDS:
        command.add(commands)
    return top
