"""Changes <-> RDF Patch. Reads: a comparison; the rows of a patch. Emits: the rows of a patch; operations.

The text form of RDF Patch as Apache Jena reads and writes it (https://jena.apache.org/documentation/rdf-patch/): one
row a line, an operation, then terms in N-Triples syntax, then a dot. `H` header, `TX` `TC` `TA` begin, commit, abort,
`A` `D` add and delete a triple, `PA` `PD` add and delete a prefix.
"""

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, Literal, NamedTuple, NoReturn, cast

from pyoxigraph import NamedNode

from kg.diff.changes import Change, Comparison
from kg.errors import InputError
from kg.terms import Term, Triple, is_literal, lexical, text

Action = Literal["A", "D"]

_STRING: Final = "^^<http://www.w3.org/2001/XMLSchema#string>"
_TERM: Final = re.compile(r'<[^\s<>"]*>|"(?:[^"\\]|\\.)*"(?:\^\^<[^\s<>"]*>|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?|_:\S+')
_ESCAPE: Final = re.compile(r"\\(?:([tbnrf\"'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)")
_ROW: Final = re.compile(r"\s*(?:([A-Za-z]+)(?=[\s.]))?(.*?)\s*\.?\s*", re.DOTALL)
_SHOWN: Final = 120  # characters of a row in a message


class Operation(NamedTuple):
    """A row that changes a graph. `line` counts from 1."""

    line: int
    action: Action
    triple: Triple


def write_patch(comparison: Comparison, out: BinaryIO) -> None:
    """Write the patch that makes the new graph of the old one: one transaction, deletions of a subject first.

    The header's id is made of the changes, so that the same changes have the same bytes.
    """
    digest = hashlib.sha256()
    for row in _rows(comparison):
        digest.update(row)
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:sha256:{digest.hexdigest()}")
    out.write(f"H id <urn:uuid:{name}> .\nTX .\n".encode())
    out.writelines(_rows(comparison))
    out.write(b"TC .\n")


def _rows(changes: Iterable[Change]) -> Iterator[bytes]:
    for subject, _, removed, added in changes:
        for predicate, value in removed:
            yield f"D {subject} {predicate} {value} .\n".encode()
        for predicate, value in added:
            yield f"A {subject} {predicate} {value} .\n".encode()


def read_patch(path: Path) -> Iterator[Operation]:
    """Yield the operations of a patch in its order; those of an aborted transaction are left out.

    Prefixes are read over: a graph declares those that it uses. The file is read twice, so that nothing is yielded of
    a patch that is malformed or cut off.

    Raises:
        InputError: the file cannot be opened; a row is malformed, names a graph or a blank node, or opens or ends a
            transaction where it cannot; the last transaction has no end.
    """
    aborted = _aborted(path)
    for line, action, rest in _numbered_rows(path):
        if action in {"A", "D"} and not any(line in block for block in aborted):
            yield Operation(line, cast("Action", action), _triple(rest, path, line))


def _aborted(path: Path) -> list[range]:
    """Return the lines of the transactions that are aborted, after checking every row."""
    aborted: list[range] = []
    begun = 0
    for line, action, rest in _numbered_rows(path):
        match action:
            case "A" | "D":
                _triple(rest, path, line)
            case "TX" if begun:
                _refuse(path, line, f"a transaction begins inside that of line {begun}: end that one with `TC .`")
            case "TX":
                begun = line
            case "TC" | "TA" if not begun:
                _refuse(path, line, f"{action} ends a transaction that no TX began")
            case "TC" | "TA":
                if action == "TA":
                    aborted.append(range(begun, line))
                begun = 0
            case _:
                pass
    if begun:
        _refuse(path, begun, "this transaction has no end: the file seems cut off; make the patch again")
    return aborted


def _numbered_rows(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line, operation and the terms of each row; empty lines and comments are passed over."""
    line = 0
    try:
        with path.open("rb") as rows:
            for line, row in enumerate(rows, start=1):
                content = row.decode()
                if not content.strip() or content.lstrip().startswith("#"):
                    continue
                match = _ROW.fullmatch(content)
                action = match[1] if match else None
                if match is None or action not in {"H", "TX", "TC", "TA", "PA", "PD", "A", "D"}:
                    _refuse(path, line, f"a row begins with H, TX, TC, TA, PA, PD, A or D: {content.strip()[:_SHOWN]}")
                if not content.rstrip().endswith("."):
                    _refuse(path, line, "a row ends with a dot: the file seems cut off; make the patch again")
                yield line, action, match[2].strip()
    except UnicodeDecodeError:
        _refuse(path, line, "the row is no UTF-8 text: is this an RDF patch?")
    except OSError as error:
        raise InputError(f"the patch {path} cannot be read: {error.strerror or error}", source=str(path)) from error


def _triple(rest: str, path: Path, line: int) -> Triple:
    """Return the triple of a row, in the form in which `kg.terms` writes it."""
    found = [match[0] for match in _TERM.finditer(rest)]
    if _TERM.sub("", rest).strip() or not 3 <= len(found) <= 4:
        _refuse(path, line, f"three terms in N-Triples syntax are wanted: {rest[:_SHOWN]}")
    if any(term.startswith(("_:", "<_:")) for term in found):
        _refuse(path, line, f"blank nodes can't be patched, they have no name in another graph: {rest[:_SHOWN]}")
    if len(found) == 4:
        _refuse(path, line, f"the row names a graph; only the default graph can be patched: {rest[:_SHOWN]}")
    subject, predicate, value = (_canonical(term) for term in found)
    if subject is None or predicate is None or value is None or is_literal(subject) or is_literal(predicate):
        _refuse(path, line, f"subject and predicate are valid IRIs, the object one or a literal: {rest[:_SHOWN]}")
    return subject, predicate, value


def _canonical(term: str) -> Term | None:
    """Return a term with the escapes that `kg.terms` would write; None if an escape or an IRI is wrong."""
    if any(not any(match.groups()) for match in _ESCAPE.finditer(term)):
        return None
    try:
        return _literal(term) if is_literal(term) else _iri(term[1:-1])
    except ValueError:  # also: beyond Unicode, or a lone surrogate
        return None


def _iri(address: str) -> Term:
    """Return the term of an IRI without its escapes; ValueError if the reader of graphs would not take it.

    Escapes for control characters and quotes have no place in an IRI.
    """
    plain = _ESCAPE.sub(lambda match: chr(int(match[2] or match[3] or "110000", 16)), address)
    return f"<{NamedNode(plain).value}>"


def _literal(term: Term) -> Term:
    """Return a literal with its escapes, its language tag and its datatype in the one form that graphs are read in."""
    end = term.rindex('"') + 1
    plain, tail = lexical(term), term[end:]
    plain.encode()
    if tail == _STRING:
        tail = ""
    elif tail.startswith("@"):
        tail = tail.lower()
    elif tail:
        tail = f"^^{_iri(tail[3:-1])}"
    return text(plain) + tail


def _refuse(path: Path, line: int, message: str) -> NoReturn:
    raise InputError(f"{path}, line {line}: {message}", source=str(path), line=line)
