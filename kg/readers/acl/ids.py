"""Attributes of the ACL Anthology's XML -> identifiers of papers. Reads: str. Emits: `P18-1001`, `2021.acl-long.1`.

Before 2020 a paper is a letter, a year and four digits; workshops (W), the collection C69 and the volumes of D19 from 5
on have two digits for the volume and two for the paper, the others one and three (the Anthology's page on identifiers).
"""

import re

OLD_COLLECTION = re.compile(r"[A-Z]\d\d", re.ASCII)
_YEAR = re.compile(r"(\d{4})\.|[A-Z](\d\d)", re.ASCII)
_FIRST_CENTURY = 60
"""Two digits from here on are of the twentieth century: the Anthology begins in 1965."""


def anthology_id(collection: str, volume: str, paper: str) -> str | None:
    """Return the identifier of a paper, with `0` that of the volume's front matter; None if a part is missing."""
    if not (collection and paper):
        return None
    if not OLD_COLLECTION.fullmatch(collection):
        return f"{collection}-{volume}.{paper}" if volume else None
    if not volume:  # the files of 2018 and before: the volume stands in the paper's number
        return f"{collection}-{paper.zfill(4)}"
    if not (_is_number(volume) and _is_number(paper)):
        return None
    wide = collection[0] == "W" or collection == "C69" or (collection == "D19" and int(volume) >= 5)
    width = 2 if wide else 1
    return f"{collection}-{int(volume):0{width}}{int(paper):0{4 - width}}"


def is_front(collection: str, paper: str | None) -> bool:
    """Return whether a paper's number in a file of 2018 or before is that of a whole volume: `P18-1000`, `W18-0100`."""
    return bool(collection and paper) and str(paper).zfill(4).endswith("00" if collection[:1] == "W" else "000")


def year_of_collection(collection: str) -> str | None:
    """Return the year that the identifier of a collection says."""
    match = _YEAR.match(collection)
    if match is None:
        return None
    return match[1] or ("19" if int(match[2]) >= _FIRST_CENTURY else "20") + match[2]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5
