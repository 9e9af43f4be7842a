"""Persons by a name and two co-authors: whom works of theirs show in the company that a person of ours keeps."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import main
from kg.links.judging.coauthors import SharedCoauthors, name_key
from kg.links.judging.shared_papers import SharedPapers
from kg.links.judging.telling import theirs_of
from kg.links.judging.works import Other, Writer
from kg.links.ours.entities import Author, Entity
from kg.links.targets.target import target
from kg.match.names import name_tokens
from kg.model import Link
from kg.pipeline.linking import link

Rules = Any
AUTHOR = "https://openalex.org/A"
EXACT, CLOSE = (f"http://www.w3.org/2004/02/skos/core#{word}Match" for word in ("exact", "close"))
COMPANY = ("Ada Kent", "Bo Lind", "Cy Moe")


@given(st.lists(st.sampled_from(["Ada", "KENT", "Bo", "B", "MD", "van", "Lind", "Lee "]), max_size=4).map(" ".join))
def test_name_key_of_letters(name: str) -> None:
    """A name of nothing but letters of ASCII has the key that any other spelling of it has."""
    assert name_key(name) == " ".join(name_tokens(name))


def ours(*names: str, number: int = 1) -> Entity:
    """Return a paper of ours; a person is known by the name, and by what follows a sign #."""
    signed = [name.partition("#")[0] for name in names]
    places = zip(range(1, len(names) + 1), names, signed, strict=True)
    return Entity(
        iri=f"urn:{number}", kind="paper", authors=tuple(Author(at, f"urn:p:{who}", name) for at, who, name in places)
    )


def theirs(*names: str, first: int = 1, title: str = "Another work") -> Other:
    """Return a work of theirs; its authors are numbered from `first`, those with a sign * have no IRI."""
    writers = tuple(
        Writer("" if name.endswith("*") else f"{AUTHOR}{number}", name.rstrip("*"))
        for number, name in enumerate(names, first)
    )
    return Other("https://openalex.org/W1", title, writers)


def found(
    papers: list[Entity], works: list[Other], *, basis: str = "full-name", linked: tuple[str, ...] = ()
) -> dict[str, list[tuple[str, str]]]:
    """Return the links of persons: name -> number there, state."""
    return {
        name: [(one.object.removeprefix(AUTHOR), one.state) for one in links]
        for name, links in _links(papers, works, basis, linked).items()
    }


def _links(
    papers: list[Entity], works: list[Other], basis: str = "full-name", linked: tuple[str, ...] = ()
) -> dict[str, list[Link]]:
    company = SharedCoauthors()
    for paper in papers:
        company.add(paper)
    for work in works:
        company.see(work)
    agents = sorted({author.agent for paper in papers for author in paper.authors})
    persons = [Entity(iri=agent, kind="person", basis=basis) for agent in agents]
    links: dict[str, list[Link]] = {}
    for one in company.links(persons, target("openalex"), linked):
        links.setdefault(one.subject.removeprefix("urn:p:"), []).append(one)
    return links


def test_name_and_two_coauthors() -> None:
    """One of theirs with the name, on a work with two co-authors of ours, is the person; each of the three is."""
    assert found([ours(*COMPANY)], [theirs("Moe, Cy", "ADA KENT", "Bo Lind", "Di Nox")]) == {
        "Cy Moe": [("1", "accepted")],
        "Ada Kent": [("2", "accepted")],
        "Bo Lind": [("3", "accepted")],
    }


@pytest.mark.parametrize(
    ("paper", "work"),
    [
        (ours(*COMPANY), theirs("Ada Kent", "Bo Lind")),
        (ours(*COMPANY), theirs("Ada Kent", "Bo Lind", "C. Moe")),
        (ours("Ada Kent", "Bo Lind", "C. Moe"), theirs("Ada Kent", "Bo Lind", "C. Moe")),
        (ours(*COMPANY), theirs("Ada Kent", "Bo Lind", "Cyril Moe")),
        (ours(*COMPANY), theirs(*(f"{name}*" for name in COMPANY))),
        (ours(*COMPANY), theirs(*COMPANY, *(f"Di Nox{number}" for number in range(28)))),
        (ours(*COMPANY, *(f"Di Nox{number}" for number in range(28))), theirs(*COMPANY)),
        (ours("Ada Kent", "Bo Lind", "The Moe Group"), theirs("Ada Kent", "Bo Lind", "The Moe Group")),
    ],
    ids=["one co-author", "initial", "our initial", "other name", "nobody named", "crowd", "our crowd", "body"],
)
def test_too_little(paper: Entity, work: Other) -> None:
    """A name written out, two co-authors with theirs, and a list of a size that people know each other: no less."""
    assert found([paper], [work]) == {}


