"""Records as JSON lines."""

import json

from kg.model import Identifier, Name, Record, Venue
from kg.writers.records import record_line

LISTING = Record(
    source="a.txt",
    source_key="0" * 16,
    index=1,
    format="listing",
    layout="site",
    names=(Name(printed="Lee, Ann", given="Ann", family="Lee"),),
    score="05.20",
    date_text="Feb 30, 2020",
    start_line=1,
    end_line=3,
)


def test_a_listing_record_has_the_keys_of_the_documentation() -> None:
    """The score is a number; what only other formats have is absent; a printed date that is no date is kept."""
    row = json.loads(record_line(LISTING))
    assert row["score"] == 5.2
    assert row["authors"] == ["Ann Lee"]
    assert row["names"] == [{"printed": "Lee, Ann", "given": "Ann", "family": "Lee"}]
    assert row["date_text"] == "Feb 30, 2020"
    assert "doi" not in row


def test_a_bibliographic_record_says_what_its_source_says() -> None:
    """The first identifier of a scheme has a key of its own, all stand in `identifiers`."""
    record = Record(
        source="a.bib",
        source_key="0" * 16,
        index=1,
        format="bibtex",
        layout="entry",
        names=(Name(printed="Team X", collective=True),),
        identifiers=(Identifier("doi", "10.1000/a"), Identifier("doi", "10.1000/b"), Identifier("pmid", "7")),
        venue=Venue(name="J. X", issns=("0378-5955",)),
        pages="1-9",
        start_line=1,
        end_line=3,
    )
    row = json.loads(record_line(record))
    assert (row["doi"], row["pmid"], row["arxiv_id"]) == ("10.1000/a", "7", None)
    assert row["identifiers"][1] == {"scheme": "doi", "value": "10.1000/b"}
    assert (row["venue"], row["issn"], row["pages"]) == ("J. X", ["0378-5955"], "1-9")
    assert row["names"] == [{"printed": "Team X", "given": None, "family": None, "collective": True}]
