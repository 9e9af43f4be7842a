"""BibTeX and biblatex files -> records. Reads: a source. Emits: Record, Reject.

One entry is in memory; besides, of the whole file: the macros (`@string`), the fields of entries that others inherit
from (a file that speaks of none is read once, else three times), and of each citation key its line.
No record: `@string`, `@preamble`, `@comment`, `@xdata` (fields for others), `@set` and `@control`; and what stands
behind `%` or between the entries. A citation key used twice gives two records and a doubt.

Read: title, subtitle, names of authors and editors by the rules of BibTeX, date, type, identifiers, journal or book,
volume, number, pages, language, abstract, keywords, arXiv category, addresses, licence, ORCID iDs of annotations,
related entries, funders and awards, code and data. `fields` says how, and lists all that is left out.

Left out: notes but for the code and arXiv id in them, addresses and editions, chapter numbers, translators and other
roles, short titles, names of files, cited references, and what programs keep for themselves.
"""

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.model import Doubt, Record, Reject
from kg.readers.bibtex.fields import record_of
from kg.readers.bibtex.parents import Fields, Parent, Parents, named_entries
from kg.readers.bibtex.syntax import RAW_KEPT, Broken, Entry, Piece, entries, key_of
from kg.readers.source import Source
from kg.readers.syntax.latex import plain_text
from kg.readers.syntax.packed import open_bytes
from kg.readers.unread import noted

_NO_RECORDS = frozenset({"string", "preamble", "comment", "xdata", "set", "control", "bibnote", "settings"})
_OPENS = re.compile(
    r"^[ \t\ufeff]*@[ \t]*(?:(?i:string)\s*[{(]\s*[\w.:+-]+\s*=|(?i:preamble|comment)\s*[{(]"
    r"|[^\W\d_][\w:+.*-]*\s*[{(]\s*(?:[^\s,={}\"]+\s*,|[^,={}\"\n]{0,200},\s*[\w.:+-]+\s*=|\w+\s*=\s*[{\"]))",
    re.MULTILINE,
)
_MARKUP = re.compile(r"[\s\ufeff]*[<\[]")
_OF_PARENTS = frozenset({"crossref", "xdata"})
_WORDS_OF_PARENTS = ("crossref", "xdata", "related")
_SPEAKS_OF_PARENTS = re.compile(r"\b(?:crossref|xdata|related)\s*=")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_BLOCK = 1 << 20
_MOST_OF_MACROS = 1 << 26
_MOST_OF_A_MACRO = 1 << 20
_REPAIR = "close every brace of this entry; the entries behind it were read"


def recognizes(beginning: str) -> bool:
    """Return whether a source is BibTeX: a line begins an entry, and no markup stands before."""
    return _OPENS.search(beginning) is not None and _MARKUP.match(beginning) is None


def read_bibtex(source: Source) -> Iterator[Record | Reject]:
    """Yield the entries of a source as records, in their order; an entry that cannot be read is a reject."""
    parents = Parents(_parents(source) if _speaks_of_parents(source) else {})
    macros, index = Macros(), 0
    lines: dict[str, int] = {}
    with _text(source) as stream:
        for found in entries(stream):
            if isinstance(found, Broken):
                yield _reject(source, found)
                continue
            if found.kind in _NO_RECORDS:
                macros.learn(found)
                continue
            doubts: list[Doubt] = []
            fields = _fields(found, macros, doubts)
            if not any(value.strip(" \t\n{}") for value in fields.values()):
                yield _no_field(source, found)
                continue
            doubts += _second(found, lines)
            index += 1
            inherited = parents.inherit(found.kind, fields, doubts)
            with noted(inherited, f"line {found.start_line}, {found.key}", besides=_OF_PARENTS) as asked:
                record = record_of(found, asked, source, index, doubts=doubts, identified=parents.identified)
            yield record


