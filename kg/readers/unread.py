"""What nothing read of a source. Reads: what readers ask for while somebody watches. Emits: Unread, counted.

A reader does nothing for it where the shared syntax modules see what is asked for: JSON that is decoded by types
(`json_records`: what the types do not name), XML (`xml_records`: elements whose text and attributes nobody asked for).
A reader that has its fields in a mapping asks them of `noted(fields, place)`. Other ones call `tell_unread`.
Nothing of this costs anything while nobody watches.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, TypeVar

T = TypeVar("T")
_MOST_FIELDS = 10_000
"""Names that are kept: a table turned the wrong way has a column for each record."""


class Unread(NamedTuple):
    """A field that nothing read: how often it stands in the sources, and where it stands first."""

    field: str
    times: int
    place: str
    """A line, a JSON pointer or a citation key."""


class Watch:
    """Counts the fields that nothing reads."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}
        self.source = ""
        """The name of what is read now."""

    def tell(self, field: str, place: str) -> None:
        """Note one field that nothing reads, and where in the source it stands."""
        known = self._found.get(field)
        if known is not None:
            self._found[field] = (known[0] + 1, known[1])
        elif len(self._found) < _MOST_FIELDS:
            self._found[field] = (1, f"{self.source}, {place}" if self.source else place)

    def unread(self) -> list[Unread]:
        """Return what was told, the most frequent first."""
        rows = [Unread(field, times, place) for field, (times, place) in self._found.items()]
        return sorted(rows, key=lambda row: (-row.times, row.field))


_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watching(watch: Watch | None = None, source: str = "") -> Iterator[Watch]:
    """Watch what the readers that run inside of the block do not read of a source."""
    watch = watch or Watch()
    watch.source = source
    token = _WATCH.set(watch)
    try:
        yield watch
    finally:
        _WATCH.reset(token)


def is_watched() -> bool:
    """Return whether somebody wants to know what is not read."""
    return _WATCH.get() is not None


def tell_unread(field: str, place: str) -> None:
    """Tell of one field that nothing reads, if somebody watches."""
    watch = _WATCH.get()
    if watch is not None:
        watch.tell(field, place)


@contextmanager
def noted(fields: Mapping[str, T], place: str, *, besides: Collection[str] = ()) -> Iterator[Mapping[str, T]]:
    """Yield the fields of a record; those that nobody asks for inside of the block are told as not read.

    `besides` names fields that were read before. A field that is empty is never told. To go through all fields is to
    read them: ask for each by its name instead.
    """
    if _WATCH.get() is None:
        yield fields
        return
    asked = Asked(fields)
    yield asked
    for name, value in fields.items():
        if value and name not in asked.names and name not in besides:
            tell_unread(name, place)


class Asked(Mapping[str, T]):
    """Fields that remember which of them were asked for."""

    def __init__(self, fields: Mapping[str, T]) -> None:
        self._fields = fields
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> T:
        self.names.add(name)
        return self._fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)
