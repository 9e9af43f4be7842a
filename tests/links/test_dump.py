"""Links by one pass over a dump: works, persons, organizations, in any format that can be read."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kg.export import GraphFile, statements
from kg.links.judging.telling import Theirs, theirs_of
from kg.links.judging.works import Other, Writer, is_slip, paper_links
from kg.links.ours.entities import Author, Entities, Entity
from kg.links.run import Run
from kg.links.targets.target import target
from kg.links.theirs.blocks import blocks
from kg.links.theirs.dump import Keys, Listed
from kg.model import Link
from kg.pipeline.linking import link

Graph = Callable[[str], Path]
LinksIn = Callable[[Path], list[Link]]
SAME = "http://www.w3.org/2002/07/owl#sameAs"
CLOSE = "http://www.w3.org/2004/02/skos/core#closeMatch"
EXACT = "http://www.w3.org/2004/02/skos/core#exactMatch"


def ours(
    title: str, *names: str, year: int | None = 2020, venue: str = "", keys: tuple[tuple[str, str], ...] = ()
) -> Entity:
    """Return a paper of ours."""
    authors = tuple(Author(place, f"urn:p:{name}", name) for place, name in enumerate(names, 1))
    return Entity(iri=f"urn:{title}", kind="paper", name=title, authors=authors, year=year, venue=venue, keys=keys)


def theirs(number: int, title: str, *names: str, year: int | None = 2020, venue: str = "") -> Other:
    """Return a work of theirs."""
    writers = tuple(Writer(f"https://openalex.org/A{number}{place}", name) for place, name in enumerate(names, 1))
    return Other(f"https://openalex.org/W{number}", title, writers, year=year, venue=venue)


def linked(paper: Entity, *works: Other, level: str = "work") -> list[tuple[str, str, str]]:
    """Return the links of a paper to works: number, predicate, state."""
    links, _, _ = paper_links(paper, works, target("openalex"), level)  # type: ignore[arg-type]
    return [(one.object.rpartition("/W")[2], one.predicate.rpartition("#")[2], one.state) for one in links]


TITLE = "A rather long title of a paper"


@pytest.mark.parametrize(
    ("paper", "work", "state"),
    [
        (ours(TITLE, "Ada Kent"), theirs(1, TITLE.upper(), "Ada Kent"), "accepted"),
        (ours(TITLE, "A. Kent"), theirs(1, TITLE, "Ada Kent"), "accepted"),
        (ours(TITLE, "A. Kent", year=None), theirs(1, TITLE, "Ada Kent"), "candidate"),
        (ours(TITLE, "A. Ke", "B. Lo", "C. Mo", year=None), theirs(1, TITLE, "Ada Ke", "Bo Lo", "Cy Mo"), "accepted"),
        (ours(TITLE, "Ada Kent"), theirs(1, TITLE, "Ada Kent", year=2023), "candidate"),
        (ours(TITLE, "Ada Kent"), theirs(1, f"{TITLE}: with a subtitle", "Ada Kent"), "accepted"),
        (ours(TITLE, "Ada Kent"), theirs(1, f"{TITLE}: part 2", "Ada Kent"), None),
        (ours(TITLE, "Ada Kent"), theirs(1, TITLE, "Bo Lind"), None),
        (ours(TITLE), theirs(1, TITLE, "Bo Lind"), "candidate"),
        (ours(TITLE, year=None), theirs(1, "Another", "Bo Lind"), None),
        (ours("Editorial", "Ada Kent", "Bo Lind"), theirs(1, "Editorial", "Ada Kent", "Bo Lind"), "candidate"),
        (ours("Graph kernels", "Ada Kent"), theirs(1, "Graph kernels", "Ada Kent"), "candidate"),
        (ours("Graph kernels", "Ada K", venue="J X"), theirs(1, "Graph kernels", "Ada K", venue="J. X"), "accepted"),
    ],
)  # fmt: skip
def test_evidence(paper: Entity, work: Other, state: str | None) -> None:
    """A title alone links nothing; authors, years and a telling title do; the grey zone is a candidate."""
    assert [found[2] for found in linked(paper, work)] == ([] if state is None else [state])


def test_margin() -> None:
    """Two works of one title and other people's names of one kind are told apart only with a lead."""
    paper = ours(TITLE, "A. Kent")
    assert {state for _, _, state in linked(paper, theirs(1, TITLE, "Ada Kent"), theirs(2, TITLE, "Anna Kent"))} == {
        "candidate"
    }
    assert linked(paper, theirs(1, TITLE, "Ada Kent"), theirs(2, f"{TITLE}: more", "Ada Kent")) == [
        ("1", "exactMatch", "accepted")
    ]


def test_forms_of_one_work() -> None:
    """A preprint and an article that are two works there are both close to the paper, and none is the same."""
    works = (theirs(1, TITLE, "Ada Kent"), theirs(2, TITLE, "Ada Kent", year=2019))
    assert linked(ours(TITLE, "Ada Kent"), *works) == [("1", "closeMatch", "accepted"), ("2", "closeMatch", "accepted")]
    assert linked(ours(TITLE, "Ada Kent"), works[0], level="form") == [("1", "closeMatch", "accepted")]
    assert linked(ours(TITLE, "Ada Kent"), works[0], level="page")[0][1] == "seeAlso"


