"""Tests of merging by title: `kg.resolve.by_title` and the near titles of `kg.resolve.by_wording`."""

from itertools import permutations

import pytest

from kg.model import Doubt
from tests.resolve.conftest import MakeRecord, Resolve

OWLS = (
    "Owls of the northern woods were counted for three winters. We walked forty fixed routes at dusk and noted each "
    "call. The tawny owl kept its numbers while the pygmy owl lost a third. Snow depth explains most of the loss, and "
    "nest boxes slow it. We give the routes so that others can walk them again."
)
GULLS = (
    "Gulls on roofs annoy people in ports. Tags on ninety birds show where they feed and when they come home. Most "
    "meals come from two harbours and one dump. Closing the dump at noon would move half of the flock."
)
TITLE = "Counting owls in northern woods"


def test_equal_titles_with_a_cut_list_merge(make: MakeRecord, resolve: Resolve) -> None:
    """A record that ends in `et al.` joins the one with all authors, whose list wins."""
    whole = make("b-1", TITLE, "Berg, Anna; Lind, Bo; Ek, Carl; Falk, Dora")
    cut = make("a-1", "Counting Owls in Northern Woods", "Anna Berg; Bo Lind et al.", date="2021-05-01")
    (paper,) = resolve([cut, whole]).papers
    assert [authorship.name.display for authorship in paper.authorships] == [
        "Anna Berg",
        "Bo Lind",
        "Carl Ek",
        "Dora Falk",
    ]
    assert paper.authors_complete
    assert paper.author_line == "Anna Berg, Bo Lind, Carl Ek, Dora Falk"
    assert paper.title == TITLE
    assert paper.published_on == "2021-05-01"
    assert paper.conflicts == ()


def test_equal_titles_with_disjoint_authors_stay_apart(make: MakeRecord, resolve: Resolve) -> None:
    """Two papers may share a title; their keys then name the first author."""
    resolved = resolve([make("a-1", TITLE, "Anna Berg"), make("b-1", TITLE, "Carl Ek")])
    keys = [paper.key for paper in resolved.papers]
    assert keys == [
        "counting-owls-in-northern-woods-anna-berg-834bad1c",
        "counting-owls-in-northern-woods-carl-ek-834bad1c",
    ]
    assert "shared-title" in resolved.rules()


def test_a_thesis_and_a_paper_of_one_title_stay_apart(make: MakeRecord, resolve: Resolve) -> None:
    """One author of three is no overlap; the keys differ although the first authors are equal."""
    thesis = make("a-1", TITLE, "Anna Berg", date="2019")
    paper = make("b-1", TITLE, "Anna Berg; Bo Lind; Carl Ek", date="2021")
    resolved = resolve([thesis, paper])
    assert len({paper.key for paper in resolved.papers}) == 2


def test_equal_title_and_text_outweigh_a_misread_author(make: MakeRecord, resolve: Resolve) -> None:
    """One shared author is enough when the abstract is the same letter for letter."""
    one = make("a-1", TITLE, "Anna Berg; Bo Lind", abstract=OWLS)
    other = make("b-1", TITLE, "WoodsAnna Berg; Bo Lind; Carl Ek", abstract=OWLS)
    assert len(resolve([one, other]).papers) == 1


def test_a_cut_list_that_fits_two_papers_is_a_candidate(make: MakeRecord, resolve: Resolve) -> None:
    """Between two papers of one title a cut record is not guessed into one."""
    records = [
        make("a-1", TITLE, "Anna Berg et al."),
        make("b-1", TITLE, "Anna Berg; Bo Lind"),
        make("c-1", TITLE, "Anna Berg; Carl Ek"),
    ]
    resolved = resolve(records)
    assert len(resolved.papers) == 3
    assert "candidate-merge" in resolved.rules()


