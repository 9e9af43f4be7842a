"""What must not stand in the files that git keeps: traces of one machine, and other people's sentences."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

LONGEST_FILE = 3_000_000
# Paths and hosts that mean something on one machine only.
# Folders that only one machine has: the home of its root, what was installed by hand. Built of parts, so that the
# rule does not find itself.
_MACHINE = re.compile("/(?:ro" + r"ot/[.]|o" + r"pt/[a-z]+/)|[a-z]+-(?:proxy|mirror)[.]internal")
SHINGLE = 14
"""Words. As many in a row are no accident (titles and lists of names left aside)."""


def texts(tracked: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield the tracked text files with their text."""
    for path in tracked:
        if path.stat().st_size <= LONGEST_FILE:
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def machine_traces(text: str, checkout: Path) -> list[str]:
    """Return the passages of `text` that name this machine or this checkout's folder."""
    pattern = re.compile(f"{_MACHINE.pattern}|{re.escape(str(checkout))}(?![a-z])")
    return [match.group() for match in pattern.finditer(text)]


def test_no_machine_traces(root: Path, tracked: list[Path]) -> None:
    """No tracked file names a path or a host that only one machine has."""
    found = [
        f"{path.relative_to(root)}: {', '.join(m)}"
        for path, text in texts(tracked)
        if (m := machine_traces(text, root))
    ]
    assert not found, "Write paths relative to the checkout:\n" + "\n".join(found)


@pytest.mark.parametrize("text", ["/ro" + "ot/.cache", "/op" + "t/wheels/x", "see /srv/kg/README.md"])
def test_machine_traces_can_fail(text: str) -> None:
    """A path of a machine and the path of the checkout are found."""
    assert machine_traces(text, Path("/srv/kg"))


def shingles(text: str) -> Iterator[str]:
    """Yield every run of fourteen words of `text`, in small letters without punctuation."""
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.lower())
    return (" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def sentences(folder: Path) -> Iterator[str]:
    """Yield the abstracts of the sample pages: long lines that have an end of sentence inside, and elements of XML."""
    for page in sorted([*folder.glob("seeds/*.txt"), *folder.glob("samples/listings/*/*.txt")]):
        for line in page.read_text(encoding="utf-8", errors="replace").splitlines():
            if len(line) > 200 and re.search(r"[a-z]{3}[.?] [A-Z]", line):
                yield line
    for feed in sorted([*folder.glob("samples/arxiv/*.xml"), *folder.glob("samples/acl-anthology/*.xml")]):
        text = feed.read_text(encoding="utf-8", errors="replace")
        for element in re.findall(r"<(?:summary|abstract)>(.*?)</(?:summary|abstract)>", text, re.DOTALL):
            yield re.sub(r"<[^>]+>", " ", element)


def copied(text: str, known: set[str]) -> str | None:
    """Return the first run of words of `text` that is known, or None."""
    return next((run for run in shingles(text) if run in known), None)


def test_own_words(root: Path, shared: Path, tracked: list[Path]) -> None:
    """No tracked file repeats a sentence of the sample pages: abstracts belong to others."""
    known = {run for sentence in sentences(shared) for run in shingles(sentence)}
    found = [f"{path.relative_to(root)}: {run}" for path, text in texts(tracked) if (run := copied(text, known))]
    assert not found, "Say it in words of your own:\n" + "\n".join(found)


def test_own_words_can_fail() -> None:
    """A copied run of words is found though letters and punctuation changed."""
    line = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    assert copied(line.title().replace(" ", ", "), set(shingles(line)))
    assert copied(line.replace("seven", "7"), set(shingles(line))) is None
