"""Records with every field -> a graph in which all shapes hold and nothing is lost."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kg.iris import Minter
from kg.mappers import (
    authority_record_triples,
    cluster_triples,
    organization_triples,
    person_triples,
    scheme_triples,
    source_document_triples,
    subject_triples,
    venue_triples,
)
from kg.mappers.support import supported_triples
from kg.model import (
    Affiliation,
    Authority,
    Funding,
    Identifier,
    Name,
    OrganizationAuthority,
    Paper,
    Person,
    PersonAuthority,
    Record,
    Reference,
    Relation,
    SourceDocument,
    Subject,
    Venue,
)
from kg.resolve import Resolver
from kg.terms import Triple, boolean, integer, tagged, text, typed
from kg.validate import validate
from kg.vocab import KG, RDF, SKOS, XSD

MINT = Minter("https://example.org/")
MIT = Affiliation(raw="MIT, Cambridge", name="Massachusetts Institute of Technology", ror="042nb2s44", country="US")
LAB = Affiliation(raw="A  laboratory\nsomewhere", name="Night  Lab")


def record(source: int, index: int, form: str, **fields: object) -> Record:
    """Return a record of a source of its own."""
    printed = {
        "source": f"s{source}",
        "source_key": f"{source:016x}",
        "index": index,
        "format": form,
        "layout": "works",
    }
    return Record(**(printed | {"start_line": 1, "end_line": 2} | fields))  # type: ignore[arg-type]


def ids(*printed: str) -> tuple[Identifier, ...]:
    """Identifiers of `scheme:value` texts."""
    return tuple(sorted(Identifier(*one.split(":", 1)) for one in printed))


AUTHORS = (
    Name(
        printed="Doe, Jane", given="Jane", family="Doe", corresponding=True,
        identifiers=ids("orcid:0000-0002-1825-0097", "openalex:A1"), affiliations=(MIT, LAB),
        variants=(("ja", "ジェーン・ドウ"), ("", "Jane Q. Doe")),
    ),
    Name(printed="M. Roe", given="M.", family="Roe", identifiers=ids("dblp:65/9612")),
    Name(printed="The Night Team", collective=True),
)  # fmt: skip
ARTICLE = record(
    1, 1, "crossref", title="Owls at night in the north", names=AUTHORS, date="2021-03", publication_type="article",
    identifiers=ids("doi:10.1000/owls", "pmid:77", "pmcid:PMC7"),
    editors=(Name(printed="Ed Itor", given="Ed", family="Itor"), Name(printed="E. D.")),
    venue=Venue(name="Journal of  Owls", issns=("0378-5955", "2434-561X"), publisher="Owl Press"),
    volume="7", issue="2 ", pages="1–10", language="en", license="https://creativecommons.org/licenses/by/4.0/",
    landing_page="https://example.org/owls", pdf="not an address", keywords=("owls", "Owls", " night\nlife"),
    references=(
        Reference(identifiers=ids("doi:10.1000/bats")),
        Reference(identifiers=ids("doi:10.1000/elsewhere"), text="Elsewhere, 1999"),
        Reference(text="Somebody. Something. 1950."),
        Reference(text="   "),
        Reference(identifiers=ids("isbn:9780306406157"), text="A book"),
    ),
    translated_titles=(("de", "Eulen bei Nacht im Norden"), ("not a tag", "x")), retracted=True, pointer="/0",
    abstract="Owls.", date_text="Spring 2021",
    subjects=(
        Subject(scheme="mesh", notation="D1", label="Owls"), Subject(scheme="lcsh", label="Owls"),
        Subject(scheme="LCC", notation="QL 696"), Subject(scheme="mesh", label="owls"),
    ),
    fundings=(
        Funding(funder="Owl  Trust", identifiers=ids("doi:10.13039/1"), award="A 1"), Funding(award="B 2"),
        Funding(funder="Bat Fund"),
    ),
    relations=(
        Relation(kind="corrects", identifiers=ids("doi:10.1000/bats")),
        Relation(kind="reviewed-by", identifiers=ids("pmid:99")),
        Relation(kind="comments-on", text=" J Owls 1\n(2)"), Relation(kind="has-part", text="http://example.org/part"),
        Relation(kind="related", identifiers=ids("isbn:9780306406157", "s2:" + "c" * 40)),
        Relation(kind="part-of", text=" "),
        Relation(kind="part-of", identifiers=ids("isbn:9783161484100")),
    ),
    dataset_urls=("https://example.org/owls.zip", "no address"),
)  # fmt: skip
PREPRINT = record(
    2, 1, "openalex", title="Owls at Night in the North", names=AUTHORS[:2], authors_complete=False, date="2020-11-05",
    publication_type="preprint", version_number="2", venue=Venue(name="arXiv (Cornell University)"),
    identifiers=ids("arxiv:2011.00001", "doi:10.48550/arxiv.2011.00001", "doi:10.1000/owls", "openalex:W9"),
    pdf="https://arxiv.org/pdf/2011.00001", language="no language at all",
)  # fmt: skip
BATS = record(
    2, 2, "openalex", title="Bats by day", names=(Name(printed="Jane Doe", identifiers=ids("openalex:A1")),),
    identifiers=ids(
        "doi:10.1000/bats", "openalex:W10", "s2:" + "a" * 40, "wikidata:Q5", "dblp:journals/x/Y", "acl:P19-1001"
    ),
    venue=Venue(name="Owls, Journal of", issns=("2434-561X",)), date_text="Spring 2003", retracted=False,
)  # fmt: skip
BOOK = record(
    3, 1, "bibtex", title="All about bats", names=(Name(printed="Ann Poe"),), publication_type="book",
    identifiers=ids("isbn:9780306406157"), date="1999", pointer="poe99", publisher="Bat Press",
)  # fmt: skip
RECORDS = (ARTICLE, PREPRINT, BATS, BOOK)
AUTHORITIES: tuple[Authority, ...] = (
    PersonAuthority(
        source="s4", source_key=f"{4:016x}", index=1, format="orcid", start_line=1, end_line=9, pointer="/ 0",
        name=Name(printed="Cy Doe", identifiers=ids("orcid:0000-0003-3953-765X")), other_names=(Name(printed="C. D."),),
    ),
    OrganizationAuthority(
        source="s4", source_key=f"{4:016x}", index=2, format="ror", start_line=10, end_line=19,
        organization=Affiliation(raw="MIT", ror="042nb2s44", country="US"), other_names=(("fr", "Institut"),),
        identifiers=ids("doi:10.13039/100006919", "openalex:I63966007", "wikidata:Q49108"),
    ),
)  # fmt: skip


class Graph:
    """The triples of some records, resolved and mapped."""

    def __init__(self, folder: Path, records: Iterable[Record]) -> None:
        records = list(records)
        with Resolver(folder / "spool.sqlite") as resolver:
            for one in records:
                resolver.add(one)
            for authority in AUTHORITIES:
                resolver.describe(authority)
            self.papers = list(resolver.papers())
            self.findings = list(resolver.findings())
            self.triples = set(self._triples(resolver, records))

    def _triples(self, resolver: Resolver, records: Iterable[Record]) -> Iterator[Triple]:
        for paper in self.papers:
            yield from cluster_triples(paper, MINT)
        for agent in resolver.agents():
            yield from person_triples(agent, MINT) if isinstance(agent, Person) else organization_triples(agent, MINT)
        for venue in resolver.venues():
            yield from venue_triples(venue, MINT)
        for subject in resolver.subjects():
            yield from subject_triples(subject, MINT)
            yield from scheme_triples(MINT, subject.scheme)
        for kind, key, authority in resolver.described():
            yield from authority_record_triples(authority, MINT(kind, key), MINT)
        for key in {one.source_key for one in (*records, *AUTHORITIES)}:
            document = SourceDocument(name=key, sha256=key * 4, media_type="application/json")
            yield from source_document_triples(document, MINT, main_category=None)

    def of(self, kind: str, key: str) -> set[tuple[str, str]]:
        """Return the predicates and values of a thing."""
        subject = MINT(kind, key)
        return {(predicate, value) for node, predicate, value in self.triples if node == subject}

    def paper(self, key: str) -> Paper:
        """Return a paper by its key."""
        return next(paper for paper in self.papers if paper.key == key)


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    """The graph of all records."""
    return Graph(tmp_path, RECORDS)


def test_all_shapes_hold(graph: Graph, tmp_path: Path) -> None:
    """No shape is broken by what records with every field become."""
    path = tmp_path / "graph.nt"
    path.write_text("".join(f"{' '.join(triple)} .\n" for triple in sorted(graph.triples)), encoding="utf-8")
    assert [(one.shape, one.focus, one.message) for one in validate(path).results] == []


def test_paper(graph: Graph) -> None:
    """A paper has every field that its records state, each under its own property."""
    found = graph.of("paper", "doi-10.1000__owls")
    assert {
        (KG.title, text("Owls at night in the north")),
        (KG.doi, text("10.1000/owls")),
        (KG.arxivId, text("2011.00001")),
        (KG.pmid, text("77")),
        (KG.pmcid, text("PMC7")),
        (KG.openAlexId, text("W9")),
        (KG.publicationType, text("article")),
        (KG.language, text("en")),
        (KG.translatedTitle, tagged("Eulen bei Nacht im Norden", "de")),
        (KG.publishedOn, typed("2021-03", XSD.gYearMonth)),
        (KG.venue, MINT("venue", "issn-0378-5955")),
        (KG.venueName, text("Journal of Owls")),
        (KG.volume, text("7")),
        (KG.issue, text("2")),
        (KG.pages, text("1–10")),
        (KG.license, "<https://creativecommons.org/licenses/by/4.0/>"),
        (KG.landingPage, "<https://example.org/owls>"),
        (KG.pdf, "<https://arxiv.org/pdf/2011.00001>"),
        (KG.retracted, boolean(True)),  # noqa: FBT003 - the value itself
        (KG.keyword, text("night life")),
        (KG.cites, MINT("paper", "doi-10.1000__bats")),
        (KG.cites, MINT("paper", graph_key(graph, "All about bats"))),
        (KG.citesExternal, "<https://doi.org/10.1000/elsewhere>"),
        (KG.referenceText, text("Somebody. Something. 1950.")),
        (KG.editor, MINT("person", "name-ed-itor")),
        (KG.editor, MINT("person", "only-doi-10.1000__owls-editor-2")),
        (KG.hasVersion, MINT("version", "doi-10.1000__owls")),
        (KG.hasVersion, MINT("version", "arxiv-2011.00001")),
        (KG.authorCount, integer(3)),
    } <= found
    assert sum(predicate == KG.keyword for predicate, _ in found) == 2
    assert not any(predicate == KG.referenceText and "9" in value[:3] for predicate, value in found)


def graph_key(graph: Graph, title: str) -> str:
    """Return the key of the paper of a title."""
    return next(paper.key for paper in graph.papers if paper.title == title)


def test_other_identifiers(graph: Graph) -> None:
    """Each scheme of identifiers has a property; a printed date that is no date is kept as text."""
    found = graph.of("paper", "doi-10.1000__bats")
    assert {
        (KG.semanticScholarId, text("a" * 40)),
        (KG.wikidataId, text("Q5")),
        (KG.dblpKey, text("journals/x/Y")),
        (KG.aclId, text("P19-1001")),
        (KG.dateText, text("Spring 2003")),
    } <= found
    assert (KG.isbn, text("9780306406157")) in graph.of("paper", graph_key(graph, "All about bats"))
    assert KG.retracted not in dict(found)


def test_versions(graph: Graph) -> None:
    """Each form of a paper has its own identifiers, date and place."""
    preprint = graph.of("version", "arxiv-2011.00001")
    assert {
        (RDF.type, KG.Version),
        (KG.versionKind, text("preprint")),
        (KG.versionNumber, text("2")),
        (KG.arxivId, text("2011.00001")),
        (KG.doi, text("10.48550/arxiv.2011.00001")),
        (KG.publishedOn, typed("2020-11-05", XSD.date)),
        (KG.publicationYear, integer(2020)),
        (KG.venueName, text("arXiv (Cornell University)")),
    } <= preprint
    article = graph.of("version", "doi-10.1000__owls")
    assert {(KG.versionKind, text("article")), (KG.doi, text("10.1000/owls")), (KG.volume, text("7"))} <= article
    assert (KG.doi, text("10.1000/owls")) not in preprint
    assert not graph.paper("doi-10.1000__bats").versions


def test_fundings(graph: Graph) -> None:
    """Each support of a paper is a thing with its funder and the number of the award."""
    fundings = {value for predicate, value in graph.of("paper", "doi-10.1000__owls") if predicate == KG.hasFunding}
    said = [frozenset(pair for pair in graph.triples if pair[0] == funding) for funding in fundings]
    stated = {frozenset((p, o) for _, p, o in one) - {(RDF.type, KG.Funding)} for one in said}
    assert stated == {
        frozenset({(KG.funder, MINT("organization", "doi-10.13039__1")), (KG.awardNumber, text("A 1"))}),
        frozenset({(KG.awardNumber, text("B 2"))}),
        frozenset({(KG.funder, MINT("organization", "name-bat-fund"))}),
    }
    assert (KG.doi, text("10.13039/1")) in graph.of("organization", "doi-10.13039__1")


def test_relations(graph: Graph) -> None:
    """Relations lead to papers of the graph, else to an IRI, else they are text; inverse ones are turned round."""
    owls = MINT("paper", "doi-10.1000__owls")
    assert {
        (owls, KG.corrects, MINT("paper", "doi-10.1000__bats")),
        ("<https://pubmed.ncbi.nlm.nih.gov/99>", KG.reviews, owls),
        (owls, KG.relationText, text("comments-on: J Owls 1 (2)")),
        ("<http://example.org/part>", KG.partOf, owls),
        (owls, KG.relatedTo, MINT("paper", graph_key(graph, "All about bats"))),
        (owls, KG.partOf, "<urn:isbn:9783161484100>"),
        (owls, KG.datasetPage, "<https://example.org/owls.zip>"),
    } <= graph.triples
    assert sum(triple[1] == KG.relationText for triple in graph.triples) == 1


def test_subjects(graph: Graph) -> None:
    """A term has its code, its label, its scheme; one without a code goes by its label, or the other way round."""
    found = {value for predicate, value in graph.of("paper", "doi-10.1000__owls") if predicate == KG.category}
    assert found == {MINT("category", key) for key in ("mesh-_441", "lcsh-name-owls", "lcc-_51_4c_20696")}
    assert {(SKOS.notation, text("D1")), (KG.name, text("Owls"))} <= graph.of("category", "mesh-_441")
    assert SKOS.notation not in dict(graph.of("category", "lcsh-name-owls"))
    assert (KG.name, text("QL 696")) in graph.of("category", "lcc-_51_4c_20696")
    assert (SKOS.prefLabel, text("Medical Subject Headings")) in graph.of("scheme", "mesh")


def test_authorities(graph: Graph) -> None:
    """A record of a person or an organization says whom it describes and where it stands."""
    person = graph.of("record", f"{4:016x}-a1")
    assert {(KG.recordOf, MINT("person", "orcid-0000-0003-3953-765_58")), (KG.recordPointer, text("/ 0"))} <= person
    assert (KG.recordIndex, integer(2)) in graph.of("record", f"{4:016x}-a2")
    names = {(KG.name, text("MIT")), (KG.nameVariant, tagged("Institut", "fr"))}
    numbers = {(KG.doi, text("10.13039/100006919")), (KG.openAlexId, text("I63966007"))}
    assert names | numbers | {(KG.wikidataId, text("Q49108"))} <= graph.of("organization", "ror-042nb2s44")


def test_publisher_and_printed_date(graph: Graph) -> None:
    """A book without a series has its publisher; the printed season stands on the record."""
    assert (KG.publisher, MINT("organization", "name-bat-press")) in graph.of(
        "paper", graph_key(graph, "All about bats")
    )
    assert (KG.recordDate, text("Spring 2021")) in graph.of("record", ARTICLE.key)


def test_authorships_and_persons(graph: Graph) -> None:
    """Authors have identifiers, affiliations, scripts; a collective name is an organization."""
    first = graph.of("authorship", "doi-10.1000__owls-1")
    jane = "orcid-0000-0002-1825-0097"
    assert {
        (KG.agent, MINT("person", jane)),
        (KG.corresponding, boolean(True)),  # noqa: FBT003 - the value itself
        (KG.rawAffiliation, text("MIT, Cambridge")),
        (KG.affiliation, MINT("organization", "ror-042nb2s44")),
        (KG.rawAffiliation, text("A  laboratory\nsomewhere")),
        (KG.affiliation, MINT("organization", "name-night-lab")),
    } <= first
    assert {
        (KG.orcid, text("0000-0002-1825-0097")),
        (KG.openAlexId, text("A1")),
        (KG.identityBasis, text("orcid")),
        (KG.nameVariant, tagged("ジェーン・ドウ", "ja")),
        (KG.nameVariant, text("Jane Q. Doe")),
    } <= graph.of("person", jane)
    assert (KG.agent, MINT("person", jane)) in graph.of("authorship", "doi-10.1000__bats-1")
    assert {(KG.dblpPid, text("65/9612")), (KG.identityBasis, text("source-id"))} <= graph.of("person", "dblp-65__9612")
    assert (KG.agent, MINT("organization", "name-the-night-team")) in graph.of("authorship", "doi-10.1000__owls-3")


def test_organizations_and_venues(graph: Graph) -> None:
    """An organization has its ROR and country; a venue has all ISSNs that records give it, and its publisher."""
    assert {(KG.ror, text("042nb2s44")), (KG.country, text("US"))} <= graph.of("organization", "ror-042nb2s44")
    venue = graph.of("venue", "issn-0378-5955")
    assert {
        (RDF.type, KG.Venue),
        (KG.issn, text("0378-5955")),
        (KG.issn, text("2434-561X")),
        (KG.publisher, MINT("organization", "name-owl-press")),
    } <= venue
    assert (KG.name, text("Owl Press")) in graph.of("organization", "name-owl-press")
    assert (KG.venue, MINT("venue", "issn-0378-5955")) in graph.of("paper", "doi-10.1000__bats")


def test_unusable_values_are_findings(graph: Graph) -> None:
    """An address that is none, and a language that is none, are reported and not stated."""
    assert {"invalid-iri", "invalid-language"} <= {finding.rule for finding in graph.findings}
    assert not any("not an address" in value for *_, value in graph.triples)


def test_records_support_what_they_state(graph: Graph) -> None:
    """Every triple that a record supports is one of the graph, and the fields of the record are among them."""
    paper = graph.paper("doi-10.1000__owls")
    supported = set(supported_triples(paper.records[0], paper, MINT))
    assert supported <= graph.triples
    subject = MINT("paper", paper.key)
    for predicate in (
        KG.doi,
        KG.venue,
        KG.volume,
        KG.language,
        KG.keyword,
        KG.citesExternal,
        KG.retracted,
        KG.editor,
        KG.hasFunding,
        KG.partOf,
        KG.relationText,
        KG.datasetPage,
    ):
        assert any(triple[:2] == (subject, predicate) for triple in supported), predicate


def test_mapper_takes_no_bad_address() -> None:
    """The mapper itself states no address that is no IRI of the web, no unknown country, no other scheme."""
    paper = Paper(
        key="k", records=(BOOK,), license="urn:x", pdf="http://a b", landing_page="mailto:x@example.org",
        identifiers=ids("issn:0378-5955"),
    )  # fmt: skip
    found = {predicate for _, predicate, _ in cluster_triples(replace(paper), MINT)}
    assert found.isdisjoint({KG.license, KG.pdf, KG.landingPage, KG.issn})
