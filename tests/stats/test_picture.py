"""The picture of a graph: whole, reproducible, readable."""

import struct
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

pytest.importorskip("matplotlib", reason="drawing is the extra scholarkg[plot]")

from kg.cli import main
from kg.query import open_graph
from kg.stats import SOURCE_FIELDS, Coauthors, SourceShares, Statistics, coauthors, graph_counts, plot
from kg.stats.layout import layout
from kg.stats.picture import _letters, binned, fonts_for
from kg.stats.sociogram import Box, label_boxes

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "output"
TEN = ROOT / "tests" / "query" / "graphs" / "ten.ttl"
NOBODY = Coauthors((), (), (), (), 0)


@pytest.fixture(scope="module")
def statistics() -> Statistics:
    """Return the numbers of the graph of the examples."""
    return graph_counts(open_graph(OUTPUT))


@pytest.fixture(scope="module")
def network() -> Coauthors:
    """Return who writes with whom in it."""
    return coauthors(open_graph(OUTPUT))


def texts_of(path: Path) -> list[str]:
    """Return the texts of an SVG file."""
    root = ET.parse(path).getroot()  # noqa: S314 - we have just written it
    return ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_same_numbers_same_bytes(tmp_path: Path, suffix: str) -> None:
    """Two processes with other hash seeds and clocks write the same file; the numbers are printed too."""
    for name, seed in (("a", "1"), ("b", "2")):
        run = subprocess.run(
            [sys.executable, "-m", "kg", "stats", str(OUTPUT), "--plot", str(tmp_path / f"{name}.{suffix}")],
            capture_output=True, text=True, check=True, cwd=ROOT, env={"PYTHONHASHSEED": seed, "HOME": str(tmp_path)},
        )  # fmt: skip
        assert "Papers by year" in run.stdout
    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_a_png_has_its_size(tmp_path: Path, statistics: Statistics, network: Coauthors) -> None:
    """The picture is as wide as thirteen inches are at 120 dots, and higher than wide."""
    assert plot(statistics, network, str(tmp_path / "x.png"), form="png") is None
    head = (tmp_path / "x.png").read_bytes()[:24]
    width, height = struct.unpack(">II", head[16:])
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert width == 1560
    assert height > width


def test_the_texts_of_a_picture(tmp_path: Path, statistics: Statistics, network: Coauthors) -> None:
    """Every number and name that is counted stands in the drawing as text."""
    plot(statistics, network, str(tmp_path / "x.svg"), form="svg", title="An <odd> & $title$")
    texts = texts_of(tmp_path / "x.svg")
    assert {"An <odd> & $title$", "Papers by year", "6 undated", "Who writes with whom"} <= set(texts)
    assert set(network.names) <= set(texts)
    assert {source.name for source in statistics.sources} <= set(texts)
    assert {notation for notation, _, _ in statistics.categories} <= set(texts)
    assert any(text.startswith("27 papers, 80 persons") for text in texts)


def test_a_graph_without_anything(tmp_path: Path) -> None:
    """Each panel says that it is empty."""
    nothing = Statistics((), (), ((None, 3),), (), (), (), ())
    plot(nothing, NOBODY, str(tmp_path / "x.svg"), form="svg")
    told = {"no paper", "no paper has a year", "no paper has a category", "no paper comes from a source"}
    assert told | {"nobody has a co-author", "3 undated"} <= set(texts_of(tmp_path / "x.svg"))


