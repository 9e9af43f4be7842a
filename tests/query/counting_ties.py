"""What papers are tied to, counted a second time: funders, notices, other works, schemes, described agents."""

from collections import Counter

from tests.query.conftest import KG, Facts
from tests.query.counting import COUNTS, NOTATION, SCHEME, Rows, counts

__all__ = ["COUNTS"]


@counts("funders", "funder papers awards")
def _(f: Facts) -> Rows:
    for funder in f.kinds["Organization"]:
        paid = [each for each in f.kinds["Funding"] if funder in f.all(each, "funder")]
        papers = [paper for paper in f.papers if set(paid) & set(f.all(paper, "hasFunding"))]
        if papers:
            yield funder, len(papers), len({f.one(each, "awardNumber") for each in paid} - {None})


@counts("funding-of-papers", "paper funderName award")
def _(f: Facts) -> Rows:
    for paper in f.papers:
        for each in f.all(paper, "hasFunding"):
            yield paper, f.one(f.one(each, "funder"), "name"), f.one(each, "awardNumber")


@counts("notices", "relation paper notice noticeTitle")
def _(f: Facts) -> Rows:
    for relation in ("corrects", "retracts", "commentsOn", "reviews"):
        for notice, paper in f.pairs(relation):
            yield KG + relation, paper, notice, f.one(notice, "title")


@counts("retracted-papers", "paper notice noticeTitle")
def _(f: Facts) -> Rows:
    notices = f.pairs("retracts")
    for paper in f.papers:
        if f.one(paper, "retracted") == "true":
            mine = [notice for notice, other in notices if other == paper]
            yield from ((paper, notice, f.one(notice, "title")) for notice in mine)
            if not mine:
                yield paper, None, None


@counts("related-works", "relation paper other otherTitle text")
def _(f: Facts) -> Rows:
    for relation in ("partOf", "supplementOf", "translationOf", "replaces", "versionOf", "relatedTo"):
        for paper, other in f.pairs(relation):
            yield KG + relation, paper, other, f.one(other, "title"), None
    yield from ((KG + "relationText", paper, None, None, text) for paper, text in f.pairs("relationText"))


@counts("datasets-of-papers", "paper page")
def _(f: Facts) -> Rows:
    return f.pairs("datasetPage")


@counts("publishers", "publisher venues papers")
def _(f: Facts) -> Rows:
    for body in f.kinds["Organization"]:
        mine = [[thing for thing in f.kinds[kind] if body in f.all(thing, "publisher")] for kind in ("Venue", "Paper")]
        if any(mine):
            yield (body, *map(len, mine))


@counts("classifications", "scheme categories papers")
def _(f: Facts) -> Rows:
    for scheme in {f.one(each, SCHEME) for each in f.kinds["Category"]}:
        mine = {each for each in f.kinds["Category"] if f.one(each, SCHEME) == scheme}
        yield scheme, len(mine), sum(bool(mine & set(f.all(paper, "category"))) for paper in f.papers)


@counts("primary-categories", "category notation papers")
def _(f: Facts) -> Rows:
    found = Counter(category for _, category in f.pairs("primaryCategory"))
    return ((category, f.one(category, NOTATION), papers) for category, papers in found.items())


@counts("described-agents", "agent document line papers")
def _(f: Facts) -> Rows:
    for record, agent in f.pairs("recordOf"):
        if agent in {*f.kinds["Person"], *f.kinds["Organization"]}:
            signed = sum(agent in f.all(each, "agent") for each in f.kinds["Authorship"])
            yield agent, *f.place(record), signed or None


@counts("person-identifiers", "person scheme identifier")
def _(f: Facts) -> Rows:
    for scheme in ("orcid", "dblpPid", "dblpName", "openAlexId", "aclId", "semanticScholarId"):
        for person in f.kinds["Person"]:
            yield from ((person, KG + scheme, value) for value in f.all(person, scheme))
