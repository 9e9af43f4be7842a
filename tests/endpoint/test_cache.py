"""Answers kept on disk."""

import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.endpoint import Cache, Endpoint, user_cache
from kg.endpoint.cache import Stored
from kg.errors import InputError, MalformedAnswerError

Acts = Any

ASK = "ASK { ?s ?p ?o }"
KEPT = Stored(b'{"head": {}, "boolean": true}' * 3, "application/json")


def test_an_answer_is_asked_for_once(hostile: Acts, send: Acts, tmp_path: Path) -> None:
    """Within the lifetime an answer comes from the cache: another form, query or endpoint has another one."""
    hostile.will(send())
    path = tmp_path / "deep" / "answers.sqlite"
    endpoint = Endpoint(hostile.url, cache=Cache(path))
    assert not path.exists()
    assert [endpoint.ask(ASK), endpoint.ask(ASK), Endpoint(hostile.url, cache=Cache(path)).ask(ASK)] == [True] * 3
    assert len(hostile.asked) == 1
    endpoint.ask(ASK + " ")
    Endpoint(hostile.url + "?x", cache=Cache(path)).ask(ASK)
    with pytest.raises(MalformedAnswerError):
        endpoint.select(ASK)
    assert len(hostile.asked) == 4


def test_bad_answers_are_not_kept(hostile: Acts, send: Acts, tmp_path: Path) -> None:
    """Only an answer that was understood is kept."""
    endpoint = Endpoint(hostile.url, cache=Cache(tmp_path / "answers.sqlite"))
    hostile.will(send(200, b'{"head": {}'), send())
    with pytest.raises(MalformedAnswerError):
        endpoint.ask(ASK)
    assert endpoint.ask(ASK)


def test_lifetime(tmp_path: Path) -> None:
    """An answer that is too old, or from the future, is no answer, and goes with the next one kept."""
    now = [1000.0]
    cache = Cache(tmp_path / "answers.sqlite", lifetime=60, date=lambda: now[0])
    cache.put("http://x/", ASK, "ASK", KEPT)
    now[0] = 1060.0
    assert cache.get("http://x/", ASK, "ASK") == KEPT
    for moment in (1061.0, 999.0):
        now[0] = moment
        assert cache.get("http://x/", ASK, "ASK") is None
    cache.put("http://y/", ASK, "ASK", KEPT)
    with sqlite3.connect(cache.path) as database:
        assert database.execute("SELECT endpoint FROM answers").fetchall() == [("http://y/",)]
    database.close()


def test_no_cache(tmp_path: Path) -> None:
    """A file that is no cache, or cannot be made, is told with the repair."""
    path = tmp_path / "notes.txt"
    path.write_text("these are my notes, and they are long enough to be no database at all\n" * 20)
    with pytest.raises(InputError, match=r"notes\.txt cannot be used .*: delete it"):
        Cache(path).get("http://x/", ASK, "ASK")
    with pytest.raises(InputError, match="name another file"):
        Cache(path / "answers.sqlite").put("http://x/", ASK, "ASK", KEPT)


@pytest.mark.parametrize(
    ("platform", "system", "folder"),
    [("linux", "posix", ".cache"), ("darwin", "posix", "Library/Caches"), ("win32", "nt", "AppData/Local")],
)
def test_where(platform: str, system: str, folder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each system has its own folder for what can be had again; XDG_CACHE_HOME goes before."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr("kg.endpoint.cache._SYSTEM", system)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    assert user_cache() == tmp_path / folder / "scholarkg" / "answers.sqlite"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert user_cache() == tmp_path / "own" / "scholarkg" / "answers.sqlite"
