"""Records join by identifiers, unless they cannot be one paper."""

from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Identifier, Venue
from kg.resolve import Ledger
from kg.resolve.ledger import HEADER
from tests.resolve.conftest import MakeRecord, Resolve

TITLE = "A study of many things in some places"
Side = tuple[str, str, dict[str, object]]
AUTHORS = "Jane Doe; Max Roe; Ann Poe"


def ids(*printed: str) -> tuple[Identifier, ...]:
    """Identifiers of `scheme:value` texts."""
    return tuple(sorted(Identifier(*text.split(":", 1)) for text in printed))


def test_shared_identifier_joins_other_titles(make: MakeRecord, resolve: Resolve) -> None:
    """One identifier is one paper, however its title is spelled; all identifiers stand on it."""
    found = resolve(
        [
            make("a-1", TITLE, AUTHORS, format="openalex", identifiers=ids("doi:10.1000/x", "openalex:W1")),
            make("b-1", "Ein ganz anderer Titel", AUTHORS, format="bibtex", identifiers=ids("openalex:W1", "pmid:7")),
        ]
    )
    (paper,) = found.papers
    assert paper.key == "doi-10.1000__x"
    assert paper.identifiers == ids("doi:10.1000/x", "openalex:W1", "pmid:7")


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ({"identifiers": ids("doi:10.1000/x"), "publication_type": "article"},
         {"identifiers": ids("doi:10.1000/y"), "publication_type": "article"}, "two DOIs of one form"),
        ({"identifiers": ids("arxiv:2101.00001")}, {"identifiers": ids("arxiv:2101.00002")}, "two arXiv ids"),
        ({"publication_type": "book"}, {"publication_type": "chapter"}, "one is a book"),
        ({"date": "2001", "identifiers": ids("pmid:1")}, {"date": "2009", "identifiers": ids("pmid:2")}, "years are 8"),
        ({"publication_type": "dataset"}, {"publication_type": "article"}, "one is a dataset"),
    ],
)  # fmt: skip
def test_equal_titles_kept_apart(make: MakeRecord, resolve: Resolve, left: dict, right: dict, why: str) -> None:  # type: ignore[type-arg]
    """Equal titles and authors are two papers where identifiers, forms or years say so, and the report tells why."""
    found = resolve(
        [make("a-1", TITLE, AUTHORS, format="openalex", **left), make("b-1", TITLE, AUTHORS, format="bibtex", **right)]
    )
    assert len(found.papers) == 2
    assert any(f.rule == "refused-merge" and why in f.message for f in found.findings)


def test_record_between_two_papers_joins_none(make: MakeRecord, resolve: Resolve) -> None:
    """A record without identifier that fits two papers of one title joins neither."""
    found = resolve(
        [
            make("a-1", TITLE, AUTHORS, format="openalex", identifiers=ids("doi:10.1000/x")),
            make("b-1", TITLE, AUTHORS, format="openalex", identifiers=ids("doi:10.1000/y")),
            make("c-1", TITLE, AUTHORS),
        ]
    )
    assert len(found.papers) == 3
    assert "candidate-merge" in found.rules()


def test_forms_of_one_work_join(make: MakeRecord, resolve: Resolve) -> None:
    """A preprint and its article have two DOIs and are one work; the publisher's DOI names it."""
    found = resolve(
        [
            make("a-1", TITLE, AUTHORS, format="openalex", date="2021",
                 identifiers=ids("doi:10.48550/arxiv.2101.00001")),
            make("b-1", TITLE, AUTHORS, format="crossref", identifiers=ids("doi:10.1000/y"), date="2022-03",
                 publication_type="article", venue=Venue(name="Journal of Things")),
            make("c-1", TITLE, AUTHORS, format="bibtex", identifiers=ids("arxiv:2101.00001")),
        ]
    )  # fmt: skip
    (paper,) = found.papers
    assert paper.key == "doi-10.1000__y"
    assert paper.published_on == "2022-03"
    assert Identifier("arxiv", "2101.00001") in paper.identifiers
    assert not paper.conflicts


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ((TITLE, AUTHORS, {}), ("Of cabbages", "King Lear; Lady Macbeth", {}), "neither title nor authors"),
        ((TITLE, AUTHORS, {"publication_type": "book"}),
         ("A part of it only", "Jane Doe; Sue Coe; Al Moe", {"publication_type": "chapter"}), "a part of the other"),
        ((TITLE, AUTHORS, {"pages": "1-9", "publication_type": "chapter"}),
         ("Of cabbages and kings", AUTHORS, {"pages": "10-12", "publication_type": "chapter"}), "title and pages"),
        ((TITLE, AUTHORS, {}), ("Erratum to: " + TITLE, AUTHORS, {}), "notice"),
        ((TITLE, AUTHORS, {}), ("Reply to: " + TITLE, AUTHORS, {}), "notice"),
        ((TITLE, AUTHORS, {"publication_type": "article"}),
         (TITLE, AUTHORS, {"publication_type": "erratum"}), "notice"),
    ],
)  # fmt: skip
def test_shared_identifier_refused(
    make: MakeRecord,
    resolve: Resolve,
    left: Side,
    right: Side,
    why: str,
) -> None:
    """A shared identifier joins neither two papers, nor part and whole, nor a paper and a notice about it."""
    records = [
        make(key, title, authors, format="bibtex", identifiers=ids("doi:10.1000/x"), **fields)
        for key, (title, authors, fields) in (("a-1", left), ("b-1", right))
    ]
    found = resolve(records)
    assert len(found.papers) == 2
    assert len({paper.key for paper in found.papers}) == 2
    assert any(f.rule == "refused-merge" and why in f.message for f in found.findings)