def test_large_graphs_are_added_up(tmp_path: Path) -> None:
    """Many categories and sources end in a row of others, long names in an ellipsis, many years have few labels."""
    many = Statistics(
        things=(("papers", 5_000_000),),
        shares=(),
        years=tuple((year, 100_000 + year) for year in range(1990, 2025)),
        categories=tuple(
            (f"x.{n:02}", "A very long name of a category that nobody can read" * 3, 9) for n in range(40)
        ),
        identities=(),
        rules=(),
        sources=tuple(SourceShares(f"s{n}", 4, (2,) * len(SOURCE_FIELDS)) for n in range(18)),
    )
    plot(many, NOBODY, str(tmp_path / "x.svg"), form="svg")
    texts = texts_of(tmp_path / "x.svg")
    assert {"25 others", "225", "3 others", "12", "50 %", "102,024"} <= set(texts)
    assert "101,990" not in texts
    assert any(text.startswith("A very long") and text.endswith("…") for text in texts)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ([(2000, 2), (2002, 1)], (0, 1, [(2000, 2), (2001, 0), (2002, 1)])),
        ([(1687, 1), (2010, 30)], (1, 1, [(2010, 30)])),
        ([(1900, 5), (1999, 5)], (0, 5, [(year, 5 * (year in (1900, 1995))) for year in range(1900, 2000, 5)])),
    ],
)
def test_years_in_bars(years: list[tuple[int, int]], expected: tuple[int, int, list[tuple[int, int]]]) -> None:
    """No gap is skipped; a few old papers stand aside; else a bar holds several years, and no paper is lost."""
    found = binned(years)
    assert found == expected
    assert found[0] + sum(papers for _, papers in found[2]) == sum(papers for _, papers in years)


def test_labels_keep_clear_of_each_other(network: Coauthors) -> None:
    """In the network of the examples no label covers another one, nor somebody else's disc, nor leaves the drawing."""
    points = layout(network, width=12, height=6.4)
    sizes = [(0.085 * len(name), 0.15) for name in network.names]
    lines = [(points[a], points[b]) for a, b, _ in network.edges]
    boxes = label_boxes(points, [0.1] * len(points), sizes, lines=lines, frame=Box(0, 0, 12, 6.4))
    assert sum(a.shared(b) for a, b in combinations(boxes, 2)) == 0
    for person, box in enumerate(boxes):
        assert not any(box.shared(Box(x - 0.1, y - 0.1, x + 0.1, y + 0.1)) for at, (x, y) in enumerate(points)
                       if at != person)  # fmt: skip
        assert box.left >= 0
        assert box.right <= 12


@pytest.mark.parametrize(
    ("line", "length"),
    [
        (((-1, 1), (3, 1)), 2.0),
        (((1, -5), (1, 1)), 1.0),
        (((5, 5), (6, 5)), 0.0),
        (((-1, 3), (5, 3)), 0.0),
        (((0, 0), (2, 2)), 8**0.5),
        (((1, 1), (1, 1)), 0.0),
    ],
)
def test_length_of_a_line_in_a_box(line: tuple[tuple[float, float], tuple[float, float]], length: float) -> None:
    """Lines across, along, beside and within."""
    assert Box(0, 0, 2, 2).crossed(line) == pytest.approx(length)


def test_letters_without_a_font(tmp_path: Path, statistics: Statistics) -> None:
    """A letter that no font has is told for a PNG; an SVG leaves it to the viewer."""
    families, lacking = fonts_for("Ada Иванов\ufdd0\U000e0fff\n")
    assert families[0] == "DejaVu Sans"
    assert lacking == ""  # noncharacters and controls are nothing to draw
    assert _letters("/nonexistent.ttf") == set()
    rare = "𒀀"
    if fonts_for(rare)[1] == rare:
        odd = Coauthors((rare, "Ada"), (1, 1), (1, 1), ((0, 1, 1),), 2)
        assert rare in str(plot(statistics, odd, str(tmp_path / "x.png"), form="png"))
        assert plot(statistics, odd, str(tmp_path / "x.svg"), form="svg") is None


def test_bad_use(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Another suffix, a missing folder, a missing library: exit 2, one message, and no file."""
    assert main(["stats", str(TEN), "--plot", "x.pdf"]) == 2
    assert ".png or .svg" in capsys.readouterr().err
    assert main(["stats", str(TEN), "--plot", str(tmp_path / "none" / "x.svg")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert main(["stats", str(TEN), "--plot", str(tmp_path / "x.svg")]) == 2
    assert "scholarkg[plot]" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_json_of_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`--format json` prints one object; a picture may be drawn beside it, in any spelling of the suffix."""
    assert main(["stats", str(TEN), "--format", "json", "--plot", str(tmp_path / "x.SVG")]) == 0
    assert '"papers": 10' in capsys.readouterr().out
    assert (tmp_path / "x.SVG").exists()
