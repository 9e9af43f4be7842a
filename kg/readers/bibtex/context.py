r"""What a BibTeX entry stands in -> parts of a record. Reads: fields. Emits: Funding, Relation, Subject ...

Besides biblatex's own fields those that databases export: Web of Science (`Funding-Acknowledgement`, `Research-Areas`,
`Web-of-Science-Categories`), Scopus (`funding_details`, `author_keywords`), MathSciNet (`mrclass`), ADS, Zotero.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from kg.model import Funding, Identifier, Relation, RelationKind, Subject
from kg.readers.listing.code_urls import is_web_url
from kg.readers.syntax.latex import closings, plain_text, verbatim
from kg.terms import is_iri

Identified = Callable[[str], tuple[tuple[Identifier, ...], str]]
"""What identifies the entry of a citation key, and its title; without an entry in the file the key."""
_MOST_KEYWORDS = 1000
_KEYWORDS = ("keywords", "keyword", "author_keywords")
_PARTING = re.compile(r"[;,{]")
_SUBJECTS = {"research-areas": "wos", "web-of-science-categories": "wos", "mrclass": "msc", "mesh": "mesh"}
"""Field -> the vocabulary that its terms are of."""
_FUNDERS = ("funding-acknowledgement", "funding", "funder", "grant", "fundinginfo")
_AWARDS = re.compile(r"(?P<funder>[^\[\]]*)\[(?P<awards>[^\[\]]*)\]")
_KINDS: dict[str, RelationKind] = {
    "reviewof": "reviews", "reviewas": "reviewed-by", "translationof": "translation-of",
    "translationfrom": "translation-of", "translationas": "translated-by", "reprintof": "version-of",
    "reprintas": "version-of", "reprintfrom": "version-of", "origpubas": "version-of", "origpubin": "version-of",
    "multivolume": "has-part", "commentof": "comments-on", "commenton": "comments-on", "erratum": "corrected-by",
    "erratumof": "corrects", "correctionof": "corrects", "retractionof": "retracts", "supplementof": "supplement-of",
    "versionof": "version-of", "partof": "part-of",
}  # fmt: skip
"""`relatedtype` of biblatex (manual 4.5.1), and what people write like it -> how this work stands to that one."""
_CODE = ("code", "codeurl", "github", "repository")
_DATASETS = ("dataset", "dataseturl", "datasets", "data", "dataurl")


def keywords(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keywords, each once. Semicolons part them where there are any, else commas."""
    printed = (fields.get(name, "") for name in _KEYWORDS)
    return tuple(dict.fromkeys(word for one in printed if one for word in _parted(one)))[:_MOST_KEYWORDS]


def _parted(printed: str) -> Iterator[str]:
    """Yield what semicolons, else commas, part outside of braces."""
    closed = closings(printed) if "{" in printed else {}
    places: dict[str, list[int]] = {";": [], ",": []}
    behind = 0
    for match in _PARTING.finditer(printed):
        if (at := match.start()) < behind:
            continue
        if match[0] == "{":
            behind = closed.get(at, at) + 1
        else:
            places[match[0]].append(at)
    ends = [*(places[";"] or places[","]), len(printed)]
    for word in (printed[start:end] for start, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)):
        if text := plain_text(word):
            yield text


def subjects(fields: Mapping[str, str]) -> tuple[Subject, ...]:
    """Return the terms of vocabularies, each once; MathSciNet's classes are codes."""
    found: dict[Subject, None] = {}
    for name, scheme in _SUBJECTS.items():
        if printed := fields.get(name, ""):
            for term in _classes(printed) if scheme == "msc" else _parted(printed):
                is_code = scheme == "msc"
                found.setdefault(Subject(scheme=scheme, **{"notation" if is_code else "label": term}))
    return tuple(found)


def _classes(printed: str) -> list[str]:
    """Return the codes of `35Q55 (35B40 37K10)`."""
    return re.findall(r"\d\d(?:[A-Z](?:\d\d|xx)|-\d\d|-XX)", plain_text(printed))


def fundings(fields: Mapping[str, str]) -> tuple[Funding, ...]:
    """Return who paid. Semicolons part funders; the numbers of awards stand behind them in square brackets."""
    found: dict[Funding, None] = {}
    for name in _FUNDERS:
        printed = plain_text(fields.get(name, "").replace("{[}", "[").replace("{]}", "]"))
        for one in re.split(r";(?![^\[]*\])", printed) if printed else ():
            match = _AWARDS.fullmatch(one.strip().rstrip("."))
            if match is None:
                text = one.strip(" .,")
                if text:
                    found.setdefault(Funding(funder=text) if name != "grant" else Funding(award=text))
                continue
            funder = match["funder"].strip(" ,") or None
            for award in re.split(r"\s*[,;]\s*", match["awards"].strip()):
                if funder or award:
                    found.setdefault(Funding(funder=funder, award=award or None))
    return tuple(found)


def relations(fields: Mapping[str, str], identified: Identified) -> tuple[Relation, ...]:
    """Return the entries that `related` names: by their identifiers, else by their titles."""
    printed = fields.get("related", "")
    if not printed.strip():
        return ()
    kind = _KINDS.get(plain_text(fields.get("relatedtype", "")).lower().replace("-", "").replace(" ", ""), "related")
    keys = [key.strip() for key in printed.split(",") if key.strip()]
    told = (Relation(kind=kind, identifiers=ids, text=None if ids else title) for ids, title in map(identified, keys))
    return tuple(dict.fromkeys(told))


def printed_code(fields: Mapping[str, str]) -> str:
    """Return what may name code besides the abstract: fields for it, and the note."""
    said = [f"code: {verbatim(fields[name])}" for name in _CODE if fields.get(name)]
    return "\n".join([*said, plain_text(fields.get("note", ""))])


def dataset_urls(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the addresses of the data of the work."""
    printed = (one for name in _DATASETS for one in fields.get(name, "").split())
    urls = (verbatim(one.rstrip(",;")) for one in printed)
    return tuple(dict.fromkeys(url for url in urls if is_iri(url) and is_web_url(url)))
