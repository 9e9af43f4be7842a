"""BibTeX and BibLaTeX, read back by pybtex (syntax and names) and pylatexenc (what LaTeX would print)."""

import io
import re
import warnings
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from pybtex.database import BibliographyData, parse_bytes
from pylatexenc import macrospec
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import get_default_latex_context_db as walker_db

from kg.profiles import PROFILES, Entry, latex
from kg.profiles.citekeys import CitationKeys, citation_key
from kg.profiles.entry import Agent, Author
from kg.profiles.texts import date_parts, one_line, page_range

COMMANDS = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
DIALECTS = ("bibtex", "biblatex")
CONTAINERS = ("journal", "journaltitle", "booktitle", "series")


@pytest.fixture(scope="module")
def printed() -> Callable[[str], str]:
    """Return a function that gives what LaTeX prints of a field, formulas as they are."""
    context = get_default_latex_context_db()
    context.add_context_category("more", macros=[MacroTextSpec(*pair) for pair in COMMANDS.items()], prepend=True)
    syntax = walker_db()
    syntax.add_context_category("more", macros=[macrospec.MacroSpec(name) for name in COMMANDS], prepend=True)
    return lambda field: str(
        LatexNodes2Text(latex_context=context, math_mode="verbatim", strict_latex_spaces=True).latex_to_text(
            field, latex_context=syntax
        )
    )


