"""Authors of Semantic Scholar -> names. Reads: Author. Emits: Name, Affiliation."""

from collections.abc import Iterable

from kg.identifiers import person_identifier
from kg.model import Affiliation, Identifier, Name
from kg.readers.semantic_scholar.papers import Author, Named
from kg.readers.syntax.cut_names import whole_name
from kg.readers.syntax.inline_markup import plain_title
from kg.readers.syntax.json_records import Found

_MOST_DIGITS = 15
"""Numbers of authors that `kg.identifiers` knows are no longer."""


def names(authors: Iterable[Author | None], found: Found) -> tuple[Name, ...]:
    """Return the authors in order."""
    read: list[Name] = []
    for at, author in enumerate(authors, 1):
        if author is None:
            continue
        printed, whole = whole_name(plain_title(author.name)) if author.name else ("", True)
        if printed:
            read.append(_name(author, printed, found))
        elif whole:
            found.doubt("authors", f"author {at} has no name; left out")
    return tuple(read)


def _name(author: Author, printed: str, found: Found) -> Name:
    if author.external_ids or author.ids:
        identifiers = _numbers(author, found)
    else:
        number = _author_number(author.author_id) if author.author_id else None
        identifiers = (number,) if number is not None else ()
    if author.affiliations:
        return Name(printed=printed, identifiers=identifiers, affiliations=_affiliations(author))
    return Name(printed=printed, identifiers=identifiers)


def _numbers(author: Author, found: Found) -> tuple[Identifier, ...]:
    """Return the number of an author, and the ORCID iDs."""
    ids = [author.author_id] if author.author_id else author.ids or ()
    known = [_author_number(str(one)) for one in ids if one and len(ids) == 1]
    for name, value in author.external_ids.items() if author.external_ids else ():
        if value and name.upper() == "ORCID":
            known += [found.identifier("orcid", one) for one in (value if isinstance(value, list) else [str(value)])]
    return tuple([one for one in known if one is not None])


def _author_number(printed: str) -> Identifier | None:
    plain = printed.isascii() and printed.isdigit() and printed[0] != "0" and len(printed) <= _MOST_DIGITS
    return Identifier("s2", printed) if plain else person_identifier("s2", printed)


def _affiliations(author: Author) -> tuple[Affiliation, ...]:
    places = [one.name if isinstance(one, Named) else one for one in author.affiliations or () if one]
    return tuple(dict.fromkeys(Affiliation(raw=plain) for one in places if one and (plain := plain_title(one))))
