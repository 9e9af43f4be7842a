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
