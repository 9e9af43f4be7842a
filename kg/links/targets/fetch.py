"""What to ask a service for the records of our things. Reads: nothing. Emits: Fetch, the addresses that ask.

A target file has such a table for each way to ask (`[[enrich]]`); `kg/links/README.md` explains each field.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal
from urllib.parse import quote, urlsplit

import msgspec
from msgspec import Struct

from kg import identifiers
from kg.links.targets.key_values import takes_keys, with_keys

Enriched = Literal["paper", "person", "organization"]
"""What is enriched, in the order in which it is told."""
ENRICHED: Final[tuple[Enriched, ...]] = ("paper", "person", "organization")
SCHEMES: Final = frozenset(identifiers.SCHEMES) - {"issn"}
"""Identifiers that a thing can lack, and be asked for by."""
FACTS: Final = frozenset({"abstract", "authors", "citations", "country", "names", "venue", "year"})
"""What else a thing can lack."""
_KEYS = "{keys}"
_SAFE = "/:()@!$*,=~-._"
"""What stands as it is in an address (RFC 3986, 3.3), but `&`, `+` and `;`, which mean something in queries."""


class Fetch(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A way to ask for records by keys."""

    kind: Enriched
    key: str
    """The scheme of our identifiers that it is asked by."""
    url: str = ""
    """The address, with `{keys}` where they go."""
    query: str = ""
    """Instead of it: a SPARQL CONSTRUCT with one `VALUES ?key { }`, for the endpoint of the target."""
    body: str = ""
    """JSON to send, with `{keys}` in a list of it; the address has none then."""
    spelling: str = "{value}"
    """How the service writes such a key."""
    matching: str = ""
    """A regular expression for the whole of the keys that can be asked for so; empty: all of them."""
    iri: bool = False
    """Whether a key is an IRI in the query, not a text."""
    separator: str = ","
    """What stands between two keys in an address."""
    batch: int = 1
    """Keys of one question."""
    accept: str = "application/json"
    """The media types asked for."""
    formats: tuple[str, ...]
    """What the answers are read as: names of `kg formats`, of which each record must be one."""
    path: str = ""
    """Where the records stand in JSON: the names of members with dots between; empty: it is a record, or a list."""
    gives: tuple[str, ...]
    """What the records may have: of these a thing has to lack one to be asked for."""
    contact: str = ""
    """The word of the address for the mail address of who asks."""
    nothing: tuple[int, ...] = (404, 410)
    """HTTP statuses that mean that there is no such thing."""

    def can_spell(self, key: str) -> bool:
        """Return whether a key can be asked for: it has to match, and one with the separator in it would be two."""
        if self.matching and re.fullmatch(self.matching, key) is None:
            return False
        return bool(self.query or self.body) or self.batch == 1 or self.separator not in key

    def address(self, keys: Sequence[str], *, origin: str = "", mail: str = "") -> str:
        """Return the address that asks for keys, at another origin (`https://mirror.example/api`) if there is one."""
        spelled = quote(self.separator, safe=_SAFE).join(quote(self.spelled(key), safe=_SAFE) for key in keys)
        url = self.url.replace(_KEYS, spelled)
        if self.contact and mail:
            url += f"{'&' if '?' in url else '?'}{self.contact}={quote(mail, safe='@')}"
        return origin.rstrip("/") + url[len(self.origin) :] if origin else url

    def sent(self, keys: Sequence[str]) -> str:
        """Return the JSON that asks for keys, empty if it is the address that does."""
        listed = ",".join(msgspec.json.encode(self.spelled(key)).decode() for key in keys)
        return self.body.replace(_KEYS, listed)

    def asked(self, terms: Sequence[str]) -> str:
        """Return the query for keys, which are RDF terms."""
        return with_keys(self.query, terms)

    @property
    def origin(self) -> str:
        """The scheme and the host of the address."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    def spelled(self, key: str) -> str:
        """Return a key as the service writes it."""
        return self.spelling.replace("{value}", key)


def fetch_faults(fetch: Fetch, *, endpoint: str | None) -> Iterator[str]:
    """Yield what is wrong with such a table."""
    place = f"enrich by {fetch.key}"
    if fetch.key not in SCHEMES:
        yield f"{place}: the key is one of {', '.join(sorted(SCHEMES))}"
    if bool(fetch.url) == bool(fetch.query):
        yield f"{place}: it has either `url` or `query`"
    if fetch.url and (fetch.url + fetch.body).count(_KEYS) != 1:
        yield f"{place}: {_KEYS} has to stand once in `url`, or in `body`"
    if fetch.url and not re.match(r"https?://[^/{]+/", fetch.url):
        yield f"{place}: `url` is no web address"
    if fetch.query and (not takes_keys(fetch.query) or endpoint is None):
        yield f"{place}: the query has to hold `VALUES ?key {{ }}` once, and the target an endpoint"
    yield from (f"{place}: {fault}" for fault in _key_faults(fetch))
    if fetch.batch < 1 or not fetch.separator:
        yield f"{place}: batch is a number above 0, separator is not empty"
    if not fetch.formats or not fetch.gives:
        yield f"{place}: it needs `formats` and `gives`"
    unknown = sorted(set(fetch.gives) - SCHEMES - FACTS)
    if unknown:
        yield f"{place}: `gives` has {unknown[0]!r}, which is none of {', '.join(sorted(SCHEMES | FACTS))}"


def _key_faults(fetch: Fetch) -> Iterator[str]:
    if "{value}" not in fetch.spelling:
        yield "`spelling` has no {value}"
    try:
        re.compile(fetch.matching)
    except re.error as error:
        yield f"`matching` is no regular expression: {error}"
