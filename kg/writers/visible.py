"""Texts of strangers -> one safe line. Reads: str. Emits: text without line ends, controls, hidden directions."""

import re
from collections.abc import Sequence

from kg.model import Finding
from kg.writers.report import SourceRow

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_CONTROL_PICTURES = 0x2400


def visible(text: str, limit: int = 300) -> str:
    """Return one line for a report: white space as one blank, what nobody sees as a picture or code, cut at `limit`.

    Terminal escapes and directional controls of a title are inert in it.
    """
    line = _UNSEEN.sub(_picture, " ".join(re.split(r"[ \t\n\r]+", text.strip(" \t\n\r"))))
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(_CONTROL_PICTURES + code) if code < ord(" ") else f"[U+{code:04X}]"


def place(source: str | None, start: int | None, end: int | None = None) -> str:
    """Return where something stands: `page.txt:12-15`; empty if unknown."""
    if source is None:
        return ""
    lines = "" if start is None else f":{start}" if end in {None, start} else f":{start}-{end}"
    return f"{visible(source)}{lines}"


def repairs(rows: Sequence[Finding]) -> list[str]:
    """Return the distinct repairs of rows, in their order: mostly one, said once."""
    return list(dict.fromkeys(row.repair for row in rows if row.repair))


def layouts_text(row: SourceRow) -> str:
    """Return the layouts of a source; with their numbers of records where there are several."""
    if len(row.layouts) == 1:
        return row.layouts[0][0]
    return ", ".join(f"{layout} {count:,}" for layout, count in row.layouts) or "none"