def parsed(bibliography: bytes) -> BibliographyData:
    """Return what pybtex reads; a warning of its would fail the test."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return parse_bytes(bibliography, "bibtex", encoding="utf-8")


@pytest.mark.parametrize("name", DIALECTS)
def test_fields(
    name: str, everything: list[Entry], written: Callable[..., bytes], printed: Callable[[str], str]
) -> None:
    """Each entry comes back with its own texts, date, identifiers and pages."""
    back = parsed(written(PROFILES[name], *everything))
    assert len(back.entries) == len(everything)
    for entry, found in zip(everything, back.entries.values(), strict=True):
        fields: Mapping[str, str] = found.fields
        publisher = entry.venue.publisher.name if entry.venue and entry.venue.publisher else None
        for field, text in (
            ("title", entry.title),
            ("abstract", entry.abstract),
            ("volume", entry.volume),
            ("number", entry.issue),
            ("publisher", publisher),
            ("venue", entry.venue.name if entry.venue else None),
        ):
            listed = CONTAINERS if field == "venue" else ("number", "issue") if field == "number" else (field,)
            back_again = next((printed(fields[one]) for one in listed if one in fields), None)
            assert back_again == (None if text is None else " ".join(one_line(text).split())), entry.iri
        for field, scheme in (("doi", "doi"), ("eprint", "arxiv"), ("isbn", "isbn"), ("pmid", "pmid")):
            assert fields.get(field) == entry.identifier(scheme)
        check_date(name, entry, fields)
        ends = page_range(entry.pages) if entry.pages else None
        assert not ends or fields["pages"] == "--".join(ends)


def check_date(name: str, entry: Entry, fields: Mapping[str, str]) -> None:
    """Compare the date of an entry."""
    parts = date_parts(entry.date)
    if name == "biblatex":
        whole = "/".join(entry.date_range) if entry.date_range else entry.date if parts.year else None
        assert fields.get("date") == whole
        assert fields.get("day") == (str(parts.day) if parts.day and not parts.year else None)
    elif not entry.date_range:
        assert fields.get("year") == (f"{parts.year:04}" if parts.year else None)
        assert fields.get("day") == (str(parts.day) if parts.day else None)
        assert ("month" in fields) == (parts.month is not None)


@pytest.mark.parametrize("name", DIALECTS)
def test_names(
    name: str, everything: list[Entry], written: Callable[..., bytes], printed: Callable[[str], str]
) -> None:
    """Authors keep their order; parts come back as the graph has them; a cut list ends with `and others`."""
    back = parsed(written(PROFILES[name], *everything))
    for entry, found in zip(everything, back.entries.values(), strict=True):
        people = list(found.persons.get("author", []))
        if not entry.complete and entry.authors:
            assert str(people.pop()) == "others"
        for author, person in zip(entry.authors, people, strict=True):
            agent = author.agent
            family = printed(" ".join([*person.prelast_names, *person.last_names]))
            given = printed(" ".join([*person.first_names, *person.middle_names]))
            if agent.given is not None:
                assert (given, family) == (agent.given, agent.family)
            else:
                assert f"{given} {family}".strip() == agent.name
            assert not agent.collective or not given


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Daiki Chijiwa", "Chijiwa"),
        ("Ludwig van Beethoven", "van Beethoven"),
        ("Plato", "Plato"),
        ("Robert Downey Jr.", "Robert Downey Jr."),
        ("Zhang Y.", "Zhang Y."),
        ("山田 太郎", "山田 太郎"),
        ("bell hooks", "bell hooks"),
        ("Simon and Garfunkel", "Simon and Garfunkel"),
        ("King, Martin", "King, Martin"),
        ("Others", "Others"),
        ("Jean-Luc Ó Briain", "Briain"),
        ("Ana quick Silva", "Ana quick Silva"),
    ],
)
def test_likely_family_name(name: str, family: str) -> None:
    """A name without parts is split by BibTeX only where the last word is likely the family name."""
    field = latex.name(Agent(iri="x:a", name=name))
    people = parsed(f"@misc{{a, author = {{{field}}}}}".encode()).entries["a"].persons["author"]
    assert len(people) == 1
    assert " ".join([*people[0].prelast_names, *people[0].last_names]).strip("{}") == family


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("Pretraining BERT for Vision Tasks", "Pretraining {BERT} for Vision Tasks"),
        ("Learning with Bayesian nets: Theory of graphs", "Learning with {Bayesian} nets: Theory of graphs"),
        ("On 3D and L1 and iOS", "On {3D} and {L1} and {iOS}"),
        ("Only $L_\\infty$ matters", "Only {$L_\\infty$} matters"),
        ("It costs $5 and $6 today", "It costs \\$5 and \\$6 today"),
        ("Lone $ sign", "Lone \\$ sign"),
        ("$\\{x$ is unbalanced", "\\$\\textbackslash{}\\textbraceleft{}x\\$ is unbalanced"),
        ("$}x{$ is upside down", "\\$\\textbraceright{}x\\textbraceleft{}\\$ is upside down"),
        ("we love &Co here", "we love {{\\&Co}} here"),
        ("50% & # _ ~ ^ \\", "50\\% \\& \\# \\_ \\textasciitilde{} \\textasciicircum{} \\textbackslash{}"),
        ("Überlegungen zur Kunst der fuge als form", "Überlegungen zur {Kunst} der fuge als form"),
    ],
)
def test_titles(title: str, field: str) -> None:
    """Braces protect what a style must not make small; special characters are escaped, formulas kept."""
    assert latex.title(title) == field


def test_braces_balance(everything: list[Entry], written: Callable[..., bytes]) -> None:
    """No text opens or closes a brace of the file."""
    for entry in everything:
        text = written(PROFILES["bibtex"], entry).decode()
        assert text.count("{") == text.count("}")


def test_addresses_are_verbatim(rich: Entry, written: Callable[..., bytes]) -> None:
    """Addresses and identifiers are not escaped; a brace, which would end the field, is percent-encoded."""
    text = written(PROFILES["bibtex"], rich).decode()
    assert "url = {https://example.com/100%25/page_1#top}" in text
    assert "doi = {10.1000/a_b(c)}" in text
    assert "Code: \\url{https://github.com/a/b}" in text
    assert latex.verbatim("10.1/{x}") == "10.1/%7Bx%7D"


def test_keys_are_unique(everything: list[Entry], written: Callable[..., bytes]) -> None:
    """Keys are ASCII, unique, and hang on the entry, not on a number in the file."""
    text = written(PROFILES["bibtex"], *everything).decode()
    keys = re.findall(r"^@\w+\{(.*),$", text, re.MULTILINE)
    assert len(set(keys)) == len(keys) == len(everything)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)


def test_keys(rich: Entry, bare: Entry, everything: list[Entry]) -> None:
    """A key is family name, year, first telling word; an equal one gets digits of the IRI, more where needed."""
    assert citation_key(rich) == "vanderhoeven2021learning"
    assert citation_key(bare) == "anonymousnd"
    by_name = {entry.authors[0].agent.name: citation_key(entry) for entry in everything if entry.authors}
    assert by_name["山田 太郎"] == "author2020curly"
    assert by_name["Ludwig van Beethoven"] == "beethovenndcontrol"
    keys = CitationKeys()
    first, second, third = keys.key(rich), keys.key(rich), keys.key(rich)
    assert second.startswith(first + "-")
    assert third.startswith(second)


def test_omissions(everything: list[Entry]) -> None:
    """Text with control characters is told, since no form of lines can hold them."""
    for name in ("bibtex", "biblatex", "ris"):
        told = PROFILES[name].write(everything, io.BytesIO())
        assert [omission.iri.rpartition("/")[2] for omission in told] == ["7"]


@pytest.mark.parametrize(
    ("kind", "bibtex", "biblatex"),
    [
        ("article", "article", "article"),
        ("review", "article", "article"),
        ("proceedings-paper", "inproceedings", "inproceedings"),
        ("preprint", "misc", "online"),
        ("thesis", "misc", "thesis"),
        ("other", "misc", "misc"),
    ],
)
def test_types(kind: str, bibtex: str, biblatex: str, rich: Entry, written: Callable[..., bytes]) -> None:
    """The type of publication decides the type of entry and where the venue stands."""
    entry = structs.replace(rich, publication_type=kind)
    for name, expected in (("bibtex", bibtex), ("biblatex", biblatex)):
        (found,) = parsed(written(PROFILES[name], entry)).entries.values()
        assert found.type == expected
        assert any(r"Journal of R\&D" in value for value in found.fields.values())


LETTERS = st.one_of(st.sampled_from(list('\\{}$%&#_^~ aBc1"@,\n\t=-|;')), st.characters(exclude_categories=["Cs"]))


@settings(max_examples=200, deadline=None)
@given(title=st.text(LETTERS, max_size=30), name=st.text(LETTERS, min_size=1, max_size=30))
def test_any_text(title: str, name: str) -> None:
    """Whatever the texts are, the file has one entry with two authors."""
    agent = Agent(iri="x:a", name=name)
    authors = tuple(Author(role=f"x:r{place}", position=place, agent=agent) for place in (1, 2))
    out = io.BytesIO()
    PROFILES["bibtex"].write([Entry(iri="x:p", title=title, abstract=name, authors=authors, keywords=(title,))], out)
    (found,) = parsed(out.getvalue()).entries.values()
    assert len(found.persons["author"]) == 2


def test_article_without_journal(rich: Entry, written: Callable[..., bytes]) -> None:
    """An article of which no journal is known is `misc` in BibTeX, which says what it is."""
    entry = structs.replace(rich, venue=None)
    (found,) = parsed(written(PROFILES["bibtex"], entry)).entries.values()
    assert (found.type, found.fields["howpublished"]) == ("misc", "Article")
