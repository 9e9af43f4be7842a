"""Files of names of the ACL Anthology -> persons. Reads: YAML. Emits: PersonAuthority, Reject.

Both files that the Anthology has had: `name_variants.yaml`, a list of entries with `canonical` and `variants`, and
`people.yaml`, which maps a person's id to `names`, the first one of which is the name they go by. Read: names, in other
scripts too, the id, the ORCID iD.

An entry begins at the margin of the file and is parsed by itself: one that is broken costs that entry only, and one is
in memory at a time. Only the events of the parser are used, so that no tag makes anything, no anchor is resolved, and a
family name such as `No` or `Null` stays text. Entries with tags, anchors or aliases, or deeper than any real one, are
refused.

Left out: `similar` (ids of other persons, who are just not this one), `comment`, `degree`, whether names are matched.
"""

import re
from collections.abc import Iterator, Mapping

import yaml

from kg.identifiers import person_identifier
from kg.model import Identifier, Name, PersonAuthority, Reject
from kg.readers.acl.names import in_script, name_of, script_tag
from kg.readers.rejected import Run
from kg.readers.source import Line, Source, lines
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found
from kg.readers.unread import noted

_LOADER: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 8
_MOST_CHARACTERS = 1 << 18
"""Of one entry. A person with many names has some hundred."""
_REPAIR = (
    "write it as the Anthology does: `- canonical: {first: Ann, last: Lee}` and `variants`, or `names` below the id"
)
_NAME = r"(?:\{\s*)?(?:first|last|script)\s*:"
_VARIANTS = re.compile(rf"^ *- +(?:[a-z_]+: .*\n +)*canonical:\s*{_NAME}", re.MULTILINE)
_PEOPLE = re.compile(rf"^[a-z0-9][a-z0-9-]*:\n(?:  .*\n)*?  names:\n *- +{_NAME}", re.MULTILINE)
_MARGIN = re.compile(r"(?P<indent> *)(?:(?P<dash>-)(?: |\Z)|(?P<key>[^\s#%-][^\s]*|\"[^\"]*\"|'[^']*')\s*:(?:\s|\Z))")
_MARKS = re.compile(r"---(?: *#.*|\s*)\Z|\.\.\.\s*\Z|%|\s*(?:#|\Z)")

Value = str | list["Value"] | dict[str, "Value"]


