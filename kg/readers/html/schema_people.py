"""Who a publication of schema.org names -> names. Reads: nodes. Emits: Name, in order."""

from collections.abc import Callable, Iterator

from kg.identifiers import person_identifier
from kg.model import Affiliation, Identifier, Name
from kg.readers.html.nodes import Node, all_of, one_of, texts_of
from kg.readers.html.parts import name_of
from kg.readers.syntax.json_records import Found

_ORGANIZATIONS = ("Organization", "Corporation", "Consortium", "ResearchOrganization", "CollegeOrUniversity")
Line = Callable[[str | None], str | None]
"""What makes one line of plain text of a printed value."""


def as_it_is(printed: str | None) -> str | None:
    """Return a text that has no markup."""
    return printed


def names_of(node: Node, field: str, found: Found, line: Line) -> Iterator[Name]:
    """Yield who a property names: persons and organizations, in its order."""
    for one in all_of(node, field):
        if isinstance(one, str) and (printed := line(one)):
            yield name_of(printed)
        elif isinstance(one, dict):
            given, family, suffix = (line(one_of(one, key)) for key in ("givenName", "familyName", "honorificSuffix"))
            printed = line(one_of(one, "name")) or " ".join(filter(None, (given, family, suffix)))
            if not printed:
                found.doubt(field, "a contributor has no name; left out")
                continue
            ids = tuple(_person_ids(one, found))
            places = tuple(dict.fromkeys(_affiliations(one, found, line)))
            if set(map(str, all_of(one, "@type"))) & set(_ORGANIZATIONS):
                yield Name(printed=printed, collective=True, identifiers=_ror(one, found))
            elif given and family:
                behind = printed.removeprefix(f"{given} {family}")
                suffix = suffix or (behind.strip(" ,") if behind != printed else None) or None
                yield Name(printed=printed, given=given, family=family, suffix=suffix, identifiers=ids,
                           affiliations=places)  # fmt: skip
            elif line is as_it_is:
                yield Name(printed=printed, identifiers=ids, affiliations=places)
            else:
                yield name_of(printed, ids, places)


def _person_ids(person: Node, found: Found) -> Iterator[Identifier]:
    for printed in texts_of(person, "identifier", "@id", "sameAs", "url"):
        told = "orcid.org/" in printed.lower() or person_identifier("orcid", printed) is not None
        known = found.identifier("orcid", printed) if told else None
        if known is not None:
            yield known
            return


def _affiliations(person: Node, found: Found, line: Line) -> Iterator[Affiliation]:
    for one in all_of(person, "affiliation", "worksFor"):
        raw = line(one if isinstance(one, str) else one_of(one, "name") if isinstance(one, dict) else None)
        ror = next((known.value for known in _ror(one, found)), None) if isinstance(one, dict) else None
        if raw:
            yield Affiliation(raw=raw, name=raw if ror else None, ror=ror)


def _ror(body: Node, found: Found) -> tuple[Identifier, ...]:
    """Return the ROR identifier of an organization."""
    rors = [text for text in texts_of(body, "identifier", "@id", "sameAs") if "ror.org/" in text]
    return tuple(known for text in rors if (known := found.identifier("ror", text)) is not None)[:1]
