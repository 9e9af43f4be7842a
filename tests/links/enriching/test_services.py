"""`kg enrich` with each service that is built in: what it knows is merged with ours."""

import json
import re
from functools import partial
from typing import Any

import pytest

from kg.endpoint import Retries, WebService
from kg.pipeline.enriching import enrich

Services = Any
Ours = Any


def test_enriched_papers_are_merged(services: Services, ours: Ours) -> None:
    """What OpenAlex knows of our papers merges with them: as many papers as before, with more said of each."""
    folder = ours.build()
    made = enrich(folder, targets=["openalex"], url=services.url)
    assert ours.counts(made) == {"enriched": 2, "nothing there": 1, "no key": 1}
    assert made.notes == ()
    assert list(ours.documents()) == ["openalex-papers.jsonl"]
    before = ours.text()
    assert before.count("a kg:Paper") == 4
    assert "openAlexId" not in before
    ours.build(enriched=True)
    after = ours.text()
    assert after.count("a kg:Paper") == 4
    assert set(re.findall(r"^paper:\S+", after, re.MULTILINE)) == set(re.findall(r"^paper:\S+", before, re.MULTILINE))
    assert re.findall(r'kg:openAlexId "(W\w+)"', after) == ["W1", "W2"]
    assert after.count("kg:citesExternal") + after.count("kg:cites ") > 0


def test_nothing_is_asked_twice(services: Services, ours: Ours) -> None:
    """A second run asks nobody, writes the same bytes and tells the same; so does one after the build."""
    folder = ours.build()
    first = enrich(folder, targets=["openalex"], url=services.url)
    number, written = len(services.asked), ours.documents()
    second = enrich(folder, targets=["openalex"], url=services.url)
    assert (len(services.asked), ours.documents()) == (number, written)
    assert ours.counts(second) == ours.counts(first)
    ours.build(enriched=True)
    third = enrich(folder, targets=["openalex"], url=services.url)
    assert (len(services.asked), ours.documents()) == (number, written), "ids of OpenAlex are known now: not asked by"
    assert ours.counts(third) == ours.counts(first)


def test_asked_anew_by_another_key(services: Services, ours: Ours) -> None:
    """After a build the ids of OpenAlex are known: asked anew by them, each record stands there once."""
    folder = ours.build()
    enrich(folder, targets=["openalex"], url=services.url)
    written = ours.documents()
    ours.build(enriched=True)
    number = len(services.asked)
    made = enrich(folder, targets=["openalex"], url=services.url, refresh=True)
    assert ours.counts(made)["enriched"] == 2
    assert [path.partition("&")[0] for path, _ in services.asked[number:]] == [
        "/works?filter=openalex:W1%7CW2", "/works?filter=doi:10.1000/none",
    ]  # fmt: skip
    assert sorted(ours.documents()["openalex-papers.jsonl"].splitlines()) == sorted(
        written["openalex-papers.jsonl"].splitlines()
    )


