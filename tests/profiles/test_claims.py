"""What profiles claim to carry is true, and the table that says so is current."""

import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from msgspec import structs

from kg.profiles import PROFILES, Entry, Profile
from kg.profiles.entry import FIELDS, Agent, Category, Venue
from kg.profiles.profile import TABLE_END, TABLE_START, fields, table
from kg.profiles.streams import Told

README = Path(__file__).parents[2] / "kg" / "profiles" / "README.md"
Change = Callable[[Entry], Entry]


def other(**values: object) -> Change:
    """Return a change that sets values."""
    return lambda entry: structs.replace(entry, **values)


def identifier(scheme: str, value: str) -> Change:
    """Return a change that gives the entry another identifier of a scheme."""

    def change(entry: Entry) -> Entry:
        kept = [one for one in entry.identifiers if one[0] != scheme]
        return structs.replace(entry, identifiers=(*kept, (scheme, value)))

    return change


def added(scheme: str, value: str) -> Change:
    """Return a change that gives the entry one more identifier."""
    return lambda entry: structs.replace(entry, identifiers=(*entry.identifiers, (scheme, value)))


def unchanged(entry: Entry) -> Entry:
    """Return the entry."""
    return entry


def first_author(**values: object) -> Change:
    """Return a change that sets values of the first author."""

    def change(entry: Entry) -> Entry:
        first, *others = entry.authors
        agent = structs.replace(first.agent, **values)
        return structs.replace(entry, authors=(structs.replace(first, agent=agent), *others))

    return change


def venue(**values: object) -> Change:
    """Return a change that sets values of the venue."""
    return lambda entry: structs.replace(entry, venue=structs.replace(entry.venue or Venue(name=""), **values))


def swapped(entry: Entry) -> Entry:
    """Return the entry with its first two authors the other way round, each at the place of the other."""
    first, second, *others = entry.authors
    agents = (structs.replace(first, agent=second.agent), structs.replace(second, agent=first.agent))
    return structs.replace(entry, authors=(*agents, *others))


AGENT = Agent(iri="https://example.org/id/person/x", name="Xaver Xylander")
CHANGES: Mapping[str, Change] = {
    "iri": other(iri="https://example.org/id/paper/other"),
    "title": other(title="Other"),
    "translated_titles": other(translated_titles=(("it", "Altro"),)),
    "abstract": other(abstract="Other"),
    "authors": first_author(name="Other One", given="Other", family="One"),
    "author_order": swapped,
    "name_parts": first_author(given=None, family=None),
    "complete": other(complete=True),
    "author_identifiers": first_author(identifiers=()),
    "affiliations": lambda entry: structs.replace(
        entry, authors=tuple(structs.replace(author, affiliations=()) for author in entry.authors)
    ),
    "editors": other(editors=(AGENT,)),
    "date": other(date="2020-02-02"),
    "date_range": other(date=None, date_range=("2019-01-01", "2020-03-31")),
    "date_text": other(date=None, date_text="Spring"),
    "publication_type": other(publication_type="book"),
    "language": other(language="de"),
    "doi": identifier("doi", "10.1000/other"),
    "arxiv": identifier("arxiv", "2001.00001"),
    "pmid": identifier("pmid", "9"),
    "pmcid": identifier("pmcid", "PMC9"),
    "isbn": identifier("isbn", "9780306406157"),
    "acl": identifier("acl", "P18-9999"),
    "dblp": identifier("dblp", "conf/z/Z"),
    "openalex": identifier("openalex", "W9"),
    "s2": identifier("s2", "f" * 40),
    "wikidata": identifier("wikidata", "Q9"),
    "venue_name": venue(name="Other"),
    "issn": venue(issns=("0378-5955",)),
    "publisher": venue(publisher=AGENT),
    "volume": other(volume="99"),
    "issue": other(issue="99"),
    "pages": other(pages="1-2"),
    "categories": other(categories=(Category(iri="https://example.org/id/category/x", name="X", notation="x.X"),)),
    "keywords": other(keywords=("other",)),
    "cites": other(cites=("https://example.org/id/paper/z",)),
    "cites_external": other(cites_external=("https://example.org/z",)),
    "references": other(references=("Z.",)),
    "code": other(code=(("https://example.org/id/repository/z", "https://github.com/z/z"),)),
    "code_reported": other(code_reported=False),
    "retracted": other(retracted=False),
    "licenses": other(licenses=("https://example.org/licence",)),
    "landing_pages": other(landing_pages=("https://example.org/z",)),
    "pdfs": other(landing_pages=(), pdfs=("https://example.org/z.pdf",)),
    "versions": other(versions=()),
}
BEFORE: Mapping[str, Change] = {
    "date_range": other(date=None),
    "date_text": other(date=None),
    "pdfs": other(landing_pages=()),
    "versions": other(identifiers=()),
}
"""What is changed on both sides first, so that only the field itself differs."""
SECOND: Mapping[str, Change] = {
    "translated_titles": other(translated_titles=(("de", "Lernen"),)),
    "landing_pages": lambda entry: structs.replace(entry, landing_pages=(*entry.landing_pages, "https://z.example/")),
    "pdfs": lambda entry: structs.replace(entry, pdfs=(*entry.pdfs, "https://z.example/")),
    "licenses": lambda entry: structs.replace(entry, licenses=(*entry.licenses, "https://z.example/")),
    "issn": venue(issns=("2049-3630", "9999-9994")),
    **{
        scheme: added(scheme, "9")
        for scheme in ("doi", "arxiv", "pmid", "pmcid", "isbn", "acl", "dblp", "openalex", "s2")
    },
}
"""Changes that add (for titles: take away) a second value."""


