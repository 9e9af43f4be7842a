"""Names in a list of names -> names without `et al.` behind them. Reads: str. Emits: str."""

from kg.names import names_end
from kg.readers.syntax.printed_names import is_et_al

_CUTS = ("al", "alii", "alia", "other", "others", "workers", "colleagues", "more", "author", "authors", "…", "等",
         "u. a", "u.a")  # fmt: skip
_NO_END = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") - frozenset("lairseLAIRSE")
"""The letters with which none of those ends."""


def whole_name(printed: str) -> tuple[str, bool]:
    """Return a name without `et al.` behind it, `""` where that is all; and whether nothing of the kind stood there."""
    if not _may_be_cut(printed):
        return printed, True
    if is_et_al(printed):
        return "", False
    end, whole = names_end(printed)
    return printed[:end].rstrip(" ,;"), whole


def _may_be_cut(printed: str) -> bool:
    """Return whether a name ends in a way that asks for a closer look; most do not, and this is soon found."""
    if printed[-1:] in _NO_END and (printed.isascii() or printed[-16:].isascii()):
        return False
    end = printed.rstrip()[-16:]
    if not end.isascii():
        return True
    tail = end.rstrip(" .,;)]\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f").lower()
    return tail.endswith(_CUTS) or not tail or tail[-1].isdigit() or ".." in end
