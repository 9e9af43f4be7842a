"""Authors of PubMed's tagged format -> names. Reads: fields in their order. Emits: Name, in order.

An author is a full name (`FAU`), the short one behind it (`AU`), identifiers (`AUID`) and affiliations (`AD`); groups
are `CN`. An affiliation before all authors is that of the first one, as it was until 2013.
"""

import re

from msgspec.structs import replace

from kg.model import Affiliation, Name
from kg.readers.pubmed.people import affiliation
from kg.readers.syntax.inverted_names import inverted_name, is_cut
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.tagged_lines import Field, Values

_TAGS = ("FAU", "AU", "AUID", "AD", "CN", "FED", "ED")
_SUFFIX = re.compile(r"(.+) (Jr|Sr|II|III|IV|2nd|3rd|4th|5th)", re.DOTALL)
_SHORT = re.compile(r"(.+?) ([^\W\d_a-z]{1,4})(?: (Jr|Sr|II|III|IV|2nd|3rd|4th|5th))?", re.DOTALL)


def people(values: Values, listed: tuple[Field, ...], found: Found) -> tuple[tuple[Name, ...], tuple[Name, ...], bool]:
    """Return authors and editors in order, and whether the list of the authors is whole."""
    values.fields(*_TAGS)
    reader = _Reader(found, authors=len(values.fields("FAU")), editors=len(values.fields("FED")))
    short = {"AU": len(values.fields("AU")), "ED": len(values.fields("ED"))}
    for field in listed:
        text = field.text
        if not text or field.tag not in _TAGS:
            continue
        if field.tag in short:
            reader.short(field.tag, text, short[field.tag])
        elif field.tag == "AD":
            reader.place(text)
        elif field.tag == "AUID":
            reader.identify(text)
        else:
            reader.full(field.tag, text)
    return reader.result()


class _Reader:
    """Collects names; `_names[-1]` is the one that identifiers and affiliations belong to."""

    def __init__(self, found: Found, *, authors: int, editors: int) -> None:
        self._found = found
        self._full = {"AU": authors, "ED": editors}
        self._names: list[tuple[str, Name]] = []
        self._first: list[Affiliation] = []
        self._paired = True
        self._complete = True

    def full(self, tag: str, text: str) -> None:
        """Take a full name, or a group."""
        role = "ED" if tag == "FED" else "AU"
        if is_cut(text):
            self._complete = self._complete and role != "AU"
            return
        name = Name(printed=text, collective=True) if tag == "CN" else _with_suffix(inverted_name(text))
        if name is not None:
            self._names.append((role, name))
            self._paired = tag == "CN"

    def short(self, role: str, text: str, count: int) -> None:
        """Take a short name: that of the full one before it, or of an author who has no full one."""
        if not self._paired:
            self._paired = True
        elif is_cut(text):
            self._complete = self._complete and role != "AU"
        elif self._full[role] < count:
            match = _SHORT.fullmatch(text)
            parts = match.groups() if match is not None else (None, None, None)
            self._names.append((role, Name(printed=text, family=parts[0], given=parts[1], suffix=parts[2])))

    def place(self, text: str) -> None:
        """Take an affiliation."""
        known = affiliation(text)
        if known is None:
            return
        if not self._names:
            self._first.append(known)
            return
        role, name = self._names[-1]
        self._names[-1] = (role, replace(name, affiliations=(*name.affiliations, known)))

    def identify(self, text: str) -> None:
        """Take an identifier of the last author."""
        kind, _, printed = text.partition(":")
        known = self._found.identifier("orcid", printed.strip()) if kind.strip().upper() == "ORCID" else None
        if known is not None and self._names:
            role, name = self._names[-1]
            self._names[-1] = (role, replace(name, identifiers=(known,)))

    def result(self) -> tuple[tuple[Name, ...], tuple[Name, ...], bool]:
        """Return authors, editors, and whether no author was left out."""
        names = [name for role, name in self._names if role == "AU"]
        if self._first and names:
            names[0] = replace(names[0], affiliations=(*self._first, *names[0].affiliations))
        editors = tuple(name for role, name in self._names if role == "ED")
        return tuple(names), editors, self._complete and bool(names)


def _with_suffix(name: Name | None) -> Name | None:
    match = _SUFFIX.fullmatch(name.given) if name is not None and name.given and not name.suffix else None
    return name if name is None or match is None else replace(name, given=match[1], suffix=match[2])
