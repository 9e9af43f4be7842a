"""A thing -> what the graph knows of it. Reads: a graph that answers SELECT. Emits: (name of line, text) pairs."""

from collections.abc import Iterator

from kg.show.finding import Asked, Row, local_name

LISTED = 25
_BASES = {
    "orcid": "one ORCID iD",
    "source-id": "one identifier of a source",
    "full-name": "this full name, whose bearer in this graph is taken for one person",
    "this-paper": "this one paper, since the name alone cannot tell who it is",
}
_PAPER_FACTS = """
SELECT * WHERE {{
  VALUES ?paper {{ <{iri}> }}
  OPTIONAL {{ ?paper kg:title ?title }}
  OPTIONAL {{ ?paper kg:abstract ?abstract }}
  OPTIONAL {{ ?paper kg:publishedOn ?date }}
  OPTIONAL {{ ?paper kg:authorListComplete ?complete }}
  OPTIONAL {{ ?paper kg:codeReported ?reported }}
  OPTIONAL {{ ?paper kg:category ?category . ?category skos:notation ?notation ; kg:name ?categoryName }}
}} ORDER BY ?notation
"""
_PAPER_CODE = """
SELECT ?url ?role WHERE {{
  <{iri}> kg:code ?repository . ?repository kg:codeRepository ?url
  OPTIONAL {{ ?repository kg:repositoryRole ?role }}
}} ORDER BY ?url
"""
_ABOUT = """
SELECT ?field ?kept ?other ?value ?notation ?confidence ?reason ?document ?line WHERE {{
  {{
    ?conflict kg:about <{iri}> ; kg:field ?field ; kg:keptValue ?kept ; kg:otherValue ?other ; kg:otherRecord ?record
  }} UNION {{
    ?inference kg:about <{iri}> ; kg:field ?field ; kg:inferredValue ?value ; kg:inRecord ?record ;
      kg:reason ?reason ; kg:confidence ?confidence
    OPTIONAL {{ ?value skos:notation ?notation }}
  }}
  ?record kg:inDocument ?source ; kg:startLine ?line .
  ?source kg:documentName ?document .
}} ORDER BY (BOUND(?value)) ?field ?kept ?other ?value ?document ?line
"""


def _paper_card(graph: Asked, iri: str) -> Iterator[tuple[str, object]]:
    facts = list(graph.select(_PAPER_FACTS.format(iri=iri)))
    fact = facts[0]
    yield "Title", fact.get("title") or "(no title is known)"
    authors = [f"{row['position']} {row['name']}" for row in graph.select("authors-of-paper", {"paper": f"<{iri}>"})]
    cut = "" if fact.get("complete") else "; the list is cut, there are more" if authors else "not known"
    yield "Authors", ", ".join(authors) + cut
    yield "Date", fact.get("date")
    for row in facts:
        if row.get("notation"):
            yield "Category", f"{row['notation']} {row['categoryName']}"
    for row in graph.select(_PAPER_CODE.format(iri=iri)):
        yield "Code", f"{row['url']}" + (f" ({row['role']})" if row["role"] else "")
    yield "Code", "a source flags the paper as one with code" if fact.get("reported") else None
    yield "Abstract", fact.get("abstract")
    for row in graph.select("paper-sources", {"paper": f"<{iri}>"}):
        score = f", score {row['score']}" if row["score"] is not None else ""
        yield "Records", f"{_place(row['document'], row['startLine'], row['endLine'])}{score}"
    for row in graph.select(_ABOUT.format(iri=iri)):
        field = local_name(row["field"])
        if row["kept"] is not None:
            yield "Conflicts", f"{field}: {row['kept']}, not {row['other']} ({row['document']}:{row['line']})"
        else:
            yield (
                "Inferences",
                f"{field}: {row['notation'] or row['value']}, confidence {row['confidence']}: {row['reason']}",
            )


def _place(document: object, first: object, last: object) -> str:
    return f"{document}, line {first}" if first == last else f"{document}, lines {first} to {last}"


_PERSON_FACTS = """
SELECT ?name ?variant ?basis WHERE {{
  VALUES ?person {{ <{iri}> }}
  ?person kg:name ?name .
  OPTIONAL {{ ?person kg:identityBasis ?basis }}
  OPTIONAL {{ ?person kg:nameVariant ?variant }}
}} ORDER BY ?variant
"""


def _person_card(graph: Asked, iri: str) -> Iterator[tuple[str, object]]:
    facts = list(graph.select(_PERSON_FACTS.format(iri=iri)))
    yield "Name", facts[0]["name"]
    yield "Also", "; ".join(str(row["variant"]) for row in facts if row["variant"] is not None)
    yield "Known by", _BASES.get(str(facts[0]["basis"]), facts[0]["basis"])
    papers = list(graph.select("papers-of-person", {"person": f"<{iri}>"}))
    for row in papers:
        more = "" if row["complete"] else " or more"
        yield "Papers", f"{_dated(row)} (author {row['position']} of {row['authorCount']}{more})"
    coauthors = list(graph.select("coauthors", {"person": f"<{iri}>"}))
    for row in coauthors[:LISTED]:
        yield "Co-authors", f"{row['papers']}  {row['name']}"
    if len(coauthors) > LISTED:
        yield "Co-authors", f"and {len(coauthors) - LISTED} more"


def _dated(row: Row) -> str:
    date = row.get("date") or row.get("year") or "undated"
    return f"{date}  {row['title'] or '(no title is known)'}"


def _category_card(graph: Asked, iri: str) -> Iterator[tuple[str, object]]:
    for row in graph.select("categories"):
        if row["category"] == iri:
            yield "Category", f"{row['notation']} {row['name']}"
            yield "Within", row["broaderNotation"]
    papers = list(graph.select("papers-of-category", {"category": f"<{iri}>"}))
    yield "Number", f"{len(papers)} papers, with the categories below it"
    for row in papers[:LISTED]:
        yield "Papers", _dated(row)


def _source_card(graph: Asked, iri: str) -> Iterator[tuple[str, object]]:
    for row in graph.select("pages"):
        if row["source"] != iri:
            continue
        yield "Document", row["document"]
        yield "Owner", row["owner"]
        labels = {"hIndex": "h-index", "citations": "citations", "printedPapers": "papers", "mainCategory": "category"}
        facts = [f"{label} {row[name]}" for name, label in labels.items() if row[name] is not None]
        yield "Says", ", ".join(facts)
        yield "SHA-256", row["sha256"]
    for row in graph.select("page-says", {"source": f"<{iri}>"}):
        yield "Records", f"{row['index']}  line {row['startLine']}: {row['title'] or '(no title)'}"


CARDS = {
    "Paper": _paper_card,
    "Person": _person_card,
    "Organization": _person_card,
    "Category": _category_card,
    "SourceDocument": _source_card,
}