def test_blocks() -> None:
    """Titles that differ by a slip of the pen or a subtitle share a block."""
    assert blocks("A title of many letters about fish and foul") & blocks("A title of many letters about fihs and foul")
    assert blocks("A title of many letters: and a subtitle") & blocks("A title of many letters")
    assert "" not in blocks("?!")


def test_identifiers_in_a_dump() -> None:
    """A work with our DOI is ours, with its authors; one with another title and two with one DOI are candidates."""
    papers = [
        ours(TITLE, "Ada Kent", keys=(("doi", "10.1000/a"),)),
        ours("Another one", keys=(("doi", "10.1000/b"),)),
        ours("A third", keys=(("doi", "10.1000/c"),)),
        Entity(iri="urn:person", kind="person", basis="full-name", keys=(("orcid", "0000-0002-1825-0097"),)),
    ]
    keys = Keys(papers, target("openalex"), frozenset())
    for listed in (
        Listed("paper", theirs(1, TITLE, "Ada Kent"), (("doi", "10.1000/a"),)),
        Listed("paper", theirs(2, "Quite a different title"), (("doi", "10.1000/b"),)),
        Listed("paper", theirs(3, "A third"), (("doi", "10.1000/c"),)),
        Listed("paper", theirs(4, "A third"), (("doi", "10.1000/c"),)),
        Listed("paper", Other("urn:misspelt", TITLE), (("doi", "10.1000/a"),)),
        Listed("category", Other("urn:no", "x")),
        Listed("person", Other("https://openalex.org/A7", "Ada"), (("orcid", "0000-0002-1825-0097"),)),
    ):
        keys.sift(listed)
    found = {
        entity.iri: (outcome, [(one.predicate, one.state) for one in links]) for entity, outcome, links in keys.links()
    }
    assert found[f"urn:{TITLE}"] == ("linked", [(SAME, "accepted")])
    assert found["urn:Another one"] == ("ambiguous", [(CLOSE, "candidate")])
    assert found["urn:A third"] == ("ambiguous", [(CLOSE, "candidate")] * 2)
    assert found["urn:person"] == ("linked", [(CLOSE, "accepted")])
    person = Entity(iri="urn:p:Ada Kent", kind="person", basis="orcid")
    (one,) = keys.shared.links([person, Entity(iri="urn:p:other", kind="person")], target("openalex"), ())
    assert (one.predicate, one.object, one.state) == (EXACT, "https://openalex.org/A11", "accepted")


def test_concerns_and_crowds() -> None:
    """What shares no key is not kept; the ninth best work is let go; a work that is listed twice counts once."""
    paper = ours(TITLE, "Ada Kent")
    keys = Keys([paper], target("openalex"), frozenset())
    assert not keys.concerns(Listed("paper", theirs(1, "Nothing of the kind")))
    assert keys.concerns(Listed("paper", theirs(1, TITLE)))
    assert Keys([ours("x", keys=(("doi", "d"),))], target("openalex"), frozenset()).concerns(
        Listed("paper", theirs(1, ""), (("doi", "d"),))
    )
    for number in (*range(1, 12), 1):
        keys.sift(Listed("paper", theirs(number, TITLE, "Ada Kent", year=None)))
    ((_, outcome, links),) = keys.links()
    assert (outcome, len(links)) == ("ambiguous", 5)


def test_organizations_in_a_dump() -> None:
    """An organization is linked by a name that one body of its country bears."""
    bodies = [
        Entity(iri="urn:a", kind="organization", name="Uni A", variants=("University of A",), country="DE"),
        Entity(iri="urn:b", kind="organization", name="Uni B"),
        Entity(iri="urn:c", kind="organization", name="Uni C"),
    ]
    keys = Keys(bodies, target("ror"), frozenset())
    keys.sift(Listed("organization", Other("https://ror.org/05ppvf150", "A", ()), (), ("UNIVERSITY OF A",), "DE"))
    keys.sift(Listed("organization", Other("https://ror.org/0161xgx34", "University of A", ()), (), (), "US"))
    keys.sift(Listed("organization", Other("https://ror.org/0161xgx34", "Uni B", ()), (), (), "US"))
    waiting = next(one for _, _, links in keys.links() for one in links if one.state == "candidate")
    assert theirs_of(waiting.evidence) == Theirs("Uni B", country="US")
    found = {entity.iri: (outcome, [one.state for one in links]) for entity, outcome, links in keys.links()}
    assert found == {
        "urn:a": ("linked", ["accepted"]),
        "urn:b": ("ambiguous", ["candidate"]),
        "urn:c": ("no match", []),
    }


