"""What an asker makes of the errors of an endpoint, and how its batches shrink and grow."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from kg.errors import EndpointError, EndpointTimeoutError, MalformedAnswerError, RefusedError, UnreachableError
from kg.links.targets.target import Question, Side, Target
from kg.links.theirs.asking import Answers, Asker
from kg.links.theirs.journal import Journal

if TYPE_CHECKING:
    from kg.endpoint import Endpoint

QUESTION = Question(key="doi", query="SELECT ?key ?thing WHERE { VALUES ?key { } ?thing ?p ?key }")
TARGET = Target(
    name="t", title="T", homepage="h", endpoint="http://a/", batch=8, paper=Side(iri=".*", ask=(QUESTION,))
)  # fmt: skip


class Scripted:
    """An endpoint without a network: it raises or answers by the number of keys."""

    def __init__(self, act: Callable[[int], EndpointError | None]) -> None:
        """Take what it does for so many keys."""
        self.act = act
        self.sizes: list[int] = []

    def texts(self, query: str, *, timeout: float | None = None) -> list[dict[str, str]]:
        """Return a thing for each key."""
        assert timeout is None
        keys = query.partition("{ VALUES ?key { ")[2].partition(" }")[0].split()
        self.sizes.append(len(keys))
        error = self.act(len(keys))
        if error is not None:
            raise error
        rows = [{"key": key.strip('"<>'), "thing": "urn:x"} for key in keys]
        return [*rows, {"key": "nobody asked", "thing": "urn:y"}, {"thing": "urn:z"}]


def asked(
    folder: Path, endpoint: Scripted, keys: list[str], question: Question = QUESTION
) -> tuple[Asker, list[Answers]]:
    """Ask for keys."""
    asker = Asker(TARGET, Journal(folder / "j"), lambda _: cast("Endpoint", endpoint), url=None)
    return asker, list(asker.answers(question, keys))


def error(kind: type[EndpointError], **more: Any) -> EndpointError:  # noqa: ANN401 - of any error
    """Return an error of an endpoint."""
    return kind("it failed", endpoint="http://a/", **more)


def test_rows(tmp_path: Path) -> None:
    """A key has its rows; rows for what nobody asked are left out; the next run knows them."""
    asker, answers = asked(tmp_path, Scripted(lambda _: None), ["a", "b", "a"])
    assert answers == [Answers({"a": [{"thing": "urn:x"}], "b": [{"thing": "urn:x"}]})]
    assert asker.complete
    silent = Scripted(lambda _: error(UnreachableError))
    assert asked(tmp_path, silent, ["a", "b"])[1] == answers
    assert silent.sizes == []


def test_iri_keys(tmp_path: Path) -> None:
    """A key that is to be an IRI and is none is not asked for."""
    question = Question(key="doi", query=QUESTION.query, iri=True)
    endpoint = Scripted(lambda _: None)
    _, answers = asked(tmp_path, endpoint, ["https://doi.org/10.1/a", "no iri"], question)
    assert [set(answer.rows) for answer in answers] == [{"https://doi.org/10.1/a"}]


@pytest.mark.parametrize(
    "gone",
    [
        error(UnreachableError),
        error(RefusedError, status=401),
        error(EndpointTimeoutError, temporary=True),
    ],
    ids=["nobody listens", "login", "no connection"],
)
def test_given_up_at_once(tmp_path: Path, gone: EndpointError) -> None:
    """What no smaller question mends is asked once, and the rest not at all."""
    endpoint = Scripted(lambda _: gone)
    asker, answers = asked(tmp_path, endpoint, list("abcdefghijkl"))
    assert endpoint.sizes == [8]
    assert answers == [Answers({}, frozenset("abcdefgh"))]
    assert not asker.complete


@pytest.mark.parametrize(
    "too_much",
    [
        error(EndpointTimeoutError),
        error(MalformedAnswerError),
        error(RefusedError, status=503),
        error(UnreachableError, temporary=True),
    ],
    ids=["too slow", "cut", "busy", "connection cut"],
)
def test_halved(tmp_path: Path, too_much: EndpointError) -> None:
    """What a smaller question may mend is asked in halves, which grow again after a while."""
    endpoint = Scripted(lambda size: too_much if size > 2 else None)
    keys = [f"k{number}" for number in range(64)]
    asker, answers = asked(tmp_path, endpoint, keys)
    assert {key for answer in answers for key in answer.rows} == set(keys)
    assert endpoint.sizes[:5] == [8, 4, 2, 2, 4]
    assert 4 in endpoint.sizes[20:] or endpoint.sizes.count(2) >= 20
    assert asker.complete


def test_one_bad_key(tmp_path: Path) -> None:
    """A key that never gets an answer has failed; the others have theirs."""

    class Bad(Scripted):
        def texts(self, query: str, *, timeout: float | None = None) -> list[dict[str, str]]:
            if '"bad"' in query:
                raise error(EndpointTimeoutError)
            return super().texts(query, timeout=timeout)

    asker, answers = asked(tmp_path, Bad(lambda _: None), ["a", "bad", "c", "d"])
    assert {key for answer in answers for key in answer.rows} == {"a", "c", "d"}
    assert [answer.failed for answer in answers if answer.failed] == [frozenset({"bad"})]
    assert list(asker.errors.values()) == [1]


def test_patience(tmp_path: Path) -> None:
    """After ten failures in a row the endpoint is given up."""
    endpoint = Scripted(lambda _: error(EndpointTimeoutError))
    asked(tmp_path, endpoint, [f"k{number}" for number in range(400)])
    assert len(endpoint.sizes) == 10


def test_endpoint_that_dribbles(tmp_path: Path) -> None:
    """An endpoint that uses up the time of each question is given up after a quarter of an hour, and that is told."""
    now = [0.0]

    def dribbled(_: int) -> EndpointError:
        now[0] += 300.0
        return error(EndpointTimeoutError)

    endpoint = Scripted(dribbled)
    asker = Asker(
        TARGET, Journal(tmp_path / "j"), lambda _: cast("Endpoint", endpoint), url=None, now=lambda: now[0]
    )  # fmt: skip
    answers = list(asker.answers(QUESTION, list("abcdefghijkl")))
    assert endpoint.sizes == [8, 4, 2]
    assert [answer.failed for answer in answers] == [frozenset("ab")]
    (told,) = asker.errors
    assert told.endswith("; it was given up after 15 minutes without an answer")


@pytest.mark.parametrize(("seconds", "most"), [(0.01, 64), (2.0, 8)], ids=["quick", "slow"])
def test_grown(tmp_path: Path, seconds: float, most: int) -> None:
    """Batches grow to eight times their size where answers are quick, and never where they are slow."""
    now = [0.0]

    def later() -> float:
        now[0] += seconds
        return now[0]

    endpoint = Scripted(lambda _: None)
    asker = Asker(TARGET, Journal(tmp_path / "j"), lambda _: cast("Endpoint", endpoint), url=None, now=later)
    keys = [f"k{number}" for number in range(1500)]
    assert {key for answer in asker.answers(QUESTION, keys) for key in answer.rows} == set(keys)
    assert max(endpoint.sizes) == most
    assert endpoint.sizes[:11] == [8] * 10 + [min(16, most)]
    assert asker.seconds == pytest.approx(len(endpoint.sizes) * seconds)


def test_never_grown_after_a_failure(tmp_path: Path) -> None:
    """An endpoint that once had too much of a question gets no more keys of it than the target says."""
    failed: list[int] = []

    def once(size: int) -> EndpointError | None:
        failed.append(size)
        return error(EndpointTimeoutError) if len(failed) == 12 else None

    endpoint = Scripted(once)
    asked(tmp_path, endpoint, [f"k{number}" for number in range(1500)])
    assert endpoint.sizes[11] == 16
    assert max(endpoint.sizes[12:]) == 8
