"""Entries -> CSL-JSON for citation processors. Reads: Entry. Emits: one JSON array of CSL input variables."""

import re
from collections.abc import Iterable, Iterator
from typing import IO

from kg.names import PARTICLES
from kg.profiles.entry import Agent, Entry
from kg.profiles.profile import Omission, Profile, fields
from kg.profiles.streams import Json, write_array
from kg.profiles.texts import date_parts, page_range

_TYPES = {
    "article": "article-journal",
    "editorial": "article-journal",
    "erratum": "article-journal",
    "proceedings-paper": "paper-conference",
    "preprint": "article",
    "book": "book",
    "chapter": "chapter",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
    "review": "review",
}
_TOLD = frozenset({"editorial", "erratum", "preprint", "other"})
"""Types for which CSL has no word of their own."""
_SIGNS = re.compile(r"[<&]|[^\S ]|\A\s|\s\Z|\A(?i:abstract)")
_OTHER_SCHEMES = ("acl", "dblp", "openalex", "s2", "wikidata")


def csl_object(entry: Entry) -> Json:
    """Return the object of a paper; what CSL has no variable for stands in `custom`."""
    venue = entry.venue
    publisher = venue.publisher if venue else None
    arxiv = entry.identifier("arxiv")
    categories = [category.notation or category.name for category in entry.categories]
    known: Json = {
        "id": entry.iri,
        "type": _TYPES.get(entry.publication_type or "", "document"),
        "title": entry.title,
        "author": [csl_name(author.agent) for author in entry.authors],
        "editor": [csl_name(editor) for editor in entry.editors],
        "issued": _issued(entry),
        "container-title": venue.name if venue else None,
        "publisher": publisher.name if publisher else None,
        "volume": entry.volume,
        "issue": entry.issue,
        "page": _pages(entry),
        "DOI": entry.identifier("doi"),
        "PMID": entry.identifier("pmid"),
        "PMCID": entry.identifier("pmcid"),
        "ISBN": " ".join(entry.all_of("isbn")),
        "ISSN": " ".join(venue.issns if venue else ()),
        "archive": "arXiv" if arxiv else None,
        "archive_location": arxiv,
        "URL": next(iter(entry.landing_pages or entry.pdfs), None),
        "language": entry.language,
        "abstract": entry.abstract,
        "keyword": ", ".join(entry.keywords),
        "categories": categories,
        "translated-title": next((text for _, text in entry.translated_titles), None),
        "custom": _custom(entry),
    }
    return {name: value for name, value in known.items() if value not in (None, "", [], {})}


def csl_name(agent: Agent) -> Json:
    """Return given and family name, particles apart (`van der` does not drop); a name without parts is literal."""
    if agent.given is None or agent.family is None:
        return {"literal": agent.name}
    words = agent.family.split()
    small = 0
    if " ".join(words) != agent.family:
        return {"family": agent.family, "given": agent.given}
    while small < len(words) - 1 and words[small] in PARTICLES and words[small][-1] not in "'’-":
        small += 1
    if not small:
        return {"family": agent.family, "given": agent.given}
    return {"family": " ".join(words[small:]), "given": agent.given, "non-dropping-particle": " ".join(words[:small])}


def _issued(entry: Entry) -> Json | None:
    if entry.date_range is not None:
        return {"date-parts": [[part for part in date_parts(day) if part] for day in entry.date_range]}
    parts = date_parts(entry.date)
    if parts.year is not None:
        return {"date-parts": [[part for part in parts if part is not None]]}
    literal = entry.date or entry.date_text
    return None if literal is None else {"literal": literal}


def _pages(entry: Entry) -> str | None:
    ends = page_range(entry.pages) if entry.pages else None
    return "-".join(ends) if ends else entry.pages


def _collective(entry: Entry) -> list[int] | None:
    """Return the places of the groups among the authors, if a person's name has no parts: both are literal."""
    if all(author.agent.collective or author.agent.given is not None for author in entry.authors):
        return None
    return [place for place, author in enumerate(entry.authors, 1) if author.agent.collective]


def _has_signs(entry: Entry) -> bool:
    """Return whether a text would be read as markup, or its blanks or its first word as no part of it."""
    venue = entry.venue
    publisher = venue.publisher.name if venue and venue.publisher else None
    agents = [*(author.agent for author in entry.authors), *entry.editors]
    texts = [entry.title, entry.abstract, venue.name if venue else None, publisher, *entry.keywords,
             *(text for _, text in entry.translated_titles), *(agent.name for agent in agents)]  # fmt: skip
    return any(text is not None and _SIGNS.search(text) is not None for text in texts)


def _custom(entry: Entry) -> Json:
    identifiers = {scheme: entry.identifier(scheme) for scheme in _OTHER_SCHEMES if entry.identifier(scheme)}
    known: Json = {
        "author-list-complete": None if entry.complete else False,
        "code": [address for _, address in entry.code],
        "collective": _collective(entry),
        "identifiers": identifiers,
        "keywords": list(entry.keywords) if any(re.search("[,;]", word) for word in entry.keywords) else None,
        "license": list(entry.licenses),
        "markup": False if _has_signs(entry) else None,
        "pdf": list(entry.pdfs),
        "publication-type": entry.publication_type if entry.publication_type in _TOLD else None,
        "retracted": entry.retracted,
        "date-text": entry.date_text,
        "title-language": next((tag for tag, _ in entry.translated_titles if tag != "und"), None),
    }
    empty = [name for name, value in known.items() if value is None or (value in ([], {}) and name != "collective")]
    return {name: value for name, value in known.items() if name not in empty}


def _stream(papers: Iterable[Entry], out: IO[bytes]) -> Iterator[Omission]:
    write_array(map(csl_object, papers), out)
    return iter(())


PROFILE = Profile(
    name="csl-json",
    suffix=".json",
    media_type="application/vnd.citationstyles.csl+json",
    description="CSL-JSON for citation processors (pandoc, citeproc, Zotero), CSL 1.0.2",
    carries=fields(
        """
        iri title translated_titles abstract authors author_order name_parts collective complete editors date
        date_range date_text publication_type language doi arxiv pmid pmcid isbn acl dblp openalex s2 wikidata
        venue_name issn publisher volume issue pages categories primary_category keywords code retracted licenses
        landing_pages pdfs
        """
    ),
    first_only=frozenset(
        {
            "doi",
            "arxiv",
            "pmid",
            "pmcid",
            "landing_pages",
            "translated_titles",
            "acl",
            "dblp",
            "openalex",
            "s2",
            "wikidata",
        }
    ),
    remarks=(
        "A name without parts is `literal`, as for organizations; small words before a family name are its particle.",
        "Where both stand in one list, `custom` names the places of the organizations.",
        "A cut author list, code, licences, retraction and identifiers without a CSL variable stand in `custom`.",
        "Without a type it is a `document`.",
    ),
    stream=_stream,
)
