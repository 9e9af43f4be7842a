"""XML of the ACL Anthology: identifiers of papers, recognition, many volumes in little memory, the samples."""

import random
import re
import resource
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.identifiers import parse
from kg.model import Record, Reject
from kg.readers import Reading
from kg.readers.acl.ids import anthology_id, is_front, year_of_collection
from kg.readers.acl.names import name_of, script_tag
from kg.readers.acl.papers import _PLAIN, _code_in
from kg.readers.acl.text import abstract_text, line_text
from kg.readers.formats import ACL, HTML, format_of
from kg.readers.listing.code_urls import code_urls

CASES = Path(__file__).parent / "cases"
Read = Callable[[Path], list[Reading]]


def records(found: list[Reading]) -> list[Record]:
    """Return the records among readings."""
    return [one for one in found if isinstance(one, Record)]


@pytest.mark.parametrize(
    ("collection", "volume", "paper", "expected"),
    [
        ("P18", "1", "1", "P18-1001"),
        ("W18", "1", "2", "W18-0102"),
        ("W18", "63", "10", "W18-6310"),
        ("C69", "1", "1", "C69-0101"),
        ("D19", "1", "1", "D19-1001"),
        ("D19", "57", "2", "D19-5702"),
        ("2021.acl", "long", "23", "2021.acl-long.23"),
        ("2022.findings", "acl", "0", "2022.findings-acl.0"),
        ("P98", "", "1028", "P98-1028"),
        ("P98", "1", "x", None),
        ("2021.acl", "", "23", None),
        ("", "", "23", None),
        ("P98", "1", "", None),
    ],
)
def test_a_paper_has_its_number(collection: str, volume: str, paper: str, expected: str | None) -> None:
    """Workshops, C69 and the last volumes of D19 have two digits for the volume, other old volumes one."""
    assert anthology_id(collection, volume, paper) == expected


@given(st.sampled_from("ACDEHIJKLMNOPQSTUWXY"), st.integers(0, 99), st.integers(1, 9), st.integers(0, 99))
def test_numbers_of_old_papers_are_identifiers(letter: str, year: int, volume: int, paper: int) -> None:
    """For every old volume: the number made is one that `kg.identifiers` takes as it is, and ends in its paper's."""
    made = anthology_id(f"{letter}{year:02}", str(volume), str(paper))
    assert made is not None
    known = parse("acl", made)
    assert known is not None
    assert known.value == made
    assert made.endswith(f"{paper:02}")


@given(st.from_regex(_PLAIN, fullmatch=True))
def test_plain_numbers_are_identifiers(number: str) -> None:
    """For any number that is taken at a glance: `kg.identifiers` takes it as it is."""
    known = parse("acl", number)
    assert known is not None
    assert known.value == number


def test_the_whole_of_an_old_volume_has_a_round_number() -> None:
    """`1000` is the volume itself, of workshops `0100`; without a number it is none."""
    assert is_front("P98", "1000")
    assert is_front("W14", "100")
    assert not is_front("P98", "1100")
    assert not is_front("W14", "0101")
    assert not is_front("W14", None)
    assert not is_front("", "1000")


@pytest.mark.parametrize(
    ("collection", "year"), [("P98", "1998"), ("C65", "1965"), ("W05", "2005"), ("2021.acl", "2021"), ("x", None)]
)
def test_a_collection_says_its_year(collection: str, year: str | None) -> None:
    """Two digits from 60 on are of the twentieth century."""
    assert year_of_collection(collection) == year


@pytest.mark.parametrize(
    ("first", "last", "family", "suffix"),
    [
        ("Hal", "Daumé III", "Daumé", "III"),
        ("John", "Smith, Jr.", "Smith", "Jr."),
        ("Ann", "Lee Jr", "Lee", "Jr"),
        ("Malcolm", "X", "X", None),
        (None, "Smith II", None, None),
        (None, "Mausam", "Mausam", None),
        ("Plato", None, None, None),
    ],
)
def test_suffixes_stand_behind_family_names(
    first: str | None, last: str | None, family: str | None, suffix: str | None
) -> None:
    """A suffix is told apart where there is a given name; what is printed stays."""
    name = name_of(first, last)
    assert (name.given, name.family, name.suffix) == (first, family, suffix)
    assert name.printed == " ".join(filter(None, (first, last)))


