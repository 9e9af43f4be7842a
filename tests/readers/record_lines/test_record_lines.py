"""Lines of `kg read`: what was printed is read again, and what people write is read too."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from kg.identifiers import PERSON_SCHEMES, SCHEMES, parse, person_identifier
from kg.model import (
    Affiliation,
    Authority,
    Doubt,
    Funding,
    Identifier,
    Name,
    OrganizationAuthority,
    PageFacts,
    PersonAuthority,
    Record,
    Reference,
    Reject,
    Relation,
    SourceDocument,
    Subject,
    Venue,
)
from kg.pipeline import build
from kg.pipeline.reading import read
from kg.readers import Place, Reading, open_source, read_source
from kg.readers.formats import format_of
from kg.writers.records import authority_line, line_of, record_line

EXAMPLES = Path(__file__).parents[3] / "examples"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
MAYBE = st.none() | TEXT
COUNT = st.integers(1, 9)
_KNOWN = ["10.1234/a.b", "2101.00001", "12345", "PMC77", "W123", "P19-1001", "conf/acl/X", "9783161484100", "Q42"]
IDENTIFIER = st.sampled_from([known for s in SCHEMES for p in _KNOWN if (known := parse(s, p)) is not None])
_PERSONS = ["0000-0002-1825-0097", "A123", "jane-lee", "12/345"]
PERSON_ID = st.sampled_from(
    [known for s in PERSON_SCHEMES for p in _PERSONS if (known := person_identifier(s, p)) is not None]
)
IRI = st.sampled_from(["https://example.org/a", "https://example.org/b.pdf", "https://github.com/a/b"])
TAG = st.sampled_from(["en", "de", "zh-Hans"])


def many(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Return tuples of up to three."""
    return st.lists(of, max_size=3, unique=True).map(tuple)


AFFILIATION = st.builds(Affiliation, raw=TEXT, name=MAYBE, ror=st.sampled_from([None, "00pjdza24"]), country=MAYBE)
NAME = st.builds(
    Name, printed=TEXT, given=MAYBE, family=MAYBE, suffix=MAYBE, collective=st.booleans(), identifiers=many(PERSON_ID),
    affiliations=many(AFFILIATION), corresponding=st.booleans(), variants=many(st.tuples(TAG, TEXT)),
)  # fmt: skip
DOUBT = st.builds(Doubt, field=TEXT, reason=TEXT, confidence=st.floats(0, 1), alternatives=many(TEXT))
DOCUMENT = st.builds(
    SourceDocument, name=TEXT, sha256=st.from_regex(r"\A[0-9a-f]{64}\Z"), media_type=TEXT,
    facts=st.builds(PageFacts, profile_name=MAYBE, h_index=st.none() | COUNT, ai_score=st.sampled_from([None, "64.5"])),
)  # fmt: skip
RECORD_FIELDS = {
    "source": TEXT,
    "source_key": TEXT,
    "index": COUNT,
    "format": TEXT,
    "layout": TEXT,
    "title": TEXT,
    "names": many(NAME),
    "authors_raw": MAYBE,
    "authors_complete": st.booleans(),
    "byline": MAYBE,
    "category": MAYBE,
    "abstract": MAYBE,
    "date": st.sampled_from([None, "2020", "2020-02", "2020-02-29", "--02-29"]),
    "code_urls": many(IRI),
    "has_code": st.booleans(),
    "score": st.sampled_from([None, "64", "0.50"]),
    "publication_type": st.sampled_from([None, "article", "erratum"]),
    "identifiers": many(IDENTIFIER),
    "editors": many(NAME),
    "venue": st.none()
    | st.builds(Venue, name=TEXT.filter(str.strip), issns=many(st.just("2041-1723")), publisher=MAYBE),
    "publisher": MAYBE,
    "volume": MAYBE,
    "issue": MAYBE,
    "pages": MAYBE,
    "language": st.none() | TAG,
    "license": st.none() | IRI,
    "landing_page": st.none() | IRI,
    "pdf": st.none() | IRI,
    "keywords": many(TEXT),
    "references": many(st.builds(Reference, identifiers=many(IDENTIFIER), text=TEXT)),
    "subjects": many(st.builds(Subject, scheme=TEXT, notation=MAYBE, label=MAYBE)),
    "fundings": many(st.builds(Funding, funder=TEXT, identifiers=many(IDENTIFIER), award=MAYBE)),
    "relations": many(st.builds(Relation, kind=st.sampled_from(["corrects", "part-of"]), text=TEXT)),
    "dataset_urls": many(IRI),
    "retracted": st.booleans(),
    "translated_titles": many(st.tuples(TAG, TEXT)),
    "date_text": MAYBE,
    "version_number": MAYBE,
    "pointer": MAYBE,
    "start_line": COUNT,
    "end_line": st.integers(9, 20),
    "doubts": many(DOUBT),
}
RECORD = st.builds(Record, **RECORD_FIELDS)
PLACE = {"source": TEXT, "source_key": TEXT, "index": COUNT, "format": TEXT, "pointer": MAYBE, "start_line": COUNT,
         "end_line": st.integers(9, 20), "doubts": many(DOUBT)}  # fmt: skip