def test_records(graph: Graph, tmp_path: Path, links_in: LinksIn) -> None:
    """A dump of OpenAlex works is read by its reader; linked papers bring their authors."""
    folder = graph(
        f'paper:a a kg:Paper ; kg:title "{TITLE}" ; kg:publicationYear 2020 . authorship:a-1 kg:rawName "Ada Kent" ;'
        ' kg:agent person:k . person:k a kg:Person ; kg:name "Ada Kent" ; kg:identityBasis "full-name" .'
    )
    works = [
        {
            "id": f"https://openalex.org/W{number}", "display_name": title, "title": title, "publication_year": 2020,
            "type": "article", "authorships": [
                {"author_position": "first", "author": {"id": f"https://openalex.org/A{number}", "display_name": name}}
            ],
        }
        for number, title, name in ((1, TITLE.lower(), "Ada Kent"), (2, "Something else", "Ada Kent"))
    ]  # fmt: skip
    dump = tmp_path / "works.jsonl"
    dump.write_text("".join(json.dumps(work) + "\n" for work in works), encoding="utf-8")
    made = link(folder, targets=["openalex"], dumps=[dump])
    assert sorted(one.object.rpartition("/")[2] for one in links_in(folder)) == ["A1", "W1"]
    assert made.outcomes[0].counts["paper"] == {"linked": 1}


def test_rdf(graph: Graph, tmp_path: Path, links_in: LinksIn) -> None:
    """An RDF dump is read twice: works, then the names of their authors, which may stand before them."""
    folder = graph(
        f'paper:a a kg:Paper ; kg:title "{TITLE}" ; kg:publicationYear 2020 . authorship:a-1 kg:rawName "Ada Kent" .'
        'person:p a kg:Person ; kg:orcid "0000-0002-1825-0097" ; kg:identityBasis "orcid" .'
    )
    dump = tmp_path / "dump.nt"
    dct, foaf = "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/name"
    author, work = "https://semopenalex.org/author/A1", "https://semopenalex.org/work/W1"
    dump.write_text(
        f'<{author}> <{foaf}> "Ada Kent" .\n<{author}> <https://dbpedia.org/ontology/orcidId>'
        ' "https://orcid.org/0000-0002-1825-0097" .\n<urn:else> <urn:p> "x" .\n'
        f'<{work}> <{dct}title> "{TITLE.upper()}" .\n<{work}> <{dct}creator> <{author}> .\n'
        f'<{work}> <{dct}date> "2021-03-04" .\n<{work}> <http://purl.org/spar/datacite/doi> "no doi" .\n'
        f'<{work}2> <{dct}title> "Not ours" .\n<{work}2> <{dct}creator> "Somebody" .\n'
    )
    link(folder, targets=["semopenalex"], dumps=[dump])
    assert sorted(one.object.rpartition("/")[2] for one in links_in(folder)) == ["A1", "W1"]


def test_persons_claim_works(graph: Graph) -> None:
    """A record of ORCID links the author of a paper that it lists, under any of its names."""
    folder = graph(
        'paper:a a kg:Paper ; kg:title "T" ; kg:doi "10.1000/a" . authorship:a-1 kg:rawName "A. Kent" ;'
        ' kg:agent person:k . authorship:a-2 kg:rawName "Bo Lind" ; kg:agent person:l .'
        'person:k a kg:Person ; kg:name "A. Kent" ; kg:identityBasis "this-paper" .'
        'person:l a kg:Person ; kg:name "Bo Lind" ; kg:identityBasis "full-name" .'
    )
    run = Run(_entities(folder), target("orcid"))
    keys = run.keys()
    orcid = "https://orcid.org/0000-0002-1825-0097"
    keys.sift(Listed("person", Other(orcid, "Nobody Else"), (), ("Ada Kent",), works=(("doi", "10.1000/a"),)))
    keys.sift(Listed("person", Other(f"{orcid[:-4]}0098", "Somebody"), (), (), works=(("doi", "10.1000/a"),)))
    assert [(one.subject[-1], one.object, one.state) for one in run.by_dump(keys)] == [("k", orcid, "accepted")]


def _entities(folder: Path) -> Entities:
    found = Entities()
    found.add(statement[:3] for statement in statements(GraphFile(folder / "graph.ttl")))
    return found


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Learning to rank documents", "Learning to rank docuemnts", True),
        ("Learning to rank documents", "Learnin to rank the documents", True),
        ("Graph kernels for protein function", "Graph kernels for protein structure", False),
        ("On learning", "On learning more", False),
    ],
)
def test_slips(left: str, right: str, *, expected: bool) -> None:
    """A slip of the pen leaves a word recognisable; another word makes another paper."""
    assert is_slip(left, right) is expected


def test_crowd_of_one_title() -> None:
    """Among many papers of one title a work is compared with those that share an author's family name only."""
    papers = [ours("Conference report", f"Ada K{number:03}") for number in range(60)]
    papers = [msgspec.structs.replace(paper, iri=f"urn:{number}") for number, paper in enumerate(papers)]
    keys = Keys(papers, target("openalex"), frozenset())
    for number in (7, 8):
        keys.sift(Listed("paper", theirs(number, "Conference Report", f"Ada K{number:03}")))
    keys.sift(Listed("paper", theirs(9, "Conference Report")))
    assert {entity.iri: outcome for entity, outcome, links in keys.links() if links} == {
        "urn:7": "linked",
        "urn:8": "linked",
    }
