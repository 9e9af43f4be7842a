"""A work of CSL -> what identifies it. Reads: Work, Custom, its note. Emits: Identifier, ISSNs."""

import re
from functools import lru_cache

from kg.identifiers import parse, recognized
from kg.model import Identifier
from kg.readers.csl_json.works import Custom, Text, Texts, Work
from kg.readers.syntax.arxiv_dois import arxiv_of
from kg.readers.syntax.json_records import Found

_SEVERAL_ISSNS = re.compile(r"[\s,;/]+")
_ISBN = re.compile(r"(?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dXx](?![\d-])")
_ONE_ISBN = re.compile(r"(?:97[89]-?)?(?:\d-?){9}[\dXx]", re.ASCII)
_ARXIV_NUMBER = re.compile(r"\s*arxiv\s*:", re.IGNORECASE)
_OWN_SCHEMES = frozenset({"doi", "arxiv", "pmid", "pmcid", "acl", "dblp", "openalex", "s2", "wikidata", "isbn"})
_OF_URLS = frozenset({"doi", "arxiv", "pmid", "pmcid", "acl", "dblp"})
_IN_URLS = ("doi", "10.", "arxiv", "pubmed", "pmid", "pmc", "acl", "dblp")
"""One of these has each address that is an identifier of those."""


def text(value: Text) -> str | None:
    """Return a text or a number as text; `12.0` is how some programs write 12."""
    if isinstance(value, str):
        return value.strip() or None
    if value is None:
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def texts(values: Texts | Text) -> list[str]:
    """Return one text or several as a list."""
    if isinstance(values, str):
        only = values.strip()
        return [only] if only else []
    if values is None:
        return []
    return [one for value in (values if isinstance(values, list) else [values]) if (one := text(value)) is not None]


def identifiers_of(work: Work, custom: Custom, extra: dict[str, list[str]], found: Found) -> tuple[Identifier, ...]:
    """Return the identifiers of a work, sorted."""
    kept: list[Identifier | None] = []
    if isinstance(work.doi, str):
        kept.append(found.identifier("doi", work.doi.strip()))
    elif work.doi is not None:
        kept += [found.identifier("doi", one) for one in texts(work.doi)]
    if extra or work.pmid is not None or work.pmcid is not None:
        kept += [found.identifier("doi", one) for one in extra.get("doi", ())]
        kept += [found.identifier("pmid", one) for one in (*texts(work.pmid), *extra.get("pmid", ()))]
        kept += [found.identifier("pmcid", one) for one in (*texts(work.pmcid), *extra.get("pmcid", ()))]
    if work.isbn is not None or extra or custom.isbn:
        isbns = custom.isbn or _isbns([*texts(work.isbn), *extra.get("isbn", ())])
        kept += [found.identifier("isbn", one) for one in isbns]
    if work.number is not None or work.archive is not None or extra:
        kept += [found.identifier("arxiv", one) for one in _arxiv(work, extra)]
    if custom.identifiers:
        told = custom.identifiers.items()
        kept += [found.identifier(scheme, value) for scheme, value in told if scheme in _OWN_SCHEMES]
    if work.url is not None and (work.url != (of_doi := f"https://doi.org/{work.doi}") or "%" in of_doi):
        kept += map(_of_url, texts(work.url))
    if not kept:
        return ()
    known = [one for one in kept if one is not None]
    if len(known) > 1 or (known and "arxiv." in known[0].value):
        return tuple(sorted(arxiv_of(known).union(known)))
    return tuple(known)


def _of_url(url: str) -> Identifier | None:
    """Return the identifier that an address is."""
    if url.isascii() and not any(map(url.lower().__contains__, _IN_URLS)):
        return None
    known = recognized(url)
    return known if known is not None and known.scheme in _OF_URLS else None


def _arxiv(work: Work, extra: dict[str, list[str]]) -> list[str]:
    """Return what may be identifiers of arXiv; of the note only where no DOI says the same."""
    printed = list(extra.get("arxiv", ()))
    if printed and any(parse("arxiv", one) is not None for one in texts(work.doi)):
        printed = []
    location, number = text(work.archive_location), text(work.number)
    if location and (work.archive or "").strip().lower() == "arxiv":
        printed.insert(0, location)
    if number and _ARXIV_NUMBER.match(number):
        printed.insert(0, number)
    return printed


def _isbns(printed: list[str]) -> list[str]:
    """Return the ISBNs of texts that hold several (`978-1-107-04452-4 978-1-107-68637-3`)."""
    listed = []
    for one in printed:
        if _ONE_ISBN.fullmatch(one) is not None:
            listed.append(one)
            continue
        several = _ISBN.findall(one)
        listed += several if len(several) > 1 or (several and parse("isbn", one) is None) else [one]
    return listed


def issns_of(work: Work, extra: dict[str, list[str]], found: Found) -> tuple[str, ...]:
    """Return the ISSNs of a work, each once."""
    if isinstance(work.issn, str) and not extra:
        of_journal, none = _issns(work.issn)
        if not none:
            return of_journal
    issns: list[str] = []
    for printed in (*texts(work.issn), *extra.get("issn", ())):
        known, wrong = _issns(printed)
        issns += known
        for one in wrong:
            found.identifier("issn", one)
    return tuple(dict.fromkeys(issns))


@lru_cache(maxsize=1 << 14)
def _issns(printed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ISSNs of a journal, each once, which come again with each of its articles, and what is none."""
    parts = [one for one in _SEVERAL_ISSNS.split(printed) if one]
    known = [parse("issn", one) for one in parts]
    wrong = [one for one, issn in zip(parts, known, strict=True) if issn is None]
    return tuple(dict.fromkeys(one.value for one in known if one is not None)), tuple(wrong)
