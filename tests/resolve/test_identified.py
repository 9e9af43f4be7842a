"""Persons by their identifiers."""

from itertools import permutations

import pytest

from kg.iris import escape_key
from kg.model import Identifier, Name, Person, Record
from tests.resolve.conftest import MakeRecord, Resolve, Resolved

JANE, JOHN = "0000-0002-1825-0097", "0000-0001-5109-3700"


def person(display: str, *identifiers: str) -> Name:
    """A name with identifiers `scheme:value`."""
    return Name(printed=display, identifiers=tuple(sorted(Identifier(*one.split(":", 1)) for one in identifiers)))


def signed(make: MakeRecord, key: str, title: str, *names: Name, **fields: object) -> Record:
    """A record with names."""
    return make(key, title, format="openalex", names=names, authors_complete=True, **fields)


def persons(found: Resolved) -> dict[str, Person]:
    """The persons by key."""
    return {agent.key: agent for agent in found.agents if isinstance(agent, Person)}


def test_orcid_before_source_before_name(make: MakeRecord, resolve: Resolve) -> None:
    """What one position says together is one person, also where a paper gives the weaker identifier only."""
    found = resolve(
        [
            signed(make, "a-1", "First paper of all", person("Jane Doe", f"orcid:{JANE}", "openalex:A1")),
            signed(make, "b-1", "Second paper of all", person("J. Doe", "openalex:A1")),
            signed(make, "c-1", "Third paper of all", person("Jane Doe")),
            signed(make, "d-1", "Fourth paper of all", person("Al Moe", "dblp:m/AlMoe", "openalex:A7")),
        ]
    )
    assert {key: one.identity_basis for key, one in persons(found).items()} == {
        f"orcid-{JANE}": "orcid",
        "name-jane-doe": "full-name",
        escape_key("dblp-m/AlMoe"): "source-id",
    }
    assert persons(found)[f"orcid-{JANE}"].name_variants == ("J. Doe",)


def test_name_joins_through_the_same_position(make: MakeRecord, resolve: Resolve) -> None:
    """A name without identifier is the identified person if another record of the paper says so at its position."""
    found = resolve(
        [
            signed(make, "a-1", "One paper told twice", person("Jane Doe", f"orcid:{JANE}"), person("Max Roe")),
            make("b-1", "One paper told twice", "J. Doe; Max Roe"),
        ]
    )
    assert set(persons(found)) == {f"orcid-{JANE}", "name-max-roe"}
    assert persons(found)[f"orcid-{JANE}"].name_variants == ("J. Doe",)


def test_two_identified_persons_split_a_name(make: MakeRecord, resolve: Resolve) -> None:
    """Where two identified persons bear a name, the name alone is nobody, and the report says so once."""
    records = [
        signed(make, "a-1", "First paper of all", person("Jane Doe", f"orcid:{JANE}")),
        signed(make, "b-1", "Second paper of all", person("Jane Doe", f"orcid:{JOHN}")),
        signed(make, "c-1", "Third paper of all", person("Jane Doe")),
        signed(make, "d-1", "Fourth paper of all", person("Jane Doe")),
    ]
    found = resolve(records)
    bases = sorted(one.identity_basis for one in persons(found).values())
    assert bases == ["orcid", "orcid", "this-paper", "this-paper"]
    assert found.rules().count("homonym") == 1
    assert all(resolve(order) == found for order in permutations(records))


def test_two_orcids_at_one_position(make: MakeRecord, resolve: Resolve) -> None:
    """Two ORCID iDs of one author are a conflict; that of the preferred record is kept."""
    found = resolve(
        [
            signed(make, "a-1", "One paper told twice", person("Jane Doe", f"orcid:{JANE}"), date="2020",
                   identifiers=(Identifier("doi", "10.1000/x"),)),
            signed(make, "b-1", "One paper told twice", person("Jane Doe", f"orcid:{JOHN}")),
        ]
    )  # fmt: skip
    (paper,) = found.papers
    assert set(persons(found)) == {f"orcid-{JANE}"}
    (conflict,) = paper.conflicts
    assert (conflict.field, conflict.kept_value, conflict.other_value) == ("orcid", JANE, JOHN)


def test_identifier_of_two_authors(make: MakeRecord, resolve: Resolve) -> None:
    """An ORCID iD that one paper gives to two authors is that of neither."""
    found = resolve(
        [signed(make, "a-1", "A paper", person("Jane Doe", f"orcid:{JANE}"), person("Max Roe", f"orcid:{JANE}"))]
    )
    assert set(persons(found)) == {"name-jane-doe", "name-max-roe"}
    assert "identifier-of-two-authors" in found.rules()


def test_one_person_at_two_positions(make: MakeRecord, resolve: Resolve) -> None:
    """Two positions of one paper are two persons, even if their identifiers are one person's elsewhere."""
    found = resolve(
        [
            signed(make, "a-1", "First paper of all", person("Jane Doe", f"orcid:{JANE}", "openalex:A1")),
            signed(make, "b-1", "Second paper of all", person("Jane Doe", f"orcid:{JANE}"),
                   person("Max Roe", "openalex:A1")),
        ]
    )  # fmt: skip
    assert set(persons(found)) == {f"orcid-{JANE}", "name-jane-doe", "name-max-roe"}


def test_source_identifier_of_two_persons(make: MakeRecord, resolve: Resolve) -> None:
    """An author of OpenAlex who stands beside two ORCID iDs is neither of the two, and is reported."""
    found = resolve(
        [
            signed(make, "a-1", "First paper of all", person("Jane Doe", f"orcid:{JANE}", "openalex:A1")),
            signed(make, "b-1", "Second paper of all", person("John Doe", f"orcid:{JOHN}", "openalex:A1")),
            signed(make, "c-1", "Third paper of all", person("J. Doe", "openalex:A1")),
        ]
    )
    known = persons(found)
    assert set(known) == {f"orcid-{JANE}", f"orcid-{JOHN}", "openalex-_411"}
    assert [one.identifiers for one in known.values()].count((Identifier("openalex", "A1"),)) == 1
    assert "author-identifier-of-two" in found.rules()


@pytest.mark.parametrize("collective", [True, False])
def test_collective_by_the_source(make: MakeRecord, resolve: Resolve, collective: bool) -> None:  # noqa: FBT001 - a case
    """A name that the source calls collective is an organization."""
    found = resolve([signed(make, "a-1", "A paper", Name(printed="Quark Nova", collective=collective))])
    assert (set(persons(found)) == set()) is collective
