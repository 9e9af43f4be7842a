"""The only place where stages meet. Reads: sources. Emits: records, and a published build.

Each stage hands on a stream; what does not fit in memory waits in a spool folder.
"""

from kg.pipeline.building import Build, build
from kg.pipeline.reading import read

__all__ = ["Build", "build", "read"]
