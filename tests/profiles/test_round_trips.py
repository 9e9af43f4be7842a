"""What exporters write, read back: any text in any field comes back, as far as the form carries the field.

Each property names what a form does otherwise than others; the rest is equal to the character.
"""

import io
import string
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from kg.model import Name, Record
from kg.profiles import PROFILES, Entry
from kg.profiles.entry import Agent, Author, Category, Venue
from kg.readers import Place, open_source, read_source

_SIGNS = "{}\\$%&#_^~<>\"'`;,:|-–—()[]@=+*/.!?  \u00a0"
_LETTERS = string.ascii_letters + string.digits + "éßłØñçğИ漢字あαℓ"
_WORDS = ["and", "others", "BERT", "<i>x</i>", "&amp;", "$x^2$", "\\alpha", "3D", "van", "Jr.", "AU  - ", "ER  - ",
          "--", "http://a.b/c", "@article{x,", "%20", "\\textbf{a}", "{x}", "p < 0.05", "``q''", "TY  - JOUR",
          "von"]  # fmt: skip


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


TEXT = (
    st.lists(st.text(_LETTERS + _SIGNS, max_size=6) | st.sampled_from(_WORDS), min_size=1, max_size=6)
    .map(lambda parts: _clean(" ".join(parts)))
    .filter(lambda text: any(map(str.isalpha, text)) and text.casefold() not in {"et al.", "others", "other"})
)
WORD = st.text(string.ascii_letters + "éßłØ", min_size=2, max_size=8).map(str.capitalize)
FAMILY = st.tuples(st.sampled_from(["", "van der ", "de ", "d'", "O'", "Le "]), WORD).map("".join)
GIVEN = st.lists(WORD | st.sampled_from(["A.", "J.-P."]), min_size=1, max_size=2).map(" ".join)
PERSON = st.tuples(GIVEN, FAMILY).map(
    lambda pair: Agent(iri="x:" + "".join(pair), name=" ".join(pair), given=pair[0], family=pair[1])
)
WHOLE = st.lists(WORD, min_size=1, max_size=3).map(lambda words: Agent(iri="x:p", name=" ".join(words)))
DATE = st.sampled_from(["2020", "2020-02", "2020-02-29", None])
NUMBER = st.integers(1, 999).map(str)
PAGES = st.sampled_from(["1-9", "101-119", "e12345", "7", "A1-A9", None])
TYPES = ["article", "proceedings-paper", "preprint", "book", "chapter", "thesis", "report", "dataset", "software",
         "review", "editorial", "erratum", "other"]  # fmt: skip
IDENTIFIERS = (("doi", "10.1234/a_b(c)%20d"), ("arxiv", "2101.00001"), ("pmid", "123"), ("pmcid", "PMC45"),
               ("isbn", "9783161484100"), ("acl", "P19-1001"), ("dblp", "conf/acl/X"), ("openalex", "W1"))  # fmt: skip


@st.composite
def entries(draw: st.DrawFn, text: st.SearchStrategy[str] = TEXT) -> Entry:
    """Return an entry with any text in its fields."""
    groups = text.map(lambda name: Agent(iri="x:g", name=name, collective=True))
    authors = draw(st.lists(PERSON | WHOLE | groups, min_size=1, max_size=4, unique_by=lambda one: one.name.casefold()))
    issns = ("2041-1723",) if draw(st.booleans()) else ()
    publisher = draw(st.none() | text)
    venue = Venue(
        name=draw(text), issns=issns, publisher=None if publisher is None else Agent(iri="x:o", name=publisher)
    )  # fmt: skip
    title = draw(text.filter(lambda one: one.casefold() != venue.name.casefold()))
    return Entry(
        iri="https://example.org/id/paper/p", title=title, abstract=draw(st.none() | text),
        authors=tuple(Author(role=f"x:{at}", position=at, agent=one) for at, one in enumerate(authors, 1)),
        complete=draw(st.booleans()), editors=tuple(draw(st.lists(PERSON, max_size=2))), date=draw(DATE),
        publication_type=draw(st.sampled_from(TYPES)), language=draw(st.sampled_from([None, "en", "de", "zh"])),
        identifiers=tuple(draw(st.lists(st.sampled_from(IDENTIFIERS), unique=True).map(sorted))),
        venue=draw(st.none() | st.just(venue)), volume=draw(st.none() | NUMBER), issue=draw(st.none() | NUMBER),
        pages=draw(PAGES), keywords=tuple(draw(st.lists(text, max_size=3, unique_by=str.casefold).map(sorted))),
        landing_pages=draw(st.sampled_from([(), ("https://example.org/a_b~c?d=%7Be%7D&f#g",)])),
        code=draw(st.sampled_from([(), (("x:c", "https://github.com/a/b_c"),)])),
        retracted=draw(st.sampled_from([None, True])), licenses=draw(st.sampled_from([(), ("https://example.org/l",)])),
        pdfs=draw(st.sampled_from([(), ("https://example.org/p.pdf",)])),
        translated_titles=draw(st.sampled_from([(), (("de", "Lernen {x} & <i>mehr</i>"),)])),
        categories=draw(st.sampled_from([(), (Category(iri="x:k", name="Machine Learning", notation="cs.LG"),)])),
    )  # fmt: skip


def read_back(profile: str, entry: Entry) -> Record:
    """Return the one record that is read from the export of one entry."""
    out = io.BytesIO()
    assert PROFILES[profile].write([entry], out) == []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export")
        path.write_bytes(out.getvalue())
        source = open_source(Place(str(path), by_hand=True), "export", Path(folder))
        found = list(read_source(source))
    assert len(found) == 1, (found, out.getvalue().decode())
    assert isinstance(found[0], Record), (found, out.getvalue().decode())
    return found[0]


