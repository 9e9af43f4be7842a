"""Authorships -> persons and organizations. Reads: drafts with keys. Emits: model.Person, model.Organization, findings.

Law 3: an ORCID iD, then a source's identifier of the author; else a name is one bearer in this graph only if a given
name is written out; initials and mononyms are known on their one paper. Two equal names on one paper are two persons,
so that none of them is the bearer of the name; so are two identified persons of one name.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from kg import iris
from kg.model import Authorship, Finding, Funding, Identifier, Name, OrganizationAuthority, Paper
from kg.resolve.agents import Agents, Basis, Identity, called, described_names
from kg.resolve.authorities import GOVERNING, Authorities, identifiers_of
from kg.resolve.bodies import Bodies, one_line, ranked, ror_of
from kg.resolve.identified import Identified, full_name_key, is_body, misused, usable

_SCHEMA = """
CREATE TABLE signature (agent TEXT, paper INTEGER, PRIMARY KEY (agent, paper)) WITHOUT ROWID;
CREATE INDEX signature_paper ON signature (paper, agent);
"""


class People:
    """The agents of one build. Call `note` for every draft, `sign` for every paper, then read the agents."""

    def __init__(
        self, connection: sqlite3.Connection, identified: Identified, authorities: Authorities, bodies: Bodies
    ) -> None:
        """Make the tables."""
        self._db = connection
        self._db.executescript(_SCHEMA)
        self._identified, self._authorities, self._bodies = identified, authorities, bodies
        self._agents = Agents(connection, authorities)
        self.agents = self._agents.agents
        self._split: dict[str, bool] = {}
        """Names that split -> whether by the entries of sources that describe persons."""
        self._told: set[int] = set()
        """Entries without identifiers that became part of a person."""

    def note(self, paper: Paper) -> None:
        """Note which identifiers the agents that a paper names have together."""
        self._bodies.note(paper)
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
        paper = self._bodies.placed(paper)
        for funding in paper.fundings:
            self._fund(funding)
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
        identities = self._identities(paper, names, twice, unnamed)
        for authorship, printed, identity in zip(authorships, spellings, identities, strict=True):
            self._agents.spell(identity, (authorship.name, *printed))
            self._extras(identity, authorship.name)
            if identity.kind == "person" and root is not None:
                self._db.execute("INSERT OR IGNORE INTO signature VALUES (?, ?)", (identity.key, root))
            signed.append(msgspec.structs.replace(authorship, agent=identity.key, kind=identity.kind))
            key = full_name_key(authorship.name)
            if identity.basis == "this-paper" and key in self._split:
                told = self._authorities if self._split[key] else self._identified
                findings.append(told.homonyms(authorship.name.display, key))
        by_name = {identity.key: identity.basis for identity in identities}
        findings += [
            _homonym(paper, name)
            for key, name in sorted(_first_names(names).items())
            if key in twice and "this-paper" in by_name.values()
        ]
        findings += [_misuse(paper, identifier) for identifier in misused(names)]
        return tuple(signed), findings

    def _identities(
        self, paper: Paper, names: Sequence[Name], twice: set[str], unnamed: Callable[[str, int], str]
    ) -> list[Identity]:
        """Return who signs at each position of one list."""
        own = usable(names)
        persons = [self._identified.canonical(ids[0]) if ids else None for ids in own]
        times = Counter(person for person in persons if person is not None)
        governing = any(one.scheme in GOVERNING for one in paper.identifiers)
        found = []
        for position, (name, ids, person) in enumerate(zip(names, own, persons, strict=True), 1):
            if is_body(name):
                ror = ror_of(name)
                alone = ror is not None and sum(ror_of(one) == ror for one in names) == 1
                key = iris.organization_key(name.display, ror.value if ror is not None and alone else None)
                found.append(Identity("organization", key, "full-name", (ror,) if ror is not None and alone else ()))
            elif person is not None and times[person] == 1:
                found.append(self._identity(person, ids))
            else:
                found.append(self._named(name, unnamed(paper.key, position), twice, governing=governing))
        signed = Counter(identity.key for identity in found if identity.kind == "person")
        return [
            Identity("person", unnamed(paper.key, position), "this-paper")
            if identity.kind == "person" and signed[identity.key] > 1
            else identity
            for position, identity in enumerate(found, 1)
        ]

    def _identity(self, person: Identifier, ids: Sequence[Identifier]) -> Identity:
        """Return the person of an identifier, with those of the identifiers that are of the same person."""
        same = tuple(one for one in ids if self._identified.canonical(one) == person)
        basis: Basis = "orcid" if person.scheme == "orcid" else "source-id"
        return Identity("person", iris.identifier_key(person), basis, tuple({person, *same}))

    def _named(self, name: Name, unnamed: str, twice: set[str], *, governing: bool) -> Identity:
        """Return whom a name alone tells."""
        key = full_name_key(name)
        if key is None or key in twice:
            return Identity("person", unnamed, "this-paper")
        verdict = self._authorities.verdict(key, governing=governing)
        if verdict is not None and verdict.identifier is not None:
            return self._identity(verdict.identifier, ())
        if (verdict is not None and verdict.split) or self._identified.is_split(key):
            self._split.setdefault(key, verdict is not None and verdict.split)
            return Identity("person", unnamed, "this-paper")
        if verdict is None or verdict.leading is None:
            return Identity("person", key, "full-name")
        return self._led(verdict.leading, verdict.numbers)

    def _led(self, leading: str, numbers: Sequence[int]) -> Identity:
        """Return the bearer of the leading name of entries that describe them."""
        identity = Identity("person", leading, "full-name")
        for number in sorted({*numbers} - self._told):
            self._told.add(number)
            described = self._authorities.person(number)
            self._agents.describe(identity, number, described_names(described))
            self._agents.name_otherwise(identity, ((tag, name) for tag, name in described.name.variants if tag))
        return identity

    def _extras(self, identity: Identity, name: Name) -> None:
        """Keep identifiers, names in other scripts, and the organizations that the author belongs to."""
        self._agents.identify(identity)
        if identity.kind == "organization":
            self._agents.locate(identity, next((one.value for one in identity.identifiers), None), None)
        self._agents.name_otherwise(identity, name.variants)
        for one in name.affiliations:
            if one.name:
                self.employ(one.name, ror=one.ror, country=one.country)

    def employ(
        self,
        printed: str,
        *,
        ror: str | None = None,
        identifiers: Sequence[Identifier] = (),
        country: str | None = None,
    ) -> None:
        """Keep an organization that a paper or a venue names; the first of the identifiers is its key without ROR."""
        name = one_line(printed)
        if not name:
            return
        key = iris.organization_key(name, ror, identifiers[0] if identifiers else None)
        identity = Identity("organization", key, "full-name", tuple(identifiers))
        counted = name not in {one.value for one in identifiers}
        self._agents.spell(identity, (Name(printed=name),) * (1 + counted))
        self._agents.identify(identity)
        self._agents.locate(identity, ror, country)

    def _fund(self, funding: Funding) -> None:
        """Keep the organization that paid."""
        ror = next((one.value for one in funding.identifiers[:1] if one.scheme == "ror"), None)
        self.employ(funding.funder or "", ror=ror, identifiers=funding.identifiers)

    def publish_described(self) -> None:
        """Make persons and organizations of the entries that have identifiers, whether papers name them or not."""
        for _, body in self._authorities.organizations():
            self._bodies.describe(body)
        for number, person in self._authorities.persons():
            ids = identifiers_of(person)
            if ids:
                identity = self._identity(self._identified.canonical(ids[0]), ids)
                self._agents.describe(identity, number, described_names(person))
                self._agents.name_otherwise(identity, ((tag, name) for tag, name in person.name.variants if tag))
        for number, body in self._authorities.organizations():
            marks = ranked(body.organization.ror, body.identifiers)
            if marks and called(body):
                self._publish_body(number, body, self._bodies.canonical(marks[0]), marks)

    def _publish_body(
        self, number: int, body: OrganizationAuthority, mark: Identifier, marks: tuple[Identifier, ...]
    ) -> None:
        ror = mark.value if mark.scheme == "ror" else None
        key = iris.organization_key(called(body), ror, mark)
        identity = Identity("organization", key, "full-name", marks)
        self._agents.describe(identity, number, described_names(body))
        self._agents.name_otherwise(identity, ((tag, name) for tag, name in body.other_names if tag))
        self._agents.locate(identity, ror, body.organization.country)

    def findings(self) -> Iterator[Finding]:
        """Yield what is to be said of identifiers."""
        yield from self._identified.shared()


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
