"""TEI documents: what GROBID writes, its errors, corpora, bibliographies."""

import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.model import Affiliation, Record, Reject
from kg.readers import Place, Reading, open_source, read_source
from kg.readers.formats import format_of
from kg.readers.tei.text import line, paragraphs, without_emails

CASES = sorted((Path(__file__).parent / "cases").iterdir())
TEI = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc>{}</fileDesc></teiHeader>{}</TEI>"


def read(xml: str | bytes, folder: Path) -> list[Reading]:
    """Return what stands in XML, its format found by its content."""
    path = folder / "source.xml"
    path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
    return list(read_source(open_source(Place(str(path), by_hand=True), path.name, folder)))


def record(file: str, folder: Path, rest: str = "") -> Record:
    """Return the record of a document with this `fileDesc`, and this behind its header."""
    (found,) = read(TEI.format(file, rest), folder)
    assert isinstance(found, Record), found
    return found


def header(analytic: str = "", monogr: str = "", rest: str = "") -> str:
    """Return a `fileDesc` as GROBID writes it."""
    bibl = f"<biblStruct><analytic><title>T</title>{analytic}</analytic><monogr>{monogr}</monogr>{rest}</biblStruct>"
    return f"<titleStmt><title>T</title></titleStmt><sourceDesc>{bibl}</sourceDesc>"


@pytest.mark.parametrize(
    ("beginning", "name"),
    [
        ("<?xml version='1.0'?>\n<TEI xmlns='http://www.tei-c.org/ns/1.0'>", "tei"),
        ("\ufeff<!-- x --><t:teiCorpus xmlns:t='http://www.tei-c.org/ns/1.0'>", "tei"),
        ("<?xml version='1.0'?><!-- a --><listBibl xmlns='http://www.tei-c.org/ns/1.0'>", "tei"),
        ("<biblStruct>", "tei"),
        ("<p>On <TEI> in prose", "tei"),
        ("On <TEI> in prose", "listing"),
        ("<article><front><listBibl>", "jats"),
        ("<html><body>TEI</body></html>", "html"),
    ],
)
def test_recognized_by_content(beginning: str, name: str) -> None:
    """A document, a corpus or a bibliography of TEI is known by its first element."""
    assert format_of(beginning).name == name


def test_the_sample(shared: Path, readings: Callable[[Path], list[Reading]]) -> None:
    """All authors and references of GROBID's file, counted a second time by regular expression, are there."""
    path = shared / "samples" / "tei" / "N18-3011.tei.xml"
    text = path.read_text(encoding="utf-8")
    head, _, back = text.partition("<encodingDesc>")
    (found,) = readings(path)
    assert isinstance(found, Record)
    assert found.title == re.findall(r'<title level="a" type="main">(.*?)</title>', head)[0]
    given = re.findall(r"<persName.*?</persName>", head, re.DOTALL)
    names = [" ".join(re.findall(r">([^<>]+)</(?:forename|surname)>", one)) for one in given]
    assert list(found.authors) == names
    assert len(found.references) == len(re.findall("<biblStruct ", back))
    assert (found.language, found.authors_complete) == ("en", True)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_no_mail(case: Path, readings: Callable[[Path], list[Reading]]) -> None:
    """An address of mail is nowhere in what is read."""
    assert not re.search(r"\w@\w", repr([one for one in readings(case / "source.xml") if isinstance(one, Record)]))
    assert without_emails("Oslo (e-mail: {a,b}@owls.example), Norway") == "Oslo , Norway"


def test_a_title_is_never_that_of_the_journal(tmp_path: Path) -> None:
    """Where GROBID found no title, the paper has none: neither the journal's nor an empty one."""
    author = "<author><persName><forename>Jane</forename><surname>Doe</surname></persName></author>"
    bibl = (
        f"<biblStruct><analytic>{author}<title/></analytic><monogr><title level='j'>Owls</title></monogr></biblStruct>"
    )
    found = record(f"<titleStmt><title/></titleStmt><sourceDesc>{bibl}</sourceDesc>", tmp_path)
    assert (found.title, found.authors, found.venue and found.venue.name) == (None, ("Jane Doe",), "Owls")


