"""Authors and person records of dblp -> names, persons. Reads: fields, entries. Emits: Name, PersonAuthority.

dblp tells persons of one name apart by a number behind it (`Jens Lehmann 0001`). The name is without it; the name with
it is an identifier of the scheme `dblp-name`, so that two numbers stay two persons. A person record has dblp's own
identifier and all names of the person, numbers included, which ties the two together.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kg.identifiers import person_identifier
from kg.model import Affiliation, Identifier, Name, PersonAuthority
from kg.readers.dblp.entries import Entry, Field, Fields, attribute, types
from kg.readers.syntax.json_records import Found, UnreadableError
from kg.readers.syntax.printed_names import is_et_al

_MAY_CUT = ("al", "al.", "others", "...", "\u2026", "\u7b49", "alii", "alia", "a.")
_NUMBERED = re.compile(r"(?P<name>\S.*?) (?P<number>[0-9]{4})")
_SITES = (
    ("orcid", re.compile(r"https?://(?:www\.)?orcid\.org/", re.IGNORECASE)),
    ("openalex", re.compile(r"https?://openalex\.org/", re.IGNORECASE)),
    ("acl", re.compile(r"https?://(?:www\.)?aclanthology\.org/people/", re.IGNORECASE)),
    ("s2", re.compile(r"https?://(?:www\.)?semanticscholar\.org/author/", re.IGNORECASE)),
)
_SCRIPTS = {
    "CJK": "Hani", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "HANGUL": "Kore", "CYRILLIC": "Cyrl", "GREEK": "Grek",
    "ARABIC": "Arab", "HEBREW": "Hebr", "THAI": "Thai", "DEVANAGARI": "Deva", "BENGALI": "Beng", "TAMIL": "Taml",
    "ARMENIAN": "Armn", "GEORGIAN": "Geor",
}  # fmt: skip
_MIXED = {frozenset({"Hani", "Jpan"}): "Jpan", frozenset({"Hani", "Kore"}): "Kore"}


def names(signed: Iterable[Field], found: Found, field: str, bins: set[str]) -> tuple[tuple[Name, ...], bool]:
    """Return authors or editors in order, and whether all are there. `bins` are pids that several persons share."""
    read: list[Name] = []
    complete = True
    for printed, attributes in signed:
        if not printed:
            found.doubt(field, f"{field[:-1]} {len(read) + 1} has no name; left out")
            complete = False
        elif printed.endswith(_MAY_CUT) and is_et_al(printed):
            complete = False
        elif attributes or printed[-1].isdigit():
            orcid, pid = attribute(attributes, "orcid"), attribute(attributes, "pid")
            read.append(_signed(printed, orcid, None if pid in bins else pid, found, field))
        else:
            read.append(Name(printed=printed))
    return tuple(read), complete


def _signed(printed: str, orcid: str | None, pid: str | None, found: Found, field: str) -> Name:
    identifiers: tuple[Identifier, ...] = ()
    if (known := found.identifier("orcid", orcid)) is not None:
        identifiers = (known,)
    if pid is not None:
        if (known := person_identifier("dblp", pid)) is not None:
            identifiers += (known,)
        else:
            found.doubt(field, f"{pid[:200]!r} is no identifier of a person in dblp; not used")
    match = _NUMBERED.fullmatch(printed)
    if match is None:
        return Name(printed=printed, identifiers=identifiers)
    plain = printed.isascii() and printed[0].isalpha()
    numbered = Identifier("dblp-name", printed) if plain else person_identifier("dblp-name", printed)
    return Name(printed=match["name"], identifiers=(*identifiers, numbered) if numbered is not None else identifiers)


def is_person(entry: Entry) -> bool:
    """Return whether a record describes a person: `person`, and `www` with a key of homepages."""
    return entry.tag == "person" or (entry.tag == "www" and entry.key.startswith("homepages/"))


def person(entry: Entry, index: int, found: Found) -> PersonAuthority:
    """Return the person that a record describes.

    Raises:
        UnreadableError: it describes none: it points to another record, or several persons share it.
    """
    fields, key = entry.fields, entry.key
    if shared_pid(entry) is not None:
        raise UnreadableError(f"{key} is a page that several persons of one name share", "leave it out")
    printed = [text for text, _ in fields.get("author", ()) if text]
    if not printed:
        other = next((text for text, _ in fields.get("crossref", ())), None)
        reason = f"{key} only points to {other}" if other else f"{key} names nobody"
        raise UnreadableError(f"no person: {reason}", "leave it out")
    bare = list(dict.fromkeys(bare_name(one) for one in printed))
    collective = "group" in entry.publtypes
    return PersonAuthority(
        source=found.source.name,
        source_key=found.source.sha256[:16],
        index=index,
        format="dblp",
        pointer=key or None,
        start_line=found.piece.start_line,
        end_line=found.piece.end_line,
        name=Name(
            printed=bare[0],
            collective=collective,
            identifiers=tuple(dict.fromkeys(_identifiers(key, fields, found))),
            affiliations=tuple(Affiliation(raw=one) for one in _notes(fields, "affiliation")),
            variants=tuple((script_tag(one), one) for one in _notes(fields, "uname", "unicode")),
        ),
        other_names=tuple(Name(printed=one, collective=collective) for one in bare[1:]),
        doubts=tuple(found.doubts),
    )


def shared_pid(entry: Entry) -> str | None:
    """Return the pid of a record that several persons of one name share, None of any other record."""
    return entry.key.removeprefix("homepages/") if "disambiguation" in entry.publtypes else None


def bare_name(printed: str) -> str:
    """Return a name without dblp's number behind it."""
    match = _NUMBERED.fullmatch(printed)
    return match["name"] if match is not None else printed


def _identifiers(key: str, fields: Fields, found: Found) -> Iterator[Identifier]:
    own = person_identifier("dblp", key)
    if own is not None:
        yield own
    elif key:
        found.doubt("identifiers", f"{key[:200]!r} is no identifier of a person in dblp; not used")
    for _, attributes in fields.get("author", ()):
        if orcid := found.identifier("orcid", attribute(attributes, "orcid")):
            yield orcid
    for address, attributes in fields.get("url", ()):
        if "deprecated" not in types(attributes):
            yield from _elsewhere(address, found)
    for printed, _ in fields.get("author", ()):
        numbered = person_identifier("dblp-name", printed) if _NUMBERED.fullmatch(printed) else None
        if numbered is not None:
            yield numbered


def _elsewhere(address: str, found: Found) -> Iterator[Identifier]:
    """Yield the person that an address is the page of, on a site that identifies persons."""
    scheme = next((scheme for scheme, site in _SITES if site.match(address)), None)
    known = person_identifier(scheme, address) if scheme is not None else None
    if known is not None:
        yield known
    elif scheme == "orcid":
        found.doubt("orcid", f"{address[:200]!r} is no orcid identifier (form or check digit); not used")


def _notes(fields: Fields, *kinds: str) -> list[str]:
    """Return the notes of a kind, each once."""
    read = (text for text, attributes in fields.get("note", ()) if set(types(attributes)) & set(kinds))
    return list(dict.fromkeys(read))


def script_tag(name: str) -> str:
    """Return the BCP 47 tag of an unknown language in the script of a name, `""` for Latin and mixtures."""
    words = (unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in name if letter.isalpha())
    scripts = frozenset(_SCRIPTS.get(word, "") for word in words)
    script = _MIXED.get(scripts) or (next(iter(scripts)) if len(scripts) == 1 else "")
    return f"und-{script}" if script else ""
