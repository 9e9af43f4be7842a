"""PubMed: the sample against its tags, formats known by content, words of NLM, the two forms of one record."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from kg.model import Funding, Record, Reject, Relation
from kg.readers import Place, Reading, open_source
from kg.readers.formats import JATS, NBIB, PUBMED, format_of
from kg.readers.pubmed.nbib import read_nbib
from kg.readers.pubmed.people import affiliation
from kg.readers.pubmed.reader import read_pubmed
from kg.readers.pubmed.text import titles
from kg.readers.pubmed.words import (
    NBIB_RELATIONS,
    RELATIONS,
    cited_identifiers,
    deposited,
    funding,
    language,
    publication_type,
    relation,
)

XML = "<?xml version='1.0'?><PubmedArticleSet>{}</PubmedArticleSet>"
ARTICLE = """<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>A title</ArticleTitle>{}</Article>
</MedlineCitation></PubmedArticle>"""


def read(text: str, folder: Path) -> list[Record | Reject]:
    """Return what stands in XML."""
    path = folder / "source.xml"
    path.write_text(text, encoding="utf-8")
    return list(read_pubmed(open_source(Place(str(path), by_hand=True), path.name, folder)))


def test_the_sample_is_read_in_full(shared: Path, readings: Callable[[Path], list[Reading]]) -> None:
    """As many records, authors, groups, references, headings, grants and identifiers as tags say, all in order."""
    path = shared / "samples" / "pubmed" / "pubmed40.xml"
    records = [one for one in readings(path) if isinstance(one, Record)]
    text = path.read_text(encoding="utf-8")
    articles = re.findall(r"<PubmedArticle>.*?</PubmedArticle>", text, re.DOTALL)
    assert len(records) == len(articles) == 40
    for record, article in zip(records, articles, strict=True):
        listed = "".join(re.findall(r"<AuthorList.*?</AuthorList>", article, re.DOTALL))
        assert len(record.names) == listed.count("<Author ")
        assert [one.family for one in record.names if one.family] == re.findall(r"<LastName>(.*?)<", listed)
        assert sum(one.collective for one in record.names) == listed.count("<CollectiveName>")
        assert sum(bool(one.suffix) for one in record.names) == listed.count("<Suffix>")
        pmid = re.search(r"<PMID[^>]*>(\d+)<", article)
        own = re.sub(r"<ReferenceList>.*</ReferenceList>", "", article, flags=re.DOTALL)
        dois = {doi.lower() for doi in re.findall(r'Type="doi"[^>]*>([^<]+)<', own)}
        assert pmid is not None
        kept = {(one.scheme, one.value) for one in record.identifiers}
        assert {value for scheme, value in kept if scheme == "doi"} == dois
        assert ("pmid", pmid[1]) in kept
        assert {value for scheme, value in kept if scheme == "pmcid"} == set(re.findall(r'"pmc">(PMC\d+)', own))
        assert len(record.references) == article.count("<Reference>")
        assert sum(one.label is not None and "/" not in one.label for one in record.subjects) >= own.count(
            "<DescriptorName"
        )
        assert len(record.fundings) == article.count("<Grant>")
        assert len(record.relations) == article.count("<CommentsCorrections ")
        assert record.retracted == ("RetractionIn" in article)
        assert record.pages == (re.findall(r"<MedlinePgn>([^<]+)<", article) or [None])[0]
        assert record.date is not None or record.date_text is not None
        assert (record.start_line, text.split("\n")[record.start_line - 1].strip()) == (
            record.start_line,
            "<PubmedArticle>",
        )


def test_the_count_of_a_parser_agrees(shared: Path, readings: Callable[[Path], list[Reading]]) -> None:
    """An XML parser that reads the whole file counts as many authors and affiliations."""
    path = shared / "samples" / "pubmed" / "pubmed40.xml"
    tree = etree.parse(str(path), etree.XMLParser(load_dtd=False, no_network=True))
    records = [one for one in readings(path) if isinstance(one, Record)]
    assert sum(len(one.names) for one in records) == len(tree.findall(".//AuthorList/Author"))
    places = [place for one in records for name in one.names for place in name.affiliations]
    assert len(places) == len(tree.findall(".//AuthorList/Author/AffiliationInfo/Affiliation"))
    assert not any("@" in place.raw for place in places)


@pytest.mark.parametrize(
    "beginning",
    [
        "<PubmedArticleSet>",
        "\ufeff<?xml version='1.0'?>\n<!DOCTYPE x>\n<PubmedArticleSet>\n<PubmedBookArticle>",
        "<MedlineCitationSet>",
        "<PubmedArticle><MedlineCitation>",
    ],
)
def test_pubmeds_xml_is_known_by_its_elements(beginning: str) -> None:
    """The names of elements tell PubMed's XML from other XML."""
    assert format_of(beginning) is PUBMED


