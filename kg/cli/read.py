"""`kg read`: sources -> records as JSON lines. Reads: arguments. Emits: lines, an exit code."""

import argparse
import sys
from itertools import islice

from kg.cli.arguments import Commands, Parser, new_command, positive, processes
from kg.model import Authority, Finding, Reject

_SOURCES = "a file, a folder, a glob, or - for standard input"
_EXAMPLES = "kg read examples\nkg read page.txt --limit 1\nkg read - < page.txt\nkg read --unknown refs.bib"


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    about = "print the records of sources as JSON lines"
    command = new_command(commands, "read", about, _EXAMPLES)
    add_sources(command)
    unknown = "print the fields of the sources that nothing reads instead: how often each stands there, where first"
    command.add_argument("--unknown", action="store_true", help=unknown)
    command.set_defaults(run=_read)


def add_sources(command: Parser) -> None:
    """Add what every command that reads sources takes."""
    command.add_argument("sources", nargs="+", metavar="SOURCE", help=_SOURCES)
    command.add_argument("--as", dest="as_format", metavar="FORMAT", help="read every source as this format")
    command.add_argument(
        "--map",
        dest="columns",
        action="append",
        type=_column,
        default=[],
        metavar="COLUMN=FIELD",
        help="what a column of a table means: --map Titel=title",
    )
    jobs = "read with N processes (default 1): several files at once, big files of JSON Lines in parts; same output"
    command.add_argument("--jobs", type=processes, default=1, metavar="N", help=jobs)
    command.add_argument("--limit", type=positive, metavar="N", help="stop behind N records")


def _column(text: str) -> tuple[str, str]:
    column, sign, field = text.rpartition("=")
    if not (sign and column.strip() and field.strip()):
        raise argparse.ArgumentTypeError(f"{text!r} is not COLUMN=FIELD")
    return column.strip(), field.strip()


def _read(arguments: argparse.Namespace) -> int:
    """Print records as JSON lines; what could not be read goes to standard error."""
    from kg.pipeline.reading import read as read_records
    from kg.progress import Progress
    from kg.writers.records import record_line

    if arguments.unknown:
        return _tell_unknown(arguments)
    records = read_records(
        *arguments.sources,
        jobs=arguments.jobs,
        as_format=arguments.as_format,
        columns=arguments.columns,
        progress=Progress(),
        on_reject=_tell_reject,
        on_finding=_tell_finding,
        on_authority=_print_authority,
    )
    for record in islice(records, arguments.limit):
        sys.stdout.buffer.write(record_line(record) + b"\n")
    return 0


def _print_authority(authority: Authority) -> None:
    """Print what a source says of a person or an organization; `authority` tells it from a record."""
    from kg.writers.records import authority_line

    sys.stdout.buffer.write(authority_line(authority) + b"\n")


def _tell_unknown(arguments: argparse.Namespace) -> int:
    from kg.readers.unknown import unread_fields

    for name, rows in unread_fields(arguments.sources, arguments.as_format, arguments.columns).items():
        told = f"{len(rows)} field{'s' * (len(rows) > 1)} that nothing reads" if rows else "every field is read"
        print(f"{name}: {told}")
        for row in rows:
            print(f"  {row.times:>9,}  {row.field:<50}  {row.place}")
    return 0


def _tell_reject(reject: Reject) -> None:
    lines = "" if reject.start_line is None else f":{reject.start_line}-{reject.end_line}"
    sys.stderr.write(f"kg: {reject.source}{lines}: not read: {reject.reason}; {reject.repair}\n")


def _tell_finding(finding: Finding) -> None:
    sys.stderr.write(f"kg: {finding.source}: {finding.severity}: {finding.message}; {finding.repair}\n")
