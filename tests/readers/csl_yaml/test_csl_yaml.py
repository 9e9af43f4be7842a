"""CSL-YAML: what is one, and what of Markdown becomes plain text."""

from pathlib import Path

import pytest

from kg.model import Record, Reject
from kg.readers import Place, open_source, read_source
from kg.readers.csl_yaml.reader import _plain, read_csl_yaml, recognizes
from kg.readers.formats import ACL_PEOPLE, BIBTEX, CSL_YAML, LISTING, format_of

ENTRY = "- id: x\n  type: book\n  title: T\n"


@pytest.mark.parametrize(
    "text",
    [ENTRY, f"---\n{ENTRY}...\n", f"references:\n{ENTRY}", f"---\ntitle: x\nreferences:\n{ENTRY}---\n\n# Text\n",
     "- title: T\n  issued: 2020\n", "- id: a\n  DOI: 10.1/x\n"],
)  # fmt: skip
def test_a_list_of_references_is_known(text: str) -> None:
    """By fields that only CSL has, behind dashes."""
    assert format_of(text) is CSL_YAML


@pytest.mark.parametrize(
    "text", ["- id: x\n  name: y\n", "a: b\n- type: book\n", "- just\n- words\n", "[1] - type: book"]
)
def test_other_yaml_is_none(text: str) -> None:
    """Lists of other things, and text."""
    assert not recognizes(text)


def test_other_formats_stay_what_they_are() -> None:
    """Neighbours in the order of formats."""
    assert format_of("@book{x,\n- id: x}") is BIBTEX
    assert format_of("- canonical: {first: Ann, last: Lee}\n  variants:\n  - {first: A., last: Lee}\n") is ACL_PEOPLE
    assert format_of("Abstract: - id: x") is LISTING


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("a *new* way", "a new way"), ("**bold** too", "bold too"), ("5 * 5 * 5", "5 * 5 * 5"), ("a*b*c", "a*b*c"),
        ("[Frog]{.nocase} [x]", "Frog [x]"), ("H~2~O x^2^", "H<sub>2</sub>O x<sup>2</sup>"), (r"\*raw\*", "*raw*"),
        ("~/home", "~/home"),
    ],
)  # fmt: skip
def test_markdown(marked: str, plain: str) -> None:
    """Pandoc's marks; signs that mark nothing stay."""
    assert _plain(marked) == plain


def test_dates_of_earlier_versions(tmp_path: Path) -> None:
    """`issued` may be a list of points with `year`, `month`, `day`; two are a range."""
    path = tmp_path / "a.yaml"
    path.write_text(
        f"{ENTRY}  issued:\n  - year: 2001\n    month: 2\n  - year: 2001\n    month: 3\n"
        f"{ENTRY}  issued:\n  - literal: soon\n{ENTRY}  issued: []\n"
    )
    found = list(read_source(open_source(Place(str(path), by_hand=True), path.name, tmp_path)))
    assert [(one.date, one.date_text) for one in found if isinstance(one, Record)] == [
        ("2001", "2001-02/2001-03"), (None, "soon"), (None, None),
    ]  # fmt: skip


def test_nothing_in_it(tmp_path: Path) -> None:
    """A list without entries is one reject."""
    path = tmp_path / "a.yaml"
    path.write_text("references:\n")
    (reject,) = read_csl_yaml(open_source(Place(str(path), by_hand=True), path.name, tmp_path))
    assert isinstance(reject, Reject)
