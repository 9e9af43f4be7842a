"""Names in a list of names -> names without `et al.` behind them. Reads: str. Emits: str."""

from kg.names import may_be_cut, names_end
from kg.readers.syntax.printed_names import is_et_al

_LETTERS = frozenset(letter for letter in map(chr, range(0x41, 0x17F)) if letter.isalpha() and letter not in "ªµºİı")
"""Of Latin script; without `ſ` and those that capitals and small letters of ASCII are mixed up with."""
_INITIALS = frozenset("BCDEFGHIJKLMNOPQRSTUVWXYZ")
"""An `A.` may be that of `u. a.`."""
_BLANKS = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f"
_ENDS = frozenset({"lii", "lia", "her", "ers", "ues", "ore", "hor", "ors", "u.a", ".al", "al", "a"}).union(
    *({f"{blank}al", f".{blank}a"} for blank in _BLANKS)
)
"""The last three letters of those that end in a letter."""


def whole_name(printed: str) -> tuple[str, bool]:
    """Return a name without `et al.` behind it, `""` where that is all; and whether nothing of the kind stood there."""
    last, tail = printed[-1:], printed[-3:]
    if last in _LETTERS and tail.lower() not in _ENDS and (tail.isascii() or _LETTERS.issuperset(tail)):
        return printed, True
    if last == "." and tail[:1] == " " and tail[1:2] in _INITIALS:
        return printed, True
    if not may_be_cut(printed):
        return printed, True
    if is_et_al(printed):
        return "", False
    end, whole = names_end(printed)
    return printed[:end].rstrip(" ,;"), whole
