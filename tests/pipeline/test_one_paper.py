"""One paper told by six formats is one paper with seven records, and a version for each of its forms."""

import json
from pathlib import Path

import pytest

from kg.pipeline import build
from kg.terms import text
from kg.vocab import KG, RDF

DOI, ARXIV, ORCID = "10.5555/night.owls", "2101.00001", "0000-0002-1825-0097"
TITLE = "Counting night owls in northern woods"
LISTING = f"""Jane Doe

LG
h-index9
1papers
2,480citations
Novelty71%
AI Score64

1 Papers

LGMar 4, 2021Code
{TITLE}

Jane Doe, Max Roe

Owls were counted at night in the woods of the north, along forty routes and for three winters in a row.
"""
BIBTEX = f"""@article{{doe21,
  title = {{Counting Night Owls in Northern Woods}},
  author = {{Doe, Jane and Roe, M.}},
  journal = {{J. of Owls}}, volume = 7, pages = {{1--10}}, year = 2021,
  doi = {{{DOI}}}
}}
@misc{{doe20,
  title = {{Counting night owls in northern woods}},
  author = {{Doe, Jane and Roe, Max}},
  year = 2020, eprint = {{{ARXIV}}}, archiveprefix = {{arXiv}}
}}
"""
CROSSREF = {
    "DOI": DOI.upper(), "type": "journal-article", "title": [TITLE], "container-title": ["Journal of Owls"],
    "ISSN": ["0378-5955"], "volume": "7", "page": "1-10", "publisher": "Owl Press",
    "issued": {"date-parts": [[2021, 3]]}, "URL": f"https://doi.org/{DOI}",
    "author": [
        {"given": "Jane", "family": "Doe", "ORCID": f"https://orcid.org/{ORCID}", "sequence": "first"},
        {"given": "Max", "family": "Roe", "sequence": "additional"},
    ],
    "indexed": {"date-parts": [[2021, 5, 1]]}, "prefix": "10.5555", "member": "1", "source": "Crossref",
}  # fmt: skip
OPENALEX = {
    "id": "https://openalex.org/W77", "doi": f"https://doi.org/{DOI}", "title": TITLE, "display_name": TITLE,
    "publication_year": 2021, "publication_date": "2021-03-04", "type": "article", "language": "en",
    "ids": {"openalex": "https://openalex.org/W77", "doi": f"https://doi.org/{DOI}"},
    "authorships": [
        {"author_position": "first", "author": {"id": "https://openalex.org/A5", "display_name": "Jane Doe"},
         "institutions": [], "raw_affiliation_strings": []},
        {"author_position": "last", "author": {"id": "https://openalex.org/A6", "display_name": "Max Roe"},
         "institutions": [], "raw_affiliation_strings": []},
    ],
    "referenced_works": [], "locations": [],
}  # fmt: skip
JATS = f"""<?xml version="1.0"?>
<article article-type="research-article" xml:lang="en"><front>
<journal-meta><journal-title-group><journal-title>Journal of Owls</journal-title></journal-title-group>
<issn pub-type="epub">0378-5955</issn></journal-meta>
<article-meta><article-id pub-id-type="doi">{DOI}</article-id>
<title-group><article-title>{TITLE}</article-title></title-group>
<contrib-group>
<contrib contrib-type="author"><name><surname>Doe</surname><given-names>Jane</given-names></name></contrib>
<contrib contrib-type="author"><name><surname>Roe</surname><given-names>Max</given-names></name></contrib>
</contrib-group>
<pub-date pub-type="epub"><month>03</month><year>2021</year></pub-date><volume>7</volume>
<fpage>1</fpage><lpage>10</lpage></article-meta></front></article>
"""
TEI = f"""<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader xml:lang="en"><fileDesc>
<titleStmt><title level="a" type="main">{TITLE}</title>
<funder ref="#owl"><orgName type="full">Owl Fund</orgName></funder></titleStmt>
<publicationStmt><publisher/><availability status="unknown"><licence/></availability></publicationStmt>
<sourceDesc><biblStruct><analytic>
<author role="corresp"><persName><forename type="first">Jane</forename><surname>Doe</surname></persName>
<email>jane@owls.example</email></author>
<author><persName><forename type="first">Max</forename><surname>Roe</surname></persName></author>
<author><affiliation key="aff0"><orgName type="institution">University of Night</orgName></affiliation></author>
<title level="a" type="main">{TITLE}</title></analytic>
<monogr><imprint><date/></imprint></monogr><idno type="MD5">0123456789ABCDEF0123456789ABCDEF</idno>
<idno type="arXiv">arXiv:{ARXIV}v2[q-bio.PE]</idno></biblStruct></sourceDesc></fileDesc>
<profileDesc><abstract><div><p><s>Owls were counted at night in the woods of the north, along forty routes and for three
winters in a row.</s></p></div></abstract></profileDesc></teiHeader>
<text xml:lang="en"><body/><back><listOrg type="funding"><org type="funding" xml:id="owl">
<idno type="grant-number">O-1</idno></org></listOrg><div type="references"><listBibl><biblStruct xml:id="b0"><analytic>
<title level="a">Beds</title><idno type="DOI">10.5555/beds</idno></analytic><monogr><title level="j">Nests</title>
<imprint/></monogr></biblStruct></listBibl></div></back></text></TEI>
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with the paper in six formats."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "page.txt").write_text(LISTING, encoding="utf-8")
    (folder / "library.bib").write_text(BIBTEX, encoding="utf-8")
    (folder / "crossref.json").write_text(json.dumps(CROSSREF), encoding="utf-8")
    (folder / "openalex.json").write_text(json.dumps(OPENALEX), encoding="utf-8")
    (folder / "article.xml").write_text(JATS, encoding="utf-8")
    (folder / "parsed.tei.xml").write_text(TEI, encoding="utf-8")
    return folder


def test_one_paper(sources: Path, tmp_path: Path) -> None:
    """One paper, two versions, two persons, one conflict (of categories); the publisher's values; all shapes hold."""
    built = build(sources, output=tmp_path / "out", formats=("ttl", "nt", "nq"))
    counts = built.counts
    assert {name: counts[name] for name in ("papers", "records", "versions", "persons", "venues", "conflicts")} == {
        "papers": 1, "records": 7, "versions": 2, "persons": 2, "venues": 1, "conflicts": 1,
    }  # fmt: skip
    assert built.report.results == ()
    lines = (tmp_path / "out" / "graph.nt").read_text(encoding="utf-8").splitlines()
    paper = f"<https://w3id.org/scholarkg/id/paper/doi-{DOI.replace('/', '__').replace('.owls', '_2eowls')}>"
    for predicate, value in (
        (RDF.type, KG.Paper),
        (KG.title, text(TITLE)),
        (KG.doi, text(DOI)),
        (KG.arxivId, text(ARXIV)),
        (KG.openAlexId, text("W77")),
        (KG.venueName, text("Journal of Owls")),
        (KG.volume, text("7")),
        (KG.publicationType, text("article")),
    ):
        assert f"{paper} {predicate} {value} ." in lines
    assert sum(f" {KG.orcid} " in line for line in lines) == 1
    assert sum(f" {KG.openAlexId} " in line for line in lines) == 3
