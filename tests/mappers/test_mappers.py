"""Structs -> triples, field by field."""

import msgspec
import pytest

from kg.iris import Minter
from kg.mappers import cluster_triples, organization_triples, person_triples, source_document_triples
from kg.mappers.fields import FIELDS
from kg.mappers.place import date_triples
from kg.model import (
    Authorship,
    Conflict,
    Inference,
    Name,
    Organization,
    PageFacts,
    Paper,
    Person,
    Record,
    SourceDocument,
)
from kg.terms import Triple, integer, lexical, text
from kg.vocab import DCTERMS, KG, RDF

MINT = Minter("https://example.org/")
RECORD = Record(
    source="a.txt",
    source_key="0123456789abcdef",
    index=1,
    format="listing",
    layout="site",
    title="A  title",
    abstract="Text.",
    date="2024-02",
    category="CO",
    score="91.20",
    start_line=3,
    end_line=9,
)
PAPER = Paper(
    key="k",
    records=(RECORD,),
    title='A "title"',
    abstract="Text.",
    published_on="2024-02",
    category="math.CO",
    authorships=(
        Authorship(position=1, agent="name-a-b", kind="person", raw_name="B, A", name=Name(printed="B, A")),
        Authorship(position=2, agent="name-c", kind="organization", raw_name="C Team", name=Name(printed="C Team")),
    ),
    author_line="A B, C Team",
    authors_complete=True,
    code_urls=("https://example.org/Code",),
    code_reported=True,
    conflicts=(
        Conflict(
            field="title", kept_value="x", kept_record="r-1", other_value="y", other_record="r-2", rule="most-fields"
        ),
    ),
    inferences=(
        Inference(
            field="category", inferred_value="math.CO", in_record="r-1", rule="r", reason="why", confidence=2 / 3
        ),
    ),
    replaces=("old",),
)


def found(triples: set[Triple], subject: str, predicate: str) -> set[str]:
    """Return the objects of a predicate, as text."""
    return {lexical(o) for s, p, o in triples if s == subject and p == predicate}


def test_a_paper_has_all_that_its_struct_says() -> None:
    """Each field of a paper is a triple; text is kept to the character."""
    triples = set(cluster_triples(PAPER, MINT))
    paper = MINT("paper", "k")
    assert found(triples, paper, KG.title) == {'A "title"'}
    assert found(triples, paper, KG.publishedFrom) == {"2024-02-01"}
    assert found(triples, paper, KG.publishedUntil) == {"2024-02-29"}
    assert (paper, KG.publicationYear, integer(2024)) in triples
    assert found(triples, paper, KG.author) == {
        "https://example.org/id/person/name-a-b",
        "https://example.org/id/organization/name-c",
    }
    assert found(triples, paper, KG.authorCount) == {"2"}
    assert found(triples, paper, KG.category) == {"https://example.org/id/category/arxiv-math._43_4f"}
    assert found(triples, MINT("repository", "example.org___43ode"), KG.codeRepository) == {"https://example.org/Code"}
    assert (MINT("paper", "old"), DCTERMS.isReplacedBy, paper) in triples
    assert found(triples, MINT("authorship", "k-1"), KG.rawName) == {"B, A"}


def test_a_record_repeats_only_what_differs_from_its_paper() -> None:
    """The record's title differs, its abstract does not."""
    triples = set(cluster_triples(PAPER, MINT))
    record = MINT("record", RECORD.key)
    assert found(triples, record, KG.recordTitle) == {"A  title"}
    assert not found(triples, record, KG.recordAbstract)
    assert found(triples, record, KG.recordScore) == {"91.20"}
    assert found(triples, record, KG.recordDate) == {"2024-02"}


def test_without_abstracts_none_is_written() -> None:
    """Abstracts belong to publishers: neither the paper nor a record carries one."""
    other = msgspec.structs.replace(PAPER, abstract="Other text.")
    triples = set(cluster_triples(other, MINT, abstracts=False))
    assert not {p for _, p, _ in triples} & {KG.abstract, KG.recordAbstract}
    assert KG.recordAbstract in {p for _, p, _ in cluster_triples(other, MINT)}


def test_conflicts_and_inferences_name_the_property() -> None:
    """`field` leads to the property of the ontology, the confidence is a decimal."""
    triples = set(cluster_triples(PAPER, MINT))
    assert {o for _, p, o in triples if p == KG.field} == {KG.title, KG.category}
    assert {lexical(o) for _, p, o in triples if p == KG.confidence} == {"0.6667"}
    assert all(term.startswith("<https://w3id.org/scholarkg/ontology#") for term in FIELDS.values())


def test_an_empty_paper_has_what_it_must_have() -> None:
    """Absent fields yield nothing."""
    triples = set(cluster_triples(Paper(key="k", records=()), MINT))
    paper = MINT("paper", "k")
    assert triples == {
        (paper, RDF.type, KG.Paper),
        (paper, KG.codeReported, '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        (paper, KG.authorListComplete, '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    }


def test_agents_carry_their_names() -> None:
    """A person has a basis and perhaps parts and variants; an organization has variants."""
    person = Person(
        key="p", name="A B", identity_basis="full-name", given_name="A", family_name="B", name_variants=("Á B",)
    )
    triples = set(person_triples(person, MINT))
    subject = MINT("person", "p")
    assert (subject, KG.nameVariant, text("Á B")) in triples
    assert (subject, KG.givenName, text("A")) in triples
    assert len(set(person_triples(Person(key="p", name="A", identity_basis="this-paper"), MINT))) == 3
    assert len(set(organization_triples(Organization(key="o", name="C", name_variants=("c",)), MINT))) == 3


@pytest.mark.parametrize(("facts", "expected"), [(PageFacts(), 4), (PageFacts(h_index=0, ai_score="7.5"), 6)])
def test_a_source_document_states_the_facts_of_its_page(facts: PageFacts, expected: int) -> None:
    """A fact that the page does not print is absent, zero is not."""
    document = SourceDocument(name="a", sha256="0" * 64, media_type="text/plain", facts=facts)
    assert len(list(source_document_triples(document, MINT, main_category=None))) == expected


@pytest.mark.parametrize(
    ("day", "printed", "found"),
    [
        ("2001", "Nov-Dec 2001", ["publishedOn 2001", "publicationYear 2001", "publishedFrom 2001-11-01",
                                  "publishedUntil 2001-12-31"]),
        (None, "Dec 2001-Jan 2002", ["publishedFrom 2001-12-01", "publishedUntil 2002-01-31"]),
        ("2001", "Spring 2001", ["publishedOn 2001", "publicationYear 2001", "publishedFrom 2001-01-01",
                                 "publishedUntil 2001-12-31"]),
        ("2001", "May 2003", ["publishedOn 2001", "publicationYear 2001", "publishedFrom 2001-01-01",
                              "publishedUntil 2001-12-31"]),
        ("--05-03", "3 May", ["publishedOn --05-03"]),
        (None, "in press", []),
        (None, None, []),
    ],
)  # fmt: skip
def test_a_printed_range_has_its_own_ends(day: str | None, printed: str | None, found: list[str]) -> None:
    """Ends that are printed count where they lie within the date; a season is as long as its year."""
    triples = date_triples("<urn:x>", day, printed)
    assert [f"{one[1].partition('#')[2][:-1]} {one[2].split(chr(34))[1]}" for one in triples] == found
