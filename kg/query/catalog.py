"""The library -> a catalogue in RDF. Reads: named queries. Emits: Turtle, one `sh:SPARQLSelectExecutable` a query.

The prefixes stand apart (`sh:prefixes`), as SHACL has it (section 5.2.1), and parameters have the values of the file.
The endpoints that a query asks by SERVICE are what it requires.
"""

import re
from collections.abc import Iterable, Iterator

from kg.query.named import NamedQuery
from kg.terms import iri, text
from kg.vocab import PREFIXES

NAMESPACE = "https://w3id.org/scholarkg/id/query/"
_PREFIX_SET = "<https://w3id.org/scholarkg/ontology/prefixes>"
_USED = ("dcterms", "schema", "sh")
_NO_PATTERN = re.compile(r"(?:#|PREFIX\s).*", re.IGNORECASE)


def catalog_turtle(queries: Iterable[NamedQuery]) -> str:
    """Return the catalogue of queries, in their order."""
    lines = ["# The named queries. GENERATED from the heads of the .rq files beside it: pytest tests/query --accept"]
    lines += [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in _USED]
    lines += [f"@prefix query: <{NAMESPACE}> .", ""]
    for query in queries:
        lines += [*_entry(query), ""]
    return "\n".join(lines[:-1]) + "\n"


def _entry(query: NamedQuery) -> Iterator[str]:
    yield f"query:{query.name} a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;"
    yield f"    dcterms:description {text(query.description)} ;"
    if query.endpoints:
        yield f"    dcterms:requires {', '.join(map(iri, query.endpoints))} ;"
    yield f"    dcterms:title {text(query.title)} ;"
    yield f"    schema:keywords {', '.join(map(text, sorted(query.keywords)))} ;"
    yield f"    sh:prefixes {_PREFIX_SET} ;"
    yield f'    sh:select """{_long_text(without_prologue(query.text))}""" .'


def without_prologue(query: str) -> str:
    """Return a query's text without its comments in lines of their own, its prefixes and the blank lines around."""
    kept = [line for line in query.splitlines() if not _NO_PATTERN.match(line)]
    return "\n".join(kept).strip() + "\n"


def _long_text(content: str) -> str:
    return content.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
