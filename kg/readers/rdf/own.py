"""Papers of a graph of ours -> records. Reads: a subject of kg:Paper. Emits: Record, one for each form of the paper.

What the ontology says of a paper comes back into the fields that it came from. Each kg:Version is a record of its own,
so that a paper in several forms stays one; what belongs to the work stands on the first of them.
Left out: records, conflicts, inferences and mentions of the graph (its own records are what a build starts from), the
lines and sources behind them, scores, and which of several raw affiliations belongs to which organization.
"""

from collections.abc import Iterator
from typing import Any, get_args

from msgspec.structs import replace

from kg.identifiers import parse, recognized
from kg.iris import unescape_key
from kg.model import Funding, Identifier, Record, Reference, Relation, Subject, Venue
from kg.model.names import RelationKind
from kg.readers.rdf.graph import Thing, first, local_name
from kg.readers.rdf.own_people import author_names, editor_names
from kg.readers.syntax.json_records import Found
from kg.vocab import PREFIXES

_KG, _SKOS = PREFIXES["kg"], PREFIXES["skos"]
PAPER = f"{_KG}Paper"
_SCHEMES = {
    "doi": "doi", "arxivId": "arxiv", "pmid": "pmid", "pmcid": "pmcid", "openAlexId": "openalex", "dblpKey": "dblp",
    "aclId": "acl", "semanticScholarId": "s2", "wikidataId": "wikidata", "isbn": "isbn",
}  # fmt: skip
_RELATIONS: dict[str, tuple[RelationKind, RelationKind]] = {
    "commentsOn": ("comments-on", "commented-by"), "corrects": ("corrects", "corrected-by"),
    "partOf": ("part-of", "has-part"), "relatedTo": ("related", "related"), "replaces": ("replaces", "replaced-by"),
    "retracts": ("retracts", "retracted-by"), "reviews": ("reviews", "reviewed-by"),
    "supplementOf": ("supplement-of", "supplemented-by"), "translationOf": ("translation-of", "translated-by"),
    "versionOf": ("version-of", "version-of"),
}  # fmt: skip
_KINDS: dict[str, RelationKind] = {one: one for one in get_args(RelationKind)}
_OF_A_FORM = ("publication_type", "identifiers", "date", "date_text", "venue", "volume", "issue", "pages", "license",
              "landing_page", "pdf", "version_number")  # fmt: skip
_PREPRINTS = ("preprint",)
_NEUTRAL = frozenset({"openalex", "s2", "wikidata"})
"""Schemes that number the work, not one of its forms."""


def own_records(paper: Thing, found: Found) -> Iterator[Record]:
    """Yield what a graph says of a paper; several records where it stands there in several forms."""
    whole = _record(paper, found)
    forms = [form for one in paper.things(f"{_KG}hasVersion") if _says_more(form := _form(one, found))]
    if len(forms) < 2:  # of a form that only has identifiers they say what it is
        yield replace(whole, version_number=forms[0]["version_number"]) if forms else whole
        return
    forms.sort(key=lambda one: (_strangeness(one, whole), one["publication_type"] in _PREPRINTS))
    of_forms = {one for form in forms[1:] for one in form["identifiers"]}
    for at, form in enumerate(forms):
        own = set(form["identifiers"])
        if not at:  # what is no other form's, so that nothing is lost
            ids = own | (set(whole.identifiers) - of_forms)
            ids |= {one for one in of_forms if one.scheme == "arxiv"}
            kept = {name: form[name] or getattr(whole, name) for name in ("license", "landing_page", "pdf")}
            yield replace(whole, **(form | kept | {"identifiers": tuple(sorted(ids))}))
        else:
            ids = own | {one for one in whole.identifiers if one.scheme in _NEUTRAL}
            bare = Record(
                source=whole.source, source_key=whole.source_key, index=1, format=whole.format, layout=whole.layout,
                title=whole.title, names=whole.names, authors_complete=whole.authors_complete, pointer=whole.pointer,
                start_line=whole.start_line, end_line=whole.end_line,
            )  # fmt: skip
            yield replace(bare, **(form | {"identifiers": tuple(sorted(ids))}))


