"""Lines of names, family name first."""

import pytest

from kg.readers.listing.family import parse_doubtful_line, parse_family_line


@pytest.mark.parametrize(
    ("line", "names", "doubtful"),
    [
        ("Lee, Ana, Chen, Bo", ["Ana Lee", "Bo Chen"], False),
        ("Lee, Ana and Chen, Bo", ["Ana Lee", "Bo Chen"], False),
        ("Lee, Ana, & Chen, Bo,", ["Ana Lee", "Bo Chen"], False),
        ("Lee, Ana; Chen, Bo; Plato", ["Ana Lee", "Bo Chen", "Plato"], True),
        ("King, Paul, Jr., Lee, Ana", ["Paul King Jr.", "Ana Lee"], False),
        ("ATLAS Collaboration, Lee, Ana", ["ATLAS Collaboration", "Ana Lee"], False),
        ("van der Berg, Jan Peter, de la Cruz, Ana Maria", ["Jan Peter van der Berg", "Ana Maria de la Cruz"], False),
        ("Ana Lee, Bo Chen", ["Bo Chen Ana Lee"], True),
        ("Ana Lee, Bo Chen, Cy Dow", ["Ana Lee", "Bo Chen", "Cy Dow"], True),
        ("\u674e\uff0c\u660e", ["\u660e \u674e"], False),
    ],
)
def test_names_of_a_family_line(line: str, names: list[str], *, doubtful: bool) -> None:
    """Commas part halves of names, semicolons and `and` part names; what may be wrong is in doubt."""
    found = parse_family_line(line)
    assert found is not None
    assert [name.display for name in found.names] == names
    assert (found.doubt is not None) == doubtful


@pytest.mark.parametrize("line", ["Plato", "Films and Foils", "Lee, , Chen, Bo", ", ,", "we wait, and we go on"])
def test_other_lines_are_no_family_lines(line: str) -> None:
    """A line without a comma, with an empty half or in small letters is no list of names."""
    assert parse_family_line(line) is None


@pytest.mark.parametrize(("line", "names"), [("Plato", ["Plato"]), ("Lee, , Chen", ["Chen Lee"]), (",", [","])])
def test_a_doubtful_line_has_a_reading(line: str, names: list[str]) -> None:
    """What stands where names are expected is read as well as may be, in doubt."""
    found = parse_doubtful_line(line)
    assert [name.display for name in found.names] == names
    assert found.doubt is not None
