"""JSON sources: how records are found in them, and what a bad one costs."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import get_type_hints

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.identifiers import parse
from kg.model import Record, RecordFields, Reject
from kg.readers import Place, Source, open_source
from kg.readers.syntax.json_pieces import DEEPEST, Piece, pieces
from kg.readers.syntax.json_records import Found, read_records
from kg.readers.unread import Unread, watching


class Part(msgspec.Struct):
    """A part of a work."""

    name: str | None = None


class Work(msgspec.Struct):
    """A work as the tests print it."""

    title: str
    year: int | None = None
    volume: str | None = None
    parts: list[Part] | None = None


def build(work: Work, found: Found) -> Record:
    """Return the record of a work."""
    return Record(
        source=found.source.name, source_key="k", index=found.index, format="f", layout=found.piece.layout,
        title=work.title, volume=work.volume, pointer=found.piece.pointer, start_line=found.piece.start_line,
        end_line=found.piece.end_line, doubts=tuple(found.doubts),
    )  # fmt: skip


def source_of(body: str | bytes, folder: Path, name: str = "works.json") -> Source:
    """Return a file of this text as a source."""
    path = folder / name
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return open_source(Place(str(path), by_hand=True), path.name, folder)


def read(body: str | bytes, folder: Path) -> list[Record | Reject]:
    """Return what stands in a source of this text."""
    return list(read_records(source_of(body, folder), msgspec.json.Decoder(Work), build))


def titles(found: Iterable[Record | Reject]) -> list[str | None]:
    """Return the titles of the records."""
    return [one.title for one in found if isinstance(one, Record)]


WORKS = [{"title": f'a "{n}" \\ [{{', "parts": [{"name": "}]"}, {"name": None}]} for n in range(4)]
NAMES = [work["title"] for work in WORKS]


@pytest.mark.parametrize(
    ("body", "layout", "pointers"),
    [
        ("\n".join(map(json.dumps, WORKS)), "lines", [None] * 4),
        ("\n\n" + ",\n".join(map(json.dumps, WORKS)) + "\n", "lines", [None] * 4),
        ("\r\n\r\n \r\n".join(map(json.dumps, WORKS)) + "\r\n", "lines", [None] * 4),
        ("\n\x1e".join(json.dumps(work | {"long": "x" * 9000}) for work in WORKS) + "\n", "lines", [None] * 4),
        (json.dumps(WORKS), "array", ["/0", "/1", "/2", "/3"]),
        (json.dumps(WORKS, indent=2), "array", ["/0", "/1", "/2", "/3"]),
        ("\n".join(json.dumps(work, indent=1) for work in WORKS), "object", [None] * 4),
        (json.dumps({"meta": {"a": [1, "]"]}, "results": WORKS, "group_by": []}), "page", ["/results/0"]),
        (json.dumps({"n": 1, "message": {"a": {}, "items": WORKS, "q": {}}}), "page", ["/message/items/0"]),
        (json.dumps({"items": WORKS}, indent=1), "page", ["/items/0"]),
    ],
)  # fmt: skip
def test_records_are_found_in_each_form(body: str, layout: str, pointers: list[str], tmp_path: Path) -> None:
    """Lines, arrays, values behind each other and result pages give the same records, with pointers and lines."""
    found = read(body, tmp_path)
    assert titles(found) == NAMES
    assert len(found) == len(WORKS)
    records = [one for one in found if isinstance(one, Record)]
    assert {one.layout for one in records} == {layout}
    assert [one.pointer for one in records][: len(pointers)] == pointers
    printed = body.split("\n")
    assert all('"title"' in "\n".join(printed[one.start_line - 1 : one.end_line]) for one in records)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_encodings_and_packing_change_nothing(encoding: str, tmp_path: Path) -> None:
    """A byte order mark, UTF-16, Latin-1 and gzip are read as they are."""
    body = json.dumps([{"title": "Lévy flights in Ærø"}] * 3, ensure_ascii=False, indent=1)
    for packed in (body.encode(encoding), gzip.compress(body.encode(encoding))):
        assert titles(read(packed, tmp_path)) == ["Lévy flights in Ærø"] * 3


def test_a_single_message_is_one_record(tmp_path: Path) -> None:
    """The work inside a message is read, not the message."""
    (found,) = read(json.dumps({"status": "ok", "message": WORKS[0]}, indent=1), tmp_path)
    assert isinstance(found, Record)
    assert (found.pointer, found.title) == ("/message", NAMES[0])


def test_pages_behind_each_other(tmp_path: Path) -> None:
    """Several result pages in one file are read one after the other."""
    page = json.dumps({"results": WORKS[:2]})
    assert titles(read(f"{page}\n{page}\n", tmp_path)) == NAMES[:2] * 2


BAD = [
    ('{"title": "cut', "no JSON"),
    ('{"title" "x"}', "no JSON"),
    ('{"year": 1}', "not as the format says"),
    ("[1]", "no JSON object"),
    ("nonsense", "n"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD)
def test_a_bad_line_costs_itself_only(bad: str, reason: str, tmp_path: Path) -> None:
    """The records before and behind a bad line are read; the bad one is a reject with its line."""
    found = read("\n".join([json.dumps(WORKS[0]), bad, json.dumps(WORKS[1])]), tmp_path)
    assert titles(found) == NAMES[:2]
    (reject,) = [one for one in found if isinstance(one, Reject)]
    assert (reject.start_line, reject.raw) == (2, bad)
    assert reject.reason.startswith(reason)


@pytest.mark.parametrize(
    "bad", ['{"title": "open}', '{"title": [}', '{"title": "x"', '"text"', "7", "[1, 2]", '{"a": 1}']
)
def test_a_bad_element_costs_itself_only(bad: str, tmp_path: Path) -> None:
    """In an array with an element a line, reading goes on at the next line that begins like a record."""
    body = "[\n" + ",\n".join([json.dumps(WORKS[0]), bad, json.dumps(WORKS[1]), json.dumps(WORKS[2])]) + "\n]\n"
    found = read(body, tmp_path)
    assert titles(found) == NAMES[:3]
    assert sum(isinstance(one, Reject) for one in found) == 1


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(WORKS)[:-1],
        json.dumps(WORKS)[:-20],
        json.dumps({"results": WORKS})[:-1],
        json.dumps({"results": WORKS})[:-2],
        json.dumps({"message": WORKS[0]})[:-1],
        '{"meta": "open',
        '{"meta": 7',
        "{",
        "[" * 100_000,
        '{"a":' * 100_000,
        "[]",
        '{"results": []}',
        "[}, ]",
        '{"a": {"b": 1}]',
    ],
)
def test_a_cut_file_is_said_to_be_cut(body: str, tmp_path: Path) -> None:
    """What stands before the cut is read, and a reject tells of the rest; no record at all is a reject too."""
    assert any(isinstance(one, Reject) for one in read(body, tmp_path))


def test_depth_is_bounded(tmp_path: Path) -> None:
    """Brackets in brackets beyond any record are refused before they are decoded."""
    deep = '{"title": ' + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1) + "}"
    found = read(f"[{deep}]", tmp_path)[0]
    assert isinstance(found, Reject)
    assert "brackets in brackets" in found.reason
    line = '{"title": ' + "[" * 50_000 + "]" * 50_000 + "}"
    assert isinstance(read(line, tmp_path)[0], Reject)


def test_size_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record larger than any is refused, and the next one is read."""
    for module in ("json_pieces", "json_window"):
        monkeypatch.setattr(f"kg.readers.syntax.{module}.MOST_BYTES", 3000)
        monkeypatch.setattr(f"kg.readers.syntax.{module}.BLOCK", 512)
    long, short = json.dumps({"title": "x" * 10_000}), json.dumps({"title": "y"})
    for body in (f"{short}\n{long}\n{short}\n", f"[\n{short},\n{long},\n{short}\n]", f"[\n{short},\n{short},\n{long}"):
        found = read(body, tmp_path)
        assert titles(found) == ["y"] * 2
        assert any(isinstance(one, Reject) and "longer than" in one.reason for one in found)
    assert titles(read('{"note": "' + "x" * 9_000 + '", "results": []}', tmp_path)) == []
    assert titles(read('{"note" ' + " " * 9_000, tmp_path)) == []


