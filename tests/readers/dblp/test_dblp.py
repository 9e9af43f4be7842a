"""XML of dblp: titles, links, numbers of homonyms, recognition, hostile files, memory, the samples."""

import random
import re
import resource
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.identifiers import parse, person_identifier, web_iri
from kg.model import PersonAuthority, Record, Reject
from kg.readers import Reading
from kg.readers.dblp.entries import _flat, attribute, entry_of, types
from kg.readers.dblp.links import PLAIN
from kg.readers.dblp.people import bare_name, script_tag
from kg.readers.dblp.records import PLAIN_KEY
from kg.readers.dblp.text import title_of
from kg.readers.formats import DBLP, JATS, format_of
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.xml_records import parsed
from kg.readers.unknown import unread_fields

CASES = Path(__file__).parent / "cases"
Read = Callable[[Path], list[Reading]]
HEAD = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n'
ARTICLE = '<article key="journals/jw/A{}"><author>Ann Lee</author><title>Word {}.</title><year>2001</year></article>\n'


def records(found: list[Reading]) -> list[Record]:
    """Return the records among readings."""
    return [one for one in found if isinstance(one, Record)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Words.", "Words"),
        ("Words?", "Words?"),
        ("Words!", "Words!"),
        ("Words", "Words"),
        ("Words...", "Words..."),
        ("Words and stones, etc.", "Words and stones, etc."),
        ("Google Inc.", "Google Inc."),
        ("Words in the U.S.", "Words in the U.S."),
        ("Words (in the U.S.A.)", "Words (in the U.S.A.)"),
        ("Web 2.0.", "Web 2.0"),
        ("About node.js.", "About node.js"),
        ("See Part I.", "See Part I"),
        ("Words .", "Words"),
        (".", "."),
    ],
)
def test_the_stop_of_dblp_is_none_of_the_title(printed: str, expected: str) -> None:
    """One full stop goes, unless the title ends with an ellipsis or a short form that has its own."""
    root = etree.Element("article")
    etree.SubElement(root, "title").text = printed
    assert title_of(entry_of(root).fields) == expected


@given(st.text(alphabet="abcXYZ 09?!:…é", min_size=1, max_size=30))
def test_every_title_comes_back(title: str) -> None:
    """For any title without a stop at its end: with dblp's stop behind it, it is read as it was."""
    title = " ".join(title.split())
    root = etree.Element("article")
    etree.SubElement(root, "title").text = f"{title}."
    assert title_of(entry_of(root).fields) == (title or ".")


@given(
    st.sampled_from(sorted(PLAIN)), st.from_regex(r"(10\.\d{4}/)?[A-Za-z0-9.()_:;/-]{1,12}|Q\d{1,5}", fullmatch=True)
)
def test_plain_links_are_identifiers(site: str, rest: str) -> None:
    """For any link that is read at a glance: `kg.identifiers` reads the same identifier in it."""
    scheme, form = PLAIN[site]
    match = form.fullmatch(rest.lower() if scheme == "doi" else rest)
    if match is not None:
        known = parse(scheme, site + rest)
        assert known is not None
        assert known.value == match[0]
        assert web_iri(known) is not None


@given(st.from_regex(PLAIN_KEY, fullmatch=True))
def test_plain_keys_are_identifiers(key: str) -> None:
    """For any key that is read at a glance: `kg.identifiers` takes it as it is."""
    known = parse("dblp", key)
    assert known is not None
    assert known.value == key


_TEXTS = st.text(alphabet="aé &;<>\"'\t\n/=0x\ufffe\x01", max_size=8)
_FIELDS = st.tuples(
    st.sampled_from(["author", "title", "ee", "author", "crossref"]),
    st.sampled_from(["", ' orcid="1"', " orcid='1'", ' a="1" type="x y"', " a", ' a="<"', ' a="&#65;"']),
    st.one_of(st.just("Ann Lee"), _TEXTS),
    st.sampled_from(["author", "title", "ee", None, None, None]),
    st.sampled_from(["\n", "", " ", "x"]),
)


