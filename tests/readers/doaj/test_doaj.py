"""Articles of DOAJ: pages of the API, arrays and lines of the dumps."""

import json
from collections.abc import Callable
from pathlib import Path

from kg.identifiers import parse
from kg.model import Record, Reject
from kg.readers import Place, Reading, open_source, read_source
from kg.readers.formats import format_of


def readings_of(body: object, folder: Path) -> list[Reading]:
    """Return what a source with this JSON says, as it is recognised."""
    path = folder / "source"
    path.write_text(json.dumps(body), encoding="utf-8")
    return list(read_source(open_source(Place(str(path), by_hand=True), path.name, folder)))


def test_recognized_by_content() -> None:
    """JSON with `bibjson` is DOAJ's."""
    assert format_of('{"total": 1, "results": [{"bibjson" : {').name == "doaj"
    assert format_of('bibjson": {').name == "listing"


def test_the_sample(shared: Path, readings: Callable[[Path], list[Reading]]) -> None:
    """Titles, authors and right identifiers of the sample, counted a second time, are all there."""
    path = shared / "samples" / "doaj" / "example_doaj_articles.jsonl"
    told = [json.loads(row)["bibjson"] for row in path.read_text(encoding="utf-8").splitlines()]
    found = readings(path)
    assert len(found) == len(told) == 5
    for one, row in zip(found, told, strict=True):
        assert isinstance(one, Record)
        assert one.title == row["title"].strip()
        assert [name.printed for name in one.names] == [author["name"].strip() for author in row["author"]]
        dois = [number["id"] for number in row["identifier"] if number["type"].lower() == "doi"]
        assert [known.value for known in one.identifiers] == [doi.lower() for doi in dois if parse("doi", doi)]
        assert one.date == f"{row['year']}-{int(row['month']):02}"
        assert len(one.subjects) == len(row["subject"])


def test_a_dump_is_an_array(tmp_path: Path) -> None:
    """The parts of a dump are arrays; an author of a wrong type costs that author and is told."""
    rows = [{"bibjson": {"title": f"T{at}", "author": [{"name": "Jane Doe"}, 7]}} for at in range(3)]
    found = [one for one in readings_of(rows, tmp_path) if isinstance(one, Record)]
    assert [one.title for one in found] == ["T0", "T1", "T2"]
    assert [(one.authors, one.authors_complete) for one in found] == [(("Jane Doe",), False)] * 3


def test_an_empty_page_is_a_reject(tmp_path: Path) -> None:
    """A page without results is told."""
    (found,) = readings_of({"results": [], "query": '"bibjson":{'}, tmp_path)
    assert isinstance(found, Reject)


def test_a_month_of_many_digits_is_none(tmp_path: Path) -> None:
    """However long a number is, it is a month or it is told."""
    (found,) = readings_of({"bibjson": {"title": "T", "year": "2020", "month": "9" * 5000}}, tmp_path)
    assert isinstance(found, Record)
    assert (found.date, [doubt.field for doubt in found.doubts]) == ("2020", ["date"])
