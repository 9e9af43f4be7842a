"""Tables: which ones are recognised, how names and dates of a column are read, what damage costs."""

import csv
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.model import Finding, Name, Record, Reject
from kg.pipeline.reading import read
from kg.readers import Place, Reading, open_source, read_source
from kg.readers.formats import format_of
from kg.readers.syntax.json_pieces import Piece
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.printed_names import are_initials, initials_last, inverted_name
from kg.readers.tables import rows as rows_module
from kg.readers.tables.columns import FIELDS, Columns, check_columns
from kg.readers.tables.dates import DayOrder, dated, one_date
from kg.readers.tables.opencitations import read_opencitations, with_ids
from kg.readers.tables.people import Evidence, read_names
from kg.readers.tables.words import publication_type
from kg.readers.unread import watching


def readings(folder: Path, text: str, *, columns: tuple[tuple[str, str], ...] = (), form: str = "") -> list[Reading]:
    """Return what stands in a table."""
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    source = open_source(Place(str(path), by_hand=True), path.name, folder)
    source = type(source)(**{name: getattr(source, name) for name in source.__struct_fields__} | {"columns": columns})
    return list(read_source(source, format_of("", form) if form else None))


def records(folder: Path, text: str, **options: object) -> list[Record]:
    """Return the records of a table."""
    return [one for one in readings(folder, text, **options) if isinstance(one, Record)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("beginning", "form"),
    [
        ("title,year\nMoss,2020\n", "table"),
        ("Titre;Auteurs;Année\nMousse;A. Lee;2020\n", "table"),
        ("标题\t作者\t年份\n苔藓\t李\t2020\n", "table"),
        ("Название|Авторы\nМох|А. Ли\n", "table"),
        ("\n\nDOI,Year\n10.1234/x,2020\n", "table"),
        ("title,author,pub_date,venue,type,id\n", "opencitations"),
        ("citing,cited\n10.1234/a,10.1234/b\n", "opencitations"),
        ("citing the cited, again\n", "listing"),
        ("pub_date of the title\nx", "listing"),
        ("Title, authors and other things\nThis is prose, with commas.\n", "listing"),
        (
            "title,colour\nA line, of prose, and more.\nAnother one, of it, and more, and more.\nAnd, a, third.\n",
            "listing",
        ),
        ("name,age\nAnn,7\n", "listing"),
        ("title\nMoss\n", "listing"),
        ("title," + "x" * 200 + ",year\nMoss,,2020\n", "listing"),
        ("", "listing"),
        ('"title,year\n', "listing"),
    ],
)
def test_recognition(beginning: str, form: str) -> None:
    """A header of papers, with rows that fit it; prose with commas and other tables are none."""
    assert format_of(beginning).name == form


def test_columns_that_the_user_names(tmp_path: Path) -> None:
    """`--map` makes a table of what is none, wins over what is guessed, and is told where it names no column."""
    text = "Werk,Leute,title,Jahr,Rest\nMoss,Ann Lee,wrong,2020,x\n"
    told = (("werk", "title"), ("Leute", "authors"), ("title", "ignore"), ("Absent", "doi"))
    found = readings(tmp_path, text, columns=told)
    assert [one.rule for one in found if isinstance(one, Finding)] == ["unread-columns", "absent-column"]
    (record,) = [one for one in found if isinstance(one, Record)]
    assert (record.title, record.authors, record.date) == ("Moss", ("Ann Lee",), "2020")
    (record,) = records(tmp_path, "Werk,Farbe\nMoss,green\n", columns=(("Werk", "title"),))
    assert record.title == "Moss"
    with pytest.raises(UsageError, match="there is no field 'titel'; choose of title, "):
        list(read(tmp_path / "table.csv", columns=[("Werk", "titel")]))
    check_columns([("any", field) for field in FIELDS])


def test_what_is_not_read_is_told_when_asked(tmp_path: Path) -> None:
    """Columns without a field are counted where they say something."""
    with watching() as watch:
        records(tmp_path, "title,year,colour\nMoss,2020,green\nStone,2021,\nRain,2022,n/a\n")
    assert [(one.field, one.times, one.place) for one in watch.unread()] == [("colour", 1, "line 2")]
    with watching() as watch:
        records(tmp_path, "id,title,author,pub_date,venue,type\nomid:br/1,Moss,Lee [viaf:1],2020,J [omid:br/2],\n")
    assert {one.field for one in watch.unread()} == {"id omid", "author viaf", "venue omid"}


def test_many_unread_columns(tmp_path: Path) -> None:
    """Of many unread columns the first are named."""
    names = [f"c{at}" for at in range(30)]
    found = readings(tmp_path, f"title,year,{','.join(names)}\nMoss,2020{',' * 30}\n")
    assert isinstance(found[0], Finding)
    assert "'c19' and 10 more" in found[0].message