def _says_more(form: dict[str, Any]) -> bool:
    return any(form[name] for name in _OF_A_FORM if name not in ("publication_type", "identifiers"))


def _strangeness(form: dict[str, Any], whole: Record) -> int:
    """Return in how many fields a form differs from the paper, which shows its preferred form."""
    return sum(form[name] != getattr(whole, name) for name in ("date", "venue", "volume", "issue", "pages"))


def _record(paper: Thing, found: Found) -> Record:
    source, piece = found.source, found.piece
    names, complete = author_names(paper, found)
    record = Record(
        source=source.name, source_key=source.sha256[:16], index=1, format="rdf", layout=piece.layout,
        title=paper.title(f"{_KG}title"), names=names, authors_complete=complete and bool(names),
        category=first(_category(one) for one in _categories(paper)), abstract=paper.text(f"{_KG}abstract"),
        code_urls=tuple(url for one in paper.things(f"{_KG}code") for url in one.texts(f"{_KG}codeRepository")),
        has_code=paper.flag(f"{_KG}codeReported"), editors=editor_names(paper, found),
        language=paper.text(f"{_KG}language"), keywords=tuple(paper.texts(f"{_KG}keyword")),
        publisher=None if not (told := paper.things(f"{_KG}publisher")) else told[0].text(f"{_KG}name"),
        references=tuple(_references(paper)), subjects=tuple(_subjects(paper)), fundings=tuple(_fundings(paper, found)),
        relations=tuple(dict.fromkeys(_relations(paper))),
        dataset_urls=tuple(paper.texts(f"{_KG}datasetPage")), retracted=paper.flag(f"{_KG}retracted"),
        translated_titles=tuple((one.language or "und", one.value) for one in paper.literals(f"{_KG}translatedTitle")),
        pointer=piece.pointer, start_line=piece.start_line, end_line=piece.end_line,
        **_placed(paper, found, paper.text(f"{_KG}publicationType")),
    )  # fmt: skip
    return replace(record, doubts=tuple(found.doubts))


def _form(version: Thing, found: Found) -> dict[str, Any]:
    kind = version.text(f"{_KG}versionKind")
    return _placed(version, found, kind) | {"version_number": version.text(f"{_KG}versionNumber")}


def _placed(thing: Thing, found: Found, kind: str | None) -> dict[str, Any]:
    """Return the fields that papers and versions have in common."""
    return {
        "publication_type": kind,
        "identifiers": identifiers_of(thing, found),
        "date": thing.text(f"{_KG}publishedOn") or _year(thing),
        "date_text": thing.text(f"{_KG}dateText"),
        "venue": _venue(thing, found),
        "volume": thing.text(f"{_KG}volume"),
        "issue": thing.text(f"{_KG}issue"),
        "pages": thing.text(f"{_KG}pages"),
        "license": thing.text(f"{_KG}license"),
        "landing_page": thing.text(f"{_KG}landingPage"),
        "pdf": thing.text(f"{_KG}pdf"),
    }


def identifiers_of(thing: Thing, found: Found) -> tuple[Identifier, ...]:
    """Return the identifiers of a paper or a version, checked again."""
    kept = {
        known
        for name, scheme in _SCHEMES.items()
        for printed in thing.texts(f"{_KG}{name}")
        if (known := found.identifier(scheme, printed)) is not None
    }
    return tuple(sorted(kept))


def _year(thing: Thing) -> str | None:
    year = thing.text(f"{_KG}publicationYear")
    return f"{int(year):04}" if year and year.isdecimal() and 0 < int(year) < 10_000 else None


def _venue(thing: Thing, found: Found) -> Venue | None:
    venue = next(iter(thing.things(f"{_KG}venue")), None)
    name = thing.text(f"{_KG}venueName") or (venue.text(f"{_KG}name") if venue is not None else None)
    if name is None:
        return None
    if venue is None:
        return Venue(name=name)
    issns = [known.value for one in venue.texts(f"{_KG}issn") if (known := found.identifier("issn", one)) is not None]
    publisher = first(one.text(f"{_KG}name") for one in venue.things(f"{_KG}publisher"))
    return Venue(name=name, issns=tuple(issns), publisher=publisher)


