"""Query text -> tokens, its form, and errors that show the place. Reads: SPARQL 1.1 text. Emits: Token, QueryError.

The engine parses queries; what stands here only looks at them: to tell a question from an update, to keep the
graph from calling other servers, and to show where a query is wrong.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, NoReturn

import pyoxigraph as ox

from kg.errors import QueryError

# The terminals of SPARQL 1.1 (section 19.8) that matter here; a lone character is a token of its own.
_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"{3}(?:"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:\w(?:[\w.-]*[\w-])?)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:
      (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])
         (?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%]))?)?)
  | (?P<number>[+-]?(?:\d+\.\d*|\.?\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<sign>\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_GAP = r"(?:\s|\#[^\r\n]*[\r\n])*"
# Every SERVICE clause looks like this, whatever stands around it; comments and strings can look like it too.
_SERVICE = re.compile(
    rf"(?<!:)SERVICE{_GAP}(?:SILENT{_GAP})?(?:<[^<>]*>|[?$]\w+|[^\s{{}}<>:]*:[^\s{{}}]*){_GAP}\{{", re.IGNORECASE
)
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_ENGINE_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.DOTALL)
_LONGEST_LINE = 160
_DEEPEST = 200  # brackets within brackets; oxigraph 0.5 ends the process at about 2,000 on a stack of 8 MB
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_SWITCHED_OFF = (
    "SERVICE asks another server, which is switched off, because it tells that server what you ask: "
    "allow it with --federate (in Python: federate=True), or ask that server on its own (--endpoint)"
)
_NEWER = frozenset({"{|", "~", "<<"})  # signs of SPARQL 1.2, which our files do without
_READABLE = 8  # signs in an error message


class Token(NamedTuple):
    """One token of a query: its kind is a group name of the token pattern; `start` is an offset in the text."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a query in order, without blanks and comments."""
    return [
        Token(str(match.lastgroup), match[0], match.start())
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "space"
    ]


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def declared_prefixes(found: Iterable[Token]) -> dict[str, str]:
    """Return the prefixes that a query declares itself, each with its namespace."""
    ordered = list(found)
    return {
        name.text.removesuffix(":"): namespace.text[1:-1]
        for word, name, namespace in zip(ordered, ordered[1:], ordered[2:], strict=False)
        if word.text.upper() == "PREFIX" and name.kind == "name" and namespace.kind == "iri"
    }


