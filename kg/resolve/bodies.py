"""Organizations that papers name -> organizations of the graph. Reads: affiliations, funders, ROR records. Emits: keys.

An organization is its ROR identifier, else another one (the DOI of a funder). A name without any is the bearer of the
name; it is an identified organization where the same paper says so, or where one of that name and country is known.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec.structs import replace

from kg.model import Affiliation, Funding, Identifier, Name, OrganizationAuthority, Paper
from kg.text import blanks_folded, fold, nfc

_RANKS = {scheme: rank for rank, scheme in enumerate(("ror", "doi", "openalex", "wikidata"))}
_SCHEMA = """
CREATE TABLE body_bond (scheme TEXT, value TEXT, stronger_scheme TEXT, stronger_value TEXT,
                        PRIMARY KEY (scheme, value, stronger_scheme, stronger_value)) WITHOUT ROWID;
CREATE TABLE body_bearer (name TEXT, scheme TEXT, value TEXT, country TEXT,
                          PRIMARY KEY (name, scheme, value, country)) WITHOUT ROWID;
"""


class Mention(Affiliation, frozen=True, kw_only=True):
    """An organization as a paper names it, with all its identifiers, the strongest first."""

    identifiers: tuple[Identifier, ...] = ()


class Bodies:
    """The organizations of one build. Call `note` for every paper and `describe` for every authority, then ask."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Make the tables."""
        self._db = connection
        self._db.executescript(_SCHEMA)
        self.canonical = lru_cache(maxsize=1 << 16)(self._canonical)
        self._bearers = lru_cache(maxsize=1 << 16)(self._known_bearers)

    def note(self, paper: Paper) -> None:
        """Note which identifiers and names stand together on a paper."""
        for mention in _mentions(paper):
            self._note(mention.identifiers, [mention.name or ""], mention.country)

    def describe(self, authority: OrganizationAuthority) -> tuple[Identifier, ...]:
        """Note what an authority says; return its identifiers, the strongest first."""
        body = authority.organization
        identifiers = ranked(body.ror, authority.identifiers)
        self._note(identifiers, [body.name or body.raw, *(name for _, name in authority.other_names)], body.country)
        return identifiers

    def _note(self, identifiers: tuple[Identifier, ...], names: Iterable[str], country: str | None) -> None:
        if not identifiers:
            return
        strongest = identifiers[0]
        self._db.executemany(
            "INSERT OR IGNORE INTO body_bond VALUES (?, ?, ?, ?)",
            ((one.scheme, one.value, strongest.scheme, strongest.value) for one in identifiers[1:]),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO body_bearer VALUES (?, ?, ?, ?)",
            ((fold(name), strongest.scheme, strongest.value, country or "") for name in names if fold(name)),
        )

    def _canonical(self, identifier: Identifier) -> Identifier:
        """Return the strongest identifier of the organization; the identifier itself where that is not one."""
        rows = self._db.execute(
            "SELECT stronger_scheme, stronger_value FROM body_bond WHERE scheme = ? AND value = ?"
            " AND stronger_scheme <> scheme",
            (identifier.scheme, identifier.value),
        ).fetchall()
        found = {self.canonical(Identifier(*row)) for row in rows}
        return found.pop() if len(found) == 1 else identifier

    def _known_bearers(self, name: str) -> dict[Identifier, frozenset[str]]:
        """Return the identified organizations of a folded name, each with the countries that are said of it."""
        rows = self._db.execute("SELECT scheme, value, country FROM body_bearer WHERE name = ?", (name,)).fetchall()
        found: dict[Identifier, set[str]] = {}
        for scheme, value, country in rows:
            found.setdefault(self.canonical(Identifier(scheme, value)), set()).add(country)
        return {identifier: frozenset(countries - {""}) for identifier, countries in found.items()}

    def placed(self, paper: Paper) -> Paper:
        """Return a paper with the identifiers of the organizations that it names."""
        beside: dict[str, set[Identifier]] = {}
        for mention in _mentions(paper):
            if mention.identifiers and (name := fold(mention.name or "")):
                beside.setdefault(name, set()).add(self.canonical(mention.identifiers[0]))
        told = _told_by_text(paper)
        return replace(
            paper,
            authorships=tuple(replace(one, name=self._of_name(one.name, beside, told)) for one in paper.authorships),
            fundings=tuple(self._of_funding(funding, beside) for funding in paper.fundings),
        )

    def _of_name(self, name: Name, beside: dict[str, set[Identifier]], told: dict[str, Affiliation]) -> Name:
        if not name.affiliations:
            return name
        found = []
        for stated in name.affiliations:
            known = None if stated.name else told.get(blanks_folded(stated.raw))
            one = stated if known is None else replace(known, raw=stated.raw)
            identity = self._identity(one.name, ranked(one.ror, ()), one.country, beside)
            ror = identity.value if identity is not None and identity.scheme == "ror" else one.ror
            found.append(replace(one, ror=ror) if one.name else one)
        return replace(name, affiliations=tuple(found))

    def _of_funding(self, funding: Funding, beside: dict[str, set[Identifier]]) -> Funding:
        """Return a funding with the identifiers of its funder, the one that names it first."""
        identity = self._identity(funding.funder, ranked(None, funding.identifiers), None, beside)
        if identity is None:
            return replace(funding, identifiers=())
        same = [one for one in funding.identifiers if one != identity and self.canonical(one) == identity]
        return replace(funding, identifiers=(identity, *sorted(same)))

    def _identity(
        self,
        name: str | None,
        identifiers: tuple[Identifier, ...],
        country: str | None,
        beside: dict[str, set[Identifier]],
    ) -> Identifier | None:
        if identifiers:
            return self.canonical(identifiers[0])
        folded = fold(name or "")
        if not folded:
            return None
        if len(here := beside.get(folded, set())) == 1:
            return next(iter(here))
        known = self._bearers(folded)
        if len(known) != 1 or not country:
            return None
        ((identity, countries),) = known.items()
        return identity if countries == {country} else None


