"""Who paid for a paper."""

import itertools

from kg.model import Affiliation, Funding, Identifier, Name, Organization
from tests.resolve.conftest import MakeRecord, Resolve

TITLE, AUTHORS = "Counting owls in northern woods", "Ann Poe; Bo Roe"
DOI = (Identifier("doi", "10.1000/owls"),)
FUND, ROR = Identifier("doi", "10.13039/501100001659"), Identifier("ror", "018mejw64")
NAME = "Deutsche Forschungsgemeinschaft"


def test_records_say_one_thing_of_a_funder_in_several_ways(make: MakeRecord, resolve: Resolve) -> None:
    """Funders are one by identifier or name; what says less than another statement of the same is left out."""
    said: list[tuple[Funding, ...]] = [
        (Funding(funder=NAME, identifiers=(FUND,), award="A 1"), Funding(funder="  ", award=" ")),
        (Funding(funder="DFG", identifiers=(FUND,)), Funding(award="a 1"), Funding(award="///")),
        (Funding(funder=f" {NAME}\n", award="A 1"), Funding(funder="Owl Trust"), Funding(funder="DFG", award="B 2")),
    ]
    records = [
        make(f"{page}-1", TITLE, AUTHORS, format="crossref", identifiers=DOI, fundings=fundings)
        for page, fundings in zip("abc", said, strict=True)
    ]
    for order in itertools.permutations(records):
        (paper,) = resolve(order).papers
        assert paper.fundings == (
            Funding(award="///"),
            Funding(funder=NAME, identifiers=(FUND,), award="A 1"),
            Funding(funder="DFG", award="B 2"),
            Funding(funder="Owl Trust"),
        ) or {(one.funder, one.award) for one in paper.fundings} == {
            (None, "///"), (NAME, "A 1"), ("DFG", "B 2"), ("Owl Trust", None)
        }  # fmt: skip


def test_a_funder_is_its_strongest_identifier(make: MakeRecord, resolve: Resolve) -> None:
    """A DOI of the registry beside a ROR identifier is of one organization, on every paper."""
    records = [
        make("a-1", TITLE, AUTHORS, format="datacite", fundings=(Funding(funder=NAME, identifiers=(FUND, ROR)),)),
        make("b-1", "Bats by day", "Cy Doe", format="crossref", fundings=(Funding(funder="DFG", identifiers=(FUND,)),)),
        make("c-1", "Moths", "Di Coe", format="jats", fundings=(Funding(funder="DFG"),)),
    ]
    found = resolve(records)
    (body,) = [agent for agent in found.agents if agent.key.startswith("ror-")]
    assert isinstance(body, Organization)
    assert (body.ror, body.identifiers) == ("018mejw64", (FUND,))
    assert {body.name, *body.name_variants} == {NAME, "DFG"}
    assert found.paper("Bats by day").fundings[0].identifiers == (ROR, FUND)
    assert found.paper("Moths").fundings[0].identifiers == ()
    assert found.agent("name-dfg").name == "DFG"


def test_a_funder_of_the_registry_alone(make: MakeRecord, resolve: Resolve) -> None:
    """Without ROR the DOI of the registry is the organization; identifiers of other kinds are none."""
    other = Identifier("isbn", "9780306406157")
    records = [
        make("a-1", TITLE, AUTHORS, format="crossref", fundings=(Funding(funder=NAME, identifiers=(FUND, other)),)),
        make("b-1", "Moths", "Di Coe", format="crossref", fundings=(Funding(funder="X", identifiers=(other,)),)),
    ]
    found = resolve(records)
    assert found.agent("doi-10.13039__501100001659").name == NAME
    assert found.agent("name-x").name == "X"


def test_a_funder_without_a_name_goes_by_its_identifier(make: MakeRecord, resolve: Resolve) -> None:
    """Where no source names a funder its identifier is its name; any printed name is better."""
    bare = (Funding(identifiers=(FUND,)),)
    records = [
        make(f"{page}-1", page, "Ann Poe", format="crossref", fundings=fundings)
        for page, fundings in zip("abc", (bare, bare, (Funding(funder="DFG", identifiers=(FUND,)),)), strict=True)
    ]
    key = "doi-10.13039__501100001659"
    assert resolve(records[:2]).agent(key).name == FUND.value
    assert resolve(records).agent(key).name == "DFG"


def test_a_name_is_the_organization_that_stands_beside_it(make: MakeRecord, resolve: Resolve) -> None:
    """On one paper a name with and without ROR is one; elsewhere only where the country agrees and no other fits."""

    def signed(name: str, *affiliations: Affiliation) -> tuple[Name, ...]:
        return (Name(printed=name, affiliations=affiliations),)

    ror = Affiliation(raw="Owl Institute, Oslo", name="Owl Institute", ror="018mejw64", country="NO")
    bare, abroad = (Affiliation(raw="Owl Institute", name="Owl institute", country=code) for code in ("NO", "SE"))
    records = [
        make("a-1", "One", format="openalex", names=signed("Ann Poe", ror)),
        make("b-1", "Two", format="openalex", names=signed("Bo Roe", bare)),
        make("c-1", "Three", format="openalex", names=signed("Cy Doe", abroad)),
        make("d-1", "Four", format="openalex", names=signed("Di Coe", Affiliation(raw="O", name="Owl Institute"))),
        make(
            "e-1", "Five", format="openalex",
            names=(*signed("Ed Moe", ror), *signed("Flo Joe", Affiliation(raw="O", name="Owl Institute"))),
        ),
        make("f-1", "Six", format="openalex", names=signed("Gil Noe", Affiliation(raw="only as printed"))),
        make(
            "g-1", "Seven", format="crossref",
            names=(*signed("Ann Poe", ror), *signed("Hal Loe", Affiliation(raw="Owl  Institute, Oslo"))),
        ),
    ]  # fmt: skip
    found = resolve(records)
    rors = {p.title: [a.ror for one in p.authorships for a in one.name.affiliations] for p in found.papers}
    assert rors == {
        "One": ["018mejw64"], "Two": ["018mejw64"], "Three": [None], "Four": [None],
        "Five": ["018mejw64", "018mejw64"], "Six": [None], "Seven": ["018mejw64", "018mejw64"],
    }  # fmt: skip


def test_publishers_of_books(make: MakeRecord, resolve: Resolve) -> None:
    """The publisher of a book without a series is the book's; that of a venue is the venue's."""
    from kg.model import Venue  # noqa: PLC0415 - one test

    records = [
        make("a-1", "Owls", "Ann Poe", format="bibtex", publication_type="book", publisher=" Owl  Press"),
        make("b-1", "Bats", "Bo Roe", format="bibtex", venue=Venue(name="Bat Notes"), publisher="Bat Press"),
    ]
    found = resolve(records)
    assert found.paper("Owls").publisher == "Owl Press"
    assert found.paper("Bats").publisher is None
    assert found.agent("name-owl-press").name == "Owl Press"
