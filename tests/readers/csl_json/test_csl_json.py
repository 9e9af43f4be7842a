"""CSL-JSON: what is recognised as it, and the samples, counted by another route."""

import json
import re
from pathlib import Path

import pytest

from kg.model import Record, Reject
from kg.readers import Place, open_source, read_source
from kg.readers.formats import format_of


@pytest.mark.parametrize(
    ("beginning", "form"),
    [
        ('[{"id": "a", "type": "article-journal", "title": "Moss"}]', "csl-json"),
        ('{"title": "Moss", "id": 1, "type": "book"}', "csl-json"),
        ('[\n {"author": [{"family": "Lee"}], "title": "Moss"}]', "csl-json"),
        ('[{"id": "a", "type": "poem", "title": "Moss"}]', "listing"),
        ('{"type": "book"}', "listing"),
        ('{"id": "https://openalex.org/W1", "type": "article", "title": "x", "issued": 1}', "openalex"),
        ("[@article]", "listing"),
    ],
)
def test_recognition(beginning: str, form: str) -> None:
    """A type of CSL with title and id, or what only CSL has."""
    assert format_of(beginning).name == form


def test_samples(shared: Path, tmp_path: Path) -> None:
    """Each object is a record with its key, title, names in order and identifiers."""
    for path in sorted((shared / "samples" / "csl-json").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        found = list(read_source(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))
        assert len(found) == len(told)
        for one, record in zip(told, found, strict=True):
            assert isinstance(record, Record), record
            assert record.format == "csl-json"
            assert record.pointer == one["id"]
            assert record.title == re.sub("<[^>]*>", "", one["title"]).replace("(g1)", "(g₁)")
            names = [(name.family or name.printed) for name in record.names]
            assert names == [name.get("family") or name["literal"] for name in one.get("author", [])]
            assert len(record.editors) == len(one.get("editor", []))
            schemes = [i.scheme for i in record.identifiers]
            assert schemes.count("doi") == ("DOI" in one)
            assert schemes.count("isbn") == len(one.get("ISBN", "").split())
            year = one.get("issued", {}).get("date-parts", [[0]])[0][0]
            if int(year) > 999:
                assert str(year) in f"{record.date} {record.date_text}"


def test_an_empty_source(tmp_path: Path) -> None:
    """An array without objects is a reject."""
    path = tmp_path / "a.json"
    path.write_text("[]")
    (found,) = read_source(open_source(Place(str(path), by_hand=True), "a", tmp_path), format_of("", "csl-json"))
    assert isinstance(found, Reject)
