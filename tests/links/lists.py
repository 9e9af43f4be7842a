"""Invented lists of works behind the endpoint that answers by rule, papers that are in them, runs that read them."""

from collections.abc import Callable
from hashlib import md5
from pathlib import Path
from typing import Any

from kg.endpoint import Cache
from kg.pipeline.linking import Linking, link

Rules = Any
WORK, AUTHOR = "https://semopenalex.org/work/W", "https://semopenalex.org/author/A"
Refusal = tuple[int, dict[str, str], bytes]
TOO_MUCH: Refusal = (400, {"Content-Type": "text/plain"}, b"too many rows")


def title_of(number: int) -> str:
    """Return a title that is like no other one."""
    digits = md5(str(number).encode()).hexdigest()  # noqa: S324 - no secret
    return "On " + " ".join(
        "".join("bdfgklmnprstvwxz"[int(digit, 16)] + "aeiou"[int(digit, 16) % 5] for digit in digits[at : at + 4])
        for at in range(0, 20, 4)
    )


def papers(numbers: range, title: Callable[[int], str] = title_of) -> str:
    """Return the Turtle of papers by one author each, who has an initial only."""
    return "".join(
        f'paper:p{n} a kg:Paper ; kg:title "{title(n)}" ; kg:publicationYear 2020 .\n'
        f'authorship:p{n}-1 kg:rawName "A. Kent{n}" .\n'
        for n in numbers
    )


def works(rules: Rules, numbers: range) -> None:
    """Let an endpoint list works and describe them."""
    rules.works = [{"thing": f"{WORK}{n}", "title": title_of(n)} for n in numbers]
    rules.known = {f"{WORK}{n}": [{"year": "2020", "authors": f"{AUTHOR}{n} Ada Kent{n}"}] for n in numbers}
    rules.count = str(len(numbers))


def scanned(folder: Path, rules: Rules, *, scan: bool | None = None, cache: Cache | None = None) -> Linking:
    """Link a graph to an endpoint."""
    return link(folder, targets=["semopenalex"], endpoint=rules.url, scan=scan, cache=cache)


def outcomes(made: Linking) -> dict[str, int]:
    """Return the outcomes of papers."""
    return {str(name): count for name, count in made.outcomes[0].counts["paper"].items() if count}


def titles_asked(rules: Rules) -> list[str]:
    """Return the titles and names that were asked for, in the order of the alphabet."""
    return sorted({key for keys in rules.asked for key in keys if not key.startswith("http")})
