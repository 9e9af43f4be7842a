"""The SPARQLWrapper door. Reads: an endpoint, a query, its form. Emits: the HTTP response of one POST.

SPARQLWrapper makes the request; what it does around it is replaced, because it would guess the form of a query by a
search that comments mislead, ask for each format under five names, read the page of an error without a limit, and
wait without an end.
"""

import http.client
from collections.abc import Callable
from urllib.request import Request

import SPARQLWrapper

from kg import __version__

TABLE_ACCEPT = "application/sparql-results+json, application/json;q=0.9"
GRAPH_ACCEPT = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
HOME = "https://w3id.org/scholarkg/"

Exchange = Callable[[Request], http.client.HTTPResponse]


def agent(contact: str) -> str:
    """Return what we call ourselves: who runs an endpoint wants to know whom to write to."""
    reach = f"{HOME}; {contact}" if contact else HOME
    return f"scholarkg/{__version__} ({reach}) SPARQLWrapper/{SPARQLWrapper.__version__}"


class _Door(SPARQLWrapper.SPARQLWrapper):
    def __init__(self, endpoint: str, name: str, exchange: Exchange) -> None:
        super().__init__(endpoint, agent=name)
        self.setMethod(SPARQLWrapper.POST)
        self.setRequestMethod(SPARQLWrapper.URLENCODED)
        self.setOnlyConneg(onlyConneg=True)
        self._exchange = exchange

    def _query(self) -> tuple[http.client.HTTPResponse, str]:
        return self._exchange(self._createRequest()), self.returnFormat


def post(endpoint: str, query: str, form: str, *, name: str, exchange: Exchange) -> http.client.HTTPResponse:
    """Return the response to a query, whatever its status.

    Args:
        endpoint: the address.
        query: SPARQL text, sent to the character.
        form: SELECT, ASK or CONSTRUCT (which stands for DESCRIBE too): decides what is asked for.
        name: the agent string.
        exchange: sends the request.
    """
    door = _Door(endpoint, name, exchange)
    door.queryString, door.queryType = query, form
    door.setReturnFormat(SPARQLWrapper.TURTLE if form == "CONSTRUCT" else SPARQLWrapper.JSON)
    door.addCustomHttpHeader("Accept", GRAPH_ACCEPT if form == "CONSTRUCT" else TABLE_ACCEPT)
    door.addCustomHttpHeader("Accept-Encoding", "gzip")
    response: http.client.HTTPResponse = door.query().response
    return response
