"""LaTeX commands that are letters, signs, accents or fonts. Reads: nothing. Emits: tables.

From the LaTeX 2e base (ltoutenc: OT1, T1, TS1), inputenc's utf8 tables, csquotes and biblatex; commands of maths are
not in them, since maths is kept as TeX.
"""

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "G": "\u030f", "U": "\u030e", "f": "\u0311",
    "d": "\u0323", "textcommabelow": "\u0326", "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
    "newtie": "\u0361", "textcommaabove": "\u0313",
}  # fmt: skip
"""Command -> combining character behind the letter."""

LETTERS = {
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ", "textcrh": "ħ", "textCrh": "Ħ", "textbaru": "ʉ",
    "cprime": "ʹ", "cdprime": "ʺ", "textalpha": "α", "textbeta": "β", "textgamma": "γ", "textdelta": "δ",
}  # fmt: skip

SIGNS = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", "-": "", "/": "", "@": "", "!": "",
    ",": " ", ";": " ", ":": " ", " ": " ", "\n": " ", "\t": " ", "\\": " ", "newline": " ", "linebreak": " ",
    "par": " ", "space": " ", "quad": " ", "qquad": " ", "thinspace": " ", "nobreakspace": "\xa0",
    "allowbreak": "", "relax": "", "protect": "", "leavevmode": "", "ignorespaces": "", "noindent": "",
    "P": "¶", "S": "§", "copyright": "©", "textcopyright": "©", "textregistered": "®", "texttrademark": "™",
    "pounds": "£", "textsterling": "£", "euro": "€", "texteuro": "€", "EUR": "€", "textyen": "¥", "textcent": "¢",
    "dots": "…", "ldots": "…", "textellipsis": "…", "dag": "†", "ddag": "‡", "textdagger": "†",
    "textendash": "–", "textemdash": "—", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^",
    "textunderscore": "_", "textdollar": "$", "textbraceleft": "{", "textbraceright": "}", "textbar": "|",
    "textless": "<", "textgreater": ">", "textquotedbl": '"', "textquotesingle": "'", "textasciigrave": "`",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "lq": "‘", "rq": "’", "quotesinglbase": "‚", "quotedblbase": "„", "glqq": "„", "grqq": "“", "glq": "‚",
    "grq": "‘", "flqq": "«", "frqq": "»", "guillemotleft": "«", "guillemotright": "»", "guilsinglleft": "‹",
    "guilsinglright": "›", "textexclamdown": "¡", "textquestiondown": "¿", "textbullet": "•",
    "textperiodcentered": "·", "textdegree": "°", "degree": "°", "textmu": "µ", "textordfeminine": "ª",
    "textordmasculine": "º", "texttimes": "×", "textdiv": "÷", "textpm": "±", "textonehalf": "½",
    "textonequarter": "¼", "textthreequarters": "¾", "textminus": "−", "textasteriskcentered": "∗", "textohm": "Ω",
    "textparagraph": "¶", "textsection": "§", "slash": "/", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX",
    "LaTeXe": "LaTeX2ε", "textnumero": "№", "bibrangedash": "–", "bibrangessep": ", ",
    "textvisiblespace": "␣", "textasciiacute": "´", "textasciidieresis": "¨", "textasciimacron": "¯",
}  # fmt: skip

_FONTS = """
text textit emph textbf textsc texttt textrm textsf textsl textup textmd textnormal textln textlf mathrm mathit
    mbox hbox fbox makebox underline uline uppercase lowercase MakeUppercase MakeLowercase textcase NoCaseChange
    MakeTextUppercase mkbibemph mkbibitalic mkbibbold mkbibacro mkbibsuperscript autocap nocase
    textcyr
"""
FONTS = frozenset(_FONTS.split())
"""Commands whose argument is printed, in another font or case: its text is kept."""

_SWITCHES = """
em it bf sc tt rm sf sl itshape slshape scshape upshape bfseries mdseries rmfamily sffamily ttfamily normalfont
    tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge upright boldmath unboldmath
    selectfont
"""
SWITCHES = frozenset(_SWITCHES.split())
"""Commands without argument that change the font of what follows."""

QUOTES = {"enquote": ("“", "”"), "mkbibquote": ("“", "”"), "qq": ("“", "”"), "q": ("‘", "’")}
"""Commands whose argument is put into quotation marks."""

SUPERSCRIPTS = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
