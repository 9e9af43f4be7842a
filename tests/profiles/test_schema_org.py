"""schema.org: what search engines ask of a ScholarlyArticle, and the values."""

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec import structs

from kg.profiles import PROFILES, Entry
from kg.profiles.entry import Venue

PROFILE = PROFILES["schema-org"]


@pytest.fixture(scope="module")
def nodes(everything: list[Entry], written: Callable[..., bytes]) -> dict[str, dict[str, Any]]:
    """Return the nodes of the papers by IRI."""
    document = json.loads(written(PROFILE, *everything))
    assert document["@context"] == "https://schema.org"
    return {one["@id"]: one for one in document["@graph"]}


def listed(value: object) -> list[Any]:
    """Return a value, or several, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def inner(node: object) -> Iterator[dict[str, Any]]:
    """Yield all objects in an object."""
    if isinstance(node, dict):
        if "@value" not in node:
            yield node
        for value in node.values():
            yield from inner(value)
    elif isinstance(node, list):
        for value in node:
            yield from inner(value)


def test_valid_articles(everything: list[Entry], nodes: dict[str, dict[str, Any]]) -> None:
    """Each titled paper has a type, a headline, authors with name and type in order, an ISO 8601 date."""
    for entry in everything:
        if entry.title is None:
            assert entry.iri not in nodes
            continue
        node = nodes[entry.iri]
        assert node["@type"] in {"ScholarlyArticle", "Book", "Chapter", "Thesis", "Report", "Dataset"}
        assert node["headline"] == node["name"] == entry.title
        authors = listed(node.get("author"))
        assert [one["name"] for one in authors] == [author.agent.name for author in entry.authors]
        assert {one["@type"] for one in authors} <= {"Person", "Organization"}
        assert [one.get("familyName") for one in authors] == [author.agent.family for author in entry.authors]
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", node.get("datePublished", "2000"))
        assert ("datePublished" in node) == (entry.date is not None and entry.date[0] != "-")
        assert node.get("creditText", "").endswith("et al.") is (not entry.complete and bool(authors))
        codes = [one["codeRepository"] for one in listed(node.get("mentions"))]
        assert codes == [address for _, address in entry.code]


def test_every_node_has_an_iri(nodes: dict[str, dict[str, Any]]) -> None:
    """There is no blank node, however deep."""
    for node in nodes.values():
        assert all(one["@id"].startswith("http") for one in inner(node))


def test_rich(rich: Entry, nodes: dict[str, dict[str, Any]]) -> None:
    """Issue in volume in periodical; pages; identifiers as text and as addresses."""
    node = nodes[rich.iri]
    issue = node["isPartOf"]
    volume = issue["isPartOf"]
    venue = volume["isPartOf"]
    assert (issue["@type"], issue["issueNumber"]) == ("PublicationIssue", "3")
    assert (volume["@type"], volume["volumeNumber"]) == ("PublicationVolume", "12")
    assert (venue["@type"], venue["name"], venue["issn"]) == ("Periodical", "Journal of R&D", "2049-3630")
    assert (node["pageStart"], node["pageEnd"], node["pagination"]) == ("101", "110", "101–110")
    assert "doi:10.1000/a_b(c)" in node["identifier"]
    assert "https://doi.org/10.1000/a_b(c)" in node["sameAs"]
    assert node["isbn"] == "9783161484100"
    assert node["url"] == rich.landing_pages[0]
    assert node["creativeWorkStatus"] == "Retracted"
    assert node["author"][0]["affiliation"]["name"] == "DataCite"
    assert "https://orcid.org/0000-0002-1825-0097" in node["author"][0]["sameAs"]
    assert node["workExample"]["version"] == "2"


@pytest.mark.parametrize(
    ("kind", "expected"), [("book", "Book"), ("dataset", "Dataset"), ("review", "ScholarlyArticle")]
)
def test_types(kind: str, expected: str, rich: Entry, written: Callable[..., bytes]) -> None:
    """What is no article has the type that schema.org has for it."""
    (node,) = json.loads(written(PROFILE, structs.replace(rich, publication_type=kind)))["@graph"]
    assert node["@type"] == expected


def test_printed_venue(rich: Entry, written: Callable[..., bytes]) -> None:
    """A venue of which only the name is known is a series under the paper's IRI; two affiliations are a list."""
    first, *others = rich.authors
    twice = structs.replace(first, affiliations=(*first.affiliations, *first.affiliations))
    entry = structs.replace(rich, venue=Venue(name="Some Workshop"), volume=None, issue=None, authors=(twice, *others))
    (node,) = json.loads(written(PROFILE, entry))["@graph"]
    assert node["isPartOf"] == {"@id": f"{rich.iri}#venue", "@type": "CreativeWorkSeries", "name": "Some Workshop"}
    assert len(node["author"][0]["affiliation"]) == 2


def test_untitled(bare: Entry) -> None:
    """A paper without title is left out and told."""
    (omission,) = PROFILE.write([bare], io.BytesIO())
    assert "headline" in omission.reason
