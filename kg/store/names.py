"""Names of things and terms. Reads: terms. Emits: the kind of a thing, the prefixed name of a term."""

from typing import Final

from kg.terms import Term
from kg.vocab import PREFIXES

SECTIONS: Final[dict[str, str]] = {
    "catalog": "Description of the graph",
    "paper": "Papers",
    "version": "Versions",
    "authorship": "Authorships",
    "person": "Persons",
    "organization": "Organizations",
    "venue": "Venues",
    "scheme": "Concept schemes",
    "category": "Categories",
    "method": "Methods",
    "task": "Tasks",
    "dataset": "Datasets",
    "model": "Models",
    "metric": "Metrics",
    "acronym": "Acronyms",
    "repository": "Repositories",
    "record": "Records",
    "source": "Source documents",
    "conflict": "Conflicts",
    "inference": "Inferences",
    "mention": "Mentions",
    "claim": "Claims",
    "link": "Links",
    "result": "Validation results",
}
"""Kind of thing, as in `{base}id/{kind}/{key}` -> heading of its section, in the order of the sections."""

_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def kind_of(term: Term) -> str | None:
    """Return the kind of the thing that an IRI term names (`paper`), None for other people's IRIs."""
    parts = term.rsplit("/", 2)
    return parts[1] if len(parts) == 3 and parts[1] in SECTIONS and parts[0].endswith(("/id", "#id")) else None


def prefixed(term: Term) -> str | None:
    """Return an IRI of the project's vocabularies as `prefix:name`, None for any other."""
    cut = max(term.rfind("/"), term.rfind("#")) + 1
    prefix = _PREFIX_OF.get(term[1:cut])
    return f"{prefix}:{term[cut:-1]}" if prefix is not None else None


def namespace(term: Term) -> str | None:
    """Return the namespace of an IRI term for which a prefix may stand: a vocabulary's or a kind of thing's."""
    space = term[1 : max(term.rfind("/"), term.rfind("#")) + 1]
    return space if space in _PREFIX_OF or kind_of(f"<{space}>") else None
