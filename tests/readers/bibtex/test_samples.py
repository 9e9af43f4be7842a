"""The samples, compared with what one mature importer makes of them (`*.expected.json`)."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.identifiers import parse
from kg.model import Name, Record
from kg.readers import Place, open_source, read_source
from kg.readers.bibtex.languages import language_tag

TYPES = {
    "journalArticle": {"article"}, "newspaperArticle": {"article"}, "conferencePaper": {"proceedings-paper"},
    "bookSection": {"chapter"}, "book": {"book"}, "report": {"report"}, "dataset": {"dataset"}, "document": {"other"},
    "webpage": {"other", "preprint"}, "case": {"other"}, "film": {"other"}, "tvBroadcast": {"other"},
    "videoRecording": {"other"},
}  # fmt: skip

TASTE = {
    ("zcosm02", "type"): "a @book with a booktitle is a book still",
    ("zcosm02", "venue"): "the booktitle of a @book is its own title",
    ("conference:06", "type"): "as zcosm02: @proceedings",
    ("conference:06", "venue"): "as zcosm02",
    ("author:06", "venue"): "BibTeX inherits the booktitle of the parent; this importer takes its title",
    ("ducheyne_2015", "date"): "it prints `2015, Jun. 2015`; the month is June",
    ("sakellariou202228", "DOI"): "it leaves the DOI in the url",
    ("Deleuze1990", "pages"): "it takes the pages of a book for their number and drops them from `pages`",
    ("Hornborg2012", "pages"): "as Deleuze1990",
    ("Nail2020a", "pages"): "as Deleuze1990",
    ("dataset", "pages"): "it has no pages of a data set",
    ("rs12132114", "pages"): "the article number stands where there are no pages",
    ("Bogadottir2012", "creators"): "`{\\d}` has no letter to stand under: the command stays as printed",
    ("Madelung_1998_LB_10681727_56", "creators"): "`and others` is no author",
    ("Song_2015", "venue"): "it writes out the abbreviated journal",
    ("Zywietz_1998", "venue"): "as Song_2015",
    ("Keller_2014", "venue"): "as Song_2015",
    ("Held_1998", "venue"): "as Song_2015",
    ("Shojiki_2015", "venue"): "as Song_2015",
    ("Song_2014", "title"): "maths is kept as TeX here; it makes Unicode of it",
    ("Song_2015", "title"): "maths",
    ("Keller_2014", "title"): "maths",
    ("Held_1998", "title"): "maths",
    ("Shojiki_2015", "title"): "maths",
    ("Abu-Zeid_1986", "title"): "maths",
    ("Madelung_1998_LB_10681727_56", "title"): "maths",
    ("Zach2004a", "title"): "maths",
    ("Frit2", "title"): "maths",
    ("Frit2", "venue"): "maths",
}
"""(citation key, what differs) -> why the importer's reading is not ours."""


def plain(text: str | None) -> str:
    """Return a title without markup of the importer, in small letters (it changes capitals), without soft hyphens."""
    text = re.sub(r"<[^>]+>", "", text or "").replace("\xad", "").replace("\xa0", " ")
    return re.sub(r"\s+", " ", text).strip().lower()


def creators(entry: dict[str, Any], kind: str) -> list[tuple[str, ...]]:
    """Return the authors or editors of an expected entry."""
    found = [one for one in entry.get("creators", []) if one["creatorType"] == kind]
    return [(one.get("firstName", ""), one["lastName"]) if "lastName" in one else (one["name"],) for one in found]


def names(found: tuple[Name, ...]) -> list[tuple[str, ...]]:
    """Return names as the importer writes them."""
    return [(one.given, one.family or "") if one.given else (one.printed,) for one in found]


def numbers(record: Record, scheme: str) -> list[str]:
    """Return the identifiers of a scheme that a record has."""
    return [one.value for one in record.identifiers if one.scheme == scheme]


