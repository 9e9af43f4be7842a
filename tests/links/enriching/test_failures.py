"""`kg enrich` with services that fail, and runs that end early."""

import gzip
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kg.endpoint import Cache, Limits, Pace, Retries, WebService
from kg.errors import UsageError
from kg.links.enrich.enrichment import facts
from kg.links.enrich.fetched import Fetched, Record
from kg.pipeline.enriching import enrich

Services = Any
Ours = Any


def quick(monkeypatch: pytest.MonkeyPatch, **more: object) -> None:
    """Ask once, without pauses."""
    client = partial(WebService, retries=Retries(attempts=1), **more)  # type: ignore[arg-type]
    monkeypatch.setattr("kg.pipeline.enriching.WebService", client)


def test_batches_are_halved(services: Services, ours: Ours, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that is too long for the service is asked again in halves; nothing is lost."""
    quick(monkeypatch)
    services.wrong = lambda path: (414, {}, b"too long") if path.count("10.1000") > 1 else None
    made = enrich(ours.build(), targets=["openalex"], url=services.url)
    assert ours.counts(made) == {"enriched": 2, "nothing there": 1, "no key": 1}
    assert made.notes == ()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ((500, {}, b"broken"), "500"),
        ((200, {"Content-Type": "text/html"}, b"<html><title>Log in</title></html>"), "page for people"),
        ((200, {"Content-Type": "application/json"}, b'{"results": [{"id": "https://openal'), "no JSON"),
        ((200, {"Content-Type": "application/json"}, b'{"message": "hello"}'), "no member 'results'"),
        ((200, {"Content-Type": "application/json"}, b'{"results": [1]}'), "no objects"),
        ((200, {"Content-Type": "application/json"}, b'{"results": [{"bibjson": {"title": "x"}}]}'), "as doaj"),
        ((200, {"Content-Type": "application/json"}, b'{"results": ["' + b"x" * 100_000 + b'"]}'), "bytes"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * 100_000)), "bytes"),
        ((302, {"Location": "http://10.0.0.1/works"}, b""), "not on the public internet"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "no web address"),
        ((403, {}, b"who are you"), "SCHOLARKG_CONTACT"),
        ((429, {"Retry-After": "3600"}, b""), "too often"),
    ],
)
def test_failures_are_told(
    services: Services,
    ours: Ours,
    monkeypatch: pytest.MonkeyPatch,
    wrong: tuple[int, dict[str, str], bytes],
    told: str,
) -> None:
    """An answer that cannot be used fails what it was asked for, with its reason; nothing is written."""
    quick(monkeypatch, limits=Limits(size=50_000), pace=Pace())
    services.wrong = lambda _: wrong
    folder = ours.build()
    made = enrich(folder, targets=["openalex"], url=services.url)
    assert ours.counts(made).keys() <= {"failed", "not asked", "no key"}
    assert ours.counts(made)["failed"] > 0
    assert any(told in note for note in made.notes), made.notes
    assert ours.documents() == {}
    services.wrong = lambda _: None
    quick(monkeypatch, pace=Pace())
    again = enrich(folder, targets=["openalex"], url=services.url)
    assert ours.counts(again) == {"enriched": 2, "nothing there": 1, "no key": 1}


def test_given_up(services: Services, ours: Ours, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that fails ten times in a row is asked no more; the rest is said to be not asked."""
    quick(monkeypatch)
    services.wrong = lambda _: (500, {}, b"")
    lines = "".join(
        json.dumps({"source": "own", "title": f"Paper {at}", "authors": ["Ann Lee"], "doi": f"10.1000/{at}"}) + "\n"
        for at in range(15)
    )
    made = enrich(ours.build(lines), targets=["doi"], url=services.url)
    assert ours.counts(made) == {"failed": 10, "not asked": 5}
    assert len(services.asked) == 10


def test_moved_works_are_followed(services: Services, ours: Ours) -> None:
    """A redirect on the same host is followed with the same question."""

    def moved(path: str) -> tuple[int, dict[str, str], bytes] | None:
        return (301, {"Location": path.replace("/old/", "/")}, b"") if path.startswith("/old/") else None

    services.wrong = moved
    made = enrich(ours.build(), targets=["doi"], url=f"{services.url}/old/")
    assert ours.counts(made) == {"enriched": 2, "nothing there": 1, "no key": 1}
    assert not any("Content-Length" in headers for _, headers in services.asked), "it is a GET"


def test_killed_run_goes_on(services: Services, ours: Ours, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was answered before a run was killed is not asked for again, whatever its last line looks like."""
    folder, keep = ours.build(), Fetched.add
    times: list[int] = []

    def killed(self: Fetched, *more: Any, place: str) -> None:  # noqa: ANN401 - what the method takes
        if times:
            raise KeyboardInterrupt
        times.append(1)
        keep(self, *more, place=place)

    monkeypatch.setattr(Fetched, "add", killed)
    with pytest.raises(KeyboardInterrupt):
        enrich(folder, targets=["doi"], url=services.url)
    monkeypatch.setattr(Fetched, "add", keep)
    assert ours.documents() == {}
    memory = folder / "enrichment" / ".doi.jsonl"
    memory.write_bytes(memory.read_bytes() + b'{"question": "cut in the mid')
    number = len(services.asked)
    made = enrich(folder, targets=["doi"], url=services.url)
    assert len(services.asked) - number == 2
    assert ours.counts(made) == {"enriched": 2, "nothing there": 1, "no key": 1}


def test_mirror(services: Services, ours: Ours) -> None:
    """What a mirror gave stays when the service itself is meant; that a mirror has nothing says nothing of others."""
    folder = ours.build()
    enrich(folder, targets=["openalex"], url=services.url)
    before, number = ours.documents(), len(services.asked)
    made = enrich(folder, targets=["openalex"], offline=True)
    assert ours.counts(made) == {"enriched": 2, "not asked": 1, "no key": 1}
    assert ours.documents() == before
    made = enrich(folder, targets=["openalex"], url=f"{services.url}/")
    assert ours.counts(made) == {"enriched": 2, "nothing there": 1, "no key": 1}
    assert len(services.asked) > number


def test_offline(services: Services, ours: Ours, tmp_path: Path) -> None:
    """--offline asks nobody: it takes what the cache has, and says of the rest that it was not asked for."""
    folder, cache = ours.build(), Cache(tmp_path / "cache.sqlite")
    made = enrich(folder, targets=["openalex"], url=services.url, offline=True)
    assert ours.counts(made) == {"not asked": 3, "no key": 1}
    assert services.asked == []
    enrich(folder, targets=["openalex"], url=services.url, cache=cache)
    number = len(services.asked)
    (folder / "enrichment" / ".openalex.jsonl").unlink()
    made = enrich(folder, targets=["openalex"], url=services.url, offline=True, cache=cache)
    assert ours.counts(made) == {"enriched": 2, "nothing there": 1, "no key": 1}
    made = enrich(folder, targets=["openalex"], url=services.url, refresh=True, cache=cache)
    assert len(services.asked) == number
    made = enrich(folder, targets=["semopenalex"], offline=True)
    assert ours.counts(made) == {"no key": 4}


def test_only_what_is_missing(services: Services, ours: Ours) -> None:
    """Things that lack nothing are not asked for, unless all are; --missing narrows what counts."""
    folder = ours.build()
    made = enrich(folder, targets=["doi"], url=services.url, missing=facts("authors"))
    assert ours.counts(made) == {"enriched": 1, "complete": 2, "no key": 1}
    with pytest.raises(UsageError, match="doi has none of orcid"):
        enrich(folder, targets=["doi"], url=services.url, missing=facts("orcid"))
    made = enrich(folder, targets=["doi"], url=services.url, missing=facts("year"), every=True)
    assert ours.counts(made) == {"enriched": 2, "nothing there": 1, "no key": 1}
    for words in ("colour", ""):
        with pytest.raises(UsageError, match="cannot lack"):
            facts(words)


def test_old_answers_are_asked_anew(tmp_path: Path) -> None:
    """After a month an answer is asked for again; until there is a new one the old one stays."""
    now = [0.0]
    memory = Fetched(tmp_path / "m.jsonl", date=lambda: now[0])
    memory.add("q", ["a", "b"], [Record(kind="paper", keys=("a",), format="f", raw="1")], place="p")
    now[0] = 31 * 86_400.0
    later = Fetched(tmp_path / "m.jsonl", date=lambda: now[0])
    assert later.found("q", "a", place="p") is None
    assert later.had("q", "a")
    assert list(later.records()) == [], "nothing of ours is known to have it"
    later.use("q", "a")
    assert [record.raw for record in later.records()] == ["1"]
    later.add("q", ["a"], [Record(kind="paper", keys=("a",), format="f", raw="2")], place="p")
    assert later.found("q", "a", place="p") is True
    later.sift()
    assert [record.raw for record in later.records()] == ["2"]
    assert len((tmp_path / "m.jsonl").read_text().splitlines()) == 2