def test_names(tmp_path: Path) -> None:
    """Nobody is invented of marks, single letters and `et al.`; a sign of Chinese is a name; groups are groups."""
    printed = (
        "<persName><forename type='first'>J</forename><surname>Li</surname></persName>",
        "<persName><surname>李</surname></persName>",
        "<persName><surname>X</surname></persName>",
        "<persName><surname>*</surname></persName>",
        "<persName><surname>Owl et al.</surname></persName>",
        "<persName><forename type='first'>Ann</forename><forename type='middle'>Lee</forename></persName>",
        "<persName><surname>de la Cruz Soto</surname></persName>",
        "<persName><nameLink>van</nameLink><surname>E</surname>, <forename>E</forename><genName>I</genName></persName>",
        "<name type='org'>Owl Watch</name>",
        "<orgName>Owl Group</orgName>",
        "Plain Name*",
    )
    found = record(header("".join(f"<author>{one}</author>" for one in printed)), tmp_path)
    assert [(one.printed, one.given, one.family, one.suffix, one.collective) for one in found.names] == [
        ("J Li", "J", "Li", None, False),
        ("李", None, "李", None, False),
        ("Owl", None, None, None, False),
        ("Ann Lee", None, None, None, False),
        ("de la Cruz Soto", None, None, None, False),
        ("van E, E I", "E", "van E", "I", False),
        ("Owl Watch", None, None, None, True),
        ("Owl Group", None, None, None, True),
        ("Plain Name", None, None, None, False),
    ]
    assert not found.authors_complete
    assert [doubt.field for doubt in found.doubts] == ["authors", "authors"]


def test_identifiers_of_persons(tmp_path: Path) -> None:
    """An ORCID iD stands in an `idno`, an address or a key; others are not read, wrong ones told."""
    iri = "https://orcid.org/0000-0002-1825-0097"
    authors = (
        f"<author ref='{iri}'><persName>Jane Doe</persName></author>"
        "<author><persName key='0000-0002-1825-0097'>Max Roe</persName></author>"
        f"<author><persName>Bo Moe</persName><ptr target='{iri}'/></author>"
        "<author><persName>Cy Leaf</persName><idno type='IDREF'>0000-0002-1825-0097</idno></author>"
        "<author><persName>Di Ash</persName><idno type='orcid'>0000-0002-1825-0098</idno></author>"
    )
    found = record(header(authors), tmp_path)
    assert [len(one.identifiers) for one in found.names] == [1, 1, 1, 0, 0]
    assert [doubt.field for doubt in found.doubts] == ["orcid"]


def test_affiliations(tmp_path: Path) -> None:
    """They are as printed, else put together of their parts; a reference leads to the organization that it names."""
    author = (
        "<author><persName>Jane Doe</persName><affiliation>Plain University</affiliation>"
        "<affiliation ref='#org1 #org9'/><affiliation/><affiliation>"
        "<orgName ref='https://ror.org/05dxps055'/></affiliation>"
        "<affiliation><orgName type='institution'>Night</orgName>"
        "<address><addrLine>A street <settlement>Oslo</settlement>"
        "</addrLine><country key='no'>Norway</country></address></affiliation></author>"
    )
    org = "<org xml:id='org1'><orgName>Wood Academy</orgName><idno type='ROR'>x</idno></org>"
    orgs = f"<text><back><listOrg>{org}</listOrg></back></text>"
    found = record(header(author), tmp_path, orgs)
    assert found.names[0].affiliations == (
        Affiliation(raw="Plain University"),
        Affiliation(raw="Wood Academy"),
        Affiliation(raw="https://ror.org/05dxps055", ror="05dxps055"),
        Affiliation(raw="Night, A street Oslo, Norway", country="NO"),
    )
    assert [doubt.field for doubt in found.doubts] == ["ror"]


def test_what_numbers_the_whole_is_not_the_article(tmp_path: Path) -> None:
    """DOI and ISBN of a book are no identifiers of a chapter in it; those of the chapter and an arXiv id are."""
    monogr = (
        "<title level='m'>Book</title><idno type='DOI'>10.5555/book</idno><idno type='ISBN'>0306406152</idno>"
        "<idno type='arXiv'>2101.00001</idno>"
    )
    rest = (
        "<ref><idno>https://doi.org/10.5555/chapter</idno></ref><idno type='halId'>hal-1</idno><idno>10.5555/x y</idno>"
    )
    found = record(header("", monogr, rest), tmp_path)
    assert [one.key for one in found.identifiers] == ["arxiv-2101.00001", "doi-10.5555/chapter"]
    assert (found.venue and found.venue.name, found.category, found.version_number) == ("Book", None, None)


