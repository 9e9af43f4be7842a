"""Printed identifiers -> canonical ones. Reads: str. Emits: Identifier, web IRIs, keys.

The one module that parses identifiers. Each scheme has a canonical form, a check (digits where the scheme has them) and
a web IRI. What fails is no identifier: the reader keeps it as text and reports it, and nothing is merged by it.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, unquote

from kg.model import Identifier
from kg.names import strip_edges


class Scheme(NamedTuple):
    """How the identifiers of a scheme are read and where they lead on the web (None: nowhere)."""

    canonical: Callable[[str], str | None]
    web: Callable[[str], str] | None


_PREFIXED = re.compile(
    r"(?:info:|urn:)?(?:doi|arxiv|pmid|pmcid|e?isbn(?:-1[03])?|[ep]?issn(?:-l)?|orcid|ror)(?:\s*[:/]\s*|\s+)",
    re.IGNORECASE,
)
_WEB = re.compile(r"https?://(?:www\.|dx\.|m\.)?", re.IGNORECASE)
# A DOI is a prefix 10.registrant and any printable suffix (ISO 26324; doi.org handbook, 2.2).
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x1f\x7f\ud800-\udfff]+")
_ARXIV = re.compile(r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?P<version>v\d+)?", re.IGNORECASE | re.ASCII)
_ARXIV_DOI = re.compile(r"\A10\.48550/arxiv\.", re.IGNORECASE)
_ORCID = re.compile(r"\d{4}-?\d{4}-?\d{4}-?\d{3}[\dX]", re.IGNORECASE | re.ASCII)
# The nine characters of a ROR id: 0, six of Crockford's base 32, two check digits (ROR documentation, ISO/IEC 7064).
_ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
_DBLP = re.compile(
    r"(?:conf|journals|books|phd|series|reference|homepages|tr|dblpnote|persons|data|ms|www)(?:/[^/\s\x00-\x1f\x7f\ud800-\udfff]+)+"
)
_ACL = re.compile(r"[A-Z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+", re.ASCII)
_ACL_PERSON = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/unverified)?")
# dblp's number behind the names of persons who share one (`Jens Lehmann 0001`).
_DBLP_NAME = re.compile(r"[^\s\d\x00-\x1f](?:[^\s\x00-\x1f\x7f\ud800-\udfff]| (?! ))* [0-9]{4}")
_DBLP_PERSON = re.compile(r"[a-z0-9]+/[^/\s\x00-\x1f\x7f\ud800-\udfff]+")
_SAFE = "/:;()@!$&'*+,=~-._"
"""What a path may hold as it stands (RFC 3986, 3.3)."""
_TRAILING = ".,;:!?'\"”’»…"
_OLD_ARCHIVE_CLASS = re.compile(r"\.[A-Za-z]{2}(?=/)")


def parse(scheme: str, printed: str) -> Identifier | None:
    """Return the identifier of a scheme that `printed` is, bare, prefixed or as a URL; None if it is none.

    Raises:
        KeyError: there is no such scheme.
    """
    value = SCHEMES[scheme].canonical(strip_edges(unicodedata.normalize("NFKC", printed)))
    return None if value is None else Identifier(scheme, value)


def person_identifier(scheme: str, printed: str) -> Identifier | None:
    """Return the identifier of a person that `printed` is: an ORCID iD, an author of dblp, OpenAlex and so on.

    Raises:
        KeyError: that scheme knows no persons.
    """
    value = PERSON_SCHEMES[scheme].canonical(strip_edges(unicodedata.normalize("NFKC", printed)))
    return None if value is None else Identifier(scheme, value)


def recognized(printed: str) -> Identifier | None:
    """Return the identifier that `printed` is by its form alone: a URL of a known site, a prefixed one, or a DOI."""
    text = strip_edges(printed)
    if (plain := _PLAIN_DOI.fullmatch(text)) is not None:
        return Identifier("doi", plain[1].lower())
    if _ANY_MARK.match(text) is None:
        return None
    for scheme, mark in _MARKS.items():
        if mark.match(text) and (found := parse(scheme, text)) is not None:
            return found
    return None


def web_iri(identifier: Identifier) -> str | None:
    """Return the IRI under which the web knows the thing, None where the scheme has no such place."""
    web = SCHEMES[identifier.scheme].web
    return None if web is None else web(identifier.value)


def arxiv_version(printed: str) -> int | None:
    """Return the version that an arXiv identifier names (`2101.00001v2`), None if it names none."""
    match = _ARXIV.search(printed)
    return int(match["version"][1:]) if match and match["version"] else None


def _bare(text: str, *hosts: str) -> str:
    """Return what stands behind a prefix or the address of a site, with percent signs resolved."""
    on_web = _WEB.match(text)
    if on_web is None:
        return _PREFIXED.sub("", text, count=1) if _PREFIXED.match(text) else text
    rest = text[on_web.end() :]
    for host in hosts:
        if rest.lower().startswith(host):
            return unquote(rest[len(host) :]).split("?")[0] if host != "doi.org/" else unquote(rest[len(host) :])
    return ""


def _doi(text: str) -> str | None:
    bare = _bare(text, "doi.org/", "hdl.handle.net/")
    while bare and (bare[-1] in _TRAILING or bare[-1].isspace() or _unopened(bare)):
        bare = bare[:-1]
    return bare.lower() if _DOI.fullmatch(bare) else None


def _unopened(text: str) -> bool:
    return (text[-1] == ")" and text.count(")") > text.count("(")) or (text[-1] in "]}>" and "<" not in text)


def _arxiv(text: str) -> str | None:
    bare = _bare(text, "arxiv.org/abs/", "arxiv.org/pdf/", "arxiv.org/html/", "doi.org/10.48550/arxiv.")
    bare = _ARXIV_DOI.sub("", bare).removesuffix(".pdf")
    match = _ARXIV.fullmatch(bare.split(" ")[0].rstrip("."))
    if match is None:
        return None
    return _OLD_ARCHIVE_CLASS.sub("", match["id"].lower()) if "/" in match["id"] else match["id"]


def _digits(host: str, pattern: str) -> Callable[[str], str | None]:
    form = re.compile(pattern, re.ASCII)

    def canonical(text: str) -> str | None:
        bare = _bare(text, host).strip("/")
        return bare.lstrip("0") if form.fullmatch(bare) and bare.strip("0") else None

    return canonical


def _pmcid(text: str) -> str | None:
    bare = _bare(text, "ncbi.nlm.nih.gov/pmc/articles/", "pmc.ncbi.nlm.nih.gov/articles/").strip("/").upper()
    match = re.fullmatch(r"(?:PMC)?0*([1-9]\d*)(?:\.\d+)?", bare, re.ASCII)
    return f"PMC{match[1]}" if match else None


def _one_letter(letter: str, *hosts: str) -> Callable[[str], str | None]:
    form = re.compile(rf"{letter}[1-9][0-9]*")

    def canonical(text: str) -> str | None:
        bare = _bare(text, *hosts).strip("/").upper()
        return bare if form.fullmatch(bare) else None

    return canonical


def _orcid(text: str) -> str | None:
    bare = _bare(text, "orcid.org/").strip("/")
    if not _ORCID.fullmatch(bare):
        return None
    plain = bare.replace("-", "").upper()
    # ISO/IEC 7064 MOD 11-2
    total = 0
    for digit in plain[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if plain[-1] != ("X" if check == 10 else str(check)):
        return None
    return "-".join(plain[at : at + 4] for at in range(0, 16, 4))


def _ror(text: str) -> str | None:
    bare = _bare(text, "ror.org/").strip("/").lower()
    if not _ROR.fullmatch(bare):
        return None
    number = 0
    for letter in bare[:7]:
        number = number * 32 + _BASE32.index(letter)
    # ISO/IEC 7064 MOD 97-10, as ROR makes its check digits
    return bare if int(bare[7:]) == 98 - (number * 100) % 97 else None


def _isbn(text: str) -> str | None:
    plain = re.sub(r"[\s-]", "", _bare(text)).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", plain):
        total = sum((10 - at) * (10 if c == "X" else int(c)) for at, c in enumerate(plain))
        return _isbn13("978" + plain[:9]) if total % 11 == 0 else None
    if re.fullmatch(r"97[89][0-9]{10}", plain):
        return plain if _isbn13(plain[:12]) == plain else None
    return None


def _isbn13(twelve: str) -> str:
    total = sum(int(c) * (3 if at % 2 else 1) for at, c in enumerate(twelve))
    return twelve + str(-total % 10)


def _issn(text: str) -> str | None:
    plain = re.sub(r"[\s-]", "", _bare(text, "portal.issn.org/resource/issn/")).upper()
    if not re.fullmatch(r"[0-9]{7}[0-9X]", plain):
        return None
    total = sum((8 - at) * (10 if c == "X" else int(c)) for at, c in enumerate(plain))
    return f"{plain[:4]}-{plain[4:]}" if total % 11 == 0 else None


def _dblp(text: str) -> str | None:
    bare = _bare(text, "dblp.org/rec/", "dblp.uni-trier.de/rec/", "dblp.dagstuhl.de/rec/")
    bare = re.sub(r"\A(?:dblp:|DBLP:)", "", bare).removesuffix(".html")
    return bare if _DBLP.fullmatch(bare) else None


def _acl(text: str) -> str | None:
    bare = _bare(text, "aclanthology.org/", "aclweb.org/anthology/").strip("/").removesuffix(".pdf")
    bare = re.sub(r"(?<=\d)v\d+\Z", "", bare)  # a revision
    return bare if _ACL.fullmatch(bare) else None


def _s2(text: str) -> str | None:
    bare = re.split(r"[/:]", _bare(text, "semanticscholar.org/paper/", "api.semanticscholar.org/"))[-1].lower().strip()
    return bare if re.fullmatch(r"[0-9a-f]{40}|[1-9][0-9]*", bare) else None


def _dblp_person(text: str) -> str | None:
    bare = _bare(text, "dblp.org/pid/", "dblp.uni-trier.de/pid/", "dblp.dagstuhl.de/pid/").removesuffix(".html")
    bare = re.sub(r"\Ahomepages/", "", bare)
    return bare if _DBLP_PERSON.fullmatch(bare) else None


def _dblp_name(text: str) -> str | None:
    bare = " ".join(text.split())
    return bare if _DBLP_NAME.fullmatch(bare) else None


def _acl_person(text: str) -> str | None:
    bare = _bare(text, "aclanthology.org/people/").strip("/")
    return bare if _ACL_PERSON.fullmatch(bare) else None


def _s2_person(text: str) -> str | None:
    bare = _bare(text, "semanticscholar.org/author/").strip("/").rpartition("/")[2]
    return bare if re.fullmatch(r"[1-9][0-9]{0,14}", bare) else None


def _s2_web(value: str) -> str:
    if len(value) == 40:
        return f"https://www.semanticscholar.org/paper/{value}"
    return f"https://api.semanticscholar.org/CorpusID:{value}"


def _doi_web(value: str) -> str:
    return "https://doi.org/" + quote(value, safe=_SAFE)


SCHEMES: dict[str, Scheme] = {
    "doi": Scheme(_doi, _doi_web),
    "arxiv": Scheme(_arxiv, "https://arxiv.org/abs/{}".format),
    "pmid": Scheme(_digits("pubmed.ncbi.nlm.nih.gov/", r"\d{1,9}"), "https://pubmed.ncbi.nlm.nih.gov/{}".format),
    "pmcid": Scheme(_pmcid, "https://www.ncbi.nlm.nih.gov/pmc/articles/{}".format),
    "acl": Scheme(_acl, "https://aclanthology.org/{}".format),
    "dblp": Scheme(_dblp, lambda value: "https://dblp.org/rec/" + quote(value, safe=_SAFE)),
    "openalex": Scheme(_one_letter("[WAISPFCT]", "openalex.org/"), "https://openalex.org/{}".format),
    "s2": Scheme(_s2, _s2_web),
    "wikidata": Scheme(
        _one_letter("Q", "wikidata.org/entity/", "wikidata.org/wiki/"), "http://www.wikidata.org/entity/{}".format
    ),
    "isbn": Scheme(_isbn, None),
    "issn": Scheme(_issn, "https://portal.issn.org/resource/ISSN/{}".format),
    "orcid": Scheme(_orcid, "https://orcid.org/{}".format),
    "ror": Scheme(_ror, "https://ror.org/{}".format),
}
"""Scheme -> how it is read. The order is that in which a paper's identifiers are asked for its key (DESIGN, IRIs)."""

