"""Titles of dblp -> titles. Reads: fields. Emits: str.

dblp ends a title with a full stop unless it ends with a stop, a question mark or an exclamation mark of its own.
"""

import re

from kg.readers.dblp.entries import Fields, first

_SHORT_FORMS = frozenset(
    ["etc.", "al.", "inc.", "ltd.", "corp.", "co.", "jr.", "sr.", "vs.", "bros.", "no.", "vol.", "dr.", "st."]
)
# What ends with its own stop, so that dblp adds none: an ellipsis, `U.S.`
_OWN_STOP = re.compile(r"\W*(?:[^\W\d_]\.){2,}|.*\.\.")


def title_of(fields: Fields) -> str | None:
    """Return the title without the full stop that dblp puts behind it."""
    printed = first(fields, "title")
    if printed is None or printed[-1] != ".":
        return printed
    last = printed[printed.rfind(" ") + 1 :]
    if last.lower() in _SHORT_FORMS or ("." in last[:-1] and _OWN_STOP.fullmatch(last)):
        return printed
    return printed[:-1].rstrip() or printed
