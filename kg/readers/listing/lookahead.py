"""Lines -> lines that can be looked into. Reads: numbered lines. Emits: the same lines, and what comes behind them."""

from collections import deque
from collections.abc import Iterator

from kg.readers.listing import grammar
from kg.readers.listing.family import is_given_first, parse_family_line
from kg.readers.source import Line

_BLANKS_PASSED = 3
_LONGEST_OWNER = 200


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
        printed = [line.text for line in self.printed(4)]
        if len(printed) < 2 or grammar.is_fact_label(printed[0]) or len(printed[0]) > _LONGEST_OWNER:
            return False
        behind = printed[2:] if grammar.is_category_code(printed[1]) else printed[1:3]
        return bool(behind) and grammar.is_fact_label(behind[0]) and any(map(grammar.parse_fact, behind))

    def starts_owner(self, *, opening: bool = False) -> bool:
        """Return whether a family page starts here: `Family, Given`, a title, a line of names.

        At the `opening` of a page, where it is likely, prose behind a line of unusual names is enough.
        """
        printed = self.printed(4)
        if len(printed) < 3:
            return False
        owner = parse_family_line(printed[0].text)
        if owner is None or len(owner.names) != 1 or owner.doubt is not None or not owner.complete:
            return False
        if parse_family_line(printed[2].text) is not None:
            return True
        return opening and [grammar.is_prose(line.text) for line in printed[1:]] == [False, False, True]

    def starts_family_record(self, *, known: bool) -> bool:
        """Return whether a title and a line of names follow, and prose unless the layout is `known`."""
        printed = self.printed(3)
        if len(printed) < 2 or parse_family_line(printed[1].text) is None:
            return False
        return known or (
            len(printed) == 3 and grammar.is_prose(printed[2].text) and not is_given_first(printed[1].text)
        )

    def starts_doubtful_family_record(self) -> bool:
        """Return whether a title, a short line and prose follow: names of an unusual form may stand between them."""
        printed = self.printed(3)
        prose = [grammar.is_prose(line.text) for line in printed]
        return prose == [False, False, True] and not any(line.sha256 for line in printed)

    def starts_anything(self) -> bool:
        """Return whether something that is no continuation of a text stands here."""
        line = self.peek()
        return (
            line is None
            or line.blank
            or opens_record(line)
            or grammar.is_broken_head(line.text)
            or self.starts_profile()
            or self.starts_owner()
            or self.starts_family_record(known=False)
        )
