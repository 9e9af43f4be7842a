"""The folder output/ is the graph of examples/."""

import subprocess
import sys
from pathlib import Path

NOT_REPRODUCIBLE = "build.json"


def files(folder: Path) -> dict[str, bytes]:
    """Return the reproducible files of a build, by name."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file() and p.name != NOT_REPRODUCIBLE}


def first_difference(old: bytes, new: bytes) -> str:
    """Return the first line in which two files differ."""
    pairs = zip(old.splitlines(), new.splitlines(), strict=False)
    line, (kept, made) = next(
        ((n, pair) for n, pair in enumerate(pairs, start=1) if pair[0] != pair[1]), (0, (b"", b"(length)"))
    )
    return f"line {line}: {kept.decode(errors='replace')[:200]!r} is now {made.decode(errors='replace')[:200]!r}"


def test_output_is_the_graph_of_the_examples(root: Path, tmp_path: Path) -> None:
    """A fresh build of examples/ gives the files of output/ byte for byte."""
    command = [sys.executable, "-m", "kg", "build", "examples", "--output", str(tmp_path / "output")]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    kept, fresh = files(root / "output"), files(tmp_path / "output")
    repair = "\nIf the new one is right:  make demo  and commit output/"
    assert sorted(kept) == sorted(fresh), f"output/ has {sorted(kept)}, a build makes {sorted(fresh)}{repair}"
    changed = [
        f"output/{name}, {first_difference(kept[name], fresh[name])}" for name in kept if kept[name] != fresh[name]
    ]
    assert not changed, "\n".join(changed) + repair


def test_difference_can_be_found(tmp_path: Path) -> None:
    """Another byte in a file is a difference, and build.json is not looked at."""
    (tmp_path / "graph.ttl").write_bytes(b"a\nb\n")
    (tmp_path / NOT_REPRODUCIBLE).write_bytes(b"{}")
    assert files(tmp_path) == {"graph.ttl": b"a\nb\n"}
    assert first_difference(b"a\nb\n", b"a\nc\n").startswith("line 2: 'b' is now 'c'")
