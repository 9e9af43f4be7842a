"""Which records are one paper. Reads: edges. Emits: clusters. Three integers a record, nothing else in memory."""

from array import array
from collections.abc import Iterator


class Clusters:
    """A union-find over the numbers 0 to `size` - 1. The root of a cluster is its smallest member."""

    def __init__(self, size: int) -> None:
        """Begin with each number alone."""
        self._parent = array("q", range(size))
        self._next = array("q", range(size))

    def __len__(self) -> int:
        """Return how many numbers there are."""
        return len(self._parent)

    def root(self, number: int) -> int:
        """Return the smallest member of the number's cluster."""
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def join(self, left: int, right: int) -> bool:
        """Make two clusters one; return whether they were two."""
        a, b = sorted((self.root(left), self.root(right)))
        if a == b:
            return False
        self._parent[b] = a
        self._next[a], self._next[b] = self._next[b], self._next[a]
        return True

    def members(self, number: int) -> Iterator[int]:
        """Yield the members of the number's cluster, the number itself first."""
        yield number
        following = self._next[number]
        while following != number:
            yield following
            following = self._next[following]
