"""Authors and editors in published vocabularies -> names in order. Reads: Thing. Emits: Name.

The order is that of `co:index`, of `oco:hasNext`, of dblp's ordinals, of an RDF list; where there is none of them the
order of the file, with a doubt that says so.
"""

from collections.abc import Iterator

from pyoxigraph import Literal

from kg.identifiers import PERSON_SCHEMES, person_identifier
from kg.model import Affiliation, Identifier, Name
from kg.readers.html.parts import line_of, name_of
from kg.readers.rdf import words
from kg.readers.rdf.graph import Thing
from kg.readers.syntax.json_records import Found

_ROLES = f"{words.PRO}isDocumentContextFor"
_MARKS = {
    "orcid": "orcid.org/",
    "dblp": "dblp.org/pid/",
    "openalex": "openalex.org/",
    "acl": "aclanthology.org/people/",
}
_END = 1 << 30
_ROR_LENGTH = 9
_POSITIONS = {"first": 0, "middle": 1, "last": 2}
_UNORDERED = "the graph does not say the order of the {}; read in the order of the file"


def authors_of(paper: Thing, found: Found) -> tuple[Name, ...]:
    """Return the authors."""
    for ordered in (_by_role, _by_signature):
        names = tuple(ordered(paper, "author", found))
        if names:
            return names
    return tuple(_by_authorship(paper, found)) or _listed(paper, words.CREATORS, "authors", found)


def editors_of(paper: Thing, found: Found) -> tuple[Name, ...]:
    """Return the editors."""
    names = tuple(_by_role(paper, "editor", found)) or tuple(_by_signature(paper, "editor", found))
    return names or _listed(paper, words.EDITORS, "editors", found)


def publisher_by_role(paper: Thing) -> str | None:
    """Return the name of the agent that holds the role of a publisher."""
    for role in paper.things(_ROLES):
        if f"{words.PRO}publisher" in role.texts(f"{words.PRO}withRole"):
            return next((text for one in role.things(f"{words.PRO}isHeldBy") if (text := one.text(*words.NAME))), None)
    return None


def _by_role(paper: Thing, role: str, found: Found) -> Iterator[Name]:
    held = [one for one in paper.things(_ROLES) if f"{words.PRO}{role}" in one.texts(f"{words.PRO}withRole")]
    held += [
        one for node in paper.graph.subjects_of(f"{words.PRO}relatesToDocument", paper.node)
        if f"{words.PRO}{role}" in (one := paper.graph.thing(node)).texts(f"{words.PRO}withRole")
    ]  # fmt: skip
    indexed = all(one.text(f"{words.CO}index") for one in held)
    ordered = sorted(held, key=lambda one: _number(one.text(f"{words.CO}index"))) if indexed else _chained(held)
    if len(held) > 1 and not indexed and not any(one.values(f"{words.OCO}hasNext") for one in held):
        found.doubt(f"{role}s", _UNORDERED.format(f"{role}s"), confidence=0.5)
    for one in ordered:
        for agent in one.things(f"{words.PRO}isHeldBy"):
            places = [_affiliation(place, found) for place in one.things(f"{words.PRO}relatesToOrganization")]
            yield from _present(_agent(agent, found, tuple(filter(None, places))))


def _chained(roles: list[Thing]) -> list[Thing]:
    """Return roles in the order in which each names the next one."""
    by_key = {one.key: one for one in roles}
    following = {one.key: next((str(n) for n in one.values(f"{words.OCO}hasNext")), None) for one in roles}
    later = set(following.values())
    ordered: list[Thing] = []
    for start in (one.key for one in roles if one.key not in later):
        at: str | None = start
        while at in by_key:
            ordered.append(by_key.pop(at))
            at = following[ordered[-1].key]
    return [*ordered, *by_key.values()]


def _by_signature(paper: Thing, role: str, found: Found) -> Iterator[Name]:
    kind = f"{words.DBLP}{role.capitalize()}Signature"
    signed = [one for one in paper.things(f"{words.DBLP}hasSignature") if kind in one.types]
    for one in sorted(signed, key=lambda one: _number(one.text(f"{words.DBLP}signatureOrdinal"))):
        printed = line_of(one.text(f"{words.DBLP}signatureDblpName"))
        ids = _identifiers(one.texts(f"{words.DBLP}signatureCreator", f"{words.DBLP}signatureOrcid"), found)
        if printed is None:
            yield from (name for agent in one.things(f"{words.DBLP}signatureCreator")
                        for name in _present(_agent(agent, found)))  # fmt: skip
        else:
            yield Name(printed=_unnumbered(printed), identifiers=ids)


