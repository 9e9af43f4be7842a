"""`--map COLUMN=FIELD` on `kg read` and `kg build`."""

import json
from pathlib import Path

import pytest

from kg.cli import main


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a table whose columns nobody can guess."""
    path = tmp_path / "table.csv"
    path.write_text("Werk;Leute;a=b\nMoos, und Stein;Ann Lee;2020\n", encoding="utf-8")
    return path


def test_columns_are_read_as_the_user_says(table: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Each pair makes a column a field; a name may hold the sign itself."""
    mapped = ["--map", "Werk=title", "--map", "leute = authors", "--map", "a=b=year"]
    assert main(["read", str(table), *mapped]) == 0
    (row,) = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert (row["title"], row["authors"], row["date"]) == ("Moos, und Stein", ["Ann Lee"], "2020")
    output = table.parent / "output"
    assert main(["build", str(table), *mapped, "-o", str(output), "--validate", "none"]) == 0
    assert "Moos, und Stein" in (output / "graph.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("pair", "told"),
    [("Werk=titel", "there is no field 'titel'; choose of title,"), ("Werk", "is not COLUMN=FIELD"), ("=title", "not")],
)
def test_a_wrong_pair_ends_with_the_fields(
    table: Path, capsys: pytest.CaptureFixture[str], pair: str, told: str
) -> None:
    """Bad use ends with exit code 2 and says what there is."""
    assert main(["read", str(table), "--map", pair]) == 2
    assert told in capsys.readouterr().err


def test_a_column_that_is_not_there_is_told(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The user hears of the columns that the table has."""
    assert main(["read", str(table), "--map", "Werk=title", "--map", "Titel=title"]) == 0
    assert "--map names the column 'Titel', which the table does not have; choose of Werk, Leute, a=b" in (
        capsys.readouterr().err
    )
