"""Words of RIS -> words of ours. Reads: what stands behind `TY` and `M3`. Emits: a type of publication."""

_BY_CODE = {
    "article": "JOUR EJOUR MGZN NEWS INPR",
    "proceedings-paper": "CPAPER CONF",
    "preprint": "UNPB UNPD PREPRINT",
    "book": "BOOK EBOOK EDBOOK SER WHOLE CLSWK",
    "chapter": "CHAP ECHAP ENCYC DICT",
    "thesis": "THES",
    "report": "RPRT GOVDOC STAND",
    "dataset": "DATA DBASE AGGR",
    "software": "COMP",
    "other": """
        ABST ADVS ANCIENT ART BILL BLOG CASE CHART CTLG ELEC EQUA FIGURE GRANT GRNT HEAR ICOMM INTV JFULL LEGAL
        MANSCPT MAP MPCT MULTI MUSIC PAMP PAT PCOMM SLIDE SOUND STAT UNBILL VIDEO WEB
    """,
}
_CODES = {code: kind for kind, codes in _BY_CODE.items() for code in codes.split()}
_NAMES = {
    "journal": "article", "journal article": "article", "article": "article", "magazine article": "article",
    "newspaper article": "article", "electronic article": "article", "conference paper": "proceedings-paper",
    "conference proceedings": "proceedings-paper", "proceedings paper": "proceedings-paper", "proceedings":
    "proceedings-paper", "preprint": "preprint", "book": "book", "whole book": "book", "edited book": "book",
    "electronic book": "book", "book section": "chapter", "book chapter": "chapter", "chapter": "chapter",
    "thesis": "thesis", "dissertation": "thesis", "report": "report", "dataset": "dataset", "software": "software",
    "computer program": "software", "review": "review", "review article": "review", "short survey": "review",
    "editorial": "editorial", "erratum": "erratum", "correction": "erratum", "corrigendum": "erratum",
    "data paper": "article", "letter": "article", "note": "article", "article in press": "article",
    "retracted": "article", "retracted article": "article", "electronic book section": "chapter", "encyclopedia":
    "chapter", "dictionary": "chapter", "dictionary/encyclopedia": "chapter", "book, edited": "book", "book, whole":
    "book", "book, section": "chapter", "dissertation/thesis": "thesis", "journal, electronic": "article",
    "government document": "report", "unpublished work": "preprint", "unpublished material": "preprint",
    "abstract": "other", "web page": "other", "patent": "other", "blog": "other", "map": "other", "manuscript": "other",
    "personal communication": "other", "film or broadcast": "other", "presentation": "other",
}  # fmt: skip
_FINER = frozenset({"review", "editorial", "erratum", "proceedings-paper", "preprint"})


def publication_type(code: str | None, kinds: list[str]) -> str | None:
    """Return the type of a reference; `kinds` (`M3`) tell an article more closely. None for `GEN` and the like."""
    printed = (code or "").strip()
    named = [_NAMES.get(kind.strip().lower()) for kind in kinds]
    known = _CODES.get(printed.upper()) or _NAMES.get(printed.lower().replace("-", " "))
    if known in ("article", "proceedings-paper"):
        return next((kind for kind in named if kind in _FINER), known)
    return known or next((kind for kind in named if kind is not None), None)


def is_retracted(kinds: list[str]) -> bool:
    """Return whether a kind (`M3`) says that the article was retracted."""
    return any(kind.strip().lower() in ("retracted", "retracted article", "retracted publication") for kind in kinds)
