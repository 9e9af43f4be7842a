"""Services on loopback that answer as the real ones do, with their paths, envelopes and refusals; a graph of ours."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from kg.pipeline import build
from kg.pipeline.enriching import Enriching

OnLoopback = Callable[[type[BaseHTTPRequestHandler]], AbstractContextManager[str]]

Answer = tuple[int, str, str]
"""Status, media type, body."""
OURS = """{"source": "own", "title": "Graphs of everything", "doi": "10.1000/one", "authors": ["Ann Lee"], "authors_complete": false}
{"source": "own", "title": "Sorted runs on disk", "authors": ["Bo Roe"], "doi": "10.1000/two"}
{"source": "own", "title": "Nobody has this", "authors": ["Cy Poe"], "doi": "10.1000/none"}
{"source": "own", "title": "Without any identifier", "authors": ["Di Doe"]}
"""  # noqa: E501 - a line of JSON Lines
NAMES = [("Ann", "Lee"), ("Bo", "Roe")]


@dataclass
class Services:
    """All services at once, by the paths that they have."""

    url: str = ""
    works: dict[str, tuple[str, str]] = field(default_factory=dict)
    """DOI -> OpenAlex id, title."""
    wrong: Callable[[str], tuple[int, dict[str, str], bytes] | None] = lambda _: None
    """What is answered instead to some paths."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Path and headers of each request."""

    def answer(self, path: str, body: str) -> Answer:
        """Return the answer to a path."""
        parts = urlsplit(path)
        word = {name: values[0] for name, values in parse_qs(parts.query).items()}
        routes: list[tuple[str, Callable[[list[str]], Answer], Callable[[], list[str]]]] = [
            (r"/works", self.openalex, lambda: word["filter"].partition(":")[2].split("|")),
            (r"/works/(pmid:\d+|doi:.+)", self.openalex_one, list),
            (r"/dois", self.datacite, lambda: word["ids"].split(",")),
            (r"/dois/(.+)", self.datacite_one, list),
            (r"/api/query", self.arxiv, lambda: word["id_list"].split(",")),
            (r"/rec/(.+)\.xml", self.dblp, list),
            (r"/v3\.0/(.+)/person", self.orcid, list),
            (r"/v2/organizations/(.+)", self.ror, list),
            (r"/graph/v1/paper/batch", self.semantic_scholar, lambda: json.loads(body)["ids"]),
            (r"/meta/v1/metadata/(.+)", self.opencitations, list),
            (r"/api/v4/search/articles/(.+)", self.doaj, list),
            (r"/entrez/eutils/efetch\.fcgi", self.pubmed, lambda: word["id"].split(",")),
            (r"/(10\..+)", self.doi, list),
        ]
        if word.get("filter", "").startswith("doi:") and "rows" in word:
            return self.crossref([one.removeprefix("doi:") for one in word["filter"].split(",")])
        if parts.path.startswith("/works/10."):
            return self.crossref_one([unquote(parts.path).removeprefix("/works/")])
        for pattern, route, keys in routes:
            match = re.fullmatch(pattern, unquote(parts.path))
            if match is not None:
                return route(keys() or list(match.groups()))
        return 404, "text/plain", "no such path"

    def known(self, dois: list[str]) -> list[str]:
        """Return the DOIs that are known."""
        return [doi for doi in dois if doi in self.works]

    def openalex(self, keys: list[str]) -> Answer:
        """Return works by DOIs or by ids of OpenAlex."""
        found = [doi for doi, (own, _) in self.works.items() if doi in keys or own in keys]
        results = [self.openalex_work(doi) for doi in found]
        meta = {"count": len(results), "db_response_time_ms": len(self.asked), "page": 1, "per_page": 100}
        return 200, "application/json", json.dumps({"meta": meta, "results": results, "group_by": []}, indent=1)

    def openalex_work(self, doi: str) -> dict[str, Any]:
        """Return a work of OpenAlex."""
        own, title = self.works[doi]
        authors = [
            {"author_position": "first", "author": {"id": f"https://openalex.org/A{at}", "display_name": name},
             "raw_author_name": name, "institutions": []}
            for at, name in enumerate(map(" ".join, NAMES), 1)
        ]  # fmt: skip
        return {
            "id": f"https://openalex.org/{own}", "doi": f"https://doi.org/{doi}", "title": title, "display_name": title,
            "ids": {"openalex": f"https://openalex.org/{own}", "pmid": "https://pubmed.ncbi.nlm.nih.gov/7"
                    if doi.endswith("one") else None}, "type": "article",
            "publication_year": 2020, "publication_date": "2020-02-01", "authorships": authors,
            "referenced_works": ["https://openalex.org/W99"], "abstract_inverted_index": None,
        }  # fmt: skip

    def openalex_one(self, keys: list[str]) -> Answer:
        """Return a work by a PubMed identifier or a DOI."""
        doi = "10.1000/one" if keys[0] == "pmid:7" else keys[0].removeprefix("doi:")
        if doi not in self.works:
            return 404, "text/html", "<html><title>404 Not Found</title></html>"
        return 200, "application/json", json.dumps(self.openalex_work(doi))

    def crossref(self, dois: list[str]) -> Answer:
        """Return a list of works."""
        works = [self.crossref_work(doi) for doi in self.known(dois)]
        message = {"total-results": len(works), "items": works, "items-per-page": 100}
        whole = {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}
        return 200, "application/json", json.dumps(whole)

    def crossref_one(self, dois: list[str]) -> Answer:
        """Return one work."""
        if dois[0] not in self.works:
            return 404, "text/plain", "Resource not found."
        work = {"status": "ok", "message-type": "work", "message": self.crossref_work(dois[0])}
        return 200, "application/json", json.dumps(work)

    def crossref_work(self, doi: str) -> dict[str, Any]:
        """Return a work of Crossref."""
        return {
            "DOI": doi.upper(), "title": [self.works[doi][1]], "type": "journal-article", "reference-count": 0,
            "author": [{"given": given, "family": family, "sequence": "additional"} for given, family in NAMES],
            "container-title": ["Journal of Runs"], "ISSN": ["1234-5679"], "issued": {"date-parts": [[2020, 2]]},
            "is-referenced-by-count": 3, "content-domain": {"domain": []},
        }  # fmt: skip

    def datacite(self, dois: list[str]) -> Answer:
        """Return DOIs of DataCite."""
        works = [
            {"id": doi, "type": "dois", "attributes": {
                "doi": doi, "titles": [{"title": self.works[doi][1]}], "publicationYear": 2020,
                "creators": [{"name": f"{family}, {given}", "nameType": "Personal"} for given, family in NAMES],
                "types": {"resourceTypeGeneral": "Text"}}}
            for doi in self.known(dois)
        ]  # fmt: skip
        return 200, "application/vnd.api+json", json.dumps({"data": works, "meta": {"total": len(works)}, "links": {}})

    def datacite_one(self, dois: list[str]) -> Answer:
        """Return one DOI of DataCite."""
        status, kind, text = self.datacite(dois)
        return status, kind, json.dumps({"data": json.loads(text)["data"][0]})

    def arxiv(self, ids: list[str]) -> Answer:
        """Return a feed; its stamps differ from answer to answer."""
        entries = "".join(
            f"<entry><id>http://arxiv.org/abs/{one}v1</id><published>2020-02-01T00:00:00Z</published>"
            "<title>Graphs of everything</title><author><name>Ann Lee</name></author>"
            '<arxiv:primary_category term="cs.DL"/></entry>\n'
            for one in ids
            if one == "2002.00001"
        )
        feed = (
            '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
            f'xmlns:arxiv="http://arxiv.org/schemas/atom"><updated>2026-01-{len(self.asked):02}</updated>'
            f"<id>http://arxiv.org/api/x</id>{entries}</feed>"
        )
        return 200, "application/atom+xml; charset=utf-8", feed

    def dblp(self, keys: list[str]) -> Answer:
        """Return the XML of one record."""
        if keys[0] != "journals/jr/LeeR20":
            return 404, "text/html", "<html><title>error 404</title></html>"
        record = (
            '<?xml version="1.0" encoding="US-ASCII"?><dblp><article key="journals/jr/LeeR20" mdate="2026-01-01">'
            "<author>Ann Lee</author><author>Bo R&ouml;e</author><title>Graphs of everything.</title><year>2020</year>"
            "<journal>J. Runs</journal><ee>https://doi.org/10.1000/one</ee></article></dblp>"
        )
        return 200, "application/xml", record

    def orcid(self, keys: list[str]) -> Answer:
        """Return the person of a record."""
        if keys[0] != "0000-0002-1825-0097":
            return 409, "application/vnd.orcid+json", '{"error-code": 9018}'
        name = {"given-names": {"value": "Ann"}, "family-name": {"value": "Lee"}, "path": keys[0]}
        others = {"other-name": [{"content": "Anna M. Lee"}]}
        person = {"name": name, "other-names": others, "path": f"/{keys[0]}/person"}
        return 200, "application/vnd.orcid+json", json.dumps(person)

    def ror(self, keys: list[str]) -> Answer:
        """Return an organization."""
        if keys[0] != "05gq02987":
            return 404, "application/json", '{"errors": ["not found"]}'
        names = [{"value": "Brown University", "types": ["ror_display", "label"], "lang": "en"},
                 {"value": "Brown", "types": ["alias"], "lang": None}]  # fmt: skip
        places = [{"geonames_details": {"country_code": "US"}}]
        whole = {"id": f"https://ror.org/{keys[0]}", "names": names, "locations": places, "status": "active"}
        return 200, "application/json", json.dumps(whole)

    def semantic_scholar(self, ids: list[str]) -> Answer:
        """Return papers in the order of the ids, null for unknown ones; if none is known that is an error."""
        papers = [
            {"paperId": "0" * 40, "externalIds": {"DOI": doi, "CorpusId": 77}, "title": self.works[doi][1],
             "authors": [{"name": " ".join(name)} for name in NAMES], "year": 2020}
            if (doi := one.removeprefix("DOI:")) in self.works else None
            for one in ids
        ]  # fmt: skip
        if not any(papers):
            return 400, "application/json", '{"error": "No valid paper ids given"}'
        return 200, "application/json", json.dumps(papers)

    def opencitations(self, keys: list[str]) -> Answer:
        """Return rows; the columns are in the order of the service, not of the dump."""
        head = "id,title,author,pub_date,issue,volume,venue,type,page,publisher,editor\n"
        rows = "".join(
            f'"doi:{doi} omid:br/1","{self.works[doi][1]}","Lee, Ann; Roe, Bo",2020,,,"J. Runs [issn:1234-5679]",'
            '"journal article",,,\n'
            for doi in self.known([one.removeprefix("doi:") for one in keys[0].split("__")])
        )
        return 200, "text/csv", head + rows if rows else ""

    def doaj(self, keys: list[str]) -> Answer:
        """Return articles."""
        doi = keys[0].removeprefix('doi:"').removesuffix('"')
        results = [
            {"id": "a", "bibjson": {"title": self.works[one][1], "identifier": [{"type": "doi", "id": one}],
             "author": [{"name": "Ann Lee"}], "journal": {"title": "Journal of Runs"}, "year": "2020"}}
            for one in self.known([doi, "10.1000/two"])  # a search may find more than was asked for
        ]  # fmt: skip
        return 200, "application/json", json.dumps({"total": len(results), "page": 1, "results": results})

    def pubmed(self, keys: list[str]) -> Answer:
        """Return articles."""
        articles = "".join(
            f'<PubmedArticle><MedlineCitation><PMID Version="1">{one}</PMID><Article><ArticleTitle>Graphs of everything'
            "</ArticleTitle><AuthorList><Author><LastName>Lee</LastName><ForeName>Ann</ForeName></Author></AuthorList>"
            "</Article></MedlineCitation></PubmedArticle>"
            for one in keys
            if one == "7"
        )
        whole = f'<?xml version="1.0" ?><!DOCTYPE PubmedArticleSet><PubmedArticleSet>{articles}</PubmedArticleSet>'
        return 200, "text/xml; charset=UTF-8", whole

    def doi(self, keys: list[str]) -> Answer:
        """Return CSL-JSON, which of Crossref has more words than of others."""
        if keys[0] not in self.works:
            return 404, "text/html", "<html><title>DOI Not Found</title></html>"
        if keys[0].endswith("one"):
            return 200, "application/vnd.citationstyles.csl+json", json.dumps(self.crossref_work(keys[0]))
        plain = {"type": "article-journal", "id": "x", "DOI": keys[0], "title": self.works[keys[0]][1],
                 "author": [{"family": "Roe", "given": "Bo"}], "issued": {"date-parts": [[2020]]}}  # fmt: skip
        return 200, "application/vnd.citationstyles.csl+json; charset=utf-8", json.dumps(plain)


