"""`kg review`: keys from a pipe and a terminal, decisions at once, the table to fill in."""

import io
import os
import pty
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from kg.cli.review import keys
from kg.errors import InputError, UsageError
from kg.links.decisions.decision import COLUMNS, Decision, Decisions
from kg.links.decisions.ledger import Ledger
from kg.links.review.walk import Review
from kg.model import Link
from kg.pipeline.linking import link
from kg.pipeline.reviewing import candidates

Graph = Callable[[str], Path]
LinksIn = Callable[[Path], list[Link]]
CLOSE = "http://www.w3.org/2004/02/skos/core#closeMatch"
DUMP = (
    '{"id": "https://openalex.org/W1", "title": "On slow rivers", "publication_year": 2012, "authorships": '
    '[{"author": {"id": "https://openalex.org/A1", "display_name": "Ada Kent"}}]}\n'
    '{"id": "https://openalex.org/W2", "title": "On slow rivers", "publication_year": 2013, "authorships": '
    '[{"author": {"id": "https://openalex.org/A2", "display_name": "Ada Kent"}}]}\n'
    '{"id": "https://openalex.org/W3", "title": "Fields of wet grass", "publication_year": 2001, "authorships": '
    '[{"author": {"id": "https://openalex.org/A1", "display_name": "Ada Kent"}}]}\n'
)
OURS = (
    'paper:a a kg:Paper ; kg:title "On slow rivers" ; kg:publicationYear 2017 ; kg:authorListComplete true .'
    'authorship:a-1 kg:rawName "Ada Kent" .'
    'paper:b a kg:Paper ; kg:title "Fields of wet grass" ; kg:publicationYear 2011 ; kg:doi "10.1000/b" .'
    'authorship:b-1 kg:rawName "Ada Kent" .'
)


@pytest.fixture
def folder(graph: Graph, tmp_path: Path) -> Path:
    """Return a folder with a graph and three candidates in its links.ttl."""
    made = graph(OURS)
    dump = tmp_path / "works.jsonl"
    dump.write_text(DUMP, encoding="utf-8")
    link(made, targets=["openalex"], dumps=[dump])
    return made


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Return a function that runs `kg review` with keys from a pipe."""

    def run(pressed: str, *arguments: str) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(pressed))
        return main(["review", *arguments])

    return run


def states(links: list[Link]) -> dict[str, str]:
    """Return the state of each link by the end of its object."""
    return {one.object.rpartition("/")[2]: one.state for one in links}


def test_keys_from_a_pipe(
    folder: Path, press: Callable[..., int], links_in: LinksIn, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both things stand side by side; accept and reject end in decisions.tsv and links.ttl, a skip stays open."""
    assert states(links_in(folder)) == dict.fromkeys(("W1", "W2", "W3"), "candidate")
    assert press("b\nr\ns\n", str(folder)) == 0
    out = capsys.readouterr().out
    assert "2017" in out
    assert "2012" in out
    assert "1 of 3  (2 candidates for this thing)" in out
    assert "1 accepted, 1 rejected, 1 left" in out
    assert states(links_in(folder)) == {"W1": "accepted", "W2": "rejected", "W3": "candidate"}
    assert [each.decision for each in Decisions.read(folder / "decisions.tsv").all] == ["accept", "reject"]
    assert press("", str(folder / "links.ttl"), "--target", "openalex") == 0
    assert "1 of 1" in capsys.readouterr().out
    assert press("r", str(folder), "--state", "accepted") == 0
    assert states(links_in(folder))["W1"] == "rejected"
    assert press("a", str(folder), "--target", "dblp") == 0
    assert "no candidate link waits" in capsys.readouterr().out


