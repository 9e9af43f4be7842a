"""CSL-JSON: names that are told at a glance."""

from hypothesis import example, given
from hypothesis import strategies as st

from kg.readers.csl_json.names import names
from kg.readers.csl_json.works import Person
from kg.readers.source import Source
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found

_SOURCE = Source(
    path="a", name="a", by_hand=True, sha256="0" * 64, size=1, encoding="utf-8", binary=False, stray_bytes=False
)
_PARTS = ["et", "al", "al.", "et al.", "and", "Others", "others", "u.", "a.", "等", "<i>", "&amp;", " ", "  ", "Xu",
          "Åse", "\xa0", "\n", "\x00", "J.", "…", "..", "'", "<", "&"]  # fmt: skip
_texts = st.lists(st.sampled_from(_PARTS) | st.text(max_size=3), max_size=4).map("".join)


@given(_texts, _texts)
@example("et", "al.")
@example("Jo", "Others")
@example("Jo ", "Xu")
def test_a_glance_tells_the_same(given_name: str, family: str) -> None:
    """A name without more is read as one with a particle that is blank."""
    read = []
    for particle in (None, " "):
        found = Found(_SOURCE, 1, Piece(b"{}", None, "lines", 1, 1), [])
        person = Person(given=given_name, family=family, dropping_particle=particle)
        read.append((names([person], "names", found, plain_title), found.doubts))
    assert read[0] == read[1]