def test_old_records_stay_where_there_are_no_new_ones(
    services: Services, ours: Ours, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that fails when it is asked anew takes nothing away."""
    folder = ours.build()
    enrich(folder, targets=["openalex"], url=services.url)
    written = ours.documents()
    client = partial(WebService, retries=Retries(attempts=1))
    monkeypatch.setattr("kg.pipeline.enriching.WebService", client)
    services.wrong = lambda _: (500, {}, b"")
    made = enrich(folder, targets=["openalex"], url=services.url, refresh=True)
    assert ours.counts(made) == {"enriched": 2, "failed": 1, "no key": 1}
    assert ours.documents() == written
    assert made.notes


def test_same_bytes_however_asked(services: Services, ours: Ours) -> None:
    """The documents do not depend on how many were asked for at once, nor on stamps around the records."""
    folder = ours.build()
    enrich(folder, targets=["openalex"], url=services.url, limit=1)
    partly = ours.documents()
    made = enrich(folder, targets=["openalex"], url=services.url, limit=1)
    assert ours.counts(made)["not asked"] == 1
    enrich(folder, targets=["openalex"], url=services.url, limit=1)
    in_steps = ours.documents()
    assert partly != in_steps
    enrich(folder, targets=["openalex"], url=services.url, refresh=True)
    assert ours.documents() == in_steps


@pytest.mark.parametrize(
    ("name", "found", "files"),
    [
        ("openalex", 2, ["openalex-papers.jsonl"]),
        ("crossref", 2, ["crossref-papers.jsonl"]),
        ("datacite", 2, ["datacite-papers.jsonl"]),
        ("semantic-scholar", 2, ["semantic-scholar-papers.jsonl"]),
        ("opencitations-meta", 2, ["opencitations-meta-papers.csv"]),
        ("doaj", 2, ["doaj-papers.jsonl"]),
        ("doi", 2, ["doi-papers-crossref.jsonl", "doi-papers-csl-json.jsonl"]),
    ],
)
def test_services_by_doi(services: Services, ours: Ours, name: str, found: int, files: list[str]) -> None:
    """Each service is asked in its own way and its records are read as its format; all merge with ours."""
    folder = ours.build()
    made = enrich(folder, targets=[name], url=services.url)
    assert ours.counts(made) == {"enriched": found, "nothing there": 1, "no key": 1}
    assert list(ours.documents()) == files
    ours.build(enriched=True)
    assert ours.text().count("a kg:Paper") == 4
    assert {path.name for path in made.files} <= set(re.findall(r'kg:documentName "([^"]+)"', ours.text()))


ALL_KINDS = """{"source": "own", "title": "Graphs of everything", "names": [{"printed": "Ann Lee", "identifiers": [{"scheme": "orcid", "value": "0000-0002-1825-0097"}], "affiliations": [{"raw": "Brown", "name": "Brown", "ror": "05gq02987"}]}, {"printed": "Ed Eck", "identifiers": [{"scheme": "orcid", "value": "0000-0001-5109-3700"}]}], "identifiers": [{"scheme": "arxiv", "value": "2002.00001"}, {"scheme": "dblp", "value": "journals/jr/LeeR20"}, {"scheme": "pmid", "value": "7"}]}
"""  # noqa: E501 - a line of JSON Lines


@pytest.mark.parametrize(
    ("name", "kind", "outcomes", "file"),
    [
        ("arxiv", "paper", {"enriched": 1}, "arxiv-papers.xml"),
        ("dblp", "paper", {"enriched": 1}, "dblp-papers.xml"),
        ("pubmed", "paper", {"enriched": 1}, "pubmed-papers.xml"),
        ("openalex", "paper", {"enriched": 1}, "openalex-papers.jsonl"),
        ("orcid", "person", {"enriched": 1, "nothing there": 1}, "orcid-persons.jsonl"),
        ("ror", "organization", {"enriched": 1}, "ror-organizations.jsonl"),
        ("datacite", "paper", {"nothing there": 1}, ""),
        ("semantic-scholar", "paper", {"nothing there": 1}, ""),
    ],
)
def test_services_by_other_keys(  # noqa: PLR0917 - two fixtures and a row of the table
    services: Services, ours: Ours, name: str, kind: str, outcomes: dict[str, int], file: str
) -> None:
    """arXiv, dblp, PubMed, ORCID and ROR are asked by their own identifiers; what they know merges with ours."""
    services.works["10.1000/one"] = ("W1", "Graphs of everything")
    folder = ours.build(ALL_KINDS)
    made = enrich(folder, targets=[name], url=services.url)
    assert ours.counts(made, kind) == outcomes
    assert list(ours.documents()) == [file] * bool(file)
    before = ours.text()
    if file:
        ours.build(ALL_KINDS, enriched=True)
        after = ours.text()
        assert after.count("a kg:Paper") == before.count("a kg:Paper") == 1
        if kind == "organization":
            assert after.count("a kg:Organization") == before.count("a kg:Organization") == 1
        assert len(after) > len(before)
    assert made.notes == ()


@pytest.mark.parametrize(
    ("name", "doi", "asked"),
    [
        ("crossref", "10.1000/a,b", "/works/10.1000/a,b"),
        ("crossref", "10.1000/66:4<261", "/works/10.1000/66:4%3C261"),
        ("openalex", "10.1000/a,b", "/works/doi:10.1000/a,b"),
        ("openalex", "10.1000/66:4<261::aid>3.0.co;2-t", "/works/doi:10.1000/66:4%3C261::aid%3E3.0.co%3B2-t"),
        ("datacite", "10.1000/a,b", "/dois/10.1000/a,b"),
    ],
)
def test_keys_with_signs_of_lists(services: Services, ours: Ours, name: str, doi: str, asked: str) -> None:
    """A DOI with a comma, or a sign of filters, cannot stand in a list: it is asked for alone, and once."""
    services.works[doi] = ("W3", "Commas")
    folder = ours.build(json.dumps({"source": "own", "title": "Commas", "doi": doi, "authors": ["Ann Lee"]}) + "\n")
    made = enrich(folder, targets=[name], url=services.url)
    assert ours.counts(made) == {"enriched": 1}
    assert [path for path, _ in services.asked] == [asked]
