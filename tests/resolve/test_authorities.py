"""Persons and organizations that sources describe apart from papers."""

import itertools

import pytest

from kg.model import (
    Affiliation,
    Identifier,
    Name,
    Organization,
    OrganizationAuthority,
    Person,
    PersonAuthority,
)
from tests.resolve.conftest import MakeRecord, Resolve, Resolved

ORCID, OTHER = Identifier("orcid", "0000-0002-1825-0097"), Identifier("orcid", "0000-0001-5109-3700")
ACL, DOI = Identifier("acl", "ann-poe"), Identifier("doi", "10.1000/x")


def names(*printed: str) -> tuple[Name, ...]:
    """Names without parts."""
    return tuple(Name(printed=one) for one in printed)


def person(key: str, *printed: str, **fields: object) -> PersonAuthority:
    """An entry from its key (`page-3`), the names of the person, and the fields that matter."""
    page, _, index = key.rpartition("-")
    ids = fields.pop("identifiers", ())
    variants = fields.pop("variants", ())
    values = {
        "source": page, "source_key": page, "index": int(index), "format": "x", "start_line": 1, "end_line": 1,
        "name": Name(printed=printed[0], identifiers=ids, variants=variants),  # type: ignore[arg-type]
        "other_names": names(*printed[1:]),
    }  # fmt: skip
    return PersonAuthority(**(values | fields))  # type: ignore[arg-type]


def body(key: str, name: str, **fields: object) -> OrganizationAuthority:
    """An entry of an organization."""
    page, _, index = key.rpartition("-")
    ror, country = fields.pop("ror", None), fields.pop("country", None)
    values = {
        "source": page, "source_key": page, "index": int(index), "format": "x", "start_line": 1, "end_line": 1,
        "organization": Affiliation(raw=name, ror=ror, country=country),  # type: ignore[arg-type]
    }  # fmt: skip
    return OrganizationAuthority(**(values | fields))  # type: ignore[arg-type]


def authors(found: Resolved) -> list[str]:
    """Return the key of the first author of each paper, papers by title."""
    return [keys[0] for _, keys in sorted(found.signatures().items())]


def test_the_names_of_an_entry_are_one_bearer(make: MakeRecord, resolve: Resolve) -> None:
    """Authorships under any full name of an entry are one person, called as the entry does; the record is kept."""
    records = [make("a-1", "One", "Ann B. Poe"), make("b-1", "Two", "Annie Poe"), make("c-1", "Three", "A. Poe")]
    entry = person("v-1", "Anna Poe", "Ann B. Poe", "Annie Poe", "A. Poe", variants=(("el", "Άννα"), ("", "Anna P")))
    for order in itertools.permutations(records):
        found = resolve(order, authorities=[entry])
        assert authors(found) == ["name-anna-poe", "only-three-" + found.paper("Three").key[6:] + "-1", "name-anna-poe"]
        anna = found.agent("name-anna-poe")
        assert isinstance(anna, Person)
        assert (anna.name, anna.identity_basis) == ("Anna Poe", "full-name")
        assert anna.name_variants == ("A. Poe", "Ann B. Poe", "Anna P", "Annie Poe")
        assert anna.other_scripts == (("el", "Άννα"),)
        assert [(kind, key, told.key) for kind, key, told in found.described] == [("person", "name-anna-poe", "v-a1")]


def test_an_entry_that_touches_nothing(make: MakeRecord, resolve: Resolve) -> None:
    """An entry of names alone that nobody signs by is no person of the graph; one with an identifier is."""
    entries = [person("v-1", "Bo Roe", "B. Roe"), person("v-2", "Cy Doe", "C. Doe", identifiers=(ORCID, ACL))]
    found = resolve([make("a-1", "One", "Ann Poe")], authorities=entries)
    assert [agent.key for agent in found.agents] == ["name-ann-poe", "orcid-0000-0002-1825-0097"]
    cy = found.agents[1]
    assert isinstance(cy, Person)
    assert (cy.name, cy.name_variants, cy.identity_basis) == ("Cy Doe", ("C. Doe",), "orcid")
    assert cy.identifiers == (ACL, ORCID)
    assert [told.key for *_, told in found.described] == ["v-a2"]


