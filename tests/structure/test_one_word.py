"""One word for one thing: class of the ontology, mapper, shapes file, folder of examples."""

import re
from pathlib import Path

from rdflib import OWL, RDF, Graph, Namespace

KG = Namespace("https://w3id.org/scholarkg/ontology#")
SH = Namespace("http://www.w3.org/ns/shacl#")

GRAPH_WIDE = {"Term", "Text"}
"""What rules about every term and every text of a graph are called by: they belong to no single class."""


def snake(name: str) -> str:
    """Return the file name that belongs to a class: `SourceDocument` is `source_document`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def classes(root: Path) -> set[str]:
    """Return the classes of the ontology."""
    found = Graph().parse(root / "ontology" / "kg.ttl").subjects(RDF.type, OWL.Class)
    return {str(c).removeprefix(KG) for c in found if str(c).startswith(KG)}


def mapped(root: Path) -> dict[Path, set[str]]:
    """Return by mapper file the classes that it gives to a subject (`yield ..., RDF.type, KG.Paper`)."""
    files = sorted((root / "kg" / "mappers").glob("*.py"))
    return {path: set(re.findall(r"\bKG\.([A-Z]\w*)", path.read_text(encoding="utf-8"))) for path in files}


def test_mappers(root: Path) -> None:
    """A mapper that names a class is called as the class, and it alone maps it."""
    owners: dict[str, list[str]] = {}
    for path, names in mapped(root).items():
        for name in names:
            owners.setdefault(name, []).append(path.stem)
    for name, files in sorted(owners.items()):
        assert snake(name) in files, f"kg:{name} is mapped in {files}: its file is kg/mappers/{snake(name)}.py"


def test_mapper_classes_are_in_the_ontology(root: Path) -> None:
    """No mapper names a class that the ontology lacks."""
    named = set().union(*mapped(root).values())
    assert named <= classes(root), f"declare in ontology/kg.ttl: {named - classes(root)}"


def test_shapes(root: Path) -> None:
    """A shapes file is called as the one class that its node shape is for, and every mapped class has one."""
    files = sorted((root / "shapes").glob("*.ttl"))
    names = {snake(name): name for name in classes(root)}
    for path in files:
        stem = path.stem.replace("-", "_")
        assert stem in names, f"shapes/{path.name} is called as no class of ontology/kg.ttl"
        targets = set(Graph().parse(path).objects(None, SH.targetClass))
        assert KG[names[stem]] in targets, f"shapes/{path.name}: a node shape has sh:targetClass kg:{names[stem]}"
    have = {path.stem.replace("-", "_") for path in files}
    lacking = sorted({snake(n) for n in set().union(*mapped(root).values())} - have)
    assert not lacking, f"write shapes/NAME.ttl for {', '.join(lacking)}"


def test_shape_examples(root: Path) -> None:
    """A folder of examples is called as a shape: `Class-property`."""
    folders = [p.name for p in (root / "tests" / "shapes").glob("*-*") if p.is_dir()]
    wrong = [name for name in folders if name.split("-")[0] not in classes(root) | GRAPH_WIDE]
    assert not wrong, f"no class of ontology/kg.ttl begins the names of tests/shapes/: {', '.join(wrong)}"
