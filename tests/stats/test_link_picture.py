"""The picture of links: what is drawn, the same bytes for the same numbers, and graphs of odd sizes."""

import re
from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="drawing is the extra scholarkg[plot]")

from kg.errors import UsageError
from kg.stats import plot_links
from kg.stats.link_picture import LinkShare

Years = dict[int | None, tuple[int, int, int]]
SHARES = [
    LinkShare("openalex", "paper", {2001: (0, 2, 0), 2003: (1, 0, 0), None: (0, 0, 1)}),
    LinkShare("orcid", "person", {None: (1200, 0, 3)}),
]


def texts(shares: list[LinkShare], folder: Path) -> list[str]:
    """Return the texts of a picture."""
    assert plot_links(shares, str(folder / "x.svg"), form="svg") is None
    return re.findall(r">([^<>]+)</text>", (folder / "x.svg").read_text(encoding="utf-8"))


def test_what_is_drawn(tmp_path: Path) -> None:
    """Each target and class has its share and number, each with years a panel, and the signs are explained."""
    told = texts(SHARES, tmp_path)
    assert {"Links", "linked", "candidate", "unlinked", "openalex", "paper", "orcid", "person"} <= {*told}
    assert {"25 %  of 4, 2 to review", "100 %  of 1,203", "openalex, paper by year", "1 undated"} <= {*told}
    assert {"2001", "2003"} <= {*told}
    assert "orcid, person by year" not in told


def test_same_bytes(tmp_path: Path) -> None:
    """The same numbers are the same picture."""
    for form in ("png", "svg"):
        for name in "ab":
            plot_links(SHARES, str(tmp_path / f"{name}.{form}"), form=form)
        assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()


def test_many_years(tmp_path: Path) -> None:
    """Where there are many years a bar stands for several, and few old things are told in words."""
    spread: Years = {1600 + year: (1, 1, 1) for year in range(0, 400, 3)}
    told = texts([LinkShare("x", "paper", spread)], tmp_path)
    assert any(re.fullmatch(r"a bar is \d+ years", one) for one in told)
    recent: Years = {**dict.fromkeys(range(2000, 2020), (10, 0, 0)), 1800: (1, 0, 0)}
    assert any(one.startswith("1 before ") for one in texts([LinkShare("x", "paper", recent)], tmp_path))


def test_nothing_and_very_much(tmp_path: Path) -> None:
    """A graph without links has a picture that says so; of very many panels some are left out, and told."""
    assert "there are no links" in texts([], tmp_path)
    many = [LinkShare(f"target-{number}" * 9, "paper", {2001: (1, 1, 1)}) for number in range(30)]
    assert "6 more by year are not drawn" in texts(many, tmp_path)


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is not there is told."""
    with pytest.raises(UsageError, match="cannot be written"):
        plot_links(SHARES, str(tmp_path / "none" / "x.svg"), form="svg")
