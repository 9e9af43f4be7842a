"""A second way to the answer of every named query: loops over dictionaries, no query engine."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations, permutations
from typing import NamedTuple

from kg.vocab import PREFIXES
from tests.query.conftest import KG, Facts

NOTATION, LABEL, SCHEME = (PREFIXES["skos"] + name for name in ("notation", "prefLabel", "inScheme"))
FIELDS = ["title", "abstract", "author", "category", "publishedOn", "publicationYear", "code", "codeReported"]

Rows = Iterable[tuple[object, ...]]


class Count(NamedTuple):
    """A second way to the answer: the columns that are compared, the parameters given, the counting."""

    columns: tuple[str, ...]
    parameters: tuple[str, ...]
    rows: Callable[[Facts], Rows]


COUNTS: dict[str, Count] = {}


def counts(query: str, columns: str, *parameters: str) -> Callable[[Callable[[Facts], Rows]], None]:
    """Register the count of a query."""

    def register(rows: Callable[[Facts], Rows]) -> None:
        COUNTS[query] = Count(tuple(columns.split()), parameters, rows)

    return register


@counts("authors-of-paper", "title position rawName name", "paper")
def _(f: Facts) -> Rows:
    for part in f.all(f.thing("paper", "Paper", "title"), "hasAuthorship"):
        yield f.asked["paper"], f.one(part, "position"), f.one(part, "rawName"), f.one(f.one(part, "agent"), "name")


@counts("categories", "category notation label scheme papers")
def _(f: Facts) -> Rows:
    for each in f.kinds["Category"]:
        filed = sum(each in f.all(paper, "category") for paper in f.papers)
        yield each, f.one(each, NOTATION), f.one(each, LABEL), f.one(each, SCHEME), filed


@counts("coauthors", "coauthor papers firstYear lastYear", "person")
def _(f: Facts) -> Rows:
    for other in f.authors() - {f.person()}:
        joint = [paper for paper in f.written(f.person()) if other in f.positions(paper)]
        years = [f.number(paper, "publicationYear") for paper in joint if f.year(paper)]
        if joint:
            yield other, len(joint), min(years, default=None), max(years, default=None)


@counts("code-of-papers", "paper url reported")
def _(f: Facts) -> Rows:
    for paper in filter(f.has_code, f.papers):
        for repository in f.all(paper, "code") or [""]:
            yield paper, f.one(repository, "codeRepository"), f.one(paper, "codeReported")


@counts("conflicts", "field kept other keptDocument keptLine otherDocument otherLine rule")
def _(f: Facts) -> Rows:
    for each in f.kinds["Conflict"]:
        names = (f.one(each, name) for name in ("field", "keptValue", "otherValue"))
        places = (*f.place(f.one(each, "keptRecord")), *f.place(f.one(each, "otherRecord")))
        yield *names, *places, f.one(each, "rule")


@counts("counts", "class things")
def _(f: Facts) -> Rows:
    return ((KG + kind if ":" not in kind else kind, len(things)) for kind, things in f.kinds.items() if things)


@counts("duplicate-titles", "paper other")
def _(f: Facts) -> Rows:
    for one, other in combinations(sorted(f.papers), 2):
        if f.one(one, "normalizedTitle") and f.one(one, "normalizedTitle") == f.one(other, "normalizedTitle"):
            yield one, other


@counts("incomplete-author-lists", "paper authorCount document startLine")
def _(f: Facts) -> Rows:
    for paper in f.papers:
        if f.one(paper, "authorListComplete") == "false":
            yield from ((paper, f.one(paper, "authorCount"), *f.place(record)) for record in f.records(paper))


@counts("inferences", "field value rule confidence document startLine")
def _(f: Facts) -> Rows:
    for each in f.kinds["Inference"]:
        values = (f.one(each, name) for name in ("field", "inferredValue", "rule", "confidence"))
        yield *values, *f.place(f.one(each, "inRecord"))


@counts("most-connected-people", "coauthors papers")
def _(f: Facts) -> Rows:
    people = {
        person: {a for paper in f.written(person) for a in f.positions(paper)} - {person} for person in f.authors()
    }
    joint = {person: [p for p in f.written(person) if len(f.positions(p)) > 1] for person in people}
    yield from sorted(((len(people[p]), len(joint[p])) for p in people if people[p]), reverse=True)[:50]


@counts("organizations", "organization papers")
def _(f: Facts) -> Rows:
    return ((each, len(f.written(each))) for each in f.kinds["Organization"] if f.written(each))


@counts("page-says", "index startLine endLine paper", "source")
def _(f: Facts) -> Rows:
    for record in f.kinds["Record"]:
        if f.place(record)[0] == f.asked["source"]:
            yield tuple(f.one(record, name) for name in ("recordIndex", "startLine", "endLine", "recordOf"))


@counts("pages", "source document owner records sha256")
def _(f: Facts) -> Rows:
    for each in f.kinds["SourceDocument"]:
        listed = sum(each in f.all(record, "inDocument") for record in f.kinds["Record"])
        yield each, f.one(each, "documentName"), f.one(each, "profileName"), listed, f.one(each, "sha256")


@counts("paper-sources", "document startLine", "paper")
def _(f: Facts) -> Rows:
    return (f.place(record) for record in f.records(f.thing("paper", "Paper", "title")))


@counts("papers-about", "paper inTitle", "words")
def _(f: Facts) -> Rows:
    for paper in f.papers:
        texts = [(f.one(paper, name) or "").lower() for name in ("title", "abstract")]
        found = [f.asked["words"].lower() in text for text in texts]
        if any(found):
            yield paper, found[0]


@counts("papers-between", "paper", "from", "to")
def _(f: Facts) -> Rows:
    for paper in f.papers:
        span = f.one(paper, "publishedFrom") or "", f.one(paper, "publishedUntil") or ""
        if span[0] and span[0] <= f.asked["to"] and span[1] >= f.asked["from"]:
            yield (paper,)


@counts("papers-by-year", "year papers withCode withAbstract")
def _(f: Facts) -> Rows:
    for year in {f.year(paper) for paper in f.papers}:
        mine = [paper for paper in f.papers if f.year(paper) == year]
        yield year, len(mine), *(sum(bool(f.all(paper, name)) for paper in mine) for name in ("code", "abstract"))


@counts("papers-of-category", "paper notation", "category")
def _(f: Facts) -> Rows:
    for category in f.under(f.thing("category", "Category", NOTATION)):
        yield from ((p, f.one(category, NOTATION)) for p in f.papers if category in f.all(p, "category"))


@counts("papers-of-person", "paper position authorCount", "person")
def _(f: Facts) -> Rows:
    return ((p, f.positions(p)[f.person()], f.one(p, "authorCount")) for p in f.written(f.person()))


@counts("person-names", "form known", "person")
def _(f: Facts) -> Rows:
    known = {"name": "name", "givenName": "given name", "familyName": "family name", "nameVariant": "variant"}
    yield from ((form, words) for name, words in known.items() for form in f.all(f.person(), name))
    parts = [part for paper in f.papers for part in f.all(paper, "hasAuthorship")]
    forms = {f.one(part, "rawName") for part in parts if f.one(part, "agent") == f.person()}
    yield from ((form, "as printed") for form in forms)


@counts("shared-papers", "paper position otherPosition", "person", "other")
def _(f: Facts) -> Rows:
    for paper in f.written(f.person()):
        places = f.positions(paper)
        if f.person("other") in places:
            yield paper, places[f.person()], places[f.person("other")]


@counts("at-line", "record paper", "source", "line")
def _(f: Facts) -> Rows:
    for record in f.kinds["Record"]:
        first, last = f.number(record, "startLine"), f.number(record, "endLine")
        if f.place(record)[0] == f.asked["source"] and int(f.asked["line"]) in range(first, last + 1):
            yield record, f.one(record, "recordOf")


@counts("author-positions", "person papers firstPlaces lastPlaces aloneOn")
def _(f: Facts) -> Rows:
    for person in f.authors():
        mine = [(f.positions(p)[person], f.number(p, "authorCount"), p) for p in f.written(person)]
        whole = [(at, of) for at, of, p in mine if f.one(p, "authorListComplete") == "true" and at == of]
        last, alone = sum(of > 1 for _, of in whole), sum(of == 1 for _, of in whole)
        yield person, len(mine), sum(at == 1 for at, *_ in mine), last, alone


@counts("career-spans", "person firstYear lastYear papers")
def _(f: Facts) -> Rows:
    spans = ((person, f.years(person)) for person in f.authors())
    return ((person, min(years), max(years), len(years)) for person, years in spans if years)


@counts("categories-by-year", "year notation papers")
def _(f: Facts) -> Rows:
    dated = [paper for paper in f.papers if f.year(paper)]
    found = Counter((f.year(paper), c) for paper in dated for c in f.all(paper, "category"))
    return ((year, f.one(c, NOTATION), times) for (year, c), times in found.items())


@counts("coauthors-of-coauthors", "person between", "start")
def _(f: Facts) -> Rows:
    joint = {pair for paper in f.papers for pair in permutations(f.positions(paper), 2)}
    me = f.person("start")
    for far in f.authors() - {me}:
        between = sum((me, near) in joint and (near, far) in joint for near in f.authors())
        if between and (me, far) not in joint:
            yield far, between


@counts("code-by-category", "notation papers withAddress flagged")
def _(f: Facts) -> Rows:
    for category in {c for p in f.papers for c in f.all(p, "category") or [""]}:
        mine = [p for p in f.papers if category in (f.all(p, "category") or [""])]
        flagged = sum(f.one(p, "codeReported") == "true" for p in mine)
        yield f.one(category, NOTATION), len(mine), sum(bool(f.all(p, "code")) for p in mine), flagged


@counts("collaboration-network", "person other papers")
def _(f: Facts) -> Rows:
    edges = Counter(pair for paper in f.papers for pair in combinations(sorted(f.positions(paper)), 2))
    return ((*pair, times) for pair, times in edges.items())


@counts("completeness", "field papers")
def _(f: Facts) -> Rows:
    return ((KG + name, sum(bool(f.all(paper, name)) for paper in f.papers)) for name in FIELDS)


@counts("missing-fields", "missing paper document startLine", "field")
def _(f: Facts) -> Rows:
    name = {"date": "publishedOn", "authors": "author"}.get(f.asked["field"], f.asked["field"])
    for paper in f.papers:
        if not f.all(paper, name):
            yield from ((f.asked["field"], paper, *f.place(record)) for record in f.records(paper))


@counts("name-variants", "person forms printed")
def _(f: Facts) -> Rows:
    forms: dict[str | None, set[str | None]] = defaultdict(set)
    for part in (part for paper in f.papers for part in f.all(paper, "hasAuthorship")):
        forms[f.one(part, "agent")].add(f.one(part, "rawName"))
    return ((who, len(known), form) for who, known in forms.items() if len(known) > 1 for form in known)


@counts("new-authors", "person papers", "year")
def _(f: Facts) -> Rows:
    for person in f.authors():
        years = f.years(person)
        if years and min(years) == int(f.asked["year"]):
            yield person, years.count(min(years))


@counts("papers-of-year", "paper date", "year")
def _(f: Facts) -> Rows:
    return ((paper, f.one(paper, "publishedOn")) for paper in f.papers if f.year(paper) == f.asked["year"])


@counts("people-of-category", "person papers", "category")
def _(f: Facts) -> Rows:
    filed = set(f.under(f.thing("category", "Category", NOTATION)))
    mine = [paper for paper in f.papers if filed & set(f.all(paper, "category"))]
    return Counter(person for paper in mine for person in f.positions(paper)).items()


@counts("possible-namesakes", "person other")
def _(f: Facts) -> Rows:
    for one, other in combinations(sorted(f.kinds["Person"]), 2):
        given = [(f.one(each, "givenName") or str(n))[:1].upper() for n, each in enumerate((one, other))]
        family = [f.one(each, "familyName") for each in (one, other)]
        if family[0] and family[0] == family[1] and given[0] == given[1]:
            yield one, other


@counts("productivity", "year papers firstPlaces", "person")
def _(f: Facts) -> Rows:
    mine = f.written(f.person())
    for year in {f.year(paper) for paper in mine}:
        places = [f.positions(paper)[f.person()] for paper in mine if f.year(paper) == year]
        yield year, len(places), places.count(1)


@counts("repositories", "repository url papers")
def _(f: Facts) -> Rows:
    found = Counter(repository for paper in f.papers for repository in f.all(paper, "code"))
    return ((each, f.one(each, "codeRepository"), times) for each, times in found.items())


@counts("rules-applied", "kind rule field times lowest")
def _(f: Facts) -> Rows:
    found: dict[tuple[str | None, ...], list[float]] = defaultdict(list)
    for kind in ("Conflict", "Inference"):
        for each in f.kinds[kind]:
            found[KG + kind, f.one(each, "rule"), f.one(each, "field")].append(
                float(f.one(each, "confidence") or "nan")
            )
    for key, sure in found.items():
        yield *key, len(sure), f"{min(sure):g}" if key[0] == f"{KG}Inference" else None


@counts("scores", "score paper document startLine")
def _(f: Facts) -> Rows:
    scored = (record for record in f.kinds["Record"] if f.all(record, "recordScore"))
    return ((f.one(each, "recordScore"), f.one(each, "recordOf"), *f.place(each)) for each in scored)


@counts("solo-papers", "paper author")
def _(f: Facts) -> Rows:
    for paper in f.papers:
        if f.one(paper, "authorCount") == "1" and f.one(paper, "authorListComplete") == "true":
            yield paper, *f.positions(paper)


@counts("source-overlap", "source other papers")
def _(f: Facts) -> Rows:
    lists = ({f.one(record, "inDocument") for record in f.records(paper)} for paper in f.papers)
    found = Counter(pair for sources in lists for pair in combinations(sorted(map(str, sources)), 2))
    return ((*pair, times) for pair, times in found.items())


@counts("sources-agreeing", "paper sources records overruled")
def _(f: Facts) -> Rows:
    for paper in f.papers:
        sources = {f.one(record, "inDocument") for record in f.records(paper)}
        overruled = sum(paper in f.all(each, "about") for each in f.kinds["Conflict"])
        yield paper, len(sources), len(f.records(paper)), overruled


@counts("team-sizes", "authors papers")
def _(f: Facts) -> Rows:
    whole = [paper for paper in f.papers if f.one(paper, "authorListComplete") == "true"]
    return Counter(len(f.positions(paper)) for paper in whole).items()


@counts("undated-papers", "paper printed guessedYear")
def _(f: Facts) -> Rows:
    for paper in f.papers:
        about = [each for each in f.kinds["Inference"] if paper in f.all(each, "about")]
        guesses = [f.one(each, "inferredValue") for each in about if f.one(each, "field") == f"{KG}publicationYear"]
        if not f.year(paper):
            yield from ((paper, f.one(paper, "publishedOn"), guess) for guess in guesses or [None])


@counts("wording-changes", "field other document startLine paper")
def _(f: Facts) -> Rows:
    for field, name in (("title", "recordTitle"), ("abstract", "recordAbstract")):
        for record in f.kinds["Record"]:
            texts = f.all(record, name)
            yield from ((KG + field, text, *f.place(record), f.one(record, "recordOf")) for text in texts)


@counts("links-of-target", "target state score name object subject")
def _(f: Facts) -> Rows:
    for each in f.kinds["Link"]:
        subject = f.one(each, "linkSubject")
        known = (f.one(each, name) for name in ("linkTarget", "linkState", "linkScore"))
        yield *known, f.one(subject, "title") or f.one(subject, "name"), f.one(each, "linkObject"), subject


@counts("unlinked-papers", "paper year candidates")
def _(f: Facts) -> Rows:
    for paper in f.papers:
        mine = [f.one(each, "linkState") for each in f.kinds["Link"] if paper in f.all(each, "linkSubject")]
        if "accepted" not in mine:
            yield paper, f.one(paper, "publicationYear"), mine.count("candidate")