class _RefusedError(Exception):
    """An entry that is no person's; the message is the reason."""


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as one of the two files."""
    text = beginning.lstrip("\ufeff")
    return not text.startswith(("{", "[", "<")) and (_VARIANTS.search(text) or _PEOPLE.search(text)) is not None


def read_people(source: Source) -> Iterator[PersonAuthority | Reject]:
    """Yield the persons of a source in its order."""
    index = 0
    empty = True
    for entry in _entries(source):
        empty = False
        try:
            person = _person(entry, source, index + 1)
        except _RefusedError as error:
            yield entry.run.reject(str(error), _REPAIR)
        else:
            index += 1
            yield person
    if empty:
        yield Run(source.name, 1).reject("there is no entry in it", _REPAIR)


class _Entry:
    """The lines of one entry, as long as they are not too many."""

    def __init__(self, source: str, start: int) -> None:
        self.run = Run(source, start)
        self.lines: list[str] = []
        self.size = 0

    def add(self, line: Line) -> None:
        """Take the next line."""
        self.run.add(line)
        self.size += line.length or len(line.text) + 1
        if self.size <= _MOST_CHARACTERS:
            self.lines.append(line.text)

    def blank(self) -> None:
        """Take a line that says nothing, so that the lines behind it keep their numbers."""
        if self.lines:
            self.lines.append("")


def _entries(source: Source) -> Iterator[_Entry]:
    """Yield the entries: what begins at the margin of the first one."""
    margin: str | None = None
    entry = _Entry(source.name, 1)
    for line in lines(source):
        if _MARKS.match(line.text):
            entry.blank()
            continue
        start = _MARGIN.match(line.text)
        if margin is None or (start is not None and start["indent"] == margin):
            if entry.size:
                yield entry
            margin = start["indent"] if margin is None and start is not None else margin
            entry = _Entry(source.name, line.number)
        entry.add(line)
    if entry.size:
        yield entry


def _person(entry: _Entry, source: Source, index: int) -> PersonAuthority:
    if entry.size > _MOST_CHARACTERS:
        raise _RefusedError(f"an entry of more than {_MOST_CHARACTERS:,} characters")
    try:
        events = _events("\n".join(entry.lines))
        value = _value(events, _next(events))
        if next(events, None) is not None:
            raise _RefusedError("more than one value")
    except yaml.YAMLError as error:
        raise _RefusedError(f"no YAML: {_told(error, entry.run)}") from None
    key, fields = _fields(value)
    pointer = key or _text(fields, "id")
    found = Found(source, index, Piece(b"", pointer, "set", entry.run.start, entry.run.end), [])
    with noted(fields, f"line {entry.run.start}") as asked:
        names = _names(asked)
        identifiers = tuple(_identifiers(key, asked, found))
    plain = [name for name, tag in names if not tag] or [name for name, _ in names]
    first = plain[0]
    scripts = tuple(dict.fromkeys((tag, name.printed) for name, tag in names if tag and name is not first))
    return PersonAuthority(
        source=source.name,
        source_key=source.sha256[:16],
        index=index,
        format="acl-people",
        pointer=pointer,
        start_line=entry.run.start,
        end_line=entry.run.end,
        name=Name(
            printed=first.printed, given=first.given, family=first.family, suffix=first.suffix,
            identifiers=identifiers, variants=scripts,
        ),
        other_names=tuple(dict.fromkeys(name for name in plain[1:] if name.printed != first.printed)),
        doubts=tuple(found.doubts),
    )  # fmt: skip


def _fields(value: Value) -> tuple[str | None, dict[str, Value]]:
    """Return the id that an entry is filed under, if it is, and its fields."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        return None, value[0]
    if isinstance(value, dict) and len(value) == 1:
        ((key, fields),) = value.items()
        if isinstance(fields, dict):
            return key, fields
    raise _RefusedError("no entry of a person: neither fields behind a dash nor fields below an id")


def _names(fields: Mapping[str, Value]) -> list[tuple[Name, str]]:
    """Return all names, the one the person goes by first, each with the tag of its script if that is told."""
    canonical, variants, names = fields.get("canonical"), fields.get("variants"), fields.get("names")
    listed = [canonical, *(one for group in (variants, names) if isinstance(group, list) for one in group)]
    read = [name for one in listed if isinstance(one, dict) and (name := _name(one)) is not None]
    if not read or (names is None and not isinstance(canonical, dict)):
        raise _RefusedError("an entry without a name: neither `canonical` nor `names`")
    return read


def _name(parts: dict[str, Value]) -> tuple[Name, str] | None:
    first, last, script = (_text(parts, part) for part in ("first", "last", "script"))
    if not (first or last):
        return None
    if script is None or script.lower() == "latn":
        return name_of(first, last), ""
    return Name(printed=in_script(first, last, script), given=first, family=last), script_tag(script)


def _text(fields: Mapping[str, Value], name: str) -> str | None:
    value = fields.get(name)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _identifiers(key: str | None, fields: Mapping[str, Value], found: Found) -> Iterator[Identifier]:
    printed = key or _text(fields, "id")
    if printed is not None:
        if (person := person_identifier("acl", printed)) is not None:
            yield person
        else:
            found.doubt("id", f"{printed[:200]!r} is no identifier of a person in the Anthology; not used")
    orcid = found.identifier("orcid", _text(fields, "orcid"))
    if orcid is not None:
        yield orcid


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield the events of one document, those that only say that something begins or ends left out.

    Raises:
        _RefusedError: there is a tag, an anchor or an alias in it, or it is too deep.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _RefusedError("anchors and aliases have no place in it")
        if getattr(event, "tag", None) is not None:
            raise _RefusedError("tags have no place in it")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _RefusedError(f"deeper than {_DEEPEST} levels")
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
            raise _RefusedError("a field that has no name, or stands twice")
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
        raise _RefusedError("an entry that says nothing")
    return event


def _told(error: yaml.YAMLError, run: Run) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = " ".join(str(getattr(error, "problem", None) or error).split())[:200]
    return f"{problem}, line {min(mark.line + run.start, run.end)}" if mark is not None else problem
