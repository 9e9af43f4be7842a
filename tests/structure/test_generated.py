"""Files that a script writes from the ontology are what the script would write now."""

import subprocess
import sys
from pathlib import Path


def test_generated_files_are_current(root: Path) -> None:
    """Vocabulary, JSON-LD context and class table follow from ontology/*.ttl."""
    run = subprocess.run(
        [sys.executable, "ontology/generate.py", "--check"], cwd=root, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, f"{run.stdout}{run.stderr}\nWrite them anew: python ontology/generate.py"
