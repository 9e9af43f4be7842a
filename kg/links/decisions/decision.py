"""What people decided about links. Reads and emits: decisions.tsv, a line a decision.

A decision belongs to the evidence, not to a row: it holds for the thing of the other graph and for whatever thing of
ours has the same IRI, or the same title and first author, the same identifier or name (`ours`), after any rebuild.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from kg.errors import InputError
from kg.links.decisions.rows import one_line
from kg.links.ours.entities import Entity
from kg.links.targets.target import Predicate, predicate_iri, predicate_name
from kg.match.titles import title_match_key
from kg.model import Link, LinkState
from kg.terms import is_iri
from kg.text import fold

FILE: Final = "decisions.tsv"
MANUAL: Final = "https://w3id.org/semapv/vocab/ManualMappingCuration"
"""The method of a link that a person made."""
COLUMNS: Final = ("decision", "target", "subject", "predicate", "object", "ours", "note")
_NEEDED: Final = ("decision", "target", "subject", "object")
Verdict = Literal["accept", "reject", "withdraw"]
_STATES: Final[dict[str, LinkState]] = {"accept": "accepted", "reject": "rejected", "withdraw": "withdrawn"}


class Decision(NamedTuple):
    """One decision; `ours` says what the thing of our graph is recognised by (`recognised_by`)."""

    decision: Verdict
    target: str
    subject: str
    predicate: str
    """IRI; empty for that of the link."""
    object: str
    ours: str = ""
    note: str = ""


def recognised_by(entity: Entity) -> str:
    """Return what a thing is known by after a rebuild: its strongest identifiers, else title and author, or name."""
    if entity.kind in {"paper", "version"}:
        # the family name: the last word, of what stands before a comma where there is one (`Kent, Ada`)
        first = fold(entity.authors[0].name.partition(",")[0]).split()[-1:] if entity.authors else []
        if entity.name:
            return " ".join([f"{entity.kind}:{title_match_key(entity.name)}", *first])
    if entity.keys:
        scheme, value = entity.keys[0]
        return f"{entity.kind}:{scheme}:{value}"
    return f"{entity.kind}:{fold(entity.name)}"


def decided_links(decisions: Iterable[Decision]) -> Iterator[Link]:
    """Yield the links that somebody accepted or rejected, so that they stand although no run finds them.

    They are the weakest of their kind: a run that finds the same link has better evidence.
    """
    for decision in decisions:
        if decision.predicate and decision.decision != "withdraw":
            yield Link(
                subject=decision.subject,
                target=decision.target,
                object=decision.object,
                predicate=decision.predicate,
                score=0.0,
                method=MANUAL,
                evidence=decision.note or "somebody said so",
                state="candidate",
            )


def decision_of(link: Link, ours: str, verdict: Verdict | None = None) -> Decision:
    """Return the decision that keeps a link over rebuilds: `verdict`, else accepted or rejected as it stands."""
    verdict = verdict or ("accept" if link.state == "accepted" else "reject")
    return Decision(verdict, link.target, link.subject, link.predicate, link.object, ours, link.evidence)


def line_of(decision: Decision, columns: Iterable[str] = COLUMNS) -> str:
    """Return the line of a decision in the columns of a file; a column that is not of ours is empty."""
    said = decision._asdict()
    return "\t".join(one_line(said.get(name, "")) for name in columns) + "\n"


def is_torn(line: str, columns: Sequence[str]) -> bool:
    """Return whether the last line of a file, which has no end, is no decision: a crash cut it off."""
    return bool(line) and isinstance(_read(line, columns), str)


def _read(line: str, columns: Sequence[str]) -> Decision | str:
    """Return the decision of a line, or why it is none."""
    cells = dict(zip(columns, line.split("\t"), strict=False))
    if cells.get("decision") not in _STATES or not cells.get("target"):
        return "a decision has decision (accept, reject or withdraw), target, subject and object, with a tab between"
    predicate = cells.get("predicate", "")
    if predicate in get_args(Predicate):
        predicate = cells["predicate"] = predicate_iri(predicate)  # type: ignore[arg-type]
    if predicate and predicate_name(predicate) is None:
        return f"{predicate!r} is no predicate of a link: {', '.join(get_args(Predicate))} are, or nothing"
    for end in ("subject", "object"):
        if not is_iri(cells.get(end, "")):
            return f"the {end} {cells.get(end, '')!r} is no IRI"
    return Decision(*(cells.get(name, "") for name in COLUMNS))  # type: ignore[arg-type]


class Decisions:
    """All decisions of a folder; of two on one link the later one counts."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        """Take decisions in the order in which they were made."""
        self.all = list(decisions)
        self._by_subject: dict[tuple[str, str, str], Decision] = {}
        self._by_evidence: dict[tuple[str, str, str], Decision] = {}
        for decision in self.all:
            self._by_subject[decision.target, decision.object, decision.subject] = decision
            if decision.ours:
                self._by_evidence[decision.target, decision.object, decision.ours] = decision

    def __len__(self) -> int:
        """Return how many decisions there are."""
        return len(self.all)

    def keep_apart(self, things: Iterable[str]) -> None:
        """Take the IRIs of all things of a graph: what was decided on one of them holds for none of its namesakes.

        Two papers `Editorial` of one editor are recognised by the same words; a decision moves on to what is recognised
        so only where the thing that it was made on is there no more.
        """
        subjects = {decision.subject for decision in self.all}
        present = subjects.intersection(things)
        self._by_evidence = {
            (decision.target, decision.object, decision.ours): decision
            for decision in self.all
            if decision.ours and decision.subject not in present
        }

    def evidence(self) -> frozenset[str]:
        """Return what the things are recognised by that were decided on."""
        return frozenset(decision.ours for decision in self.all if decision.ours)

    def says(self, decision: Decision) -> bool:
        """Return whether the last decision on a link is such a one."""
        found = self._by_subject.get((decision.target, decision.object, decision.subject))
        return found is not None and found.decision == decision.decision

    def state(self, link: Link, ours: str | None) -> LinkState | None:
        """Return the state that somebody gave a link; None where nobody did."""
        found = self._by_subject.get((link.target, link.object, link.subject))
        if found is None and ours:
            found = self._by_evidence.get((link.target, link.object, ours))
        return None if found is None else _STATES[found.decision]

    @classmethod
    def read(cls, path: Path) -> "Decisions":
        """Return the decisions of a file; none where there is no file.

        Raises:
            InputError: a line is wrong, or the file cannot be read.
        """
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError) as error:
            told = f"{path} cannot be read: {error}; save it as text with tabs, in UTF-8"
            raise InputError(told, source=str(path)) from error
        head, *lines = (line.rstrip("\r") for line in text.split("\n"))
        columns, found = head.split("\t"), list[Decision]()
        lacking = [column for column in _NEEDED if column not in columns]
        if lacking and text.strip():
            told = f"{path}, line 1 lacks {', '.join(lacking)}: it has to name the columns, with tabs between: "
            raise InputError(told + " ".join(COLUMNS), source=str(path), line=1)
        for number, line in enumerate(lines, 2):
            if not line.strip() or (number == len(lines) + 1 and is_torn(line, columns)):
                continue
            made = _read(line, columns)
            if isinstance(made, str):
                told = f"{path}, line {number}: {made}: repair the line or take it out"
                raise InputError(told, source=str(path), line=number)
            found.append(made)
        return cls(found)
