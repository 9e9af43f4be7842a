"""What a reviewer sees of a candidate, in a terminal and a table; candidates kept on disk; who is whose rival."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kg.links.decisions.ledger import Ledger
from kg.links.judging.telling import Theirs, reasons_of, telling, theirs_of
from kg.links.ours.entities import Author, Entity
from kg.links.review.candidates import Candidate, Candidates, is_alone, place_of
from kg.links.review.sheet import sheet_decisions, sheet_rows, sheet_text
from kg.links.review.sides import Look, pair_lines, printable, width
from kg.links.review.walk import Review, walk
from kg.links.targets.target import target
from kg.model import Link

CLOSE = "http://www.w3.org/2004/02/skos/core#closeMatch"


def test_forms_are_no_rivals() -> None:
    """Of forms and pages, and of what is shown again after a decision, more than one may hold."""
    paper = Entity(iri="urn:ours", kind="paper")
    assert is_alone(paper, target("openalex"))
    assert not is_alone(paper, target("doi"))
    assert not is_alone(paper, target("orcid"))
    assert not is_alone(paper, None)
    assert not is_alone(None, target("openalex"))
    one = candidate("x")._replace(alone=True)
    assert one.is_rival(one)
    assert not one.is_rival(one._replace(link=replace(one.link, state="accepted")))


def test_kept_on_disk(tmp_path: Path) -> None:
    """Candidates are found by their place, from both ends, as slices and in turn."""
    listed = [candidate(name, kind="person")._replace(papers=("T",)) for name in "abc"]
    with Candidates(listed, tmp_path) as found:
        assert list(found) == listed == found[:]
        assert [found[-1], found[0], *found[1:2]] == [listed[2], listed[0], listed[1]]
        with pytest.raises(IndexError):
            found[3]


def test_formulas_are_text() -> None:
    """A title that a spreadsheet would reckon with has an apostrophe in front."""
    found = candidate("=1+1", "@Ada", theirs=telling("-2", ["+Bo"]))
    _, row = sheet_text([found])
    assert "\t'=1+1\t'-2\t'@Ada\t'+Bo\t" in row


_NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)


_SOME = _NAMES | st.just("")


@given(_NAMES, st.lists(_NAMES, max_size=40), st.tuples(_SOME, _SOME, _SOME), st.none() | st.integers(0, 2030))
def test_theirs_are_told_and_read(name: str, authors: list[str], more: tuple[str, str, str], year: int | None) -> None:
    """What the evidence tells of a thing of theirs is read as it was told; the reasons stay apart."""
    work, venue, country = more
    told = telling(name, authors, work=work, venue=venue, country=country, year=year)
    told = f"equal titles{told}; 2 things claim it"
    assert theirs_of(told) == Theirs(name, tuple(authors[:30]), len(authors) > 30, work, venue, country, year)
    assert reasons_of(told) == "equal titles; 2 things claim it"


def test_nothing_is_told() -> None:
    """A thing without a name is not told of, and evidence of other kinds tells nothing."""
    assert telling("", ["Ada Kent"]) == ""
    assert theirs_of("both have the DOI 10.1000/a") == Theirs()


@pytest.mark.parametrize("told", [r'"\x"', r'"\ud800"', '"a\tb"', '"a', "Ada"])
def test_evidence_of_others(told: str) -> None:
    """What somebody else wrote in our words tells nothing where it is not in our form."""
    assert theirs_of(f"equal titles; theirs: {told}") == Theirs()


def candidate(name: str, *authors: str, theirs: str = "", kind: str = "paper", **fields: object) -> Candidate:
    """Return a candidate."""
    places = tuple(Author(place, "", author) for place, author in enumerate(authors, 1))
    ours = Entity(iri="urn:ours", kind=kind, name=name, authors=places, **fields)  # type: ignore[arg-type]
    found = Link(
        subject="urn:ours",
        target="dblp",
        object="https://dblp.org/rec/x",
        predicate=CLOSE,
        score=0.8,
        method="urn:m",
        evidence=f"titles but for a few letters{theirs}",
        state="candidate",
    )
    return Candidate(found, ours)


def test_differences_are_marked() -> None:
    """Words and names that the other side lacks stand in brackets, or in colour; signs tell equal and different."""
    told = telling("Deep nets for rivers", ["A. Kent", "Cy Mo"], venue="Water", year=2012)
    found = candidate("Deep webs for rivers", "Ada Kent", "Bo Lind", theirs=told, year=2012, keys=(("doi", "10.1/x"),))
    text = "\n".join(pair_lines(found, Look(columns=100)))
    assert "Deep [webs] for rivers" in text
    assert "! Deep [nets] for rivers" in text
    assert "Ada Kent; [Bo Lind]" in text
    assert "A. Kent; [Cy Mo]" in text
    assert "= 2012" in text
    assert "DOI 10.1/x" in text
    assert "theirs:" not in text
    assert "\x1b" not in text
    assert "\x1b[1;33mwebs\x1b[0m" in "\n".join(pair_lines(found, Look(colour=True)))


def test_persons_and_bodies_side_by_side() -> None:
    """Of a person stand some papers on both sides, of an organization the countries."""
    person = candidate("Ada Kent", kind="person", theirs=telling("A. Kent", work="Deep nets"))
    text = "\n".join(pair_lines(person._replace(papers=("Rivers", "Wet grass")), Look(columns=100)))
    assert re.search(r"name +\[Ada\] Kent +! \[A.\] Kent", text)
    assert re.search(r"papers +Rivers; Wet grass +Deep nets", text)
    _, row = sheet_text([person._replace(papers=("Rivers", "Wet grass"))])
    assert "\tRivers; Wet grass\tDeep nets\t" in row
    body = candidate("Uni", kind="organization", country="DE", theirs=telling("Uni", country="FR"))
    assert re.search(r"country +\[DE\] +! \[FR\]", "\n".join(pair_lines(body, Look(columns=100))))


def test_thing_that_is_gone() -> None:
    """A link of a thing that the graph has no more can be reviewed too."""
    assert any("not in the graph" in line for line in pair_lines(Candidate(candidate("x").link, None), Look()))
    gone = Candidate(candidate("x").link, None)
    assert gone.decided("reject").ours == ""
    assert next(row for row in sheet_text([gone]) if row.startswith("\tdblp\t0.8\t\t"))


def test_lines_fit() -> None:
    """No line is wider than the terminal; wide letters count twice, accents nothing, and controls are escapes."""
    more = telling("深度学习" * 20, [f"Author Number{n}" for n in range(40)])
    found = candidate("Ae\u0301\x1b[31m" + "x" * 90, "Ada Kent", theirs=more, kind="person", variants=("A.",))
    lines = list(pair_lines(found, Look(columns=60)))
    assert all(width(line) <= 60 for line in lines)
    assert not any("\x1b" in line for line in lines)
    assert any("..." in line for line in lines)
    assert printable("a\u202eb\n") == "a\\u202eb\\n"


def test_order_of_a_review() -> None:
    """The candidates of one thing stand together, the best one first."""
    one = candidate("x").link
    low, other = replace(one, object="urn:low", score=0.7), replace(one, subject="urn:a")
    assert sorted([low, one, other], key=place_of) == [other, one, low]


def test_walk_ends_with_its_keys() -> None:
    """Without more keys the walk ends, before the first link too."""
    shown: list[str] = []
    walk(Review([candidate("x")], Ledger(Path("never"))), iter("?"), shown.append, Look())
    assert "".join(shown).count("1 of 1") == 1


@given(_NAMES, st.sampled_from(["accept", "reject", "withdraw"]))
def test_table_round_trip(name: str, verdict: str) -> None:
    """Whatever a title holds, a filled row is read as the decision on its link."""
    found = candidate(name, "Ada Kent", theirs=telling(name, ["Bo"] * 31))
    head, row = sheet_text([found])
    key = (found.link.target, found.link.subject, found.link.object)
    rows = list(sheet_rows(io.StringIO(head + verdict + row, newline=""), name="x"))
    assert list(sheet_decisions(rows, {key: found}.get)) == [found.decided(verdict)]  # type: ignore[arg-type]
    empty = sheet_rows(io.StringIO(head + row, newline=""), name="x")
    assert not list(sheet_decisions(empty, {key: found}.get))
