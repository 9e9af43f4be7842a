"""Invented ordinary records of formats of which there is no sample. Reads: nothing. Emits: lines of JSON, pages.

Names, words, numbers are invented; the fields are those that a service or a program writes for a usual record, after
its documentation: Semantic Scholar's Graph API (`/graph/v1/paper/search` with all fields but references), its bulk
dataset `papers`, the snapshot of arXiv's metadata, the JSON that Zotero exports as CSL, records of ORCID's public API
3.0, a third of them with works; pages of articles with the tags that Google Scholar asks for, and with schema.org in
JSON-LD.
"""

import hashlib
import json
import random
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from kg.model import Record
from kg.readers import Place, open_source, read_source
from kg.readers.formats import format_of
from kg.writers.records import record_line

_GIVEN = "Ana Bruno Chen Dora Emil Farah Goran Hana Ines Jonas Kaito Lena Mateo Nadia Olga Pavel Rosa Sven Tuan Yusuf"
_FIRST = "Al Ber Cas Dom El Fer Gar Hol Iv Jan Kar Lin Mor Nak Ol Pet Ros Sand Tor Vas Wei Zim"
_LAST = "ada berg copo dini eira feld gaard hara ini jee kov lund mann nen ova poulos quist rossi ssen tti wara yama"
_TOPICS = "graphs proteins markets galaxies soils neurons catalysts rivers alloys languages membranes forests lattices"
_ACTS = "learning modelling measuring comparing predicting mapping controlling sampling tracing estimating"
_KINDS = "sparse robust slow coupled nonlinear adaptive mixed local spatial latent stable noisy shallow bounded"
_SMALL = "of in for from under with across without between near"
_FIELDS = "Medicine Biology Chemistry Physics Economics Geology Psychology Engineering"


