"""Slices of a reference -> how like a title or a place of publication they are. Reads: str. Emits: log-odds."""

import re

from kg.readers.references.marked import Marked
from kg.readers.references.places import place_of
from kg.text import fold

_SMALL_WORDS = """
the of in on for and with from to by an at as is are a über
für von zur und mit der die das auf im ein eine bei aus le la
les des du et sur dans pour un une aux del los las por para
con una sobre en em na no uma il gli di nel della dei van het
met voor op een при для в на по и из с к using via towards toward through between under among without what how why do
does can we not
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_VENUE_WORDS = """
journal proceedings proc conference conf symposium workshop transactions trans letters review reviews annals bulletin
magazine press university springer elsevier wiley ieee acm arxiv advances lecture notes international zeitschrift revue
revista rivista вестник журнал труды издательство сборник acta archives quarterly nature science plos physical thesis
dissertation verlag publishers publishing oxford cambridge academic report preprint biorxiv medrxiv corr neurips icml
iclr cvpr acl emnlp naacl chi sigmod vldb kdd www nips aaai ijcai eccv iccv usenix communications society
学报 大学 出版社 论文集 会议 雑誌 学会 論文誌 研究
"""
_VENUES = re.compile("|".join(rf"\b{re.escape(word)}" for word in sorted(_VENUE_WORDS.split(), key=len, reverse=True)))
_NUMBERS = re.compile(
    r"\d+\s*\(\d+\)|\bpp?\.\s*\d|\bvol\.|\d+\s*[-–]\s*\d+\s*[.,]?\s*\Z|https?:|\d+:\d+", re.IGNORECASE
)
_INNER_STOP = re.compile(r"(?<![A-Z])(?<!\bvs)[.]\s+(?=[A-ZА-Я])|[.]\s+\d|;\s")
_IN = re.compile(r"\s*[.,;]?\s*(?:in:?|dans|en:|в\s+кн\.:|//|См\.|pages?|pp\.)\s", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
_AUTHOR_LIKE = re.compile(
    r"(?:[A-Z]\.\s*){1,3}[A-Z][a-z]+,|[A-Z][\w’'-]+,\s+(?:[A-Z]\.\s*){1,3}[,&;]|\bet al\b|\(Eds?\.\)"
)
_INITIAL_FIRST = re.compile(
    r"[^\W\d_]\.(?:\s|[-‐]?[^\W\d_]\.)|[\u4e00-\u9fff]{2,4}(?:[,，、]\s*[\u4e00-\u9fff]|[.．]\s)"
)
_SHORT_VENUE = re.compile(r",\s+(?:[A-Z][a-z]*\.\s+)+[A-Z]")
_SHORT_NAME = re.compile(r"(?:[A-Z][a-z]{0,9}\.\s+)+[A-Z][a-z]+")
_LONGEST_WORDS = 45


def title_score(slice_: str) -> float:
    """Return what speaks for a slice being a title."""
    text = slice_.strip(' .,:;“”"«»')
    if len(text) < 2 or not any(map(str.isalpha, text)):
        return -6.0
    han = len(_HAN.findall(text))
    words = text.split() if han < len(text) / 3 else [text[at : at + 2] for at in range(0, len(text), 2)]
    score = {1: -1.6, 2: -0.6, 3: 0.2, 4: 0.7}.get(len(words), 1.2)
    score -= 0.08 * max(0, len(words) - _LONGEST_WORDS)
    folded = [word.lower().strip(".,:;()") for word in words]
    small = sum(word in _SMALL for word in folded)
    score += 0.9 if small and small < len(words) else 0.0
    score -= 1.5 if text[0].islower() and not text[:3].lower().startswith(("e-", "i-", "k-", "p-", "q-", "t-")) else 0.0
    score -= 2.5 if _NUMBERS.search(text) else 0.0
    score -= 0.9 * len(_INNER_STOP.findall(text))
    score -= 2.0 if _IN.match(text) else 0.0
    score -= 1.0 if _SHORT_VENUE.search(text) else 0.0
    score -= 0.8 if re.search(r"[^\W\d]\s\d{1,3}\Z", text) else 0.0
    score -= 3.0 if slice_.lstrip().startswith(("&", "and ", "und ", "et ", "y ")) else 0.0
    score -= 1.8 if _INITIAL_FIRST.match(text) else 0.0
    score -= 2.0 if _AUTHOR_LIKE.search(text) else 0.0
    plain = fold(text)
    score -= 1.4 if _VENUES.match(plain) and small < 2 else 0.0
    return score - (0.8 if re.search(r"(?:1[89]|20)\d\d\s*\Z|\bin(?: Proc)?\Z", text) else 0.0)


def place_score(slice_: str, marked: Marked, start: int) -> float:
    """Return what speaks for a slice being all that stands behind title and names."""
    text = slice_.strip(' .,:;”"»)')
    if not text:
        return -0.5
    score = 0.0
    plain = fold(text)
    place = place_of(slice_)
    score += 0.6 if place.volume or place.pages else 0.0
    score += 0.9 if _VENUES.search(plain) else 0.0
    score += 0.7 if _VENUES.match(re.sub(r"\A(?:in|the|on|au) ", "", plain)) else 0.0
    score += 0.9 if _SHORT_NAME.match(text) else 0.0
    score += 1.2 if _IN.match(slice_) or _IN.match(" " + slice_.lstrip(" .,;:”")) else 0.0
    near = [mark for mark in marked.marks if mark.kind == "italic" and abs(mark.start - start) <= 5]
    score += 1.6 if near else -0.7 if any(m.kind == "italic" and m.start > start for m in marked.marks) else 0.0
    later = [mark for mark in marked.marks if mark.start > start + 1 and mark.end - mark.start > 12]
    score -= 1.5 if any(mark.kind in {"quote", "strong"} for mark in later) else 0.0
    head = text[: place.start] if 0 < place.start < len(text) else text
    words = [word.lower().strip(".,:;()") for word in head.split()]
    small = sum(word in _SMALL for word in words)
    score -= 0.06 * max(0, len(words) - 12)
    score -= 0.25 * max(0, small - 4)
    first = text[0]
    return score - (1.0 if first.islower() and not _IN.match(text + " ") else 0.0)
