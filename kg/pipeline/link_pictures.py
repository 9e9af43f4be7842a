"""How far a graph is linked -> its picture. Reads: LinkStatistics. Emits: a PNG or SVG."""

from typing import TYPE_CHECKING

from kg.links.statistics.tally import Coverage
from kg.links.statistics.text import LinkStatistics
from kg.stats import plot_links
from kg.stats.link_picture import LinkShare

if TYPE_CHECKING:
    from kg.stats.picture import Format


def draw_links(statistics: LinkStatistics, path: str, *, form: "Format") -> str | None:
    """Draw how far a graph is linked; return a sentence if letters are missing.

    Raises:
        UsageError: the file cannot be written.
    """
    return plot_links([_share(one) for one in statistics.coverage], path, form=form)


def _share(one: Coverage) -> LinkShare:
    years = {
        year: (counts["linked"], counts["candidate"], counts["unlinked"])
        for year, counts in sorted(one.years.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))
    }
    return LinkShare(one.target, one.kind, years)
