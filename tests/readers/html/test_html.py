"""HTML pages, read by cases: `cases/<name>/source.html` gives `readings.jsonl`; encodings, hostile and broken pages."""

import random
import time
from pathlib import Path

import pytest

from kg.model import PageFacts, Record, Reject
from kg.readers import Place, open_source
from kg.readers.formats import HTML, JATS, LISTING, format_of
from kg.readers.html import reader
from kg.readers.html.parts import date_of, link_of, name_of
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/source.html"))
PAGE = '<html><head><meta name="citation_title" content="{}"><meta charset={}></head><body>x</body></html>'

Readings = list[PageFacts | Record | Reject]


def read(html: str | bytes, folder: Path) -> Readings:
    """Return what stands in a page."""
    path = folder / "source.html"
    path.write_bytes(html if isinstance(html, bytes) else html.encode())
    return list(reader.read_html(open_source(Place(str(path), by_hand=True), path.name, folder)))


def one_record(found: Readings) -> Record:
    """Return the only reading, a record."""
    (record,) = found
    assert isinstance(record, Record)
    return record


def test_a_format_is_known_by_what_is_in_it() -> None:
    """Tags of HTML at the beginning tell a page; other XML and plain text are none."""
    assert format_of("<!-- saved -->\n<!DOCTYPE html><p>") is HTML
    assert format_of("\ufeff<div class='x'>Abstract: a</div>") is HTML
    assert format_of("<article><front></front></article>") is JATS
    assert format_of("Abstract: <p> is a tag") is LISTING
    assert not reader.recognizes("<dblp><article/></dblp>")


@pytest.mark.parametrize(
    ("codec", "said"),
    [("utf-8", "utf-8"), ("utf-8-sig", "latin-1"), ("utf-16", "utf-8"), ("cp1252", "iso-8859-1"), ("cp1250", "cp1250"),
     ("cp1252", "nonsense"), ("utf-8", "iso-8859-1"), ("cp1252", "utf-8")],
)  # fmt: skip
def test_the_encoding_is_found(codec: str, said: str, tmp_path: Path) -> None:
    """A mark, else bytes that are UTF-8, else the page's word, else Windows-1252."""
    page = "<?xml version='1.0' encoding='x'?>" + PAGE.format("Ümläut – dash", said)
    assert one_record(read(page.encode(codec), tmp_path)).title == "Ümläut – dash"


@pytest.mark.parametrize(
    ("printed", "iso", "text"),
    [("2003-05-06T10:11:12Z", "2003-05-06", None), ("2003/5", "2003-05", None), ("6th May 2003", "2003-05-06", None),
     ("May 6, 2003", "2003-05-06", None), ("May 2003", "2003-05", None), ("Spring 2003", None, "Spring 2003"),
     ("2003-00-00", "2003", None), ("2003-02-31", "2003-02", None), ("2003-13", "2003", None), ("", None, None),
     ("0000", None, "0000")],
)  # fmt: skip
def test_dates(printed: str, iso: str | None, text: str | None, tmp_path: Path) -> None:
    """A date is as precise as it is right; what is no date is kept as printed."""
    (tmp_path / "a").write_bytes(b"a")
    source = open_source(Place(str(tmp_path / "a"), by_hand=True), "a", tmp_path)
    assert date_of(printed, Found(source, 1, Piece(b"", None, "x", 1, 1), [])) == (iso, text)


def test_names_and_links() -> None:
    """A comma parts family and given name, but not a suffix; an address is absolute and of the web."""
    assert (name_of("Roe, Cy").given, name_of("Cy Roe, Jr.").given) == ("Cy", None)
    assert link_of("b.pdf", "https://example.org/a/") == "https://example.org/a/b.pdf"
    assert [link_of(one, "") for one in ("b.pdf", "", None, "http://[", "javascript:alert(1)")] == [None] * 5


def test_names_in_one_tag(tmp_path: Path) -> None:
    """Semicolons part names in one tag, of either kind."""
    for tag in ("citation_author", "citation_authors"):
        page = f'<meta name="citation_title" content="x"><meta name="{tag}" content="Roe, Cy; Bo Lind; ">'
        record = one_record(read(page, tmp_path))
        assert [one.printed for one in record.names] == ["Roe, Cy", "Bo Lind"]


def test_one_title_with_two_dois_is_two_papers(tmp_path: Path) -> None:
    """Equal titles join what a page says in two ways, unless a DOI speaks against it."""
    coin = '<span class="Z3988" title="rft.atitle=Same&amp;rft.volume=1{}"></span>'
    meta = '<meta name="citation_title" content="Same"><meta name="citation_doi" content="10.5555/a">'
    other = "&amp;rft_id=info:doi/10.5555/b"
    for page, layouts in (
        (meta + coin.format(""), ["citation-tags+coins"]),
        (meta + coin.format(other), ["citation-tags", "coins"]),
        (coin.format("") * 2, ["coins", "coins"]),
    ):
        assert [one.layout for one in read(page, tmp_path) if isinstance(one, Record)] == layouts


def test_a_page_without_papers_is_a_reject(tmp_path: Path) -> None:
    """Nothing is lost in silence: no paper, no element, too long."""
    for page in ("<html><p>Hello</html>", "<!-- -->", "<html><meta name='dc.title' content='x'></html>"):
        (only,) = read(page, tmp_path)
        assert isinstance(only, Reject)


def test_a_long_page_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is held in memory, so its length has a bound."""
    monkeypatch.setattr(reader, "MOST_BYTES", 1000)
    (only,) = read("<p>" + "x" * 1000, tmp_path)
    assert isinstance(only, Reject)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200_000,
        '<script type="application/ld+json">' + "[" * 200_000 + "</script>",
        '<script type="application/ld+json">' + '{"a":[' * 900 + "0" + "]}" * 900 + "</script>",
        "<div itemscope itemtype='https://schema.org/Thesis'>" * 5_000,
        "<div itemprop=author itemscope itemtype='https://schema.org/Thesis'>" * 5_000,
        '<span class="Z3988" title="' + "rft.au=a&" * 100_000 + '"></span>',
        '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><meta name=citation_title content="&a;">&a;',
        "<meta name=citation_title content=x>" + "<meta name=citation_author content=y>" * 5_000,
        '<script type="application/ld+json">[' + '{"@type":"Book","name":"x"},' * 2_000 + "0]</script>",
    ],
    ids=["deep", "brackets", "objects", "scopes", "parts", "openurl", "entity", "authors", "books"],
)
def test_hostile_pages_cost_little(page: str, tmp_path: Path) -> None:
    """Whatever a page holds, it is read soon and without an error."""
    began = time.monotonic()
    found = read(page, tmp_path)
    assert found
    assert "root:" not in repr(found)
    assert time.monotonic() - began < 20


def test_mutated_pages_never_raise(tmp_path: Path) -> None:
    """Whatever the bytes, there are records and rejects, soon."""
    chance = random.Random(4)  # noqa: S311 - no secret
    cases = [(case / "source.html").read_bytes() for case in CASES]
    for _ in range(150):
        held = bytearray(chance.choice(cases))
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(held))
            end = at + chance.choice([1, 1, 2, 30, 300])
            held[at:end] = chance.choice([b"", held[at:end] * 2, b"<", b'"', b"&", b"\0", b"[", b"{", b"\xff", b"null"])
        began = time.monotonic()
        assert read(bytes(held) or b" ", tmp_path)
        assert time.monotonic() - began < 5
