"""Words of DataCite -> types and subjects. Reads: Work. Emits: words of kg:publicationType, Subject, keywords."""

import re

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
_CODED = re.compile(r"(.*\S)\s*\(([A-Za-z-]+(?:\.[A-Za-z-]+)?)\)", re.DOTALL)


def general_type(work: Work) -> str:
    """Return the type of DataCite's list in small letters, `""` if there is none."""
    return re.sub(r"[^a-z]", "", ((work.types and work.types.resource_type_general) or "").lower())


def publication_type(work: Work) -> str | None:
    """Return the type: that of the list, of a text what its author's words mean."""
    general = general_type(work)
    if general in _TYPES:
        return _TYPES[general]
    if general not in ("text", "", "other"):
        return "other"
    words = fold((work.types and work.types.resource_type) or "")
    return next(
        (kind for pattern, kind in _KNOWN_WORDS if pattern.search(words)), "other" if general == "other" else None
    )


def subjects_and_keywords(work: Work) -> tuple[tuple[Subject, ...], tuple[str, ...]]:
    """Return the terms of schemes, and the free words."""
    terms: dict[Subject, None] = {}
    words: dict[str, str] = {}
    for one in listed(work.subjects):
        label, scheme = plain_title(one.subject or ""), fold(one.subject_scheme or "")
        if not scheme or _FREE.fullmatch(scheme):
            words.setdefault(label.casefold(), label)
            continue
        short = next((known for word, known in _SUBJECTS if word in scheme), scheme.replace(" ", "-"))
        coded = _CODED.fullmatch(label) if short == "arxiv" else None
        notation = one.classification_code or (coded[2] if coded else None)
        if label or notation:
            terms.setdefault(Subject(scheme=short, notation=notation, label=coded[1] if coded else label or None))
    return tuple(terms), tuple(word for word in words.values() if word)
