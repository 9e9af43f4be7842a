"""A source of ORCID -> its records, uncut. Reads: JSON, XML. Emits: Piece."""

import re
from collections.abc import Iterator

from kg.readers.source import Source, beginning
from kg.readers.syntax.json_pieces import Piece, pieces
from kg.readers.syntax.xml_pieces import xml_pieces

_ROOT = re.compile(r"<(?:[\w.-]+:)?(record|person|works|work|bulk)[\s>]")


def orcid_pieces(source: Source) -> Iterator[Piece]:
    """Yield what each describes one person, or works of one."""
    head = beginning(source).lstrip("\ufeff \t\r\n")
    if not head.startswith("<"):
        return pieces(source, lists=frozenset({b"bulk"}))
    root = _ROOT.search(head)
    name = root[1] if root is not None else "record"
    return xml_pieces(source, "work" if name == "bulk" else name)