def test_isbn_joins_books_only(make: MakeRecord, resolve: Resolve) -> None:
    """Chapters of one book share its ISBN and stay two; two records of a book are one."""

    def pair(kind: str) -> int:
        return len(
            resolve(
                [
                    make(f"{page}-1", title, AUTHORS, format="bibtex", publication_type=kind,
                         identifiers=ids("isbn:9780306406157"))
                    for page, title in (("a", TITLE), ("b", "Further things in other places"))
                ]
            ).papers
        )  # fmt: skip

    assert pair("chapter") == 2
    assert pair("book") == 1


def test_order_does_not_matter(make: MakeRecord, resolve: Resolve) -> None:
    """The papers, their keys and the findings do not depend on the order of the records."""
    records = [
        make("a-1", TITLE, AUTHORS, format="openalex", identifiers=ids("doi:10.1000/x", "openalex:W1")),
        make("b-1", TITLE, AUTHORS, format="crossref", identifiers=ids("doi:10.1000/y")),
        make("c-1", "Erratum: " + TITLE, AUTHORS, format="bibtex", identifiers=ids("doi:10.1000/x")),
        make("d-1", TITLE, AUTHORS, format="bibtex", identifiers=ids("openalex:W1", "arxiv:2101.00001")),
    ]
    outcomes = [resolve(order) for order in permutations(records)]
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_identifier_in_the_ledger(make: MakeRecord, resolve: Resolve, tmp_path: Path) -> None:
    """A paper keeps its IRI when a DOI turns up later, and is found under every identifier that it ever had."""
    first = resolve([make("a-1", TITLE, AUTHORS)])
    path = tmp_path / "ids.tsv"
    path.write_text("\n".join([HEADER, *(row.line for row in first.ids)]) + "\n", encoding="utf-8")
    record = make("a-1", TITLE, AUTHORS, format="bibtex", identifiers=ids("doi:10.1000/x", "arxiv:2101.00001"))
    second = resolve([record], Ledger.read(path))
    assert [paper.key for paper in second.papers] == [paper.key for paper in first.papers]
    assert {"doi-10.1000__x", "arxiv-2101.00001"} <= {row.key for row in second.ids}


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        (("doi:10.1101/2020.01.01.123456", "pmid:5"), "doi-10.1101__2020.01.01.123456"),
        (("doi:10.48550/arxiv.2101.00001",), "arxiv-2101.00001"),
        (("openalex:W1", "dblp:conf/x/Y20"), "dblp-conf__x___5920"),
        (("openalex:W1", "acl:P19-1001", "pmid:3"), "pmid-3"),
        (("wikidata:Q1",), None),
    ],
)
def test_naming_identifier(make: MakeRecord, resolve: Resolve, printed: tuple[str, ...], key: str | None) -> None:
    """A paper is named by the first of publisher DOI, arXiv id, PMID, ACL, dblp, OpenAlex, else by its title."""
    (paper,) = resolve([make("a-1", TITLE, AUTHORS, format="bibtex", identifiers=ids(*printed))]).papers
    assert paper.key == key or (key is None and paper.key.startswith("a-study-of-many-things"))


def test_frequent_titles_at_two_places(make: MakeRecord, resolve: Resolve) -> None:
    """Two introductions by one author in one year are two papers if they stand in two venues."""
    records = [
        make(f"{page}-1", "Introduction", "Jane Doe", format="bibtex", date="2020", venue=Venue(name=venue))
        for page, venue in (("a", "Owls"), ("b", "Bats"), ("c", "Owls"))
    ]
    assert len(resolve(records).papers) == 2


ONES = st.fixed_dictionaries(
    {
        "title": st.sampled_from([TITLE, "Erratum: " + TITLE, "Introduction", "Another work on many things", None]),
        "authors": st.sampled_from([AUTHORS, "J. Doe; M. Roe et al.", "Al Moe", ""]),
        "format": st.sampled_from(["listing", "bibtex", "openalex", "crossref"]),
        "identifiers": st.lists(
            st.sampled_from(ids("doi:10.1000/x", "doi:10.1000/y", "arxiv:2101.00001", "openalex:W1", "pmid:3")),
            max_size=3, unique=True,
        ).map(lambda found: tuple(sorted(found))),
        "publication_type": st.sampled_from([None, "article", "preprint", "book", "erratum"]),
        "date": st.sampled_from([None, "2019", "2020-02", "2024-01-01"]),
        "pages": st.sampled_from([None, "1-2", "7"]),
    }
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ONES, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_no_order_matters(make: MakeRecord, resolve: Resolve, fields: list[dict[str, object]], random: Random) -> None:
    """For any records: every record is in one paper, keys differ, and no order of arrival changes anything."""
    records = [make(f"s{place}-1", **one) for place, one in enumerate(fields)]
    found = resolve(records)
    assert sorted(record.key for paper in found.papers for record in paper.records) == sorted(r.key for r in records)
    assert len({paper.key for paper in found.papers}) == len(found.papers)
    random.shuffle(records)
    assert resolve(records) == found
