"""Files of names of the ACL Anthology: any name comes back, hostile YAML does not get in, the samples."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import PersonAuthority, Reject
from kg.readers import Reading
from kg.readers.acl.people import recognizes
from kg.readers.formats import ACL_PEOPLE, format_of
from kg.readers.syntax import yaml_entries

CASES = Path(__file__).parent / "cases"
Read = Callable[[Path], list[Reading]]
WORDS = st.sampled_from(
    ["No", "Null", "On", "yes", "~x", "1e3", "0o7", "Łódź", "O'Neil", "李", "Ann: B", "# x", "- y", "{z}", '"q"']
)
ENTRY = "- canonical: {first: Ann, last: Lee}\n"


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_names_come_back(readings: Read, tmp_path: Path, names: list[tuple[str, str]]) -> None:
    """For any words: what a writer of YAML writes is read as text, whatever it looks like."""
    entries: list[dict[str, object]] = [{"canonical": {"first": "Ann", "last": "Lee"}}]
    entries += [{"canonical": {"first": first, "last": last}, "id": "x"} for first, last in names]
    path = tmp_path / "names.yaml"
    path.write_text(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False), encoding="utf-8")
    found = readings(path)
    assert [(one.name.given, one.name.family) for one in found[1:] if isinstance(one, PersonAuthority)] == names


def test_both_files_are_known_by_what_is_in_them() -> None:
    """Entries with names tell them from other YAML and from other text."""
    assert format_of(ENTRY) is ACL_PEOPLE
    assert recognizes("---\n# names\n- comment: x\n  canonical: {last: Lee, first: Ann}\n")
    assert recognizes("- canonical:\n    first: Ann\n    last: Lee\n")
    assert format_of("ann-lee:\n  comment: x\n  names:\n  - {first: Ann, last: Lee}\n") is ACL_PEOPLE
    assert not recognizes("- canonical: {title: Words}\n")
    assert not recognizes('{"canonical": {"first": "Ann"}}')
    assert not recognizes("acl:\n  name: Words\n")


def test_an_alias_makes_nothing_large(readings: Read, tmp_path: Path) -> None:
    """An anchor that is used a billion times is refused before anything is made of it."""
    bomb = "- canonical: {first: Ann, last: Lee}\n  variants:\n  - &a [x, x]\n"
    bomb += "".join(f"  - &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    path = tmp_path / "names.yaml"
    path.write_text(bomb + ENTRY)
    reject, person = readings(path)
    assert isinstance(reject, Reject)
    assert "anchors" in reject.reason
    assert isinstance(person, PersonAuthority)


@pytest.mark.parametrize(
    "entry",
    [
        "- canonical: {first: Ann, last: " + "[" * 100_000 + "}\n",
        "- canonical: {first: Ann, last: Lee, comment: '" + "x" * 400_000 + "'}\n",
        "- canonical: {first: Ann, last: Lee}\n" + "  # line\n  comment: x\n" * 20_000,
        "- canonical: {first: \x01, last: Lee}\n",
        "- canonical: {first: Ann, last: Lee}\n  --- \n  x\n",
        "- canonical: {first: Ann, last: Lee}\n" + "  " + "x" * 1_200_000 + "\n",
    ],
    ids=["deep", "long", "many lines", "control", "two documents", "one line"],
)
def test_hostile_entries_cost_only_themselves(readings: Read, tmp_path: Path, entry: str) -> None:
    """An entry that is too deep, too long or no YAML is a reject; the one behind it is read."""
    path = tmp_path / "names.yaml"
    path.write_text(ENTRY + entry + "- canonical: {first: Bo, last: Li}\n")
    first, reject, last = readings(path)
    assert isinstance(reject, Reject)
    assert reject.start_line == 2
    assert isinstance(first, PersonAuthority)
    assert isinstance(last, PersonAuthority)
    assert last.name.printed == "Bo Li"


def test_a_parser_in_python_reads_the_same(readings: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML was built without its parser in C, the one in Python is used."""
    fast = readings(CASES / "variants" / "source.yaml")
    monkeypatch.setattr(yaml_entries, "_LOADER", yaml.SafeLoader)
    assert readings(CASES / "variants" / "source.yaml") == fast


def test_a_file_without_entries_is_rejected(tmp_path: Path, readings: Read) -> None:
    """Comments only, read as this format by the user's wish, are one reject."""
    path = tmp_path / "names.yaml"
    path.write_text("# - canonical: {first: Ann, last: Lee}\n")
    from kg.readers import Place, open_source, read_source  # noqa: PLC0415 - the fixture finds the format by content

    (reject,) = read_source(open_source(Place(str(path), by_hand=True), path.name, tmp_path), ACL_PEOPLE)
    assert isinstance(reject, Reject)
    assert not [one for one in readings(path) if isinstance(one, PersonAuthority)]


def test_mutilated_files_end_in_readings(readings: Read, tmp_path: Path) -> None:
    """Bytes that are flipped, cut or doubled cost entries, never the reader."""
    dice = random.Random(5)  # noqa: S311 - no secret
    path = tmp_path / "names.yaml"
    for name in ("variants", "people", "hostile"):
        raw = (CASES / name / "source.yaml").read_bytes()
        for _ in range(60):
            changed = bytearray(raw)
            for _ in range(dice.randint(1, 5)):
                at = dice.randrange(len(changed))
                piece = bytes(changed[at : at + dice.randint(1, 60)])
                changed[at : at + len(piece)] = dice.choice(
                    [b"", b"*a", b"&a", b"!!", b"\n- ", b"? ", b"|\n", piece * 2]
                )
            path.write_bytes(b"- canonical: {first: Ann, last: Lee}\n" + bytes(changed))
            assert readings(path)


def test_sample_names_are_read_in_full(readings: Read, shared: Path) -> None:
    """As many persons, other names and ids as lines say; a similar person's id is nobody's here."""
    path = shared / "samples" / "acl-anthology" / "name_variants.yaml"
    text = path.read_text(encoding="utf-8")
    found = readings(path)
    persons = [one for one in found if isinstance(one, PersonAuthority)]
    assert len(found) == len(persons) == len(re.findall(r"^- ", text, re.MULTILINE))
    ids = [known.value for one in persons for known in one.name.identifiers]
    assert ids == re.findall(r"^[- ] id: (\S+)$", text, re.MULTILINE)
    starts = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("- ")]
    assert [one.start_line for one in persons] == starts
    loaded = yaml.safe_load(text)
    assert [one.name.printed for one in persons] == [_printed(entry["canonical"]) for entry in loaded]
    for person, entry in zip(persons, loaded, strict=True):
        others = dict.fromkeys(_printed(one) for one in entry.get("variants", ()))
        others.pop(person.name.printed, None)
        assert list(dict.fromkeys(one.printed for one in person.other_names)) == list(others)


def _printed(parts: dict[str, str]) -> str:
    return " ".join(filter(None, (parts.get("first"), parts.get("last"))))