PERSON_FIELDS = {
    "name": NAME,
    "other_names": many(NAME),
    "works": many(st.lists(IDENTIFIER, min_size=1, max_size=2, unique=True).map(tuple)),
    **PLACE,
}
PERSON = st.builds(PersonAuthority, **PERSON_FIELDS)
ORGANIZATION_FIELDS = {
    "organization": AFFILIATION,
    "other_names": many(st.tuples(TAG, TEXT)),
    "identifiers": many(IDENTIFIER),
    **PLACE,
}
ORGANIZATION = st.builds(OrganizationAuthority, **ORGANIZATION_FIELDS)


def read_lines(folder: Path, *lines: bytes) -> list[Reading]:
    """Return what lines say."""
    path = folder / "lines.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    return list(read_source(open_source(Place(str(path), by_hand=True), path.name, folder)))


def one(folder: Path, **line: object) -> Record:
    """Return the record of a line."""
    (found,) = read_lines(folder, json.dumps(line).encode())
    assert isinstance(found, Record), found
    return found


def placed(reading: Record | Authority, document: SourceDocument) -> Record | Authority:
    """Return it as standing in a document."""
    return structs.replace(reading, source=document.name, source_key=document.key, document=document)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(RECORD, DOCUMENT)
def test_every_field_comes_back(tmp_path: Path, record: Record, document: SourceDocument) -> None:
    """Whatever a record says, its line gives it back, in the document that it was read from."""
    printed = placed(record, document)
    line = line_of(printed)
    (found,) = read_lines(tmp_path, line)
    assert found == printed
    assert isinstance(found, Record)
    assert record_line(found) == line


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(PERSON | ORGANIZATION, DOCUMENT)
def test_authorities_come_back(tmp_path: Path, authority: Authority, document: SourceDocument) -> None:
    """What a source says of a person or an organization is a line too."""
    document = structs.replace(document, facts=PageFacts())
    printed = placed(authority, document)
    (found,) = read_lines(tmp_path, line_of(printed))
    assert found == printed
    assert isinstance(found, (PersonAuthority, OrganizationAuthority))
    assert authority_line(found) == line_of(printed)


def test_the_property_knows_every_field() -> None:
    """A field that is added to the model is added to the property above."""
    drawn = ((RECORD_FIELDS, Record), (PERSON_FIELDS, PersonAuthority), (ORGANIZATION_FIELDS, OrganizationAuthority))
    for known, kind in drawn:
        assert {field.name for field in structs.fields(kind)} == known.keys() | {"document"}


def printed_lines(path: Path) -> list[bytes]:
    """Return what `kg read` prints of a path."""
    described: list[bytes] = []
    records = [record_line(record) for record in read(path, on_authority=lambda one: described.append(line_of(one)))]
    return described + records


