"""The records of one paper -> one paper. Reads: model.Record. Emits: model.Paper without keys, author spellings.

A pure function of the cluster. What is preferred says `preference`. Every other value is a Conflict, unless it says
the same: another precision of the date, another spelling of the title, initials of a name, a wording of the abstract,
or what another form of the work has of its own (its day, its venue, its pages).
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from kg.match.forms import form_of, full_identifiers
from kg.match.titles import title_match_key
from kg.model import Conflict, Inference, Name, Paper, Record, Reference, Venue
from kg.resolve.dating import agree
from kg.resolve.fundings import merged_fundings
from kg.resolve.preference import order, preferred, rank
from kg.resolve.relations import merged_relations
from kg.resolve.signing import merged_authors, merged_editors
from kg.resolve.subjects import stated_subjects
from kg.terms import is_iri
from kg.text import blanks_folded, fold, nfc

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")

_SMALL = frozenset(fold("a an and of the for in on de la le des der die das und et e y del di").split())
"""Words that abbreviated names of journals leave out (ISO 4)."""

Same = Callable[[str, str], bool]


class Draft(Struct, frozen=True):
    """A merged paper before keys are given, and for each position the names that its records print there."""

    paper: Paper
    spellings: tuple[tuple[Name, ...], ...]
    editor_spellings: tuple[tuple[Name, ...], ...] = ()


def draft(records: Sequence[Record], inferences: Sequence[Inference] = ()) -> Draft:
    """Return the merged paper of records in the order of source digest and index."""
    fields = _Fields(records)
    title = fields.take("title", lambda a, b: title_match_key(a) == title_match_key(b))
    abstract = fields.take("abstract", lambda _a, _b: True)
    day = fields.day()
    category = fields.take("category", _same_category)
    authors, editors = merged_authors(records), merged_editors(records)
    names = ", ".join(authorship.name.display for authorship in authors.authorships)
    printed_date = fields.take("date_text", lambda a, b: fold(a) == fold(b)) if _is_coarse(day) else None
    venue = fields.venue()
    return Draft(
        Paper(
            key="",
            records=tuple(records),
            title=title,
            abstract=abstract,
            published_on=day,
            date_text=printed_date,
            category=category,
            primary_category=any(r.category == category and _has_codes(r) for r in records) if category else False,
            authorships=authors.authorships,
            author_line=nfc(names if authors.complete else f"{names} et al.") if names else None,
            authors_complete=authors.complete,
            editors=editors.authorships,
            code_urls=tuple(sorted({url for record in records for url in record.code_urls})),
            code_reported=any(record.has_code for record in records),
            publication_type=fields.of_form("publication_type", lambda a, b: a == b),
            identifiers=tuple(sorted({one for record in records for one in full_identifiers(record)})),
            venue=venue,
            volume=fields.placed("volume", _same_words),
            issue=fields.placed("issue", _same_words),
            pages=fields.placed("pages", _same_pages),
            language=fields.take("language", lambda a, b: a.lower()[:2] == b.lower()[:2], is_language),
            license=fields.of_form("license", _same_license, is_web_address),
            landing_page=fields.take("landing_page", lambda _a, _b: True, is_web_address),
            pdf=fields.take("pdf", lambda _a, _b: True, is_web_address),
            keywords=_keywords(records),
            references=merged_references(records),
            subjects=stated_subjects(one for record in records for one in record.subjects),
            fundings=merged_fundings(records),
            relations=merged_relations(records),
            dataset_urls=tuple(sorted({url for r in records for url in r.dataset_urls if is_web_address(url)})),
            publisher=fields.publisher() if venue is None else None,
            retracted=any(record.retracted or _is_withdrawn(record) for record in records),
            translated_titles=_translated(records),
            conflicts=(*fields.conflicts, *authors.conflicts, *editors.conflicts),
            inferences=_best_inferences(inferences) if day is None or day.startswith("--") else (),
        ),
        authors.spellings,
        editors.spellings,
    )


class _Fields:
    """Takes the preferred values of a cluster and collects what they overrule."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._forms = {record.key: form_of(record) for record in records}
        self._place = self._best_place()
        self.conflicts: list[Conflict] = []

    def take(self, field: str, same: Same, valid: Callable[[str], bool] | None = None) -> str | None:
        """Return the preferred value among all records."""
        told = None if valid is None else lambda record: _valid(getattr(record, field), valid)
        kept, _, conflicts = preferred(self._records, field, same, told=told)
        self.conflicts.extend(conflicts)
        return kept

    def of_form(self, field: str, same: Same, valid: Callable[[str], bool] | None = None) -> str | None:
        """Return the preferred value; only records of one form with it can contradict."""

        def told(record: Record) -> str | None:
            value = getattr(record, "date" if field == "published_on" else field)
            return value if valid is None else _valid(value, valid)

        kept, record, _ = preferred(self._records, field, same, told=told)
        if kept is not None and record is not None:
            rivals = self._beside(self._forms[record.key])
            self.conflicts.extend(preferred(rivals, field, same, told=told)[2])
        return kept

    def _beside(self, form: str | None) -> list[Record]:
        return [record for record in self._records if form is None or self._forms[record.key] in {form, None}]

    def day(self) -> str | None:
        """Return the date of the preferred record, as precisely as a record of that form knows it."""
        kept = self.of_form("published_on", agree)
        if kept is None:
            return None
        first = min(
            (record for record in self._records if record.date),
            key=lambda record: order(rank(record, "published_on", record.date or "")),
        )
        same_form = [r for r in self._records if self._forms[r.key] == self._forms[first.key]]
        finer = [record.date for record in same_form if record.date and record.date.startswith(kept)]
        return max([kept, *sorted(finer)], key=len)

    def _best_place(self) -> list[Record]:
        """Return the records of the form whose place of publication the paper shows."""
        placing = [record for record in self._records if record.venue or record.volume or record.issue or record.pages]
        if not placing:
            return []
        best = min(placing, key=lambda record: order(rank(record, "venue", record.venue.name if record.venue else "")))
        return self._beside(self._forms[best.key])

    def placed(self, field: str, same: Same) -> str | None:
        """Return the preferred value of a part of the place of publication, on one line."""
        kept, _, conflicts = preferred(self._place, field, same, told=lambda record: _one_line(getattr(record, field)))
        self.conflicts.extend(conflicts)
        return kept

    def publisher(self) -> str | None:
        """Return the publisher of a work that stands in no venue."""
        kept, _, conflicts = preferred(
            self._records, "publisher", _same_words, told=lambda record: _one_line(record.publisher)
        )
        self.conflicts.extend(conflicts)
        return kept

    def venue(self) -> Venue | None:
        """Return the preferred venue with the ISSNs of all records that name it."""
        known = {record.key: name for record in self._place if record.venue and (name := _one_line(record.venue.name))}
        venues = {known[r.key]: r.venue for r in self._place if r.key in known and r.venue}
        kept, record, conflicts = preferred(
            self._place, "venue", lambda a, b: _same_venue(venues[a], venues[b]), told=lambda r: known.get(r.key)
        )
        self.conflicts.extend(conflicts)
        if kept is None or record is None or record.venue is None:
            return None
        same = [r.venue for r in self._place if r.venue and _same_venue(record.venue, r.venue)]
        publishers = [record.venue.publisher, *sorted(v.publisher for v in same if v.publisher)]
        issns = tuple(sorted({issn for venue in same for issn in venue.issns}))
        return Venue(name=kept, issns=issns, publisher=next((p for p in publishers if p), None))


