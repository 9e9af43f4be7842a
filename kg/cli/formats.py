"""`kg formats`: the formats that sources can have. Reads: nothing. Emits: a table."""

import argparse

from kg.cli.arguments import Commands, Parser, new_command


def add(commands: "Commands[Parser]") -> None:
    """Add the command."""
    about = "list the formats that sources can have, in the order in which they are asked"
    command = new_command(commands, "formats", about, "kg formats\nkg read refs.txt --as bibtex")
    command.set_defaults(run=_formats)


def _formats(_: argparse.Namespace) -> int:
    from kg.readers.formats import all_formats, findings_of_plugins

    rows = dict.fromkeys((form.name, form.media_type, package) for form, package in all_formats())
    for name, media_type, package in rows:
        print(f"{name:<18}{media_type:<42}{package}".rstrip())
    for finding in findings_of_plugins():
        print(f"{finding.severity}: {finding.message}; {finding.repair}")
    return 0
