"""The parts of the BibTeX reader: LaTeX, names, dates, addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.readers.bibtex.dates import read_date
from kg.readers.bibtex.names import read_names
from kg.readers.syntax.latex import is_plain, plain_text, verbatim

PRINTED = {
    r"{\"o}\"o\" o \"{\i}": "ööö ï",
    r"\'{\i}\'\i{}\v{j}": "ííǰ",
    r"{\v R}eh{\r u}{\v r}ek": "Řehůřek",
    r"Stra\ss e \O re {\ss}": "Straße Øre ß",
    r"\textit{Natrix {C}etti}, \emph {x}": "Natrix Cetti, x",
    "a--b---c ``q'' ?`": "a–b—c “q” ¿",
    "31% of $5": "31% of $5",
    "$31%$ x": "$31%$ x",
    "costs $5 and {IBM} $10": "costs $5 and IBM $10",
    "$a$ and {$b_{2}$}$$c$$": "$a$ and $b_{2}$$$c$$",
    "$ x_{1} $ and $ no": "$ x_{1} $ and $ no",
    "a { unbalanced } } b {": "a unbalanced } b",
    r"\foo{M\"u}[x] y \foo bar \@foo \? \)": r"\foo{M\"u}[x] y \foo bar \@foo \? \)",
    r"\(x": r"\(x",
    r"\[x \( y": r"\[x \( y",
    "\\": "\\",
    r"\'": "'",
    r"\v": r"\v",
    r"{\d}u \textbf{}\textbf": r"\du \textbf",
    r"\~{}x \~/u \^{} \c{1} \d{!}": "~x ~/u ^ 1̧ \\d!",
    r"\url{a_b\_c} \url x \ensuremath{x^2} \ensuremath": r"a_b_c \url x $x^2$ \ensuremath",
    r"\href{http://x\_y}{text} \href{x}{x} \href{x}": r"text (http://x_y) x \href{x}",
    r"\textcolor{red}{Hi} \textcolor{red}": r"Hi \textcolor{red}",
    r"x\textsuperscript{12}\textsubscript{2}\textsuperscript{th} \enquote{q}": "x¹²₂th “q”",
    r"pre\-{C}ol\,umn\\new\newline line": "preCol umn new line",
    "e\u0301 \\'e\u0323": "e\u0301 é\u0323",
    r"{\em a {\bf b} c}\LaTeX{} d": "a b cLaTeX d",
    "no\xa0break~here": "no\xa0break\xa0here",
    "  two\n lines ": "two lines",
    "a's 'b' `c": "a's 'b' `c",
    r"\begin{x}y\end{x}": r"\begin{x}y\end{x}",
}


@pytest.mark.parametrize(("tex", "text"), PRINTED.items())
def test_latex_is_read_as_it_prints(tex: str, text: str) -> None:
    """Accents, fonts and quotes become text; maths and what nobody knows stay as printed."""
    assert plain_text(tex) == text


_TEX = ["a", "B", "é", " ", " ", "~", "\xa0", "\t", "\\", "'", "`", "-", "{", "}", "$", "\\'e", "\\ss", "?", "%", "&"]


@given(st.lists(st.lists(st.sampled_from(_TEX), max_size=5).map("".join), max_size=4))
def test_what_is_plain_is_printed_as_it_stands(parts: list[str]) -> None:
    """For any texts: those that are plain together are what LaTeX prints for each of them."""
    if is_plain(" ".join(filter(None, parts))):
        assert [plain_text(part).replace("\xa0", " ") for part in parts] == parts


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\url{http://a.b/\~{}x\_y}", "http://a.b/~x_y"),
        ("{10.1000/a{\\_}b}", "10.1000/a_b"),
        ("http://a.b/\n  c", "http://a.b/c"),
        ("10.1000/{a", "10.1000/{a"),
        (r"http://a.b/{\textasciitilde}x?a=1\&b", "http://a.b/~x?a=1&b"),
    ],
)
def test_addresses_lose_what_latex_needs(tex: str, text: str) -> None:
    """An address or a DOI is read without escapes and braces around it."""
    assert verbatim(tex) == text


NAMES = {
    "Donald E. Knuth": ("Donald E.", "Knuth", None),
    "Ludwig van Beethoven": ("Ludwig", "van Beethoven", None),
    "van der Berg, Jan": ("Jan", "van der Berg", None),
    "King, Jr., Martin Luther": ("Martin Luther", "King", "Jr."),
    "King, Martin Luther, Jr.": ("Martin Luther", "King", "Jr."),
    "Jean de La Fontaine": ("Jean", "de La Fontaine", None),
    "d'Alembert, Jean": ("Jean", "d'Alembert", None),
    r"{\'e}mile zola": (None, "émile zola", None),
    "{\\'E}mile Zola": ("Émile", "Zola", None),
    "{von} Neumann John": ("von Neumann", "John", None),
    "{von} neumann John": ("von", "neumann John", None),
    "{de}mo Lee": (None, "demo Lee", None),
    "D.~E. Knuth": ("D. E.", "Knuth", None),
    "Wei Wang 0001": ("Wei", "Wang", None),
    "Plato": (None, "Plato", None),
    "Smith,": (None, "Smith", None),
    "Al{ and }Bo Cy": ("Al and Bo", "Cy", None),
    "family=Bach, given={Johann Sebastian}, prefix=von, useprefix=true": ("Johann Sebastian", "von Bach", None),
    "family=Plato": (None, "Plato", None),
    "a = b Chen": (None, "a = b Chen", None),
    r"Al \~{n}u Berg": ("Al", "ñu Berg", None),
}


@pytest.mark.parametrize(("tex", "parts"), NAMES.items())
def test_names_are_taken_apart_by_the_rules_of_bibtex(tex: str, parts: tuple[str | None, ...]) -> None:
    """The family name begins at the first small word, or stands before the comma."""
    (name,) = read_names(tex).names
    assert (name.given, name.family, name.suffix) == parts


@pytest.mark.parametrize(
    ("tex", "printed", "complete"),
    [
        ("A. Bo and C. Di", ("A. Bo", "C. Di"), True),
        ("A. Bo AND C. Di and\nothers", ("A. Bo", "C. Di"), False),
        ("Bo, A. and et al.", ("Bo, A.",), False),
        ("and and Bo and", ("Bo",), True),
        ("Andy Band and Alexander Sand", ("Andy Band", "Alexander Sand"), True),
        ("{Bo and Sons}and{Co}", ("Bo and SonsandCo",), True),
        ("{Bo and Sons} and {Co}", ("Bo and Sons", "Co"), True),
        ("{}", (), False),
        ("", (), False),
        ("A. Bo, C. Di, E. Fu, G. Ho", ("A. Bo", "C. Di", "E. Fu", "G. Ho"), True),
    ],
)
def test_lists_of_names(tex: str, printed: tuple[str, ...], *, complete: bool) -> None:
    """`and` parts names outside of braces; `and others` is no name."""
    found = read_names(tex)
    assert tuple(name.printed for name in found.names) == printed
    assert found.complete == complete


def test_what_is_too_long_for_a_name() -> None:
    """A text in the wrong field is kept as it is, with a doubt."""
    found = read_names("{x} " * 2000)
    assert len(found.names[0].printed) == 3999
    assert found.doubts[0].confidence < 0.5


DATES = [
    ("2003-05", "", "", "", "2003-05", None),
    ("2003-05-06T10:00:00Z", "2002", "", "", "2003-05-06", None),
    ("2003-05/2003-06", "", "", "", "2003", "2003-05/2003-06"),
    ("2003/2004", "", "", "", None, "2003/2004"),
    ("2003-05/2003-05", "", "", "", "2003-05", None),
    ("2003-21", "", "", "", "2003", "2003-21"),
    ("2003~", "", "", "", "2003", "2003~"),
    ("2019-02-30", "", "", "", "2019", "2019-02-30"),
    ("0000", "", "", "", None, "0000"),
    ("199X", "", "", "", None, "199X"),
    ("May 2003", "", "", "", "2003", "May 2003"),
    ("2015", "2015", "Jun.", "", "2015-06", None),
    ("", "2001", "June", "", "2001-06", None),
    ("", "2001", "10 January", "", "2001-01-10", None),
    ("", "2001", "12", "5", "2001-12-05", None),
    ("", "2001", "12", "", "2001-12", None),
    ("", "2001", "13", "", "2001", "13 2001"),
    ("", "2001", "2", "30", "2001", "30 2 2001"),
    ("", "2001", "1 2 3", "", "2001", "1 2 3 2001"),
    ("", "2001", "May/June", "", "2001", "May/June 2001"),
    ("", "2001", "Spring", "", "2001", "Spring 2001"),
    ("", "2001", "1st of May", "", "2001-05-01", None),
    ("", "2001a", "", "", "2001", None),
    ("", "2010-05", "", "", "2010-05", None),
    ("", "c1998", "", "", "1998", "c1998"),
    ("", "1998--1999", "", "", None, "1998--1999"),
    ("", "in press", "May", "", None, "May in press"),
    ("", "", "May", "", None, "May"),
    ("", "", "", "", None, None),
]


@pytest.mark.parametrize("row", DATES)
def test_dates(row: tuple[str | None, ...]) -> None:
    """A date is as precise as printed; what ISO 8601 has no form for is kept as text."""
    fields = dict(zip(("date", "year", "month", "day"), (part or "" for part in row[:4]), strict=True))
    assert read_date(fields) == row[4:]