def test_another_file_as_a_table(tmp_path: Path) -> None:
    """What is no table is one reject if it is read as one."""
    for form in ("table", "opencitations"):
        (found,) = readings(tmp_path, "no table\n", form=form)
        assert isinstance(found, Reject)


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["Lee, Ann; Roe, Bo", "Doe, Cy"], ["Ann Lee", "Bo Roe", "Cy Doe"]),
        (["Lee A.; van Roe B.J.", "Doe C."], ["A. Lee", "B.J. van Roe", "C. Doe"]),
        (["Lee AB, Roe C", "Doe D"], ["AB Lee", "C Roe", "D Doe"]),
        (["Lee, A., Roe, B. C., Doe, D.", "Ek, E."], ["A. Lee", "B. C. Roe", "D. Doe", "E. Ek"]),
        (["Lee, A., Roe, B., Jr. and Doe, C."], ["A. Lee", "B. Roe Jr.", "C. Doe"]),
        (["Ann Lee, Bo Roe", "Cy Doe"], ["Ann Lee", "Bo Roe", "Cy Doe"]),
        (["Ann Lee, Bo Roe and Cy Doe", "Dora Ek & Eva Fox"], ["Ann Lee", "Bo Roe", "Cy Doe", "Dora Ek", "Eva Fox"]),
        (["Lee, Ann and Roe, Bo", "Doe, Cy"], ["Ann Lee", "Bo Roe", "Cy Doe"]),
        (["Ann Lee and Bo Roe"], ["Ann Lee", "Bo Roe"]),
        (["Lee, Ann", "Roe, Bo"], ["Ann Lee", "Bo Roe"]),
        (["Ann Lee|Bo Roe"], ["Ann Lee", "Bo Roe"]),
        (["Ann Lee\nBo Roe"], ["Ann Lee", "Bo Roe"]),
        (["Ann Lee; et al.", "Bo Roe et al."], ["Ann Lee", "Bo Roe"]),
        (["Plato", "", "李明"], ["Plato", "李明"]),
        (["Lee, Ann, Jr.; Roe, Jr., Bo"], ["Ann Lee Jr.", "Bo Roe Jr."]),
        (["Lee, Ann, 1970; 12"], ["Ann, 1970 Lee"]),
    ],
)
def test_names_by_the_evidence_of_a_column(cells: list[str], names: list[str]) -> None:
    """What stands between names is decided for a column; names have parts where these are printed apart."""
    evidence = Evidence()
    for cell in cells:
        evidence.add(cell)
    read_back = [name.display for cell in cells for name in read_names(cell, evidence.printing())[0]]
    assert read_back == names
    cut = [cell for cell in cells if "et al." in cell]
    assert all(not read_names(cell, evidence.printing())[1] for cell in cut)


def test_parts_of_one_name() -> None:
    """Initials behind a family name are the given one; a name without a letter is none."""
    assert [are_initials(one) for one in ("J.-P.", "JA", "Li", "j", "J A B C D")] == [True, True, False, False, False]
    assert initials_last("Roe BJ Jr").suffix == "Jr"
    assert initials_last("Ann Lee").family is None
    assert inverted_name(" , 12 ") is None
    whole = inverted_name("George J. Graham, Jr.")
    assert whole is not None
    assert (whole.display, whole.suffix) == ("George J. Graham, Jr.", "Jr.")
    assert inverted_name("Lee, V") == Name(printed="Lee, V", given="V", family="Lee")
    assert inverted_name("O Lee, X.Y., III") == Name(
        printed="O Lee, X.Y., III", given="X.Y.", family="O Lee", suffix="III"
    )


@pytest.mark.parametrize(
    ("cells", "date", "text"),
    [
        (("2020-02-29", "", "", ""), "2020-02-29", None),
        (("2020-02-29 00:00:00", "2020", "", ""), "2020-02-29", None),
        (("", "2020.0", "", ""), "2020", None),
        (("", "2020", "2", "9"), "2020-02-09", None),
        (("", "2020", "Feb", "9"), "2020-02-09", None),
        (("", "2020", "Feb-Mar", ""), "2020", "Feb-Mar 2020"),
        (("", "in press", "", ""), None, "in press"),
        (("MAR 5", "2020", "", ""), "2020-03-05", None),
        (("nonsense", "2020", "", ""), "2020", "nonsense 2020"),
        (("31.12.2020", "", "", ""), "2020-12-31", None),
        (("12/31/2020", "", "", ""), "2020-12-31", None),
        (("31/12/2020", "", "", ""), "2020-12-31", None),
        (("3/4/2020", "", "", ""), "2020", "3/4/2020"),
        (("4/4/2020", "", "", ""), "2020-04-04", None),
        (("31.02.2020", "", "", ""), "2020", "31.02.2020"),
        (("5/2020", "", "", ""), "2020-05", None),
        (("13/2020", "", "", ""), None, "13/2020"),
        (("3/4/0000", "", "", ""), None, "3/4/0000"),
        (("2019-06/2020-07", "", "", ""), None, "2019-06/2020-07"),
        (("", "", "", ""), None, None),
        (("2020-9-30", "", "", ""), "2020-09-30", None),
    ],
)
def test_dates(tmp_path: Path, cells: tuple[str, str, str, str], date: str | None, text: str | None) -> None:
    """Cells of a date say together what they say; three numbers are told apart only where something tells."""
    found = found_in(tmp_path)
    date_, year, month, day = cells
    assert dated(date_, year, month, day, order=None, found=found) == (date, text)


