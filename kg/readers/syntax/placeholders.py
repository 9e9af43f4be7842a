"""What services print where they have nothing -> whether it is that. Reads: a text. Emits: bool."""

import re

_NOTHING = re.compile(
    r"\[\s*(?:no\b[^\[\]]{0,60}\b(?:available|found|listed|given)|anonymous|anon\.?)\s*\]", re.IGNORECASE
)


def is_placeholder(printed: str) -> bool:
    """Return whether a text only says that there is none: `[No author name available]`, `[Anonymous]`."""
    return printed[:1] == "[" and _NOTHING.fullmatch(printed) is not None
