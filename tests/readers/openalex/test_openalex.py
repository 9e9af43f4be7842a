"""Works of OpenAlex, as objects, lines and result pages."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kg.identifiers import web_iri
from kg.model import Affiliation, Identifier, Record, Reject, Subject
from kg.readers import Place, open_source, read_source
from kg.readers.formats import format_of
from kg.readers.unread import watching

HERE = Path(__file__).parent
AT = "https://openalex.org/"


def readings(body: object, folder: Path) -> list[Record | Reject]:
    """Return what a source with this JSON says, as it is recognised."""
    path = folder / "source"
    path.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")
    found = list(read_source(open_source(Place(str(path), by_hand=True), path.name, folder)))
    return [one for one in found if isinstance(one, (Record, Reject))]


def record(folder: Path, **fields: object) -> Record:
    """Return the record of a work with these fields."""
    (found,) = readings({"id": f"{AT}W1", "title": "T"} | fields, folder)
    assert isinstance(found, Record), found
    return found


def test_a_whole_work(tmp_path: Path) -> None:
    """Each field that the record has a place for is read."""
    found = record(
        tmp_path,
        doi="https://doi.org/10.1234/ABC",
        title="Maps of <i>E. coli</i> &amp; more",
        publication_date="2020-02-29",
        publication_year=2020,
        ids={"openalex": f"{AT}W1", "mag": 1, "pmid": "https://pubmed.ncbi.nlm.nih.gov/12",
             "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/34"},
        language="en",
        type="article",
        primary_location={"landing_page_url": "https://doi.org/10.1234/abc", "license": "cc-by",
                          "source": {"display_name": "Journal of Maps", "issn_l": "2041-1723", "issn": ["2041-1723"],
                                     "host_organization_name": "Press"}},
        best_oa_location={"pdf_url": "https://example.org/a.pdf", "license_id": f"{AT}licenses/cc-by"},
        locations=[{"landing_page_url": "http://arxiv.org/abs/2001.00001v2"}],
        biblio={"volume": "1", "issue": "2", "first_page": "3", "last_page": "9"},
        is_retracted=True,
        keywords=[{"display_name": "Maps"}, {"keyword": "cells"}, "plain"],
        topics=[{"id": f"{AT}T1", "display_name": "maps"}],
        referenced_works=[f"{AT}W2", f"{AT}W2", f"{AT}W4285719527", "nonsense"],
        abstract_inverted_index={"Code": [0], "at": [1], "https://github.com/a/b": [2], "<b>now</b>": [3]},
        open_access={"oa_url": "https://example.org/page"},
    )  # fmt: skip
    assert found.title == "Maps of E. coli & more"
    assert [one.key for one in found.identifiers] == [
        "arxiv-2001.00001", "doi-10.1234/abc", "openalex-W1", "pmcid-PMC34", "pmid-12",
    ]  # fmt: skip
    assert (found.date, found.publication_type, found.language) == ("2020-02-29", "article", "en")
    assert found.venue is not None
    assert (found.venue.name, found.venue.issns, found.venue.publisher) == ("Journal of Maps", ("2041-1723",), "Press")
    assert (found.volume, found.issue, found.pages, found.retracted) == ("1", "2", "3-9", True)
    assert (found.license, found.pdf) == (f"{AT}licenses/cc-by", "https://example.org/a.pdf")
    assert found.landing_page == "https://doi.org/10.1234/abc"
    assert found.keywords == ("Maps", "cells", "plain")
    assert found.subjects == (Subject(scheme="openalex", notation="T1", label="maps"),)
    assert [one.identifiers[0].value for one in found.references] == ["W2"]
    assert found.abstract == "Code at https://github.com/a/b now"
    assert found.code_urls == ("https://github.com/a/b",)
    assert [doubt.field for doubt in found.doubts] == ["references"]
    assert not found.authors_complete


def test_subjects(tmp_path: Path) -> None:
    """Topics and concepts have OpenAlex's numbers, headings those of MeSH; a qualifier makes a term of its own."""
    heading = {"descriptor_ui": "D008288", "descriptor_name": "Malaria"}
    found = record(
        tmp_path,
        topics=[{"id": f"{AT}T1", "display_name": "Maps"}, {"display_name": "Bare"}, {}],
        concepts=[{"id": f"{AT}C2", "display_name": "Map"}, {"id": f"{AT}C2", "display_name": "Map"}],
        mesh=[heading, heading | {"qualifier_ui": "Q000150", "qualifier_name": "complications"}, {}],
    )
    assert [(one.scheme, one.notation, one.label) for one in found.subjects] == [
        ("openalex", "T1", "Maps"),
        ("openalex", None, "Bare"),
        ("openalex", "C2", "Map"),
        ("mesh", "D008288", "Malaria"),
        ("mesh", "D008288Q000150", "Malaria/complications"),
    ]


