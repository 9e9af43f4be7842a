"""BibTeX name lists -> names. Reads: the value of an author or editor field. Emits: Name, in order, and doubts.

The rules are those of BibTeX ("Names", btxdoc 4 and `Tame the BeaST` 11): names are parted by `and` outside of braces;
`First von Last`, `von Last, First`, `von Last, Jr, First`; a name that is one pair of braces is a group and no person;
`and others` says that the list is cut. Besides: the named parts of biblatex (`family=..., given=...`).
"""

import re
from typing import NamedTuple

from kg.model import Doubt, Name
from kg.names import parse_author_line
from kg.readers.syntax.latex import is_plain, plain_text

_AND = re.compile(r"(?i:and)(?=[\s{}]|\Z)")
_BARE_AND = re.compile(r"(?:(?<=\s)|\A)and(?=\s|\Z)", re.IGNORECASE)
_PART = re.compile(r"\s*((?:family|given|prefix|suffix)(?:-i)?|useprefix|id|gender|\w{4,40})\s*=\s*(.*)", re.DOTALL)
_OTHERS = re.compile(r"(?:and\s+)?(?:\d+\s+)?others\.?|et\.?\s*al(?:\.|ii)?|\.\.\.|…", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|junior|senior|[IVX]+|\d(?:nd|rd|th)|ph\.?\s*d|m\.?\s*d)\.?", re.IGNORECASE)
_FIRST_LETTER = re.compile(r"[^\W\d_]")
_DBLP_NUMBER = re.compile(r"0\d{3}", re.ASCII)
"""What dblp puts behind a name that several persons bear. It is no family name."""
_MOST_COMMAS = 2
_LONGEST = 5000
"""Characters of one name. What is longer is a text in the wrong field: it is kept, and not taken apart."""


class Names(NamedTuple):
    """The names of a list. `complete` is False if it says that it is cut."""

    names: tuple[Name, ...]
    complete: bool
    doubts: tuple[Doubt, ...]


def read_names(tex: str, field: str = "names") -> Names:
    """Return the names of a list. `field` is what doubts are said of."""
    names: list[Name] = []
    doubts: list[Doubt] = []
    complete = True
    for printed in _split(tex, parted_by_and=True):
        if _OTHERS.fullmatch(plain_text(printed)):
            complete = False
        elif printed:
            found, doubt = _read(printed, field)
            names += found
            doubts += [doubt] if doubt else []
    if not names and plain_text(tex) and complete:
        doubts.append(Doubt(field=field, reason="no name can be read", confidence=0.0, alternatives=(tex[:200],)))
    return Names(tuple(names), complete and bool(names), tuple(doubts))


def _read(printed: str, field: str) -> tuple[list[Name], Doubt | None]:
    """Return the name, or the names that commas part where BibTeX expects `and`."""
    if len(printed) > _LONGEST:
        return [Name(printed=plain_text(printed))], Doubt(field=field, reason="too long for a name", confidence=0.1)
    if _is_group(printed):
        text = plain_text(printed)
        doubt = None
        if re.search(r"\sand\s", text) and "," in text and field == "names" and text.count(" and ") > 1:
            reason = "a list of names in braces is read as the name of one group: drop one pair of braces"
            doubt = Doubt(field=field, reason=reason, confidence=0.5)
        return ([Name(printed=text, collective=True)] if text else []), doubt
    parts = _split(printed, parted_by_and=False)
    if len(parts) > 1 or "=" in printed:
        matches = [_PART.fullmatch(part) for part in parts]
        if all(matches):
            named = {match[1]: plain_text(match[2].strip(' "')) for match in matches if match}
            return [_from_parts(named)], None
    if len(parts) > _MOST_COMMAS + 1:
        line, _ = parse_author_line(_blank_ties(plain_text(printed)))
        reason = f"{len(parts) - 1} commas in one name: read as names parted by commas; write `and` between names"
        return [Name(printed=name) for name in line], Doubt(field=field, reason=reason, confidence=0.6)
    return _name(printed, parts, field)


