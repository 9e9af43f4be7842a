"""Preprints and what is published of them years later."""

import pytest

from kg.model import Identifier
from tests.resolve.conftest import MakeRecord, Resolve

TITLE = "Counting owls in northern woods"
DOI, ARXIV = (Identifier("doi", "10.1000/owls"),), (Identifier("arxiv", "1501.00001"),)


@pytest.mark.parametrize(
    ("title", "signed", "papers"),
    [
        (TITLE, ("Ann Poe; Bo Roe", "Ann Poe; Bo Roe"), 1),
        (TITLE, ("Ann Poe", "Ann Poe"), 2),
        (TITLE, ("A. Poe; B. Roe", "A. Poe; B. Roe"), 2),
        (TITLE, ("Ann Poe; Bo Roe", "Ann Poe; Bo Roe; Cy Doe"), 2),
        (TITLE, ("Ann Poe; Bo Roe et al.", "Ann Poe; Bo Roe et al."), 2),
        (TITLE, ("Ann Poe; Bo Roe", "Bo Roe; Ann Poe"), 2),
        ("On owls", ("Ann Poe; Bo Roe", "Ann Poe; Bo Roe"), 2),
    ],
)
def test_years_apart(make: MakeRecord, resolve: Resolve, title: str, signed: tuple[str, str], papers: int) -> None:
    """Equal titles and equal lists of two or more full names are one work, however late the article came."""
    records = [
        make(
            "a-1", title, signed[0], format="arxiv", publication_type="preprint", identifiers=ARXIV, date="2015-01-02"
        ),
        make("b-1", title, signed[1], format="crossref", publication_type="article", identifiers=DOI, date="2019"),
    ]
    assert len(resolve(records).papers) == papers


@pytest.mark.parametrize("kind", ["article", "preprint"])
def test_two_of_one_form_years_apart(make: MakeRecord, resolve: Resolve, kind: str) -> None:
    """Two articles, or two preprints, of one team under one title years apart are two: reports come every year."""
    records = [
        make(f"{page}-1", TITLE, "Ann Poe; Bo Roe", format="bibtex", publication_type=kind, date=year)
        for page, year in (("a", "2015"), ("b", "2019"))
    ]
    assert len(resolve(records).papers) == 2
