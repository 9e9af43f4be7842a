"""Names of a RIS record -> names. Reads: fields in their order. Emits: Name, in order."""

import re
from collections.abc import Iterable, Iterator

from kg.model import Name
from kg.names import parse_author_line
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.inverted_names import inverted_name, is_cut, without_cut
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.placeholders import is_placeholder
from kg.readers.syntax.tagged_lines import Field, Values
from kg.text import fold

_NAME_NOTE = re.compile(r"(?P<role>Author|Editor) (?P<position>\d{1,5})(?P<group> \(group\))?: (?P<name>.+)")
_AND = re.compile(r"(?<!\s)\s++(?:and|&)\s+")


def editor_tags(kind: str | None, *, has_authors: bool) -> tuple[str, ...]:
    """Return the tags of editors. Second authors of a book with first ones edit its series, third ones the book."""
    if kind == "book":
        return ("ED", "A3") if has_authors else ("ED", "A2", "A3")
    return ("ED",) if kind == "thesis" else ("ED", "A2")


def people(
    values: Values, listed: tuple[Field, ...], tags: tuple[str, ...], found: Found
) -> tuple[tuple[Name, ...], bool]:
    """Return the names behind tags in their order, and whether none was left out.

    A name that stands behind one tag and again behind another is one author.
    """
    if is_own(values):
        return _as_noted(values, tags), True
    fields = values.fields(*tags)
    names: list[Name] = []
    tag_of: dict[str, str] = {}
    complete = True
    for field in (one for one in listed if one.tag in tags):
        for printed in _names_of(field, len(fields), found):
            text, cut = without_cut(printed)
            nobody = is_cut(text) or is_placeholder(text.strip())
            complete = complete and not cut and not nobody
            name = None if nobody else inverted_name(text)
            if name is not None and tag_of.setdefault(fold(name.display), field.tag) == field.tag:
                names.append(name)
    if not names and complete and (unread := values.texts(*tags)):
        found.doubt("author", "no name can be read", *unread[:3])
    return tuple(names), complete


def is_own(values: Values) -> bool:
    """Return whether ScholarKG wrote a record: its texts stand as they are, without markup and lists in one line."""
    return values.first("DP") == "ScholarKG"


def _as_noted(values: Values, tags: tuple[str, ...]) -> tuple[Name, ...]:
    """Return the names of a record of our own; notes tell groups, and names whose commas part nothing."""
    names = [inverted_name(text) or Name(printed=text) for text in values.texts(*tags)]
    role = "Author" if "AU" in tags else "Editor"
    for note in (match for text in values.texts("N1") if (match := _NAME_NOTE.fullmatch(text))):
        if note["role"] == role and 0 < int(note["position"]) <= len(names):
            names[int(note["position"]) - 1] = Name(printed=note["name"], collective=note["group"] is not None)
    return tuple(names)


def _names_of(field: Field, count: int, found: Found) -> Iterator[str]:
    """Yield the names of a field: one, or those that lines, semicolons, `and` or many commas part."""
    for line in field.parts:
        for part in re.split("[;；]", plain_title(line)):
            several = _AND.split(part)
            if len(several) > 1 and all("," in one for one in several):
                yield from several
            elif count == 1 and part.count(",") > 2:
                yield from _by_commas(part, found)
            else:
                yield part


def _by_commas(part: str, found: Found) -> Iterable[str]:
    names, complete = parse_author_line(part)
    reason = f"{part.count(',')} commas in the only name: read as names parted by commas"
    found.doubt("author", reason, part[:200], confidence=0.6)
    return names if complete else (*names, "et al.")