def refuse(text: str, message: str, *, line: int, column: int) -> NoReturn:
    """Raise a QueryError that shows the line and, by a caret, the column.

    Raises:
        QueryError: always.
    """
    lines = text.split("\n")
    shown = lines[line - 1].rstrip("\r").replace("\t", " ") if line <= len(lines) else ""
    first = max(0, column - _LONGEST_LINE // 2) if len(shown) > _LONGEST_LINE else 0
    caret = " " * (column - 1 - first) + "^"
    excerpt = f"  {shown[first : first + _LONGEST_LINE]}\n  {caret}"
    raise QueryError(f"line {line}, column {column}: {message}\n{excerpt}", line=line, column=column)


def query_form(text: str, *, services: bool = False) -> str:
    """Return the form of a query in upper case: SELECT, ASK, CONSTRUCT, DESCRIBE, or "" if it has none.

    Args:
        text: the query.
        services: whether it may ask other servers (SERVICE), which is the business of whoever answers it.

    Raises:
        QueryError: it is an update, would ask another server, is no Unicode, or is nested beyond reason.
    """
    _refuse_surrogates(text)
    service = None if services else service_offset(text)
    if service is not None:
        line, column = place(text, service)
        refuse(text, _SWITCHED_OFF, line=line, column=column)
    found = tokens(text)
    _refuse_depth(text, found)
    for token in found:
        word = token.text.upper()
        if token.kind == "word" and word in _FORMS:
            return word
        if token.kind == "word" and word in _UPDATES:
            line, column = place(text, token.start)
            refuse(
                text,
                f"{word} changes a graph, and queries only read: repair the sources and build again; "
                "a question begins with SELECT, ASK, CONSTRUCT or DESCRIBE",
                line=line,
                column=column,
            )
    return ""


def service_offset(text: str) -> int | None:
    """Return where the first SERVICE clause of a query begins, None where there is none.

    The word in comments, strings, IRIs and names is no clause.
    """
    keyword = next((token.start for token in tokens(text) if is_service(token)), None)
    if keyword is not None:
        return keyword
    looks_alike = _SERVICE.search(text)
    return None if looks_alike is None or _stands_for_nothing(text) else looks_alike.start()


def is_service(token: Token) -> bool:
    """Return whether a token is the keyword SERVICE."""
    return token.kind == "word" and token.text.upper() == "SERVICE"


def _stands_for_nothing(text: str) -> bool:
    """Return whether the engine's own parser takes no SERVICE of a text for the keyword: it reads it misspelt, too."""
    names = {token.text.partition(":")[0] for token in tokens(text) if token.kind == "name"}
    try:
        ox.Store().query(re.sub("SERVICE", "XERVICE", text, flags=re.IGNORECASE), prefixes=dict.fromkeys(names, "x:"))
    except (SyntaxError, ValueError):
        return False
    return True


def _refuse_surrogates(text: str) -> None:
    """Raise where a text is not Unicode: bytes of another encoding, as Python passes them on."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        line, column = place(text, error.start)
        shown = text.encode(errors="replace").decode()
        refuse(shown, "this is no Unicode text: write the query in UTF-8", line=line, column=column)


def _refuse_depth(text: str, found: Iterable[Token]) -> None:
    """Raise where brackets are nested so deep that the engine, which reads them by recursion, would take its stack."""
    depth = 0
    for token in found:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth > _DEEPEST:
            line, column = place(text, token.start)
            refuse(text, f"brackets are nested more than {_DEEPEST} deep here", line=line, column=column)


def refuse_syntax(text: str, error: SyntaxError, known_prefixes: Mapping[str, str]) -> NoReturn:
    """Raise the engine's complaint in words of the query: place, line, caret and, where it is known, the repair.

    Raises:
        QueryError: always.
    """
    match = _ENGINE_PLACE.match(str(error))
    line, column = (int(match[1]), int(match[2])) if match else (1, 1)
    found = tokens(text)
    known = {**known_prefixes, **declared_prefixes(found)}
    for token in found:
        complaint = _visible_fault(token, text, known)
        if complaint and place(text, token.start) <= (line, column):
            at_line, at_column = place(text, token.start)
            refuse(text, complaint, line=at_line, column=at_column)
    if not any(token.kind == "word" and token.text.upper() in _FORMS for token in found):
        line, column = 1, 1
    refuse(text, _expectation(match[3] if match else str(error), found), line=line, column=column)


def _visible_fault(token: Token, text: str, known: Mapping[str, str]) -> str:
    """Return what is wrong with a token whatever stands around it, or "" for nothing."""
    if token.kind == "sign" and token.text in "'\"":
        return "a string is opened here and not closed on its line (three quotes hold text of several lines)"
    if token.kind != "name":
        return ""
    prefix = token.text.partition(":")[0]
    if prefix in known:
        return ""
    if text[token.start - 1 : token.start] == "<":
        return "the IRI that begins here is not closed by >, or holds a blank, a quote or a brace"
    near = difflib.get_close_matches(prefix, list(known), n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}:?" if near else f"Known without it: {', '.join(f'{name}:' for name in known)}."
    return f"the prefix {prefix}: is not declared; write PREFIX {prefix}: <...> at the top. {hint}"


def _expectation(complaint: str, found: list[Token]) -> str:
    """Return why a text is no query, as far as its brackets and the engine's list of expected signs tell."""
    if "unbound" in complaint:
        return "a variable is selected that is neither grouped by (GROUP BY) nor aggregated, or is nowhere bound"
    if not any(token.kind == "word" and token.text.upper() in _FORMS for token in found):
        return "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX lines"
    for left, right in ("{}", "()", "[]"):
        surplus = sum((token.text == left) - (token.text == right) for token in found)
        if surplus:
            return f"{abs(surplus)} `{right if surplus > 0 else left}` missing"
    signs = [sign for sign in re.findall(r'"([^"\\\w]{1,2})"', complaint.split("['", 1)[0]) if sign not in _NEWER]
    if not signs or len(signs) > _READABLE:
        return "the query cannot go on like this: a term, a dot or a bracket is missing, or one too many stands here"
    return f"the query cannot go on like this; possible here: {' '.join(signs)}"
