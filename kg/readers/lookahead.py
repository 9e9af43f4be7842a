"""Lines -> lines that can be looked into. Reads: numbered lines. Emits: the same lines, and what comes behind them."""

from collections import deque
from collections.abc import Iterator

from kg.readers import grammar
from kg.readers.source import Line

_BLANKS_PASSED = 3


def opens_record(line: Line) -> bool:
    """Return whether the line is a head line or carries the label `Abstract:`."""
    return grammar.is_head(line.text) or grammar.after_label(line.text) is not None


class Lookahead:
    """A stream of lines with a window in front of it. Memory is that of the window."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._window: deque[Line] = deque()

    def peek(self, ahead: int = 0) -> Line | None:
        """Return the line `ahead` lines from here, None behind the end."""
        while len(self._window) <= ahead:
            line = next(self._lines, None)
            if line is None:
                return None
            self._window.append(line)
        return self._window[ahead]

    def take(self) -> Line:
        """Return the line that stands here and move behind it. The caller has peeked at it."""
        return self._window.popleft()

    def skip_blanks(self) -> int:
        """Move to the next line that is not blank; return how many were passed."""
        passed = 0
        while (line := self.peek()) is not None and line.blank:
            self.take()
            passed += 1
        return passed

    def printed(self, count: int) -> list[Line]:
        """Return up to `count` coming lines that are not blank, without moving; one that opens a record ends them."""
        found: list[Line] = []
        ahead = 0
        while len(found) < count and ahead < _BLANKS_PASSED * count and (line := self.peek(ahead)) is not None:
            if found and opens_record(line):
                break
            if not line.blank:
                found.append(line)
            ahead += 1
        return found

    def starts_profile(self) -> bool:
        """Return whether a profile starts here: a name, perhaps a category, then lines such as `h-index5`."""
        printed = self.printed(3)
        if len(printed) < 2 or grammar.parse_fact(printed[0].text) or len(printed[0].text) > 200:
            return False
        behind = printed[1:] if grammar.is_category_code(printed[1].text) else printed[1:2]
        return grammar.parse_fact(behind[-1].text) is not None

    def starts_owner(self) -> bool:
        """Return whether a family page starts here: `Family, Given`, a title, a line of names."""
        printed = self.printed(3)
        if len(printed) < 3 or not _is_family(printed[2], least=1):
            return False
        owner = grammar.parse_family_line(printed[0].text)
        return owner is not None and len(owner.names) == 1 and owner.sure and owner.complete

    def starts_family_record(self, *, known: bool) -> bool:
        """Return whether a title and a line of names follow, and prose unless the layout is `known`."""
        printed = self.printed(3)
        if len(printed) < 2:
            return False
        if not _is_family(printed[1], least=1):
            return False
        return known or (len(printed) == 3 and grammar.is_prose(printed[2].text))

    def starts_anything(self) -> bool:
        """Return whether something that is no continuation of a text stands here."""
        line = self.peek()
        return (
            line is None
            or line.blank
            or opens_record(line)
            or self.starts_profile()
            or self.starts_owner()
            or self.starts_family_record(known=False)
        )


def _is_family(line: Line, *, least: int) -> bool:
    names = grammar.parse_family_line(line.text)
    return names is not None and len(names.names) >= least