def test_the_examples_come_back(tmp_path: Path) -> None:
    """`kg read x | kg read -` prints the same bytes, and the graph of the lines is that of the sources."""
    path, lines = tmp_path / "lines.jsonl", printed_lines(EXAMPLES)
    path.write_bytes(b"\n".join(lines) + b"\n")
    assert printed_lines(path) == lines
    build(EXAMPLES, output=tmp_path / "a", validate="none")
    build(path, output=tmp_path / "b", validate="none")
    assert (tmp_path / "a" / "graph.ttl").read_bytes() == (tmp_path / "b" / "graph.ttl").read_bytes()


def test_a_line_by_hand(tmp_path: Path) -> None:
    """A title or an identifier is enough; such a record stands in its own file."""
    found = one(
        tmp_path, title="Maps of Moss", authors=["Lee, Ann", "Bo Roe", "et al."], doi="https://doi.org/10.1234/X"
    )
    assert [name.display for name in found.names] == ["Ann Lee", "Bo Roe"]
    assert not found.authors_complete
    assert found.identifiers == (Identifier("doi", "10.1234/x"),)
    assert (found.source, found.index, found.start_line, found.format) == ("lines.jsonl", 1, 1, "records")
    assert found.document is None
    assert one(tmp_path, pmid=12345).identifiers == (Identifier("pmid", "12345"),)


def test_values_in_other_forms(tmp_path: Path) -> None:
    """Numbers, one text instead of several, author lines, years and words of dates are read as what they mean."""
    found = one(
        tmp_path, title="T", authors="Lee, Ann; Roe, Bo", year=2020, volume=3, isbn=["9783161484100"],
        issn="2041-1723", venue="J", keywords="a; b", editors=["Cy Doe"], version=2,
    )  # fmt: skip
    assert ([name.printed for name in found.names], found.authors_raw) == (["Lee, Ann", "Roe, Bo"], "Lee, Ann; Roe, Bo")
    assert (found.date, found.volume, found.version_number) == ("2020", "3", "2")
    assert found.venue == Venue(name="J", issns=("2041-1723",))
    assert (found.keywords, found.editors) == (("a", "b"), (Name(printed="Cy Doe"),))
    assert one(tmp_path, title="T", authors="Ann Lee and Bo Roe et al.").authors_complete is False
    assert one(tmp_path, title="T", authors="Ann Lee", date="spring 2003", keywords="a, b").date_text == "spring 2003"
    assert one(tmp_path, title="T", abstract="A.", date="0000").date is None


@pytest.mark.parametrize(
    ("line", "field", "told"),
    [
        ({"colour": "red"}, "line", "'colour'"),
        ({"names": [{"printed": "A", "born": 1}], "x": 1}, "line", "'names.born'"),
        ({"names": [{"printed": "Ann Lee"}], "authors": ["Bo Roe"]}, "names", "others than"),
        ({"names": [{"printed": "A", "identifiers": [{"scheme": "orcid", "value": "0000-0001-8254-710X"}]}]}, "names",
         "710X"),
        ({"names": [{"printed": "A", "affiliations": [{"raw": "U", "ror": "00pjdza25"}]}]}, "ror", "00pjdza25"),
        ({"identifiers": [{"scheme": "none", "value": "1"}]}, "identifiers", "none '1'"),
        ({"authors": ["..,"]}, "names", "no name"),
        ({"type": "poem"}, "publication_type", "poem"),
        ({"code_urls": ["no iri"]}, "code_urls", "no iri"),
        ({"sha256": "12", "source": "a", "index": 1}, "line", "no document"),
        ({"issn": "2041-1723"}, "venue", "no venue"),
        ({"volume": [1]}, "volume", "left out"),
        ({"score": "NaN"}, "score", "no number"),
    ],
)  # fmt: skip
def test_doubts(tmp_path: Path, line: dict[str, object], field: str, told: str) -> None:
    """What is not read, or cannot be right, is told."""
    doubts = one(tmp_path, title="T", date="2020", **line).doubts
    assert any(doubt.field == field and told in doubt.reason for doubt in doubts), doubts


