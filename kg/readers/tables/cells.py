"""The cells of a row -> values by field. Reads: Row, Columns. Emits: texts, Identifier."""

import re
from ast import literal_eval
from collections.abc import Iterator

from kg.identifiers import parse, recognized
from kg.model import Identifier
from kg.readers.syntax.json_records import Found
from kg.readers.tables.columns import Columns
from kg.readers.tables.rows import Row
from kg.readers.tables.words import no_value

_LONGEST_LIST = 100_000
SEVERAL = re.compile(r"[\s;,|]+")
_NOTED = re.compile(r"^\s*(PMID|PMCID|arXiv|DOI)\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_LISTED = re.compile(r"[;|\n]")
_FEW = {"doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "pmcid": "pmcid", "openalex": "openalex", "s2": "s2",
        "dblp": "dblp", "acl": "acl", "wikidata": "wikidata", "isbn": "isbn"}  # fmt: skip
_NAMING = frozenset({*_FEW, "extra", "url", "key"})


class Cells:
    """The cells of one row by field."""

    def __init__(self, row: Row, columns: Columns) -> None:
        self.texts = columns.texts(row.cells)
        """The cells that say something, by field."""

    def text(self, field: str) -> str:
        """Return the first cell of a field that has a text."""
        texts = self.texts.get(field)
        return texts[0] if texts else ""

    def every(self, field: str) -> list[str]:
        """Return the values of all columns of a field."""
        texts = self.texts.get(field)
        return [text for text in texts if not no_value(text)] if texts else []

    def one(self, field: str) -> str:
        """Return the first value of a field, `` if there is none."""
        texts = self.texts.get(field)
        if not texts:
            return ""
        if not no_value(texts[0]):
            return texts[0]
        return next((text for text in texts[1:] if not no_value(text)), "")

    def listed(self, field: str) -> list[str]:
        """Return the values of cells that may hold several, parted by semicolons, bars or lines."""
        return [text for cell in self.every(field) for part in _LISTED.split(cell) if (text := part.strip())]


def as_list(printed: str) -> list[str] | None:
    """Return the texts of a list as programs print it (`['Ann Lee', 'Bo Roe']`), None if it is no such list."""
    if not (printed.startswith("[") and printed.endswith("]")) or len(printed) > _LONGEST_LIST:
        return None
    try:
        value = literal_eval(printed)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return [str(one) for one in value if one is not None] if isinstance(value, list) else None


def identifiers(cell: Cells, found: Found) -> tuple[Identifier, ...]:
    """Return the identifiers of a row: of columns of their own, noted ones, and those that addresses and keys are."""
    kept: set[Identifier] = set()
    if _NAMING.isdisjoint(cell.texts):
        return ()
    for scheme, printed in _NOTED.findall("\n".join(cell.every("extra"))) if "extra" in cell.texts else ():
        kept.update(_identified(scheme.lower(), printed, found))
    for field, scheme in _FEW.items():
        for printed in cell.every(field) if field in cell.texts else ():
            kept.update(_identified(scheme, printed, found))
    for url in (*cell.every("url"), *cell.every("key")):
        one = recognized(url)
        if one is not None and one.scheme in _FEW:
            kept.add(one)
    dois = [one.value for one in kept if one.scheme == "doi" and "arxiv." in one.value]
    kept.update(preprint for doi in dois if (preprint := parse("arxiv", doi)) is not None)
    return tuple(sorted(kept))


def _identified(scheme: str, printed: str, found: Found) -> Iterator[Identifier]:
    """Yield the identifiers of a cell: the one that it is, or those that it lists."""
    plain = printed.removesuffix(".0") if scheme in ("pmid", "isbn") else printed
    whole = parse(scheme, plain)
    if whole is not None:
        yield whole
        return
    parts = [part for part in SEVERAL.split(plain) if part]
    if scheme == "isbn" and not any(parse("isbn", part) for part in parts):
        parts = [part for part in re.split(r"[;,|]", plain) if part.strip()]
    known = [one for part in parts if (one := parse(scheme, part)) is not None]
    yield from known
    for part in parts if known else [printed]:
        found.identifier(scheme, part)  # tells what is none
