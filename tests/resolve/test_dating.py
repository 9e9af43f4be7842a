"""Tests of `kg.resolve.dating`: the year of days without year."""

from collections.abc import Sequence

import pytest

from kg.model import Paper, Record
from tests.resolve.conftest import MakeRecord, Resolve


def _page(make: MakeRecord, page: str, days: Sequence[str | None]) -> list[Record]:
    return [
        make(f"{page}-{i}", f"Paper {i} of page {page} on owls", "Anna Berg", date=day) for i, day in enumerate(days, 1)
    ]


def _guesses(papers: list[Paper]) -> dict[str, str]:
    return {guess.in_record: guess.inferred_value for paper in papers for guess in paper.inferences}


def test_rows_above_the_latest_year_get_the_year_after(make: MakeRecord, resolve: Resolve) -> None:
    """On a newest-first page days without year stand for the year after the latest one; it is only inferred."""
    resolved = resolve(_page(make, "a", ["--04-06", None, "--03-17", "2025-11-06", "2024-02-20"]))
    assert _guesses(resolved.papers) == {"a-1": "2026-04-06", "a-3": "2026-03-17"}
    first = next(paper for paper in resolved.papers if paper.records[0].key == "a-1")
    assert first.published_on == "--04-06"
    (guess,) = first.inferences
    assert (guess.field, guess.rule) == ("published_on", "year-after-latest")
    assert guess.confidence == pytest.approx(1 - 1 / 24, abs=0.001)
    assert "2026" in guess.reason


@pytest.mark.parametrize(
    "days",
    [
        ["--04-06", "2022-11-06", "2024-02-20"],
        ["2025-11-06", "--04-06", "2024-02-20"],
        ["--03-17", "--04-06", "2025-11-06", "2024-02-20"],
        ["--04-06", "2025-11-06"],
        ["--04-06", "--03-17", "--02-11"],
        ["--02-29", "2025-11-06", "2024-02-20"],
    ],
)
def test_no_year_is_guessed_without_the_order(make: MakeRecord, resolve: Resolve, days: list[str]) -> None:
    """Another order, rows in the wrong place, too few dates, or a day that the year does not have: no guess."""
    assert _guesses(resolve(_page(make, "a", days)).papers) == {}


def test_the_latest_year_is_that_of_the_whole_input(make: MakeRecord, resolve: Resolve) -> None:
    """A later year on another page moves the guess, or makes it impossible."""
    page = _page(make, "a", ["--04-06", "2024-11-06", "2024-02-20"])
    other = _page(make, "b", ["2025-01-01"])
    assert _guesses(resolve(page).papers) == {"a-1": "2025-04-06"}
    assert _guesses(resolve([*page, *other]).papers) == {"a-1": "2026-04-06"}


def test_dates_of_any_precision_keep_the_order(make: MakeRecord, resolve: Resolve) -> None:
    """A month or a year fits where it overlaps its neighbours."""
    assert _guesses(resolve(_page(make, "a", ["--04-06", "2024", "2024-02", "2023-05-05"])).papers) == {
        "a-1": "2025-04-06"
    }


def test_without_any_year_nothing_is_guessed(make: MakeRecord, resolve: Resolve) -> None:
    """The clock is never asked."""
    assert _guesses(resolve(_page(make, "a", ["--04-06", "--03-06"])).papers) == {}