def _from_parts(named: dict[str, str]) -> Name:
    family = " ".join(part for part in (named.get("prefix"), named.get("family")) if part)
    given, suffix = named.get("given") or None, named.get("suffix") or None
    printed = " ".join(part for part in (given, family, suffix) if part)
    return Name(printed=_blank_ties(printed), given=given, family=family or None, suffix=suffix)


def _name(printed: str, parts: list[str], field: str) -> tuple[list[Name], Doubt | None]:
    plain = is_plain(printed)
    text = printed if plain else _blank_ties(plain_text(printed))
    if not text:
        return [], None
    parts = [part for part in parts if part]
    doubt = None
    if len(parts) == 1:
        words = _words(parts[0])
        if len(words) > 2 and _DBLP_NUMBER.fullmatch(words[-1]):
            words.pop()
        given, family = _first_von_last(words)
        suffix = ""
    elif len(parts) == 2:
        (family, given), suffix = parts, ""
    else:
        family, suffix, given = parts
        if _SUFFIX.fullmatch(plain_text(given)) and not _SUFFIX.fullmatch(plain_text(suffix)):
            given, suffix = suffix, given
            reason = f"the suffix stands behind the given name in {text!r}; BibTeX wants `Last, Jr, First`"
            doubt = Doubt(field=field, reason=reason, confidence=0.9)
    if not plain:
        given, family, suffix = (_blank_ties(plain_text(part)) for part in (given, family, suffix))
    return [Name(printed=text, given=given or None, family=family or None, suffix=suffix or None)], doubt


def _first_von_last(words: list[str]) -> tuple[str, str]:
    """Return given and family name: the family name begins at the first small word, or is the last one."""
    small = next((at for at, word in enumerate(words[:-1]) if _is_small(word)), len(words) - 1)
    return " ".join(words[:small]), " ".join(words[small:])


def _is_small(word: str) -> bool:
    r"""Return whether the first letter outside of braces, or that of a `{\special}` one, is a small one."""
    if word.startswith(("{\\", "\\")):
        word = plain_text(word)
    else:
        while (opening := word.find("{")) >= 0 and not _FIRST_LETTER.search(word[:opening]):
            word = word[_group_end(word, opening) :]
    letter = _FIRST_LETTER.search(word)
    return letter is not None and letter[0].islower()


def _is_group(printed: str) -> bool:
    return printed.startswith("{") and _group_end(printed, 0) == len(printed) and not printed.startswith("{\\")


def _group_end(text: str, at: int) -> int:
    """Return where the group that opens at `at` ends."""
    depth = 0
    for match in re.finditer(r"[{}]", text[at:]):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return at + match.end()
    return len(text)


def _words(text: str) -> list[str]:
    """Return what blanks and ties part, outside of braces."""
    if "{" not in text and "\\" not in text and "~" not in text:
        return text.split()
    words, start, depth = [], 0, 0
    for match in re.finditer(r"[{}]|(?<!\\)~|\s+", text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
        elif depth <= 0 and text[match.start() - 1 : match.start()] != "\\":
            words.append(text[start : match.start()])
            start = match.end()
    return [word for word in [*words, text[start:]] if word]


def _split(text: str, *, parted_by_and: bool) -> list[str]:
    """Return what `and`, or commas, part outside of braces, without blanks at the edges."""
    if "{" not in text and "}" not in text:
        return [part.strip() for part in (_BARE_AND.split(text) if parted_by_and else text.split(","))]
    parts, start, depth = [], 0, 0
    for match in re.finditer(r"[{}]|(?<=\s)[aA]|\A[aA]" if parted_by_and else r"[{},]", text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
        elif depth <= 0:
            joined = _AND.match(text, match.start()) if parted_by_and else None
            end = joined.end() if joined else 0
            if end or not parted_by_and:
                parts.append(text[start : match.start()].strip())
                start = end or match.end()
    return [*parts, text[start:].strip()]


def _blank_ties(text: str) -> str:
    return text.replace("\xa0", " ")