@pytest.fixture
def services(on_loopback: OnLoopback) -> Iterator[Services]:
    """Yield all services on one loopback port."""
    found = Services()
    found.works = {"10.1000/one": ("W1", "Graphs of everything"), "10.1000/two": ("W2", "Sorted runs on disk")}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            found.asked.append((self.path, dict(self.headers)))
            wrong = found.wrong(self.path)
            if wrong is None:
                status, kind, text = found.answer(self.path, body)
                wrong = status, {"Content-Type": kind}, text.encode()
            self.send_response(wrong[0])
            for name, value in wrong[1].items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(wrong[2])))
            self.end_headers()
            self.wfile.write(wrong[2])

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with on_loopback(Handler) as address:
        found.url = address
        yield found


@dataclass
class Ours:
    """A graph of ours, and what was written beside it."""

    place: Path
    lines: str = OURS

    def build(self, lines: str = OURS, *, enriched: bool = False) -> Path:
        """Build a graph of lines, and of what was fetched; return its folder."""
        source, folder = self.place / "own.jsonl", self.place / "output"
        source.write_text(lines, encoding="utf-8")
        more = [folder / "enrichment"] if enriched else []
        build(source, *more, output=folder, validate="none", previous=folder if enriched else None)
        return folder

    def documents(self) -> dict[str, bytes]:
        """Return the source documents that were written."""
        folder = self.place / "output" / "enrichment"
        files = sorted(folder.iterdir()) if folder.exists() else []
        return {path.name: path.read_bytes() for path in files if path.name[0] != "."}

    def text(self, folder: str = "output") -> str:
        """Return the graph as text."""
        return (self.place / folder / "graph.ttl").read_text(encoding="utf-8")

    def papers(self) -> list[str]:
        """Return the IRIs of the papers."""
        names = re.findall(r"^paper:(\S+)", self.text(), re.MULTILINE)
        return [f"https://w3id.org/scholarkg/id/paper/{name}" for name in names]

    @staticmethod
    def counts(made: Enriching, kind: str = "paper") -> dict[str, int]:
        """Return the outcomes of a kind."""
        return {name: number for one in made.done for name, number in one.counts[kind].items() if number}  # type: ignore[index]


@pytest.fixture
def ours(tmp_path: Path) -> Ours:
    """Return what builds a graph of ours."""
    return Ours(tmp_path)
