"""Values -> keys and IRIs. Reads: str. Emits: keys that are Turtle local names, and IRI terms.

`{base}id/{kind}/{key}` (DESIGN, IRIs). Keys are injective and reversible: `unescape_key(escape_key(t)) == t`.
"""

import hashlib
import re

from kg import text
from kg.errors import UsageError
from kg.model import Identifier, Subject
from kg.terms import Term, iri, is_iri

DEFAULT_BASE = "https://w3id.org/scholarkg/"
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")
_EDGE = re.compile(r"\A[-.]|\.\Z|\.(?=[a-z]+\Z)")
_ESCAPED = re.compile(r"__|(?:_[0-9a-f]{2})+")


def escape_key(canonical: str) -> str:
    """Return the key of a canonical text: `[a-z0-9-]` and inner dots stay, `/` is `__`, other bytes are `_hh`.

    A dot before final letters is `_2e`, so that no key looks like a file name with a suffix; so is a dot, and
    `_2d` a hyphen, where Turtle forbids it in a local name.
    """
    parts = ("__" if c == "/" else c if c in _SAFE else "".join(f"_{b:02x}" for b in c.encode()) for c in canonical)
    return _EDGE.sub(lambda match: f"_{ord(match[0]):02x}", "".join(parts))


def unescape_key(key: str) -> str:
    """Return the canonical text of a key: the inverse of `escape_key`."""

    def plain(match: re.Match[str]) -> str:
        return "/" if match[0] == "__" else bytes.fromhex(match[0].replace("_", "")).decode()

    return _ESCAPED.sub(plain, key)


def digest(*values: str, digits: int = 12) -> str:
    """Return the first `digits` hexadecimal digits of sha256 over `values`, each ended by a zero byte."""
    return hashlib.sha256("".join(f"{value}\0" for value in values).encode()).hexdigest()[:digits]


def title_key(title: str, first_author: str | None = None) -> str:
    """Return the key of a paper without identifiers: five folded title words and eight digits of its digest.

    `first_author` is given only when two papers of the graph share the title without being one paper.
    """
    normalized = text.normalized_title(title)
    hashed = hashlib.sha256(normalized.encode()).hexdigest()[:8]
    author = text.fold(first_author).split() if first_author else []
    return escape_key("-".join([*normalized.split()[:5], *author, hashed]))


def abstract_key(abstract: str) -> str:
    """Return the key of a paper of which only an abstract is known."""
    return "abstract-" + hashlib.sha256(text.normalized_title(abstract).encode()).hexdigest()[:12]


def name_key(full_name: str) -> str:
    """Return the key of the bearer of a name: `name-` and the folded name with hyphens for blanks."""
    return escape_key("name-" + text.normalized_title(full_name).replace(" ", "-"))


def unnamed_person_key(paper_key: str, position: int) -> str:
    """Return the key of an author who is known on this one paper only (initials, mononym)."""
    return f"only-{paper_key}-{position}"


def category_key(notation: str, scheme: str = "arxiv") -> str:
    """Return the key of a concept of a scheme."""
    return escape_key(f"{scheme}-{notation}")


def subject_key(subject: Subject) -> str:
    """Return the key of a term of a vocabulary: its code, else its folded label behind `name-`."""
    if subject.notation is not None:
        return category_key(subject.notation, subject.scheme)
    label = text.fold(subject.label or "").replace(" ", "-")
    return category_key(f"name-{label or subject.label}", subject.scheme)


def repository_key(url: str) -> str:
    """Return the key of a code repository: its URL without the scheme."""
    return escape_key(url.partition("://")[2] or url)


def identifier_key(identifier: Identifier) -> str:
    """Return the key of a thing that an identifier names: `doi-10.1000__xyz`, `orcid-0000-0002-1825-0097`."""
    return escape_key(identifier.key)


def organization_key(name: str, ror: str | None = None, other: Identifier | None = None) -> str:
    """Return the key of an organization: its ROR identifier, else another one of it, else its folded name."""
    if ror is not None:
        return escape_key(f"ror-{ror}")
    return name_key(name) if other is None else identifier_key(other)


def funding_key(paper_key: str, organization: str | None, award: str | None) -> str:
    """Return the key of a support of a paper: of the key of the funder and the number of the award."""
    return digest(paper_key, organization or "", award or "")


def venue_key(name: str, issn: str | None = None) -> str:
    """Return the key of a venue: an ISSN of it, else its folded name."""
    return name_key(name) if issn is None else escape_key(f"issn-{issn}")


def version_key(paper_key: str, kind: str) -> str:
    """Return the key of a form of a paper that no identifier of its own names."""
    return f"{paper_key}-{kind}"


def editor_key(paper_key: str, position: int) -> str:
    """Return the key of an editor who is known on this one paper only."""
    return f"only-{paper_key}-editor-{position}"


class Minter:
    """IRI terms of one base: one method, since the kinds differ in their keys only."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        """Take the base IRI, with its final slash or hash.

        Raises:
            UsageError: `base` is no web address that ends with a slash or a hash.
        """
        if not base.startswith(("http://", "https://")) or base[-1] not in "/#" or not is_iri(base + "id/"):
            raise UsageError(f"{base!r} is no base IRI: write an http or https IRI that ends with / or #")
        self._prefix = iri(base + "id/")[:-1]
        self.base = base

    def __call__(self, kind: str, key: str) -> Term:
        """Return the IRI term of the thing of this kind with this key."""
        return f"{self._prefix}{kind}/{key}>"
