"""What one record supports of its paper."""

from msgspec.structs import replace

from kg.iris import Minter
from kg.mappers import cluster_triples
from kg.mappers.support import supported_triples
from kg.model import Authorship, Name, Paper, Record
from kg.terms import Triple, boolean, integer, text
from kg.vocab import KG

MINT = Minter()
NAMES = (Name(printed="Ada Lovelace"), Name(printed="Charles Babbage"))
FULL = Record(
    source="a.txt", source_key="00", index=1, format="listing", layout="site", start_line=1, end_line=4,
    title="On Engines", names=NAMES, authors_complete=True, date="1843-09-01", category="SE",
    abstract="Words.", code_urls=("https://github.com/a/b",), has_code=True, score="7.5",
)  # fmt: skip
CUT = Record(
    source="b.txt", source_key="11", index=2, format="listing", layout="site", start_line=9, end_line=9,
    title="On engines", names=(Name(printed="A. Lovelace"),), authors_complete=False, date="1843", category="cs.SE",
)  # fmt: skip
WRONG = Record(
    source="c.txt", source_key="22", index=1, format="listing", layout="site", start_line=1, end_line=1,
    title="Another", names=(Name(printed="Grace Hopper"), Name(printed="C. Babbage")), category="LG", date="1844",
)  # fmt: skip
BARE = Record(
    source="d.txt", source_key="33", index=1, format="listing", layout="abstract", start_line=1, end_line=1,
    abstract="Words.", authors_complete=False,
)  # fmt: skip
PAPER = Paper(
    key="p",
    records=(FULL, CUT, WRONG, BARE),
    title="On Engines",
    abstract="Words.",
    published_on="1843-09-01",
    category="cs.SE",
    authorships=tuple(
        Authorship(position=i, agent=f"name-{i}", kind="person", raw_name=name.printed, name=name)
        for i, name in enumerate(NAMES, 1)
    ),
    author_line="Ada Lovelace, Charles Babbage",
    authors_complete=True,
    code_urls=("https://github.com/a/b",),
    code_reported=True,
)
SUBJECT = MINT("paper", "p")


def of_paper(record: Record) -> set[tuple[str, str]]:
    """Return the properties of the paper that a record supports, with their values."""
    return {(p, o) for s, p, o in supported_triples(record, PAPER, MINT) if s == SUBJECT}


def properties(record: Record) -> set[str]:
    """Return the properties of the paper that a record supports."""
    return {predicate for predicate, _ in of_paper(record)}


def test_support_is_part_of_the_graph() -> None:
    """Nothing stands in a named graph that does not stand in the default graph, with and without abstracts."""
    for abstracts in (True, False):
        graph: set[Triple] = set(cluster_triples(PAPER, MINT, abstracts=abstracts))
        for record in PAPER.records:
            assert set(supported_triples(record, PAPER, MINT, abstracts=abstracts)) <= graph


def test_one_record_supports_its_whole_paper() -> None:
    """Where a paper has one record, that record supports all but conflicts and inferences."""
    alone = replace(PAPER, records=(FULL,))
    assert set(supported_triples(FULL, alone, MINT)) == set(cluster_triples(alone, MINT))


def test_a_cut_list_and_a_year() -> None:
    """A year supports the year only, initials an authorship but not its printed name, a cut list no count."""
    supported = set(supported_triples(CUT, PAPER, MINT))
    first = MINT("authorship", "p-1")
    assert (SUBJECT, KG.publicationYear, integer(1843)) in supported
    assert (first, KG.agent, MINT("person", "name-1")) in supported
    assert (first, KG.rawName, text("Ada Lovelace")) not in supported
    assert (SUBJECT, KG.author, MINT("person", "name-2")) not in supported
    lacking = {KG.publishedOn, KG.publishedUntil, KG.authorCount, KG.authorListComplete, KG.title, KG.abstract}
    assert not properties(CUT) & (lacking | {KG.code, KG.codeReported, KG.authorLine})
    assert {KG.normalizedTitle, KG.category} <= properties(CUT)


def test_overruled_values_are_not_supported() -> None:
    """Another title, category or date, and another name at a position, support nothing; the count of names may."""
    second = MINT("person", "name-2")
    stated = of_paper(WRONG)
    assert {(KG.author, second), (KG.authorCount, integer(2)), (KG.authorListComplete, boolean(value=True))} <= stated
    assert not properties(WRONG) & {KG.title, KG.category, KG.publicationYear, KG.authorLine}
    assert (KG.author, MINT("person", "name-1")) not in stated


def test_a_record_without_authors() -> None:
    """A record of an abstract supports the abstract."""
    supported = {predicate for s, predicate, _ in supported_triples(BARE, PAPER, MINT) if s == SUBJECT}
    assert KG.abstract in supported
    assert not supported & {KG.author, KG.authorCount, KG.title, KG.category, KG.publishedOn}