class _Inventor:
    """Invents the parts of records."""

    def __init__(self) -> None:
        self._random = random.Random(4)  # noqa: S311 - nothing secret; the same records each time
        journals = (f"{self.title(2)} {word}" for word in ("Letters", "Journal", "Reviews", "Reports") * 75)
        self._journals = [(name, self._issn()) for name in journals]

    def word(self, words: str) -> str:
        return self._random.choice(words.split())

    def number(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def title(self, length: int) -> str:
        parts = [self.word(_ACTS), self.word(_KINDS), self.word(_TOPICS)]
        while len(parts) < length:
            parts += [self.word(_SMALL), self.word(_KINDS), self.word(_TOPICS)]
        return " ".join(parts).capitalize()

    def text(self) -> str:
        return " ".join(f"{self.title(self.number(6, 20))}." for _ in range(self.number(5, 10)))

    def person(self) -> tuple[str, str]:
        given = self.word(_GIVEN) + (f" {chr(self.number(65, 90))}." if self.chance(0.4) else "")
        return given, (self.word(_FIRST) + self.word(_LAST)).capitalize()

    def people(self) -> list[tuple[str, str]]:
        return [self.person() for _ in range(self.number(1, 7))]

    def journal(self) -> tuple[str, str]:
        return self._random.choice(self._journals)

    def doi(self) -> str:
        prefix, year, number = self.number(1000, 9999), self.number(2000, 2025), self.number(1, 10**6)
        return f"10.{prefix}/{self.word(_FIRST).lower()}.{year}.{number}"

    def day(self) -> tuple[int, int, int]:
        return self.number(1990, 2025), self.number(1, 12), self.number(1, 28)

    def pages(self) -> str:
        first = self.number(1, 2000)
        return f"{first}-{first + self.number(3, 30)}"

    def digest(self) -> str:
        return hashlib.sha1(self._random.randbytes(8)).hexdigest()  # noqa: S324 - as Semantic Scholar numbers papers

    def orcid(self) -> str:
        digits, total = f"0000000{self.number(2, 3)}{self.number(0, 9_999_999):07}", 0
        for digit in digits:
            total = (total + int(digit)) * 2
        check = (12 - total % 11) % 11
        plain = digits + ("X" if check == 10 else str(check))
        return "-".join(plain[at : at + 4] for at in range(0, 16, 4))

    def _issn(self) -> str:
        digits = f"{self.number(0, 9_999_999):07}"
        rest = -sum(int(digit) * (8 - at) for at, digit in enumerate(digits)) % 11
        return f"{digits[:4]}-{digits[4:]}{'X' if rest == 10 else rest}"


def _external_ids(one: _Inventor, number: int) -> dict[str, str | None]:
    month, serial = f"{one.number(10, 24):02}{one.number(1, 12):02}", f"{one.number(1, 99999):05}"
    ids = {
        "MAG": str(one.number(10**8, 3 * 10**9)),
        "DOI": one.doi() if one.chance(0.8) else None,
        "ArXiv": f"{month}.{serial}" if one.chance(0.2) else None,
        "DBLP": f"journals/corr/abs-{month}-{serial}" if one.chance(0.2) else None,
        "PubMed": str(one.number(10**6, 4 * 10**7)) if one.chance(0.3) else None,
    }
    return {**ids, "CorpusId": str(number)}


def _paper(one: _Inventor) -> dict[str, Any]:
    """Return what the Graph API and the dataset share, in the words of the API."""
    year, month, day = one.day()
    name, _ = one.journal()
    people = [(str(one.number(10**6, 2 * 10**9)), *person) for person in one.people()]
    return {
        "url": f"https://www.semanticscholar.org/paper/{one.digest()}", "title": one.title(one.number(4, 12)),
        "venue": name, "year": year,
        "authors": [{"authorId": number, "name": f"{given} {family}"} for number, given, family in people],
        "s2FieldsOfStudy": [{"category": one.word(_FIELDS), "source": "s2-fos-model"} for _ in range(2)],
        "publicationTypes": ["JournalArticle"] if one.chance(0.7) else None,
        "publicationDate": f"{year}-{month:02}-{day:02}" if one.chance(0.8) else None,
        "journal": {"name": name, "pages": one.pages(), "volume": str(one.number(1, 300))} if one.chance(0.7) else None,
        "referenceCount": one.number(0, 90), "citationCount": one.number(0, 900),
        "influentialCitationCount": one.number(0, 9), "isOpenAccess": one.chance(0.3),
    }  # fmt: skip


def graph_papers(one: _Inventor) -> Iterator[dict[str, Any]]:
    """Yield papers of the Graph API."""
    while True:
        number, paper = one.number(10**6, 3 * 10**8), _paper(one)
        name, issn = one.journal()
        ids = {name: value for name, value in _external_ids(one, number).items() if value is not None}
        yield {
            "paperId": paper["url"].rpartition("/")[2], "corpusId": number, **paper,
            "externalIds": {**ids, "CorpusId": number}, "abstract": one.text() if one.chance(0.7) else None,
            "publicationVenue": {"id": one.digest()[:36], "name": name, "type": "journal", "issn": issn,
                                 "alternate_names": [name[:9]], "url": "https://journals.example.org/"},
            "openAccessPdf": {"url": f"https://papers.example.org/{number}.pdf", "status": "GREEN"}
            if paper["isOpenAccess"] else None,
            "fieldsOfStudy": [paper["s2FieldsOfStudy"][0]["category"]],
        }  # fmt: skip


def bulk_papers(one: _Inventor) -> Iterator[dict[str, Any]]:
    """Yield lines of the dataset `papers`, whose names are in lower case."""
    while True:
        number = one.number(10**6, 3 * 10**8)
        ids = {**_external_ids(one, number), "PubMedCentral": None, "ACL": None}
        low = {name.lower(): value for name, value in _paper(one).items()}
        yield {"corpusid": number, "externalids": ids, **low, "publicationvenueid": None}


def csl_works(one: _Inventor) -> Iterator[dict[str, Any]]:
    """Yield works as Zotero exports them."""
    while True:
        (year, month, day), (name, issn) = one.day(), one.journal()
        people, doi = one.people(), one.doi()
        work = {
            "id": f"http://zotero.org/users/{one.number(1000, 10**6)}/items/{one.digest()[:8].upper()}",
            "type": "article-journal", "container-title": name, "DOI": doi, "ISSN": issn, "language": "en",
            "issue": str(one.number(1, 12)), "page": one.pages(), "source": "DOI.org (Crossref)",
            "title": one.title(one.number(4, 12)), "URL": f"https://doi.org/{doi}", "volume": str(one.number(1, 300)),
            "author": [{"family": family, "given": given} for given, family in people],
            "accessed": {"date-parts": [["2024", one.number(1, 12), one.number(1, 28)]]},
            "issued": {"date-parts": [[str(year), month, day] if one.chance(0.6) else [str(year)]]},
        }  # fmt: skip
        yield {**work, "abstract": one.text()} if one.chance(0.4) else work


def orcid_records(one: _Inventor) -> Iterator[dict[str, Any]]:
    """Yield records of ORCID, each with its person; a third has works."""
    while True:
        (given, family), path = one.person(), one.orcid()
        works = [_work(one, path) for _ in range(one.number(1, 20) if one.chance(0.33) else 0)]
        job = {"put-code": one.number(10**5, 10**7), "organization": {"name": f"University of {one.person()[1]}",
               "address": {"city": one.person()[1], "region": None, "country": "US"},
               "disambiguated-organization": None}, "department-name": one.title(2), "role-title": None}  # fmt: skip
        jobs = [{"summaries": [{"employment-summary": job}]}] if one.chance(0.3) else []
        yield {
            "orcid-identifier": {"uri": f"https://orcid.org/{path}", "path": path, "host": "orcid.org"},
            "preferences": {"locale": "EN"}, "history": {"creation-method": "DIRECT", "claimed": True},
            "person": {"name": {"given-names": {"value": given}, "family-name": {"value": family}, "credit-name": None,
                       "visibility": "PUBLIC", "path": path}, "other-names": {"other-name": []}, "biography": None,
                       "external-identifiers": {"external-identifier": []}, "path": f"/{path}/person"},
            "activities-summary": {"employments": {"affiliation-group": jobs}, "works": {"group": works},
                                   "path": f"/{path}/activities"},
        }  # fmt: skip


def _work(one: _Inventor, path: str) -> dict[str, Any]:
    (year, month, _), (name, issn), doi = one.day(), one.journal(), one.doi()
    code = one.number(10**6, 10**9)
    ids = {"external-id": [_external_id("doi", doi, "self"), _external_id("issn", issn, "part-of")]}
    return {
        "last-modified-date": {"value": code}, "external-ids": ids, "work-summary": [{
            "put-code": code, "source": {"source-name": {"value": "Crossref"}}, "title": {
                "title": {"value": one.title(one.number(4, 12))}, "subtitle": None, "translated-title": None},
            "external-ids": ids, "url": {"value": f"https://doi.org/{doi}"}, "type": "journal-article",
            "publication-date": {"year": {"value": str(year)}, "month": {"value": f"{month:02}"}, "day": None},
            "journal-title": {"value": name}, "visibility": "PUBLIC", "path": f"/{path}/work/{code}",
        }],
    }  # fmt: skip


def _external_id(kind: str, value: str, relation: str) -> dict[str, Any]:
    told = {"external-id-normalized": {"value": value, "transient": True}, "external-id-normalized-error": None}
    return {"external-id-type": kind, "external-id-value": value, **told, "external-id-relationship": relation}


def snapshot_papers(one: _Inventor) -> Iterator[dict[str, Any]]:
    """Yield papers of arXiv's snapshot, their abstracts in lines as submitters break them."""
    while True:
        (year, month, day), people = one.day(), one.people()
        lines = textwrap.fill(one.text(), 80)
        versions = [
            {"version": f"v{n + 1}", "created": f"Mon, {day} Apr {year} 19:18:42 GMT"} for n in range(month % 3 + 1)
        ]
        yield {
            "id": f"{one.number(7, 24):02}{month:02}.{one.number(1, 99999):05}", "submitter": " ".join(people[0]),
            "authors": ", ".join(f"{given} {family}" for given, family in people),
            "title": textwrap.fill(one.title(one.number(4, 12)), 70).replace("\n", "\n  "),
            "comments": f"{month} pages, 3 figures" if one.chance(0.7) else None,
            "journal-ref": f"{one.journal()[0]} {month}:{one.pages()}, {year}" if one.chance(0.3) else None,
            "doi": one.doi() if one.chance(0.4) else None, "report-no": None,
            "categories": one.word("cs.LG hep-th math.CO astro-ph.GA") + (" stat.ML" if one.chance(0.4) else ""),
            "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/", "abstract": f"  {lines}\n",
            "versions": versions, "update_date": f"{year}-{month:02}-{day:02}",
            "authors_parsed": [[family, given, ""] for given, family in people],
        }  # fmt: skip


def record_lines(one: _Inventor) -> Iterator[dict[str, Any]]:
    """Yield what `kg read` prints of papers of the Graph API."""
    papers = graph_papers(one)
    while True:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "papers.jsonl")
            path.write_text("".join(json.dumps(paper) + "\n" for paper in islice(papers, 2000)), encoding="utf-8")
            source = open_source(Place(str(path), by_hand=True), path.name, Path(folder))
            for record in read_source(source, format_of("", "semantic-scholar")):
                if isinstance(record, Record):
                    yield json.loads(record_line(record))


