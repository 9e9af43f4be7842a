"""Terms of vocabularies -> categories of the graph. Reads: subjects of papers. Emits: model.Subject, one a category.

A code is its term, whatever labels sources print beside it; a label without a code is the term of that label, if its
vocabulary has one such term here.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby

from kg import iris
from kg.model import Subject
from kg.text import blanks_folded, fold, nfc

_SCHEMA = """
CREATE TABLE term (scheme TEXT, folded TEXT, notation TEXT, PRIMARY KEY (scheme, folded, notation)) WITHOUT ROWID;
CREATE TABLE term_label (key TEXT, scheme TEXT, notation TEXT, label TEXT, times INTEGER, PRIMARY KEY (key, label))
  WITHOUT ROWID;
"""


class Subjects:
    """The terms of one build. Call `note` for the subjects of every paper, then `placed`, then read them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Make the tables."""
        self._db = connection
        self._db.executescript(_SCHEMA)

    def note(self, subjects: Iterable[Subject]) -> None:
        """Note which labels stand beside codes."""
        rows = ((one.scheme, fold(one.label), one.notation) for one in subjects if one.label and one.notation)
        self._db.executemany("INSERT OR IGNORE INTO term VALUES (?, ?, ?)", rows)

    def placed(self, subjects: Iterable[Subject]) -> tuple[Subject, ...]:
        """Return the subjects of a paper as the graph knows them, each once; count their labels."""
        found: dict[str, Subject] = {}
        for one in subjects:
            subject = self._coded(one)
            key = iris.subject_key(subject)
            row = (key, subject.scheme, subject.notation, subject.label or "")
            self._db.execute(
                "INSERT INTO term_label VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1", row
            )
            found.setdefault(key, subject)
        return tuple(found[key] for key in sorted(found))

    def _coded(self, subject: Subject) -> Subject:
        if subject.notation is not None:
            return subject
        rows = self._db.execute(
            "SELECT notation FROM term WHERE scheme = ? AND folded = ? LIMIT 2",
            (subject.scheme, fold(subject.label or "")),
        ).fetchall()
        return Subject(scheme=subject.scheme, notation=rows[0][0], label=subject.label) if len(rows) == 1 else subject

    def terms(self) -> Iterator[Subject]:
        """Yield the terms that papers are filed under, sorted by key, each with its most frequent label."""
        rows = self._db.execute("SELECT key, scheme, notation, label, times FROM term_label ORDER BY key, label")
        for _, group in groupby(rows, key=lambda row: str(row[0])):
            spelled = list(group)
            _, scheme, notation, label, _ = min(spelled, key=lambda row: (not row[3], -row[4], row[3]))
            yield Subject(scheme=scheme, notation=notation, label=label or None)


def stated_subjects(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    """Return subjects on one line, without empty ones, each once, sorted."""
    found = set()
    for one in subjects:
        notation, label = (blanks_folded(nfc(text or "")) or None for text in (one.notation, one.label))
        if (notation or label) and one.scheme.strip():
            found.add(Subject(scheme=one.scheme.strip().lower(), notation=notation, label=label))
    return tuple(sorted(found, key=lambda one: (one.scheme, one.notation or "", one.label or "")))