@given(
    st.sampled_from(['key="journals/x/y"', "key='journals/x/y'", 'key=" x" publtype="informal"', ""]),
    st.lists(_FIELDS, max_size=4),
)
def test_plain_records_are_read_as_by_a_parser(
    attributes: str, parts: list[tuple[str, str, str, str | None, str]]
) -> None:
    """For any record that is read without a parser: the parser finds it well-formed, and the same in it."""
    inner = "".join(f"<{name}{told}>{text}</{end or name}>{behind}" for name, told, text, end, behind in parts)
    piece = Piece(f"<article {attributes}>\n{inner}</article>".encode(), None, "set", 1, 1)
    flat = _flat(piece.raw)
    if flat is not None:
        assert flat == entry_of(parsed(piece))


@pytest.mark.parametrize(
    ("printed", "bare"),
    [("Jens Lehmann 0001", "Jens Lehmann"), ("Wei Wang", "Wei Wang"), ("Team 42", "Team 42"), ("0001", "0001")],
)
def test_four_digits_behind_a_name_are_dblps(printed: str, bare: str) -> None:
    """The number is taken off; it is an identifier together with the name."""
    assert bare_name(printed) == bare
    known = person_identifier("dblp-name", printed)
    assert (known.value if known is not None else None) == (printed if printed != bare else None)


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("王伟", "und-Hani"),
        ("김 철수", "und-Kore"),
        ("Слово", "und-Cyrl"),
        ("山田 たろう", "und-Jpan"),
        ("Łódź", ""),
        ("", ""),
        ("Ann 王", ""),
    ],
)
def test_letters_tell_the_script(name: str, tag: str) -> None:
    """A name in one script, or in those that one language mixes, has its tag; Latin has none."""
    assert script_tag(name) == tag


def test_dblp_is_known_by_its_elements() -> None:
    """The dump, a page of a person, one record by its key, an answer of the search; not other articles."""
    for beginning in (
        HEAD,
        "<dblp><article>",
        '<dblpperson name="Di Xu" pid="1/2">',
        '\ufeff<article key="journals/x/y" mdate="2001-01-01">',
        "<?xml version='1.0'?><!-- x --><www mdate='2001-01-01' key='homepages/1/2'>",
        '<?xml version="1.0"?>\n<result>\n<query id="1">x</query><hits total="1"><info><url>https://dblp.org/rec/x',
    ):
        assert format_of(beginning) is DBLP, beginning
    for beginning in (
        "<article key='mine'><title>T</title>",
        "<result><hits total='1'>",
        "<root><article key='journals/x/y'>",
        "text about <dblp>",
    ):
        assert format_of(beginning) is not DBLP, beginning
    assert format_of("<article><front><article-meta>") is JATS


def test_two_numbers_are_two_persons(readings: Read, tmp_path: Path) -> None:
    """Authors of one name with different numbers have different identifiers, one with the same number the same."""
    path = tmp_path / "a.xml"
    inner = "".join(f"<author>Wei Wang {number}</author>" for number in ("0001", "0002", "0001"))
    path.write_text(f'{HEAD}<article key="journals/jw/A">{inner}<title>T.</title></article></dblp>')
    (record,) = records(readings(path))
    assert [name.printed for name in record.names] == ["Wei Wang"] * 3
    first, second, third = (name.identifiers for name in record.names)
    assert first != second
    assert first == third


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE dblp SYSTEM "http://192.0.2.1/dblp.dtd">',
        '<!DOCTYPE dblp SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE dblp [<!ENTITY ouml SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE dblp [<!ENTITY a "aaaaaaaaaa"><!ENTITY ouml "&a;&a;&a;">]>',
    ],
)
def test_no_document_type_is_fetched(readings: Read, tmp_path: Path, declaration: str) -> None:
    """Entities are those of HTML, whatever the document type says that they are."""
    path = tmp_path / "a.xml"
    title = "<title>B&ouml;hm &other;.</title>"
    path.write_text(f'<?xml version="1.0"?>{declaration}<dblp><article key="journals/jw/A">{title}</article></dblp>')
    (record,) = records(readings(path))
    assert record.title == "Böhm &other;"