def test_two_of_theirs_fit() -> None:
    """Of two of theirs with the same company neither is certain; the candidates say where they were seen."""
    works = [theirs(*COMPANY), theirs("Ada Kent", first=9), theirs("Ada Kent", "Bo Lind", "Cy Moe", first=4, title="X")]
    links = _links([ours(*COMPANY)], works)["Ada Kent"]
    assert [(one.object[-1], one.state, one.predicate) for one in links] == [
        ("1", "candidate", CLOSE),
        ("4", "candidate", CLOSE),
    ]
    assert links[1].evidence.startswith("equal names, and both have the co-authors Bo Lind, Cy Moe; 2 of theirs fit")
    assert theirs_of(links[1].evidence)[:1] == ("Ada Kent",)
    assert theirs_of(links[1].evidence).work == "X"


def test_two_of_ours_fit() -> None:
    """One of theirs in the company of two of ours is neither for certain."""
    papers = [ours(*COMPANY), ours("Ada Kent#2", "Bo Lind", "Cy Moe", number=2)]
    made = found(papers, [theirs(*COMPANY)])
    assert made["Ada Kent"] == made["Ada Kent#2"] == [("1", "candidate")]
    assert made["Bo Lind"] == [("2", "accepted")]


def test_twice_on_one_work() -> None:
    """Two of one name on a work of theirs are nobody's; they are company all the same."""
    made = found([ours(*COMPANY)], [theirs("Ada Kent", "Ada Kent", "Bo Lind", "Cy Moe")])
    assert made == {"Bo Lind": [("3", "accepted")], "Cy Moe": [("4", "accepted")]}


def test_usual_names() -> None:
    """Names that more than ten of theirs bear are no evidence of company; a person may bear one."""
    crowd = [theirs("Bo Lind", first=number) for number in range(100, 110)]
    assert found([ours(*COMPANY)], [theirs(*COMPANY), *crowd]) == {"Bo Lind": [("2", "accepted")]}
    assert len(found([ours(*COMPANY)], [theirs(*COMPANY), *crowd[1:]])) == 3


def test_many_namesakes() -> None:
    """Of a crowd of namesakes in the same company the first eight are candidates."""
    works = [theirs("Ada Kent", "Bo Lind*", "Cy Moe*", first=number) for number in range(1, 12)]
    assert len(found([ours(*COMPANY)], works)["Ada Kent"]) == 8


def test_linked_already_and_other_targets() -> None:
    """Who has a link is left alone, and so is what is no person of the target."""
    assert "Ada Kent" not in found([ours(*COMPANY)], [theirs(*COMPANY)], linked=("urn:p:Ada Kent",))
    elsewhere = Other("urn:w", "T", tuple(Writer(f"urn:{name}", name) for name in COMPANY))
    assert found([ours(*COMPANY)], [elsewhere]) == {}
    company = SharedCoauthors()
    company.add(ours(*COMPANY))
    company.see(theirs(*COMPANY))
    assert not list(company.links([Entity(iri="urn:p:Ada Kent", kind="person")], target("doi"), ()))


def test_identity_of_a_person() -> None:
    """A person known by an identifier is the one of theirs; a bearer of a name is close to them."""
    assert _links([ours(*COMPANY)], [theirs(*COMPANY)], basis="orcid")["Ada Kent"][0].predicate == EXACT
    assert _links([ours(*COMPANY)], [theirs(*COMPANY)])["Ada Kent"][0].predicate == CLOSE


def test_company_of_several_papers() -> None:
    """Co-authors of different papers of ours are company; of one with very many the first ones are remembered."""
    papers = [ours("Ada Kent", "Bo Lind", f"Di Nox{number}", number=number) for number in range(70)]
    assert found(papers, [theirs("Ada Kent", "Di Nox0", "Di Nox62")])["Ada Kent"] == [("1", "accepted")]
    assert "Ada Kent" not in found(papers, [theirs("Ada Kent", "Di Nox0", "Di Nox63")])


@given(st.text(max_size=20), st.text(max_size=20))
def test_keys_of_names(given_name: str, family: str) -> None:
    """A name with its family name first, and a comma after it, is the same name."""
    if given_name.strip() and "," not in given_name + family:
        assert name_key(f"{family},{given_name}") == name_key(f"{given_name} {family}")


