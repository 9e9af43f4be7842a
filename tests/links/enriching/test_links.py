"""`kg enrich` by accepted links, and by SPARQL."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.pipeline.enriching import enrich

Services = Any
Ours = Any

LINK = """
@prefix kg: <https://w3id.org/scholarkg/ontology#> .
<https://w3id.org/scholarkg/id/link/1> a kg:Link ; kg:linkSubject <{subject}> ;
    kg:linkPredicate <http://www.w3.org/2004/02/skos/core#{predicate}> ; kg:linkObject <{other}> ;
    kg:linkTarget "openalex" ; kg:linkMethod <https://w3id.org/semapv/vocab/ManualMappingCuration> ;
    kg:linkScore 1.0 ; kg:linkState "{state}" .
"""


@pytest.mark.parametrize("other", ["https://openalex.org/W1", "https://semopenalex.org/work/W1"])
def test_links_are_keys(services: Services, ours: Ours, other: str) -> None:
    """A paper without identifiers is asked for by its accepted link, and merges although the titles differ."""
    lines = '{"source": "own", "title": "Everything, in graphs: a draft", "authors": ["Ann Lee"]}\n'
    folder = ours.build(lines)
    subject = ours.papers()[0]
    link = LINK.format(subject=subject, predicate="exactMatch", other=other, state="accepted")
    (folder / "links.ttl").write_text(link, encoding="utf-8")
    made = enrich(folder, targets=["openalex"], url=services.url)
    assert ours.counts(made) == {"enriched": 1}
    assert list(ours.documents()) == ["openalex-links.jsonl", "openalex-papers.jsonl"]
    ours.build(lines, enriched=True)
    assert ours.text().count("a kg:Paper") == 1
    (folder / "links.ttl").write_text(link.replace("accepted", "candidate"), encoding="utf-8")


@pytest.mark.parametrize(
    ("predicate", "state", "found"), [("closeMatch", "accepted", 1), ("exactMatch", "candidate", 0)]
)
def test_weak_links_bind_nothing(services: Services, ours: Ours, predicate: str, state: str, found: int) -> None:
    """What is only close is asked for but not said to be the same; a candidate is not even asked for."""
    folder = ours.build('{"source": "own", "title": "Graphs of everything", "authors": ["Ann Lee"]}\n')
    subject = ours.papers()[0]
    link = LINK.format(subject=subject, predicate=predicate, other="https://openalex.org/W1", state=state)
    (folder / "links.ttl").write_text(link, encoding="utf-8")
    made = enrich(folder, targets=["openalex"], url=services.url)
    assert ours.counts(made).get("enriched", 0) == found
    assert list(ours.documents()) == ["openalex-papers.jsonl"] * found if found else True


SEMOPENALEX = """
<https://semopenalex.org/work/W1> a <https://semopenalex.org/class/Work> ; <http://purl.org/dc/terms/title> "Graphs of everything" ;
    <http://purl.org/spar/datacite/doi> "https://doi.org/10.1000/one" ; <http://purl.org/dc/terms/creator> <https://semopenalex.org/author/A1> ;
    <https://semopenalex.org/ontology/hasAuthorPosition> <https://semopenalex.org/authorposition/W1A1> ; <http://purl.org/spar/fabio/hasPublicationYear> 2020 ;
    <https://semopenalex.org/ontology/noise> [] .
<https://semopenalex.org/author/A1> <http://xmlns.com/foaf/0.1/name> "Ann Lee" .
<https://semopenalex.org/authorposition/W1A1> <https://semopenalex.org/ontology/hasAuthor> <https://semopenalex.org/author/A1> ;
    <https://semopenalex.org/ontology/position> "first" .
"""  # noqa: E501 - triples


def test_sparql(ours: Ours, served: Callable[..., Any], tmp_path: Path) -> None:
    """A SPARQL endpoint constructs what it knows; blank nodes stay there, and the triples are sorted."""
    lines = ours.lines.replace('"doi": "10.1000/one"', '"identifiers": [{"scheme": "openalex", "value": "W1"}]')
    folder, other = ours.build(lines), tmp_path / "other.ttl"
    other.write_text(SEMOPENALEX, encoding="utf-8")
    with served([other], tmp_path / "store") as url:
        made = enrich(folder, targets=["semopenalex"], endpoint=url)
        again = enrich(folder, targets=["semopenalex"], endpoint=url, every=True)
    assert ours.counts(made) == ours.counts(again) == {"enriched": 1, "no key": 3}
    written = ours.documents()["semopenalex-papers.nt"].decode().splitlines()
    assert written == sorted(set(written))
    assert not any("_:" in line for line in written)
    ours.build(lines, enriched=True)
    assert ours.text().count("a kg:Paper") == 4
    assert 'kg:doi "10.1000/one"' in ours.text()
