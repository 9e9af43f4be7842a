"""Printed category codes -> categories. Reads: records, page facts. Emits: notations, inferences, findings.

A page prints the last part of a code only. Which category it means is decided by all codes of the input together.
"""

from collections import Counter

from msgspec.structs import replace

from kg.model import Finding, Inference, Paper, Record, SourceDocument
from kg.taxonomy import SCHEME, archive_votes, concepts, resolve

_RULE = "short-category-code"


class Categories:
    """The printed category codes of the whole input, and what they mean on each page."""

    def __init__(self) -> None:
        self._by_page: dict[str, Counter[str]] = {}
        self._everywhere: Counter[str] = Counter()
        self._codes: dict[str, set[str]] = {}
        self.used: set[str] = set()
        """The notations that papers and pages were filed under."""

    def add(self, page_key: str, code: str) -> None:
        """Count one printed code as evidence."""
        votes = archive_votes([code])
        self._by_page.setdefault(page_key, Counter()).update(votes)
        self._everywhere.update(votes)

    def filed(self, paper: Paper) -> tuple[Paper, Finding | None]:
        """Return the paper under the notation that its printed code means, with the inference that says so."""
        codes = (subject.notation or "" for subject in paper.subjects if subject.scheme == SCHEME)
        self.used.update(code for code in codes if code in concepts())
        code = paper.category
        record = next((record for record in paper.records if record.category == code), None)
        if code is None or record is None:
            return paper, None
        meant = resolve(code, self._by_page.get(record.source_key, Counter()), self._everywhere)
        if meant is None:
            return replace(paper, category=None), _unknown_code(record, code)
        self.used.add(meant.notation)
        inference = Inference(
            field="category", inferred_value=meant.notation, in_record=record.key, rule=_RULE, reason=meant.reason,
            confidence=meant.confidence,
        )  # fmt: skip
        guessed = (inference,) if meant.guessed else ()
        return replace(paper, category=meant.notation, inferences=paper.inferences + guessed), None

    def of_page(self, document: SourceDocument) -> str | None:
        """Return the notation of the main category that a page prints, None if it prints none or arXiv has no such."""
        code = document.facts.main_category
        if code is None:
            return None
        meant = resolve(code, self._by_page.get(document.key, Counter()), self._everywhere)
        if meant is None:
            return None
        self.used.add(meant.notation)
        return meant.notation

    def notations(self) -> list[str]:
        """Return the notations in use and those of the archives above them, sorted."""
        archives = {archive for used in self.used if (archive := concepts()[used].archive)}
        return sorted(self.used | archives)


def _unknown_code(record: Record, code: str) -> Finding:
    return Finding(
        severity="warning",
        rule="unknown-category",
        message=f"arXiv has no category {code!r}; the record keeps the code, the paper has no category",
        repair="correct the code, or ignore this where the page does not use arXiv's categories",
        source=record.source,
        line=record.start_line,
        subject=record.title,
    )
