"""Numbers of a printed reference -> identifiers, year, volume, issue, pages. Reads: its text. Emits: what was found."""

import re
from typing import NamedTuple

from kg.dates import MONTHS
from kg.identifiers import parse, recognized
from kg.model import Identifier
from kg.terms import is_iri

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'“”«»\u3000-\u9fff]+", re.IGNORECASE)
_DOI = re.compile(r"(?:\bdoi\s*[:.]?\s*|(?<![\w/.]))(10\.\d{4,9}/[^\s<>\"“”\u3000-\u9fff]+)", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:\barxiv(?:\s+preprint)?\s*[:,]?\s*(?:arxiv\s*:\s*)?|\bCoRR,?\s*(?:vol\.\s*)?abs/)"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?:\s*\[[\w.-]+\])?", re.IGNORECASE)  # fmt: skip
_NUMBERED = {
    "pmid": re.compile(r"\b(?:PMID|PubMed)\s*(?:ID)?\s*:?\s*(\d{4,9})\b", re.IGNORECASE),
    "pmcid": re.compile(r"\b(?:PMCID\s*:?\s*)?(PMC\d{3,9})\b"),
    "isbn": re.compile(r"\bISBN(?:-1[03])?\s*:?\s*((?:97[89][-\s]?)?\d[\d\s-]{7,14}[\dXx])\b"),
    "issn": re.compile(r"\bISSN\s*:?\s*(\d{4}-\d{3}[\dXx])\b"),
}
_ACCESS = re.compile(
    r"[\[(,.;]?\s*(?:retrieved|accessed|last accessed|available (?:at|from|online)|abgerufen am|zugriff am|consulté le"
    r"|recuperado|disponible en|дата обращения|url|verfügbar unter|zuletzt besucht|\[?online\]?)\b"
    r"[^.]{0,40}?(?=https?://|www\.|[.;)\]]|\Z)[\])]?[:.,]?", re.IGNORECASE)  # fmt: skip
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WRITTEN_MONTH = (
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = re.compile(
    rf"(?P<bracket>\()\s*(?:(?P<m0>{_MONTH})\s+)?(?P<y1>(?:1[5-9]|20)\d\d)[a-z]?(?:,\s*(?P<m1>{_MONTH})(?:\s+(?P<d1>\d{{1,2}})(?:[-–]\d+)?)?)?\s*[)）]"
    rf"|(?:(?:(?<!\d)(?P<d3>\d{{1,2}})\s+)?(?P<m3>{_WRITTEN_MONTH})\s+)?(?P<y2>(?:1[5-9]|20)\d\d)(?P<abc>[a-z])?(?:\s+(?P<m2>{_MONTH})(?:\s+(?P<d2>\d{{1,2}}))?)?(?=\s*[;.,:)】年—–-]|\s*\Z|\s+[A-Z])"
    rf"|(?P<y4>(?:1[5-9]|20)\d\d)\s*年|’(?P<short>\d\d)\b",
    re.IGNORECASE,
)
_PAGES = re.compile(
    r"(?:\b(?:pp?|pages?|seiten?|págs?|pag)\b\.?|(?<![^\W\d_])S\.|\bс\.|\bС\.|第?頁)\s*"
    r"(?P<named>[A-Za-z]?\d+(?:\s*[-–—‐‑−~]+\s*[A-Za-z]?\d+)?(?:[,+]\s*\d+[-–]\d+)*)", re.IGNORECASE)  # fmt: skip
_VOLUME = re.compile(
    r"(?:\b(?:vol|volume|bd|band|t|tome|tomo|jg|jahrgang)\b\.?|(?<![^\W\d_])Т\.|第)\s*(?P<volume>[A-Z]?\d+[A-Z]?)\s*[巻卷]?",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"(?:\b(?:no|nr|num|núm|issue|iss|heft|h|n°|nº|fasc)\b\.?|№|n[°º]|第)\s*(?P<issue>\d+(?:[-–/]\d+)?)\s*[号期]?",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?<![\w./])(?P<volume>[A-Z]?\d{1,4}[A-Z]?)\s*(?:\((?P<issue>[^()]{1,20})\)|[.:](?P<dotted>\d{1,3}))?\s*"
    r"(?:[:,;]\s*|\s+\(\d{4}\)[,:]?\s*|\s+)(?:pp?\.\s*)?(?P<pages>[A-Za-z]{0,3}\d+\s*[-–—‐‑−]+\s*[A-Za-z]{0,3}\d+|e\d+|\d{3,7})(?![\d/])"
)
_BRACKETED = re.compile(r"(?<![\w./])(?P<volume>\d{1,4})\s*\((?P<issue>[^()]{1,20})\)(?!\d)")
_YEAR_LIKE = re.compile(r"(?:1[5-9]|20)\d\d")
_RANGE = re.compile(r"(?<![\w./])\d+\s*[-–—‐‑−]\s*\d+(?![\w/])")


class Numbers(NamedTuple):
    """What stands in a reference besides names, title and venue; `rest` is the text with blanks for identifiers."""

    rest: str
    identifiers: tuple[Identifier, ...]
    issns: tuple[str, ...]
    urls: tuple[str, ...]
    wrong: tuple[str, ...]


class Year(NamedTuple):
    """A printed year: its date in ISO 8601, where it stands, and how it is printed."""

    date: str
    start: int
    end: int
    bracketed: bool


