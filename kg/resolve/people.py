"""Authorships -> persons and organizations. Reads: drafts with keys. Emits: model.Person, model.Organization, findings.

Law 3: an ORCID iD, then a source's identifier of the author; else a name is one bearer in this graph only if a given
name is written out; initials and mononyms are known on their one paper. Two equal names on one paper are two persons,
so that none of them is the bearer of the name; so are two identified persons of one name.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

import msgspec

from kg import iris
from kg.match.names import is_full_name
from kg.model import Affiliation, Authorship, Finding, Identifier, Name, Organization, Paper, Person
from kg.resolve.identified import Identified, full_name_key, is_body, misused, usable
from kg.text import blanks_folded, nfc

Kind = Literal["person", "organization"]
Basis = Literal["orcid", "source-id", "full-name", "this-paper"]

_SCHEMA = """
CREATE TABLE spelling (agent TEXT, kind TEXT, basis TEXT, display TEXT, given TEXT, family TEXT, times INTEGER,
                       PRIMARY KEY (kind, agent, display, given, family)) WITHOUT ROWID;
CREATE TABLE signature (agent TEXT, paper INTEGER, PRIMARY KEY (agent, paper)) WITHOUT ROWID;
CREATE INDEX signature_paper ON signature (paper, agent);
CREATE TABLE agent_id (agent TEXT, scheme TEXT, value TEXT, PRIMARY KEY (agent, scheme, value)) WITHOUT ROWID;
CREATE TABLE other_script (agent TEXT, tag TEXT, name TEXT, PRIMARY KEY (agent, tag, name)) WITHOUT ROWID;
CREATE TABLE body (agent TEXT, ror TEXT, country TEXT, PRIMARY KEY (agent, ror, country)) WITHOUT ROWID;
"""


class _Identity(NamedTuple):
    kind: Kind
    key: str
    basis: Basis
    identifiers: tuple[Identifier, ...] = ()


class People:
    """The agents of one build. Call `note` for every draft, `sign` for every paper, then read the agents."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Make the tables."""
        self._db = connection
        self._db.executescript(_SCHEMA)
        self._identified = Identified(connection)
        self._split: set[str] = set()

    def note(self, paper: Paper) -> None:
        """Note which identifiers the authors and the editors of a paper have together."""
        for signed in (paper.authorships, paper.editors):
            self._identified.note([one.name for one in signed])

    def sign(
        self,
        root: int,
        paper: Paper,
        spellings: Sequence[Sequence[Name]],
        editor_spellings: Sequence[Sequence[Name]] = (),
    ) -> tuple[Paper, list[Finding]]:
        """Return the paper with the keys of its agents, and what is to be said of equal names on it."""
        authors, findings = self._signed(root, paper, paper.authorships, spellings, iris.unnamed_person_key)
        editors, _ = self._signed(None, paper, paper.editors, editor_spellings, iris.editor_key)
        return msgspec.structs.replace(paper, authorships=authors, editors=editors), findings

    def _signed(
        self,
        root: int | None,
        paper: Paper,
        authorships: Sequence[Authorship],
        spellings: Sequence[Sequence[Name]],
        unnamed: Callable[[str, int], str],
    ) -> tuple[tuple[Authorship, ...], list[Finding]]:
        names = [authorship.name for authorship in authorships]
        twice = {key for key, times in Counter(map(full_name_key, names)).items() if key is not None and times > 1}
        findings = []
        signed = []
        identities = self._identities(paper.key, names, twice, unnamed)
        for authorship, printed, identity in zip(authorships, spellings, identities, strict=True):
            self._spell(identity, (authorship.name, *printed))
            self._note_extras(identity, authorship.name)
            if identity.kind == "person" and root is not None:
                self._db.execute("INSERT OR IGNORE INTO signature VALUES (?, ?)", (identity.key, root))
            signed.append(msgspec.structs.replace(authorship, agent=identity.key, kind=identity.kind))
            key = full_name_key(authorship.name)
            if identity.basis == "this-paper" and key in self._split:
                findings.append(self._identified.homonyms(authorship.name.display, key))
        by_name = {identity.key: identity.basis for identity in identities}
        findings += [
            _homonym(paper, name)
            for key, name in sorted(_first_names(names).items())
            if key in twice and "this-paper" in by_name.values()
        ]
        findings += [_misuse(paper, identifier) for identifier in misused(names)]
        return tuple(signed), findings

    def _identities(
        self, paper_key: str, names: Sequence[Name], twice: set[str], unnamed: Callable[[str, int], str]
    ) -> list[_Identity]:
        """Return who signs at each position of one list."""
        own = usable(names)
        persons = [self._identified.canonical(ids[0]) if ids else None for ids in own]
        times = Counter(person for person in persons if person is not None)
        found = []
        for position, (name, ids, person) in enumerate(zip(names, own, persons, strict=True), 1):
            if is_body(name):
                found.append(_Identity("organization", iris.name_key(name.display), "full-name"))
            elif person is not None and times[person] == 1:
                same = tuple(one for one in ids if self._identified.canonical(one) == person)
                basis: Basis = "orcid" if person.scheme == "orcid" else "source-id"
                found.append(_Identity("person", iris.identifier_key(person), basis, tuple({person, *same})))
            else:
                found.append(self._named(name, unnamed(paper_key, position), twice))
        return found

    def _named(self, name: Name, unnamed: str, twice: set[str]) -> _Identity:
        """Return whom a name alone tells."""
        key = full_name_key(name)
        if key is not None and key not in twice and self._identified.is_split(key):
            self._split.add(key)
            key = None
        if key is None or key in twice:
            return _Identity("person", unnamed, "this-paper")
        return _Identity("person", key, "full-name")

    def _spell(self, identity: _Identity, names: Sequence[Name]) -> None:
        """Count the spellings of an agent; the first name is the one used, the others are what records print."""
        rows = (
            (
                identity.key,
                identity.kind,
                identity.basis,
                nfc(name.display),
                nfc(name.given or ""),
                nfc(name.family or ""),
                int(place > 0),
            )
            for place, name in enumerate(names)
        )
        counted = "INSERT INTO spelling VALUES (?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET times = times + excluded.times"
        self._db.executemany(counted, rows)

    def _note_extras(self, identity: _Identity, name: Name) -> None:
        """Keep identifiers, names in other scripts, and the organizations that the author belongs to."""
        self._db.executemany(
            "INSERT OR IGNORE INTO agent_id VALUES (?, ?, ?)",
            ((identity.key, one.scheme, one.value) for one in identity.identifiers),
        )
        for tag, variant in name.variants:
            written = blanks_folded(nfc(variant))
            if written and tag:
                self._db.execute("INSERT OR IGNORE INTO other_script VALUES (?, ?, ?)", (identity.key, tag, written))
            elif written:
                self._spell(identity, (Name(printed=written),))
        for affiliation in name.affiliations:
            self.employ(affiliation)

    def employ(self, affiliation: Affiliation) -> None:
        """Keep the organization of an affiliation, if the source names one."""
        name = blanks_folded(nfc(affiliation.name or ""))
        if not name:
            return
        key = iris.organization_key(name, affiliation.ror)
        printed = Name(printed=name)
        self._spell(_Identity("organization", key, "full-name"), (printed, printed))
        if affiliation.ror or affiliation.country:
            self._db.execute(
                "INSERT OR IGNORE INTO body VALUES (?, ?, ?)", (key, affiliation.ror or "", affiliation.country or "")
            )

    def findings(self) -> Iterator[Finding]:
        """Yield what is to be said of identifiers."""
        yield from self._identified.shared()

    def agents(self) -> Iterator[Person | Organization]:
        """Yield all persons, then all organizations, each sorted by key."""
        for kind in ("person", "organization"):
            query = (
                "SELECT agent, basis, display, given, family, times FROM spelling WHERE kind = ? ORDER BY 1, 3, 4, 5"
            )
            rows = self._db.execute(query, (kind,))
            for key, group in groupby(rows, key=lambda row: str(row[0])):
                agent = _agent(kind, key, list(group))
                yield self._person(agent) if isinstance(agent, Person) else self._body(agent)

    def _person(self, person: Person) -> Person:
        rows = self._db.execute("SELECT scheme, value FROM agent_id WHERE agent = ? ORDER BY 1, 2", (person.key,))
        scripts = self._db.execute("SELECT tag, name FROM other_script WHERE agent = ? ORDER BY 1, 2", (person.key,))
        return msgspec.structs.replace(
            person, identifiers=tuple(Identifier(*row) for row in rows), other_scripts=tuple(scripts)
        )

    def _body(self, organization: Organization) -> Organization:
        ror, country = self._db.execute(
            "SELECT max(ror), min(nullif(country, '')) FROM body WHERE agent = ?", (organization.key,)
        ).fetchone()
        return msgspec.structs.replace(organization, ror=ror or None, country=country)


