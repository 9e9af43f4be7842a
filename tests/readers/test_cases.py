"""Sources of every format, read by cases: `FORMAT/cases/NAME/source.*` gives `readings.jsonl`."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kg.readers import Reading

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*/cases/*/source.*"))


@pytest.mark.parametrize("source", CASES, ids=lambda path: f"{path.parts[-4]}-{path.parts[-2]}")
def test_a_source_gives_these_readings(
    source: Path,
    readings: Callable[[Path], list[Reading]],
    told: Callable[[Iterable[Reading]], str],
    golden: Callable[[Path, str], None],
) -> None:
    """Everything in a source, whose format its content tells, is part of a record, a page fact or a reject."""
    golden(source.parent / "readings.jsonl", told(readings(source)))
