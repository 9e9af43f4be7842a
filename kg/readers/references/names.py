"""The authors of a printed reference -> names. Reads: a slice of a reference. Emits: Names, and how sure they are.

Styles differ in where initials stand (`Family, F.`, `Family F`, `F. Family`), in what stands between two names, and in
whether the first name alone is turned round. One list follows one style, so that a piece which fits no style, or
another one than its neighbours, speaks against its being names at all.
"""

import re
from typing import NamedTuple

from kg.model import Name
from kg.names import PARTICLES

_L = r"[^\W\d_]"
_CAPITAL = r"[^\W\d_a-zß-ÿа-яё\u2e80-\u9fff\uac00-\ud7af]"
_DASH = "\\-\u2010\u2011\u2013"
_INITIAL = rf"(?:{_L}{{1,2}}\.(?:[ ]?[{_DASH}]?[ ]?{_L}{{1,2}}\.)*)"
_PARTICLE = "|".join(sorted(one for one in PARTICLES if one.isalpha()))
INITIALS = re.compile(
    rf"(?:{_INITIAL}(?:\s+{_INITIAL})*|{_CAPITAL}(?:[{_DASH}]?{_CAPITAL}){{0,2}})(?:\s+(?:{_PARTICLE}))*\.?"
)
_LETTERS_FIRST = re.compile(rf"(?P<given>{_INITIAL}(?:\s*{_INITIAL})*)\s*(?P<family>\S.*)")
_LETTERS_LAST = re.compile(
    rf"(?P<family>\S.*?)\s+(?P<given>{_INITIAL}(?:\s*{_INITIAL})*|{_CAPITAL}[{_DASH}]?{_CAPITAL}{{0,2}}(?<!II)(?<!III))"
)
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv|jun|sen)\.?", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff々]{2,8}")
_WORD = re.compile(rf"{_L}[\w'’`.{_DASH}]*")
_CUT = re.compile(
    r"(?:[,;、，]\s*)?(?:(?:\b(?:and|und|et|y|e|och|og|en)\b|&|и)\s+)?"
    r"(?:\(?\bet\.?\s*al\b\.?\)?|\bu\.\s?a\.|\bи\s+др\.?|\band\s+others\b|\by\s+otros\b|\bet\s+coll\.?|\be\s+outros\b"
    r"|\be\s+altri\b|\bm\.\s?fl\.|\bi\s+in\.|\bothers\b|\botros\b|\boutros\b|…|\.\.\.|等|ほか|他\b|외\b)[\s.,;:)\]]*\Z",
    re.IGNORECASE,
)
_ELISION = re.compile(r",?\s*(?:…|\.\s?\.\s?\.)\s*(?:&\s*)?")
_AND = re.compile(
    r"(?:\s*[,;、，]\s*)?\s+(?:and|und|et|y|e|och|og|en|és|ve|dan|i|a)\s+(?=[^\W\d_])|(?:\s*[,;]\s*)?\s*&\s*|\s+и\s+|[・·、，]|\s*和\s*"
)
_ENDS_IN_INITIAL = re.compile(r"(?:\A|[\s.\-‐–])[^\W\d_]{1,2}\.\Z|\b(?:jr|sr)\.\Z", re.IGNORECASE)
_UNDOTTED = re.compile(rf"\s{_CAPITAL}{{1,3}}[,;].*\s{_CAPITAL}{{1,3}}\.\Z|\s{_CAPITAL}{{2,3}}\.\Z", re.DOTALL)
_ROLE = re.compile(r"[,\s]*\(?\b(?:eds?|hrsg|hg|editors?|ed\.s|dir|coord|red)\b\.?\)?[.,]*\Z", re.IGNORECASE)
_SMALL_WORDS = """
the of in on for and with from to by an at as is are über für von zur und mit der die das auf im ein eine bei aus
le la les des du et sur dans pour un une aux del los las por para con una sobre em na no uma il gli di nel van het
met voor op een что для при в на по из с к от using via based towards toward through within between
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_NO_NAME = re.compile(r"[:;?!\"“”()\[\]{}=<>/\\|@#%*+]")
_MOST_WORDS = 5
_DOTTED = re.compile(r"(?:\A|[^\w])[^\W\d_]{1,2}\.|\.\Z")
_SHORT = re.compile(rf"{_CAPITAL}{{1,3}}(?<!II)(?<!III)")


class Names(NamedTuple):
    """Names in order; `score` is below zero where the slice is hardly a list of names."""

    names: tuple[Name, ...]
    complete: bool
    score: float
    editors: bool
    kind: str


def read_names(text: str) -> Names:
    """Return the names that a slice holds."""
    printed = text.strip().strip(",;:").strip()
    editors = _ROLE.search(printed)
    printed = printed[: editors.start()] if editors else printed
    cut = _CUT.search(printed)
    complete = cut is None
    printed = (printed[: cut.start()] if cut else printed).strip().strip(",;:&").strip()
    if not printed or len(printed) > 4000:
        return Names((), complete, -9.0, editors is not None, "")
    if printed.endswith(".") and printed.count(".") == 1 and _UNDOTTED.search(printed):
        printed = printed[:-1]  # the full stop behind the list, in a style whose initials have none
    best = max((_styled(pieces, kind, complete=complete) for kind, pieces in _splits(printed)), key=lambda one: one[1])
    names, score, kind = best
    if _ELISION.search(printed):
        complete = False
    if not complete:
        score += 1.0
    return Names(tuple(names), complete, score, editors is not None, kind)


def _splits(printed: str) -> list[tuple[str, list[str]]]:
    """Return the ways in which separators part a list."""
    whole = _ELISION.sub(", ", printed)
    found = []
    if ";" in whole or "；" in whole:
        found.append(
            ("semicolon", re.split(r"\s*[;；]\s*(?:(?:and|und|et|y|&|и)\s+)?|\s+(?:and|und|et|y|&|и)\s+", whole))
        )
    elif " / " in whole:
        found.append(("slash", re.split(r"\s*/\s*", whole)))
    else:
        parts = [part for piece in _AND.split(whole) for part in re.split(r"\s*[,，]\s*", piece)]
        found.append(("comma", parts))
        if "," in whole:
            found.append(("inverted", [piece.strip(" ,") for piece in _AND.split(whole)]))
    return [(kind, [part.strip(" ,") for part in parts if part.strip(" ,.")]) for kind, parts in found]


def _styled(pieces: list[str], kind: str, *, complete: bool) -> tuple[list[Name], float, str]:
    """Return the names of pieces, and how well they fit one style."""
    if not pieces:
        return [], -9.0, kind
    if kind in ("semicolon", "slash", "inverted"):
        read = [_alone(piece) for piece in pieces]
        styles = [style for _, style, _ in read]
        score = sum(value for _, _, value in read) / len(read) + (0.5 if kind != "inverted" else -0.3)
        return [name for name, _, _ in read], score + _unity(styles), f"{kind} {styles[0]}"
    return _by_commas(pieces, complete=complete)


def _by_commas(pieces: list[str], *, complete: bool) -> tuple[list[Name], float, str]:
    names: list[Name] = []
    scores: list[float] = []
    styles: list[str] = []
    at = 0
    while at < len(pieces):
        one, following = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else ""
        step = 1
        if names and _SUFFIX.fullmatch(one):
            last = names[-1]
            names[-1] = Name(printed=f"{last.printed}, {one}", given=last.given, family=last.family, suffix=one)
            at += 1
            continue
        if following and INITIALS.fullmatch(following) and _is_family(one) and not _LETTERS_FIRST.fullmatch(one):
            name, style, value, step = Name(printed=f"{one}, {following}", given=following, family=one), "F, I", 1.6, 2
        elif not at and following and _may_turn(one, following, pieces[2:], complete=complete):
            name, style, value, step = Name(printed=f"{one}, {following}", given=following, family=one), "first", 0.7, 2
        else:
            name, style, value = _alone(one)
        names.append(name)
        scores.append(value)
        styles.append(style)
        at += step
    mean = sum(scores) / len(scores)
    worst = min(scores)
    return names, mean + min(worst, 0.0) + _unity(styles), styles[0]


def _unity(styles: list[str]) -> float:
    """Return what speaks for a list whose names are all printed alike; one turned name may stand first."""
    rest = styles[1:] if styles[0] == "first" else styles
    alike = len(set(rest)) <= 1
    short = {style in {"F, I", "I F", "F I"} for style in rest}
    return min(len(styles), 6) * 0.25 * (1.0 if alike else 0.3) - (1.0 if len(short) > 1 else 0.0)


def _may_turn(first: str, second: str, rest: list[str], *, complete: bool) -> bool:
    """Return whether a list begins `Family, Given`, the other names not turned round (Chicago, MLA)."""
    if not _is_family(first) or len(_capital(first)) > 2 or not _is_given(second):
        return False
    if len(_capital(first)) > 1 and len(second.split()) > 1 and not _DOTTED.search(second):
        return False  # two whole names
    whole = [piece for piece in rest if len(piece.split()) > 1]
    return len(whole) == len(rest) if rest else len(first.split()) == 1 and (not complete or len(second.split()) <= 3)


def _is_given(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= 3 and all(w[:1].isupper() or w.lower() in PARTICLES for w in words) and not _small(words)


def _is_family(text: str) -> bool:
    words = text.split()
    if not words or len(words) > 4 or any(c.isdigit() for c in text):
        return False
    if any(_DOTTED.search(word) for word in words) or (len(words) > 1 and _SHORT.fullmatch(words[-1])):
        return False  # it has initials of its own
    return all(_WORD.fullmatch(w) and (w[0].isupper() or w.lower() in PARTICLES) for w in words) and not _small(words)


def _capital(text: str) -> list[str]:
    return [word for word in text.split() if word.lower() not in PARTICLES]


def _small(words: list[str]) -> bool:
    return any(word.lower() in _SMALL and word.lower() not in PARTICLES for word in words)


def _alone(piece: str) -> tuple[Name, str, float]:
    """Return the name that one piece is, how it is printed, and how like a name it is."""
    text = piece.strip()
    if text.endswith((".", "．")) and (not _ENDS_IN_INITIAL.search(text) or _HAN.fullmatch(text[:-1])):
        text = text[:-1].strip()
    if "," in text:
        return _turned(text)
    if _HAN.fullmatch(text.replace(" ", "")):
        length = len(text.replace(" ", ""))
        return Name(printed=text), "han", 1.0 if length <= 4 else 0.2 if length == 5 else -1.5
    if (match := _LETTERS_FIRST.fullmatch(text)) and _is_family(match["family"]):
        return Name(printed=text, given=match["given"], family=match["family"]), "I F", 1.5
    if (match := _LETTERS_LAST.fullmatch(text)) and _is_family(match["family"]) and len(match["family"].split()) <= 3:
        return Name(printed=text, given=match["given"], family=match["family"]), "F I", 1.3
    return Name(printed=text), *_plain(text)


def _turned(text: str) -> tuple[Name, str, float]:
    family, _, given = (part.strip() for part in text.partition(","))
    letters = INITIALS.fullmatch(given) is not None
    if _is_family(family) and given and (letters or _is_given(given)):
        two = not letters and len(_capital(family)) > 1 and len(given.split()) > 1  # or two whole names
        return Name(printed=text, given=given, family=family), "F, G", -1.2 if two else 1.2
    return Name(printed=text), "?", -2.0


def _plain(text: str) -> tuple[str, float]:
    """Return the style and the score of a piece without a comma and without initials at its ends."""
    words = text.split()
    if not words or any(c.isdigit() for c in text) or _NO_NAME.search(text):
        return "?", -3.0
    capital = [word for word in words if word[0].isupper() or word.lower() in PARTICLES]
    if len(capital) < len(words) or len(words) > _MOST_WORDS or _small(words):
        return "?", -3.0 if len(words) > 1 else -1.5
    return ("one", -1.0) if len(words) == 1 else ("G F", 0.6)