def _first_names(names: Sequence[Name]) -> dict[str, Name]:
    return {key: name for name in reversed(names) if (key := full_name_key(name)) is not None}


def _homonym(paper: Paper, name: Name) -> Finding:
    record = paper.records[0]
    return Finding(
        severity="warning",
        rule="homonym-on-paper",
        message=f"'{name.display}' is the name of two authors of '{paper.title}'; each is known on this paper only.",
        repair="If the source names one author twice, correct it; if they are two, give their ORCID iDs.",
        source=record.source,
        line=record.start_line,
        subject=paper.title,
    )


def _misuse(paper: Paper, identifier: Identifier) -> Finding:
    record = paper.records[0]
    return Finding(
        severity="warning",
        rule="identifier-of-two-authors",
        message=f"{identifier.scheme} {identifier.value} stands at two authors of '{paper.title}'; it names none.",
        repair="Find out whose it is, and take it from the other author.",
        source=record.source,
        line=record.start_line,
        subject=paper.title,
    )


def _agent(kind: str, key: str, rows: list[tuple[str, Basis, str, str, str, int]]) -> Person | Organization:
    times: Counter[str] = Counter()
    for _, _, display, _, _, count in rows:
        times[display] += count
    name = min(times, key=lambda display: (_is_short(display), -times[display], -_care(display), display))
    variants = tuple(sorted(display for display in times if display != name))
    if kind == "organization":
        return Organization(key=key, name=name, name_variants=variants)
    parts = [(count, given, family) for *_, given, family, count in rows if given and family]
    _, given, family = min(parts, key=lambda part: (-part[0], part[1], part[2]), default=(0, None, None))
    return Person(
        key=key, name=name, identity_basis=rows[0][1], given_name=given, family_name=family, name_variants=variants
    )


def _is_short(display: str) -> bool:
    """Return whether a spelling abbreviates a name: those are never the name of somebody who has a full one."""
    return not is_full_name(Name(printed=display))


def _care(display: str) -> int:
    """Return how carefully a name was typed: `Koç` more than `Koc`, `McKeown` more than `Mckeown` and `MCKEOWN`."""
    capitals = 0 if display.isupper() else sum(map(str.isupper, display))
    return capitals + sum(not letter.isascii() for letter in display)
