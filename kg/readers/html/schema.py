"""Publications in schema.org's words -> records. Reads: JSON-LD and microdata of a page. Emits: Record.

Microdata are brought into the form of JSON-LD by their attributes alone (`itemprop`); other vocabularies and `itemref`
are left out. Of RDFa and other RDF the reader of RDF hands over its nodes (`rdf/schema`).
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml.etree import _Element as Element

from kg.identifiers import parse, web_iri
from kg.model import Doubt, Identifier, Record, Reference, Venue
from kg.names import names_end
from kg.readers.html.nodes import Node, all_of, one_of, texts_of
from kg.readers.html.parts import date_of, line_number, line_of, link_of, pages_of, paper_identifiers
from kg.readers.html.schema_context import fundings, keywords, relations, subjects
from kg.readers.html.schema_people import Line, as_it_is, names_of
from kg.readers.listing.code_urls import code_urls
from kg.readers.source import Source
from kg.readers.syntax.inline_markup import plain_abstract
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found
from kg.readers.unread import noted

TYPES = {
    "ScholarlyArticle": "article", "MedicalScholarlyArticle": "article", "Thesis": "thesis", "Book": "book",
    "Chapter": "chapter", "Report": "report", "Dataset": "dataset", "SoftwareSourceCode": "software",
    "Article": "article",
}  # fmt: skip
_OWN = "ScholarKG"
"""Who published a description whose texts stand as they are, without markup (`kg export --to schema-org`)."""
_DEEPEST = 40
_FRAME = frozenset({"@context", "@type"})
_MOST_NODES = 1_000_000
_LINKS = 4
"""A paper, its author, their organization, that one's parent."""


class Described(NamedTuple):
    """A node with the place where it stands."""

    node: Node
    pointer: str
    layout: str
    line: int
    last_line: int


class Broken(NamedTuple):
    """JSON-LD that is no JSON."""

    reason: str
    raw: str
    line: int
    last_line: int


def described(root: Element) -> Iterator[Described | Broken]:
    """Yield the publications of a page, each node once, JSON-LD first."""
    for at, script in enumerate(root.iter("script"), 1):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        line, text = line_number(script), script.text or ""
        try:
            value = json.loads(text.strip().removeprefix("<!--").removesuffix("-->").rstrip("; \n"), strict=False)
        except (ValueError, RecursionError) as error:
            yield Broken(f"JSON-LD that cannot be read: {error}", text, line, line + text.count("\n"))
            continue
        last_line = line + text.count("\n")
        for pointer, whole in works_of(value):
            yield Described(whole, f"script[{at}]{pointer}", "json-ld", line, last_line)
    yield from _described_by_attributes(root)


def works_of(value: Any) -> Iterator[tuple[str, Node]]:  # noqa: ANN401 - any JSON
    """Yield the publications of JSON-LD, each with its JSON pointer; what a node only names by `@id` is put into it."""
    nodes: dict[str, Node] = {}
    for pointer, node in _walked(value, "", 0):
        if len(node) > 1:
            nodes.setdefault(str(node.get("@id", pointer)), node)
        if len(nodes) > _MOST_NODES:
            break
    for pointer, node in _walked(value, "", 0, works_only=True):
        yield pointer, {name: _linked(one, nodes, _LINKS) for name, one in node.items()}


def _described_by_attributes(root: Element) -> Iterator[Described]:
    for at, element in enumerate(root.iter("*"), 1):
        if element.get("itemscope") is not None and "schema.org" in (element.get("itemtype") or ""):
            node = _attributed(element, 0)
            if kind_of(node) and not _is_inside(element):
                line = line_number(element)
                yield Described(node, f"*[{at}]", "microdata", line, line)


def _is_inside(element: Element) -> bool:
    around = (one.get("itemscope") is not None for one in element.iterancestors())
    return element.get("itemprop") is not None and any(around)