def article_pages(one: _Inventor) -> Iterator[str]:
    """Yield pages of articles with `citation_` tags: a menu, an abstract, a list of references."""
    while True:
        (year, month, day), (name, issn), first = one.day(), one.journal(), one.number(1, 900)
        title, abstract, people, doi = one.title(one.number(4, 12)), one.text(), one.people(), one.doi()
        tags = [
            ("title", title), *(("author", f"{family}, {given}") for given, family in people),
            ("publication_date", f"{year}/{month}/{day}"), ("journal_title", name), ("issn", issn), ("doi", doi),
            ("volume", str(one.number(1, 300))), ("issue", str(one.number(1, 12))), ("firstpage", str(first)),
            ("lastpage", str(first + 12)), ("language", "en"), ("pdf_url", f"https://journals.example.org/{doi}.pdf"),
        ]  # fmt: skip
        head = "\n".join(f'<meta name="citation_{tag}" content="{value}">' for tag, value in tags)
        yield _page(one, title, abstract, head)


def described_pages(one: _Inventor) -> Iterator[str]:
    """Yield pages of articles that are described in JSON-LD."""
    while True:
        (year, month, day), (name, issn) = one.day(), one.journal()
        title, abstract, doi = one.title(one.number(4, 12)), one.text(), one.doi()
        told = {
            "@context": "https://schema.org", "@type": "ScholarlyArticle", "headline": title, "abstract": abstract,
            "datePublished": f"{year}-{month:02}-{day:02}", "sameAs": f"https://doi.org/{doi}", "inLanguage": "en",
            "author": [{"@type": "Person", "givenName": given, "familyName": family} for given, family in one.people()],
            "isPartOf": {"@type": "Periodical", "name": name, "issn": [issn]}, "pagination": one.pages(),
        }  # fmt: skip
        yield _page(one, title, abstract, f'<script type="application/ld+json">{json.dumps(told)}</script>')


