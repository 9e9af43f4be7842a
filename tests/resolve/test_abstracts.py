"""Tests of merging abstracts without title: `kg.resolve.by_wording` and equal texts."""

from kg.model import Record
from tests.resolve.conftest import MakeRecord, Resolve

TEMPLATE = (
    "Counting animals is an important problem in ecology. We propose a walking method for {0}. Our method models the "
    "calls of {0} with a small hidden chain. Experiments on real routes demonstrate the effectiveness of the proposed "
    "method and it outperforms existing methods."
)
"""How a group writes all its abstracts: siblings share everything but the animal."""

OWLS = (
    "Tawny owls answer a taped call within four minutes. We walked forty routes with loudspeakers and stopped the "
    "clock at the first hoot. Rain doubles the delay, moonlight halves it. A table of waiting times lets volunteers "
    "plan a night, and the taped calls are free."
)
OWLS_EARLIER = (
    "How long must one wait for an owl? With loudspeakers we walked forty routes and noted the first hoot of tawny "
    "owls. They answer a taped call within a few minutes, later in rain. We give waiting times for planning."
)
GULLS = (
    "Gulls on roofs annoy people in ports. Tags on ninety birds show where they feed and when they come home. Most "
    "meals come from two harbours and one dump. Closing the dump at noon would move half of the flock."
)
MOTHS = (
    "Street lamps draw moths away from hedges. We switched every second lamp off for a summer and weighed the catch of "
    "light traps. Hedges near dark lamps kept a third more moths, bats followed them. Timers cost little."
)


def _titled(make: MakeRecord) -> list[Record]:
    return [
        make("t-1", "Waiting for tawny owls: how long to play a taped call", "Anna Berg", abstract=OWLS),
        make("t-2", "Where roof gulls find their meals", "Anna Berg; Bo Lind", abstract=GULLS),
        make("t-3", "Dark street lamps for moths in hedges", "Carl Ek", abstract=MOTHS),
    ]


def test_an_equal_abstract_joins_its_paper(make: MakeRecord, resolve: Resolve) -> None:
    """A page of bare abstracts adds records to the papers that have these texts; case and blanks do not count."""
    resolved = resolve([*_titled(make), make("u-1", abstract=GULLS.upper()), make("u-2", abstract=MOTHS)])
    assert resolved.clusters() == {frozenset({"t-1"}), frozenset({"t-2", "u-1"}), frozenset({"t-3", "u-2"})}
    assert "paper-without-title" not in resolved.rules()


def test_a_reworded_abstract_joins_by_margin(make: MakeRecord, resolve: Resolve) -> None:
    """An earlier wording joins the paper that it is far closest to; the report shows the figures."""
    resolved = resolve([*_titled(make), make("u-1", abstract=OWLS_EARLIER), make("u-2", abstract=MOTHS)])
    assert frozenset({"t-1", "u-1"}) in resolved.clusters()
    (finding,) = [finding for finding in resolved.findings if finding.rule == "merged-by-wording"]
    assert "u.txt, lines 4 to 7" in finding.message
    assert "t.txt, lines 4 to 7" in finding.message
    merged = next(paper for paper in resolved.papers if len(paper.records) == 2 and paper.abstract == OWLS)
    assert merged.conflicts == ()


def test_siblings_of_one_group_are_not_mixed_up(make: MakeRecord, resolve: Resolve) -> None:
    """Papers that share a template differ in few words; an abstract whose paper is absent joins none of them."""
    animals = ["owls", "gulls", "moths", "bats", "newts"]
    titled = [
        make(f"t-{i}", f"Walking methods for {animal}", "Anna Berg", abstract=TEMPLATE.format(animal))
        for i, animal in enumerate(animals, 1)
    ]
    absent = make("u-1", abstract=TEMPLATE.format("frogs"))
    resolved = resolve([*titled, absent])
    assert frozenset({"u-1"}) in resolved.clusters()
    assert len(resolved.papers) == 6
    present = make("u-2", abstract=TEMPLATE.format("bats"))
    assert frozenset({"t-4", "u-2"}) in resolve([*titled, absent, present]).clusters()


def test_a_pair_that_is_only_noticeable_is_a_candidate(make: MakeRecord, resolve: Resolve) -> None:
    """A mutual best pair without enough likeness is shown, with both places, score and margin, and not merged."""
    weak = "With loudspeakers we walked forty routes. Badgers, not birds, were what the cameras there showed in spring."
    resolved = resolve([*_titled(make), make("u-1", abstract=weak)])
    assert frozenset({"u-1"}) in resolved.clusters()
    (finding,) = [finding for finding in resolved.findings if finding.rule == "candidate-merge"]
    assert "u.txt, lines 4 to 7, and t.txt, lines 4 to 7" in finding.message
    assert "similarity 0." in finding.message
    assert "times the next best" in finding.message


