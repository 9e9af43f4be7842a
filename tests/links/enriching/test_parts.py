"""The parts of `kg enrich`: target files, answers, what is kept between runs, what a thing lacks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.endpoint import Cache, Endpoint, Retries, WebService
from kg.errors import EndpointTimeoutError, UsageError
from kg.links.enrich.enrichment import Enrichment
from kg.links.enrich.fetched import Fetched, Record
from kg.links.enrich.fetching import Answered, Fetcher, Services
from kg.links.enrich.gaps import Thing, Things
from kg.links.ours.entities import Entity
from kg.links.targets.fetch import Fetch
from kg.links.targets.target import target, target_names
from kg.model import Identifier, Link
from kg.pipeline.enriching import _lines, enrich
from kg.readers.answers import AnswerError, answered, envelope
from kg.readers.formats import FORMATS

GOOD = """
name = "mine"
title = "Mine"
homepage = "https://example.org/"
[[enrich]]
kind = "paper"
key = "doi"
url = "https://api.example.org/works?ids={keys}"
batch = 10
formats = ["crossref"]
gives = ["authors"]
"""


@pytest.mark.parametrize("name", target_names())
def test_built_in(name: str) -> None:
    """What is built in is read as formats that there are, and can be put together in documents."""
    for fetch in target(name).enrich:
        assert set(fetch.formats) <= {form.name for form in FORMATS}
        assert len({envelope(form) for form in fetch.formats}) == 1
        assert fetch.key not in fetch.gives
        assert fetch.query or fetch.address(["10.1/a b"], mail="a@b.org").startswith("https://")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('key = "doi"', 'key = "isni"', "the key is one of"),
        ('url = "https://api.example.org/works?ids={keys}"', "", "either `url` or `query`"),
        ("{keys}", "", "has to stand once"),
        ("https://api", "api", "no web address"),
        ("https://api.example.org/works", "https://{keys}", "has to stand once"),
        ('url = "https://api.example.org/works?ids={keys}"', 'query = "CONSTRUCT {} WHERE {}"', "VALUES ?key { }"),
        ("batch = 10", "batch = 0", "batch is a number"),
        ("batch = 10", 'separator = ""', "separator is not empty"),
        ("batch = 10", 'spelling = "x"', "no {value}"),
        ("batch = 10", 'matching = "("', "no regular expression"),
        ('gives = ["authors"]', "gives = []", "needs `formats` and `gives`"),
        ('gives = ["authors"]', 'gives = ["colour"]', "'colour'"),
        ('kind = "paper"', 'kind = "category"', "wrong"),
        (GOOD[GOOD.index("[[enrich]]") :], "", "links nothing"),
    ],
)
def test_faults(tmp_path: Path, old: str, new: str, told: str) -> None:
    """Each fault of an [[enrich]] table is told with the file."""
    file = tmp_path / "mine.toml"
    assert old in GOOD
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(UsageError, match=r"mine\.toml") as raised:
        target(str(file))
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("formats", "told"),
    [
        ('["jats"]', "'jats' cannot be gathered"),
        ('["crossref", "arxiv"]', "do not stand in one answer"),
        ('["x"]', "cannot be gathered"),
    ],
)
def test_formats(tmp_path: Path, built_examples: Path, formats: str, told: str) -> None:
    """Formats whose records no document can hold are refused before anybody is asked."""
    file = tmp_path / "mine.toml"
    file.write_text(GOOD.replace('["crossref"]', formats), encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        enrich(built_examples, targets=[str(file)])


def test_addresses() -> None:
    """Keys cannot break out of their place in an address; a mirror takes the place of the host."""
    fetch = Fetch(
        kind="paper", key="doi", url="https://api.example.org/v1/works?ids={keys}&rows=5", batch=2, contact="mailto",
        formats=("crossref",), gives=("authors",),
    )  # fmt: skip
    assert fetch.address(["10.1/a&b=c", "10.1/d+e#f"], mail="me+you@example.org") == (
        "https://api.example.org/v1/works?ids=10.1/a%26b=c,10.1/d%2Be%23f&rows=5&mailto=me%2Byou@example.org"
    )
    assert (
        fetch.address(["10.1/a"], origin="http://127.0.0.1:8/x/") == "http://127.0.0.1:8/x/v1/works?ids=10.1/a&rows=5"
    )
    assert not fetch.can_spell("10.1/a,b")


def test_ways_for_keys_of_one_form() -> None:
    """Semantic Scholar has two kinds of numbers, which are written in two ways."""
    number, digest = (fetch for fetch in target("semantic-scholar").enrich if fetch.key == "s2")
    for key in ("77", "0" * 39 + "a"):
        assert number.can_spell(key) is not digest.can_spell(key)
    assert number.sent(["77"]) == '{"ids": ["CorpusId:77"]}'
    assert digest.sent(["0" * 39 + "a"]) == '{"ids": ["000000000000000000000000000000000000000a"]}'


def test_a_client_says_who_asks() -> None:
    """A mail address stands in the agent as Crossref wants it; a web address as it is."""
    assert WebService("https://example.org", contact="mailto:me@example.org").agent.endswith("; mailto:me@example.org)")
    web = WebService("https://example.org", contact="https://example.org/me")
    assert web.agent.endswith("; https://example.org/me)")
    assert web.mail == ""
    assert "(https://w3id.org/scholarkg/)" in WebService("https://example.org", contact="").agent


def test_an_answer_of_the_cache_is_taken(tmp_path: Path) -> None:
    """What is kept is not asked for: nobody listens at that address."""
    service = WebService("http://127.0.0.1:9", cache=Cache(tmp_path / "c.sqlite"))
    service.keep("http://127.0.0.1:9/x", b"{}", accept="application/json")
    assert service.get("http://127.0.0.1:9/x", accept="application/json") == b"{}"


@pytest.mark.parametrize(
    ("answer", "formats", "told"),
    [
        (b"\xff\xfe", ("crossref",), "no JSON"),
        (b'{"title": "\xff"}', ("crossref",), "cannot be read|no JSON"),
        (b"[" * 100_000, ("crossref",), "no JSON"),
        (b'{"a": "x\ny"}', ("crossref",), "no JSON|no objects"),
        (b"id,name\n1,2\n", ("opencitations",), "not that of OpenCitations"),
        (b'id,title\n"1,2\n', ("opencitations",), "no CSV"),
        (b"\0\1\2", ("arxiv",), "a binary file"),
        (b"<html><body>busy</body></html>", ("dblp",), "recognised as html"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id>', ("arxiv",), "is cut"),
        (b'<dblp><article key="conf/x/y"><title>A</title></dblp>', ("dblp",), "is cut"),
    ],
)
def test_hostile_answers(tmp_path: Path, answer: bytes, formats: tuple[str, ...], told: str) -> None:
    """An answer that is cut, or something else, is told to be so."""
    with pytest.raises(AnswerError, match=told):
        list(answered(answer, formats, path="", work=tmp_path))


def test_triples_without_papers(tmp_path: Path) -> None:
    """Triples that describe no paper are about nothing that was asked for."""
    (found,) = answered(b"<urn:a> <urn:b> <urn:c> .\n", ["rdf"], path="", work=tmp_path)
    assert found.subjects == ()


@pytest.mark.parametrize(
    ("answer", "formats"), [(b"", "opencitations"), (b"", "rdf"), (b"[null]", "semantic-scholar"), (b"[]", "crossref")]
)
def test_empty_answers(tmp_path: Path, answer: bytes, formats: str) -> None:
    """An answer may hold nothing."""
    assert list(answered(answer, [formats], path="", work=tmp_path)) == []


def test_what_is_no_paper_is_about_nothing(tmp_path: Path) -> None:
    """An object that the reader rejects is a record of nothing that was asked for."""
    (found,) = answered(b'{"id": "https://openalex.org/A1"}', ["openalex"], path="", work=tmp_path)
    assert found.subjects == ()


def test_memory_in_the_way(tmp_path: Path) -> None:
    """A place that cannot be read or written is told."""
    (tmp_path / "file").write_text("")
    memory = Fetched(tmp_path / "file" / "m.jsonl")
    with pytest.raises(UsageError, match="cannot be kept"):
        memory.add("q", ["a"], [], place="p")
    memory = Fetched(tmp_path / "m.jsonl")
    memory.add("q", ["a"], [], place="p")
    (tmp_path / "m.jsonl.new").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        memory.sift()


def test_memory_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is closed to us is told with what to do."""
    (tmp_path / "m.jsonl").write_text("")

    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(UsageError, match="remove it to ask anew"):
        Fetched(tmp_path / "m.jsonl")