def test_fundings(tmp_path: Path) -> None:
    """Grants of the old form and awards of the new one are read; a funder without any stands alone, with its ROR."""
    found = record(
        tmp_path,
        grants=[{"funder": f"{AT}F1", "funder_display_name": "One", "award_id": "7"}, {"award_id": None}],
        awards=[{"id": f"{AT}G5", "funder_id": f"{AT}F2", "funder_display_name": "Two", "funder_award_id": "8"}],
        funders=[{"id": f"{AT}F2", "display_name": "Two", "ror": "https://ror.org/0161xgx34"},
                 {"id": f"{AT}F3", "display_name": "Three"}, {"id": f"{AT}F4"}],
    )  # fmt: skip
    assert [(one.funder, [i.key for i in one.identifiers], one.award) for one in found.fundings] == [
        ("One", ["openalex-F1"], "7"),
        ("Two", ["openalex-F2", "ror-0161xgx34"], "8"),
        ("Three", ["openalex-F3"], None),
    ]


def test_relations(tmp_path: Path) -> None:
    """Other versions and related works are relations, each once; a deleted work is none."""
    found = record(tmp_path, versions=[f"{AT}W5"], related_works=[f"{AT}W2", f"{AT}W2", f"{AT}W4285719527", f"{AT}W3"])
    told = [(one.kind, one.identifiers[0].value) for one in found.relations]
    assert told == [("version-of", "W5"), ("related", "W2"), ("related", "W3")]


def author(name: str, author: dict[str, str] | None = None, **fields: object) -> dict[str, Any]:
    """Return an authorship."""
    return {"author": {"display_name": name, "id": f"{AT}A{len(name)}"} | (author or {}), **fields}


def test_authors_in_order(tmp_path: Path) -> None:
    """Names are as printed; the name on display is a variant; `Family, Given` is told apart where both agree."""
    found = record(
        tmp_path,
        authorships=[
            author("Juan Pablo Alperín", raw_author_name="Juan Pablo Alperin", is_corresponding=True),
            author("Ana García López", raw_author_name="García López, Ana"),
            author("A. Smith", raw_author_name="Smith, Jr., A."),
            author("Nobody", author={"id": f"{AT}A9999999999", "orcid": "https://orcid.org/0000-0001-6187-6610"}),
            author("Deleted Author", raw_author_name="Jo Kim",
                   author={"id": f"{AT}A5317838346", "orcid": "0000-0001-6187-6611"}),
            {"author": None, "raw_author_name": "No Person"},
        ],
        corresponding_author_ids=[f"{AT}A16"],
    )  # fmt: skip
    assert found.authors == (
        "Juan Pablo Alperin", "Ana García López", "Smith, Jr., A.", "Nobody", "Jo Kim", "No Person",
    )  # fmt: skip
    first, second, third, nobody, deleted, last = found.names
    assert first.variants == (("", "Juan Pablo Alperín"),)
    assert (second.given, second.family, second.printed) == ("Ana", "García López", "García López, Ana")
    assert third.family is None
    assert [name.corresponding for name in found.names] == [True, True, False, False, False, False]
    assert nobody.identifiers == (Identifier("orcid", "0000-0001-6187-6610"),)
    assert (deleted.identifiers, deleted.variants, last.identifiers) == ((), (), ())
    assert [doubt.field for doubt in found.doubts] == ["orcid"]
    assert found.authors_complete


def test_affiliations(tmp_path: Path) -> None:
    """Each printed affiliation stands with the institutions seen in it; what was not printed stands by its name."""
    one = {"id": f"{AT}I1", "display_name": "Uni One", "ror": "https://ror.org/0161xgx34", "country_code": "ca"}
    two = {"id": f"{AT}I2", "display_name": "Uni Two", "ror": "https://ror.org/0161xgx35"}
    found = record(
        tmp_path,
        authorships=[
            author("A B", institutions=[one, two], affiliations=[
                {"raw_affiliation_string": "Lab, Uni One", "institution_ids": [f"{AT}I1"]},
                {"raw_affiliation_string": "At home", "institution_ids": []},
            ]),
            author("C D", institutions=[one], raw_affiliation_strings=["Uni One, Town"]),
            author("E F", institutions=[one], raw_affiliation_strings=["Uni One, Town", "Uni Three"]),
            author("G H", affiliations=[{"raw_affiliation_string": None}], institutions=[{"id": f"{AT}I3"}]),
        ],
    )  # fmt: skip
    known = Affiliation(raw="Lab, Uni One", name="Uni One", ror="0161xgx34", country="CA")
    assert found.names[0].affiliations == (
        known, Affiliation(raw="At home"), Affiliation(raw="Uni Two", name="Uni Two"),
    )  # fmt: skip
    assert found.names[1].affiliations == (msgspec.structs.replace(known, raw="Uni One, Town"),)
    assert [affiliation.raw for affiliation in found.names[2].affiliations] == ["Uni One, Town", "Uni Three", "Uni One"]
    assert found.names[3].affiliations == ()
    assert [doubt.field for doubt in found.doubts] == ["ror"]