def _is_coarse(day: str | None) -> bool:
    """Return whether a printed date can say more than a day in ISO 8601 does: there is none, or a year alone."""
    return day is None or len(day) == len("2003")


def _has_codes(record: Record) -> bool:
    """Return whether a record lists arXiv's categories beside the one that it gives first."""
    return any(subject.scheme == "arxiv" for subject in record.subjects)


def _is_withdrawn(record: Record) -> bool:
    return any(relation.kind == "retracted-by" for relation in record.relations)


def _valid(value: str | None, valid: Callable[[str], bool]) -> str | None:
    return value if value is not None and valid(value) else None


def is_web_address(value: str) -> bool:
    """Return whether a text is an absolute IRI of the web."""
    return value.startswith(("http://", "https://")) and value[7:].lstrip("/") != "" and is_iri(value)


def is_language(value: str) -> bool:
    """Return whether a text has the form of a BCP 47 tag."""
    return _LANGUAGE.fullmatch(value) is not None


def _one_line(value: str | None) -> str | None:
    return None if value is None else blanks_folded(nfc(value)) or None


def _same_venue(left: Venue, right: Venue) -> bool:
    if not set(left.issns).isdisjoint(right.issns):
        return True
    a, b = ([word for word in fold(venue.name).split() if word not in _SMALL] for venue in (left, right))
    return len(a) == len(b) and all(x.startswith(y) or y.startswith(x) for x, y in zip(a, b, strict=True))


