"""CSL-YAML -> records. Reads: lists of references as pandoc and Better BibTeX write them. Emits: Record, Reject.

A list, or `references:` with a list below it, alone or at the head of a document in Markdown. An entry is what the same
work would be in CSL-JSON and is read like it; one that is broken costs that entry only. Pandoc's marks in texts
(`*slanted*`, `[Name]{.nocase}`, `H~2~O`) become plain text.
Left out: what CSL-JSON leaves out, `custom`, and what stands around the references.
"""

import re
from collections.abc import Iterator
from itertools import islice

import msgspec
from msgspec.structs import replace

from kg.model import Record, Reject
from kg.readers.csl_json.reader import DECODER, work_record
from kg.readers.rejected import Run
from kg.readers.source import Line, Source, lines
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found, UnreadableError, decoded, reject_of, tell_what_is_unread
from kg.readers.syntax.yaml_entries import Entry, RefusedError, Value, yaml_entries
from kg.readers.unread import is_watched, tell_unread

_LIST = re.compile(r"^references:[ \t]*(?:#.*)?$", re.MULTILINE)
_ENTRY = re.compile(r"^ *- +(?:\"?[A-Za-z-]+\"?: ?.*\n(?: +.*\n| *\n)*)", re.MULTILINE)
_OWN = re.compile(
    r"^[ -]+(?:type: +\"?'?(?:article|book|chapter|thesis|report|paper-conference|dataset|software|webpage|entry|post"
    r"|manuscript|patent|review|document)\b|issued:|container-title:|citation-key:|DOI:)",
    re.MULTILINE,
)
_SPAN = re.compile(r"\[([^\[\]]*)\]\{\.[\w-]+\}")
_SLANTED = re.compile(r"(?<![\w*\\])(\*{1,2})(?=[^\s*])([^*\n]*[^\s*\\])\1(?![\w*])")
_LOW, _HIGH = re.compile(r"(?<=\w)~(\w{1,20})~"), re.compile(r"(?<=\w)\^(\w{1,20})\^")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKED = re.compile(r"[*\[~^\\]")
_AS_PRINTED = frozenset({"id", "citation-key", "DOI", "URL", "ISBN", "ISSN", "PMID", "PMCID", "type"})
_REPAIR = "write it as pandoc does: `- id: lee2020`, and below it `title:`, `author:`, `issued:`"


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as a list of references in YAML."""
    text = beginning.lstrip("\ufeff \r\n")
    if text.startswith(("{", "[", "<", "@", "%")):
        return False
    wrapped = _LIST.search(text) if text.startswith(("---", "references:")) else None
    start = wrapped.end() if wrapped is not None else 0
    listed = _ENTRY.search(text, start)
    if listed is None or (wrapped is None and text[: listed.start()].strip("-\r\n ")):
        return False
    return _OWN.search(text, listed.start()) is not None


def read_csl_yaml(source: Source) -> Iterator[Record | Reject]:
    """Yield the references of a source in its order."""
    index, empty = 0, True
    for entry in yaml_entries(_references(source), source.name):
        empty = False
        raw = "\n".join(entry.lines).encode(errors="replace")
        piece = Piece(raw, None, "set", entry.run.start, entry.run.end)
        found = Found(source, index + 1, piece, [])
        try:
            record = _record(entry, found)
        except RefusedError as error:
            yield entry.run.reject(str(error), _REPAIR)
        except UnreadableError as error:
            yield reject_of(source, piece, error)
        else:
            index += 1
            yield record
    if empty:
        yield Run(source.name, 1).reject("there is no reference in it", _REPAIR)


def _references(source: Source) -> Iterator[Line]:
    """Yield the lines of the list alone, without those of a document around it."""
    wrapped = any(_LIST.fullmatch(line.text) for line in islice(lines(source), 10_000))
    inside = not wrapped
    for line in lines(source):
        if not inside:
            inside = _LIST.fullmatch(line.text) is not None
        elif wrapped and re.match(r"[^\s#-]|---\s*\Z|\.\.\.\s*\Z", line.text):
            if line.text[0] not in "-.":
                tell_unread(line.text.partition(":")[0], f"line {line.number}")
            return
        else:
            yield line


def _record(entry: Entry, found: Found) -> Record:
    value = entry.value()
    if not (isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict)):
        raise RefusedError("no reference: its fields do not stand behind a dash")
    fields = {name: one if name in _AS_PRINTED else _plain(one) for name, one in value[0].items()}
    if fields.pop("custom", None) is not None:
        tell_unread("custom", f"line {entry.run.start}")
    if isinstance(issued := fields.get("issued"), list):
        fields["issued"] = _parts(issued)
    piece = replace(found.piece, raw=msgspec.json.encode(fields))
    if is_watched():
        tell_what_is_unread(piece, msgspec.inspect.type_info(DECODER.type))
    return replace(work_record(decoded(piece, DECODER, found), found), format="csl-yaml")


def _parts(issued: list[Value]) -> Value:
    """Return a date that is a list of points, as earlier versions of pandoc wrote it, as CSL has it."""
    points = [one for one in issued if isinstance(one, dict)]
    date: dict[str, Value] = {}
    for one in points:
        date |= {name: said for name, said in one.items() if name in ("season", "circa", "literal", "raw")}
    parts: list[Value] = [[one[name] for name in ("year", "month", "day") if name in one] for one in points]
    return date | ({"date-parts": parts} if any(parts) else {})


def _plain(value: Value) -> Value:
    """Return a value without the marks of Markdown; marks that HTML has too become its tags."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if _MARKED.search(value) is None:
        return value
    text = _SLANTED.sub(r"\2", _SPAN.sub(r"\1", value))
    text = _HIGH.sub(r"<sup>\1</sup>", _LOW.sub(r"<sub>\1</sub>", text))
    return _ESCAPED.sub(r"\1", text)
