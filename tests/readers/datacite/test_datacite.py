"""Metadata of DataCite: documents of the API, JSON and XML of the schema."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.model import Record, Reject, Relation
from kg.readers import Place, Reading, open_source, read_source
from kg.readers.formats import format_of

NOBODY = [
    "Unknown",
    "unknown",
    ":unav",
    "(:unkn) unknown",
    ":none",
    "Anonymous",
    "n/a",
    "N.A.",
    "not available",
    ":tba",
]


def readings_of(body: object, folder: Path) -> list[Reading]:
    """Return what a source with this JSON says, as it is recognised."""
    path = folder / "source"
    path.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")
    return list(read_source(open_source(Place(str(path), by_hand=True), path.name, folder)))


def record(folder: Path, **fields: Any) -> Record:  # noqa: ANN401 - any JSON
    """Return the record of a work with these attributes."""
    told = {"titles": [{"title": "T"}], "schemaVersion": "http://datacite.org/schema/kernel-4"} | fields
    (found,) = readings_of({"data": {"id": "10.5555/t", "type": "dois", "attributes": told}}, folder)
    assert isinstance(found, Record), found
    return found


@pytest.mark.parametrize(
    ("beginning", "name"),
    [
        ('{"data":{"id":"10.5555/x","type":"dois","attributes":{', "datacite"),
        ('\ufeff [{"schemaVersion": "http://datacite.org/schema/kernel-3"', "datacite"),
        ('{"creators": [{"name": "A"}], "titles": [{"title"', "datacite"),
        ('{"titles": {"title": "A"}, "creators": {', "datacite"),
        ('<resource xmlns="http://datacite.org/schema/kernel-4">', "datacite-xml"),
        ('<x:resource xsi:schemaLocation="http://datacite.org/schema/kernel-2.2', "datacite-xml"),
        ("<resource><identifier identifierType='DOI'>", "datacite-xml"),
        ("resourceTypeGeneral: Dataset", "listing"),
    ],
)
def test_recognized_by_content(beginning: str, name: str) -> None:
    """JSON and XML of DataCite are known by what stands in them."""
    assert format_of(beginning).name == name


def test_the_samples(shared: Path, readings: Callable[[Path], list[Reading]]) -> None:
    """Title, DOI, creators and references of each sample, counted a second time, are all there."""
    paths = sorted((shared / "samples" / "datacite").glob("*.json"))
    assert len(paths) == 12
    for path in paths:
        told = json.loads(path.read_text(encoding="utf-8"))["attributes"]
        (found,) = readings(path)
        assert isinstance(found, Record)
        assert found.title is not None
        assert found.title.startswith(told["titles"][0]["title"])
        assert [one.value for one in found.identifiers] == [told["doi"].lower()]
        names = [one["name"] for one in told["creators"]]
        assert [one.printed for one in found.names] == [one for one in names if one not in {"Et Al.", "Unknown"}]
        assert found.authors_complete == (names == [one.printed for one in found.names])
        cited = [one for one in told["relatedIdentifiers"] if one["relationType"] == "References"]
        assert len(found.references) == len(cited)
        assert found.date is not None
        assert found.date[:4] == str(told["publicationYear"])


@pytest.mark.parametrize("printed", NOBODY)
def test_nobody_is_no_author(printed: str, tmp_path: Path) -> None:
    """What stands for an unknown creator is nobody, and the list lacks somebody."""
    found = record(tmp_path, creators=[{"name": printed}, {"name": "Doe, Jane"}])
    assert (found.authors, found.authors_complete) == (("Jane Doe",), False)


def test_creators(tmp_path: Path) -> None:
    """Parts that the source tells apart, else those of `Family, Given`; `et al.` is cut off; numbers are no names."""
    told = [{"givenName": "Ada", "familyName": "Bo"}, {"name": "Moe, Cy et al."}, {"name": "A, B, C"}, {"name": "77"}]
    found = record(tmp_path, creators=told)
    assert [(one.printed, one.family) for one in found.names] == [
        ("Ada Bo", "Bo"),
        ("Moe, Cy", None),
        ("A, B, C", None),
    ]
    assert not found.authors_complete
    assert not record(tmp_path, creators=["Jane Doe", {"name": "Max Roe"}]).authors_complete
    assert record(tmp_path, creators=[{"name": "Max Roe"}]).authors_complete


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"publicationYear": 2020}, "2020"),
        ({"publicationYear": "2020", "dates": [{"date": "2020-05", "dateType": "Available"}]}, "2020-05"),
        ({"dates": [{"date": "2020-05-04", "dateType": "Issued"}, {"date": "2019", "dateType": "Issued"}]}, "2019"),
        ({"dates": [{"date": "2020", "dateType": "Created"}]}, None),
        ({"publicationYear": 2020, "dates": [{"date": None, "dateType": "Issued"}]}, "2020"),
    ],
)
def test_dates(fields: dict[str, Any], date: str | None, tmp_path: Path) -> None:
    """The date of issue, else the year, as precisely as issue or availability within it says it."""
    assert record(tmp_path, **fields).date == date


def test_relations(tmp_path: Path) -> None:
    """Each relation has its kind; what cites a work is none of its relations, nor is an address without words."""
    told = [
        {"relationType": "IsNewVersionOf", "relatedIdentifier": "10.5555/1", "relatedIdentifierType": "DOI"},
        {
            "relationType": "IsPreviousVersionOf",
            "relatedIdentifier": "arXiv:2101.00001",
            "relatedIdentifierType": "arXiv",
        },
        {"relationType": "IsReferencedBy", "relatedIdentifier": "10.5555/2", "relatedIdentifierType": "DOI"},
        {
            "relationType": "IsSupplementedBy",
            "relatedIdentifier": "https://data.example/1",
            "resourceTypeGeneral": "Dataset",
        },
        {"relationType": "References", "relatedIdentifier": ""},
    ]
    found = record(
        tmp_path, relatedIdentifiers=told, container={"title": "J", "identifier": "x", "identifierType": "ISBN"}
    )
    assert [(one.kind, one.identifiers and one.identifiers[0].key, one.text) for one in found.relations] == [
        ("replaces", "doi-10.5555/1", None),
        ("replaced-by", "arxiv-2101.00001", None),
        ("supplemented-by", (), "https://data.example/1"),
    ]
    assert all(isinstance(one, Relation) for one in found.relations)
    assert (found.references, found.dataset_urls) == ((), ("https://data.example/1",))


def test_the_older_json(tmp_path: Path) -> None:
    """The JSON of content negotiation once had `type` and `id` of creators; a scheme may be named by its short form."""
    told = [
        {"type": "Person", "id": "http://orcid.org/0000-0003-1419-2405", "name": "Doe, Jane"},
        {"type": "Organization", "id": "https://ror.org/05dxps055", "name": "Owl Watch"},
    ]
    scheme = "Australian and New Zealand Standard Research Classification (ANZSRC), 2020"
    term = {"subject": "Owls", "subjectScheme": scheme, "classificationCode": "461001"}
    number = {"relationType": "IsPublishedIn", "titles": [{"title": "J"}], "number": "7", "numberType": "Chapter"}
    found = record(tmp_path, creators=told, subjects=[term], relatedItems=[number])
    assert [(one.collective, len(one.identifiers)) for one in found.names] == [(False, 1), (True, 0)]
    assert [(one.scheme, one.notation) for one in found.subjects] == [("anzsrc", "461001")]
    assert (found.pages, found.venue and found.venue.name) == (None, "J")


def test_titles(tmp_path: Path) -> None:
    """The title is that in the language of the work; one of a wrong language tag is told without it."""
    told = [{"title": "A", "lang": "en"}, {"title": "B", "lang": "de"}, {"title": "C", "titleType": "TranslatedTitle"}]
    found = record(tmp_path, titles=told, language="de")
    assert (found.title, found.translated_titles) == ("B", (("en", "A"), ("und", "C")))
    assert record(tmp_path, titles=[{"title": "", "lang": "en"}, {"title": "B", "titleType": "Other"}]).title == "B"


def test_what_is_no_work(tmp_path: Path) -> None:
    """A page without works, and a document of another type, are rejects."""
    (empty,) = readings_of({"data": [], "meta": {"total": 0}, "resourceTypeGeneral": ""}, tmp_path)
    assert isinstance(empty, Reject)
    (event,) = readings_of('{"data":[{"id":"1","type":"events","x":{"resourceTypeGeneral":""}}]}', tmp_path)
    assert isinstance(event, Reject)
    assert "events" in event.reason