@pytest.mark.parametrize(
    ("listed", "fields", "complete"),
    [
        (3, {}, True),
        (0, {}, False),
        (100, {}, False),
        (100, {"is_authors_truncated": False}, True),
        (100, {"is_authors_truncated": True}, False),
        (101, {}, True),
        (3, {"authors_count": 4}, False),
    ],
)
def test_a_cut_list_of_authors_is_not_complete(
    listed: int, fields: dict[str, object], tmp_path: Path, *, complete: bool
) -> None:
    """The API cuts lists at 100; a list of just 100 that does not say that it is whole is not taken for whole."""
    authors = [author(f"A {'B' * at}") for at in range(listed)]
    assert record(tmp_path, authorships=authors, **fields).authors_complete is complete


def test_a_nameless_author_leaves_the_list_incomplete(tmp_path: Path) -> None:
    """An authorship without name, or that is none, is left out with a doubt."""
    found = record(tmp_path, authorships=[author("A B"), {"author": {"display_name": ""}}, 7])
    assert (found.authors, found.authors_complete, len(found.doubts)) == (("A B",), False, 2)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"type": None}, None),
        ({"type": "dissertation"}, "thesis"),
        ({"type": "paratext"}, "other"),
        ({"type": "article", "type_crossref": "proceedings-article"}, "proceedings-paper"),
        ({"type": "article", "type_crossref": "posted-content"}, "preprint"),
        ({"type": "article", "type_crossref": "journal-article"}, "article"),
        ({"type": "article", "primary_location": {"source": {"type": "conference"}}}, "proceedings-paper"),
        ({"type": "article", "primary_location": {"raw_type": "proceedings-article"}}, "proceedings-paper"),
        ({"type": "review", "type_crossref": "journal-article"}, "review"),
    ],
)
def test_types(fields: dict[str, object], kind: str | None, tmp_path: Path) -> None:
    """Types become words of our closed list."""
    assert record(tmp_path, **fields).publication_type == kind


@pytest.mark.parametrize(
    ("fields", "date", "doubted"),
    [
        ({"publication_year": 2019}, "2019", False),
        ({"publication_date": "2019-02-30", "publication_year": 2019}, "2019", True),
        ({"publication_date": "2019-02-03", "publication_year": 2018}, "2019-02-03", True),
        ({"publication_date": "soon"}, None, True),
        ({"publication_year": 99999}, None, False),
    ],
)
def test_dates(fields: dict[str, object], date: str | None, tmp_path: Path, *, doubted: bool) -> None:
    """A day of the calendar is kept; what is none is doubted, and the year stays."""
    found = record(tmp_path, **fields)
    assert (found.date, bool(found.doubts)) == (date, doubted)


@pytest.mark.parametrize(
    ("index", "abstract", "doubts"),
    [
        (None, None, 0),
        ({}, None, 0),
        ({"b": [1], "a": [0, 2]}, "a b a", 0),
        ({"b": [5], "a": [1]}, "a b", 1),
        ({"b": [0], "a": [0]}, "a b", 1),
        ({"a": [10**12]}, "a", 1),
        (json.dumps({"IndexLength": 2, "InvertedIndex": {"x": [0], "y": [1]}}), "x y", 0),
        ({"IndexLength": 1, "InvertedIndex": {"x": [0]}}, "x", 0),
        ({"a": ["0"]}, None, 1),
        ("no index", None, 1),
        ([1], None, 1),
    ],
)
def test_the_inverted_index(index: object, abstract: str | None, doubts: int, tmp_path: Path) -> None:
    """Words stand in the order of their places, however large these are."""
    found = record(tmp_path, abstract_inverted_index=index)
    assert (found.abstract, len(found.doubts)) == (abstract, doubts)