def test_review_of_a_person(
    graph: Callable[[str], Path], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A table of candidates says of a person three papers, and one of theirs."""
    more = "".join(
        f'paper:b{at} a kg:Paper ; kg:title "Paper {at}" .'
        f'authorship:b{at}-1 kg:rawName "Ada Kent" ; kg:agent person:A .'
        for at in range(4)
    )
    folder = graph(f'paper:a a kg:Paper ; kg:title "A paper that is not there" . {_signed()}{more}')
    works = [
        {
            "id": f"https://openalex.org/W{number}", "display_name": f"Work {number}", "title": f"Work {number}",
            "type": "article", "authorships": [
                {"author": {"id": f"https://openalex.org/A{number + at}", "display_name": name}}
                for at, name in enumerate(COMPANY)
            ],
        }
        for number in (10, 20)
    ]  # fmt: skip
    (tmp_path / "works.jsonl").write_text("".join(f"{json.dumps(work)}\n" for work in works), encoding="utf-8")
    link(folder, targets=["openalex"], dumps=[tmp_path / "works.jsonl"])
    assert main(["review", str(folder), "--export", "-"]) == 0
    rows = [line.split("\t") for line in capfdbinary.readouterr().out.decode().splitlines()]
    shown = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [(one["name"], one["their_papers"]) for one in shown[:2]] == [
        ("Ada Kent", "Work 10"),
        ("Ada Kent", "Work 20"),
    ]
    assert len(shown[0]["papers"].split("; ")) == 3
    assert shown[2]["papers"] == "A paper that is not there"


def test_papers_with_two_of_theirs() -> None:
    """Who stands at one place of papers with two of theirs is neither; the candidates say of which works they are."""
    shared = SharedPapers()
    for first in (1, 5):
        shared.add(ours("Ada Kent", "Bo Lind"), theirs("Ada Kent", first=first, title=f"Work {first}"))
    links = list(shared.links([Entity(iri="urn:p:Ada Kent", kind="person")], target("openalex"), ()))
    assert [one.state for one in links] == ["candidate", "candidate"]
    assert [theirs_of(one.evidence).work for one in links] == ["Work 1", "Work 5"]
    assert "2 of theirs fit; theirs:" in links[0].evidence


def test_names_that_may_be_ours() -> None:
    """A name is known in other letters too, and quickly no name of ours where the family name is none."""
    company = SharedCoauthors()
    company.add(ours("Ada Kent", "Bo Lind", "Zoë Núñez"))
    assert company.knows("zoe nunez")
    assert company.knows("Núñez, Zoë")
    assert not company.knows("Zoe Nunes")
    assert not company.knows("Núñez")


def _signed() -> str:
    """Return the Turtle of the authors of a paper."""
    return "".join(
        f'authorship:a-{at} kg:rawName "{name}" ; kg:agent person:{name[0]} . person:{name[0]} a kg:Person ;'
        f' kg:name "{name}" ; kg:identityBasis "full-name" .'
        for at, name in enumerate(COMPANY, 1)
    )


def test_works_of_an_endpoint(
    graph: Callable[[str], Path], rules: Rules, links_in: Callable[[Path], list[Link]]
) -> None:
    """The works that an endpoint lists for an author link the authors, though none of them is the paper."""
    folder = graph(f'paper:a a kg:Paper ; kg:title "A paper that is not there" . {_signed()}')
    work, author = "https://semopenalex.org/work/W1", "https://semopenalex.org/author/A"
    authors = "\n".join(f"{author}{at} {name}" for at, name in enumerate(COMPANY, 1))
    rules.known = {"Ada Kent": [{"thing": work, "title": "Another work", "authors": authors}]}
    made = link(folder, targets=["semopenalex"], endpoint=rules.url)
    assert {one.object.removeprefix(author): one.subject[-1] for one in links_in(folder)} == {
        "1": "A", "2": "B", "3": "C"
    }  # fmt: skip
    assert made.outcomes[0].counts["person"] == {"linked": 3}


def test_works_of_an_rdf_dump(
    graph: Callable[[str], Path], links_in: Callable[[Path], list[Link]], tmp_path: Path
) -> None:
    """In a dump of RDF names stand anywhere, and works of other titles show who is who."""
    folder = graph(f'paper:a a kg:Paper ; kg:title "A paper that is not there" . {_signed()}')
    space, foaf = "https://semopenalex.org", "<http://xmlns.com/foaf/0.1/name>"
    lines = [f"<{space}/work/W1> <http://purl.org/dc/terms/creator> <{space}/author/A{at}> .\n" for at in (1, 2, 3)]
    lines += [f'<{space}/author/A{at}> {foaf} "{name}" .\n' for at, name in enumerate((*COMPANY, "Ada Kent"), 1)]
    lines += [
        f'<{space}/work/W2> <http://purl.org/dc/terms/creator> <{space}/author/A4> .\n<urn:x> {foaf} "Bo Lind" .\n'
    ]
    (tmp_path / "dump.nt").write_text("".join(lines), encoding="utf-8")
    link(folder, targets=["semopenalex"], dumps=[tmp_path / "dump.nt"])
    assert {one.object[-2:]: one.subject[-1] for one in links_in(folder)} == {"A1": "A", "A2": "B", "A3": "C"}
