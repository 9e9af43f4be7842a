"""What the tests of validation share: a small graph that conforms, and how to write one to a file."""

from collections.abc import Callable
from pathlib import Path

import pytest

GRAPH = """\
@prefix kg: <https://w3id.org/scholarkg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://w3id.org/scholarkg/id/> .

<https://w3id.org/scholarkg/id/paper/p> a kg:Paper ;
  kg:title "On the \\"meaning\\" of proofs \\\\ and ∀ 🎲" ; kg:normalizedTitle "on the meaning of proofs and" ;
  kg:publishedOn "2024-05-02"^^xsd:date ; kg:publicationYear 2024 ;
  kg:publishedFrom "2024-05-02"^^xsd:date ; kg:publishedUntil "2024-05-02"^^xsd:date ;
  kg:hasAuthorship <https://w3id.org/scholarkg/id/authorship/p-1>, <https://w3id.org/scholarkg/id/authorship/p-2> ;
  kg:author <https://w3id.org/scholarkg/id/person/a>, <https://w3id.org/scholarkg/id/person/b> ;
  kg:authorCount 2 ; kg:authorListComplete true ; kg:codeReported false .
<https://w3id.org/scholarkg/id/authorship/p-1> a kg:Authorship ;
  kg:position 1 ; kg:agent <https://w3id.org/scholarkg/id/person/a> ; kg:rawName "Ada Lovelace" .
<https://w3id.org/scholarkg/id/authorship/p-2> a kg:Authorship ;
  kg:position 2 ; kg:agent <https://w3id.org/scholarkg/id/person/b> ; kg:rawName "Emmy Noether" .
<https://w3id.org/scholarkg/id/person/a> a kg:Person ; kg:name "Ada Lovelace" ; kg:identityBasis "full-name" ;
  kg:nameVariant "Ада Лавлейс"@ru .
<https://w3id.org/scholarkg/id/person/b> a kg:Person ; kg:name "Emmy Noether" ; kg:identityBasis "full-name" .
<https://w3id.org/scholarkg/id/record/s-1> a kg:Record ;
  kg:recordOf <https://w3id.org/scholarkg/id/paper/p> ; kg:inDocument <https://w3id.org/scholarkg/id/source/s> ;
  kg:recordIndex 1 ; kg:startLine 1 ; kg:endLine 5 ; kg:recordScore 87.5 .
<https://w3id.org/scholarkg/id/source/s> a kg:SourceDocument ; kg:documentName "page.txt" ;
  kg:mediaType "text/plain" ; kg:sha256 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" .
"""
Writer = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Writer:
    """Return a function that writes the graph, with some texts replaced and a text added, to a Turtle file."""

    def write(*replaced: tuple[str, str], added: str = "", name: str = "graph.ttl") -> Path:
        text = GRAPH
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text + added, encoding="utf-8")
        return path

    return write


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a shapes folder: file name -> text."""

    def write(**files: str) -> Path:
        place = tmp_path / "shapes"
        (place / "rules").mkdir(parents=True)
        for name, text in files.items():
            stem, _, suffix = name.rpartition("_")
            path = place / ("rules" if suffix == "rq" else "") / f"{stem}.{suffix}"
            path.write_text(text, encoding="utf-8")
        return place

    return write
