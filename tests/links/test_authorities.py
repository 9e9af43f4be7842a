"""What a dump says of persons and organizations, as things that ours are compared with."""

from pathlib import Path

from kg.links.ours.entities import Entity
from kg.links.targets.target import target
from kg.links.theirs.dump import Keys
from kg.model import Affiliation, Identifier, Name, OrganizationAuthority, PersonAuthority
from kg.pipeline import dumps

ORCID = Identifier("orcid", "0000-0002-1825-0097")


def person(*identifiers: Identifier) -> PersonAuthority:
    """Return a person of a dump."""
    return PersonAuthority(
        source="s", source_key="k", index=1, format="orcid", start_line=1, end_line=1,
        name=Name(printed="Ada Kent", identifiers=identifiers), other_names=(Name(printed="A. Kent"),),
        works=((Identifier("doi", "10.1000/a"),),),
    )  # fmt: skip


def body(ror: str | None) -> OrganizationAuthority:
    """Return an organization of a dump."""
    return OrganizationAuthority(
        source="s", source_key="k", index=1, format="ror", start_line=1, end_line=1,
        organization=Affiliation(raw="Uni A", ror=ror, country="DE"), other_names=(("de", "Universität A"),),
    )  # fmt: skip


def test_person() -> None:
    """A person has names, identifiers and claimed works; one whom the target cannot name is left out."""
    found = dumps._of_person(person(ORCID), target("orcid"))
    assert found is not None
    assert (found.other.iri, found.other.title, found.names) == (
        f"https://orcid.org/{ORCID.value}",
        "Ada Kent",
        ("A. Kent",),
    )
    assert (found.keys, found.works) == ((("orcid", ORCID.value),), (("doi", "10.1000/a"),))
    assert dumps._of_person(person(), target("orcid")) is None
    assert dumps._of_person(person(ORCID), target("ror")) is None


def test_organization() -> None:
    """An organization has its names and its country."""
    found = dumps._of_organization(body("05ppvf150"), target("ror"))
    assert found is not None
    assert (found.other.iri, found.names, found.country) == ("https://ror.org/05ppvf150", ("Universität A",), "DE")
    assert dumps._of_organization(body(None), target("ror")) is None


def test_record_of_orcid(shared: Path, tmp_path: Path) -> None:
    """The samples of ORCID name their persons, who are linked by their iDs."""
    linked = []
    for file in sorted((shared / "samples" / "orcid").iterdir()):
        persons = [
            Entity(iri=f"urn:{orcid}", kind="person", basis="orcid", keys=(("orcid", orcid),))
            for orcid in ("0000-0001-8254-7103", "0000-0003-3953-765X", "0000-0002-1825-0097")
        ]
        keys = Keys(persons, target("orcid"), frozenset())
        dumps.sift(file, keys, target("orcid"), tmp_path)
        linked += [one.object for _, _, links in keys.links() for one in links]
    assert linked == ["https://orcid.org/0000-0001-8254-7103", "https://orcid.org/0000-0003-3953-765X"]
