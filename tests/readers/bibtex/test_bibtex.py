"""BibTeX, read by cases: `cases/<name>/source.bib` gives `readings.jsonl`. And what is hostile."""

import io
import random
import re
import time
from pathlib import Path

import pytest

from kg.model import Record, Reject
from kg.readers import Place, open_source
from kg.readers.bibtex.reader import read_bibtex, recognizes
from kg.readers.bibtex.syntax import Broken, Entry, entries

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/source.bib"))
OPENING = re.compile(r"^[ \t]*@[ \t]*(\w+)\s*[{(]", re.MULTILINE)


def readings(text: str | bytes, folder: Path) -> list[Record | Reject]:
    """Return what stands in a file with this text."""
    path = folder / "source.bib"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = list(read_bibtex(open_source(Place(str(path), by_hand=True), path.name, folder)))
    assert all(isinstance(reading, Record | Reject) for reading in found)
    return found


def records(text: str | bytes, folder: Path) -> list[Record]:
    """Return the records of a file that has no rejects."""
    found = readings(text, folder)
    assert not [reading for reading in found if isinstance(reading, Reject)]
    return [reading for reading in found if isinstance(reading, Record)]


@pytest.mark.parametrize(
    "text", ["A page\nwith mail@example.org", "<pre>\n@book{a, title={x}}", "[\n@book{a, title={x}}", "@home"]
)
def test_other_texts_are_no_bibtex(text: str) -> None:
    """An address is no entry, and an entry on a web page makes no BibTeX file of it."""
    assert not recognizes(text)


@pytest.mark.parametrize("size", [1, 7, 100, 1 << 18])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_where_blocks_end_does_not_matter(case: Path, size: int) -> None:
    """An entry that is cut by the end of a block is read as one that is not."""

    class Slow(io.StringIO):
        def read(self, _size: int | None = -1) -> str:
            return super().read(size)

    text = case.joinpath("source.bib").read_text(encoding="utf-8")
    assert list(entries(Slow(text))) == list(entries(io.StringIO(text)))


def test_encoding_that_the_file_names(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are of the encoding that JabRef wrote down, else Windows-1252."""
    entry = "@book{a, title={Příliš}}\n"
    for head, codec in (("% Encoding: ISO8859_2\n", "iso8859_2"), ("% Encoding: Cp1250\n", "cp1250")):
        assert records((head + entry).encode(codec), tmp_path)[0].title == "Příliš"
    assert records("% Encoding: iso-none\n@book{a, title={é}}".encode("latin-1"), tmp_path)[0].title == "é"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str, tmp_path: Path) -> None:
    """Lines are counted alike, however they end."""
    text = "% a\n@book{a,\n title={x\n y}\n}\n\n@book{b, title={z}}".replace("\n", end)
    found = records(text.encode(), tmp_path)
    assert [(r.pointer, r.title, r.start_line, r.end_line) for r in found] == [("a", "x y", 2, 5), ("b", "z", 7, 7)]


HOSTILE = {
    "empty groups": "@book{a, title={" + "x{}" * 300_000 + "}}",
    "one endless quote": '@book{a, title="' + "x" * 1_000_000,
    "braces that open": "@book{a, title=" + "{" * 300_000,
    "braces in braces": "@book{a, title=" + "{" * 100_000 + "x" + "}" * 100_000 + "}",
    "braces that close": "@book{a, title={x}" + "}" * 300_000,
    "entries that open": "@book{a, title={\n" * 20_000,
    "entries that open deeper": "".join(" " * n + "@book{a, title={\n" for n in range(700)),
    "at signs": "@" * 300_000,
    "types": "@a{" * 100_000,
    "commas": "@book{a" + "," * 300_000 + "}",
    "words": "@book{a, " + "word " * 100_000 + "}",
    "words and commas": "@book{a, " + "word, " * 100_000 + "}",
    "accents": "@book{a, title={" + r"\'" * 100_000 + "}}",
    "dollars": "@book{a, title={" + "$ " * 100_000 + "}}",
    "commands": "@book{a, title={" + r"\foo{" * 20_000 + "}" * 20_000 + "}}",
    "groups in a name": "@book{a, author={" + "{a}" * 100_000 + " b}}",
    "names": "@book{a, author={" + "A. B and " * 50_000 + "C}}",
    "signs of joining": "@book{a, title=" + "{x} # " * 100_000 + "{y}}",
    "percent signs": "@book{a, " + "%\n" * 100_000 + "title={x}}",
    "macros that double": "@string{a={xxxxxxxxxx}}"
    + "".join(f"@string{{a{n}=a{n - 1 or ''}#a{n - 1 or ''}}}\n" for n in range(1, 60))
    + "@book{b, title=" + "a16 # " * 1000 + "a59}",
    "parents of parents": "".join(f"@book{{k{n}, crossref={{k{n + 1}}}, title={{x}}}}\n" for n in range(3000)),
    "parents by the dozen": "".join(
        f"@xdata{{k{n}, xdata={{{','.join(f'k{m}' for m in range(n + 1, 40))}}}, title={{x}}}}\n" for n in range(40)
    ) + "@book{b, xdata={k0}}",
    "zero bytes": "@book{a, title={x\0y}}\n@book{\0, title={z}}",
    "unpaired surrogates": "@book{a, title={\\ud800 \x85\u2028}}",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text(text: str, tmp_path: Path) -> None:
    """Nothing hangs, nothing raises, and something is said of every file that has an entry."""
    start = time.monotonic()
    found = readings(text, tmp_path)
    assert time.monotonic() - start < 20
    assert found or "{" not in text
    assert all(len(reading.raw) < 2100 for reading in found if isinstance(reading, Reject))


def test_long_fields_are_kept(tmp_path: Path) -> None:
    """A field of ten million characters is read to its last one."""
    (found,) = records("@book{a, title={t}, abstract={" + "word " * 2_000_000 + "end}}", tmp_path)
    assert found.abstract is not None
    assert len(found.abstract) == 10_000_003


def mutated(text: str, seed: int) -> str:
    """Return a text with some characters dropped, doubled or exchanged."""
    chance = random.Random(seed)  # noqa: S311 - the same on every run
    for _ in range(chance.randint(1, 12)):
        at, length = chance.randrange(len(text)), chance.choice((1, 1, 1, 5, 40))
        sign = chance.choice(
            ("", "{", "}", '"', ",", "@", "=", "#", "%", "\\", "$", "(", ")", "\n", "\0", "and", "é", text[:80])
        )
        text = text[:at] + sign + text[at + chance.choice((0, length)) :]
    return text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_mutated_files(case: Path, tmp_path: Path) -> None:
    """A damaged file gives records and rejects, and never a traceback."""
    text = case.joinpath("source.bib").read_text(encoding="utf-8")
    for seed in range(60):
        readings(mutated(text, seed), tmp_path)


def test_nothing_is_lost_behind_a_broken_entry() -> None:
    """What follows an entry that does not end is read, and the two together are the whole text."""
    good = "@book{{k{0},\n title = {{T{0}}},\n}}\n\n"
    text = "".join(good.format(n) if n % 3 else f"@book{{k{n},\n title = {{T{n},\n}}\n\n" for n in range(3000))
    found = list(entries(io.StringIO(text)))
    assert len(found) == 3000
    assert [one.start_line for one in found if isinstance(one, Broken)] == [4 * n + 1 for n in range(0, 3000, 3)]
    assert [one.key for one in found if isinstance(one, Entry)] == [f"k{n}" for n in range(3000) if n % 3]
    assert all(one.end_line == one.start_line + 2 for one in found)
    assert len(OPENING.findall(text)) == 3000
