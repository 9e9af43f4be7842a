"""Entries -> RIS for reference managers. Reads: Entry. Emits: tagged lines, UTF-8, each ended by CR LF."""

from collections.abc import Iterable, Iterator
from typing import IO

from kg.profiles.entry import Agent, Entry
from kg.profiles.profile import Omission, Profile, fields
from kg.profiles.texts import date_parts, has_controls, one_line, page_range, web_addresses

_TYPES = {
    "article": "JOUR",
    "review": "JOUR",
    "editorial": "JOUR",
    "erratum": "JOUR",
    "proceedings-paper": "CPAPER",
    "preprint": "UNPB",
    "book": "BOOK",
    "chapter": "CHAP",
    "thesis": "THES",
    "report": "RPRT",
    "dataset": "DATA",
    "software": "COMP",
}
_FINER = frozenset({"review", "editorial", "erratum", "other"})
"""Types that RIS has no code for; `M3` is the type of work."""
PROVIDER = "ScholarKG"
"""In `DP`, the provider of the database: our reader takes the texts of such a record as they stand."""
_CUT = "The author list is incomplete (et al.)."
_RETRACTED = "This publication was retracted."


def ris_lines(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield tags and values between the first and the last line of a reference."""
    if entry.title is not None:
        yield "TI", entry.title
    yield from (("AU", _name(author.agent)) for author in entry.authors)
    yield from (("ED", _name(editor)) for editor in entry.editors)
    yield from (("TT", text) for _, text in entry.translated_titles[:1])
    yield from _dates(entry)
    yield from _imprint(entry)
    yield from (("DO", doi) for doi in entry.all_of("doi")[:1])
    yield from (("UR", address) for address in web_addresses(entry) if not address.startswith("https://doi.org/"))
    yield from (("L1", address) for address in entry.pdfs[:1])
    yield from (("KW", word) for word in entry.keywords)
    yield from (("KW", category.label) for category in entry.categories)
    yield from (("M3", kind.capitalize()) for kind in [entry.publication_type] if kind in _FINER)
    optional = (("LA", entry.language), ("AB", entry.abstract), ("ID", entry.iri))
    yield from ((tag, value) for tag, value in optional if value is not None)
    yield from (("N1", note) for note, true in ((_CUT, not entry.complete), (_RETRACTED, entry.retracted)) if true)
    yield from (("N1", f"Code: {address}") for _, address in entry.code)
    yield from (("N1", note) for note in _notes("Author", [author.agent for author in entry.authors]))
    yield from (("N1", note) for note in _notes("Editor", entry.editors))
    yield "DP", PROVIDER


def _dates(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield year and date; the date is `YYYY/MM/DD/other`, with empty places for what is unknown."""
    year, month, day = date_parts(entry.date)
    other = entry.date_text or " to ".join(entry.date_range or ())
    if year is not None:
        yield "PY", f"{year:04}"
    elif entry.date_range is not None and entry.date_range[0][:4] == entry.date_range[1][:4]:
        yield "PY", entry.date_range[0][:4]
    if month is not None or other:
        parts = (year and f"{year:04}", month and f"{month:02}", day and f"{day:02}")
        yield "DA", "/".join([*(part or "" for part in parts), other])


def _imprint(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.venue is not None:
        yield "T2", entry.venue.name
        if entry.venue.publisher is not None:
            yield "PB", entry.venue.publisher.name
    # One tag for both: a book has no ISSN of its own, an article in a journal no ISBN.
    numbers = [*entry.all_of("isbn"), *(entry.venue.issns if entry.venue else ())]
    if numbers:
        yield "SN", " ".join(numbers)
    if entry.volume is not None:
        yield "VL", entry.volume
    if entry.issue is not None:
        yield "IS", entry.issue
    if entry.pages is not None:
        yield from zip(("SP", "EP"), page_range(entry.pages) or (entry.pages,), strict=False)


def _name(agent: Agent) -> str:
    return agent.name if agent.given is None or agent.family is None else f"{agent.family}, {agent.given}"


def _notes(role: str, agents: Iterable[Agent]) -> Iterator[str]:
    """Yield what a name alone cannot say: that it is a group's, or that the commas in it part nothing."""
    for position, agent in enumerate(agents, 1):
        if agent.collective:
            yield f"{role} {position} (group): {agent.name}"
        elif "," in _name(agent).replace(", ", "", agent.given is not None and agent.family is not None):
            yield f"{role} {position}: {agent.name}"


def _stream(papers: Iterable[Entry], out: IO[bytes]) -> Iterator[Omission]:
    for entry in papers:
        lines = [("TY", _TYPES.get(entry.publication_type or "", "GEN")), *ris_lines(entry), ("ER", "")]
        out.write("".join(f"{tag}  - {one_line(value).strip()}\r\n" for tag, value in lines).encode() + b"\r\n")
        if has_controls(entry):
            yield Omission(iri=entry.iri, reason="control characters are left out: a RIS line has none")


PROFILE = Profile(
    name="ris",
    suffix=".ris",
    media_type="application/x-research-info-systems",
    description="RIS for reference managers (EndNote, Zotero, Mendeley), UTF-8, lines ended by CR LF",
    carries=fields(
        """
        iri title translated_titles abstract authors author_order name_parts collective complete editors date date_range
        date_text publication_type language doi arxiv pmid pmcid isbn acl dblp openalex s2 wikidata venue_name issn
        publisher volume issue pages categories primary_category keywords code retracted landing_pages pdfs
        """
    ),
    first_only=frozenset({"translated_titles", "doi", "pdfs"}),
    remarks=(
        "A name without parts is one field; a note tells groups, and names whose commas part nothing.",
        "A cut author list is told in a note (`N1`).",
        "A review, an editorial and an erratum are `JOUR` with their type in `M3`.",
        "Nothing can be escaped: other programs may take tags for markup, and semicolons for the end of a word.",
        "`DP  - ScholarKG` tells our own reader that texts are to be taken as they stand.",
        "Identifiers other than the DOI are web addresses (`UR`), categories are keywords.",
    ),
    stream=_stream,
)
