"""JATS, read by cases: `cases/<name>/source.xml` gives `readings.jsonl`; broken and hostile XML; the samples."""

import random
import re
import resource
import time
from pathlib import Path

import pytest

from kg.model import PageFacts, Record, Reject
from kg.readers import Place, open_source, read_source
from kg.readers.formats import JATS, format_of
from kg.readers.jats.reader import read_jats, recognizes
from kg.readers.syntax import xml_pieces

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/source.xml"))
FRONT = "<front><article-meta><title-group><article-title>{}</article-title></title-group></article-meta></front>"
ARTICLE = f"<article>{FRONT}</article>"

Readings = list[PageFacts | Record | Reject]


def read(xml: str | bytes, folder: Path) -> Readings:
    """Return what stands in XML."""
    path = folder / "source.xml"
    path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
    return list(read_jats(open_source(Place(str(path), by_hand=True), path.name, folder)))


def titles(found: Readings) -> list[str | None]:
    """Return the titles of records; a reject is None."""
    return [one.title if isinstance(one, Record) else None for one in found]


def test_sample_articles_are_read_in_full(shared: Path, tmp_path: Path) -> None:
    """As many authors, editors, references and keywords as tags say, and every DOI and date."""
    for path in sorted((shared / "samples" / "jats").glob("*.xml")):
        source = open_source(Place(str(path), by_hand=True), path.name, tmp_path)
        (record,) = list(read_source(source))
        assert isinstance(record, Record), path.name
        text = path.read_text(encoding="utf-8").partition("<sub-article")[0]
        front = text.partition("<body>")[0]
        assert len(record.names) == len(re.findall(r'<contrib contrib-type="author"', front)), path.name
        assert len(record.editors) == len(re.findall(r'<contrib contrib-type="editor"', front)), path.name
        assert len(record.references) == len(re.findall(r"<ref ", text)), path.name
        assert len(record.keywords) >= len(re.findall(r"<kwd>", front)), path.name
        doi = re.search(r'<article-id pub-id-type="doi">([^<]+)', front)
        assert doi is not None
        assert [one.value for one in record.identifiers] == [doi[1].lower()]
        assert sum(any(i.scheme == "orcid" for i in one.identifiers) for one in record.names) == len(
            re.findall(r'contrib-id-type="orcid"', front)
        )
        assert (record.date is None) == ("<pub-date" not in front)
        assert not record.doubts


def test_a_format_is_known_by_what_is_in_it() -> None:
    """Elements of the front matter or the document type tell JATS from other XML with articles."""
    assert format_of(f"<?xml version='1.0'?>\n{ARTICLE}") is JATS
    assert recognizes('<!DOCTYPE article PUBLIC "-//NLM//DTD Journal">\n<article>')
    assert not recognizes('<dblp><article key="journals/x/y"><author>A</author></article></dblp>')
    assert not recognizes("an <article> with <front>")
    assert not recognizes('{"a": "<article><front>"}')


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE article [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
        + "]>"
        + ARTICLE.format("x&j;"),
        '<!DOCTYPE article [<!ENTITY a "' + "a" * 100_000 + '">]>' + ARTICLE.format("x" + "&a;" * 10_000),
        '<!DOCTYPE article [<!ENTITY j SYSTEM "file:///etc/passwd">]>' + ARTICLE.format("x&j;"),
        '<!DOCTYPE article SYSTEM "http://192.0.2.1/x.dtd" [<!ENTITY % p SYSTEM "http://192.0.2.1/p"> %p;]>'
        + ARTICLE.format("x&j;"),
        ARTICLE.format('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>x&j;'),
    ],
    ids=["billion laughs", "quadratic", "file", "network", "inclusion"],
)
def test_an_entity_is_never_expanded(bomb: str, tmp_path: Path) -> None:
    """No declaration of a document is believed: an entity of its own stays as it is printed, at no cost."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (record,) = read(bomb, tmp_path)
    assert isinstance(record, Record)
    assert (record.title or "").startswith("x&")
    assert "root:" not in (record.title or "")
    assert time.monotonic() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    """Elements in elements beyond what a parser bears are a reject; the next article is read."""
    deep = ARTICLE.format("<italic>" * 100_000 + "</italic>" * 100_000)
    assert titles(read(f"<articles>{deep}{ARTICLE.format('x')}</articles>", tmp_path)) == [None, "x"]


def test_a_long_record_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article longer than one record may be is a reject, and memory does not grow with it."""
    monkeypatch.setattr(xml_pieces, "MOST_CHARACTERS", 1000)
    monkeypatch.setattr(xml_pieces, "_BLOCK", 300)
    xml = f"<articles>{ARTICLE.format('y' * 9000)}{ARTICLE.format('x')}</articles>"
    found = read(xml, tmp_path)
    assert titles(found)[-1] == "x"
    assert isinstance(found[0], Reject)
    assert "longer than" in found[0].reason


