"""Words of DataCite -> types and subjects. Reads: Work. Emits: words of kg:publicationType, Subject, keywords."""

import re
from functools import lru_cache

from kg.model import Subject
from kg.readers.datacite.works import Work, listed
from kg.readers.syntax.inline_markup import plain_title
from kg.text import fold

_TYPES = {
    "book": "book", "bookchapter": "chapter", "computationalnotebook": "software",
    "conferencepaper": "proceedings-paper",
    "conferenceproceeding": "book", "datapaper": "article", "dataset": "dataset", "dissertation": "thesis",
    "journalarticle": "article", "outputmanagementplan": "report", "preprint": "preprint", "report": "report",
    "software": "software", "workflow": "software",
}  # fmt: skip
_WORDS = (
    (r"journal ?article|research ?article|\barticle|aufsatz", "article"),
    (r"preprint|pre print|working paper", "preprint"),
    (r"thesis|dissertation|doctoral|master s|bachelor|habilitation", "thesis"),
    (r"conference ?paper|proceedings ?paper|conference contribution|in ?proceedings", "proceedings-paper"),
    (r"book ?chapter|book ?section|chapter", "chapter"), (r"monograph|\bbook\b|proceedings", "book"),
    (r"report|deliverable|white paper", "report"), (r"data ?set|data ?base", "dataset"),
    (r"software|code\b", "software"),
    (r"editorial", "editorial"), (r"erratum|correction|corrigendum", "erratum"), (r"\breview\b", "review"),
)  # fmt: skip
"""Words for the type of a text, which its author chooses freely."""
_KNOWN_WORDS = [(re.compile(pattern), kind) for pattern, kind in _WORDS]
_SUBJECTS = (("fields of science", "fos"), ("library of congress subject", "lcsh"), ("dewey", "ddc"), ("ddc", "ddc"),
             ("medical subject", "mesh"), ("mesh", "mesh"), ("arxiv", "arxiv"), ("fos", "fos"),
             ("lcsh", "lcsh"))  # fmt: skip
_FREE = re.compile(r"(?:author |free |uncontrolled )?(?:key ?words?|terms?|tags?|subjects?)|none|other|author\w*")
_SHORT = re.compile(r"\(([A-Z]{2,10})\)")
_CODED = re.compile(r"(.*\S)\s*\(([A-Za-z-]+(?:\.[A-Za-z-]+)?)\)", re.DOTALL)


def is_journal(work: Work) -> bool:
    """Return whether it is a journal itself."""
    return work.types is not None and (work.types.resource_type_general or "").lower() == "journal"


def publication_type(work: Work) -> str | None:
    """Return the type: that of the list, of a text what its author's words mean."""
    types = work.types
    return None if types is None else _meant(types.resource_type_general or "", types.resource_type or "")


@lru_cache(maxsize=1 << 12)
def _meant(general: str, words: str) -> str | None:
    general = re.sub(r"[^a-z]", "", general.lower())
    if general in _TYPES:
        return _TYPES[general]
    if general not in ("text", "", "other"):
        return "other"
    words = fold(words)
    known = (kind for pattern, kind in _KNOWN_WORDS if pattern.search(words))
    return next(known, "other" if general == "other" else None)


@lru_cache(maxsize=1 << 12)
def _scheme(printed: str) -> str | None:
    """Return the short name of a scheme, None for words without one."""
    scheme = fold(printed)
    if not scheme or _FREE.fullmatch(scheme):
        return None
    short = _SHORT.search(printed)
    named = short[1].lower() if short is not None else scheme.replace(" ", "-")
    return next((known for word, known in _SUBJECTS if word in scheme), named)


def subjects_and_keywords(work: Work) -> tuple[tuple[Subject, ...], tuple[str, ...]]:
    """Return the terms of schemes, and the free words."""
    terms: dict[Subject, None] = {}
    words: dict[str, str] = {}
    for one in listed(work.subjects):
        label = plain_title(one.subject) if one.subject else ""
        scheme = _scheme(one.subject_scheme) if one.subject_scheme else None
        if scheme is None:
            words.setdefault(label.casefold(), label)
            continue
        coded = _CODED.fullmatch(label) if scheme == "arxiv" else None
        notation = one.classification_code or (coded[2] if coded else None)
        if label or notation:
            terms.setdefault(Subject(scheme=scheme, notation=notation, label=coded[1] if coded else label or None))
    words.pop("", None)
    return tuple(terms), tuple(words.values())