def found_in(folder: Path) -> Found:
    """Return a place of nowhere."""
    path = folder / "x.csv"
    path.write_text("x")
    source = open_source(Place(str(path), by_hand=True), "x", folder)
    return Found(source, 1, Piece(b"", None, "table", 1, 1), [])


def test_day_and_month(tmp_path: Path) -> None:
    """One number above twelve tells the order of a whole column, two that contradict each other tell nothing."""
    orders = []
    for cells in (["3/4/2020", "13/4/2020"], ["3/4/2020", "4/13/2020"], ["13/4/2020", "4/13/2020"], ["2020"]):
        column = DayOrder()
        for cell in cells:
            column.add(cell)
        orders.append(column.order())
    assert orders == ["day", "month", None, None]
    assert one_date("3/4/2020", "day").date == "2020-04-03"
    found = found_in(tmp_path)
    assert dated("2019-01-01", "2020", "", "", order=None, found=found).date == "2019-01-01"
    assert found.doubts[0].alternatives == ("2020",)


def test_words_of_types() -> None:
    """The most telling of several words counts."""
    told = {
        "Article; Proceedings Paper": "proceedings-paper",
        "journalArticle": "article",
        "Livre": "book",
        "xyz": None,
    }
    assert {printed: publication_type(printed) for printed in told} == told


def test_ids_in_brackets() -> None:
    """Brackets without ids belong to the text."""
    assert with_ids("Walls [of stone]").text == "Walls [of stone]"
    assert with_ids("Walls[issn:1 doi : x]").ids == (("issn", "1"), ("doi", "x"))


def test_orcids_that_fit_nobody(tmp_path: Path) -> None:
    """As many ORCID iDs as names belong to them in order; another number of them is told."""
    text = "title,authors,orcids\nMoss,Ann Lee; Bo Roe,https://orcid.org/0000-0002-1825-0097\n"
    (record,) = records(tmp_path, text)
    assert "1 ORCID iDs for 2 names" in record.doubts[0].reason
    (record,) = records(tmp_path, text.replace("; Bo Roe", ""))
    assert record.names[0].identifiers[0].value == "0000-0002-1825-0097"


def test_other_corners(tmp_path: Path) -> None:
    """Lists that programs print, names that cannot be read, groups, subtitles, ISSNs without a journal."""
    text = (
        "title,subtitle,authors,group authors,issn,keywords,url,doi,publisher,category,arxiv category\n"
        "Moss,A map,\"[1, \",Moss Group,0378-5955,\"['a, b', 'c']\",www.example.org,10.1234/x,Press,,cs.LG math.CO zz\n"
        "Moss?,Yes,...,,,,,n/a,,,\n,Only,,,,,,,,,\n"
    )
    first, second, third = records(tmp_path, text)
    assert (first.title, first.keywords, first.category) == ("Moss: A map", ("a, b", "c"), "cs.LG")
    assert (first.publisher, first.landing_page, first.names[-1].collective) == (
        "Press",
        "https://www.example.org",
        True,
    )
    assert [subject.notation for subject in first.subjects] == ["math.CO"]
    assert [doubt.field for doubt in first.doubts] == ["names", "venue"]
    assert (second.title, second.authors_complete, third.title) == ("Moss? Yes", False, "Only")
    (record,) = records(tmp_path, "title,issn,journal\nMoss,3785955,J\n")
    assert record.venue is not None
    assert record.venue.issns == ("0378-5955",)