def test_scripts_have_a_tag() -> None:
    """A script of four letters is that of an unknown language; another word is no script."""
    assert [script_tag(one) for one in ("hani", "Latn", "", "chinese")] == ["und-Hani", "und-Latn", "und", "und"]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("a <b>b</b>\n  c", "a b c"),
        ("<tex-math>x < y</tex-math>".replace("x <", "x &lt;"), "$x < y$"),
        ("<tex-math>$x$</tex-math> and <tex-math> </tex-math>", "$x$ and"),
        ("<tex-math>a<b>b</b>c</tex-math>.", "$abc$."),
        ("&amp;lt; stays", "&lt; stays"),
        ("N  -Grams", "N  -Grams"),
        ("", None),
        (" \n ", None),
    ],
)
def test_markup_is_text(marked: str, expected: str | None) -> None:
    """Text stays to the character but for line ends; formulas stand between dollar signs."""
    assert line_text(etree.fromstring(f"<title>{marked}</title>")) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Abstract: Words.", "Words."),
        ("ABSTRACT—Words.", "Words."),
        ("Abstract - Words.", "Words."),
        ("Abstract-level words.", "Abstract-level words."),
        ("Abstract meaning.", "Abstract meaning."),
        ("Abstract.", "Abstract."),
    ],
)
def test_the_label_of_an_abstract_is_none_of_it(printed: str, expected: str) -> None:
    """`Abstract:` before the text is left out; the word in a sentence stays."""
    element = etree.Element("abstract")
    element.text = printed
    assert abstract_text(element) == expected
    assert abstract_text(None) is None


def test_a_collection_is_known_by_its_elements() -> None:
    """A collection of volumes or events, or an old volume of papers; not a dump of dblp nor a page."""
    assert format_of('<?xml version="1.0"?>\n<collection id="2021.acl">\n  <volume id="long">') is ACL
    assert format_of('<collection id="2021.acl"><!-- x --><event id="acl-2021">') is ACL
    assert format_of('\ufeff<volume id="W14">\n<paper id="0100">') is ACL
    assert format_of('<collection id="2021.acl"></collection>') is ACL
    assert format_of("<dblp><article key='journals/x/y'><volume>12</volume>") is not ACL
    assert format_of('<!DOCTYPE html><html><body>&lt;collection id="x"&gt;') is HTML
    assert format_of("{\"a\": \"<collection id='x'><volume id='1'>\"}") is not ACL


def test_what_has_no_paper_is_rejected(readings: Read, tmp_path: Path) -> None:
    """A collection without any volume is one reject; one of only an event too."""
    for inner in ("", '<event id="acl-2021"><meta><title>T</title></meta></event>'):
        path = tmp_path / "a.xml"
        path.write_text(f'<collection id="2021.acl">{inner}</collection>')
        (reject,) = readings(path)
        assert isinstance(reject, Reject)
        assert "neither a paper" in reject.reason


def test_a_volume_without_editors_or_identifiers_is_no_record(readings: Read, tmp_path: Path) -> None:
    """Where there is no front matter, only what nothing else holds makes a record of a volume, doubts among that."""
    path = tmp_path / "a.xml"
    meta = "<meta><booktitle>Words</booktitle><year>2021</year>{}</meta>"
    paper = '<paper id="1"><title>T</title></paper>'
    for inner, count in (("", 1), ("<isbn>978-3-16-148410-0</isbn>", 2), ("<isbn>978</isbn>", 2)):
        path.write_text(f'<collection id="2021.acl"><volume id="1">{meta.format(inner)}{paper}</volume></collection>')
        assert len(records(readings(path))) == count


