"""A list or a mapping in YAML -> its entries, each by itself. Reads: lines of a source. Emits: Entry, their values.

An entry begins at the margin of the file and is parsed by itself: one that is broken costs that entry only, and one is
in memory at a time. Only the events of the parser are used, so that no tag makes anything, no anchor is resolved, and a
family name such as `No` or `Null` stays text. Entries with tags, anchors or aliases, or deeper than any real one, are
refused.
"""

import re
from collections.abc import Iterable, Iterator

import yaml

from kg.readers.rejected import Run
from kg.readers.source import Line

_LOADER: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 8
MOST_CHARACTERS = 1 << 18
"""Of one entry. A person with many names has some hundred, a work with all its authors some ten thousand."""
_MARGIN = re.compile(r"(?P<indent> *)(?:(?P<dash>-)(?: |\Z)|(?P<key>[^\s#%-][^\s]*|\"[^\"]*\"|'[^']*')\s*:(?:\s|\Z))")
_MARKS = re.compile(r"---(?: *#.*|\s*)\Z|\.\.\.\s*\Z|%|\s*(?:#|\Z)")

Value = str | list["Value"] | dict[str, "Value"]


class RefusedError(Exception):
    """An entry that is none of the wanted ones; the message is the reason."""


class Entry:
    """The lines of one entry, as long as they are not too many."""

    def __init__(self, source: str, start: int) -> None:
        self.run = Run(source, start)
        self.lines: list[str] = []
        self.size = 0

    def add(self, line: Line) -> None:
        """Take the next line."""
        self.run.add(line)
        self.size += line.length or len(line.text) + 1
        if self.size <= MOST_CHARACTERS:
            self.lines.append(line.text)

    def blank(self) -> None:
        """Take a line that says nothing, so that the lines behind it keep their numbers."""
        if self.lines:
            self.lines.append("")

    def value(self) -> Value:
        """Return what stands in it.

        Raises:
            RefusedError: it is too long or too deep, no YAML, several values, or there is a tag or an anchor in it.
        """
        if self.size > MOST_CHARACTERS:
            raise RefusedError(f"an entry of more than {MOST_CHARACTERS:,} characters")
        try:
            events = _events("\n".join(self.lines))
            value = _value(events, _next(events))
            if next(events, None) is not None:
                raise RefusedError("more than one value")
        except yaml.YAMLError as error:
            raise RefusedError(f"no YAML: {_told(error, self.run)}") from None
        return value


def yaml_entries(printed: Iterable[Line], source: str) -> Iterator[Entry]:
    """Yield the entries: what begins at the margin of the first one."""
    margin: str | None = None
    entry = Entry(source, 1)
    for line in printed:
        if _MARKS.match(line.text):
            entry.blank()
            continue
        start = _MARGIN.match(line.text)
        if margin is None or (start is not None and start["indent"] == margin):
            if entry.size:
                yield entry
            margin = start["indent"] if margin is None and start is not None else margin
            entry = Entry(source, line.number)
        entry.add(line)
    if entry.size:
        yield entry


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield the events of one document, those that only say that something begins or ends left out.

    Raises:
        RefusedError: there is a tag, an anchor or an alias in it, or it is too deep.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise RefusedError("anchors and aliases have no place in it")
        if getattr(event, "tag", None) is not None:
            raise RefusedError("tags have no place in it")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise RefusedError(f"deeper than {_DEEPEST} levels")
        if isinstance(event, (yaml.CollectionStartEvent, yaml.CollectionEndEvent, yaml.ScalarEvent)):
            yield event


def _value(events: Iterator[yaml.Event], event: yaml.Event) -> Value:
    """Return what begins with an event; scalars are text, whatever they look like."""
    if isinstance(event, yaml.ScalarEvent):
        return "" if event.value == "~" and not event.style else str(event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        return [_value(events, one) for one in _until(events, yaml.SequenceEndEvent)]
    fields: dict[str, Value] = {}
    for one in _until(events, yaml.MappingEndEvent):
        name = _value(events, one)
        if not isinstance(name, str) or name in fields:
            raise RefusedError("a field that has no name, or stands twice")
        fields[name] = _value(events, _next(events))
    return fields


def _until(events: Iterator[yaml.Event], end: type[yaml.Event]) -> Iterator[yaml.Event]:
    for event in events:
        if isinstance(event, end):
            return
        yield event


def _next(events: Iterator[yaml.Event]) -> yaml.Event:
    event = next(events, None)
    if event is None:
        raise RefusedError("an entry that says nothing")
    return event


def _told(error: yaml.YAMLError, run: Run) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = " ".join(str(getattr(error, "problem", None) or error).split())[:200]
    return f"{problem}, line {min(mark.line + run.start, run.end)}" if mark is not None else problem