def test_the_outcome_does_not_depend_on_order(make: MakeRecord, resolve: Resolve) -> None:
    """All orders of adding give the same papers, agents, findings and keys."""
    records = [
        make("a-1", TITLE, "Anna Berg et al.", abstract=OWLS),
        make("b-1", TITLE, "Anna Berg; Bo Lind", date="2020-01-02"),
        make("c-1", TITLE, "A. Berg; B. Lind"),
        make("c-2", abstract=OWLS.replace("three", "four")),
    ]
    first, *others = [resolve(order) for order in permutations(records)]
    assert len(first.papers) == 1
    assert all(other == first for other in others)


def test_one_record_twice_is_one_record(make: MakeRecord, resolve: Resolve) -> None:
    """A key is added once, whatever came first."""
    record = make("a-1", TITLE, "Anna Berg")
    renamed = make("a-1", TITLE, "Anna Berg", source="other.txt")
    assert resolve([record, renamed]) == resolve([renamed, record])
    assert len(resolve([record, renamed]).papers[0].records) == 1


@pytest.mark.parametrize("generic", ["Introduction", "Editorial"])
def test_generic_titles_are_one_paper_a_day(make: MakeRecord, resolve: Resolve, generic: str) -> None:
    """An editor writes an editorial every year: another day and text is another paper, on any page."""
    records = [
        make("a-1", generic, "Anna Berg", date="2019-01-01", abstract=OWLS),
        make("a-2", generic, "Anna Berg", date="2020-01-01", abstract=GULLS),
        make("b-1", generic, "Anna Berg", date="2020-01-01", abstract=GULLS),
        make("c-1", generic, "Bo Lind", date="2020-01-01"),
    ]
    assert resolve(records).clusters() == {frozenset({"a-1"}), frozenset({"a-2", "b-1"}), frozenset({"c-1"})}


def test_one_page_that_shows_a_title_on_two_days_shows_two_papers(make: MakeRecord, resolve: Resolve) -> None:
    """A list names a paper once; an undated record elsewhere is not guessed into one of the two."""
    records = [
        make("a-1", TITLE, "Anna Berg", date="2019-01-01"),
        make("a-2", TITLE, "Anna Berg", date="2020-01-01"),
        make("b-1", TITLE, "Anna Berg"),
    ]
    resolved = resolve(records)
    assert len(resolved.papers) == 3
    assert len({paper.key for paper in resolved.papers}) == 3
    assert "candidate-merge" in resolved.rules()


def test_a_page_that_repeats_a_record_shows_one_paper(make: MakeRecord, resolve: Resolve) -> None:
    """Equal title and authors in one list are one paper with two records."""
    (paper,) = resolve([make("a-1", TITLE, "Anna Berg"), make("a-2", TITLE, "Anna Berg")]).papers
    assert [record.key for record in paper.records] == ["a-1", "a-2"]


def test_records_without_authors_need_the_abstract_or_a_long_title(make: MakeRecord, resolve: Resolve) -> None:
    """No author is no evidence: the text decides, or, if nobody names any, a title that is nobody else's."""
    named, silent = make("a-1", TITLE, "Anna Berg", abstract=OWLS), make("b-1", TITLE)
    assert len(resolve([named, silent]).papers) == 2
    assert "candidate-merge" in resolve([named, silent]).rules()
    assert len(resolve([named, make("b-1", TITLE, abstract=OWLS)]).papers) == 1
    assert len(resolve([named, make("b-1", TITLE, abstract=OWLS.replace("forty", "fifty"))]).papers) == 1
    assert len(resolve([named, make("b-1", TITLE, abstract=GULLS)]).papers) == 2
    assert len(resolve([make("a-1", TITLE), silent]).papers) == 1
    assert len(resolve([make("a-1", "Owls"), make("b-1", "Owls")]).papers) == 2


