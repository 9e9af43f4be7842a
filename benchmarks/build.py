"""How the cost of a whole build grows. Run: python benchmarks/build.py TITLES.tsv 5000 20000.

TITLES.tsv has a title and its authors (`; ` between them) on each line behind a header. They are rendered as site,
compact, abstract and family pages of 25 entries with invented abstracts, and built in a process of its own. Printed:
entries, seconds, entries a second, peak memory, and seconds and memory as ratios to the smallest size.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PAGE = 25
SYLLABLES = [c + v for c in "bcdfghklmnprstvz" for v in "aeiou"]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def entries(titles: Path, count: int, seed: int = 1) -> Iterator[tuple[str, list[str], str, str]]:
    """Yield title, authors, head line and abstract; a title that is used again gets a number: another paper."""
    source = random.Random(seed)  # noqa: S311 - invented abstracts
    words = ["".join(source.choices(SYLLABLES, k=source.randint(1, 4))) for _ in range(20_000)]
    rows = [line.split("\t") for line in titles.read_text(encoding="utf-8").splitlines()[1:]]
    for number in range(count):
        title, authors = rows[number % len(rows)]
        turn = number // len(rows)
        head = f"LG{source.choice(MONTHS)} {source.randint(1, 28)}, {source.randint(2000, 2025)}"
        abstract = " ".join(source.choices(words, k=120)).capitalize() + "."
        yield (f"{title} {turn}" if turn else title), authors.split("; "), head, abstract


def render(folder: Path, titles: Path, count: int) -> None:
    """Write pages of four layouts; every fourth entry stands on two pages."""
    pages: dict[str, list[str]] = {}
    for number, (title, authors, head, abstract) in enumerate(entries(titles, count)):
        page = number // PAGE
        shown = ", ".join(authors[:3]) + (" et al." if len(authors) > 3 else "")
        layout = ("site", "compact")[page % 2]
        text = (
            f"{head}\n{title}\n\n{shown}\n\n{abstract}\n\n"
            if layout == "site"
            else f"{head}\n{title}{shown}\n{abstract}\n"
        )
        pages.setdefault(f"{layout}-{page}.txt", []).append(text)
        if number % 4 == 0:
            pages.setdefault(f"abstract-{page}.txt", []).append(f"Abstract:{abstract}\n")
    for name, texts in pages.items():
        (folder / name).write_text("".join(texts), encoding="utf-8")


def measured(titles: Path, count: int, flags: list[str]) -> tuple[float, int]:
    """Return the seconds of a build and its peak memory in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        pages, output = Path(folder, "pages"), Path(folder, "output")
        pages.mkdir()
        render(pages, titles, count)
        before = time.perf_counter()
        command = [sys.executable, "-m", "kg", "build", str(pages), "-o", str(output), *flags]
        subprocess.run(command, check=True)  # noqa: S603 - our own command
        seconds = time.perf_counter() - before
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def main() -> None:
    """Print one line a size."""
    titles, *rest = sys.argv[1:]
    sizes = [int(size) for size in rest if size.isdigit()]
    flags = [flag for flag in rest if not flag.isdigit()]
    first: tuple[float, int] | None = None
    for size in sorted(sizes):
        seconds, memory = measured(Path(titles), size, flags)
        first = first or (seconds, memory)
        growth = f"time x {seconds / first[0]:.1f}, memory x {memory / first[1]:.1f}"
        print(f"{size:>8} entries {seconds:8.1f} s {size / seconds:8.0f}/s {memory:6} MiB   {growth}")


if __name__ == "__main__":
    main()
