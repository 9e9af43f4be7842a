"""Query text -> notes on misspelt terms. Reads: SPARQL text, the closed vocabulary. Emits: sentences with a repair."""

import difflib
from collections.abc import Iterator, Mapping

from kg.query.syntax import Token, declared_prefixes, place, tokens
from kg.vocab import KG, PREFIXES

_OURS = PREFIXES["kg"]
_KNOWN = {term[len(_OURS) + 1 : -1] for name, term in vars(KG).items() if not name.startswith("_")}


def unknown_terms(text: str, prefixes: Mapping[str, str]) -> tuple[str, ...]:
    """Return a note for each term of our namespace in a query that the ontology does not have."""
    if _OURS not in text and "kg:" not in text and _OURS not in declared_prefixes(tokens(text)).values():
        return ()
    return tuple(dict.fromkeys(_notes(text, prefixes)))


def misspelling(name: str) -> str | None:
    """Return what is wrong with a local name of our namespace, None if the ontology has it."""
    if name in _KNOWN or not name:
        return None
    near = difflib.get_close_matches(name, sorted(_KNOWN), n=2, cutoff=0.7)
    folded = {known.lower(): known for known in _KNOWN}
    near = [folded[name.lower()]] if name.lower() in folded else near
    hint = f"; did you mean {' or '.join(f'kg:{known}' for known in near)}?" if near else ""
    return f"kg:{name} is not in the ontology{hint}"


def _notes(text: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    found = tokens(text)
    namespaces = {**prefixes, **declared_prefixes(found)}
    for token in found:
        wrong = misspelling(_local_name(token, namespaces))
        if wrong:
            yield f"line {place(text, token.start)[0]}: {wrong}"


def _local_name(token: Token, namespaces: Mapping[str, str]) -> str:
    """Return the local name of a term of our namespace, "" for every other token."""
    full = token.text[1:-1] if token.kind == "iri" else ""
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        full = namespaces.get(prefix, "") + local
    return full[len(_OURS) :] if full.startswith(_OURS) else ""