def test_volumes_without_papers_are_records(readings: Read, tmp_path: Path) -> None:
    """Issues of which only `meta` is there are a record each, with their journal, volume and issue."""
    path = tmp_path / "a.xml"
    title = "<booktitle>The Word String, Volume 1, Number {0} (May 1964)</booktitle>"
    volume = f'<volume id="{{0}}" type="journal"><meta>{title}<month>May</month><year>1964</year></meta></volume>'
    path.write_text(f'<collection id="1964.ws">{volume.format(1)}{volume.format(2)}</collection>')
    found = records(readings(path))
    assert [(one.venue and one.venue.name, one.volume, one.issue) for one in found] == [
        ("The Word String", "1", "1"),
        ("The Word String", "1", "2"),
    ]


def test_two_letters_are_journals(readings: Read, tmp_path: Path) -> None:
    """What stands in the collections J and Q is an article, whatever its volume is called."""
    path = tmp_path / "a.xml"
    for collection, kind in (("J79", "article"), ("Q13", "article"), ("P79", "proceedings-paper")):
        meta = "<meta><booktitle>Words, May</booktitle></meta>"
        paper = '<paper id="1"><title>T</title></paper>'
        path.write_text(f'<collection id="{collection}"><volume id="1">{meta}{paper}</volume></collection>')
        (record,) = records(readings(path))
        assert record.publication_type == kind
        assert record.venue is not None
        assert record.venue.name == "Words, May"


def test_a_volume_at_the_end_is_not_lost(readings: Read, tmp_path: Path) -> None:
    """The record of a volume without papers is made at the end of the file."""
    path = tmp_path / "a.xml"
    meta = "<meta><booktitle>Words</booktitle><editor><last>Li</last></editor><year>2021</year></meta>"
    path.write_text(f'<collection id="2021.acl"><volume id="1">{meta}</volume></collection>')
    (record,) = records(readings(path))
    assert [name.printed for name in record.editors] == ["Li"]


def test_editors_may_stand_in_the_front_matter(readings: Read, tmp_path: Path) -> None:
    """A front matter with a title and editors of its own says them where `meta` does not."""
    path = tmp_path / "a.xml"
    front = "<frontmatter><title>Words</title><editor><last>Li</last></editor></frontmatter>"
    path.write_text(f'<collection id="2021.acl"><volume id="1"><meta/>{front}</volume></collection>')
    (record,) = records(readings(path))
    assert (record.title, [name.printed for name in record.editors]) == ("Words", ["Li"])


def test_a_large_collection_needs_little_memory(readings: Read, tmp_path: Path) -> None:
    """Papers are cut out one by one: the memory does not grow with their number."""
    path = tmp_path / "a.xml"
    paper = '<paper id="{}"><title>Word {}</title><author><first>Bo</first><last>Li</last></author></paper>\n'
    with path.open("w") as file:
        file.write('<collection id="2021.acl"><volume id="long"><meta><year>2021</year></meta>\n')
        file.writelines(paper.format(number, number) for number in range(1, 3001))
        file.write("</volume></collection>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(records(readings(path))) == 3000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


def test_mutilated_files_end_in_readings(readings: Read, tmp_path: Path) -> None:
    """Bytes that are flipped, cut or doubled cost records, never the reader."""
    raw = (CASES / "volumes" / "source.xml").read_bytes()
    dice = random.Random(4)  # noqa: S311 - no secret
    path = tmp_path / "a.xml"
    for _ in range(60):
        changed = bytearray(raw)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(changed))
            length = dice.randint(1, 200)
            changed[at : at + length] = dice.choice(
                [
                    b"",
                    bytes([dice.randrange(256)]),
                    b"<",
                    b"</volume>",
                    b'<volume id="x">',
                    bytes(changed[at : at + length]) * 2,
                ]
            )
        path.write_bytes(bytes(changed))
        assert readings(path)