def ror_of(name: Name) -> Identifier | None:
    """Return the ROR identifier of a group that signs; None of a person."""
    return next((one for one in name.identifiers if one.scheme == "ror"), None) if name.collective else None


def ranked(ror: str | None, others: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Return the identifiers of one organization, the strongest first."""
    found = {one for one in others if one.scheme in _RANKS} | ({Identifier("ror", ror)} if ror else set())
    return tuple(sorted(found, key=lambda one: (_RANKS[one.scheme], one.value)))


def _mentions(paper: Paper) -> Iterator[Mention]:
    """Yield the organizations that a paper names."""
    for signed in (*paper.authorships, *paper.editors):
        if (ror := ror_of(signed.name)) is not None:
            yield Mention(raw=signed.name.printed, name=signed.name.display, identifiers=(ror,))
        for one in signed.name.affiliations:
            yield Mention(raw=one.raw, name=one.name, country=one.country, identifiers=ranked(one.ror, ()))
    for funding in paper.fundings:
        if funding.funder:
            yield Mention(raw=funding.funder, name=funding.funder, identifiers=ranked(None, funding.identifiers))


def _told_by_text(paper: Paper) -> dict[str, Affiliation]:
    """Return the identified organizations of a paper by the printed text, where a text is printed for one only."""
    found: dict[str, set[Affiliation]] = {}
    for signed in paper.authorships:
        for one in signed.name.affiliations:
            if one.ror and one.name:
                found.setdefault(blanks_folded(one.raw), set()).add(one)
    return {text: next(iter(bodies)) for text, bodies in found.items() if len(bodies) == 1}


def one_line(name: str | None) -> str:
    """Return the name of an organization on one line."""
    return blanks_folded(nfc(name or ""))
