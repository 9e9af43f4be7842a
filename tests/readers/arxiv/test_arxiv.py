"""arXiv: the samples against their tags, the author line, texts, formats known by content."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Record, Reject
from kg.readers import Reading
from kg.readers.arxiv.author_line import is_names_alone, read_author_line
from kg.readers.arxiv.text import abstract_text, first_day, is_withdrawn, last_version, subjects, title_text
from kg.readers.formats import ARXIV, ARXIV_SNAPSHOT, HTML, OAI, format_of
from kg.readers.syntax.latex import is_plain, plain_text


def test_the_samples_are_read_in_full(shared: Path, readings: Callable[[Path], list[Reading]]) -> None:
    """As many entries, authors, affiliations, categories and ids as tags say; errors and empty feeds are rejects."""
    for path in sorted((shared / "samples" / "arxiv").glob("*.atom.xml")):
        text = path.read_text(encoding="utf-8")
        entries = [one for one in re.findall(r"<entry>.*?</entry>", text, re.DOTALL) if "/api/errors" not in one]
        found = readings(path)
        records = [one for one in found if isinstance(one, Record)]
        assert len(records) == len(entries), path.name
        assert bool(entries) or [type(one) for one in found] == [Reject]
        for record, entry in zip(records, entries, strict=True):
            names = re.findall(r"<name>(.*?)</name>", entry)
            assert [one.printed for one in record.names] == names
            places = re.findall(r"<arxiv:affiliation>(.*?)<", entry)
            assert [place.raw for one in record.names for place in one.affiliations] == places
            terms = set(re.findall(r'<category term="([^"]+)"', entry))
            assert {one.notation for one in record.subjects} == terms
            number = re.search(r"abs/([\w.-]+(?:/\d+)?)v(\d+)</id>", entry)
            assert number is not None
            assert ("arxiv", number[1]) in {(one.scheme, one.value) for one in record.identifiers}
            assert record.version_number == number[2]
            assert record.date == re.findall(r"<published>(.{10})", entry)[0]
            assert not record.doubts


def test_the_message_of_the_service_is_kept(shared: Path, readings: Callable[[Path], list[Reading]]) -> None:
    """An error that stands in an entry is a reject with the service's words."""
    (found,) = readings(shared / "samples" / "arxiv" / "id_abc.atom.xml")
    assert isinstance(found, Reject)
    assert "incorrect id format for abc" in found.reason


def test_the_raw_sample(shared: Path, readings: Callable[[Path], list[Reading]]) -> None:
    """Free text of authors, versions and TeX in names."""
    (record,) = readings(shared / "samples" / "arxiv" / "arxivraw_1810.09584.xml")
    assert isinstance(record, Record)
    assert record.authors == ("Raphael Chetrite", "Shamik Gupta", "Izaak Neri", "Édgar Roldán")
    assert (record.date, record.version_number, record.category) == ("2018-10-22", "2", "cond-mat.stat-mech")


def test_every_code_of_the_taxonomy_is_a_category(shared: Path) -> None:
    """The form that tells arXiv's codes from those of MSC and ACM holds for all of them."""
    with (shared / "samples" / "arxiv" / "taxonomy.csv").open(encoding="utf-8", newline="") as file:
        codes = [row[0] for row in csv.reader(file)][1:]
    assert len(codes) == 185
    assert [one.notation for one in subjects(codes)] == codes
    assert {one.scheme for one in subjects(codes)} == {"arxiv"}


def test_formats_are_known_by_content() -> None:
    """A feed of arXiv is arXiv; other feeds and pages are not; OAI-PMH is known by its root."""
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><id>{}</id></feed>'
    assert format_of(feed.format("http://arxiv.org/api/x")) is ARXIV
    assert format_of(feed.format("https://example.org/x")) is not ARXIV
    assert format_of("<html><a href='https://arxiv.org/abs/1'>feed http://www.w3.org/2005/Atom</a></html>") is HTML
    assert format_of('<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords/></OAI-PMH>') is OAI
    assert format_of("http://arxiv.org/abs/1") is not ARXIV


@pytest.mark.parametrize(
    ("line", "names", "places", "complete"),
    [
        ("A. One, B. Two and C. Three", ["A. One", "B. Two", "C. Three"], [[], [], []], True),
        ("A. One (1), B. Two (1 and 2) ((1) X, (2) Y, Z)", ["A. One", "B. Two"], [["X"], ["X", "Y, Z"]], True),
        ("A One (a), B Two (a,b) ((a) X (b) Y)", ["A One", "B Two"], [["X"], ["X", "Y"]], True),
        ("A. One (Univ. X), B. Two (Y (Z))", ["A. One", "B. Two"], [["Univ. X"], ["Y (Z)"]], True),
        ("A. One (1), B. Two (3)", ["A. One", "B. Two"], [[], []], True),
        ("A. One (12 additional authors not shown)", ["A. One"], [[]], False),
        ("A. One, et al.", ["A. One"], [[]], False),
        ("The Hive Collaboration: A. One, B. Two", ["The Hive Collaboration", "A. One", "B. Two"], [[], [], []], True),
        ("J. King, III (X) and L. Ng", ["J. King, III", "L. Ng"], [["X"], []], True),
        ("A. One (X", ["A. One"], [["X"]], True),
        ("(nobody) A. One", ["A. One"], [[]], True),
        ("A. One (deceased) )", ["A. One )"], [[]], True),
        (r"Erd\H{o}s P\'al$^{1,2}$", ["Erdős Pál"], [[]], True),
        ("", [], [], False),
    ],
)
def test_author_lines(line: str, names: list[str], places: list[list[str]], complete: bool) -> None:  # noqa: FBT001
    """Names are parted by commas and `and`; what stands in parentheses is where they work."""
    read = read_author_line(line)
    assert [one.printed for one in read.names] == names
    assert [[place.raw for place in one.affiliations] for one in read.names] == places
    assert read.complete is complete


