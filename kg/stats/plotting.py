"""Statistics -> a picture file. Reads: Statistics, Coauthors, LinkShare. Emits: a file, whole or not at all; a note."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.stats.counts import Statistics
from kg.stats.network import Coauthors

if TYPE_CHECKING:
    from kg.stats.link_picture import LinkShare
    from kg.stats.picture import Format

_SHOWN = 20


def plot_format(path: str) -> "Format":
    """Return the format that the suffix of a path names.

    Raises:
        UsageError: it names none, or matplotlib is not installed.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in {".png", ".svg"}:
        raise UsageError(f"{path}: a picture is written as .png or .svg: end the name in one of them")
    try:
        import matplotlib  # noqa: F401, ICN001, PLC0415 - an extra, looked for before any work is done
    except ImportError as error:
        raise UsageError("drawing needs matplotlib: pip install 'scholarkg[plot]'") from error
    return "png" if suffix == ".png" else "svg"


def plot(
    statistics: Statistics, network: Coauthors, path: str, *, form: "Format", title: str = "Scholarly papers"
) -> str | None:
    """Write the picture of a graph; return a sentence if letters are missing in it.

    Raises:
        UsageError: the file cannot be written.
    """
    from kg.stats.picture import write_picture  # noqa: PLC0415 - half a second that only a picture costs

    return _written(lambda draft: write_picture(statistics, network, draft, form=form, title=title), path, form)


def plot_links(shares: Sequence["LinkShare"], path: str, *, form: "Format", title: str = "Links") -> str | None:
    """Write the picture of how far a graph is linked; return a sentence if letters are missing in it.

    Raises:
        UsageError: the file cannot be written.
    """
    from kg.stats.link_picture import write_link_picture  # noqa: PLC0415 - as above

    return _written(lambda draft: write_link_picture(shares, draft, form=form, title=title), path, form)


def _written(draw: Callable[[Path], str], path: str, form: "Format") -> str | None:
    target = Path(path).resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        lacking = draw(draft)
        draft.replace(target)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
    if not lacking or form == "svg":
        return None
    shown = lacking[:_SHOWN] + ("..." if len(lacking) > _SHOWN else "")
    return f"no installed font has {shown}: install one (Noto has all scripts), or write .svg, where the viewer chooses"