def test_other_formats_are_not_taken() -> None:
    """JATS is JATS, and what speaks of PubMed in text is no PubMed."""
    assert format_of("<article><front><article-meta/></front></article>") is JATS
    assert format_of("PMID- 123\nOWN - NLM\n") is NBIB
    assert format_of("\ufeff\r\nPMID- 123\nTI  - A\n") is NBIB
    assert format_of("see PMID- 123\nfor <PubmedArticleSet> and more") not in (PUBMED, NBIB)


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        (["Journal Article"], "article"),
        (["Journal Article", "Review"], "review"),
        (["Research Support, N.I.H., Extramural"], None),
        (["Published Erratum", "Journal Article"], "erratum"),
        (["Retraction of Publication"], "other"),
        (["Retracted Publication", "Journal Article"], "article"),
        (["Clinical Trial, Phase III"], "article"),
        (["Interactive Tutorial"], "other"),
        (["Letter", "Comment"], "article"),
        ([], None),
    ],
)
def test_types(printed: list[str], kind: str | None) -> None:
    """Of several types the one that tells most counts; support by grants is none."""
    assert publication_type(printed) == kind


def test_corrections_have_kinds() -> None:
    """Every tag of the tagged format is a kind of the XML; what is new is a relation too."""
    assert set(NBIB_RELATIONS.values()) <= set(RELATIONS)
    assert relation("NewIn", [], "x", preprint=False).kind == "related"
    assert relation("UpdateIn", [], "x", preprint=True).kind == "version-of"
    assert relation("UpdateIn", [], "x", preprint=False).kind == "replaced-by"
    assert relation("UpdateOf", cited_identifiers("doi: 10.1101/2020.01.01.123456."), "", preprint=False) == Relation(
        kind="version-of", identifiers=cited_identifiers("doi: 10.1101/2020.01.01.123456")
    )


def test_accessions_lead_to_their_banks() -> None:
    """A bank that we know gives an address, a DOI its own; a registry of trials holds no data."""
    assert deposited("GENBANK", "AY123") == "https://identifiers.org/insdc:AY123"
    assert deposited("figshare", "10.6084/M9.1") == "https://doi.org/10.6084/m9.1"
    assert deposited("NCT", "NCT1") == Relation(kind="related", text="NCT: NCT1")
    assert deposited("GEO", "a b") == Relation(kind="related", text="GEO: a b")
    assert deposited("GEO", " ") is None


def test_languages_and_grants() -> None:
    """Codes of ISO 639-2 become tags; what is undetermined is none; a grant without words is none."""
    assert [language(code) for code in ("eng", "ger", "chi", "gsw", "und", "mul", "", "english!")] == [
        "en", "de", "zh", "gsw", None, None, None, None,
    ]  # fmt: skip
    assert funding("", "") is None
    assert funding("A", "") == Funding(funder="A")


@pytest.mark.parametrize(
    ("printed", "vernacular", "languages", "title", "translated"),
    [
        ("A title.", "", ["en"], "A title.", ()),
        ("[A title].", "", ["fr"], "[A title].", ()),
        ("[A title].", "Un titre.", ["fr"], "Un titre.", (("en", "A title."),)),
        ("A title.", "Un titre.", ["en", "fr"], "A title.", (("fr", "Un titre."),)),
        ("A title.", "Un titre.", ["fr"], "Un titre.", (("en", "A title."),)),
        ("[Not Available].", "Un titre.", [], "Un titre.", ()),
        ("[Not Available].", "", [], None, ()),
        ("A title.", "Titulus.", ["en"], "A title.", (("und", "Titulus."),)),
    ],
)
def test_titles_are_in_the_language_of_the_article(
    printed: str, vernacular: str, languages: list[str], title: str | None, translated: tuple[tuple[str, str], ...]
) -> None:
    """A title in brackets is a translation; the original stands beside it, or not."""
    assert titles(printed, vernacular, languages) == (title, translated)


