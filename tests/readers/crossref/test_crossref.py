"""Works of Crossref, as messages, lines and result pages."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kg.model import Affiliation, Identifier, Record, Reference, Reject
from kg.readers import Place, open_source, read_source
from kg.readers.formats import format_of

HERE = Path(__file__).parent


def readings(body: object, folder: Path) -> list[Record | Reject]:
    """Return what a source with this JSON says, as it is recognised."""
    path = folder / "source"
    path.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")
    found = list(read_source(open_source(Place(str(path), by_hand=True), path.name, folder)))
    return [one for one in found if isinstance(one, (Record, Reject))]


def record(folder: Path, **fields: object) -> Record:
    """Return the record of a work with these fields (`_` for `-`)."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    (found,) = readings({"content-domain": {}, "DOI": "10.1234/X", "title": ["T"]} | named, folder)
    assert isinstance(found, Record), found
    return found


def test_a_whole_work(tmp_path: Path) -> None:
    """Each field that the record has a place for is read."""
    found = record(
        tmp_path,
        type="journal-article",
        title=["Flow &amp; <i>more</i>"],
        subtitle=["A map"],
        original_title=["Flux", "Flow &amp; more: a map"],
        language="fr",
        container_title=["Journal of Maps", "J. Maps"],
        publisher="Press",
        ISSN=["2041-1723"],
        issn_type=[{"value": "2041-1723", "type": "electronic"}],
        volume="1",
        journal_issue={"issue": "2"},
        article_number="e5",
        issued={"date-parts": [[2020]]},
        published_print={"date-parts": [[2020, 5]]},
        published_online={"date-parts": [[2020, 2, 29]]},
        license=[{"URL": "https://example.org/tdm", "content-version": "tdm"},
                 {"URL": "https://example.org/am", "content-version": "am"},
                 {"URL": "https://example.org/vor", "content-version": "vor"}],
        link=[{"URL": "https://example.org/check.pdf", "intended-application": "similarity-checking"},
              {"URL": "https://example.org/a", "content-type": "application/pdf"}],
        resource={"primary": {"URL": "https://example.org/landing"}},
        URL="https://doi.org/10.1234/x",
        abstract="<jats:p>Code at https://github.com/a/b.</jats:p>",
        subject=["Maps", "Maps", "Cells"],
        updated_by=[{"DOI": "10.1234/r", "type": "retraction"}],
    )  # fmt: skip
    assert found.title == "Flow & more: A map"
    assert found.translated_titles == (("fr", "Flux"),)
    assert found.identifiers == (Identifier("doi", "10.1234/x"),)
    assert (found.publication_type, found.date, found.language) == ("article", "2020-02-29", "fr")
    assert found.venue is not None
    assert (found.venue.name, found.venue.issns, found.venue.publisher) == ("Journal of Maps", ("2041-1723",), "Press")
    assert (found.volume, found.issue, found.pages) == ("1", "2", "e5")
    assert (found.license, found.pdf) == ("https://example.org/vor", "https://example.org/a")
    assert found.landing_page == "https://example.org/landing"
    assert found.abstract == "Code at https://github.com/a/b."
    assert found.code_urls == ("https://github.com/a/b",)
    assert ([(one.scheme, one.label) for one in found.subjects], found.retracted) == (
        [("asjc", "Maps"), ("asjc", "Cells")],
        True,
    )
    assert [(doubt.field, doubt.alternatives) for doubt in found.doubts] == [("venue", ("J. Maps",))]


@pytest.mark.parametrize(
    ("titles", "subtitles", "title"),
    [
        (["Maps"], ["a history"], "Maps: a history"),
        (["Maps: A History"], ["a history"], "Maps: A History"),
        (["Why maps?"], ["A history"], "Why maps? A history"),
        (["Maps"], [None, ""], "Maps"),
        ("Maps", "of cells", "Maps: of cells"),
        ([None], ["alone"], None),
        ([], [], None),
    ],
)
def test_titles(titles: object, subtitles: object, title: str | None, tmp_path: Path) -> None:
    """A subtitle stands behind its title, unless the title holds it."""
    assert record(tmp_path, title=titles, subtitle=subtitles).title == title


def test_more_than_one_title_is_doubted(tmp_path: Path) -> None:
    """The first title counts; the others are alternatives of a doubt."""
    assert record(tmp_path, title=["One", "Two"]).doubts[0].alternatives == ("Two",)


