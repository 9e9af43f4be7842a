"""The figures of the rendered sample pages, printed by the command that anyone can run."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("folder", ["clean", "noisy"])
def test_every_field_of_the_sample_pages_is_right(folder: str, shared: Path) -> None:
    """No line of the sample pages is misread, none is flagged, and their entries merge to the papers of the gold."""
    command = [sys.executable, "benchmarks/listings.py", str(shared / "samples" / "listings" / folder)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()
    figures = [line for line in printed if " of " in line]
    assert len(figures) == 8, printed
    assert all("100.00 %" in line for line in figures), printed
    assert all("flagged   0.00 %" in line for line in figures if line.startswith("(")), printed
