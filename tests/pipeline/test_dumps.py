"""Dumps of every kind: seen at a glance or read in full, as JSON or as RDF, they lead to the same links."""

import gzip
import io
import json
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.links.ours.entities import Author, Entity
from kg.links.targets.target import target
from kg.links.theirs.dump import Keys
from kg.model import Link, OrganizationAuthority, PersonAuthority, Record
from kg.pipeline import dumps
from kg.pipeline.dumps import sift
from kg.readers import Place, open_source, read_source

WD = "http://www.wikidata.org/entity/"
Q = f"{WD}Q"
TITLE = "A rather long title of a paper about graphs"


def ours_of(sources: Iterable[Path], work: Path) -> list[Entity]:
    """Return things of ours that sources describe: by turns with identifiers, or with another form of the title."""
    made: list[Entity] = []
    for path in sources:
        for reading in read_source(open_source(Place(str(path), by_hand=True), path.name, work)):
            number = len(made)
            if isinstance(reading, Record) and reading.title:
                held = [one for one in reading.identifiers if one.scheme in ("doi", "arxiv")]
                title = (reading.title, reading.title.upper(), f"{reading.title}: more", reading.title[:20])[number % 4]
                names = enumerate((name.display for name in reading.names), 1)
                authors = tuple(Author(at, f"urn:p:{name}", name) for at, name in names)
                keys = tuple((one.scheme, one.value) for one in held) if number % 3 == 0 else ()
                made.append(
                    Entity(iri=f"urn:{number}", kind="paper", name=title, keys=keys, authors=authors, year=2000)
                )
            elif isinstance(reading, PersonAuthority):
                keys = tuple((one.scheme, one.value) for one in reading.name.identifiers if one.scheme == "orcid")
                made.append(
                    Entity(iri=f"urn:{number}", kind="person", name=reading.name.display, keys=keys, basis="orcid")
                )
            elif isinstance(reading, OrganizationAuthority):
                made.append(Entity(iri=f"urn:{number}", kind="organization", name=reading.organization.raw.upper()))
    return made


def links(
    paths: Iterable[Path], name: str, things: list[Entity], work: Path, notes: list[str] | None = None
) -> list[Link]:
    """Return the links of things to what dumps list."""
    whose = target(name)
    papers = [one for one in things if one.kind == "paper"]
    keys = Keys((one for one in things if one.kind in whose.sides), whose, frozenset(), papers)
    for path in paths:
        sift(path, keys, whose, work, notes)
    found = [link for _, _, made in keys.links() for link in made]
    persons = [one for one in things if one.kind == "person"]
    for way in (keys.shared, keys.company):
        found += way.links(persons, whose, [link.subject for link in found])
    return found