def _by_authorship(paper: Thing, found: Found) -> Iterator[Name]:
    """Yield authors as SemOpenAlex orders them: who is first, who is last, the others by the file."""
    places = paper.things(*words.soa("hasAuthorship", "hasAuthorPosition"))
    held = [(place, agent) for place in places for agent in place.things(*words.soa("hasAuthor"))]
    order = {one.key: at for at, one in enumerate(paper.things(*words.CREATORS))}

    def rank(pair: tuple[Thing, Thing]) -> tuple[int, int]:
        return _POSITIONS.get(pair[0].text(*words.soa("position")) or "", 1), order.get(pair[1].key, _END)

    if sum(rank(one)[0] == 1 for one in held) > 1:
        found.doubt("authors", "the graph says who is first and last; the others are in the order of the file",
                    confidence=0.6)  # fmt: skip
    for place, agent in sorted(held, key=rank):
        orgs = [_affiliation(one, found) for one in place.things(*words.soa("hasOrganization", "hasInstitution"))]
        raws = [Affiliation(raw=text) for text in place.texts(*words.soa("rawAffiliation"))]
        yield from _present(_agent(agent, found, (*filter(None, orgs), *raws)))


def _listed(paper: Thing, properties: tuple[str, ...], field: str, found: Found) -> tuple[Name, ...]:
    for name in properties:
        values = paper.members(name)
        if not values:
            continue
        names = [
            one
            for value in values
            for one in (_printed(value.value) if isinstance(value, Literal) else
                        _present(_agent(paper.graph.thing(value), found)))
        ]  # fmt: skip
        if len(names) > 1 and not paper.is_list(name):
            found.doubt(field, _UNORDERED.format(field), confidence=0.5)
        if names:
            return tuple(names)
    return ()


def _printed(text: str) -> Iterator[Name]:
    for part in text.split(";"):
        if printed := line_of(part):
            yield name_of(printed)


def _present(name: Name | None) -> Iterator[Name]:
    if name is not None:
        yield name


def _agent(agent: Thing, found: Found, places: tuple[Affiliation, ...] = ()) -> Name | None:
    given, family = line_of(agent.text(*words.GIVEN)), line_of(agent.text(*words.FAMILY))
    printed = line_of(agent.title(*words.NAME)) or " ".join(filter(None, (given, family))) or None
    if printed is None:
        found.doubt("authors", f"{agent.iri or 'an agent'} has no name in the graph; left out")
        return None
    if agent.types & words.GROUPS:
        ror = _ror(agent, found)
        return Name(printed=printed, collective=True, identifiers=() if ror is None else (ror,))
    said = [*agent.texts(*words.PERSON_IDS), *([agent.iri] if agent.iri else [])]
    said += [value for one in agent.things(f"{words.DATACITE}hasIdentifier") for value in _values_of(one)]
    ids = _identifiers(said, found)
    if given and family:
        if printed == family or given not in printed:
            printed = f"{given} {family}"
        behind = printed.removeprefix(f"{given} {family}")
        suffix = behind.strip(" ,") if behind != printed else None
        return Name(printed=printed, given=given, family=family, suffix=suffix or None, identifiers=ids,
                    affiliations=places)  # fmt: skip
    return name_of(_unnumbered(printed) if any(one.scheme == "dblp" for one in ids) else printed, ids, places)


def _values_of(node: Thing) -> Iterator[str]:
    """Yield the identifiers of an identifier node of DataCite's ontology, with their scheme where it is known."""
    scheme = next(iter(node.texts(f"{words.DATACITE}usesIdentifierScheme")), "").removeprefix(words.DATACITE)
    for value in node.texts(words.LITERAL):
        yield {"orcid": f"https://orcid.org/{value}", "dblp": f"https://dblp.org/pid/{value}"}.get(scheme, value) \
            if "://" not in value else value  # fmt: skip


def _identifiers(printed: list[str], found: Found) -> tuple[Identifier, ...]:
    kept = set()
    for text in printed:
        scheme = next((scheme for scheme, mark in _MARKS.items() if mark in text.lower()), "orcid")
        told = text.replace("semopenalex.org/author/", "openalex.org/") if scheme == "openalex" else text
        known = person_identifier(scheme, told) if scheme in PERSON_SCHEMES else None
        if known is not None:
            kept.add(known)
        elif "orcid.org/" in text.lower():
            found.doubt("orcid", f"{text[:200]!r} is no orcid identifier (form or check digit); not used")
    return tuple(sorted(kept))


def _affiliation(place: Thing, found: Found) -> Affiliation | None:
    name = line_of(place.title(*words.NAME))
    if name is None:
        return None
    ror = _ror(place, found)
    country = place.text("https://dbpedia.org/property/countryCode", "http://www.geonames.org/ontology#countryCode")
    return Affiliation(raw=name, name=name, ror=None if ror is None else ror.value, country=country)


def _ror(body: Thing, found: Found) -> Identifier | None:
    said = [*body.texts(*words.soa("ror"), f"{words.OWL}sameAs"), body.iri]
    said += [text for one in body.things(f"{words.DATACITE}hasIdentifier") for text in one.texts(words.LITERAL)]
    rors = [text for text in said if "ror.org/" in text or (len(text) == _ROR_LENGTH and text[0] == "0")]
    return next((one for text in rors if (one := found.identifier("ror", text)) is not None), None)


def _unnumbered(name: str) -> str:
    """Return a name without the number by which dblp tells namesakes apart (`Wei Wang 0001`)."""
    head, _, tail = name.rpartition(" ")
    return head if head and len(tail) == 4 and tail.isdecimal() else name


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else _END
