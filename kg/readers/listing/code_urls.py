"""Abstracts -> URLs of code. Reads: text. Emits: the URLs at which a text says that its code is.

A URL is code if it leads to a code forge, or if its sentence speaks of code, software or an implementation.
"""

import re
from urllib.parse import urlsplit

from kg.terms import is_iri

# Hosts whose purpose is to hold source repositories; their parts under `*.github.io` are project pages, not code.
_FORGES = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "sourceforge.net", "sr.ht", "gitee.com",
           "code.google.com", "launchpad.net", "notabug.org", "gitea.com", "anonymous.4open.science")  # fmt: skip
_GLANCE = re.compile(
    "/(?:(?<=://)|" + "|".join(sorted({rf"(?<=\.{host.rpartition('.')[2]}/)" for host in _FORGES})) + ")", re.IGNORECASE
)
"""A slash behind a scheme, or behind what the names of these hosts end with."""
_URL = re.compile(
    r"(?:https?://|(?<![\w@./-])(?=(?:www\.)?(?:"
    + "|".join(re.escape(host) for host in _FORGES)
    + r")/))(?:\\[_%#&~]|[^\s<>\"'`|^\\{}«»\u2000-\u206f\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\ufeff-\uffef])+",
    re.IGNORECASE,
)
# Scheme and host, in which capitals mean nothing (RFC 3986, 6.2.2.1).
_ORIGIN = re.compile(r"\A[^/]+//[^/?#]*")
# An underscore and its like, as LaTeX prints them.
_ESCAPED = re.compile(r"\\([_%#&~])")
_SPEAKS_OF_CODE = re.compile(r"\b(?:(?:source\s*)?codes?|software|implementations?|implemented)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(\[])|[。！？]")
_CLOSING = {")": "(", "]": "[", "}": "{"}


def code_urls(text: str) -> tuple[str, ...]:
    """Return the code URLs of `text`, each once, in order of appearance.

    A final full stop, comma, quote, or a bracket that was opened outside is no part of a URL; nor is punctuation or
    text of East Asian scripts behind it. A URL of a forge that is printed without a scheme gets `https://`.
    """
    if _GLANCE.search(text) is None:
        return ()
    return tuple(url for url in _printed_code_urls(text) if is_iri(url))


def broken_code_urls(text: str) -> tuple[str, ...]:
    """Return the code URLs of `text` that no program can open: `https://github.com/a/b%zz`."""
    return tuple(url for url in _printed_code_urls(text) if not is_iri(url))


def _printed_code_urls(text: str) -> list[str]:
    if not _may_hold_urls(text):
        return []
    found: dict[str, None] = {}
    for sentence in filter(_may_hold_urls, _SENTENCE_END.split(text)):
        printed = list(_URL.finditer(sentence))
        speaks = bool(printed) and _SPEAKS_OF_CODE.search(_URL.sub(" ", sentence)) is not None
        for match in printed:
            url = _ESCAPED.sub(r"\1", trimmed_url(match[0]))
            url = _ORIGIN.sub(lambda found: found[0].lower(), url if "://" in url else f"https://{url}")
            if is_web_url(url) and (speaks or _on_forge(url)):
                found.setdefault(url)
    return list(found)


def _may_hold_urls(text: str) -> bool:
    """Return whether it is worth while to search: the search costs ten times as much as this."""
    if _GLANCE.search(text) is None:
        return False
    lowered = text.lower()
    return "://" in lowered or any(host in lowered for host in _FORGES)


def trimmed_url(printed: str) -> str:
    """Return a URL without the punctuation of the sentence around it."""
    while printed:
        last = printed[-1]
        if last in ".,;:!?*'\"’”»…" or (last in _CLOSING and printed.count(last) > printed.count(_CLOSING[last])):
            printed = printed[:-1]
        else:
            break
    return printed


def is_web_url(url: str) -> bool:
    """Return whether `url` has a host with a dot in it and no user or password."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        return "." in host.strip(".") and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False


def _on_forge(url: str) -> bool:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    known = host in _FORGES or host.startswith(("gitlab.", "gitea.", "git.")) or host.endswith(".sourceforge.net")
    return known and len(parts.path.strip("/")) > 0
