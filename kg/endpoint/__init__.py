"""Remote SPARQL endpoints and other services. Reads: an address, SPARQL. Emits: tables, truth, triples, octets.

`Endpoint("https://query.example.org/sparql").select("SELECT ...")`
"""

from kg.endpoint.answers import Answer, Table, Term
from kg.endpoint.cache import Cache, user_cache
from kg.endpoint.client import Endpoint
from kg.endpoint.patience import Clock, Limits, Pace, Retries
from kg.endpoint.web import WebService

__all__ = [
    "Answer",
    "Cache",
    "Clock",
    "Endpoint",
    "Limits",
    "Pace",
    "Retries",
    "Table",
    "Term",
    "WebService",
    "user_cache",
]