@given(st.text("ab ,()1and.\\{}$^", max_size=60))
def test_any_author_line_is_read(line: str) -> None:
    """Whatever submitters type, a name has a letter and no parenthesis that was opened."""
    for name in read_author_line(line).names:
        assert any(map(str.isalpha, name.printed))
        assert "(" not in name.printed


def test_texts_keep_what_is_no_accent() -> None:
    """Accents are read outside of formulas; signs of TeX stay, since they mostly mean themselves."""
    assert title_text("  On\n \\'etale $\\'x<y$ ~5\\% {\\'E}tudes ") == "On étale $\\'x<y$ ~5\\% Études"
    assert title_text(" ") is None
    assert abstract_text("  One\ntwo.\n  Three.\n\nFour.") == "One two.\nThree.\nFour."
    assert abstract_text("") is None


@pytest.mark.parametrize(
    ("comment", "abstract", "withdrawn"),
    [
        ("This paper has been withdrawn by the author", None, True),
        ("Withdrawn: see v2", None, True),
        ("12 pages", "This submission was withdrawn due to an error. More.", True),
        ("12 pages", "Money was withdrawn from banks.", False),
        ("", None, False),
    ],
)
def test_withdrawals(comment: str, abstract: str | None, withdrawn: bool) -> None:  # noqa: FBT001 - a case
    """A comment, or the first words of the summary, tell that a paper was withdrawn."""
    assert is_withdrawn(comment, abstract) is withdrawn


def test_a_snapshot_is_known_by_its_fields() -> None:
    """JSON with parsed authors, or with arXiv's fields, is the snapshot; other JSON is not."""
    assert format_of('{"id": "1", "authors_parsed": [["A", "B", ""]]}') is ARXIV_SNAPSHOT
    assert format_of('{"journal-ref": null, "doi": null, "report-no": null, "categories": "hep-ph"}') is ARXIV_SNAPSHOT
    assert format_of('{"categories": ["a"]}') is not ARXIV_SNAPSHOT


_WORDS = ["Ann Lee", "Bo", ",", ";", " ", " and ", ":", "(Hive)", "et al", "et", "al.", "others",
          "other\u017f", "3", "\\'e", "~", "{", "…",
          ".", "...", "'", "--", "$a$", "é", "u. a."]  # fmt: skip


@given(st.lists(st.sampled_from(_WORDS)))
def test_lines_that_tell_names_and_no_more(parts: list[str]) -> None:
    """For any line: what is told to be names alone names no place, and says that these are all."""
    line = " ".join("".join(parts).split())
    read = read_author_line(line)
    if is_names_alone(line):
        assert read.complete or not read.names
        assert not any(name.affiliations for name in read.names)
    assert is_names_alone("Ann Lee, Bo Roe and Cy Doe")


def test_versions_and_days() -> None:
    """The highest version counts; a date as in mails is a day, whatever its clock says."""
    assert last_version(["v1", "v12", None, "final"]) == "12"
    assert last_version(["v0"]) == "0"
    assert last_version(["final"]) is None
    assert first_day("Mon, 2 Apr 2007 19:18:42 GMT").date == "2007-04-02"
    assert first_day("2 Apr 2007 \n").date == "2007-04-02"
    assert first_day("2008-11-26").date == "2008-11-26"


@given(st.lists(st.sampled_from(["We", " ", "\n", "\n\n", "\n  ", "\t", "\r", "\x1c", "\xa0", "moss."])).map("".join))
def test_an_abstract_does_not_depend_on_what_follows(text: str) -> None:
    """A last paragraph that is not ASCII, which is never read at a glance, leaves those before it as they are."""
    assert abstract_text(text + "\n\né") == "\n".join(filter(None, [abstract_text(text), "é"]))


@given(st.integers(1, 31), st.sampled_from(["", " ", "0", " 1", "1 ", " 19:18:42 GMT", "19:18"]))
def test_days_of_mails(day: int, behind: str) -> None:
    """The day of a date as in mails is the same with two blanks, which no service writes."""
    usual, odd = (first_day(f"Mon,{blanks}{day} Feb 2007{behind}") for blanks in (" ", "  "))
    assert odd.date == usual.date
    assert (odd.text or "").replace("  ", " ") == (usual.text or "")


@given(st.lists(st.sampled_from(_WORDS) | st.text(max_size=2), max_size=4).map("".join))
def test_plain_texts_are_printed_as_they_stand(tex: str) -> None:
    """LaTeX changes nothing of a text that is told to be plain."""
    assert not is_plain(tex) or plain_text(tex) == tex
    assert is_plain("Ann B. Lee")
