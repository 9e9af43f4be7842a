"""OAI-PMH: words of types, empty answers, parts of a list."""

from pathlib import Path

import pytest

from kg.model import Finding, Record, Reject
from kg.readers import Place, Reading, open_source
from kg.readers.oai.reader import read_oai
from kg.readers.oai.words import publication_type
from kg.readers.unknown import unread_fields

RECORD = """<record><header><identifier>oai:x:{}</identifier></header><metadata><oai_dc:dc
xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">{}</oai_dc:dc>
</metadata></record>"""


def read(inside: str, folder: Path) -> list[Reading]:
    """Return what stands in an answer."""
    path = folder / "source.xml"
    text = f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{inside}</ListRecords></OAI-PMH>'
    path.write_text(text, encoding="utf-8")
    return list(read_oai(open_source(Place(str(path), by_hand=True), path.name, folder)))


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        (["info:eu-repo/semantics/article", "info:eu-repo/semantics/publishedVersion"], "article"),
        (["Other", "info:eu-repo/semantics/doctoralThesis"], "thesis"),
        (["http://purl.org/coar/resource_type/c_816b"], "preprint"),
        (["http://purl.org/coar/resource_type/c_1843"], "other"),
        (["Journal Article", "PeerReviewed"], "article"),
        (["Conference or Workshop Item"], "proceedings-paper"),
        (["Masters thesis"], "thesis"),
        (["Hochschulschrift"], "thesis"),
        (["text"], None),
        (["https://example.org/types/unknown/"], None),
        ([], None),
    ],
)
def test_types(printed: list[str], kind: str | None) -> None:
    """Vocabularies count before words, what is more than `other` before that."""
    assert publication_type(printed) == kind


def test_an_answer_without_records_is_a_reject(tmp_path: Path) -> None:
    """Nothing in it, or only the end of a list: it says so."""
    for inside in ("", "<resumptionToken/>"):
        (found,) = read(inside, tmp_path)
        assert isinstance(found, Reject)
        assert found.reason == "there is no record in it"


def test_a_part_of_a_list_is_a_finding(tmp_path: Path) -> None:
    """A token tells that the list goes on, how long it is if the service says it, and where it stands."""
    found = read(RECORD.format(1, "<dc:title>A</dc:title>") + "\n<resumptionToken>t</resumptionToken>", tmp_path)
    assert [type(one) for one in found] == [Record, Finding]
    assert isinstance(found[1], Finding)
    assert (found[1].rule, found[1].line) == ("incomplete-list", 4)
    assert "of" not in found[1].message.partition("(")[0].split()


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("Hive; Vol 3, No 2 (2015): Spring; 12-20", ("Hive", "3", "2", "12-20")),
        ("Hive; Bd. 3 Nr. 2-3 (2015); pp. 12", ("Hive", "3", "2-3", "12")),
        ("Hive; Vol. 3 (2015); 12-20", ("Hive", "3", None, "12-20")),
        ("Hive; No. 7 (2015)", ("Hive", "7", None, None)),
        ("Hive; (2015): first online; x", ("Hive", None, None, None)),
        ("Hive, a journal", None),
        ("; Vol 1 (2015)", None),
    ],
)
def test_the_line_of_a_journal_system(source: str, place: tuple[str | None, ...] | None, tmp_path: Path) -> None:
    """Journal; volume and issue (year); pages. What has another form is told as it is."""
    (record,) = read(RECORD.format(1, f"<dc:title>A</dc:title><dc:source>{source}</dc:source>"), tmp_path)
    assert isinstance(record, Record)
    found = (record.venue.name, record.volume, record.issue, record.pages) if record.venue else None
    assert found == place
    assert bool(record.relations) == (place is None and not source.startswith(";"))


def test_dublin_core_of_arxiv_says_its_version(tmp_path: Path) -> None:
    """The address of a version tells its number; arXiv's own number of the record identifies the paper."""
    inside = "<dc:title>Bees</dc:title><dc:identifier>http://arxiv.org/abs/2101.00001v3</dc:identifier>"
    (record,) = read(RECORD.format("1", inside).replace("oai:x:1", "oai:arXiv.org:2101.00001"), tmp_path)
    assert isinstance(record, Record)
    assert (record.version_number, record.publication_type) == ("3", "preprint")
    assert [one.value for one in record.identifiers] == ["2101.00001"]


def test_what_nobody_reads_is_told(tmp_path: Path) -> None:
    """Elements of Dublin Core that have no place in a record are told while somebody asks for them."""
    inside = "<dc:title>Bees</dc:title><dc:coverage>Hives</dc:coverage>"
    read(RECORD.format("1", inside), tmp_path)
    told = {field for rows in unread_fields([str(tmp_path / "source.xml")]).values() for field, _, _ in rows}
    assert "record/metadata/oai_dc:dc/dc:coverage" in told
    assert not any("dc:title" in field for field in told)
