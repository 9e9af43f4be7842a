"""Graph -> other people's forms. Reads: an indexed store. Emits: bibliographies, JSON-LD, Turtle, commands.

::

    with path.open("wb") as out:
        omissions = PROFILES["bibtex"].write(entries(store), out)
"""

from kg.profiles import (
    biblatex,
    bibtex,
    csl_json,
    dublin_core,
    quickstatements,
    ris,
    schema_org,
    skg_if,
    spar,
)
from kg.profiles.entry import Entry
from kg.profiles.profile import Omission, Profile
from kg.profiles.reading import entries

__all__ = ["PROFILES", "Entry", "Omission", "Profile", "entries"]

PROFILES: dict[str, Profile] = {
    one.PROFILE.name: one.PROFILE
    for one in (bibtex, biblatex, ris, csl_json, schema_org, spar, skg_if, quickstatements, dublin_core)
}
"""Name -> profile, in the order in which they are listed."""