def test_undo_and_help(folder: Path, press: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    """Undo takes the last step back, also the decision on the last link; an unknown key explains the keys."""
    assert press("ubxru sbu bq", str(folder)) == 0
    out = capsys.readouterr().out
    assert "nothing to undo" in out
    assert "the link never comes back" in out
    assert "all links were shown" in out
    assert "2 accepted, 0 rejected, 1 left" in out
    assert len(Decisions.read(folder / "decisions.tsv")) == 2


def test_rivals(folder: Path, press: Callable[..., int], links_in: LinksIn, capsys: pytest.CaptureFixture[str]) -> None:
    """What is accepted rejects the other candidates for its thing, shown and skipped ones too; the ledger says why."""
    assert press("sas", str(folder)) == 0
    out = capsys.readouterr().out
    assert "rejected with it, as other candidates for this thing: 1" in out
    assert "1 accepted, 0 rejected and 1 with them, 1 left" in out
    assert states(links_in(folder)) == {"W1": "rejected", "W2": "accepted", "W3": "candidate"}
    told = {each.object[-2:]: each for each in Decisions.read(folder / "decisions.tsv").all}
    assert told["W1"].note == "implied: it is https://openalex.org/W2, which was accepted"
    assert told["W1"].decision == "reject"


def test_undo_of_rivals(
    folder: Path, press: Callable[..., int], links_in: LinksIn, capsys: pytest.CaptureFixture[str]
) -> None:
    """Undo opens the rivals again; what was decided by itself is never closed."""
    assert press("auq", str(folder)) == 0
    assert not Decisions.read(folder / "decisions.tsv").all
    assert "2 of 3" not in capsys.readouterr().out
    assert press("baq", str(folder)) == 0
    assert [each.decision for each in Decisions.read(folder / "decisions.tsv").all] == ["accept", "accept"]
    assert states(links_in(folder)) == {"W1": "accepted", "W2": "accepted", "W3": "candidate"}


def test_killed_review(folder: Path, press: Callable[..., int], links_in: LinksIn) -> None:
    """A decision is on the disk before the next link is shown, and holds though links.ttl was not written."""
    with candidates(folder) as found:
        Review(found, Ledger(folder / "decisions.tsv")).decide("accept", closing=False)
    with candidates(folder) as found:
        assert len(found) == 2
    with (folder / "decisions.tsv").open("a") as file:
        file.write("rejec")  # the power went
    with candidates(folder) as found:
        assert len(found) == 2
    assert press("r", str(folder)) == 0
    assert [each.decision for each in Decisions.read(folder / "decisions.tsv").all] == ["accept", "reject"]
    assert sorted(states(links_in(folder)).values()) == ["accepted", "candidate", "rejected"]


def test_stopped_review(folder: Path, monkeypatch: pytest.MonkeyPatch, links_in: LinksIn) -> None:
    """Ctrl-C ends the walk; what was decided is in links.ttl."""

    class Keys(io.StringIO):
        def read(self, size: int | None = -1) -> str:
            pressed = super().read(size)
            if not pressed:
                raise KeyboardInterrupt
            return pressed

    monkeypatch.setattr(sys, "stdin", Keys("b"))
    assert main(["review", str(folder)]) == 0
    assert sorted(states(links_in(folder)).values()) == ["accepted", "candidate", "candidate"]


def test_keys_of_a_terminal() -> None:
    """Each key counts as it is pressed; an arrow is none, the end of input ends the walk."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r", closefd=True) as terminal:
        found = keys(terminal)

        def press(text: bytes) -> str:
            later = threading.Timer(0.05, os.write, (ours, text))
            later.start()
            pressed = next(found, "end")
            later.join()
            return pressed

        assert [press(b"a"), press(b"\x1b[A"), press(b"rs"), next(found), press(b"\x04")] == ["a", "?", "r", "s", "end"]
    os.close(ours)


def test_terminal_without_modes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a terminal cannot give single keys, letters are read line by line."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setitem(sys.modules, "termios", None)
    assert list(keys(Terminal("a\nr\n"))) == ["a", "r"]


def test_table_out_and_in(folder: Path, tmp_path: Path, links_in: LinksIn, capsys: pytest.CaptureFixture[str]) -> None:
    """A table that was filled in is taken as it is, twice without harm; wrong rows are told by line."""
    sheet = tmp_path / "sheet.tsv"
    assert main(["review", str(folder), "--export", str(sheet)]) == 0
    lines = sheet.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("decision\ttarget")
    assert "On slow rivers\tOn slow rivers\tAda Kent\tAda Kent\t2017\t2012" in lines[1]
    filled = [lines[0], f"Accept{lines[1]}", f"no{lines[2]}", f"r{lines[3]}", f"accept{lines[3]}", "", lines[2]]
    sheet.write_text("\r\n".join([*filled, filled[1].replace("W1", "W9"), filled[3]]), encoding="utf-16")
    capsys.readouterr()
    for _ in range(2):
        assert main(["review", str(folder), "--import", str(sheet)]) == 1
        assert states(links_in(folder)) == {"W1": "accepted", "W2": "candidate", "W3": "rejected"}
    told = capsys.readouterr()
    assert "line 3: 'no' is no decision" in told.err
    assert "line 5: line 4 says reject" in told.err
    assert "line 8: links.ttl has no link" in told.err
    assert "2 new decisions, 3 rows are wrong" in told.out
    assert "0 new decisions, 3 rows are wrong" in told.out


def test_rivals_in_a_table(
    folder: Path, links_in: LinksIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Empty rows of rivals of what was accepted are rejected with it; skip keeps a rival open, and so does no row."""
    sheet = folder / "sheet.tsv"
    assert main(["review", str(folder), "--export", str(sheet)]) == 0
    head, first, second, third = sheet.read_text(encoding="utf-8").splitlines(keepends=True)
    sheet.write_text(f"{head}accept{first}skip{second}{third}", encoding="utf-8")
    assert main(["review", str(folder), "--import", str(sheet)]) == 0
    assert states(links_in(folder)) == {"W1": "accepted", "W2": "candidate", "W3": "candidate"}
    sheet.write_text(f"{head}accept{first}", encoding="utf-8")
    assert main(["review", str(folder), "--import", str(sheet)]) == 0
    assert states(links_in(folder))["W2"] == "candidate"
    monkeypatch.setattr("kg.pipeline.reviewing._AT_ONCE", 1)
    (folder / "decisions.tsv").unlink()
    sheet.write_text(f"{head}{second}accept{first}{third}", encoding="utf-8")
    assert main(["review", str(folder), "--import", str(sheet)]) == 0
    assert "2 new decisions" in capsys.readouterr().out
    assert states(links_in(folder)) == {"W1": "accepted", "W2": "rejected", "W3": "candidate"}
    assert Decisions.read(folder / "decisions.tsv").all[-1].note.startswith("implied: it is https://openalex.org/W1")


def test_table_with_open_quotes(folder: Path, links_in: LinksIn, capsys: pytest.CaptureFixture[str]) -> None:
    """A quote that nobody closed spoils its row only, and a short row has nothing in its last cells."""
    sheet = folder / "sheet.tsv"
    main(["review", str(folder), "--export", str(sheet)])
    head, first, second, third = sheet.read_text(encoding="utf-8").splitlines(keepends=True)
    sheet.write_text(f'{head}"accept{first}r{second}a\n{third}', encoding="utf-8")
    assert main(["review", str(folder), "--import", str(sheet)]) == 1
    told = capsys.readouterr()
    assert "line 2: a quote in the row is not closed" in told.err
    assert "line 4: links.ttl has no link to ''" in told.err
    assert states(links_in(folder)) == {"W1": "candidate", "W2": "rejected", "W3": "candidate"}


def test_table_to_standard_output(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """`--export -` prints the table alone; a table without a new decision is no error."""
    assert main(["review", str(folder), "--export", "-"]) == 0
    sheet = folder / "sheet.tsv"
    out = capfdbinary.readouterr().out
    assert out.count(b"\n") == 4
    sheet.write_bytes(out)
    assert main(["review", str(folder), "--import", str(sheet)]) == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"decision\ttarget\n", "lacks subject, object"), (b"\xff\xff", "cannot be read"), (b"", "line 1 lacks")],
)
def test_no_table(folder: Path, content: bytes, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no such table is refused."""
    sheet = folder / "sheet.tsv"
    sheet.write_bytes(content)
    assert main(["review", str(folder), "--import", str(sheet)]) == InputError.exit_code
    assert told in capsys.readouterr().err


def test_bad_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table is taken whole; a graph without links has nothing to review."""
    assert main(["review", str(folder), "--import", "x", "--target", "doi"]) == UsageError.exit_code
    (folder / "links.ttl").unlink()
    assert main(["review", str(folder)]) == InputError.exit_code
    assert "`kg link` writes it" in capsys.readouterr().err


def test_ledger(tmp_path: Path) -> None:
    """Decisions follow the columns of the file; a missing end of line is added; taking back takes the last one."""
    file = tmp_path / "decisions.tsv"
    file.write_bytes(b"object\ttarget\tsubject\tdecision\r\nurn:o\tdoi\turn:s\treject")
    ledger = Ledger(file)
    made = Decision("accept", "doi", "urn:s", "", "urn:o", "paper:x", "why")
    ledger.add(made)
    ledger.add(made)
    ledger.take_back(made)
    assert [each.decision for each in Decisions.read(file).all] == ["reject", "accept"]
    ledger.take_back(made._replace(object="urn:none"))
    assert file.read_bytes().endswith(b"urn:o\tdoi\turn:s\treject\nurn:o\tdoi\turn:s\taccept\n")
    assert [path.name for path in tmp_path.iterdir()] == ["decisions.tsv"]


def test_ledger_that_cannot_be_written(tmp_path: Path) -> None:
    """A place that cannot be written to is told."""
    for act in (Ledger(tmp_path).add, Ledger(tmp_path).take_back):
        with pytest.raises(UsageError, match="cannot be written"):
            act(Decision("accept", "doi", "urn:s", "", "urn:o"))


def test_empty_ledger(tmp_path: Path) -> None:
    """An empty file gets its head."""
    (tmp_path / "d.tsv").write_bytes(b"")
    Ledger(tmp_path / "d.tsv").add(Decision("accept", "doi", "urn:s", "", "urn:o"))
    assert (tmp_path / "d.tsv").read_text().startswith("\t".join(COLUMNS) + "\naccept\tdoi")


@pytest.mark.parametrize("between", ["\t", ",", ";"])
def test_tables_of_other_forms(folder: Path, between: str) -> None:
    """What stands between cells may be a comma or a semicolon, as spreadsheets like to write it."""
    sheet = folder / "sheet.csv"
    row = ["reject", "openalex", "https://w3id.org/scholarkg/id/paper/b", "https://openalex.org/W3"]
    head = ["decision", "target", "subject", "object"]
    sheet.write_text(f"{between.join(head)}\r\n{between.join(row)}\r\n", encoding="utf-8-sig")
    assert main(["review", str(folder), "--import", str(sheet)]) == 0
    assert [one.decision for one in Decisions.read(folder / "decisions.tsv").all] == ["reject"]
