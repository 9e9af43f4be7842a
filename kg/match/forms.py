"""A record -> the form of the work that it describes. Reads: model.Record. Emits: words of kg:versionKind, marks.

A preprint, a proceedings paper and a journal article of one work are its forms. Sources name types carelessly, so
that what an identifier or a venue proves counts more than the word.
"""

import re
from functools import lru_cache
from typing import Final

from kg.match.titles import plain_title
from kg.model import Identifier, Record
from kg.text import fold

_KINDS: Final = frozenset(
    {"article", "book", "chapter", "dataset", "other", "preprint", "proceedings-paper", "report", "software", "thesis"}
)
_PARTS: Final = frozenset({"article", "chapter", "editorial", "erratum", "preprint", "proceedings-paper", "review"})
"""Types of papers that have no ISBN of their own."""
_PLACED: Final = frozenset({"pmid", "pmcid", "acl"})
"""Schemes that number what is published, never a preprint alone."""

# DOIs that only preprint servers give: arXiv, bioRxiv and medRxiv (by the form of the suffix, since their prefix is
# also that of journals), SSRN, OSF and its servers, Research Square, ChemRxiv, Preprints.org, TechRxiv, ESSOAr,
# Authorea, PeerJ Preprints, JMIR Preprints.
_PREPRINT_DOI = re.compile(
    r"10\.48550/arxiv\.|10\.(?:1101|64898)/(?:\d{4}\.\d{2}\.\d{2}\.)?\d{6,}(?:v\d+)?\Z|10\.2139/ssrn\.|"
    r"10\.(?:31234|31219|31235|31223|31222|31230|31236|17605|35542)/osf\.io|10\.21203/rs\.|10\.26434/chemrxiv|"
    r"10\.20944/preprints|10\.36227/techrxiv|10\.1002/essoar\.|10\.22541/|10\.7287/peerj\.preprints|10\.2196/preprints"
)
_ARXIV_DOI = "10.48550/arxiv."
_DOI_VERSION = re.compile(r"[./-]?v\d+\Z")
_SERVERS = re.compile(
    r"\b(?:arxiv|corr|biorxiv|medrxiv|chemrxiv|psyarxiv|socarxiv|techrxiv|eartharxiv|ssrn|preprints?|research square"
    r"|osf)\b"
)
_PROCEEDINGS = re.compile(
    r"\b(?:proceedings|proc|conference|conf|symposium|workshop|meeting of the|congress|tagungsband|actes|actas|atti)\b"
)
_NOTICES = {
    "erratum": r"errat(?:um|a)\b|corrigend(?:um|a)\b|berichtigung\b|addendum\b"
    r"|(?:author |publisher )?corrections?\b(?= to| notice|\s*:|\s*$)",
    "retraction": r"retraction\b(?: notice| note|\s*:| of\b|\s*$)|withdrawal\b(?: notice|\s*:)|expression of concern\b",
    "comment": r"comments? on\b|comment:|commentary\b(?: on|\s*:)|kommentar zu\b|discussion of\b",
    "reply": r"(?:authors?\W{0,2}s? )?(?:reply|response|rejoinder)\b(?: to| from|\s*:)|antwort auf\b",
}
_NOTICE = re.compile("|".join(f"(?P<{mark}>{words})" for mark, words in _NOTICES.items()), re.IGNORECASE)

EXCLUSIVE: Final = frozenset({"doi", "arxiv"})
"""Schemes of which a work has one identifier a form."""


def form_of(record: Record) -> str | None:
    """Return the form of the work that a record describes, a word of kg:versionKind; None if nothing tells it."""
    named = record.publication_type
    named = "article" if named in {"review", "editorial", "erratum"} else named
    if named in _KINDS - {"article", "preprint", "other", "proceedings-paper"}:
        return named
    published = _published_form(record)
    if named in {"preprint", "proceedings-paper"}:
        return named
    if published is None and _is_preprinted(record):
        return "preprint"
    if named == "article":
        return "article"
    return published or named


def _is_preprinted(record: Record) -> bool:
    """Return whether an identifier or the venue is that of a preprint server."""
    return (record.venue is not None and is_server(record.venue.name)) or any(
        is_preprint_identifier(identifier) for identifier in record.identifiers
    )


