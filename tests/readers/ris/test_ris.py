"""RIS: the samples against rispy and against lines, our own export read back, dialects known by content."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Record, Reject
from kg.profiles import PROFILES, Entry
from kg.profiles.entry import Agent, Author, Venue
from kg.readers import Place, Reading, open_source
from kg.readers.formats import LISTING, RIS, format_of
from kg.readers.ris.reader import read_ris
from kg.readers.ris.words import publication_type
from kg.text import fold

# Signs that mean something to markup, to lists of names and keywords, or to marks of major keywords are left out.
TEXT = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="<>&;,*#"), min_size=1, max_size=30
).filter(lambda text: any(map(str.isalnum, text)))


def test_as_many_records_as_beginnings(shared: Path, readings: Callable[[Path], list[Reading]]) -> None:
    """Each sample has as many records and rejects as lines that begin a record; rispy finds the same values."""
    for path in sorted((shared / "samples" / "ris").glob("*.ris")):
        lines = path.read_text(encoding="utf-8-sig").split("\n")
        found = readings(path)
        assert len(found) == sum(line.startswith("TY  -") for line in lines), path.name
        records = [one for one in found if isinstance(one, Record)]
        told = [one for one in rispy.loads("\n".join(lines)) if one.keys() - {"type_of_reference", "notes"}]
        assert len(records) == len(told), path.name
        for record, other in zip(records, told, strict=True):
            names = other.get("authors") or other.get("first_authors") or []
            assert [fold(one.printed) for one in record.names] == [fold(one) for one in names]
            title = other.get("title") or other.get("primary_title")
            assert title is None or record.title == title
            assert record.volume == (other.get("volume") or "8" if path.name == "example_utf_chars.ris" else
                                     other.get("volume"))  # fmt: skip
            journal = other.get("alternate_title3") or other.get("journal_name") or other.get("secondary_title")
            assert journal is None or (record.venue is not None and record.venue.name == journal)
            dois = [one.value for one in record.identifiers if one.scheme == "doi"]
            assert len(dois) == ("doi" in other)


@pytest.mark.parametrize(
    ("beginning", "known"),
    [
        ("TY  - JOUR\nTI  - A", True),
        ("\ufeffTY  - JOUR\r\nTI  - A", True),
        ("Header\n\n1.\nTY  - JOUR\nAU  - A", True),
        ("ty - book\nti - a", True),
        ("  TY  - BOOK\n  ER  -", True),
        ("TY  - JOUR", False),
        ("@article{a, note = {TY  - no}}", False),
        ("Party - a story\nA tale", False),
    ],
)
def test_ris_is_known_by_its_first_record(beginning: str, known: bool) -> None:  # noqa: FBT001 - a case
    """A line TY with a type, and another tagged line behind it, are RIS."""
    assert (format_of(beginning) is RIS) == known


def test_a_listing_page_is_none() -> None:
    """A page without tags is a listing page."""
    assert format_of("Some title\nA. Author, B. Author\n") is LISTING


@pytest.mark.parametrize(
    ("code", "kinds", "kind"),
    [
        ("JOUR", [], "article"),
        ("jour", ["Review"], "review"),
        ("Journal Article", [], "article"),
        ("JOUR", ["doi: 10.1/x"], "article"),
        ("CONF", [], "proceedings-paper"),
        ("BOOK", ["Review"], "book"),
        ("GEN", [], None),
        ("GEN", ["Editorial"], "editorial"),
        (None, [], None),
    ],
)
def test_types(code: str | None, kinds: list[str], kind: str | None) -> None:
    """The code tells the type, in capitals or not or in words; `M3` tells an article more closely."""
    assert publication_type(code, kinds) == kind


@given(title=TEXT, names=st.lists(TEXT, min_size=1, max_size=4), venue=TEXT, words=st.lists(TEXT, max_size=3),
       abstract=TEXT, pages=st.integers(1, 999), day=st.dates())  # fmt: skip
def test_our_own_export_is_read_back(  # noqa: PLR0917 - as hypothesis calls it
    tmp_path_factory: pytest.TempPathFactory, title: str, names: list[str], venue: str, words: list[str],
    abstract: str, pages: int, day: object,
) -> None:  # fmt: skip
    """What our exporter writes of a paper is read back: title, names in order, venue, date, pages, words."""
    folder = tmp_path_factory.mktemp("ris")
    authors = tuple(
        Author(role=f"r{at}", position=at, agent=Agent(iri=f"p{at}", name=f"{name} x", given=name, family="x"))
        for at, name in enumerate(names, 1)
    )
    entry = Entry(
        iri="https://example.org/id/paper/1", title=title, authors=authors, venue=Venue(name=venue), abstract=abstract,
        keywords=tuple(dict.fromkeys(words)), date=str(day), pages=f"{pages}-{pages + 9}", volume="7", issue="8",
        publication_type="article", identifiers=(("doi", "10.1000/x"), ("arxiv", "2101.00001")), retracted=True,
        complete=False, code=(("c", "https://github.com/a/b"),), pdfs=("https://example.org/a.pdf",), language="de",
    )  # fmt: skip
    out = io.BytesIO()
    list(PROFILES["ris"].write([entry], out) or ())
    path = folder / "a.ris"
    path.write_bytes(out.getvalue())
    (record,) = list(read_ris(open_source(Place(str(path), by_hand=True), path.name, folder)))
    assert isinstance(record, Record)
    assert record.title == title.strip()
    assert [fold(one.display) for one in record.names] == [fold(f"{name} x") for name in names]
    assert record.venue is not None
    assert record.venue.name == venue.strip()
    assert {word.casefold() for word in record.keywords} == {word.strip().casefold() for word in words}
    assert (record.date, record.pages, record.volume, record.issue) == (str(day), entry.pages, "7", "8")
    assert (record.retracted, record.authors_complete, record.code_urls[-1]) == (True, False, "https://github.com/a/b")
    assert {one.scheme for one in record.identifiers} == {"doi", "arxiv"}
    assert (record.pdf, record.language) == ("https://example.org/a.pdf", "de")


def test_every_record_of_a_long_file_is_read(tmp_path: Path) -> None:
    """Records are independent of their number; a bad one costs itself only."""
    good = "TY  - JOUR\nTI  - Title {}\nAU  - One, A.\nER  - \n\n"
    text = "".join(good.format(at) if at % 100 else "TY  - JOUR\nER  - \n" for at in range(1000))
    path = tmp_path / "a.ris"
    path.write_text(text, encoding="utf-8")
    found = list(read_ris(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))
    assert [sum(isinstance(one, kind) for one in found) for kind in (Record, Reject)] == [990, 10]
    assert [one.index for one in found if isinstance(one, Record)] == list(range(1, 991))


def test_nothing_but_noise_is_a_reject(tmp_path: Path) -> None:
    """A file with nothing in it that is RIS says so."""
    path = tmp_path / "a.ris"
    path.write_text("% nothing\n", encoding="utf-8")
    (found,) = list(read_ris(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))
    assert isinstance(found, Reject)
    assert found.reason == "there is no record in it"


@pytest.mark.parametrize(
    ("fields", "date", "text"),
    [
        ("PY  - 2003/Dec/05", "2003-12-05", None),
        ("PY  - 2003/Dec/", "2003-12", None),
        ("Y1  - 1948/07//", "1948-07", None),
        ("PY  - 2003///spring", "2003", "spring"),
        ("PY  - 1948\nDA  - July", "1948-07", None),
        ("PY  - 1948\nDA  - some day", "1948", "some day"),
        ("DA  - /07/04/", "--07-04", None),
        ("DA  - ///In press", None, "In press"),
        ("PY  - 2003/05/99", "2003-05", "2003/05/99"),
        ("PY  - 0000//", None, "0000//"),
        ("Y1  - 2010-12-24", "2010-12-24", None),
        ("PY  - n.d.", None, "n.d."),
    ],
)
def test_dates(fields: str, date: str | None, text: str | None, tmp_path: Path) -> None:
    """Dates are slashed with empty places, or as people write them; the year counts, the rest is told by any field."""
    path = tmp_path / "a.ris"
    path.write_text(f"TY  - JOUR\nTI  - A\n{fields}\nER  - \n", encoding="utf-8")
    (record,) = list(read_ris(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))
    assert isinstance(record, Record)
    assert (record.date, record.date_text) == (date, text)


def test_blanks_without_end(tmp_path: Path) -> None:
    """A name with a hundred thousand blanks costs no more than another one of its length: it would take minutes."""
    path = tmp_path / "a.ris"
    path.write_text(f"TY  - JOUR\nTI  - A\nAU  - Lee, Ann{' ' * 100_000}B. and Roe, Bo\nER  - \n", encoding="utf-8")
    (record,) = list(read_ris(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))
    assert isinstance(record, Record)
    assert [name.family for name in record.names] == ["Lee", "Roe"]
