"""ORCID records of the samples, counted by another route; answers that are none."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identifiers import recognized
from kg.model import PersonAuthority, Record, Reject
from kg.readers import Place, Reading, open_source, read_source
from kg.readers.formats import format_of
from kg.readers.orcid.works import DOI_ADDRESSES


def readings(path: Path, folder: Path, form: str = "") -> list[Reading]:
    """Return what stands in a file."""
    source = open_source(Place(str(path), by_hand=True), path.name, folder)
    return list(read_source(source, format_of("", form) if form else None))


def test_samples(shared: Path, tmp_path: Path) -> None:
    """Each record is one person with their name; a wrong iD is told, and is no identifier; each work is a record."""
    for path in sorted((shared / "samples" / "orcid").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        (person,) = readings(path, tmp_path)
        assert isinstance(person, PersonAuthority)
        assert person.name.family == told["person"]["name"]["family-name"]["value"]
        assert person.pointer == told["orcid-identifier"]["path"]
        assert bool(person.name.identifiers) is not bool(person.doubts)
        assert bool(person.doubts) is path.stem.endswith("710X")
    path = shared / "samples" / "orcid" / "record-3.0.xml"
    found = readings(path, tmp_path)
    assert [type(one).__name__ for one in found] == ["PersonAuthority", "Record"]
    assert len(re.findall("<work:work-summary", path.read_text(encoding="utf-8"))) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "there is no record"),
        (
            '<r:record xmlns:r="http://www.orcid.org/ns/record"><person><name>x</name></person></r:record>',
            "not as ORCID",
        ),
        ('<r:record xmlns:r="http://www.orcid.org/ns/record"/>', "neither a person"),
        ('<b:bulk xmlns:b="http://www.orcid.org/ns/bulk"></b:bulk>', "there is no record"),
        ('{"path": "/x", "credit-name": null}', "neither a person"),
    ],
)
def test_rejects(tmp_path: Path, text: str, reason: str) -> None:
    """What holds neither a person nor a work is a reject."""
    path = tmp_path / "answer"
    path.write_text(text)
    (found,) = readings(path, tmp_path, "orcid")
    assert isinstance(found, Reject)
    assert reason in found.reason


def test_a_list_of_works_in_xml(tmp_path: Path) -> None:
    """Works of a bulk answer are records; an edition of another element than ORCID's own is none of its."""
    path = tmp_path / "works.xml"
    path.write_text(
        '<bulk:bulk xmlns:bulk="http://www.orcid.org/ns/bulk" xmlns:work="http://www.orcid.org/ns/work" '
        'xmlns:common="http://www.orcid.org/ns/common"><work:work put-code="1" path="/0000-0002-1825-0097/work/1">'
        "<work:title><common:title>One</common:title></work:title><work:title/></work:work><work:work><work:title>"
        "<common:title>Two</common:title></work:title><common:publication-date><common:month>2</common:month>"
        "</common:publication-date></work:work></bulk:bulk>"
    )
    found = readings(path, tmp_path)
    assert [one.title for one in found if isinstance(one, Record)] == ["One", "Two"]
    assert next(one.pointer for one in found if isinstance(one, Record)) == "0000-0002-1825-0097/work/1"
    assert format_of('<record xmlns="http://www.openarchives.org/OAI/2.0/">').name != "orcid"


@given(st.sampled_from(DOI_ADDRESSES), st.text() | st.from_regex(r"\A(?:48550/)?[aA]r[xX]iv\.\d{4}\.\d{5}"))
def test_addresses_of_dois(begin: str, suffix: str) -> None:
    """An address of doi.org is a DOI or nothing, unless it speaks of arXiv: a work that has a DOI gains none by it."""
    one = recognized(begin + suffix)
    assert one is None or one.scheme == "doi" or "arxiv." in suffix.lower()


def _work(folder: Path, **parts: object) -> Record:
    """Return the record of a work with a title and these parts."""
    path = folder / "work.json"
    path.write_text(json.dumps({"put-code": 1, "title": {"title": {"value": "Hives"}}, **parts}))
    (record,) = readings(path, folder, "orcid")
    assert isinstance(record, Record)
    return record


def _id(kind: str, value: str, relationship: str = "self") -> dict[str, str]:
    return {"external-id-type": kind, "external-id-value": value, "external-id-relationship": relationship}


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://doi.org/10.1000/b", ["10.1000/a"]),
        ("http://dx.doi.org/10.1000/a", ["10.1000/a"]),
        ("https://arxiv.org/abs/2101.00001", ["10.1000/a", "2101.00001"]),
        ("https://doi.org/10.48550/arXiv.2101.00001", ["10.1000/a", "2101.00001"]),
        ("https://www.doi.org/10.1000/b", ["10.1000/a"]),
        ("https://example.org/hives", ["10.1000/a"]),
    ],
)
def test_addresses_of_works(url: str, known: list[str], tmp_path: Path) -> None:
    """The address of a work identifies it in a scheme in which nothing else does."""
    record = _work(tmp_path, url={"value": url}, **{"external-ids": {"external-id": [_id("doi", "10.1000/A")]}})
    assert sorted(one.value for one in record.identifiers) == known
    assert record.landing_page == url


def test_identifiers_of_other_things(tmp_path: Path) -> None:
    """An identifier of a grant is none of the work, nor is what has no scheme; who only paid wrote nothing."""
    ids = [_id("doi", "10.1000/grant", "funded-by"), _id("issn", ""), _id("other-id", "7"), _id("pmid", "7", "PART_OF")]
    paid = {"credit-name": {"value": "Ann Lee"}, "contributor-attributes": {"contributor-role": "funding-acquisition"}}
    record = _work(tmp_path, contributors={"contributor": [paid]}, **{"external-ids": {"external-id": ids}})
    assert (record.identifiers, record.names, record.authors_complete) == ((), (), False)
    assert [(one.kind, one.identifiers[0].value) for one in record.relations] == [("part-of", "7")]
