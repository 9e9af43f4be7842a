"""Files of names of the ACL Anthology -> persons. Reads: YAML. Emits: PersonAuthority, Reject.

Both files that the Anthology has had: `name_variants.yaml`, a list of entries with `canonical` and `variants`, and
`people.yaml`, which maps a person's id to `names`, the first one of which is the name they go by. Read: names, in other
scripts too, the id, the ORCID iD.

An entry that is broken costs that entry only; those with tags, anchors or aliases, or deeper than any real one, are
refused (`yaml_entries`).

Left out: `similar` (ids of other persons, who are just not this one), `comment`, `degree`, whether names are matched.
"""

import re
from collections.abc import Iterator, Mapping

from kg.identifiers import person_identifier
from kg.model import Identifier, Name, PersonAuthority, Reject
from kg.readers.acl.names import in_script, name_of, script_tag
from kg.readers.rejected import Run
from kg.readers.source import Source, lines
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.yaml_entries import Entry, RefusedError, Value, yaml_entries
from kg.readers.unread import noted

_REPAIR = (
    "write it as the Anthology does: `- canonical: {first: Ann, last: Lee}` and `variants`, or `names` below the id"
)
_NAME = r"(?:\{\s*)?(?:first|last|script)\s*:"
_VARIANTS = re.compile(rf"^ *- +(?:[a-z_]+: .*\n +)*canonical:\s*{_NAME}", re.MULTILINE)
_PEOPLE = re.compile(rf"^[a-z0-9][a-z0-9-]*:\n(?:  .*\n)*?  names:\n *- +{_NAME}", re.MULTILINE)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as one of the two files."""
    text = beginning.lstrip("\ufeff")
    return not text.startswith(("{", "[", "<")) and (_VARIANTS.search(text) or _PEOPLE.search(text)) is not None


def read_people(source: Source) -> Iterator[PersonAuthority | Reject]:
    """Yield the persons of a source in its order."""
    index = 0
    empty = True
    for entry in yaml_entries(lines(source), source.name):
        empty = False
        try:
            person = _person(entry, source, index + 1)
        except RefusedError as error:
            yield entry.run.reject(str(error), _REPAIR)
        else:
            index += 1
            yield person
    if empty:
        yield Run(source.name, 1).reject("there is no entry in it", _REPAIR)


def _person(entry: Entry, source: Source, index: int) -> PersonAuthority:
    key, fields = _fields(entry.value())
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
    raise RefusedError("no entry of a person: neither fields behind a dash nor fields below an id")


def _names(fields: Mapping[str, Value]) -> list[tuple[Name, str]]:
    """Return all names, the one the person goes by first, each with the tag of its script if that is told."""
    canonical, variants, names = fields.get("canonical"), fields.get("variants"), fields.get("names")
    listed = [canonical, *(one for group in (variants, names) if isinstance(group, list) for one in group)]
    read = [name for one in listed if isinstance(one, dict) and (name := _name(one)) is not None]
    if not read or (names is None and not isinstance(canonical, dict)):
        raise RefusedError("an entry without a name: neither `canonical` nor `names`")
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
