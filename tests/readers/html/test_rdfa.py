"""RDFa as statements: the processing rules one by one, and where we go beyond them."""

import pytest
from lxml import etree

from kg.readers.html import rdfa
from kg.readers.html.rdfa import statements

BASE = "https://x.org/page"
X = "https://x.org/"
SCHEMA = "http://schema.org/"


def said(body: str, base: str = BASE) -> list[str]:
    """Return the statements of a page in short: addresses without brackets, the page as `.`."""
    parser = etree.HTMLParser(encoding="utf-8", recover=True)
    root = etree.fromstring(f'<html prefix="x: {X}"><body>{body}</body></html>'.encode(), parser)
    return [_short(f"{one.subject} {one.predicate} {one.value}") for one in statements(root, base)]


def _short(statement: str) -> str:
    text = statement.replace(f"<{BASE}> ", ". ").replace(f"<{BASE}>", ".").replace(f"<{X}", "<")
    return text.replace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:").replace(SCHEMA, "s:")


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p property="x:p">a <b>b</b>\n c</p>', ['. <p> "a b c"']),
        ('<p about="/s" property="x:p x:q" content="v">a</p>', ['<s> <p> "v"', '<s> <q> "v"']),
        ('<p property="x:p" datatype="x:t">a</p>', ['. <p> "a"^^<t>']),
        ('<p property="x:p" datatype="" content="c">a</p>', ['. <p> "c"']),
        ('<time property="x:p" datetime="2001">a</time>', ['. <p> "2001"']),
        ('<p property="x:p" datatype="rdf:XMLLiteral">a<b>c</b></p>', ['. <p> "a<b>c</b>"^^<rdf:XMLLiteral>']),
        ('<p property="x:p" lang="de">a</p>', ['. <p> "a"@de']),
        ('<p property="x:p" lang="no language">a</p>', ['. <p> "a"']),
        ('<a property="x:p" rel="nofollow" href="/a"></a>', [". <p> <a>"]),
        ('<img property="x:p" src="a.png">', [". <p> <a.png>"]),
        ('<p property="x:p" resource="[x:o]">a</p>', [". <p> <o>"]),
        ('<p property="x:p" typeof="x:T">a</p>', ["_:b1 <rdf:type> <T>", ". <p> _:b1"]),
        ('<p property="x:p" typeof="x:T" about="/s">a</p>', ["<s> <rdf:type> <T>", '<s> <p> "a"']),
        ('<p rel="x:p" resource="/o" rev="x:q"></p>', [". <p> <o>", "<o> <q> ."]),
        ('<p rel="x:p"><i about="/a"></i><i resource="/b"></i></p>', [". <p> <a>", ". <p> <b>"]),
        ('<p rev="x:p"><i about="/a" property="x:q">v</i></p>', ['<a> <q> "v"', "<a> <p> ."]),
        ('<p rel="x:p"><i property="x:q">v</i></p>', ['_:b1 <q> "v"', ". <p> _:b1"]),
        ('<p rel="x:p"><i><b about="/a"></b></i></p>', [". <p> <a>"]),
        ('<p about="/s" rel="x:p" typeof="x:T" resource="/o"></p>', ["<s> <rdf:type> <T>", "<s> <p> <o>"]),
        ('<p rel="x:p" typeof="x:T" href="/o"></p>', ["<o> <rdf:type> <T>", ". <p> <o>"]),
        ('<p rel="x:p" typeof="x:T"></p>', ["_:b1 <rdf:type> <T>", ". <p> _:b1"]),
        ('<p about="_:a" rel="x:p" resource="[_:b]"></p>', ["_:n61 <p> _:n62"]),
        ('<p about="[]" resource="/o" property="x:p" content="v"></p>', ['<o> <p> "v"']),
        (
            '<p about="/s"><i inlist="" property="x:p">a</i><i rel="x:p" inlist="" resource="/b"></i></p>',
            ["<s> <p> _:b1", '_:b1 <rdf:first> "a"', "_:b1 <rdf:rest> _:b2", "_:b2 <rdf:first> <b>",
             "_:b2 <rdf:rest> <rdf:nil>"],
        ),
        ('<p about="/s" rel="x:p" inlist=""></p>', ["<s> <p> <rdf:nil>"]),
        ('<p rel="x:p" inlist=""><i about="/a"></i></p>', ["_:b2 <rdf:first> <a>", "_:b2 <rdf:rest> <rdf:nil>",
                                                           ". <p> _:b2"]),
        ('<p vocab="https://x.org/" property="p" rel="nofollow">a</p>', ['. <p> "a"']),
        ('<p vocab="https://x.org/"><i vocab="" property="p">a</i></p>', []),
        ('<p vocab="https://x.org/" xmlns:y="https://x.org/y#" property="y:p Z:p">a</p>', [
            '. <y#p> "a"', '. <Z:p> "a"']),
        ('<p vocab="https://x.org/" property="a:b://c :d">a</p>', [
            '. <a:b://c> "a"', '. <http://www.w3.org/1999/xhtml/vocab#d> "a"']),
        ('<p vocab="https://x.org/" property="dc:title x:&lt;">a</p>', ['. <http://purl.org/dc/terms/title> "a"']),
        ('<p property="bibo:doi">a</p>', ['. <http://purl.org/ontology/bibo/doi> "a"']),
        ('<p typeof="Book"><i property="name">a</i></p>', ["_:b1 <rdf:type> <s:Book>", '_:b1 <s:name> "a"']),
        ('<i vocab=""></i><p typeof="Book"><i property="name">a</i></p>', []),
        ('<i vocab=""></i><a rel="license" href="/l">free</a>',
         [". <http://www.w3.org/1999/xhtml/vocab#license> <l>",
          '<l> <http://www.w3.org/2000/01/rdf-schema#label> "free"']),
        ('<a href="/a"><i property="x:p">v</i></a>', ['<a> <p> "v"']),
        ('<p about="/s"><a href="/a" rel="nofollow"><i property="x:p">v</i></a></p>', ['<s> <p> "v"']),
        ('<a rel="x:p" href="/a"> <img src="i.png"> </a>', [". <p> <a>"]),
        ('<p about="http://[x" property="x:p">v</p>', ['. <p> "v"']),
        ('<p about="[x:s" property="x:p">v</p>', ['. <p> "v"']),
    ],
)  # fmt: skip
def test_a_page_says(html: str, found: list[str]) -> None:
    """RDFa Core 1.1, section 7.5, and RDFa in HTML."""
    assert sorted(said(html)) == sorted(found)


def test_body_and_head_speak_of_the_page() -> None:
    """HTML+RDFa: without an address of their own they are about the page."""
    parser = etree.HTMLParser()
    root = etree.fromstring('<html><head typeof="og:a"></head><body typeof="og:b"></body></html>', parser)
    assert {str(one.subject) for one in statements(root, BASE)} == {f"<{BASE}>"}


def test_a_page_that_repeats_itself_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elements in elements repeat the text of the inner ones: values have a bound together."""
    monkeypatch.setattr(rdfa, "_MOST_TEXT", 10)
    assert said('<p property="x:p">123456</p><p property="x:p x:q">12345</p><a rel="x:r" href="/a">1</a>') == [
        '. <p> "123456"', ". <r> <a>",
    ]  # fmt: skip


def test_deep_pages() -> None:
    """Elements in elements without end take no stack."""
    assert len(said('<p property="x:p">a' + "<i>" * 5000 + '<b property="x:q">b')) >= 1


def test_an_address_that_is_none() -> None:
    """What cannot be an address names nothing."""
    assert said('<a property="x:p" href="http://[x">v</a>') == ['. <p> "v"']
