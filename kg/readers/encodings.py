"""Text that is not UTF-8 -> its encoding. Reads: bytes of a source. Emits: the name of a codec, and who says it.

What the text declares is believed where its bytes can be that: `<meta charset>`, the declaration of XML, JabRef's
`% Encoding:`, the lines of Emacs and vim. Else charset-normalizer is asked, only among the encodings of East Asia and
of Cyrillic and Greek letters, and believed only where its letters stand in words of their own: read as one of these,
Western text has a foreign letter here and there between Latin ones. What is left is Windows-1252, as browsers have it;
which of the one-byte encodings of Central Europe or Turkey a text has, its bytes do not tell with certainty.
"""

import codecs
import re
from typing import Literal, NamedTuple

SAMPLE = 1 << 16
"""Bytes of a text that are looked at: its first lines that are not ASCII."""
HEAD = 1 << 14
"""Bytes at the beginning of a text in which it may declare its encoding."""
_DECLARED = re.compile(
    rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})"
    rb"|<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})"
    rb"|^%+[^\S\n]*encoding:[^\S\n]*([\w.:-]{1,40})"
    rb"|^[^\n]{0,80}-\*-[^\n]{0,200}?coding:[^\S\n]*([\w.:-]{1,40})"
    rb"|^[^\n]{0,80}\bvim?:[^\n]{0,200}?(?:fileencoding|fenc)=([\w.:-]{1,40})",
    re.IGNORECASE | re.MULTILINE,
)
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "big5": "big5hkscs", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
}  # fmt: skip
"""Codec -> the one with more signs that texts mean by it (Encoding standard, section 4.2)."""
_NAMES = {"ks_c_5601-1987": "cp949", "x-sjis": "cp932", "windows-31j": "cp932", "x-euc-jp": "euc_jp",
          "ks_c_5601": "cp949", "x-gbk": "gb18030", "windows-949": "cp949"}  # fmt: skip
_HAN, _KANA, _CYRILLIC = "一-鿿㐀-䶿々〆", "぀-ヿｦ-ﾟ", "Ѐ-ӿ"
_LETTERS = {
    "cp932": _HAN + _KANA, "euc_jp": _HAN + _KANA, "gb18030": _HAN, "big5": _HAN, "cp949": "가-힣",
    "koi8_r": _CYRILLIC, "koi8_u": _CYRILLIC, "cp1251": _CYRILLIC, "iso8859_5": _CYRILLIC, "cp866": _CYRILLIC,
    "cp1253": "Ͱ-Ͽ",
}  # fmt: skip
"""Codec -> the letters of its language."""
_RUNS = {codec: re.compile(f"[{letters}]+") for codec, letters in _LETTERS.items()}
_FEWEST, _OF_LETTERS, _IN_WORDS = 12, 0.8, 0.9
"""Letters that must be there; their share of all that are not ASCII; how many of them stand beside another one.
With these, none of 2,188 lines with accents of the samples, alone or together, was taken for anything else."""
_ISO_2022_JP = (b"\x1b$B", b"\x1b$@")


_BETWEEN_SIGNS = re.compile(rb"(?s:.*)[\x00-\x2f]")


class Encoding(NamedTuple):
    """The name of a codec, and who says that it is this one."""

    codec: str
    told_by: Literal["declared", "guessed"]


def encoding_of(head: bytes, sample: bytes) -> Encoding | None:
    """Return the encoding of a text that is not UTF-8; None where nothing tells it, or most of it is UTF-8."""
    if _is_mostly_utf8(sample):
        return None
    said = declared(head)
    if said is not None and _is(said, sample):
        return Encoding(said, "declared")
    guessed = _guessed(sample)
    if guessed is not None:
        return Encoding(guessed, "guessed")
    return Encoding(said, "declared") if said is not None else None


def sample_of(chunk: bytes) -> bytes:
    """Return the lines that are not ASCII, `SAMPLE` bytes of them; the last one ends between two signs.

    Below 0x30 no encoding of two bytes a sign has a second byte.
    """
    lines = b"\n".join(line for line in chunk.split(b"\n") if not line.isascii())
    if len(lines) <= SAMPLE:
        return lines
    ends = _BETWEEN_SIGNS.match(lines, 0, SAMPLE)
    return ends[0] if ends is not None else lines[:SAMPLE]


def declared(head: bytes) -> str | None:
    """Return the codec of the encoding that a text names, None where it names none or one that is unknown."""
    found = _DECLARED.search(head)
    if found is None:
        return None
    name = next(part for part in found.groups() if part).decode("ascii", "replace").lower()
    try:
        codec = codecs.lookup(_NAMES.get(name, name)).name
        "".encode(codec)
    except (LookupError, ValueError):  # a name that only another system knows, or no encoding of text
        return None
    return None if codec.startswith("utf") else _WIDER.get(codec, codec)


def is_iso_2022_jp(head: bytes) -> bool:
    """Return whether a text switches to Japanese as mail does, by escape sequences; all its bytes are ASCII."""
    return head.isascii() and any(mark in head for mark in _ISO_2022_JP)


def _is(codec: str, sample: bytes) -> bool:
    try:
        sample.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(sample: bytes) -> bool:
    """Return whether a text is UTF-8 into which some bytes of another encoding fell."""
    high = sum(byte > 0x7F for byte in sample)
    valid = sum(len(sign.encode()) for sign in sample.decode(errors="ignore") if sign > "\x7f")
    return 2 * valid > high


def _guessed(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - what only such texts need

    best = from_bytes(sample, cp_isolation=[*_LETTERS, "cp1252"]).best()
    codec = "" if best is None else best.encoding
    if codec not in _LETTERS or not _is(codec, sample):
        return None
    text = sample.decode(codec)
    runs = _RUNS[codec].findall(text)
    letters = sum(map(len, runs))
    foreign = sum(sign > "\x7f" and sign.isalpha() for sign in text)
    in_words = sum(len(run) for run in runs if len(run) > 1)
    certain = letters >= max(_FEWEST, _OF_LETTERS * foreign) and in_words >= _IN_WORDS * letters
    return codec if certain else None
