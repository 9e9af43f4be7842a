"""Papers in published vocabularies -> records. Reads: a subject. Emits: Record.

A work of FRBR and what realizes it (our SPAR profile) are one paper; what OpenCitations describes is the expression.
Left out: counts of citations, scores of concepts, memberships of persons, provenance, metrics of venues.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace as struct_replace
from pyoxigraph import Literal, NamedNode

from kg.identifiers import recognized
from kg.model import Identifier, Record, Reference, Relation, Subject
from kg.model.names import RelationKind
from kg.readers.html.parts import PAPER_SCHEMES, date_of, line_of, link_of, words_of
from kg.readers.listing.code_urls import code_urls
from kg.readers.rdf import words
from kg.readers.rdf.graph import DC, DCTERMS, FOAF, RDF, Thing, first, local_name
from kg.readers.rdf.people import authors_of, editors_of
from kg.readers.rdf.places import place_of, publisher_of
from kg.readers.syntax.inline_markup import plain_abstract
from kg.readers.syntax.json_records import Found

_SCHEMES = {"doi", "arxiv", "pmid", "pmcid", "isbn", "openalex", "wikidata", "s2", "acl", "dblp"}
_NODE_SCHEMES = {"dblp-record": "dblp", "arXiv": "arxiv", "local-resource-identifier-scheme": ""}
_CARRIERS = (f"{words.FRBR}realization", f"{words.FRBR}embodiment", f"{words.FABIO}hasManifestation",
             f"{words.FABIO}hasRepresentation")  # fmt: skip
_RELATIONS: dict[str, RelationKind] = {
    f"{DCTERMS}isReplacedBy": "replaced-by", f"{DCTERMS}replaces": "replaces", f"{DCTERMS}isVersionOf": "version-of",
    f"{DCTERMS}hasPart": "has-part", f"{words.CITO}corrects": "corrects", f"{words.CITO}retracts": "retracts",
    f"{words.CITO}reviews": "reviews",
}  # fmt: skip
_NAMED = re.compile(r"\s*(DOI|ISBN|PMID|PMCID)[\s:]+(\S.*)", re.IGNORECASE)
"""`DOI 10.1000/x`, as Zotero writes it."""
_TYPE_WORDS = {
    "journal-article": "article", "article": "article", "journalarticle": "article", "proceedings-article":
    "proceedings-paper", "conferenceobject": "proceedings-paper", "conference paper": "proceedings-paper",
    "posted-content": "preprint", "preprint": "preprint", "book": "book", "monograph": "book",
    "book-chapter": "chapter",
    "bookpart": "chapter", "chapter": "chapter", "dissertation": "thesis", "thesis": "thesis", "doctoralthesis":
    "thesis", "masterthesis": "thesis", "report": "report", "dataset": "dataset", "software": "software", "review":
    "review", "editorial": "editorial", "erratum": "erratum", "proceedings": "book", "edited-book": "book",
    "reference-book": "book", "peer-review": "review", "conferencepaper": "proceedings-paper", "booksection": "chapter",
    "encyclopediaarticle": "chapter", "magazinearticle": "article", "newspaperarticle": "article",
    "computerprogram": "software",
}  # fmt: skip


def is_paper(thing: Thing) -> bool:
    """Return whether a subject is a paper: by its class, else by a title with an author or an identifier."""
    types = thing.types
    if types & words.SERIES or not thing.texts(*words.TITLE):
        return bool(types & words.KINDS.keys()) and not types & words.SERIES and _says_something(thing)
    if any(one in words.KINDS for one in types - words.LOOSE):
        return True
    if types - words.LOOSE:
        return False
    return bool(thing.values(*words.CREATORS) or _identifiers([thing], None))


def _says_something(thing: Thing) -> bool:
    return bool(_identifiers([thing], None) or thing.values(*words.CREATORS, f"{words.PRO}isDocumentContextFor"))


def work_of(thing: Thing) -> str | None:
    """Return the key of the work that a subject realizes or embodies, None if none is said to be a paper."""
    works = [str(one) for one in thing.values(f"{words.FRBR}realizationOf", f"{words.FRBR}embodimentOf")]
    for name in _CARRIERS:
        works += [str(one) for one in thing.graph.subjects_of(name, thing.node)]
    return next((one for one in sorted(works) if one != thing.key), None)


def paper_record(paper: Thing, found: Found) -> Record:
    """Return what a graph says of a paper."""
    forms = _forms(paper)
    place = place_of(paper, forms, found)
    date, printed = date_of(_one(forms, words.DATE), found)
    abstract = plain_abstract(first(one.title(*words.ABSTRACT) for one in forms) or "") or None
    names = authors_of(paper, found)
    identifiers = _identifiers(forms, found)
    links = [link_of(text, "") for one in forms for text in one.texts(*words.LANDING)]
    files = [link_of(text, "") for one in (*forms, *paper.things(*words.soa("hasLocation", "hasBestOaLocation")))
             for text in [*one.texts(*words.soa("pdfUrl")), *_pdfs(one)]]  # fmt: skip
    source, piece = found.source, found.piece
    return Record(
        source=source.name, source_key=source.sha256[:16], index=1, format="rdf", layout=piece.layout,
        title=line_of(first(one.title(*words.TITLE) for one in forms)), names=names, authors_complete=bool(names),
        date=date, date_text=printed, abstract=abstract, code_urls=code_urls(abstract) if abstract else (),
        publication_type=_kind(forms), identifiers=identifiers, editors=editors_of(paper, found), venue=place.venue,
        volume=place.volume, issue=place.issue, pages=place.pages,
        publisher=None if place.venue else publisher_of(paper, forms),
        language=found.language(_language(forms)),
        license=first(link_of(one, "") for one in _many(forms, words.LICENSE)),
        landing_page=first(links) or link_of(_web(paper), ""), pdf=first(files),
        keywords=_keywords(paper), references=tuple(_references(paper, found)), subjects=tuple(_subjects(paper)),
        relations=tuple(_relations(paper)), retracted=_retracted(paper),
        translated_titles=tuple((one.language or "und", one.value)
                                for one in paper.literals(f"{words.FABIO}hasTranslatedTitle")),
        pointer=piece.pointer, start_line=piece.start_line, end_line=piece.end_line, doubts=tuple(found.doubts),
    )  # fmt: skip


def _forms(paper: Thing) -> list[Thing]:
    """Return the paper, then what realizes it, then what embodies one of them."""
    forms = {paper.key: paper}
    for one in (paper, *paper.things(*_CARRIERS)):
        forms.setdefault(one.key, one)
        for inner in one.things(*_CARRIERS):
            forms.setdefault(inner.key, inner)
    return list(forms.values())


def _one(forms: list[Thing], names: tuple[str, ...]) -> str | None:
    return first(form.text(name) for name in names for form in forms)


def _many(forms: list[Thing], names: tuple[str, ...]) -> list[str]:
    return [text for form in forms for text in form.texts(*names)]


def _kind(forms: list[Thing]) -> str | None:
    kinds = [words.KINDS.get(one, "") for form in forms for one in sorted(form.types)]
    said = [local_name(text).strip().lower() for form in forms for text in form.texts(*words.TYPES)]
    kinds += [_TYPE_WORDS.get(one, "") for one in said]
    narrower = [kind for kind in kinds if kind and kind != "article"]
    return first([*narrower, *kinds])


def _identifiers(forms: list[Thing], found: Found | None) -> tuple[Identifier, ...]:
    kept: set[Identifier] = set()
    for form in forms:
        printed = [
            *form.texts(*words.ANY_IDENTIFIER),
            form.iri,
            form.iri.replace("semopenalex.org/work/", "openalex.org/"),
        ]
        kept |= {known for text in printed if (known := recognized(text)) and known.scheme in PAPER_SCHEMES}
        pairs = [(scheme, text) for scheme, names in words.IDENTIFIERS.items() for text in form.texts(*names)]
        told = [_NAMED.match(text) for text in [*form.texts(*words.ANY_IDENTIFIER), *_of_container(form)]]
        pairs += [(match[1].lower(), match[2]) for match in told if match is not None]
        for node in form.things(f"{words.DATACITE}hasIdentifier", f"{words.DATACITE}hasPrimaryIdentifier"):
            named = local_name(node.text(f"{words.DATACITE}usesIdentifierScheme") or "")
            named = _NODE_SCHEMES.get(named, named)
            for text in node.texts(words.LITERAL):
                by_form = recognized(text) if named not in _SCHEMES else None
                pairs.append((named, text))
                kept |= {by_form} if by_form is not None and by_form.scheme in PAPER_SCHEMES else set()
        for scheme, text in pairs:
            if scheme in _SCHEMES and found is not None and (one := found.identifier(scheme, text)) is not None:
                kept.add(one)
            elif scheme in _SCHEMES and found is None:
                kept.add(Identifier(scheme, text))
    return tuple(sorted(kept))


def _of_container(paper: Thing) -> Iterator[str]:
    """Yield the DOI that Zotero writes to the journal of an article, which it makes for this article alone."""
    if not paper.values(f"{words.ZOTERO}itemType"):
        return
    for whole in paper.things(*words.WHOLES):
        if sum(1 for _ in paper.graph.subjects_of(f"{DCTERMS}isPartOf", whole.node)) == 1:
            yield from (text for text in whole.texts(*words.ANY_IDENTIFIER) if text.upper().startswith("DOI "))


def _web(paper: Thing) -> str:
    return paper.iri if paper.iri.startswith(("http://", "https://")) else ""


def _pdfs(form: Thing) -> list[str]:
    return [one.value for one in form.values(*_CARRIERS) if isinstance(one, NamedNode) and ".pdf" in one.value.lower()]


def _language(forms: list[Thing]) -> str | None:
    said = _one(forms, words.LANGUAGE)
    return local_name(said) if said and "://" in said else said


def _keywords(paper: Thing) -> tuple[str, ...]:
    free = [_label(one) for one in paper.things(*words.SUBJECTS) if _scheme(one) is None]
    tags = [text for one in paper.things(f"{DC}subject") for text in one.texts(f"{RDF}value")]
    return words_of([*(one.value for one in paper.literals(*words.KEYWORDS)), *tags, *filter(None, free)])


def _label(term: Thing) -> str | None:
    return line_of(term.title(f"{words.SKOS}prefLabel", f"{words.RDFS}label", f"{FOAF}name"))


def _scheme(term: Thing) -> str | None:
    """Return a short name of the vocabulary that a term is of; None where nothing says it."""
    said = term.text(f"{words.SKOS}inScheme")
    if said:
        return local_name(said).lower()
    if "semopenalex.org/" in term.iri:
        return "openalex"
    within = re.search(r"/id/category/([a-z][a-z0-9-]*?)-[^/]*\Z", term.iri)  # as this project writes them
    return within[1] if within else None


def _subjects(paper: Thing) -> Iterator[Subject]:
    for one in paper.things(*words.SUBJECTS):
        scheme, label = _scheme(one), _label(one)
        notation = line_of(one.text(f"{words.SKOS}notation")) or (local_name(one.iri) if scheme == "openalex" else None)
        if scheme is not None and (notation or label):
            yield Subject(scheme=scheme, notation=notation, label=label)


def _references(paper: Thing, found: Found) -> Iterator[Reference]:
    cited = paper.values(*words.CITES)
    for node in paper.graph.subjects_of(f"{words.CITO}hasCitingEntity", paper.node):
        cited += paper.graph.thing(node).values(f"{words.CITO}hasCitedEntity")
    for one in dict.fromkeys(cited):
        if isinstance(one, Literal):
            known = recognized(one.value)
            yield Reference(identifiers=(known,)) if known is not None else Reference(text=line_of(one.value))
            continue
        ids = _identifiers(_forms(paper.graph.thing(one)), struct_replace(found, doubts=[]))
        if ids:
            yield Reference(identifiers=ids)
        else:
            title = line_of(paper.graph.thing(one).title(*words.TITLE))
            address = None if title else paper.graph.thing(one).iri
            if title or address:
                yield Reference(text=title or address)


def _relations(paper: Thing) -> Iterator[Relation]:
    for name, kind in _RELATIONS.items():
        for text in paper.texts(name):
            known = recognized(text)
            if known is not None and known.scheme in PAPER_SCHEMES:
                yield Relation(kind=kind, identifiers=(known,))
            else:
                other = paper.graph.thing(NamedNode(text)).title(*words.TITLE) if "://" in text else None
                yield Relation(kind=kind, text=other or text)


def _retracted(paper: Thing) -> bool:
    return paper.flag(*words.soa("isRetracted")) or f"{words.DBLP}Withdrawn" in paper.types
