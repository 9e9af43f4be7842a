"""EndNote's tagged format -> records. Reads: lines with signs (`%0 %A %T %J`), refer files too. Emits: Record, Reject.

EndNote, Google Scholar and publishers write it as `.enw`. The signs are read as the tags of RIS that mean the same:
`%0 %9` type, `%T %Q` titles, `%A %E` people, `%D %8` date, `%J %B %S %O` container, `%I` publisher, `%V %N %P` volume,
issue, pages, `%R %M %@ %Z` identifiers, `%U %>` addresses, `%X` abstract, `%K` keywords, `%G` language.
Left out: what RIS leaves out; places (`%C`), affiliations (`%+`), translators and editors of series (`%? %Y %H`),
editions (`%7`), call numbers, short titles beside a title, names of data bases, captions, notes of readers.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kg.model import Record, Reject
from kg.readers.ris.reader import ris_record
from kg.readers.source import Source, beginning
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.tagged_lines import Form, Tagged, Values, read_tagged

_SIGN = r"\ufeff?(?P<tag>%[0-9A-Z@!#$&*()+^<>\[\]=~?])"
_LINE = re.compile(rf"{_SIGN}(?:[ \t]+|\Z)(?P<value>.*)")
_NOISE = re.compile(r"(?:-{3,}|={3,}|<\d+>)")
_ENDNOTE = Form(
    tagged=(_LINE,),
    begins=re.compile(r"\ufeff?(?P<tag>%0)[ \t]+(?P<value>.*)"),
    opens=_LINE,
    ends="",
    noise=_NOISE,
)
"""A record begins with its type; blank lines may stand in abstracts."""
_REFER = Form(tagged=(_LINE,), begins=re.compile(r"(?!)(?P<tag>)(?P<value>)"), opens=_LINE, ends=None, noise=_NOISE)
"""Without types, blank lines part records."""
_TYPED = re.compile(r"^\ufeff?%0[ \t]+\S", re.MULTILINE)
_BEGINNING = re.compile(r"\A\ufeff?\s*%[0-9A-Z@][ \t]+\S.*\n(?:.*\n){0,60}?%[ABDJTX][ \t]+\S")
_TAGS = {
    "TY": "%0", "M3": "%9", "TI": "%T", "TT": "%Q", "ST": "%!", "AU": "%A", "ED": "%E", "PY": "%D", "DA": "%8",
    "JF": "%J", "T2": "%B", "T3": "%S", "J2": "%O", "PB": "%I", "VL": "%V", "IS": "%N", "SP": "%P", "C7": "%]",
    "DO": "%R", "AN": "%M", "SN": "%@", "UR": "%U", "L1": "%>", "AB": "%X", "KW": "%K", "LA": "%G", "N1": "%Z",
    "DB": "%~", "DP": "%W",
}  # fmt: skip
"""Tag of RIS -> sign."""
_OF_RIS = {sign: tag for tag, sign in _TAGS.items()}
_REPAIR = "check the lines: a record begins with %0 and a blank line parts it from the next; or export it again"


def recognizes(beginning: str) -> bool:
    """Return whether a source begins with lines of EndNote or refer."""
    return _BEGINNING.match(beginning) is not None


def read_endnote(source: Source) -> Iterator[Record | Reject]:
    """Yield the references of a source in its order."""
    form = _ENDNOTE if _TYPED.search(beginning(source)) else _REFER
    return read_tagged(source, form, key="%F", repair=_REPAIR, build=_record)


def _record(values: Values, tagged: Tagged, found: Found) -> Record:
    """Return a record as RIS has it, whose last line is never missing.

    Of a thesis the container is the department; refer has numbers of reports where EndNote has the DOI.
    """
    is_thesis = (values.first("%0") or "").lower() == "thesis"
    has_doi = "10." in (values.first("%R") or "")
    tags = {
        tag: sign for tag, sign in _TAGS.items() if not ((tag == "T2" and is_thesis) or (tag == "DO" and not has_doi))
    }
    fields = tuple(field._replace(tag=_OF_RIS.get(field.tag, field.tag)) for field in tagged.fields)
    record = ris_record(values.renamed(tags), tagged._replace(fields=fields, closed=True), found)
    return replace(record, format="endnote")
