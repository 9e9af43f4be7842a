"""Identifiers -> web addresses. Reads: scheme, canonical value. Emits: where the web has the thing."""

from collections.abc import Callable
from urllib.parse import quote


def _doi(value: str) -> str:
    return "https://doi.org/" + quote(value, safe="/:;()@!$&'*+,=~-._")


def _s2(value: str) -> str:
    site = "https://api.semanticscholar.org/CorpusID:" if is_corpus_number(value) else _S2_PAPER
    return site + value


_S2_PAPER = "https://www.semanticscholar.org/paper/"
_S2_DIGITS = 40


def is_corpus_number(value: str) -> bool:
    """Return whether an identifier of Semantic Scholar is the number of its corpus, not the 40 digits of a paper."""
    return value.isdecimal() and len(value) < _S2_DIGITS


_ADDRESSES: dict[str, Callable[[str], str]] = {
    "doi": _doi,
    "arxiv": "https://arxiv.org/abs/{}".format,
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}".format,
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/{}".format,
    "acl": "https://aclanthology.org/{}".format,
    "dblp": "https://dblp.org/rec/{}".format,
    "openalex": "https://openalex.org/{}".format,
    "s2": _s2,
    "wikidata": "http://www.wikidata.org/entity/{}".format,
}
_AGENT_ADDRESSES: dict[str, Callable[[str], str]] = {
    "orcid": "https://orcid.org/{}".format,
    "ror": "https://ror.org/{}".format,
    "dblp": "https://dblp.org/pid/{}".format,
    "openalex": "https://openalex.org/{}".format,
    "acl": "https://aclanthology.org/people/{}".format,
}
SCHEMES = (*_ADDRESSES, "isbn", "orcid", "ror")
"""All schemes, in the order in which identifiers are listed."""


def paper_address(scheme: str, value: str) -> str | None:
    """Return where the web has a paper; None for a scheme without such a place (ISBN)."""
    address = _ADDRESSES.get(scheme)
    return None if address is None else address(value)


def agent_address(scheme: str, value: str) -> str:
    """Return where the web has a person or an organization."""
    return _AGENT_ADDRESSES[scheme](value)
