"""ScholarKG: scholarly papers as a merged, validated, explained RDF knowledge graph.

records = kg.read("pages/")
built = kg.build("pages/", output="output")
rows = kg.open("output").select("coauthors", person="Ashish Vaswani")
report = kg.validate("output/graph.ttl")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.pipeline import Build, build, read
    from kg.query import Graph, Rows
    from kg.query import open_graph as open  # noqa: A004 - read as kg.open
    from kg.validate import Report, validate

__version__ = "0.1.0"

__all__ = ["Build", "Graph", "Report", "Rows", "build", "open", "read", "validate"]

# Loaded at first use (PEP 562): who queries a graph does not pay for the validator, nor who reads for the engine.
_HOMES = {
    "Build": ("kg.pipeline", "Build"),
    "Graph": ("kg.query", "Graph"),
    "Report": ("kg.validate", "Report"),
    "Rows": ("kg.query", "Rows"),
    "build": ("kg.pipeline", "build"),
    "open": ("kg.query", "open_graph"),
    "read": ("kg.pipeline", "read"),
    "validate": ("kg.validate", "validate"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
