"""All records of a build -> its papers and agents. Reads: model.Record. Emits: Paper, Person, Organization, Finding.

Everything is kept in one SQLite file; in memory there are a few integers a record.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from kg.model import Finding, Organization, Paper, Person, Record
from kg.resolve.by_identifier import join_shared_identifiers
from kg.resolve.by_title import join_equal_abstracts, join_equal_titles, unjoined_titles
from kg.resolve.by_wording import BareMatcher, join_near_titles
from kg.resolve.dating import infer_years, inference
from kg.resolve.identity import GuardedClusters
from kg.resolve.keys import Keys
from kg.resolve.ledger import Ledger, LedgerRow
from kg.resolve.merge import Draft, draft
from kg.resolve.namesakes import candidate_persons
from kg.resolve.people import People
from kg.resolve.spool import Spool
from kg.resolve.texts import Texts

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
        self._report(join_equal_titles(spool, clusters))
        self._report(join_equal_abstracts(spool, clusters))
        texts = Texts(spool, clusters)
        self._report(join_near_titles(spool, clusters, texts))
        self._report(BareMatcher(spool, clusters, texts).join())
        self._report(unjoined_titles(spool, clusters))
        self._report(clusters.refusals())
        keys = Keys(spool.connection, self._ledger)
        with spool.transaction():
            for root in range(len(clusters)):
                if clusters.root(root) == root:
                    self._draft(root, sorted(clusters.members(root)), keys)
        keys.settle()
        self._report(keys.shared_titles())
        self._people = People(spool.connection)
        with spool.transaction():
            for root, key, replaces in keys.ordered():
                self._sign(root, key, replaces)
        self._report(candidate_persons(spool.connection))
        return keys

    def _draft(self, root: int, members: list[int], keys: Keys) -> None:
        records = [self._spool.record(member) for member in members]
        inferred = (inference(self._spool, number, record.key) for number, record in zip(members, records, strict=True))
        merged = draft(records, [found for found in inferred if found is not None])
        keys.take(root, merged.paper)
        self._spool.connection.execute("INSERT INTO draft VALUES (?, ?)", (root, self._encode(merged)))
        if merged.paper.title is None:
            self._report([_bare(merged.paper)])

    def _sign(self, root: int, key: str, replaces: tuple[str, ...]) -> None:
        (blob,) = self._spool.connection.execute("SELECT draft FROM draft WHERE root = ?", (root,)).fetchone()
        merged = msgspec.msgpack.decode(blob, type=Draft)
        keyed = msgspec.structs.replace(merged.paper, key=key, replaces=replaces)
        paper, findings = self._people.sign(root, keyed, merged.spellings)
        self._report(findings)
        self._spool.connection.execute("UPDATE draft SET draft = ? WHERE root = ?", (self._encode(paper), root))

    def _report(self, findings: Iterable[Finding]) -> None:
        self._spool.connection.executemany(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((f.severity, f.rule, f.source, f.line, f.subject, f.message, f.repair) for f in findings),
        )


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
