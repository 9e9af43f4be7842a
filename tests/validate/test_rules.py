"""Rules: their headers and their queries."""

import pyoxigraph
import pytest

from kg.errors import UsageError
from kg.validate.rules import parse_rule, rule_results

HEAD = "# shape: kgsh:Any\n# severity: Info\n# message: A rule: a repair.\n"


def test_header() -> None:
    """A rule's header lines are its shape, severity, message and path."""
    rule = parse_rule(HEAD + "# path: skos:notation\nSELECT ?focus WHERE { ?focus ?p ?o }", "any.rq")
    assert rule.shape == "<https://w3id.org/scholarkg/shapes#Any>"
    assert rule.severity == "info"
    assert rule.message == "A rule: a repair."
    assert rule.path == "<http://www.w3.org/2004/02/skos/core#notation>"
    assert rule.check is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace("# message: A rule: a repair.\n", ""), "# message: ..."),
        (HEAD.replace("Info", "Bad"), "severity 'Bad' is none of"),
        (HEAD + "# check: luck\n", "check 'luck' is none of"),
        (HEAD + "SELECT ?focus WHERE { service <http://127.0.0.1/> { ?focus ?p ?o } }", "no other server"),
        (HEAD.replace("kgsh:", "mine:"), "'mine:Any' has no known prefix"),
    ],
)
def test_bad_headers(text: str, said: str) -> None:
    """A bad header is refused with the file's name and what is expected."""
    with pytest.raises(UsageError, match=said) as caught:
        parse_rule(text, "any.rq")
    assert "any.rq" in str(caught.value)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT oops", "cannot be parsed"),
        ("ASK { ?s ?p ?o }", "no SELECT with a column"),
        ("SELECT ?s WHERE { ?s ?p ?o }", "no SELECT with a column"),
        ("SELECT ?focus WHERE { OPTIONAL { ?focus <a:b> <a:c> } }", "unbound"),
    ],
)
def test_bad_queries(query: str, said: str) -> None:
    """A query that names no focus is refused."""
    with pytest.raises(UsageError, match=said):
        list(rule_results(pyoxigraph.Store(), parse_rule(HEAD + query, "any.rq")))
