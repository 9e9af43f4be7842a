"""`kg enrich` with real records: each is found by its key in the answer of its service, and merges with ours."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from kg.model import Record
from kg.pipeline.enriching import enrich
from kg.readers import find_places, open_source, read_source

Services = Any
Ours = Any
Envelope = Callable[[list[str]], str]


def objects(path: Path) -> list[str]:
    """Return the records of a file of JSON: an object, or one a line."""
    text = path.read_text(encoding="utf-8")
    return text.splitlines() if path.suffix == ".jsonl" else [text]


def elements(path: Path, tag: str) -> list[str]:
    """Return the elements of a file of XML."""
    return re.findall(rf"<{tag}[\s>].*?</{tag}>", path.read_text(encoding="utf-8"), re.DOTALL)


def listed(name: str) -> Envelope:
    """Return what puts JSON into a list."""
    return lambda records: f'{{"meta": {{}}, "{name}": [{",".join(records)}]}}'


def around(start: str, end: str) -> Envelope:
    """Return what puts elements into another one."""
    return lambda records: start + "".join(records) + end


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
CROSSREF: Envelope = lambda records: f'{{"message-type": "work", "message": {"".join(records)}}}'  # noqa: E731
CASES: dict[str, tuple[str, str, Callable[[Path], list[str]], Envelope]] = {
    "openalex": ("openalex/W2741809807.json", "doi", objects, listed("results")),
    "crossref": ("crossref/crossref-works.single.json", "doi", objects, CROSSREF),
    "datacite": ("datacite/datacite_doc_*.json", "doi", objects, listed("data")),
    "doaj": ("doaj/example_doaj_articles.jsonl", "doi", objects, listed("results")),
    "arxiv": ("arxiv/id_1605.08386.atom.xml", "arxiv", lambda path: elements(path, "entry"), around(ATOM, "</feed>")),
    "pubmed": (
        "pubmed/pubmed40.xml", "pmid", lambda path: elements(path, "PubmedArticle"),
        around("<PubmedArticleSet>", "</PubmedArticleSet>"),
    ),
}  # fmt: skip
"""Target -> sample files, the key asked by, what cuts records out of one, what stands around them in an answer."""


def read(raw: str, name: str, work: Path) -> list[Record]:
    """Return what our reader makes of a record."""
    around_it = CASES[name][3]([raw]) if raw.startswith("<") else raw
    (work / "one").write_text(around_it, encoding="utf-8")
    (place,) = find_places([str(work / "one")])
    return [one for one in read_source(open_source(place, "one", work)) if isinstance(one, Record)]


@pytest.mark.parametrize("name", CASES)
def test_real_records(services: Services, ours: Ours, shared: Path, tmp_path: Path, name: str) -> None:
    """Papers of which we have a title and one identifier each get the record of that service, and stay one paper."""
    pattern, scheme, cut, envelope = CASES[name]
    known: dict[str, str] = {}
    lines = []
    for raw in [raw for path in sorted((shared / "samples").glob(pattern)) for raw in cut(path)]:
        for record in read(raw, name, tmp_path):
            keys = [one.value for one in record.identifiers if one.scheme == scheme]
            if record.title and keys:
                known[keys[0]] = raw
                own = {"source": "own", "title": record.title, "identifiers": [{"scheme": scheme, "value": keys[0]}]}
                lines.append(json.dumps(own))

    def answered(path: str) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(path)
        words = [unquote(parts.path), *(value for values in parse_qs(parts.query).values() for value in values)]
        asked = {key for word in words for key in re.split(r'[ |,"]|doi:|articles/|/works/', word)}
        keys = [key for key in known if key in asked]
        return 200, {"Content-Type": "text/plain"}, envelope([known[key] for key in keys]).encode()

    services.wrong = answered
    text = "".join(f"{line}\n" for line in lines)
    folder = ours.build(text)
    papers = ours.papers()
    assert papers
    made = enrich(folder, targets=[name], url=services.url)
    assert ours.counts(made) == {"enriched": len(papers)}
    ours.build(text, enriched=True)
    assert ours.papers() == papers
    assert ours.text().count("a kg:Authorship ") > 0