def test_bare_abstracts_of_two_pages_join_each_other(make: MakeRecord, resolve: Resolve) -> None:
    """Without any titles, equal and nearly equal abstracts of two pages are one paper, with one warning a paper."""
    records = [
        make("u-1", abstract=OWLS),
        make("u-2", abstract=GULLS),
        make("v-1", abstract=OWLS.replace("forty", "fifty").replace("A table", "Our table")),
        make("w-1", abstract=OWLS),
    ]
    resolved = resolve(records)
    assert resolved.clusters() == {frozenset({"u-1", "v-1", "w-1"}), frozenset({"u-2"})}
    assert resolved.rules().count("paper-without-title") == 2
    assert all(
        paper.key.startswith("abstract-") and len(paper.key) == len("abstract-") + 12 for paper in resolved.papers
    )


def test_one_page_never_lists_a_paper_twice_in_other_words(make: MakeRecord, resolve: Resolve) -> None:
    """Abstracts of one page join each other only if they are equal."""
    near = OWLS.replace("forty", "fifty")
    assert len(resolve([make("u-1", abstract=OWLS), make("u-2", abstract=near)]).papers) == 2
    assert len(resolve([make("u-1", abstract=OWLS), make("u-2", abstract=OWLS)]).papers) == 1
    titled = make("t-1", "Waiting for tawny owls: how long to play a taped call", "Anna Berg", abstract=OWLS)
    resolved = resolve([titled, make("u-1", abstract=OWLS), make("u-2", abstract=near)])
    assert frozenset({"t-1", "u-1"}) in resolved.clusters()
    assert frozenset({"u-2"}) in resolved.clusters()


def test_a_page_that_mixes_layouts_may_repeat_a_paper(make: MakeRecord, resolve: Resolve) -> None:
    """A bare abstract joins a titled record of the same file: they are rows of two lists."""
    resolved = resolve([make("t-1", "Waiting for owls", "Anna Berg", abstract=OWLS), make("t-2", abstract=OWLS)])
    assert len(resolved.papers) == 1


def test_an_abstract_shared_by_two_titles_joins_none(make: MakeRecord, resolve: Resolve) -> None:
    """Differing full titles veto a merge, and the bare abstract does not choose."""
    records = [
        make("s-1", "Waiting for owls in rain", "Anna Berg", abstract=OWLS),
        make("t-1", "Loudspeakers at night", "Bo Lind", abstract=OWLS),
        make("u-1", abstract=OWLS),
    ]
    resolved = resolve(records)
    assert len(resolved.papers) == 3
    assert resolved.rules().count("candidate-merge") >= 2


def test_placeholders_join_nothing(make: MakeRecord, resolve: Resolve) -> None:
    """`No abstract available.` is not the abstract of one paper; such papers still get different keys."""
    note = "No abstract is available for this paper."
    resolved = resolve(
        [make("t-1", "Owls", "Anna Berg", abstract=note), make("u-1", abstract=note), make("v-1", abstract=note)]
    )
    assert len({paper.key for paper in resolved.papers}) == 3


def test_authors_of_an_untitled_record_can_veto(make: MakeRecord, resolve: Resolve) -> None:
    """An abstract that comes with other authors belongs to another paper, however alike the texts are."""
    titled = make("t-1", "Waiting for owls", "Anna Berg; Bo Lind", abstract=OWLS)
    stranger = make("u-1", None, "Carl Ek", abstract=OWLS)
    assert len(resolve([titled, stranger]).papers) == 2
    assert len(resolve([titled, make("u-1", None, "Anna Berg et al.", abstract=OWLS)]).papers) == 1


def test_chinese_abstracts_are_matched(make: MakeRecord, resolve: Resolve) -> None:
    """Scripts without blanks go the same way."""
    text = "我们统计了北方森林中的猫头鹰。三年来我们沿着四十条路线行走并记录每一次叫声。积雪深度解释了大部分损失。"
    records = [
        make("t-1", "北方森林中的猫头鹰统计", "王小明; 李雷", abstract=text),
        make("u-1", abstract=text.replace("三年", "四年").replace("每一次", "所有")),
    ]
    (paper,) = resolve(records).papers
    assert [authorship.name.display for authorship in paper.authorships] == ["王小明", "李雷"]


def test_records_without_anything_stay_alone(make: MakeRecord, resolve: Resolve) -> None:
    """A record with neither title nor abstract is a paper of its own."""
    resolved = resolve([make("u-1", None, "Anna Berg"), make("u-2", None, "Anna Berg")])
    assert [paper.key for paper in resolved.papers] == ["record-u-1", "record-u-2"]


def test_no_records_give_nothing(resolve: Resolve) -> None:
    """An empty input has no papers, no agents, no findings."""
    assert resolve([]) == ([],) * 7
