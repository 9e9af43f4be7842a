"""Words of repositories -> words of ours. Reads: what `dc:type` says. Emits: a type of publication.

The vocabularies are those of OpenAIRE (info:eu-repo), of COAR (resource types), and the words of DSpace, EPrints, OJS.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.text import fold

_EU_REPO = {
    "article": "article", "bachelorthesis": "thesis", "masterthesis": "thesis", "doctoralthesis": "thesis",
    "studentthesis": "thesis", "book": "book", "bookpart": "chapter", "review": "review",
    "conferenceobject": "proceedings-paper", "conferenceitem": "proceedings-paper", "conferencepaper":
    "proceedings-paper", "conferencecontribution": "proceedings-paper", "conferenceproceedings": "book",
    "lecture": "other", "workingpaper": "report", "preprint": "preprint", "report": "report",
    "externalresearchreport": "report", "technicaldocumentation": "report", "contributiontoperiodical": "article",
    "dataset": "dataset", "software": "software", "other": "other", "patent": "other", "annotation": "other",
    "conferenceposter": "other", "bookreview": "other",
}  # fmt: skip
_COAR = {
    "c_6501": "article", "c_2df8fbb1": "article", "c_beb9": "article", "c_545b": "article", "c_3e5a": "article",
    "c_dcae04bc": "review", "c_b239": "editorial", "c_7acd": "erratum", "c_5794": "proceedings-paper",
    "c_c94f": "proceedings-paper", "c_f744": "book", "c_2f33": "book", "c_3248": "chapter", "c_46ec": "thesis",
    "c_7a1f": "thesis", "c_bdcc": "thesis", "c_db06": "thesis", "c_816b": "preprint", "c_8042": "report",
    "c_93fc": "report", "c_18gh": "report", "c_18ws": "report", "c_ddb1": "dataset", "c_5ce6": "software",
    "c_1843": "other", "c_6670": "other", "c_8544": "other", "c_ba08": "other",
}  # fmt: skip
_WORDS = {
    "article": "article", "journal article": "article", "research article": "article", "peer reviewed article":
    "article", "article in journal": "article", "artikel": "article", "zeitschriftenartikel": "article", "articulo":
    "article", "artigo": "article", "journal contribution": "article", "postprint": "article", "review article":
    "review", "literature review": "review", "editorial": "editorial", "erratum": "erratum", "correction": "erratum",
    "conference paper": "proceedings-paper", "conference item": "proceedings-paper", "conference object":
    "proceedings-paper", "conference or workshop item": "proceedings-paper", "proceedings paper": "proceedings-paper",
    "conference contribution": "proceedings-paper", "konferenzbeitrag": "proceedings-paper", "book": "book",
    "monograph": "book", "buch": "book", "libro": "book", "livre": "book", "book section": "chapter", "book chapter":
    "chapter", "book part": "chapter", "part of book": "chapter", "chapter": "chapter", "buchkapitel": "chapter",
    "preprint": "preprint", "report": "report", "technical report": "report", "working paper": "report", "dataset":
    "dataset", "research data": "dataset", "software": "software", "other": "other", "presentation": "other",
    "poster": "other", "lecture": "other", "book review": "other", "image": "other", "video": "other",
}  # fmt: skip
_THESIS = re.compile(
    r"thesis|theses|dissertation|\bthese\b|\btesis\b|\btese\b|\btesi\b|hochschulschrift|diplom|habilitation|"
    r"doctoral|masterarbeit|bachelorarbeit"
)
_LAST = re.compile(r"[^/#]+\Z")


def publication_type(printed: Iterable[str]) -> str | None:
    """Return the type that the words say together: vocabularies before free words; None if none is known."""
    return _publication_type(tuple(printed))


@lru_cache(maxsize=1 << 10)
def _publication_type(printed: tuple[str, ...]) -> str | None:
    listed = [one.strip() for one in printed]
    ends = [match[0].lower() for one in listed if (match := _LAST.search(one.rstrip("/"))) is not None]
    of_vocabularies = [_EU_REPO.get(end) for one, end in zip(listed, ends, strict=False) if "eu-repo/" in one]
    of_vocabularies += [_COAR.get(end) for end in ends]
    known = [kind for kind in of_vocabularies if kind is not None]
    words = [fold(one) for one in listed if ":" not in one or "/" not in one]
    known += [kind for word in words if (kind := _WORDS.get(word)) is not None]
    known += ["thesis" for word in words if _THESIS.search(word)]
    return next((kind for kind in known if kind != "other"), known[0] if known else None)
