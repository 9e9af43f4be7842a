r"""Text -> LaTeX for BibTeX files. Reads: str, Agent. Emits: fields that are typeset as the text, names that sort.

What is typeset is what the graph says, to the character: `% & # _ { } ~ ^ \` and lone `$` are escaped, only formulas
(`$...$`, by pandoc's rule: no blank inside the dollars, no digit behind) stay formulas. Braces are written as commands,
since BibTeX counts `\{` too. Letters of all scripts stay UTF-8.
"""

import re

from kg.names import PARTICLES
from kg.profiles.entry import Agent
from kg.profiles.texts import one_line

_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {special: "\\" + special for special in "%&#_$"}
_ESCAPED = str.maketrans(_COMMANDS)
_FORMULA = re.compile(r"(?<!\\)\$\$?(?![\s$])((?:\\.|[^$\\])+?)(?<![\s\\])\$\$?(?!\d)")
_LIGATURE = re.compile(r"(?<=-)-|(?<=')'|(?<=`)`|(?<=[?!])`")
_WORD = re.compile(r"\S+")
_MIXED = re.compile(r"\w[A-Z]|\d[A-Za-z]|[A-Z]\d")
_SENTENCE_END = re.compile(r"[:.?!]\Z")
_SMALL = 3  # words of up to three letters are small in title case too
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|filho|neto|junior)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,3}")
_LATIN = re.compile(r"[\u0041-\u024f\u0300-\u036f\u1e00-\u1eff\s.'’\u2010-\u2015-]+")


def escaped(text: str) -> str:
    """Return one line of LaTeX that is typeset as `text`."""
    return "".join(part if formula else _plain(part) for part, formula in _parts(one_line(text)))


def verbatim(text: str) -> str:
    """Return an address or identifier as BibTeX takes it: as it is, but for braces, which would end the field."""
    return one_line(text).replace("{", "%7B").replace("}", "%7D")


def title(text: str) -> str:
    """Return the title with braces around what a style must not make small.

    These are formulas and words with a capital inside or behind a digit (`BERT`, `ImageNet`, `3D`) always, and words
    with a first capital where the title is not in title case, since they are names then.
    """
    line = one_line(text)
    names_too = not _in_title_case(line)
    out, fresh = [], True
    for part, formula in _parts(line):
        if formula:
            out.append("{" + part + "}")
            fresh = False
            continue
        end = 0
        for word in _WORD.finditer(part):
            out.append(part[end : word.start()])
            out.append(_protected(word[0], name=names_too and not fresh))
            end, fresh = word.end(), _SENTENCE_END.search(word[0]) is not None
        out.append(part[end:])
    return "".join(out)


def name(agent: Agent) -> str:
    """Return a name as BibTeX splits it rightly.

    `Family, Given` where the graph has both apart. Else `Given Family` as it stands where BibTeX's own rule (the last
    word, with the small words before it) gives the likely family name; else in braces, which BibTeX leaves whole:
    organizations, other scripts than Latin, suffixes, initials behind the name.
    """
    if agent.collective:
        return braced(agent.name)
    if agent.given is not None and agent.family is not None:
        return f"{_name_part(agent.family)}, {_name_part(agent.given)}"
    return escaped(agent.name) if _splits_rightly(one_line(agent.name)) else braced(agent.name)


def braced(text: str) -> str:
    """Return text that BibTeX takes as one word."""
    latex = escaped(text)
    # A group that opens with a command is a "special character" to BibTeX, and no name of its own.
    return "{{" + latex + "}}" if latex.startswith("\\") else "{" + latex + "}"


def _parts(text: str) -> list[tuple[str, bool]]:
    """Return the stretches of a text in order, and whether each is a formula with balanced braces."""
    parts, end = [], 0
    for found in _FORMULA.finditer(text):
        if _balanced(found[0]):
            parts += [(text[end : found.start()], False), (found[0], True)]
            end = found.end()
    return [*parts, (text[end:], False)]


def _plain(part: str) -> str:
    """Return text outside of formulas; signs that LaTeX would join into a dash or a quote stay apart."""
    return _LIGATURE.sub(r"{}\g<0>", part.translate(_ESCAPED))


def _balanced(formula: str) -> bool:
    """Return whether braces (escaped ones too, BibTeX counts them) and dollars come in pairs."""
    depth = 0
    for letter in formula:
        depth += (letter == "{") - (letter == "}")
        if depth < 0:
            return False
    return depth == 0 and formula.startswith("$$") == formula.endswith("$$")


def _in_title_case(line: str) -> bool:
    """Return whether at least half of the longer words behind the first one begin with a capital."""
    longer = [word for word in re.findall(r"[^\W\d_]+", line)[1:] if len(word) > _SMALL]
    capitals = [word for word in longer if word[0].isupper()]
    return 2 * len(capitals) >= len(longer)


def _protected(word: str, *, name: bool) -> str:
    core = re.search(r"\w", word)
    first_capital = core is not None and word[core.start()].isupper()
    latex = _plain(word)
    mixed = _MIXED.search(word) or (core and any(map(str.isupper, word[core.end() :])))
    if not mixed and not (name and first_capital):
        return latex
    # A group that opens with a command is a "special character" to BibTeX, which changes the case of its letters.
    return "{{" + latex + "}}" if latex.startswith("\\") else "{" + latex + "}"


def _name_part(part: str) -> str:
    return braced(part) if re.search(r",|\band\b", part, re.IGNORECASE) else escaped(part)


def _splits_rightly(line: str) -> bool:
    words = line.split()
    if (
        not words
        or re.search(r"[,{}\\$]|(?<!\S)(?:and|others)(?!\S)", line, re.IGNORECASE)
        or not _LATIN.fullmatch(line)
    ):
        return False
    last = words[-1]
    behind = len(words) > 1 and any(form.fullmatch(last) for form in (_SUFFIX, _INITIALS))
    small = [word for word in words[:-1] if word[0].islower()]
    return not (behind or last[0].islower()) and all(word in PARTICLES for word in small)