def test_authors_in_order(tmp_path: Path) -> None:
    """People have their parts, organizations are collective, affiliations and checked ORCIDs stand with them."""
    found = record(
        tmp_path,
        author=[
            {"given": "Ana", "family": "van der Berg", "suffix": "Jr.", "sequence": "first",
             "ORCID": "http://orcid.org/0000-0001-6187-6610", "affiliation": [
                 {"name": "Uni", "department": ["Lab"], "place": ["Town"],
                  "id": [{"id": "https://ror.org/0161xgx34", "id-type": "ROR"}, {"id": "x", "id-type": "ISNI"}]},
                 {"id": [{"id": "https://ror.org/0161xgx34", "id-type": "ROR"}]}, {"name": "Home"}, {}]},
            {"family": "Doantam Phan", "ORCID": "0000-0001-6187-6611"},
            {"family": "Plato"},
            {"name": "The Map Consortium"},
            {"literal": "Some Name"},
        ],
        editor=[{"given": "E", "family": "D"}],
    )  # fmt: skip
    first, second, third, group, literal = found.names
    assert (first.display, first.suffix) == ("Ana van der Berg Jr.", "Jr.")
    assert first.identifiers == (Identifier("orcid", "0000-0001-6187-6610"),)
    assert first.affiliations == (
        Affiliation(raw="Lab, Uni, Town", name="Uni", ror="0161xgx34"),
        Affiliation(raw="https://ror.org/0161xgx34", ror="0161xgx34"),
        Affiliation(raw="Home"),
    )
    assert (second.printed, second.family, second.identifiers) == ("Doantam Phan", None, ())
    assert (third.family, group.collective, group.printed, literal.collective) == (
        "Plato", True, "The Map Consortium", True,
    )  # fmt: skip
    assert [editor.printed for editor in found.editors] == ["E D"]
    assert found.authors_complete
    assert [doubt.field for doubt in found.doubts] == ["orcid"]


@pytest.mark.parametrize(
    "author",
    [
        [{"given": "A", "family": "B"}, {"given": "", "family": ""}],
        [{"given": "A", "family": "B"}, {"name": "et al."}],
        [{"given": "A", "family": "B"}, 3],
        [],
    ],
)
def test_incomplete_lists(author: list[object], tmp_path: Path) -> None:
    """A nameless author, `et al.`, and no author at all make the list incomplete; none becomes an author."""
    found = record(tmp_path, author=author)
    assert (len(found.names), found.authors_complete) == (min(1, len(author)), False)


def test_the_first_author_elsewhere_is_doubted(tmp_path: Path) -> None:
    """The order is that of the list; a `sequence` against it is told."""
    found = record(tmp_path, author=[{"name": "A", "sequence": "additional"}, {"name": "B", "sequence": "first"}])
    assert found.authors == ("A", "B")
    assert found.doubts[0].field == "author"


@pytest.mark.parametrize(
    ("dates", "date", "doubted"),
    [
        ({"issued": [[None]]}, None, False),
        ({"issued": []}, None, False),
        ({"issued": [[2002]], "published-online": [[2002]], "published-print": [[2002, 9]]}, "2002-09", False),
        ({"issued": [[2024]], "published-online": [[2024, 2]], "published-print": [[2024, 1, 5]]}, "2024-01-05", False),
        ({"issued": [[2024, 3]], "published-print": [[2025, 1, 5]]}, "2024-03", False),
        ({"published": [["2010", None]]}, "2010", False),
        ({"posted": [[2020, 2, 1]], "published-print": [[2021]]}, "2020-02-01", False),
        ({"issued": [[2020, 2, 30]]}, "2020-02", True),
        ({"issued": [[2020, 13]]}, "2020", True),
        ({"issued": [[0]]}, None, True),
        ({"issued": [["soon"]]}, None, True),
        ({"issued": [2019]}, "2019", False),
    ],
)
def test_dates(dates: dict[str, object], date: str | None, tmp_path: Path, *, doubted: bool) -> None:
    """The earliest date, as precisely as a form within it tells; never a day that the calendar lacks."""
    found = record(tmp_path, **{name: {"date-parts": parts} for name, parts in dates.items()})
    assert (found.date, bool(found.doubts)) == (date, doubted)