@pytest.mark.parametrize(
    ("name", "folder"),
    [("openalex", "openalex"), ("doi", "crossref"), ("dblp", "dblp"), ("ror", "ror"), ("orcid", "orcid"),
     ("arxiv", "arxiv"), ("semantic-scholar", "semantic_scholar")],
)  # fmt: skip
def test_glimpses_change_no_link(
    name: str, folder: str, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links are those of a full reading, whether records are seen at a glance before or not."""
    cases = sorted((Path(__file__).parents[1] / "readers" / folder).glob("cases/*/source.*"))
    paths = [path for path in (*cases, *sorted((shared / "samples" / folder).glob("*"))) if path.stat().st_size]
    things = ours_of(paths, tmp_path)
    paths = [path for path in paths if _is_read(path, tmp_path)]
    aside = links(paths, name, things, tmp_path)
    monkeypatch.setattr(dumps, "GLIMPSES", {})
    assert aside == links(paths, name, things, tmp_path)
    assert aside or folder == "arxiv"


def _is_read(path: Path, work: Path) -> bool:
    """Return whether there is anything but rejects in a source."""
    read = read_source(open_source(Place(str(path), by_hand=True), path.name, work))
    return any(isinstance(one, (Record, PersonAuthority, OrganizationAuthority)) for one in read)


def wikidata(number: int, labels: object, **claims: list[object]) -> dict[str, Any]:
    """Return an entity of Wikidata as its dump has it."""
    told = {
        name: [{"mainsnak": {"datavalue": {"value": value}}, "rank": "normal"} for value in values]
        for name, values in claims.items()
    }
    return {"type": "item", "id": f"Q{number}", "labels": labels, "claims": told or []}


def label(text: str, language: str = "en") -> dict[str, object]:
    """Return the labels of an entity that has one."""
    return {language: {"language": language, "value": text}}


ENTITIES = [
    wikidata(1, label("A title"), P356=["10.1000/ABC"]),
    wikidata(2, [], P1476=[{"text": TITLE.upper(), "language": "en"}], P2093=["Bo Lind"], P50=[{"numeric-id": 9}],
             P577=[{"time": "+2020-05-01T00:00:00Z"}]),
    wikidata(3, label("Ada Kent"), P496=["0000-0002-1825-0097"], P10283=["A7"]),
    wikidata(4, label("Uni"), P6782=["05ppvf150"]),
    wikidata(5, label("Journal"), P236=["0378-5955"]),
    wikidata(6, label("cs"), P820=["cs.DL"]),
    wikidata(7, label("Bo Lind"), P2456=["1/2"]),
    wikidata(8, label("Nothing"), P1476=[{"text": "Quite another one", "language": "en"}]),
    wikidata(9, {**label("阿达", "zh"), **label("Ada Kent", "mul")}),
    wikidata(10, label("Uni B", "de"), P6782=["0161xgx34"]),
    wikidata(11, {}, P8978=["conf/x/Y1"]),
]  # fmt: skip
OURS = [
    Entity(iri="urn:doi", kind="paper", name="A title", keys=(("doi", "10.1000/abc"),)),
    Entity(iri="urn:title", kind="paper", name=TITLE, year=2020,
           authors=(Author(1, "urn:ada", "Ada Kent"), Author(2, "urn:bo", "Bo Lind"))),
    Entity(iri="urn:dblp", kind="paper", name="D", keys=(("dblp", "conf/x/Y1"),)),
    Entity(iri="urn:ada", kind="person", name="Ada Kent", basis="orcid", keys=(("orcid", "0000-0002-1825-0097"),)),
    Entity(iri="urn:bo", kind="person", name="Bo Lind", basis="source-id", keys=(("dblp", "1/2"),)),
    Entity(iri="urn:uni", kind="organization", name="Uni", keys=(("ror", "05ppvf150"),)),
    Entity(iri="urn:uni-b", kind="organization", name="UNI B"),
    Entity(iri="urn:journal", kind="venue", name="Journal", keys=(("issn", "0378-5955"),)),
    Entity(iri="urn:cs", kind="category", name="cs", keys=(("arxiv-category", "cs.DL"),)),
]  # fmt: skip
EXPECTED = {
    "urn:doi": f"{Q}1", "urn:title": f"{Q}2", "urn:ada": f"{Q}3", "urn:uni": f"{Q}4", "urn:journal": f"{Q}5",
    "urn:cs": f"{Q}6", "urn:bo": f"{Q}7", "urn:uni-b": f"{Q}10", "urn:dblp": f"{Q}11",
}  # fmt: skip


def _lines(entities: Iterable[object]) -> str:
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in entities) + "\n]\n"


def _triples(entity: dict[str, Any]) -> Iterable[str]:
    for language, one in entity["labels"].items() if entity["labels"] else ():
        yield f'<{WD}{entity["id"]}> <http://www.w3.org/2000/01/rdf-schema#label> "{one["value"]}"@{language} .'
    for name, statements in entity["claims"].items() if entity["claims"] else ():
        for statement in statements:
            value = statement["mainsnak"]["datavalue"]["value"]
            told = value.get("text") or value.get("time", "").lstrip("+") if isinstance(value, dict) else value
            term = f"<{WD}Q{value['numeric-id']}>" if "numeric-id" in value else json.dumps(told)
            yield f"<{WD}{entity['id']}> <http://www.wikidata.org/prop/direct/{name}> {term} ."


def test_wikidata(tmp_path: Path) -> None:
    """Wikidata's JSON and its N-Triples lead to the same links: works, persons, organizations, venues, categories."""
    lines, triples, packed = tmp_path / "w.json", tmp_path / "w.nt", tmp_path / "w.nt.gz"
    lines.write_text(_lines(ENTITIES), encoding="utf-8")
    text = "# a comment\n\n_:b <urn:p> <urn:o> .\n" + "\n".join(one for entity in ENTITIES for one in _triples(entity))
    triples.write_text(text + "\n", encoding="utf-8")
    packed.write_bytes(gzip.compress(text.encode()))
    found = [links([path], "wikidata", OURS, tmp_path) for path in (lines, triples, packed)]
    assert found[0] == found[1] == found[2]
    assert {one.subject: one.object for one in found[0]} == EXPECTED
    assert {one.subject: one.state for one in found[0]}["urn:title"] == "accepted"


def test_names_of_authors_on_the_work(tmp_path: Path) -> None:
    """An author's name that Wikidata tells beside the work is taken, what is deprecated or unknown is not."""
    work = wikidata(1, [], P1476=[{"text": TITLE, "language": "en"}], P50=[{"id": "Q9"}], P356=["10.1000/abc"],
                    P2093=["Bo Lind"])  # fmt: skip
    work["claims"]["P50"][0]["qualifiers"] = {"P1932": [{"datavalue": {"value": "A. Kent"}}, {}]}
    work["claims"]["P356"][0]["rank"] = "deprecated"
    work["claims"]["P698"] = [{"mainsnak": {"snaktype": "somevalue"}}]
    path = tmp_path / "w.json"
    path.write_text(_lines([work]), encoding="utf-8")
    (one,) = (link for link in links([path], "wikidata", OURS, tmp_path) if link.subject == "urn:title")
    assert one.evidence.startswith("equal titles, authors fit")
    assert not [link for link in links([path], "wikidata", OURS, tmp_path) if link.subject == "urn:doi"]


def test_damaged_lines(tmp_path: Path) -> None:
    """A line that is no entity is told, with those that follow; the rest goes through."""
    path, notes = tmp_path / "w.json", list[str]()
    path.write_text(_lines(ENTITIES[:1])[:-2] + ',\n{"id": 7},\n{"type"\n]\n', encoding="utf-8")
    assert [one.subject for one in links([path], "wikidata", OURS, tmp_path, notes)] == ["urn:doi"]
    (note,) = notes
    assert "line 4: no entity of Wikidata" in note
    assert note.endswith("fetch the dump again, and 1 more")


def test_many_of_one_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of works of one title only so many wait for the names of their authors."""
    monkeypatch.setattr("kg.pipeline.rdf_dumps._ALIKE", 2)
    entities = [wikidata(number, [], P1476=[{"text": TITLE, "language": "en"}], P2093=["Ada Kent", "Bo Lind"])
                for number in range(1, 5)]  # fmt: skip
    path = tmp_path / "w.json"
    path.write_text(_lines(entities), encoding="utf-8")
    assert {one.object for one in links([path], "wikidata", OURS, tmp_path)} == {f"{Q}1", f"{Q}2"}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("w.jsonl.gz", gzip.compress(b'{"id": "https://openalex.org/W1", "title": "A"}\n' * 90_000)[:-9], "to its end"),
        ("w.json.gz", gzip.compress(_lines(ENTITIES * 90).encode())[:-9], "cannot be read"),
        ("big.json.gz", gzip.compress(_lines(ENTITIES * 2000).encode())[:-9], "cannot be read"),
        ("big.nt.gz", gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n" * 90_000)[:-9], "cannot be read"),
        ("w.nt.gz", gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n" * 90)[:-9], "cannot be read"),
        ("w.bin", b"\0" * 900, "a binary file"),
        ("w.txt", b"Dear all,\nnothing of the kind.\n", "in no known format"),
        ("w.gz", gzip.compress(b"abc" * 90)[:-9], "cannot be read"),
    ],
)
def test_what_cannot_be_read(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    """A dump that is damaged, or no dump, is an error that says so."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=told):
        links([path], "openalex" if name == "w.jsonl.gz" else "wikidata", OURS, tmp_path)


def test_versions_by_a_dump(tmp_path: Path) -> None:
    """A form of a paper is linked to the record of dblp that has its DOI, as its endpoint would tell."""
    dump = '<dblp><article key="journals/x/1"><title>A.</title><ee>https://doi.org/10.1000/v</ee></article></dblp>'
    path = tmp_path / "dblp.xml"
    path.write_text(dump, encoding="utf-8")
    version = Entity(iri="urn:v", kind="version", keys=(("doi", "10.1000/v"),))
    (one,) = links([path], "dblp", [version], tmp_path)
    assert (one.subject, one.object) == ("urn:v", "https://dblp.org/rec/journals/x/1")


@pytest.mark.parametrize("suffix", ["nt", "ttl"])
def test_schemes_that_are_not_ours(suffix: str, tmp_path: Path) -> None:
    """An identifier of RDF whose scheme none of ours has is passed over; the others count."""
    record, schema = "<https://dblp.org/rec/journals/x/1>", "https://dblp.org/rdf/schema#"
    path = tmp_path / f"dblp.{suffix}"
    path.write_text(
        f"<https://dblp.org/pid/1/2> <{schema}orcid> <https://orcid.org/0000-0002-1825-0097> .\n"
        f'{record} <{schema}title> "A." .\n{record} <{schema}doi> <https://doi.org/10.1000/v> .\n',
        encoding="utf-8",
    )
    paper = Entity(iri="urn:v", kind="paper", name="B", keys=(("doi", "10.1000/v"),))
    assert [one.object for one in links([path], "dblp", [paper], tmp_path)] == [record[1:-1]]


def test_company_of_those_not_ours(tmp_path: Path) -> None:
    """A work that is none of ours is read where its authors bear names of ours: it shows who they are."""
    names = ["Ada Kent", "Bo Lind", "Cora Moss"]
    paper = Entity(
        iri="urn:x",
        kind="paper",
        name=TITLE,
        authors=tuple(Author(at, f"urn:{one}", one) for at, one in enumerate(names)),
    )
    people = [Entity(iri=f"urn:{one}", kind="person", name=one, basis="full-name") for one in names]
    work = {
        "id": "https://openalex.org/W1", "title": "Not of ours", "type": "article",
        "authorships": [{"author_position": "x", "raw_author_name": one, "author": {"id": f"https://openalex.org/A{at}"}}
                        for at, one in enumerate(names, 1)],
    }  # fmt: skip
    path = tmp_path / "w.jsonl"
    path.write_text(json.dumps(work) + "\n", encoding="utf-8")
    assert len(links([path], "openalex", [paper, *people], tmp_path)) == 3


def test_archives(shared: Path, tmp_path: Path) -> None:
    """ORCID's archive of a small file a record is read; so are big files, packed ones and other text in an archive."""
    orcid = shared / "samples" / "orcid"
    files = [
        ("s/a.xml", (orcid / "record-3.0.xml").read_bytes()), ("s/empty.xml", b""),
        ("s/b.xml", (orcid / "record-3.0.xml").read_bytes().replace(b"8888-8888-8888-8880", b"0000-0002-1825-0097")),
        ("s/c.json", (orcid / "0000-0001-8254-7103.json").read_bytes()),
        ("s/d.json.gz", gzip.compress((orcid / "0000-0003-3953-765X.json").read_bytes())),
        ("s/README", b"Dear all,\nthese are records.\n"),
    ]  # fmt: skip
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, text in files:
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
        archive.addfile(tarfile.TarInfo("s/folder/"))
    path = tmp_path / "orcid.tar"
    path.write_bytes(content.getvalue())
    persons = [
        Entity(iri=f"urn:{one}", kind="person", basis="orcid", keys=(("orcid", one),))
        for one in ("0000-0002-1825-0097", "0000-0001-8254-7103", "0000-0003-3953-765X")
    ]
    notes = list[str]()
    assert [one.object[-19:] for one in links([path], "orcid", persons, tmp_path, notes)] == [
        one.keys[0][1] for one in persons
    ]
    assert len(notes) == 1
    with tarfile.open(path, mode="w") as archive:
        archive.add(orcid / "0000-0001-8254-7103.json", "a.json")
    assert [one.object[-19:] for one in links([path], "orcid", persons, tmp_path)] == ["0000-0001-8254-7103"]
    path.write_bytes(content.getvalue()[:-200])
    with pytest.raises(InputError, match="fetch it again"):
        links([path], "orcid", persons, tmp_path)


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dump can come by standard input, which is read as records, at a glance or in full."""
    for record in (
        '{"id": "https://openalex.org/W1", "doi": "https://doi.org/10.1000/abc", "title": "A title"}',
        '{"DOI": "10.1000/abc", "title": ["A title"], "type": "journal-article"}',
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{record}\n{record}\n".encode())))
        name = "openalex" if "openalex" in record else "doi"
        assert len(links([Path("-")], name, OURS, tmp_path)) == 1


def test_crowds() -> None:
    """A title that many of ours have may concern us, whoever wrote it; the edge of many does not."""
    papers = [Entity(iri=f"urn:{at}", kind="paper", name="Conference report") for at in range(60)]
    papers += [
        Entity(iri=f"urn:long{at}", kind="paper", name=f"Introduction to the theory {at} of all that is {at * 7919}")
        for at in range(60)
    ]
    keys = Keys(papers, target("openalex"), frozenset())
    assert keys.may_concern("paper", ["CONFERENCE REPORT: 2020"], ())
    assert not keys.may_concern("paper", ["Introduction to the theory of quite another thing"], ())
    assert not keys.may_concern("organization", ["Conference report"], ())