def test_a_value_of_another_type_costs_itself_only(tmp_path: Path) -> None:
    """A number where text belongs is text; anything else is left out, and a doubt keeps it."""
    work = {"title": "T", "year": "MMXX", "volume": 7, "parts": [{"name": "a"}, 3, {"name": [1]}]}
    (found,) = read(json.dumps(work), tmp_path)
    assert isinstance(found, Record)
    assert found.volume == "7"
    assert [doubt.field for doubt in found.doubts] == ["year", "parts", "parts"]
    assert "MMXX" in found.doubts[0].reason


def test_too_many_wrong_values_are_no_record(tmp_path: Path) -> None:
    """A record in which nothing is as it should be is a reject."""
    (found,) = read(json.dumps({"title": "T", "parts": [1] * 100}), tmp_path)
    assert isinstance(found, Reject)


def test_strings_that_json_forbids_are_read(tmp_path: Path) -> None:
    """A line end inside a string and half a surrogate pair do not cost the record."""
    found = read('[{"title": "a\tb \\ud83d", "parts": [{"name": "\\udc00"}], "x": [1, true, null]}]', tmp_path)
    assert titles(found) == ["a\tb \ufffd"]


def test_unread_fields_are_told(tmp_path: Path) -> None:
    """Each field that the type does not name is told with its path, how often it stands there, and where first."""
    parts = [{"name": "n", "old": {}}, {"old": 2}, {"old": 3}]
    works = [{"title": "a", "new": 1, "parts": parts}, {"title": "b", "new": 2, "a/~": "", "b/~": 0}]
    with watching() as watch:
        read(json.dumps([*works, 7]), tmp_path)
    assert watch.unread() == [
        Unread("new", 2, "line 1, /0/new"),
        Unread("parts[].old", 2, "line 1, /0/parts/1/old"),
        Unread("b/~", 1, "line 1, /1/b~1~0"),
    ]


