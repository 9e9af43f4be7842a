"""XML sources -> the elements of their records, one after the other. Reads: a source. Emits: Piece, elements, Reject.

Each record is cut out by its tags (`xml_pieces`) and parsed alone. No document type declaration ever reaches the parser
(lxml): there are no external entities, no entity bombs and no network. What stands deeper than 256 elements is refused.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element as Element

from kg.model import Record, Reject
from kg.readers.source import Source
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found, UnreadableError, reject_of
from kg.readers.syntax.watched_xml import WatchedElement, noted_elements
from kg.readers.syntax.xml_namespaces import without_declaration, without_namespace
from kg.readers.syntax.xml_pieces import xml_pieces
from kg.readers.unread import is_watched

__all__ = ["Build", "parsed", "read_xml", "xml_pieces"]

_REPAIR = "check the file with an XML parser (xmllint), or fetch it again"
_ERROR_LINE = re.compile(r"\bline (\d+)")

Build = Callable[[Element, Found], Record]


def read_xml(source: Source, tags: str | tuple[str, ...], build: Build) -> Iterator[Record | Reject]:
    """Yield what stands in a source: `build` makes a record of an element of `tags`, or raises UnreadableError."""
    index, empty = 0, True
    tags = (tags,) if isinstance(tags, str) else tags
    for piece in xml_pieces(source, *tags):
        empty = False
        found = Found(source, index + 1, piece, [])
        try:
            root = parsed(piece)
            if isinstance(root, WatchedElement):
                with noted_elements(root, piece):
                    record = build(root, found)
            else:
                record = build(root, found)
        except UnreadableError as error:
            yield reject_of(source, piece, error)
        else:
            index += 1
            yield record
    if empty:
        nothing = Piece(b"", None, "single", 1, 1)
        yield reject_of(source, nothing, UnreadableError(f"there is no element `{'`, `'.join(tags)}` in it", _REPAIR))


def parsed(piece: Piece) -> Element:
    """Return the element of a piece, its own namespace taken off.

    Raises:
        UnreadableError: it is not well-formed, or too deep.
    """
    if piece.fault is not None:
        raise UnreadableError(piece.fault, _REPAIR)
    raw, own = without_declaration(piece.raw)
    try:
        root = etree.fromstring(raw, _PARSER if not is_watched() else _watching_parser())
    except etree.XMLSyntaxError as error:
        where = _ERROR_LINE.sub(lambda match: f"line {int(match[1]) + piece.start_line - 1}", str(error.msg))
        raise UnreadableError(f"not well-formed XML: {where}"[:400], _REPAIR) from None
    return without_namespace(root, own)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        attribute_defaults=False, huge_tree=False, recover=False, remove_comments=True, remove_pis=True,
        collect_ids=False,  # two elements of one `xml:id` are well-formed: programs write them
    )  # fmt: skip


_PARSER = _parser()


@lru_cache
def _watching_parser() -> etree.XMLParser:
    parser = _parser()
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=WatchedElement))
    return parser
