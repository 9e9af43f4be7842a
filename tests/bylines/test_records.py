"""Records whose title and authors run together."""

from collections.abc import Iterator

from kg.bylines import Evidence
from kg.bylines.records import evidence_of, with_byline_split
from kg.model import Name, PageFacts, Record


def record(*, byline: str | None = None, title: str | None = None, names: tuple[str, ...] = ()) -> Record:
    """Return a record as a reader yields it."""
    return Record(
        source="page.txt",
        source_key="0" * 16,
        index=1,
        format="listing",
        layout="compact",
        byline=byline,
        title=title,
        names=tuple(Name(printed=name) for name in names),
        abstract="We study zorbifolds.",
        start_line=1,
        end_line=3,
    )


def page(*records: Record, owner: str | None = None) -> Evidence:
    """Return the evidence of one page."""

    def read() -> Iterator[Record]:
        return iter(records)

    return evidence_of([(PageFacts(profile_name=owner), read)])


def test_a_sure_line_becomes_title_and_names() -> None:
    """A record with a sure line gets title, names, the printed author line, and no doubt."""
    split = with_byline_split(record(byline="A survey of mapsAda Bell, Carl Dee et al."), Evidence())
    assert (split.title, split.authors) == ("A survey of maps", ("Ada Bell", "Carl Dee"))
    assert (split.authors_raw, split.authors_complete, split.doubts) == ("Ada Bell, Carl Dee et al.", False, ())


def test_a_doubtful_line_says_so() -> None:
    """A guess is a doubt of the record, with its confidence and the other readings."""
    split = with_byline_split(record(byline="Small names in networksdanah boyd, bell hooks"), Evidence())
    (doubt,) = split.doubts
    assert doubt.field == "byline"
    assert "danah boyd" in doubt.reason
    assert doubt.confidence is not None
    assert doubt.confidence < 0.95


def test_a_line_without_authors_says_so() -> None:
    """Where no author is found the whole line is the title, the list is not whole, and that is a doubt."""
    split = with_byline_split(record(byline="a map of minds"), Evidence())
    assert (split.title, split.authors, split.authors_complete) == ("a map of minds", (), False)
    assert "no place" in split.doubts[0].reason


def test_other_records_stay_as_they_are() -> None:
    """A record without such a line is returned unchanged."""
    clean = record(title="A map", names=("Ada Bell",))
    assert with_byline_split(clean, Evidence()) is clean


def test_clean_records_and_owners_are_evidence() -> None:
    """Titles, names, texts and owners of all pages are known in the second pass."""
    clean = record(title="On the zorbifold", names=("annie quux", "bo wu"))
    glued = record(byline="On the zorbifoldannie quux, bo wu")
    evidence = page(clean, glued, record(), owner="Ada Bell")
    assert evidence.has_name("Ada Bell")
    assert evidence.has_word("zorbifolds")
    split = with_byline_split(glued, evidence)
    assert (split.title, split.doubts) == ("On the zorbifold", ())
