"""Tests of `kg.resolve.people` and `kg.resolve.namesakes`: who is who."""

import pytest
from msgspec.structs import replace

from kg.model import Identifier, Name, Organization, Person
from tests.resolve.conftest import MakeRecord, Resolve


def test_a_written_out_name_is_one_bearer(make: MakeRecord, resolve: Resolve) -> None:
    """Spellings that fold alike are one person; `Family, Given` gives the parts."""
    resolved = resolve(
        [
            make("a-1", "Owls in woods", "Koç, Okan"),
            make("b-1", "Gulls on roofs", "Okan Koc; Shibata, Takashi"),
            make("c-1", "Moths at lamps", "Takashi Shibata"),
        ]
    )
    assert resolved.agents == [
        Person(
            key="name-okan-koc",
            name="Okan Koç",
            identity_basis="full-name",
            given_name="Okan",
            family_name="Koç",
            name_variants=("Okan Koc",),
        ),
        Person(
            key="name-takashi-shibata",
            name="Takashi Shibata",
            identity_basis="full-name",
            given_name="Takashi",
            family_name="Shibata",
        ),
    ]


def test_the_most_frequent_spelling_is_the_name(make: MakeRecord, resolve: Resolve) -> None:
    """Two pages outvote one."""
    records = [make(f"{page}-1", f"Owls {page}", "Okan Koc") for page in "ab"] + [make("c-1", "Owls c", "Okan Koç")]
    (person,) = resolve(records).agents
    assert (person.name, person.name_variants) == ("Okan Koc", ("Okan Koç",))


def test_initials_and_mononyms_are_known_on_their_paper_only(make: MakeRecord, resolve: Resolve) -> None:
    """`M. Yamada` of two papers is two persons."""
    resolved = resolve([make("a-1", "Owls in woods", "M. Yamada; Plato"), make("b-1", "Gulls on roofs", "M. Yamada")])
    assert [agent.key.rpartition("-")[2] for agent in resolved.agents] == ["1", "1", "2"]
    assert all(agent.key.startswith("only-") for agent in resolved.agents)
    assert {agent.identity_basis for agent in resolved.agents if isinstance(agent, Person)} == {"this-paper"}


def test_initials_join_a_person_through_the_same_position(make: MakeRecord, resolve: Resolve) -> None:
    """Another record of the same paper and position gives the full name; the initials become a variant."""
    records = [make("a-1", "Owls in woods", "M. Yamada"), make("b-1", "Owls in woods", "Masanori Yamada")]
    (person,) = resolve(records).agents
    assert isinstance(person, Person)
    assert (person.key, person.name, person.name_variants) == (
        "name-masanori-yamada",
        "Masanori Yamada",
        ("M. Yamada",),
    )


def test_two_equal_names_on_one_paper_are_two_persons(make: MakeRecord, resolve: Resolve) -> None:
    """Neither is the bearer of the name; on other papers the name keeps its bearer."""
    resolved = resolve([make("a-1", "Owls in woods", "Wei Wang; Wei Wang"), make("b-1", "Gulls on roofs", "Wei Wang")])
    assert len(resolved.agents) == 3
    assert "homonym-on-paper" in resolved.rules()


def test_collective_names_are_organizations(make: MakeRecord, resolve: Resolve) -> None:
    """A collaboration is an organization, the same one on every paper."""
    resolved = resolve(
        [
            make("a-1", "Owls", "Anna Berg; The OWL Collaboration"),
            make("b-1", "Gulls", "The Owl Collaboration; Bo Lind"),
        ]
    )
    assert resolved.agents[-1] == Organization(
        key="name-the-owl-collaboration", name="The OWL Collaboration", name_variants=("The Owl Collaboration",)
    )
    paper = next(paper for paper in resolved.papers if paper.title == "Owls")
    assert [authorship.kind for authorship in paper.authorships] == ["person", "organization"]


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ("Yuki Yamanaka", "Yuuki Yamanaka", True),
        ("Zhengping Luo", "Zheng Ping Luo", True),
        ("Takashi Shibata", "Shibata Takashi", True),
        ("Kristen Johnson", "Kristen Marie Johnson", True),
        ("Kosuke Nishida", "Kyosuke Nishida", False),
        ("Yi Chen", "Yi-Chin Chen", False),
        ("Anna Berg", "Anna Lind", False),
        ("Anna M. Berg", "Anna Lea Berg", False),
    ],
)
def test_spellings_of_one_name_are_candidates(
    make: MakeRecord, resolve: Resolve, left: str, right: str, *, found: bool
) -> None:
    """Long vowels, blanks, order and a middle name make a candidate, never a merge; other letters make two people."""
    resolved = resolve([make("a-1", "Owls in woods", left), make("b-1", "Gulls on roofs", right)])
    assert len(resolved.agents) == 2
    assert ("candidate-person" in resolved.rules()) is found


def test_two_authors_of_one_paper_are_never_candidates(make: MakeRecord, resolve: Resolve) -> None:
    """Who signs beside somebody is somebody else."""
    assert "candidate-person" not in resolve([make("a-1", "Owls", "Yuki Yamanaka; Yuuki Yamanaka")]).rules()


def test_initials_are_candidates_through_a_shared_author(make: MakeRecord, resolve: Resolve) -> None:
    """`M. Yamada` may be the Yamada who writes with the same people; without such a witness nothing is said."""
    short = make("a-1", "Owls in woods", "M. Yamada; Akira Ito")
    full = make("b-1", "Gulls on roofs", "Masanori Yamada; Akira Ito")
    alone = make("b-1", "Gulls on roofs", "Masanori Yamada; Anna Berg")
    (finding,) = [finding for finding in resolve([short, full]).findings if finding.rule == "candidate-person"]
    assert "Akira Ito" in finding.message
    assert "candidate-person" not in resolve([short, alone]).rules()
    assert "candidate-person" not in resolve([make("a-1", "Owls in woods", "N. Yamada; Akira Ito"), full]).rules()


ROR = Identifier("ror", "05dxps055")


def test_a_group_that_signs_is_its_ror(make: MakeRecord, resolve: Resolve) -> None:
    """The organization of a group has the ROR identifier that a record of the paper gives."""
    group = Name(printed="Owl Watch", collective=True, identifiers=(ROR,))
    records = [make("a-1", "Owls in woods", names=(group,)), make("b-1", "Owls in woods", "Owl Watch")]
    resolved = resolve([*records, make("c-1", "Gulls on roofs", names=(replace(group, printed="The Owl Watch"),))])
    assert resolved.agents == [
        Organization(key="ror-05dxps055", name="Owl Watch", name_variants=("The Owl Watch",), ror="05dxps055")
    ]


def test_two_groups_of_one_ror_are_their_names(make: MakeRecord, resolve: Resolve) -> None:
    """Departments of a university may both give its identifier: it is that of none of them."""
    names = tuple(Name(printed=f"Group {letter}", collective=True, identifiers=(ROR,)) for letter in "AB")
    resolved = resolve([make("a-1", "Owls in woods", names=names)])
    assert [(one.key, one.ror) for one in resolved.agents if isinstance(one, Organization)] == [
        ("name-group-a", None), ("name-group-b", None),
    ]  # fmt: skip
    assert not resolved.findings
