"""The command `kg`. Reads: arguments. Emits: what the stages return, an exit code. No logic of its own.

Exit codes: 0 done, 1 violations were found, 2 bad use, 3 no record could be read or a source cannot be opened.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from kg import __version__
from kg.errors import KgError, UsageError
from kg.model import Finding, Reject
from kg.progress import Progress

_SOURCES = "a file, a folder, a glob, or - for standard input"


class _Parser(argparse.ArgumentParser):
    """A parser whose errors end like all other bad use, with the command that explains."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\nsee: {self.prog} --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="kg",
        description="Turn descriptions of scholarly papers into a merged, validated, queryable RDF graph.",
        epilog="examples:\n  kg build examples\n  kg query --list\n  kg show Yamada",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"scholarkg {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_read(commands)
    return parser


def _command(commands: "argparse._SubParsersAction[_Parser]", name: str, about: str, examples: str) -> _Parser:
    return commands.add_parser(
        name,
        help=about,
        description=about[0].upper() + about[1:] + ".",
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_read(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = _command(
        commands, "read", "print the records of listing pages as JSON lines", "  kg read examples | head -1"
    )
    command.add_argument("sources", nargs="+", metavar="SOURCE", help=_SOURCES)
    command.add_argument("--jobs", type=_jobs, default=1, metavar="N", help="read with N processes (default 1)")
    command.add_argument("--limit", type=_positive, metavar="N", help="stop behind N records")
    command.set_defaults(run=_read)


def _positive(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


def _jobs(text: str) -> int:
    return min(_positive(text), 4 * (os.cpu_count() or 1))


def _read(arguments: argparse.Namespace) -> int:
    from itertools import islice

    from kg.pipeline import read
    from kg.writers.records import record_line

    records = read(
        *arguments.sources, jobs=arguments.jobs, progress=Progress(), on_reject=_tell_reject, on_finding=_tell_finding
    )
    for record in islice(records, arguments.limit):
        sys.stdout.buffer.write(record_line(record) + b"\n")
    return 0


def _tell_reject(reject: Reject) -> None:
    lines = "" if reject.start_line is None else f":{reject.start_line}-{reject.end_line}"
    sys.stderr.write(f"kg: {reject.source}{lines}: not read: {reject.reason}; {reject.repair}\n")


def _tell_finding(finding: Finding) -> None:
    sys.stderr.write(f"kg: {finding.severity}: {finding.message}; {finding.repair}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        parsed = _parser().parse_args(arguments)
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
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