def last_author_collective(entry: Entry) -> Entry:
    """Return the entry with its last author, who has no name parts, an organization."""
    *others, last = entry.authors
    return structs.replace(
        entry, authors=(*others, structs.replace(last, agent=structs.replace(last.agent, collective=True)))
    )


def primary(entry: Entry) -> Entry:
    """Return the entry with its categories the other way round."""
    turned = entry.categories[::-1]
    return structs.replace(entry, categories=turned, primary_category=turned[0].iri)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("field", FIELDS)
def test_carried(profile: Profile, field: str, rich: Entry, written: Callable[..., bytes]) -> None:
    """Another value of a field makes another export if, and only if, the profile says that it carries the field."""
    changes = {**CHANGES, "collective": last_author_collective, "primary_category": primary}
    before = BEFORE.get(field, unchanged)(rich)
    differs = written(profile, before) != written(profile, changes[field](before))
    assert differs == (field in profile.carries), f"{profile.name}: `carries` is wrong about {field}"


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("field", SECOND)
def test_second_values(profile: Profile, field: str, rich: Entry, written: Callable[..., bytes]) -> None:
    """A second value changes nothing if, and only if, the profile says that it takes the first one."""
    if field in profile.carries:
        before = BEFORE.get(field, unchanged)(rich)
        same = written(profile, before) == written(profile, SECOND[field](before))
        assert same == (field in profile.first_only), f"{profile.name}: `first_only` is wrong about {field}"


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_empty(profile: Profile, bare: Entry, written: Callable[..., bytes]) -> None:
    """A paper of which nothing is known, and a graph without papers, are no reason to fail."""
    out = io.BytesIO()
    assert {omission.iri for omission in profile.write([bare], out)} <= {bare.iri}
    assert b"None" not in out.getvalue()
    assert b"null" not in out.getvalue()
    assert len(written(profile)) <= len(out.getvalue()) + 2


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_same_bytes(profile: Profile, everything: list[Entry], written: Callable[..., bytes]) -> None:
    """The same entries give the same bytes."""
    assert written(profile, *everything) == written(profile, *everything)


def test_first_only_is_carried() -> None:
    """Only what is carried can be carried in part, and a misspelt field is found."""
    for profile in PROFILES.values():
        assert profile.first_only <= profile.carries <= set(FIELDS)
        assert profile.suffix.startswith(".")
    with pytest.raises(KeyError):
        fields("title autor")


def test_readme(request: pytest.FixtureRequest) -> None:
    """The table of the README is what the code says."""
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(TABLE_START)
    current = head + TABLE_START + table(PROFILES) + TABLE_END + rest.partition(TABLE_END)[2]
    if request.config.getoption("--accept"):
        README.write_text(current, encoding="utf-8")
    assert current == README.read_text(encoding="utf-8"), "write it anew: pytest tests/profiles --accept"


def test_told_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was told is remembered only as far as memory is meant to reach."""
    monkeypatch.setattr(sys.modules["kg.profiles.streams"], "_KEPT", 2)
    told = Told()
    assert [told.first(iri) for iri in "aabca"] == [True, False, True, True, True]
