"""Web of Science in plain text -> records. Reads: lines with codes (`PT AU TI`, to `ER`). Emits: Record, Reject.

A record is read as the row of a table whose columns are its codes, as Web of Science's own tables have it. Beside that:
affiliations that name their authors (`C1`), and who corresponds (`RP`).
Left out: addresses of mail, places of publishers, titles of conferences, counts, classes of journals (`WC SC`), numbers
of researchers (`RI`), affiliations that name nobody where there are several of both.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec.structs import replace

from kg.model import Affiliation, Name, Record, Reject
from kg.readers.source import Source
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.tagged_lines import Field, Form, Tagged, Values, read_tagged
from kg.readers.tables.columns import CODES_OF_WOS, Columns, meaning
from kg.readers.tables.people import Printing
from kg.readers.tables.reader import Table, read_row
from kg.readers.tables.rows import Layout, Row
from kg.text import fold

_TAGGED = re.compile(r"\ufeff?(?P<tag>[A-Z][A-Z0-9])(?: |\Z)(?P<value>.*)")
_BEGINS = re.compile(r"\ufeff?(?P<tag>PT) (?P<value>\S.*)")
_FORM = Form(
    tagged=(_TAGGED,), begins=_BEGINS, opens=_BEGINS, ends="ER", noise=re.compile(r"(?:FN|VR)\b.*|EF\s*")
)  # fmt: skip
_BEGINNING = re.compile(
    r"\A\ufeff?\s*(?:FN [^\n]*\n)?(?:VR [^\n]*\n)?\s*PT (?:[A-Z]|Journal|Book[^\n]*|Patent)[ \t]*\r?\n[A-Z][A-Z0-9] \S"
)
_PEOPLE = Printing(";", initials_behind=False)
_LISTS = frozenset({"AU", "AF", "BA", "BF", "CA", "GP", "BE", "CR", "OI", "RI"})
"""Codes with one value a line; the lines of others are one text."""
_NAMED = re.compile(r"\[([^\]]*)\] *(\S.*)", re.DOTALL)
_REPRINT = re.compile(r"((?:[^()]{1,200}?)) ?\((?:corresponding|reprint) author\)", re.IGNORECASE)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins with the plain text of Web of Science."""
    return _BEGINNING.match(beginning.replace("\r\n", "\n")) is not None


def read_wos(source: Source) -> Iterator[Record | Reject]:
    """Yield the records of a source in its order."""
    repair = "check the lines: a record begins with PT and ends with ER; or export it again"
    return read_tagged(source, _FORM, key="UT", repair=repair, build=_record)


@lru_cache(maxsize=1 << 8)
def _table(tags: tuple[str, ...]) -> Table:
    return Table(Layout("\t", tags, 0), Columns(tags), _PEOPLE, _PEOPLE, None)


def _record(values: Values, tagged: Tagged, found: Found) -> Record:
    tags = dict.fromkeys(field.tag for field in tagged.fields)
    read = (tag for tag in tags if tag != "C1" and (tag in CODES_OF_WOS or meaning(tag) is not None))
    known = tuple(sorted({"PT", "UT", *read}))
    cells = ["; ".join(_lines(values.fields(tag))) if tag in _LISTS else _text(values, tag) for tag in known]
    record = read_row(Row(cells, found.piece.start_line, found.piece.end_line), _table(known), found)
    if not tagged.closed:
        found.doubt("record", "its last line (ER) is missing; it ends where the next one begins", confidence=0.9)
    names = _placed(record.names, values)
    return replace(
        record, format="wos", layout="set", names=names, pointer=found.piece.pointer, doubts=tuple(found.doubts)
    )  # fmt: skip


def _lines(fields: list[Field]) -> list[str]:
    return [part.rstrip(";") for field in fields for part in field.parts]


def _text(values: Values, tag: str) -> str:
    return " ".join(values.texts(tag))


def _placed(names: tuple[Name, ...], values: Values) -> tuple[Name, ...]:
    """Return the names with the affiliations that name them (the only one: all), and the mark of who corresponds."""
    at: dict[str, dict[str, None]] = {}
    places = _lines(values.fields("C1"))
    for place in places:
        match = _NAMED.fullmatch(place)
        for person in match[1].split(";") if match is not None else ("",):
            at.setdefault(fold(person.strip()), {}).setdefault(match[2] if match is not None else place)
    to_all = at.get("", {}) if 1 in (len(names), len(places)) else {}
    writes = {
        fold(one.strip()) for text in values.texts("RP") for m in _REPRINT.finditer(text) for one in m[1].split(";")
    }
    shorts = [fold(one) for one in _lines(values.fields("AU", "BA"))]
    shorts = shorts if len(shorts) == len(names) else [fold(name.printed) for name in names]
    return tuple(
        replace(
            name,
            affiliations=tuple([Affiliation(raw=one) for one in {**at.get(fold(name.printed), {}), **to_all}]),
            corresponding=short in writes,
        )
        for name, short in zip(names, shorts, strict=True)
    )
