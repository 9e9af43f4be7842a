r"""The lines of a note that are variables -> variables. Reads: `note`. Emits: name -> text.

Zotero and citeproc-js take the lines `PMID: 123` or `{:PMID: 123}` of a note (Zotero calls it Extra) for variables that
their forms lack. Names of variables are compared without capitals, with blanks and `_` as hyphens.
"""

import re

_LINE = re.compile(r"(?:\{:)?([A-Za-z][A-Za-z _-]{0,40}?)\s*:\s*(\S.*?)\s*\}?")
_BRACED = re.compile(r"\{:([A-Za-z][\w -]{0,40})\s*:\s*([^{}]+)\}")
_ARXIV = re.compile(r"(?:^|\s)arXiv\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_NAMES = frozenset(
    ("doi", "pmid", "pmcid", "isbn", "issn", "issued", "original-title", "translated-title", "container-title",
     "event-title", "publisher", "volume", "issue", "page", "language", "license", "status", "type", "author",
     "editor", "arxiv")
)  # fmt: skip
_LONGEST = 1000
_MOST_CHARACTERS = 20_000


def variables(note: str) -> dict[str, list[str]]:
    """Return what the lines of a note say, by the name of the variable; names stand there several times."""
    told: dict[str, list[str]] = {}
    text = note[:_MOST_CHARACTERS]
    if ":" not in text:
        return told
    pairs = [(match[1], match[2]) for match in _BRACED.finditer(text)] if "{" in text else []
    pairs += [
        (match[1], match[2])
        for line in text.splitlines()
        if ":" in line and (match := _LINE.fullmatch(line.strip()[:_LONGEST]))
    ]
    for printed, value in pairs:
        name = re.sub(r"[\s_]+", "-", printed.strip().lower())
        name = {"pmcid": "pmcid", "pmc": "pmcid", "pubmed-id": "pmid", "date": "issued", "pages": "page"}.get(
            name, name
        )
        if name in _NAMES and value not in told.setdefault(name, []):
            told[name].append(value.strip())
    if (match := _ARXIV.search(text)) is not None and "arxiv" not in told:
        told["arxiv"] = [match[1]]
    return told
