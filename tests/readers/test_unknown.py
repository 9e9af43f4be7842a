"""What nothing read of a source: `kg read --unknown`."""

import copy
from pathlib import Path

import pytest
from lxml import etree

from kg.cli import main
from kg.readers.syntax.watched_xml import WatchedElement, read_whole
from kg.readers.unknown import unread_fields
from kg.readers.unread import Unread, is_watched, noted, tell_unread, watching

ARTICLE = """<?xml version="1.0"?>
<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta>
  <article-id pub-id-type="doi" custom="1">10.1000/x</article-id>
  <title-group><article-title>A <italic toggle="yes">title</italic></article-title></title-group>
  <self-uri xlink:href="https://example.org/x" xlink:title="here"/>
  <counts><fig-count count="7"/><empty/></counts>
  <empty/>
</article-meta></front></article>
"""


def fields(path: Path) -> dict[str, list[tuple[str, int, str]]]:
    """Return what was not read of a file, by format."""
    return {name: [tuple(row) for row in rows] for name, rows in unread_fields([str(path)]).items()}  # type: ignore[misc]


def test_xml(tmp_path: Path) -> None:
    """Elements without any touched part are told once, attributes that nobody asked for by their path."""
    path = tmp_path / "a.xml"
    path.write_text(ARTICLE)
    meta = "article/front/article-meta"
    assert fields(path) == {
        "jats": [
            (f"{meta}/article-id/@custom", 1, "a.xml, line 3"),
            (f"{meta}/counts", 1, "a.xml, line 6"),
            (f"{meta}/self-uri/@xlink:title", 1, "a.xml, line 5"),
        ]
    }


def test_records_of_a_set_are_told_apart(tmp_path: Path) -> None:
    """In a file of several records the place says in which one a field stands."""
    path = tmp_path / "a.xml"
    path.write_text(f"<set>{ARTICLE[22:]}{ARTICLE[22:]}</set>")
    place = "a.xml, line 2, (//article)[1]"
    assert fields(path)["jats"][0] == ("article/front/article-meta/article-id/@custom", 2, place)


def test_bibtex(tmp_path: Path) -> None:
    """A field that the reader does not ask for is told with line and citation key; an empty one is not."""
    path = tmp_path / "a.bib"
    path.write_text("@book{b, title={T}, crossref={c}, price={9}, colour={}}\n\n@book{c, title={U}, price = 3}\n")
    assert fields(path)["bibtex"][0] == ("price", 2, "a.bib, line 1, b")


def test_pages(tmp_path: Path) -> None:
    """Of a page the tags and the properties that nobody asks for are told."""
    path = tmp_path / "a.html"
    path.write_text(
        '<html><head><meta name="citation_title" content="T"><meta name="citation_author" content="Bell, Ann">\n'
        '<meta name="citation_author_email" content="a@e.org"><meta name="viewport" content="x">\n'
        '<meta name="dc.title" content="T"><meta name="dc.creator" content="Bell, Ann">'
        '<meta name="dc.coverage" content="Arctic">\n'
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "ScholarlyArticle",'
        ' "name": "T", "author": {"@type": "Person", "name": "Ann Bell"}, "wordCount": 7}</script></head></html>'
    )
    assert fields(path) == {
        "html": [
            ("citation_author_email", 1, "a.html, line 2"),
            ("dc.coverage", 1, "a.html, line 3"),
            ("wordCount", 1, "a.html, script[1]"),
        ]
    }


GRAPH = """PREFIX bibo: <http://purl.org/ontology/bibo/> PREFIX dc: <http://purl.org/dc/elements/1.1/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX kg: <https://w3id.org/scholarkg/ontology#>
<urn:x:1> a bibo:Article ; dc:title "T" ; bibo:numPages 7 ; <http://e.org/mood> "glad" ; dc:creator <urn:x:a> .
<urn:x:a> foaf:name "Ann Bell" ; foaf:age 40 .
<urn:x:2> a bibo:Article ; dc:title "U" ; dc:creator "Roe" ; bibo:numPages 9 ; bibo:pages "1" .
<urn:x:j> a bibo:Journal, bibo:Periodical ; dc:title "Unused" . [] a bibo:Journal .
"""


def test_graphs(tmp_path: Path) -> None:
    """Of a graph the properties of papers and persons that nobody asks for, and the classes that no paper leads to."""
    path = tmp_path / "a.ttl"
    path.write_text(GRAPH)
    assert fields(path) == {
        "rdf": [
            ("bibo:numPages", 2, "a.ttl, line 3"),
            ("subjects of class bibo:Journal", 2, "a.ttl, line 6"),
            ("foaf:age", 1, "a.ttl, line 4"),
            ("http://e.org/mood", 1, "a.ttl, line 3"),
            ("subjects of class bibo:Periodical", 1, "a.ttl, line 6"),
        ]
    }


def test_a_graph_of_ours(tmp_path: Path) -> None:
    """What a build computes anew is not told."""
    path = tmp_path / "a.ttl"
    path.write_text(
        "PREFIX kg: <https://w3id.org/scholarkg/ontology#>\n"
        '<urn:x:1> a kg:Paper ; kg:title "T" ; kg:normalizedTitle "t" ; kg:colour "red" .\n<urn:x:r> a kg:Record .\n'
    )
    assert fields(path) == {
        "rdf": [("kg:colour", 1, "a.ttl, line 2"), ("subjects of class kg:Record", 1, "a.ttl, line 3")]
    }


