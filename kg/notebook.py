"""Values -> HTML for notebooks. Reads: texts, IRIs. Emits: tables without scripts, all escaped."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import islice
from typing import Final

SHOWN: Final = 50
"""Rows of a table that a notebook shows; the rest is counted."""
_LINKED = re.compile(r"https?://[^\s]+", re.IGNORECASE)


class Link(str):
    """An IRI to be shown as a link, shortened by prefixes where one fits."""

    __slots__ = ()


def table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], *, total: int, prefixes: Mapping[str, str] | None = None
) -> str:
    """Return the first `SHOWN` rows as a table; `total` is how many there are."""
    spaces = sorted((prefixes or {}).items(), key=lambda pair: (-len(pair[1]), pair[0]))
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    body = "".join(
        "<tr>" + "".join(f'<td dir="auto">{_cell(cell, spaces)}</td>' for cell in row) + "</tr>"
        for row in islice(rows, SHOWN)
    )
    more = f"<p>{total - SHOWN:,} more rows of {total:,}</p>" if total > SHOWN else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def fields(title: str, pairs: Iterable[tuple[str, object]]) -> str:
    """Return a titled table of names and values; a value that is None or empty has no row."""
    rows = "".join(
        f'<tr><th style="text-align: left">{escape(name)}</th><td dir="auto" style="text-align: left">'
        f"{_cell(value, [])}</td></tr>"
        for name, value in pairs
        if value is not None and value != ""
    )
    return f'<strong dir="auto">{escape(title)}</strong><table><tbody>{rows}</tbody></table>'


def _cell(value: object, spaces: Sequence[tuple[str, str]]) -> str:
    if value is None:
        return ""
    text = str(value)
    if not isinstance(value, Link):
        return escape(text)
    label = next((f"{prefix}:{text[len(space) :]}" for prefix, space in spaces if text.startswith(space)), text)
    if _LINKED.fullmatch(text) is None:  # a notebook must not run `javascript:`
        return escape(label)
    return f'<a href="{escape(text)}">{escape(label)}</a>'
