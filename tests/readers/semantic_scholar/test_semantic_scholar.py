"""Papers of Semantic Scholar and S2ORC, in the forms in which they come."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.model import Record, Reject
from kg.readers import Place, Reading, open_source, read_source
from kg.readers.formats import format_of

HASH = "649def34f8be52c8b66281af98ae884c09aef38b"


def readings_of(body: object, folder: Path) -> list[Reading]:
    """Return what a source with this JSON says, as it is recognised."""
    path = folder / "source"
    path.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")
    return list(read_source(open_source(Place(str(path), by_hand=True), path.name, folder)))


def paper(folder: Path, **fields: object) -> Record:
    """Return the record of a paper with these fields."""
    (found,) = readings_of({"paperId": HASH, "title": "T"} | fields, folder)
    assert isinstance(found, Record), found
    return found


@pytest.mark.parametrize(
    ("beginning", "name"),
    [
        (f'{{"paperId": "{HASH}", "title"', "semantic-scholar"),
        ('{"total": 2, "data": [{"paperId": "649def34f8be52c8b66281af98ae884c09aef38b"', "semantic-scholar"),
        ('{"corpusid":1,"externalids":{"DOI":"10.5555/x"},"title"', "semantic-scholar"),
        ('[{"externalIds": {"DOI"', "semantic-scholar"),
        ('{"id":"x","inCitations":[],"title"', "semantic-scholar"),
        ('{"paper_id": "1", "header": {"generated_with": "S2ORC 1.0.0"', "s2orc"),
        ('{"paper_id":"1","_pdf_hash":"x"', "s2orc"),
        ('{"paper_id":"1","title":"T","mag_field_of_study":', "s2orc"),
        ('externalIds": {', "listing"),
    ],
)
def test_recognized_by_content(beginning: str, name: str) -> None:
    """The forms are told apart by their fields."""
    assert format_of(beginning).name == name


def test_the_sample(shared: Path, readings: Callable[[Path], list[Reading]]) -> None:
    """Title, authors, abstract and references of the sample, counted a second time, are all there."""
    path = shared / "samples" / "s2orc" / "N18-3011.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    (found,) = readings(path)
    assert isinstance(found, Record)
    assert (found.title, found.abstract) == (told["title"], told["abstract"])
    names = [" ".join([one["first"], *one["middle"], one["last"]]).strip() for one in told["authors"]]
    assert list(found.authors) == names
    assert len(found.references) == len(told["pdf_parse"]["bib_entries"])
    assert found.identifiers == ()


def test_the_two_forms_of_one_parse_agree(shared: Path, readings: Callable[[Path], list[Reading]]) -> None:
    """What was made of one PDF is read alike from TEI and from the JSON made of it."""
    (tei,) = readings(shared / "samples" / "tei" / "N18-3011.tei.xml")
    (parsed,) = readings(shared / "samples" / "s2orc" / "N18-3011.json")
    assert isinstance(tei, Record)
    assert isinstance(parsed, Record)
    assert (tei.title, tei.authors, tei.abstract) == (parsed.title, parsed.authors, parsed.abstract)
    assert len(tei.references) == len(parsed.references)


@pytest.mark.parametrize(
    ("types", "venue", "kind"),
    [
        (None, None, None),
        (["JournalArticle"], None, "article"),
        (["JournalArticle", "Review"], None, "review"),
        (["Conference"], {"type": "journal"}, "proceedings-paper"),
        (["Conference", "JournalArticle"], {"type": "journal"}, "article"),
        (["Conference", "JournalArticle"], None, "proceedings-paper"),
        (["LettersAndComments"], None, "article"),
        (["News"], None, "other"),
    ],
)
def test_types(types: list[str] | None, venue: dict[str, str] | None, kind: str | None, tmp_path: Path) -> None:
    """Of several types the most telling one counts; journal and conference at once are told apart by the venue."""
    assert paper(tmp_path, publicationTypes=types, publicationVenue=venue).publication_type == kind


def test_authors(tmp_path: Path) -> None:
    """An author of a wrong type makes the list incomplete; several numbers of one author prove nobody's identity."""
    found = paper(tmp_path, authors=[{"name": "Jane Doe", "ids": ["1", "2"]}, {"name": "Bo", "authorId": "x"}, 7])
    assert (found.authors, found.authors_complete) == (("Jane Doe", "Bo"), False)
    assert [one.identifiers for one in found.names] == [(), ()]


def test_an_author_holds_papers(tmp_path: Path) -> None:
    """The papers in the answer about an author are records; so are those of recommendations, and of an array."""
    listed = [{"paperId": HASH, "title": "T"}, None, {"paperId": None, "title": "U"}]
    for body in ({"authorId": "1", "name": "Jane Doe", "papers": listed}, {"recommendedPapers": listed}, listed):
        found = readings_of(body, tmp_path)
        assert [one.title for one in found if isinstance(one, Record)] == ["T", "U"]
        assert [type(one) for one in found] == [Record, Reject, Record]


def test_s2orc_numbers(tmp_path: Path) -> None:
    """A `paper_id` is a number of S2ORC, or of PubMed Central; that of a tool is the name of a file."""
    told = {"_pdf_hash": "", "title": "T", "authors": [7]}
    for number, keys in (
        ("7", ["s2-7"]),
        (7, ["s2-7"]),
        ("PMCx", []),
        ("PMC7", ["pmcid-PMC7"]),
        ("paper", []),
        (None, []),
    ):
        (found,) = readings_of(told | {"paper_id": number}, tmp_path)
        assert isinstance(found, Record)
        assert [one.key for one in found.identifiers] == keys
        assert not found.authors_complete
