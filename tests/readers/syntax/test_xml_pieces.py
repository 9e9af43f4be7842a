"""Cutting XML into records: the glances that save a closer look."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.readers import Place, open_source
from kg.readers.syntax import xml_pieces

_NAMES = [b"i", b"xsi", b"mml", b"dc", b"a.b"]


@given(st.lists(st.sampled_from([*_NAMES, b":", b" ", b"x", b"http://"])).map(b"".join))
def test_prefixes_are_those_before_a_colon(text: bytes) -> None:
    """For any text: each name that stands right before a colon, in the order of the names."""
    assert xml_pieces._prefixes_of(text, _NAMES) == [name for name in _NAMES if name + b":" in text]


_PARTS = ["<entry>", "<a:entry b='1'>", "<entry/>", "</entry>", "</a:entry>", "<entries>", "<feed x='1'>",
          "<!-- </entry> -->",
          "<![CDATA[<entry>]]>", "<?x?>", "<!", "text? text!", "<a:entries x:y='1'/>", "\n", "&eacute;"]  # fmt: skip


@given(parts=st.lists(st.sampled_from(_PARTS), min_size=1))
def test_blocks_change_nothing(parts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Wherever the blocks of a file end, the elements that are cut out of it are the same."""
    path = tmp_path_factory.getbasetemp() / "pieces.xml"
    path.write_text("".join(parts))
    assert _elements(path, 7) == _elements(path, 1 << 18)


def _elements(path: Path, block: int) -> list[tuple[bytes, str | None, int]]:
    source = open_source(Place(str(path), by_hand=True), path.name, path.parent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_pieces, "_BLOCK", block)
        found = list(xml_pieces.xml_pieces(source, "entry", heads=("feed",)))
    return [(one.raw, one.fault, one.end_line) for one in found if "without a beginning" not in (one.fault or "")]