@pytest.mark.parametrize(
    ("title", "merged"),
    [
        ("Countng owls in northern woods", True),
        ("Counting owls in northern woods: three winters on foot", True),
        ("Counting owls in northern woods, part II", False),
        ("Erratum: Counting owls in northern woods", False),
        ("Reply to: Counting owls in northern woods", False),
        ("Snow and the loss of pygmy owls", False),
    ],
)
def test_almost_equal_titles_need_authors_and_text(
    make: MakeRecord, resolve: Resolve, title: str, *, merged: bool
) -> None:
    """A slip or a subtitle merges when authors and abstract agree; parts, errata and other titles never do."""
    records = [
        make("a-1", TITLE, "Anna Berg; Bo Lind", abstract=OWLS),
        make("b-1", title, "Anna Berg; Bo Lind", abstract=OWLS.replace("forty", "fifty")),
    ]
    resolved = resolve(records)
    assert (len(resolved.papers) == 1) is merged
    assert any(rule in {"candidate-merge", "refused-merge"} for rule in resolved.rules()) is not merged
    if merged:
        (conflict,) = resolved.papers[0].conflicts
        assert conflict.field == "title"


def test_almost_equal_titles_with_other_text_stay_apart(make: MakeRecord, resolve: Resolve) -> None:
    """A slip in the title alone is no proof."""
    records = [
        make("a-1", "Learning owls with labels", "Anna Berg; Bo Lind", abstract=OWLS),
        make("b-1", "Learning owls without labels", "Anna Berg; Bo Lind", abstract=GULLS),
    ]
    assert len(resolve(records).papers) == 2


def test_one_list_never_shows_a_paper_under_two_titles(make: MakeRecord, resolve: Resolve) -> None:
    """Two almost equal titles on one page are two papers, or a question for people."""
    records = [
        make("a-1", TITLE, "Anna Berg; Bo Lind", abstract=OWLS),
        make("a-2", f"{TITLE}: three winters on foot", "Anna Berg; Bo Lind", abstract=OWLS.replace("forty", "fifty")),
    ]
    resolved = resolve(records)
    assert len(resolved.papers) == 2
    assert "candidate-merge" in resolved.rules()


def test_a_doubtful_title_gives_way_to_the_certain_one(make: MakeRecord, resolve: Resolve) -> None:
    """A title that was hard to part from its authors does not veto, and is not preferred."""
    doubt = Doubt(field="title", reason="the line has two readings", confidence=0.6)
    wrong = "Counting owls in northern woodsAnna Berg"
    records = [
        make("a-1", wrong, "Bo Lind; Carl Ek", abstract=OWLS, doubts=(doubt,), date="2020-01-01"),
        make("b-1", TITLE, "Anna Berg; Bo Lind; Carl Ek", abstract=OWLS.replace("forty", "fifty")),
    ]
    (paper,) = resolve(records).papers
    assert paper.title == TITLE
    assert paper.conflicts[0].rule == "certain-reading"


def test_one_abstract_under_one_title_with_other_authors_is_shown(make: MakeRecord, resolve: Resolve) -> None:
    """Equal titles and texts with disjoint authors are not merged, and people are asked."""
    records = [make("a-1", TITLE, "Anna Berg", abstract=OWLS), make("b-1", TITLE, "Carl Ek", abstract=OWLS)]
    resolved = resolve(records)
    assert len(resolved.papers) == 2
    assert "candidate-merge" in resolved.rules()


def test_latex_and_unicode_titles_are_one(make: MakeRecord, resolve: Resolve) -> None:
    """The same title in LaTeX and Unicode is one paper without a conflict."""
    records = [
        make("a-1", r"Owls in $L_\infty$ and $\alpha$-woods", "Anna Berg"),
        make("b-1", "Owls in L∞ and α-woods", "Anna Berg"),
    ]
    (paper,) = resolve(records).papers
    assert paper.conflicts == ()


def test_a_block_that_is_too_large_is_reported(
    make: MakeRecord, resolve: Resolve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A title of very many author lists is divided by first author, then skipped with a finding."""
    monkeypatch.setattr("kg.resolve.by_title.LARGEST_BLOCK", 3)
    records = [make(f"p{i}-1", "Notes", f"Anna Berg; Bo Lind{i * 'x'}", abstract=f"{OWLS} {i}") for i in range(5)]
    records += [make("q-1", "Notes", "Carl Ek; Dora Falk et al."), make("r-1", "Notes", "Carl Ek; Dora Falk; Eva Gran")]
    resolved = resolve(records)
    assert "block-too-large" in resolved.rules()
    assert frozenset({"q-1", "r-1"}) in resolved.clusters()
