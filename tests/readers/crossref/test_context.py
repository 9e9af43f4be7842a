"""What a work of Crossref stands in: who paid for it, how it stands to others."""

import json
from pathlib import Path

from kg.model import Record
from kg.readers import Place, open_source, read_source


def record(folder: Path, **fields: object) -> Record:
    """Return the record of a work with these fields."""
    path = folder / "source"
    path.write_text(json.dumps({"DOI": "10.1234/x", "title": ["T"], "content-domain": {}} | fields), encoding="utf-8")
    (found,) = read_source(open_source(Place(str(path), by_hand=True), path.name, folder))
    assert isinstance(found, Record), found
    return found


def test_fundings(tmp_path: Path) -> None:
    """Each award with its funder, known by the Funder Registry or ROR; funders without award; grants by relation."""
    found = record(
        tmp_path,
        funder=[
            {"name": "One <i>Fund</i>", "DOI": "10.13039/1", "award": ["A1", "A2", "A1"]},
            {"name": "Two", "id": [{"id": "https://ror.org/0161xgx34", "id-type": "ROR"}, {"id": "x", "id-type": "y"}]},
            {},
        ],
        relation={"is-financed-by": [{"id-type": "doi", "id": "10.35802/7"}, {"id": " "}]},
    )
    assert [(one.funder, [i.key for i in one.identifiers], one.award) for one in found.fundings] == [
        ("One Fund", ["doi-10.13039/1"], "A1"),
        ("One Fund", ["doi-10.13039/1"], "A2"),
        ("Two", ["ror-0161xgx34"], None),
        (None, [], "10.35802/7"),
    ]
    assert found.relations == ()


def test_relations_and_updates(tmp_path: Path) -> None:
    """Relations and notices are kept with their kinds; what is cited or cites is none, nor what is no identifier."""
    other = {"id-type": "doi", "id": "10.1234/yo"}
    found = record(
        tmp_path,
        relation={
            "is-comment-on": [other],
            "has-review": other,
            "unheard-of": [{"id-type": "uri", "id": "https://example.org"}, {"id": ""}],
            "cites": [other],
            "is-part-of": None,
        },
        **{"update-to": [{"DOI": "10.1234/ya", "type": "correction"}, {"DOI": "10.1234/yb", "type": "new_version"},
                         {"DOI": "10.1234/yc", "type": "strange"}, {"type": "erratum"}],
           "updated-by": [{"DOI": "10.1234/yd", "type": "partial_retraction"},
                          {"DOI": "10.1234/ye", "type": "expression_of_concern"}]},
    )  # fmt: skip
    told = [(one.kind, one.identifiers[0].value if one.identifiers else one.text) for one in found.relations]
    assert told == [
        ("comments-on", "10.1234/yo"),
        ("reviewed-by", "10.1234/yo"),
        ("related", "https://example.org"),
        ("corrects", "10.1234/ya"),
        ("replaces", "10.1234/yb"),
        ("related", "10.1234/yc"),
        ("retracted-by", "10.1234/yd"),
        ("commented-by", "10.1234/ye"),
    ]
    assert not found.retracted