def test_references(tmp_path: Path) -> None:
    """Of a printed reference the stretches of text that went into no field, by what they say."""
    path = tmp_path / "a.txt"
    path.write_text(
        "[1] A. Bell and B. Roe (2004a). Tides of small ponds. Annals of Ponds, 3(4), 5-9. Best Paper Award.\n"
        "[2] C. Lind. Waves of puddles. Annals of Ponds, vol. 7, pp. 01-19, March 2005. (talk) arXiv:2101.00001\n"
        "[3] D. Abel. Depths of small lakes. Annals of Ponds, 8, 2006. Best Paper Award.\n"
    )
    assert fields(path) == {"references": [("'Best Paper Award'", 2, "a.txt, line 1"), ("'talk'", 1, "a.txt, line 2")]}


def test_csl_yaml(tmp_path: Path) -> None:
    """Of YAML what the same work in JSON would not be read for, and what stands behind the list."""
    path = tmp_path / "a.yaml"
    path.write_text("references:\n- id: a\n  type: book\n  title: T\n  price: 9\n  custom: {x: 1}\nnocite: b\n")
    assert fields(path) == {
        "csl-yaml": [
            ("custom", 1, "a.yaml, line 2"),
            ("nocite", 1, "a.yaml, line 7"),
            ("price", 1, "a.yaml, line 2, /price"),
        ]
    }


def test_rdfa(tmp_path: Path) -> None:
    """What a page says in RDFa is told like a graph."""
    path = tmp_path / "a.html"
    path.write_text(
        '<html><div vocab="http://schema.org/" typeof="Book"><b property="name">T</b>\n'
        '<i property="dc:mood">glad</i><i property="wordCount">7</i></div></html>'
    )
    assert fields(path) == {
        "html": [("dcterms:mood", 1, "a.html, line 1"), ("wordCount", 1, "a.html, blank node, line 1")]
    }


def test_the_command_prints_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`kg read --unknown` prints a line a field, below the name of the format, and says where there is none."""
    (tmp_path / "a.bib").write_text("@book{b, title={T}, price={9}}\n")
    (tmp_path / "page.txt").write_text("Abstract:Some text.\n")
    (tmp_path / "zero.bin").write_bytes(b"\0\0")
    (tmp_path / "empty").write_bytes(b"")
    assert main(["read", "--unknown", str(tmp_path)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "bibtex: 1 field that nothing reads"
    assert told[1].split() == ["1", "price", "a.bib,", "line", "1,", "b"]
    assert told[2] == "listing: every field is read"


def test_a_closed_file_stops_only_who_named_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a folder that cannot be opened is passed over; one that was named is an error of use."""
    assert main(["read", "--unknown", str(tmp_path / "none")]) == 3
    (tmp_path / "a.bib").write_text("@book{b, title={T}}\n")
    monkeypatch.setattr("kg.readers.source._examined", _closed)
    assert main(["read", "--unknown", str(tmp_path)]) == 0
    assert main(["read", "--unknown", str(tmp_path / "a.bib")]) == 3


def _closed(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_nothing_is_noted_while_nobody_watches() -> None:
    """Fields are handed on as they are, and what is told goes nowhere."""
    known = {"a": "1"}
    with noted(known, "line 1") as asked:
        assert asked is known
    tell_unread("a", "line 1")
    assert not is_watched()


def test_every_way_to_ask_for_a_field_is_one() -> None:
    """Asking by index, by `get`, by `in` or for all fields at once is reading; what was read before is left out."""
    known = dict.fromkeys("abcdef", "1")
    with watching() as watch, noted(known, "line 1", besides={"e"}) as asked:
        assert asked["a"]
        assert asked.get("b")
        assert "c" in asked
    assert watch.unread() == [Unread("d", 1, "line 1"), Unread("f", 1, "line 1")]
    for every in ("items", "values"):
        with watching() as watch, noted(known, "line 1") as asked:
            assert len(list(getattr(asked, every)())) == 6
        assert not watch.unread()


def test_the_number_of_names_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names beyond the bound are not kept; those that are known are counted on."""
    monkeypatch.setattr("kg.readers.unread._MOST_FIELDS", 2)
    with watching() as watch:
        for name in ("a", "b", "c", "a"):
            tell_unread(name, "line 1")
    assert watch.unread() == [Unread("a", 2, "line 1"), Unread("b", 1, "line 1")]


def test_elements_remember_what_was_asked() -> None:
    """Text, all attributes, all text inside and copies are reading; setting a text is none, nor is a plain element."""
    parser = etree.XMLParser()
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=WatchedElement))
    root = etree.fromstring("<a x='1' y='2'>t<b z='3'>u</b></a>", parser)
    held = list(root.iter())
    assert isinstance(root, WatchedElement)
    root.text = "v"
    assert root.asked == set()
    assert dict(root.attrib) == {"x": "1", "y": "2"}
    assert root.asked == {"x", "y"}
    assert "".join(held[1].itertext()) == "u"
    assert held[1].asked == {"", "z"}
    assert etree.tostring(copy.deepcopy(root)) == b'<a x="1" y="2">v<b z="3">u</b></a>'
    assert root.asked == {"", "x", "y"}
    read_whole(etree.fromstring("<a/>"))