def test_names_of_elements_may_stand_twice(tmp_path: Path) -> None:
    """GROBID numbers two elements alike now and then: that is well-formed, if not valid."""
    twice = "<text><body><p xml:id='a'/><p xml:id='a'/></body></text>"
    assert record(header(), tmp_path, twice).title == "T"


def test_dates(tmp_path: Path) -> None:
    """The date of publication is the first that is told, as precisely as one within it says; others are none."""
    dates = "<imprint><date type='submitted' when='2019-01-01'/><date type='published' when='2020'/></imprint>"
    publication = "<publicationStmt><date when='2020-05-04'/></publicationStmt>"
    assert record(header("", dates) + publication, tmp_path).date == "2020-05-04"
    ranged = record(header("", "<imprint><date from='2001-01-05' to='2001-02-03'/></imprint>"), tmp_path)
    assert (ranged.date, ranged.date_text) == ("2001", "2001-01-05/2001-02-03")
    spelt = record(header("", "<imprint><date when='nonsense'>Spring 2003</date></imprint>"), tmp_path)
    assert (spelt.date, spelt.date_text) == ("2003", "Spring 2003")
    wrong = record(header("", "<imprint><date when='2001-02-30'/></imprint>"), tmp_path)
    assert (wrong.date, [doubt.field for doubt in wrong.doubts]) == ("2001", ["date"])
    empty = record(header("", "<imprint><date>in press</date></imprint>"), tmp_path)
    assert (empty.date, empty.date_text, empty.doubts) == (None, "in press", ())


def test_where_it_appeared(tmp_path: Path) -> None:
    """A journal by its abbreviation, a meeting, a series: what is there; pages of one page are that page."""
    short = "<title level='j' type='abbrev'>J. Owls</title><imprint><biblScope type='pp'>7</biblScope></imprint>"
    found = record(header("", short), tmp_path)
    assert (found.venue and found.venue.name, found.pages) == ("J. Owls", "7")
    meeting = record(header("", "<meeting>Owl Days</meeting>"), tmp_path)
    assert (meeting.venue and meeting.venue.name, meeting.publication_type) == ("Owl Days", "proceedings-paper")
    series = record(
        header("", "<title/>", "<series><title>Green</title><idno type='ISSN'>0378-5955</idno></series>"), tmp_path
    )
    assert series.venue is not None
    assert (series.venue.name, series.venue.issns) == ("Green", ("0378-5955",))
    scoped = header("", "<imprint><biblScope unit='page' from='7' to='7'/><biblScope unit='vol'/></imprint>")
    assert (record(scoped, tmp_path).pages, record(scoped, tmp_path).volume) == ("7", None)
    subtitled = "<titleStmt><title type='main'>Why?</title><title type='sub'>Owls</title></titleStmt>"
    assert record(subtitled, tmp_path).title == "Why? Owls"
    assert record("<titleStmt><title type='sub'>Owls</title></titleStmt>", tmp_path).title == "Owls"


def test_keywords_and_subjects(tmp_path: Path) -> None:
    """Words of authors are keywords, in lists or in running text; those of a scheme are subjects."""
    profile = (
        "<profileDesc><textClass><keywords scheme='author'>Keywords: owls; snow, deep</keywords><keywords>"
        "<list><item>beds</item></list></keywords><keywords scheme='https://example.org/MeSH'><term>Owls</term></keywords><classCode>x</classCode>"
        "<classCode scheme='#ddc'/></textClass></profileDesc>"
    )
    xml = TEI.format("<titleStmt><title>T</title></titleStmt>", "").replace("</teiHeader>", f"{profile}</teiHeader>")
    (found,) = read(xml, tmp_path)
    assert isinstance(found, Record)
    assert found.keywords == ("owls", "snow, deep", "beds")
    assert [(one.scheme, one.label) for one in found.subjects] == [("mesh", "Owls")]


