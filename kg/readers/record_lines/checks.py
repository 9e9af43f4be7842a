"""What a line says -> what a record may say. Reads: Line and its parts. Emits: checked values; doubts for the rest."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import TypeVar

from msgspec.structs import replace

from kg.dates import is_day
from kg.identifiers import PERSON_SCHEMES, SCHEMES, person_identifier
from kg.model import Affiliation, Funding, Identifier, Name, Reference, Relation
from kg.names import author_spans, parse_author_line
from kg.readers.record_lines.lines import Line
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.partial_dates import read_date
from kg.readers.syntax.printed_names import inverted_name, is_et_al
from kg.terms import is_iri

_DATE = re.compile(r"(?:(\d{4})(?:-(\d\d)(?:-(\d\d))?)?|--(\d\d)-(\d\d))", re.ASCII)
_PUBLICATION_TYPES = frozenset(
    ("article", "proceedings-paper", "preprint", "book", "chapter", "thesis", "report", "dataset", "software", "review",
     "editorial", "erratum", "other")
)  # fmt: skip
_FEW = ("doi", "arxiv", "pmid", "pmcid", "isbn")
_few = attrgetter("doi", "arxiv_id", "pmid", "pmcid", "isbn")
Tied = TypeVar("Tied", Reference, Relation, Funding)
_person_identifier = lru_cache(maxsize=1 << 16)(person_identifier)
"""The same persons come again and again."""


class Checked:
    """Checks the values of one line, and tells its doubts to `found`."""

    def __init__(self, found: Found) -> None:
        self._found = found

    def authors(self, line: Line) -> tuple[tuple[Name, ...], bool]:
        """Return the authors, and whether the list is whole: as the line says, else as it looks."""
        if line.names is not None:
            names, complete = tuple([self.name(one, "names") for one in line.names]), True
            told = line.authors if isinstance(line.authors, list) else None
            shown = [one.display for one in names] if told is not None else None
            if told != shown and [one if isinstance(one, str) else one.display for one in told or ()] != shown:
                self._found.doubt("names", "`authors` are others than `names`; the names count", confidence=0.5)
        else:
            names, complete = self.people(line.authors, "names")
        if line.authors_complete is not None:
            return names, line.authors_complete
        return names, complete and bool(names)

    def people(self, printed: list[str | Name] | str | None, field: str) -> tuple[tuple[Name, ...], bool]:
        """Return names that are printed one by one, or as one line, and whether none is left out (`et al.`)."""
        if isinstance(printed, str):
            if ";" in printed:
                spans, complete = author_spans(printed)
                return self.people([printed[start:end] for start, end in spans], field)[0], complete
            names, complete = parse_author_line(printed)
            return tuple(Name(printed=name) for name in names), complete
        read, complete = [], True
        for one in printed or ():
            name = inverted_name(one) if isinstance(one, str) else self.name(one, field)
            if isinstance(one, str) and is_et_al(one):
                complete = False
            elif name is not None:
                read.append(name)
            elif one:
                self._found.doubt(field, f"{one!r:.200} is no name; left out")
        return tuple(read), complete

    def one_line(self, printed: list[str | Name] | str | None) -> str | None:
        """Return an author line as printed."""
        return printed if isinstance(printed, str) and printed.strip() else None

    def name(self, name: Name, field: str) -> Name:
        """Return a name with the identifiers and affiliations that hold."""
        identifiers, affiliations = name.identifiers, name.affiliations
        if not identifiers and not affiliations:
            return name
        if identifiers:
            identifiers = tuple([one for one in identifiers if self._holds(one, field, person=one.scheme != "ror")])
        if affiliations:
            affiliations = self.affiliations(affiliations)
        if identifiers == name.identifiers and affiliations == name.affiliations:
            return name
        return replace(name, identifiers=identifiers, affiliations=affiliations)

    def affiliations(self, affiliations: Sequence[Affiliation]) -> tuple[Affiliation, ...]:
        """Return affiliations, without the ROR identifiers that are none."""
        wrong = [one.ror is not None and not self._holds(Identifier("ror", one.ror), "ror") for one in affiliations]
        return tuple(replace(a, ror=None) if bad else a for a, bad in zip(affiliations, wrong, strict=True))

    def _holds(self, identifier: Identifier, field: str, *, person: bool = False) -> bool:
        """Return whether an identifier is one in its canonical form; else tell a doubt that keeps it."""
        scheme, value = identifier.scheme, identifier.value
        if person:
            same = scheme in PERSON_SCHEMES and _person_identifier(scheme, value) == identifier
        else:
            same = scheme in SCHEMES and self._found.identifier(scheme, value, field) == identifier
        if not same:
            self._found.doubt(field, f"{scheme[:40]} {value[:200]!r} is no identifier in canonical form; not used")
        return same

    def identified(self, identifiers: Iterable[Identifier], field: str) -> tuple[Identifier, ...]:
        """Return the identifiers that hold, in their order."""
        return tuple([one for one in identifiers if self._holds(one, field)])

    def _with_identifiers(self, tied: Tied, field: str) -> Tied:
        """Return a reference, a relation or a funding with those of its identifiers that hold."""
        held = self.identified(tied.identifiers, field) if tied.identifiers else ()
        return tied if held == tied.identifiers else replace(tied, identifiers=held)

    def identifiers(self, line: Line) -> tuple[Identifier, ...]:
        """Return the identifiers of a line; those that have a key of their own may be printed in any form."""
        kept = dict.fromkeys(self.identified(line.identifiers or (), "identifiers"))
        listed = len(kept)
        for scheme, printed in zip(_FEW, _few(line), strict=True):
            if printed is None:
                continue
            for one in printed if isinstance(printed, list) else (printed,):
                text = str(one)
                if Identifier(scheme, text) not in kept and (known := self._found.identifier(scheme, text)) is not None:
                    kept.setdefault(known)
        return tuple(kept) if len(kept) == listed else tuple(sorted(kept))

    def issns(self, printed: list[str] | str | None) -> tuple[str, ...]:
        """Return the ISSNs that hold."""
        listed = [printed] if isinstance(printed, str) else printed or ()
        return tuple([known.value for one in listed if (known := self._found.identifier("issn", one)) is not None])

    def date(self, line: Line) -> tuple[str | None, str | None]:
        """Return the date, and the printed one where it says more than ISO 8601 can."""
        if line.date is None:
            dated = read_date("" if line.year is None else str(line.year))
            return dated.date, line.date_text or dated.text
        match = _DATE.fullmatch(line.date)
        if match is not None and int(match[1] or 1):
            year = int(match[1]) if match[1] else None
            if is_day(year, int(match[2] or match[4] or 1), int(match[3] or match[5] or 1)):
                return line.date, line.date_text
        read = read_date(line.date)
        return read.date, line.date_text or read.text

    def publication_type(self, printed: str | None) -> str | None:
        """Return a word of the closed list; another one is a doubt."""
        if not printed or printed in _PUBLICATION_TYPES:
            return printed or None
        self._found.doubt("publication_type", f"{printed[:100]!r} is no type of publication; `other` is taken")
        return "other"

    def addresses(self, printed: list[str] | None, field: str) -> tuple[str, ...]:
        """Return the addresses that are IRIs."""
        if not printed:
            return ()
        for one in printed or ():
            if not is_iri(one):
                self._found.doubt(field, f"{one[:200]!r} is no IRI; not used")
        return tuple(one for one in printed or () if is_iri(one))

    def keywords(self, printed: list[str] | str | None) -> tuple[str, ...]:
        """Return keywords that are listed, or parted by semicolons or commas."""
        if isinstance(printed, str):
            words = (word.strip() for word in printed.split(";" if ";" in printed else ","))
            return tuple(dict.fromkeys(word for word in words if word))
        return tuple(one for one in printed or () if one)

    def translated_titles(self, printed: list[tuple[str, str]] | None) -> tuple[tuple[str, str], ...]:
        """Return the titles whose language is told by a tag."""
        return tuple((tag, title) for tag, title in printed or () if title and self._found.language(tag))

    def references(self, printed: list[Reference] | None) -> tuple[Reference, ...]:
        """Return references; one whose identifiers are none stays with its text."""
        read = [self._with_identifiers(one, "references") for one in printed or ()]
        return tuple([one for one in read if one.identifiers or one.text])

    def relations(self, printed: list[Relation] | None) -> tuple[Relation, ...]:
        """Return relations to works that are named."""
        read = [self._with_identifiers(one, "relations") for one in printed or ()]
        return tuple([one for one in read if one.identifiers or one.text])

    def fundings(self, printed: list[Funding] | None) -> tuple[Funding, ...]:
        """Return fundings whose funder or award is named."""
        read = [self._with_identifiers(one, "fundings") for one in printed or ()]
        return tuple([one for one in read if one.funder or one.award or one.identifiers])
