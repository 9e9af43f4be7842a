"""Run-together lines of titles and authors, split by the evidence of the whole input.

evidence = Evidence()
evidence.add_compact(line, page, abstract)     # first pass, all pages
split(line, evidence, page)                    # second pass
"""

from kg.bylines.evidence import Evidence
from kg.bylines.reading import Alternative, Reading, split

__all__ = ["Alternative", "Evidence", "Reading", "split"]