def _published_form(record: Record) -> str | None:
    """Return proceedings-paper or article if the record names a place of publication, else None."""
    venue = None if record.venue is None or is_server(record.venue.name) else record.venue
    dblp = next((one.value for one in record.identifiers if one.scheme == "dblp"), "")
    if dblp.startswith("conf/") or (venue and is_proceedings(venue.name)):
        return "proceedings-paper"
    acl = next((one.value for one in record.identifiers if one.scheme == "acl"), "")
    if acl:
        return "article" if re.match(r"[JQ]\d|\d{4}\.(?:cl|tacl)-", acl) else "proceedings-paper"
    placed = any(one.scheme in _PLACED for one in record.identifiers)
    own_doi = any(one.scheme == "doi" and not is_preprint_identifier(one) for one in record.identifiers)
    return "article" if venue or placed or own_doi else None


@lru_cache(maxsize=4096)
def is_server(venue: str) -> bool:
    """Return whether a venue is a preprint server (`arXiv preprint arXiv:2101.00001`, `CoRR`)."""
    return _SERVERS.search(fold(venue)) is not None


@lru_cache(maxsize=4096)
def is_proceedings(venue: str) -> bool:
    """Return whether the name of a venue is that of proceedings."""
    return _PROCEEDINGS.search(fold(venue)) is not None


def is_preprint_identifier(identifier: Identifier) -> bool:
    """Return whether only a preprint can have this identifier."""
    if identifier.scheme == "dblp":
        return identifier.value.startswith("journals/corr/abs-")
    return identifier.scheme == "arxiv" or (
        identifier.scheme == "doi" and _PREPRINT_DOI.match(identifier.value) is not None
    )


def identifier_form(identifier: Identifier, record: Record) -> str | None:
    """Return the form of the work that an identifier of a record numbers; None if it numbers the work, or no form.

    A record of a preprint that has an arXiv id names the DOI of what was published later.
    """
    if is_preprint_identifier(identifier):
        return "preprint"
    if identifier.scheme not in {"doi", "pmid", "pmcid", "acl", "dblp", "isbn"}:
        return None
    form = form_of(record)
    if form != "preprint":
        return form
    if identifier.scheme == "doi" and not any(is_preprint_identifier(one) for one in record.identifiers):
        return "preprint"
    return _published_form(record) or "article"


def full_identifiers(record: Record) -> tuple[Identifier, ...]:
    """Return the identifiers of a record, sorted; a DOI that arXiv gives is the arXiv id as well.

    The ISBN that a chapter or an article states is that of the book in which it stands, and none of its own.
    """
    found = set(record.identifiers) - set(isbns_of_whole(record))
    for identifier in record.identifiers:
        if identifier.scheme == "doi" and identifier.value.startswith(_ARXIV_DOI):
            found.add(Identifier("arxiv", _DOI_VERSION.sub("", identifier.value.removeprefix(_ARXIV_DOI))))
    return tuple(sorted(found))


def is_ordered(record: Record) -> bool:
    """Return whether the author list of a record begins with the first author: a person's works name that person."""
    return record.format != "orcid"


def isbns_of_whole(record: Record) -> tuple[Identifier, ...]:
    """Return the ISBNs of the book, or the proceedings, that what a record describes is a part of."""
    if record.publication_type not in _PARTS:
        return ()
    return tuple(one for one in record.identifiers if one.scheme == "isbn")


def exclusive_value(identifier: Identifier, form: str | None) -> str:
    """Return the value by which two identifiers of one form are compared: a preprint's version does not count."""
    return _DOI_VERSION.sub("", identifier.value) if form == "preprint" else identifier.value


def notice_of(record: Record) -> str | None:
    """Return `erratum`, `retraction`, `comment` or `reply` for a text about another paper, None for a paper."""
    found = None if record.title is None else _NOTICE.match(plain_title(record.title).strip(" \"'“”‘’«»[]()"))
    if found is not None:
        return found.lastgroup
    return "erratum" if record.publication_type == "erratum" else None