def test_fundings(tmp_path: Path) -> None:
    """A funder has the awards that it refers to, or that stand in it; what it refers to may name it."""
    funders = (
        "<titleStmt><title>T</title><funder>Plain Fund</funder><funder ref='#p'/>"
        "<funder><name>Odd</name></funder><funder><orgName>F</orgName><idno type='grant'>7</idno>"
        "<idno type='ROR'>05dxps055</idno></funder></titleStmt>"
    )
    orgs = (
        "<text><back><listOrg type='funding'><org xml:id='p'><orgName>Owl One</orgName><idno type='anr'>ANR-1</idno>"
        "</org><org><idno type='grant-number'>ORC-2</idno></org><org><orgName>No number</orgName></org></listOrg>"
        "<listOrg><org type='infrastructure'><idno type='grant-number'>no</idno></org></listOrg></back></text>"
    )
    found = record(funders, tmp_path, orgs)
    assert [(one.funder, [known.key for known in one.identifiers], one.award) for one in found.fundings] == [
        ("Plain Fund", [], None),
        ("Owl One", [], "ANR-1"),
        ("F", ["ror-05dxps055"], "7"),
        (None, [], "ORC-2"),
    ]


def test_addresses(tmp_path: Path) -> None:
    """A page and a PDF are told apart; what is no address is none; a licence is the first that is an IRI."""
    file = (
        "<titleStmt><title>T</title></titleStmt><publicationStmt><ptr target='https://owls.example/a.PDF?x=1'/>"
        "<idno type='URL'>owls.example</idno><idno type='halUri'>https://hal.example/1</idno>"
        "<availability><licence target='local'/><licence><ref target='https://owls.example/licence'>this</ref></licence>"
        "</availability></publicationStmt>"
    )
    found = record(file, tmp_path)
    assert (found.landing_page, found.pdf) == ("https://hal.example/1", "https://owls.example/a.PDF?x=1")
    assert found.license == "https://owls.example/licence"
    assert [doubt.field for doubt in found.doubts] == ["license"]


def test_text() -> None:
    """Formulas are TeX, raised signs Unicode, sentences have a blank between them, notes are no text."""
    marked = (
        "<p xmlns:m='http://www.w3.org/1998/Math/MathML'>a<lb/>b<lb break='no'/>c <hi rend='sup'>2</hi>"
        "<hi rend='sub'>3</hi><hi rend='italic'>i</hi> &lt; "
        "<formula><m:math><m:mi>x</m:mi></m:math></formula><note>n</note><formula>y</formula>"
        "<s>One.</s><s>Two.</s><choice><reg>r</reg></choice></p>"
    )
    element = etree.fromstring(marked)
    assert line(element) == "a bc ²₃i < $x$yOne. Two. r"
    assert line(None) is None
    assert (
        paragraphs(etree.fromstring("<abstract><head>Abstract</head><div><p>A</p><p> </p><p>B</p></div></abstract>"))
        == "A\nB"
    )


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=2), min_size=1, max_size=4)
)
def test_any_title_is_read_to_the_character(words: list[str]) -> None:
    """For any words: a title is what was written, its blanks one each."""
    title = etree.Element("title")
    title.text = " \n ".join(words)
    assert line(title) == " ".join(title.text.split())


def mutated(xml: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few of them cut, doubled or replaced."""
    held = bytearray(xml)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(held))
        end = min(len(held), at + chance.choice([1, 1, 2, 30, 400]))
        if (what := chance.randrange(4)) == 0:
            del held[at:end]
        elif what == 1:
            held[at:at] = held[at:end]
        elif what == 2:
            held[at] = chance.randrange(256)
        else:
            held[at:at] = chance.choice(
                [b"<", b"&", b"]]>", b"<!--", b"<TEI>", b"</TEI>", b"&x;", b'"', b"\0", b"<author>"]
            )
    return bytes(held) or b" "


def test_mutated_documents_never_raise(tmp_path: Path) -> None:
    """Whatever the bytes, there are records and rejects, soon."""
    chance = random.Random(4)  # noqa: S311 - no secret
    cases = [(case / "source.xml").read_bytes() for case in CASES]
    for _ in range(150):
        began = time.monotonic()
        found = read(mutated(chance.choice(cases), chance), tmp_path)
        assert all(isinstance(one, Record | Reject) for one in found)
        assert time.monotonic() - began < 5
