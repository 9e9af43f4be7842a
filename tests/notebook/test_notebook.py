"""Values in notebooks: escaped, cut, linked; the example notebook runs."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.model import Paper, Record
from kg.notebook import SHOWN, Link, fields, table
from kg.pipeline import Build, build
from kg.query.rows import Rows

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "examples" / "notebook.ipynb"
HOSTILE = "<script>alert('x')</script> & \"q\""


class Reader:
    """The elements, links and texts of HTML that is XML too."""

    def __init__(self, content: str) -> None:
        """Read `content`."""
        tree = ET.fromstring(f"<div>{content}</div>")  # noqa: S314 - our own HTML
        self.elements = {element.tag for element in tree.iter()}
        self.links = [element.get("href") for element in tree.iter("a")]
        self.texts = list(tree.itertext())


def test_everything_is_escaped() -> None:
    """Nothing of a title, a name or an IRI becomes markup."""
    bad = f"https://e.org/{HOSTILE.replace(' ', '')}"
    for content in (table([HOSTILE], [[HOSTILE], [Link(bad)]], total=2), fields(HOSTILE, [(HOSTILE, HOSTILE)])):
        read = Reader(content)
        assert "script" not in read.elements
        assert HOSTILE in read.texts
    assert Reader(table(["a"], [[Link(bad)]], total=1)).links == [bad]


def test_links() -> None:
    """Only web addresses are links, and the longest prefix that fits shortens them."""
    prefixes = {"e": "https://e.org/", "f": "https://e.org/f/"}
    rows: list[list[object]] = [
        [Link("https://e.org/f/x")],
        [Link("https://other.org/")],
        [Link("javascript:alert(1)")],
        [None],
    ]
    read = Reader(table(["thing"], rows, total=4, prefixes=prefixes))
    assert read.links == ["https://e.org/f/x", "https://other.org/"]
    assert read.texts == ["thing", "f:x", "https://other.org/", "javascript:alert(1)"]


def test_long_answers_are_cut() -> None:
    """The first rows are shown and the rest is counted."""
    rows = Rows(("n",), [(Literal(str(number)),) for number in range(SHOWN + 7)])
    read = Reader(rows._repr_html_())
    assert read.texts[-2:] == [str(SHOWN - 1), f"7 more rows of {SHOWN + 7:,}"]


def test_rows() -> None:
    """Things are links, literals and blank nodes texts, what is unbound is empty."""
    rows = Rows(
        ("a", "b", "c", "d"),
        [(NamedNode("https://e.org/x"), Literal("5"), BlankNode("n"), None)],
        prefixes={"e": "https://e.org/"},
    )
    assert Reader(rows._repr_html_()).texts == ["a", "b", "c", "d", "e:x", "5", "_:n"]


def test_paper() -> None:
    """A paper shows its fields and the places of its records; what it lacks has no row."""
    record = Record(
        source="a.txt", source_key="0", index=1, format="listing", layout="site", start_line=3, end_line=4
    )  # fmt: skip
    paper = Paper(key="p", records=(record,), title=HOSTILE, code_urls=("https://e.org/a", "https://e.org/b"))
    texts = Reader(paper._repr_html_()).texts
    assert texts == [HOSTILE, "code", "https://e.org/a, https://e.org/b", "records", "a.txt, line 3", "key", "p"]
    assert Reader(replace(paper, title=None)._repr_html_()).texts[0] == "p"


def test_build(tmp_path: Path) -> None:
    """A build shows its folder, its counts and its findings."""
    built = build(ROOT / "examples" / "reading-list.txt", output=tmp_path, validate="none")
    assert isinstance(built, Build)
    texts = Reader(built._repr_html_()).texts
    assert texts[:4] == ["Build", "folder", str(tmp_path), "papers"]


def code_cells() -> Iterator[str]:
    """Yield the sources of the code cells of the example notebook."""
    for cell in json.loads(NOTEBOOK.read_bytes())["cells"]:
        if cell["cell_type"] == "code":
            yield "".join(cell["source"])


def shown(source: str, names: dict[str, Any]) -> object:
    """Run a cell as a notebook does, and return the value of its last line if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - our own notebook
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - see above


def test_example_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell of the example notebook runs, and shows a value that is not empty."""
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    values = [shown(source, names) for source in code_cells()]
    assert len(values) >= 5
    assert all(values)
    assert isinstance(values[0], Build)
    assert all(isinstance(value, Rows) and len(value) for value in values[1:4])


def test_example_notebook_is_clean() -> None:
    """The notebook is kept without outputs and counts, as notebooks of format 4.5 are."""
    notebook = json.loads(NOTEBOOK.read_bytes())
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