def canonical(scheme: str, printed: str | None) -> list[str]:
    """Return the identifiers that an expected text holds."""
    found = [parse(scheme, one) for one in re.findall(r"(?<!\d)[\d-]{7,}[\dXx]|10\.\S+", printed or "")]
    return [one.value for one in found if one]


def differences(record: Record, entry: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """Return what a record and an expected entry do not agree in."""
    extra = entry.get("extra") or ""
    extra = extra if isinstance(extra, str) else "\n".join(extra)
    doi = entry.get("DOI") or "".join(re.findall(r"^DOI: (\S+)", extra, re.MULTILINE))
    language = entry.get("language")
    pairs: dict[str, tuple[object, object]] = {
        "title": (plain(record.title), plain(entry.get("title"))),
        "creators": (names(record.names), creators(entry, "author")),
        "editors": (names(record.editors), creators(entry, "editor")),
        "date": (record.date, entry.get("date")),
        "DOI": (numbers(record, "doi"), canonical("doi", doi)),
        "ISBN": (numbers(record, "isbn"), canonical("isbn", entry.get("ISBN"))),
        "ISSN": (list(record.venue.issns) if record.venue else [], canonical("issn", entry.get("ISSN"))),
        "venue": (
            plain(record.venue.name) if record.venue else "",
            plain(entry.get("publicationTitle") or entry.get("series")),
        ),
        "volume": (record.volume, entry.get("volume")),
        "issue": (record.issue, entry.get("issue")),
        "pages": (record.pages, re.sub("[–—]", "-", entry["pages"]) if "pages" in entry else None),
        "language": (record.language, language_tag(language) if language else None),
    }
    found = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if record.publication_type not in TYPES[entry["itemType"]]:
        found["type"] = (record.publication_type, entry["itemType"])
    return found


def test_samples_agree_with_a_mature_importer(shared: Path, tmp_path: Path) -> None:
    """Key, type, title, creators in order, date, identifiers, container, volume, pages agree, but for taste."""
    unexplained, needless = [], dict(TASTE)
    for path in sorted((shared / "samples" / "bibtex").glob("*.bib")):
        found = list(read_source(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))
        records = {one.pointer: one for one in found if isinstance(one, Record)}
        expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
        assert len(found) == len(records) == len(expected), path.name
        for entry in expected:
            key = entry["citationKey"]
            for name, pair in differences(records[key], entry).items():
                if needless.pop((key, name), None) is None and (key, name) not in TASTE:
                    unexplained.append((path.name, key, name, *pair))
    assert not unexplained
    assert not needless, "these differences are gone: strike them out"


def test_no_entry_of_the_samples_is_lost(shared: Path, tmp_path: Path) -> None:
    """There are as many records as lines that begin an entry, each with the lines on which it stands."""
    for path in sorted((shared / "samples" / "bibtex").glob("*.bib")):
        text = path.read_text(encoding="utf-8")
        kinds = re.findall(r"^\s*@\s*(\w+)\s*[{(]", text, re.MULTILINE)
        papers = [kind for kind in kinds if kind.lower() not in {"string", "preamble", "comment"}]
        found = list(read_source(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))
        assert len(found) == len(papers), path.name
        lines = text.splitlines()
        for one in found:
            assert isinstance(one, Record)
            assert (one.pointer or "") in lines[one.start_line - 1]
            assert lines[one.end_line - 1].rstrip().endswith(("}", ")"))


@pytest.mark.parametrize("name", ["ngerman", "English", "eng", "pt-br", "français", "en_GB", "zh-hans"])
def test_languages(name: str) -> None:
    """Names of babel, of the language itself and codes are known; case does not matter."""
    tags = {"ngerman": "de", "English": "en", "eng": "en", "pt-br": "pt-BR", "français": "fr", "en_GB": "en-GB"}
    assert language_tag(name) == tags.get(name, "zh-Hans")
    assert language_tag(name + "x") is None