def test_authorities_alone(resolve: Resolve) -> None:
    """Sources without any paper give their persons and organizations."""
    found = resolve(
        [], authorities=[person("v-1", "Ann Poe", identifiers=(ORCID,)), body("w-1", "Owls", ror="018mejw64")]
    )
    assert [agent.key for agent in found.agents] == ["orcid-0000-0002-1825-0097", "ror-018mejw64"]
    assert [kind for kind, *_ in found.described] == ["person", "organization"]


@pytest.mark.parametrize(
    ("first", "second", "split"),
    [
        ((), (), True),
        ((ORCID,), (OTHER,), True),
        ((ORCID,), (), True),
        ((ORCID,), (ORCID,), False),
        ((ORCID, ACL), (ACL,), False),
    ],
)
def test_two_bearers_of_one_name_split_it(
    make: MakeRecord,
    resolve: Resolve,
    first: tuple[Identifier, ...],
    second: tuple[Identifier, ...],
    split: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """A name that two entries claim is nobody's by itself, unless they are entries of one person."""
    entries = [
        person("v-1", "Ann Poe", "Ann Doe", identifiers=first),
        person("v-2", "Ann Poe-Roe", "Ann Poe", identifiers=second),
    ]
    records = [make("a-1", "One", "Ann Poe"), make("b-1", "Two", "Ann Poe")]
    for order in itertools.permutations(entries):
        found = resolve(records, authorities=order)
        assert (len(set(authors(found))) == 2) == split
        assert ("homonym" in found.rules()) == split


def test_an_unshared_name_of_a_split_entry_stays(make: MakeRecord, resolve: Resolve) -> None:
    """Of an entry whose leading name is another one's too, the other names are one bearer under the first of them."""
    entries = [person("v-1", "Ann Poe", "Ann Roe", "Ann Doe"), person("v-2", "Ann Poe")]
    records = [make("a-1", "One", "Ann Roe"), make("b-1", "Two", "Ann Doe"), make("c-1", "Zwei", "Ann Poe")]
    entries[1] = person("v-2", "Anna Poe", "Ann Poe")
    found = authors(resolve(records, authorities=entries))
    assert found[:2] == ["name-ann-doe", "name-ann-doe"]
    assert found[2].startswith("only-")


def test_names_of_two_known_persons_stay_apart(make: MakeRecord, resolve: Resolve) -> None:
    """An entry whose names two identified persons bear joins nothing."""
    signed = [(Name(printed=name, identifiers=(one,)),) for name, one in (("Ann Poe", ORCID), ("Ann Roe", OTHER))]
    records = [
        make("a-1", "One", format="crossref", names=signed[0]),
        make("b-1", "Two", format="crossref", names=signed[1]),
        make("c-1", "Ying", "Ann Poe"),
        make("d-1", "Zwei", "Ann Roe"),
    ]
    found = resolve(records, authorities=[person("v-1", "Ann Poe", "Ann Roe")])
    assert authors(found)[2:] == ["name-ann-poe", "name-ann-roe"]
    assert found.described == []


def test_two_names_of_an_entry_on_one_paper(make: MakeRecord, resolve: Resolve) -> None:
    """Two authors of one paper are two persons, whatever an entry says of their names."""
    found = resolve([make("a-1", "One", "Ann Poe; Ann Roe")], authorities=[person("v-1", "Ann Poe", "Ann Roe")])
    assert len(set(found.signatures()["One"])) == 2
    assert all(key.startswith("only-") for key in found.signatures()["One"])


def test_an_identified_entry_names_its_person(make: MakeRecord, resolve: Resolve) -> None:
    """An authorship that carries the identifier is the person; one that only bears the name is not."""
    signed = (Name(printed="A. Poe", identifiers=(ORCID,)),)
    records = [make("a-1", "One", format="crossref", names=signed), make("b-1", "Two", "Ann Poe")]
    found = resolve(records, authorities=[person("v-1", "Ann Poe", "Anna Poe", identifiers=(ORCID,))])
    assert authors(found) == ["orcid-0000-0002-1825-0097", "name-ann-poe"]
    poe = found.agent("orcid-0000-0002-1825-0097")
    assert (poe.name, poe.name_variants) == ("Ann Poe", ("A. Poe", "Anna Poe"))


@pytest.mark.parametrize(("scheme", "known"), [("acl", True), ("doi", False)])
def test_a_keeper_says_whose_the_names_on_its_papers_are(
    make: MakeRecord,
    resolve: Resolve,
    scheme: str,
    known: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """On a paper of the ACL Anthology a name is that of the one entry of the Anthology that claims it."""
    number = {"acl": Identifier("acl", "P19-1001"), "doi": DOI}[scheme]
    records = [make("a-1", "One", "Annie Poe", format="acl", identifiers=(number,))]
    entry = person("v-1", "Ann Poe", "Annie Poe", identifiers=(ACL,))
    found = resolve(records, authorities=[entry])
    assert authors(found) == ["acl-ann-poe" if known else "name-annie-poe"]
    rival = (Name(printed="Annie Poe", identifiers=(ORCID,)),)
    records.append(make("b-1", "Two", format="crossref", names=rival))
    assert authors(resolve(records, authorities=[entry]))[0].startswith("only-")


def test_works_tell_who_an_author_is(make: MakeRecord, resolve: Resolve) -> None:
    """The one author of a listed work who bears a name of the person is the person, and is so on no other paper."""
    records = [
        make("a-1", "One", "Bo Roe; A. Poe", format="bibtex", identifiers=(DOI,)),
        make("b-1", "Two", "Ann Poe; A. Poe", format="bibtex", identifiers=(Identifier("doi", "10.1000/y"),)),
        make("c-1", "Three", "Cy Doe", format="bibtex", identifiers=(Identifier("doi", "10.1000/z"),)),
        make("d-1", "Four", "Ann Poe"),
    ]
    works = tuple((Identifier("doi", f"10.1000/{name}"), Identifier("pmid", "1")) for name in ("x", "y", "z", "none"))
    entry = person("v-1", "Ann Poe", identifiers=(ORCID,), works=works)
    for order in itertools.permutations(records, len(records)):
        found = resolve(order, authorities=[entry])
        assert found.signatures()["One"] == ["name-bo-roe", "orcid-0000-0002-1825-0097"]
        assert "orcid-0000-0002-1825-0097" not in found.signatures()["Two"]
        assert found.signatures()["Three"] == ["name-cy-doe"]
        assert found.signatures()["Four"] == ["name-ann-poe"]
        assert found.paper("One").authorships[1].name.identifiers == (ORCID,)


def test_works_claimed_by_two(make: MakeRecord, resolve: Resolve) -> None:
    """An author whom two persons claim to be is none of them; one who has such an identifier keeps it."""
    signed = (Name(printed="Ann Poe", identifiers=(OTHER,)),)
    records = [
        make("a-1", "One", "Ann Poe", format="bibtex", identifiers=(DOI,)),
        make("b-1", "Two", format="bibtex", names=signed, identifiers=(Identifier("doi", "10.1000/y"),)),
    ]
    claims = ((DOI,),), ((DOI,), (Identifier("doi", "10.1000/y"),))
    entries = [
        person(f"v-{index}", "Ann Poe", identifiers=(Identifier("orcid", value),), works=works)
        for index, (value, works) in enumerate(
            zip(("0000-0002-1825-0097", "0000-0003-3953-765X"), claims, strict=True), 1
        )
    ]
    found = resolve(records, authorities=entries)
    assert found.signatures()["One"][0].startswith("only-")
    assert found.signatures()["Two"] == ["orcid-0000-0001-5109-3700"]
    assert "work-of-two" in found.rules()


def test_two_identifiers_of_dblp_under_one_orcid(make: MakeRecord, resolve: Resolve) -> None:
    """Both identifiers of dblp that stand beside an ORCID iD are of that person."""
    both = [Identifier("dblp", value) for value in ("1/2", "3/4")]
    records = [
        make(f"{page}-1", page, format="dblp", names=(Name(printed="Ann Poe", identifiers=(ORCID, one)),))
        for page, one in zip("ab", both, strict=True)
    ]
    (poe,) = resolve(records).agents
    assert isinstance(poe, Person)
    assert poe.identifiers == (*both, ORCID)


def test_an_organization_of_the_registry(make: MakeRecord, resolve: Resolve) -> None:
    """Affiliations with the same ROR identifier join the registry's organization, which names it."""
    fund, wiki = Identifier("doi", "10.13039/1"), Identifier("wikidata", "Q5")
    entry = body(
        "w-1", "Owl Institute", ror="018mejw64", country="NO", identifiers=(fund, wiki),
        other_names=(("", "OI"), ("no", "Ugleinstituttet")),
    )  # fmt: skip
    at = Affiliation(raw="Inst. of Owls", name="Inst. of Owls", ror="018mejw64")
    named = Affiliation(raw="Ugleinstituttet, Oslo", name="Ugleinstituttet", country="NO")
    signed = (Name(printed="Ann Poe", affiliations=(at,)), Name(printed="Bo Roe", affiliations=(named,)))
    found = resolve([make("a-1", "One", format="openalex", names=signed)], authorities=[entry, body("w-2", "No marks")])
    (owls,) = [agent for agent in found.agents if isinstance(agent, Organization)]
    assert (owls.key, owls.name, owls.country, owls.ror) == ("ror-018mejw64", "Owl Institute", "NO", "018mejw64")
    assert owls.name_variants == ("Inst. of Owls", "OI", "Ugleinstituttet")
    assert owls.other_scripts == (("no", "Ugleinstituttet"),)
    assert owls.identifiers == (fund, wiki)
    assert [one.affiliations[0].ror for one in (a.name for a in found.papers[0].authorships)] == ["018mejw64"] * 2
    assert [told.key for *_, told in found.described] == ["w-a1"]


def test_one_entry_twice_is_one(resolve: Resolve) -> None:
    """Of two entries of one place the smaller in bytes counts, whichever came first."""
    entries = [person("v-1", name, identifiers=(ORCID,)) for name in ("Ann Poe", "Anna Poe")]
    for order in (entries, entries[::-1]):
        assert resolve([], authorities=order).agents[0].name == "Ann Poe"


def test_the_works_of_a_person_name_that_person_alone(make: MakeRecord, resolve: Resolve) -> None:
    """A listed work is the paper of its title among whose authors the person is, at whatever place; nothing differs."""
    me = (Name(printed="Ann Poe", identifiers=(ORCID,)),)
    title = "Counting owls in northern woods"
    records = [
        make("a-1", title, "Bo Roe; A. Poe; Cy Doe", format="crossref", identifiers=(DOI,)),
        make("b-1", title, format="orcid", names=me, authors_complete=False),
        make("c-1", "Editorial", format="orcid", names=me, authors_complete=False),
        make("d-1", "Editorial", "Bo Roe; Ann Poe", format="crossref", identifiers=(Identifier("doi", "10.1000/e"),)),
        make("e-1", "Bats by day in the south", format="orcid", names=me, authors_complete=False),
        make("f-1", "Bats by day in the south", "Bo Roe; Cy Doe", format="crossref"),
    ]
    for order in itertools.permutations(records[:2]):
        found = resolve([*order, *records[2:]])
        assert frozenset({"a-1", "b-1"}) in found.clusters()
        assert len(found.papers) == 5
        paper = found.paper(title)
        assert [one.agent for one in paper.authorships][1] == "orcid-0000-0002-1825-0097"
        assert (paper.authors_complete, paper.conflicts) == (True, ())