def test_memory_that_is_no_memory(tmp_path: Path) -> None:
    """Lines that are none of ours are as if they were not there."""
    (tmp_path / "m.jsonl").write_text('{"question": 1}\nnonsense\n', encoding="utf-8")
    memory = Fetched(tmp_path / "m.jsonl")
    assert memory.found("q", "a", place="p") is None
    memory.sift()
    assert (tmp_path / "m.jsonl").read_text(encoding="utf-8") == ""


def test_records_of_formats_that_are_gone() -> None:
    """A record in a format that the target file has no more is not written."""
    gone = Record(kind="paper", keys=("a",), format="gone", raw="{}")
    assert list(_lines({("paper", "crossref"): "x.jsonl"}, [gone])) == []


def fetcher(tmp_path: Path, read: Callable[[Fetch, bytes], list[Answered]], name: str = "openalex") -> Fetcher:
    """Return a fetcher of a service that nobody runs."""
    services = Services(
        web=lambda url, **_: WebService(url, retries=Retries(attempts=1)), sparql=Endpoint, url="http://127.0.0.1:9"
    )
    return Fetcher(target(name), Fetched(tmp_path / "m.jsonl"), read, services)


def test_nobody_listens(tmp_path: Path) -> None:
    """A service that is not there is given up at once."""
    found = fetcher(tmp_path, lambda *_: [])
    (first, second) = found.states(target("openalex").enrich[0], ["W1", "W2"])
    assert (first, second) == ({}, {"W1": "failed", "W2": "failed"})
    assert list(found.states(target("openalex").enrich[0], ["W3"])) == [{}]
    assert "nobody listens" in next(iter(found.errors))


