"""RefWorks' tagged format -> records. Reads: lines with two letters and a blank (`RT T1 A1`). Emits: Record, Reject.

The letters are read as the tags of RIS that mean the same: `RT` type, `T1` title, `A1 A2` people, `YR FD` date,
`JF JO T2` container, `PB` publisher, `VO IS SP OP` volume, issue, pages, `DO AN SN NO` identifiers, `UL LK` addresses,
`AB` abstract, `K1` keywords, `LA` language. The next `RT` ends a record.
Left out: what RIS leaves out; kinds of source (`SR`), places, editions, affiliations (`AD`), authors of other roles,
call numbers, names of data bases and folders, dates of access.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kg.model import Record, Reject
from kg.readers.ris.reader import ris_record
from kg.readers.source import Source
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.tagged_lines import Form, Tagged, Values, read_tagged

_LINE = re.compile(r"\ufeff?(?P<tag>[A-Z][A-Z0-9])(?:[ \t]|\Z)[ \t]?(?P<value>.*)")
_TYPE = re.compile(r"\ufeff?(?P<tag>RT)[ \t]+(?P<value>.*)")
_FORM = Form(
    tagged=(_LINE,), begins=_TYPE, opens=_TYPE, ends="", noise=re.compile(r"<?(?:html|body|pre|/pre).*>|[-=]{3,}")
)
_BEGINNING = re.compile(
    r"\A\ufeff?\s*RT[ \t]+[A-Z][\w ,/()-]{2,60}\r?\n(?:[A-Z][A-Z0-9][ \t]?.*\n){0,12}?(?:T1|A1|SR|JF)[ \t]"
)
_TAGS = {
    "TY": "RT", "TI": "T1", "ST": "ST", "TT": "OT", "AU": "A1", "ED": "A2", "PY": "YR", "DA": "FD", "JF": "JF",
    "JO": "JO", "T2": "T2", "T3": "T3", "PB": "PB", "VL": "VO", "IS": "IS", "SP": "SP", "EP": "OP", "DO": "DO",
    "AN": "AN", "SN": "SN", "UR": "UL", "LK": "LK", "AB": "AB", "KW": "K1", "LA": "LA", "N1": "NO", "DB": "DB",
}  # fmt: skip
"""Tag of RIS -> that of RefWorks."""
_OF_RIS = {own: tag for tag, own in _TAGS.items()}
_REPAIR = "check the lines: a record begins with RT; or export it again"


def recognizes(beginning: str) -> bool:
    """Return whether a source begins with a record of RefWorks."""
    return _BEGINNING.match(beginning) is not None


def read_refworks(source: Source) -> Iterator[Record | Reject]:
    """Yield the references of a source in its order."""
    return read_tagged(source, _FORM, key="ID", repair=_REPAIR, build=_record)


def _record(values: Values, tagged: Tagged, found: Found) -> Record:
    fields = tuple(field._replace(tag=_OF_RIS.get(field.tag, field.tag)) for field in tagged.fields)
    record = ris_record(values.renamed(_TAGS), tagged._replace(fields=fields, closed=True), found)
    return replace(record, format="refworks")
