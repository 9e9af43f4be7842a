"""URLs of code in abstracts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.readers.listing.code_urls import _GLANCE, _URL, broken_code_urls, code_urls

FORGE = "https://github.com/ann/tool"


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        (f"We release it at {FORGE}.", (FORGE,)),
        (f"Code ({FORGE}) is free.", (FORGE,)),
        (rf"Code: \url{{{FORGE}}}.", (FORGE,)),
        (rf"\href{{{FORGE}}}{{here}}", (FORGE,)),
        (f"See {FORGE}, and {FORGE}!", (FORGE,)),
        ("Our software lives at https://example.org/a_(b).", ("https://example.org/a_(b)",)),
        ("An implementation is at http://example.org/x?y=1&z=2.", ("http://example.org/x?y=1&z=2",)),
        ("Data are at https://zenodo.org/record/1. Code is not.", ()),
        ("Available at github.com/ann/tool.", (FORGE,)),
        ("We thank https://github.com for its service", ()),
        ("Source codes: https://gitlab.inria.fr/a/b and ftp://x.org/c", ("https://gitlab.inria.fr/a/b",)),
        ("code at https://user:secret@example.org/x", ()),
        ("code at https://[bad/x and https://localhost/x", ()),
        ("mail ann@github.com/x", ()),
        ("We encode text; see https://example.org/a.", ()),
        (f"代码见「{FORGE}」。", (FORGE,)),
        (f"代码在{FORGE}上，见{FORGE}；", (FORGE,)),
        (f"Code: {FORGE}\u200b, {FORGE}— and {FORGE}\u202e.", (FORGE,)),
        ("Code: HTTPS://GitHub.com/Ann/Tool", ("https://github.com/Ann/Tool",)),
        (rf"Code: {FORGE}\_box\%20a.", (f"{FORGE}_box%20a",)),
        (f"Code: **{FORGE}**, [here]({FORGE}), <{FORGE}>, `{FORGE}`", (FORGE,)),
        (f"Code: {FORGE}%zz, {FORGE}#a#b, {FORGE}[1]/x, https://github.com:x/a", ()),
    ],
)
def test_a_url_is_code_by_its_host_or_its_sentence(text: str, urls: tuple[str, ...]) -> None:
    """A forge, or a sentence that speaks of code, makes a URL code; punctuation around it is no part of it."""
    assert code_urls(text) == urls


def test_a_broken_url_is_told() -> None:
    """A URL that would make parsers refuse the graph is not emitted, but told."""
    assert broken_code_urls(f"Code: {FORGE}%zz, {FORGE}, {FORGE}#a#b.") == (f"{FORGE}%zz", f"{FORGE}#a#b")


_PARTS = ["http", "HTTPS", ":", "/", "github", "gitlab", ".com", ".COM", ".org", "sr", ".ht", "www.", "codeberg",
          "a", " ", "@", "\n",
          "anonymous.4open", ".science", "\u017fr"]  # fmt: skip


@given(st.lists(st.sampled_from(_PARTS)))
def test_the_glance_misses_no_url(parts: list[str]) -> None:
    """For any text: where a URL stands the glance sees one."""
    text = "".join(parts)
    assert _URL.search(text) is None or _GLANCE.search(text) is not None
    assert _GLANCE.search("on and/or off. 1/2") is None