class Macros:
    """What `@string` defines. Their names do not tell capitals from small letters; months are defined."""

    def __init__(self) -> None:
        self._texts = {name[:3].lower(): name for name in _MONTHS}
        self._size = 0

    def learn(self, entry: Entry) -> None:
        """Take the definitions of an entry. One that would grow without bound is left out."""
        if entry.kind != "string":
            return
        for name, value in entry.fields:
            text = self.expand(value, [], name)
            if len(text) <= _MOST_OF_A_MACRO and self._size + len(text) <= _MOST_OF_MACROS:
                self._texts[name] = text
                self._size += len(text)

    def expand(self, value: tuple[Piece, ...], doubts: list[Doubt], field: str) -> str:
        """Return the text of a value. A macro that is not defined stands for its name."""
        if len(value) == 1 and not value[0].is_macro:
            return value[0].text
        parts: list[str] = []
        size = 0
        for piece in value:
            text = self._texts.get(piece.text.lower()) if piece.is_macro else piece.text
            if piece.is_macro and (text is None or size + len(text) > _MOST_OF_A_MACRO):
                if text is not None or field != "month":
                    reason = f"no @string defines {piece.text[:200]}, or its text is too long: its name is taken"
                    doubts.append(Doubt(field=field, reason=reason, confidence=0.3))
                text = piece.text
            parts.append(text or "")
            size += len(parts[-1]) if piece.is_macro else 0
        return "".join(parts)


def _fields(entry: Entry, macros: Macros, doubts: list[Doubt]) -> Fields:
    """Return the fields of an entry. Of two of one name the first that is not empty counts, as in BibTeX."""
    fields: Fields = {}
    for name, value in entry.fields:
        text = macros.expand(value, doubts, name)
        if fields.setdefault(name, text) == text:
            continue
        if not fields[name].strip():
            fields[name] = text
        elif plain_text(fields[name]) != (other := plain_text(text)):
            reason = f"the field {name} stands twice; the first one counts"
            doubts.append(Doubt(field=name, reason=reason, confidence=0.7, alternatives=(other[:RAW_KEPT],)))
    return fields


def _second(entry: Entry, lines: dict[str, int]) -> list[Doubt]:
    if entry.key is None:
        return []
    line = lines.setdefault(entry.key.lower(), entry.start_line)
    if line == entry.start_line:
        return []
    reason = f"the citation key {entry.key} was used in line {line} already; both entries are read"
    return [Doubt(field="pointer", reason=reason, confidence=0.5)]


def _speaks_of_parents(source: Source) -> bool:
    with _text(source) as stream:
        tail = ""
        while block := stream.read(_BLOCK):
            text = (tail + block).lower()
            if any(word in text for word in _WORDS_OF_PARENTS) and _SPEAKS_OF_PARENTS.search(text):
                return True
            tail = block[-100:]
    return False


def _parents(source: Source) -> dict[str, Parent]:
    """Return the entries that others inherit from, by key. They mostly stand behind their children."""
    wanted = set[str]()
    for _, fields in _some_entries(source, lambda raw: any(word in raw.lower() for word in _WORDS_OF_PARENTS)):
        wanted.update(named_entries(fields))
    parents: dict[str, Parent] = {}
    for entry, fields in _some_entries(source, lambda raw: (key_of(raw) or "").lower() in wanted) if wanted else ():
        parents.setdefault((entry.key or "").lower(), Parent(entry.kind, fields))
    return parents


def _some_entries(source: Source, wanted: Callable[[str], bool]) -> Iterator[tuple[Entry, Fields]]:
    """Yield the entries whose text is wanted, with their fields."""
    macros = Macros()
    with _text(source) as stream:
        for found in entries(stream, lambda kind, raw: kind == "string" or wanted(raw)):
            if isinstance(found, Entry):
                macros.learn(found)
                if found.key is not None:
                    yield found, _fields(found, macros, [])


@contextmanager
def _text(source: Source) -> Iterator[IO[str]]:
    """Open a source."""
    encoding, errors = source.encoding, "windows-1252" if source.encoding.startswith("utf-8") else "replace"
    with io.TextIOWrapper(open_bytes(Path(source.path)), encoding, errors, newline=None) as stream:
        yield stream


def _reject(source: Source, found: Broken) -> Reject:
    return Reject(
        source=source.name, start_line=found.start_line, end_line=found.end_line, reason=found.reason, repair=_REPAIR,
        raw=found.raw, raw_sha256=found.sha256,
    )  # fmt: skip


def _no_field(source: Source, entry: Entry) -> Reject:
    raw = entry.raw if len(entry.raw) <= RAW_KEPT else entry.raw[:RAW_KEPT] + " [...]"
    return Reject(
        source=source.name, start_line=entry.start_line, end_line=entry.end_line, raw=raw,
        reason="an entry without any field", repair="write its title, or delete it",
        raw_sha256=hashlib.sha256(entry.raw.encode(errors="replace")).hexdigest(),
    )  # fmt: skip
