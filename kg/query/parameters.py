"""Parameter values -> query text. Reads: a NamedQuery, values by name. Emits: the query with its VALUES filled.

A parameter is a variable of a VALUES block inside WHERE. The values of the block are replaced by terms that are
serialised from typed values, so that no text can become a part of the query.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kg import terms
from kg.errors import UsageError
from kg.query.named import NamedQuery, Parameter
from kg.query.syntax import Token, tokens
from kg.query.things import KINDS, SelectTexts, find_things
from kg.terms import Term
from kg.vocab import XSD

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGER = re.compile(r"[+-]?\d{1,30}")
_DECIMAL = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})")
_LONGEST = 200  # characters of a value that a message repeats
_BOOLEANS = {"true": True, "false": False}


class Bound(NamedTuple):
    """A query text with its parameters filled in, and notes on how words were understood."""

    text: str
    notes: tuple[str, ...] = ()


class _Block(NamedTuple):
    """A VALUES block: its variables without `?`, its first row of terms, and where the text of it stands."""

    variables: tuple[str, ...]
    example: tuple[Token, ...]
    start: int
    end: int


def bind(query: NamedQuery, given: Mapping[str, object], select: SelectTexts) -> Bound:
    """Return the text of `query` with all its parameters filled in.

    Args:
        query: the query; one without a head has the variables of its VALUES blocks as parameters.
        given: values by name of parameter, as Python values or in text form.
        select: asks the graph, to find the person that a name means.

    Raises:
        UsageError: an unknown, missing or ill-typed parameter, or a name that nothing in the graph has.
    """
    blocks = list(_blocks(query.text))
    parameters = query.parameters or tuple(_undeclared(blocks))
    _check_names(query, parameters, given)
    if not query.parameters and not given:
        return Bound(query.text)
    filled: dict[str, tuple[Term, ...]] = {}
    notes: list[str] = []
    for parameter in parameters:
        value = given.get(parameter.name)
        if value is None:
            filled[parameter.name] = _default(query, parameter)
        elif parameter.type in KINDS and _encodable(str(value)):
            found = find_things(parameter.type, str(value), select)
            filled[parameter.name] = found.terms
            notes += [found.note] if found.note else []
        else:
            filled[parameter.name] = (value_term(parameter, value),)
    return Bound(_filled(query, blocks, filled), tuple(notes))


def value_term(parameter: Parameter, value: object) -> Term:
    """Return the term of one value of a plain type.

    Raises:
        UsageError: the value is not of the parameter's type.
    """
    form = (str(value).lower() if isinstance(value, bool) else str(value)).strip()
    match parameter.type:
        case "integer" if _INTEGER.fullmatch(form):
            return terms.integer(int(form))
        case "decimal" if _DECIMAL.fullmatch(form):
            return terms.decimal(Decimal(form))
        case "boolean" if form.lower() in _BOOLEANS:
            return terms.boolean(_BOOLEANS[form.lower()])
        case "date" if _is_date(form):
            return terms.typed(form, XSD.date)
        case "iri" if terms.is_iri(form.strip("<>")):
            return terms.iri(form.strip("<>"))
        case "text" if isinstance(value, str) and "\0" not in value and _encodable(value):
            return terms.text(value)
    wanted = {
        "integer": "a whole number such as 2020",
        "decimal": "a number such as 0.9",
        "boolean": "true or false",
        "date": "a day of the calendar such as 2020-02-29",
        "iri": "an absolute IRI such as https://example.org/x",
    }.get(parameter.type, "Unicode text")
    raise UsageError(f"--param {parameter.name}: {_quoted(value)} is not {wanted}")


def _quoted(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}..."


def _is_date(form: str) -> bool:
    try:
        return bool(_DATE.fullmatch(form) and date.fromisoformat(form))
    except ValueError:
        return False


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_names(query: NamedQuery, parameters: tuple[Parameter, ...], given: Mapping[str, object]) -> None:
    known = [parameter.name for parameter in parameters]
    title = query.name or "this query"
    listing = "".join(f"\n  {parameter}" for parameter in parameters)
    for name in given:
        if name not in known:
            has = f"its parameters are:{listing}" if known else "it has none: name them in a VALUES block inside WHERE"
            raise UsageError(f"{title} has no parameter {name!r}; {has}")
    missing = [p.name for p in parameters if p.default == "required" and given.get(p.name) is None]
    if missing and (given or query.parameters):
        example = f"\nfor example: {query.example}" if query.example else ""
        raise UsageError(f"{title} needs --param {missing[0]}=...; its parameters are:{listing}{example}")


def _default(query: NamedQuery, parameter: Parameter) -> tuple[Term, ...]:
    if parameter.default == "any":
        return ("UNDEF",)
    try:
        return (value_term(parameter, parameter.default),)
    except UsageError as error:
        raise UsageError(f"{query.name}: the default of {parameter.name} is wrong: {error}") from error


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the VALUES blocks of a query in order."""
    found = tokens(text)
    for at, token in enumerate(found):
        if token.kind != "word" or token.text.upper() != "VALUES":
            continue
        opening = next((n for n in range(at, len(found)) if found[n].text == "{"), None)
        closing = next((n for n in range(at, len(found)) if found[n].text == "}"), None)
        if opening is None or closing is None or closing < opening:
            continue
        variables = tuple(part.text[1:] for part in found[at:opening] if part.kind == "variable")
        example = [part for part in found[opening + 1 : closing] if part.text not in "()"]
        yield _Block(variables, tuple(_whole_terms(example))[: len(variables)], token.start, found[closing].end)


def _whole_terms(example: list[Token]) -> Iterator[Token]:
    """Yield the first token of each term: datatypes and language tags belong to the literal before them."""
    for before, token in zip([None, *example], example, strict=False):
        if token.kind != "language" and token.text != "^^" and (before is None or before.text != "^^"):
            yield token


def _undeclared(blocks: list[_Block]) -> Iterator[Parameter]:
    """Yield a parameter for each variable of a block, typed by the example that stands in its first row."""
    kinds = {"iri": "iri", "name": "iri", "number": "integer"}
    for block in blocks:
        for variable, token in itertools.zip_longest(block.variables, block.example):
            if variable is None:
                continue
            kind = kinds.get(token.kind, "text") if token is not None else "text"
            if token is not None and kind == "integer" and not _INTEGER.fullmatch(token.text):
                kind = "decimal"
            if token is not None and token.text.lower() in _BOOLEANS:
                kind = "boolean"
            yield Parameter(variable, kind, "required", f"as in the query: {token.text if token else 'no example'}")


def _filled(query: NamedQuery, blocks: list[_Block], filled: Mapping[str, tuple[Term, ...]]) -> str:
    text = query.text
    for block in reversed(blocks):
        if not any(variable in filled for variable in block.variables):
            continue
        rows = itertools.product(*(filled.get(variable, ("UNDEF",)) for variable in block.variables))
        variables = " ".join(f"?{variable}" for variable in block.variables)
        lines = " ".join(f"({' '.join(row)})" for row in rows)
        text = f"{text[: block.start]}VALUES ({variables}) {{ {lines} }}{text[block.end :]}"
    named = {variable for block in blocks for variable in block.variables}
    for name in filled:
        if name not in named:
            raise UsageError(f"{query.name}: its parameter {name} is no variable of a VALUES block inside WHERE")
    return text