def _same_words(left: str, right: str) -> bool:
    return fold(left) == fold(right)


def _same_pages(left: str, right: str) -> bool:
    """Return whether two ranges are one: a first page alone agrees with the range that it begins."""
    a, b = fold(left).split(), fold(right).split()
    return a == b or (a[:1] == b[:1] and 1 in {len(a), len(b)})


def _same_category(left: str, right: str) -> bool:
    """Return whether two printed codes are one, or one is the short form (`LG`) of the other one."""
    ends = {code.rpartition(".")[2] for code in (left, right)}
    return left == right or (len(ends) == 1 and ("." not in left or "." not in right))


def _same_license(left: str, right: str) -> bool:
    def plain(address: str) -> str:
        return address.partition("://")[2].lower().removesuffix("/").removesuffix("/legalcode")

    return plain(left) == plain(right)


def _keywords(records: Sequence[Record]) -> tuple[str, ...]:
    """Return all keywords, of two that differ in case or marks the first one in the order of the alphabet."""
    found: dict[str, str] = {}
    for word in sorted({blanks_folded(nfc(word)) for record in records for word in record.keywords} - {""}):
        found.setdefault(fold(word) or word, word)
    return tuple(sorted(found.values()))


def merged_references(records: Sequence[Record]) -> tuple[Reference, ...]:
    """Return what the records cite, each work once: references that share an identifier or the text are one."""
    merged: list[dict[str, Any]] = []
    by_mark: dict[object, int] = {}
    for reference in (reference for record in records for reference in record.references):
        words = fold(reference.text or "")
        marks: list[object] = [*reference.identifiers] or ([words] if words else [])
        place = next((by_mark[mark] for mark in marks if mark in by_mark), None)
        if place is None and marks:
            place = len(merged)
            merged.append({"identifiers": set(), "text": reference.text})
        if place is not None:
            merged[place]["identifiers"].update(reference.identifiers)
            by_mark.update(dict.fromkeys(marks, place))
    return tuple(Reference(identifiers=tuple(sorted(one["identifiers"])), text=one["text"]) for one in merged)


def _translated(records: Sequence[Record]) -> tuple[tuple[str, str], ...]:
    """Return one translated title a language."""
    found: dict[str, str] = {}
    for tag, title in sorted({pair for record in records for pair in record.translated_titles}):
        if is_language(tag) and title.strip():
            found.setdefault(tag.lower(), nfc(title))
    return tuple(sorted(found.items()))


def _best_inferences(inferences: Sequence[Inference]) -> tuple[Inference, ...]:
    """Return one inference for each value, the surest, then the first."""
    best: dict[str, Inference] = {}
    for inference in inferences:
        known = best.get(inference.inferred_value)
        if known is None or inference.confidence > known.confidence:
            best[inference.inferred_value] = inference
    return tuple(best[value] for value in sorted(best))
