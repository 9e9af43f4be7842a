"""The namespace of a record is taken off its names, and off nothing else."""

import pytest
from lxml import etree

from kg.readers.syntax.xml_namespaces import without_declaration, without_namespace

OWN = 'xmlns="urn:own"'


@pytest.mark.parametrize(
    ("xml", "tags"),
    [
        ("<a><b/></a>", ["a", "b"]),
        (f"<a {OWN}><b/></a>", ["a", "b"]),
        (f"<a x='1' {OWN} y='2'><b {OWN}><c {OWN} /></b></a>", ["a", "b", "c"]),
        ("<a xmlns='urn:own'><b xmlns=\"urn:own\"/></a>", ["a", "b"]),
        ('<o:a xmlns:o="urn:own"><o:b/><c xmlns="urn:other"/></o:a>', ["a", "b", "{urn:other}c"]),
        (f'<a {OWN} xmlns:o="urn:own"><o:b/></a>', ["a", "b"]),
        (f'<a {OWN}><b xmlns="urn:other"/></a>', ["a", "{urn:other}b"]),
        (f"<a {OWN}><![CDATA[<b {OWN}>]]><b {OWN}/></a>", ["a", "b"]),
    ],
)
def test_names(xml: str, tags: list[str]) -> None:
    """However it is declared, the own namespace goes and another one stays."""
    raw, own = without_declaration(xml.encode())
    root = without_namespace(etree.fromstring(raw), own)
    assert [one.tag for one in root.iter()] == tags


def test_text_stays() -> None:
    """A declaration that is printed in a text is text."""
    xml = f"<a {OWN}><p>Write <q {OWN}/> or {OWN}, not &lt;a {OWN}> here.</p></a>"
    raw, own = without_declaration(xml.encode())
    root = without_namespace(etree.fromstring(raw), own)
    assert "".join(map(str, root.itertext())) == f"Write  or {OWN}, not <a {OWN}> here."
    assert [one.tag for one in root.iter()] == ["a", "p", "q"]
