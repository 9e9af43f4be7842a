"""Progress on a terminal, silence in a pipe."""

import sys

import pytest

from kg.progress import Progress


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Progress:
    """Return a Progress whose standard error, as it is captured, is a terminal."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    return Progress()


def test_a_pipe_hears_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Progress is for people; the time of a stage is known all the same."""
    tell = Progress()
    assert list(tell.watched("map", "abc", 3)) == ["a", "b", "c"]
    assert capsys.readouterr().err == ""
    assert tell.seconds["map"] >= 0


def test_a_terminal_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Count, total, rate and the time that is left, on one line that vanishes at the end."""
    monkeypatch.setattr("time.monotonic", iter(range(0, 1000, 10)).__next__)
    tell = on_terminal(monkeypatch)
    tell.begin("read")
    tell("read", 5, 10)
    tell("read", 10, 10)
    tell.end("read", 10)
    told = capsys.readouterr().err
    assert "read: 5 of 10 (0/s, 10 s left)" in told
    assert told.endswith("\r\x1b[K")


def test_an_unknown_total_is_not_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Then there is no time left either."""
    on_terminal(monkeypatch)("map", 7, None)
    assert "map: 7 (" in capsys.readouterr().err


def test_the_share_of_the_work_tells_the_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nobody knows how many things there are, but how much of the bytes was read."""
    monkeypatch.setattr("time.monotonic", iter(range(0, 1000, 10)).__next__)
    tell = on_terminal(monkeypatch)
    tell.begin("read")
    tell("read", 5000, share=0.25)
    tell("read", 20000, share=1.0)
    told = capsys.readouterr().err
    assert "read: 5,000 (500/s, 30 s left)" in told
    assert "read: 20,000 (1,000/s)" in told


def test_verbose_tells_the_time_of_each_stage_in_a_pipe_too(capsys: pytest.CaptureFixture[str]) -> None:
    """One line a stage."""
    tell = Progress(verbose=True)
    tell.begin("write")
    tell.end("write", 1234)
    assert "1,234" in capsys.readouterr().err


def test_a_note_is_told_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    """What a user must know before a long wait."""
    Progress().note("this takes a while")
    assert capsys.readouterr().err == "this takes a while\n"