@pytest.mark.parametrize(
    ("fields", "kind", "retracted"),
    [
        ({"type": None}, None, False),
        ({"type": "monograph"}, "book", False),
        ({"type": "component"}, "other", False),
        ({"type": "posted-content", "subtype": "preprint"}, "preprint", False),
        ({"type": "posted-content", "subtype": "letter"}, "other", False),
        ({"type": "journal-article", "update-to": [{"DOI": "10.1/o", "type": "erratum"}]}, "erratum", False),
        ({"type": "journal-article", "update-to": [{"DOI": "10.1/o", "type": "retraction"}]}, "other", False),
        ({"type": "journal-article", "update-to": [{"DOI": "10.1234/x", "type": "retraction"}]}, "article", True),
        ({"type": "journal-article", "updated-by": [{"type": "erratum"}]}, "article", False),
    ],
)
def test_types_and_updates(fields: dict[str, object], kind: str | None, tmp_path: Path, *, retracted: bool) -> None:
    """A notice is no article; the work that it is about may be retracted."""
    found = record(tmp_path, **fields)
    assert (found.publication_type, found.retracted) == (kind, retracted)


def test_isbns_belong_to_books(tmp_path: Path) -> None:
    """A book has its ISBN; that of a chapter is its book's and no identifier of it; a wrong one is doubted."""
    isbns = ["978-3-16-148410-0", "85-359-0277-5", "978-3-16-148410-1"]
    book = record(tmp_path, type="book", ISBN=isbns)
    chapter = record(tmp_path, type="book-chapter", ISBN=isbns)
    assert [one.value for one in book.identifiers if one.scheme == "isbn"] == ["9783161484100", "9788535902778"]
    assert [one.scheme for one in chapter.identifiers] == ["doi"]
    assert [doubt.field for doubt in book.doubts + chapter.doubts] == ["isbn", "isbn"]


def test_forms_of_one_work(tmp_path: Path) -> None:
    """The preprint of an article is known by its identifier's form; two identifiers of one form are not joined."""
    relation: dict[str, object] = {
        "has-preprint": [
            {"id-type": "doi", "id": "10.48550/arXiv.2101.00001"},
            {"id-type": "arxiv", "id": "2101.00001"},
        ],
        "is-version-of": {"id-type": "doi", "id": "10.1234/other"},
        "references": [{"id-type": "doi", "id": "10.2139/ssrn.1"}],
        "has-version": None,
    }
    found = record(tmp_path, relation=relation)
    assert {one.key for one in found.identifiers} == {
        "doi-10.1234/x", "doi-10.48550/arxiv.2101.00001", "arxiv-2101.00001",
    }  # fmt: skip
    posted = record(tmp_path, DOI="10.48550/arXiv.2101.00002", type="posted-content")
    assert {one.scheme for one in posted.identifiers} == {"doi", "arxiv"}


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ({"type": "proceedings-article", "event": {"name": "MapConf"}}, "MapConf"),
        ({"type": "posted-content", "institution": [{"name": "bioRxiv"}]}, "bioRxiv"),
        ({"type": "posted-content", "institution": {"name": "bioRxiv"}}, "bioRxiv"),
        ({"type": "dissertation", "institution": [{"name": "Uni"}]}, None),
        ({"container-title": "One"}, "One"),
    ],
)
def test_venues(fields: dict[str, object], venue: str | None, tmp_path: Path) -> None:
    """A container, else the event of proceedings, else the server of a preprint."""
    found = record(tmp_path, **fields).venue
    assert (found and found.name) == venue


def test_issns_that_disagree(tmp_path: Path) -> None:
    """An ISSN that no typed one confirms is doubted, and so is one with a wrong check digit."""
    found = record(
        tmp_path, container_title=["J"], ISSN=["0000-0140", "1234-5678"], issn_type=[{"value": "0190-9622"}, {}]
    )
    assert found.venue is not None
    assert found.venue.issns == ("0190-9622",)
    assert [doubt.field for doubt in found.doubts] == ["issn", "issn"]


def test_addresses(tmp_path: Path) -> None:
    """What is no IRI is the address of the DOI, escaped, or a doubt; a path that ends in .pdf is a PDF."""
    found = record(
        tmp_path, DOI="10.1002/(sici)1<2>3.0.co;2-t", URL="http://dx.doi.org/10.1002/(sici)1<2>3.0.co;2-t",
        link=[{"URL": "no iri.pdf"}, {"URL": "https://example.org/a.pdf?x=1"}, {"URL": None}],
        license=[{"URL": "https://example.org/tdm", "content-version": "tdm"}], language="?",
    )  # fmt: skip
    assert found.landing_page == "https://doi.org/10.1002/(sici)1%3C2%3E3.0.co;2-t"
    assert (found.pdf, found.license, found.language) == ("https://example.org/a.pdf?x=1", None, None)
    assert {doubt.field for doubt in found.doubts} == {"pdf", "language"}