def _walked(value: Any, pointer: str, depth: int, *, works_only: bool = False) -> Iterator[tuple[str, Node]]:  # noqa: ANN401
    """Yield the nodes of JSON-LD; with `works_only` publications, but not what stands in one of them."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for at, one in enumerate(value):
            yield from _walked(one, f"{pointer}/{at}", depth + 1, works_only=works_only)
    elif isinstance(value, dict):
        is_work = kind_of(value) is not None and one_of(value, "name", "headline") is not None
        if is_work or not works_only:
            yield pointer, value
        if not (works_only and is_work):
            for name, one in value.items():
                if isinstance(one, (list, dict)):
                    step = name.replace("~", "~0").replace("/", "~1")
                    yield from _walked(one, f"{pointer}/{step}", depth + 1, works_only=works_only)


def _linked(value: Any, nodes: dict[str, Node], left: int) -> Any:  # noqa: ANN401 - any JSON
    """Return a value in which a mere `@id` is the node that it names, `left` times one inside of the other."""
    if isinstance(value, list):
        return [_linked(one, nodes, left) for one in value]
    if not isinstance(value, dict) or not left:
        return value
    if set(value) == {"@id"}:
        value = nodes.get(str(value["@id"]), value)
    return {name: _linked(one, nodes, left - 1) for name, one in value.items()}


def _attributed(element: Element, depth: int) -> Node:
    """Return what attributes say below an element as a node of JSON-LD."""
    kinds = (element.get("itemtype") or "").split()
    node: dict[str, Any] = {"@type": [one.rstrip("/").rpartition("/")[2] for one in kinds]}
    waiting = list(reversed(element))
    while waiting:
        one = waiting.pop()
        names = (one.get("itemprop") or "").split()
        value: Any = None
        if one.get("itemscope") is not None:
            if depth < _DEEPEST:
                value = _attributed(one, depth + 1)
        else:
            waiting.extend(reversed(one))
            value = one.get("content") or one.get("datetime") or one.get("href") or one.get("src")
            value = value or " ".join("".join(map(str, one.itertext())).split()) if names else None
        for name in names if value else ():
            node.setdefault(name.rpartition(":")[2].rpartition("/")[2], []).append(value)
    return node


def kind_of(node: Node) -> str | None:
    """Return the publication type of a node; None if it is no publication."""
    kinds = node.get("@type")
    listed = [str(one).rpartition("/")[2].rpartition(":")[2] for one in (kinds if isinstance(kinds, list) else [kinds])]
    known = next((TYPES[one] for one in listed if one in TYPES), None)
    if known is not None and listed == ["Article"] and not _identified(node):
        return None  # news and blogs call themselves that
    return known


def _identified(node: Node) -> bool:
    return any(parse("doi", one) is not None for one in texts_of(node, "identifier", "sameAs", "doi", "@id", "url"))


def schema_record(one: Described, source: Source, base: str, doubts: tuple[Doubt, ...] = ()) -> Record:
    """Return the publication that a node describes."""
    with noted(one.node, one.pointer, besides=_FRAME) as node:
        return _record(node, one, source, base, doubts)


def _record(node: Node, one: Described, source: Source, base: str, doubts: tuple[Doubt, ...]) -> Record:
    line: Line = as_it_is if one_of(node, "sdPublisher") == _OWN else line_of
    piece = Piece(b"", one.pointer, one.layout, one.line, one.last_line)
    found = Found(source, 1, piece, list(doubts))
    identifiers = _identifiers(node, found)
    date, printed = date_of(one_of(node, "datePublished", "dateCreated"), found)
    abstract = one_of(node, "abstract", "description")
    abstract = abstract if line is as_it_is else plain_abstract(abstract or "") or None
    authors = tuple(names_of(node, "author", found, line)) or tuple(names_of(node, "creator", found, line))
    places = _places(node)
    volume, issue = (next(filter(None, (one_of(p, key) for p in (node, *places))), None)
                     for key in ("volumeNumber", "issueNumber"))  # fmt: skip
    own = [link_of(address, base) for address in texts_of(node, "url", "mainEntityOfPage", "@id")]
    doi = next((web_iri(known) for known in identifiers if known.scheme == "doi"), None)
    media = [one for one in all_of(node, "encoding", "associatedMedia", "distribution") if isinstance(one, dict)]
    files = [address for medium in media for address in texts_of(medium, "contentUrl", "url")
             if "pdf" in f"{address} {one_of(medium, 'encodingFormat', 'fileFormat')}".lower()]  # fmt: skip
    told = [node, *(one for one in all_of(node, "mentions") if isinstance(one, dict))]
    code = [
        link
        for inner in told
        for address in texts_of(inner, "codeRepository")
        if (link := link_of(address, base)) is not None
    ]
    return Record(
        source=source.name, source_key=source.sha256[:16], index=1, format="html", layout=one.layout,
        title=line(one_of(node, "name", "headline")), names=authors, abstract=abstract, date=date, date_text=printed,
        authors_complete=bool(authors) and not _is_cut(node), publication_type=kind_of(node), identifiers=identifiers,
        code_urls=tuple(dict.fromkeys([*code, *(code_urls(abstract) if abstract else ())])),
        editors=tuple(names_of(node, "editor", found, line)), venue=_venue(node, places, found, line), volume=volume,
        issue=issue,
        pages=pages_of(one_of(node, "pageStart"), one_of(node, "pageEnd")) or one_of(node, "pagination"),
        language=found.language(_language(node)), license=next(filter(None, (link_of(x, "") for x in texts_of(
            node, "license"))), None), landing_page=next(filter(None, own), None) or doi,
        pdf=next(filter(None, (link_of(address, base) for address in files)), None),
        keywords=keywords(node, as_they_are=line is as_it_is), subjects=subjects(node),
        fundings=fundings(node, found), relations=relations(node), references=tuple(_references(node, line)),
        retracted="retracted" in (one_of(node, "creativeWorkStatus") or "").lower(),
        translated_titles=_translated(node),
        pointer=one.pointer, start_line=one.line, end_line=one.last_line, doubts=tuple(found.doubts),
    )  # fmt: skip


def _is_cut(node: Node) -> bool:
    """Return whether the line that credits the authors says that there are more."""
    return any(not names_end(line)[1] for line in texts_of(node, "creditText"))


def _translated(node: Node) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(one["@language"]), str(one["@value"]))
        for one in all_of(node, "alternateName", "alternativeHeadline")
        if isinstance(one, dict) and {"@language", "@value"} <= one.keys()
    )


def _language(node: Node) -> str | None:
    for one in all_of(node, "inLanguage"):
        code = (one.get("alternateName") or one.get("name")) if isinstance(one, dict) else one
        if isinstance(code, str):
            return code.strip() or None
    return None


def _identifiers(node: Node, found: Found) -> tuple[Identifier, ...]:
    kept = paper_identifiers(texts_of(node, "identifier", "sameAs", "@id", "url"), found)
    kept |= paper_identifiers(texts_of(node, "doi"), found, "doi")
    for one in all_of(node, "identifier"):
        named = (one_of(one, "propertyID", "name") or "").lower() if isinstance(one, dict) else ""
        scheme = next((scheme for scheme in ("doi", "pmid", "pmcid", "arxiv") if named.endswith(scheme)), None)
        if scheme is not None:
            kept |= paper_identifiers([text for text in [one_of(one, "value")] if text], found, scheme)
    if kind_of(node) == "book":
        kept |= paper_identifiers(texts_of(node, "isbn"), found, "isbn")
    return tuple(sorted(kept))


def _places(node: Node) -> list[Node]:
    """Return what the publication is part of, the nearest first."""
    places: list[Node] = []
    waiting = [one for one in all_of(node, "isPartOf", "periodical") if isinstance(one, dict)]
    while waiting and len(places) < 8:
        places.append(waiting.pop(0))
        waiting += [one for one in all_of(places[-1], "isPartOf") if isinstance(one, dict)]
    return places


def _venue(node: Node, places: list[Node], found: Found, line: Line) -> Venue | None:
    names = [line(one_of(one, "name")) for one in reversed(places)]
    names += [line(one) for one in all_of(node, "isPartOf") if isinstance(one, str) and "://" not in one]
    issns = [known.value for one in (node, *places) for text in texts_of(one, "issn")
             if (known := found.identifier("issn", text)) is not None]  # fmt: skip
    name = next(filter(None, names), None)
    publisher = next(filter(None, (line(one_of(one, "publisher")) for one in (node, *places))), None)
    return Venue(name=name, issns=tuple(dict.fromkeys(issns)), publisher=publisher) if name else None


def _references(node: Node, line: Line) -> Iterator[Reference]:
    for one in all_of(node, "citation"):
        texts = [one] if isinstance(one, str) else texts_of(one, "identifier", "@id", "sameAs", "url", "doi") \
            if isinstance(one, dict) else []  # fmt: skip
        ids = {known for text in texts if (known := parse("doi", text)) is not None}
        text = line(one if isinstance(one, str) else one_of(one, "name", "headline")) if one else None
        if ids:
            yield Reference(identifiers=tuple(sorted(ids)))
        elif text:
            yield Reference(text=text)