@pytest.mark.parametrize(
    ("printed", "raw"),
    [
        ("Hive, Delft. bee@example.org", "Hive, Delft."),
        ("Hive; email: bee.a-b@ex.example.org.", "Hive"),
        ("Hive, bee@example.org, Oslo", "Hive, Oslo"),
        ("Hive. Electronic address: bee@example.org.", "Hive."),
        ("Hive @ Delft", "Hive @ Delft"),
        ("bee@example.org", None),
        ("", None),
    ],
)
def test_addresses_of_mail_are_no_part_of_an_affiliation(printed: str, raw: str | None) -> None:
    """Where somebody works is a fact; their address of mail is left out."""
    known = affiliation(printed)
    assert (known and known.raw) == raw
    assert affiliation("", "02e2c7k09") is not None


def test_an_unclosed_article_costs_itself_only(tmp_path: Path) -> None:
    """An article that is not closed is a reject; the next one, a chapter or a deletion, is read."""
    broken = ARTICLE.format(1, "").replace("</PubmedArticle>", "")
    text = XML.format(broken + ARTICLE.format(2, "") + "<DeleteCitation/>" + broken)
    found = read(text, tmp_path)
    assert [isinstance(one, Record) for one in found] == [False, True, False, False]


def test_nothing_is_a_reject(tmp_path: Path) -> None:
    """A set without articles says so."""
    (found,) = read(XML.format(""), tmp_path)
    assert isinstance(found, Reject)
    assert found.reason.startswith("there is no element")


def test_both_forms_of_a_record_agree(tmp_path: Path) -> None:
    """PubMed's XML and its tagged format say the same of one article."""
    xml = XML.format(
        ARTICLE.format(
            7,
            "<Journal><JournalIssue><Volume>3</Volume><Issue>2</Issue><PubDate><Year>2001</Year><Month>Nov</Month>"
            "<Day>29</Day></PubDate></JournalIssue><Title>Hive</Title></Journal><Pagination><MedlinePgn>1-9</MedlinePgn>"
            "</Pagination><AuthorList CompleteYN='Y'>"
            "<Author><LastName>One</LastName><ForeName>Ann B</ForeName></Author>"
            "<Author><CollectiveName>Hive Group</CollectiveName></Author></AuthorList><Language>eng</Language>"
            "<PublicationTypeList><PublicationType>Editorial</PublicationType></PublicationTypeList>",
        )
    )
    tags = """PMID- 7
TI  - A title
FAU - One, Ann B
AU  - One AB
CN  - Hive Group
LA  - eng
PT  - Editorial
DP  - 2001 Nov 29
JT  - Hive
VI  - 3
IP  - 2
PG  - 1-9
"""
    path = tmp_path / "a.nbib"
    path.write_text(tags, encoding="utf-8")
    (by_xml,) = read(xml, tmp_path)
    (by_tags,) = read_nbib(open_source(Place(str(path), by_hand=True), path.name, tmp_path))
    assert isinstance(by_xml, Record)
    assert isinstance(by_tags, Record)
    for field in ("title", "authors", "authors_complete", "date", "publication_type", "identifiers", "venue", "volume",
                  "issue", "pages", "language", "landing_page"):  # fmt: skip
        assert getattr(by_xml, field) == getattr(by_tags, field), field


def test_an_empty_tagged_file_is_a_reject(tmp_path: Path) -> None:
    """A file without any record says so."""
    path = tmp_path / "a.nbib"
    path.write_text("<pre>\n</pre>\n", encoding="utf-8")
    (found,) = read_nbib(open_source(Place(str(path), by_hand=True), path.name, tmp_path))
    assert isinstance(found, Reject)
