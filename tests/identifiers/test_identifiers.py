"""Printed identifiers become canonical ones, or none at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identifiers import PERSON_SCHEMES, SCHEMES, arxiv_version, parse, person_identifier, recognized, web_iri
from kg.model import Identifier
from kg.terms import is_iri

CANONICAL = [
    ("doi", "10.1000/XYZ", "10.1000/xyz"),
    ("doi", "https://doi.org/10.1000/XYZ", "10.1000/xyz"),
    ("doi", "http://dx.doi.org/10.1000/xyz.", "10.1000/xyz"),
    ("doi", "doi: 10.1000/xyz", "10.1000/xyz"),
    ("doi", "info:doi/10.1000/xyz", "10.1000/xyz"),
    ("doi", " 10.1000/xyz . ", "10.1000/xyz"),
    ("doi", "https://doi.org/10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O",
     "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o"),
    ("doi", "10.1016/0370-2693(95)00001-A)", "10.1016/0370-2693(95)00001-a"),
    ("arxiv", "arXiv:2101.00001v2", "2101.00001"),
    ("arxiv", "https://arxiv.org/abs/hep-th/9711200", "hep-th/9711200"),
    ("arxiv", "https://arxiv.org/pdf/1706.03762v5.pdf", "1706.03762"),
    ("arxiv", "math.GT/0309136", "math/0309136"),
    ("arxiv", "10.48550/arXiv.1706.03762", "1706.03762"),
    ("arxiv", "arXiv:0704.0001 [hep-ph]", "0704.0001"),
    ("pmid", "PMID: 0012345", "12345"),
    ("pmid", "https://pubmed.ncbi.nlm.nih.gov/12345/", "12345"),
    ("pmcid", "pmc0123.2", "PMC123"),
    ("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123/", "PMC123"),
    ("acl", "https://aclanthology.org/P19-1001.pdf", "P19-1001"),
    ("acl", "2020.acl-main.1", "2020.acl-main.1"),
    ("dblp", "https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17.html", "conf/nips/VaswaniSPUJGKP17"),
    ("dblp", "DBLP:journals/corr/abs-1706-03762", "journals/corr/abs-1706-03762"),
    ("openalex", "https://openalex.org/w2741809807", "W2741809807"),
    ("s2", "https://www.semanticscholar.org/paper/A-title/204e3073870fae3d05bcbc2f6a8e263d9b72e776",
     "204e3073870fae3d05bcbc2f6a8e263d9b72e776"),
    ("s2", "CorpusID:13756489", "13756489"),
    ("wikidata", "http://www.wikidata.org/entity/Q42", "Q42"),
    ("isbn", "0-306-40615-2", "9780306406157"),
    ("isbn", "ISBN 978-0-306-40615-7", "9780306406157"),
    ("isbn", "080442957X", "9780804429573"),
    ("issn", "ISSN 0378-5955", "0378-5955"),
    ("issn", "2434561x", "2434-561X"),
    ("orcid", "https://orcid.org/0000-0002-1694-233x", "0000-0002-1694-233X"),
    ("ror", "https://ror.org/05dxps055", "05dxps055"),
]  # fmt: skip
WRONG = [
    ("doi", "10.1000"), ("doi", "https://example.org/10.1000/xyz"), ("doi", ""), ("doi", "10.1000/a\x00b"),
    ("arxiv", "2101.001"), ("arxiv", "https://doi.org/10.1000/1"), ("pmid", "0"), ("pmid", "\u0663\u0664"),
    ("pmcid", "PMC0"), ("isbn", "0-306-40615-3"), ("isbn", "978-0-306-40615-8"), ("isbn", "\u0669" * 10),
    ("issn", "0378-5956"), ("orcid", "0000-0002-1694-2330"), ("orcid", "0000"), ("ror", "05dxps056"), ("ror", "x"),
    ("openalex", "W0"), ("openalex", "X1"), ("wikidata", "P31"), ("acl", "attention"), ("dblp", "nips/x"),
    ("s2", "abc"), ("dblp", "conf//x"),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "printed", "canonical"), CANONICAL)
def test_canonical_form(scheme: str, printed: str, canonical: str) -> None:
    """Every spelling of an identifier has one canonical form, and that form is its own."""
    assert parse(scheme, printed) == Identifier(scheme, canonical)
    assert parse(scheme, canonical) == Identifier(scheme, canonical)


@pytest.mark.parametrize(("scheme", "printed"), WRONG)
def test_no_identifier(scheme: str, printed: str) -> None:
    """What has a wrong form or check digit is no identifier."""
    assert parse(scheme, printed) is None


@pytest.mark.parametrize(("scheme", "printed", "canonical"), CANONICAL)
def test_web_iri_leads_back(scheme: str, printed: str, canonical: str) -> None:
    """The address of an identifier is a valid IRI and reads as that identifier."""
    address = web_iri(Identifier(scheme, canonical))
    if scheme == "isbn":
        assert address is None
    else:
        assert address is not None
        assert is_iri(address)
        assert parse(scheme, address) == Identifier(scheme, canonical), printed


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("https://doi.org/10.48550/arXiv.1706.03762", Identifier("arxiv", "1706.03762")),
        ("10.1000/xyz", Identifier("doi", "10.1000/xyz")),
        ("PMC12", Identifier("pmcid", "PMC12")),
        ("https://orcid.org/0000-0002-1825-0097", Identifier("orcid", "0000-0002-1825-0097")),
        ("urn:isbn:9780306406157", Identifier("isbn", "9780306406157")),
        ("2101.00001", None),
        ("https://example.org/", None),
        ("orcid:0000", None),
    ],
)
def test_recognized_by_form(printed: str, found: Identifier | None) -> None:
    """A text is an identifier by its form only where the form leaves no doubt."""
    assert recognized(printed) == found


@pytest.mark.parametrize(
    ("scheme", "printed", "canonical"),
    [
        ("orcid", "0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("dblp", "https://dblp.org/pid/65/9612.html", "65/9612"),
        ("dblp", "homepages/h/JohnEHopcroft", "h/JohnEHopcroft"),
        ("dblp", "Hopcroft", None),
        ("openalex", "https://openalex.org/A5023888391", "A5023888391"),
        ("openalex", "W1", None),
        ("acl", "https://aclanthology.org/people/jane-doe/", "jane-doe"),
        ("acl", "jane-doe/unverified", "jane-doe/unverified"),
        ("acl", "Jane Doe", None),
        ("s2", "https://www.semanticscholar.org/author/J.-Doe/1741101", "1741101"),
        ("s2", "0", None),
    ],
)
def test_persons(scheme: str, printed: str, canonical: str | None) -> None:
    """Identifiers of persons have forms of their own: `dblp` is a pid there, `openalex` begins with A."""
    found = person_identifier(scheme, printed)
    assert (found and found.value) == canonical


@pytest.mark.parametrize(("printed", "version"), [("2101.00001v2", 2), ("2101.00001", None), ("nothing", None)])
def test_arxiv_version(printed: str, version: int | None) -> None:
    """The version is a number of its own, not a part of the identifier."""
    assert arxiv_version(printed) == version


PRINTED = st.text() | st.builds(
    "".join,
    st.lists(
        st.sampled_from(["10.1000/", "https://doi.org/", "doi:", "x", "%2F", "%", "v1", ".", "(", ")", "é", "İ", "?",
                         "conf/a/", "https://dblp.org/rec/", "<", "arXiv:", "2101.00001", "\u3000", "ϴ", "ﬁ",
                         "#", "\ud800"]),
        max_size=8,
    ),
)  # fmt: skip


@given(st.sampled_from(sorted(SCHEMES)), PRINTED)
def test_canonical_is_fixed(scheme: str, printed: str) -> None:
    """For any text: a canonical form reads as itself, and so does its address, which is a valid IRI."""
    found = parse(scheme, printed)
    if found is not None:
        assert parse(scheme, found.value) == found
        address = web_iri(found)
        assert address is None or (is_iri(address) and parse(scheme, address) == found)
    recognized(printed)


@given(st.sampled_from(sorted(PERSON_SCHEMES)), PRINTED)
def test_person_identifiers_are_fixed(scheme: str, printed: str) -> None:
    """For any text: the canonical form of a person's identifier reads as itself."""
    found = person_identifier(scheme, printed)
    assert found is None or person_identifier(scheme, found.value) == found


_DOI_PARTS = [
    "10.1000",
    "/",
    "10.48550",
    "arXiv.",
    "2101.00001",
    "a",
    "B",
    ".",
    "(",
    ")",
    ";",
    ":",
    "-",
    "%20",
    "<",
    " ",
    "é",
    "v2",
]


@given(st.sampled_from(["https://doi.org/", "http://dx.doi.org/"]), st.lists(st.sampled_from(_DOI_PARTS)))
def test_addresses_of_dois_are_known_at_a_glance(site: str, parts: list[str]) -> None:
    """For any address: the identifier that is recognized is the DOI that it is, or the number of arXiv's."""
    address = f"{site}10.{'48550/' if 'v2' in parts else '1000/'}{''.join(parts)}"
    assert recognized(address) == (parse("arxiv", address) or parse("doi", address))