def test_wrong_identifiers_are_doubts(tmp_path: Path) -> None:
    """A wrong identifier, address or language is kept as a doubt, never used."""
    found = record(
        tmp_path,
        doi="https://example.org/x",
        ids={"pmid": "abc"},
        language="e",
        primary_location={"landing_page_url": "no iri", "source": {"display_name": "J", "issn": "1234-5678"}},
        open_access={"oa_url": "https://example.org/x.pdf?a=1"},
    )
    assert [one.scheme for one in found.identifiers] == ["openalex"]
    assert {doubt.field for doubt in found.doubts} == {"doi", "pmid", "language", "landing_page", "issn"}
    assert found.pdf == "https://example.org/x.pdf?a=1"


def test_an_arxiv_doi_is_the_arxiv_id_too(tmp_path: Path) -> None:
    """Both stand in the record; an old venue and an unversioned licence are read."""
    found = record(
        tmp_path,
        doi="https://doi.org/10.48550/arXiv.2101.00001",
        host_venue={"display_name": "V", "publisher": "P"},
        biblio={"first_page": "e1", "last_page": "e1"},
        best_oa_location={"license": "https://example.org/l"},
    )
    assert Identifier("arxiv", "2101.00001") in found.identifiers
    assert (found.pages, found.license) == ("e1", "https://example.org/l")
    assert found.venue is not None
    assert found.venue.publisher == "P"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"id": f"{AT}A1", "display_name": "Ann"}, "no work but an author of OpenAlex: Ann"),
        ({"id": f"{AT}fields/12", "display_name": "Field"}, "no work: https://openalex.org/fields/12"),
        ({"id": f"{AT}W4285719527", "display_name": "Deleted Work"}, "no work: what OpenAlex puts"),
        ({"id": None, "author_position": 1}, "no work: it has neither"),
        ({"results": [], "meta": {"db_response_time_ms": 1}}, "there is no record in it"),
    ],
)
def test_what_is_no_work_is_a_reject(body: dict[str, object], reason: str, tmp_path: Path) -> None:
    """Other objects of OpenAlex say what they are."""
    (found,) = readings(body, tmp_path)
    assert isinstance(found, Reject)
    assert found.reason.startswith(reason)


def test_other_json_is_not_openalex() -> None:
    """A format is known by what OpenAlex alone prints."""
    for other in (
        '{"DOI": "10.1/x"}',
        '[{"id": "x"}]',
        "text https://openalex.org/W1",
        '{"ids": "https://openalex.org/W1"}',
    ):
        assert format_of(other).name != "openalex"
    assert format_of('  [{"id":"https:\\/\\/openalex.org\\/W1"').name == "openalex"


def shown(records: Iterator[Record | Reject]) -> str:
    """Return records as JSON with facts only: of an abstract the digest, of long lists the beginning."""
    rows = []
    for one in records:
        row = {name: value for name, value in msgspec.to_builtins(one).items() if value not in (None, [], False, "")}
        if "abstract" in row:
            row["abstract"] = hashlib.sha256(row["abstract"].encode()).hexdigest()
        row.pop("raw", None)
        row["relations"] = [len(row.get("relations", [])), *row.get("relations", [])[:2]]
        row["references"] = [len(row.get("references", [])), *row.get("references", [])[:2]]
        row["names"] = [len(row.get("names", [])), *row.get("names", [])[:9]]
        rows.append(json.dumps(row, ensure_ascii=False, indent=1))
    return "\n".join(rows) + "\n"


def test_samples(shared: Path, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    """Each object of the samples is one record or one reject that names it, as the golden file says."""
    found = []
    for path in sorted((shared / "samples" / "openalex").glob("*.json")):
        one = list(read_source(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))
        value = json.loads(path.read_text(encoding="utf-8"))
        assert len(one) == 1
        assert isinstance(one[0], Record) is ("/W" in value["id"])
        if isinstance(one[0], Record):
            assert [name.printed for name in one[0].names] == [
                a.get("raw_author_name", a["author"]["display_name"]) for a in value["authorships"]
            ]
            assert len(one[0].references) == len(set(value["referenced_works"]))
            assert f"{AT}{value['id'].rpartition('/')[2]}" in {web_iri(i) for i in one[0].identifiers}
            words = [w for w, p in value.get("abstract_inverted_index", {}).items() for _ in p]
            assert len((one[0].abstract or "").split()) == len(words)
        found += one
    golden(HERE / "samples.golden.jsonl", shown(one for one in found if isinstance(one, (Record, Reject))))


def test_unread_fields_of_the_samples_are_known(shared: Path, tmp_path: Path) -> None:
    """What is not read of a work is what the module says that it leaves out."""
    path = shared / "samples" / "openalex" / "W2741809807.json"
    with watching() as watch:
        assert list(read_source(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))
    unread = {row.field for row in watch.unread()}
    assert {"cited_by_count", "ids.mag", "authorships[].countries"} <= unread
    assert not {"title", "doi", "authorships[].author.id", "biblio.volume"} & unread
