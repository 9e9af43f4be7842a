"""Authors, editors and their organizations in a graph of ours -> names. Reads: Thing. Emits: Name, in order.

The author line of a paper shows each author's name in full; `rawName` is how the preferred source prints it.
"""

from msgspec.structs import replace

from kg.identifiers import person_identifier
from kg.model import Affiliation, Identifier, Name
from kg.readers.rdf.graph import Thing
from kg.readers.syntax.json_records import Found
from kg.vocab import PREFIXES

_KG = PREFIXES["kg"]
_CUT = " et al."
_PERSONS = {
    "orcid": "orcid", "dblpPid": "dblp", "openAlexId": "openalex", "aclId": "acl", "semanticScholarId": "s2",
    "dblpName": "dblp-name",
}  # fmt: skip
_NOWHERE = 1 << 30


def author_names(paper: Thing, found: Found) -> tuple[tuple[Name, ...], bool]:
    """Return the authors in the order of their positions, and whether the list is whole."""
    places = sorted(paper.things(f"{_KG}hasAuthorship"), key=lambda one: (_position(one), one.key))
    line = paper.text(f"{_KG}authorLine") or ""
    complete = paper.text(f"{_KG}authorListComplete") not in {"false", "0"}
    line = line.removesuffix(_CUT) if not complete else line
    names: list[Name] = []
    at = 0
    for place in places:
        agent = next(iter(place.things(f"{_KG}agent")), None)
        raw = place.text(f"{_KG}rawName")
        shown = _shown(line, at, agent, raw)
        at = at + len(shown) + 2 if shown is not None else at
        name = _name(agent, raw, shown, found)
        if name is None:
            found.doubt("authors", "an authorship has neither a name nor an agent with one; left out")
            continue
        names.append(_with_places(name, place, found))
    if not names:
        names = [one for agent in paper.things(f"{_KG}author") if (one := _name(agent, None, None, found)) is not None]
        if len(names) > 1:
            found.doubt("authors", "no authorship says the order of the authors; read as they stand", confidence=0.5)
    return tuple(names), complete


def editor_names(paper: Thing, found: Found) -> tuple[Name, ...]:
    """Return the editors."""
    return tuple(one for agent in paper.things(f"{_KG}editor") if (one := _name(agent, None, None, found)) is not None)


def _position(place: Thing) -> int:
    text = place.text(f"{_KG}position") or ""
    return int(text) if text.isdecimal() and len(text) < 10 else _NOWHERE


def _shown(line: str, at: int, agent: Thing | None, raw: str | None) -> str | None:
    """Return the name that the author line shows at a place: the longest known one that stands there."""
    known = {raw or ""}
    if raw and raw.count(",") == 1:
        known.add(" ".join(part.strip() for part in reversed(raw.split(","))))
    if agent is not None:
        known |= {*agent.texts(f"{_KG}name", f"{_KG}nameVariant"), " ".join(parts_of(agent) or ("",))}
    fitting = [one for one in known if one and line.startswith(one, at) and line[at + len(one) :][:2] in ("", ", ")]
    if fitting:
        return max(fitting, key=len)
    end = line.find(", ", at)
    return (line[at:] if end < 0 else line[at:end]) or None


def parts_of(agent: Thing) -> tuple[str, str] | None:
    """Return given and family name of a person, where the graph tells them apart."""
    given, family = agent.text(f"{_KG}givenName"), agent.text(f"{_KG}familyName")
    return (given, family) if given and family else None


def _name(agent: Thing | None, raw: str | None, shown: str | None, found: Found) -> Name | None:
    """Return a name that shows as the author line shows it, with the parts that the graph tells apart."""
    name = agent.text(f"{_KG}name") if agent is not None else None
    printed = raw or shown or name
    if printed is None:
        return None
    if agent is None:
        return Name(printed=printed)
    if f"{_KG}Organization" in agent.types:
        rors = [known for text in agent.texts(f"{_KG}ror") if (known := found.identifier("ror", text)) is not None]
        return Name(printed=printed, collective=True, identifiers=tuple(rors))
    display = shown or name or printed
    given, family, suffix = parted(display, parts_of(agent), printed)
    written = agent.literals(f"{_KG}nameVariant")
    variants = tuple((one.language or "", one.value) for one in written if one.value not in (display, printed))
    return Name(
        printed=printed, given=given, family=family, suffix=suffix, identifiers=person_identifiers(agent, found),
        variants=variants,
    )  # fmt: skip


def parted(display: str, parts: tuple[str, str] | None, printed: str) -> tuple[str | None, str | None, str | None]:
    """Return given name, family name and suffix that show as `display`; nothing where the printed name does so."""
    if parts is not None:
        given, family = parts
        head, middle, tail = display.rpartition(f" {family}")
        if middle and head and (not tail or tail.startswith(" ")):
            return head, family, tail.strip() or None
    if display != printed and " " in display:
        given, _, family = display.rpartition(" ")
        turned = printed.partition(",")
        if turned[1] and display == f"{turned[2].strip()} {turned[0].strip()}":
            given, family = turned[2].strip(), turned[0].strip()
        return given, family, None
    return None, None, None


def person_identifiers(agent: Thing, found: Found) -> tuple[Identifier, ...]:
    """Return the identifiers of a person, checked again."""
    return tuple(
        sorted(
            known
            for name, scheme in _PERSONS.items()
            for text in agent.texts(f"{_KG}{name}")
            if (known := _known(scheme, text, found)) is not None
        )
    )


def _known(scheme: str, text: str, found: Found) -> Identifier | None:
    known = person_identifier(scheme, text)
    if known is None:
        found.doubt(scheme, f"{text[:200]!r} is no {scheme} identifier of a person (form or check digit); not used")
    return known


def _with_places(name: Name, place: Thing, found: Found) -> Name:
    """Return the name with affiliations. Which printed one means which organization the graph does not say."""
    raws = place.texts(f"{_KG}rawAffiliation")
    known: list[Affiliation] = []
    for one in place.things(f"{_KG}affiliation"):
        called = one.text(f"{_KG}name")
        code = next((ror.value for text in one.texts(f"{_KG}ror") if (ror := found.identifier("ror", text))), None)
        if called is None:
            continue
        fitting = [raw for raw in raws if called in raw]
        raw = fitting[0] if fitting else raws[0] if len(raws) == 1 else None
        if raw is not None:
            raws.remove(raw)
        country = one.text(f"{_KG}country")
        known.append(Affiliation(raw=raw or "", name=called, ror=code, country=country))
    places = (*known, *(Affiliation(raw=raw) for raw in raws))
    return replace(name, affiliations=places, corresponding=place.flag(f"{_KG}corresponding"))
