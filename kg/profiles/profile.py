"""What a profile is. Reads: nothing. Emits: Profile, Omission, the table of what each profile carries."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO

from msgspec import Struct

from kg.profiles.entry import FIELDS, Entry


class Omission(Struct, frozen=True, kw_only=True):
    """A paper that a form could not take, or not to the character, and why."""

    iri: str
    reason: str


Write = Callable[[Iterable[Entry], IO[bytes]], Iterator[Omission]]
"""Writes entry by entry while the omissions are drawn from it."""


class Profile(Struct, frozen=True, kw_only=True):
    """A form of other people. What is not in `carries` is lost; `first_only` has a place for one value only."""

    name: str
    suffix: str
    """Of a file, with its dot."""
    media_type: str
    description: str
    carries: frozenset[str]
    """Names of `FIELDS`."""
    first_only: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()
    """Sentences on what is carried in part or otherwise than one may expect."""
    stream: Write

    def write(self, papers: Iterable[Entry], out: IO[bytes]) -> list[Omission]:
        """Write all papers to `out` (UTF-8 bytes) and return what the form could not take."""
        return list(self.stream(papers, out))


def fields(names: str) -> frozenset[str]:
    """Return the fields that are named, divided by blanks.

    Raises:
        KeyError: a name is no field.
    """
    return frozenset(name for name in names.split() if FIELDS[name])


TABLE_START, TABLE_END = "<!-- profiles: generated -->\n", "<!-- end of profiles -->\n"


def table(profiles: Mapping[str, Profile]) -> str:
    """Return the Markdown table of fields by profiles, and the remarks: yes, 1 (the first value only) or nothing."""
    lines = ["| | " + " | ".join(profiles) + " |", "|---|" + ":-:|" * len(profiles)]
    for name, label in FIELDS.items():
        marks = (
            "1" if name in profile.first_only else "yes" if name in profile.carries else ""
            for profile in profiles.values()
        )
        lines.append(f"| {label} | " + " | ".join(marks) + " |")
    lines.append("")
    lines += [
        f"- **{one.name}** (`{one.suffix}`): {one.description}. {' '.join(one.remarks)}" for one in profiles.values()
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"
