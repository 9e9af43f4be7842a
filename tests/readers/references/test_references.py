"""Lists of references: what the cases do not show."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Record, Reject
from kg.readers import Reading
from kg.readers.formats import format_of
from kg.readers.references.entries import blocks_of
from kg.readers.references.marked import Mark, from_plain
from kg.readers.references.names import read_names
from kg.readers.references.places import numbers_of, place_of, years_of
from kg.readers.references.reader import recognizes
from kg.readers.references.reading import read_reference
from kg.readers.references.venues import container_of
from kg.readers.source import Line

Read = Callable[[Path], list[Reading]]
_GOOD = "Korn, A., & Sieb, B. (2020). What sand knows. Journal of Grains, 12(3), 4-5."


@pytest.mark.parametrize(
    ("printed", "names", "complete"),
    [
        ("Korn, A. M., & van der Sieb, B.", ["A. M. Korn", "B. van der Sieb"], True),
        ("Korn AM, Sieb B, et al", ["AM Korn", "B Sieb"], False),
        ("A. Korn, B. Sieb, and C. Quarz", ["A. Korn", "B. Sieb", "C. Quarz"], True),
        ("J.-P. Korn u. a.", ["J.-P. Korn"], False),
        ("Korn, Anna; Sieb, Bert and Quarz, Carla", ["Anna Korn", "Bert Sieb", "Carla Quarz"], True),
        ("Korn, Anna / Sieb, Bert", ["Anna Korn", "Bert Sieb"], True),
        ("Korn, Anna, Bert Sieb, and Carla Quarz", ["Anna Korn", "Bert Sieb", "Carla Quarz"], True),
        ("Korn, Anna and Sieb, Bert", ["Anna Korn", "Bert Sieb"], True),
        ("Korn, A., Jr., Sieb, B.", ["A. Korn Jr.", "B. Sieb"], True),
        ("Korn, A., ... Sieb, B.", ["A. Korn", "B. Sieb"], False),
        ("Korn, A. (Hrsg.)", ["A. Korn"], True),
        ("García, M. y López, J.", ["M. García", "J. López"], True),
        ("Иванов И. И., Петров П. П. и др.", ["И. И. Иванов", "П. П. Петров"], False),
        ("王伟，李娜，等", ["王伟", "李娜"], False),
        ("山田太郎・鈴木花子", ["山田太郎", "鈴木花子"], True),
    ],
)
def test_names_in_many_styles(printed: str, names: list[str], complete: bool) -> None:  # noqa: FBT001 - a column
    """Names are told apart in each style of printing them, and `et al.` in each language cuts the list."""
    read = read_names(printed)
    assert [name.display for name in read.names] == names
    assert read.complete == complete
    assert read.score > 0


@pytest.mark.parametrize(
    "printed", ["", "What sand knows about the sea", "12(3), 4-5", "a b c, d e f", "Sand, 2020", "x" * 5000]
)
def test_no_names(printed: str) -> None:
    """Titles, numbers and prose are hardly names."""
    assert read_names(printed).score < 0


@pytest.mark.parametrize(
    ("text", "volume", "issue", "pages"),
    [
        ("J. Grains, 12(3), 45-67.", "12", "3", "45-67"),
        ("J Grains. 2020;12(3):45-67", "12", "3", "45-67"),
        ("J. Grains, vol. 12, no. 3, pp. 45–67, 2020.", "12", "3", "45-67"),
        ("J. Grains 12, no. 3 (2020): 45–67", "12", "3", "45-67"),
        ("J. Grains 12, 3 (2020), 45–67.", "12", "3", "45-67"),
        ("J. Grains 12 (2020) 45–67", "12", None, "45-67"),
        ("Zeitschrift, Jg. 12, H. 3, S. 45–67", "12", "3", "45-67"),
        ("Журнал. — 2020. — Т. 12, № 3. — С. 45–67.", "12", "3", "45-67"),
        ("PLoS Grains 9(2): e12345", "9", "2", "e12345"),
        ("Grains 7(2)", "7", "2", None),
        ("Proc. of Grains, pages 1-9, 2020", None, None, "1-9"),
        ("Grains, 2019–2020", None, None, "2019-2020"),
        ("Journal of Grains 33, 2020", "33", None, None),
        ("Journal of Grains 33:(1998)", None, None, None),
        ("", None, None, None),
    ],
)
def test_numbers_of_places(text: str, volume: str | None, issue: str | None, pages: str | None) -> None:
    """Volume, issue and pages are read in each style."""
    assert place_of(text)[:3] == (volume, issue, pages)


def test_identifiers_and_addresses() -> None:
    """Identifiers and addresses are taken out of the text, which keeps its length; wrong ones are told."""
    text = (
        "A title. doi:10.1000/ABC. arXiv:2101.00001v2 [cs.LG]. https://doi.org/10.1000/x(1). See www.example.org and "
        "https://example.org/a(b). PMCID: PMC1234. ISBN 978-0-306-40615-7 ISSN 0378-5955 ISBN 978-0-306-40615-8 https://orcid.org/"
    )
    read = numbers_of(text)
    assert [one.key for one in read.identifiers] == [
        "arxiv-2101.00001", "doi-10.1000/abc", "doi-10.1000/x(1)", "isbn-9780306406157", "pmcid-PMC1234",
    ]  # fmt: skip
    assert read.urls[0] == "https://example.org/a(b)"
    assert read.issns == ("0378-5955",)
    assert len(read.wrong) == 1
    assert len(read.rest) == len(text)


def test_years() -> None:
    """A year in brackets is believed before others; ranges and numbers with letters are none."""
    assert [one.date for one in years_of("A (2020, May 3). B 1999.")] == ["2020-05-03", "1999"]
    assert [one.date for one in years_of("pp. 1998-2001, x2010, 2005 Jun; 平成2011年")] == ["2011", "2005-06"]


@pytest.mark.parametrize(
    ("text", "venue", "publisher", "kind"),
    [
        (
            " In Proc. of Grains, edited by A. Korn and B. Sieb, 1-9. Shore Press.",
            "Proc. of Grains",
            "Shore Press",
            "proceedings-paper",
        ),
        (" In: Korn, A. (ed.) The book of sand, pp. 1–9. Oxford: Shore", "The book of sand", "Shore", "chapter"),
        (" Oxford: Shore House.", None, "Shore House", "book"),
        (" Technical report, Institute of Sand", "Technical report, Institute of Sand", None, "report"),
        (" , ,", None, None, None),
        (" In Sand Days, 2020", "Sand Days", None, None),
    ],
)
def test_containers(text: str, venue: str | None, publisher: str | None, kind: str | None) -> None:
    """Venue, publisher and type follow from what stands behind the title."""
    read = container_of(text, 0, from_plain(text), arxiv=False)
    assert (read.venue, read.publisher, read.kind) == (venue, publisher, kind)


def test_marks_of_markdown() -> None:
    """Bold, italics and links of Markdown become marks, and their signs vanish."""
    read = from_plain("**[What](https://example.org/a)** by *Korn*, “sand” snake_case 2*3*4")
    assert read.text == "What by Korn, “sand” snake_case 2*3*4"
    assert set(read.marks) == {Mark(0, 4, "strong"), Mark(8, 12, "italic"), Mark(15, 19, "quote")}
    assert read.links == ("https://example.org/a",)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (f"{_GOOD}\n{_GOOD}\n", True),
        (f"[1] {_GOOD}\n", True),
        (f"{_GOOD}\n", False),
        ("It was dark. In 2019 we saw nothing.\n\nIn 2020 it was dark again, as always.\n", False),
        ("Sand, 2019\nStone, 2020\n", False),
        ("<p>A page</p>", False),
        ("", False),
    ],
)
def test_a_list_is_recognised(text: str, is_one: bool) -> None:  # noqa: FBT001 - a column
    """A text is a list if most of its entries read like references; prose is none."""
    assert recognizes(text) == is_one
    assert (format_of(text).name == "references") == is_one


def test_long_entries() -> None:
    """Endless entries are parted, and what is too long is no reference."""
    blocks = list(blocks_of(Line(at, "    more and more") for at in range(1, 100)))
    assert len(blocks) == 3
    assert read_reference(from_plain("word " * 1000)) is None
    assert read_reference(from_plain("")) is None


def test_labels_and_words_parted_at_line_ends() -> None:
    """Labels are taken off, words parted by a hyphen are joined, bullets are no labels."""
    text = ["\\bibitem{korn20} A.", "  know-", "  ledge", "• B.", "(3) C.", "7\tD."]
    read = [(one.label, one.text) for one in blocks_of(Line(at, one) for at, one in enumerate(text, 1))]
    assert read == [("korn20", "A. knowledge"), (None, "B."), ("3", "C."), ("7", "D.")]


_PIECE = st.sampled_from(
    [
        "Korn, A.",
        "& ",
        "(2020)",
        ". ",
        "“",
        "”",
        "*",
        "**",
        "[",
        "](http://x.y)",
        "In ",
        "doi:10.1/",
        "12(3)",
        "\n",
        "\n\n",
        "王伟",
        "и др.",
        "et al.",
        " / ",
        "//",
        "1999-",
        "pp. ",
        "[1] ",
        "What sand knows",
        "é\u0301",
        "\u202e",
        "((",
        "Т. 2",
    ]
)


@settings(max_examples=300, deadline=None)
@given(text=st.lists(st.one_of(_PIECE, st.text(max_size=8)), max_size=30).map("".join))
def test_any_text_is_read(text: str) -> None:
    """No text, however broken, makes the reader fail."""
    recognizes(text)
    read_reference(from_plain(text))


def test_no_listing_page_is_taken(shared: Path) -> None:
    """The pages of the four layouts stay listing pages."""
    for page in sorted((shared / "samples/listings/clean").glob("*.txt"))[:12]:
        assert not recognizes(page.read_text(encoding="utf-8")[: 1 << 16])


def test_records_and_rejects(tmp_path: Path, readings: Read) -> None:
    """What is no reference in a list is a reject at its line, and the next entry is read."""
    page = tmp_path / "list.txt"
    page.write_text(f"[1] {_GOOD}\n[2] See the keeper of the lighthouse.\n[3] {_GOOD}\n", encoding="utf-8")
    first, second, third = readings(page)
    assert isinstance(first, Record)
    assert isinstance(third, Record)
    assert (first.authors_raw, third.index) == ("Korn, A., & Sieb, B.", 2)
    assert isinstance(second, Reject)
    assert second.start_line == 2
