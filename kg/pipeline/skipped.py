"""Records of a dump that cannot be read -> one sentence. Reads: places, reasons. Emits: str."""


class Skipped:
    """What of a dump was left out: how many records, and why the first."""

    def __init__(self) -> None:
        """Begin with none."""
        self.number = 0
        self._first = ""

    def add(self, line: int | None, reason: str, repair: str) -> None:
        """Count a record that stands at a line."""
        self.number += 1
        place = "" if line is None else f"line {line:,}: "
        self._first = self._first or f"{place}{reason}: {repair}"

    def told(self, name: str) -> str:
        """Return what is told of a dump of this name; there has to be something."""
        rest = f", and {self.number - 1:,} more" if self.number > 1 else ""
        return f"{name}: left out: {self._first}{rest}"