def test_many_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands beside things goes to disk in portions."""
    monkeypatch.setattr("kg.links.enrich.gaps._MOST_HELD", 1)
    kg = "https://w3id.org/scholarkg/ontology#"
    things = Things(tmp_path)
    paper = "<https://w3id.org/scholarkg/id/paper/{}>"
    triples = [
        row
        for at in "abc"
        for row in [
            (paper.format(at), "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{kg}Paper>"),
            (paper.format(at), f"<{kg}abstract>", '"x"'),
            (paper.format(at), f"<{kg}doi>", f'"10.1000/{at}"'),
        ]
        if at != "b" or row[1] != f"<{kg}abstract>"
    ]
    things.add([*triples, ("<https://w3id.org/scholarkg/id/claim/1>", f"<{kg}abstract>", '"of something else"')])
    link = {"predicate": "http://www.w3.org/2002/07/owl#sameAs", "score": 1.0, "method": "m", "evidence": ""}
    things.add_links(
        [
            Link(subject=paper.format("a")[1:-1], target="doi", object=other, state="accepted", **link)  # type: ignore[arg-type]
            for other in ("https://doi.org/10.1000/a", "https://doi.org/10.1000/other", "https://example.org/nothing")
        ],
        [],
    )
    found = {thing.entity.iri[-1]: thing for thing in things.of_kind("paper")}
    assert {name: thing.has for name, thing in found.items()} == {
        "a": {"abstract", "doi"}, "b": {"doi"}, "c": {"abstract", "doi"},
    }  # fmt: skip
    assert found["a"].linked == (Identifier("doi", "10.1000/other"),)
    assert found["a"].keys("doi") == ("10.1000/a", "10.1000/other")
    assert found["b"].lacks(["abstract"])


TWO_KINDS = (
    GOOD
    + """
[[enrich]]
kind = "person"
key = "orcid"
url = "https://api.example.org/persons/{keys}"
formats = ["orcid"]
gives = ["names"]
"""
)


def test_each_kind_has_its_ways(tmp_path: Path) -> None:
    """A person is not asked for in the way of papers."""
    file = tmp_path / "mine.toml"
    file.write_text(TWO_KINDS, encoding="utf-8")
    run = Enrichment(target(str(file)), fetcher(tmp_path, lambda *_: []), missing=None)
    assert run.kinds() == ["paper", "person"]
    anybody = Thing(Entity(iri="urn:x", kind="person"), frozenset())
    assert list(run.run("person", [anybody], lambda _: None)) == []
    assert run.counts["person"] == {"no key": 1}


def test_slow_services_are_asked_for_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes too long is asked for in halves; where a half shows that nobody answers, the rest is not asked."""
    asked: list[str] = []

    def slow(self: WebService, url: str, **_: object) -> bytes:
        asked.append(url)
        raise EndpointTimeoutError("slow", endpoint=self.url, temporary=len(asked) > 2)

    monkeypatch.setattr(WebService, "get", slow)
    found = fetcher(tmp_path, lambda *_: [])
    states = list(found.states(target("openalex").enrich[0], ["W1", "W2", "W3", "W4", "W5"]))
    assert states == [{}, {"W1": "failed", "W2": "failed"}]
    assert len(asked) == 3


@pytest.mark.parametrize(("url", "key", "sent"), [("", " k ", "k"), ("", "", None), ("http://127.0.0.1:9", "k", None)])
def test_keys_go_to_their_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, key: str, sent: str | None
) -> None:
    """A key of the environment goes to the service that gave it, and to no mirror."""
    monkeypatch.setenv("SCHOLARKG_KEY_SEMANTIC_SCHOLAR", key)
    made: list[dict[str, str] | None] = []

    def connect(place: str, *, headers: dict[str, str] | None, **_: object) -> WebService:
        made.append(headers)
        return WebService(place)

    services = Services(web=connect, sparql=Endpoint, url=url, offline=True)
    asks = Fetcher(target("semantic-scholar"), Fetched(tmp_path / "m.jsonl"), lambda *_: [], services)
    assert list(asks.states(target("semantic-scholar").enrich[0], ["1"])) == [{}]
    assert made == [None if sent is None else {"x-api-key": sent}]
