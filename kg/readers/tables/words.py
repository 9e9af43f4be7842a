"""Words of tables -> words of ours. Reads: what columns say of the type of a publication. Emits: a word of the list."""

import re
from functools import lru_cache

from kg.readers.syntax.placeholders import is_placeholder

_KINDS = {
    "review": "review|review article|systematic review|book review|short survey|peer review",
    "proceedings-paper": "conference paper|proceedings paper|conference proceedings article|proceedings article|"
    "conferencepaper|inproceedings|conference|paper conference|ieee conferences|konferenzbeitrag|meeting abstract|"
    "conference article|conference presentation|c|communication dans un congres|artigo em conferencia",
    "article": "article|journal article|journalarticle|journal|research article|original article|j|letter|note|"
    "article in press|early access|data paper|rapid communication|magazine article|newspaper article|ieee journals|"
    "article journal|zeitschriftenartikel|aufsatz|zeitschriftenaufsatz|article de revue|articulo|artigo|articolo|"
    "magazinearticle|newspaperarticle|short communication|brief report|case report|статья|期刊论文|論文",
    "preprint": "preprint|posted content|e print|eprint|working paper|arxiv|manuscript",
    "book": "book|b|monograph|edited book|reference book|book set|proceedings|buch|livre|libro|livro|monographie|книга|"
    "图书|s|edited volume|sammelband",
    "chapter": "book chapter|chapter|booksection|book section|book part|book track|incollection|inbook|reference entry|"
    "encyclopedia article|encyclopediaarticle|kapitel|buchkapitel|chapitre|capitulo|capitolo|"
    "chapitre d ouvrage|dictionaryentry|part",
    "thesis": "thesis|dissertation|phdthesis|mastersthesis|doctoral thesis|phd thesis|master s thesis|these|tesis|tesi|"
    "habilitation|hochschulschrift|学位论文",
    "report": "report|technical report|techreport|bericht|rapport|informe|relazione",
    "dataset": "dataset|data set|data file|datensatz|database",
    "software": "software|computer program|computerprogram|code",
    "editorial": "editorial|editorial material",
    "erratum": "erratum|correction|corrigendum|addendum",
    "other": "other|web content|webpage|blog post|blogpost|standard|standards|patent|p|presentation|poster|retracted|"
    "book review|news item|sonstiges|autre|archival document|reference",
}
_TYPES = {name: kind for kind, names in reversed(_KINDS.items()) for name in names.split("|")}
_SPLIT = re.compile(r"[;|]")
_SIGNS = re.compile(r"[\W_]+")
_LONGEST_EMPTY = 20
EMPTY = frozenset(
    {"", "n/a", "na", "nan", "null", "none", "-", "--", "\u2013", "\\n", "#n/a", "[no source]", "undefined"}
)
"""What programs write in a cell without a value."""


@lru_cache(maxsize=1 << 12)
def publication_type(printed: str) -> str | None:
    """Return the type that a cell names, of several (`Article; Proceedings Paper`) the most telling; None of none."""
    kinds = [kind for one in _SPLIT.split(printed) if (kind := _TYPES.get(_folded(one))) is not None]
    return next((kind for kind in kinds if kind not in ("article", "other")), next(iter(kinds), None))


def _folded(printed: str) -> str:
    return " ".join(_SIGNS.sub(" ", printed.casefold()).split())


def no_value(cell: str) -> bool:
    """Return whether a cell says that there is nothing."""
    return is_placeholder(cell) or (len(cell) < _LONGEST_EMPTY and cell.strip().casefold() in EMPTY)