def test_a_dump_needs_little_memory(readings: Read, tmp_path: Path) -> None:
    """Records are cut out one by one: the memory does not grow with their number."""
    path = tmp_path / "a.xml"
    with path.open("w") as file:
        file.write(HEAD)
        file.writelines(ARTICLE.format(number, number) for number in range(5000))
        file.write("</dblp>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(records(readings(path))) == 5000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


def test_what_has_no_record_is_rejected(readings: Read, tmp_path: Path) -> None:
    """A dump without any record is one reject."""
    path = tmp_path / "a.xml"
    path.write_text(f"{HEAD}</dblp>")
    (reject,) = readings(path)
    assert isinstance(reject, Reject)


def test_mutilated_files_end_in_readings(readings: Read, tmp_path: Path) -> None:
    """Bytes that are flipped, cut or doubled cost records, never the reader."""
    dice = random.Random(6)  # noqa: S311 - no secret
    path = tmp_path / "a.xml"
    for name in ("dump", "page", "answers", "broken"):
        raw = (CASES / name / "source.xml").read_bytes()
        for _ in range(40):
            changed = bytearray(raw)
            for _ in range(dice.randint(1, 6)):
                at = dice.randrange(60, len(changed))
                piece = bytes(changed[at : at + dice.randint(1, 90)])
                changed[at : at + len(piece)] = dice.choice(
                    [b"", b"\xff", b"<", b"&", b"</article>", b"<info>", piece * 2]
                )
            path.write_bytes(bytes(changed))
            assert readings(path)


def test_fields_that_nobody_reads_are_told() -> None:
    """`kg read --unknown` names the fields of the dump that are left out."""
    told = {row.field for row in unread_fields([str(CASES / "dump" / "source.xml")])["dblp"]}
    assert {"stream", "note"} <= told
    assert not told & {"author", "editor", "ee", "crossref", "rel", "cite", "school", "isbn", "issn"}


def test_samples_are_read_in_full(readings: Read, shared: Path) -> None:
    """As many records, persons, authors and keys as the tags say."""
    for name in ("example_dblp.xml", "example_dblp_article.xml"):
        path = shared / "samples" / "dblp" / name
        text = re.sub(
            r"&(\w+);", lambda match: match[0] if match[1] == "amp" else "x", path.read_text(encoding="latin-1")
        )
        root = etree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", text).encode("latin-1"))
        there = [root] if root.get("key") else list(root.iterchildren("*"))
        found = readings(path)
        assert Counter(map(type, found)) == Counter(PersonAuthority if one.tag == "www" else Record for one in there)
        assert [one.pointer for one in found if isinstance(one, Record | PersonAuthority)] == [
            one.get("key") for one in there
        ]
        for read, element in zip(found, there, strict=True):
            if isinstance(read, Record):
                assert len(read.names) == len(element.findall("author"))
                assert len(read.editors) == len(element.findall("editor"))
                assert read.date == element.findtext("year")


def test_sample_names_are_decoded(readings: Read, shared: Path) -> None:
    """Entities of the external document type are letters; a number of a homonym is off the name."""
    (record,) = records(readings(shared / "samples" / "dblp" / "example_dblp_article.xml"))
    assert record.authors == ("Alexander S. Szalay", "Michael H. Böhlen", "Nicolas Heist", "Jens Lehmann")
    assert [[known.scheme for known in name.identifiers] for name in record.names] == [
        [],
        [],
        ["orcid"],
        ["orcid", "dblp-name"],
    ]


def test_attributes_are_found_by_name() -> None:
    """An attribute of a field is what stands between its quotes; `type` is words."""
    printed = ' orcid="0000" type="oa  archive"'
    assert attribute(printed, "orcid") == "0000"
    assert attribute(printed, "pid") is None
    assert attribute("", "pid") is None
    assert types(printed) == ["oa", "archive"]
    assert types("") == []