def sample_files(shared: Path) -> Iterator[Path]:
    """Yield the volumes of the samples."""
    yield from sorted((shared / "samples" / "acl-anthology").glob("*.xml"))


def test_samples_are_read_in_full(readings: Read, shared: Path) -> None:
    """As many papers, front matters, authors, editors, DOIs, abstracts ... as the tags say, file by file."""
    for path in sample_files(shared):
        text = path.read_text(encoding="utf-8")
        found = readings(path)
        read = records(found)
        assert len(read) == len(found) == len(re.findall(r"<paper\s|<frontmatter>", text)), path.name
        papers = [one for one in read if "/paper[" in (one.pointer or "")]
        assert sum(len(one.names) for one in read) == len(re.findall(r"<author[ >]", text)), path.name
        assert sum(len(one.editors) for one in read) == len(re.findall(r"<editor[ >]", text)), path.name
        schemes = [known.scheme for one in read for known in one.identifiers]
        assert schemes.count("doi") == text.count("<doi>"), path.name
        assert schemes.count("acl") == len(read), path.name
        assert sum(one.abstract is not None for one in read) == text.count("<abstract>"), path.name
        assert sum(one.retracted for one in read) == text.count("<retracted "), path.name
        assert all(one.date and one.title and one.landing_page for one in read), path.name
        names = [name for one in read for name in (*one.names, *one.editors)]
        assert sum(len(name.variants) for name in names) == text.count("<variant "), path.name
        persons = [known.value for name in names for known in name.identifiers]
        assert persons == re.findall(r'<(?:author|editor) id="([^"]+)"', _editors_behind(text)), path.name
        assert sum(one.pages is not None for one in papers) == text.count("<pages>"), path.name
        assert sum(one.pdf is not None for one in papers) == _papers_with_url(path), path.name
        tied = [tie for one in read for tie in one.relations if tie.kind == "related"]
        assert len(tied) == text.count("<pwcdataset "), path.name


def _editors_behind(text: str) -> str:
    """Return the text with each `meta` behind its front matter, as records come."""
    return re.sub(r"(<meta>.*?</meta>)(\s*<frontmatter>.*?</frontmatter>)", r"\2\1", text, flags=re.DOTALL)


def _papers_with_url(path: Path) -> int:
    return len(etree.parse(path).findall(".//paper/url"))


def test_the_numbers_of_the_samples_are_those_of_their_files(readings: Read, shared: Path) -> None:
    """The Anthology names the file of a paper by its number: the number that is made is the same."""
    for path in sample_files(shared):
        tree = etree.parse(path)
        urls = {one.text for tag in ("paper", "frontmatter") for one in tree.iterfind(f".//{tag}/url")}
        made = {known.value for one in records(readings(path)) for known in one.identifiers if known.scheme == "acl"}
        assert urls - {None} <= made, path.name


def test_titles_of_the_samples_are_kept(readings: Read, shared: Path) -> None:
    """A title is what an XML parser finds in it, with dollar signs around its formulas."""
    for path in sample_files(shared):
        tree = etree.parse(path)
        expected = []
        for title in tree.iterfind(".//paper/title"):
            for formula in title.iter("tex-math"):
                formula.text = f"${formula.text}$"
            expected.append(" ".join("".join(map(str, title.itertext())).split()))
        read = [one.title or "" for one in records(readings(path)) if "/paper[" in (one.pointer or "")]
        assert [" ".join(one.split()) for one in read] == expected, path.name
        assert all(unicodedata.normalize("NFC", one) for one in read)


@given(st.sampled_from(["https://github.com/a/b", "gitlab.com/a/b", "www.bitbucket.org/a/b", "sr.ht/~a/b", "and/or"]))
def test_addresses_in_abstracts_are_not_missed(address: str) -> None:
    """Whether an abstract is searched for code never hides an address that the search would find."""
    for abstract in (f"Our code: {address}.", f"OUR CODE: {address.upper()} .", address):
        assert _code_in(abstract) == code_urls(abstract)
    assert _code_in(None) == ()