def _page(one: _Inventor, title: str, abstract: str, head: str) -> str:
    menu = "".join(f'<li class="menu"><a href="/{n}">{one.title(2)}</a></li>\n' for n in range(150))
    people = [one.person() for _ in range(40)]
    works = "".join(f"<li>{family}, {given}: {one.title(9)}</li>\n" for given, family in people)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n{head}\n</head>\n'
        f"<body>\n<ul>\n{menu}</ul>\n<h1>{title}</h1>\n<p>{abstract}</p>\n<ol>\n{works}</ol>\n</body>\n</html>\n"
    )


INVENTED: dict[str, tuple[str, Callable[[_Inventor], Iterator[dict[str, Any] | str]]]] = {
    "arxiv-snapshot, invented": ("arxiv-snapshot", snapshot_papers),
    "csl-json, invented": ("csl-json", csl_works),
    "html, JSON-LD": ("html", described_pages),
    "html, tags": ("html", article_pages),
    "orcid, invented": ("orcid", orcid_records),
    "records, invented": ("records", record_lines),
    "semantic-scholar, bulk": ("semantic-scholar", bulk_papers),
    "semantic-scholar, API": ("semantic-scholar", graph_papers),
}
"""Row of the table -> the format, and what invents its records."""


def write_invented(row: str, size: int, path: Path) -> None:
    """Write a file of at least so many bytes, a record a line; of pages a folder, a file each."""
    form, invent = INVENTED[row]
    records = invent(_Inventor())
    if form == "html":
        path.mkdir()
        written = 0
        for number, page in enumerate(records):
            written += (path / f"{number}.html").write_text(str(page), encoding="utf-8")
            if written >= size:
                return
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < size:
            file.write(json.dumps(next(records), ensure_ascii=False) + "\n")
