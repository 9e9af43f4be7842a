"""Whole-graph rules -> results. Reads: `rules/*.rq` of a shapes folder, a store. Emits: Result.

A rule is one SELECT over the whole graph: a thousand times cheaper than the same query once a node (sh:sparql). It is
runnable in any SPARQL tool. Comment lines before the query say `# key: value`: shape, severity, message, and where it
has them path and check (see `checks`). Each row is a result: ?focus, and where they are bound ?path and ?value.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from kg.errors import UsageError
from kg.model import Severity
from kg.terms import Term, iri
from kg.validate.checks import CHECKS
from kg.validate.report import Result
from kg.vocab import PREFIXES, SH

_HEADER = re.compile(r"^#\s*(\w+):\s*(.+?)\s*$", re.MULTILINE)
_COMMENTS = re.compile(r"^\s*#.*$", re.MULTILINE)
_SERVICE = re.compile(r"\bSERVICE\b", re.IGNORECASE)
_SEVERITIES: dict[str, Severity] = {"Violation": "violation", "Warning": "warning", "Info": "info"}


class Rule(Struct, frozen=True, kw_only=True):
    """One whole-graph rule: the SELECT, and what its rows mean."""

    shape: Term
    severity: Severity
    message: str
    query: str
    path: Term | None = None
    check: str | None = None


def read_rules(folder: Path) -> tuple[Rule, ...]:
    """Return the rules of a shapes folder, sorted by file name; none if it has no `rules/`.

    Raises:
        UsageError: a rule lacks a header line, names an unknown severity, check or prefix, or would ask other servers.
    """
    return tuple(parse_rule(file.read_text(encoding="utf-8"), file.name) for file in sorted(folder.glob("rules/*.rq")))


def parse_rule(text: str, name: str) -> Rule:
    """Return the rule of a `.rq` text. Raises UsageError as `read_rules` says; `name` is for the message."""
    header = dict(_HEADER.findall(text))
    missing = [key for key in ("shape", "severity", "message") if key not in header]
    if missing:
        raise UsageError(f"{name}: the line `# {missing[0]}: ...` is missing before the query: add it")
    if header["severity"] not in _SEVERITIES:
        raise UsageError(f"{name}: severity {header['severity']!r} is none of {', '.join(_SEVERITIES)}")
    if header.get("check") not in (None, *CHECKS):
        raise UsageError(f"{name}: check {header['check']!r} is none of {', '.join(CHECKS)}")
    if _SERVICE.search(_COMMENTS.sub("", text)):  # the engine would follow it, wherever it leads
        raise UsageError(f"{name}: a rule asks no other server: leave the word SERVICE out")
    return Rule(
        shape=_term(header["shape"], name),
        severity=_SEVERITIES[header["severity"]],
        message=header["message"],
        query=text,
        path=_term(header["path"], name) if "path" in header else None,
        check=header.get("check"),
    )


def rule_results(store: Store, rule: Rule) -> Iterator[Result]:
    """Yield the results of a rule on the default graph of the store.

    Raises:
        UsageError: the rule is no SPARQL SELECT with ?focus, bound in each row.
    """
    try:
        rows = store.query(rule.query)
    except SyntaxError as error:
        raise UsageError(f"the rule {rule.shape} cannot be parsed: {error.msg}") from error
    if not isinstance(rows, QuerySolutions) or "focus" not in {variable.value for variable in rows.variables}:
        raise UsageError(f"the rule {rule.shape} is no SELECT with a column ?focus: make it one")
    columns = {variable.value for variable in rows.variables}
    right = CHECKS[rule.check] if rule.check else None
    for row in rows:
        path, value = (
            term_of(row[column]) if column in columns and row[column] else None for column in ("path", "value")
        )
        if right is None or (value is not None and not right(value)):
            if row["focus"] is None:
                raise UsageError(f"the rule {rule.shape} leaves ?focus unbound in a row: bind it")
            focus = term_of(row["focus"])
            component = SH.SPARQLConstraintComponent
            yield Result(rule.severity, rule.shape, focus, path or rule.path, value, rule.message, component)


def term_of(node: NamedNode | BlankNode | Literal | object) -> Term:
    """Return the term of an engine's node; a blank node gets an IRI, since a report has no blank nodes."""
    return f"<urn:blank:{node.value}>" if isinstance(node, BlankNode) else str(node)


def _term(name: str, file: str) -> Term:
    prefix, _, local = name.partition(":")
    if prefix not in PREFIXES:
        raise UsageError(f"{file}: {name!r} has no known prefix: use one of {', '.join(PREFIXES)}")
    return iri(PREFIXES[prefix] + local)