def _categories(paper: Thing) -> list[Thing]:
    return [*paper.things(f"{_KG}primaryCategory"), *paper.things(f"{_KG}category")]


def _scheme_of(category: Thing) -> str | None:
    """Return the short name of the scheme of a category, None of arXiv's or where none is said."""
    scheme = category.text(f"{_SKOS}inScheme")
    name = unescape_key(local_name(scheme)) if scheme else local_name(category.iri).partition("-")[0]
    return None if name == "arxiv" else name


def _category(category: Thing) -> str | None:
    """Return the notation of an arXiv category; its IRI has it where the graph does not describe it."""
    if _scheme_of(category) is not None:
        return None
    key = unescape_key(local_name(category.iri)).removeprefix("arxiv-")
    return category.text(f"{_SKOS}notation") or key or None


def _subjects(paper: Thing) -> Iterator[Subject]:
    for one in paper.things(f"{_KG}category"):
        scheme, notation = _scheme_of(one), one.text(f"{_SKOS}notation")
        label = one.text(f"{_SKOS}prefLabel", f"{_KG}name")
        if scheme is None and paper.values(f"{_KG}primaryCategory"):  # arXiv's codes, of which one is the first
            yield Subject(scheme="arxiv", notation=_category(one))
        elif scheme is not None and (notation or label):
            yield Subject(scheme=scheme, notation=notation, label=None if label == notation else label)


def _references(paper: Thing) -> Iterator[Reference]:
    for cited in paper.things(f"{_KG}cites"):
        ids = _of_work(cited)
        if ids or (title := cited.title(f"{_KG}title")):
            yield Reference(identifiers=ids, text=None if ids else title)
    for address in paper.texts(f"{_KG}citesExternal"):
        known = recognized(address)
        yield Reference(identifiers=(known,)) if known is not None else Reference(text=address)
    yield from (Reference(text=text) for text in paper.texts(f"{_KG}referenceText"))


def _of_work(work: Thing) -> tuple[Identifier, ...]:
    """Return the identifiers of another paper, of the graph or, by its IRI, of the web."""
    known = {
        one
        for name, scheme in _SCHEMES.items()
        for text in work.texts(f"{_KG}{name}")
        if (one := parse(scheme, text)) is not None
    }
    by_iri = recognized(work.iri.removeprefix("urn:")) if work.iri else None
    return tuple(sorted(known or ({by_iri} if by_iri is not None else ())))


def _fundings(paper: Thing, found: Found) -> Iterator[Funding]:
    for one in paper.things(f"{_KG}hasFunding"):
        payer = next(iter(one.things(f"{_KG}funder")), None)
        name: str | None = None
        ids: set[Identifier] = set()
        if payer is not None:
            name = payer.text(f"{_KG}name")
            for predicate, scheme in (("ror", "ror"), ("doi", "doi"), ("openAlexId", "openalex")):
                printed = payer.texts(f"{_KG}{predicate}")
                ids |= {known for text in printed if (known := found.identifier(scheme, text)) is not None}
        award = one.text(f"{_KG}awardNumber")
        if name or award:
            yield Funding(funder=name, identifiers=tuple(sorted(ids)), award=award)


def _relations(paper: Thing) -> Iterator[Relation]:
    for name, (kind, inverse) in _RELATIONS.items():
        yield from (one for other in paper.things(f"{_KG}{name}") if (one := _relation(kind, other)) is not None)
        for node in paper.graph.subjects_of(f"{_KG}{name}", paper.node):
            if ids := _of_work(paper.graph.thing(node)):  # without identifiers, the other one's record says it
                yield Relation(kind=inverse, identifiers=ids)
    for text in paper.texts(f"{_KG}relationText"):
        named, _, printed = text.partition(": ")
        yield Relation(kind=_KINDS.get(named, "related"), text=printed if named in _KINDS else text)


def _relation(kind: RelationKind, other: Thing) -> Relation | None:
    ids = _of_work(other)
    text = other.title(f"{_KG}title") or (other.iri if not other.types else None)
    return Relation(kind=kind, identifiers=ids, text=None if ids else text) if ids or text else None
