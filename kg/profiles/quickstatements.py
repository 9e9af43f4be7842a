"""Entries -> commands for Wikidata. Reads: Entry. Emits: QuickStatements V1, tab-separated, UTF-8.

Only what has evidence: papers that an identifier proves to exist; statements that the graph makes, each with the
address where it can be checked (`S854`). Authors are name strings (`P2093`) with their place in the list: which item
is the person, nobody has checked. What needs an item as value (venue, language, licence, cited work) is left out.
"""

from collections.abc import Iterable, Iterator
from typing import IO

from kg.profiles.addresses import is_corpus_number
from kg.profiles.entry import Entry
from kg.profiles.profile import Omission, Profile, fields
from kg.profiles.texts import by_iri, date_parts, language, one_line, web_addresses

# Properties and items by their meaning on Wikidata: P31 instance of, P304 pages, P433 issue, P478 volume, P577 date of
# publication, P818 arXiv, P820 arXiv classification, P854 reference URL, P953 full text at, P973 described at,
# P1476 title, P1545 series ordinal, P2093 author name string; the rest are identifiers.
_CLASSES = {
    "article": "Q13442814",
    "proceedings-paper": "Q23927052",
    "preprint": "Q580922",
    "book": "Q571",
    "chapter": "Q1980247",
    "thesis": "Q1266946",
    "report": "Q10870555",
    "dataset": "Q1172284",
    "software": "Q7397",
    "review": "Q7318358",
    "editorial": "Q871232",
    "erratum": "Q1348305",
}
_IDENTIFIERS = {
    "doi": "P356",
    "arxiv": "P818",
    "pmid": "P698",
    "pmcid": "P932",
    "dblp": "P8978",
    "openalex": "P10283",
}
_CORPUS_NUMBER = "P8299"  # of Semantic Scholar
_LABEL_LIMIT = 250  # characters, Wikibase
_TEXT_LIMIT = 1500  # characters of a string or monolingual text, Wikibase
_PRECISIONS = {1: 9, 2: 10, 3: 11}  # year, month, day

Command = tuple[str, ...]


def quickstatements(entry: Entry) -> Iterator[Command]:
    """Yield the commands of one paper: statements on its item where Wikidata has one, else a new item."""
    known = entry.identifier("wikidata")
    target = known or "LAST"
    title = one_line(entry.title or "").strip()
    if known is None:
        yield ("CREATE",)
        if len(title) <= _LABEL_LIMIT:
            yield target, f"L{language(entry, 'mul')}", _string(title)
    source = _source(entry)
    if (kind := _CLASSES.get(entry.publication_type or "")) is not None:
        yield (target, "P31", kind, *source)
    yield (target, "P1476", f"{language(entry, 'und')}:{_string(title)}", *source)
    for author in entry.authors:
        yield (target, "P2093", _string(author.agent.name), "P1545", _string(str(author.position)), *source)
    if (moment := _moment(entry.date)) is not None:
        yield (target, "P577", moment, *source)
    for term, value in (("P478", entry.volume), ("P433", entry.issue), ("P304", entry.pages)):
        if value is not None:
            yield (target, term, _string(value), *source)
    for scheme, value in entry.identifiers:
        property_ = _CORPUS_NUMBER if scheme == "s2" and is_corpus_number(value) else _IDENTIFIERS.get(scheme)
        if property_ is not None:
            yield (target, property_, _string(_spelt(scheme, value)), *_categories(entry, scheme))
    yield from ((target, "P973", _string(address)) for address in entry.landing_pages)
    yield from ((target, "P953", _string(address)) for address in entry.pdfs)


def _string(text: str) -> str:
    """Return text in quotes; QuickStatements takes what stands between the outer ones, so inner ones stay."""
    return f'"{one_line(text).strip()}"'


def _source(entry: Entry) -> Command:
    return ("S854", _string(web_addresses(entry)[0]))


def _moment(date: str | None) -> str | None:
    parts = [part for part in date_parts(date) if part is not None]
    if date_parts(date).year is None:
        return None
    year, month, day = [*parts, 0, 0][:3]
    return f"+{year:04}-{month:02}-{day:02}T00:00:00Z/{_PRECISIONS[len(parts)]}"


def _spelt(scheme: str, value: str) -> str:
    """Return an identifier as Wikidata writes it: DOIs in capitals, PubMed Central without its letters."""
    return value.upper() if scheme == "doi" else value.removeprefix("PMC") if scheme == "pmcid" else value


def _categories(entry: Entry, scheme: str) -> Iterator[str]:
    """Yield the arXiv categories as qualifiers of the arXiv identifier, where Wikidata has them."""
    if scheme == "arxiv":
        for category in by_iri(entry):
            if category.notation is not None:
                yield from ("P820", _string(category.notation))


def _lacking(entry: Entry) -> str | None:
    """Return why a paper can't be offered to Wikidata, None if it can."""
    if entry.title is None or not one_line(entry.title).strip():
        return "no title: Wikidata shows an item by its title"
    if len(one_line(entry.title)) > _TEXT_LIMIT:
        return f"title of more than {_TEXT_LIMIT} characters: Wikidata takes no longer text"
    if not web_addresses(entry):
        return "no identifier and no web page: nobody could check it"
    return None


def _stream(papers: Iterable[Entry], out: IO[bytes]) -> Iterator[Omission]:
    for entry in papers:
        if (reason := _lacking(entry)) is not None:
            yield Omission(iri=entry.iri, reason=reason)
            continue
        out.write("".join("\t".join(command) + "\n" for command in quickstatements(entry)).encode())


PROFILE = Profile(
    name="quickstatements",
    suffix=".tsv",
    media_type="text/tab-separated-values",
    description="QuickStatements V1 for Wikidata, papers with an identifier or web page only",
    carries=fields(
        """
        title authors author_order date publication_type language doi arxiv pmid pmcid dblp openalex wikidata
        volume issue pages categories landing_pages pdfs
        """
    ),
    first_only=frozenset({"wikidata"}),
    remarks=(
        "Papers without identifier and web page are left out and told: nobody could check them.",
        "Of Semantic Scholar's identifiers corpus numbers are told.",
        "Authors are name strings with their place; categories are qualifiers of the arXiv identifier.",
        "Whoever runs the commands looks for an existing item first: an identifier on Wikidata belongs to one item.",
    ),
    stream=_stream,
)
