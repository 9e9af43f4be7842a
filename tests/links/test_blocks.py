"""Keys of titles: the fast way gives what the slow one gives, and no title that is related is passed over."""

from hypothesis import given
from hypothesis import strategies as st

from kg.identifiers import parse
from kg.links.theirs.blocks import Blocks, blocks, letters_of, name_letters, related, slow_blocks
from kg.match.titles import relation
from kg.readers.glimpses.glimpse import known
from kg.text import fold

WORDS = st.sampled_from(
    ["Graph", "kernels", "and", "und", "et", "AND", "for", "proteins", "a", "survey", "2", "naïve", "Über", "x²", "+++",
     "$\\alpha$", "<i>in", "vitro</i>", "&amp;", "{The}", "state-of-the-art", "β", "图", "ﬁnite", "İ", "aaaaaaaaaaaaa"]
)  # fmt: skip
BETWEEN = st.sampled_from(
    [" ", " ", ": ", " - ", " -- ", "-", "–", "—", "? ", ". ", " (", ") ", "\n", "\t-\t", "’s ", "\x1f", "|"]
)
TITLES = st.one_of(
    st.lists(st.tuples(WORDS, BETWEEN), max_size=12).map(lambda parts: "".join(a + b for a, b in parts)),
    st.text(max_size=60),
)


@given(TITLES)
def test_blocks(title: str) -> None:
    """Titles of ASCII folded as bytes have the keys that the slow way gives."""
    assert blocks(title) == slow_blocks(title)


@given(st.lists(TITLES, max_size=4), TITLES)
def test_met(ours: list[str], theirs: str) -> None:
    """A title meets others by the keys that it shares with them."""
    index = Blocks()
    for title in ours:
        index.add(blocks(title))
    assert set(index.met(theirs)) == blocks(theirs) & {block for title in ours for block in blocks(title)}


@given(TITLES, st.data())
def test_related(title: str, drawn: st.DataObject) -> None:
    """No pair of titles that `relation` relates is told apart by its letters."""
    at = drawn.draw(st.integers(0, len(title)))
    other = drawn.draw(
        st.one_of(TITLES, st.just(title[:at] + title[at + 1 :]), st.just(f"{title}: more"), st.just(title[:at]))
    )
    if relation(title, other) in {"equal", "spelling", "subtitle"}:
        assert all(related([letters_of(title)], letters_of(other).joined))


def test_letters() -> None:
    """Titles of other letters, or of another length, are told apart; long ones of one letter are not."""
    ours = letters_of("Learning sparse graphs of proteins")
    assert list(related([ours], letters_of("Learning robust maps of markets xy").joined)) == [False]
    assert list(related([ours], letters_of("Learning").joined)) == [True]
    assert list(related([ours], letters_of("Measuring").joined)) == [False]
    assert list(related([letters_of("ba" + "a" * 40)], "a" * 42)) == [True]
    assert list(related([letters_of("b" * 3 + "c" * 30)], "c" * 33)) == [True]


@given(st.lists(st.text(max_size=20), max_size=4), st.text(max_size=20))
def test_name_letters(names: list[str], ours: str) -> None:
    """A name has the same letters as another one that folds to the same, among others or alone."""
    for name in (ours, ours.upper(), f"{ours}\n", fold(ours)):
        if fold(name) == fold(ours):
            assert set(name_letters([ours])) <= set(name_letters([*names, name]))


@given(
    st.sampled_from(["doi", "openalex", "s2", "wikidata", "arxiv", "pmid", "pmcid", "dblp", "orcid"]),
    st.one_of(
        st.text(max_size=20),
        st.from_regex(r"(https://doi\.org/)?10\.[0-9]{4}/[A-Za-z0-9.()_:;/-]{1,12}", fullmatch=True),
        st.from_regex(r"(https://openalex\.org/)?[WAIS][0-9]{1,9}|Q[0-9]{1,9}|PMC[0-9]{1,9}", fullmatch=True),
        st.from_regex(r"[0-9]{1,9}|[0-9]{4}\.[0-9]{4,5}|conf/[a-z]{1,4}/[A-Za-z0-9-]{1,9}", fullmatch=True),
    ),
)
def test_known(scheme: str, printed: str) -> None:
    """An identifier that is known at a glance is the one that `kg.identifiers` reads."""
    found = parse(scheme, printed)
    assert known(scheme, printed) == (None if found is None else (found.scheme, found.value))
