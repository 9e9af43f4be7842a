"""Answers -> text. Reads: Rows, bool, Triples. Emits: a table for people, the W3C result formats, RDF.

SPARQL 1.1 Query Results JSON, CSV and TSV, and XML (the three recommendations of 2013). An answer in a format that
cannot hold it is bad use.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import TextIO

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, serialize

from kg.errors import UsageError
from kg.query.rows import Row, Rows, RowStream, Term, Triples
from kg.query.table import LOOK_AHEAD, table_lines, terminal_width

TABLE_FORMATS = ("table", "json", "csv", "tsv", "xml")
GRAPH_FORMATS = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
FORMATS = (*TABLE_FORMATS, *GRAPH_FORMATS)
_XSD = "http://www.w3.org/2001/XMLSchema#"
_STRING = f"{_XSD}string"
_NUMERIC = {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float")}
_LANGUAGE_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_XML_FORBIDDEN = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # compiled where it is needed: 7 ms
_XML_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
_TSV_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_LOCAL_NAME = re.compile(r"(?:[\w-](?:[\w.-]*[\w-])?)?")


Answer = Rows | RowStream | bool | Triples
Label = Callable[[str], str | None]
"""An IRI -> what the thing is called."""


def write_answer(
    answer: Answer, form: str, file: TextIO, *, limit: int | None = None, label: Label | None = None
) -> None:
    """Write an answer in a format.

    Args:
        answer: what a query returned; the rows of a stream are written as they come.
        form: one of `FORMATS`; `table` prints triples as Turtle, and `json` prints them as JSON-LD.
        file: text goes there; CSV has the line ends CR LF that its recommendation asks for.
        limit: columns of a table; None for those of the terminal.
        label: names things in a table, beside their IRIs, where the row does not name them already.

    Raises:
        UsageError: no such format, or one that cannot hold this answer.
    """
    if form not in FORMATS:
        raise UsageError(f"there is no format {form!r}: choose one of {', '.join(FORMATS)}")
    if isinstance(answer, Triples):
        _write_triples(answer, {"table": "ttl", "json": "jsonld"}.get(form, form), file)
    elif form in GRAPH_FORMATS:
        raise UsageError(f"{form} holds triples, and this query answers with a table: write CONSTRUCT, or use csv")
    elif isinstance(answer, bool):
        file.writelines(_truth(answer, form))
    else:
        _write_rows(answer, form, file, limit, label)


def _write_rows(rows: Rows | RowStream, form: str, file: TextIO, limit: int | None, label: Label | None) -> None:
    if form == "table":
        file.writelines(f"{line}\n" for line in _table(rows, limit, label))
        return
    lines = {"json": _json, "csv": _csv, "tsv": _tsv, "xml": _xml}[form]
    file.writelines(lines(rows))


def _write_triples(triples: Triples, form: str, file: TextIO) -> None:
    if form not in GRAPH_FORMATS:
        raise UsageError(f"{form} holds a table, and this query answers with triples: use ttl, nt or jsonld")
    used = {prefix: namespace for prefix, namespace in triples.prefixes.items() if _is_used(namespace, triples)}
    prefixes = used if form != "nt" else None
    written = serialize(triples.triples, format=GRAPH_FORMATS[form], prefixes=prefixes)
    file.write((written or b"").decode())


def _is_used(namespace: str, triples: Triples) -> bool:
    return any(f"<{namespace}" in str(triple) for triple in triples)


def _truth(answer: Answer, form: str) -> Iterator[str]:
    word = "true" if answer else "false"
    if form == "json":
        yield f'{{"head": {{}}, "boolean": {word}}}\n'
    elif form == "xml":
        yield f"{_XML_HEAD}<head/>\n<boolean>{word}</boolean>\n</sparql>\n"
    else:
        yield f"{word}\n"


def _table(rows: Rows | RowStream, limit: int | None, label: Label | None) -> Iterator[str]:
    prefixes = sorted(rows.prefixes.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    terms = iter(rows.terms)
    first = list(islice(terms, LOOK_AHEAD))
    numeric = [_is_numeric(first, at) for at in range(len(rows.columns))]
    cells = (_cells(row, prefixes, label) for row in chain(first, terms))
    yield from table_lines(rows.columns, cells, numeric=numeric, limit=limit or terminal_width())


def _is_numeric(rows: list[Row], at: int) -> bool:
    terms = [row[at] for row in rows if row[at] is not None]
    return bool(terms) and all(isinstance(term, Literal) and term.datatype.value in _NUMERIC for term in terms)


def _cells(row: Row, prefixes: list[tuple[str, str]], label: Label | None) -> list[str]:
    cells = [_shown(term, prefixes) for term in row]
    if label is None:
        return cells
    said = {term.value for term in row if isinstance(term, Literal)}
    for at, term in enumerate(row):
        name = label(term.value) if isinstance(term, NamedNode) else None
        if name is not None and name not in said:
            cells[at] += f" ({name})"
    return cells


def _shown(term: Term | None, prefixes: list[tuple[str, str]]) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return shortened(term.value, prefixes)
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def shortened(iri: str, prefixes: list[tuple[str, str]]) -> str:
    """Return an IRI as a prefixed name; as it is where no prefix fits. The longest namespace stands first."""
    for prefix, namespace in prefixes:
        if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _json(rows: Rows | RowStream) -> Iterator[str]:
    yield f'{{"head": {{"vars": {json.dumps(rows.columns, ensure_ascii=False)}}}, "results": {{"bindings": ['
    for number, row in enumerate(rows.terms):
        bindings = {name: _json_term(term) for name, term in zip(rows.columns, row, strict=True) if term is not None}
        yield f"{',' if number else ''}\n{json.dumps(bindings, ensure_ascii=False)}"
    yield "\n]}}\n"


def _json_term(term: Term) -> Mapping[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == _STRING:
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _csv(rows: Rows | RowStream) -> Iterator[str]:
    yield ",".join(map(_csv_cell, rows.columns)) + "\r\n"
    for row in rows.terms:
        yield ",".join(_csv_cell(_shown(term, [])) for term in row) + "\r\n"


def _csv_cell(text: str) -> str:
    if any(character in text for character in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _tsv(rows: Rows | RowStream) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in rows.columns) + "\n"
    for row in rows.terms:
        yield "\t".join("" if term is None else _tsv_term(term) for term in row) + "\n"


def _tsv_term(term: Term) -> str:
    if not isinstance(term, Literal):
        return str(term)
    if term.datatype.value == f"{_XSD}integer" and re.fullmatch(r"[+-]?\d+", term.value):
        return term.value
    suffix = f"@{term.language}" if term.language else ""
    if not suffix and term.datatype.value not in {_STRING, _LANGUAGE_STRING}:
        suffix = f"^^{term.datatype}"
    return f'"{term.value.translate(_TSV_ESCAPES)}"{suffix}'


_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


def _xml(rows: Rows | RowStream) -> Iterator[str]:
    variables = "".join(f'<variable name="{name}"/>' for name in rows.columns)
    yield f"{_XML_HEAD}<head>{variables}</head>\n<results>\n"
    for row in rows.terms:
        bindings = (
            f'<binding name="{name}">{_xml_term(term)}</binding>'
            for name, term in zip(rows.columns, row, strict=True)
            if term is not None
        )
        yield f"<result>{''.join(bindings)}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: Term) -> str:
    if re.search(_XML_FORBIDDEN, term.value):
        raise UsageError(f"XML cannot hold a control character of {term.value[:80]!r}: use json, csv or tsv")
    value = term.value.translate(_XML_ESCAPES)
    if isinstance(term, NamedNode):
        return f"<uri>{value}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{value}</bnode>"
    if term.language:
        return f'<literal xml:lang="{term.language}">{value}</literal>'
    if term.datatype.value == _STRING:
        return f"<literal>{value}</literal>"
    return f'<literal datatype="{term.datatype.value.translate(_XML_ESCAPES)}">{value}</literal>'
