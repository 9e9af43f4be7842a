"""Headers of tables -> what their columns mean. Reads: names of columns, what the user says of them. Emits: Columns.

A name is compared without capitals, accents, blanks and signs. The names are those that Scopus, Web of Science (codes
and words), Zotero, PubMed, Dimensions, Lens, IEEE Xplore, Publish or Perish and dblp-like lists give their columns, and
what people write in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Chinese, Japanese.
Of several columns of one field the first one named below counts where it says something, the others fill its gaps.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kg.errors import UsageError

_NAMES = {
    "title": "title|article title|document title|paper title|publication title of article|titel|titre|titulo|titolo|"
    "tytul|название|заглавие|标题|题名|篇名|タイトル|論題|ti|titel des werks|titre de l article|titulo del articulo|"
    "work title|paper|name of paper|item title",
    "subtitle": "subtitle|untertitel|sous titre|subtitulo|sottotitolo",
    "authors": "author full names|authors full names|author full name|authors|author|author s|author names|autor|"
    "autoren|autor in|autorinnen|auteur|auteurs|autores|autor es|autore|autori|auteur s|autorzy|автор|авторы|作者|"
    "著者|著者名|af|au|authorships author display name|creator|creators|verfasser|"
    "verfasser in|dc creator|author list|authors names",
    "group_authors": "ca|group authors|book group authors|corporate author|corporate authors",
    "editors": "editor|editors|book editors|be|herausgeber|editeur|editeurs scientifiques|editores|curatori|redakteur",
    "year": "year|publication year|pubyear|pub year|py|jahr|erscheinungsjahr|publikationsjahr|annee|"
    "annee de publication|ano|ano de publicacion|anno|anno di pubblicazione|rok|год|年|年份|出版年|発行年|jaar|"
    "date year|year published|published year",
    "date": "date|publication date|date published|pub date|published|publication date online|"
    "publication date print|datum|erscheinungsdatum|date de publication|fecha|fecha de publicacion|data|"
    "data di pubblicazione|data de publicacao|дата|日期|発行日|issued|pub_date|dc date|published on|release date",
    "month": "month|monat|mois|mes|mese",
    "day": "day|tag|jour|dia|giorno",
    "doi": "doi|dois|di|doi link|doi url|digital object identifier|article doi|doi number|book doi|d2",
    "arxiv": "arxiv|arxiv id|arxivid|arxiv identifier|arxiv number|eprint",
    "pmid": "pmid|pubmed id|pubmedid|pubmed|pm|pubmed identifier",
    "pmcid": "pmcid|pmc|pmc id|pubmed central id",
    "openalex": "openalex|openalex id|openalexid",
    "s2": "s2|s2 id|semantic scholar id|corpusid|corpus id|semanticscholarid",
    "dblp": "dblp|dblp key",
    "acl": "acl|acl id|acl anthology id|anthology id",
    "wikidata": "wikidata|wikidata id|qid",
    "isbn": "isbn|isbns|bn|isbn 13|isbn13|eisbn",
    "issn": "issn|issns|sn|print issn|p issn|issn print|eissn|e issn|ei|electronic issn|issn online|linking issn|"
    "issn l",
    "venue": "source title|publication title|journal|journal title|journal book|journal name|publication name|so|"
    "book title|venue|container title|conference title|conference name|proceedings title|anthology title|"
    "zeitschrift|zeitschriftentitel|revue|nom de la revue|revista|rivista|czasopismo|журнал|期刊|刊名|雑誌名|"
    "tijdschrift|publication|erschienen in|dans|booktitle|source|quelle|fuente|series title|series|series name|"
    "journal abbreviation|abbreviated source title|primary location source display name",
    "publisher": "publisher|pu|verlag|editorial|casa editrice|editora|wydawca|издательство|出版社|出版者|uitgever|"
    "editeur commercial|maison d edition",
    "volume": "volume|biblio volume|vl|vol|band|jahrgang|volumen|tome|том|卷|巻|volume number",
    "issue": "issue|biblio issue|is|number|no|nr|issue number|heft|numero|fascicule|zeszyt|номер|выпуск|期|号|num|"
    "journal issue",
    "pages": "pages|page|page range|pagination|seiten|seite|paginas|pagine|strony|страницы|页码|ページ|page numbers|"
    "pp|page s",
    "first_page": "page start|biblio first page|start page|bp|startpage|first page|beginning page|spage|"
    "pagina inicial|von seite",
    "last_page": "page end|biblio last page|end page|ep|endpage|last page|ending page|epage|pagina final|bis seite",
    "article_number": "art no|article number|ar|article no|artikelnummer|numero d article|elocation id|eid number",
    "type": "document type|item type|publication type|type|dt|dokumenttyp|publikationstyp|typ|type de document|"
    "tipo|tipo de documento|tipo di documento|genre|itemtype|文献类型|entry type|material type",
    "language": "language|language of original document|la|sprache|langue|idioma|lingua|jezyk|язык|语种|言語|taal|lang",
    "abstract": "abstract|abstract note|ab|zusammenfassung|kurzfassung|resume|resumen|resumo|riassunto|streszczenie|"
    "аннотация|摘要|要旨|samenvatting|abstracts",
    "keywords": "author keywords|keywords|keyword|de|index keywords|keywords plus|manual tags|tags|schlagworter|"
    "schlagworte|stichworter|mots cles|palabras clave|parole chiave|palavras chave|slowa kluczowe|ключевые слова|"
    "关键词|キーワード|trefwoorden|automatic tags|subject|subjects|ieee terms|mesh terms|mesh",
    "url": "url|link|links|web link|article url|articleurl|external url|source urls|webseite|lien|enlace|"
    "landing page|landing page url|web address|href",
    "pdf": "pdf|pdf link|pdf url|fulltext url|full text url|pdflink",
    "license": "license|licence|lizenz|licencia|licenza|license url|rights",
    "category": "arxiv category|arxiv categories|primary category|arxiv primary category",
    "references": "references|cited references|cr|reference list|literaturverzeichnis",
    "orcids": "orcids|oi|orcid|orcid ids|author orcids|author orcid|authorships author orcid",
    "affiliations": "authors with affiliations|authors affiliations|author affiliations|"
    "authors raw affiliation|authors raw affiliations|authors raw affiliations research organizations",
    "code": "code|code url|github|repository|code repository|source code",
    "funding": "funding details|funding orgs|fu|funding information|funding|funder|funders|funding agency",
    "key": "citation key|citekey|cite key|bibtex key|key|citationkey|accession number|id",
    "extra": "extra",
    "translated_title": "translated title|english title|original title|uebersetzter titel",
    "ignore": "",
}
FIELDS: tuple[str, ...] = tuple(_NAMES)
"""What a column can mean; `ignore` is for one that is to be passed over."""
_WEAK = frozenset(("source", "quelle", "fuente", "id", "key", "number", "no", "nr", "subject", "publication", "data"))
"""Words that mean many things: they count where no other column means the same."""
_CODED = 50
CODES_OF_WOS = {
    "C1": ("affiliations", _CODED),
    "ID": ("keywords", _CODED),
    "PD": ("date", _CODED),
    "PT": ("type", _CODED),
    "SE": ("venue", _CODED),
}
"""Codes of Web of Science that mean something else elsewhere."""
_OF_IEEE = {"Document Identifier": ("type", _CODED)}
"""What IEEE Xplore calls the type: `IEEE Conferences`."""
_OF_WOS_IN_WORDS = {"Addresses": ("affiliations", _CODED)}
"""What Web of Science's spreadsheets call the affiliations that name their authors."""
CORE = frozenset({"title", "doi", "arxiv", "pmid", "pmcid"})
"""One of these must be there for a table to be one of papers."""