def test_a_record_says_where_it_stands(tmp_path: Path) -> None:
    """A record has its place and the doubts of its reading beside its fields; a pointer of its own stands."""
    source = source_of("{}", tmp_path)
    found = Found(source, 3, Piece(b"", "/2", "array", 4, 6), [])
    found.doubt("title", "odd")
    record = found.record("f", {"title": "T"})
    assert (record.source, record.source_key, record.index) == (source.name, source.sha256[:16], 3)
    assert (record.format, record.layout, record.title) == ("f", "array", "T")
    assert (record.pointer, record.start_line, record.end_line) == ("/2", 4, 6)
    assert [doubt.reason for doubt in record.doubts] == ["odd"]
    assert found.record("f", {"pointer": "key"}).pointer == "key"


def test_identifiers_are_checked(tmp_path: Path) -> None:
    """A wrong identifier is kept as a doubt and never returned; an absent one is no doubt."""
    found = Found(source_of("{}", tmp_path), 1, Piece(b"", None, "lines", 1, 1), [])
    assert found.identifier("orcid", "0000-0001-8254-710X") is None
    assert found.identifier("orcid", "0000-0001-8254-710X") is None
    assert found.identifier("orcid", " ") is None
    assert found.identifier("doi", None) is None
    assert [doubt.field for doubt in found.doubts] == ["orcid"]
    assert found.language("x") is None
    assert found.first_iri(["no iri", "https://example.org/"], "pdf") == "https://example.org/"
    assert [doubt.field for doubt in found.doubts] == ["orcid", "language", "pdf"]


DOI_SIGNS = "10./abCX-()_;:%é <"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    scheme=st.sampled_from(["openalex", "doi"]),
    start=st.sampled_from(["https://openalex.org/", "https://doi.org/10.1234/", "10.1/", "10.12345/", "W", ""]),
    rest=st.text(DOI_SIGNS, max_size=8) | st.from_regex(r"[WAZ]\d{1,5}", fullmatch=True),
)
def test_plain_identifiers_are_read_as_all_are(scheme: str, start: str, rest: str, tmp_path: Path) -> None:
    """The short way for identifiers in canonical form says what `kg.identifiers` says."""
    found = Found(source_of("{}", tmp_path), 1, Piece(b"", None, "lines", 1, 1), [])
    expected = parse(scheme, start + rest) if (start + rest).strip() else None
    assert found.identifier(scheme, start + rest) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    scheme=st.sampled_from(["s2", "arxiv", "pmid", "pmcid", "dblp", "acl"]),
    printed=st.from_regex(
        r"[0-9a-f]{40}|[0-9]{1,11}|[0-9]{4}\.[0-9]{3,6}|PMC\d{1,8}|(conf|journals|doi|tr)/[\w.-]{1,4}/[\w.-]{1,6}(\.html)?"
        r"|[A-Z]\d{2}-[0-9]{3,6}(v[0-9])?|[0-9]{4}\.[a-z0-9_]{1,4}-[a-z0-9_]{1,4}\.[0-9]{1,3}(v[0-9])?",
        fullmatch=True,
    ),
)
def test_plain_numbers_are_read_as_all_are(scheme: str, printed: str, tmp_path: Path) -> None:
    """The short way for numbers of services says what `kg.identifiers` says."""
    found = Found(source_of("{}", tmp_path), 1, Piece(b"", None, "lines", 1, 1), [])
    assert found.identifier(scheme, printed) == parse(scheme, printed)


def test_a_long_file_is_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the parts that are read begin and end changes nothing."""
    many = [{"title": f"{n} " + 'x\\"[' * (n % 40), "parts": [{"name": "}{"}] * (n % 5)} for n in range(200)]
    for body in (
        json.dumps(many),
        json.dumps(many, indent=1),
        json.dumps({"results": many}),
        "\n".join(map(json.dumps, many)),
    ):
        expected = [work["title"] for work in many]
        for block in (7, 64, 1 << 20):
            monkeypatch.setattr("kg.readers.syntax.json_window.BLOCK", block)
            assert titles(read(body, tmp_path)) == expected


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    works=st.lists(st.dictionaries(st.sampled_from(["a", "b", "text"]), VALUES, max_size=3), max_size=5),
    indent=st.sampled_from([None, 1]),
)
def test_pieces_are_the_elements(works: list[dict[str, object]], indent: int | None, tmp_path: Path) -> None:
    """Cutting an array gives what decoding it as a whole gives."""
    cut = [json.loads(piece.raw) for piece in pieces(source_of(json.dumps(works, indent=indent), tmp_path))]
    assert cut == works


def test_fields_that_readers_gather_are_those_of_records() -> None:
    """`RecordFields` names the fields of `Record` with their types, but for those that say where it was found."""
    told = get_type_hints(Record)
    for place in ("source", "source_key", "index", "format", "layout", "document"):
        del told[place]
    assert get_type_hints(RecordFields) == told
