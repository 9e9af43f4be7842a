"""Printed author lines."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names import _CUT, author_spans, may_be_cut, parse_author_line, strip_edges

CASES = {
    "Daiki Chijiwa": (["Daiki Chijiwa"], True),
    "Daiki Chijiwa, Shin'ya Yamaguchi et al.": (["Daiki Chijiwa", "Shin'ya Yamaguchi"], False),
    "A. B. See, C. Dee, et al": (["A. B. See", "C. Dee"], False),
    "Ada Bell and others": (["Ada Bell"], False),
    "Ada Bell and 3 others": (["Ada Bell"], False),
    "Ada Bell, Carl Dee, + 12 more": (["Ada Bell", "Carl Dee"], False),
    "Ada Bell, Carl Dee, …": (["Ada Bell", "Carl Dee"], False),
    "Ada Bell, Carl Dee, ...": (["Ada Bell", "Carl Dee"], False),
    "Ada Bell, et al., Carl Dee": (["Ada Bell", "Carl Dee"], False),
    "Ada Bell, Carl Dee and Eve Fay": (["Ada Bell", "Carl Dee", "Eve Fay"], True),
    "Ada Bell, Carl Dee, and Eve Fay": (["Ada Bell", "Carl Dee", "Eve Fay"], True),
    "Ada Bell and Carl Dee": (["Ada Bell", "Carl Dee"], True),
    "Ada Bell & Carl Dee": (["Ada Bell", "Carl Dee"], True),
    "Ada Bell; Carl Dee": (["Ada Bell", "Carl Dee"], True),
    "Bell, Ada; Dee, Carl": (["Bell, Ada", "Dee, Carl"], True),
    "Ada Bell, Carl Dee,": (["Ada Bell", "Carl Dee"], True),
    "Edward P. Stabler, Jr., Carl Dee": (["Edward P. Stabler, Jr.", "Carl Dee"], True),
    "Ada Bell, III and Carl Dee": (["Ada Bell, III", "Carl Dee"], True),
    "Ada Bell, PhD, Carl Dee, M.D.": (["Ada Bell, PhD", "Carl Dee, M.D."], True),
    "Ada Bell, 1, *, Carl Dee, †": (["Ada Bell", "Carl Dee"], True),
    "Ada Bell, 0000-0002-1825-0097, Carl Dee": (["Ada Bell", "Carl Dee"], True),
    "\xa0Ada\xa0Bell\xa0,\u200bCarl Dee \u200b": (["Ada\xa0Bell", "Carl Dee"], True),
    "张三, 李四": (["张三", "李四"], True),
    "张三、李四等": (["张三", "李四"], False),
    "Anderson Silva, Rolando Etal": (["Anderson Silva", "Rolando Etal"], True),
    "Jane Vetal": (["Jane Vetal"], True),
    "Alandra Mand, Band Other": (["Alandra Mand", "Band Other"], True),
    "": ([], True),
    " , , ": ([], True),
    "et al.": ([], False),
}


@pytest.mark.parametrize(("line", "read"), CASES.items(), ids=repr)
def test_author_lines(line: str, read: tuple[list[str], bool]) -> None:
    """Each way of parting names is read; what is no name never becomes one."""
    names, complete = parse_author_line(line)
    assert (list(names), complete) == read


@given(st.text())
def test_names_are_ordered_slices(line: str) -> None:
    """Names are disjoint slices of the line in its order, without blanks at their edges."""
    spans, _ = author_spans(line)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
    for start, end in spans:
        assert line[start:end] == strip_edges(line[start:end]) != ""


@given(
    st.lists(st.from_regex(r"[A-Z][a-z]{2,8} [A-Z][b-z]{4,8}y", fullmatch=True), min_size=1, max_size=6), st.booleans()
)
def test_a_joined_list_reads_back(names: list[str], cut: bool) -> None:  # noqa: FBT001
    """Names joined as a page joins them are read back."""
    assert parse_author_line(", ".join(names) + " et al." * cut) == (tuple(names), not cut)


def test_a_giant_line_is_read_in_linear_time() -> None:
    """Ten megabytes of names are read."""
    names, complete = parse_author_line("Ada Bell, " * 1_000_000 + "Carl Dee et al.")
    assert (len(names), complete) == (1_000_001, False)


_PARTS = ["et al", "et. al", "Et", "al", "alia", "others", "other\u017f",
          " and ", "3", "+ 5", "more", "authors",
          "u. a.", "u.", "a", " ", "\t", "\xa0", "…", "..", ".", ")", ";", ",", "等", "co-wor\u212aers", "colleagues",
          "\u0663", "Doe"]  # fmt: skip


@given(st.lists(st.sampled_from(_PARTS)), st.text(" .,;)]\t\n", max_size=15))
def test_the_glance_at_the_end_misses_nothing(parts: list[str], behind: str) -> None:
    """For any line: what says that the list is cut may be cut at a glance."""
    line = "".join(parts) + behind
    assert may_be_cut(line) or _CUT.search(line) is None
