"""rejects.jsonl."""

import io

import msgspec

from kg.model import Reject
from kg.writers.rejects import write_rejects

HOSTILE = '<script> "quoted" \x1b[31m \u202egnol\u202c'


def reject(source: str, line: int | None) -> Reject:
    """Return a reject."""
    return Reject(
        source=source, start_line=line, end_line=line, reason="r", repair="p", raw=HOSTILE + "{\n\u2028", raw_sha256="0"
    )


def test_rejects_are_sorted_lines() -> None:
    """One JSON object a line by source and line number, to the character, in any order of input."""
    rows = [reject("b.txt", 10), reject("b.txt", 9), reject("a{.txt", None), reject('a"\n.txt', 100)]
    out, again = io.BytesIO(), io.BytesIO()
    write_rejects(rows, out)
    write_rejects(reversed(rows), again)
    assert out.getvalue() == again.getvalue()
    lines = out.getvalue().split(b"\n")
    assert lines.pop() == b""
    read = [msgspec.json.decode(line, type=Reject) for line in lines]
    assert sorted(map(repr, read)) == sorted(map(repr, rows))
    assert [(row.source, row.start_line) for row in read][-2:] == [("b.txt", 9), ("b.txt", 10)]
