"""ROR's sample, counted by another route, and a source without organizations."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.identifiers import parse
from kg.model import Identifier, OrganizationAuthority, Reject
from kg.readers import Place, open_source, read_source
from kg.readers.formats import format_of


def test_sample(shared: Path, tmp_path: Path) -> None:
    """All names, the country and the numbers of the Funder Registry are there."""
    path = shared / "samples" / "ror" / "00pjdza24.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    (found,) = read_source(open_source(Place(str(path), by_hand=True), path.name, tmp_path))
    assert isinstance(found, OrganizationAuthority)
    names = {found.organization.raw, *(name for _, name in found.other_names)}
    assert names == {one["value"] for one in told["names"]}
    assert found.organization.ror == told["id"].rpartition("/")[2]
    assert found.organization.country == told["locations"][0]["geonames_details"]["country_code"]
    assert len(found.identifiers) == len(told["external_ids"][0]["all"])


def test_no_organization(tmp_path: Path) -> None:
    """An empty answer is a reject, and so is an organization without a name."""
    path = tmp_path / "answer"
    for text, reason in (("[]", "there is no organization"), ('{"id": "x", "names": []}', "without name")):
        path.write_text(text)
        (found,) = read_source(open_source(Place(str(path), by_hand=True), "a", tmp_path), format_of("", "ror"))
        assert isinstance(found, Reject)
        assert reason in found.reason


@given(st.from_regex(r"\A[0-9]{1,20}\Z"))
def test_numbers_of_funders_are_dois_as_they_stand(number: str) -> None:
    """A number of the Funder Registry makes a DOI in canonical form."""
    assert parse("doi", f"10.13039/{number}") == Identifier("doi", f"10.13039/{number}")


def test_names_of_the_first_version(tmp_path: Path) -> None:
    """Of an organization as version 1 wrote it all names that say something are there, each once."""
    path = tmp_path / "hive.json"
    told = {"id": "https://ror.org/05dxps055", "name": "Hive", "aliases": [" ", "Hive"], "acronyms": ["H"]}
    path.write_text(json.dumps(told | {"external_ids": {"Wikidata": {"all": ["Q1"]}, "ISNI": {"all": ["1"]}}}))
    (found,) = read_source(open_source(Place(str(path), by_hand=True), "a", tmp_path), format_of("", "ror"))
    assert isinstance(found, OrganizationAuthority)
    assert found.other_names == (("", "H"),)
    assert found.identifiers == (Identifier("wikidata", "Q1"),)
