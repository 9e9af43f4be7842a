"""What the whole input says. Reads: clean titles, names and texts, compact lines. Emits: answers about one candidate.

First pass: every page adds what it shows. Second pass: `kg.bylines.reading` asks. Everything is kept as sets of 64-bit
hashes of folded text, so that the order of the pages does not matter and evidences can be merged.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.bylines.candidates import Line, candidates, chunked
from kg.bylines.features import chunk_fault
from kg.bylines.lexicon import word_key
from kg.bylines.model import shipped_model
from kg.bylines.view import view
from kg.names import author_spans
from kg.text import fold, normalized_title

CONTEXT = 2
"""So many letters before a candidate name tell one occurrence from another (`...kSou|Young Jin` always has `ou`)."""

MAX_CONTEXTS = 3
"""More different occurrences than this are not counted."""

LIST_NAMES = 3
"""A list of authors is recognised by so many of its first names."""

END = 40
"""The end of a title is looked at before all of it."""

TITLE_REST = 4
"""So many last words of the first chunk of a run-together line may be of a name; those before are title words."""

MAX_NAMES = 200
"""So many names of one line are remembered."""


def key_hash(*parts: str) -> int:
    """Return a 64-bit hash of some text, the same in every process."""
    return int.from_bytes(hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _last_word(key: str) -> str:
    """Return the last letters of the last word of a title's key; a quick look before the whole title is folded."""
    return key.rpartition(" ")[2][-END // 4 :]


@dataclass(slots=True)
class Evidence:
    """What is known of titles, names and words before a run-together line is split, as hashes.

    `listed` are later authors of compact lines, `lists` the beginnings of clean author lists, `places` what stands
    before each name that may begin in a compact line.
    """

    titles: set[int] = field(default_factory=set)
    title_ends: set[int] = field(default_factory=set)
    names: set[int] = field(default_factory=set)
    listed: set[int] = field(default_factory=set)
    lists: set[int] = field(default_factory=set)
    words: set[int] = field(default_factory=set)
    places: dict[int, frozenset[int]] = field(default_factory=dict)

    def add_title(self, title: str) -> None:
        """Add a title that stands alone on its line."""
        key = normalized_title(title)
        self.titles.add(key_hash(key))
        self.title_ends.add(key_hash(_last_word(key)))
        self.add_text(title)

    def add_authors(self, names: Iterable[str]) -> None:
        """Add the authors of one paper in order, as `Given Family`, from a line that holds nothing else."""
        keys = [fold(name) for name in names]
        self.names.update(map(key_hash, keys))
        for count in range(1, min(len(keys), LIST_NAMES) + 1):
            self.lists.add(key_hash(*keys[:count]))

    def add_owner(self, name: str) -> None:
        """Add the name of the person whose page it is."""
        self.names.add(key_hash(fold(name)))

    def add_text(self, text: str) -> None:
        """Add the words of running text (an abstract): what stands in it is a word, not half of one."""
        self.words.update(key_hash(key) for key in map(word_key, set(text.split())) if key)

    def add_compact(self, line: str, page: str, text: str = "") -> None:
        """Add a run-together line of a page, and the abstract that follows it.

        Its later authors are clean names; the candidates for its first author count where they recur behind another
        title.
        """
        self.add_text(text)
        seen = chunked(view(line).text)
        first = seen.chunks[0] if seen.chunks else None
        if first:
            self.add_text(" ".join(seen.text[first.start : first.end].split()[:-TITLE_REST]))
        for chunk in seen.chunks[1:MAX_NAMES]:
            words = seen.text[chunk.start : chunk.end]
            if " " in words and not chunk_fault(seen, chunk):
                self.listed.update((key_hash(fold(words)), key_hash(page, fold(words))))
        for candidate in candidates(seen, shipped_model()):
            name = fold(seen.text[candidate.place : seen.chunks[candidate.chunk].end])
            before = seen.text[max(0, candidate.place - CONTEXT) : candidate.place]
            self._place(key_hash(name), key_hash(before))

    def merge(self, other: "Evidence") -> None:
        """Add all that another evidence knows."""
        self.titles |= other.titles
        self.title_ends |= other.title_ends
        self.names |= other.names
        self.listed |= other.listed
        self.lists |= other.lists
        self.words |= other.words
        for name, contexts in other.places.items():
            for context in contexts:
                self._place(name, context)

    def _place(self, name: int, context: int) -> None:
        kept = self.places.get(name, frozenset()) | {context}
        self.places[name] = frozenset(sorted(kept)[:MAX_CONTEXTS])

    def has_title(self, title: str) -> bool:
        """Return whether this title was seen alone on a line."""
        if not self.titles or key_hash(_last_word(normalized_title(title[-END:]))) not in self.title_ends:
            return False
        return key_hash(normalized_title(title)) in self.titles

    def has_name(self, name: str) -> bool:
        """Return whether this name was seen in a line of authors only, or is an owner's."""
        return bool(self.names) and key_hash(fold(name)) in self.names

    def is_listed(self, name: str, page: str) -> int:
        """Return 2 if this name is a later author on the same page, 1 if on another compact page, else 0."""
        key = fold(name)
        if key_hash(key) not in self.listed:
            return 0
        return 1 + (key_hash(page, key) in self.listed)

    def has_list(self, authors: str) -> bool:
        """Return whether some paper's clean author list begins as this printed author line does."""
        if not self.lists:
            return False
        spans, _ = author_spans(authors)
        return key_hash(*(fold(authors[start:end]) for start, end in spans[:LIST_NAMES])) in self.lists

    def occurrences(self, name: str) -> int:
        """Return behind how many different texts (at most three) this name may begin in the compact lines."""
        return len(self.places.get(key_hash(fold(name)), ()))

    def has_word(self, word: str) -> bool:
        """Return whether a word stands in the running text of the input."""
        return bool(self.words) and key_hash(word_key(word)) in self.words


def first_name(line: Line, place: int, chunk: int) -> str:
    """Return the printed first author of a candidate."""
    return line.text[place : line.chunks[chunk].end]