PERSON_SCHEMES: dict[str, Scheme] = {
    "orcid": SCHEMES["orcid"],
    "dblp": Scheme(_dblp_person, lambda value: "https://dblp.org/pid/" + quote(value, safe=_SAFE)),
    "openalex": Scheme(_one_letter("A", "openalex.org/"), "https://openalex.org/{}".format),
    "acl": Scheme(_acl_person, "https://aclanthology.org/people/{}".format),
    "s2": Scheme(_s2_person, "https://www.semanticscholar.org/author/{}".format),
    "dblp-name": Scheme(_dblp_name, None),
}
"""Scheme of persons -> how it is read. The order is that in which a person's identifiers are asked for their key."""

_MARKS = {
    "arxiv": re.compile(
        r"arxiv\s*:|https?://(?:www\.)?arxiv\.org/|(?:https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.", re.IGNORECASE
    ),
    "doi": re.compile(r"(?:info:)?doi\s*[:/]|https?://(?:dx\.|www\.)?doi\.org/|10\.\d{4,9}/", re.IGNORECASE),
    "pmid": re.compile(r"pmid\s*:|https?://pubmed\.", re.IGNORECASE),
    "pmcid": re.compile(r"pmcid\s*:|PMC\d+\Z|https?://(?:www\.)?(?:ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi)", re.IGNORECASE),
    "orcid": re.compile(r"orcid\s*:|https?://(?:www\.)?orcid\.org/", re.IGNORECASE),
    "ror": re.compile(r"https?://ror\.org/", re.IGNORECASE),
    "openalex": re.compile(r"https?://openalex\.org/", re.IGNORECASE),
    "acl": re.compile(r"https?://(?:www\.)?acl(?:anthology|web)\.org/", re.IGNORECASE),
    "dblp": re.compile(r"dblp:|https?://dblp\.", re.IGNORECASE),
    "wikidata": re.compile(r"https?://www\.wikidata\.org/", re.IGNORECASE),
    "s2": re.compile(r"https?://(?:www\.)?semanticscholar\.org/", re.IGNORECASE),
    "isbn": re.compile(r"(?:urn:)?isbn\s*[: ]", re.IGNORECASE),
    "issn": re.compile(r"(?:urn:)?issn\s*[: ]", re.IGNORECASE),
}
_PLAIN_DOI = re.compile(
    r"https?://(?:dx\.)?doi\.org/(?!(?i:10\.48550/arxiv\.))(10\.[0-9]{4,9}/[A-Za-z0-9][A-Za-z0-9.()_:;/-]*+(?<=[A-Za-z0-9]))"
)
"""Nearly all addresses of DOIs, for which the long way gives the same."""
_ANY_MARK = re.compile("|".join(mark.pattern for mark in _MARKS.values()), re.IGNORECASE)
"""Asked first: most of what is printed is no identifier."""
