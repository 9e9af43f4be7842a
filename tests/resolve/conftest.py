"""Records for tests: as short as a case allows."""

from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.model import Authority, Finding, Name, Organization, Paper, Person, Record, Subject, Venue
from kg.resolve import Ledger, LedgerRow, Resolver


class Resolved(NamedTuple):
    """All that a resolver gives."""

    papers: list[Paper]
    agents: list[Person | Organization]
    findings: list[Finding]
    ids: list[LedgerRow]
    venues: list[Venue]
    subjects: list[Subject]
    described: list[tuple[str, str, Authority]]

    def clusters(self) -> set[frozenset[str]]:
        """The record keys of each paper."""
        return {frozenset(record.key for record in paper.records) for paper in self.papers}

    def paper(self, title: str) -> Paper:
        """The one paper of a title."""
        (found,) = [paper for paper in self.papers if paper.title == title]
        return found

    def agent(self, key: str) -> Person | Organization:
        """The agent of a key."""
        (found,) = [agent for agent in self.agents if agent.key == key]
        return found

    def signatures(self) -> dict[str, list[str]]:
        """The keys of the authors of each paper, by title."""
        return {paper.title or "": [one.agent for one in paper.authorships] for paper in self.papers}

    def rules(self) -> list[str]:
        """The rules of the findings."""
        return [finding.rule for finding in self.findings]


Resolve = Callable[..., Resolved]
MakeRecord = Callable[..., Record]


@pytest.fixture
def make() -> MakeRecord:
    """A record from its key (`page-3`) and the fields that matter; authors as `A B; C D et al.`."""

    def record(key: str, title: str | None = None, authors: str = "", **fields: object) -> Record:
        page, _, index = key.rpartition("-")
        printed = [name for name in authors.removesuffix(" et al.").split("; ") if name]
        names = tuple(
            Name(printed=name, given=name.split(", ")[1], family=name.split(", ")[0])
            if ", " in name
            else Name(printed=name)
            for name in printed
        )
        values: dict[str, object] = {
            "source": f"{page}.txt",
            "source_key": page,
            "index": int(index),
            "format": "listing",
            "layout": "site" if title else "abstract",
            "title": title,
            "names": names,
            "authors_raw": authors or None,
            "authors_complete": bool(names) and not authors.endswith("et al."),
            "start_line": int(index) * 4,
            "end_line": int(index) * 4 + 3,
        }
        return Record(**(values | fields))  # type: ignore[arg-type]

    return record


@pytest.fixture
def resolve(tmp_path: Path) -> Resolve:
    """Resolve records at once."""
    builds = count()

    def resolved(
        records: Iterable[Record], ledger: Ledger | None = None, authorities: Iterable[Authority] = ()
    ) -> Resolved:
        with Resolver(tmp_path / f"spool-{next(builds)}.db", ledger=ledger) as resolver:
            for record in records:
                resolver.add(record)
            for authority in authorities:
                resolver.describe(authority)
            return Resolved(
                list(resolver.papers()), list(resolver.agents()), list(resolver.findings()), list(resolver.ids()),
                list(resolver.venues()), list(resolver.subjects()), list(resolver.described()),
            )  # fmt: skip

    return resolved