def numbers_of(text: str) -> Numbers:
    """Return the identifiers and addresses of a reference; in the rest, of the same length, they are blank."""
    kept: set[Identifier] = set()
    issns: list[str] = []
    urls: list[str] = []
    wrong: list[str] = []
    rest = text
    for match in _URL.finditer(text):
        address = match[0].rstrip(".,;:)]}>'\"")
        address = (
            address + ")"
            if address.count("(") > address.count(")") and match[0][len(address) :][:1] == ")"
            else address
        )
        known = recognized(address)
        if known is not None and known.scheme not in ("orcid", "ror", "issn"):
            kept.add(known)
        elif is_iri(address):
            urls.append(address)
        rest = _blank(rest, match.start(), match.start() + len(address))
    for scheme, pattern in (("arxiv", _ARXIV), ("doi", _DOI), *_NUMBERED.items()):
        for match in pattern.finditer(rest):
            end = match.end() - (len(match[0]) - len(match[0].rstrip(".,;)")))
            printed = match[1].rstrip(".,;")
            known = parse(scheme, printed)
            if known is None:
                wrong.append(f"{printed} ({scheme})")
            elif scheme == "issn":
                issns.append(known.value)
            else:
                kept.add(known)
            rest = _blank(rest, match.start(), end)
    for match in _ACCESS.finditer(rest):
        rest = _blank(rest, match.start(), match.end())
    return Numbers(rest, tuple(sorted(kept)), tuple(issns), tuple(urls), tuple(wrong))


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def years_of(text: str) -> list[Year]:
    """Return the years that a reference may be of, the likeliest first: in brackets, then the last one."""
    found = []
    for match in _YEAR.finditer(text):
        year = match["y1"] or match["y2"] or match["y4"]
        if year is None:
            continue
        before = text[max(0, match.start() - 1) : match.start()]
        ranged = _RANGE.match(text, match.start()) or (before in "-–—" and before)
        if ((before.isascii() and before.isalnum()) or before in "/." or ranged) and not (
            match["bracket"] or match["y4"]
        ):
            continue
        month = match["m0"] or match["m1"] or match["m2"] or match["m3"]
        day = match["d1"] or match["d2"] or match["d3"]
        date = year + (f"-{MONTHS[month[:3].lower()]:02}" if month else "")
        date += f"-{int(day):02}" if day and 0 < int(day) < 32 and month else ""
        found.append(Year(date, match.start(), match.end(), match["bracket"] is not None))
    return sorted(found, key=lambda one: (not one.bracketed, -one.start))


class Place(NamedTuple):
    """Volume, issue and pages, and where the first of them begins in the text."""

    volume: str | None
    issue: str | None
    pages: str | None
    start: int


def place_of(text: str) -> Place:
    """Return volume, issue and pages of the part behind the title."""
    pages, volume, issue = _PAGES.search(text), _VOLUME.search(text), _ISSUE.search(text)
    compact = next((one for one in _COMPACT.finditer(text) if _fits(one)), None)
    bracketed = next(
        (one for one in _BRACKETED.finditer(text) if not _YEAR_LIKE.fullmatch(one["volume"]) and _fits(one)), None
    )
    listed = _LISTED.search(text)
    printed = {
        "volume": volume["volume"] if volume else None,
        "issue": issue["issue"] if issue else None,
        "pages": pages["named"] if pages else None,
    }
    starts = [one.start() for one in (pages, volume, issue) if one is not None]
    if listed is not None and printed["volume"] is None and printed["issue"] is None:
        printed["volume"], printed["issue"] = listed["volume"], listed["issue"]
        starts.append(listed.start())
    if compact is not None and printed["volume"] is None:
        within = pages is not None and pages.start() < compact.end() and compact.start() < pages.end()
        printed["volume"] = compact["volume"]
        printed["issue"] = printed["issue"] or _issue(compact["issue"] or compact["dotted"])
        printed["pages"] = printed["pages"] or (None if within else compact["pages"])
        starts.append(compact.start())
    elif bracketed is not None and printed["volume"] is None:
        printed["volume"] = bracketed["volume"]
        printed["issue"] = printed["issue"] or _issue(bracketed["issue"])
        starts.append(bracketed.start())
    if printed["pages"] is None and (plain := _RANGE.search(text)):
        printed["pages"] = plain[0]
        starts.append(plain.start())
    if printed["volume"] is None and (lone := _LONE.search(text)):
        printed["volume"] = lone["volume"]
        starts.append(lone.start("volume"))
    return Place(printed["volume"], printed["issue"], _tidy(printed["pages"]), min(starts, default=len(text)))


_LISTED = re.compile(
    r"(?<![\w./])(?P<volume>\d{1,4}),\s*(?P<issue>\d{1,3}(?:[-/]\d{1,3})?)\s*\((?:[^()\d]*)(?:1[5-9]|20)\d\d\)"
)
_LONE = re.compile(r"[^\W\d_][.,]?\s+(?P<volume>\d{1,3})(?=\s*[,.;]|\s*\Z)")


def _fits(match: re.Match[str]) -> bool:
    if re.search(r"(?:\b(?:no|nr|num|iss|issue|heft|h)\.?|№)\s*\Z", match.string[: match.start()], re.IGNORECASE):
        return False  # that is an issue, with the year behind it
    lone_year = _YEAR_LIKE.fullmatch(match["volume"]) and not match["issue"]
    pages = match.groupdict().get("pages") or ""
    if not pages and _YEAR_LIKE.fullmatch(match["issue"]):
        return True
    return not lone_year and not (pages.isdigit() and _YEAR_LIKE.fullmatch(pages) is not None)


def _issue(text: str | None) -> str | None:
    return None if text is None or _YEAR_LIKE.fullmatch(text) else text.strip()


def _tidy(pages: str | None) -> str | None:
    return None if pages is None else re.sub(r"\s*[-–—‐‑−~]+\s*", "-", pages)
