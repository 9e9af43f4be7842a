"""What is seen of a record at a glance is what its reader finds, or more: nothing that is looked for is passed over."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.identifiers import PERSON_SCHEMES, SCHEMES
from kg.links.theirs.blocks import blocks
from kg.model import OrganizationAuthority, PersonAuthority, Record
from kg.readers import Place, Source, open_source, read_source
from kg.readers.formats import Reading, format_of
from kg.readers.glimpses import GLIMPSES, Glimpse, with_bearers
from kg.readers.glimpses.works import of_arxiv, of_crossref, of_openalex, of_semantic_scholar
from kg.readers.source import beginning
from kg.text import fold

CASES = Path(__file__).parent
FOLDERS = ("arxiv", "crossref", "dblp", "openalex", "orcid", "ror", "semantic_scholar")
EVERY = frozenset({*SCHEMES, *PERSON_SCHEMES})
_NOT_OF_OURS = frozenset({"dblp-name"})
"""Schemes of identifiers that things of our graphs have no property for."""


def sources(shared: Path, work: Path) -> Iterator[Source]:
    """Yield all cases and samples of formats that have glimpses."""
    paths = [path for folder in FOLDERS for path in sorted((CASES / folder).glob("cases/*/source*"))]
    paths += [path for folder in FOLDERS for path in sorted((shared / "samples" / folder).glob("*"))]
    for path in paths:
        source = open_source(Place(str(path), by_hand=True), path.name, work)
        if source.size and not source.binary and format_of(beginning(source)).name in GLIMPSES:
            yield source


def readings_of(raw: bytes, source: Source, work: Path) -> Iterator[Reading]:
    """Yield what the reader finds in one record alone."""
    path = work / "alone"
    path.write_bytes((b"<records>\n" if raw.startswith(b"<") else b"") + raw.replace(b"\n", b" ") + b"\n")
    alone = open_source(Place(str(path), by_hand=True), "alone", work)
    return read_source(alone, format_of(beginning(source)))


def missed(reading: Reading, seen: Glimpse) -> list[object]:
    """Return what a glimpse lacks of what the reader found."""
    if isinstance(reading, Record) and seen.kind == "paper":
        held = {block for title in seen.names for block in blocks(title)}
        names = set(seen.writers)
        identified = {
            name.display for name in reading.names if {"openalex", "s2"} & {i.scheme for i in name.identifiers}
        }
        lacking = [one for one in reading.identifiers if (one.scheme, one.value) not in seen.keys]
        titles = blocks(reading.title or "") - {""} - held
        return [*lacking, *titles, *(name for name in identified if name not in names and "," not in "".join(names))]
    if isinstance(reading, PersonAuthority):
        own = [one for one in reading.name.identifiers if one.scheme not in _NOT_OF_OURS]
        works = [one for work in reading.works for one in work]
        lacking = [one for one in own if (one.scheme, one.value) not in seen.keys]
        return [*lacking, *(one for one in works if (one.scheme, one.value) not in seen.works)]
    if isinstance(reading, OrganizationAuthority):
        names = {fold(name) for name in seen.names}
        printed = (reading.organization.raw, *(name for _, name in reading.other_names))
        keys = [*reading.identifiers]
        return [name for name in printed if fold(name) not in names] + [
            one for one in keys if (one.scheme, one.value) not in seen.keys
        ]
    return []


def test_glimpses(shared: Path, tmp_path: Path) -> None:
    """Of all samples and cases, a glimpse has all identifiers, titles, names and works that the reader finds."""
    lacking, read, formats = [], 0, set()
    for source in sources(shared, tmp_path):
        glimpses = GLIMPSES[format_of(beginning(source)).name]
        for piece in glimpses.pieces(source):
            seen = glimpses.glimpse(piece.raw, EVERY) if piece.fault is None else None
            if seen is None:
                continue
            seen = seen._replace(writers=list(seen.writers))
            for scheme in SCHEMES:
                some = glimpses.glimpse(piece.raw, with_bearers([scheme]))
                assert some is not None
                for all_keys, those in ((seen.keys, some.keys), (seen.works, some.works)):
                    assert {key for key in all_keys if key[0] == scheme} <= set(those)
            for reading in readings_of(piece.raw, source, tmp_path):
                kinds = {Record: "paper", PersonAuthority: "person", OrganizationAuthority: "organization"}
                if kinds.get(type(reading), seen.kind) != seen.kind:
                    assert "paper" in glimpses.unseen, (source.path, reading)
                    continue
                found = missed(reading, seen)
                lacking += [(source.path, piece.start_line, found)] if found else []
                read += 1
                formats.add(format_of(beginning(source)).name)
    assert not lacking
    assert read > 50
    assert formats == set(GLIMPSES)


@pytest.mark.parametrize(
    "raw",
    [
        (of_openalex, b'{"id": 7}'),
        (of_crossref, b'{"DOI": []}'),
        (of_arxiv, b'{"id": "\xff"}'),
        (of_semantic_scholar, b'{"citingPaper": {"title": "A"}}'),
        (of_semantic_scholar, b'{"title": null, "content": {"text": "A"}}'),
        (GLIMPSES["ror"].glimpse, b"{"),
        (GLIMPSES["ror"].glimpse, b'{"external_ids": 7}'),
        (GLIMPSES["orcid"].glimpse, b'{"path": 7}'),
        (GLIMPSES["orcid"].glimpse, b"<record:record>\xff</record:record>"),
        (GLIMPSES["orcid"].glimpse, b"<r><common:external-id-type>doi</common:external-id-type></r>"),
        (GLIMPSES["dblp"].glimpse, b'<article key="journals/x/1"><title>A<i>b</i></title></article>'),
        (GLIMPSES["dblp"].glimpse, b'<article key="journals/x/1"><title>\xff</title></article>'),
        (GLIMPSES["dblp"].glimpse, b'<www key="homepages/1/2"><url>https://openalex.org/A1</url></www>'),
        (GLIMPSES["dblp"].glimpse, b"<article><title>A</title></article>"),
    ],
)  # fmt: skip
def test_left_to_the_reader(raw: tuple[object, bytes]) -> None:
    """What cannot be told at a glance is left to the reader."""
    glimpse, record = raw
    assert glimpse(record, EVERY) is None  # type: ignore[operator]


def test_seen() -> None:
    """Titles with subtitles, other forms, places on arXiv, numbers of the Funder Registry are seen."""
    crossref = {
        "DOI": "10.48550/ARXIV.2001.00001", "title": ["T", "U"], "subtitle": ["S"], "ISBN": ["9780306406157"],
        "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.1000/b"}], "is-x": {"id-type": "uri", "id": "u"}},
    }  # fmt: skip
    assert of_crossref(json.dumps(crossref).encode(), EVERY) == Glimpse(
        "paper",
        ["T: S"],
        [
            ("doi", "10.48550/arxiv.2001.00001"),
            ("isbn", "9780306406157"),
            ("doi", "10.1000/b"),
            ("arxiv", "2001.00001"),
        ],
    )
    openalex = {
        "id": "https://openalex.org/W1", "title": "A &amp; B", "open_access": {"oa_url": "https://arxiv.org/pdf/2001.00002"},
        "authorships": [{"raw_author_name": "A. K."}, {"author": {"display_name": "Bo Lo"}}],
        "locations": [{"landing_page_url": "https://ArXiv.org/abs/2001.00001"}],
    }  # fmt: skip
    seen = of_openalex(json.dumps(openalex).encode(), EVERY)
    assert seen is not None
    assert (seen.names, list(seen.writers)) == (["A & B"], ["A. K.", "Bo Lo"])
    assert seen.keys == [("openalex", "W1"), ("arxiv", "2001.00001"), ("arxiv", "2001.00002")]
    assert of_arxiv(b'{"id": "0704.0001", "doi": "10.1000/A,; 10.1000/b"}', EVERY) == Glimpse(
        "paper", [], [("arxiv", "0704.0001"), ("doi", "10.1000/a"), ("doi", "10.1000/b")]
    )
    paper = {"title": "T", "journal": {"volume": "abs/2001.00001"}, "openaccessinfo": {"externalids": {"MAG": "7"}},
             "externalids": {"PubMed": ["7", "8"], "ACL": None}, "authors": [{"name": "A et al."}, None]}  # fmt: skip
    seen = of_semantic_scholar(json.dumps(paper).encode(), EVERY)
    assert seen is not None
    assert (seen.keys, list(seen.writers)) == ([("pmid", "7"), ("pmid", "8"), ("arxiv", "2001.00001")], ["A"])
    for glimpse, record in (
        (of_openalex, b'{"authorships": [{"raw_author_name": ["Bo Lo"]}, 7]}'),
        (of_semantic_scholar, b'{"authors": [{"name": "Bo Lo"}, 7]}'),
    ):
        seen = glimpse(record, EVERY)
        assert seen is not None
        assert list(seen.writers) == ["Bo Lo"]
    assert list(of_openalex(b'{"authorships": null}', EVERY).writers) == []  # type: ignore[union-attr]
    external = [{"type": "FundRef", "all": "7", "preferred": "10.13039/8"}, {"type": "Wikidata", "all": ["Q1"]}]
    ror = {"external_ids": [*external, {"type": "GRID", "all": "x"}], "name": "N"}
    seen = GLIMPSES["ror"].glimpse(json.dumps(ror).encode(), EVERY)
    assert seen is not None
    assert set(seen.keys) == {("doi", "10.13039/7"), ("doi", "10.13039/8"), ("wikidata", "Q1")}
    dblp = '<book key="books/x/Y"><title>T &amp; U.</title><isbn>9780306406157</isbn><ee>https://arxiv.org/abs/2001.00001</ee>'
    seen = GLIMPSES["dblp"].glimpse(f"{dblp}<url>db/x</url></book>".encode(), EVERY)
    assert seen == Glimpse(
        "paper", ["T & U."], [("dblp", "books/x/Y"), ("arxiv", "2001.00001"), ("isbn", "9780306406157")]
    )


def test_only_the_beginning(tmp_path: Path) -> None:
    """A packed source can be opened by its beginning; what is known of it is that of the beginning."""
    path = tmp_path / "works.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"a": "\xc3\xa4"}\n' * (1 << 17)))
    source = open_source(Place(str(path), by_hand=True), "works", tmp_path, whole=False)
    assert (source.size, source.stray_bytes, source.encoding) == (1 << 20, False, "utf-8")