def parts(agent: Agent | Name) -> tuple[str | None, str | None]:
    """Return given and family name, none where they are not told apart."""
    return (agent.given, agent.family) if agent.given and agent.family else (None, None)


def compare(entry: Entry, record: Record, *fields: str) -> None:
    """Compare the fields that every form carries alike."""
    venue = entry.venue
    expected: dict[str, object] = {
        "title": entry.title,
        "abstract": entry.abstract,
        "names": [author.agent.name for author in entry.authors],
        "parts": [parts(author.agent) for author in entry.authors if author.agent.given],
        "groups": [author.agent.name for author in entry.authors if author.agent.collective],
        "complete": entry.complete,
        "editors": [parts(editor) for editor in entry.editors],
        "date": entry.date,
        "type": entry.publication_type,
        "language": entry.language,
        "venue": venue and venue.name,
        "issns": venue.issns if venue else (),
        "publisher": venue.publisher.name if venue and venue.publisher else None,
        "volume": entry.volume,
        "issue": entry.issue,
        "pages": entry.pages,
        "keywords": entry.keywords,
        "landing": next(iter(entry.landing_pages), None),
        "pdf": next(iter(entry.pdfs), None),
        "license": next(iter(entry.licenses), None),
        "code": {address for _, address in entry.code},
        "retracted": entry.retracted is True,
        "identifiers": set(entry.identifiers),
        "translated": entry.translated_titles,
        "category": next((one.notation for one in entry.categories), None),
    }
    found: dict[str, object] = {
        "title": record.title,
        "abstract": record.abstract,
        "names": [name.display for name in record.names],
        "parts": [parts(n) for n, author in zip(record.names, entry.authors, strict=True) if author.agent.given],
        "groups": [name.printed for name in record.names if name.collective],
        "complete": record.authors_complete,
        "editors": [parts(name) for name in record.editors],
        "date": record.date,
        "type": record.publication_type,
        "language": record.language,
        "venue": record.venue and record.venue.name,
        "issns": record.venue.issns if record.venue else (),
        "publisher": record.venue.publisher if record.venue else None,
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "keywords": tuple(sorted(record.keywords)),
        "landing": record.landing_page,
        "pdf": record.pdf,
        "license": record.license,
        "code": {address for _, address in entry.code} & set(record.code_urls),
        "retracted": record.retracted,
        "identifiers": {(one.scheme, one.value) for one in record.identifiers},
        "translated": record.translated_titles,
        "category": record.category,
    }
    for field in fields:
        assert found[field] == expected[field], field


_EVERYWHERE = ("title", "abstract", "names", "parts", "complete", "editors", "date", "language", "venue", "volume",
               "pages", "type", "issns", "publisher", "issue", "keywords", "landing", "code")  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(entries())
def test_csl_json(entry: Entry) -> None:
    """CSL-JSON gives all fields back that its table names: of identifiers, titles, addresses and licences the first."""
    record = read_back("csl-json", entry)
    compare(
        entry, record, *_EVERYWHERE, "groups", "pdf", "license", "retracted", "identifiers", "translated", "category"
    )


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@settings(max_examples=150, deadline=None)
@given(entry=entries())
def test_bibtex(dialect: str, entry: Entry) -> None:
    """BibTeX gives back all but other titles, the licence, the retraction (a note), and identifiers without a field.

    Groups are told by braces, and so are names that BibTeX would split wrongly. Categories are keywords.
    """
    record = read_back(dialect, entry)
    categories = tuple(category.label for category in entry.categories)
    compare(structs.replace(entry, keywords=tuple(sorted((*entry.keywords, *categories)))), record, *_EVERYWHERE)
    assert {one.name for one in (author.agent for author in entry.authors) if one.collective} <= {
        name.printed for name in record.names if name.collective
    }
    fields = {"doi", "arxiv", "pmid", "pmcid", "isbn"}
    assert {one for one in entry.identifiers if one[0] in fields} <= {(i.scheme, i.value) for i in record.identifiers}


@settings(max_examples=150, deadline=None)
@given(entries())
def test_ris(entry: Entry) -> None:
    """RIS gives any text back; it has no field for the licence.

    Where there is no landing page the address of an identifier stands first.
    """
    record = read_back("ris", entry)
    categories = tuple(category.label for category in entry.categories)
    told = structs.replace(entry, keywords=tuple(sorted((*entry.keywords, *categories))))
    compare(told, record, *(set(_EVERYWHERE) - (set() if entry.landing_pages else {"landing"})), "groups")
    assert record.retracted is (entry.retracted is True)


@settings(max_examples=150, deadline=None)
@given(entries())
def test_schema_org(entry: Entry) -> None:
    """JSON-LD gives any text back: its publisher tells our reader that signs in texts are no markup, as on pages.

    schema.org has fewer types, categories are keywords too, the page of a paper without one is its IRI, and the ISBN
    of what is no book is that of the book that it stands in.
    """
    record = read_back("schema-org", entry)
    names = tuple(category.name for category in entry.categories)
    told = structs.replace(entry, keywords=tuple(sorted((*entry.keywords, *names))))
    lost = {"type"} | (set() if entry.landing_pages else {"landing"})
    compare(told, record, *(set(_EVERYWHERE) - lost), "groups", "pdf", "license", "retracted", "translated")
    found = {(one.scheme, one.value) for one in record.identifiers}
    assert {one for one in entry.identifiers if one[0] != "isbn"} == {one for one in found if one[0] != "isbn"}
