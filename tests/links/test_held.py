"""Links by the identifiers that a graph holds: on which level they hold."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kg.links.ours.entities import Author, Entity
from kg.links.ours.held import held_links, known_forms, version_keys
from kg.links.targets.target import target

Read = Callable[[str], list[Entity]]
SAME = "http://www.w3.org/2002/07/owl#sameAs"
CLOSE = "http://www.w3.org/2004/02/skos/core#closeMatch"
PAGE = "https://schema.org/sameAs"


def linked(things: Iterable[Entity], *names: str) -> set[tuple[str, str, str]]:
    """Return the links of things to targets: key of the subject, predicate, object."""
    things = list(things)
    keys = version_keys(thing for thing in things if thing.kind == "version")
    return {
        (link.subject.rpartition("/id/")[2], link.predicate, link.object)
        for name in names
        for thing in things
        for link in held_links(thing, target(name), keys)
    }


def test_one_form(entities: Read) -> None:
    """A paper that has one form only is what its DOI names; a work of OpenAlex is the paper; a page is a page."""
    found = entities(
        'paper:a a kg:Paper ; kg:doi "10.1000/x<1>" ; kg:openAlexId "W12" ; kg:semanticScholarId "77" ;'
        ' kg:wikidataId "Q5" ; kg:dblpKey "conf/nips/x" .'
    )
    assert linked(found, "doi", "openalex", "semopenalex", "semantic-scholar", "wikidata", "dblp") == {
        ("paper/a", SAME, "https://doi.org/10.1000/x%3C1%3E"),
        ("paper/a", SAME, "https://openalex.org/W12"),
        ("paper/a", SAME, "https://semopenalex.org/work/W12"),
        ("paper/a", SAME, "http://www.wikidata.org/entity/Q5"),
        ("paper/a", SAME, "https://dblp.org/rec/conf/nips/x"),
        ("paper/a", PAGE, "https://api.semanticscholar.org/CorpusID:77"),
    }


def test_versions(entities: Read) -> None:
    """The identifiers of forms stand on the versions; one that no version has is only close to the paper."""
    found = entities(
        'paper:a a kg:Paper ; kg:doi "10.1000/j", "10.1000/other" ; kg:arxivId "2101.00001" ; kg:hasVersion version:j,'
        ' version:p . version:j a kg:Version ; kg:doi "10.1000/j" . version:p a kg:Version ; kg:arxivId "2101.00001" .'
    )
    assert linked(found, "doi", "arxiv") == {
        ("version/j", SAME, "https://doi.org/10.1000/j"),
        ("version/p", SAME, "https://arxiv.org/abs/2101.00001"),
        ("paper/a", CLOSE, "https://doi.org/10.1000/other"),
    }


def test_two_forms_unseparated(entities: Read) -> None:
    """A preprint is never the same as its article, even where the graph has no versions of them."""
    found = entities('paper:a a kg:Paper ; kg:doi "10.1000/j" ; kg:arxivId "hep-th/9711200" .')
    assert {predicate for _, predicate, _ in linked(found, "doi", "arxiv")} == {CLOSE}


def test_two_works(entities: Read) -> None:
    """Two works of theirs are not made one by a paper of ours."""
    found = entities('paper:a a kg:Paper ; kg:openAlexId "W1", "W2" .')
    assert {predicate for _, predicate, _ in linked(found, "openalex")} == {CLOSE}


def test_others(entities: Read) -> None:
    """Persons, organizations and categories are linked too; a bearer of a name is nobody for certain."""
    found = entities(
        'person:o a kg:Person ; kg:orcid "0000-0002-1825-0097" ; kg:dblpPid "b/MyBook" ; kg:identityBasis "orcid" .'
        ' person:n a kg:Person ; kg:openAlexId "A5" ; kg:identityBasis "full-name" .'
        ' organization:r a kg:Organization ; kg:ror "05ppvf150" .'
        ' category:c a kg:Category ; skos:notation "cs.LG" ; skos:inScheme scheme:arxiv .'
        ' category:d a kg:Category ; skos:notation "D01" .'
    )
    assert linked(found, "orcid", "ror", "dblp", "openalex", "arxiv") == {
        ("person/o", SAME, "https://orcid.org/0000-0002-1825-0097"),
        ("person/o", SAME, "https://dblp.org/pid/b/MyBook"),
        ("person/n", CLOSE, "https://openalex.org/A5"),
        ("organization/r", SAME, "https://ror.org/05ppvf150"),
        ("category/c", "http://www.w3.org/2000/01/rdf-schema#seeAlso", "https://arxiv.org/list/cs.LG/recent"),
    }


def test_misspelt(entities: Read) -> None:
    """An IRI that is not spelled as the target spells them is no link: an author is no work."""
    assert not linked(entities('paper:a a kg:Paper ; kg:openAlexId "A12" .'), "openalex", "semopenalex")


@pytest.mark.parametrize(
    ("keys", "forms"),
    [
        ((), 0),
        ((("doi", "10.1000/a"),), 1),
        ((("doi", "10.1000/a"), ("pmid", "7"), ("dblp", "conf/x/y")), 1),
        ((("doi", "10.1000/a"), ("doi", "10.1000/b")), 2),
        ((("doi", "10.48550/arxiv.2101.00001"), ("arxiv", "2101.00001"), ("dblp", "journals/corr/abs-1")), 1),
        ((("arxiv", "2101.00001"), ("acl", "P18-1001")), 2),
    ],
)
def test_known_forms(keys: tuple[tuple[str, str], ...], forms: int) -> None:
    """Identifiers show how many forms of a work are known."""
    assert known_forms(keys) == forms


def test_described(entities: Read, tmp_path: Path) -> None:
    """A thing has its title, its authors in order, its year and its place; places of other lists are left out."""
    (paper,) = entities(
        'paper:a a kg:Paper ; kg:title "T" ; kg:publicationYear 2020 ; kg:venueName "V" ; kg:authorListComplete false .'
        ' authorship:a-10 kg:rawName "Zoe" ; kg:agent person:z . authorship:a-2 kg:rawName "Bo" .'
        ' <urn:x> kg:rawName "nobody" .'
    )
    assert (paper.name, paper.year, paper.venue, paper.complete) == ("T", 2020, "V", False)
    assert paper.authors == (Author(2, "", "Bo"), Author(10, "https://w3id.org/scholarkg/id/person/z", "Zoe"))
    assert tmp_path.exists()
