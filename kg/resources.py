"""Names of shipped folders -> paths. Reads: the checkout or the installed wheel. Emits: existing folders."""

from pathlib import Path
from typing import Literal

from kg.errors import UsageError

Folder = Literal["ontology", "shapes"]


def resource(folder: Folder) -> Path:
    """Return the shipped folder: inside the package of an installed wheel, beside it in a checkout.

    Raises:
        UsageError: neither place has the folder, so the installation is broken.
    """
    package = Path(__file__).resolve().parent
    for place in (package / folder, package.parent / folder):
        if place.is_dir():
            return place
    raise UsageError(
        f"the folder {folder!r} of scholarkg is missing beside {package}: "
        "install the package again (pip install --force-reinstall scholarkg)"
    )