def test_a_line_of_another_source_without_digest(tmp_path: Path) -> None:
    """What a line says of another source is its pointer where the bytes of that are not told."""
    (found,) = read_lines(tmp_path, b'{"source": "a.bib", "index": 3, "title": "T", "start_line": 7}')
    assert isinstance(found, Record)
    assert (found.source, found.start_line, found.pointer) == ("lines.jsonl", 1, "a.bib, record 3")
    (found,) = read_lines(tmp_path, b'{"source": "a.bib", "layout": "x", "title": "T"}')
    assert isinstance(found, Record)
    assert found.pointer == "a.bib"


def test_rejects(tmp_path: Path) -> None:
    """What is no record is a reject with its line, and the next line is read."""
    lines = [
        b'{"source": "a", "title": "First", "layout": ""}',
        b'{"source": "a", "date": "2020"}',
        b'{"source": "a", "title": ',
        b'{"authority": "dog", "name": {"printed": "A"}}',
        b'{"authority": 1}',
        b'{"authority": "person"}',
        b"[1]",
        b'{"title": "Last", "year": 1}',
    ]
    found = read_lines(tmp_path, *lines)
    assert [type(one).__name__ for one in found] == ["Record", *["Reject"] * 6, "Record"]
    assert [one.start_line for one in found if isinstance(one, Reject)] == [2, 3, 4, 5, 6, 7]


def test_a_source_without_lines(tmp_path: Path) -> None:
    """An empty array is one reject."""
    path = tmp_path / "a.json"
    path.write_text("[ ]")
    source = open_source(Place(str(path), by_hand=True), "a", tmp_path)
    (found,) = read_source(source, format_of("", "records"))
    assert isinstance(found, Reject)


def test_an_authority_by_hand(tmp_path: Path) -> None:
    """A person without any place, with a wrong identifier, is read with doubts."""
    lines = [
        b'{"authority": "person", "name": {"printed": "Lee"}, "hat": 1, "works": [[{"scheme": "doi", "value": "x"}]]}',
        b'{"authority": "organization", "organization": {"raw": "U", "ror": "00pjdza24"}}',
    ]
    person, body = read_lines(tmp_path, *lines)
    assert isinstance(person, PersonAuthority)
    assert isinstance(body, OrganizationAuthority)
    assert (person.index, person.works, len(person.doubts)) == (1, (), 3)
    assert (body.index, body.key) == (2, f"{body.source_key}-a2")


@pytest.mark.parametrize(
    ("beginning", "ours"),
    [
        ('{"source":"a.txt","index":1,"format":"listing","layout":"site"', True),
        ('{"authority":"person","name":{},"other_names":[]', True),
        ('[{"title": "T", "authors": ["A"]}]', True),
        ('{"doi": "10.1/x"}', True),
        ('{"title": "T"}', False),
        ('{"title": "T", "paperId": "1", "key": "x", "authors": []}', True),
        ('{"title": "T", "a": "1", "b": "x", "c": 1, "authors": []}', False),
        ('{"name": "package", "version": "1"}', False),
        ('[1, {"title": "T"}]', False),
        ("{" * 5000, False),
        ("Title, authors", False),
    ],
)
def test_recognition(beginning: str, *, ours: bool) -> None:
    """Our own lines, and objects of which every key is ours."""
    assert (format_of(beginning).name == "records") is ours


def test_golden_lines(
    tmp_path: Path, told: Callable[[list[Reading]], str], golden: Callable[[Path, str], None]
) -> None:
    """A line by hand with most of the keys gives this record."""
    line = {"title": "T", "authors": ["Lee, Ann"], "doi": "10.1234/x", "arxiv_id": "2101.00001", "date": "2020-02-30",
            "venue": "J", "publisher": "P", "type": "article", "references": [{"text": "A"}, {}],
            "relations": [{"kind": "corrects", "text": "B"}, {"kind": "corrects"}],
            "fundings": [{"funder": "F"}, {}], "translated_titles": [["de", "Z"], ["?", "X"]]}  # fmt: skip
    readings = read_lines(tmp_path, msgspec.json.encode(line))
    golden(Path(__file__).parent / "by-hand.jsonl", told(readings))
