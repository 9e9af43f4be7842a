"""The W3C syntax suites, where their folder is given: KG_W3C_SUITES=DIR with rdf-tests and json-ld-api inside.

git clone https://github.com/w3c/rdf-tests && git clone https://github.com/w3c/json-ld-api
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse
from rdflib import RDF, RDFS, Graph, Namespace

from kg.errors import KgError
from kg.export import GraphFile, Statement, statements

VARIABLE = "KG_W3C_SUITES"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
RDFT = Namespace("http://www.w3.org/ns/rdftest#")
SUITES = {
    "rdf-tests/rdf/rdf11/rdf-turtle": "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-turtle/",
    "rdf-tests/rdf/rdf11/rdf-trig": "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-trig/",
    "rdf-tests/rdf/rdf11/rdf-n-triples": "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-n-triples/",
    "rdf-tests/rdf/rdf11/rdf-n-quads": "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-n-quads/",
    "rdf-tests/rdf/rdf11/rdf-xml": "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-xml/",
}
"""Folder of a suite -> the IRI that its files have."""
JSONLD = "json-ld-api/tests"


@pytest.fixture(scope="module")
def suites() -> Path:
    """Return the folder of the suites; tests are skipped where it is not given."""
    folder = os.environ.get(VARIABLE)
    if folder is None or not Path(folder).is_dir():
        pytest.skip(f"the W3C suites are not here: set {VARIABLE} to the folder that holds them")
    return Path(folder)


def dataset(found: Iterator[Statement]) -> Dataset:
    """Return statements as a dataset with canonical names of blank nodes."""
    lines = "".join(f"{s} {p} {o} {'' if g is None else g} .\n" for s, p, o, g in found)
    read = Dataset(parse(lines, format=RdfFormat.N_QUADS))
    read.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return read


def outcome(action: Path, base: str) -> Dataset | None:
    """Return what a file of a suite states, None if it is refused."""
    try:
        return dataset(statements(GraphFile(action), base=base))
    except KgError:
        return None


@pytest.mark.parametrize("suite", list(SUITES))
def test_syntax_suite(suites: Path, suite: str) -> None:
    """Each file of a syntax suite is read, or refused, as the suite says, and states what the suite says."""
    folder = suites / suite
    if not folder.is_dir():
        pytest.skip(f"{suite} is not in {suites}")
    wrong = [name for name, right in turtle_cases(folder, SUITES[suite]) if not right]
    assert not wrong, f"{len(wrong)} cases of {suite}: {', '.join(wrong)}"


def turtle_cases(folder: Path, base: str) -> Iterator[tuple[str, bool]]:
    """Yield the name of each case of a manifest, and whether it came out as it says."""
    manifest = Graph().parse(folder / "manifest.ttl", publicID=base)
    for case, kind in manifest.subject_objects(RDF.type):
        action = manifest.value(case, MF.action)
        if action is None or not str(kind).startswith(str(RDFT)):
            continue
        approval = manifest.value(case, RDFT.approval)
        if approval is not None and not str(approval).endswith(("Approved", "Proposed")):
            continue
        found = outcome(folder / str(action).removeprefix(base), str(action))
        result = manifest.value(case, MF.result)
        if "Negative" in str(kind):
            right = found is None
        elif result is None:
            right = found is not None
        else:
            right = found is not None and found == outcome(folder / str(result).removeprefix(base), base)
        yield str(manifest.value(case, MF.name) or manifest.value(case, RDFS.label) or case), right


def test_jsonld_suite(suites: Path) -> None:
    """Of the JSON-LD suite, the cases without options that are read at all state what they should."""
    folder = suites / JSONLD
    if not (folder / "toRdf-manifest.jsonld").is_file():
        pytest.skip(f"{JSONLD} is not in {suites}")
    wrong = [name for name, right in jsonld_cases(folder) if not right]
    assert not wrong, f"{len(wrong)} cases of {JSONLD}: {', '.join(wrong)}"


def jsonld_cases(folder: Path) -> Iterator[tuple[str, bool]]:
    """Yield the name of each case that applies, and whether it came out as its manifest says.

    Contexts in other files are not fetched: what needs one is refused, and so no case of ours.
    """
    for case in json.loads((folder / "toRdf-manifest.jsonld").read_bytes())["sequence"]:
        options = set(case.get("option", {})) - {"specVersion"}
        if "jld:PositiveEvaluationTest" in case["@type"] and not options:
            found = outcome(folder / case["input"], f"https://w3c.github.io/json-ld-api/tests/{case['input']}")
            if found is not None:
                yield case["input"], found == outcome(folder / case["expect"], "https://e.org/")


def test_cases_can_fail(tmp_path: Path) -> None:
    """A case that comes out otherwise than its manifest says is found."""
    base = "https://e.org/"
    (tmp_path / "manifest.ttl").write_text(
        f"""@prefix mf: <{MF}> . @prefix rdft: <{RDFT}> .
<#good> a rdft:TestTurtleEval ; mf:name "good" ; mf:action <a.ttl> ; mf:result <a.nt> .
<#bad> a rdft:TestTurtleEval ; mf:name "bad" ; mf:action <a.ttl> ; mf:result <b.nt> .
<#read> a rdft:TestTurtlePositiveSyntax ; mf:name "read" ; mf:action <a.ttl> .
<#refused> a rdft:TestTurtleNegativeSyntax ; mf:name "refused" ; mf:action <a.ttl> .
<#withdrawn> a rdft:TestTurtleNegativeSyntax ; rdft:approval rdft:Rejected ; mf:action <a.ttl> .
<#none> a rdft:TestTurtleEval .
""",
        encoding="utf-8",
    )
    (tmp_path / "a.ttl").write_bytes(b"<> <urn:p> [] .")
    (tmp_path / "a.nt").write_bytes(b"<https://e.org/a.ttl> <urn:p> _:x .")
    (tmp_path / "b.nt").write_bytes(b"<urn:b> <urn:p> _:x .")
    assert dict(turtle_cases(tmp_path, base)) == {"good": True, "bad": False, "read": True, "refused": False}
    (tmp_path / "c.ttl").write_bytes(b"oops")
    assert outcome(tmp_path / "c.ttl", base) is None


def test_jsonld_cases_can_fail(tmp_path: Path) -> None:
    """A JSON-LD case that comes out otherwise is found; options and refusals do not count."""
    positive = ["jld:PositiveEvaluationTest", "jld:ToRDFTest"]
    cases = [
        {"@type": positive, "input": "a.jsonld", "expect": "a.nq", "option": {"specVersion": "json-ld-1.1"}},
        {"@type": positive, "input": "a.jsonld", "expect": "b.nq"},
        {"@type": positive, "input": "b.jsonld", "expect": "b.nq"},
        {"@type": positive, "input": "a.jsonld", "expect": "b.nq", "option": {"base": "https://e.org/"}},
        {"@type": ["jld:NegativeEvaluationTest"], "input": "a.jsonld"},
    ]
    (tmp_path / "toRdf-manifest.jsonld").write_text(json.dumps({"sequence": cases}), encoding="utf-8")
    (tmp_path / "a.jsonld").write_bytes(b'{"@id": "", "urn:p": "x"}')
    (tmp_path / "b.jsonld").write_bytes(b'{"@context": "https://e.org/context"}')
    (tmp_path / "a.nq").write_bytes(b'<https://w3c.github.io/json-ld-api/tests/a.jsonld> <urn:p> "x" .')
    (tmp_path / "b.nq").write_bytes(b"")
    assert list(jsonld_cases(tmp_path)) == [("a.jsonld", True), ("a.jsonld", False)]
