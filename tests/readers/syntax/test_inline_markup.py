"""Markup in titles and abstracts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.text import fold

MML = '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">{}</mml:math>'


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("<i>Drosophila</i> &amp; others", "Drosophila & others"),
        ("G3&amp;#58; Genes|Genomes", "G3: Genes|Genomes"),
        ("&lt;i&gt;Escherichia coli&lt;/i&gt; grows", "Escherichia coli grows"),
        ("R&D &notes AT&amp;T", "R&D &notes AT&T"),
        ("p < 0.05 and q > 1; List<String>; a<b and c>d", "p < 0.05 and q > 1; List<String>; a<b and c>d"),
        ("at 10<sup>-3</sup> H<sub>2</sub>O", "at 10⁻³ H₂O"),
        ("x<sub>max</sub> of the 5<sup>th</sup>", "xmax of the 5th"),
        ("\n   Drosophila\n   Muller  F\tElements ", "Drosophila Muller  F Elements"),
        ("<b>open", "open"),
        ("</i>ended", "ended"),
        ("one<br/>two", "one two"),
        ("seen<!-- not --> <![CDATA[a < b]]>", "seen a < b"),
        ('<span class="x" title=y>text</span>', "text"),
        ("&#x27;&eacute;&unknown;", "'é&unknown;"),
        ("<tex-math>\\documentclass{m}\\begin{document}$$\\alpha$$\\end{document}</tex-math>", "$\\alpha$"),
        ("<alternatives><mml:math><mml:mi>x</mml:mi></mml:math><tex-math>x_1</tex-math></alternatives>", "$x_1$"),
        ("<alternatives>bare</alternatives>", "bare"),
        ("<tex-math></tex-math>none", "none"),
    ],
)
def test_markup_becomes_text(marked: str, plain: str) -> None:
    """Known tags go, their text stays, and what is no tag is text."""
    assert plain_title(marked) == plain


@pytest.mark.parametrize(
    ("mathml", "tex"),
    [
        ("<mml:msub><mml:mi>K</mml:mi><mml:mi>S</mml:mi></mml:msub>", "K_S"),
        ("<mml:msup><mml:mi>e</mml:mi><mml:mrow><mml:mo>-</mml:mo><mml:mi>x</mml:mi></mml:mrow></mml:msup>", "e^{-x}"),
        ("<mml:msubsup><mml:mi>a</mml:mi><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:msubsup>", "a_1^2"),
        ("<mml:mfrac><mml:mn>1</mml:mn><mml:mi>n</mml:mi></mml:mfrac>", r"\frac{1}{n}"),
        ("<mml:msqrt><mml:mi>s</mml:mi><mml:mi>t</mml:mi></mml:msqrt>", r"\sqrt{st}"),
        ("<mml:mroot><mml:mi>x</mml:mi><mml:mn>3</mml:mn></mml:mroot>", r"\sqrt[3]{x}"),
        ("<mml:mover><mml:mi>p</mml:mi><mml:mo>¯</mml:mo></mml:mover>", r"\bar{p}"),
        ("<mml:mover><mml:mi>p</mml:mi><mml:mo>+</mml:mo></mml:mover>", "p^+"),
        ("<mml:munderover><mml:mo>∑</mml:mo><mml:mn>0</mml:mn><mml:mi>n</mml:mi></mml:munderover>", "∑_0^n"),
        ("<mml:mtext>for</mml:mtext><mml:mspace/><mml:mn>5</mml:mn><mml:mtext>7</mml:mtext>", r"\text{for} 57"),
        ("<mml:mfenced><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfenced>", "(a, b)"),
        ("<mml:semantics><mml:mi>x</mml:mi><mml:annotation encoding='TeX'>$y$</mml:annotation></mml:semantics>", "y"),
        ("<mml:semantics><mml:mi>x</mml:mi><mml:annotation encoding='text'>z</mml:annotation></mml:semantics>", "x"),
        ("<mml:msup><mml:mi>x</mml:mi></mml:msup>", "x"),
        ("<mml:mmultiscripts/><mml:mi>x</mml:mi>", "x"),
        ("<mml:mmultiscripts><mml:mi>T</mml:mi><mml:mi>i</mml:mi><mml:none/></mml:mmultiscripts>", "T_i"),
        ("<mml:mmultiscripts><mml:mi>Xe</mml:mi><mml:mprescripts/><mml:none/><mml:mn>129</mml:mn></mml:mmultiscripts>",
         "{}^{129}Xe"),
        ("<mml:mmultiscripts><mml:mi>C</mml:mi><mml:mprescripts/><mml:mn>6</mml:mn><mml:mn>8</mml:mn></mml:mmultiscripts>",
         "{}_6^8C"),
        ("<mml:msup><mml:msup><mml:mi>x</mml:mi><mml:mi>y</mml:mi></mml:msup><mml:mi>z</mml:mi></mml:msup>", "{x^y}^z"),
    ],
)  # fmt: skip
def test_formulas_become_tex(mathml: str, tex: str) -> None:
    """MathML is TeX between dollar signs; TeX that the source gives comes first."""
    assert plain_title(f"of {MML.format(mathml)} here") == f"of ${tex}$ here"


def test_an_abstract_keeps_its_paragraphs() -> None:
    """Blocks are lines; the heading `Abstract` is none."""
    marked = "<jats:title>Abstract</jats:title>\n<jats:p>One\n  line.</jats:p> "
    marked += "<jats:sec><jats:title>Aim</jats:title><jats:p>Two.</jats:p></jats:sec>"
    assert plain_abstract(marked) == "One line.\nAim\nTwo."
    assert plain_abstract("Abstract: words") == "words"
    assert plain_abstract("Abstract interpretation is a method") == "Abstract interpretation is a method"
    assert plain_abstract("<p>Abstract</p>") == "Abstract"


def test_deep_markup_ends() -> None:
    """Tags in tags without end neither recurse without end nor lose the text."""
    assert plain_title("<p>" * 5000 + "x") == "x"
    assert plain_title("<mml:mrow>" * 5000 + "x" + "</mml:mrow>" * 5000) == "x"


@given(st.text(max_size=80))
def test_words_are_not_lost(text: str) -> None:
    """Text without a tag or a reference is kept to the character, blanks at its edges apart."""
    plain = text.replace("<", "(").replace("&", "+")
    assert fold(plain_title(plain)) == fold(plain)


@given(st.text(alphabet="<>/&;ibsup= \"'#x-!", max_size=60))
def test_any_markup_is_read(text: str) -> None:
    """No text raises, and a title never has blanks at its edges."""
    assert plain_title(text) == plain_title(text).strip()
    plain_abstract(text)