@pytest.mark.parametrize("block", [1, 7, 100])
def test_blocks_do_not_matter(block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read does not depend on how the bytes come in."""
    case = (Path(__file__).parent / "cases" / "set" / "source.xml").read_bytes()
    whole = read(case, tmp_path)
    monkeypatch.setattr(xml_pieces, "_BLOCK", block)
    assert read(case, tmp_path) == whole


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "windows-1252", "nonsense", "hex"])
def test_the_declared_encoding_is_believed(encoding: str, tmp_path: Path) -> None:
    """A mark or the declaration names the encoding; a declaration of none is taken for UTF-8."""
    codec = encoding if encoding not in ("nonsense", "hex") else "utf-8"
    xml = f'<?xml version="1.0" encoding="{encoding}"?>\r\n\r\n{ARTICLE.format("Ümläut")}'
    (record,) = read(xml.encode(codec), tmp_path)
    assert isinstance(record, Record)
    assert (record.title, record.start_line, record.pointer) == ("Ümläut", 3, "/article")


def test_namespaces_of_any_kind(tmp_path: Path) -> None:
    """A namespace of the article, a prefix, one declared outside, or one never declared: all are read."""
    set_ = '<o:set xmlns:o="urn:o" xmlns:j="urn:j">'
    prefixed = re.sub(r"<(/?)(?=[a-z])", r"<\1j:", ARTICLE.format("x"))
    own = ARTICLE.format("y").replace("<article>", '<article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/">')
    undeclared = ARTICLE.format('<ext-link xlink:href="u">z</ext-link>')
    assert titles(read(f"{set_}{prefixed}{own}{undeclared}</o:set>", tmp_path)) == ["x", "y", "z"]


def test_a_file_without_articles_is_a_reject(tmp_path: Path) -> None:
    """Nothing is lost in silence."""
    assert titles(read("<!DOCTYPE articles [ <!-- don't --> <articles/>", tmp_path)) == [None]
    assert titles(read(f"<articles><!-- never closed {ARTICLE.format('x')}", tmp_path)) == ["x"]
    assert titles(read("<articles><article", tmp_path)) == [None]


def test_whom_a_person_speaks_for_is_no_name_of_theirs(tmp_path: Path) -> None:
    """A collective beside a person is no variant; forms of one collective in several languages are."""
    both = "<contrib><name><surname>Roe</surname><given-names>Cy</given-names></name><collab>Team</collab></contrib>"
    forms = "<contrib><collab-alternatives><collab>Team</collab><collab xml:lang='de'>Gruppe</collab>"
    group = f"<contrib-group>{both}{forms}</collab-alternatives></contrib></contrib-group></article-meta>"
    (record,) = read(ARTICLE.format("x").replace("</article-meta>", group), tmp_path)
    assert isinstance(record, Record)
    assert [(one.printed, one.variants) for one in record.names] == [("Cy Roe", ()), ("Team", (("de", "Gruppe"),))]


def mutated(xml: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few of them cut, doubled, exchanged or replaced."""
    held = bytearray(xml)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(held))
        end = min(len(held), at + chance.choice([1, 1, 2, 30, 400]))
        what = chance.randrange(4)
        if what == 0:
            del held[at:end]
        elif what == 1:
            held[at:at] = held[at:end]
        elif what == 2:
            held[at] = chance.randrange(256)
        else:
            held[at:at] = chance.choice([b"<", b"&", b"]]>", b"<!--", b"<article>", b"</article>", b"&x;", b'"', b"\0"])
        if not held:
            return b" "
    return bytes(held)


def test_mutated_articles_never_raise(tmp_path: Path) -> None:
    """Whatever the bytes, there are records and rejects, soon."""
    chance = random.Random(4)  # noqa: S311 - no secret
    cases = [(case / "source.xml").read_bytes() for case in CASES]
    for _ in range(150):
        began = time.monotonic()
        assert read(mutated(chance.choice(cases), chance), tmp_path)
        assert time.monotonic() - began < 5