@pytest.mark.parametrize("most", [1 << 20, 60])
def test_a_quote_that_is_never_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """It costs its line, whether the file ends soon or the row gets too long; the rows behind it are read.

    Where the line has all cells as it stands it costs nothing.
    """
    monkeypatch.setattr(rows_module, "MOST_CHARACTERS", most)
    ends = "Behind,2018,10.1234/c\n" * 3
    found = readings(tmp_path, 'title,year,doi\nFirst,2020,10.1234/a\nOpen,"2019\n' + ends)
    assert [one.title for one in found if isinstance(one, Record)] == ["First", "Behind", "Behind", "Behind"]
    assert [(one.start_line, one.raw) for one in found if isinstance(one, Reject)] == [(3, 'Open,"2019\n')]
    found = readings(tmp_path, 'title,year,doi\n"Open, 2019,10.1234/b\n' + ends)
    assert [one.title for one in found if isinstance(one, Record)] == ['"Open', "Behind", "Behind", "Behind"]


def test_quotation_marks_of_texts(tmp_path: Path) -> None:
    """Programs that part cells by tabulators quote nothing: a title may begin with a quotation mark."""
    text = 'title\tauthors\n"Why?" and how\tAnn Lee\n"Quoted"\tBo Roe\nPlain "x"\t"Cy" Doe\n'
    assert [one.title for one in records(tmp_path, text)] == ['"Why?" and how', "Quoted", 'Plain "x"']


def test_a_row_of_several_lines_that_does_not_fit(tmp_path: Path) -> None:
    """Its lines are one reject where none of them is a row."""
    found = readings(tmp_path, 'title,year,doi\n"Moss\nand stone",2020\nNext,2019,10.1234/a\n')
    assert [(type(one).__name__, one.start_line) for one in found if isinstance(one, Record | Reject)] == [
        ("Reject", 2),
        ("Record", 4),
    ]


def test_many_citations_are_parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A work with very many references is several records, so that memory is bounded."""
    monkeypatch.setattr("kg.readers.tables.opencitations._MOST_REFERENCES", 2)
    text = "citing,cited\n" + "".join(f"10.1234/a,10.1234/b{at}\n" for at in range(5)) + "x\n"
    found = readings(tmp_path, text)
    assert [len(one.references) for one in found if isinstance(one, Record)] == [2, 2, 1]
    assert isinstance(found[-1], Reject)


def test_weak_names_of_columns() -> None:
    """`Source` is a journal where no other column is one."""
    assert Columns(["title", "Source"]).places["venue"] == (1,)
    columns = Columns(["title", "Source", "Source title", ""])
    assert (columns.places["venue"], columns.unread) == ((2,), ["Source"])


@pytest.mark.parametrize("name", ["meta-0.first300.csv", "manual_data.csv", "example_metadata.csv"])
def test_samples_of_meta(shared: Path, tmp_path: Path, name: str) -> None:
    """Each row is a record or a reject; titles, names and DOIs are those that `csv` finds."""
    path = shared / "samples" / "oc-meta" / name
    with path.open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    found = list(read_opencitations(open_source(Place(str(path), by_hand=True), name, tmp_path)))
    kept = [one for one in found if isinstance(one, Record)]
    no_works = {"journal", "journal issue", "journal volume", "book series", "report series", "standard series"}
    lost = [
        row
        for row in told
        if row["type"] in no_works or (not row["title"] and row["id"].startswith("omid") and "doi" not in row["id"])
    ]
    assert (len(found), len(kept)) == (len(told), len(told) - len(lost))
    rows = [row for row in told if row not in lost]
    for row, record in zip(rows, kept, strict=True):
        people = [one for one in row["author"].split(";") if one.strip()]
        assert len(record.names) == len(people), row
        dois = {one[4:].lower() for one in row["id"].split() if one.startswith("doi:10.") and one[7:11].isdigit()}
        assert dois <= {one.value for one in record.identifiers if one.scheme == "doi"}


def test_sample_of_citations(shared: Path, tmp_path: Path) -> None:
    """The eleven citations of one work are its references."""
    path = shared / "samples" / "oc-meta" / "example_citations.csv"
    (record,) = read_opencitations(open_source(Place(str(path), by_hand=True), path.name, tmp_path))
    assert isinstance(record, Record)
    assert len(record.references) == len(path.read_text(encoding="utf-8").splitlines()) - 1


def test_sample_of_titles_and_authors(shared: Path, tmp_path: Path) -> None:
    """Every title of a table without quoting comes back to the character, and every name without a comma."""
    path = shared / "samples" / "bylines" / "titles-authors.tsv"
    told = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")[1:] if line]
    found = list(read_source(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))
    kept = [one for one in found if isinstance(one, Record)]
    assert [one.title for one in kept] == [title.strip() for title, _ in told]
    names = [[name.strip() for name in people.split(";")] for _, people in told]
    others = [(one.authors, people) for one, people in zip(kept, names, strict=True) if list(one.authors) != people]
    assert all(any("," in name for name in people) for _, people in others)