def folded(name: str) -> str:
    """Return the name of a column as it is compared: small letters and digits, one blank between words."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join(kept.split())


_MEANING = {
    folded(name): (field, rank) for field, names in _NAMES.items() for rank, name in enumerate(names.split("|")) if name
}


@lru_cache(maxsize=1 << 12)
def meaning(name: str) -> tuple[str, int] | None:
    """Return the field that a column of this name has in most tables, and its rank there; None if it has none."""
    plain = folded(name)
    return _MEANING.get(plain)


def check_columns(columns: Iterable[tuple[str, str]]) -> None:
    """Check what the user says of columns.

    Raises:
        UsageError: there is no such field.
    """
    for column, field in columns:
        if field not in FIELDS:
            raise UsageError(f"--map {column}={field}: there is no field {field!r}; choose of {', '.join(FIELDS)}")


class Columns:
    """What the columns of one table mean."""

    def __init__(self, header: Sequence[str], told: Sequence[tuple[str, str]] = ()) -> None:
        """Take a header, and what the user says: names as printed, or as `folded` where that names one column."""
        self.header = tuple(header)
        said = {column: field for column, field in told if column in self.header}
        by_fold = {folded(column): field for column, field in told if column not in self.header}
        codes = CODES_OF_WOS if {"PT", "UT"} <= set(self.header) else {}
        codes = _OF_IEEE if {"Document Title", "IEEE Terms"} <= set(self.header) else codes
        codes = _OF_WOS_IN_WORDS if {"Addresses", "UT (Unique WOS ID)"} <= set(self.header) else codes
        placed: dict[str, list[tuple[int, int]]] = {}
        self.unread: list[str] = []
        for at, name in enumerate(self.header):
            field = said.get(name) or by_fold.get(folded(name))
            known = (field, -1) if field else codes.get(name) or meaning(name)
            if known is None:
                if name.strip():
                    self.unread.append(name)
            elif known[0] != "ignore":
                placed.setdefault(known[0], []).append((known[1], at))
        for ranked in placed.values():
            weak = [one for one in ranked if 0 <= one[0] < _CODED and folded(self.header[one[1]]) in _WEAK]
            if len(weak) < len(ranked):
                self.unread += [self.header[at] for _, at in weak]
                ranked[:] = [one for one in ranked if one not in weak]
        self.places = {field: tuple(at for _, at in sorted(ranked)) for field, ranked in placed.items()}
        self._ordered = tuple((field, at) for field, places in self.places.items() for at in places)
        present = {folded(name) for name in self.header}
        self.absent = tuple(column for column, _ in told if column not in self.header and folded(column) not in present)

    @property
    def of_papers(self) -> bool:
        """Whether a table with these columns is one of papers."""
        return bool(CORE & self.places.keys()) and len(self.places) > 1

    def first(self, row: Sequence[str], field: str) -> str:
        """Return the first cell of a field that says something, without blanks at its edges; else ``."""
        for at in self.places.get(field, ()):
            if cell := row[at].strip():
                return cell
        return ""

    def texts(self, row: Sequence[str]) -> dict[str, list[str]]:
        """Return the cells of a row that say something, without blanks at their edges, by field."""
        found: dict[str, list[str]] = {}
        for field, at in self._ordered:
            if text := row[at].strip():
                found.setdefault(field, []).append(text)
        return found
