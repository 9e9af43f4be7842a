"""Lines that fit nowhere -> one reject. Reads: lines, one after the other. Emits: model.Reject."""

import hashlib

from kg.model import Reject
from kg.readers.source import Line

RAW_KEPT = 2000
"""Characters of a reject that are kept; the digest is that of all of them."""


class Run:
    """Lines behind each other. Its memory does not grow with their number."""

    def __init__(self, source: str, start: int) -> None:
        self._source = source
        self._raw = ""
        self._digest = hashlib.sha256()
        self._whole: str | None = None
        self.start = start
        self.end = start

    def add(self, line: Line) -> None:
        """Take the next line."""
        text = line.text if line.number == self.start else f"\n{line.text}"
        self._digest.update(text.encode(errors="replace"))
        self._whole = line.sha256
        self.end = line.number
        if len(self._raw) <= RAW_KEPT:
            self._raw += text[: RAW_KEPT + 1]

    def reject(self, reason: str, repair: str) -> Reject:
        """Return the lines as a reject."""
        raw = self._raw if len(self._raw) <= RAW_KEPT else self._raw[:RAW_KEPT] + " [...]"
        return Reject(
            source=self._source, start_line=self.start, end_line=self.end, reason=reason, repair=repair, raw=raw,
            raw_sha256=self._whole or self._digest.hexdigest(),
        )  # fmt: skip