def test_references(tmp_path: Path) -> None:
    """A reference is its DOI, else its text, else its parts; a wrong DOI stays in the text."""
    found = record(
        tmp_path,
        reference=[
            {"key": "1", "DOI": "10.1063/1.167", "unstructured": "text"},
            {"key": "2", "unstructured": "As <i>printed</i>."},
            {"key": "3", "author": "Kim", "year": "1999", "article-title": "Maps.", "journal-title": "J. Maps",
             "volume": "3", "issue": "4", "first-page": "5"},
            {"key": "4", "author": "", "volume-title": "A Book", "DOI": "nodoi"},
            {"key": "5"},
        ],
    )  # fmt: skip
    assert found.references == (
        Reference(identifiers=(Identifier("doi", "10.1063/1.167"),)),
        Reference(text="As printed."),
        Reference(text="Kim (1999). Maps. J. Maps 3(4), 5"),
        Reference(text="A Book. nodoi"),
    )
    assert [doubt.field for doubt in found.doubts] == ["references"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"type": "journal", "title": ["J"], "content-domain": {}}, "no work but a journal: J"),
        ({"type": "journal-issue", "DOI": "10.1/i", "content-domain": {}}, "no work but a journal-issue: 10.1/i"),
        ({"message-type": "member-list", "message": {"items": [{"id": 7}]}}, "/message/items/0: no work: it has"),
        ({"message-type": "work-list", "message": {"items": []}}, "there is no record in it"),
    ],
)
def test_what_is_no_work_is_a_reject(body: dict[str, object], reason: str, tmp_path: Path) -> None:
    """Containers, grants and members say what they are."""
    (found,) = readings(body, tmp_path)
    assert isinstance(found, Reject)
    assert found.reason.startswith(reason)


def test_recognition() -> None:
    """Crossref is known by names that it alone has; CSL-JSON has its titles in no list."""
    assert format_of('{"DOI":"10.1/x","title":["T"]}').name == "crossref"
    assert format_of('[{"title": ["T"], "DOI": "10.1\\/x"}]').name == "crossref"
    assert format_of('[{"DOI":"10.1/x","title":"T","container-title":"J"}]').name != "crossref"
    assert format_of('"DOI": "is-referenced-by-count":').name != "crossref"


def shown(records: list[Record | Reject]) -> str:
    """Return records as JSON with facts only: of an abstract the digest, of long lists the beginning."""
    rows = []
    for one in records:
        row = {name: value for name, value in msgspec.to_builtins(one).items() if value not in (None, [], False, "")}
        if "abstract" in row:
            row["abstract"] = hashlib.sha256(row["abstract"].encode()).hexdigest()
        row.pop("raw", None)
        row["references"] = [len(row.get("references", [])), *row.get("references", [])[:2]]
        names = [{k: v for k, v in name.items() if v not in (None, [], False)} for name in row.get("names", [])]
        row["names"] = [len(names), *names[:6]]
        rows.append(json.dumps(row, ensure_ascii=False, indent=1))
    return "\n".join(rows) + "\n"


def raw_works(path: Path) -> list[dict[str, object]]:
    """Return the works of a sample file, counted without our readers."""
    text = path.read_text(encoding="utf-8")
    values = [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else [json.loads(text)]
    messages = [value.get("message", value) for value in values]
    return [work for message in messages for work in message.get("items", [message])]


def test_samples(shared: Path, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    """Each work of the samples is one record with all its authors and references, as the golden file says."""
    found: list[Record | Reject] = []
    for path in sorted((shared / "samples" / "crossref").glob("*.json*")):
        records = list(read_source(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))
        works = raw_works(path)
        assert len(records) == len(works) == sum(isinstance(one, Record) for one in records)
        for one, work in zip(records, works, strict=True):
            assert isinstance(one, Record)
            authors = [a for a in work.get("author", []) if a.get("family") or a.get("name")]  # type: ignore[attr-defined]
            assert len(one.names) == len(authors)
            assert all(a["family"] in name.printed for name, a in zip(one.names, authors, strict=True))
            assert len(one.references) == len(work.get("reference", []))  # type: ignore[arg-type]
            assert one.identifiers[0].value == str(work["DOI"]).lower()
            found.append(one)
    golden(HERE / "samples.golden.jsonl", shown(found))
