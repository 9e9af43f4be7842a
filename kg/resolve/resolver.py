"""All records of a build -> its papers and agents. Reads: model.Record. Emits: Paper, Person, Organization, Finding.

Everything is kept in one SQLite file; in memory there are a few integers a record.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from kg.model import Authority, Finding, Organization, Paper, Person, Record, Reference, Subject, Venue
from kg.resolve.authorities import Authorities
from kg.resolve.bodies import Bodies
from kg.resolve.by_identifier import join_shared_identifiers, join_stated_forms
from kg.resolve.by_title import join_equal_abstracts, join_equal_titles, unjoined_titles
from kg.resolve.by_wording import BareMatcher, join_near_titles
from kg.resolve.contested import Contested
from kg.resolve.dating import infer_years, inference
from kg.resolve.identified import Identified
from kg.resolve.identity import GuardedClusters
from kg.resolve.keys import Keys
from kg.resolve.ledger import Ledger, LedgerRow
from kg.resolve.merge import Draft, draft
from kg.resolve.namesakes import candidate_persons
from kg.resolve.people import People
from kg.resolve.places import Places
from kg.resolve.refused_values import unusable_values
from kg.resolve.relations import Retractions, placed_relations
from kg.resolve.spool import Spool
from kg.resolve.subjects import Subjects
from kg.resolve.texts import Texts
from kg.resolve.versions import versions
from kg.resolve.works import Works

_SCHEMA = """
CREATE TABLE draft (root INTEGER PRIMARY KEY, draft BLOB);
CREATE TABLE finding (severity TEXT, rule TEXT, source TEXT, line INTEGER, subject TEXT, message TEXT, repair TEXT);
"""


class Resolver:
    """Takes records, gives papers. The result does not depend on the order in which records are added."""

    def __init__(self, spool: Path, *, ledger: Ledger | None = None) -> None:
        """Take the path of a file that does not exist yet; it may grow to some times the size of the input.

        `ledger` holds the keys of an earlier build: papers found under any of them keep their IRIs.
        """
        self._spool = Spool(spool)
        self._ledger = ledger
        self._keys: Keys | None = None
        identified, bodies = Identified(self._spool.connection), Bodies(self._spool.connection)
        self._authorities = Authorities(self._spool.connection, identified)
        self._people = People(self._spool.connection, identified, self._authorities, bodies)
        self._encode = msgspec.msgpack.Encoder().encode

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the spool file; who gave its path removes it."""
        self._spool.close()

    def add(self, record: Record) -> None:
        """Take a record. Two records of one key are one."""
        self._spool.add(record)

    def describe(self, authority: Authority) -> None:
        """Take what a source says of a person or an organization. Two entries of one key are one."""
        self._authorities.add(authority)

    def settle(self) -> None:
        """Resolve what was added. What follows does so by itself; this is for those who measure the time of it."""
        self._settled()

    def papers(self) -> Iterator[Paper]:
        """Yield the papers sorted by key."""
        self._settled()
        decode = msgspec.msgpack.Decoder(Paper).decode
        for (blob,) in self._spool.connection.execute("SELECT draft FROM minted JOIN draft USING (root) ORDER BY key"):
            yield decode(blob)

    def agents(self) -> Iterator[Person | Organization]:
        """Yield the persons, then the organizations, each sorted by key."""
        self._settled()
        yield from self._people.agents()

    def venues(self) -> Iterator[Venue]:
        """Yield the venues, sorted by key."""
        self._settled()
        yield from self._places.venues()

    def subjects(self) -> Iterator[Subject]:
        """Yield the terms of vocabularies that papers are filed under, sorted by key."""
        self._settled()
        yield from self._subjects.terms()

    def described(self) -> Iterator[tuple[str, str, Authority]]:
        """Yield what sources say of persons and organizations of the graph: the agent's kind and key, and the entry."""
        self._settled()
        yield from self._authorities.described()

    def findings(self) -> Iterator[Finding]:
        """Yield what people should look at: candidates, refused merges, equal names, papers without title."""
        self._settled()
        rows = self._spool.connection.execute(
            "SELECT DISTINCT severity, rule, message, repair, source, line, subject FROM finding"
            " ORDER BY rule, source, line, subject, message"
        )
        names = ("severity", "rule", "message", "repair", "source", "line", "subject")
        for row in rows:
            yield msgspec.convert(dict(zip(names, row, strict=True)), Finding)

    def ids(self) -> Iterator[LedgerRow]:
        """Yield the ledger of this build, sorted by key: what `Ledger.read` takes next time."""
        yield from self._settled().rows()

    def _settled(self) -> Keys:
        """Resolve everything at the first call; return the keys."""
        if self._keys is None:
            self._keys = self._resolve()
        return self._keys

    def _resolve(self) -> Keys:
        spool = self._spool
        spool.connection.executescript(_SCHEMA)
        spool.settle()
        clusters = GuardedClusters(spool)
        infer_years(spool)
        join_shared_identifiers(spool, clusters)
        join_stated_forms(spool, clusters)
        self._report(join_equal_titles(spool, clusters))
        self._report(join_equal_abstracts(spool, clusters))
        texts = Texts(spool, clusters)
        self._report(join_near_titles(spool, clusters, texts))
        self._report(BareMatcher(spool, clusters, texts).join())
        self._report(unjoined_titles(spool, clusters))
        self._report(clusters.refusals())
        self._contested = Contested(spool, clusters)
        self._report(self._contested.findings())
        keys = Keys(spool.connection, self._ledger)
        self._places, self._subjects = Places(spool.connection), Subjects(spool.connection)
        self._retractions = Retractions(spool.connection)
        with spool.transaction():
            for root in range(len(clusters)):
                if clusters.root(root) == root:
                    self._draft(root, sorted(clusters.members(root)), keys)
        keys.settle()
        self._report(keys.shared_titles())
        works = Works(spool.connection, self._authorities, keys)
        with spool.transaction():
            self._retractions.settle(keys)
            self._describe(works)
            for root, key, replaces in keys.ordered():
                self._sign(root, key, replaces, keys)
        self._report(self._people.findings())
        self._report(candidate_persons(spool.connection))
        return keys

    def _draft(self, root: int, members: list[int], keys: Keys) -> None:
        records = [self._spool.record(member) for member in members]
        inferred = (inference(self._spool, number, record.key) for number, record in zip(members, records, strict=True))
        merged = draft(records, [found for found in inferred if found is not None])
        own = self._contested.own(merged.paper.identifiers, root)
        merged = msgspec.structs.replace(merged, paper=msgspec.structs.replace(merged.paper, identifiers=own))
        keys.take(root, merged.paper)
        self._retractions.note(root, merged.paper)
        self._subjects.note(merged.paper.subjects)
        self._people.note(merged.paper)
        for record in records:
            self._places.note(record)
            self._report(unusable_values(record))
        self._spool.connection.execute("INSERT INTO draft VALUES (?, ?)", (root, self._encode(merged)))
        if merged.paper.title is None:
            self._report([_bare(merged.paper)])

    def _describe(self, works: Works) -> None:
        """Let the sources that describe persons and organizations speak before anybody signs."""
        self._authorities.settle()
        works.claim()
        self._report(works.findings())
        for root, merged in works.signed():
            self._people.note(merged.paper)
            self._spool.connection.execute("UPDATE draft SET draft = ? WHERE root = ?", (self._encode(merged), root))
        self._people.publish_described()

    def _sign(self, root: int, key: str, replaces: tuple[str, ...], keys: Keys) -> None:
        (blob,) = self._spool.connection.execute("SELECT draft FROM draft WHERE root = ?", (root,)).fetchone()
        merged = msgspec.msgpack.decode(blob, type=Draft)
        keyed = msgspec.structs.replace(merged.paper, key=key, replaces=replaces)
        paper, findings = self._people.sign(root, keyed, merged.spellings, merged.editor_spellings)
        self._report(findings)
        forms = versions(paper.records, key, keys.is_own, frozenset(paper.identifiers))
        cites, external = _citations(paper, keys)
        related, relations = placed_relations(paper, keys)
        if paper.publisher is not None:
            self._people.employ(paper.publisher)
        paper = msgspec.structs.replace(
            paper,
            venue=self._placed(paper.venue),
            versions=tuple(msgspec.structs.replace(form, venue=self._placed(form.venue)) for form in forms),
            cites=cites,
            references=external,
            related=related,
            relations=relations,
            subjects=self._subjects.placed(paper.subjects),
            retracted=paper.retracted or self._retractions.has_retracted(key),
        )
        self._spool.connection.execute("UPDATE draft SET draft = ? WHERE root = ?", (self._encode(paper), root))

    def _placed(self, venue: Venue | None) -> Venue | None:
        placed = self._places.placed(venue)
        if placed is not None and placed.publisher is not None:
            self._people.employ(placed.publisher)
        return placed

    def _report(self, findings: Iterable[Finding]) -> None:
        rows = [(f.severity, f.rule, f.source, f.line, f.subject, f.message, f.repair) for f in findings]
        if rows:
            self._spool.connection.executemany("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _citations(paper: Paper, keys: Keys) -> tuple[tuple[str, ...], tuple[Reference, ...]]:
    """Return the keys of the papers of this graph that a paper cites, and its other references."""
    found = [(keys.paper_of(reference.identifiers), reference) for reference in paper.references]
    inside = {key for key, _ in found if key is not None} - {paper.key}
    return tuple(sorted(inside)), tuple(reference for key, reference in found if key is None)


def _bare(paper: Paper) -> Finding:
    record = paper.records[0]
    return Finding(
        severity="warning",
        rule="paper-without-title",
        message=f"{record.source}, lines {record.start_line} to {record.end_line}: no source gives this paper's title.",
        repair="Add a page that lists it with title and authors.",
        source=record.source,
        line=record.start_line,
        subject=None,
    )
